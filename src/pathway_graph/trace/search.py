"""Trace causal routes: what lies upstream or downstream of an entity, with which net sign, on whose word.

A route follows causal edges from source to target. Its sign is the product of its edges' signs, 0 if an edge
states no direction. It never meets one gene twice, except that it may pass from a gene to its transcript to its
protein. Routes that rest on a hypothesis are kept apart from those that are asserted.
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from functools import cache, partial
from typing import Final, Literal

from pathway_graph.identifiers.lookup import resolve
from pathway_graph.model import Entity, Network
from pathway_graph.model.arguments import require_whole
from pathway_graph.model.border import refuses_bad_data
from pathway_graph.model.caching import gc_paused
from pathway_graph.model.stopping import go_on
from pathway_graph.model.walk import distances
from pathway_graph.trace.filters import Filters, check_filters
from pathway_graph.trace.numbered import rest_on_hypothesis, sorted_routes, table_of
from pathway_graph.trace.ranking import Ranking
from pathway_graph.trace.routes import Trace, TraceEnd
from pathway_graph.trace.usable import EdgeView, edge_view
from pathway_graph.trace.witness import find_witnesses

MAX_STEPS = 4
MAX_ROUTES = 20_000


@refuses_bad_data
def upstream(
    network: Network,
    name: str,
    *,
    max_steps: int = MAX_STEPS,
    form: str | None = None,
    filters: Filters | None = None,
    max_routes: int = MAX_ROUTES,
) -> Trace:
    """Trace every causal route that ends at *name*, at most *max_steps* edges long.

    Args:
        network: Where to trace.
        name: Any name of the target; a gene symbol means all forms of the gene, and each route ends at the
            first form it meets.
        max_steps: Longest route, in edges; a direct regulator is 1 step away.
        form: Narrow a gene to one form, see `pathway_graph.identifiers.lookup.resolve`.
        filters: What to let through; by default the guide's own statements.
        max_routes: List so many routes, shortest first, and beyond them only what shows a further end or sign;
            ``Trace.is_cut`` then says so.

    Raises:
        UnknownName: Nothing has that name.
        AmbiguousName: Several different things have it.

    >>> from pathway_graph.formats.native import read_guide
    >>> found = upstream(read_guide(), "BDNF", max_steps=1)
    >>> [(end.entity, end.net_sign) for end in found.ends]
    [('chem:imipramine', '+1')]
    >>> [(end.entity, end.net_sign) for end in found.hypothetical]
    [('state:CREB1_pS133', '+1')]
    """
    return _trace(network, name, "upstream", max_steps, form, filters or Filters(), max_routes)


@refuses_bad_data
def downstream(
    network: Network,
    name: str,
    *,
    max_steps: int = MAX_STEPS,
    form: str | None = None,
    filters: Filters | None = None,
    max_routes: int = MAX_ROUTES,
) -> Trace:
    """Trace every causal route that starts at *name*; arguments and errors as for `upstream`.

    >>> from pathway_graph.formats.native import read_guide
    >>> [end.entity for end in downstream(read_guide(), "TrkB", max_steps=1).ends]
    ['path:AKT']
    """
    return _trace(network, name, "downstream", max_steps, form, filters or Filters(), max_routes)


@refuses_bad_data
def paths(
    network: Network,
    source: str,
    target: str,
    *,
    max_steps: int = MAX_STEPS,
    form: str | None = None,
    filters: Filters | None = None,
    max_routes: int = MAX_ROUTES,
) -> Trace:
    """Trace every causal route from *source* to *target*, the best first; *source* is the only regulator in the result.

    Direct routes come first, then those whose weakest step most independent works hold, then the shorter ones, as
    `pathway_graph.trace.ranking` says. *form* narrows the target. Errors as for `upstream`.

    >>> from pathway_graph.formats.native import read_guide
    >>> found = paths(read_guide(), "TrkB", "synaptic plasticity")
    >>> [(route.nodes, route.sign) for route in found.routes]
    [(('prot:NTRK2', 'path:AKT', 'bp:synaptic_plasticity'), 1)]
    """
    found = trace_between(network, source, target, max_steps, form, filters or Filters(), max_routes)
    ranking = Ranking(network)
    ranking.prepare(found.routes)
    ends, hypothetical = (
        tuple(replace(end, routes=sorted_routes(end.routes, ranking.order)) for end in some)
        for some in (found.ends, found.hypothetical)
    )
    return replace(found, ends=ends, hypothetical=hypothetical)


def trace_between(
    network: Network, source: str, target: str, max_steps: int, form: str | None, filters: Filters, max_routes: int
) -> Trace:
    """Return what `paths` returns, its routes in order of length."""
    starts = frozenset(entity.id for entity in resolve(network, source))
    found = _trace(network, target, "upstream", max_steps, form, filters, max_routes, starts=starts)
    return replace(found, start=source)


@gc_paused()
def _trace(
    network: Network,
    name: str,
    direction: Literal["upstream", "downstream"],
    max_steps: int,
    form: str | None,
    filters: Filters,
    max_routes: int,
    starts: frozenset[str] | None = None,
) -> Trace:
    check_filters(filters)
    require_whole("max_steps", max_steps)
    require_whole("max_routes", max_routes)
    entities = resolve(network, name, form=form)
    edges = edge_view(network, filters)
    found, is_cut = _search(edges, entities, direction == "upstream", max_steps, max_routes, starts)
    is_apart = [False] * len(found) if filters.count_hypotheses else rest_on_hypothesis(edges, found)
    asserted, hypothetical = (
        [route for route, apart in zip(found, is_apart, strict=True) if apart is kind] for kind in (False, True)
    )
    undecided: tuple[str, ...] = ()
    if is_cut:
        complete = partial(_complete, edges, filters, entities, direction, max_steps, starts)
        undecided = complete(asserted, False)
        if not filters.count_hypotheses and edges.hypothesis.any():
            undecided = tuple(dict.fromkeys((*undecided, *complete(hypothetical, True))))
    return Trace(
        network,
        name,
        entities,
        direction,
        max_steps,
        filters,
        _ends(edges, asserted, direction, filters),
        _ends(edges, hypothetical, direction, filters),
        edges.left_out,
        is_cut,
        undecided=undecided,
    )


def _complete(
    edges: EdgeView,
    filters: Filters,
    entities: tuple[Entity, ...],
    direction: Literal["upstream", "downstream"],
    max_steps: int,
    starts: frozenset[str] | None,
    routes: list[tuple[int, ...]],
    by_hypothesis: bool,
) -> tuple[str, ...]:
    """Add a route for each end and sign that a search which was cut has not met; return the ends left undecided."""
    from numpy import isin

    index, number = edges.index, edges.index.number
    usable = edges if filters.count_hypotheses or by_hypothesis else edges.without_hypotheses()
    if starts is not None and len(starts) > 1:  # a route from one form of a gene passes no other, as in `_search`
        usable = usable.masked(usable.mask & ~isin(index.target, [number[start] for start in sorted(starts)]))
    table = table_of(edges, routes, direction)
    known = {end: set(group.signs) for end, group in table.by_end()}
    ends = None if starts is None else frozenset(number[start] for start in starts)
    if ends is None and filters.kinds:
        ends = frozenset(number[entity.id] for entity in edges.network.entities if entity.kind in filters.kinds)
    homes = frozenset(number[entity.id] for entity in entities)
    found = find_witnesses(usable, homes, direction, max_steps, known, ends, by_hypothesis=by_hypothesis)
    routes += found.routes
    return tuple(index.ids[end] for end in found.undecided)


def _search(
    edges: EdgeView,
    entities: tuple[Entity, ...],
    backwards: bool,
    max_steps: int,
    max_routes: int,
    starts: frozenset[str] | None,
) -> tuple[list[tuple[int, ...]], bool]:
    """Grow routes breadth first from *entities*, so that a cut loses only the longest; edges as numbers."""
    number, genes = edges.index.number, edges.genes
    home = {number[entity.id] for entity in entities}
    stops = None if starts is None else {number[start] for start in starts}
    allowed = None if stops is None else distances(sorted(stops), edges.targets, max_steps=max_steps)

    @cache
    def useful(node: int, steps_left: int) -> list[_Step]:
        """Return the steps on from a node that may still arrive: the edge, its other end and the gene of that."""
        return [
            (edge, there, genes[there])
            for edge, there in edges.neighbours(node, backwards)
            if there not in home and (allowed is None or allowed.get(there, max_steps + 1) <= steps_left)
        ]

    found: list[tuple[int, ...]] = []
    nothing: _Partial = (), (), ()
    growing: deque[tuple[_Partial, _Step]] = deque((nothing, (_NO_EDGE, start, genes[start])) for start in sorted(home))
    while growing:
        go_on()
        here = _grown(*growing.popleft(), backwards)
        route, nodes, met = here
        steps_left = max_steps - len(route) - 1
        for step in useful(nodes[-1], steps_left):
            edge, there, gene = step
            if there in nodes if gene == met[-1] else gene in met:  # as `repeats_gene` says
                continue
            if stops is None or there in stops:
                if len(found) == max_routes:
                    return found, True
                found.append((edge, *route) if backwards else (*route, edge))
            if steps_left and (stops is None or there not in stops):
                growing.append((here, step))
        if len(growing) > 50 * max_routes:
            return found, True
    return found, False


_NO_EDGE: Final = -1
_Step = tuple[int, int, int]
"""An edge, its other end and the gene of that."""
_Partial = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]
"""A route that may grow: its edges, its nodes from the start of the search, and their genes."""


def _grown(before: _Partial, step: _Step, backwards: bool) -> _Partial:
    """Return a route with one more step: made when its turn comes, as most of a million that wait never have one."""
    route, nodes, met = before
    edge, there, gene = step
    if edge != _NO_EDGE:
        route = (edge, *route) if backwards else (*route, edge)
    return route, (*nodes, there), (*met, gene)


def repeats_gene(nodes: tuple[int, ...], there: int, genes: list[int]) -> bool:
    """Whether a route over *nodes* that steps on to *there* would meet an entity, or a gene it had left, again."""
    gene = genes[there]
    if gene == genes[nodes[-1]]:
        return there in nodes
    return any(genes[node] == gene for node in nodes)


def _ends(
    edges: EdgeView, routes: list[tuple[int, ...]], direction: Literal["upstream", "downstream"], filters: Filters
) -> tuple[TraceEnd, ...]:
    entity, ids = edges.network.entity, edges.index.ids
    return tuple(
        TraceEnd(ids[end], group)
        for end, group in table_of(edges, routes, direction).by_end()
        if not filters.kinds or entity[ids[end]].kind in filters.kinds
    )
