"""The ends of a trace that was cut: for each sign that an end may have, one route that shows it.

A search that stops at its cap has met the shortest routes and not the others, so that an end may lack a sign, or be
missing. Walks tell within how many steps a sign can be brought to an entity (`pathway_graph.index.signed_reach`): an
end that no walk of a sign reaches has no route of that sign either. For the rest a route is sought, best first, by the
number of steps it must come to (Hart, Nilsson & Raphael 1968, doi:10.1109/TSSC.1968.300136). Routes that rest on a
hypothesis are a matter of their own: for them walks count that take a hypothesis at least once.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from pathway_graph.index import signed_reach
from pathway_graph.index.reach import MOST_STEPS, NEVER
from pathway_graph.model.stopping import go_on
from pathway_graph.trace.usable import EdgeView

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_WORK: Final = 300
"""Partial routes looked at for one end and sign."""


@dataclass(frozen=True, slots=True)
class Witnesses:
    """What shows the signs that a search which was cut has not met.

    Attributes:
        routes: Edges by number, source first.
        undecided: Ends, by number, for which it is not known whether a route of a further sign exists.
    """

    routes: tuple[tuple[int, ...], ...]
    undecided: tuple[int, ...]


def find_witnesses(
    edges: EdgeView,
    homes: frozenset[int],
    direction: Literal["upstream", "downstream"],
    max_steps: int,
    known: Mapping[int, Iterable[int]],
    ends: frozenset[int] | None = None,
    *,
    by_hypothesis: bool = False,
) -> Witnesses:
    """Return a shortest route for each end and sign that is not *known*.

    A sign is +1 or -1; a route without a sign is sought where no other leads to the end, or none as short.

    Args:
        edges: The edges that routes follow.
        homes: What the trace began with.
        direction: ``upstream`` of the homes, or ``downstream``.
        max_steps: Longest route, in edges.
        known: Signs of the routes that were found, by end.
        ends: The ends that count; all if not given.
        by_hypothesis: Only routes that rest on a hypothesis.
    """
    steps = min(max_steps, MOST_STEPS)
    left = _left_by_hypothesis if by_hypothesis else _left
    search = _Search(edges, homes, direction, steps, left(edges, homes, direction, steps))
    routes: list[tuple[int, ...]] = []
    undecided: list[int] = []
    for end in search.reached():
        if ends is not None and end not in ends:
            continue
        met = set(known.get(end, ()))
        shortest = 0 if met else NEVER
        for sign in (1, -1, 0):
            least = search.left[-1][sign][end]
            if sign in met or least > steps or (sign == 0 and least >= shortest):
                continue
            go_on()
            route, is_decided = search.run(end, sign)
            if route is not None:
                routes.append(route)
                shortest = min(shortest, len(route))
            elif not is_decided:
                undecided.append(end)
    return Witnesses(tuple(routes), tuple(dict.fromkeys(undecided)))


_Left = list["NDArray[np.int64]"]
"""Steps of the shortest walk home, by sign (0, 1, -1 as index) and entity: any walk, and one with a hypothesis."""


def _left(edges: EdgeView, homes: frozenset[int], direction: Literal["upstream", "downstream"], steps: int) -> _Left:
    import numpy as np

    reach = signed_reach(edges.index, homes, max_steps=steps, direction=direction, allowed=edges.mask)
    table = np.full((3, len(edges.index.ids)), NEVER, dtype=np.int64)
    for sign, lengths in ((1, reach.raising), (-1, reach.lowering), (0, reach.unsigned)):
        table[sign, reach.nodes] = lengths
    table[:, sorted(homes)] = NEVER
    table[1, sorted(homes)] = 0
    return [table]


def _left_by_hypothesis(edges: EdgeView, homes: frozenset[int], direction: str, steps: int) -> _Left:
    """Go out from the homes a step at a time, over all usable edges, and note whether a hypothesis was taken."""
    import numpy as np

    index, home = edges.index, sorted(homes)
    usable = np.flatnonzero(edges.mask)
    near, far = index.source[usable], index.target[usable]
    if direction == "upstream":
        near, far = far, near
    taken, signs = edges.hypothesis[usable], index.sign[usable]
    met = np.full((2, 3, len(index.ids)), NEVER, dtype=np.int64)
    met[0, 1, home] = 0
    for step in range(1, steps + 1):
        go_on()
        last = met == step - 1
        for before, sign in ((before, sign) for before in (0, 1) for sign in (0, 1, -1)):
            at = last[before, sign, near]
            after, product, there = np.maximum(taken[at], before), signs[at] * sign, far[at]
            fresh = met[after.astype(int), product, there] == NEVER
            met[after.astype(int)[fresh], product[fresh], there[fresh]] = step
        met[:, :, home] = NEVER
        met[0, 1, home] = 0
    return [met.min(axis=0), met[1]]


class _Search:
    """Best first from one end to the homes, by the steps that a walk of the sign still needs."""

    def __init__(
        self,
        edges: EdgeView,
        homes: frozenset[int],
        direction: str,
        max_steps: int,
        left: _Left,
    ) -> None:
        self.edges, self.homes, self.max_steps = edges, homes, max_steps
        self.is_upstream = direction == "upstream"
        self.left: list[dict[int, list[int]]] = [{sign: table[sign].tolist() for sign in (1, -1, 0)} for table in left]
        self.signs: list[int] = edges.index.sign.tolist()
        self.hypothesis: list[bool] = edges.hypothesis.tolist()
        self._kept: dict[tuple[int, int, int], list[tuple[int, int]]] = {}

    def reached(self) -> list[int]:
        """Return the entities that may be ends, those with a walk of some sign."""
        left = self.left[-1]
        return [
            node
            for node, lengths in enumerate(zip(left[1], left[-1], left[0], strict=True))
            if min(lengths) != NEVER and node not in self.homes
        ]

    def run(self, end: int, sign: int) -> tuple[tuple[int, ...] | None, bool]:
        """Return a shortest route of *sign*, and whether that there is none is certain."""
        genes = self.edges.genes
        lacking = len(self.left) - 1
        queue: list[_Partial] = [(self.left[lacking][sign][end], 0, (end,), (genes[end],), (), sign, lacking)]
        count = 0
        while queue:
            if count == _WORK:
                return None, False
            count += 1
            _, _, nodes, met, route, needed, lacking = heapq.heappop(queue)
            if nodes[-1] in self.homes:
                return (route if self.is_upstream else route[::-1]), True
            for edge, there in self._onward(nodes[-1], needed, self.max_steps - len(route) - 1):
                gene = genes[there]
                if there in nodes if gene == met[-1] else gene in met:
                    continue
                lacks = 0 if self.hypothesis[edge] else lacking
                for still in self._needed(needed, self.signs[edge]):
                    least = len(route) + 1 + self.left[lacks][still][there]
                    if least <= self.max_steps:  # in a home nothing but +1 is within reach: the route is whole
                        longer = (least, -len(nodes), (*nodes, there), (*met, gene), (*route, edge), still, lacks)
                        heapq.heappush(queue, longer)
        return None, True

    def _onward(self, node: int, needed: int, left: int) -> list[tuple[int, int]]:
        """Return the edges on from an entity without most of those that no walk of *left* more steps takes home."""
        key = (node, needed, left)
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = [
                (edge, there)
                for edge, there in self.edges.neighbours(node, not self.is_upstream)
                if any(self.left[0][still][there] <= left for still in self._needed(needed, self.signs[edge]))
            ]
        return found

    @staticmethod
    def _needed(needed: int, sign: int) -> tuple[int, ...]:
        """Return the signs that the rest of a route may have after an edge of *sign*."""
        if needed:
            return (needed * sign,) if sign else ()
        return (0,) if sign else (1, -1, 0)


_Partial = tuple[int, int, tuple[int, ...], tuple[int, ...], tuple[int, ...], int, int]
"""Least length of the whole; how long it is, negative; its nodes, their genes, its edges; the sign still needed, and
whether a hypothesis is (1 or 0)."""
