"""The plain trace over the network's own edges, without the index, and random networks to compare the fast one on."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Literal

from pathway_graph.identifiers.gene_forms import gene_of
from pathway_graph.identifiers.lookup import resolve
from pathway_graph.model import Claim, Edge, Entity, Link, Network, Source
from pathway_graph.model.build import build_network
from pathway_graph.trace.filters import Filters, admission, check_filters
from pathway_graph.trace.route import Route
from pathway_graph.trace.routes import Trace, TraceEnd
from weight_oracle import plain_weigh


def _usable_edges(
    network: Network, direction: str, filters: Filters
) -> tuple[Mapping[str, tuple[Edge, ...]], dict[str, int]]:
    """Return the edges a trace may follow, by the end it comes from, and how many were left out, by reason."""
    every = network.incoming if direction == "upstream" else network.outgoing
    if filters == Filters(view="expanded", kinds=filters.kinds, count_hypotheses=filters.count_hypotheses):
        return every, {}
    admit = admission(network, filters)
    left_out: dict[str, int] = {}
    usable: dict[str, tuple[Edge, ...]] = {}
    for end, edges in every.items():
        kept = []
        for edge in edges:
            used = admit(edge)
            if isinstance(used, Edge):
                kept.append(used)
            else:
                left_out[used] = left_out.get(used, 0) + 1
        usable[end] = tuple(kept)
    return usable, dict(sorted(left_out.items()))


def plain_trace(
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
    neighbours, left_out = _usable_edges(network, direction, filters)
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


def _ends(network: Network, routes: Iterable[Route], direction: str, filters: Filters) -> tuple[TraceEnd, ...]:
    grouped: dict[str, list[Route]] = {}
    for route in routes:
        end = route.nodes[0] if direction == "upstream" else route.nodes[-1]
        if not filters.kinds or network.entity[end].kind in filters.kinds:
            grouped.setdefault(end, []).append(route)
    ends = (TraceEnd(entity, tuple(sorted(group, key=_route_order))) for entity, group in grouped.items())
    return tuple(sorted(ends, key=lambda end: (end.steps, end.entity)))


def _route_order(route: Route) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    return len(route.edges), route.nodes, tuple(edge.relation for edge in route.edges)


def plain_best_first(trace: Trace) -> Trace:
    """Return *trace* with the routes of each end in the order that the documentation of `paths` states."""

    def order(route: Route) -> tuple[object, ...]:
        scores = [
            sum(study[3] for study in plain_weigh(trace.network, edge.claims, frozenset())[0])
            for edge in route.edges
            if edge.claims
        ]
        rests_on = 2 if route.uses_background else int(route.rests_on_hypothesis)
        weakest = min(scores, default=0)
        return rests_on, route.sign == 0, len(route.edges) != 1, -round(weakest, 9), *_route_order(route)

    ends, hypothetical = (
        tuple(replace(end, routes=tuple(sorted(end.routes, key=order))) for end in some)
        for some in (trace.ends, trace.hypothetical)
    )
    return replace(trace, ends=ends, hypothetical=hypothetical)


def random_network(seed: int) -> Network:
    """Nine genes, three of them in two forms, and random signed edges: self-loops, parallel and unsigned ones."""
    chance = random.Random(seed)
    entities = [Entity(f"n{i}", "Protein", f"N{i}") for i in range(9)]
    entities += [Entity(f"m{i}", "Transcript", f"M{i}", synonyms=(f"G{i}",)) for i in range(3)]
    entities[:3] = [
        Entity(f"n{i}", "Protein", f"N{i}", synonyms=(f"G{i}",), links=(Link("translated_from", f"m{i}"),))
        for i in range(3)
    ]
    names = [entity.id for entity in entities]
    relations = ["activates", "inhibits", "modulates", "binds"]
    claims = [Claim(f"c{i}", chance.choice(names), chance.choice(relations), chance.choice(names)) for i in range(22)]
    return build_network(Source("random"), entities=entities, claims=claims)
