"""Serve a copy of the embedded store over Bolt on this machine, for the neo4j driver, py2neo and Neo4j's tools.

A Bolt session of the engine that was opened for reading accepts ``CREATE``, and in the engine's read-only mode no
transaction works. So what is served is a copy in a temporary folder: whatever a client does, the store stays.

Clients connect to `bolt_front`, which passes their messages on to the engine's own Bolt server. That one listens on a
port of its own, with a password that nobody is told.
"""

from __future__ import annotations

import secrets
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pathway_graph.errors import StoreError
from pathway_graph.stores.embedded import bolt_calls, bolt_copy, bolt_front, engine
from pathway_graph.stores.embedded.bolt_session import Served
from pathway_graph.stores.embedded.generations import Generations
from pathway_graph.stores.embedded.loading import Loading, built

DATABASE = "pathways"
USER = "neo4j"
_INNER_USER = "root"
"""The engine's only user at first."""
_PLUGIN = "Bolt:com.arcadedb.bolt.BoltProtocolPlugin"


@dataclass(frozen=True, slots=True)
class BoltAddress:
    """How to connect.

    Attributes:
        uri: ``bolt://127.0.0.1:PORT``.
        password: Made anew at each start.
    """

    uri: str
    password: str = field(repr=False)
    user: str = USER
    database: str = DATABASE

    def lines(self) -> tuple[str, ...]:
        """Return what to type in Python, with the neo4j driver and with py2neo."""
        return (
            f"uri, user, password = {self.uri!r}, {self.user!r}, {self.password!r}",
            "neo4j.GraphDatabase.driver(uri, auth=(user, password))"
            f".execute_query('RETURN 1', database_={self.database!r})",
            f"py2neo.Graph(uri, auth=(user, password), name={self.database!r})",
        )


class _Database:
    """The served database, as `schema_calls` asks it."""

    def __init__(self, server: Any) -> None:
        self._database = server.get_database(DATABASE)

    def rows(self, query: str) -> list[dict[str, Any]]:
        """Return the rows of a query of this package."""
        rows: list[dict[str, Any]] = self._database.query("opencypher", query).to_list()
        return rows


@contextmanager
def serve_bolt(path: Path, *, port: int = 0) -> Iterator[BoltAddress]:
    """Serve a copy of the store in *path* until the block ends; the copy goes then.

    Args:
        path: The store folder.
        port: Where to listen on 127.0.0.1; 0 for a free port. The engine opens two more, free ones, for its own Bolt
            and for HTTP, with a password that nobody is told.

    Raises:
        StoreUnavailable: There is no store at the path, or no engine for this platform.
        StoreError: The port is taken, or the engine does not serve.
    """
    generations = Generations(path)
    generations.current()
    arcadedb = engine.start(60.0)
    loading = Loading(generations, path, 60.0)
    with bolt_front.listen(port) as listening, bolt_copy.temporary_folder() as root:
        bolt_copy.copy_current(generations, root / "databases" / DATABASE, lambda: built(loading, 60.0))
        inner_port, inner_password = _free_port(), secrets.token_urlsafe(24)
        server = arcadedb.create_server(str(root), inner_password, _settings(root, inner_port))
        try:
            server.start()
        except arcadedb.ArcadeDBError as error:
            raise StoreError(f"the engine does not serve Bolt: {engine.sentence(error)}") from error
        here = f"127.0.0.1:{listening.getsockname()[1]}"
        # a password with a hyphen in front would be an option to the shells of others
        address = BoltAddress(f"bolt://{here}", secrets.token_hex(24))
        served = Served(
            connect=lambda: socket.create_connection(("127.0.0.1", inner_port), timeout=None),
            about=bolt_calls.About(here, DATABASE, USER, datetime.now(UTC).isoformat(timespec="milliseconds")),
            asked=_Database(server),
            password=address.password,
            users=frozenset({USER, _INNER_USER}),
            databases=frozenset({DATABASE, bolt_calls.ALIAS, "system"}),
            inner=(_INNER_USER, inner_password),
        )
        try:
            with bolt_front.answering(listening, served):
                yield address
        finally:
            server.stop()


def wait() -> None:
    """Wait for Ctrl-C or the signal to end."""
    never = threading.Event()
    try:
        while not never.wait(0.5):  # not longer: on Windows nothing else lets Ctrl-C in
            pass
    except KeyboardInterrupt:
        pass


def _settings(root: Path, port: int) -> dict[str, object]:
    return {
        "host": "127.0.0.1",
        "http_port": _free_port(),
        "mode": "test",  # in "production" the text of every error is the same
        "server_plugins": _PLUGIN,
        "bolt_port": port,
        "bolt_host": "127.0.0.1",
        "server.databaseDirectory": f"{root}/databases",
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
