"""Expressions that the embedded engine reads wrongly or not at all, written so that it gives Neo4j's value.

Each function takes one node, whose inner changes are made already, and puts a text in its place or leaves it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from pathway_graph.cypher.rewriting.edits import Edits
from pathway_graph.cypher.syntax import (
    Float,
    FunctionCall,
    Integer,
    IsTyped,
    ListLiteral,
    ListPredicate,
    Logical,
    Node,
    PatternExpression,
    ShortestPath,
    SubqueryExpression,
    Test,
    Text,
    Unary,
)
from pathway_graph.cypher.walk import find

KEY_LABELS: Final = ("Entity", "Statement")
"""Labels that stand before the other one of a node in Neo4j, where they were made first."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a change of an expression may need to know.

    Attributes:
        text: The query as it was written.
        edits: What was put so far, and where the change is put.
        parents: The nodes around the one that is changed, the nearest last.
        wheres: Predicates of WHERE, by place.
        fresh: Gives a name that the query does not use.
    """

    text: str
    edits: Edits
    parents: tuple[Node, ...]
    is_predicate: bool
    fresh: Callable[[], str]


def negation(node: Unary, change: Change) -> None:
    """``NOT COUNT { … } > 1``: outside WHERE the engine negates the count. With brackets it does not."""
    has_block = any(True for kind in (SubqueryExpression, ListPredicate) for _ in find(node.operand, kind))
    if node.operator == "NOT" and has_block:
        change.edits.wrap(node.operand, "(", ")")


def list_of_one(node: ListLiteral, change: Change) -> None:
    """``[any(x IN …)]`` is the value itself to the engine, not a list of it."""
    if len(node.items) == 1 and isinstance(node.items[0], ListPredicate | SubqueryExpression):
        change.edits.wrap(node.items[0], "(", ")")


def pattern_predicate(node: PatternExpression, change: Change) -> None:
    """``(a)-->()`` as a value: the engine takes it in WHERE alone, ``EXISTS { … }`` everywhere."""
    if not change.is_predicate and not isinstance(node.pattern.elements[0], ShortestPath):
        change.edits.wrap(node, "EXISTS { ", " }")


def whole_number(node: Integer, change: Change) -> None:
    """``1_000``: the engine knows no underscores."""
    if "_" in change.text[node.start : node.end]:
        change.edits.put(node.start, node.end, change.text[node.start : node.end].replace("_", ""))


def number(node: Float, change: Change) -> None:
    """``NaN`` and ``Infinity`` are variables to the engine, and it knows no underscores."""
    written = change.text[node.start : node.end]
    if math.isnan(node.value):
        change.edits.put(node.start, node.end, "(0.0/0.0)")
    elif math.isinf(node.value):
        change.edits.put(node.start, node.end, "(1.0/0.0)")
    elif "_" in written:
        change.edits.put(node.start, node.end, written.replace("_", ""))


def type_test(node: IsTyped, change: Change) -> None:
    """``a IS :: INTEGER | STRING``: the engine knows one type at a time."""
    if len(node.type.alternatives) > 1:
        value = change.edits.of(node.operand)
        tests = " OR ".join(f"{value} IS :: {change.edits.of(kind)}" for kind in node.type.alternatives)
        change.edits.put(node.start, node.end, f"(NOT ({tests}))" if node.is_negated else f"({tests})")


def call(node: FunctionCall, change: Change) -> None:
    """Functions of which the engine takes fewer arguments, or gives another value."""
    rewrite = _CALLS.get(node.name.value.lower())
    if rewrite is not None:
        rewrite(node, change)


def _split(node: FunctionCall, change: Change) -> None:
    """``split(s, [',', ';'])``: the engine takes one delimiter, so the others are made that one first."""
    if len(node.arguments) != 2 or not isinstance(node.arguments[1], ListLiteral):
        return
    value, delimiters = change.edits.of(node.arguments[0]), node.arguments[1].items
    texts = [change.edits.of(one) for one in delimiters if isinstance(one, Text) and len(one.value) == 1]
    if texts and len(texts) == len(delimiters):
        for other in texts[1:]:
            value = f"replace({value}, {other}, {texts[0]})"
        change.edits.put(node.start, node.end, f"split({value}, {texts[0]})")


def _labels(node: FunctionCall, change: Change) -> None:
    """``labels(n)`` comes in the order of the alphabet; on Neo4j the key label comes first."""
    around = change.parents[-1]
    in_list = isinstance(around, Test) and around.operator == "IN" and around.right is node
    is_counted = isinstance(around, FunctionCall) and around.name.value.lower() in ("size", "isempty")
    if len(node.arguments) == 1 and not in_list and not is_counted:
        label, value = change.fresh(), change.edits.of(node)
        keys = ", ".join(f"'{key}'" for key in KEY_LABELS)
        first = f"[{label} IN [{keys}] WHERE {label} IN {value}]"
        change.edits.put(
            node.start, node.end, f"({first} + [{label} IN {value} WHERE NOT {label} IN [{keys}]])"
        )


_CALLS: Final[dict[str, Callable[[FunctionCall, Change], None]]] = {"split": _split, "labels": _labels}

CHANGES: Final = {
    Unary: negation,
    ListLiteral: list_of_one,
    PatternExpression: pattern_predicate,
    Integer: whole_number,
    Float: number,
    IsTyped: type_test,
    FunctionCall: call,
}
"""What is done with a node, by its kind."""


def is_predicate_place(node: Node, parent: Node, inherited: bool) -> bool:
    """Whether a node stands where the engine takes a pattern: a WHERE, through AND, OR, XOR and NOT."""
    if getattr(parent, "where", None) is node:
        return True
    return inherited and isinstance(parent, Logical | Unary)
