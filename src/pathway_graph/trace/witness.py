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
from pathway_graph.trace.straight import straight_routes
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
    import numpy as np

    steps = min(max_steps, MOST_STEPS)
    left = (_left_by_hypothesis if by_hypothesis else _left)(edges, homes, direction, steps)
    ask = _Asked(edges, homes, direction, steps, left)
    may_end = left[-1].min(axis=0) != NEVER
    may_end[sorted(homes)] = False
    if ends is not None:
        may_end &= np.isin(np.arange(len(may_end)), sorted(ends))
    met = np.zeros(left[-1].shape, dtype=bool)
    for end, signs in known.items():
        met[list(signs), end] = True
    shortest = np.where(met.any(axis=0), 0, NEVER)
    for sign in (1, -1, 0):
        wanted = may_end & ~met[sign] & (left[-1][sign] <= steps)
        if sign == 0:
            wanted &= left[-1][0] < shortest
        ask.run(np.flatnonzero(wanted), sign, shortest)
    return Witnesses(tuple(ask.routes), tuple(sorted(ask.undecided)))


class _Asked:
    """Finds a route of a sign for many ends: those of one straight walk home together, the others by a search."""

    def __init__(
        self, edges: EdgeView, homes: frozenset[int], direction: Literal["upstream", "downstream"], steps: int,
        left: NDArray[np.int64],
    ) -> None:  # fmt: skip
        self._given = edges, homes, direction, steps, left
        self._search: _Search | None = None
        self.routes: list[tuple[int, ...]] = []
        self.undecided: set[int] = set()

    def run(self, ends: NDArray[np.int64], sign: int, shortest: NDArray[np.int64]) -> None:
        """Keep a route for each end, and how long it is where no *shortest* is shorter."""
        import numpy as np

        edges, _, direction, _, left = self._given
        is_upstream = direction == "upstream"
        found = straight_routes(edges, left, ends, sign, is_upstream=is_upstream)
        lengths = (found.edges >= 0).sum(axis=1)
        straight = found.is_route
        shortest[ends[straight]] = np.minimum(shortest[ends[straight]], lengths[straight])
        for row, length in zip(found.edges[straight].tolist(), lengths[straight].tolist(), strict=True):
            self.routes.append(tuple(row[:length] if is_upstream else row[length - 1 :: -1]))
        for end in ends[~straight].tolist():
            go_on()
            self._search = self._search or _Search(*self._given)
            route, is_decided = self._search.run(end, sign)
            if route is not None:
                self.routes.append(route)
                shortest[end] = min(shortest[end], len(route))
            elif not is_decided:
                self.undecided.add(end)


def _left(
    edges: EdgeView, homes: frozenset[int], direction: Literal["upstream", "downstream"], steps: int
) -> NDArray[np.int64]:
    """Return the steps of the shortest walk home, by sign (0, 1, -1 as index) and entity, as the only table of one."""
    import numpy as np

    reach = signed_reach(edges.index, homes, max_steps=steps, direction=direction, allowed=edges.mask)
    table = np.full((3, len(edges.index.ids)), NEVER, dtype=np.int64)
    for sign, lengths in ((1, reach.raising), (-1, reach.lowering), (0, reach.unsigned)):
        table[sign, reach.nodes] = lengths
    table[:, sorted(homes)] = NEVER
    table[1, sorted(homes)] = 0
    return table[None]


def _left_by_hypothesis(edges: EdgeView, homes: frozenset[int], direction: str, steps: int) -> NDArray[np.int64]:
    """Return such a table of any walk, and one of those that take a hypothesis.

    Goes out from the homes a step at a time, over all usable edges, and notes whether a hypothesis was taken.
    """
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
    return np.stack([met.min(axis=0), met[1]])


class _Search:
    """Best first from one end to the homes, by the steps that a walk of the sign still needs."""

    def __init__(
        self,
        edges: EdgeView,
        homes: frozenset[int],
        direction: str,
        max_steps: int,
        left: NDArray[np.int64],
    ) -> None:
        self.edges, self.homes, self.max_steps = edges, homes, max_steps
        self.is_upstream = direction == "upstream"
        self.left: list[dict[int, list[int]]] = [{sign: table[sign].tolist() for sign in (1, -1, 0)} for table in left]
        self.signs: list[int] = edges.index.sign.tolist()
        self.hypothesis: list[bool] = edges.hypothesis.tolist()
        self._kept: dict[tuple[int, int, int], list[tuple[int, int]]] = {}

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
