"""Read from a Cypher text what an engine does not say: its columns, and what it would get wrong silently."""

from __future__ import annotations

from pathway_graph.cypher.mistakes import CypherRefused
from pathway_graph.cypher.parse import parse
from pathway_graph.cypher.syntax import DynamicLabel, Item, Query, Return, Show, Statement
from pathway_graph.cypher.walk import find


def returned_columns(query: str) -> tuple[str, ...] | None:
    """Return the columns that a statement's last RETURN names, or None if it has none; ``*`` stands for all variables.

    >>> returned_columns("MATCH (n) RETURN n.id, count(*) AS `how many`, [n.a, n.b] ORDER BY n.id")
    ('n.id', 'how many', '[n.a, n.b]')
    """
    return columns_of(parse(query))


def columns_of(statement: Statement) -> tuple[str, ...] | None:
    """Return the columns of a statement that has been read, as `returned_columns` does."""
    last = last_return(statement)
    if last is None:
        return None
    names = tuple(column(statement, item) for item in last.projection.items)
    return ("*", *names) if last.projection.has_star else names


def last_return(statement: Statement) -> Return | None:
    """Return the RETURN that makes a statement's columns, or None if it has none."""
    body = statement.body
    if isinstance(body, Show):
        return body.returns
    if not isinstance(body, Query):
        return None
    returns = [clause for clause in body.parts[-1].clauses if isinstance(clause, Return)]
    return returns[-1] if returns else None


def column(statement: Statement, item: Item) -> str:
    """Return what the column of an item is called: its alias, or the item as it is written."""
    return item.alias.name if item.alias is not None else statement.text[item.start : item.end]


def check(query: str) -> tuple[str, ...] | None:
    """Refuse what the embedded engine answers wrongly without a word; return the columns, as `returned_columns`.

    Raises:
        QueryError: A label or relationship type is made from a value, which the engine ignores; or two columns
            have one name, of which the engine keeps one; or ``*`` is returned beside others, which it drops.
    """
    statement = parse(query)
    if "$" in query:
        for label in find(statement.body, DynamicLabel):
            raise CypherRefused(
                statement.text,
                label.start,
                "labels and relationship types made from values, such as :$(name), do not work on the embedded store",
                hint="write them out, or compare type(r) or labels(n) in WHERE",
            )
    columns = columns_of(statement)
    last = last_return(statement)
    if columns is None or last is None:
        return columns
    if "*" in columns and len(columns) > 1:
        what = "the embedded store returns * alone or columns by name, not both"
        raise CypherRefused(statement.text, last.start, what, hint="name all columns")
    named: set[str] = set()
    for item in last.projection.items:
        name = column(statement, item)
        if name in named:
            what = f"two columns are called {name!r}"
            raise CypherRefused(statement.text, item.start, what, hint="name one of them with AS")
        named.add(name)
    return columns
