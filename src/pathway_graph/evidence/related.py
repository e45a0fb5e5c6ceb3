"""Opposite signs on two relatives of one family, complex or protein: a strain, and no contradiction."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from pathway_graph.evidence.findings import Finding, sorted_ids
from pathway_graph.evidence.measured import Measured
from pathway_graph.model import Network
from pathway_graph.model.caching import cached_on
from pathway_graph.model.walk import distances


def related_objects(network: Network, measured: Measured) -> Iterator[Finding]:
    """Yield opposite signs on two entities of one family, complex or protein: another entity, so no contradiction."""
    if not measured:
        return
    parents, sizes = cached_on(network, _families)
    for subject, objects in sorted(measured.items()):
        pairs: dict[tuple[str, str], str] = {}
        kin: dict[str, set[str]] = defaultdict(set)
        for member in objects:
            for parent in parents.get(member, ()):
                kin[parent].add(member)
        for parent, members in sorted(kin.items(), key=lambda item: (sizes[item[0]], item[0])):  # the nearest kin first
            up = {m for m in members if objects[m][1]}
            down = {m for m in members if objects[m][-1]}
            for raised in up - down:
                for lowered in down - up:
                    pairs.setdefault((raised, lowered), parent)
        for (raised, lowered), parent in sorted(pairs.items()):
            one, other = objects[raised][1], objects[lowered][-1]
            aspects = {claim.aspect for claim in (*one, *other)}
            yield Finding(
                "related-objects",
                f"{network.name(subject)} raises {network.name(raised)} and lowers {network.name(lowered)}, "
                f"both of {network.name(parent)}",
                sorted_ids([*one, *other]),
                (),
                (raised, lowered),
                ("entity", "aspect") if len(aspects) > 1 else ("entity",),
            )


def _families(network: Network) -> tuple[dict[str, set[str]], Counter[str]]:
    parents = {entity.id: _parents(network, entity.id) for entity in network.entities}
    return parents, Counter(parent for found in parents.values() for parent in found)


def _parents(network: Network, identifier: str) -> set[str]:
    """Return families, complexes and proteins that an entity belongs to, three links up."""

    def wholes(here: str) -> Iterator[str]:
        links = network.entity[here].links if here in network.entity else ()
        return (link.target for link in links if link.relation in ("is_a", "part_of", "state_of", "activity_of"))

    found = distances([identifier], wholes, max_steps=3).keys() - {identifier}
    kinds = ("ProteinFamily", "Complex", "Protein")
    return {parent for parent in found if parent in network.entity and network.entity[parent].kind in kinds}
