"""The best signed routes from one entity to another, shortest first, by a search that knows how far it has to go."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pathway_graph.index import signed_reach
from pathway_graph.index.reach import NEVER
from pathway_graph.model import Entity, Network
from pathway_graph.names import resolve
from pathway_graph.trace.filters import Filters, check_filters
from pathway_graph.trace.routes import Route
from pathway_graph.trace.search import repeats_gene
from pathway_graph.trace.usable import Usable, usable
from pathway_graph.vocabulary import Sign

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

COUNT = 10
LONGEST = 12
MAX_WORK = 200_000


@dataclass(frozen=True)
class BestRoutes:
    """The best routes between two entities.

    Attributes:
        routes: In order of length, then of the identifiers and relations on them.
        is_cut: Whether the search stopped at its cap before it had found or excluded all that were asked for.
        work: Partial routes looked at.
    """

    routes: tuple[Route, ...]
    is_cut: bool
    work: int


def best_routes(
    network: Network,
    source: str,
    target: str,
    *,
    count: int = COUNT,
    sign: Sign | None = None,
    max_steps: int = LONGEST,
    form: str | None = None,
    filters: Filters | None = None,
    max_work: int = MAX_WORK,
) -> BestRoutes:
    """Return the *count* shortest routes from *source* to *target*, which `paths` would list first.

    Unlike `paths` it does not enumerate every route, so that it answers in large networks. Routes meet no gene
    twice. Those that rest on a hypothesis are left out unless the filters count hypotheses.

    Args:
        network: Where to search.
        source: Any name; a gene symbol means all its forms.
        target: Any name, as for `upstream`.
        count: How many routes to return.
        sign: Only routes of this sign (+1, -1, 0); any if not given.
        max_steps: Longest route, in edges; at most 100.
        form: Narrow the target to one form of its gene.
        filters: Which edges to follow.
        max_work: Stop after so many partial routes; ``is_cut`` then says so.

    Raises:
        UnknownName: Nothing has that name.
        AmbiguousName: Several different things have it.

    >>> from pathway_graph.formats.native import read_guide
    >>> found = best_routes(read_guide(), "TrkB", "synaptic plasticity", sign=1)
    >>> [route.nodes for route in found.routes], found.is_cut
    ([('prot:NTRK2', 'path:AKT', 'bp:synaptic_plasticity')], False)
    """
    filters = filters or Filters()
    check_filters(filters)
    if count < 1 or not 1 <= max_steps <= 100:
        raise ValueError(f"count must be at least 1 and max_steps from 1 to 100, not {count} and {max_steps}")
    edges = usable(network, filters, hypotheses=filters.count_hypotheses)
    starts = _numbers(edges, resolve(network, source))
    ends = _numbers(edges, resolve(network, target, form=form))
    return _Search(edges, starts, ends, sign, max_steps).run(count, max_work)


def _numbers(edges: Usable, entities: tuple[Entity, ...]) -> frozenset[int]:
    return frozenset(edges.index.number[entity.id] for entity in entities)


Partial = tuple[int, tuple[int, ...], tuple[int, ...], int]
"""Least length of a route that goes on from here, its nodes and edges so far, and their sign."""


class _Search:
    """Best first over partial routes, ordered by the length they must come to, then by their nodes and edges.

    The bound is the exact length of the shortest walk of the sign that is still needed, so that partial routes that
    come to nothing are met late or never, and routes leave the queue in the order of the result.
    """

    def __init__(
        self, edges: Usable, starts: frozenset[int], ends: frozenset[int], sign: Sign | None, max_steps: int
    ) -> None:
        self.edges, self.starts, self.ends, self.max_steps = edges, starts, ends, max_steps
        self.sign = sign
        self.left = _bounds(edges, ends, sign, max_steps)

    def run(self, count: int, max_work: int) -> BestRoutes:
        """Search until *count* routes are found, or nothing is left, or *max_work* partial routes were looked at."""
        found: list[Route] = []
        queue: list[Partial] = []
        for start in sorted(self.starts - self.ends):
            self._push(queue, (start,), (), 1)
        work = 0
        while queue and len(found) < count:
            if work == max_work:
                return BestRoutes(tuple(found), True, work)
            work += 1
            _, nodes, route, sign = heapq.heappop(queue)
            if nodes[-1] in self.ends:
                found.append(Route(tuple(self.edges.edge(number) for number in route)))
                continue
            for edge, there in self.edges.neighbours(nodes[-1], False):
                if there not in self.starts and not repeats_gene(nodes, there, self.edges.genes):
                    self._push(queue, (*nodes, there), (*route, edge), sign * int(self.edges.index.sign[edge]))
        return BestRoutes(tuple(found), False, work)

    def _push(self, queue: list[Partial], nodes: tuple[int, ...], route: tuple[int, ...], sign: int) -> None:
        least = len(route) + self.left(nodes[-1], sign)
        if least <= self.max_steps:
            heapq.heappush(queue, (least, nodes, route, sign))


def _bounds(edges: Usable, ends: frozenset[int], sign: Sign | None, max_steps: int) -> Callable[[int, int], int]:
    """Return a function of entity and sign so far that gives the least number of edges still needed."""
    import numpy as np

    reach = signed_reach(edges.index, ends, max_steps=max_steps, allowed=edges.mask)
    size = len(edges.index.ids)

    def table(*columns: NDArray[np.int8]) -> list[int]:
        lengths = np.full(size, NEVER, dtype=np.int64)
        lengths[reach.nodes] = np.minimum.reduce([column.astype(np.int64) for column in columns])
        return [int(length) for length in lengths]

    any_sign = table(reach.raising, reach.lowering, reach.unsigned)
    here = dict.fromkeys(ends, 0)
    if sign is None:
        return lambda node, so_far: here.get(node, any_sign[node])
    if sign == 0:
        unsigned = table(reach.unsigned)

        def needs_unsigned(node: int, so_far: int) -> int:
            if node in here:
                return 0 if so_far == 0 else NEVER
            return any_sign[node] if so_far == 0 else unsigned[node]

        return needs_unsigned
    by_sign = {1: table(reach.raising), -1: table(reach.lowering)}

    def needs(node: int, so_far: int) -> int:
        if so_far == 0:
            return NEVER
        return (0 if so_far == sign else NEVER) if node in here else by_sign[sign * so_far][node]

    return needs
