"""Which variables an expression takes from around it, and which it makes for itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pathway_graph.cypher.syntax import (
    CountStar,
    FunctionCall,
    ListComprehension,
    ListPredicate,
    Node,
    PatternComprehension,
    Reduce,
    SubqueryExpression,
    Variable,
)
from pathway_graph.cypher.walk import children, find

AGGREGATES: Final = frozenset(
    {"avg", "collect", "count", "max", "min", "percentilecont", "percentiledisc", "stdev", "stdevp", "sum"}
)
"""Functions that make one value of many rows, in lower case."""


def is_aggregate(node: Node) -> bool:
    """Whether a node is a call of an aggregating function."""
    return isinstance(node, CountStar) or (isinstance(node, FunctionCall) and node.name.value.lower() in AGGREGATES)


def aggregates(node: Node) -> Iterator[Node]:
    """Yield the aggregates in an expression; those of a subquery in it are that one's own.

    >>> from pathway_graph.cypher.parse import parse
    >>> text = "RETURN 1 IN collect(x) AND count(*) > COUNT { MATCH (a) RETURN max(a.x) }"
    >>> [text[found.start : found.end] for found in aggregates(parse(text).body.parts[0].clauses[0].projection)]
    ['collect(x)', 'count(*)']
    """
    if is_aggregate(node):
        yield node
    elif not isinstance(node, SubqueryExpression):
        for child in children(node):
            yield from aggregates(child)


def walk_with_bound(node: Node, bound: frozenset[str] = frozenset()) -> Iterator[tuple[Node, frozenset[str]]]:
    """Yield each node of an expression with the variables that are made around it, inside the expression.

    Subqueries are yielded and not entered: their patterns take variables of the row or make them, as the row has it.
    """
    yield node, bound
    if isinstance(node, SubqueryExpression):
        return
    inside = bound | own_variables(node)
    for child in children(node):
        yield from walk_with_bound(child, inside)


def own_variables(node: Node) -> frozenset[str]:
    """Return the variables that a comprehension, a predicate over a list or a reduce makes for what stands in it."""
    if isinstance(node, ListComprehension | ListPredicate):
        return frozenset({node.variable.name})
    if isinstance(node, Reduce):
        return frozenset({node.accumulator.name, node.variable.name})
    if isinstance(node, PatternComprehension):
        return frozenset(variable.name for variable in find(node.pattern, Variable))
    return frozenset()
