"""Which answers change because works were retracted: edges that fall, and net signs that are others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from pathway_graph.evidence.onwards import subjects_of
from pathway_graph.model import Edge, Network
from pathway_graph.model.border import refuses_bad_data
from pathway_graph.model.walk import distances
from pathway_graph.trace.filters import Filters, claims_left_out
from pathway_graph.trace.search import MAX_STEPS, downstream
from pathway_graph.trace.usable import edge_view

MOST_STARTS: Final = 100
_MAX_ROUTES: Final = 2_000


@dataclass(frozen=True)
class SignEffect:
    """A net sign that is another one without what was retracted; None where there is no route."""

    source: str
    target: str
    counted: str | None
    left_out: str | None

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {"source": self.source, "target": self.target, "counted": self.counted, "left_out": self.left_out}


@dataclass(frozen=True)
class RetractionEffects:
    """What changes because works were retracted.

    Attributes:
        claims: Claims that are left out: every work behind them was retracted.
        edges_lost: Edges of which no claim is left, as identifiers.
        edges_kept: Edges that lose claims and stand on others.
        signs: Net signs that change, over routes of up to *max_steps* edges.
        max_steps: Longest route.
        starts: Entities whose net signs were compared.
        starts_left_out: So many more reach an edge that is lost, and were not compared.
        undecided: Net signs of which it is not known whether they change, as pairs.
    """

    claims: tuple[str, ...]
    edges_lost: tuple[str, ...]
    edges_kept: tuple[str, ...]
    signs: tuple[SignEffect, ...]
    max_steps: int
    starts: tuple[str, ...]
    starts_left_out: int
    undecided: tuple[tuple[str, str], ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "claims_left_out": list(self.claims), "edges_lost": list(self.edges_lost),
            "edges_kept": list(self.edges_kept),
            "net_signs": [one.to_dict() for one in self.signs],
            "max_steps": self.max_steps, "starts": list(self.starts), "starts_left_out": self.starts_left_out,
            "undecided": [f"{source} -> {target}" for source, target in self.undecided],
        }  # fmt: skip


def rows_of(found: RetractionEffects, network: Network) -> list[dict[str, str]]:
    """Return a row for each effect, as tables show it: ``what``, ``which``, and of a net sign both values."""
    rows = [{"what": "edge lost", "which": edge} for edge in found.edges_lost]
    rows += [{"what": "edge kept on other claims", "which": edge} for edge in found.edges_kept]
    rows += [
        {"what": "net sign", "which": f"{network.name(one.source)} on {network.name(one.target)}",
         "counted": one.counted or "no route", "left_out": one.left_out or "no route"} for one in found.signs
    ]  # fmt: skip
    return rows


@refuses_bad_data
def retraction_effects(
    network: Network, *, max_steps: int = MAX_STEPS, filters: Filters | None = None, most: int = MOST_STARTS
) -> RetractionEffects:
    """Return which edges and net signs change because the works behind claims were retracted.

    Args:
        network: Where to look.
        max_steps: Longest route of a net sign, in edges.
        filters: Which edges to follow.
        most: Compare the net signs of so many entities, those nearest to what is lost.

    >>> from pathway_graph.formats.native import read_guide
    >>> retraction_effects(read_guide()).edges_lost
    ()
    """
    filters = filters or Filters()
    counted, left_out = (replace(filters, count_retracted=one) for one in (True, False))
    before, after = (claims_left_out(network, some).keys() for some in (counted, left_out))
    fallen = frozenset(after - before)
    names = subjects_of(network, fallen)
    lost: list[Edge] = []
    kept: list[Edge] = []
    for edge in (edge for name in sorted(names) for edge in network.outgoing.get(name, ())):
        if fallen.intersection(edge.claims):
            is_lost = after >= set(edge.claims) and not edge.structural
            (lost if is_lost else kept).append(edge)
    view = edge_view(network, counted)
    numbers = [view.index.number[name] for name in sorted(names)]
    near = distances(numbers, lambda node: [there for _, there in view.neighbours(node, True)], max_steps=max_steps - 1)
    starts = [view.index.ids[node] for node in sorted(near, key=lambda node: (near[node], node))]
    signs, undecided = [], []
    for start in sorted(starts[:most]):
        one, other = (
            downstream(network, start, max_steps=max_steps, filters=some, max_routes=_MAX_ROUTES)
            for some in (counted, left_out)
        )
        had, has = ({end.entity: end.net_sign for end in found.ends} for found in (one, other))
        unsure = {*one.undecided, *other.undecided}
        undecided += [(start, end) for end in sorted(unsure)]
        signs += [
            SignEffect(start, end, had.get(end), has.get(end))
            for end in sorted(had.keys() | has.keys())
            if had.get(end) != has.get(end) and end not in unsure
        ]
    return RetractionEffects(
        tuple(sorted(fallen)), tuple(edge.id for edge in lost), tuple(edge.id for edge in kept), tuple(signs),
        max_steps, tuple(sorted(starts[:most])), len(starts[most:]), tuple(undecided),
    )  # fmt: skip
