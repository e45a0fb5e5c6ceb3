"""The Neo4j store: a server, a cluster or Aura, through the official driver."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import neo4j
from neo4j.exceptions import DriverError, Neo4jError

from pathway_graph.cypher.allow_list import check_query
from pathway_graph.cypher.limits import RowLimiter, check_parameters
from pathway_graph.cypher.parse import parse
from pathway_graph.errors import StoreError, StoreUnavailable, UnknownName, nearest
from pathway_graph.model import Network
from pathway_graph.model.border import refuses_bad_data, require_storable
from pathway_graph.model.build import merge, split
from pathway_graph.model.caching import gc_paused
from pathway_graph.model.edges import derive_edges
from pathway_graph.stores import deadline, history_files
from pathway_graph.stores.base import ROW_LIMIT, Progress, Table
from pathway_graph.stores.earlier import RULE, network_after
from pathway_graph.stores.history import History, Origin
from pathway_graph.stores.names import Names, notes_on
from pathway_graph.stores.rebuild import rebuild
from pathway_graph.stores.server import errors
from pathway_graph.stores.server.attempts import once_if_out_of_memory
from pathway_graph.stores.server.driver import connect, require_version
from pathway_graph.stores.server.fetcher import Fetcher
from pathway_graph.stores.server.kept import Kept, State, read_state
from pathway_graph.stores.server.loading import Loading
from pathway_graph.stores.server.log import CLEAR as CLEAR_LOG
from pathway_graph.stores.server.log import asking, keep_states, read_log
from pathway_graph.stores.server.plans import with_plan
from pathway_graph.stores.server.rows import CLEAR, SWEEP, Stored, data_sets_in, read_rows
from pathway_graph.stores.server.schema import is_marked, repeated
from pathway_graph.stores.server.values import read_names, to_table

T = TypeVar("T")
Work = Callable[[neo4j.ManagedTransaction], T]

_READ_ATTEMPTS = 3
COPY_LIMIT = 300_000
"""Claims of which a copy is made on this machine: it takes 5 kB of memory a claim, and 0.1 ms of processor time."""
_GRACE_S = 5.0
"""A server that checks its clock rarely may be this much late before the caller gives up on it."""


class Neo4jStore:
    """A store on a Neo4j server (5.26 or later), a cluster or Aura.

    Other sessions see the old content until a load's last transaction commits, then the new; a load that dies
    changes nothing. Only what differs is written, in batches by ``UNWIND``. Nodes that are not pathway-graph's, also
    under its labels and with its ids, and labels or links that others gave to its nodes, stay as they are.

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
        StoreUnavailable: The server cannot be reached, refuses the user, or is older than Neo4j 5.26.
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
        self._connect = partial(connect, uri, user, password)
        self._query_limit_s = query_limit_s
        self._bookmarks = neo4j.GraphDatabase.bookmark_manager()  # in a cluster, reads follow our own writes
        try:
            self._driver = self._connect()
        except (DriverError, ValueError, OSError) as error:
            raise errors.store_error(error, uri) from error
        try:
            with self._session(write=False) as session:
                require_version(uri, session.run("RETURN 1").consume().server.agent)
        except (Neo4jError, DriverError, ValueError, OSError) as error:
            self._driver.close()
            raise errors.store_error(error, uri) from error
        except StoreUnavailable:
            self._driver.close()
            raise

    @refuses_bad_data
    def write(
        self, network: Network, *, progress: Progress | None = None, origins: Mapping[str, Origin] | None = None
    ) -> Network:
        """Add *network* to what is stored, replacing the data sets of the same name; return all that is stored.

        Args:
            network: The data sets.
            progress: Told what is written.
            origins: Where each data set came from, by its name. With them the load is recorded in the database.

        Raises:
            InputError: *network* cannot be stored, see `pathway_graph.check_network`; all that is wrong is listed.
            MergeConflict: *network* disagrees with a stored data set; nothing is changed.
            StoreError: The database holds nodes of somebody else's that would be taken for ours; nothing is changed.
            StoreUnavailable: The server cannot be reached.
        """
        require_storable(network)
        own = {source.id for source in network.sources}

        def united(stored: Stored) -> Network:
            return merge([self.network_of(stored), network]) if stored.sources() - own else network

        return self._replace(united, own, progress, origins)

    def remove(self, source: str) -> Network:
        """Remove one data set; return what is left.

        Raises:
            UnknownName: No data set has that name.
            StoreUnavailable: The server cannot be reached.
        """

        def left(stored: Stored) -> Network:
            names = stored.sources()
            if source not in names:
                raise UnknownName("data set", source, nearest(source, names))
            parts = split(self.network_of(stored))
            return merge([part for part in parts if part.sources[0].id != source])

        return self._replace(left, {source}, None, None)

    def history(self) -> History:
        """Return what is recorded of the loads of this database.

        Raises:
            StoreUnavailable: The server cannot be reached.
        """
        history = self.execute(lambda tx: read_log(asking(tx)), write=False) or History()
        folder = self._states()
        return history if folder is None else replace(history, kept=history_files.states_in(folder))

    def read_after(self, number: int) -> Network:
        """Return what was stored after a load, by its number in the history; only where it was loaded is that kept.

        Raises:
            StoreError: It is not kept on this machine, or damaged.
            StoreUnavailable: The server cannot be reached.
        """
        rule = f"the machine that loads keeps it, in its cache folder; {RULE}"
        folder = self._states() or Path()
        return network_after(number, self.read(), self.history(), partial(history_files.read_state, folder), rule=rule)

    def _states(self) -> Path | None:
        return Kept(self.uri, self._user, self._state().database).states

    @staticmethod
    def network_of(stored: Stored) -> Network:
        """Return the network whose rows these are.

        Raises:
            StoreError: They are none, for somebody changed them.
        """
        way_out = "undo what changed them by hand, or clear the database and run `pathway-graph load` again"
        return rebuild(stored.records(), "the Neo4j database", way_out)

    def clear(self) -> None:
        """Remove all data sets, a batch per transaction; what others store stays.

        Raises:
            StoreError: Nothing was ever loaded here, and what looks like ours is somebody else's.
        """
        Loading(self, set(), self._stage_above, None, None).require_ours()
        self.drain(SWEEP)
        names = self.execute(data_sets_in, write=False)
        for statement in CLEAR:
            self.drain(statement, **names)
        self.drain(CLEAR_LOG)

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
            stored = self.execute(lambda tx: read_rows(tx, every_link=False), write=False)
            network = self.network_of(stored)
            fits = derive_edges(network.entities, network.claims, network.diagrams) == network.edges
            is_still = not state.stamp or self._state() == state
            is_whole = fits and is_still and not stored.is_torn and not stored.twice
            if is_whole or network == before:  # edges changed by hand never fit
                if stored.twice:
                    raise repeated(stored, self.uri)
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
            stored = self.execute(lambda tx: read_rows(tx, every_link=False, claims=False), write=False)
            found = kept.keep_partial(self.network_of(stored), state.stamp, fetch)
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
            QueryError: The statement is wrong, or holds what `cypher.allow_list` does not let through.
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
                self._names = self.execute(read_names, write=False)
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

    def _replace(
        self,
        content: Callable[[Stored], Network],
        touched: set[str],
        progress: Progress | None,
        origins: Mapping[str, Origin] | None,
    ) -> Network:
        """Make what *content* says of the stored rows the content; it becomes visible in one transaction."""
        loading = Loading(self, touched, self._stage_above, progress, origins)
        network = loading.replace(content)
        if loading.states:
            keep_states(self._states(), loading.history, loading.states)
        return network

    def drain(self, statement: str, **values: Any) -> None:
        """Repeat a statement that removes a batch, a transaction each, until nothing is left."""
        while self.execute(lambda tx: tx.run(statement, values).single(strict=True)["n"], write=True):
            pass

    def apply_schema(self, statements: Iterable[str]) -> None:
        """Run statements that change the schema, a transaction each."""
        with self._connected(write=True) as session:
            for statement in statements:
                session.run(statement).consume()

    def is_first(self) -> bool:
        """Whether pathway-graph has never loaded into the database."""
        with self._connected(write=False) as session:
            return not is_marked(session)

    def execute(self, work: Work[T], *, write: bool) -> T:
        """Run work in one transaction; what the driver's errors mean is said in words."""
        with self._connected(write=write) as session:
            execute = session.execute_write if write else session.execute_read
            return execute(once_if_out_of_memory(work, self.uri))

    @contextmanager
    def _connected(self, *, write: bool) -> Iterator[neo4j.Session]:
        """Open a session; what the driver's errors mean is said in words."""
        try:
            with self._session(write=write) as session:
                yield session
        except (Neo4jError, DriverError, OSError) as error:
            raise errors.store_error(error, self.uri) from error

    def _session(self, *, write: bool) -> neo4j.Session:
        access = neo4j.WRITE_ACCESS if write else neo4j.READ_ACCESS
        return self._driver.session(
            database=self.database, default_access_mode=access, bookmark_manager=self._bookmarks
        )
