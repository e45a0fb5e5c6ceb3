"""Count the rows of a network without making them, and tell whether a database of ours can hold them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import attrgetter

from pathway_graph.errors import InputError, Problem, StoreError
from pathway_graph.model import Claim, Edge, Network
from pathway_graph.model.network import PARTS
from pathway_graph.model.vocabulary import RELATIONS
from pathway_graph.stores.records import (
    CLAIM_ENDS,
    CLAIM_LINKS,
    STATEMENT_LABELS,
    LinkRow,
    NodeRow,
    all_labels,
    all_types,
    link_rows,
    listed_links,
    node_rows,
    surroundings_of,
)

LOOKED_UP_BYTES = 250_000
"""The longest text that is indexed: an entry fits a page of 256 KB."""
_LOOKED_UP = ("name", "curie")
_LONG = LOOKED_UP_BYTES // 4
"""Texts of fewer characters fit, whatever they are."""
_NODES_OF = {
    "sources": "Source", "entities": "Entity", "claims": "Statement", "references": "Reference",
    "publications": "Publication", "diagrams": "Diagram", "tensions": "Tension",
}  # fmt: skip
"""The parts of which each item is one node, and its key label."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What the rows of a network add up to; the rows themselves are made when they are written.

    Attributes:
        nodes: How many nodes there are.
        links: How many links have both their ends.
        dropped: How many others there are, which are left out.
        labels: The combinations of labels.
        types: The types of links.
    """

    nodes: int
    links: int
    dropped: int
    labels: frozenset[tuple[str, ...]] = field(repr=False)
    types: frozenset[str] = field(repr=False)

    @property
    def rows(self) -> int:
        """Nodes and links."""
        return self.nodes + self.links


def survey(network: Network) -> Survey:
    """Return what the rows of *network* add up to.

    Raises:
        InputError: A text that is looked up is too long for the engine's indexes; all such texts are listed.
        StoreError: A label or a type of link is none of the vocabulary.

    >>> from pathway_graph.model import Source
    >>> found = survey(Network(sources=(Source("a"), Source("b"))))
    >>> found.rows, found.dropped, sorted(found.labels)
    (2, 0, [('Source',)])
    """
    going = _Going()
    for part in PARTS:
        going.nodes(part, getattr(network, part))
    if going.problems:
        raise InputError(going.problems)
    going.edges(network.edges)
    going.links(network)
    require_known(going.labels, going.types)
    nodes = sum(map(len, going.ids.values()))
    return Survey(nodes, going.whole, going.dropped, frozenset(going.labels), frozenset(going.types))


class _Going:
    """What was seen on the way through a network."""

    def __init__(self) -> None:
        self.ids: dict[str, set[str]] = {}
        self.labels: set[tuple[str, ...]] = set()
        self.types: set[str] = set()
        self.problems: list[Problem] = []
        self.whole = self.dropped = 0

    def nodes(self, part: str, items: Iterable[object]) -> None:
        if part not in _NODES_OF:
            for row in node_rows(part, items):
                self._node(row)
            return
        key = _NODES_OF[part]
        self.ids.setdefault(key, set()).update(map(attrgetter("id"), items))
        if part == "entities":
            self.labels |= {(key, kind) for kind in set(map(attrgetter("kind"), items))}
        elif part == "claims":
            self.labels |= {(key, STATEMENT_LABELS[view]) for view in set(map(attrgetter("view"), items))}
        elif self.ids[key]:
            self.labels.add((key,))
        texts = [one for one in ("id", *_LOOKED_UP) if one in PARTS[part].__dataclass_fields__]
        for item in items:
            if sum(len(getattr(item, one)) for one in texts) > _LONG:
                self.problems += [problem for row in node_rows(part, [item]) for problem in too_long(row)]

    def _node(self, row: NodeRow) -> None:
        self.ids.setdefault(row.labels[0], set()).add(row.id)
        self.labels.add(row.labels)
        self.problems += too_long(row)

    def edges(self, edges: Iterable[Edge]) -> None:
        entities = self.ids["Entity"]
        for relation, source, target in map(attrgetter("relation", "source", "target"), edges):
            if source in entities and target in entities:
                self.whole += 1
                self.types.add(RELATIONS[relation].type)
            else:
                self.dropped += 1

    def links(self, network: Network) -> None:
        """Count the links that all parts but the edges state."""
        self._of_claims(network.claims)
        around = surroundings_of(network)
        for claim in network.claims:
            if claim.co_treatment or claim.citations or claim.restates:
                for row in listed_links(claim, around):
                    self._link(row)
        for part in PARTS:
            if part != "claims":
                for row in link_rows(part, getattr(network, part), around):
                    self._link(row)

    def _of_claims(self, claims: Iterable[Claim]) -> None:
        """Count the links that a claim has one of: by what they end at, for many end at the same."""
        entities = self.ids["Entity"]
        for type_, name in zip(CLAIM_LINKS, CLAIM_ENDS, strict=True):
            for target, count in Counter(map(attrgetter(name), claims)).items():
                if target and target in entities:
                    self.whole += count
                    self.types.add(type_)
                elif target:
                    self.dropped += count

    def _link(self, row: LinkRow) -> None:
        if all(identifier in self.ids.get(label, ()) for label, identifier in (row.start, row.end)):
            self.types.add(row.type)
            self.whole += 1
        else:
            self.dropped += 1


def too_long(row: NodeRow) -> list[Problem]:
    """Say which texts of a node do not fit a page of an index, for the engine only says that a transaction failed."""
    if len(row.id) + sum(len(row.properties.get(name, "")) for name in _LOOKED_UP) <= _LONG:
        return []
    problems = []
    for name, value in (("id", row.id), *((name, row.properties.get(name, "")) for name in _LOOKED_UP)):
        if len(value.encode()) > LOOKED_UP_BYTES:
            where = ", ".join(map(str, row.properties.get("sources", ()))) or row.id[:40]
            what = f"the {name} of {row.labels[-1]} {row.id[:40]!r} has {len(value.encode()):,} bytes"
            problems.append(Problem(where, 0, what, f"shorten it to {LOOKED_UP_BYTES:,} bytes at most"))
    return problems


def require_writable(nodes: Iterable[NodeRow], types: Iterable[str]) -> None:
    """Refuse rows that no database of ours holds.

    Raises:
        InputError: A text that is looked up is too long for the engine's indexes.
        StoreError: A label, or one of the *types* of links, is none of the vocabulary.
    """
    labels: set[tuple[str, ...]] = set()
    problems: list[Problem] = []
    for row in nodes:
        labels.add(row.labels)
        problems += too_long(row)
    if problems:
        raise InputError(problems)
    require_known(labels, types)


def require_known(labels: Iterable[tuple[str, ...]], types: Iterable[str]) -> None:
    """Refuse labels and types that are none of the vocabulary.

    Raises:
        StoreError: One is.
    """
    unknown = {one for some in labels for one in some} - set(all_labels()) | set(types) - set(all_types())
    if unknown:
        raise StoreError("labels and types come from the vocabulary alone", hint=f"it lacks {sorted(unknown)}")
