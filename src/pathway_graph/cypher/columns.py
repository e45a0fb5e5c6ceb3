"""Read from a Cypher text what an engine does not say: its columns, and what it would get wrong silently."""

from __future__ import annotations

from itertools import pairwise

from pathway_graph.cypher.tokens import Token
from pathway_graph.cypher.tokens import tokens as split
from pathway_graph.errors import QueryError

_AFTER_RETURN = frozenset({"ORDER", "SKIP", "OFFSET", "LIMIT", "UNION", "NEXT"})


def returned_columns(query: str) -> tuple[str, ...] | None:
    """Return the columns that a statement's last RETURN names, or None if it has none; ``*`` stands for all variables.

    >>> returned_columns("MATCH (n) RETURN n.id, count(*) AS `how many`, [n.a, n.b] ORDER BY n.id")
    ('n.id', 'how many', '[n.a, n.b]')
    """
    tokens = split(query)
    at = next((i for i in reversed(range(len(tokens))) if _ends_part(tokens[i])), None)
    if at is None:
        return None
    items: list[list[Token]] = [[]]
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


def check(query: str) -> tuple[str, ...] | None:
    """Refuse what the embedded engine answers wrongly without a word; return the columns, as `returned_columns`.

    Raises:
        QueryError: A label or relationship type is made from a value, which the engine ignores; or two columns
            have one name, of which the engine keeps one; or ``*`` is returned beside others, which it drops.
    """
    tokens = split(query)
    for token, following in pairwise(tokens):
        if following.text == "(" and (token.text == "$" or token.text.lower() in ("$any", "$all")):
            raise QueryError(
                "labels and relationship types made from values, such as :$(name), do not work on the embedded store",
                hint="write them out, or compare type(r) or labels(n) in WHERE",
            )
    columns = returned_columns(query)
    if columns is not None and "*" in columns and len(columns) > 1:
        raise QueryError("the embedded store returns * alone or columns by name, not both", hint="name all columns")
    for name in columns or ():
        if columns is not None and columns.count(name) > 1:
            raise QueryError(f"two columns are called {name!r}", hint="name one of them with AS")
    return columns


def _ends_part(token: Token) -> bool:
    return token.depth == 0 and token.is_word("RETURN")


def _column(query: str, item: list[Token]) -> str:
    if len(item) > 2 and item[-2].is_word("AS") and item[-2].depth == 0:
        name = item[-1].text
        return name[1:-1].replace("``", "`") if item[-1].kind == "name" else name
    return query[item[0].start : item[-1].end]
