"""The variables that a place in a query knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pathway_graph.cypher.semantics.kinds import Kind
from pathway_graph.cypher.syntax import Expression, Node


@dataclass(frozen=True, slots=True)
class Scope:
    """Variables with their kinds, and what is told of those that are not there.

    Attributes:
        kinds: Every variable that may be used.
        fixed: Those that come from around a subquery: they stay whatever WITH says, and may not be made anew.
        gone: Variables that were there before, each with the clause that they did not get through.
        projected: Expressions that may stand as they are, whatever variables they use: those of a WITH or RETURN with
            DISTINCT or an aggregate, behind it.
    """

    kinds: Mapping[str, Kind] = field(default_factory=dict)
    fixed: Mapping[str, Kind] = field(default_factory=dict)
    gone: Mapping[str, Node] = field(default_factory=dict)
    projected: tuple[Expression, ...] = ()

    def plus(self, made: Mapping[str, Kind]) -> Scope:
        """Return this scope with more variables; one of the same name is hidden by it."""
        return Scope({**self.kinds, **made}, self.fixed, self.gone, self.projected) if made else self

    def after(self, made: Mapping[str, Kind], clause: Node, projected: tuple[Expression, ...] = ()) -> Scope:
        """Return the scope behind a clause that lets through *made* alone."""
        gone = {**self.gone, **dict.fromkeys(self.kinds, clause)}
        return Scope({**self.fixed, **made}, self.fixed, gone, projected)

    def inside(self) -> Scope:
        """Return the scope in which ``EXISTS { … }`` begins: all is seen, nothing may be made anew."""
        return Scope(self.kinds, self.kinds, self.gone, self.projected)

    def taken(self, names: Iterable[str], clause: Node, *, is_fixed: bool) -> Scope:
        """Return the scope in which ``CALL { … }`` begins, which takes in some variables."""
        kinds = {name: self.kinds[name] for name in names}
        return Scope(kinds, kinds if is_fixed else {}, dict.fromkeys(self.kinds, clause))
