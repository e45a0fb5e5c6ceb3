"""Expressions that the embedded engine reads wrongly or not at all, written so that it gives Neo4j's value.

Each function takes one node, whose inner changes are made already, and puts a text in its place or leaves it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Set
from dataclasses import dataclass
from typing import Any, Final

from pathway_graph.cypher.mistakes import CypherRefused
from pathway_graph.cypher.rewriting.edits import Edits
from pathway_graph.cypher.rewriting.times import holds_times
from pathway_graph.cypher.syntax import (
    Arithmetic,
    Comparison,
    Float,
    FunctionCall,
    HasLabels,
    Index,
    Integer,
    IsNull,
    IsTyped,
    ListLiteral,
    ListPredicate,
    Logical,
    Node,
    Parameter,
    PatternExpression,
    Property,
    ShortestPath,
    Slice,
    SubqueryExpression,
    Test,
    Text,
    Unary,
    Variable,
    When,
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
        parent: The node around the one that is changed.
        is_predicate: Whether it stands where the engine takes a pattern: in WHERE, through AND, OR, XOR and NOT.
        fresh: Gives a name that the query does not use.
        times: Variables that stand for times, or hold them.
    """

    text: str
    edits: Edits
    parent: Node
    is_predicate: bool
    fresh: Callable[[], str]
    times: Set[str]


def negation(node: Unary, change: Change) -> None:
    """Put brackets behind NOT in ``NOT COUNT { … } > 1``: outside WHERE the engine negates the count."""
    has_block = any(True for kind in (SubqueryExpression, ListPredicate) for _ in find(node.operand, kind))
    if node.operator == "NOT" and has_block:
        change.edits.wrap(node.operand, "(", ")")


def count_block(node: SubqueryExpression, change: Change) -> None:
    """Put brackets around ``COUNT { … }``: the engine lets it take all that follows for one operand."""
    if node.kind == "COUNT":
        change.edits.wrap(node, "(", ")")


def part_of_time(node: Property, change: Change) -> None:
    """Ask for ``.dayOfQuarter`` where ``.quarterDay`` of a date is: the engine knows that name alone."""
    if node.key.value == "quarterDay":
        subject = f"({change.edits.of(node.subject)})"
        change.edits.put(node.start, node.end, f"coalesce({subject}.quarterDay, {subject}.dayOfQuarter)")


def slice_of_value(node: Slice, change: Change) -> None:
    """Make a list of what may be a text in ``n.name[0..1]``, as Neo4j does: the engine takes a part of the text."""
    if isinstance(node.subject, Property | Variable | Index | Parameter | Arithmetic):
        first, last = (change.edits.of(one) if one is not None else "" for one in (node.first, node.last))
        change.edits.put(node.start, node.end, f"([] + ({change.edits.of(node.subject)}))[{first}..{last}]")


def list_of_one(node: ListLiteral, change: Change) -> None:
    """Put brackets into ``[any(x IN …)]``: to the engine it is the value itself, not a list of it."""
    if len(node.items) == 1 and isinstance(node.items[0], ListPredicate | SubqueryExpression):
        change.edits.wrap(node.items[0], "(", ")")


def pattern_predicate(node: PatternExpression, change: Change) -> None:
    """Write EXISTS around a pattern as a predicate, ``(a)-->()``: the engine takes the bare one in WHERE alone.

    Raises:
        CypherRefused: It is no predicate, but a value: Neo4j has no such value either.
    """
    around = change.parent
    if isinstance(node.pattern.elements[0], ShortestPath):
        return
    if isinstance(around, FunctionCall) and around.name.value.lower() == "exists":
        return
    if change.is_predicate:
        return
    is_tested = isinstance(around, Logical) or (isinstance(around, When) and node is not around.result)
    is_negated = isinstance(around, Unary) and around.operator == "NOT"
    if not (is_tested or is_negated or getattr(around, "where", None) is node):
        raise CypherRefused(
            change.text, node.start, "a pattern tells whether it is there only in WHERE, CASE WHEN, AND, OR and NOT",
            hint="write EXISTS { … } around it",
        )  # fmt: skip
    change.edits.wrap(node, "EXISTS { ", " }")


def label_test(node: HasLabels, change: Change) -> None:
    """Put brackets around ``n:Protein`` before IS NULL, IN and the like: the engine reads no further there."""
    if isinstance(change.parent, IsNull | IsTyped | Test | Comparison):
        change.edits.wrap(node, "(", ")")


def whole_number(node: Integer, change: Change) -> None:
    """Leave the underscores of ``1_000`` out: the engine knows none."""
    if "_" in change.text[node.start : node.end]:
        change.edits.put(node.start, node.end, change.text[node.start : node.end].replace("_", ""))


def number(node: Float, change: Change) -> None:
    """Work ``NaN`` and ``Infinity`` out: to the engine they are variables; and it knows no underscores."""
    written = change.text[node.start : node.end]
    if math.isnan(node.value):
        change.edits.put(node.start, node.end, "(0.0/0.0)")
    elif math.isinf(node.value):
        change.edits.put(node.start, node.end, "(1.0/0.0)")
    elif "_" in written:
        change.edits.put(node.start, node.end, written.replace("_", ""))


def type_test(node: IsTyped, change: Change) -> None:
    """Take ``a IS :: INTEGER | STRING`` apart: the engine knows one type at a time."""
    if len(node.type.alternatives) > 1:
        value = change.edits.of(node.operand)
        tests = " OR ".join(f"({value}) IS :: {change.edits.of(kind)}" for kind in node.type.alternatives)
        change.edits.put(node.start, node.end, f"(NOT ({tests}))" if node.is_negated else f"({tests})")


def call(node: FunctionCall, change: Change) -> None:
    """Put a call otherwise whose function takes fewer arguments in the engine, or gives another value."""
    rewrite = _CALLS.get(node.name.value.lower())
    if rewrite is not None:
        rewrite(node, change)


def _split(node: FunctionCall, change: Change) -> None:
    """Make all delimiters of ``split(s, [',', ';'])`` the first one: the engine takes one."""
    if len(node.arguments) != 2 or not isinstance(node.arguments[1], ListLiteral):
        return
    value, delimiters = change.edits.of(node.arguments[0]), node.arguments[1].items
    texts = [change.edits.of(one) for one in delimiters if isinstance(one, Text) and len(one.value) == 1]
    if texts and len(texts) == len(delimiters):
        for other in texts[1:]:
            value = f"replace({value}, {other}, {texts[0]})"
        change.edits.put(node.start, node.end, f"split({value}, {texts[0]})")


def _round(node: FunctionCall, change: Change) -> None:
    """Leave the 0 out of ``round(x, 0)``: with it, the engine rounds negative halves away from 0."""
    if len(node.arguments) == 2 and isinstance(node.arguments[1], Integer) and node.arguments[1].value == 0:
        change.edits.put(node.start, node.end, f"round({change.edits.of(node.arguments[0])})")


def _percentile(node: FunctionCall, change: Change) -> None:
    """Keep the type of a value that a percentile meets: the engine makes a float of each."""
    if len(node.arguments) == 2:
        value, share = map(change.edits.of, node.arguments)
        change.edits.put(
            node.start, node.end,
            f"CASE WHEN (({share}) * (count({value}) - 1)) % 1 = 0 "
            f"THEN percentileDisc({value}, {share}) ELSE percentileCont({value}, {share}) END",
        )  # fmt: skip


def _exists(node: FunctionCall, change: Change) -> None:
    """Write ``exists((a)-->())`` as EXISTS: the engine takes the pattern for a value that is there."""
    if len(node.arguments) == 1 and isinstance(node.arguments[0], PatternExpression):
        change.edits.put(node.start, node.end, f"EXISTS {{ {change.edits.of(node.arguments[0])} }}")


def _to_string(node: FunctionCall, change: Change) -> None:
    """Write seconds that are 0 into the text of a time: the engine leaves them out."""
    if len(node.arguments) != 1 or not holds_times(node.arguments[0], change.times):
        return
    made = change.edits.of(node)
    argument = node.arguments[0]
    is_daytime = isinstance(argument, FunctionCall) and argument.name.value.lower().partition(".")[0] in (
        "time",
        "localtime",
    )
    at = 5 if is_daytime else 16
    change.edits.put(
        node.start, node.end,
        f"(CASE WHEN substring({made}, {at}, 1) = ':' THEN {made} "
        f"ELSE left({made}, {at}) + ':00' + substring({made}, {at}) END)",
    )  # fmt: skip


def _labels(node: FunctionCall, change: Change) -> None:
    """Put the key label of ``labels(n)`` first, as on Neo4j; the engine lists them by the alphabet."""
    around = change.parent
    in_list = isinstance(around, Test) and around.operator == "IN" and around.right is node
    is_counted = isinstance(around, FunctionCall) and around.name.value.lower() in ("size", "isempty")
    if len(node.arguments) == 1 and not in_list and not is_counted:
        label, value = change.fresh(), change.edits.of(node)
        keys = ", ".join(f"'{key}'" for key in KEY_LABELS)
        first = f"[{label} IN [{keys}] WHERE {label} IN {value}]"
        change.edits.put(node.start, node.end, f"({first} + [{label} IN {value} WHERE NOT {label} IN [{keys}]])")


_CALLS: Final[dict[str, Callable[[FunctionCall, Change], None]]] = {
    "exists": _exists, "labels": _labels, "percentilecont": _percentile, "round": _round, "split": _split,
    "tostring": _to_string,
}  # fmt: skip

CHANGES: Final[dict[type[Node], Callable[[Any, Change], None]]] = {
    Unary: negation,
    ListLiteral: list_of_one,
    HasLabels: label_test,
    PatternExpression: pattern_predicate,
    Integer: whole_number,
    Float: number,
    IsTyped: type_test,
    FunctionCall: call,
    SubqueryExpression: count_block,
    Property: part_of_time,
    Slice: slice_of_value,
}
"""What is done with a node, by its kind."""
