"""Read from a Cypher text what an engine does not say: its columns."""

from __future__ import annotations

from pathway_graph.cypher.syntax import Item, MapProjection, Query, Return, Show, Statement, Variable


def columns_of(statement: Statement) -> tuple[str, ...] | None:
    """Return the columns that a statement's last RETURN names, or None if it has none; ``*`` stands for all variables.

    >>> from pathway_graph.cypher.parse import parse
    >>> columns_of(parse("MATCH (n) RETURN n.id, count(*) AS `how many`, [n.a, n.b] ORDER BY n.id"))
    ('n.id', 'how many', '[n.a, n.b]')
    """
    last = last_return(statement)
    if last is None:
        return None
    names = tuple(column(statement.text, item) for item in last.projection.items)
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


def column(text: str, item: Item) -> str:
    """Return what the column of an item is called: its alias, its variable, or the item as it is written.

    >>> from pathway_graph.cypher.parse import parse
    >>> columns_of(parse("MATCH (n) RETURN `n`, n {.id} AS m, n.`id`"))
    ('n', 'm', 'n.`id`')
    """
    if item.alias is not None:
        return item.alias.name
    if isinstance(item.expression, Variable):
        return item.expression.name
    if isinstance(item.expression, MapProjection):
        return item.expression.subject.name
    return text[item.start : item.end]
