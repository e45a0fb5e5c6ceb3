"""A database too large to copy: entities and the ends of edges are kept here, claims and edges fetched when asked for.

What is asked of such a network is answered by the same functions as of any other. Each fetch says in which state the
server was; where that is no longer the one of the arrays, the answer is refused instead of mixed.
"""

from __future__ import annotations

import json
import sys
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, TypeVar

from pathway_graph.errors import StoreError
from pathway_graph.evidence import prepared, retractions, works
from pathway_graph.files.packed import PackedFile, PackedWriter, Unusable, write_packed
from pathway_graph.identifiers import lookup
from pathway_graph.index import index_of
from pathway_graph.index.build import build_index, index_of_columns
from pathway_graph.model import Claim, Edge, Network
from pathway_graph.model.caching import gc_paused, keep_for
from pathway_graph.model.signs import sign_text
from pathway_graph.model.statistics import count_all
from pathway_graph.model.vocabulary import RELATIONS
from pathway_graph.stores.from_rows import from_records
from pathway_graph.stores.records import LinkRow, Records
from pathway_graph.stores.server.retracted import OURS, PICK_CLAIMS, claims_of, with_claims_that_may_fall

Fetch = Callable[..., Iterator[Sequence[Any]]]
"""Runs a Cypher text with parameters, and yields rows; refuses where the database is in another state."""

V = TypeVar("V")

EDGES: Final = "edges.bin"
_FORMAT: Final = "edges 1"
_COLUMNS: Final = {"source": "i", "relation": "i", "target": "i", "key": "q"}
_AT_ONCE: Final = 512
"""Edges into one target that are fetched together, as a trace is going to ask for them one by one."""
_BATCH: Final = 5_000
_NAMES: Final = sorted(RELATIONS)

_KEY = "toInteger(split(elementId({0}), ':')[2])"
_TYPES = "|".join(sorted(relation.type for relation in RELATIONS.values()))
_ENTITIES = f"MATCH (n:Entity) WHERE n.sources IS NOT NULL RETURN n.id, {_KEY.format('n')}"
_EDGES = (
    f"MATCH (a:Entity)-[r:{_TYPES}]->(b:Entity) "
    f"RETURN {_KEY.format('a')}, type(r), {_KEY.format('b')}, {_KEY.format('r')}, "
    "r.view = 'background' OR ($silent <> [] AND any(c IN r.claims WHERE c IN $silent)), r.certainty = 'hypothesis'"
)
_PREFIX = "MATCH (:Entity)-[r]->(:Entity) RETURN elementId(r) LIMIT 1"
_PICK_EDGES = (
    "UNWIND $keys AS key MATCH (a)-[r]->(b) WHERE elementId(r) = $prefix + key "
    "RETURN key, type(r), a.id, b.id, properties(r)"
)
_ABOUT = (
    f"MATCH (:Entity {{id: $id}})<-[:SUBJECT|OBJECT]-(c:Statement) WHERE {OURS} "
    "RETURN DISTINCT labels(c), properties(c)"
)
_ALL_CLAIMS = f"MATCH (c:Statement) WHERE {OURS} RETURN labels(c), properties(c)"
_IS_SILENT = "c.view = 'background'"
_SILENT = f"MATCH (c:Statement) WHERE {OURS} AND {_IS_SILENT} RETURN c.id"
_SPOKEN = (
    f"MATCH (c:Statement)-[:SUBJECT|OBJECT]->(e:Entity) WHERE {OURS} AND coalesce({_IS_SILENT}, false) = $is_silent "
    "RETURN DISTINCT e.id"
)
_COUNTS = (
    f"MATCH (c:Statement) WHERE {OURS} RETURN coalesce({_IS_SILENT}, false), coalesce(c.kind, 'causal'), "
    "coalesce(c.certainty, 'asserted'), c.relation, c.table IS NOT NULL, c.citations IS NULL, count(*)"
)
"""The sign follows from the relation: whoever changes that by hand may forget the property ``sign``."""
_COUNTED = f"MATCH (a:Entity)-[r:{_TYPES}]->(b:Entity) WHERE a.sources IS NOT NULL AND b.sources IS NOT NULL "
_VIEW = "coalesce(r.view, 'guide')"
_EDGE_COUNTS = f"{_COUNTED} RETURN {_VIEW}, type(r), count(*)"
_DISTINCT_COUNTS = f"{_COUNTED} WITH a, b, type(r) AS t, head(collect({_VIEW})) AS v RETURN v, t, count(*)"
"""The same where somebody drew an edge twice, which takes the server more memory."""
_LINKED = (
    f"MATCH (c:Statement)-[r:SUBJECT|OBJECT]->(e:Entity) WHERE {OURS} RETURN count(*), "
    "count(CASE WHEN e.id = CASE type(r) WHEN 'SUBJECT' THEN c.subject ELSE c.object END THEN 1 END)"
)
_TABLE_ROWS = (
    f"MATCH (c:Statement) WHERE {OURS} AND c.table IS NOT NULL AND NOT coalesce({_IS_SILENT}, false) "
    "RETURN DISTINCT c.source, c.table, c.row"
)


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
        StoreError: Claims are not linked to what they are about, by which they would be found.
    """
    _require_linked(fetch)
    ids = tuple(entity.id for entity in network.entities)
    silent = [identifier for (identifier,) in fetch(_SILENT)]
    index, columns = index_of_columns(ids, _columns(ids, silent, fetch))
    prefix = next(iter(fetch(_PREFIX)), [":"])[0].rpartition(":")[0] + ":"
    about = json.dumps({"prefix": prefix, "relations": _NAMES}).encode()

    def fill(writer: PackedWriter) -> None:
        writer.add("about", [about])
        for name, content in columns.items():
            writer.add(name, [content])

    write_packed(folder / EDGES, f"{_FORMAT} {stamp}", fill, is_private=True)
    mute = {entity.id for entity in network.entities if entity.view == "background"}
    mute |= {identifier for (identifier,) in fetch(_SPOKEN, is_silent=True)}
    mute -= {identifier for (identifier,) in fetch(_SPOKEN, is_silent=False)}
    counts = _counted(network, fetch, _edges_counted(fetch, len(columns["key"]) // 8))
    gone = with_claims_that_may_fall(network, fetch)
    fallen, lost = works.retracted_claims(gone), retractions.retracted_works(gone)
    keep_for(network, retractions.find_retracted_works, lambda: lost)
    keep_for(network, works.find_retracted_claims, lambda: fallen)
    keep_for(network, build_index, lambda: index)
    keep_for(network, lookup.find_background_only, lambda: frozenset(mute))
    keep_for(network, count_all, lambda: counts)
    save(network)


def _require_linked(fetch: Fetch) -> None:
    """Make sure that each claim is linked to its subject and its object, and to nothing else in their place."""
    ((claims,),) = fetch(f"MATCH (c:Statement) WHERE {OURS} RETURN count(*)")
    ((links, right),) = fetch(_LINKED)
    if not links == right == 2 * claims:
        raise StoreError(
            "somebody changed claims on the server by hand: their links SUBJECT and OBJECT are not what they state",
            hint="run `pathway-graph load` with any of its files, which puts them right",
        )


@gc_paused()
def _columns(ids: tuple[str, ...], silent: list[str], fetch: Fetch) -> dict[str, array[int]]:
    numbers = {identifier: number for number, identifier in enumerate(ids)}
    by_key = {key: numbers[identifier] for identifier, key in fetch(_ENTITIES) if identifier in numbers}
    code = {RELATIONS[name].type: number for number, name in enumerate(_NAMES)}
    kinds = {**_COLUMNS, "background": "b", "hypothesis": "b"}
    columns: dict[str, array[int]] = {name: array(kind) for name, kind in kinds.items()}
    source, relation, target, key, background, hypothesis = (column.append for column in columns.values())
    for start, type_, end, number, is_background, is_hypothesis in fetch(_EDGES, silent=silent):
        if start in by_key and end in by_key:
            source(by_key[start])
            relation(code[type_])
            target(by_key[end])
            key(number)
            background(bool(is_background))
            hypothesis(bool(is_hypothesis))
    return columns


def _edges_counted(fetch: Fetch, total: int) -> dict[str, Any]:
    rows = list(fetch(_EDGE_COUNTS))
    if sum(count for *_, count in rows) != total:
        rows = list(fetch(_DISTINCT_COUNTS))
    views: Counter[str] = Counter()
    signs: Counter[str] = Counter()
    for view, type_, count in rows:
        views[view] += count
        signs[sign_text(RELATIONS[type_.lower()].sign)] += count
    return {
        "edges": views.total(),
        "edges_by_view": dict(sorted(views.items())),
        "edges_by_sign": dict(sorted(signs.items())),
    }


def _counted(network: Network, fetch: Fetch, edges: Mapping[str, Any]) -> dict[str, Any]:
    """Return what `count_all` would, the claims counted by the server."""
    shown = {claim for diagram in network.diagrams for edge in diagram.edges for claim in edge.claims}
    found = count_all(replace(network, claims=tuple(claims_of(fetch(PICK_CLAIMS, ids=sorted(shown))))))
    background = total = from_tables = uncited = 0
    groups: dict[str, Counter[str]] = {"kind": Counter(), "certainty": Counter(), "sign": Counter()}
    for is_background, kind, certainty, relation, has_table, has_none, count in fetch(_COUNTS):
        if is_background:
            background += count
            continue
        total += count
        sign = sign_text(Claim("", "", relation, "").sign)
        for group, value in (("kind", kind), ("certainty", certainty), ("sign", sign)):
            groups[group][value] += count
        from_tables += count if has_table else 0
        uncited += count if has_none else 0
    counts = {
        "claims": total,
        **{f"claims_by_{group}": dict(sorted(counted.items())) for group, counted in groups.items()},
        "claims_from_tables": from_tables,
        "claims_without_citation": uncited,
        "table_rows": sum(1 for _ in fetch(_TABLE_ROWS)),
        "background_statements": background,
        **edges,
    }
    return {name: counts.get(name, value) for name, value in found.items()}


def open_partial(light: Network, fetch: Fetch, folder: Path, stamp: str) -> Network | None:
    """Return the network of a database, its claims and edges fetched when they are asked for; None if not kept.

    Args:
        light: What `save_partial` had saved.
        fetch: Asks the database.
        folder: Where the arrays are.
        stamp: In which state the database is.
    """
    try:
        packed = PackedFile(folder / EDGES, f"{_FORMAT} {stamp}")
        packed.check()
    except Unusable:
        return None
    content = _Content(light, packed, fetch)
    network = Network.of(content)
    network.__dict__["_kept"] = dict(light.__dict__["_kept"])
    keep_for(network, prepared.places_by_entity, lambda: _About(content))
    return network


class _Content:
    """The parts of a network of which claims and edges lie on a server, see `pathway_graph.model.network.Content`."""

    def __init__(self, light: Network, packed: PackedFile, fetch: Fetch) -> None:
        self.light, self.fetch = light, fetch
        about = json.loads(packed.section("about"))
        self._prefix, self._names = about["prefix"], about["relations"]
        self._of = {name: _numbers(packed.section(name), kind) for name, kind in _COLUMNS.items()}
        self._edges: dict[int, Edge] = {}
        self.claims: dict[str, Claim] = {}
        self.places: dict[str, int] = {}
        """Places of claims, once all of them were fetched: then the network picks them itself."""

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
        for batch in _batches(missing):
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
        for batch in _batches(sorted({one for one in wanted if one not in self.claims})):
            self.take(self.fetch(PICK_CLAIMS, ids=batch))
        return [self.claims[one] for one in wanted]

    def take(self, rows: Iterable[Sequence[Any]]) -> list[str]:
        """Keep claims that were fetched; return their identifiers, in order."""
        found = claims_of(rows)
        self.claims.update((claim.id, claim) for claim in found)
        return sorted(claim.id for claim in found)

    def claim_called(self, identifier: str) -> Claim:
        if identifier not in self.claims:
            self.take(self.fetch(PICK_CLAIMS, ids=[identifier]))
        return self.claims[identifier]

    def _edge_called(self, identifier: str) -> Edge:
        numbers = index_of(self.light).number
        for place in self._between(identifier.split(" ")[0], numbers):
            (edge,) = self.pick("edges", [place])
            if edge.id == identifier:
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
            for batch in _batches(sorted(there - self.claims.keys())):
                self.take(self.fetch(PICK_CLAIMS, ids=batch))


class _About(Mapping[str, list[Any]]):
    """The claims about each entity, as `_Content.pick_claims` takes them."""

    def __init__(self, content: _Content) -> None:
        self._content = content
        self._known: dict[str, list[str]] = {}

    def __getitem__(self, entity: str) -> list[Any]:
        if entity not in self._known:
            self._known[entity] = self._content.take(self._content.fetch(_ABOUT, id=entity))
        places = self._content.places
        return [places[one] for one in self._known[entity]] if places else list(self._known[entity])

    def __iter__(self) -> Iterator[str]:
        return iter(self._content.light.entity)

    def __len__(self) -> int:
        return len(self._content.light.entity)


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


def _numbers(content: bytes, kind: str) -> array[int]:
    found: array[int] = array(kind)
    found.frombytes(content)
    return found


def _batches(items: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(items), _BATCH):
        yield items[start : start + _BATCH]
