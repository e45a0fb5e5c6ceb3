"""What a store holds, by the names that a query asks by: labels, relationship types, and the properties of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from pathway_graph.cypher.allowed_words import FUNCTIONS, PROCEDURES
from pathway_graph.model import Network
from pathway_graph.model.stopping import go_on
from pathway_graph.stores.embedded.function_list import functions
from pathway_graph.stores.records import all_labels, all_types, link_rows, node_rows, surroundings_of

_PARTS: Final = ("entities", "claims", "publications", "references", "sources", "diagrams", "protocols", "tensions")
_OF_A_KIND: Final = 300
"""Items of a part, and of each kind of entity, whose properties are looked at."""
_LINKS: Final = 20_000
"""Items of a part whose relationships are looked at."""


@dataclass
class Named:
    """A label or a relationship type.

    Attributes:
        name: As a query writes it.
        keys: Properties of what has it, most frequent first.
        count: How many have it; None where that was not counted.
        ends: For a type, the labels it leads from and to.
    """

    name: str
    keys: dict[str, int] = field(default_factory=dict)
    count: int | None = None
    ends: set[str] = field(default_factory=set)

    def add(self, keys: Iterable[str]) -> None:
        """Note the properties of one that has it."""
        for key in keys:
            self.keys[key] = self.keys.get(key, 0) + 1

    def plain(self) -> dict[str, Any]:
        """Return it as the page's script takes it."""
        keys = sorted(self.keys, key=lambda key: (-self.keys[key], key))
        return {"name": self.name, "keys": keys, "count": self.count, "ends": sorted(self.ends)}


def schema(network: Network) -> dict[str, Any]:
    """Return the labels, types, functions and procedures that a query of a store may name.

    Properties and types are those of a part of the items, where there are very many; a name that was not seen is
    listed apart.

    >>> from pathway_graph.formats.native import read_guide
    >>> found = schema(read_guide())
    >>> next(one["count"] for one in found["labels"] if one["name"] == "Publication")
    24
    >>> next(one["ends"] for one in found["types"] if one["name"] == "IN_SPECIES")
    ['Statement → Entity']
    """
    labels, types = _labels(network), _types(network)
    return {
        "labels": [labels[name].plain() for name in sorted(labels)],
        "types": [types[name].plain() for name in sorted(types)],
        "more_labels": [name for name in all_labels() if name not in labels],
        "more_types": [name for name in all_types() if name not in types],
        "functions": [{"name": one.name, "signature": one.signature, "does": one.description} for one in functions()
                      if one.name.lower() in FUNCTIONS],
        "procedures": sorted(PROCEDURES.values()),
    }  # fmt: skip


def _labels(network: Network) -> dict[str, Named]:
    found: dict[str, Named] = {}
    kinds: dict[str, list[Any]] = {}
    for number, entity in enumerate(network.entities):
        if number % 5000 == 0:
            go_on()
        of_kind = kinds.setdefault(entity.kind, [])
        if len(of_kind) < _OF_A_KIND:
            of_kind.append(entity)
        found.setdefault(entity.kind, Named(entity.kind, count=0)).count += 1  # type: ignore[operator]
    for part in _PARTS:
        some = [one for of_kind in kinds.values() for one in of_kind] if part == "entities" else None
        items = some if some is not None else islice(getattr(network, part), _OF_A_KIND)
        first = ""
        for row in node_rows(part, items):
            first = first or row.labels[0]
            for label in row.labels:
                found.setdefault(label, Named(label)).add(("id", *row.properties))
        if first:
            found[first].count = len(getattr(network, part))
    return found


def _types(network: Network) -> dict[str, Named]:
    found: dict[str, Named] = {}
    around = surroundings_of(network)
    for part in ("edges", *_PARTS):
        items = tuple(islice(getattr(network, part), _LINKS))
        is_whole = len(items) == len(getattr(network, part))
        go_on()
        for link in link_rows(part, items, around):
            named = found.setdefault(link.type, Named(link.type, count=0))
            named.add(link.properties)
            named.ends.add(f"{link.start[0]} → {link.end[0]}")
            named.count = None if named.count is None or not is_whole else named.count + 1
    return found
