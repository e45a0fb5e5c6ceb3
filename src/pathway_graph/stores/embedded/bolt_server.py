"""Serve a copy of the embedded store over Bolt on this machine, for the neo4j driver, py2neo and Neo4j's tools.

A Bolt session of the engine that was opened for reading accepts ``CREATE``, and in the engine's read-only mode no
transaction works. So what is served is a copy in a temporary folder: whatever a client does, the store stays.
"""

from __future__ import annotations

import secrets
import shutil
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pathway_graph.errors import StoreError, StoreUnavailable
from pathway_graph.stores.embedded import engine, sealing
from pathway_graph.stores.embedded.generations import Generations

DATABASE = "pathways"
USER = "root"
"""The engine's only user at first."""
_PLUGIN = "Bolt:com.arcadedb.bolt.BoltProtocolPlugin"
_ATTEMPTS = 5


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


@contextmanager
def serve_bolt(path: Path, *, port: int = 0) -> Iterator[BoltAddress]:
    """Serve a copy of the store in *path* until the block ends; the copy goes then.

    Args:
        path: The store folder.
        port: Where to listen on 127.0.0.1; 0 for a free port. The engine opens a second, free one for HTTP, with the
            same password.

    Raises:
        StoreUnavailable: There is no store at the path, or no engine for this platform.
        StoreError: The port is taken, or the engine does not serve.
    """
    generations = Generations(path)
    generations.current()
    arcadedb = engine.start(60.0)
    if port and not _is_free(port):
        raise StoreError(f"port {port} of this machine is taken", hint="choose another, or none")
    address = BoltAddress(f"bolt://127.0.0.1:{port or _free_port()}", secrets.token_urlsafe(24))
    with tempfile.TemporaryDirectory(prefix="pathway-graph-bolt-", ignore_cleanup_errors=True) as root:
        _copy(generations, Path(root) / "databases" / DATABASE)
        server = arcadedb.create_server(root, address.password, _settings(root, int(address.uri.rpartition(":")[2])))
        try:
            server.start()
        except arcadedb.ArcadeDBError as error:
            raise StoreError(f"the engine does not serve Bolt: {engine.sentence(error)}") from error
        try:
            yield address
        finally:
            server.stop()


def wait() -> None:
    """Wait for Ctrl-C."""
    never = threading.Event()
    try:
        while not never.wait(0.5):  # not longer: on Windows nothing else lets Ctrl-C in
            pass
    except KeyboardInterrupt:
        pass


def _settings(root: str, port: int) -> dict[str, object]:
    return {
        "host": "127.0.0.1",
        "http_port": _free_port(),
        "mode": "production",
        "server_plugins": _PLUGIN,
        "bolt_port": port,
        "bolt_host": "127.0.0.1",
        "server.databaseDirectory": f"{root}/databases",
    }


def _copy(generations: Generations, target: Path) -> None:
    """Copy the current generation; look again if a load replaced it meanwhile."""
    for _ in range(_ATTEMPTS):
        current = generations.current()
        try:
            sealing.check(current)
            shutil.copytree(current / sealing.GRAPH, target)
        except StoreUnavailable:
            if current.is_dir():
                raise
            continue
        except (OSError, shutil.Error):
            shutil.rmtree(target, ignore_errors=True)
            continue
        return
    raise StoreUnavailable(
        f"{generations.root} cannot be copied to {target}", hint="look at the free space and at running loads"
    )


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
