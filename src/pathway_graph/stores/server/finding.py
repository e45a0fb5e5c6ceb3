"""Claims and edges of an entity in a database that is not copied: found on the server by their links."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Protocol

from pathway_graph.model import Edge
from pathway_graph.stores.server.counted import OURS, batches
from pathway_graph.stores.server.fetcher import Fetch

_ABOUT: Final = (
    f"UNWIND $ids AS i MATCH (:Entity {{id: i}})<-[:SUBJECT|OBJECT]-(c:Statement) WHERE {OURS} "
    "WITH DISTINCT i, c RETURN i, labels(c), properties(c)"
)
_OF_SUBJECTS: Final = (
    f"UNWIND $ids AS i MATCH (:Entity {{id: i}})<-[:SUBJECT]-(c:Statement) WHERE {OURS} "
    "WITH DISTINCT c RETURN labels(c), properties(c)"
)
_BETWEEN: Final = (
    "UNWIND $ids AS i MATCH (:Entity {id: i})<-[:SUBJECT]-(c:Statement)-[:OBJECT]->(o:Entity) "
    f"WHERE {OURS} AND o.id IN $objects WITH DISTINCT c RETURN labels(c), properties(c)"
)


class Kept(Protocol):
    """Keeps claims that were fetched."""

    places: dict[str, int]
    fetch: Fetch

    def take(self, rows: Iterable[Sequence[Any]]) -> list[str]:
        """Keep the claims of rows of labels and properties; return their identifiers, in order."""
        ...


class ServerFinder:
    """Finds claims by their ends, see `pathway_graph.evidence.prepared.Finder`; by identifier, as the content picks.

    Args:
        kept: Takes the claims.
        require_linked: Makes sure that links say what the claims state.
    """

    def __init__(self, kept: Kept, require_linked: Callable[[], None]) -> None:
        self._kept, self._require_linked = kept, require_linked
        self._known: dict[str, list[str]] = {}

    def about(self, entities: Iterable[str]) -> list[Any]:
        """Return the claims of which one of *entities* is the subject or the object."""
        wanted = set(entities)
        self._require_linked()
        for batch in batches(sorted(wanted - self._known.keys())):
            rows: dict[str, list[Sequence[Any]]] = {entity: [] for entity in batch}
            for entity, *row in self._kept.fetch(_ABOUT, ids=batch):
                rows[entity].append(row)
            self._known.update((entity, self._kept.take(some)) for entity, some in rows.items())
        return self._as_picked({name for entity in wanted for name in self._known[entity]})

    def between(self, subjects: frozenset[str], objects: frozenset[str] | None) -> list[Any]:
        """Return the claims from *subjects* to *objects*, to any if None."""
        self._require_linked()
        found: set[str] = set()
        for batch in batches(sorted(subjects)):
            if objects is None:
                rows = self._kept.fetch(_OF_SUBJECTS, ids=batch)
            else:
                rows = self._kept.fetch(_BETWEEN, ids=batch, objects=sorted(objects))
            found.update(self._kept.take(rows))
        return self._as_picked(found)

    def _as_picked(self, names: Iterable[str]) -> list[Any]:
        places = self._kept.places
        return sorted(places[name] for name in names) if places else sorted(names)


class EdgesByEntity(Mapping[str, tuple[Edge, ...]]):
    """The causal edges into or out of each entity, fetched when they are asked for.

    Args:
        entities: All that may have some.
        pick: Returns those of an entity.
    """

    def __init__(self, entities: Mapping[str, Any], pick: Callable[[str], tuple[Edge, ...]]) -> None:
        self._entities, self._pick = entities, pick
        self._known: dict[str, tuple[Edge, ...]] = {}

    def __getitem__(self, entity: str) -> tuple[Edge, ...]:
        if entity not in self._known:
            self._known[entity] = self._pick(entity) if entity in self._entities else ()
        if not self._known[entity]:
            raise KeyError(entity)
        return self._known[entity]

    def __iter__(self) -> Iterator[str]:
        return (entity for entity in self._entities if self.get(entity))

    def __len__(self) -> int:
        return sum(1 for _ in self)
