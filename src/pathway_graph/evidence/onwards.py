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
    if view == "guide":  # those in which background has a say may be a source's too
        doubtful = np.flatnonzero(usable & index.background)
        usable[doubtful] = [edge.view != "background" for edge in network.pick("edges", index.edge[doubtful].tolist())]
    if gone:
        changed = _of_claims(network, index, usable, gone)
        edges = network.pick("edges", index.edge[changed].tolist())
        usable[changed] = [gone.isdisjoint(edge.claims) or _is_left(network, edge, view, gone) for edge in edges]
    return usable


def _of_claims(network: Network, index: Index, usable: NDArray[np.bool_], claims: frozenset[str]) -> NDArray[np.intp]:
    """Return the usable edges among which those are that some claims state."""
    import numpy as np

    if network.holds("edges"):
        places = [place for place, edge in enumerate(network.edges) if not claims.isdisjoint(edge.claims)]
        return np.flatnonzero(usable & np.isin(index.edge, places))
    starts = {network.claim[name].subject for name in claims}
    numbers = [index.number[start] for start in sorted(starts) if start in index.number]
    return np.flatnonzero(usable & np.isin(index.source, numbers))


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
                if view == "guide" and edge.view == "background":
                    continue
                if not gone.isdisjoint(edge.claims) and not _is_left(network, edge, view, gone):
                    continue
                reached = (found if edge.target in objects else following).setdefault(edge.target, {})
                for sign, route in routes.items():
                    reached.setdefault(sign * edge.sign, (*route, edge))
        seen |= following.keys() | found.keys()
        frontier = following
    return found


def _is_left(network: Network, edge: Edge, view: str, gone: frozenset[str]) -> bool:
    """Whether an edge is followed on the word of the claims that are left of it."""
    left = [network.claim[name] for name in edge.claims if name not in gone]
    return any(claim.certainty != "hypothesis" for claim in left) and (
        view != "guide" or any(claim.view == "guide" for claim in left)
    )
