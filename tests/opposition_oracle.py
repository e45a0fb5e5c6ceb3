"""Opposite claims, opposite kin and pathways against their parts, by brute force over pairs of claims."""

from __future__ import annotations

from itertools import product

from conflict_oracle import FROM_OUTSIDE
from pathway_graph.model import Claim, Network

Pair = tuple[str, str, tuple[str, ...], tuple[str, ...]]
"""Two claims that do not agree, what differs in their contexts, and what one of them does not state."""
Told = tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]
"""A finding: its message, claims, entities and what would explain it."""

VERB = {1: "raises", -1: "lowers", 0: "does not change"}


def side(claim: Claim) -> int | None:
    """Return up, down, no change, or None for a claim that says neither."""
    if claim.relation == "leaves_unchanged":
        return 0
    return {1: 1, -1: -1}.get(claim.sign or 0)


def compared(one: Claim, other: Claim) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Compare the contexts of claims whose doses have one unit and whose durations are told in one way."""
    courses, days = [one.course, other.course], [one.duration_days, other.duration_days]
    here, there = ((c.region, c.cell) for c in (one, other))
    shared = [pair for pair in zip(here, there, strict=True) if all(pair)]
    tissue = tuple(zip(*shared, strict=True)) or (one.region or one.cell, other.region or other.cell)
    parts = [
        ("species", one.species, other.species),
        ("tissue", *tissue),
        ("duration", *(courses if all(courses) else days)),
        ("assay", one.assay, other.assay),
        ("strain", one.strain, other.strain),
        ("sex", one.sex, other.sex),
        ("dose", one.dose, other.dose),
        ("route", one.route, other.route),
    ]
    differs = [part for part, a, b in parts if a and b and a != b]
    if one.condition != other.condition:
        differs.insert(sum(part in ("species", "tissue") for part in differs), "baseline")
    if set(one.co_treatment) != set(other.co_treatment):
        differs.append("co-treatment")
    return tuple(differs), tuple(part for part, a, b in parts if not a or not b)


def plain_opposites(network: Network) -> set[Pair]:
    found = set()
    for one, other in product(network.claims, repeat=2):
        about = [(c.subject, c.object, c.view) for c in (one, other)]
        sides = (side(one), side(other))
        alike = one.aspect == other.aspect or not (one.aspect and other.aspect)  # an unstated aspect may be any
        if about[0] == about[1] and alike and one.view == "guide" and sides in ((1, -1), (1, 0), (-1, 0)):
            differs, unknown = compared(one, other)
            found.add((one.id, other.id, differs, unknown if one.aspect == other.aspect else (*unknown, "aspect")))
    return found


def measures(network: Network, claim: Claim) -> bool:
    """Whether a claim of the random networks of these tests is a measurement."""
    if claim.view != "guide" or claim.certainty == "hypothesis" or side(claim) is None:
        return False
    subject = network.entity[claim.subject]
    if subject.role == "drug" or subject.kind in FROM_OUTSIDE:
        return True
    level = claim.relation in ("increases", "decreases", "leaves_unchanged")
    how = claim.duration or claim.regimen or claim.condition or claim.aspect not in ("", "activity")
    return level and (subject.kind == "SmallMolecule" or bool(how))


def kin(network: Network, name: str, steps: int = 3) -> set[str]:
    """Return the families, complexes and proteins that an entity belongs to, up to three links away."""
    if steps == 0 or name not in network.entity:
        return set()
    above = {
        link.target
        for link in network.entity[name].links
        if link.relation in ("is_a", "part_of", "state_of", "activity_of")
    }
    return {*above, *(further for parent in above for further in kin(network, parent, steps - 1))}


def plain_related(network: Network) -> set[Told]:
    groups = {
        name: {p for p in kin(network, name) if network.entity[p].kind in ("ProteinFamily", "Complex", "Protein")}
        for name in network.entity
    }
    members = {parent: sum(parent in above for above in groups.values()) for parent in network.entity}
    claims = [claim for claim in network.claims if measures(network, claim)]
    found: set[Told] = set()
    for subject, raised, lowered in product(network.entity, repeat=3):
        mine = [claim for claim in claims if claim.subject == subject]
        up, down = ({c.object for c in mine if side(c) == sign} for sign in (1, -1))
        common = groups[raised] & groups[lowered]
        if raised not in up - down or lowered not in down - up or not common:
            continue
        nearest = min(common, key=lambda parent: (members[parent], parent))
        both = [c for c in mine if (c.object, side(c)) in ((raised, 1), (lowered, -1))]
        explained = ("entity", "aspect") if len({c.aspect for c in both}) > 1 else ("entity",)
        name = network.name
        message = f"{name(subject)} raises {name(raised)} and lowers {name(lowered)}, both of {name(nearest)}"
        found.add((message, tuple(sorted(c.id for c in both)), (raised, lowered), explained))
    return found


def plain_pathways(network: Network) -> set[Told]:
    found: set[Told] = set()
    for diagram, subject, sign in product(network.diagrams, network.entity, (1, -1)):
        whole = diagram.depicts
        said = [
            claim
            for claim in network.claims
            if (claim.subject, claim.object, claim.sign, claim.view) == (subject, whole, sign, "guide")
        ]
        for part in {node.entity for node in diagram.nodes if node.layer != "detail"} - {whole}:
            against = [
                claim
                for claim in network.claims
                if (claim.subject, claim.object, side(claim)) == (subject, part, -sign) and measures(network, claim)
            ]
            if said and against:
                message = (
                    f"{network.name(subject)} {VERB[sign]} {network.name(whole)} as a whole and {VERB[-sign]} "
                    f"{network.name(part)}, which its diagram shows"
                )
                guessed = all(claim.certainty == "hypothesis" for claim in said)
                claims = tuple(sorted(claim.id for claim in [*said, *against]))
                found.add((message, claims, (whole, part), ("certainty",) if guessed else ()))
    return found
