"""Check the variables of expressions, and tell the kinds of their values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, NoReturn

from pathway_graph.cypher import syntax as s
from pathway_graph.cypher.mistakes import CypherRefused, CypherSyntaxError, Place
from pathway_graph.cypher.printing import to_text
from pathway_graph.cypher.scopes import AGGREGATES
from pathway_graph.cypher.semantics.kinds import (
    ANY,
    ARGUMENTS,
    GRAPH,
    NO_GRAPH,
    RESULTS,
    STORED,
    Kind,
    common,
    fits,
    holds_graph,
    is_list,
    member,
    said,
)
from pathway_graph.cypher.semantics.scope import Scope
from pathway_graph.cypher.walk import children
from pathway_graph.errors import did_you_mean, nearest

_BOOLEAN: Final = frozenset({"boolean", STORED})
_LISTS: Final = frozenset({"list"})
_WITH_PROPERTIES: Final = frozenset({"node", "relationship", "map", STORED})
_LABELLED: Final = frozenset({"node", "relationship"})
_PROJECTED: Final = _LABELLED | {"map"}
_LISTED: Final = 8


@dataclass
class ExpressionCheck:
    """Goes through expressions.

    Attributes:
        text: The query.
        parameters: Names of the parameters that are given.
        has_aggregate: Whether an aggregate was met since this was last set to False.
    """

    text: str
    parameters: frozenset[str] = field(default_factory=frozenset)
    has_aggregate: bool = False

    # What is wrong.

    def fail(self, node: s.Node, what: str, hint: str = "") -> NoReturn:
        """Say that the query is wrong at a node."""
        raise CypherSyntaxError(self.text, node.start, what, hint=hint)

    def refuse(self, node: s.Node, what: str, hint: str) -> NoReturn:
        """Say that the query holds what the embedded engine answers otherwise than Neo4j."""
        raise CypherRefused(self.text, node.start, what, hint=hint)

    def undefined(self, node: s.Variable, scope: Scope, *, may_be_text: bool = False) -> NoReturn:
        """Say that a variable is not there, and what it may be instead."""
        name = node.name
        if clause := scope.gone.get(name):
            hint = self._why_gone(name, clause)
        elif name in self.parameters:
            hint = f"for the parameter write ${name}"
        elif near := nearest(name, scope.kinds):
            hint = did_you_mean(near)
        elif may_be_text:
            hint = f"a text stands in quotes: '{name}'; a parameter stands behind a dollar sign: ${name}"
        elif scope.kinds:
            hint = f"known here: {', '.join(sorted(scope.kinds)[:_LISTED])}" + " …" * (len(scope.kinds) > _LISTED)
        else:
            hint = "no variable is known here"
        self.fail(node, f"the variable {name!r} is not defined here", hint)

    def _why_gone(self, name: str, clause: s.Node) -> str:
        if isinstance(clause, s.SubqueryCall):
            return f"CALL {{ … }} sees what it takes in: write CALL ({name}) {{ … }}"
        line = Place.of(self.text, clause.start).line
        if isinstance(clause, s.Projection):
            return f"behind DISTINCT or an aggregate only what line {line} gives is known: give `{name}` too"
        return f"the WITH in line {line} does not pass it on: add `{name}` there"

    def need(self, node: s.Node, kind: Kind, accepted: frozenset[Kind], what: str) -> None:
        """Refuse a value of another kind than those accepted."""
        if not fits(kind, accepted):
            hint = ""
            if is_list(kind):
                shown = self.text[node.start : node.end][:40]
                hint = f"take one of it, {shown}[0], or ask of all: all(x IN {shown} WHERE …)"
            self.fail(node, f"type mismatch: {self.text[node.start : node.end][:40]} is {said(kind)}, {what}", hint)

    # Values.

    def value(self, node: s.Node, scope: Scope) -> Kind:
        """Check an expression; return the kind of its value."""
        if scope.projected and self._is_projected(node, scope):
            return ANY
        return _CHECKS.get(node.__class__, ExpressionCheck._parts)(self, node, scope)

    def condition(self, node: s.Expression, scope: Scope) -> None:
        """Check what stands where a truth value belongs."""
        self.need(node, self.value(node, scope), _BOOLEAN, "where a condition belongs")

    def _is_projected(self, node: s.Node, scope: Scope) -> bool:
        for known in scope.projected:
            if known.__class__ is node.__class__:
                if known == node:
                    return True
                if isinstance(node, s.FunctionCall | s.CountStar) and to_text(known).lower() == to_text(node).lower():
                    return True
        return False

    def _parts(self, node: Any, scope: Scope) -> Kind:
        for child in children(node):
            self.value(child, scope)
        return ANY

    def _truth(self, node: Any, scope: Scope) -> Kind:
        self._parts(node, scope)
        return "boolean"

    def variable(self, node: s.Variable, scope: Scope) -> Kind:
        """Return the kind of a variable that is used."""
        kind = scope.kinds.get(node.name)
        if kind is None:
            self.undefined(node, scope)
        return kind

    def _operand(self, node: s.Node, scope: Scope) -> Kind:
        """Check an operand that may be a text without its quotes."""
        if isinstance(node, s.Variable) and node.name not in scope.kinds:
            self.undefined(node, scope, may_be_text=True)
        return self.value(node, scope)

    def _list(self, node: s.ListLiteral, scope: Scope) -> Kind:
        return f"[{common([self._operand(item, scope) for item in node.items])}]"

    def _map(self, node: s.MapLiteral, scope: Scope) -> Kind:
        for entry in node.entries:
            self._operand(entry.value, scope)
        return "map"

    def _projection(self, node: s.MapProjection, scope: Scope) -> Kind:
        kind = self.variable(node.subject, scope)
        self.need(node.subject, kind, _PROJECTED, "which has no properties")
        for item in node.items:
            self.value(item.value if isinstance(item, s.MapEntry) else item, scope)
        return "map"

    def _property(self, node: s.Property, scope: Scope) -> Kind:
        kind = self.value(node.subject, scope)
        self.need(node.subject, kind, _WITH_PROPERTIES, "which has no properties")
        return STORED if kind in GRAPH else ANY

    def _index(self, node: s.Index, scope: Scope) -> Kind:
        kind, index = self.value(node.subject, scope), self.value(node.index, scope)
        if kind in ("path", "text", "number", "boolean") or (kind in GRAPH and index == "number"):
            self.need(node.subject, kind, _LISTS, "which is no list")
        return STORED if kind in GRAPH else member(kind)

    def _slice(self, node: s.Slice, scope: Scope) -> Kind:
        kind = self.value(node.subject, scope)
        for end in (node.first, node.last):
            if end is not None:
                self.value(end, scope)
        if kind in GRAPH:
            self.need(node.subject, kind, _LISTS, "which is no list")
        return kind if is_list(kind) else ANY

    # Operators.

    def _unary(self, node: s.Unary, scope: Scope) -> Kind:
        if node.operator == "NOT":
            self.condition(node.operand, scope)
            return "boolean"
        kind = self.value(node.operand, scope)
        self._no_graph(node.operand, kind, f"which has no {node.operator}")
        return "number" if kind == "number" else ANY

    def _logical(self, node: s.Logical, scope: Scope) -> Kind:
        for operand in node.operands:
            self.condition(operand, scope)
        return "boolean"

    def _comparison(self, node: s.Comparison, scope: Scope) -> Kind:
        kinds = [self._operand(operand, scope) for operand in node.operands]
        for place, operator in enumerate(node.operators):
            if operator not in ("=", "<>") and {kinds[place], kinds[place + 1]} <= GRAPH:
                shown = self.text[node.operands[place].start : node.operands[place + 1].end][:60]
                self.refuse(
                    node.operands[place],
                    f"{shown} compares {said(kinds[place])} with {said(kinds[place + 1])}, which have no order",
                    "compare a property, such as .id, or elementId(…)",
                )
        return "boolean"

    def _arithmetic(self, node: s.Arithmetic, scope: Scope) -> Kind:
        kinds = [self.value(operand, scope) for operand in node.operands]
        kind, left = kinds[0], node.operands[0]
        for operator, operand, other in zip(node.operators, node.operands[1:], kinds[1:], strict=True):
            if operator == "+":
                self._added(left, kind, operand, other)
            elif operator != "||":
                self._no_graph(left, kind, f"which has no {operator}")
                self._no_graph(operand, other, f"which has no {operator}")
            is_text = operator == "+" and {kind, other} in ({"text"}, {"text", "number"})
            kind = "text" if is_text else "number" if kind == other == "number" or operator in ("%", "^") else ANY
            left = operand
        return kind

    def _added(self, left: s.Node, kind: Kind, right: s.Node, other: Kind) -> None:
        if kind in GRAPH:
            self.need(right, other, frozenset({"list", STORED}), "which cannot be added to it")
        elif other in GRAPH and kind not in (ANY, STORED) and not is_list(kind):
            self.need(right, other, _LISTS, "which cannot be added to it")

    def _no_graph(self, node: s.Node, kind: Kind, what: str) -> None:
        if holds_graph(kind):
            self.need(node, kind, frozenset(), what)

    def _test(self, node: s.Test, scope: Scope) -> Kind:
        left, right = self._operand(node.left, scope), self._operand(node.right, scope)
        if node.operator == "IN":
            self.need(node.right, right, _LISTS, "IN needs a list")
        elif node.operator == "=~":
            self._no_graph(node.left, left, "=~ needs a text")
            self._no_graph(node.right, right, "=~ needs a text")
        return "boolean"

    def _has_labels(self, node: s.HasLabels, scope: Scope) -> Kind:
        kind = self.value(node.subject, scope)
        self.need(node.subject, kind, _LABELLED, "which has no labels")
        self._parts(node.labels, scope)
        return "boolean"

    # CASE, functions, comprehensions.

    def _case(self, node: s.Case, scope: Scope) -> Kind:
        if node.subject is not None:
            self.value(node.subject, scope)
        kinds = []
        for branch in node.branches:
            for test in branch.tests:
                if node.subject is None:
                    self.condition(test, scope)
                else:
                    self._operand(test, scope)
            kinds.append(self.value(branch.result, scope))
        if node.otherwise is not None:
            kinds.append(self.value(node.otherwise, scope))
        return common(kinds)

    def _call(self, node: s.FunctionCall, scope: Scope) -> Kind:
        name = node.name.value.lower()
        kinds = [self.value(argument, scope) for argument in node.arguments]
        self.has_aggregate = self.has_aggregate or name in AGGREGATES
        if not kinds:
            return ANY
        if accepted := ARGUMENTS.get(name):
            wanted = " or ".join(said(kind) for kind in sorted(accepted))
            self.need(node.arguments[0], kinds[0], accepted, f"{node.name.value}() needs {wanted}")
        elif name in NO_GRAPH:
            for argument, kind in zip(node.arguments, kinds, strict=True):
                self._no_graph(argument, kind, f"{node.name.value}() takes none")
        if name == "collect":
            return f"[{kinds[0]}]"
        if name in ("head", "last"):
            return member(kinds[0])
        return RESULTS.get(name, ANY)

    def _count(self, node: s.CountStar, scope: Scope) -> Kind:
        self.has_aggregate = True
        return "number"

    def members(self, source: s.Expression, scope: Scope) -> Kind:
        """Check the list behind IN; return the kind of what is in it."""
        kind = self.value(source, scope)
        self.need(source, kind, _LISTS, "IN needs a list")
        return member(kind)

    def _comprehension(self, node: s.ListComprehension, scope: Scope) -> Kind:
        kind = self.members(node.source, scope)
        inner = scope.plus({node.variable.name: kind})
        if node.where is not None:
            self.condition(node.where, inner)
        return f"[{kind if node.result is None else self.value(node.result, inner)}]"

    def _list_predicate(self, node: s.ListPredicate, scope: Scope) -> Kind:
        kind = self.members(node.source, scope)
        if node.where is not None:
            self.condition(node.where, scope.plus({node.variable.name: kind}))
        return "boolean"

    def _reduce(self, node: s.Reduce, scope: Scope) -> Kind:
        initial = self.value(node.initial, scope)
        kind = self.members(node.source, scope)
        if node.variable.name == node.accumulator.name:
            self.fail(node.variable, f"variable `{node.variable.name}` is declared twice", "give one another name")
        total = initial if initial in ("number", "text", "boolean") else ANY
        self.value(node.step, scope.plus({node.accumulator.name: total, node.variable.name: kind}))
        return ANY

    # What has patterns or clauses in it.

    def pattern_value(self, node: s.PatternExpression, scope: Scope) -> Kind:
        """Check a pattern that stands as a value."""
        raise NotImplementedError

    def pattern_comprehension(self, node: s.PatternComprehension, scope: Scope) -> Kind:
        """Check ``[(a)-->(b) WHERE … | …]``."""
        raise NotImplementedError

    def subquery(self, node: s.SubqueryExpression, scope: Scope) -> Kind:
        """Check ``EXISTS { … }``, ``COUNT { … }`` and ``COLLECT { … }``."""
        raise NotImplementedError


def _is(kind: Kind) -> Callable[[ExpressionCheck, Any, Scope], Kind]:
    return lambda check, node, scope: kind


_CHECKS: Final[dict[type[s.Node], Callable[[ExpressionCheck, Any, Scope], Kind]]] = {
    **dict.fromkeys((s.Integer, s.Float), _is("number")),
    **dict.fromkeys((s.Null, s.Parameter, s.Name, s.CaseSubject, s.Label, s.PropertySelector), _is(ANY)),
    s.Boolean: _is("boolean"),
    s.Text: _is("text"),
    s.Variable: ExpressionCheck.variable,
    s.ListLiteral: ExpressionCheck._list,
    s.MapLiteral: ExpressionCheck._map,
    s.MapProjection: ExpressionCheck._projection,
    s.Property: ExpressionCheck._property,
    s.Index: ExpressionCheck._index,
    s.Slice: ExpressionCheck._slice,
    s.Unary: ExpressionCheck._unary,
    s.Logical: ExpressionCheck._logical,
    s.Comparison: ExpressionCheck._comparison,
    s.Arithmetic: ExpressionCheck._arithmetic,
    s.Test: ExpressionCheck._test,
    **dict.fromkeys((s.IsNull, s.IsTyped, s.IsNormalized), ExpressionCheck._truth),
    s.HasLabels: ExpressionCheck._has_labels,
    s.Case: ExpressionCheck._case,
    s.FunctionCall: ExpressionCheck._call,
    s.CountStar: ExpressionCheck._count,
    s.ListComprehension: ExpressionCheck._comprehension,
    s.ListPredicate: ExpressionCheck._list_predicate,
    s.Reduce: ExpressionCheck._reduce,
    s.PatternExpression: lambda check, node, scope: check.pattern_value(node, scope),
    s.PatternComprehension: lambda check, node, scope: check.pattern_comprehension(node, scope),
    s.SubqueryExpression: lambda check, node, scope: check.subquery(node, scope),
}
