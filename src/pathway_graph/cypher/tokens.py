"""Split a Cypher text into tokens, so that words in texts, comments and quoted names are never taken for clauses."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from pathway_graph.errors import QueryError

_TOKEN = re.compile(
    r"""
    (?P<space> \s+ | //[^\n\r]* | /\*.*?\*/ )
  | (?P<text> '(?:\\.|[^'\\])*' | "(?:\\.|[^"\\])*" )
  | (?P<name> `(?:``|[^`])*` )
  | (?P<word> \$?\w+ )
  | (?P<open> [(\[{] )
  | (?P<close> [)\]}] )
  | (?P<other> . )
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a Cypher text.

    Attributes:
        kind: ``text`` (quoted), ``name`` (in backticks), ``word``, ``open``, ``close`` or ``other``.
        start, end: Where it stands in the query, in characters.
        depth: Number of brackets it stands in.
    """

    kind: str
    text: str
    start: int
    end: int
    depth: int

    def is_word(self, *words: str) -> bool:
        """Whether it is one of *words*, given in capitals."""
        return self.kind == "word" and self.text.upper() in words


def tokens(query: str) -> list[Token]:
    """Return the tokens of a Cypher text, without space and comments.

    >>> [token.text for token in tokens("MATCH (n) /* all */ RETURN n.`a b`")]
    ['MATCH', '(', 'n', ')', 'RETURN', 'n', '.', '`a b`']
    """
    found: list[Token] = []
    depth = 0
    for match in _TOKEN.finditer(query):
        kind = match.lastgroup or "other"
        if kind == "close":
            depth -= 1
        if kind != "space":
            found.append(Token(kind, match.group(), match.start(), match.end(), depth))
        if kind == "open":
            depth += 1
    return found


def require_plain(query: str, found: list[Token]) -> None:
    r"""Refuse what the engines might split otherwise than `tokens` does.

    Raises:
        QueryError: A text, name or comment is not closed, or there is a ``\u`` escape, which Neo4j resolves before it
            looks for texts, or a control character or space that engines treat differently.

    >>> require_plain("RETURN 'a'", tokens("RETURN 'a'"))
    """
    if re.search(r"\\u+[0-9A-Fa-f]", query):
        raise QueryError(
            r"\u escapes are not taken in a query", hint=r"write the character itself, or give it as a parameter"
        )
    for place, character in enumerate(query):
        lone_return = character == "\r" and query[place + 1 : place + 2] != "\n"
        if lone_return or (
            character not in "\t\n\r" and unicodedata.category(character) in ("Cc", "Zl", "Zp", "Cs", "Cf")
        ):
            raise QueryError(
                f"the query holds the control character U+{ord(character):04X} at position {place + 1}",
                hint="remove it, or give it as a parameter",
            )
    for place, token in enumerate(found):
        following = found[min(place + 1, len(found) - 1)]
        if token.text == "/" and following.text == "*" and token.end == following.start:
            raise QueryError("a comment /* is not closed", hint="close it with */")
        if token.kind == "other" and token.text in "'\"`":
            raise QueryError(
                f"the {token.text} at position {token.start + 1} is not closed", hint=f"end it with {token.text}"
            )
        if token.kind == "other" and not token.text.isascii():
            raise QueryError(f"{token.text!r} at position {token.start + 1} is no part of Cypher", hint="quote it")
