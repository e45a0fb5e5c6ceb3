"""The best signed routes from one entity to another, shortest first, by a search that knows how far it has to go."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pathway_graph.identifiers.lookup import resolve
from pathway_graph.index import signed_reach
from pathway_graph.index.reach import NEVER
from pathway_graph.model import Entity, Network
from pathway_graph.model.arguments import require_whole, require_word
from pathway_graph.model.border import refuses_bad_data
from pathway_graph.model.stopping import go_on
from pathway_graph.model.vocabulary import Sign
from pathway_graph.trace.filters import Filters, check_filters
from pathway_graph.trace.route import Route
from pathway_graph.trace.search import repeats_gene
from pathway_graph.trace.usable import EdgeView, edge_view

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

COUNT = 10
LONGEST = 12
MAX_WORK = 200_000
_NEAR = 5
"""Steps for which bounds are worked out first; most pairs need no more."""


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


@refuses_bad_data
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
    """Return the *count* shortest routes from *source* to *target*, by length and then by names.

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
        ValueError: *count*, *sign* or *max_steps* is out of range.

    >>> from pathway_graph.formats.native import read_guide
    >>> found = best_routes(read_guide(), "TrkB", "synaptic plasticity", sign=1)
    >>> [route.nodes for route in found.routes], found.is_cut
    ([('prot:NTRK2', 'path:AKT', 'bp:synaptic_plasticity')], False)
    """
    filters = filters or Filters()
    check_filters(filters)
    require_whole("count", count)
    require_whole("max_steps", max_steps, high=100)
    require_whole("max_work", max_work)
    require_word("sign", sign, (1, -1, 0, None))
    edges = edge_view(network, filters, hypotheses=filters.count_hypotheses)
    starts = _numbers(edges, resolve(network, source))
    ends = _numbers(edges, resolve(network, target, form=form))
    return _Search(edges, starts, ends, sign, max_steps).run(count, max_work)


def route_of_sign(
    edges: EdgeView, starts: frozenset[int], ends: frozenset[int], sign: Sign, max_steps: int
) -> tuple[int, ...] | None:
    """Return the shortest route of a sign as numbers of edges, however long the search; None where there is none."""
    found = _Search(edges, starts, ends, sign, max_steps).numbers(1, None)
    return found[0][0] if found[0] else None


def _numbers(edges: EdgeView, entities: tuple[Entity, ...]) -> frozenset[int]:
    return frozenset(edges.index.number[entity.id] for entity in entities)


Partial = tuple[int, tuple[int, ...], tuple[int, ...], int]
"""Least length of a route that goes on from here and is still to come; its nodes and edges so far, and their sign."""


class _Search:
    """Best first over partial routes, ordered by the length they must come to, then by their nodes and edges.

    The bound is the length of the shortest walk of the sign that is still needed, so that partial routes that come to
    nothing are met late or never, and routes leave the queue in the order of the result. A partial route is extended
    only by the edges that keep its bound, and waits under the next one for the others (Yoshizumi et al. 2000).
    """

    def __init__(
        self, edges: EdgeView, starts: frozenset[int], ends: frozenset[int], sign: Sign | None, max_steps: int
    ) -> None:
        self.edges, self.starts, self.ends, self.max_steps = edges, starts, ends, max_steps
        self.left = _bounds(edges, starts, ends, sign, max_steps)

    def run(self, count: int, max_work: int) -> BestRoutes:
        """Search until *count* routes are found, or nothing is left, or *max_work* partial routes were looked at."""
        routes, is_cut, work = self.numbers(count, max_work)
        return BestRoutes(tuple(Route(tuple(map(self.edges.edge, route))) for route in routes), is_cut, work)

    def numbers(self, count: int, max_work: int | None) -> tuple[list[tuple[int, ...]], bool, int]:
        """Return the routes that `run` does as numbers of edges, whether it was cut, and the work; None: no cap."""
        found: list[tuple[int, ...]] = []
        queue: list[Partial] = [(int(self.left[1, start]), (start,), (), 1) for start in self.starts - self.ends]
        queue = sorted(partial for partial in queue if partial[0] <= self.max_steps)
        work = 0
        while queue and len(found) < count:
            if work == max_work:
                return found, True, work
            go_on()
            work += 1
            partial = heapq.heappop(queue)
            if partial[1][-1] in self.ends:
                found.append(partial[2])
            else:
                self._extend(queue, partial)
        return found, False, work

    def _extend(self, queue: list[Partial], partial: Partial) -> None:
        least, nodes, route, sign = partial
        numbers, ends, signs = self.edges.edges_out(nodes[-1])
        lengths = self.left[sign * signs, ends] + (len(route) + 1)
        for place in (lengths == least).nonzero()[0].tolist():
            there = int(ends[place])
            if there not in self.starts and not repeats_gene(nodes, there, self.edges.genes):
                longer = (*route, int(numbers[place]))
                heapq.heappush(queue, (least, (*nodes, there), longer, sign * int(signs[place])))
        later = lengths[lengths > least]
        if len(later) and (following := int(later.min())) <= self.max_steps:
            heapq.heappush(queue, (following, nodes, route, sign))


def _bounds(
    edges: EdgeView, starts: frozenset[int], ends: frozenset[int], sign: Sign | None, max_steps: int
) -> NDArray[np.int64]:
    """Return the least number of edges still needed, by sign so far (0, 1, and -1 as the last row) and entity."""
    import numpy as np

    for limit in sorted({min(_NEAR, max_steps), max_steps}):
        reach = signed_reach(edges.index, ends, max_steps=limit, allowed=edges.mask)
        table = np.full((3, len(edges.index.ids)), NEVER if limit == max_steps else limit + 1, dtype=np.int64)
        by_sign = {1: reach.raising, -1: reach.lowering, 0: reach.unsigned, None: reach.distance}
        for so_far in (0, 1, -1):
            if sign == 0:
                needed = None if so_far == 0 else 0
            else:
                needed = None if sign is None else sign * so_far
            lengths = by_sign[needed]
            near = lengths != NEVER
            table[so_far, reach.nodes[near]] = lengths[near]
            fits = sign is None or so_far == sign
            table[so_far, sorted(ends)] = 0 if fits else NEVER
        if sign:
            table[0] = NEVER  # no edge gives a route its sign back
        if any(table[1, start] <= limit for start in starts):
            break
    return table
