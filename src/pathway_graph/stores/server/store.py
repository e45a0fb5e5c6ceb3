"""The Neo4j store: a server, a cluster or Aura, through the official driver."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

import neo4j
from neo4j.exceptions import DriverError, Neo4jError

from pathway_graph.cypher.allow_list import check_query
from pathway_graph.cypher.files import schema_statements
from pathway_graph.cypher.limits import RowLimiter, check_parameters
from pathway_graph.cypher.parse import parse
from pathway_graph.errors import StoreError, StoreUnavailable, UnknownName, nearest
from pathway_graph.model import Network
from pathway_graph.model.border import refuses_bad_data, require_storable
from pathway_graph.model.build import merge, split
from pathway_graph.model.caching import gc_paused
from pathway_graph.model.edges import derive_edges
from pathway_graph.stores import deadline
from pathway_graph.stores.base import ROW_LIMIT, Progress, Table
from pathway_graph.stores.embedded.rebuild import rebuild
from pathway_graph.stores.names import Names, notes_on
from pathway_graph.stores.records import to_records
from pathway_graph.stores.server import errors
from pathway_graph.stores.server.attempts import once_if_out_of_memory
from pathway_graph.stores.server.fetcher import Fetcher
from pathway_graph.stores.server.kept import Kept, State, read_state
from pathway_graph.stores.server.plans import with_plan
from pathway_graph.stores.server.rows import CLEAR, STAGE_INDEX, SWEEP, RowDiff, Statement, Stored, changes, read_rows
from pathway_graph.stores.server.values import read_names, to_table

T = TypeVar("T")
Work = Callable[[neo4j.ManagedTransaction], T]

OLDEST = (5, 0)
"""Label expressions (``A|B``) and the constraint syntax of ``schema.cypher`` came with Neo4j 5."""
_CONNECT_S, _ACQUIRE_S, _RETRY_S = 2.0, 4.0, 10.0
_READ_ATTEMPTS = 3
COPY_LIMIT = 300_000
"""Claims of which a copy is made on this machine: it takes 5 kB of memory a claim, and 0.1 ms of processor time."""
_GRACE_S = 5.0
"""A server that checks its clock rarely may be this much late before the caller gives up on it."""
_LOCK = "MERGE (n:Source {id: $id}) DELETE n"
"""The constraint on ``Source.id`` makes a second load wait here until the first has committed; nothing stays."""


class Neo4jStore:
    """A store on a Neo4j server (5.26 or later), a cluster or Aura.

    Other sessions see the old content until a load's last transaction commits, then the new; a load that dies
    changes nothing. Only what differs is written, in batches by ``UNWIND``. Nodes that are not pathway-graph's, and
    labels or links that others gave to its nodes, stay as they are.

    Args:
        uri: ``bolt://`` or ``neo4j://``, each with ``+s`` or ``+ssc`` for TLS.
        user: Name of the user.
        password: Their password; it is shown nowhere.
        database: Name of the database; the user's default one if not given.
        query_limit_s: The longest a query may run, in seconds, where `run` does not say.
        stage_above: A load that changes more rows than these prepares them out of sight; see `RowDiff`.
        copy_limit: Of a database with more claims than these, `read` copies entities and the ends of edges only, and
            the network that it returns fetches claims and edges when they are asked for.

    Raises:
        StoreUnavailable: The server cannot be reached, refuses the user, or is older than Neo4j 5.
    """

    def __init__(
        self,
        uri: str,
        *,
        user: str = "neo4j",
        password: str,
        database: str | None = None,
        query_limit_s: float = 60.0,
        stage_above: int = 50_000,
        copy_limit: int = COPY_LIMIT,
    ) -> None:
        self._copy_limit = copy_limit
        self._stage_above = stage_above
        self.uri = uri
        self.database = database
        self._user = user
        self._names: Names | None = None
        self._connect = partial(_driver, uri, user, password)
        self._query_limit_s = query_limit_s
        self._bookmarks = neo4j.GraphDatabase.bookmark_manager()  # in a cluster, reads follow our own writes
        try:
            self._driver = self._connect()
        except (DriverError, ValueError, OSError) as error:
            raise errors.store_error(error, uri) from error
        try:
            with self._session(write=False) as session:
                self._require_version(session.run("RETURN 1").consume().server.agent)
        except (Neo4jError, DriverError, ValueError, OSError) as error:
            self._driver.close()
            raise errors.store_error(error, uri) from error
        except StoreUnavailable:
            self._driver.close()
            raise

    @refuses_bad_data
    def write(self, network: Network, *, progress: Progress | None = None) -> Network:
        """Add *network* to what is stored, replacing the data sets of the same name; return all that is stored.

        Raises:
            InputError: *network* cannot be stored, see `pathway_graph.check_network`; all that is wrong is listed.
            MergeConflict: *network* disagrees with a stored data set; nothing is changed.
            StoreUnavailable: The server cannot be reached.
        """
        require_storable(network)

        def united(stored: Stored) -> Network:
            kept = _sources(stored) - {source.id for source in network.sources}
            return merge([self._network(stored), network]) if kept else network

        return self._replace(united, progress)

    def remove(self, source: str) -> Network:
        """Remove one data set; return what is left.

        Raises:
            UnknownName: No data set has that name.
            StoreUnavailable: The server cannot be reached.
        """

        def left(stored: Stored) -> Network:
            if source not in _sources(stored):
                raise UnknownName("data set", source, nearest(source, _sources(stored)))
            parts = split(self._network(stored))
            return merge([part for part in parts if part.sources[0].id != source])

        return self._replace(left, None)

    @staticmethod
    def _network(stored: Stored) -> Network:
        way_out = "undo what changed them by hand, or clear the database and run `pathway-graph load` again"
        return rebuild(stored.records(), "the Neo4j database", way_out)

    def clear(self) -> None:
        """Remove all data sets, a batch per transaction; what others store stays."""
        self._drain(SWEEP)
        self._drain(CLEAR)

    @gc_paused()
    def read(self) -> Network:
        """Return everything stored as one network.

        What was read last is kept in the cache folder of the user, under a stamp that changes with every transaction
        (`kept.read_state`): where it still holds, nothing else is asked of the server. Else all is read anew; where
        meanwhile somebody wrote, it is read once more, until nothing was written or two readings are equal.

        Raises:
            StoreUnavailable: The server cannot be reached, or its content changed each time.
        """
        before: Network | None = None
        for _ in range(_READ_ATTEMPTS):
            state = self._state()
            kept = Kept(self.uri, self._user, state.database)
            if state.claims > self._copy_limit:
                return self._read_partial(kept, state)
            found = kept.find(state.stamp)
            if found is not None:
                return found
            stored = self._execute(lambda tx: read_rows(tx, every_link=False), write=False)
            network = self._network(stored)
            fits = derive_edges(network.entities, network.claims, network.diagrams) == network.edges
            is_still = not state.stamp or self._state() == state
            if (fits and is_still and not stored.is_torn) or network == before:  # edges changed by hand never fit
                if state.stamp and is_still:
                    kept.keep(network, state.stamp)
                return network
            before = network
        raise StoreUnavailable(
            f"{self.uri} changed each time it was read", hint="ask again when what writes to it has ended"
        )

    def _read_partial(self, kept: Kept, state: State) -> Network:
        fetch = Fetcher(self._connect, state.database, state.bookmarks, self.uri).rows
        found = kept.find_partial(state.stamp, fetch)
        if found is None:
            stored = self._execute(lambda tx: read_rows(tx, every_link=False, claims=False), write=False)
            found = kept.keep_partial(self._network(stored), state.stamp, fetch)
        return found

    def _state(self) -> State:
        def sessions(database: str | None) -> neo4j.Session:
            own = self._bookmarks.get_bookmarks() if database is None else ()
            return self._driver.session(
                database=database or self.database,
                default_access_mode=neo4j.READ_ACCESS,
                bookmarks=neo4j.Bookmarks.from_raw_values(own),
            )

        try:
            return read_state(sessions)
        except (Neo4jError, DriverError, OSError) as error:
            raise errors.store_error(error, self.uri) from error

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
            query: Cypher as the server speaks it.
            parameters: Values for its ``$names``.
            timeout_s: The longest it may run, in seconds; the store's limit if not given.
            limit: The most rows; ``is_cut`` of the result tells when there were more.

        Raises:
            QueryError: The statement is wrong, or holds what `fence.check_query` does not let through.
            QueryTimeout: It ran too long; the server has stopped it.
            StoreUnavailable: The server cannot be reached.
        """
        text = check_query(query, parameters)
        table = self._ask(text, parameters, timeout_s, ROW_LIMIT if limit is None else limit, write=False)
        notes = notes_on(parse(text), self._known_names)
        return replace(table, notes=notes + table.notes) if notes else table

    def run_writing(
        self, query: str, parameters: Mapping[str, Any] | None = None, *, timeout_s: float | None = None
    ) -> Table:
        """Run one Cypher statement that may change nodes and relationships, in one write transaction.

        The next load puts back what it finds changed in its own nodes and links, and leaves all others.

        Raises:
            QueryError: The statement is wrong, or holds what no query may, such as procedures or schema changes.
            QueryTimeout: It ran too long; nothing is changed.
            StoreUnavailable: The server cannot be reached.
        """
        text = check_query(query, parameters, write=True)
        self._names = None  # it may make others
        return self._ask(text, parameters, timeout_s, ROW_LIMIT, write=True)

    def _known_names(self) -> Names | None:
        """Return what labels, types and properties the database has, asked once; None where it does not say."""
        if self._names is None:
            try:
                self._names = self._execute(read_names, write=False)
            except StoreError:  # the user may see the rows, and no list of names
                return None
        return self._names

    def _ask(
        self, query: str, parameters: Mapping[str, Any] | None, timeout_s: float | None, limit: int, *, write: bool
    ) -> Table:
        check_parameters(parameters)
        limit_s = timeout_s or self._query_limit_s

        @neo4j.unit_of_work(timeout=limit_s)
        def work(tx: neo4j.ManagedTransaction) -> Table:
            result = tx.run(query, dict(parameters or {}))
            table = to_table(tx, result, RowLimiter(limit))
            return with_plan(table, result.consume())

        def ask() -> Table:
            try:
                with self._session(write=write) as session:
                    execute = session.execute_write if write else session.execute_read
                    return execute(once_if_out_of_memory(work, self.uri))
            except (Neo4jError, DriverError, OSError, TypeError, ValueError, OverflowError) as error:
                raise errors.query_error(error, self.uri, limit_s, query) from error

        try:
            return deadline.run_with_deadline(limit_s + _GRACE_S, ask)
        except deadline.DeadlineExceeded:
            raise errors.too_slow(limit_s) from None

    def close(self) -> None:
        """Close the connections."""
        self._driver.close()

    def _replace(self, content: Callable[[Stored], Network], progress: Progress | None) -> Network:
        """Make what *content* says of the stored rows the content; it becomes visible in one transaction."""
        self._apply_schema(schema_statements())
        staged = False

        def work(tx: neo4j.ManagedTransaction) -> Network:
            nonlocal staged
            _lock(tx)
            self._drain(SWEEP)  # debris of a load that died; only the holder of the lock stages
            stored = read_rows(tx, every_link=True)
            network = content(stored)
            todo = changes(stored, to_records(network), stage_above=self._stage_above)
            steps = _Counted(progress, todo.count())
            if todo.is_staged:
                staged = True
                self._stage(todo, steps)
            for statement in todo.statements():
                steps.run(tx, statement)
            return network

        try:
            return self._execute(work, write=True)
        finally:
            if staged:
                with contextlib.suppress(StoreError):  # then the next load removes it
                    self._execute(self._sweep_in_turn, write=True)

    def _sweep_in_turn(self, tx: neo4j.ManagedTransaction) -> None:
        _lock(tx)
        self._drain(SWEEP)

    def _stage(self, todo: RowDiff, steps: _Counted) -> None:
        self._apply_schema([STAGE_INDEX, "CALL db.awaitIndexes(60)"])
        for statement in todo.staging():
            self._execute(lambda tx, statement=statement: steps.run(tx, statement), write=True)  # type: ignore[misc]

    def _drain(self, statement: str) -> None:
        """Repeat a statement that removes a batch, a transaction each, until nothing is left."""
        while self._execute(lambda tx: tx.run(statement).single(strict=True)["n"], write=True):
            pass

    def _apply_schema(self, statements: Iterable[str]) -> None:
        try:
            with self._session(write=True) as session:
                for statement in statements:
                    session.run(statement).consume()
        except (Neo4jError, DriverError, OSError) as error:
            raise errors.store_error(error, self.uri) from error

    def _execute(self, work: Work[T], *, write: bool) -> T:
        try:
            with self._session(write=write) as session:
                execute = session.execute_write if write else session.execute_read
                return execute(once_if_out_of_memory(work, self.uri))
        except (Neo4jError, DriverError, OSError) as error:
            raise errors.store_error(error, self.uri) from error

    def _session(self, *, write: bool) -> neo4j.Session:
        access = neo4j.WRITE_ACCESS if write else neo4j.READ_ACCESS
        return self._driver.session(
            database=self.database, default_access_mode=access, bookmark_manager=self._bookmarks
        )

    def _require_version(self, agent: str) -> None:
        match = re.match(r"Neo4j/(\d+)\.(\d+)", agent)
        if match and tuple(map(int, match.groups())) < OLDEST:
            raise StoreUnavailable(f"{self.uri} is {agent}", hint="pathway-graph needs Neo4j 5.26 or later")


def _driver(uri: str, user: str, password: str) -> neo4j.Driver:
    return neo4j.GraphDatabase.driver(
        uri,
        auth=(user, password),
        connection_timeout=_CONNECT_S,
        connection_acquisition_timeout=_ACQUIRE_S,
        max_transaction_retry_time=_RETRY_S,
        notifications_min_severity="OFF",
        telemetry_disabled=True,
    )


def _lock(tx: neo4j.ManagedTransaction) -> None:
    tx.run(_LOCK, id="\N{LOCK} a load is under way").consume()


class _Counted:
    """Runs statements and tells how many rows are written."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress = progress
        self._total = total
        self._done = 0

    def run(self, tx: neo4j.ManagedTransaction, statement: Statement) -> None:
        text, values, rows = statement
        tx.run(text, values).consume()
        self._done += rows
        if self._progress is not None:
            self._progress("rows", min(self._done, self._total), self._total)


def _sources(stored: Stored) -> set[str]:
    return {identifier for label, identifier in stored.nodes if label == "Source"}
