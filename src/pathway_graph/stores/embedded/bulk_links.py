"""Write the links of a network with the bulk API, one type after the other: only such are stored in bulk.

The engine keeps links in memory until so many are there. Where they are of one type, their records are written at
once; where they are of several, each is made and saved like one that a query makes, in twice the time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final

from pathway_graph.errors import StoreError
from pathway_graph.model import Network
from pathway_graph.model.vocabulary import RELATIONS
from pathway_graph.stores.base import Progress
from pathway_graph.stores.properties import Properties
from pathway_graph.stores.records import (
    CLAIM_ENDS,
    CLAIM_LINKS,
    LINK_PARTS,
    LinkRow,
    link_rows,
    listed_links,
    surroundings_of,
)

STEP: Final = 5_000
"""Rows handed over at once: enough for speed, few enough for Ctrl-C and progress."""
BATCH: Final = 100_000
"""Links that the engine keeps in memory: in batches of this size a type is stored as fast as at once."""
CACHED: Final = 50_000
"""Nodes of which the engine remembers where their links are; of others it looks that up."""

Rids = Mapping[str, Mapping[str, str]]
"""The engine's identifiers of nodes by key label and id."""
Some = tuple[list[str], list[str], list[Properties] | None]
"""Links of one type: where each begins and ends, and its properties, if any has some."""


@dataclass
class LinkWriter:
    """What writes links.

    Args:
        batch: The bulk API.
        rids: The nodes; links to others are left out.
        total: How many links there are.
        progress: Told how many are written.
    """

    batch: Any
    rids: Rids
    total: int
    progress: Progress | None = None
    done: int = 0

    def write(self, network: Network) -> None:
        """Write all links that *network* states, few of a type before many."""
        around = surroundings_of(network)
        waiting: dict[str, list[LinkRow]] = defaultdict(list)
        listing = (claim for claim in network.claims if claim.co_treatment or claim.citations or claim.restates)
        for claim in listing:
            self._sort(waiting, listed_links(claim, around))
        for part in LINK_PARTS:
            if part not in ("edges", "claims"):
                self._sort(waiting, link_rows(part, getattr(network, part), around))
        edges: dict[str, list[Any]] = defaultdict(list)
        for edge in network.edges:
            edges[RELATIONS[edge.relation].type].append(edge)
        for type_, links in sorted(waiting.items()):
            self._of_type(type_, links, self._of_rows)
        del waiting
        for type_, some in sorted(edges.items()):
            self._of_type(type_, some, lambda step: self._of_rows(link_rows("edges", step, around)))
        for type_, end in zip(CLAIM_LINKS, CLAIM_ENDS, strict=True):
            naming = list(filter(attrgetter(end), network.claims))
            self._of_type(type_, naming, self._of_claims(attrgetter(end)))

    def _sort(self, waiting: dict[str, list[LinkRow]], rows: Iterator[LinkRow]) -> None:
        for row in rows:
            waiting[row.type].append(row)

    def _of_type(self, type_: str, items: Sequence[Any], made: Callable[[Any], Some]) -> None:
        """Write the links of a type that *made* makes of some *items*; where they are many, nothing lies among them."""
        are_many = len(items) >= STEP
        if are_many:
            self.batch.flush()
        for begin in range(0, len(items), STEP):
            starts, ends, properties = made(items[begin : begin + STEP])
            self.batch.new_edges(starts, type_, ends, properties)
            self.done += len(starts)
            if self.progress is not None:
                self.progress("links", self.done, self.total)
        if are_many:
            self.batch.flush()

    def _of_rows(self, rows: Any) -> Some:
        starts, ends, properties = list[str](), list[str](), list[Properties]()
        for row in rows:
            start, end = self._at(row.start), self._at(row.end)
            if start is not None and end is not None:
                starts.append(start)
                ends.append(end)
                properties.append(storable(row.properties))
        return starts, ends, properties if any(properties) else None

    def _at(self, end: tuple[str, str]) -> str | None:
        label, identifier = end
        return self.rids.get(label, {}).get(identifier)

    def _of_claims(self, end: Callable[[Any], str]) -> Callable[[Any], Some]:
        """Return what makes the links from claims to one entity each, which have no properties."""
        statements, entities = self.rids.get("Statement", {}), self.rids.get("Entity", {})

        def made(claims: Sequence[Any]) -> Some:
            both = [(statements.get(claim.id), entities.get(end(claim))) for claim in claims]
            whole = [(start, to) for start, to in both if start is not None and to is not None]
            return [start for start, _ in whole], [to for _, to in whole], None

        return made


def storable(properties: Properties) -> Properties:
    """Drop None, which the bulk API would store as a key, and refuse maps, which Cypher could not have stored."""
    for value in properties.values():
        if value is None or type(value) is dict:
            break
    else:
        return properties
    for key, value in properties.items():
        if isinstance(value, dict):
            raise StoreError(
                f"property {key!r} is a map", hint="a property is a text, a number, a truth value or a list"
            )
    return {key: value for key, value in properties.items() if value is not None}
