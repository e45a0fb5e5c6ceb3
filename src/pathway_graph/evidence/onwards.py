"""Measured entities next downstream of another, by the shortest routes: over few edges themselves, else the index."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Final

from pathway_graph.index import Index, index_of
from pathway_graph.index.nearest import nearest_stops
from pathway_graph.model import Edge, Network
from pathway_graph.model.caching import cached_on

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_STEPS: Final = 4
"""Longest route, in edges, over which a measurement is compared with the next one."""
_FEW: Final = 2_000
"""So many edges are walked one by one: NumPy is not imported for them."""

Reached = tuple[str, str, int, Callable[[], tuple[Edge, ...]]]
"""Where it starts and ends, the sign that all shortest routes share, and what reads one of them."""


def nearest_measured(
    network: Network,
    subject: str,
    starts: Iterable[str],
    objects: Mapping[str, object],
    view: str,
    gone: frozenset[str],
) -> Iterator[Reached]:
    """Yield of each start the measured entities next downstream, where its shortest routes there have one sign.

    Args:
        network: Where to look.
        subject: Under what it was measured; no route passes it.
        starts: Measured entities.
        objects: All of them: a route ends at the first that it meets.
        view: ``guide`` follows no edge that is background alone.
        gone: Claims that do not count.
    """
    if network.count("edges") <= _FEW:
        for start in starts:
            for end, routes in onwards(network, start, subject, objects, view, gone=gone).items():
                if len(routes) == 1:
                    ((sign, route),) = routes.items()
                    yield start, end, sign, partial(tuple, route)
        return
    index = index_of(network)
    usable = cached_on(network, _usable, view, gone)
    stops = _marked(index, objects)
    for start in starts:
        ends = index.number[start], index.number[subject]
        found = nearest_stops(index, usable, *ends, stops, max_steps=MAX_STEPS)
        for number, (sign, numbers) in found.items():
            yield start, index.ids[number], sign, partial(_edges, network, index.edge[list(numbers)].tolist())


def _edges(network: Network, places: list[int]) -> tuple[Edge, ...]:
    return tuple(network.pick("edges", places))


def edges_out(network: Network, entity: str) -> tuple[Edge, ...]:
    """Return the causal edges out of an entity, as ``network.outgoing`` has them; no others are read.

    >>> from pathway_graph.formats.native import read_guide
    >>> [edge.target for edge in edges_out(read_guide(), "prot:NTRK2")]
    ['cplx:PI3K', 'path:AKT', 'prot:PLCG1', 'prot:SHC1']
    """
    if network.holds("edges") or network.count("edges") <= _FEW:
        return network.outgoing.get(entity, ())
    index = index_of(network)
    number = index.number.get(entity)
    return () if number is None else _edges(network, index.edge[index.out_edges(number)].tolist())


def _marked(index: Index, entities: Mapping[str, object]) -> NDArray[np.bool_]:
    import numpy as np

    found = np.zeros(len(index.ids), bool)
    found[[index.number[entity] for entity in entities]] = True
    return found


def _usable(network: Network, view: str, gone: frozenset[str]) -> NDArray[np.bool_]:
    """Return which edges of the index are followed, as `onwards` decides for each."""
    import numpy as np

    index = index_of(network)
    usable: NDArray[np.bool_] = (index.sign != 0) & ~index.hypothesis
    doubtful = np.zeros(len(usable), bool)
    if view == "guide":  # those in which background has a say may be a source's too
        doubtful |= index.background
    if gone:
        doubtful[_of_claims(network, index, gone)] = True
    numbers = np.flatnonzero(usable & doubtful)
    edges = network.pick("edges", index.edge[numbers].tolist())
    usable[numbers] = [_is_left(network, edge, view, gone) for edge in edges]
    return usable


def _of_claims(network: Network, index: Index, claims: frozenset[str]) -> NDArray[np.intp]:
    """Return edges among which all those are that some claims state."""
    import numpy as np

    if network.holds("edges"):
        places = [place for place, edge in enumerate(network.edges) if not claims.isdisjoint(edge.claims)]
        return np.flatnonzero(np.isin(index.edge, places))
    numbers = [index.number[start] for start in sorted(subjects_of(network, claims)) if start in index.number]
    return np.flatnonzero(np.isin(index.source, numbers))


def subjects_of(network: Network, claims: Iterable[str]) -> set[str]:
    """Return the sources of all edges that some claims state, or that a diagram draws on their word."""
    some = set(claims)
    if not some:
        return set()
    drawn = {edge.source for one in network.diagrams for edge in one.edges if some.intersection(edge.claims)}
    return {network.claim[name].subject for name in some} | drawn


def onwards(
    network: Network,
    start: str,
    subject: str,
    objects: Container[str],
    view: str,
    *,
    gone: frozenset[str] = frozenset(),
) -> dict[str, dict[int, tuple[Edge, ...]]]:
    """Return the measured entities next downstream of *start*: by each sign of the shortest routes there, one of them.

    A route passes only entities that were not measured, so that each comparison is between neighbours. Parallel
    edges and routes of one length count alike: an entity reached with both signs has both, and nothing follows for it.
    """
    found: dict[str, dict[int, tuple[Edge, ...]]] = {}
    seen = {start, subject}
    frontier: dict[str, dict[int, tuple[Edge, ...]]] = {start: {1: ()}}
    for _ in range(MAX_STEPS):
        following: dict[str, dict[int, tuple[Edge, ...]]] = {}
        for here, routes in frontier.items():
            for edge in network.outgoing.get(here, ()):
                if not edge.sign or edge.target in seen or edge.certainty == "hypothesis":
                    continue
                is_doubtful = view == "guide" or not gone.isdisjoint(edge.claims)
                if is_doubtful and not _is_left(network, edge, view, gone):
                    continue
                reached = (found if edge.target in objects else following).setdefault(edge.target, {})
                for sign, route in routes.items():
                    reached.setdefault(sign * edge.sign, (*route, edge))
        seen |= following.keys() | found.keys()
        frontier = following
    return found


def _is_left(network: Network, edge: Edge, view: str, gone: frozenset[str]) -> bool:
    """Whether an edge is followed: as a link, or on the word of a claim of the view that is left and no hypothesis."""
    if not edge.claims:
        return view != "guide" or edge.view == "guide"
    claims = [network.claim[name] for name in edge.claims if name not in gone]
    if edge.structural:
        is_named = all(network.entity[end].view == "guide" for end in (edge.source, edge.target))
        if is_named or (view != "guide" and not claims):
            return True
    return any(claim.certainty != "hypothesis" and (view != "guide" or claim.view == "guide") for claim in claims)
