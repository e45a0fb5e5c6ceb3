"""What a Neo4j server holds as rows, how that differs from what it should hold, and the statements that change it.

Labels and relationship types in the Cypher text come from `records` alone; everything else is a parameter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import neo4j

from pathway_graph.errors import StoreError
from pathway_graph.model.vocabulary import RELATIONS
from pathway_graph.stores.records import KEY_LABELS, LinkRow, NodeRow, Properties, Records, all_labels, all_types

BATCH = 5_000
"""Rows a statement: below, round trips cost; above, nothing is gained and the server needs more memory."""

STAGED = "Staged"
"""Label of nodes that are on their way in or out; the start of the label that tells their key label."""

_OURS = (
    f"MATCH (n:{'|'.join(KEY_LABELS)}) WITH n, properties(n) AS p WHERE p.id IS NOT NULL AND "
    "(n:Source OR p.sources IS NOT NULL OR p.source IS NOT NULL OR p.protocol IS NOT NULL)"
)
"""A node is ours if it has a key label, an id and says which data set it belongs to; others are never touched.

The conditions look at the map of properties: Neo4j 5.26 otherwise answers ``properties(n)`` with ``id: true`` where
a plan has cached that ``n.id`` exists and no index serves it.
"""

_KEY_LABELS = frozenset(KEY_LABELS)
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

    def records(self) -> Records:
        """Return the rows alone."""
        return Records([row for _, row in self.nodes.values()], [row for _, row in self.links.values()])


def read_rows(tx: neo4j.ManagedTransaction, *, every_link: bool, claims: bool = True) -> Stored:
    """Read all nodes of ours, and the links between them.

    Args:
        tx: The transaction to read in.
        every_link: Whether to read all links, or only those between entities, which a network is rebuilt from.
        claims: Whether to read claims and links at all.
    """
    keys: dict[str, Key] = {}
    nodes: dict[Key, tuple[str, NodeRow]] = {}
    is_torn = False
    wanted = "" if claims else "AND NOT n:Statement "
    for element, labels, properties in tx.run(f"{_OURS} {wanted}RETURN elementId(n), labels(n), p"):
        identifier = properties.pop("id")
        ours = sorted(_KNOWN_LABELS.intersection(labels), key=lambda label: (label not in _KEY_LABELS, label))
        if not ours or ours[0] not in _KEY_LABELS:
            is_torn = True
            continue
        row = NodeRow(tuple(ours), identifier, properties)
        keys[element] = (ours[0], identifier)
        nodes[ours[0], identifier] = (element, row)
    if not claims:
        return Stored(nodes, {}, [], is_torn)
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
        key = (type_, keys[start], keys[end])
        if key in links:
            repeated.append(element)
        else:
            links[key] = (element, LinkRow(*key, properties))
    return Stored(nodes, links, repeated, is_torn)


@dataclass(slots=True)
class RowDiff:
    """What turns the stored rows into other ones, grouped by the Cypher text that does it.

    Applied directly, all statements run in one transaction. Many rows would need more memory than servers grant a
    transaction: then new nodes and the links that hang on them are *staged* first, in transactions of their own and
    under labels that no query of ours matches, and the one transaction only swaps labels and does what is left.
    """

    is_staged: bool = False
    new_nodes: dict[tuple[str, ...], list[Properties]] = field(default_factory=lambda: defaultdict(list))
    """Properties, the id among them, by labels."""
    changed_nodes: dict[tuple[frozenset[str], frozenset[str]], list[Properties]] = field(
        default_factory=lambda: defaultdict(list)
    )
    """Element and properties, by the labels to take away and to add."""
    old_nodes: dict[tuple[str, ...], list[str]] = field(default_factory=lambda: defaultdict(list))
    new_links: dict[tuple[str, str, str, bool], list[list[Any]]] = field(default_factory=lambda: defaultdict(list))
    """Ends and properties, by type, label to find each end by, and whether there are properties."""
    old_links: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        """Count the rows to write or remove."""
        groups = (self.new_nodes, self.changed_nodes, self.old_nodes, self.new_links)
        return sum(len(rows) for group in groups for rows in group.values()) + len(self.old_links)

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
        """Yield what makes the change visible; all of it belongs into one transaction."""
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
            return f"UNWIND $rows AS p CREATE (n:{wanted}) SET n = p", {"rows": rows}, len(rows)
        found = f"{STAGED}:{STAGED}{labels[0]}"
        text = f"UNWIND $rows AS i MATCH (n:{found} {{id: i}}) SET n:{wanted} REMOVE n:{found}"
        return text, {"rows": [row["id"] for row in rows]}, 0

    def _links(self, staged: bool) -> Iterator[Statement]:
        for (type_, start, end, has_properties), rows in sorted(self.new_links.items()):
            if staged == (STAGED in start + end):
                text = (
                    f"UNWIND $rows AS row MATCH (a:{start} {{id: row[0]}}) MATCH (b:{end} {{id: row[1]}}) "
                    f"CREATE (a)-[r:{type_}]->(b)" + (" SET r = row[2]" if has_properties else "")
                )
                for batch in _batches(rows):
                    yield text, {"rows": batch}, len(batch)


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
    result = RowDiff(is_staged, old_links=list(stored.repeated))
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
        if lost or gained or not _same(old.properties, row.properties):
            result.changed_nodes[lost, gained].append({"e": element, "p": properties})
    for key, (element, old) in stored.nodes.items():
        if key not in nodes:
            result.old_nodes[old.labels].append(element)

    def label(end: Key) -> str:
        is_new = is_staged and end not in stored.nodes
        return f"{STAGED}:{STAGED}{end[0]}" if is_new else end[0]

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
        ends = [link.start[1], link.end[1]]
        group = (link.type, label(link.start), label(link.end), bool(link.properties))
        result.new_links[group].append([*ends, link.properties] if link.properties else ends)
    for link_key, (element, _) in stored.links.items():
        if link_key not in links and {link_key[1], link_key[2]} <= nodes:  # else it goes with the node it hangs on
            result.old_links.append(element)
    return result


CLEAR = f"{_OURS} WITH n LIMIT {BATCH} DETACH DELETE n RETURN count(*) AS n"
"""Removes up to `BATCH` nodes of ours, with their links, and says how many."""

SWEEP = f"MATCH (n:{STAGED}) WITH n LIMIT {BATCH} DETACH DELETE n RETURN count(*) AS n"
"""The same for what is staged: debris of a dead load, or nodes taken out of sight by one that has ended."""

STAGE_INDEX = f"CREATE INDEX staged_id IF NOT EXISTS FOR (n:{STAGED}) ON (n.id)"


def _require_known(records: Records) -> None:
    unknown = {label for node in records.nodes for label in node.labels} - _KNOWN_LABELS
    unknown |= {link.type for link in records.links} - _KNOWN_TYPES
    if unknown:
        raise StoreError("labels and types come from the vocabulary alone", hint=f"it lacks {sorted(unknown)}")


def _same(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    return old == new and all(type(old[name]) is type(value) for name, value in new.items())


def _batches(rows: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]


def _sort_key(labels: tuple[frozenset[str], frozenset[str]]) -> tuple[list[str], list[str]]:
    return sorted(labels[0]), sorted(labels[1])
