"""Where a truth value is due, and where no aggregate may stand: what Neo4j refuses before it runs a query."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pathway_graph.cypher.mistakes import CypherRefused
from pathway_graph.cypher.rewriting.edits import Edits
from pathway_graph.cypher.rewriting.kinds import TRUTH, Kinds, kind_of
from pathway_graph.cypher.scopes import aggregates
from pathway_graph.cypher.syntax import (
    Case,
    Clause,
    FunctionCall,
    Index,
    ListComprehension,
    ListPredicate,
    Logical,
    Node,
    PatternComprehension,
    Property,
    Reduce,
    Return,
    SubqueryCall,
    Unary,
    With,
)
from pathway_graph.cypher.walk import children, find


def check_conditions(text: str, node: Node, variables: Kinds) -> None:
    """Refuse a condition that is seen to be no truth value: the engine takes it for true, or for false.

    Raises:
        CypherRefused: A number, text, map, list, time, node or relationship stands where a truth value is due.
    """
    for condition in _conditions(node):
        kind = kind_of(condition, variables)
        if kind not in (None, TRUTH):
            raise CypherRefused(
                text, condition.start, f"a condition is true or false, and this is {kind}",
                hint="compare it, as in size(n.name) > 0, or ask IS NOT NULL",
            )  # fmt: skip


def _conditions(node: Node) -> Iterator[Node]:
    """Yield what right below a node is to be true or false."""
    if isinstance(node, Logical):
        yield from node.operands
    elif isinstance(node, Unary):
        if node.operator == "NOT":
            yield node.operand
    elif isinstance(node, Case):
        if node.subject is None:
            for branch in node.branches:
                yield from branch.tests
    elif (where := getattr(node, "where", None)) is not None:
        yield where


def compare_quantifiers(node: Node, edits: Edits) -> None:
    """Write ``… = true`` behind a condition with a quantifier deep in it, as in ``CASE WHEN any(…) THEN a ELSE b END``.

    The engine takes the quantifier for the whole condition, unless that is a comparison or another test.
    """
    where = getattr(node, "where", None)
    for condition in _leaves(where) if where is not None else ():
        if isinstance(condition, _VALUES) and any(True for _ in find(condition, ListPredicate)):
            edits.wrap(condition, "(", ") = true")


_VALUES: Final = (Case, FunctionCall, Index, Property, Reduce)


def _leaves(condition: Node) -> Iterator[Node]:
    """Yield what AND, OR, XOR and NOT put together."""
    if isinstance(condition, Logical):
        for operand in condition.operands:
            yield from _leaves(operand)
    elif isinstance(condition, Unary) and condition.operator == "NOT":
        yield from _leaves(condition.operand)
    else:
        yield condition


def check_aggregates(text: str, node: Node) -> None:
    """Refuse an aggregate where there are no rows to put together.

    Raises:
        CypherRefused: One stands in UNWIND, in a pattern, in SKIP or LIMIT, or is worked out anew for each member of a
            list.
    """
    for place, where in _places_without(node):
        for found in aggregates(place):
            raise CypherRefused(
                text, found.start, f"{text[found.start:found.end]} stands {where}, where no rows are put together",
                hint="work it out in a WITH before",
            )  # fmt: skip


def _places_without(node: Node) -> Iterator[tuple[Node, str]]:
    if isinstance(node, With | Return):
        pages = (node.projection.skip, node.projection.limit)
        yield from ((page, "in SKIP or LIMIT") for page in pages if page is not None)
    elif isinstance(node, Clause):
        if not isinstance(node, SubqueryCall):
            yield from ((child, f"in {text_of(node)}") for child in children(node))
    elif isinstance(node, ListComprehension | PatternComprehension):
        yield from ((one, "inside a list") for one in (node.where, node.result) if one is not None)
    elif isinstance(node, ListPredicate):
        if node.where is not None:
            yield node.where, "inside a list"
    elif isinstance(node, Reduce):
        yield node.step, "inside reduce()"


def text_of(clause: Clause) -> str:
    """Return what a clause is called."""
    return type(clause).__name__.upper()
