"""The network: entities, claims and edges, with where they come from; immutable, equal by value."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any, Final, Protocol, get_args

from pathway_graph.model.claims import Claim, Edge
from pathway_graph.model.display import NotebookDisplay
from pathway_graph.model.documents import Diagram, Publication, Reference, Source, Tension
from pathway_graph.model.documents import Protocol as LaboratoryProtocol
from pathway_graph.model.entities import Entity

_MANY: Final = 4
"""One item read alone takes as long as this many of a whole part."""
_FEW: Final = 1_000
"""So many are read one by one in any case."""


class Content(Protocol):
    """Where the parts of a network lie until they are needed."""

    def part(self, name: str) -> tuple[Any, ...]:
        """Return all items of a part."""
        ...

    def count(self, name: str) -> int:
        """Return how many items a part has."""
        ...

    def pick(self, name: str, places: Iterable[int]) -> list[Any]:
        """Return the items at some places of a part."""
        ...

    def by_id(self, name: str) -> Mapping[str, Any]:
        """Return the items of a part by their identifiers, each read when it is asked for."""
        ...

    def read_ahead(self, claims: Iterable[str]) -> None:
        """Read claims that are going to be asked for one by one, where that saves time."""
        ...


@dataclass(frozen=True)
class Network(NotebookDisplay):
    """Entities, claims, their origins, and the edges derived from them; immutable, equal by value.

    Build one with `pathway_graph.model.build.build_network`, `pathway_graph.read` or a store's ``read``; every
    tuple is sorted by key, so that the same content is the same value whatever order it came in.
    """

    sources: tuple[Source, ...] = field(default_factory=tuple)
    entities: tuple[Entity, ...] = field(default_factory=tuple)
    claims: tuple[Claim, ...] = field(default_factory=tuple)
    references: tuple[Reference, ...] = field(default_factory=tuple)
    publications: tuple[Publication, ...] = field(default_factory=tuple)
    protocols: tuple[LaboratoryProtocol, ...] = field(default_factory=tuple)
    diagrams: tuple[Diagram, ...] = field(default_factory=tuple)
    edges: tuple[Edge, ...] = field(default_factory=tuple)
    tensions: tuple[Tension, ...] = field(default_factory=tuple)

    @classmethod
    def of(cls, content: Content) -> "Network":
        """Return the network whose parts lie in *content*: each is read when it is first asked for."""
        network = object.__new__(cls)
        network.__dict__["_content"] = content
        return network

    @classmethod
    def deriving(cls, parts: Mapping[str, tuple[Any, ...]], derive: Callable[[], tuple[Edge, ...]]) -> "Network":
        """Return the network of these parts, all but the edges: *derive* gives them when they are first asked for."""
        network = cls(**parts)
        del network.__dict__["edges"]
        network.__dict__["_derive"] = derive
        return network

    @property
    def derives_edges(self) -> bool:
        """Whether the edges are still to be derived from the other parts."""
        return "_derive" in self.__dict__

    @property
    def has_own_edges(self) -> bool:
        """Whether the edges are those that are, or will be, derived from the other parts here; given ones may not be.

        >>> Network(edges=()).has_own_edges, Network.deriving({}, tuple).has_own_edges
        (False, True)
        """
        derived = self.__dict__.get("_derived")
        return self.derives_edges or (derived is not None and derived is self.__dict__.get("edges"))

    def __getattr__(self, name: str) -> Any:
        """Read or derive a part that is not here yet; no other attribute is ever missing."""
        derive = self.__dict__.get("_derive") if name == "edges" else None
        if derive is not None:
            edges = self.__dict__.setdefault("edges", derive())
            self.__dict__["_derived"] = edges
            self.__dict__.pop("_derive", None)
            return edges
        content: Content | None = self.__dict__.get("_content")
        if content is None or name not in self.__dataclass_fields__:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        found = self.__dict__[name] = content.part(name)
        return found

    def holds(self, part: str) -> bool:
        """Whether all items of a part are here: nothing of it is left to be read.

        >>> Network().holds("claims")
        True
        """
        return part in self.__dict__ or self.__dict__.get("_content") is None

    def count(self, part: str) -> int:
        """Return how many items a part has; of a stored network they are not read.

        >>> Network(sources=(Source("a"),)).count("sources")
        1
        """
        content: Content | None = self.__dict__.get("_content")
        return len(getattr(self, part)) if content is None or part in self.__dict__ else content.count(part)

    def pick(self, part: str, places: Iterable[int]) -> list[Any]:
        """Return the items at some places of a part; of a stored network the others are not read.

        >>> [source.id for source in Network(sources=(Source("a"), Source("b"))).pick("sources", [1])]
        ['b']
        """
        content: Content | None = self.__dict__.get("_content")
        if content is not None and part not in self.__dict__:
            places = list(places)
            picked = self.__dict__.setdefault("_picked", {})
            picked[part] = picked.get(part, 0) + len(places)
            if picked[part] < max(content.count(part) // _MANY, _FEW):
                return content.pick(part, places)
        items = getattr(self, part)
        return [self._named(part, place) if isinstance(place, str) else items[place] for place in places]

    def _named(self, part: str, identifier: str) -> Any:
        """Return an item that was to be picked by its identifier, as those of a server are, before all were read."""
        known: dict[str, Mapping[str, Any]] = self.__dict__.setdefault("_whole", {})
        if part not in known:
            known[part] = {item.id: item for item in getattr(self, part)}
        return known[part][identifier]

    def read_ahead(self, claims: Iterable[str]) -> None:
        """Read claims that are going to be asked for by name, where many at once take less time than one by one."""
        content: Content | None = self.__dict__.get("_content")
        if content is not None and "claims" not in self.__dict__:
            content.read_ahead(claims)

    def _by_id(self, part: str) -> Mapping[str, Any]:
        content: Content | None = self.__dict__.get("_content")
        if content is not None and part not in self.__dict__:
            return content.by_id(part)
        return {item.id: item for item in getattr(self, part)}

    def __getstate__(self) -> dict[str, Any]:
        """Return what a copy or a pickle takes along: the parts, and nothing that was worked out from them."""
        return {part.name: getattr(self, part.name) for part in fields(self)}

    @cached_property
    def entity(self) -> Mapping[str, Entity]:
        """Entities by identifier."""
        return self._by_id("entities")

    @cached_property
    def claim(self) -> Mapping[str, Claim]:
        """Claims by identifier."""
        return self._by_id("claims")

    @cached_property
    def edge(self) -> Mapping[str, Edge]:
        """Edges by identifier."""
        return self._by_id("edges")

    @cached_property
    def incoming(self) -> Mapping[str, tuple[Edge, ...]]:
        """Causal edges by target, in order of their identifiers."""
        return _grouped((edge.target, edge) for edge in self.edges if edge.sign is not None)

    @cached_property
    def outgoing(self) -> Mapping[str, tuple[Edge, ...]]:
        """Causal edges by source, in order of their identifiers."""
        return _grouped((edge.source, edge) for edge in self.edges if edge.sign is not None)

    def name(self, identifier: str) -> str:
        """Return the name to show for an entity or a protocol step; the identifier itself if there is none.

        A tissue, cell or region that is called by a number of BTO, CL or UBERON has the name of that term, where the
        package knows it.
        """
        entity = self.entity.get(identifier)
        if entity is not None:
            return entity.called
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
