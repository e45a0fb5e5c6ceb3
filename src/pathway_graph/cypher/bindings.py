"""What each name of a query stands for: variables with what is known around them, keys and labels with their owner."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pathway_graph.cypher.scopes import aggregates
from pathway_graph.cypher.syntax import (
    DynamicLabel,
    Expression,
    FunctionCall,
    HasLabels,
    Index,
    Label,
    ListComprehension,
    ListPredicate,
    MapLiteral,
    MapProjection,
    Match,
    Name,
    Node,
    NodePattern,
    ParenthesizedPath,
    PathPattern,
    PatternComprehension,
    ProcedureCall,
    Projection,
    Property,
    PropertySelector,
    Query,
    Reduce,
    RelationshipPattern,
    Return,
    ShortestPath,
    SingleQuery,
    Slice,
    Statement,
    SubqueryCall,
    SubqueryExpression,
    Unwind,
    Variable,
    With,
)
from pathway_graph.cypher.walk import children

NODE, LINK = "node", "relationship"
_MANY: Final = {NODE: "nodes", LINK: "relationships"}
_ONE: Final = {many: one for one, many in _MANY.items()}
_MADE: Final = {"startnode": NODE, "endnode": NODE, "nodes": "nodes", "relationships": "relationships"}
Scope = Mapping[str, str]
"""What the variables stand for at a place: a node, a relationship, several, or something else, which is ``""``."""


@dataclass(slots=True)
class Bindings:
    """What was found, in the order in which the clauses mean it.

    Attributes:
        uses: Variables where they are used, each with the scope there.
        repeated: Parts of a WHERE behind an aggregate that repeat an item of its WITH.
        keys: Property keys of what a pattern bound to a node or relationship, and of patterns themselves.
        labels: Labels and relationship types, each with what it is asked of; ``""`` where that cannot be told.
    """

    uses: list[tuple[Variable, Scope]] = field(default_factory=list)
    repeated: list[Node] = field(default_factory=list)
    keys: list[tuple[Name, str]] = field(default_factory=list)
    labels: list[tuple[Label, str]] = field(default_factory=list)


def bindings(statement: Statement) -> Bindings:
    """Go through a statement that reads, clause by clause.

    >>> from pathway_graph.cypher.parse import parse
    >>> found = bindings(parse("MATCH (a:Protein)-[r:BINDS]->() WITH a AS b, {x: 1} AS m RETURN b.name, m.x, c"))
    >>> [(key.value, owner) for key, owner in found.keys], [(label.name, owner) for label, owner in found.labels]
    ([('name', 'node')], [('Protein', 'node'), ('BINDS', 'relationship')])
    >>> [variable.name for variable, scope in found.uses if variable.name not in scope]
    ['c']
    """
    walk = _Walk()
    if isinstance(statement.body, Query):
        walk.query(statement.body, {})
    return walk.found


class _Walk:
    def __init__(self) -> None:
        self.found = Bindings()
        self.items: list[Expression] = []
        self.before: Scope = {}

    # Clauses.

    def query(self, query: Query, outer: Scope, imported: Scope | None = None) -> Scope:
        """Go through a query; *imported* is what a WITH at its very beginning sees. Return what its columns are."""
        columns: Scope = {}
        for part in query.parts:
            columns = self.part(part, outer, imported)
        return columns

    def part(self, part: SingleQuery, scope: Scope, imported: Scope | None) -> Scope:
        first = part.clauses[0]
        if imported is not None and isinstance(first, With):
            scope = imported
        for clause in part.clauses:
            known = _CLAUSES.get(clause.__class__)
            if known is not None:
                scope = known(self, clause, scope)
            else:
                self.all_of(clause, scope)
        return scope

    def match(self, clause: Match, scope: Scope) -> Scope:
        new = dict(scope)
        for pattern in clause.patterns:
            _bind(pattern, new)
        for pattern in clause.patterns:
            self.pattern(pattern, new)
        if clause.where is not None:
            self.expression(clause.where, new)
        return new

    def with_(self, clause: With, scope: Scope) -> Scope:
        new = self.projection(clause.projection, scope)
        if clause.where is None:
            return new
        if not _is_grouped(clause.projection):
            self.expression(clause.where, {**scope, **new})
            return new
        known = len(self.found.repeated)
        self.items, self.before = [item.expression for item in clause.projection.items], scope
        self.expression(clause.where, new)
        self.items = []
        if not _has_aggregates(clause.projection):
            del self.found.repeated[known:]
        return new

    def returning(self, clause: Return, scope: Scope) -> Scope:
        return self.projection(clause.projection, scope)

    def projection(self, projection: Projection, scope: Scope) -> Scope:
        new = dict(scope) if projection.has_star else {}
        for item in projection.items:
            self.expression(item.expression, scope)
            if item.alias is not None:
                new[item.alias.name] = _kind(item.expression, scope)
            elif isinstance(item.expression, Variable):
                new[item.expression.name] = scope.get(item.expression.name, "")
            elif isinstance(item.expression, MapProjection):  # `a {.id}` is called a
                new[item.expression.subject.name] = _kind(item.expression, scope)
        grouped = bool(projection.order) and _is_grouped(projection)
        visible = new if grouped else {**scope, **new}
        items = [item.expression for item in projection.items]
        for sort in projection.order:
            self.expression(sort.expression, scope if sort.expression in items else visible)
        for bound in (projection.skip, projection.limit):
            if bound is not None:
                self.expression(bound, visible)
        return new

    def unwind(self, clause: Unwind, scope: Scope) -> Scope:
        self.expression(clause.source, scope)
        return {**scope, clause.variable.name: _ONE.get(_kind(clause.source, scope), "")}

    def procedure(self, clause: ProcedureCall, scope: Scope) -> Scope:
        for argument in clause.arguments or ():
            self.expression(argument, scope)
        made = [item.alias.name if item.alias is not None else item.name.value for item in clause.items or ()]
        new = {**scope, **dict.fromkeys(made, "")}
        if clause.where is not None:
            self.expression(clause.where, new)
        return new

    def subquery(self, clause: SubqueryCall, scope: Scope) -> Scope:
        for variable in clause.scope or ():
            self.found.uses.append((variable, scope))
        if clause.imports_all:
            columns = self.query(clause.query, scope)
        elif clause.scope is not None:
            taken = {variable.name: scope.get(variable.name, "") for variable in clause.scope}
            columns = self.query(clause.query, taken)
        else:
            columns = self.query(clause.query, {}, scope)
        return {**scope, **columns}

    # Patterns.

    def pattern(self, pattern: PathPattern, scope: Scope) -> None:
        """Go through what a pattern asks of its parts."""
        for element in pattern.elements:
            if isinstance(element, NodePattern):
                self.asked(element.labels, element.properties, element.where, NODE, scope)
            elif isinstance(element, RelationshipPattern):
                inside = scope
                if element.variable is not None and scope.get(element.variable.name) in _ONE:
                    inside = {**scope, element.variable.name: LINK}
                self.asked(element.types, element.properties, element.where, LINK, inside)
            elif isinstance(element, ParenthesizedPath):
                one = dict(scope)
                _bind(element.pattern, one)
                self.pattern(element.pattern, one)
                if element.where is not None:
                    self.expression(element.where, one)
            elif isinstance(element, ShortestPath):
                self.pattern(element.pattern, scope)

    def asked(
        self, labels: Node | None, properties: Node | None, where: Expression | None, owner: str, scope: Scope
    ) -> None:
        if labels is not None:
            self.label(labels, owner, scope)
        if isinstance(properties, MapLiteral):
            for entry in properties.entries:
                self.found.keys.append((entry.key, owner))
                self.expression(entry.value, scope)
        if where is not None:
            self.expression(where, scope)

    def label(self, labels: Node, owner: str, scope: Scope) -> None:
        if isinstance(labels, Label):
            self.found.labels.append((labels, owner))
        elif isinstance(labels, DynamicLabel):
            self.expression(labels.value, scope)
        else:
            for child in children(labels):
                self.label(child, owner, scope)

    # Expressions.

    def expression(self, node: Node, scope: Scope) -> None:
        if self.items and node.__class__ is not Variable and node in self.items:
            self.found.repeated.append(node)
            scope = self.before
        known = _EXPRESSIONS.get(node.__class__)
        if known is not None:
            known(self, node, scope)
        else:
            self.all_of(node, scope)

    def all_of(self, node: Node, scope: Scope) -> None:
        for child in children(node):
            self.expression(child, scope)

    def variable(self, node: Variable, scope: Scope) -> None:
        self.found.uses.append((node, scope))

    def property(self, node: Property, scope: Scope) -> None:
        self.expression(node.subject, scope)
        owner = _kind(node.subject, scope)
        if owner in _MANY:
            self.found.keys.append((node.key, owner))

    def map_projection(self, node: MapProjection, scope: Scope) -> None:
        self.found.uses.append((node.subject, scope))
        owner = scope.get(node.subject.name, "")
        for item in node.items:
            if isinstance(item, PropertySelector):
                if owner in _MANY:
                    self.found.keys.append((item.key, owner))
            else:
                self.expression(item, scope)

    def has_labels(self, node: HasLabels, scope: Scope) -> None:
        self.expression(node.subject, scope)
        self.label(node.labels, _kind(node.subject, scope), scope)

    def comprehension(self, node: ListComprehension | ListPredicate, scope: Scope) -> None:
        self.expression(node.source, scope)
        inside = {**scope, node.variable.name: _ONE.get(_kind(node.source, scope), "")}
        for part in (node.where, getattr(node, "result", None)):
            if part is not None:
                self.expression(part, inside)

    def reduce(self, node: Reduce, scope: Scope) -> None:
        self.expression(node.initial, scope)
        self.expression(node.source, scope)
        made = {node.variable.name: _ONE.get(_kind(node.source, scope), ""), node.accumulator.name: ""}
        self.expression(node.step, {**scope, **made})

    def pattern_comprehension(self, node: PatternComprehension, scope: Scope) -> None:
        inside = dict(scope)
        _bind(node.pattern, inside)
        self.pattern(node.pattern, inside)
        for part in (node.where, node.result):
            if part is not None:
                self.expression(part, inside)

    def path_pattern(self, node: PathPattern, scope: Scope) -> None:
        """Go through a pattern that is a value: it makes no variables."""
        for element in node.elements:
            if isinstance(element, ShortestPath):
                self.path_pattern(element.pattern, scope)
            elif isinstance(element, NodePattern | RelationshipPattern) and element.variable is not None:
                self.found.uses.append((element.variable, scope))
        if not any(isinstance(element, ShortestPath) for element in node.elements):
            self.pattern(node, scope)

    def subquery_expression(self, node: SubqueryExpression, scope: Scope) -> None:
        self.query(node.query, scope)


def _bind(pattern: PathPattern, scope: dict[str, str]) -> None:
    """Add the variables of a pattern to a scope."""
    if pattern.variable is not None:
        scope[pattern.variable.name] = ""
    for element in pattern.elements:
        if isinstance(element, NodePattern):
            if element.variable is not None:
                scope[element.variable.name] = NODE
        elif isinstance(element, RelationshipPattern):
            if element.variable is not None:
                is_many = element.length is not None or element.quantifier is not None
                scope[element.variable.name] = _MANY[LINK] if is_many else LINK
        elif isinstance(element, ShortestPath):
            _bind(element.pattern, scope)
        else:
            inner: dict[str, str] = {}
            _bind(element.pattern, inner)
            if element.quantifier is not None:
                inner = {name: _MANY.get(kind, "") for name, kind in inner.items()}
            scope.update(inner)


def _is_grouped(projection: Projection) -> bool:
    """Whether rows are made one, so that only the items are left of them."""
    return projection.is_distinct or _has_aggregates(projection)


def _has_aggregates(projection: Projection) -> bool:
    return any(next(aggregates(item.expression), None) for item in projection.items)


def _kind(node: Node, scope: Scope) -> str:
    """Return what an expression gives, as far as patterns tell."""
    if isinstance(node, Variable):
        return scope.get(node.name, "")
    if isinstance(node, Index):
        return _ONE.get(_kind(node.subject, scope), "")
    if isinstance(node, Slice):
        return _kind(node.subject, scope)
    if isinstance(node, FunctionCall) and node.arguments:
        name = node.name.value.lower()
        if name in _MADE:
            return _MADE[name]
        given = _kind(node.arguments[0], scope)
        if name in ("head", "last"):
            return _ONE.get(given, "")
        if name in ("tail", "reverse"):
            return given
        return _MANY.get(given, "") if name == "collect" else ""
    return ""


_CLAUSES: Final[dict[type, Callable[[_Walk, Any, Scope], Scope]]] = {
    Match: _Walk.match, With: _Walk.with_, Return: _Walk.returning, Unwind: _Walk.unwind,
    ProcedureCall: _Walk.procedure, SubqueryCall: _Walk.subquery,
}  # fmt: skip
_EXPRESSIONS: Final[dict[type, Callable[[_Walk, Any, Scope], None]]] = {
    Variable: _Walk.variable, Property: _Walk.property, MapProjection: _Walk.map_projection,
    HasLabels: _Walk.has_labels, ListComprehension: _Walk.comprehension, ListPredicate: _Walk.comprehension,
    Reduce: _Walk.reduce, PatternComprehension: _Walk.pattern_comprehension, PathPattern: _Walk.path_pattern,
    SubqueryExpression: _Walk.subquery_expression,
}  # fmt: skip
