"""How the rows of two networks differ, worked out from the items that differ and from no others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pathway_graph.model import Network
from pathway_graph.model.network import PARTS
from pathway_graph.stores.records import LinkRow, NodeRow, link_rows, node_rows, surroundings_of

Key = tuple[str, str]
LinkKey = tuple[str, Key, Key, str]

_ALL_PARTS: Final = (*PARTS, "edges")


class Inexpressible(Exception):
    """A difference is none that can be written in place: all is loaded anew."""


@dataclass(frozen=True, slots=True)
class Difference:
    """The rows to take away, to write and to change.

    Attributes:
        old_nodes: Nodes that go.
        new_nodes: Nodes that come.
        changed_nodes: Nodes of which the properties change, before and after; their labels stay.
        old_links: Links that go.
        new_links: Links that come.
    """

    old_nodes: list[NodeRow] = field(default_factory=list)
    new_nodes: list[NodeRow] = field(default_factory=list)
    changed_nodes: list[tuple[NodeRow, NodeRow]] = field(default_factory=list)
    old_links: list[LinkRow] = field(default_factory=list)
    new_links: list[LinkRow] = field(default_factory=list)

    def __len__(self) -> int:
        """Count the rows that are touched."""
        groups = (self.old_nodes, self.new_nodes, self.changed_nodes, self.old_links, self.new_links)
        return sum(len(group) for group in groups)


@dataclass(frozen=True, slots=True)
class ItemChanges:
    """What two networks do not share, part by part: items as they were, and as they are."""

    old: Mapping[str, list[Any]]
    new: Mapping[str, list[Any]]

    def __len__(self) -> int:
        """Count the items."""
        return sum(len(items) for side in (self.old, self.new) for items in side.values())


@dataclass(frozen=True, slots=True)
class SmallChange:
    """How little a network changes: its items, and the rows that they make."""

    items: ItemChanges
    rows: Difference


def changed_items(before: Network, now: Network) -> ItemChanges:
    """Return the items of each part that one of two networks does not hold, or holds as another value.

    Claims whose links say what was found of a reference that changed are among them, and all diagrams where protocols
    changed, whose steps they show.

    >>> from pathway_graph.model import Source
    >>> found = changed_items(Network(sources=(Source("a"),)), Network(sources=(Source("b"),)))
    >>> [source.id for source in found.new["sources"]]
    ['b']
    """
    old: dict[str, list[Any]] = {}
    new: dict[str, list[Any]] = {}
    for part in _ALL_PARTS:
        one, other = getattr(before, part), getattr(now, part)
        old[part], new[part] = ([], []) if one is other else _apart(one, other)
    references = {reference.id for side in (old, new) for reference in side["references"]}
    if references:
        for side, network in ((old, before), (new, now)):
            there = {claim.id for claim in side["claims"]}
            side["claims"] += [
                claim
                for claim in network.claims
                if claim.id not in there and any(f"{claim.source}/{number}" in references for number in claim.citations)
            ]
    if old["protocols"] or new["protocols"]:
        old["diagrams"], new["diagrams"] = list(before.diagrams), list(now.diagrams)
    return ItemChanges(old, new)


def _apart(before: Iterable[Any], now: Iterable[Any]) -> tuple[list[Any], list[Any]]:
    there = {id(item): item for item in before}
    new = [item for item in now if there.pop(id(item), None) is None]
    old = {item.id: item for item in there.values()}
    if len(old) < len(there):
        raise Inexpressible  # one identifier twice
    fresh = [item for item in new if old.get(item.id) != item]
    gone = {item.id for item in new} - {item.id for item in fresh}
    return [item for key, item in old.items() if key not in gone], fresh


def difference(before: Network, now: Network, changes: ItemChanges) -> Difference:
    """Return how the rows of two networks differ.

    Raises:
        Inexpressible: A node changes its labels, or a link would end nowhere.
    """
    found = Difference()
    old = {(row.labels[0], row.id): row for row in _nodes(changes.old)}
    for row in _nodes(changes.new):
        there = old.pop((row.labels[0], row.id), None)
        if there is None:
            found.new_nodes.append(row)
        elif there.labels != row.labels:
            raise Inexpressible
        elif there.properties != row.properties:
            found.changed_nodes.append((there, row))
    found.old_nodes.extend(old.values())
    _links(before, now, changes, found)
    return found


def _nodes(items: Mapping[str, list[Any]]) -> Iterator[NodeRow]:
    return (row for part in PARTS for row in node_rows(part, items[part]))


def _links(before: Network, now: Network, changes: ItemChanges, found: Difference) -> None:
    old, new = _stated(before, changes.old), _stated(now, changes.new)
    rows = {_link_key(row): row for row in (*old, *new)}
    count = Counter(map(_link_key, new))
    count.subtract(map(_link_key, old))
    found.old_links.extend(rows[key] for key, more in count.items() for _ in range(-more))
    found.new_links.extend(rows[key] for key, more in count.items() for _ in range(more))
    for network, links in ((before, found.old_links), (now, found.new_links)):
        is_there = _presence(network)
        if not all(is_there(end) for row in links for end in (row.start, row.end)):
            raise Inexpressible


def _stated(network: Network, items: Mapping[str, list[Any]]) -> list[LinkRow]:
    around = surroundings_of(network)
    return [row for part in _ALL_PARTS for row in link_rows(part, items[part], around)]


def _link_key(row: LinkRow) -> LinkKey:
    return row.type, row.start, row.end, repr(row.properties)


def _presence(network: Network) -> Callable[[Key], bool]:
    """Return what tells whether a network has a node."""
    known: dict[str, set[str]] = {}
    parts = {"Entity": "entities", "Statement": "claims", "Reference": "references", "Publication": "publications",
             "Protocol": "protocols", "Diagram": "diagrams", "Tension": "tensions"}  # fmt: skip

    def is_there(key: Key) -> bool:
        label, identifier = key
        if label not in known:
            known[label] = (
                {one.step_id(step) for one in network.protocols for step in one.steps}
                if label == "Step"
                else {item.id for item in getattr(network, parts[label])}
            )
        return identifier in known[label]

    return is_there
