r"""Split a Cypher text into tokens, so that words in texts, comments and quoted names are never taken for clauses.

What engines might split in different ways is refused here: control characters, Unicode escapes outside of texts, and
texts, names and comments without an end. Neo4j resolves ``\u0027`` before it looks for texts, so that an escape may
stand for a harmless character inside a text and for nothing else.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple

from pathway_graph.cypher.mistakes import CypherError, CypherRefused, CypherSyntaxError
from pathway_graph.errors import QueryError

MAX_TEXT: Final = 64_000
"""Longest query, in characters."""
MAX_TOKENS: Final = 10_000
MAX_DEPTH: Final = 50
"""Deepest nesting of brackets and CASE, and the longest run of signs before a value or of steps after it."""

_TOKEN: Final = re.compile(
    r"""
    (?P<space> \s+ | //[^\n\r]* | /\*.*?\*/ )
  | (?P<word> [^\W\d]\w* )
  | (?P<sign> :: | \|\| | [(\[{}\]),:;|] | \.\. | <= | >= | <> | != | == | =~ | \+= | \.(?!\d) )
  | (?P<text> '(?:[^'\\]|\\.)*' | "(?:[^"\\]|\\.)*" )
  | (?P<number> 0[xX]\w* | \d\w*(?:\.\d\w*)?(?:(?<=[eE])[+-]\d\w*)? | \.\d\w*(?:(?<=[eE])[+-]\d\w*)? )
  | (?P<name> `(?:[^`]|``)*` )
  | (?P<parameter> \$(?:\w+|`(?:[^`]|``)*`) )
  | (?P<other> . )
    """,
    re.VERBOSE | re.DOTALL,
)
_ODD: Final = re.compile(r"[^\x20-\x7e\t\n]")
_ESCAPE: Final = re.compile(r"\\u")
_BIDI: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
CLOSERS: Final = {"(": ")", "[": "]", "{": "}"}


class Token(NamedTuple):
    """A piece of a Cypher text.

    Attributes:
        kind: ``word``, ``name`` (in backticks), ``text`` (quoted), ``number``, ``parameter``, ``sign``, or ``end``
            behind the last.
        text: As it is written.
        word: A word in capitals, a sign as it is, and empty for all else: what the grammar looks at.
        start, end: Where it stands in the query, in characters.
    """

    kind: str
    text: str
    word: str
    start: int
    end: int


def tokens(query: str) -> list[Token]:
    """Return the tokens of a Cypher text, without space and comments; the last is of the kind ``end``.

    Raises:
        QueryError: It is too long, not plain (see above), or nested too deep.

    >>> [token.text for token in tokens("MATCH (n) /* all */ RETURN n.`a b`")]
    ['MATCH', '(', 'n', ')', 'RETURN', 'n', '.', '`a b`', '']
    """
    if len(query) > MAX_TEXT:
        raise QueryError(
            f"the query has {len(query)} characters, more than {MAX_TEXT}", hint="give long lists as parameters"
        )
    found: list[Token] = []
    for match in _TOKEN.finditer(query):
        kind = match.lastgroup
        if kind == "space":
            continue
        text = match.group()
        if kind == "word":
            found.append(Token("word", text, text.upper() if text.isascii() else "", match.start(), match.end()))
        elif kind in ("sign", "other"):
            found.append(Token("sign", text, text, match.start(), match.end()))
        else:
            found.append(Token(kind or "", text, "", match.start(), match.end()))
    if len(found) > MAX_TOKENS:
        raise QueryError(f"the query has more than {MAX_TOKENS} words and signs", hint="give long lists as parameters")
    found.append(Token("end", "", "", len(query), len(query)))
    if _ODD.search(query) or "\\" in query:
        _require_plain(query, found)
    _require_known_signs(query, found)
    return found


def partners(query: str, found: list[Token]) -> tuple[list[int], CypherError | None]:
    """Return for each opening bracket the number of the token that closes it, and what is wrong with the brackets.

    Raises:
        QueryError: They, and CASE, are nested too deep.
    """
    partner = [0] * len(found)
    open_ones: list[int] = []
    cases = 0
    wrong: CypherError | None = None
    for number, token in enumerate(found):
        word = token.word
        if word in CLOSERS:
            open_ones.append(number)
        elif word and word in ")]}":
            if open_ones and CLOSERS[found[open_ones[-1]].word] == word:
                partner[open_ones.pop()] = number
            elif wrong is None:
                wrong = _unpaired(query, found, open_ones, token)
        elif word == "CASE":
            cases += 1
        elif word == "END":
            cases -= 1
        if len(open_ones) + max(cases, 0) > MAX_DEPTH:
            raise CypherRefused(
                query, token.start, f"the query is nested more than {MAX_DEPTH} deep", hint="split it with WITH"
            )
    if open_ones and wrong is None:
        opener = found[open_ones[-1]]
        wrong = CypherSyntaxError(
            query, opener.start, f"the {opener.text} is not closed", hint=f"close it with {CLOSERS[opener.text]}"
        )
    return partner, wrong


def _unpaired(query: str, found: list[Token], open_ones: list[int], token: Token) -> CypherSyntaxError:
    if not open_ones:
        return CypherSyntaxError(query, token.start, f"the {token.text} closes nothing", hint="remove it")
    opener = found[open_ones[-1]]
    return CypherSyntaxError(
        query,
        token.start,
        f"the {token.text} does not close the {opener.text} before it",
        hint=f"close that with {CLOSERS[opener.text]}",
    )


def _require_plain(query: str, found: list[Token]) -> None:
    inside = bytearray(len(query) + 1)
    for token in found:
        if token.kind == "text":
            inside[token.start + 1 : token.end - 1] = b"\1" * (token.end - token.start - 2)
    for match in _ODD.finditer(query):
        _require_harmless(query, match.start(), bool(inside[match.start()]))
    for match in _ESCAPE.finditer(query):
        if not inside[match.start()]:
            raise CypherRefused(
                query,
                match.start(),
                r"a \u escape is taken inside a quoted text only",
                hint="write the character itself",
            )
    for token in found:
        if token.kind == "text" and "\\u" in token.text:
            text_value(query, token)


def _require_harmless(query: str, at: int, in_text: bool) -> None:
    character = query[at]
    category = unicodedata.category(character)
    if character == "\r" and query[at + 1 : at + 2] == "\n":
        return
    if category == "Cf" and in_text and character not in _BIDI:  # joins the parts of an emoji
        return
    if category in ("Cc", "Zl", "Zp", "Cs", "Cf"):
        raise CypherRefused(
            query,
            at,
            f"the query holds the control character U+{ord(character):04X}",
            hint="remove it, or give it as a parameter",
        )


def _require_known_signs(query: str, found: list[Token]) -> None:
    for number, token in enumerate(found):
        if token.kind == "sign" and token.word not in _SIGNS:
            if token.word in "'\"`":
                raise CypherSyntaxError(
                    query,
                    token.start,
                    f"the {token.text} is not closed",
                    hint=f"end it with {token.text}, and write \\{token.text} for one within",
                )
            hint = _INSTEAD.get(token.text, "quote it")
            raise CypherSyntaxError(query, token.start, f"{token.text!r} is no part of Cypher", hint=hint)
        if token.word == "/" and found[number + 1].word == "*" and token.end == found[number + 1].start:
            raise CypherSyntaxError(query, token.start, "a comment /* is not closed", hint="close it with */")


_INSTEAD: Final = {
    **dict.fromkeys("\u2018\u2019\u201a\u00b4", "texts stand in straight quotes: 'BDNF'"),
    **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", 'texts stand in straight quotes: "BDNF"'),
    "#": "a comment begins with //", "~": "compare with =~ and a regular expression",
    "?": "a parameter is written $name", "@": "a parameter is written $name",
    "\u2013": "write a hyphen: -", "\u2014": "write hyphens: --", "\u2192": "write an arrow as -->",
    "\u2260": "write <>", "\u2264": "write <=", "\u2265": "write >=",
}  # fmt: skip
"""Signs that Cypher does not have -> what to write."""
_SIGNS: Final = frozenset([*"()[]{},:;|.<>=+-*/%^!&$", "::", "..", "<=", ">=", "<>", "!=", "==", "=~", "+=", "||"])
_PLAIN_ESCAPES: Final = {
    "n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "\\": "\\", "'": "'", '"': '"', "`": "`",
}  # fmt: skip


def text_value(query: str, token: Token) -> str:
    r"""Return what a quoted text says, with its escapes resolved; an unknown escape stays as it is.

    Raises:
        CypherRefused: A ``\u`` escape is incomplete, or stands for a quote, a backslash or a control character.
    """
    inside = token.text[1:-1]
    if "\\" not in inside:
        return inside
    said: list[str] = []
    at = 0
    while at < len(inside):
        letter = inside[at]
        if letter != "\\":
            following = inside.find("\\", at)
            following = len(inside) if following < 0 else following
            said.append(inside[at:following])
            at = following
        elif inside[at + 1] == "u":
            said.append(_escaped(query, token.start + 1 + at, inside[at : at + 12]))
            at += 12 if len(said[-1]) == 1 and ord(said[-1]) > 0xFFFF else 6
        elif inside[at + 1 : at + 3] == "\\u":  # Neo4j resolves the escape, others the backslash
            raise CypherRefused(
                query,
                token.start + 1 + at,
                r"a backslash before \u is read in different ways",
                hint="give the text as a parameter",
            )
        else:
            said.append(_PLAIN_ESCAPES.get(inside[at + 1], inside[at : at + 2]))
            at += 2
    return "".join(said)


def _escaped(query: str, at: int, written: str) -> str:
    match = re.match(r"\\u([0-9A-Fa-f]{4})(?:\\u([0-9A-Fa-f]{4}))?", written)
    if match is None:
        raise CypherRefused(query, at, r"a \u escape needs four hexadecimal digits", hint="write the character itself")
    code = int(match.group(1), 16)
    if 0xD800 <= code < 0xDC00 and match.group(2) and 0xDC00 <= int(match.group(2), 16) < 0xE000:
        return chr(0x10000 + ((code - 0xD800) << 10) + (int(match.group(2), 16) - 0xDC00))
    if chr(code) in "'\"`\\" or unicodedata.category(chr(code)) in ("Cc", "Zl", "Zp", "Cs", "Cf"):
        raise CypherRefused(
            query,
            at,
            rf"the escape \u{match.group(1)} could end the text for one engine and not for another",
            hint="give the text as a parameter",
        )
    return chr(code)


def name_value(text: str) -> str:
    """Return a name without its backticks.

    >>> name_value("`a``b`"), name_value("n")
    ('a`b', 'n')
    """
    return text[1:-1].replace("``", "`") if text.startswith("`") else text
