"""Which edges speak against which, so that no picture and no cascade shows one side alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from pathway_graph.identifiers.gene_forms import forms_of, gene_of
from pathway_graph.model import Edge, Network
from pathway_graph.model.caching import cached_on

NO_CHANGE: Final = "leaves_unchanged"
"""The relation of a null result: it has no sign, and yet says something against every sign."""


def tells_effect(edge: Edge) -> bool:
    """Whether an edge says what its source does to its target: raises, lowers, acts on, or leaves it as it is."""
    return edge.sign is not None or edge.relation == NO_CHANGE


def edges_against(network: Network, edges: Iterable[Edge]) -> tuple[Edge, ...]:
    """Return what *network* holds against some of its edges, sorted, without these edges themselves.

    Against an edge stands every other edge between the same two entities that says another thing of the effect: the
    opposite sign, a change without a direction, or no change. Between other forms of the two genes only the opposite
    sign counts, since a transcript may well stay as it is while its protein changes.

    Args:
        network: Where to look.
        edges: Edges of *network*, for instance those of a picture.

    >>> from pathway_graph.formats.native import read_guide
    >>> guide = read_guide()
    >>> raises = guide.edge["chem:imipramine increases state:CREB1_pS133"]
    >>> [(edge.id, edge.claims) for edge in edges_against(guide, [raises])]
    [('chem:imipramine decreases state:CREB1_pS133', ('T2.2',))]
    """
    given = {edge.id: edge for edge in edges}
    found = {other.id: other for edge in given.values() for other in _against(network, edge)}
    return tuple(found[key] for key in sorted(found.keys() - given.keys()))


def edges_of_diagrams(network: Network, diagrams: Iterable[str]) -> frozenset[str]:
    """Return the edges, by identifier, that diagrams show: those they list, and what their data set holds against them.

    Args:
        network: Where the diagrams are.
        diagrams: Their identifiers.

    >>> from pathway_graph.formats.native import read_guide
    >>> "chem:imipramine decreases state:CREB1_pS133" in edges_of_diagrams(read_guide(), ["D1"])
    True
    """
    sources = {diagram.id: diagram.source for diagram in network.diagrams}
    shown: set[str] = set()
    for name in diagrams:
        listed = [edge for edge in network.edges if name in edge.cascades]
        shown.update(edge.id for edge in listed)
        shown.update(
            edge.id
            for edge in edges_against(network, listed)
            if any(network.claim[claim].source == sources[name] for claim in edge.claims)
        )
    return frozenset(shown)


def _against(network: Network, edge: Edge) -> Iterator[Edge]:
    if not tells_effect(edge):
        return
    pairs = cached_on(network, _by_pair)
    yield from (other for other in pairs.get((edge.source, edge.target), ()) if other.sign != edge.sign)
    genes = gene_of(network)
    if not edge.sign or genes[edge.source] == genes[edge.target]:
        return
    for source in forms_of(network, edge.source):
        for target in forms_of(network, edge.target):
            yield from (other for other in pairs.get((source, target), ()) if other.sign == -edge.sign)


def _by_pair(network: Network) -> Mapping[tuple[str, str], list[Edge]]:
    found: dict[tuple[str, str], list[Edge]] = defaultdict(list)
    for edge in network.edges:
        if tells_effect(edge):
            found[edge.source, edge.target].append(edge)
    return dict(found)
