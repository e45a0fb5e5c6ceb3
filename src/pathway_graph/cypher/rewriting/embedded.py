"""A query as the embedded engine is to get it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from typing import Any

from pathway_graph.cypher.columns import column
from pathway_graph.cypher.mistakes import CypherSyntaxError
from pathway_graph.cypher.parse import parse
from pathway_graph.cypher.rewriting.conditions import check_aggregates, check_conditions, compare_quantifiers
from pathway_graph.cypher.rewriting.dynamic import check_dynamic
from pathway_graph.cypher.rewriting.edits import Edits
from pathway_graph.cypher.rewriting.expressions import CHANGES, Change
from pathway_graph.cypher.rewriting.kinds import kinds_of_variables
from pathway_graph.cypher.rewriting.matches import Around, rewrite_match
from pathway_graph.cypher.rewriting.projections import columns_of, rewrite_projection, union_orders
from pathway_graph.cypher.rewriting.refusals import Known, refuse, refuse_patterns
from pathway_graph.cypher.rewriting.stars import Scopes, scopes
from pathway_graph.cypher.rewriting.times import holds_times, variables_with_times
from pathway_graph.cypher.scopes import is_aggregate
from pathway_graph.cypher.syntax import Logical, Match, Node, Query, Return, Statement, SubqueryExpression, Unary, With
from pathway_graph.cypher.walk import children


@dataclass(frozen=True, slots=True)
class EmbeddedQuery:
    """What the embedded engine gets, and what comes back.

    Attributes:
        text: The query for the engine.
        columns: Its columns in their order; None where it returns nothing.
        times: Places of columns that may hold times.
    """

    text: str
    columns: tuple[str, ...] | None
    times: tuple[int, ...] = ()


def for_embedded_engine(statement: Statement, parameters: Mapping[str, Any] | None = None) -> EmbeddedQuery:
    """Put a statement so that the embedded engine answers it as Neo4j does.

    Args:
        statement: What was read.
        parameters: Values of its parameters.

    Raises:
        CypherRefused: There is no such text.

    >>> from pathway_graph.cypher.parse import parse
    >>> for_embedded_engine(parse("UNWIND [3, 1] AS x RETURN count(x) > 1 AND max(x) > 2 AS v")).text
    'UNWIND [3, 1] AS x WITH count(x) AS k0, max(x) AS k1 RETURN k0 > 1 AND k1 > 2 AS v'
    """
    if parameters and "=~" in statement.text:
        refuse_patterns(statement.text, statement.body, parameters)
    return _made(statement.text)


@lru_cache(maxsize=256)  # a query is asked over and over, with other values of its parameters
def _made(asked: str) -> EmbeddedQuery:
    statement = parse(asked)
    text, body = statement.text, statement.body
    edits, fresh = Edits(text), _names(text)
    known = scopes(body) if isinstance(body, Query) else {}
    about = Known(text, kinds_of_variables(body))
    orders = union_orders(text, body, known) if isinstance(body, Query) and body.unions else {}
    times = variables_with_times(body) if isinstance(body, Query) and "time" in text.lower() else frozenset[str]()
    check_dynamic(text, body)
    nodes = _nodes(body)
    has_aggregates = any(is_aggregate(node) for node, *_ in nodes)
    for node, parent, is_predicate in reversed(nodes):  # what stands inside of another comes behind it
        refuse(node, parent, about)
        check_conditions(text, node, about.variables)
        compare_quantifiers(node, edits)
        if has_aggregates:
            check_aggregates(text, node)
        if change := CHANGES.get(type(node)):
            change(node, Change(text, edits, parent, is_predicate, fresh, times))
        elif isinstance(node, Match):
            rewrite_match(node, Around(text, edits, fresh, known.get(node.start, frozenset()), parent))
        elif isinstance(node, With | Return):
            rewrite_projection(text, node, edits, fresh, known.get(node.start), orders.get(node.start))
    made = edits.text(body.start, body.end)
    if edits.is_crossed and isinstance(body, Query):
        made = _made(_parted(text, body, known, orders)).text
    made = f"{statement.mode} {made}" if statement.mode else made
    if not (isinstance(body, Query) and isinstance(last := body.parts[0].clauses[-1], Return)):
        return EmbeddedQuery(made, None)
    columns = _distinct(text, last, columns_of(text, last, known.get(last.start)))
    return EmbeddedQuery(made, columns, _times(text, body, columns, times))


def _parted(text: str, body: Query, known: Scopes, orders: dict[int, tuple[str, ...]]) -> str:
    """Return a query with its aggregates worked out in clauses of their own, and nothing else changed."""
    edits, fresh = Edits(text), _names(text)
    for node, *_ in reversed(_nodes(body)):
        if isinstance(node, With | Return):
            rewrite_projection(text, node, edits, fresh, known.get(node.start), orders.get(node.start))
    return edits.text(body.start, body.end)


def _distinct(text: str, clause: Return, columns: tuple[str, ...]) -> tuple[str, ...]:
    for name in columns:
        if columns.count(name) > 1:
            raise CypherSyntaxError(
                text, clause.start, f"two columns are called {name!r}", hint="name one of them with AS"
            )
    return columns


def _times(text: str, query: Query, columns: tuple[str, ...], times: frozenset[str]) -> tuple[int, ...]:
    """Return the places of columns in which a part of a query may give times."""
    held = {name for name in columns if name in times}
    for part in query.parts:
        if isinstance(clause := part.clauses[-1], Return):
            items = clause.projection.items
            held |= {column(text, item) for item in items if holds_times(item.expression, times)}
    return tuple(place for place, name in enumerate(columns) if name in held)


Place = tuple[Node, Node, bool]
"""A node, the one around it, and whether it stands where the engine takes a pattern: in WHERE, but of no subquery."""


def _nodes(body: Node) -> list[Place]:
    """Return each node with its surroundings, in the order of the text."""
    found: list[Place] = []
    _visit(body, body, found)
    return found


def _visit(
    node: Node, parent: Node, found: list[Place], is_predicate: bool = False, is_in_subquery: bool = False
) -> None:
    found.append((node, parent, is_predicate))
    passes_on = is_predicate and isinstance(node, Logical | Unary)
    where = node.where if isinstance(node, Match | With) and not is_in_subquery else None
    is_in_subquery = is_in_subquery or isinstance(node, SubqueryExpression)
    for child in children(node):
        _visit(child, node, found, passes_on or child is where, is_in_subquery)


def _names(text: str) -> Callable[[], str]:
    """Return a function that gives names which *text* does not hold."""
    lower = text.lower()
    prefix = next(name for number in count(1) if f"{(name := 'k' * number)}0" not in lower)
    numbers = count()
    return lambda: f"{prefix}{next(numbers)}"
