"""Opposite signs on two relatives of one family, complex or protein: a strain, and no contradiction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from pathway_graph.evidence.findings import Finding, sorted_ids
from pathway_graph.evidence.measured import Measured
from pathway_graph.evidence.prepared import links_to
from pathway_graph.model import Claim, Network
from pathway_graph.model.caching import cached_on
from pathway_graph.model.walk import distances

_UPWARDS: Final = frozenset({"is_a", "part_of", "state_of", "activity_of"})
"""Links from a part to its whole."""


def related_objects(network: Network, measured: Measured) -> Iterator[Finding]:
    """Yield opposite signs on two entities of one family, complex or protein: another entity, so no contradiction."""
    for subject, objects in sorted(measured.items()):
        pairs: dict[tuple[str, str], str] = {}
        kin: dict[str, set[str]] = defaultdict(set)
        for member in objects:
            for parent in cached_on(network, _parents, member):
                kin[parent].add(member)
        divided = {parent: some for parent, some in kin.items() if _is_divided(objects, some)}
        size = {parent: _size(network, parent) for parent in divided if len(divided) > 1}
        nearest = sorted(divided.items(), key=lambda item: (size.get(item[0], 0), item[0]))
        for parent, members in nearest:
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


def _is_divided(objects: Mapping[str, Mapping[int, list[Claim]]], members: Iterable[str]) -> bool:
    signs = {sign for member in members for sign in (1, -1) if objects[member][sign]}
    return len(signs) > 1


def _size(network: Network, parent: str) -> int:
    """Return how many entities belong to one, three links down."""

    def parts(here: str) -> Iterator[str]:
        return (part for relation, part in links_to(network, here) if relation in _UPWARDS)

    return len(distances([parent], parts, max_steps=3)) - 1


def _parents(network: Network, identifier: str) -> set[str]:
    """Return families, complexes and proteins that an entity belongs to, three links up."""

    def wholes(here: str) -> Iterator[str]:
        links = network.entity[here].links if here in network.entity else ()
        return (link.target for link in links if link.relation in _UPWARDS)

    found = distances([identifier], wholes, max_steps=3).keys() - {identifier}
    kinds = ("ProteinFamily", "Complex", "Protein")
    return {parent for parent in found if parent in network.entity and network.entity[parent].kind in kinds}
