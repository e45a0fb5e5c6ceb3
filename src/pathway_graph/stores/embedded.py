"""The embedded store: a folder that needs no server, queried in Cypher."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pathway_graph.build import merge, split
from pathway_graph.cypher_files import schema_statements
from pathway_graph.errors import QueryError, StoreError, StoreUnavailable, UnknownName, nearest
from pathway_graph.index import remember
from pathway_graph.memory import collector_paused
from pathway_graph.model import Network
from pathway_graph.stores import bulk, engine
from pathway_graph.stores.base import ROW_LIMIT, Progress, Table
from pathway_graph.stores.cypher_text import check
from pathway_graph.stores.engine import SharedReader
from pathway_graph.stores.fence import check_query
from pathway_graph.stores.generations import Generations
from pathway_graph.stores.limits import Bounded, check_parameters
from pathway_graph.stores.records import from_records, to_records
from pathway_graph.stores.values import Normaliser, column_names

_ATTEMPTS = 20
_MANY = 1_000_000


class EmbeddedStore:
    """A store in a folder of this machine; any number of readers, one load at a time.

    A load is all or nothing: it builds a new database beside the old one and swaps a pointer. Readers that are
    open meanwhile go on, and see the new content with their next query.

    Args:
        path: The store folder; `write` makes it.
        query_limit_s: The longest a query may run, in seconds, where `run` does not say. The engine stops queries
            itself at the limit of the first use in a process: there, a longer one has no effect later.
        lock_wait_s: How long a load waits for another one to end, in seconds.

    >>> from tempfile import TemporaryDirectory
    >>> from pathway_graph.build import build_network
    >>> from pathway_graph.model import Entity, Source
    >>> folder = TemporaryDirectory()
    >>> store = EmbeddedStore(folder.name)
    >>> net = store.write(build_network(Source("mine"), entities=[Entity("prot:CREB1", "Protein", "CREB")]))
    >>> store.run("MATCH (e:Protein) RETURN e.name AS name").rows
    (('CREB',),)
    >>> store.close()
    >>> folder.cleanup()
    """

    def __init__(self, path: str | Path, *, query_limit_s: float = 60.0, lock_wait_s: float = 60.0) -> None:
        self.path = Path(path)
        self._generations = Generations(self.path)
        self._query_limit_s = query_limit_s
        self._lock_wait_s = lock_wait_s
        self._reader: SharedReader | None = None
        self._guard = threading.Lock()

    def write(self, network: Network, *, progress: Progress | None = None) -> Network:
        """Add *network* to what is stored, replacing the data sets of the same name; return all that is stored.

        Raises:
            MergeConflict: *network* disagrees with a stored data set; nothing is changed.
            StoreUnavailable: The folder is foreign, unwritable, or another load holds it.
        """
        with self._generations.locked(self._lock_wait_s):
            kept = self._sources() - {source.id for source in network.sources}
            united = merge([self.read(), network]) if kept else network
            self._replace(united, progress)
            return united

    def remove(self, source: str) -> Network:
        """Remove one data set; return what is left.

        Raises:
            UnknownName: No data set has that name.
            StoreUnavailable: As for `write`.
        """
        self._generations.current()
        with self._generations.locked(self._lock_wait_s):
            names = self._sources()
            if source not in names:
                raise UnknownName("data set", source, nearest(source, names))
            left = merge([part for part in split(self.read()) if part.sources[0].id != source])
            self._replace(left, None)
            return left

    def read(self) -> Network:
        """Return everything stored as one network.

        Raises:
            StoreUnavailable: There is no store at the path.
        """
        reader = self._lease()
        try:
            network = _network(reader)
        finally:
            engine.release(reader)
        stamp = str(self._generations.about(reader.folder.parent).get("stamp", ""))
        if stamp:
            remember(network, self.path, stamp)
        return network

    def run(
        self,
        query: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        timeout_s: float | None = None,
        limit: int | None = None,
    ) -> Table:
        """Run one Cypher statement that only reads; nodes, relationships and paths come back typed.

        Args:
            query: Cypher as Neo4j 5 speaks it.
            parameters: Values for its ``$names``.
            timeout_s: The longest it may run, in seconds; the store's limit if not given.
            limit: The most rows; ``is_cut`` of the result tells when there were more.

        Raises:
            QueryError: The statement is wrong, or holds what `fence.check_query` does not let through.
            QueryTimeout: It ran too long.
            StoreUnavailable: There is no store at the path.
        """
        query = check_query(query, parameters)
        columns = check(query)
        check_parameters(parameters)
        rows = Bounded(ROW_LIMIT if limit is None else limit)
        values = {name: _parameter(value) for name, value in (parameters or {}).items()}
        limit_s = timeout_s or self._query_limit_s
        reader = self._lease(limit_s)

        def work() -> Table:
            begun = time.monotonic()
            try:
                return _ask(reader, query, values, columns, rows)
            except StoreError:
                raise
            except Exception as error:  # the engine's own errors, and those of its value conversion
                raise engine.query_error(error, limit_s, time.monotonic() - begun) from error
            finally:
                engine.release(reader)

        return engine.within(limit_s, work)

    def run_writing(
        self, query: str, parameters: Mapping[str, Any] | None = None, *, timeout_s: float | None = None
    ) -> Table:
        """Refuse to write: a generation never changes, and the next load would silently drop what was written.

        Raises:
            QueryError: Always.
        """
        raise QueryError(
            "the embedded store changes by loads only, and the next one would drop what a query wrote; put the change "
            "into a file and run `pathway-graph load FILE`, or write on a Neo4j server"
        )

    def close(self) -> None:
        """Release the database; a later call opens it again."""
        with self._guard:
            if self._reader is not None:
                engine.release(self._reader)
                self._reader = None

    def _lease(self, limit_s: float = 0.0) -> SharedReader:
        """Return the current generation, open, for one piece of work; the caller releases it."""
        limit_s = max(limit_s, self._query_limit_s)
        with self._guard:
            held = self._reader
            if held is None or held.folder.parent != self._generations.current():
                self._reader = None
                if held is not None:
                    engine.release(held)
                held = self._reader = self._open(limit_s)
            return engine.acquire(held.folder, limit_s)

    def _open(self, limit_s: float) -> SharedReader:
        """Open the current generation, and look again if a load replaced it meanwhile."""
        for _ in range(_ATTEMPTS):
            folder = self._generations.current()
            try:
                reader = engine.acquire(folder / "graph", limit_s)
            except StoreUnavailable:
                if folder.is_dir():
                    raise
                continue
            if folder.is_dir():
                return reader
            engine.release(reader)  # it may have been opened while its files were being removed
        raise StoreUnavailable(f"{self.path} is replaced over and over; try again when the loads have ended")

    def _sources(self) -> set[str]:
        """Name the data sets that are stored."""
        if self._generations.find() is None:
            return set()
        return {str(row[0]) for row in self.run("MATCH (s:Source) RETURN s.id", limit=_MANY).rows}

    def _replace(self, network: Network, progress: Progress | None) -> None:
        """Make *network* the content; the caller holds the lock."""
        current = self._generations.find()
        self._generations.sweep(keep=current)
        schema = schema_statements()
        records = to_records(network)
        stamp = bulk.digest(records, schema)
        if current is not None and self._generations.about(current).get("stamp") == stamp:
            return
        arcadedb = engine.start(self._query_limit_s)
        generation = self._generations.begin()
        try:
            bulk.build(arcadedb, generation / "graph", records, schema, progress)
            about = {"format": 1, "stamp": stamp, "engine": arcadedb.ENGINE_VERSION}
            self._generations.publish(generation, about)
        except (arcadedb.ArcadeDBError, OSError) as error:
            raise StoreError(f"{self.path} is unchanged, the load failed: {engine.sentence(error)}") from error
        finally:  # after Ctrl-C too, what is not the current generation goes
            self._generations.sweep(keep=self._generations.find())


@collector_paused()
def _network(reader: SharedReader) -> Network:
    return from_records(bulk.read(reader))


def _ask(
    reader: SharedReader, query: str, values: dict[str, Any], columns: tuple[str, ...] | None, bounded: Bounded
) -> Table:
    rows = reader.cypher(query, values, bounded)
    if columns == ("*",):
        rows = [dict(sorted(row.items())) for row in rows]  # the order in which Neo4j lists all variables
        columns = None
    normaliser = Normaliser(reader.node_types.__contains__, reader.sql)
    return Table(column_names(rows) if rows else columns or (), tuple(normaliser.table(rows)), bounded.is_cut)


def _parameter(value: Any) -> Any:
    """Turn a parameter into what the engine takes, lists for tuples."""
    if isinstance(value, list | tuple):
        return [_parameter(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _parameter(item) for key, item in value.items()}
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    raise QueryError(f"a parameter is a text, a number, a truth value, a list or a map, not {type(value).__name__}")
