"""A database too large to copy: entities and the ends of edges are kept here, claims and edges fetched when asked for.

What is asked of such a network is answered by the same functions as of any other. Each fetch says in which state the
server was; where that is no longer the one of the arrays, the answer is refused instead of mixed.
"""

from __future__ import annotations

import json
import sys
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar, overload

from pathway_graph.errors import StoreError, StoreUnavailable
from pathway_graph.evidence import prepared, retractions, works
from pathway_graph.files.packed import PackedFile, PackedWriter, Unusable, write_packed
from pathway_graph.identifiers import lookup
from pathway_graph.index import index_of
from pathway_graph.index.build import build_index, index_of_columns
from pathway_graph.model import Claim, Edge, Network
from pathway_graph.model.caching import cached_on, keep_for
from pathway_graph.model.statistics import count_all
from pathway_graph.stores.embedded import sealing
from pathway_graph.stores.from_rows import from_records
from pathway_graph.stores.records import LinkRow, Records
from pathway_graph.stores.server.counted import (
    OURS,
    background_alone,
    batches,
    counted,
    require_linked,
    silent_and_null_claims,
)
from pathway_graph.stores.server.edge_ends import NAMES, edge_columns
from pathway_graph.stores.server.fetcher import Fetch
from pathway_graph.stores.server.finding import EdgesByEntity, ServerFinder
from pathway_graph.stores.server.retracted import PICK_CLAIMS, claims_of, with_claims_that_may_fall

V = TypeVar("V")

EDGES: Final = "edges.bin"
_COUNTS: Final = "counts.bin"
_LINKED: Final = "linked.bin"
_FORMAT: Final = "edges 3"
_COLUMNS: Final = {"source": "i", "relation": "i", "target": "i", "key": "q"}
_KEPT: Final = 50_000
"""Claims that are kept in memory, 5 kB each; beyond them the earlier ones are fetched again if they are asked for."""
_FEW: Final = 20_000
"""Numbers of a column that are read one by one; for more of them all are read."""
_AT_ONCE: Final = 512
"""Edges into one target that are fetched together, as a trace is going to ask for them one by one."""

_PREFIX = "MATCH (:Entity)-[r]->(:Entity) RETURN elementId(r) LIMIT 1"
_PICK_EDGES = (
    "UNWIND $keys AS key MATCH (a)-[r]->(b) WHERE elementId(r) = $prefix + key "
    "RETURN key, type(r), a.id, b.id, properties(r)"
)
_ALL_CLAIMS = f"MATCH (c:Statement) WHERE {OURS} RETURN labels(c), properties(c)"


def save_partial(network: Network, fetch: Fetch, folder: Path, stamp: str, save: Callable[[Network], None]) -> None:
    """Keep what is needed to ask about a database: everything but its claims and edges, and the arrays of these.

    Args:
        network: The content of the database without claims and edges.
        fetch: Asks the database.
        folder: Where to; it is there.
        stamp: In which state the database is.
        save: Writes the snapshot of a network.

    Raises:
        OSError: The disk refuses.
    """
    ids = tuple(entity.id for entity in network.entities)
    silent, nulls = silent_and_null_claims(fetch)
    index, columns = index_of_columns(ids, edge_columns(ids, silent, fetch))
    prefix = next(iter(fetch(_PREFIX)), [":"])[0].rpartition(":")[0] + ":"
    about = {"prefix": prefix, "relations": NAMES}
    _keep(folder / EDGES, stamp, {"about": json.dumps(about).encode(), **columns})
    mute = background_alone(network, silent, fetch)
    gone = with_claims_that_may_fall(network, fetch)
    fallen, lost = works.retracted_claims(gone), retractions.retracted_works(gone)
    keep_for(network, retractions.find_retracted_works, lambda: lost)
    keep_for(network, works.find_retracted_claims, lambda: fallen)
    keep_for(network, build_index, lambda: index)
    keep_for(network, lookup.find_background_only, lambda: mute)
    keep_for(network, prepared.null_places, lambda: nulls)
    keep_for(network, count_all, dict)  # counted by the server when somebody asks, see `open_partial`
    save(network)


def _keep(file: Path, stamp: str, sections: Mapping[str, bytes]) -> None:
    def fill(writer: PackedWriter) -> None:
        for name, content in sections.items():
            writer.add(name, [content])

    write_packed(file, f"{_FORMAT} {stamp}", fill, is_private=True)


def _kept(file: Path, stamp: str) -> PackedFile | None:
    """Return a file of that stamp; None where there is none, or it is damaged."""
    try:
        packed = PackedFile(file, f"{_FORMAT} {stamp}", _damaged)
        sealing.check_once(file, packed.check)
    except (Unusable, OSError):
        return None
    return packed


def _damaged(file: Path) -> Exception:
    """Remove a file whose bytes changed after it was checked, for the next command to make it anew."""
    with suppress(OSError):
        file.unlink(missing_ok=True)
    return StoreUnavailable(f"{file} is damaged: its content is not what was written", hint="ask again")


class _Asked:
    """What is asked of the server once for each state of the database, when it is first needed, and then kept."""

    def __init__(self, fetch: Fetch, folder: Path, stamp: str) -> None:
        self._fetch, self._folder, self._stamp = fetch, folder, stamp
        self._is_linked = False

    def counts(self, light: Network, content: _Content) -> dict[str, Any]:
        """Return what `count_all` would."""
        found = _kept(self._folder / _COUNTS, self._stamp)
        if found is not None:
            known: dict[str, Any] = json.loads(found.section("counts"))
            return known
        counts = counted(light, self._fetch, content.edge_count, content.pick_claims)
        self._keep(_COUNTS, {"counts": json.dumps(counts).encode()})
        return counts

    def require_linked(self) -> None:
        """Make sure that claims can be found by their links.

        Raises:
            StoreError: Somebody changed them.
        """
        if self._is_linked:
            return
        if _kept(self._folder / _LINKED, self._stamp) is None:
            require_linked(self._fetch)
            self._keep(_LINKED, {})
        self._is_linked = True

    def _keep(self, name: str, sections: Mapping[str, bytes]) -> None:
        with suppress(OSError):  # then it is asked again
            _keep(self._folder / name, self._stamp, sections)


def open_partial(light: Network, fetch: Fetch, folder: Path, stamp: str) -> Network | None:
    """Return the network of a database, its claims and edges fetched when they are asked for; None if not kept.

    Args:
        light: What `save_partial` had saved.
        fetch: Asks the database.
        folder: Where the arrays are.
        stamp: In which state the database is.
    """
    packed = _kept(folder / EDGES, stamp)
    if packed is None:
        return None
    content = _Content(light, packed, fetch)
    network = Network.of(content)
    network.__dict__["_kept"] = dict(light.__dict__["_kept"])
    for name in ("outgoing", "incoming"):
        network.__dict__[name] = EdgesByEntity(light.entity, partial(content.causal, name))
    asked = _Asked(fetch, folder, stamp)
    keep_for(network, count_all, lambda: asked.counts(light, content))
    keep_for(network, prepared.make_finder, lambda: ServerFinder(content, asked.require_linked))
    keep_for(network, prepared.null_places, content.nulls)
    return network


class _Content:
    """The parts of a network of which claims and edges lie on a server, see `pathway_graph.model.network.Content`."""

    def __init__(self, light: Network, packed: PackedFile, fetch: Fetch) -> None:
        self.light, self.fetch = light, fetch
        about = json.loads(packed.section("about"))
        self._prefix, self._names = about["prefix"], about["relations"]
        self._of = {name: _Column(packed, name, kind) for name, kind in _COLUMNS.items()}
        self._edges: dict[int, Edge] = {}
        self.claims: dict[str, Claim] = {}
        self.places: dict[str, int] = {}
        """Places of claims, once all of them were fetched: then the network picks them itself."""

    @property
    def edge_count(self) -> int:
        """How many edges there are."""
        return len(self._of["key"])

    def part(self, name: str) -> tuple[Any, ...]:
        if name == "edges":
            return tuple(self.pick("edges", range(len(self._of["key"]))))
        if name == "claims":
            whole = tuple(claims_of(self.fetch(_ALL_CLAIMS)))
            self.places = {claim.id: place for place, claim in enumerate(whole)}
            return whole
        found: tuple[Any, ...] = getattr(self.light, name)
        return found

    def count(self, name: str) -> int:
        """Return how many items a part has; of what lies on the server so many that it is never read for a few."""
        return sys.maxsize if name in ("edges", "claims") else len(getattr(self.light, name))

    def pick(self, name: str, places: Iterable[int]) -> list[Any]:
        wanted = list(places)
        if name == "claims":
            return self.pick_claims(wanted)
        if name != "edges":
            return self.light.pick(name, wanted)
        missing = [place for place in wanted if place not in self._edges]
        if len(missing) == 1:
            missing = self._beside(missing[0])
        for batch in batches(missing):
            self._fetch_edges(batch)
        return [self._edges[place] for place in wanted]

    def by_id(self, name: str) -> Mapping[str, Any]:
        if name == "claims":
            return _ById(self, name, self.claim_called)
        if name == "edges":
            return _ById(self, name, self._edge_called)
        return self.light.entity

    def pick_claims(self, ids: Iterable[Any]) -> list[Claim]:
        """Return claims by their identifiers, which stand for their places: both have one order."""
        wanted = list(ids)
        found = {one: self.claims[one] for one in wanted if one in self.claims}
        for batch in batches(sorted(set(wanted) - found.keys())):
            found.update((claim.id, claim) for claim in claims_of(self.fetch(PICK_CLAIMS, ids=batch)))
        self._keep(found)
        return [found[one] for one in wanted]

    def read_ahead(self, claims: Iterable[str]) -> None:
        """Fetch claims that are not here yet."""
        self.pick_claims(claims)

    def take(self, rows: Iterable[Sequence[Any]]) -> list[str]:
        """Keep claims that were fetched; return their identifiers, in order."""
        found = {claim.id: claim for claim in claims_of(rows)}
        self._keep(found)
        return sorted(found)

    def _keep(self, found: Mapping[str, Claim]) -> None:
        if len(self.claims) + len(found) > _KEPT:  # of a long list those that come next are wanted, not those before
            self.claims.clear()
        self.claims.update(found)

    def nulls(self) -> list[Any]:
        """Return the null results, by the identifiers or places with which they are picked."""
        found: list[Any] = list(cached_on(self.light, prepared.null_places))
        return [self.places[one] for one in found] if self.places else found

    def claim_called(self, identifier: str) -> Claim:
        if identifier not in self.claims:
            self.take(self.fetch(PICK_CLAIMS, ids=[identifier]))
        return self.claims[identifier]

    def causal(self, way: str, entity: str) -> tuple[Edge, ...]:
        """Return the causal edges out of an entity, or into it."""
        index = index_of(self.light)
        number = index.number[entity]
        if way == "outgoing":
            some = index.out_edges(number)
        else:
            some = index.by_target[index.in_start[number] : index.in_start[number + 1]]
        return tuple(self.pick("edges", index.edge[some].tolist()))

    def _edge_called(self, identifier: str) -> Edge:
        source, relation, target = ([*identifier.split(" "), "", ""])[:3]
        numbers = index_of(self.light).number
        wanted = numbers.get(target, -1)
        for place in self._between(source, numbers):
            is_it = self._of["target"][place] == wanted and self._names[self._of["relation"][place]] == relation
            if is_it and " ".join((source, relation, target)) == identifier:
                (edge,) = self.pick("edges", [place])
                found: Edge = edge
                return found
        raise KeyError(identifier)

    def _between(self, source: str, numbers: Mapping[str, int]) -> range:
        """Return the places of the edges out of an entity."""
        number = numbers.get(source, -1)
        return range(bisect_left(self._of["source"], number), bisect_left(self._of["source"], number + 1))

    def _beside(self, place: int) -> list[int]:
        """Return an edge and others into the same entity that are not here yet."""
        index = index_of(self.light)
        number = bisect_left(index.edge, place)
        if number == len(index.edge) or index.edge[number] != place:
            return [place]
        start, end = (int(index.in_start[index.target[number] + more]) for more in (0, 1))
        at = bisect_left(index.by_target, number, start, end)
        first = start + (at - start) // _AT_ONCE * _AT_ONCE
        others = index.edge[index.by_target[first : min(end, first + _AT_ONCE)]].tolist()
        return [other for other in others if other not in self._edges]

    def _fetch_edges(self, places: list[int]) -> None:
        """Fetch edges, and the claims that they rest on."""
        key = self._of["key"]
        rows = self.fetch(_PICK_EDGES, keys=[str(key[place]) for place in places], prefix=self._prefix)
        links = {
            int(number): LinkRow(type_, ("Entity", start), ("Entity", end), properties)
            for number, type_, start, end, properties in rows
        }
        names = index_of(self.light).ids
        for place in places:
            (edge,) = from_records(Records([], [links[key[place]]])).edges
            ends = (names[self._of["source"][place]], self._names[self._of["relation"][place]],
                    names[self._of["target"][place]])  # fmt: skip
            if (edge.source, edge.relation, edge.target) != ends:
                raise StoreError("the server gave another edge than was asked for", hint="ask again")
            self._edges[place] = edge
        if len(places) <= _AT_ONCE:
            there = {one for place in places for one in self._edges[place].claims}
            for batch in batches(sorted(there - self.claims.keys())):
                self.take(self.fetch(PICK_CLAIMS, ids=batch))


class _ById(Mapping[str, V]):
    """Items of a part on the server by their identifiers."""

    def __init__(self, content: _Content, name: str, find: Callable[[str], V]) -> None:
        self._content, self._name, self._find = content, name, find

    def __getitem__(self, identifier: str) -> V:
        if not isinstance(identifier, str):
            raise KeyError(identifier)
        return self._find(identifier)

    def __iter__(self) -> Iterator[str]:
        return (item.id for item in self._content.part(self._name))

    def __len__(self) -> int:
        return len(self._content.part(self._name))


class _Column(Sequence[int]):
    """Whole numbers in a section of a file, of which those asked for are read; all, where many are."""

    def __init__(self, packed: PackedFile, name: str, kind: str) -> None:
        self._packed, self._name, self._kind = packed, name, kind
        self._size = array(kind).itemsize
        self._asked = 0
        self._whole: array[int] | None = None

    def __len__(self) -> int:
        return self._packed.length(self._name) // self._size

    @overload
    def __getitem__(self, place: int) -> int: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[int]: ...
    def __getitem__(self, place: int | slice) -> int | Sequence[int]:
        self._asked += 1
        if isinstance(place, slice) or self._asked > _FEW:
            if self._whole is None:
                self._whole = array(self._kind)
                self._whole.frombytes(self._packed.section(self._name))
            return self._whole[place]
        if self._whole is not None:
            return self._whole[place]
        piece = self._packed.piece(self._name, place * self._size, (place + 1) * self._size)
        return int.from_bytes(piece, sys.byteorder, signed=True)
