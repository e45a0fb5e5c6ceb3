"""Take one entity away from an answer: which routes are lost, and what the source no longer reaches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pathway_graph.errors import UnknownName
from pathway_graph.identifiers.lookup import resolve
from pathway_graph.model.border import refuses_bad_data
from pathway_graph.model.walk import distances
from pathway_graph.trace.explanation import RouteExplanation
from pathway_graph.trace.filters import Filters
from pathway_graph.trace.usable import EdgeView, edge_view


@dataclass(frozen=True, slots=True)
class KnockOut:
    """What is lost when one entity, with all forms of its gene, is taken away.

    Attributes:
        removed: What was taken away.
        routes_lost, routes_left: Routes from source to target through it, and past it.
        unreachable: Entities that *source* no longer reaches by any causal route of the view that was asked for, be it
            longer than the routes of the answer; those that rest on a hypothesis do not count. Sorted.
    """

    removed: tuple[str, ...]
    routes_lost: int
    routes_left: int
    unreachable: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "removed": list(self.removed),
            "routes_lost": self.routes_lost,
            "routes_left": self.routes_left,
            "unreachable": list(self.unreachable),
        }


@refuses_bad_data
def knock_out(answer: RouteExplanation, name: str) -> KnockOut:
    """Tell which routes, and which entities downstream of the source, lose their last path without *name*.

    Raises:
        UnknownName, AmbiguousName: *name* means nothing or several things, or is the source or the target itself.

    >>> from pathway_graph.formats.native import read_guide
    >>> from pathway_graph.trace.explanation import explain
    >>> lost = knock_out(explain(read_guide(), "imipramine", "synaptic plasticity"), "TrkB")
    >>> "path:AKT" in lost.unreachable
    True
    """
    removed = {entity.id for entity in resolve(answer.network, name)}
    if removed & {entity.id for entity in (*answer.source, *answer.target)}:
        raise UnknownName("entity between the two", name, note="it is one of the ends")
    lost = sum(bool(removed & set(item.route.nodes)) for item in answer.routes)
    starts = [entity.id for entity in answer.source]
    filters = Filters(view=answer.view, count_retracted=answer.count_retracted)
    view = edge_view(answer.network, filters, hypotheses=False)
    before, after = (_reach(view, starts, some) for some in (frozenset(), frozenset(removed)))
    gone = before - after - removed
    return KnockOut(tuple(sorted(removed)), lost, len(answer.routes) - lost, tuple(sorted(gone)))


def _reach(view: EdgeView, starts: Iterable[str], without: frozenset[str]) -> set[str]:
    index = view.index
    barred = {index.number[entity] for entity in without}

    def targets(here: int) -> Iterator[int]:
        return (there for there in view.targets(here) if there not in barred)

    return {index.ids[there] for there in distances((index.number[start] for start in starts), targets)}
