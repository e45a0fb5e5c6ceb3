"""What kind of value an expression has, where that can be seen without running it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pathway_graph.cypher.syntax import (
    Arithmetic,
    Boolean,
    Comparison,
    CountStar,
    Float,
    FunctionCall,
    HasLabels,
    Integer,
    IsNormalized,
    IsNull,
    IsTyped,
    Item,
    ListComprehension,
    ListLiteral,
    ListPredicate,
    LoadCsv,
    Logical,
    MapLiteral,
    MapProjection,
    Node,
    NodePattern,
    Normalize,
    ParenthesizedPath,
    PathPattern,
    PatternComprehension,
    PatternExpression,
    Reduce,
    RelationshipPattern,
    ShortestPath,
    SubqueryExpression,
    Test,
    Text,
    Trim,
    Unary,
    Unwind,
    Variable,
    YieldItem,
)
from pathway_graph.cypher.walk import find, walk

TRUTH, NUMBER, TEXT, LIST, MAP = "a truth value", "a number", "a text", "a list", "a map"
TIME, NODE, RELATIONSHIP, PATH = "a time", "a node", "a relationship", "a path"

Kinds = Mapping[str, str]
"""What a variable stands for, where it is the same in the whole query."""

_OF_NODES: Final[dict[type[Node], str]] = {
    Boolean: TRUTH, Float: NUMBER, Integer: NUMBER, ListLiteral: LIST, MapLiteral: MAP, Text: TEXT, CountStar: NUMBER,
    Comparison: TRUTH, Test: TRUTH, IsNull: TRUTH, IsTyped: TRUTH, IsNormalized: TRUTH, HasLabels: TRUTH,
    Logical: TRUTH, ListPredicate: TRUTH, PatternComprehension: LIST, ListComprehension: LIST, MapProjection: MAP,
    Trim: TEXT, Normalize: TEXT,
}  # fmt: skip
_OF_FUNCTIONS: Final = {
    name: kind
    for kind, names in (
        (TEXT, "tostring tostringornull toupper tolower upper lower trim ltrim rtrim btrim left right substring "
               "replace normalize type valuetype elementid randomuuid"),
        (LIST, "labels keys nodes relationships split range collect tail tobooleanlist tofloatlist tointegerlist "
               "tostringlist"),
        (NUMBER, "size length count tointeger tointegerornull tofloat tofloatornull abs ceil floor round sign e exp "
                 "log log10 sqrt acos asin atan atan2 cos cot degrees haversin pi radians sin tan rand timestamp "
                 "char_length character_length point.distance"),
        (TRUTH, "toboolean tobooleanornull exists isempty isnan point.withinbbox"),
        (MAP, "properties"),
        (TIME, "date datetime localdatetime time localtime duration"),
        (NODE, "startnode endnode"),
    )
    for name in names.split()
}  # fmt: skip
_MAKERS: Final = ("date", "datetime", "localdatetime", "time", "localtime", "duration")


def kind_of(expression: Node, variables: Kinds) -> str | None:
    """Return what kind of value an expression has, apart from null; None where only its run can tell.

    >>> from pathway_graph.cypher.parse import parse
    >>> items = parse("RETURN size('a') + 1, toUpper(x), x + 1, -y.z").body.parts[0].clauses[0].projection.items
    >>> [kind_of(item.expression, {}) for item in items]
    ['a number', 'a text', None, None]
    """
    if isinstance(expression, Variable):
        return variables.get(expression.name)
    if isinstance(expression, FunctionCall):
        return _of_call(expression, variables)
    if isinstance(expression, Unary):
        return TRUTH if expression.operator == "NOT" else kind_of(expression.operand, variables)
    if isinstance(expression, Arithmetic):
        kinds = {kind_of(operand, variables) for operand in expression.operands}
        return kinds.pop() if kinds in ({NUMBER}, {TEXT}) else None
    if isinstance(expression, SubqueryExpression):
        return {"COUNT": NUMBER, "COLLECT": LIST}.get(expression.kind, TRUTH)
    if isinstance(expression, PatternExpression):
        return None if isinstance(expression.pattern.elements[0], ShortestPath) else TRUTH
    return _OF_NODES.get(type(expression))


def _of_call(call: FunctionCall, variables: Kinds) -> str | None:
    name = call.name.value.lower()
    if name == "coalesce":
        kinds = {kind_of(argument, variables) for argument in call.arguments}
        return kinds.pop() if len(kinds) == 1 else None
    return _OF_FUNCTIONS.get(name) or (TIME if name.partition(".")[0] in _MAKERS else None)


def kinds_of_variables(body: Node) -> dict[str, str]:
    """Return what the variables of patterns stand for, but for names that mean something else elsewhere.

    >>> from pathway_graph.cypher.parse import parse
    >>> found = kinds_of_variables(parse("MATCH p = (a)-[r]->(b)-[s*]->() WITH p, b.id AS b RETURN p").body)
    >>> sorted(found.items())
    [('a', 'a node'), ('p', 'a path'), ('r', 'a relationship'), ('s', 'a list')]
    """
    found: dict[str, str] = {}
    other: set[str] = set()
    for node in walk(body):
        kind = _makes(node)
        if kind is not None:
            name, what = kind
            if found.setdefault(name, what) != what:
                other.add(name)
        else:
            other.update(_other_names(node))
    return {name: kind for name, kind in found.items() if name not in other}


def _makes(node: Node) -> tuple[str, str] | None:
    if isinstance(node, NodePattern) and node.variable is not None:
        return node.variable.name, NODE
    if isinstance(node, RelationshipPattern) and node.variable is not None:
        return node.variable.name, LIST if node.length or node.quantifier else RELATIONSHIP
    if isinstance(node, PathPattern) and node.variable is not None:
        return node.variable.name, PATH
    return None


def _other_names(node: Node) -> tuple[str, ...]:
    if isinstance(node, Item):
        same = isinstance(node.expression, Variable) and node.alias and node.expression.name == node.alias.name
        if isinstance(node.expression, MapProjection) and node.alias is None:
            return (node.expression.subject.name,)
        return (node.alias.name,) if node.alias is not None and not same else ()
    if isinstance(node, Unwind | LoadCsv | ListComprehension | ListPredicate):
        return (node.variable.name,)
    if isinstance(node, ParenthesizedPath):  # outside of it they are lists
        return tuple(variable.name for variable in find(node, Variable))
    if isinstance(node, Reduce):
        return (node.variable.name, node.accumulator.name)
    if isinstance(node, YieldItem):
        return (node.alias.name if node.alias else node.name.value,)
    return ()
