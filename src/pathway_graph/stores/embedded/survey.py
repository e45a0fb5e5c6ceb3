"""Go through the rows of a network once: what they add up to, and whether a database of ours can hold them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pathway_graph.errors import InputError, Problem, StoreError
from pathway_graph.model import Network
from pathway_graph.stores.embedded.stamps import stamp_of
from pathway_graph.stores.records import LinkRow, NodeRow, all_labels, all_types, links_of, nodes_of

LOOKED_UP_BYTES = 250_000
"""The longest text that is indexed: an entry fits a page of 256 KB."""
_LOOKED_UP = ("name", "curie")


@dataclass(frozen=True, slots=True)
class Survey:
    """What the rows of a network add up to; the rows themselves are made anew when they are written.

    Attributes:
        stamp: Of the database that holds them, see `pathway_graph.stores.embedded.stamps`.
        nodes: How many nodes there are.
        links: How many links have both their ends.
        dropped: How many others there are, which are left out.
        labels: The combinations of labels.
        types: The types of links.
    """

    stamp: str
    nodes: int
    links: int
    dropped: int
    labels: frozenset[tuple[str, ...]] = field(repr=False)
    types: frozenset[str] = field(repr=False)

    @property
    def rows(self) -> int:
        """Nodes and links."""
        return self.nodes + self.links


def survey(network: Network, schema: Sequence[str]) -> Survey:
    """Make every row of *network* once, keep none, and return what they add up to.

    Raises:
        InputError: A text that is looked up is too long for the engine's indexes; all such texts are listed.
        StoreError: A label or a type of link is none of the vocabulary.

    >>> from pathway_graph.model import Source
    >>> found = survey(Network(sources=(Source("a"), Source("b"))), ())
    >>> found.rows, found.dropped, sorted(found.labels)
    (2, 0, [('Source',)])
    """
    going = _Going()
    stamp = stamp_of(going.nodes(network), going.links(network), schema)
    if going.problems:
        raise InputError(going.problems)
    require_known(going.labels, going.types)
    return Survey(
        stamp, len(going.keys), going.whole, going.dropped, frozenset(going.labels), frozenset(going.types)
    )  # fmt: skip


class _Going:
    """What was seen on the way through the rows."""

    def __init__(self) -> None:
        self.keys: set[tuple[str, str]] = set()
        self.labels: set[tuple[str, ...]] = set()
        self.types: set[str] = set()
        self.problems: list[Problem] = []
        self.whole = self.dropped = 0

    def nodes(self, network: Network) -> Iterator[NodeRow]:
        for row in nodes_of(network):
            self.keys.add((row.labels[0], row.id))
            self.labels.add(row.labels)
            self.problems += too_long(row)
            yield row

    def links(self, network: Network) -> Iterator[LinkRow]:
        for row in links_of(network):
            if row.start in self.keys and row.end in self.keys:
                self.types.add(row.type)
                self.whole += 1
                yield row
            else:
                self.dropped += 1


def too_long(row: NodeRow) -> list[Problem]:
    """Say which texts of a node do not fit a page of an index, for the engine only says that a transaction failed."""
    if len(row.id) + sum(len(row.properties.get(name, "")) for name in _LOOKED_UP) <= LOOKED_UP_BYTES // 4:
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
