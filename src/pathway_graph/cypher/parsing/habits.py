"""Tell habits from other languages by the tokens around a mistake: brackets, the order of words, signs of arrows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from pathway_graph.cypher.lexer import Token


@dataclass(frozen=True, slots=True)
class Advice:
    """What a mistake is, at which token, and the way out."""

    at: int
    what: str
    hint: str


Tokens = Sequence[Token]


def habit(tokens: Tokens, at: int) -> Advice | None:
    """Return what is known about the mistake at a token, or None."""
    for look in _LOOKS:
        if told := look(tokens, at):
            return told
    return None


def _word(tokens: Tokens, at: int) -> str:
    return tokens[at].word if 0 <= at < len(tokens) else ""


def _opener(tokens: Tokens, at: int) -> int:
    """Return the number of the bracket that is open at a token, or -1."""
    depth = 0
    for place in range(at - 1, -1, -1):
        word = tokens[place].word
        if word in (")", "]", "}"):
            depth += 1
        elif word in ("(", "[", "{"):
            depth -= 1
            if depth < 0:
                return place
    return -1


def _list_in_round_brackets(tokens: Tokens, at: int) -> Advice | None:
    opener = _opener(tokens, at)
    if _word(tokens, at) != "," or opener < 1 or _word(tokens, opener) != "(" or _word(tokens, opener - 1) != "IN":
        return None
    return Advice(opener, "a list stands in square brackets", "write IN ['a', 'b']")


def _negated(tokens: Tokens, at: int) -> Advice | None:
    if _word(tokens, at) != "NOT" or not at or _word(tokens, at - 1) in ("IS", "WHERE", "AND", "OR", "XOR", "("):
        return None
    following = _word(tokens, at + 1)
    if following == "NULL":
        return Advice(at, "IS is missing before NOT NULL", "write IS NOT NULL")
    if following in ("IN", "CONTAINS", "STARTS", "ENDS", "LIKE", "BETWEEN"):
        shown = {"STARTS": "STARTS WITH", "ENDS": "ENDS WITH", "LIKE": "CONTAINS", "BETWEEN": "1 <="}[
            following
        ] if following in ("STARTS", "ENDS", "LIKE", "BETWEEN") else following  # fmt: skip
        return Advice(at, f"NOT stands before the whole comparison, not before {following}", f"write NOT x {shown} …")
    return None


def _is_value(tokens: Tokens, at: int) -> Advice | None:
    is_value = tokens[at].kind in ("text", "number", "parameter") or _word(tokens, at) in ("TRUE", "FALSE", "[", "$")
    if not is_value or _word(tokens, at - 1) not in ("IS", "NOT") or "IS" not in (
        _word(tokens, at - 1), _word(tokens, at - 2),
    ):  # fmt: skip
        return None
    negated = _word(tokens, at - 1) == "NOT"
    return Advice(
        at - 1 - negated, "IS asks for NULL, a type or a label, and compares no values",
        f"compare with {'<>' if negated else '='}",
    )  # fmt: skip


def _limit_with_comma(tokens: Tokens, at: int) -> Advice | None:
    if _word(tokens, at) != "," or _word(tokens, at - 2) != "LIMIT":
        return None
    return Advice(at, "LIMIT takes one number", "write SKIP 5 LIMIT 10")


def _arrow(tokens: Tokens, at: int) -> Advice | None:
    word, before = _word(tokens, at), _word(tokens, at - 1)
    if before == ")" and ((word == "=" and _word(tokens, at + 1) == ">") or word == "=>"):
        return Advice(at, "an arrow is written with hyphens", "write --> or -[:ACTIVATES]->")
    return None


def _comparison(tokens: Tokens, at: int) -> Advice | None:
    pair = _word(tokens, at - 1) + _word(tokens, at)
    if pair in ("=<", "=>") and tokens[at - 1].end == tokens[at].start:
        return Advice(at - 1, f"Cypher has no {pair}", f"write {pair[::-1]}")
    return None


def _inside_pattern(tokens: Tokens, at: int) -> Advice | None:
    """Tell of words and commas between labels, and of hyphens and dots in a length."""
    opener, word = _opener(tokens, at), _word(tokens, at)
    if opener < 0:
        return None
    inside = [token.word for token in tokens[opener + 1 : at]]
    if "*" in inside and tokens[opener].word == "[" and (word == "-" or tokens[at].text.startswith(".")):
        return Advice(at, "the least and the greatest length stand around two dots", "write *1..3")
    if word not in ("AND", "OR", ",") or ":" not in inside or "{" in inside:
        return None
    if tokens[opener].word == "[" and _word(tokens, opener - 1) == "-":
        return Advice(at, "relationship types are told apart by |", "write [:ACTIVATES|INHIBITS]")
    if tokens[opener].word == "(" and word != ",":
        sign = "&" if word == "AND" else "|"
        return Advice(at, f"labels are joined by signs, not by {word}", f"write {sign} between them: (n:A{sign}B)")
    return None


def _counted(tokens: Tokens, at: int) -> Advice | None:
    if _word(tokens, at) == "*" and _word(tokens, at - 1) == "." and _word(tokens, at - 3) == "(":
        name = tokens[at - 2].text
        return Advice(at, "* is no property", f"write count({name}), count(*) or properties({name})")
    for place in (at, at - 1):
        if _word(tokens, place) == "DISTINCT" and _word(tokens, place - 1) in ("COUNT", "COLLECT", "SUM", "AVG"):
            name = tokens[place - 1].text.lower()
            return Advice(place, f"brackets are missing behind {name}", f"write {name}(DISTINCT n)")
    return None


def _joined(tokens: Tokens, at: int) -> Advice | None:
    for place in (at, at - 1):
        if _word(tokens, place) in ("LEFT", "RIGHT", "INNER", "OUTER", "FULL") and _word(tokens, place + 1) in (
            "JOIN", "OUTER",
        ):  # fmt: skip
            return Advice(
                place,
                "Cypher has no JOIN",
                "a pattern joins: MATCH (a)-[:ACTIVATES]->(b); OPTIONAL MATCH keeps the rest",
            )
    return None


def _case(tokens: Tokens, at: int) -> Advice | None:
    if tokens[at].kind not in ("text", "number", "word", "name", "parameter") or _word(tokens, at) == "THEN":
        return None
    for place in range(at - 1, -1, -1):
        if _word(tokens, place) in ("THEN", "END", "ELSE", "RETURN", "MATCH", "WITH", "WHERE"):
            return None
        if _word(tokens, place) == "WHEN":
            return Advice(at, "THEN is missing behind the test of WHEN", "write WHEN … THEN …")
    return None


def _existing(tokens: Tokens, at: int) -> Advice | None:
    for place in (at, at - 1):
        if _word(tokens, place - 1) == "EXISTS" and tokens[place].kind in ("word", "name"):
            return Advice(
                place - 1, "EXISTS takes a pattern in braces", "write EXISTS { (n)-->() }, or n.name IS NOT NULL"
            )
    return None


def _unwound(tokens: Tokens, at: int) -> Advice | None:
    if tokens[at].kind not in ("word", "name") or _word(tokens, at) == "AS":
        return None
    before = [token.word for token in tokens[:at]]
    if before and before[-1] in ("]", ")") and "UNWIND" in before:
        since = before[len(before) - before[::-1].index("UNWIND") :]
        if not {"AS", "MATCH", "RETURN", "WITH"} & set(since) and since.count("[") == since.count("]"):
            return Advice(at, "AS is missing", f"write UNWIND … AS {tokens[at].text}")
    return None


def _sorted(tokens: Tokens, at: int) -> Advice | None:
    for place in (at, at - 1):
        if _word(tokens, place) in ("DESC", "ASC", "DESCENDING", "ASCENDING") and _word(tokens, place - 1) == "BY":
            word = tokens[place].text
            return Advice(place, f"{word} stands behind what is sorted by", f"write ORDER BY n.name {word}")
    return None


def _parameter(tokens: Tokens, at: int) -> Advice | None:
    word, before = _word(tokens, at), _word(tokens, at - 1)
    compared = ("=", "<>", "<", ">", "<=", ">=", "IN", "CONTAINS")
    if word == "}" and _word(tokens, at - 2) == "{" and _word(tokens, at - 3) in (*compared, ":", "("):
        return Advice(at - 2, "a parameter stands behind a $", f"write ${tokens[at - 1].text}")
    if word in (":", "%") and before in compared:
        name = tokens[at + 1].text if tokens[at + 1].kind == "word" else "name"
        return Advice(at, "a parameter stands behind a $", f"write ${name}, and give its value with -P {name}=…")
    if _word(tokens, at - 2) == "$" and before in ("RETURN", "AND", "OR", "WITH", "LIMIT"):
        return Advice(at - 2, "the name of a parameter is missing behind $", "write for instance $id")
    return None


def _comma_before_as(tokens: Tokens, at: int) -> Advice | None:
    if _word(tokens, at - 1) == "AS" and _word(tokens, at - 2) == ",":
        return Advice(at - 1, "something is missing between the comma and AS", "write a value before AS")
    return None


def _filtered(tokens: Tokens, at: int) -> Advice | None:
    for place in (at, at - 1):
        opener = _opener(tokens, place)
        if _word(tokens, place) == "IF" and opener >= 0 and tokens[opener].word == "[":
            return Advice(place, "a list is filtered with WHERE", "write [x IN list WHERE x > 1 | x]")
    return None


def _inserted(tokens: Tokens, at: int) -> Advice | None:
    if _word(tokens, at) != "INTO" or _word(tokens, at - 1) != "INSERT":
        return None
    return Advice(at - 1, "Cypher has no INSERT INTO", "a query reads; `pathway-graph load` changes a store")


def _beginning(tokens: Tokens, at: int) -> Advice | None:
    first = tokens[0]
    if at or first.kind == "end":
        return None
    if first.word == "-" and _word(tokens, 1) == "-":
        return Advice(0, "a comment does not begin with --", "begin it with //")
    if first.word == "WHERE":
        return Advice(0, "a query does not begin with WHERE", "write MATCH (n) WHERE … RETURN n")
    if first.word in ("{", "(", "[", "LET", "FILTER", "FOR", "G", "PREFIX", "ASK") or first.kind not in (
        "word",
        "sign",
    ):
        return Advice(0, f"a query does not begin with {first.text[:20]}", _BEGIN)
    return None


_BEGIN: Final = "begin it with MATCH, UNWIND, WITH, CALL or RETURN"
_LOOKS: Final[tuple[Callable[[Tokens, int], Advice | None], ...]] = (
    _beginning, _list_in_round_brackets, _negated, _is_value, _limit_with_comma, _arrow, _comparison, _inside_pattern,
    _inserted, _counted, _joined, _existing, _unwound, _sorted, _parameter, _comma_before_as, _filtered, _case,
)  # fmt: skip
