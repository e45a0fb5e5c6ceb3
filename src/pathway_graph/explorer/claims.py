"""Claims and publications as rows of the explorer's tables, made when they are shown, and as pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any, Final

from pathway_graph.evidence.prepared import claims_about
from pathway_graph.evidence.retractions import notices_of
from pathway_graph.evidence.words import sentence, support
from pathway_graph.explorer.links import outside, work_links
from pathway_graph.explorer.tables import Kind, Lazy
from pathway_graph.model import Claim, Edge, Network, Publication
from pathway_graph.model.attributes import value_text
from pathway_graph.model.caching import cached_on

CLAIM_KINDS: Final[dict[str, Kind]] = {
    "claim": "claims", "says": "long", "sign": "sign", "publications": "works", "reference": "link", "claims": "claims",
}  # fmt: skip
"""How the columns of a table of claims are shown."""
_TOLD: Final = frozenset({"id", "subject", "object", "relation", "statement", "citations", "source", "attributes"})
_ENTITY: Final = frozenset({"species", "region", "cell", "assay", "condition"})


def claim_rows(network: Network, claims: Sequence[Claim], *, not_stated: Mapping[str, list[str]] | None = None) -> Lazy:
    """Return claims as rows that are made when they are shown.

    Args:
        network: Where they are.
        claims: The claims.
        not_stated: What each does not state of what was asked for; each row then says it.
    """

    def make(some: Sequence[Any]) -> list[dict[str, Any]]:
        return [
            {
                **row, "data_set": claim.source, "subject": network.name(claim.subject), "subject_id": claim.subject,
                "object": network.name(claim.object), "object_id": claim.object,
                **({} if not_stated is None else {"not_stated": not_stated.get(claim.id, [])}),
            }
            for claim, row in zip(some, support(network, (claim.id for claim in some)), strict=True)
        ]  # fmt: skip

    def value(claim: Any, column: str) -> Any:
        quick = {
            "claim": "id", "sign": "sign", "certainty": "certainty", "view": "view", "data_set": "source",
            "reference": "reference", "lines": "lines",
        }  # fmt: skip
        if column in quick:
            return getattr(claim, quick[column])
        if column in ("subject", "object"):
            return network.name(getattr(claim, column))
        return sentence(network, claim) if column == "says" else make([claim])[0].get(column)

    def text(claim: Any) -> str:
        return f"{claim.id} {sentence(network, claim)} {network.name(claim.subject)} {network.name(claim.object)} " \
               f"{claim.source} {claim.reference} {claim.certainty}"  # fmt: skip

    return Lazy(claims, make, value, text)


def facts(network: Network, claim: Claim) -> list[tuple[str, str, str, str]]:
    """Return all that a claim states beside its sentence: name, words, a card to go to, an address outside."""
    rows = []
    for field in fields(claim):
        value = getattr(claim, field.name)
        if field.name in _TOLD or value in ("", None, ()):
            continue
        name = field.name.replace("_", " ")
        for one in value if isinstance(value, tuple) else (value,):
            is_card = isinstance(one, str) and one in network.entity and (field.name in _ENTITY or len(one) > 3)
            card = one if is_card else ""
            said = network.name(one) if is_card else value_text(one)
            rows.append((name, said, card, outside(one) if isinstance(one, str) else ""))
    return rows + [(str(name), value_text(value), "", "") for name, value in claim.attributes]


def edges_of(network: Network, claim: Claim) -> list[Edge]:
    """Return the edges that a claim is behind."""
    near = (*network.outgoing.get(claim.subject, ()), *network.incoming.get(claim.object, ()))
    return [edge for edge in dict.fromkeys(near) if claim.id in edge.claims]


def beside(network: Network, claim: Claim) -> list[Claim]:
    """Return the other claims about the same two entities."""
    ends = {claim.subject, claim.object}
    return [
        other for other in claims_about(network, [claim.subject])
        if {other.subject, other.object} == ends and other.id != claim.id
    ]  # fmt: skip


def works_behind(network: Network, claim: Claim) -> list[Publication]:
    """Return the publications that a curator holds to stand behind a claim."""
    return cached_on(network, _works_by_claim).get(claim.id, [])


def _works_by_claim(network: Network) -> dict[str, list[Publication]]:
    found: dict[str, list[Publication]] = {}
    for work in network.publications:
        for name in work.claims:
            found.setdefault(name, []).append(work)
    return found


def work_rows(network: Network) -> Lazy:
    """Return the publications as rows that are made when they are shown."""
    notices = notices_of(network)

    def row(work: Any) -> dict[str, Any]:
        notice = notices.get(work.id)
        return {
            "publication": work.id, "title": work.title, "authors": work.authors, "journal": work.journal,
            "year": work.year, "status": work.status, "notice": notice.word if notice else "",
            "claims": len(work.claims), "links": work_links(work.doi, work.pmid), "data_set": work.source,
            "doi": work.doi, "pmid": work.pmid,
        }  # fmt: skip

    return Lazy(
        network.publications, lambda some: [row(work) for work in some],
        lambda work, column: row(work).get(column),
        lambda work: f"{work.id} {work.title} {work.authors} {work.journal} {work.year} {work.doi} {work.pmid} "
                     f"{work.status} {work.source}",
    )  # fmt: skip
