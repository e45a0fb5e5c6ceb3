"""What every store can do, and the shape of what a query returns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from pathway_graph.model import Network
from pathway_graph.stores.history import History, Origin

ROW_LIMIT = 10_000
"""The most rows a query gives where its caller does not say; `Table.is_cut` tells when there were more."""

Progress = Callable[[str, int, int], None]
"""Called as ``progress(what, done, total)`` while a store writes."""


@dataclass(frozen=True, slots=True)
class Node:
    """A node in a query result: its labels, sorted, and its properties."""

    labels: tuple[str, ...]
    properties: Mapping[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """Return the node as plain data, properties in order of their names."""
        return {"labels": list(self.labels), "properties": dict(sorted(self.properties.items()))}


@dataclass(frozen=True, slots=True)
class Relationship:
    """A relationship in a query result (start -> end), each end given by the node's property ``id``."""

    type: str
    start: str
    end: str
    properties: Mapping[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """Return the relationship as plain data, properties in order of their names."""
        return {
            "type": self.type,
            "start": self.start,
            "end": self.end,
            "properties": dict(sorted(self.properties.items())),
        }


@dataclass(frozen=True, slots=True)
class Path:
    """A path in a query result, nodes and relationships in the order it was matched."""

    nodes: tuple[Node, ...]
    relationships: tuple[Relationship, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the path as plain data."""
        return {
            "nodes": [node.to_dict() for node in self.nodes],
            "relationships": [relationship.to_dict() for relationship in self.relationships],
        }


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a query, in the order the query gave them.

    Attributes:
        is_cut: There were more rows than the limit; they are left out.
        notes: What the reader should know of the query, a text each: a label, relationship type or property that
            the store does not know, a hint that was ignored, the plan of PROFILE.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    is_cut: bool = False
    notes: tuple[str, ...] = ()

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return one dictionary a row; nodes, relationships and paths as plain data."""
        return list(self.each())

    def each(self) -> Iterator[dict[str, Any]]:
        """Yield the dictionaries of `to_dicts` one by one."""
        return (dict(zip(self.columns, map(plain, row), strict=True)) for row in self.rows)


class Store(Protocol):
    """A database that holds networks and answers Cypher."""

    def write(
        self, network: Network, *, progress: Progress | None = None, origins: Mapping[str, Origin] | None = None
    ) -> Network:
        """Add *network* to what is stored, replacing the data sets of the same name; return all that is stored.

        Writing twice, or several networks in any order, leaves the same content. The history takes down where each
        data set came from, by its name in *origins*.

        Raises:
            MergeConflict: *network* disagrees with a stored data set; nothing is changed.
        """
        ...

    def read(self) -> Network:
        """Return everything stored as one network."""
        ...

    def remove(self, source: str) -> Network:
        """Remove one data set; return what is left.

        Raises:
            UnknownName: No data set has that name.
        """
        ...

    def history(self) -> History:
        """Return what is recorded of the loads of this store."""
        ...

    def read_after(self, number: int) -> Network:
        """Return what was stored after a load, by its number in the history.

        Raises:
            StoreError: It is no longer kept.
        """
        ...

    def run(
        self,
        query: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        timeout_s: float | None = None,
        limit: int | None = None,
    ) -> Table:
        """Run one Cypher statement that only reads, and return at most *limit* rows (`ROW_LIMIT` if not given).

        ``EXPLAIN`` before it gives the plan, a line per row, in a column ``plan``; ``PROFILE`` the rows, and the plan
        as a note.

        Raises:
            QueryError: The statement is wrong, or holds what `cypher.allow_list` does not let through.
            QueryTimeout: It ran longer than *timeout_s* seconds.
        """
        ...

    def run_writing(
        self, query: str, parameters: Mapping[str, Any] | None = None, *, timeout_s: float | None = None
    ) -> Table:
        """Run one Cypher statement that may change nodes and relationships, where the store allows that.

        Raises:
            QueryError: The statement is wrong, or the store changes by loads only.
            QueryTimeout: It ran longer than *timeout_s* seconds; nothing is changed.
        """
        ...

    def close(self) -> None:
        """Release the database."""
        ...


def plain(value: Any) -> Any:
    """Turn a value of a query result into what `json.dumps` takes.

    >>> plain((Node(("Entity",), {"id": "a"}), [1, None]))
    [{'labels': ['Entity'], 'properties': {'id': 'a'}}, [1, None]]
    """
    if isinstance(value, Node | Relationship | Path):
        return value.to_dict()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
