"""Change a copy of a database in place: one transaction that takes rows away, changes some, and adds others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

from pathway_graph.stores.base import Progress
from pathway_graph.stores.embedded import bulk
from pathway_graph.stores.embedded.difference import Difference, Inexpressible, Key
from pathway_graph.stores.embedded.survey import require_writable
from pathway_graph.stores.records import LinkRow, NodeRow, Properties

T = TypeVar("T")
_AT_ONCE: Final = 1_000
"""Rows a command: enough for speed, few enough for Ctrl-C and progress."""


def patch(
    arcadedb: Any, folder: Path, difference: Difference, schema: Sequence[str], progress: Progress | None
) -> None:
    """Open the database in *folder*, which nobody reads yet, and make *difference* in one transaction.

    Raises:
        Inexpressible: The database does not hold what is to be taken away, or holds more that hangs on it.
        InputError, StoreError: As `require_writable`.
    """
    nodes = bulk.by_labels(difference.new_nodes)
    links = bulk.by_type(difference.new_links)
    require_writable([*difference.new_nodes, *(row for _, row in difference.changed_nodes)], links)
    database = arcadedb.open_database(str(folder))
    try:
        _create_missing_types(database, nodes, links, schema)
        work = _Work(database, difference, progress)
        before = work.counts()
        with database.transaction():
            work.run(nodes, links)
        work.require_counts(before)
    finally:
        database.close()


def _create_missing_types(
    database: Any, nodes: Iterable[tuple[str, ...]], links: Iterable[str], schema: Sequence[str]
) -> None:
    there = {row["name"] for row in database.query("sql", "SELECT name FROM schema:types").to_list()}
    new = [labels for labels in nodes if bulk.type_name(labels) not in there]
    others = set(links) - there
    if new or others:
        bulk.create_types(database, new, others, schema)


class _Work:
    """One change of one database.

    Args:
        database: Open for writing.
        difference: What to change.
        progress: Told about rows.
    """

    def __init__(self, database: Any, difference: Difference, progress: Progress | None) -> None:
        self._database = database
        self._todo = difference
        self._progress = progress
        self._done = 0
        self._rids: dict[Key, str] = {}

    def run(self, nodes: dict[tuple[str, ...], list[NodeRow]], links: dict[str, list[LinkRow]]) -> None:
        """Make the change; the caller holds the transaction."""
        self._find_nodes()
        self._remove_links()
        self._remove_nodes()
        self._change_nodes()
        for labels in sorted(nodes):
            self._add_nodes(labels, nodes[labels])
        for name in sorted(links):
            self._add_links(name, links[name])

    def counts(self) -> dict[str, int]:
        """Return how many rows there are of each type that rows go from or come to."""
        todo = self._todo
        types = {bulk.type_name(row.labels) for row in (*todo.old_nodes, *todo.new_nodes)}
        types |= {row.type for row in (*todo.old_links, *todo.new_links)}
        return {name: int(self._query(f"SELECT count(*) AS n FROM `{name}`")[0]["n"]) for name in sorted(types)}

    def require_counts(self, before: dict[str, int]) -> None:
        """Make sure that as many rows are there as should be."""
        expected = dict(before)
        for rows, sign in ((self._todo.old_nodes, -1), (self._todo.new_nodes, 1)):
            for node in rows:
                expected[bulk.type_name(node.labels)] += sign
        for some, sign in ((self._todo.old_links, -1), (self._todo.new_links, 1)):
            for link in some:
                expected[link.type] += sign
        if self.counts() != expected:
            raise Inexpressible

    def _query(self, text: str, **values: Any) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self._database.query("sql", text, *([values] if values else [])).to_list()
        return rows

    def _command(self, text: str, **values: Any) -> list[dict[str, Any]]:
        result = self._database.command("sql", text, *([values] if values else []))
        return [] if result is None else list(result.to_list())

    def _step(self, count: int) -> None:
        self._done += count
        if self._progress is not None:
            self._progress("rows", self._done, len(self._todo))

    def _find_nodes(self) -> None:
        """Look up by the index on ``id`` every stored node that is removed, changed or at the end of a link."""
        todo = self._todo
        new = {(row.labels[0], row.id) for row in todo.new_nodes}
        wanted = {(row.labels[0], row.id) for row in (*todo.old_nodes, *(row for _, row in todo.changed_nodes))}
        wanted |= {end for row in (*todo.old_links, *todo.new_links) for end in (row.start, row.end)} - new
        by_label: dict[str, list[str]] = defaultdict(list)
        for label, identifier in sorted(wanted):
            by_label[label].append(identifier)
        for label, identifiers in by_label.items():
            for some in _steps(identifiers):
                select = f"SELECT @rid.asString() AS r, id FROM `{label}` WHERE id IN :ids"
                self._rids |= {(label, row["id"]): row["r"] for row in self._query(select, ids=some)}
        if len(self._rids) != len(wanted):
            raise Inexpressible

    def _remove_links(self) -> None:
        for name, rows in bulk.by_type(self._todo.old_links).items():
            wanted: dict[tuple[str, str], list[Properties]] = defaultdict(list)
            for row in rows:
                wanted[self._rids[row.start], self._rids[row.end]].append(bulk.storable(row.properties))
            found: list[str] = []
            for starts in _steps(sorted({start for start, _ in wanted})):
                select = "SELECT @this AS e, @out.asString() AS s, @in.asString() AS t FROM (SELECT expand(outE("
                for there in self._query(f"{select}'{name}')) FROM [{','.join(starts)}])"):
                    asked = wanted.get((there["s"], there["t"]), [])
                    properties = bulk.properties_of(there["e"])
                    if properties in asked:
                        asked.remove(properties)
                        found.append(there["e"]["@rid"])
            self._delete(found, rows)

    def _remove_nodes(self) -> None:
        rids = [self._rids[row.labels[0], row.id] for row in self._todo.old_nodes]
        for some in _steps(rids):
            hanging = self._query(f"SELECT sum(bothE().size()) AS n FROM [{','.join(some)}]")
            if hanging[0]["n"]:
                raise Inexpressible
        self._delete(rids, rids)

    def _delete(self, rids: list[str], wanted: Sequence[object]) -> None:
        if len(rids) != len(wanted):
            raise Inexpressible
        for some in _steps(rids):
            self._command(f"DELETE FROM [{','.join(some)}]")
            self._step(len(some))

    def _change_nodes(self) -> None:
        for _, row in self._todo.changed_nodes:
            rid = self._rids[row.labels[0], row.id]
            self._command(f"UPDATE {rid} CONTENT :row", row={**bulk.storable(row.properties), "id": row.id})
            self._step(1)

    def _add_nodes(self, labels: tuple[str, ...], rows: list[NodeRow]) -> None:
        for some in _steps(rows):
            content = [{**bulk.storable(row.properties), "id": row.id} for row in some]
            insert = f"INSERT INTO `{bulk.type_name(labels)}` CONTENT :rows RETURN @rid.asString() AS r, id"
            made = {row["id"]: row["r"] for row in self._command(insert, rows=content)}
            if len(made) != len(some):
                raise Inexpressible
            self._rids |= {(labels[0], identifier): rid for identifier, rid in made.items()}
            self._step(len(some))

    def _add_links(self, name: str, rows: list[LinkRow]) -> None:
        create = f"CREATE EDGE `{name}` FROM :tail TO :head CONTENT :row"
        for some in _steps(rows):
            for row in some:
                ends = {"tail": self._rids[row.start], "head": self._rids[row.end]}
                self._command(create, **ends, row=bulk.storable(row.properties))
            self._step(len(some))


def _steps(items: list[T]) -> Iterator[list[T]]:
    for start in range(0, len(items), _AT_ONCE):
        yield items[start : start + _AT_ONCE]
