"""Publications on a card: the surest first, each with its status, and what its journal said of it later."""

from __future__ import annotations

from collections.abc import Iterable

from pathway_graph.evidence.basis import basis_of
from pathway_graph.evidence.retractions import notices_of
from pathway_graph.evidence.works import said
from pathway_graph.look.cards import Work
from pathway_graph.look.links import link_of
from pathway_graph.model import Network, Publication


def works_behind(network: Network, claims: Iterable[str]) -> tuple[Work, ...]:
    """Return the publications that do, or may, stand behind claims; those behind most of them first among equals.

    >>> from pathway_graph.formats.native import read_guide
    >>> [(work.id, work.status) for work in works_behind(read_guide(), ["P18"])]
    [('S13', 'candidate'), ('S15', 'candidate')]
    """
    basis = basis_of(network)
    counts: dict[str, int] = {}
    found: dict[str, Publication] = {}
    for name in claims:
        for one in basis.publications(network.claim[name]):
            counts[one.id] = counts.get(one.id, 0) + 1
            found[one.id] = one
    ranks = {status: place for place, status in enumerate(("verified", "cited", "candidate", "unknown"))}
    ordered = sorted(found.values(), key=lambda one: (ranks.get(one.status, 9), -counts[one.id], one.id))
    return tuple(work_of(network, one) for one in ordered)


def work_of(network: Network, one: Publication) -> Work:
    """Return a publication as a card names it."""
    notice = notices_of(network).get(one.id)
    link = link_of(f"doi:{one.doi}") if one.doi else link_of(f"pubmed:{one.pmid}") if one.pmid else ""
    return Work(one.id, one.status, said(network, one.id), link, notice.word if notice else "")
