"""What WITH and RETURN give: ``*`` written out, columns in the order of the first part of a UNION."""

from __future__ import annotations

from collections.abc import Callable

from pathway_graph.cypher.columns import column
from pathway_graph.cypher.mistakes import CypherSyntaxError
from pathway_graph.cypher.printing import name
from pathway_graph.cypher.rewriting.aggregates import Items, part_aggregates
from pathway_graph.cypher.rewriting.edits import Edits
from pathway_graph.cypher.syntax import MapProjection, Projection, Query, Return, Variable, With


def columns_of(text: str, clause: With | Return, star: frozenset[str] | None) -> tuple[str, ...]:
    """Return the columns of a clause, those that ``*`` stands for first and by name, as Neo4j lists them."""
    named = tuple(column(text, item) for item in clause.projection.items)
    return (*_starred(clause, named, star), *named)


def _starred(clause: With | Return, named: tuple[str, ...], star: frozenset[str] | None) -> list[str]:
    """Return what ``*`` stands for beside items: what one of them calls anew is theirs."""
    return sorted((star or frozenset()) - set(named)) if clause.projection.has_star else []


def rewrite_projection(
    text: str, clause: With | Return, edits: Edits, fresh: Callable[[], str], star: frozenset[str] | None,
    wanted: tuple[str, ...] | None,
) -> None:  # fmt: skip
    """Put a WITH or RETURN in terms of the engine.

    Args:
        text: The query.
        clause: The clause; what stands inside of it is done already.
        edits: What was changed so far; the change is put there.
        fresh: Gives a name that the query does not use.
        star: The variables that ``*`` stands for; None where that is not known.
        wanted: The columns in the order in which they are to come, where that is another.

    Raises:
        CypherSyntaxError: ``*`` stands for nothing.
        CypherRefused: See `part_aggregates`.
    """
    projection = clause.projection
    if projection.has_star and star is not None and not star and isinstance(clause, Return):
        raise CypherSyntaxError(text, projection.start, "* stands for all variables, and there is none")
    knows_star = not projection.has_star or star is not None
    if not knows_star:
        _name_maps(projection, edits)
        return
    items = _items(text, clause, star or frozenset())
    if wanted is not None:
        items = tuple(items[columns_of(text, clause, star).index(one)] for one in wanted)
    parted = part_aggregates(text, clause, items, edits, fresh)
    if parted is not None:
        edits.put(clause.start, clause.end, parted)
    elif wanted is not None or (projection.has_star and isinstance(clause, Return)):
        _list_anew(clause, items, edits)
    else:
        _name_maps(projection, edits)


def _name_maps(projection: Projection, edits: Edits) -> None:
    """Call ``e {.id}`` e, as Neo4j does."""
    for item in projection.items:
        if item.alias is None and isinstance(item.expression, MapProjection):
            edits.wrap(item, "", f" AS {name(item.expression.subject.name)}")


def _items(text: str, clause: With | Return, star: frozenset[str]) -> Items:
    projection = clause.projection
    listed = _starred(clause, tuple(column(text, item) for item in projection.items), star)
    here = projection.start
    return (
        *((Variable(here, here, one), name(one)) for one in listed),
        *((item.expression, name(column(text, item))) for item in projection.items),
    )


def _list_anew(clause: With | Return, items: Items, edits: Edits) -> None:
    """Put the items of a clause again, in their order; what follows them stays."""
    projection = clause.projection
    texts = [
        column if isinstance(value, Variable) and name(value.name) == column
        else f"{name(value.name) if isinstance(value, Variable) else edits.of(value)} AS {column}"
        for value, column in items
    ]  # fmt: skip
    rest = []
    if projection.order:
        order = ", ".join(edits.of(sort.expression) + " DESC" * sort.is_descending for sort in projection.order)
        rest.append(f"ORDER BY {order}")
    rest += [f"{word} {edits.of(one)}" for word, one in (("SKIP", projection.skip), ("LIMIT", projection.limit))
             if one is not None]  # fmt: skip
    if isinstance(clause, With) and clause.where is not None:
        rest.append(f"WHERE {edits.of(clause.where)}")
    word = "WITH" if isinstance(clause, With) else "RETURN"
    head = f"{word} {'DISTINCT ' * projection.is_distinct}{', '.join(texts)}"
    edits.put(clause.start, clause.end, " ".join([head, *rest]))


def union_orders(text: str, query: Query, known: dict[int, frozenset[str]]) -> dict[int, tuple[str, ...]]:
    """Return the columns that later parts of a UNION are to give, by the place of their RETURN, where they differ."""
    returns = [part.clauses[-1] for part in query.parts]
    names = [
        columns_of(text, clause, known.get(clause.start)) if isinstance(clause, Return) else () for clause in returns
    ]
    return {
        clause.start: names[0]
        for clause, own in zip(returns[1:], names[1:], strict=True)
        if own != names[0] and sorted(own) == sorted(names[0])
    }
