"""Tell how often the value of an expression holds that of a variable: what a step of ``reduce()`` multiplies."""

from __future__ import annotations

import math
from typing import Final

from pathway_graph.cypher.syntax import (
    Arithmetic,
    Case,
    Comparison,
    Expression,
    FunctionCall,
    HasLabels,
    Index,
    IsNormalized,
    IsNull,
    IsTyped,
    ListComprehension,
    ListLiteral,
    ListPredicate,
    Logical,
    MapLiteral,
    MapProjection,
    Node,
    Property,
    Reduce,
    Slice,
    Test,
    Variable,
)
from pathway_graph.cypher.walk import children, find

_TRUTHS: Final = (Comparison, HasLabels, IsNormalized, IsNull, IsTyped, ListPredicate, Logical, Test)
"""Expressions that are true or false, whatever stands in them."""
_SCALARS: Final = frozenset({"size", "length", "abs", "sign", "tointeger", "tofloat", "toboolean", "isempty", "exists"})


def copies(step: Expression, name: str) -> float:
    """Return how many copies of a variable's value the value of an expression may hold; ``inf`` where none can tell.

    >>> from pathway_graph.cypher.parse import parse
    >>> from pathway_graph.cypher.walk import find
    >>> from pathway_graph.cypher.syntax import Item
    >>> def of(text): return copies(next(find(parse("RETURN " + text), Item)).expression, "s")
    >>> of("s + x"), of("s + s"), of("[s, s]"), of("CASE WHEN s = 'a' THEN s ELSE s + x END")
    (1, 2, 2, 1)
    >>> of("size(s) + size(s)"), of("replace(s, 'a', 'aa')")
    (0, inf)
    """
    if isinstance(step, Variable):
        return int(step.name == name)
    if isinstance(step, _TRUTHS):
        return 0
    if isinstance(step, Case):
        results = [branch.result for branch in step.branches]
        return max(copies(result, name) for result in [*results, *([step.otherwise] if step.otherwise else [])])
    if isinstance(step, Arithmetic):
        counts = [copies(operand, name) for operand in step.operands]
        return sum(counts) if {"+", "||"} & set(step.operators) else max(counts)
    if isinstance(step, ListLiteral):
        return sum(copies(item, name) for item in step.items)
    if isinstance(step, MapLiteral):
        return sum(copies(entry.value, name) for entry in step.entries)
    if isinstance(step, FunctionCall):
        return _of_call(step, name)
    if isinstance(step, Index | Slice | Property):
        return copies(step.subject, name)
    return _of_others(step, name)


def _of_call(call: FunctionCall, name: str) -> float:
    function = call.name.value.lower()
    if function in _SCALARS:
        return 0
    inside = max((copies(argument, name) for argument in call.arguments), default=0)
    return math.inf if inside and function in ("replace", "collect") else inside


def _of_others(step: Node, name: str) -> float:
    is_used = any(variable.name == name for variable in find(step, Variable))
    if not is_used:
        return 0
    if isinstance(step, Reduce) and not any(v.name == name for v in find(step.step, Variable)):
        return copies(step.initial, name) + copies(step.source, name)
    if isinstance(step, ListComprehension) and step.result is None:
        return copies(step.source, name)
    if isinstance(step, MapProjection | ListComprehension | Reduce):
        return math.inf
    inside = [copies(child, name) for child in children(step) if isinstance(child, Expression)]
    return max(inside, default=math.inf) if len(inside) == len(list(children(step))) else math.inf
