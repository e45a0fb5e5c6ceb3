"""Say in a sentence why a changed unit counts for or against a regulator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pathway_graph.model import Network
from pathway_graph.regulators.changes import Change
from pathway_graph.text.counts import how_many
from pathway_graph.trace.ranking import Ranking
from pathway_graph.trace.route import Route

Agreement = Literal["for", "against", "ambiguous", "sign unknown"]
VERDICTS: tuple[Agreement, ...] = ("for", "against", "ambiguous", "sign unknown")
_DOES = {1: "raises", -1: "lowers"}
_COUNTS = {"for": "counts for", "against": "counts against"}


class Sentences:
    """The sentences of one hypothesis: *regulator* raised (+1) or lowered (-1)."""

    def __init__(self, network: Network, regulator: str, sign: int) -> None:
        self._network, self._regulator, self._sign = network, regulator, sign
        self._ranking = Ranking(network)

    def of(self, change: Change, entity: str, verdict: Agreement, routes: Sequence[Route]) -> str:
        """Return the sentence of a changed unit: route and works behind each step, what was found, what it counts.

        >>> from pathway_graph.formats.native import read_guide
        >>> from pathway_graph.regulators import example_changes, explain_regulator, rank_regulators
        >>> guide = read_guide()
        >>> found = rank_regulators(guide, example_changes(guide), max_steps=1)
        >>> explain_regulator(found, "imipramine").targets[0].why
        'imipramine lowers tyrosine hydroxylase activity (1 work); tyrosine hydroxylase activity went down: counts for'
        """
        name = self._network.name(entity)
        went = "up" if change.sign > 0 else "down"
        if not routes:
            taken = "raised" if self._sign > 0 else "lowered"
            return f"{name} itself, taken as {taken}, went {went}: {_COUNTS[verdict]}"
        said = ", but ".join(map(self._route, routes[:2]))
        if self._sign < 0:
            said += f", and {self._regulator} is taken as lowered"
        if verdict in _COUNTS:
            return f"{said}; {name} went {went}: {_COUNTS[verdict]}"
        why = "both signs at one distance" if verdict == "ambiguous" else "without a known sign"
        return f"{said}; {name} went {went}: counts for neither, {why}"

    def _route(self, route: Route) -> str:
        parts = []
        for place, (edge, weight) in enumerate(zip(route.edges, self._ranking.weights(route), strict=True)):
            subject = self._network.name(edge.source) if place == 0 else "which"
            held = f" ({how_many(len(weight.studies), 'work')})" if edge.claims else ""
            parts.append(f"{subject} {_DOES.get(edge.sign or 0, 'acts on')} {self._network.name(edge.target)}{held}")
        return ", ".join(parts)
