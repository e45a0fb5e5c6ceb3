"""What counts as a measurement: a claim of what an intervention changed, as against a step of a mechanism."""

from __future__ import annotations

from collections.abc import Container, Iterable, Set
from typing import Final

from pathway_graph.evidence.prepared import claims_about
from pathway_graph.model import Claim, Network

CHANGES: Final = frozenset({"increases", "decreases"})
"""Relations that say that a level rose or fell, and not by what step."""
NULL: Final = "leaves_unchanged"
"""The relation of a null result."""
_INTERVENTIONS: Final = frozenset({"Combination", "Condition", "Disease", "Stimulus", "Technique"})
_COMPOUNDS: Final = frozenset({"SmallMolecule", "ChemicalClass"})

Measured = dict[str, dict[str, dict[int, list[Claim]]]]
"""Measurements by subject, object and sign: +1, -1, and 0 for a null result."""


def is_measurement(network: Network, claim: Claim, *, asked: Container[str] = ()) -> bool:
    """Tell whether a claim says what an intervention changed, or left as it was.

    An edge of a resource says that one molecule acts on another. That it activates one thing and inhibits the next
    contradicts nothing: feed-forward loops of either kind are biology. What a treatment was seen to do can. So a
    measurement is a source's own claim, no hypothesis and not background, with a sign or a null result, whose
    subject is

    - given or imposed from outside: a drug, a combination, a condition, a disease, a stimulus, a technique, or
    - a compound of any role or an entity that the question takes for the intervention (*asked*), if the relation
      says that a level rose, fell or stayed, or
    - anything else, if it says so and also how the treatment was done or what was measured: duration, regimen,
      condition, co-treatment, effect size, measure, or an aspect other than activity.

    A row of a resource is one only if it says how the treatment was done or what was counted (duration, regimen, dose,
    co-treatment, sample size, statistic, effect size, measure or assay), whatever its subject is, and never where the
    resource calls it direct: that is a step. What the question takes for the intervention counts in any case.

    >>> from pathway_graph.formats.native import read_guide
    >>> guide = read_guide()
    >>> [is_measurement(guide, guide.claim[name]) for name in ("P24", "T2.2", "P41", "P23", "B05")]
    [True, True, False, False, False]
    """
    if claim.view != "guide" or claim.certainty == "hypothesis" or not (claim.sign or claim.relation == NULL):
        return False
    subject = network.entity.get(claim.subject)
    kind, role = (subject.kind, subject.role) if subject is not None else ("", "")
    if claim.subject not in asked and is_of_resource(claim) and not _is_experiment(claim):
        return False
    if role == "drug" or kind in _INTERVENTIONS:
        return True
    if claim.relation not in CHANGES and claim.relation != NULL:
        return False
    return kind in _COMPOUNDS or claim.subject in asked or _says_how(claim)


def is_of_resource(claim: Claim) -> bool:
    """Whether a claim was read from a resource: readers name it by the data set, ``signor/SIGNOR-116178``.

    >>> is_of_resource(Claim("mine/1", "x", "increases", "y", source="mine"))
    True
    """
    return bool(claim.source) and claim.id.startswith(f"{claim.source}/")


def _is_experiment(claim: Claim) -> bool:
    """Whether a row of a resource tells of an experiment with a treatment, and not of a step of a mechanism."""
    if claim.qualifier == "direct":
        return False
    figures = (claim.dose, claim.sample_size, claim.statistic_value, claim.effect_percent)
    said = claim.duration or claim.regimen or claim.co_treatment or claim.measure or claim.assay or claim.route
    return bool(said) or any(figure is not None for figure in figures)


def _says_how(claim: Claim) -> bool:
    how = claim.duration or claim.regimen or claim.condition or claim.co_treatment or claim.measure
    return bool(how) or claim.effect_percent is not None or claim.aspect not in ("", "activity")


def measurements(network: Network) -> Measured:
    """Return the measurements of a network by subject, object and sign."""
    return by_ends(claim for claim in network.claims if is_measurement(network, claim))


def measurements_under(network: Network, subjects: Set[str]) -> Measured:
    """Return the measurements under some subjects; no claims are read but those about them.

    >>> from pathway_graph.formats.native import read_guide
    >>> sorted(measurements_under(read_guide(), {"chem:fluoxetine"}))
    []
    """
    about = claims_about(network, subjects)
    return by_ends(claim for claim in about if claim.subject in subjects and is_measurement(network, claim))


def by_ends(claims: Iterable[Claim]) -> Measured:
    """Return claims by subject, object and sign; a null result under 0."""
    found: Measured = {}
    for claim in claims:
        sides = found.setdefault(claim.subject, {}).setdefault(claim.object, {1: [], -1: [], 0: []})
        sides[claim.sign or 0].append(claim)
    return found
