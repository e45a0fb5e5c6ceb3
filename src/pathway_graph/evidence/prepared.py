"""What is said of each entity: maps worked out once per network, so that a question about one reads no others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, Protocol

from pathway_graph.model import Claim, Network
from pathway_graph.model.caching import cached_on


def claims_about(network: Network, entities: Iterable[str]) -> tuple[Claim, ...]:
    """Return the claims of which one of *entities* is the subject or the object, in the network's order.

    >>> from pathway_graph.formats.native import read_guide
    >>> [claim.id for claim in claims_about(read_guide(), ["prot:FOS"])]
    []
    """
    return tuple(network.pick("claims", finder(network).about(entities)))


def claims_from(network: Network, subjects: Iterable[str], objects: Iterable[str] | None = None) -> tuple[Claim, ...]:
    """Return the claims whose subject is one of *subjects*, and whose object one of *objects*, in the network's order.

    >>> from pathway_graph.formats.native import read_guide
    >>> [claim.id for claim in claims_from(read_guide(), ["chem:imipramine"], ["prot:BDNF"])]
    ['P38']
    """
    starts, ends = frozenset(subjects), None if objects is None else frozenset(objects)
    found: list[Claim] = network.pick("claims", finder(network).between(starts, ends))
    return tuple(claim for claim in found if claim.subject in starts and (ends is None or claim.object in ends))


class Finder(Protocol):
    """Finds claims by their ends; each by its place, in order."""

    def about(self, entities: Iterable[str]) -> list[Any]:
        """Return the claims of which one of *entities* is the subject or the object."""
        ...

    def between(self, subjects: frozenset[str], objects: frozenset[str] | None) -> list[Any]:
        """Return the claims from *subjects* to *objects* (to any, if None), and maybe some that are not."""
        ...


def finder(network: Network) -> Finder:
    """Return what finds the claims of a network by their ends."""
    return cached_on(network, make_finder)


def make_finder(network: Network) -> Finder:
    """Return one that looks them up in the places kept for each entity."""
    return _Kept(network)


class _Kept:
    def __init__(self, network: Network) -> None:
        self._places = cached_on(network, places_by_entity)

    def about(self, entities: Iterable[str]) -> list[Any]:
        return sorted(set(chain.from_iterable(self._places.get(entity, ()) for entity in entities)))

    def between(self, subjects: frozenset[str], objects: frozenset[str] | None) -> list[Any]:
        of_subjects = self.about(subjects)
        if objects is None or len(objects) > len(of_subjects):
            return of_subjects
        return sorted(set(of_subjects).intersection(self.about(objects)))


def places_by_entity(network: Network) -> Mapping[str, list[int]]:
    """Map every entity to the places of the claims about it."""
    found: dict[str, list[int]] = defaultdict(list)
    for place, claim in enumerate(network.claims):
        for end in {claim.subject, claim.object}:
            found[end].append(place)
    return dict(found)


def null_places(network: Network) -> Sequence[int]:
    """Return the places of the null results among the claims: there are few, and each qualifies a sign."""
    return [place for place, claim in enumerate(network.claims) if claim.relation == "leaves_unchanged"]


def links_to(network: Network, entity: str) -> tuple[tuple[str, str], ...]:
    """Return the structural links that point to an entity, in the network's order: relation, and whose link it is.

    >>> from pathway_graph.formats.native import read_guide
    >>> ("part_of", "an:CA1") in links_to(read_guide(), "an:hippocampus")
    True
    """
    return cached_on(network, links_by_target).get(entity, ())


def links_by_target(network: Network) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Map every entity to the structural links that point to it."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for entity in network.entities:
        for link in entity.links:
            found[link.target].append((link.relation, entity.id))
    return {target: tuple(links) for target, links in found.items()}


def diagrams_by_depicted(network: Network) -> Mapping[str, list[int]]:
    """Map every entity that diagrams depict as a whole to their places."""
    found: dict[str, list[int]] = defaultdict(list)
    for place, diagram in enumerate(network.diagrams):
        found[diagram.depicts].append(place)
    return dict(found)
