"""A load of a Neo4j database: meet nothing of somebody else's, prepare what is much, swap in one transaction."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

import neo4j

from pathway_graph.errors import StoreError
from pathway_graph.model import Network
from pathway_graph.stores.base import Progress
from pathway_graph.stores.changes import News
from pathway_graph.stores.history import History, Origin
from pathway_graph.stores.records import to_records
from pathway_graph.stores.server.keys import server_statements
from pathway_graph.stores.server.log import asking, read_log, write_log
from pathway_graph.stores.server.rows import STAGE_INDEX, SWEEP, RowDiff, Statement, Stored, changes, read_rows
from pathway_graph.stores.server.schema import LOCK, foreign, repeated

T = TypeVar("T")


class Database(Protocol):
    """The database that is loaded into, as `Loading` uses it."""

    uri: str

    def execute(self, work: Callable[[neo4j.ManagedTransaction], T], *, write: bool) -> T:
        """Run work in a transaction, again where the server asks for that."""
        ...

    def drain(self, statement: str, **values: Any) -> None:
        """Repeat a statement that removes a batch, until nothing is left."""
        ...

    def apply_schema(self, statements: Iterable[str]) -> None:
        """Run statements that change the schema."""
        ...

    def is_first(self) -> bool:
        """Whether nothing was ever loaded."""
        ...

    def network_of(self, stored: Stored) -> Network:
        """Return the network whose rows these are."""
        ...


@dataclass(slots=True)
class Loading:
    """One load.

    Attributes:
        database: Where to.
        touched: The data sets that come or go.
        stage_above: More rows than these are prepared out of sight; see `RowDiff`.
        progress: Told what is written.
        origins: Where the data sets came from; None where that is not said.
        history: What is recorded, once the load is done.
        states: What it replaced, by the names under which that is kept; empty where nothing is recorded.
    """

    database: Database
    touched: set[str]
    stage_above: int
    progress: Progress | None
    origins: Mapping[str, Origin] | None
    history: History = field(default_factory=History)
    states: dict[str, bytes] = field(default_factory=dict)
    _is_staged: bool = False

    def replace(self, content: Callable[[Stored], Network]) -> Network:
        """Make what *content* says of the stored rows the content.

        Raises:
            StoreError: Nodes of somebody else's would be taken for ours, or ours are there twice; nothing is changed.
        """
        self.require_ours()
        self.database.apply_schema(server_statements())
        try:
            return self.database.execute(lambda tx: self._swap(tx, content), write=True)
        finally:
            if self._is_staged:
                with contextlib.suppress(StoreError):  # then the next load removes it
                    self.database.execute(self._sweep_in_turn, write=True)

    def _swap(self, tx: neo4j.ManagedTransaction, content: Callable[[Stored], Network]) -> Network:
        _lock(tx)
        self.database.drain(SWEEP)  # debris of a load that died; only the holder of the lock stages
        stored = read_rows(tx, every_link=True, names=self.touched)
        if stored.twice:
            raise repeated(stored, self.database.uri)
        network = content(stored)
        todo = changes(stored, to_records(network), stage_above=self.stage_above)
        steps = _Counted(self.progress, todo.count())
        if todo.is_staged:
            self._is_staged = True
            self._stage(todo, steps)
        for statement in todo.statements():
            todo.learn(steps.run(tx, statement))
        self._record(tx, stored, network)
        return network

    def _stage(self, todo: RowDiff, steps: _Counted) -> None:
        self.database.apply_schema([STAGE_INDEX, "CALL db.awaitIndexes(60)"])
        for statement in todo.staging():
            self.database.execute(lambda tx, statement=statement: steps.run(tx, statement), write=True)  # type: ignore[misc]

    def _sweep_in_turn(self, tx: neo4j.ManagedTransaction) -> None:
        _lock(tx)
        self.database.drain(SWEEP)

    def require_ours(self) -> None:
        """Make sure, where nothing was ever loaded, that nothing in the database would be taken for ours.

        Raises:
            StoreError: Something would.
        """
        if not self.database.is_first():
            return
        stored = self.database.execute(lambda tx: read_rows(tx, every_link=False, names=self.touched), write=False)
        if stored.nodes and self.database.is_first():  # else another load has just been the first
            raise foreign(stored, self.database.uri)

    def _record(self, tx: neo4j.ManagedTransaction, stored: Stored, network: Network) -> None:
        """Record the load, where any is recorded: with origins, or since one had them."""
        history = read_log(asking(tx))
        if history is None and self.origins is None:
            return
        before: Network | None = None
        with contextlib.suppress(StoreError):  # rows that somebody changed by hand
            before = self.database.network_of(stored)
        news = News(before, network, self.touched, self.origins or {}, found=stored.sources() & self.touched)
        self.history, self.states = write_log(asking(tx), history or History(), news)


def _lock(tx: neo4j.ManagedTransaction) -> None:
    tx.run(LOCK, id="\N{LOCK} a load is under way").consume()


class _Counted:
    """Runs statements and tells how many rows are written."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress = progress
        self._total = total
        self._done = 0

    def run(self, tx: neo4j.ManagedTransaction, statement: Statement) -> list[list[Any]]:
        text, values, rows = statement
        returned = tx.run(text, values).values()
        self._done += rows
        if self._progress is not None:
            self._progress("rows", min(self._done, self._total), self._total)
        return returned
