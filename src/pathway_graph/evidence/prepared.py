"""What is said of each entity: maps worked out once per network, so that a question about one reads no others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from pathway_graph.model import Claim, Network
from pathway_graph.model.caching import cached_on


def claims_about(network: Network, entities: Iterable[str]) -> tuple[Claim, ...]:
    """Return the claims of which one of *entities* is the subject or the object, in the network's order.

    >>> from pathway_graph.formats.native import read_guide
    >>> [claim.id for claim in claims_about(read_guide(), ["prot:FOS"])]
    []
    """
    places = cached_on(network, places_by_entity)
    found = sorted(set(chain.from_iterable(places.get(entity, ()) for entity in entities)))
    return tuple(network.pick("claims", found))


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
