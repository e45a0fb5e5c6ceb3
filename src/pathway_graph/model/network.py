"""The network: entities, claims and edges, with where they come from; immutable, equal by value."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, Final, get_args

from pathway_graph.model.claims import Claim, Edge
from pathway_graph.model.display import NotebookDisplay
from pathway_graph.model.documents import Diagram, Protocol, Publication, Reference, Source, Tension
from pathway_graph.model.entities import Entity


@dataclass(frozen=True)
class Network(NotebookDisplay):
    """Entities, claims, their origins, and the edges derived from them; immutable, equal by value.

    Build one with `pathway_graph.model.build.build_network`, `pathway_graph.read` or a store's ``read``; every
    tuple is sorted by key, so that the same content is the same value whatever order it came in.
    """

    sources: tuple[Source, ...] = ()
    entities: tuple[Entity, ...] = ()
    claims: tuple[Claim, ...] = ()
    references: tuple[Reference, ...] = ()
    publications: tuple[Publication, ...] = ()
    protocols: tuple[Protocol, ...] = ()
    diagrams: tuple[Diagram, ...] = ()
    edges: tuple[Edge, ...] = ()
    tensions: tuple[Tension, ...] = ()

    def __getstate__(self) -> dict[str, Any]:
        """Return what a copy or a pickle takes along: the parts, and nothing that was worked out from them."""
        return {part.name: self.__dict__[part.name] for part in fields(self)}

    @cached_property
    def entity(self) -> Mapping[str, Entity]:
        """Entities by identifier."""
        return {entity.id: entity for entity in self.entities}

    @cached_property
    def claim(self) -> Mapping[str, Claim]:
        """Claims by identifier."""
        return {claim.id: claim for claim in self.claims}

    @cached_property
    def edge(self) -> Mapping[str, Edge]:
        """Edges by identifier."""
        return {edge.id: edge for edge in self.edges}

    @cached_property
    def incoming(self) -> Mapping[str, tuple[Edge, ...]]:
        """Causal edges by target, in order of their identifiers."""
        return _grouped((edge.target, edge) for edge in self.edges if edge.sign is not None)

    @cached_property
    def outgoing(self) -> Mapping[str, tuple[Edge, ...]]:
        """Causal edges by source, in order of their identifiers."""
        return _grouped((edge.source, edge) for edge in self.edges if edge.sign is not None)

    def name(self, identifier: str) -> str:
        """Return the name to show for an entity or a protocol step; the identifier itself if there is none."""
        entity = self.entity.get(identifier)
        if entity is not None:
            return entity.name
        return self._step_names.get(identifier, identifier)

    @cached_property
    def _step_names(self) -> Mapping[str, str]:
        return {protocol.step_id(step): step.name for protocol in self.protocols for step in protocol.steps}


PARTS: Final[dict[str, Any]] = {part.name: get_args(part.type)[0] for part in fields(Network) if part.name != "edges"}
"""The parts of a network that hold its content, and the class of each; edges are derived from them."""
OWNED: Final = tuple(part for part in PARTS if part not in ("sources", "entities"))
"""Parts of which each item belongs to one data set; several may define one entity."""
SPOKEN_OF: Final = tuple(part for part in OWNED if part != "claims")
"""Parts that speak of claims and entities: documents and diagrams."""


def _grouped(pairs: Iterable[tuple[str, Edge]]) -> dict[str, tuple[Edge, ...]]:
    groups: dict[str, list[Edge]] = {}
    for key, edge in pairs:
        groups.setdefault(key, []).append(edge)
    return {key: tuple(edges) for key, edges in groups.items()}
