"""Cut the connection to Neo4j at byte offsets: the database holds the old or the new, and the end is told in words."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pathway_graph as pg
from campaign.trials import Bench, Trial, tried
from neo4j_server import Server
from networks import OTHER, TINY
from pathway_graph.stores.server.store import Neo4jStore
from patience import HUNG_S

NEW = pg.merge([TINY, OTHER])


@dataclass
class Proxy:
    """Passes on what client and server say, and cuts once so many bytes have gone one way; *is_lasting*: for good."""

    target: tuple[str, int]
    cut_up: int | None = None
    cut_down: int | None = None
    is_lasting: bool = False
    passed: dict[str, int] = field(default_factory=lambda: {"up": 0, "down": 0})
    is_cut: bool = False

    @contextmanager
    def running(self) -> Iterator[int]:
        """Listen on a free port of this machine until the end."""
        listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()
        try:
            yield listener.getsockname()[1]
        finally:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            if self.is_cut and self.is_lasting:
                client.close()
                continue
            server = socket.create_connection(self.target)
            ends = (client, server)
            for way, source, sink, limit in (
                ("up", client, server, self.cut_up), ("down", server, client, self.cut_down)
            ):  # fmt: skip
                threading.Thread(target=self._pump, args=(way, source, sink, limit, ends), daemon=True).start()

    def _pump(
        self, way: str, source: socket.socket, sink: socket.socket, limit: int | None, ends: tuple[socket.socket, ...]
    ) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if limit is not None and not self.is_cut and self.passed[way] + len(data) >= limit:
                    sink.sendall(data[: limit - self.passed[way]])
                    self.is_cut = True
                    break
                self.passed[way] += len(data)
                sink.sendall(data)
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


def trials(bench: Bench) -> Iterator[Trial]:
    """Load and ask through a proxy that cuts; how many bytes there are to cut is counted first."""
    server = bench.server()
    os.environ["PATHWAY_GRAPH_CACHE"] = str(bench.where / "cache")
    pg.write(OTHER, bench.where / "other.yaml")
    whole: dict[str, dict[str, int]] = {}
    for name in COMMANDS:
        _prepared(server)
        proxy = Proxy(_address(server))
        code, said = _run(bench.where, server, proxy, COMMANDS[name])
        assert code == 0, said
        whole[name] = dict(proxy.passed)
    for number in range(bench.count):
        name, way = ("load", "query")[number % 4 == 3], ("up", "down")[bench.chance.randrange(2)]
        at, lasting = bench.chance.randint(1, whole[name][way]), bench.chance.random() < 0.3
        what = f"{name}, {way} cut at byte {at:,} of {whole[name][way]:,}{', for good' if lasting else ''}"
        cut = Proxy(_address(server), **{f"cut_{way}": at}, is_lasting=lasting)  # type: ignore[arg-type]
        yield tried(what, lambda name=name, cut=cut: _cut(bench.where, server, name, cut))  # type: ignore[misc]
    _prepared(server, empty=True)


COMMANDS = {"load": ("load", "other.yaml"), "query": ("query", "-e", "MATCH (e:Entity) RETURN count(*) AS n")}


def _address(server: Server) -> tuple[str, int]:
    parts = urlsplit(server.uri)
    return parts.hostname or "127.0.0.1", parts.port or 7687


def _prepared(server: Server, *, empty: bool = False) -> None:
    store = Neo4jStore(server.uri, user=server.user, password=server.password)
    try:
        store.clear()
        if not empty:
            store.write(TINY)
    finally:
        store.close()


def _run(where: Path, server: Server, proxy: Proxy, command: tuple[str, ...]) -> tuple[int, str]:
    environ = os.environ | {"NEO4J_USERNAME": server.user, "NEO4J_PASSWORD": server.password}
    with proxy.running() as port:
        done = subprocess.run(
            [sys.executable, "-m", "pathway_graph", *command, "--store", f"bolt://127.0.0.1:{port}"],
            cwd=where, env=environ, capture_output=True, text=True, timeout=HUNG_S, check=False,
        )  # fmt: skip
        return done.returncode, re.sub(rf"\b{port}\b", "PORT", done.stderr)


def _cut(where: Path, server: Server, name: str, proxy: Proxy) -> None:
    _prepared(server)
    code, said = _run(where, server, proxy, COMMANDS[name])
    assert code in (0, 4), f"it ended with {code}: {said}"
    for line in said.splitlines() if code else ():
        assert line.startswith(("error: ", "warning: ", "note: ")), f"not our words: {said}"
    if code:
        assert "127.0.0.1:PORT" in said, f"the address is not named: {said}"
        assert proxy.is_cut, f"it ended with {code} without a cut: {said}"
    store = Neo4jStore(server.uri, user=server.user, password=server.password)
    try:
        found = store.read()
        assert found in (TINY, NEW), "the database holds neither the old nor the new"
        assert name != "load" or code != 0 or found == NEW, "what was acknowledged is lost"
        assert store.write(OTHER) == NEW
        assert store.run("MATCH (s:Staged) RETURN count(*)").rows == ((0,),)
    finally:
        store.close()
