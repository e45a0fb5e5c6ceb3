"""What a Neo4j server holds as rows, how that differs from what it should hold, and the statements that change it.

Labels and relationship types in the Cypher text come from `records` alone; everything else is a parameter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from operator import itemgetter
from typing import Any, Final

import neo4j

from pathway_graph.errors import StoreError
from pathway_graph.model import Source
from pathway_graph.model.vocabulary import RELATIONS
from pathway_graph.stores.names import own_names
from pathway_graph.stores.properties import TYPED
from pathway_graph.stores.records import KEY_LABELS, LinkRow, NodeRow, Properties, Records, all_labels, all_types

BATCH = 5_000
"""Rows a statement: below, round trips cost; above, nothing is gained and the server needs more memory."""

STAGED = "PathwayGraphStaged"
"""Label of nodes that are on their way in or out, and of nothing else; the start of that which tells their key label.
"""

_OURS = (
    f"MATCH (n:{'|'.join(KEY_LABELS)}) WITH n, properties(n) AS p WHERE p.id IS NOT NULL AND "
    "(n:Source OR p.sources IS NOT NULL OR p.source IS NOT NULL OR p.protocol IS NOT NULL)"
)
"""A node may be ours if it has a key label, an id and says which data set it belongs to, see `_own`.

The conditions look at the map of properties: Neo4j 5.26 otherwise answers ``properties(n)`` with ``id: true`` where
a plan has cached that ``n.id`` exists and no index serves it.
"""

_KEY_LABELS = frozenset(KEY_LABELS)
_SOURCE_KEYS = frozenset(field.name for field in fields(Source))
_KNOWN_LABELS = frozenset(all_labels())
_KNOWN_TYPES = frozenset(all_types())

Key = tuple[str, str]
LinkKey = tuple[str, Key, Key]
Statement = tuple[str, dict[str, Any], int]
"""A Cypher text, its parameters and how many rows it writes."""


@dataclass(frozen=True, slots=True)
class Stored:
    """The rows a server holds, with the server's own identifiers."""

    nodes: dict[Key, tuple[str, NodeRow]]
    links: dict[LinkKey, tuple[str, LinkRow]]
    repeated: list[str]
    """Links that repeat another one; we never write these."""
    is_torn: bool = False
    """Whether a load committed while the rows were read, as a node shows that has lost its labels meanwhile."""
    twice: tuple[Key, ...] = ()
    """Nodes of ours that are there twice; we never write these."""

    def sources(self) -> set[str]:
        """Name the data sets."""
        return {identifier for label, identifier in self.nodes if label == "Source"}

    def records(self) -> Records:
        """Return the rows alone."""
        return Records([row for _, row in self.nodes.values()], [row for _, row in self.links.values()])


def read_rows(
    tx: neo4j.ManagedTransaction, *, every_link: bool, claims: bool = True, names: Collection[str] = ()
) -> Stored:
    """Read all nodes of ours, and the links between them.

    Args:
        tx: The transaction to read in.
        every_link: Whether to read all links, or only those between entities, which a network is rebuilt from.
        claims: Whether to read claims and links at all.
        names: Data sets whose nodes are ours even where the node of the data set itself is missing.
    """
    keys: dict[str, Key] = {}
    found_nodes: list[tuple[str, NodeRow]] = []
    is_torn = False
    wanted = "" if claims else "AND NOT n:Statement "
    for element, labels, properties in tx.run(f"{_OURS} {wanted}RETURN elementId(n), labels(n), p"):
        identifier = properties.pop("id")
        ours = sorted(_KNOWN_LABELS.intersection(labels), key=lambda label: (label not in _KEY_LABELS, label))
        if not ours or ours[0] not in _KEY_LABELS:
            is_torn = True
            continue
        found_nodes.append((element, NodeRow(tuple(ours), identifier, properties)))
    nodes: dict[Key, tuple[str, NodeRow]] = {}
    twice = []
    for element, row in _own(found_nodes, names):
        key = (row.labels[0], row.id)
        if key in nodes:
            twice.append(key)
        keys[element] = key
        nodes[key] = (element, row)
    if not claims:
        return Stored(nodes, {}, [], is_torn, tuple(twice))
    types = _KNOWN_TYPES if every_link else {relation.type for relation in RELATIONS.values()}
    links: dict[LinkKey, tuple[str, LinkRow]] = {}
    repeated: list[str] = []
    found = tx.run(
        f"MATCH (a)-[r:{'|'.join(sorted(types))}]->(b) "
        "RETURN elementId(r), type(r), elementId(a), elementId(b), properties(r)"
    )
    for element, type_, start, end, properties in found:
        if start not in keys or end not in keys:
            continue
        link = (type_, keys[start], keys[end])
        if link in links:
            repeated.append(element)
        else:
            links[link] = (element, LinkRow(*link, properties))
    return Stored(nodes, links, repeated, is_torn, tuple(twice))


def _own(found: list[tuple[str, NodeRow]], names: Collection[str]) -> Iterator[tuple[str, NodeRow]]:
    """Yield the nodes of the data sets that are stored, and of *names*; all others are somebody else's.

    A node ``Source`` that has properties which none of ours has is taken for ours only where something belongs to it,
    and no other node is that data set.
    """
    used: set[Any] = set()
    for _, row in found:
        used.update(row.properties.get("sources", ()) if row.labels[0] == "Entity" else [row.properties.get("source")])
    given = [(element, row) for element, row in found if row.labels[0] == "Source"]
    plain = {row.id for _, row in given if _SOURCE_KEYS.issuperset(row.properties)}
    own = {
        element
        for element, row in given
        if _SOURCE_KEYS.issuperset(row.properties) or (row.id in used and row.id not in plain)
    }
    sources = {row.id for element, row in given if element in own}
    ours = sources | set(names)
    protocols = {row.id for _, row in found if row.labels[0] == "Protocol" and row.properties.get("source") in ours}
    for element, row in found:
        match row.labels[0]:
            case "Source":
                is_ours = element in own
            case "Entity":
                is_ours = not ours.isdisjoint(row.properties.get("sources", ()))
            case "Step":
                is_ours = row.properties.get("protocol") in protocols
            case _:
                is_ours = row.properties.get("source") in ours
        if is_ours:
            yield element, row


@dataclass(slots=True)
class RowDiff:
    """What turns the stored rows into other ones, grouped by the Cypher text that does it.

    Applied directly, all statements run in one transaction. Many rows would need more memory than servers grant a
    transaction: then new nodes and the links that hang on them are *staged* first, in transactions of their own and
    under labels that no query of ours matches, and the one transaction only swaps labels and does what is left.
    """

    is_staged: bool = False
    elements: dict[Key, str] = field(default_factory=dict)
    """The server's identifiers of the nodes that links end at: others may have nodes of the same label and id."""
    new_nodes: dict[tuple[str, ...], list[Properties]] = field(default_factory=lambda: defaultdict(list))
    """Properties, the id among them, by labels."""
    changed_nodes: dict[tuple[frozenset[str], frozenset[str]], list[Properties]] = field(
        default_factory=lambda: defaultdict(list)
    )
    """Element and properties, by the labels to take away and to add."""
    old_nodes: dict[tuple[str, ...], list[str]] = field(default_factory=lambda: defaultdict(list))
    new_links: dict[tuple[str, str, str, bool], list[LinkRow]] = field(default_factory=lambda: defaultdict(list))
    """Links by type, label of each end that is staged (else empty), and whether there are properties."""
    old_links: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        """Count the rows to write or remove."""
        groups = (self.new_nodes, self.changed_nodes, self.old_nodes, self.new_links)
        return sum(len(rows) for group in groups for rows in group.values()) + len(self.old_links)

    def learn(self, made: Iterable[Sequence[str]]) -> None:
        """Take down which nodes a statement made: key label, id and the server's identifier."""
        self.elements.update({(label, identifier): element for label, identifier, element in made})

    def count(self) -> int:
        """Count the rows to write."""
        return sum(
            len(rows) for group in (self.new_nodes, self.changed_nodes, self.new_links) for rows in group.values()
        )

    def staging(self) -> Iterator[Statement]:
        """Yield what stages new nodes and the links that hang on them; each may be a transaction of its own."""
        for labels, rows in sorted(self.new_nodes.items()):
            for batch in _batches(rows):
                text = f"UNWIND $rows AS p CREATE (n:{STAGED}:{STAGED}{labels[0]}) SET n = p"
                yield text, {"rows": batch}, len(batch)
        yield from self._links(staged=True)

    def statements(self) -> Iterator[Statement]:
        """Yield what makes the change visible; all of it belongs into one transaction.

        What a statement returns goes to `learn` before the next is asked for.
        """
        for elements in _batches(self.old_links):
            text = "UNWIND $rows AS e MATCH ()-[r]->() WHERE elementId(r) = e DELETE r"
            yield text, {"rows": elements}, 0
        for labels, elements in sorted(self.old_nodes.items()):
            text = "UNWIND $rows AS e MATCH (n) WHERE elementId(n) = e "
            text += f"SET n:{STAGED} REMOVE n:{':'.join(labels)}" if self.is_staged else "DETACH DELETE n"
            for batch in _batches(elements):
                yield text, {"rows": batch}, 0
        for (lost, gained), rows in sorted(self.changed_nodes.items(), key=lambda item: _sort_key(item[0])):
            text = "UNWIND $rows AS row MATCH (n) WHERE elementId(n) = row.e SET n = row.p"
            text += f" REMOVE n:{':'.join(sorted(lost))}" if lost else ""
            text += f" SET n:{':'.join(sorted(gained))}" if gained else ""
            for batch in _batches(rows):
                yield text, {"rows": batch}, len(batch)
        for labels, rows in sorted(self.new_nodes.items()):
            for batch in _batches(rows):
                yield self._new_nodes(labels, batch)
        yield from self._links(staged=False)

    def _new_nodes(self, labels: tuple[str, ...], rows: list[Properties]) -> Statement:
        wanted = ":".join(labels)
        if not self.is_staged:
            text = f"UNWIND $rows AS p CREATE (n:{wanted}) SET n = p RETURN '{labels[0]}', n.id, elementId(n)"
            return text, {"rows": rows}, len(rows)
        found = f"{STAGED}:{STAGED}{labels[0]}"
        text = f"UNWIND $rows AS i MATCH (n:{found} {{id: i}}) SET n:{wanted} REMOVE n:{found}"
        return text, {"rows": [row["id"] for row in rows]}, 0

    def _links(self, staged: bool) -> Iterator[Statement]:
        for (type_, start, end, has_properties), links in sorted(self.new_links.items(), key=itemgetter(0)):
            if staged != bool(start or end):
                continue
            text = f"UNWIND $rows AS row {_end('a', start, 0)} {_end('b', end, 1)} CREATE (a)-[r:{type_}]->(b)"
            text += " SET r = row[2]" if has_properties else ""
            for batch in _batches(links):
                rows = [
                    [self._found(link.start, start), self._found(link.end, end), *([link.properties] * has_properties)]
                    for link in batch
                ]
                yield text, {"rows": rows}, len(batch)

    def _found(self, end: Key, staged: str) -> str:
        return end[1] if staged else self.elements[end]


def _end(name: str, staged: str, place: int) -> str:
    """Return what finds the end of a link: a staged node by its id, any other by the server's identifier."""
    if staged:
        return f"MATCH ({name}:{staged} {{id: row[{place}]}})"
    return f"MATCH ({name}) WHERE elementId({name}) = row[{place}]"


def changes(stored: Stored, target: Records, *, stage_above: int) -> RowDiff:
    """Compare; a link that changed is made anew, a node keeps its place and any label or link not ours.

    Args:
        stored: What the server holds.
        target: What it should hold.
        stage_above: More rows than these to write or remove are staged.

    Raises:
        StoreError: A label or a type is not in the vocabulary.
    """
    _require_known(target)
    direct = _compare(stored, target, is_staged=False)
    return direct if len(direct) <= stage_above else _compare(stored, target, is_staged=True)


def _compare(stored: Stored, target: Records, *, is_staged: bool) -> RowDiff:
    elements = {key: element for key, (element, _) in stored.nodes.items()}
    result = RowDiff(is_staged, elements, old_links=list(stored.repeated))
    nodes: set[Key] = set()
    for row in target.nodes:
        key = (row.labels[0], row.id)
        nodes.add(key)
        properties = {**row.properties, "id": row.id}
        if key not in stored.nodes:
            result.new_nodes[row.labels].append(properties)
            continue
        element, old = stored.nodes[key]
        lost, gained = frozenset(old.labels) - set(row.labels), frozenset(row.labels) - set(old.labels)
        others = {name: value for name, value in old.properties.items() if _is_foreign(name)}
        if lost or gained or not _same(old.properties, others | row.properties):
            result.changed_nodes[lost, gained].append({"e": element, "p": others | properties})
    for key, (element, old) in stored.nodes.items():
        if key not in nodes:
            result.old_nodes[old.labels].append(element)

    def label(end: Key) -> str:
        is_new = is_staged and end not in stored.nodes
        return f"{STAGED}:{STAGED}{end[0]}" if is_new else ""

    links: set[LinkKey] = set()
    for link in target.links:
        link_key = (link.type, link.start, link.end)
        if link_key in links:
            continue
        links.add(link_key)
        if link_key in stored.links:
            element, was = stored.links[link_key]
            if _same(was.properties, link.properties):
                continue
            result.old_links.append(element)
        group = (link.type, label(link.start), label(link.end), bool(link.properties))
        result.new_links[group].append(link)
    for link_key, (element, _) in stored.links.items():
        if link_key not in links and {link_key[1], link_key[2]} <= nodes:  # else it goes with the node it hangs on
            result.old_links.append(element)
    return result


CLEAR: Final = (
    f"{_OURS} AND (p.source IN $names OR any(name IN p.sources WHERE name IN $names) "
    f"OR p.protocol IN $protocols) WITH n LIMIT {BATCH} DETACH DELETE n RETURN count(*) AS n",
    f"MATCH (n:Source) WHERE elementId(n) IN $sources WITH n LIMIT {BATCH} DETACH DELETE n RETURN count(*) AS n",
)
"""Each removes up to `BATCH` nodes of the data sets ``$names``, with their links, and says how many."""


def data_sets_in(tx: neo4j.ManagedTransaction) -> dict[str, list[str]]:
    """Return the data sets of ours, their nodes and their protocols, as `CLEAR` takes them."""
    nodes = read_rows(tx, every_link=False, claims=False).nodes
    return {
        "names": [identifier for label, identifier in nodes if label == "Source"],
        "sources": [element for (label, _), (element, _) in nodes.items() if label == "Source"],
        "protocols": [identifier for label, identifier in nodes if label == "Protocol"],
    }


SWEEP = f"MATCH (n:{STAGED}) WITH n LIMIT {BATCH} DETACH DELETE n RETURN count(*) AS n"
"""The same for what is staged: debris of a dead load, or nodes taken out of sight by one that has ended."""

STAGE_INDEX = f"CREATE INDEX pathway_graph_staged_id IF NOT EXISTS FOR (n:{STAGED}) ON (n.id)"


def _require_known(records: Records) -> None:
    unknown = {label for node in records.nodes for label in node.labels} - _KNOWN_LABELS
    unknown |= {link.type for link in records.links} - _KNOWN_TYPES
    if unknown:
        raise StoreError("labels and types come from the vocabulary alone", hint=f"it lacks {sorted(unknown)}")


def _is_foreign(name: str) -> bool:
    """Whether no node of ours ever has a property of that name: somebody else put it there, and it stays."""
    return name not in own_names().keys and not name.startswith(TYPED)


def _same(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    return old == new and all(type(old[name]) is type(value) for name, value in new.items())


def _batches(rows: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]


def _sort_key(labels: tuple[frozenset[str], frozenset[str]]) -> tuple[list[str], list[str]]:
    return sorted(labels[0]), sorted(labels[1])
