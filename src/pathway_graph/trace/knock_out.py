"""Take one entity away from an answer: which routes are lost, and what the source no longer reaches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pathway_graph.errors import UnknownName
from pathway_graph.evidence.works import retracted_claims
from pathway_graph.identifiers.lookup import resolve
from pathway_graph.model import Network
from pathway_graph.model.border import refuses_bad_data
from pathway_graph.model.walk import distances
from pathway_graph.trace.explanation import RouteExplanation


@dataclass(frozen=True, slots=True)
class KnockOut:
    """What is lost when one entity, with all forms of its gene, is taken away.

    Attributes:
        removed: What was taken away.
        routes_lost, routes_left: Routes from source to target through it, and past it.
        unreachable: Entities that *source* no longer reaches by any causal route, sorted.
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
    background = any(item.kind == "background" for item in answer.routes)
    fallen = frozenset() if answer.count_retracted else retracted_claims(answer.network)
    before, after = (
        _reach(answer.network, starts, some, background, fallen) for some in (frozenset(), frozenset(removed))
    )
    gone = before - after - removed
    return KnockOut(tuple(sorted(removed)), lost, len(answer.routes) - lost, tuple(sorted(gone)))


def _reach(
    network: Network, starts: Iterable[str], without: frozenset[str], background: bool, gone: frozenset[str]
) -> set[str]:
    def targets(here: str) -> Iterator[str]:
        for edge in network.outgoing.get(here, ()):
            if edge.claims and not edge.structural and gone.issuperset(edge.claims):
                continue
            if edge.certainty != "hypothesis" and (background or edge.view == "guide") and edge.target not in without:
                yield edge.target

    return set(distances(starts, targets))
