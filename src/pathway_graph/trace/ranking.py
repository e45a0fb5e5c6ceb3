"""Which route is the better one: what it rests on, whether it has a sign, how many independent works hold each step."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

from pathway_graph.evidence.weight import Weight, weigh
from pathway_graph.model import Edge, Network
from pathway_graph.trace.route import Route

ROUTE_KINDS: Final = ("asserted", "hypothesis", "background")
"""What a route rests on at its weakest, the surest first."""

RouteKind = Literal["asserted", "hypothesis", "background"]
Order = tuple[int, bool, bool, float, int, tuple[str, ...], tuple[str, ...]]


def route_kind(network: Network, route: Route) -> RouteKind:
    """Return what *route* rests on at its weakest: sources, a hypothesis of one, or background that none states.

    A step that a source supposes and only background asserts rests on that hypothesis, as in the guide's view.
    """
    if route.uses_background:
        return "background"
    is_supposed = route.rests_on_hypothesis or any(_is_supposed(network, edge) for edge in route.edges)
    return "hypothesis" if is_supposed else "asserted"


def _is_supposed(network: Network, edge: Edge) -> bool:
    """Whether all that sources say of an edge is a hypothesis, though background asserts it."""
    if edge.structural or edge.certainty == "hypothesis" or len(edge.claims) < 2:
        return False
    claims = [network.claim[name] for name in edge.claims]
    return not any(claim.view == "guide" and claim.certainty != "hypothesis" for claim in claims)


class Ranking:
    """The order in which routes of one network are listed, and the weights behind it, worked out once per step.

    Routes that sources assert come first, then those that rest on a hypothesis, then those that need background; in
    each kind signed before unsigned, direct before the rest, then by the weight of the weakest step
    (`pathway_graph.evidence.weight`: a chain holds as much as that), then by length and names.

    >>> from pathway_graph.formats.native import read_guide
    >>> from pathway_graph.trace import paths
    >>> guide = read_guide()
    >>> routes = paths(guide, "imipramine", "CREB", max_steps=3).routes
    >>> sorted(reversed(routes), key=Ranking(guide).order) == list(routes)
    True
    """

    def __init__(self, network: Network, without: Iterable[str] = (), *, count_retracted: bool = False) -> None:
        self._network, self._without, self._retracted = network, tuple(without), count_retracted
        self._known: dict[tuple[str, ...], tuple[Weight, float]] = {}

    def prepare(self, routes: Iterable[Route]) -> None:
        """Read the claims of routes that are going to be weighed: those of a server together."""
        self._network.read_ahead(claim for route in routes for claim in route.claims)

    def weights(self, route: Route) -> tuple[Weight, ...]:
        """Return the independent studies behind each step of *route*."""
        return tuple(self._weight(edge.claims)[0] for edge in route.edges)

    def weakest(self, route: Route) -> int:
        """Return the place of the step with the least weight, from 0.

        A structural step, such as that from a gene to its transcript, holds by itself and is never the weakest.
        """
        steps = [(place, edge) for place, edge in enumerate(route.edges) if edge.claims and not edge.structural]
        rated = [(self._weight(edge.claims)[1], place) for place, edge in steps]
        return min(rated)[1] if rated else 0

    def order(self, route: Route) -> Order:
        """Return the key to sort routes by, the best first."""
        score = self._weight(route.edges[self.weakest(route)].claims)[1]
        kind, steps = ROUTE_KINDS.index(route_kind(self._network, route)), len(route.edges)
        relations = tuple(edge.relation for edge in route.edges)
        return kind, route.sign == 0, steps > 1, -score, steps, route.nodes, relations

    def _weight(self, claims: tuple[str, ...]) -> tuple[Weight, float]:
        if claims not in self._known:
            weight = weigh(self._network, claims, without=self._without, count_retracted=self._retracted)
            self._known[claims] = weight, weight.score
        return self._known[claims]
