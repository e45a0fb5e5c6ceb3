"""The embedded store: a folder that needs no server, queried in Cypher."""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from pathway_graph.cypher.files import schema_statements
from pathway_graph.cypher.limits import RowLimiter
from pathway_graph.errors import QueryError, StoreError, StoreUnavailable, UnknownName, nearest
from pathway_graph.model import Network
from pathway_graph.model.border import refuses_bad_data, require_storable
from pathway_graph.model.build import merge, split
from pathway_graph.model.caching import gc_paused
from pathway_graph.model.update import update, without
from pathway_graph.stores import history_files
from pathway_graph.stores.base import ROW_LIMIT, Progress, Table
from pathway_graph.stores.changes import News
from pathway_graph.stores.embedded import bulk, engine, sealing, unbuilt
from pathway_graph.stores.embedded.engine import SharedReader
from pathway_graph.stores.embedded.generations import Generations
from pathway_graph.stores.embedded.loading import Loading, built, is_of_these_rules, keep_snapshot
from pathway_graph.stores.history import History, Origin
from pathway_graph.stores.rebuild import rebuild
from pathway_graph.stores.records import to_records
from pathway_graph.stores.snapshot import open_snapshot

T = TypeVar("T")
_ATTEMPTS = 20
_RECHECK_S = 1.0
"""How long an open store trusts its files before it looks again whether any changed (3 ms)."""


class EmbeddedStore:
    """A store in a folder of this machine; any number of readers, one load at a time.

    A load is all or nothing: it works in a folder beside the current one and swaps a pointer. Readers that are
    open meanwhile go on, and see the new content with their next query.

    Args:
        path: The store folder; `write` makes it.
        query_limit_s: The longest a query may run, in seconds, where `run` does not say. The engine stops queries
            itself at the limit of the first use in a process: there, a longer one has no effect later.
        lock_wait_s: How long a load waits for another one to end, in seconds.

    Attributes:
        building: Told how far the database is that a query waits for, where a large load has not come to it yet:
            what is written or waited for, how much of it is done, and how much there is.

    >>> from tempfile import TemporaryDirectory
    >>> from pathway_graph.model.build import build_network
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
        self.building: Progress | None = None
        self._reader: SharedReader | None = None
        self._checked_s = 0.0
        self._last: tuple[Path, weakref.ref[Network]] | None = None
        self._guard = threading.Lock()

    @refuses_bad_data
    def write(
        self, network: Network, *, progress: Progress | None = None, origins: Mapping[str, Origin] | None = None
    ) -> Network:
        """Add *network* to what is stored, replacing the data sets of the same name; return all that is stored.

        Args:
            network: The data sets.
            progress: Told what is written.
            origins: Where each data set came from, by its name, for the history.

        Raises:
            InputError: *network* cannot be stored, see `pathway_graph.check_network`; all that is wrong is listed.
            MergeConflict: *network* disagrees with a stored data set; nothing is changed.
            StoreUnavailable: The folder is foreign, unwritable, damaged, of a newer version, or another load holds it.
            StoreError: The load failed, for instance on a full disk; what was stored is unchanged. Where a large load
                is stored but its database for Cypher cannot be built, the message says so.
        """
        require_storable(network)
        with self._generations.locked(self._lock_wait_s), gc_paused():
            names, is_sound = self._sources()
            own = {source.id for source in network.sources}
            kept = names - own
            stored = self.read() if kept else self._readable() if names and is_sound else None
            united = self._united(stored, network) if kept and stored is not None else network
            there = stored if names else Network()
            news = News(there, united, own, origins or {}, found=names & own)
            self._loading(progress, news).replace(stored if is_sound else None, united)
            return united

    def remove(self, source: str) -> Network:
        """Remove one data set; return what is left.

        Raises:
            UnknownName: No data set has that name.
            StoreUnavailable: As for `write`.
        """
        self._generations.current()
        with self._generations.locked(self._lock_wait_s), gc_paused():
            names, is_sound = self._sources()
            if source not in names:
                raise UnknownName("data set", source, nearest(source, names))
            stored = self.read()
            left = self._without(stored, source)
            self._loading(None, News(stored, left, {source})).replace(stored if is_sound else None, left)
            return left

    def history(self) -> History:
        """Return what is recorded of the loads of this store.

        Raises:
            StoreUnavailable: There is no store at the path, or it is damaged.
        """
        return self._of_current(history_files.read_history)

    def read_after(self, number: int) -> Network:
        """Return what was stored after a load, by its number in the history.

        Raises:
            StoreError: It is no longer kept, or damaged.
            StoreUnavailable: There is no store at the path.
        """
        return self._of_current(lambda found: history_files.read_after(found, self._read_current(found), number))

    def _united(self, stored: Network, network: Network) -> Network:
        """Put data sets into what is stored; edges that another version derived are derived anew, all of them."""
        return update(stored, network) if is_of_these_rules(self._generations.find()) else merge([stored, network])

    def _without(self, stored: Network, source: str) -> Network:
        if is_of_these_rules(self._generations.find()):
            return without(stored, source)
        return merge([part for part in split(stored) if part.sources[0].id != source])

    def _loading(self, progress: Progress | None = None, news: News | None = None) -> Loading:
        return Loading(self._generations, self.path, self._query_limit_s, progress, news)

    def _readable(self) -> Network | None:
        """Return what is stored, of which nothing is to stay; None where it cannot be read."""
        try:
            return self.read()
        except StoreError:
            return None

    def read(self) -> Network:
        """Return everything stored as one network.

        A store that an earlier version loaded has no checksums. Its rows have: they are read and compared.

        Raises:
            StoreUnavailable: There is no store at the path, or it is damaged.
        """
        current = self._generations.find()
        if current is not None and self._is_old(current):
            return self._read_old(current)
        return self._of_current(self._read_current)

    def _of_current(self, work: Callable[[Path], T]) -> T:
        """Read something of the current generation, and again where a load replaced it meanwhile."""
        for _ in range(_ATTEMPTS):
            generation = self._generations.current()
            try:
                return work(generation)
            except StoreError:
                if generation.is_dir():
                    raise
        raise self._too_often()

    def _read_current(self, generation: Path) -> Network:
        """Return the network of a generation from its snapshot; where there is none, from the database."""
        stamp = str(sealing.about(generation)["stamp"])
        network = open_snapshot(generation / sealing.SNAPSHOT, stamp)
        if network is not None:
            return self._shared(generation, network)
        if sealing.is_unbuilt(sealing.about(generation)):
            return self._shared(generation, unbuilt.network_of(generation))
        reader = self._lease()
        try:
            network = _network(reader)
        finally:
            engine.release(reader)
        if reader.folder.parent == generation:
            with suppress(OSError):  # a store that may not be written is read all the same
                keep_snapshot(network, generation, stamp)
        return network

    def _shared(self, generation: Path, network: Network) -> Network:
        """Return the network that was read of a generation before, while anyone holds it: no part is read twice."""
        held = self._last[1]() if self._last is not None and self._last[0] == generation else None
        if held is None:
            held = network
            self._last = generation, weakref.ref(network)
        return held

    def _is_old(self, generation: Path) -> bool:
        """Whether a generation was made by an earlier version; one that a load has just replaced was not."""
        try:
            return bool(sealing.about(generation)["format"] < sealing.FORMAT)
        except StoreUnavailable:
            if generation.is_dir():
                raise
            return False

    def _read_old(self, generation: Path) -> Network:
        """Return what a generation without checksums holds, if its rows are those that were written."""
        reader = engine.acquire(generation / sealing.GRAPH, self._query_limit_s)
        try:
            network = _network(reader)
        finally:
            engine.release(reader)
        if bulk.digest(to_records(network), schema_statements()) != sealing.about(generation).get("stamp"):
            what = "is damaged, or wrote its rows in another way: they are not those that were loaded"
            raise sealing.damaged(generation, [f"{generation} (of an earlier version) {what}"])
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
            QueryError: The statement is wrong, or holds what `cypher.allow_list` does not let through.
            QueryTimeout: It ran too long.
            StoreUnavailable: There is no store at the path.
        """
        from pathway_graph.stores.embedded.statements import Asked  # Cypher, which most commands ask nothing in

        asked = Asked.of(query, parameters)
        rows = RowLimiter(ROW_LIMIT if limit is None else limit)
        limit_s = timeout_s or self._query_limit_s
        reader = self._lease(limit_s)

        def work() -> Table:
            begun = time.monotonic()
            try:
                return asked.answer(reader, rows)
            except StoreError:
                raise
            except Exception as error:  # the engine's own errors, and those of its value conversion
                spent_s, texts = time.monotonic() - begun, (asked.statement.text, asked.query.text)
                raise engine.query_error(error, limit_s, spent_s, *texts) from error
            finally:
                engine.release(reader)

        return asked.noted(engine.run_with_deadline(limit_s, work))

    def run_writing(
        self, query: str, parameters: Mapping[str, Any] | None = None, *, timeout_s: float | None = None
    ) -> Table:
        """Refuse to write: a generation never changes, and the next load would silently drop what was written.

        Raises:
            QueryError: Always.
        """
        raise QueryError(
            "the embedded store changes by loads only, and the next one would drop what a query wrote",
            hint="put the change into a file and run `pathway-graph load FILE`, or write on a Neo4j server",
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
            if held is None or held.folder.parent != self._generations.current() or self._is_changed(held):
                self._reader = None
                if held is not None:
                    engine.release(held)
                held = self._reader = self._open(limit_s)
                self._checked_s = time.monotonic()
            return engine.acquire(held.folder, limit_s)

    def _is_changed(self, held: SharedReader) -> bool:
        """Look again at the files of an open database; True where it must be opened anew, which says what is wrong."""
        if time.monotonic() - self._checked_s < _RECHECK_S:
            return False
        try:
            sealing.check(held.folder.parent)
        except StoreUnavailable:
            return True
        self._checked_s = time.monotonic()
        return False

    def _open(self, limit_s: float) -> SharedReader:
        """Open the current generation, and look again if a load replaced it meanwhile."""
        for _ in range(_ATTEMPTS):
            folder = built(self._loading(self.building), self._lock_wait_s)
            try:
                self._check(folder)
                reader = engine.acquire(folder / sealing.GRAPH, limit_s)
            except StoreUnavailable:
                if folder.is_dir():
                    raise
                continue
            if folder.is_dir():
                return reader
            engine.release(reader)  # it may have been opened while its files were being removed
        raise self._too_often()

    def _too_often(self) -> StoreUnavailable:
        return StoreUnavailable(f"{self.path} is replaced over and over", hint="try again when the loads have ended")

    def _sources(self) -> tuple[set[str], bool]:
        """Name the data sets that are stored, for a load that builds on them: every file is hashed first.

        Returns:
            Their names, and whether the database is sound. Where it is not, but the snapshot beside it is, the load
            goes on from that and makes the database anew.
        """
        current = self._generations.find()
        if current is None:
            return set(), True
        if self._is_old(current):
            return {source.id for source in self._read_old(current).sources}, True
        about = sealing.about(current)
        engine.require_known(about.get("engine"), self.path)
        names = set(map(str, about["sources"]))
        if sealing.is_unbuilt(about):
            unbuilt.network_of(current)
            return names, True
        try:
            sealing.check(current, thoroughly=True)
        except StoreUnavailable:
            if open_snapshot(current / sealing.SNAPSHOT, str(about["stamp"]), thoroughly=True) is None:
                raise
            return names, False
        return names, True

    def _check(self, generation: Path) -> None:
        """Make sure that a generation is what was published, by an engine that this one understands."""
        engine.require_known(sealing.check(generation).get("engine"), self.path)


def _network(reader: SharedReader) -> Network:
    way_out = "run `pathway-graph doctor`"
    try:
        with gc_paused():
            records = bulk.read(reader)
    except StoreError:
        raise
    except Exception as error:  # the engine's errors, and those of rows that do not fit together
        raise StoreError(
            f"{reader.folder} cannot be read, for its rows do not fit together ({engine.sentence(error)})", hint=way_out
        ) from error
    return rebuild(records, str(reader.folder), way_out)
