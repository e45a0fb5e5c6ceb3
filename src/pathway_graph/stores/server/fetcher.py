"""Fetch rows from a Neo4j database for as long as it is in one state, over a connection that is opened when needed."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import neo4j
from neo4j.exceptions import DriverError, Neo4jError

from pathway_graph.errors import StoreUnavailable
from pathway_graph.stores.server import errors

Fetch = Callable[..., Iterator[Sequence[Any]]]
"""Runs a Cypher text with parameters, and yields rows; refuses where the database is in another state."""


class Fetcher:
    """Asks one database, and refuses answers of another state than the one given.

    Args:
        connect: Opens a connection; it is closed when nothing refers to this any more.
        database: Name of the database.
        bookmarks: What names its last transaction.
        uri: Where it is, for messages.
    """

    def __init__(
        self, connect: Callable[[], neo4j.Driver], database: str, bookmarks: tuple[str, ...], uri: str
    ) -> None:
        self._connect, self._database, self._bookmarks, self._uri = connect, database, bookmarks, uri
        self._guard = threading.Lock()
        self._driver: neo4j.Driver | None = None

    def rows(self, query: str, **parameters: Any) -> Iterator[Sequence[Any]]:
        """Yield the rows of a query as they come.

        Raises:
            StoreUnavailable: The server cannot be reached, or somebody wrote to it meanwhile.
        """
        try:
            with self._session() as session:
                for record in session.run(query, parameters):
                    yield record.values()
                seen = tuple(sorted(session.last_bookmarks().raw_values))
        except (Neo4jError, DriverError, OSError) as error:
            raise errors.store_error(error, self._uri) from error
        if seen != self._bookmarks:
            raise StoreUnavailable(f"{self._uri} changed while it was asked", hint="ask again")

    def _session(self) -> neo4j.Session:
        with self._guard:
            if self._driver is None:
                self._driver = self._connect()
                weakref.finalize(self, self._driver.close)
        return self._driver.session(
            database=self._database,
            default_access_mode=neo4j.READ_ACCESS,
            fetch_size=10_000,
            bookmarks=neo4j.Bookmarks.from_raw_values(self._bookmarks),
        )
