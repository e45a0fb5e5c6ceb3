"""Trace causal routes: what lies upstream or downstream of an entity, with which net sign, on whose word.

A route follows causal edges from source to target. Its sign is the product of its edges' signs, 0 if an edge
states no direction. It never meets one gene twice, except that it may pass from a gene to its transcript to its
protein. Routes that rest on a hypothesis are kept apart from those that are asserted.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from typing import Literal

from pathway_graph.genes import gene_of
from pathway_graph.model import Edge, Entity, Network
from pathway_graph.names import resolve
from pathway_graph.trace.filters import Filters, check_filters, usable_edges
from pathway_graph.trace.routes import End, Route, Trace

MAX_STEPS = 4
MAX_ROUTES = 20_000


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
        form: Narrow a gene to one form, see `pathway_graph.names.resolve`.
        filters: What to let through; by default the guide's own statements.
        max_routes: Stop after so many routes, shortest first; ``Trace.is_cut`` then says so.

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
    """Trace every causal route from *source* to *target*; the result lists *source* as its only regulator.

    *form* narrows the target. Errors as for `upstream`.

    >>> from pathway_graph.formats.native import read_guide
    >>> found = paths(read_guide(), "TrkB", "synaptic plasticity")
    >>> [(route.nodes, route.sign) for route in found.routes]
    [(('prot:NTRK2', 'path:AKT', 'bp:synaptic_plasticity'), 1)]
    """
    starts = frozenset(entity.id for entity in resolve(network, source))
    return _trace(network, target, "upstream", max_steps, form, filters or Filters(), max_routes, starts=starts)


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
    if max_steps < 1:
        raise ValueError(f"max_steps must be at least 1, not {max_steps}")
    entities = resolve(network, name, form=form)
    neighbours, left_out = usable_edges(network, direction, filters)
    routes, is_cut = _search(network, entities, direction, neighbours, max_steps, max_routes, starts)
    asserted: list[Route] = []
    hypothetical: list[Route] = []
    for route in routes:
        apart = route.rests_on_hypothesis and not filters.count_hypotheses
        (hypothetical if apart else asserted).append(route)
    return Trace(
        network,
        name,
        entities,
        direction,
        max_steps,
        filters,
        _ends(network, asserted, direction, filters),
        _ends(network, hypothetical, direction, filters),
        left_out,
        is_cut,
    )


def _search(
    network: Network,
    entities: tuple[Entity, ...],
    direction: str,
    neighbours: Mapping[str, tuple[Edge, ...]],
    max_steps: int,
    max_routes: int,
    starts: frozenset[str] | None,
) -> tuple[list[Route], bool]:
    """Grow routes breadth first from *entities*, so that a cut loses only the longest."""
    backwards = direction == "upstream"
    home = frozenset(entity.id for entity in entities)
    genes = gene_of(network)
    allowed = _distances(network, starts, max_steps, neighbours) if starts is not None else None
    found: list[Route] = []
    partial: deque[tuple[tuple[Edge, ...], str]] = deque(((), start) for start in sorted(home))
    while partial:
        edges, here = partial.popleft()
        for edge in neighbours.get(here, ()):
            there = edge.source if backwards else edge.target
            if there in home or _repeats(edges, there, here, genes, backwards):
                continue
            longer = (edge, *edges) if backwards else (*edges, edge)
            steps_left = max_steps - len(longer)
            if allowed is not None and allowed.get(there, max_steps + 1) > steps_left:
                continue
            if starts is None or there in starts:
                if len(found) == max_routes:
                    return found, True
                found.append(Route(longer))
            if steps_left and (starts is None or there not in starts):
                partial.append((longer, there))
        if len(partial) > 50 * max_routes:
            return found, True
    return found, False


def _repeats(edges: tuple[Edge, ...], there: str, here: str, genes: Mapping[str, str], backwards: bool) -> bool:
    """Whether a route that steps to *there* would meet a gene again that it had left, or an entity again."""
    gene = genes[there]
    if gene == genes[here]:
        return there == here or any(there in (edge.source, edge.target) for edge in edges)
    return any(gene in (genes[edge.source], genes[edge.target]) for edge in edges)


def _distances(
    network: Network,
    starts: frozenset[str],
    max_steps: int,
    neighbours: Mapping[str, tuple[Edge, ...]],
) -> dict[str, int]:
    """Return the steps from the nearest of *starts* to each entity over the usable edges: prunes the search."""
    usable = {edge.id for edges in neighbours.values() for edge in edges}
    reached = dict.fromkeys(starts, 0)
    frontier = sorted(starts)
    for step in range(1, max_steps + 1):
        following = []
        for here in frontier:
            for edge in network.outgoing.get(here, ()):
                if edge.id in usable and edge.target not in reached:
                    reached[edge.target] = step
                    following.append(edge.target)
        frontier = following
    return reached


def _ends(network: Network, routes: Iterable[Route], direction: str, filters: Filters) -> tuple[End, ...]:
    grouped: dict[str, list[Route]] = {}
    for route in routes:
        end = route.nodes[0] if direction == "upstream" else route.nodes[-1]
        if not filters.kinds or network.entity[end].kind in filters.kinds:
            grouped.setdefault(end, []).append(route)
    ends = (End(entity, tuple(sorted(group, key=_route_order))) for entity, group in grouped.items())
    return tuple(sorted(ends, key=lambda end: (end.steps, end.entity)))


def _route_order(route: Route) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    return len(route.edges), route.nodes, tuple(edge.relation for edge in route.edges)
