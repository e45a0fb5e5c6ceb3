"""What the embedded engine answers and Neo4j answers otherwise, or refuses: said before it runs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from pathway_graph.cypher.mistakes import CypherRefused
from pathway_graph.cypher.rewriting.fields import wrong_time
from pathway_graph.cypher.rewriting.kinds import LIST, MAP, NODE, PATH, RELATIONSHIP, TEXT, TRUTH, Kinds, kind_of
from pathway_graph.cypher.syntax import (
    AllLabels,
    Arithmetic,
    Comparison,
    FunctionCall,
    Integer,
    MapLiteral,
    Node,
    NodePattern,
    Null,
    OneLabel,
    Parameter,
    PatternExpression,
    Property,
    RelationshipPattern,
    ShortestPath,
    Slice,
    Test,
    Text,
    Trim,
    Unary,
)
from pathway_graph.cypher.walk import find


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a query beside its tree.

    Attributes:
        text: As it was written.
        variables: What variables stand for.
    """

    text: str
    variables: Kinds


_TAKEN: Final = {
    "size": ("a text", "a list"), "length": ("a path",), "sum": ("a number", "a time"), "avg": ("a number", "a time"),
    "percentilecont": ("a number",), "percentiledisc": ("a number",),
    "tolower": ("a text",), "toupper": ("a text",), "trim": ("a text",), "left": ("a text",), "right": ("a text",),
    "substring": ("a text",), "replace": ("a text",), "split": ("a text",),
    "reverse": ("a text", "a list"), "head": ("a list",),
    "last": ("a list",), "tail": ("a list",), "abs": ("a number",), "sqrt": ("a number",), "round": ("a number",),
    "floor": ("a number",), "ceil": ("a number",), "sign": ("a number",), "keys": ("a map", "a node", "a relationship"),
    "stdev": ("a number",), "stdevp": ("a number",), "startnode": ("a relationship",), "endnode": ("a relationship",),
}  # fmt: skip
"""What the first argument of a function may be."""
_HYPERBOLIC: Final = {
    "sinh": "(exp(x) - exp(-x)) / 2", "cosh": "(exp(x) + exp(-x)) / 2", "tanh": "1 - 2 / (exp(2 * x) + 1)",
    "coth": "1 + 2 / (exp(2 * x) - 1)",
}  # fmt: skip


def refuse(node: Node, parent: Node, known: Known) -> None:
    """Refuse a node that the engine would answer otherwise than Neo4j.

    Args:
        node: A node of its tree.
        parent: The node around it.
        known: What is known of the query.

    Raises:
        CypherRefused: It is such a node.
    """
    for check in _CHECKS.get(type(node), ()):
        if found := check(node, parent, known):
            raise CypherRefused(known.text, node.start, found[0], hint=found[1])


def refuse_patterns(text: str, body: Node, parameters: Mapping[str, Any]) -> None:
    """Refuse a parameter that a query takes for a regular expression and that is none.

    Raises:
        CypherRefused: It is none.
    """
    for node in find(body, Test):
        if node.operator == "=~" and isinstance(node.right, Parameter):
            value = parameters.get(node.right.name)
            if isinstance(value, str) and (found := _pattern(value)):
                raise CypherRefused(text, node.start, found[0], hint=found[1])


Found = tuple[str, str] | None
"""What is wrong, and the way out."""


def _function(call: FunctionCall, parent: Node, known: Known) -> Found:
    name = call.name.value.lower()
    if name.startswith("vector."):
        return (
            f"{call.name.value} gives other numbers on the embedded store",
            "work it out from the vectors, or ask Neo4j",
        )
    first = call.arguments[0] if call.arguments else None
    if name == "exists" and not isinstance(first, PatternExpression):
        return "exists() takes a pattern, not a property", "write n.key IS NOT NULL"
    if name == "trim" and len(call.arguments) > 1:
        return (
            "trim() of Neo4j 5 takes one text: the embedded engine would trim the first by the second",
            "write btrim(text, characters), or trim(BOTH characters FROM text)",
        )
    if call.is_distinct and name.startswith("percentile"):
        return (
            f"{call.name.value}(DISTINCT …) takes each value as often as it comes, on the embedded store",
            "write WITH DISTINCT before it",
        )
    if name in _HYPERBOLIC:
        return f"Neo4j 5 has no {call.name.value}()", f"write {_HYPERBOLIC[name]}"
    if name == "round" and len(call.arguments) > 1 and _is_negative(call.arguments[1]):
        return "round() rounds to no less than 0 places", "write round(x / 10.0) * 10 for tens"
    kind = kind_of(first, known.variables) if first is not None else None
    if kind and name in _TAKEN and kind not in _TAKEN[name]:
        what = " or ".join(_TAKEN[name])
        return f"{call.name.value}() takes {what}, and this is {kind}", "give it a value of that kind"
    return None


def _is_negative(node: Node) -> bool:
    return isinstance(node, Unary) and node.operator == "-" and isinstance(node.operand, Integer)


def _trim(node: Trim, parent: Node, known: Known) -> Found:
    if isinstance(node.characters, Text) and len(node.characters.value) != 1:
        return "trim(… FROM …) takes one character", "write btrim(text, characters) for several"
    return None


def _sum(node: Arithmetic, parent: Node, known: Known) -> Found:
    kinds = [kind_of(operand, known.variables) for operand in node.operands]
    may_be_list = any(
        kind == LIST or (kind is None and not isinstance(operand, Property))
        for kind, operand in zip(kinds, node.operands, strict=True)
    )
    wrong = next((kind for kind in kinds if kind in (TRUTH, MAP, NODE, RELATIONSHIP, PATH)), None)
    if wrong and not may_be_list:
        return f"{wrong} cannot be reckoned with", "make it a text with toString(), or a number with CASE"
    return None


def _comparison(node: Comparison, parent: Node, known: Known) -> Found:
    if all(operator in ("=", "<>") for operator in node.operators):
        return None
    if any(isinstance(operand, Null) for operand in node.operands):
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


def _test(node: Test, parent: Node, known: Known) -> Found:
    if node.operator != "=~":
        return None
    kind = kind_of(node.left, known.variables)
    if kind and kind != TEXT:
        return f"=~ takes a text, and this is {kind}", "make it a text with toString()"
    return _pattern(node.right.value) if isinstance(node.right, Text) else None


def _pattern(pattern: str) -> Found:
    if why := fault_of_expression(pattern):
        return (
            f"{pattern!r} is no regular expression: {why}",
            "write .* for any text, as in '.*BDNF.*', or use CONTAINS",
        )
    return None


def _slice(node: Slice, parent: Node, known: Known) -> Found:
    if node.first is None and node.last is None:
        return "[..] needs a first or a last place", "write [0..], or leave it out"
    if kind_of(node.subject, known.variables) == TEXT:
        return "a text has no slices", "write substring(text, start, length), left(text, length) or right(text, length)"
    return None


def _types(node: RelationshipPattern, parent: Node, known: Known) -> Found:
    operands = node.types.operands if isinstance(node.types, AllLabels | OneLabel) else ()
    between = [known.text[one.end : other.start] for one, other in pairwise(operands)]
    if not any(":" in text for text in between):
        return None
    if isinstance(node.types, AllLabels):
        return "a relationship has one type", "write [:A|B] for either of two"
    if node.variable or node.properties or node.length:
        return "types stand side by side without a second colon", "write [r:A|B]"
    return None


def _shortest(node: ShortestPath, parent: Node, known: Known) -> Found:
    ends, steps = node.pattern.elements[::2], node.pattern.elements[1::2]
    step = steps[0] if len(steps) == 1 else None
    if not isinstance(step, RelationshipPattern):
        return "shortestPath() takes two nodes with one relationship between them", "write (a)-[*..6]->(b)"
    if step.length is not None and step.length.at_least > 1:
        return "a shortest path has a least length of 0 or 1", "ask WHERE length(p) >= 2, with a longest length"
    if step.properties is not None or step.where is not None:
        return (
            "inside shortestPath() nothing may be asked of the relationships",
            "write WHERE all(r IN relationships(p) WHERE r.sign = 1), with a longest length",
        )
    names = [end.variable.name for end in ends if isinstance(end, NodePattern) and end.variable is not None]
    if len(names) > len(set(names)):
        return "a shortest path leads from one node to another", "take another variable for its end"
    return None


_CHECKS: Final[dict[type[Node], tuple[Callable[[Any, Node, Known], Found], ...]]] = {
    FunctionCall: (_function, wrong_time), Arithmetic: (_sum,), Comparison: (_comparison,), Test: (_test,),
    Slice: (_slice,), Trim: (_trim,), RelationshipPattern: (_types,), ShortestPath: (_shortest,),
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
