"""Check the clauses that write: what they make, and what they change."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from pathway_graph.cypher import syntax as s
from pathway_graph.cypher.semantics.clauses import ClauseCheck
from pathway_graph.cypher.semantics.kinds import STORED, member
from pathway_graph.cypher.semantics.patterns import Made
from pathway_graph.cypher.semantics.scope import Scope

_CHANGED: Final = frozenset({"node", "relationship"})
_OWNERS: Final = _CHANGED | {"map", STORED}
_DELETED: Final = frozenset({"node", "relationship", "path"})


class UpdateCheck(ClauseCheck):
    """Goes through clauses that write, too."""

    def clause(self, clause: s.Clause, scope: Scope) -> Scope:
        """Check one clause; return the scope behind it."""
        check = _UPDATES.get(clause.__class__)
        return super().clause(clause, scope) if check is None else check(self, clause, scope)

    def _create(self, clause: s.Create, scope: Scope) -> Scope:
        return self._made(clause.patterns, scope)

    def _made(self, patterns: Iterable[s.PathPattern], scope: Scope) -> Scope:
        """Check patterns that are made, or found and made: relationships of them are new, nodes new or only named."""
        made: Made = {}
        for pattern in patterns:
            if pattern.variable is not None:
                self.new(pattern.variable, scope, made)
            for element in pattern.elements:
                if isinstance(element, s.RelationshipPattern) and element.variable is not None:
                    self.new(element.variable, scope, made)
                    made[element.variable.name] = "relationship"
                elif isinstance(element, s.NodePattern):
                    self._made_node(element, pattern, scope, made)
            if pattern.variable is not None:
                made[pattern.variable.name] = "path"
        after = scope.plus(made)
        for pattern in patterns:
            self.inside(pattern, after)
        return after

    def _made_node(self, element: s.NodePattern, pattern: s.PathPattern, scope: Scope, made: Made) -> None:
        variable = element.variable
        if variable is None:
            return
        is_there = variable.name in scope.kinds or variable.name in made
        is_described = element.labels is not None or element.properties is not None
        if is_there and (len(pattern.elements) == 1 or is_described):
            self.new(variable, scope, made)
        self.meet(variable, "node", scope, made)

    def _merge(self, clause: s.Merge, scope: Scope) -> Scope:
        after = self._made((clause.pattern,), scope)
        for action in clause.actions:
            self._items(action.items, after)
        return after

    def _set(self, clause: s.Set | s.Remove, scope: Scope) -> Scope:
        self._items(clause.items, scope)
        return scope

    def _items(self, items: Iterable[s.SetItem | s.Property | s.Index], scope: Scope) -> None:
        for item in items:
            if isinstance(item, s.ChangeLabels):
                kind = self.variable(item.variable, scope)
                self.need(item.variable, kind, frozenset({"node"}), "which has no labels to change")
                self.value(item.labels, scope)
            elif isinstance(item, s.SetProperties):
                kind = self.variable(item.variable, scope)
                self.need(item.variable, kind, _CHANGED, "which has no properties to change")
                self.value(item.value, scope)
            elif isinstance(item, s.SetProperty):
                self._target(item.target, scope)
                self.value(item.value, scope)
            else:
                self._target(item, scope)

    def _target(self, target: s.Property | s.Index, scope: Scope) -> None:
        self.need(target.subject, self.value(target.subject, scope), _OWNERS, "which has no properties to change")
        if isinstance(target, s.Index):
            self.value(target.index, scope)

    def _delete(self, clause: s.Delete, scope: Scope) -> Scope:
        for value in clause.values:
            self.need(value, self.value(value, scope), _DELETED, "which cannot be deleted")
        return scope

    def _foreach(self, clause: s.Foreach, scope: Scope) -> Scope:
        inner = scope.plus({clause.variable.name: member(self.value(clause.source, scope))})
        for each in clause.clauses:
            inner = self.clause(each, inner)
        return scope


_UPDATES: Final[dict[type[s.Clause], Callable[[Any, Any, Scope], Scope]]] = {
    s.Create: UpdateCheck._create,
    s.Merge: UpdateCheck._merge,
    s.Set: UpdateCheck._set,
    s.Remove: UpdateCheck._set,
    s.Delete: UpdateCheck._delete,
    s.Foreach: UpdateCheck._foreach,
}
