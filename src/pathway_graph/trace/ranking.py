"""Which route is the better one: what it rests on, whether it has a sign, how many independent works hold each step."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

from pathway_graph.evidence.weight import Weight, weigh
from pathway_graph.model import Network
from pathway_graph.trace.routes import Route

ROUTE_KINDS: Final = ("asserted", "hypothesis", "background")
"""What a route rests on at its weakest, the surest first."""

RouteKind = Literal["asserted", "hypothesis", "background"]
Order = tuple[int, bool, bool, float, int, tuple[str, ...], tuple[str, ...]]


def route_kind(route: Route) -> RouteKind:
    """Return what *route* rests on at its weakest: sources, a hypothesis of one, or background that none states."""
    if route.uses_background:
        return "background"
    return "hypothesis" if route.rests_on_hypothesis else "asserted"


class Ranking:
    """The order in which routes of one network are listed, and the weights behind it, worked out once per step.

    Routes that sources assert come first, then those that rest on a hypothesis, then those that need background; in
    each kind signed before unsigned, direct before the rest, then by the weight of the weakest step
    (`pathway_graph.evidence.weight`: a chain holds as much as that), then by length and names.
    """

    def __init__(self, network: Network, without: Iterable[str] = ()) -> None:
        self._network, self._without = network, tuple(without)
        self._known: dict[tuple[str, ...], Weight] = {}

    def weights(self, route: Route) -> tuple[Weight, ...]:
        """Return the independent studies behind each step of *route*."""
        for edge in route.edges:
            if edge.claims not in self._known:
                self._known[edge.claims] = weigh(self._network, edge.claims, without=self._without)
        return tuple(self._known[edge.claims] for edge in route.edges)

    def weakest(self, route: Route) -> int:
        """Return the place of the step with the least weight, from 0.

        A structural step, such as that from a gene to its transcript, rests on no claim and is never the weakest.
        """
        weights = self.weights(route)
        rated = [(weight.score, place) for place, weight in enumerate(weights) if route.edges[place].claims]
        return min(rated)[1] if rated else 0

    def order(self, route: Route) -> Order:
        """Return the key to sort routes by, the best first."""
        score = self.weights(route)[self.weakest(route)].score
        kind, steps = ROUTE_KINDS.index(route_kind(route)), len(route.edges)
        relations = tuple(edge.relation for edge in route.edges)
        return kind, route.sign == 0, steps > 1, -score, steps, route.nodes, relations


def best_first(network: Network, routes: Iterable[Route]) -> tuple[Route, ...]:
    """Return *routes* in the order of `Ranking`.

    >>> from pathway_graph.formats.native import read_guide
    >>> from pathway_graph.trace import paths
    >>> guide = read_guide()
    >>> routes = paths(guide, "imipramine", "CREB", max_steps=3).routes
    >>> best_first(guide, reversed(routes)) == routes
    True
    """
    return tuple(sorted(routes, key=Ranking(network).order))
