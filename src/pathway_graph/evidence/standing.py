"""Findings that no option changes: pathways against their parts, and references cited for what does not go together."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Final

from pathway_graph.evidence.citing import acute_behind_chronic, one_citation_both_signs
from pathway_graph.evidence.findings import Finding, sorted_ids
from pathway_graph.evidence.measured import Measured, by_ends, is_measurement, measurements, measurements_under
from pathway_graph.evidence.prepared import claims_about, diagrams_by_depicted
from pathway_graph.identifiers.gene_forms import forms_of
from pathway_graph.model import Claim, Network
from pathway_graph.model.caching import cached_on

VERBS: Final[dict[int | None, str]] = {1: "raises", -1: "lowers", None: "does not change"}


def standing_findings(network: Network, wanted: set[str] | None, gone: frozenset[str]) -> Iterable[Finding]:
    """Return these findings of the whole network; of some entities what they give, and more that is about others.

    Args:
        network: Where to look.
        wanted: Entities, some of whose claims a finding must be about. No claim is read but those about them, about
            other forms of their genes, and about what was said to change them. None for all.
        gone: Claims that do not count.
    """
    if wanted is None:
        return cached_on(network, _of_all, gone)
    forms = {form for entity in wanted for form in forms_of(network, entity)}
    citing = claims_about(network, forms)
    return (
        *_pathways(network, *_of_some(network, wanted, gone)),
        *acute_behind_chronic(network, gone, citing),
        *one_citation_both_signs(network, gone, citing),
    )


def _of_all(network: Network, gone: frozenset[str]) -> tuple[Finding, ...]:
    left = [claim for claim in network.claims if claim.id not in gone] if gone else network.claims
    depicted = cached_on(network, diagrams_by_depicted)
    told = by_ends(claim for claim in left if claim.object in depicted and claim.view == "guide")
    return (
        *_pathways(network, told, standing_of(cached_on(network, measurements), gone)),
        *acute_behind_chronic(network, gone),
        *one_citation_both_signs(network, gone),
    )


def _of_some(network: Network, wanted: set[str], gone: frozenset[str]) -> tuple[Measured, Measured]:
    """Return what was said of pathways, and what was measured, under each subject that has to do with some entities."""
    depicted = cached_on(network, diagrams_by_depicted)
    if not depicted:
        return {}, {}
    subjects = wanted | {
        claim.subject
        for claim in claims_about(network, wanted)
        if claim.object in depicted or is_measurement(network, claim)
    }
    told = by_ends(
        claim for claim in claims_about(network, subjects)
        if claim.subject in subjects and claim.object in depicted and claim.view == "guide" and claim.id not in gone
    )  # fmt: skip
    return told, standing_of(measurements_under(network, told.keys()), gone)


def standing_of(measured: Measured, gone: Container[str]) -> Measured:
    """Return measurements without claims that are gone; what only these measured is measured no more."""
    if not gone:
        return measured
    left = {
        subject: {
            end: {sign: [claim for claim in claims if claim.id not in gone] for sign, claims in sides.items()}
            for end, sides in objects.items()
        }
        for subject, objects in measured.items()
    }
    return {
        subject: {end: sides for end, sides in objects.items() if any(sides.values())}
        for subject, objects in left.items()
    }


def _pathways(network: Network, told: Measured, measured: Measured) -> Iterator[Finding]:
    """Yield a pathway said to change one way while entities that its diagram shows change the other way.

    What is said of the pathway may be a hypothesis; what its parts do is measured.
    """
    places = cached_on(network, diagrams_by_depicted)
    for subject, objects in told.items():
        parts = measured.get(subject, {})
        for depicts, sides in objects.items() if parts else ():
            for diagram in network.pick("diagrams", places[depicts]):
                shown = [node.entity for node in diagram.nodes if node.layer != "detail" and node.entity != depicts]
                yield from _against_parts(network, (subject, depicts), sides, _found(shown, parts))


def _found(shown: Iterable[str], parts: Mapping[str, dict[int, list[Claim]]]) -> dict[int, list[Claim]]:
    return {sign: [claim for node in shown if node in parts for claim in parts[node][sign]] for sign in (1, -1)}


def _against_parts(
    network: Network, ends: tuple[str, str], sides: dict[int, list[Claim]], found: dict[int, list[Claim]]
) -> Iterator[Finding]:
    subject, depicts = ends
    for sign in (1, -1):
        said, against = sides[sign], found[-sign]
        for target in {claim.object for claim in against} if said else ():
            claims = [*said, *(claim for claim in against if claim.object == target)]
            yield Finding(
                "pathway-against-parts",
                f"{network.name(subject)} {VERBS[sign]} {network.name(depicts)} as a whole and "
                f"{VERBS[-sign]} {network.name(target)}, which its diagram shows",
                sorted_ids(claims),
                (),
                (depicts, target),
                ("certainty",) if all(claim.certainty == "hypothesis" for claim in said) else (),
            )
