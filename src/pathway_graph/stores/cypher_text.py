"""Read from a Cypher text what an engine does not say: its columns, and what it must not do or gets wrong silently."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from pathway_graph.errors import QueryError

_TOKEN = re.compile(
    r"""
    (?P<space> \s+ | //[^\n]* | /\*.*?\*/ )
  | (?P<text> '(?:\\.|[^'\\])*' | "(?:\\.|[^"\\])*" )
  | (?P<name> `(?:``|[^`])*` )
  | (?P<word> \$?\w+ )
  | (?P<open> [(\[{] )
  | (?P<close> [)\]}] )
  | (?P<other> . )
    """,
    re.VERBOSE | re.DOTALL,
)
_AFTER_RETURN = frozenset({"ORDER", "SKIP", "OFFSET", "LIMIT", "UNION", "NEXT"})


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int
    depth: int

    def is_word(self, *words: str) -> bool:
        return self.kind == "word" and self.text.upper() in words


def returned_columns(query: str) -> tuple[str, ...] | None:
    """Return the columns that a statement's last RETURN names, or None if it has none; ``*`` stands for all variables.

    >>> returned_columns("MATCH (n) RETURN n.id, count(*) AS `how many`, [n.a, n.b] ORDER BY n.id")
    ('n.id', 'how many', '[n.a, n.b]')
    """
    tokens = _tokens(query)
    at = next((i for i in reversed(range(len(tokens))) if _ends_part(tokens[i])), None)
    if at is None:
        return None
    items: list[list[_Token]] = [[]]
    for token in tokens[at + 1 :]:
        if token.depth == 0 and (token.is_word(*_AFTER_RETURN) or token.text == ";"):
            break
        if token.depth == 0 and token.text == ",":
            items.append([])
        else:
            items[-1].append(token)
    if items[0] and items[0][0].is_word("DISTINCT"):
        del items[0][0]
    if not all(items):
        return None
    return tuple(_column(query, item) for item in items)


def refuse_files(query: str) -> None:
    """Refuse LOAD CSV, which reads files and addresses: a server has no switch for it that a reader could rely on.

    Raises:
        QueryError: The statement holds LOAD CSV, in any spelling.

    >>> refuse_files("RETURN 'LOAD CSV' AS text")
    """
    _refuse_files(_tokens(query))


def _refuse_files(tokens: list[_Token]) -> None:
    if any(token.is_word("LOAD") and following.is_word("CSV") for token, following in pairwise(tokens)):
        raise QueryError("LOAD CSV is off: a query may not read files or addresses; use `pathway-graph load`")


def check(query: str) -> tuple[str, ...] | None:
    """Refuse what the embedded engine answers wrongly without a word; return the columns, as `returned_columns`.

    Raises:
        QueryError: A label or relationship type is made from a value, which the engine ignores; or two columns
            have one name, of which the engine keeps one; or ``*`` is returned beside others, which it drops; or
            the statement would read a file.
    """
    tokens = _tokens(query)
    _refuse_files(tokens)
    for token, following in pairwise(tokens):
        if following.text == "(" and (token.text == "$" or token.text.lower() in ("$any", "$all")):
            raise QueryError(
                "labels and relationship types made from values, such as :$(name), do not work on the embedded "
                "store; write them out, or compare type(r) or labels(n) in WHERE"
            )
    columns = returned_columns(query)
    if columns is not None and "*" in columns and len(columns) > 1:
        raise QueryError("the embedded store returns * alone or columns by name, not both; name all columns")
    for name in columns or ():
        if columns is not None and columns.count(name) > 1:
            raise QueryError(f"two columns are called {name!r}; name one of them with AS")
    return columns


def _ends_part(token: _Token) -> bool:
    return token.depth == 0 and token.is_word("RETURN")


def _column(query: str, item: list[_Token]) -> str:
    if len(item) > 2 and item[-2].is_word("AS") and item[-2].depth == 0:
        name = item[-1].text
        return name[1:-1].replace("``", "`") if item[-1].kind == "name" else name
    return query[item[0].start : item[-1].end]


def _tokens(query: str) -> list[_Token]:
    tokens: list[_Token] = []
    depth = 0
    for match in _TOKEN.finditer(query):
        kind = match.lastgroup or "other"
        if kind == "close":
            depth -= 1
        if kind != "space":
            tokens.append(_Token(kind, match.group(), match.start(), match.end(), depth))
        if kind == "open":
            depth += 1
    return tokens
