"""Where a query hands out dates and times: the embedded engine gives them as text and leaves out seconds that are 0."""

from __future__ import annotations

from collections.abc import Set
from typing import Final

from pathway_graph.cypher.syntax import (
    Comparison,
    FunctionCall,
    HasLabels,
    IsNull,
    IsTyped,
    Logical,
    Node,
    Property,
    Query,
    Return,
    Test,
    Unwind,
    Variable,
    With,
)
from pathway_graph.cypher.walk import children, walk

_MAKERS: Final = ("datetime", "localdatetime", "time", "localtime")
"""Functions that make a time, alone or with what follows a dot."""
_PASS_ON: Final = frozenset(
    {"coalesce", "collect", "head", "last", "max", "min", "nullif", "reverse", "tail", "tostring", "tostringornull",
     "tostringlist"}
)  # fmt: skip


def makes_time(call: FunctionCall) -> bool:
    """Whether a call makes a time.

    >>> from pathway_graph.cypher.parse import parse
    >>> from pathway_graph.cypher.walk import find
    >>> [makes_time(call) for call in find(parse("RETURN datetime.truncate('day', x), date()"), FunctionCall)]
    [True, False]
    """
    return call.name.value.lower().partition(".")[0] in _MAKERS


def holds_times(expression: Node, variables: Set[str]) -> bool:
    """Whether the value of an expression is a time, or may hold one; *variables* are known to."""
    if isinstance(expression, FunctionCall):
        if makes_time(expression):
            return True
        if expression.name.value.lower() not in _PASS_ON:
            return False
    if isinstance(expression, Variable):
        return expression.name in variables
    if isinstance(expression, Comparison | Logical | Test | IsNull | IsTyped | HasLabels | Property):
        return False
    return any(holds_times(child, variables) for child in children(expression))


def variables_with_times(query: Query) -> frozenset[str]:
    """Return the names of a query that stand for times, or for what holds one.

    >>> from pathway_graph.cypher.parse import parse
    >>> sorted(variables_with_times(parse("WITH datetime() AS t, 1 AS n UNWIND [t] AS u RETURN u").body))
    ['t', 'u']
    """
    found: set[str] = set()
    for node in walk(query):
        if isinstance(node, With | Return):
            for item in node.projection.items:
                if item.alias is not None and holds_times(item.expression, found):
                    found.add(item.alias.name)
        elif isinstance(node, Unwind) and holds_times(node.source, found):
            found.add(node.variable.name)
    return frozenset(found)
