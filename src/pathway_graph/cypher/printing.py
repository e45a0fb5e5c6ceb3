"""Write the tree of an expression or a pattern as Cypher again: reading the text gives the same tree."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from typing import Any, Final

from pathway_graph.cypher import syntax as s
from pathway_graph.cypher.walk import walk

_BARE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_RESERVED: Final = frozenset(
    """
    NULL TRUE FALSE INF INFINITY NAN CASE NOT AND OR XOR IN IS WHEN THEN ELSE END DISTINCT ALL ANY NONE SINGLE AS WHERE
    MATCH OPTIONAL WITH UNWIND RETURN CALL UNION ORDER SKIP OFFSET LIMIT FINISH CREATE MERGE SET REMOVE DELETE DETACH
    NODETACH FOREACH ON INSERT USE USING LOAD SHOW YIELD STARTS ENDS CONTAINS EXISTS COUNT COLLECT SHORTEST FROM BOTH
    LEADING TRAILING DESC ASC DESCENDING ASCENDING NFC NFD NFKC NFKD NORMALIZED TYPED LIST ARRAY
    """.split()
)
_RANKS: Final = {"OR": 1, "XOR": 2, "AND": 3, "+": 7, "-": 7, "||": 7, "*": 8, "/": 8, "%": 8, "^": 9}
_TIGHT: Final = 11
"""The rank of what needs no brackets anywhere."""
_ESCAPES: Final = str.maketrans(
    {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f"}
)


def to_text(node: s.Node, rank: int = 0) -> str:
    """Return an expression, a pattern or a part of these as Cypher.

    Args:
        node: The tree.
        rank: How close what stands around it binds; an expression that binds less gets brackets.

    >>> from pathway_graph.cypher.parse import parse
    >>> from pathway_graph.cypher.walk import find
    >>> to_text(next(find(parse("RETURN  (1+2) *x.`a b`  IN [ 1 ]"), s.Item)).expression)
    '(1 + 2) * x.`a b` IN [1]'
    """
    own, write = _WRITERS[type(node)]
    text = write(node)
    if callable(own):
        own = own(node)
    return f"({text})" if own < rank else text


def name(value: str) -> str:
    """Return a name as it is written, in backticks where it needs them.

    >>> name("n"), name("a b"), name("limit")
    ('n', '`a b`', '`limit`')
    """
    if _BARE.fullmatch(value) and value.upper() not in _RESERVED:
        return value
    return "`" + value.replace("`", "``") + "`"


def quoted(value: str) -> str:
    r"""Return a text in quotes.

    >>> quoted("it's")
    "'it\\'s'"
    """
    return f"'{value.translate(_ESCAPES)}'"


def _all(nodes: Iterable[s.Node], between: str = ", ", rank: int = 0) -> str:
    return between.join(to_text(node, rank) for node in nodes)


def _optional(before: str, node: s.Node | None) -> str:
    return before + to_text(node) if node is not None else ""


def _float(node: s.Float) -> str:
    if math.isnan(node.value):
        return "NaN"
    return "Infinity" if math.isinf(node.value) else repr(node.value)


def _function(node: s.FunctionCall) -> str:
    dotted = ".".join(part if _BARE.fullmatch(part) else name(part) for part in node.name.value.split("."))
    return f"{dotted}({'DISTINCT ' if node.is_distinct else ''}{_all(node.arguments)})"


def _unary(node: s.Unary) -> str:
    if node.operator == "NOT":
        return f"NOT {to_text(node.operand, 4)}"
    return node.operator + to_text(node.operand, _TIGHT)


def _chain(node: s.Comparison | s.Arithmetic) -> str:
    rank = 5 if isinstance(node, s.Comparison) else _RANKS[node.operators[0]]
    parts = [to_text(node.operands[0], rank + 1)]
    for operator, operand in zip(node.operators, node.operands[1:], strict=True):
        parts += [operator, to_text(operand, rank + 1)]
    return " ".join(part for part in parts if part)


def _slice(node: s.Slice) -> str:
    first = to_text(node.first) if node.first else ""
    return f"{to_text(node.subject, _TIGHT)}[{first} .. {to_text(node.last) if node.last else ''}]"


def _typed(node: s.IsTyped) -> str:
    return f"{to_text(node.operand, 7)} IS {'NOT ' if node.is_negated else ''}:: {to_text(node.type)}".lstrip()


def _type_name(node: s.TypeName) -> str:
    return node.name + (f"<{to_text(node.members)}>" if node.members else "") + " NOT NULL" * node.is_not_null


def _case(node: s.Case) -> str:
    subject = f" {to_text(node.subject)}" if node.subject else ""
    return f"CASE{subject} {_all(node.branches, ' ')}{_optional(' ELSE ', node.otherwise)} END"


def _comprehension(node: s.ListComprehension) -> str:
    where = f" WHERE {_before_bar(node.where)}" if node.where else ""
    return f"[{to_text(node.variable)} IN {_before_bar(node.source)}{where}{_optional(' | ', node.result)}]"


def _before_bar(node: s.Expression) -> str:
    """Write what stands before a ``|``, which must not be taken for one between labels or types."""
    text = to_text(node)
    return f"({text})" if any(isinstance(inner, s.HasLabels | s.IsTyped) for inner in walk(node)) else text


def _pattern_comprehension(node: s.PatternComprehension) -> str:
    where = f" WHERE {_before_bar(node.where)}" if node.where else ""
    return f"[{to_text(node.pattern)}{where} | {to_text(node.result)}]"


def _reduce(node: s.Reduce) -> str:
    start = f"{to_text(node.accumulator)} = {to_text(node.initial)}"
    return f"reduce({start}, {to_text(node.variable)} IN {_before_bar(node.source)} | {to_text(node.step)})"


def _list_predicate(node: s.ListPredicate) -> str:
    return f"{node.kind}({to_text(node.variable)} IN {to_text(node.source)}{_optional(' WHERE ', node.where)})"


def _trim(node: s.Trim) -> str:
    return f"trim({node.side}{_optional(' ', node.characters)} FROM {to_text(node.source)})"


def _inside(variable: s.Variable | None, labels: s.LabelExpression | None) -> str:
    return (to_text(variable) if variable else "") + _optional(":", labels)


def _node(node: s.NodePattern) -> str:
    return f"({_inside(node.variable, node.labels)}{_optional(' ', node.properties)}{_optional(' WHERE ', node.where)})"


def _relationship(node: s.RelationshipPattern) -> str:
    inside = _inside(node.variable, node.types)
    inside += _length(node.length) if node.length else ""
    inside += _optional(" ", node.properties) + _optional(" WHERE ", node.where)
    left, right = ("<" if node.direction == "<-" else ""), (">" if node.direction == "->" else "")
    return f"{left}-[{inside}]-{right}{_optional('', node.quantifier)}"


def _length(node: s.Repeat) -> str:
    return f"*{node.at_least}..{'' if node.at_most is None else node.at_most}"


def _quantifier(node: s.Repeat) -> str:
    return f"{{{node.at_least},{'' if node.at_most is None else node.at_most}}}"


def _parenthesized(node: s.ParenthesizedPath) -> str:
    return f"({to_text(node.pattern)}{_optional(' WHERE ', node.where)}){_optional('', node.quantifier)}"


def _shortest(node: s.ShortestPath) -> str:
    return f"{'allShortestPaths' if node.is_all else 'shortestPath'}({to_text(node.pattern)})"


def _selector(node: s.Selector) -> str:
    if node.kind == "SHORTEST GROUPS":
        return f"SHORTEST {'' if node.count is None else node.count} GROUPS"
    return node.kind + (f" {node.count}" if node.count is not None else "")


def _path(node: s.PathPattern) -> str:
    variable = f"{to_text(node.variable)} = " if node.variable else ""
    return variable + (f"{to_text(node.selector)} " if node.selector else "") + _all(node.elements, "")


Writer = Callable[[Any], str]
_WRITERS: Final[dict[type[s.Node], tuple[int | Callable[[Any], int], Writer]]] = {
    s.Name: (_TIGHT, lambda n: name(n.value)),
    s.Null: (_TIGHT, lambda n: "null"),
    s.Boolean: (_TIGHT, lambda n: "true" if n.value else "false"),
    s.Integer: (_TIGHT, lambda n: str(n.value)),
    s.Float: (_TIGHT, _float),
    s.Text: (_TIGHT, lambda n: quoted(n.value)),
    s.ListLiteral: (_TIGHT, lambda n: f"[{_all(n.items)}]"),
    s.MapEntry: (_TIGHT, lambda n: f"{to_text(n.key)}: {to_text(n.value)}"),
    s.MapLiteral: (_TIGHT, lambda n: f"{{{_all(n.entries)}}}"),
    s.Parameter: (_TIGHT, lambda n: "$" + (n.name if n.name.isalnum() else name(n.name))),
    s.Variable: (_TIGHT, lambda n: name(n.name)),
    s.Property: (_TIGHT, lambda n: f"{to_text(n.subject, _TIGHT)}.{to_text(n.key)}"),
    s.Index: (_TIGHT, lambda n: f"{to_text(n.subject, _TIGHT)}[{to_text(n.index)}]"),
    s.Slice: (_TIGHT, _slice),
    s.HasLabels: (10, lambda n: f"{to_text(n.subject, _TIGHT)}:{to_text(n.labels)}"),
    s.Unary: (lambda n: 4 if n.operator == "NOT" else 10, _unary),
    s.Logical: (lambda n: _RANKS[n.operator], lambda n: _all(n.operands, f" {n.operator} ", _RANKS[n.operator] + 1)),
    s.Comparison: (5, _chain),
    s.Arithmetic: (lambda n: _RANKS[n.operators[0]], _chain),
    s.Test: (6, lambda n: f"{to_text(n.left, 7)} {n.operator} {to_text(n.right, 7)}".lstrip()),
    s.IsNull: (6, lambda n: f"{to_text(n.operand, 7)} IS {'NOT ' * n.is_negated}NULL".lstrip()),
    s.IsTyped: (6, _typed),
    s.IsNormalized: (6, lambda n: f"{to_text(n.operand, 7)} IS {'NOT ' * n.is_negated}{n.form} NORMALIZED".lstrip()),
    s.Type: (_TIGHT, lambda n: _all(n.alternatives, " | ")),
    s.TypeName: (_TIGHT, _type_name),
    s.CaseSubject: (_TIGHT, lambda n: ""),
    s.When: (_TIGHT, lambda n: f"WHEN {_all(n.tests)} THEN {to_text(n.result)}"),
    s.Case: (_TIGHT, _case),
    s.PropertySelector: (_TIGHT, lambda n: f".{to_text(n.key)}"),
    s.AllProperties: (_TIGHT, lambda n: ".*"),
    s.MapProjection: (_TIGHT, lambda n: f"{to_text(n.subject)} {{{_all(n.items)}}}"),
    s.ListComprehension: (_TIGHT, _comprehension),
    s.PatternComprehension: (_TIGHT, _pattern_comprehension),
    s.Reduce: (_TIGHT, _reduce),
    s.ListPredicate: (_TIGHT, _list_predicate),
    s.FunctionCall: (_TIGHT, _function),
    s.CountStar: (_TIGHT, lambda n: "count(*)"),
    s.Trim: (_TIGHT, _trim),
    s.Normalize: (_TIGHT, lambda n: f"normalize({to_text(n.source)}, {n.form})"),
    s.PatternExpression: (_TIGHT, lambda n: to_text(n.pattern)),
    s.Label: (_TIGHT, lambda n: name(n.name)),
    s.AnyLabel: (_TIGHT, lambda n: "%"),
    s.NotLabel: (3, lambda n: "!" + to_text(n.operand, 3)),
    s.AllLabels: (2, lambda n: _all(n.operands, "&", 3)),
    s.OneLabel: (1, lambda n: _all(n.operands, "|", 2)),
    s.DynamicLabel: (_TIGHT, lambda n: f"${n.kind}({to_text(n.value)})"),
    s.NodePattern: (_TIGHT, _node),
    s.RelationshipPattern: (_TIGHT, _relationship),
    s.Repeat: (_TIGHT, _quantifier),
    s.ParenthesizedPath: (_TIGHT, _parenthesized),
    s.ShortestPath: (_TIGHT, _shortest),
    s.Selector: (_TIGHT, _selector),
    s.PathPattern: (_TIGHT, _path),
}
