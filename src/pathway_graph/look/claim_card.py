"""The cards of a claim, of a publication and of a printed entry: what is said, and what carries it."""

from __future__ import annotations

from collections.abc import Sequence

from pathway_graph.evidence.retractions import notices_of
from pathway_graph.evidence.sides import claims_between, side_of
from pathway_graph.evidence.words import context, sentence, support
from pathway_graph.evidence.works import retracted_claims
from pathway_graph.identifiers.gene_forms import forms_of
from pathway_graph.look.cards import ClaimCard, Identifier, Named, PublicationCard
from pathway_graph.look.links import link_of
from pathway_graph.look.works import works_behind
from pathway_graph.model import Claim, Network, Publication, Reference


def claim_card(network: Network, claim: Claim, also: tuple[str, ...]) -> ClaimCard:
    """Return the card of a claim."""
    (row,) = support(network, [claim.id])
    gone = retracted_claims(network)
    return ClaimCard(
        claim.id, sentence(network, claim), _end(network, claim.subject), claim.relation, _end(network, claim.object),
        claim.sign, claim.aspect, context(network, claim), claim.certainty, claim.view, claim.source, _place(claim),
        tuple(row["citations"]), works_behind(network, [claim.id]), claim.reference, claim.id in gone, claim.restates,
        claim.inferred_from, _against(network, claim),
        tuple(
            Named(one.id, "Diagram", one.title)
            for one in network.diagrams
            if any(claim.id in edge.claims for edge in one.edges)
        ),
        claim.note, also,
    )  # fmt: skip


def _end(network: Network, identifier: str) -> Named:
    entity = network.entity.get(identifier)
    return Named(identifier, entity.kind if entity else "", network.name(identifier))


def _place(claim: Claim) -> str:
    """Return where in its source a claim stands."""
    lines = f"line{'s' if '-' in claim.lines or ';' in claim.lines else ''} {claim.lines}" if claim.lines else ""
    row = f"row {claim.row}" if claim.row is not None else ""
    table = f"table {claim.table}" if claim.table is not None else ""
    return ", ".join(filter(None, (claim.section, table, row, lines)))


def _against(network: Network, claim: Claim) -> tuple[str, ...]:
    """Return the claims between the same two that say otherwise of the same aspect."""
    own = side_of(claim)
    if own is None:
        return ()
    gone = retracted_claims(network)
    between = claims_between(network, forms_of(network, claim.subject), forms_of(network, claim.object))
    sides = ((other, side_of(other)) for other in between if other.id not in gone and other.id != claim.id)
    return tuple(other.id for other, side in sides if side not in (None, own) and _is_comparable(claim, other))


def _is_comparable(one: Claim, other: Claim) -> bool:
    """Whether two claims speak of the same aspect, as far as they say."""
    return not (one.aspect and other.aspect) or one.aspect == other.aspect


def publication_card(network: Network, records: Sequence[Publication], also: tuple[str, ...]) -> PublicationCard:
    """Return the card of a publication, with the claims that it does, or may, stand behind.

    Args:
        network: Where it is.
        records: Its records, one per data set that names it: the first says what it is, its claims are those of all.
        also: What else bears the name.
    """
    one = records[0]
    notice = notices_of(network).get(one.id)
    said = " ".join(filter(None, (notice.word, notice.date, notice.reason))) if notice else ""
    curies = [curie for curie in (one.doi and f"doi:{one.doi}", one.pmid and f"pubmed:{one.pmid}") if curie]
    names = dict.fromkeys(name for record in records for name in record.claims if name in network.claim)
    claims = [(name, sentence(network, network.claim[name])) for name in names]
    sources = ", ".join(dict.fromkeys(record.source for record in records))
    return PublicationCard(
        one.id, one.title, one.status, one.authors, one.journal, one.year, one.pages,
        tuple(Identifier(curie, link_of(curie)) for curie in curies), said, sources, tuple(claims), one.verification,
        also,
    )  # fmt: skip


def reference_card(network: Network, one: Reference, also: tuple[str, ...]) -> PublicationCard:
    """Return the card of an entry of a printed list, with the claims that cite it and what it is worth for each."""
    verdicts = {name: group.verdict for group in one.verdicts for name in group.claims}
    cited = [claim for claim in network.claims if claim.source == one.source and one.number in claim.citations]
    claims = [
        (claim.id, sentence(network, claim) + (f" [{verdicts[claim.id]}]" if claim.id in verdicts else ""))
        for claim in cited
    ]  # fmt: skip
    return PublicationCard(
        one.id, one.text, "printed entry", "", "", None, "", (), "", one.source, tuple(claims), "", also
    )
