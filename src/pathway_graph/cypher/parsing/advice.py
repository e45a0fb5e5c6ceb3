"""Know usual mistakes by the words around them: SQL, typing errors in clause words, operands that were forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pathway_graph.cypher.lexer import Token
from pathway_graph.cypher.parsing.habits import Advice, habit
from pathway_graph.errors import did_you_mean, nearest

CLAUSE_WORDS: Final = frozenset(
    "MATCH OPTIONAL WITH UNWIND RETURN CALL UNION WHERE ORDER SKIP OFFSET LIMIT FINISH CREATE MERGE SET REMOVE DELETE "
    "DETACH NODETACH FOREACH ON INSERT USE USING LOAD SHOW YIELD".split()
)
"""Words that begin a clause, or a part of one."""
_READING: Final = ("MATCH", "OPTIONAL", "WITH", "UNWIND", "RETURN", "CALL", "UNION", "WHERE", "ORDER", "SKIP", "LIMIT")
_JOINED: Final = {
    "ORDERBY": "ORDER BY", "STARTSWITH": "STARTS WITH", "ENDSWITH": "ENDS WITH", "ISNULL": "IS NULL",
    "NOTNULL": "IS NOT NULL", "OPTIONALMATCH": "OPTIONAL MATCH", "STARTWITH": "STARTS WITH", "ENDWITH": "ENDS WITH",
    "DETACHDELETE": "DETACH DELETE", "UNIONALL": "UNION ALL",
}  # fmt: skip
_FOREIGN: Final = {
    "SELECT": ("Cypher has no SELECT", "write MATCH (n) RETURN n.name"),
    "FROM": ("Cypher has no FROM here", "MATCH says where the rows come from"),
    "LIKE": ("Cypher has no LIKE", "use CONTAINS, STARTS WITH, ENDS WITH, or =~ with a regular expression"),
    "ILIKE": ("Cypher has no ILIKE", "compare toLower(a) CONTAINS toLower(b), or =~ '(?i)…'"),
    "RLIKE": ("Cypher has no RLIKE", "use =~ with a regular expression"),
    "BETWEEN": ("Cypher has no BETWEEN", "write 1 <= x <= 5"),
    "REGEXP": ("Cypher has no REGEXP", "use =~ with a regular expression"),
    "MATCHES": ("Cypher has no MATCHES", "use =~ with a regular expression"),
    "SIMILAR": ("Cypher has no SIMILAR TO", "use =~ with a regular expression"),
    "BEGINS": ("Cypher has no BEGINS", "write STARTS WITH"),
    "TOP": ("Cypher has no TOP", "write LIMIT 5 at the end"),
    "VALUES": ("Cypher has no VALUES", "a query reads; `pathway-graph load` changes a store"),
    "INTO": ("Cypher has no INTO", "a query reads; `pathway-graph load` changes a store"),
    "UPDATE": ("Cypher has no UPDATE", "a query reads; `pathway-graph load` changes a store"),
    "DESCRIBE": (
        "Cypher has no DESCRIBE",
        "CALL db.labels() or CALL db.schema.nodeTypeProperties() tell what is there",
    ),
    "HAVING": ("Cypher has no HAVING", "aggregate in WITH and put a WHERE behind it"),
    "JOIN": ("Cypher has no JOIN", "a pattern joins: MATCH (a)-[:ACTIVATES]->(b)"),
    "GROUP": (
        "Cypher has no GROUP BY",
        "leave it out: what stands beside an aggregate such as count(*) in RETURN or WITH is grouped by",
    ),
    "IF": ("Cypher has no IF", "use CASE WHEN … THEN … ELSE … END"),
    "GROUPBY": (
        "Cypher has no GROUP BY",
        "leave it out: what stands beside an aggregate in RETURN or WITH is grouped by",
    ),
    "==": ("Cypher has no ==", "compare with ="),
    "!=": ("Cypher has no !=", "compare with <>"),
    "&": ("Cypher has no & between values", "use AND; texts are joined with +"),
    "!": ("Cypher has no ! before a value", "use NOT"),
    ";": ("one statement at a time", "remove everything after the semicolon"),
}
_ADMINISTERING: Final = frozenset(
    "SHOW DROP ALTER GRANT REVOKE DENY START STOP ENABLE RENAME TERMINATE BEGIN COMMIT ROLLBACK BACKUP TRUNCATE".split()
)
_NEEDS_OPERAND: Final = frozenset(
    "= + - * / % ^ < > , ( [ <= >= <> =~ || AND OR XOR NOT IN CONTAINS WITH WHERE RETURN BY THEN WHEN ELSE UNWIND "
    "LIMIT SKIP OFFSET AS".split()
)

_GOES_ON: Final = frozenset("AS THEN ELSE END WHEN DESC DESCENDING ASC ASCENDING IN IS AND OR XOR CONTAINS".split())


def advice(tokens: Sequence[Token], at: int) -> Advice | None:
    """Return what is known about the mistake at a token, or None."""
    if told := habit(tokens, at):
        return told
    token, before = tokens[at], tokens[at - 1] if at else None
    earlier = tokens[at - 2] if at > 1 else None
    if before and earlier and before.word in CLAUSE_WORDS and _misses_operand(earlier, before):
        return _missing(tokens, at - 1)
    for place in (at, at - 1):
        if place >= 0 and (told := _foreign(tokens, place)):
            return told
    if token.kind == "text" and before and before.word in (".", "AS", ":"):
        name = token.text[1:-1]
        return Advice(
            at,
            "a name stands in backticks or bare, not in quotes",
            f"write {name if name.isidentifier() else f'`{name}`'}",
        )
    if (
        before
        and before.word in _NEEDS_OPERAND
        and (
            token.kind == "end" or token.word in CLAUSE_WORDS or token.word in (")", "]", "}", ",", "AND", "OR", "XOR")
        )
    ):
        return _missing(tokens, at)
    for place in (at, at - 1):
        if place >= 0 and tokens[place].kind == "word" and (told := _typo(tokens, place)):
            return told
    return _unjoined(tokens, at)


def _unjoined(tokens: Sequence[Token], at: int) -> Advice | None:
    """Tell of two values with nothing between them."""
    token, before = tokens[at], tokens[at - 1]
    begins = token.kind in ("word", "name", "text", "number", "parameter")
    if (
        not at
        or not begins
        or not (before.kind in ("word", "name", "text", "number", "parameter") or before.word in (")", "]"))
    ):
        return None
    if token.word in _GOES_ON or token.word in CLAUSE_WORDS:
        return None
    if before.word in _NEEDS_OPERAND or before.word in CLAUSE_WORDS or before.word in ("IS", "NULL", "STARTS", "ENDS"):
        return None
    return Advice(
        at,
        f"something is missing between {before.text[:40]} and {token.text[:40]}",
        "write a comma, AND, AS or another operator there",
    )


def _misses_operand(earlier: Token, word: Token) -> bool:
    return earlier.word in _NEEDS_OPERAND - {"AS", "WITH", "BY"} and word.word not in ("CALL", "ON")


def _missing(tokens: Sequence[Token], at: int) -> Advice:
    following = tokens[at]
    what = f"before {following.text}" if following.kind != "end" else "before the end of the query"
    return Advice(
        at - 1, f"something is missing after {tokens[at - 1].text} and {what}", "write a value or a name there"
    )


def _foreign(tokens: Sequence[Token], at: int) -> Advice | None:
    token = tokens[at]
    if token.word in _ADMINISTERING and not (at and tokens[at - 1].word in (".", ":", "AS", "$")):
        return Advice(at, f"{token.word} is not let through: a query reads, it administers nothing", "leave it out")
    known = _FOREIGN.get(token.word)
    if known is None or (at and tokens[at - 1].word in (".", ":", "AS", "$")):
        return None
    following = tokens[min(at + 1, len(tokens) - 1)]
    if token.kind == "word" and following.word in (".", ":", ")", "=", ","):
        return None  # a name
    if token.word in ("IF", "VALUES", "TOP") and following.word == "(":
        return None  # a function
    return Advice(at, *known)


def _typo(tokens: Sequence[Token], at: int) -> Advice | None:
    token = tokens[at]
    if token.word in CLAUSE_WORDS or (at and tokens[at - 1].word in (".", ":", "AS", "(")):
        return None
    if joined := _JOINED.get(token.word):
        return Advice(at, f"{token.text} is two words", f"write {joined}")
    following = tokens[min(at + 1, len(tokens) - 1)]
    if following.kind == "end" and at:
        return None
    near = nearest(token.word, (*_READING, "CONTAINS", "DISTINCT") if at else _READING)
    if not near or len(token.text) < 3:
        return None
    return Advice(at, f"{token.text[:40]!r} is no clause or operator", did_you_mean(near))
