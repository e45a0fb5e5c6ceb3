"""What the embedded engine answers and Neo4j answers otherwise, or refuses: said before it runs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from pathway_graph.cypher.mistakes import CypherRefused
from pathway_graph.cypher.syntax import (
    Arithmetic,
    Boolean,
    Comparison,
    DynamicLabel,
    Float,
    FunctionCall,
    Integer,
    ListLiteral,
    MapLiteral,
    Node,
    Parameter,
    PatternExpression,
    Slice,
    Test,
    Text,
)

_KINDS: Final[dict[type[Node], str]] = {
    Boolean: "a truth value", Float: "a number", Integer: "a number", ListLiteral: "a list", MapLiteral: "a map",
    Text: "a text",
}  # fmt: skip
_TAKEN: Final = {
    "size": ("a text", "a list"), "length": (), "sum": ("a number",), "avg": ("a number",), "tolower": ("a text",),
    "toupper": ("a text",), "trim": ("a text",), "left": ("a text",), "right": ("a text",), "substring": ("a text",),
    "replace": ("a text",), "split": ("a text",), "reverse": ("a text", "a list"), "head": ("a list",),
    "last": ("a list",), "tail": ("a list",), "abs": ("a number",), "sqrt": ("a number",), "round": ("a number",),
    "floor": ("a number",), "ceil": ("a number",), "sign": ("a number",), "keys": ("a map",),
    "stdev": ("a number",), "stdevp": ("a number",),
}  # fmt: skip
"""What the first argument of a function may be, where it is written out."""


def refuse(text: str, node: Node, parent: Node, parameters: Mapping[str, Any]) -> None:
    """Refuse a node that the engine would answer otherwise than Neo4j.

    Args:
        text: The query.
        node: A node of its tree.
        parent: The node around it.
        parameters: Values of its parameters, of which some are regular expressions.

    Raises:
        CypherRefused: It is such a node.
    """
    check = _CHECKS.get(type(node))
    if check is not None and (found := check(node, parent, parameters)):
        raise CypherRefused(text, node.start, found[0], hint=found[1])


Found = tuple[str, str] | None
"""What is wrong, and the way out."""


def _function(call: FunctionCall, parent: Node, parameters: Mapping[str, Any]) -> Found:
    name = call.name.value.lower()
    if name.startswith("vector."):
        return (
            f"{call.name.value} gives other numbers on the embedded store",
            "work it out from the vectors, or ask Neo4j",
        )
    first = call.arguments[0] if call.arguments else None
    if name == "exists" and not isinstance(first, PatternExpression):
        return "exists() takes a pattern, not a property", "write n.key IS NOT NULL"
    kind = _KINDS.get(type(first)) if first is not None else None
    if kind and name in _TAKEN and kind not in _TAKEN[name]:
        what = " or ".join(_TAKEN[name]) or "a path"
        return f"{call.name.value}() takes {what}, and this is {kind}", "give it a value of that kind"
    return None


def _sum(node: Arithmetic, parent: Node, parameters: Mapping[str, Any]) -> Found:
    kinds = [_KINDS.get(type(operand)) for operand in node.operands]
    wrong = next((kind for kind in kinds if kind in ("a truth value", "a map")), None)
    if wrong and "a list" not in kinds:
        return f"{wrong} cannot be reckoned with", "make it a text with toString(), or a number with CASE"
    return None


def _comparison(node: Comparison, parent: Node, parameters: Mapping[str, Any]) -> Found:
    if all(operator in ("=", "<>") for operator in node.operators):
        return None
    for operand in node.operands:
        if isinstance(operand, MapLiteral):
            return "maps are ordered otherwise on the embedded store", "compare the values in them"
        if isinstance(operand, FunctionCall) and operand.name.value.lower().partition(".")[0] == "duration":
            return (
                "durations have no order: on Neo4j the comparison is null, on the embedded store a guess",
                "compare one of its parts, as in duration(x).days > 14, or a number such as c.duration_days",
            )
    return None


def _test(node: Test, parent: Node, parameters: Mapping[str, Any]) -> Found:
    if node.operator != "=~":
        return None
    kind = _KINDS.get(type(node.left))
    if kind and kind != "a text":
        return f"=~ takes a text, and this is {kind}", "make it a text with toString()"
    pattern = node.right.value if isinstance(node.right, Text) else None
    if isinstance(node.right, Parameter):
        pattern = parameters.get(node.right.name)
    why = fault_of_expression(pattern) if isinstance(pattern, str) else ""
    if why:
        return (
            f"{pattern!r} is no regular expression: {why}",
            "write .* for any text, as in '.*BDNF.*', or use CONTAINS",
        )
    return None


def _slice(node: Slice, parent: Node, parameters: Mapping[str, Any]) -> Found:
    if node.first is None and node.last is None:
        return "[..] needs a first or a last place", "write [0..], or leave it out"
    return None


def _dynamic(node: DynamicLabel, parent: Node, parameters: Mapping[str, Any]) -> Found:
    return (
        "labels and relationship types made from values, such as :$(name), do not work on the embedded store",
        "write them out, or compare type(r) or labels(n) in WHERE",
    )


_CHECKS: Final[dict[type[Node], Callable[[Any, Node, Mapping[str, Any]], Found]]] = {
    FunctionCall: _function, Arithmetic: _sum, Comparison: _comparison, Test: _test, Slice: _slice,
    DynamicLabel: _dynamic,
}  # fmt: skip

_JAVA: Final = (
    (re.compile(r"\\Q.*?(\\E|$)", re.DOTALL), "x"),
    (re.compile(r"\\[pP]\{\w+\}|\\[pP]\w|\\[hHRXvVzGbBAZ]|\\x\{\w+\}"), "x"),
    (re.compile(r"\(\?<(?=[A-Za-z])"), "(?P<"),
    (re.compile(r"\\k<(\w+)>"), r"(?P=\1)"),
    (re.compile(r"\(\?[a-zA-Z]+\)|&&"), ""),
)
"""What Java writes and Python does not, and what may stand for it where only the form counts."""
_SURE: Final = (
    "nothing to repeat", "unterminated character set", "missing ), unterminated subpattern", "unbalanced parenthesis",
    "bad escape (end of pattern)", "min repeat greater than max repeat", "bad character range",
)  # fmt: skip


def fault_of_expression(pattern: str) -> str:
    r"""Return why a text is no regular expression for Java either; empty where it is one, or may be.

    >>> fault_of_expression("*BDNF*"), fault_of_expression(r"(?i)\p{Lu}.*"), fault_of_expression("(a")
    ('nothing to repeat at position 1', '', 'missing ), unterminated subpattern at position 1')
    """
    for java, python in _JAVA:
        pattern = java.sub(python, pattern)
    try:
        re.compile(pattern)
    except re.error as error:
        if error.msg.startswith(_SURE):
            return f"{error.msg} at position {(error.pos or 0) + 1}"
    except (OverflowError, RecursionError):
        return ""
    return ""
