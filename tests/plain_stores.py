"""Stores made without the engine: a real snapshot and history, and a few small files in place of the database."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pathway_graph.cypher.files import schema_statements
from pathway_graph.model import Network
from pathway_graph.stores import history_files
from pathway_graph.stores.changes import News
from pathway_graph.stores.embedded import sealing
from pathway_graph.stores.embedded.generations import Generations
from pathway_graph.stores.embedded.stamps import stamp_of
from pathway_graph.stores.embedded.store import EmbeddedStore
from pathway_graph.stores.snapshot import save_snapshot


def put(root: Path, network: Network, *, size: int = 100) -> None:
    """Make *network* all that a store holds, as a load would, but for the database."""
    generations = Generations(root)
    with generations.locked(5.0):
        current = generations.find()
        before = read(root) if current is not None else Network()
        generation = generations.begin()
        stamp = stamp_of(network, schema_statements())
        (generation / sealing.GRAPH).mkdir()
        (generation / sealing.GRAPH / "schema.json").write_text(stamp)
        (generation / sealing.GRAPH / "Entity%7E_0.1.bucket").write_bytes(os.urandom(size))
        save_snapshot(network, generation / sealing.SNAPSHOT, stamp)
        news = News(before, network, {one.id for one in (*before.sources, *network.sources)})
        history_files.pass_on(current, generation, news)
        facts = {"stamp": stamp, "rows": 1, "dropped": 0, "engine": "1.1", "rules": "these"}
        sources = sorted(source.id for source in network.sources)
        generations.publish(generation, {**facts, "sources": sources}, replaced=current)
        generations.sweep(keep=generation)


def read(root: Path) -> Network:
    """Return what a store holds; every byte of its generation is compared with its hash."""
    sealing.check(Generations(root).current(), thoroughly=True)
    store = EmbeddedStore(root)
    try:
        network = store.read()
        len(network.claims), len(network.entities)
        return network
    finally:
        store.close()


def killed_at(step: int, place: Path, work: Callable[[], object]) -> bool:
    """Do *work* in a process that dies at its step-th touch of a file in *place*; False where it ended before."""
    child = _forked()
    if child == 0:
        code = 1
        try:
            _die_at(step, str(place))
            work()
            code = 0
        except Exception:
            traceback.print_exc()
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) in (0, 9)
    return os.waitstatus_to_exitcode(status) == 9


def _forked() -> int:
    """Fork; in the child the engine is not told that the threads are gone which it had here: that would abort it."""
    engine: Any = sys.modules.get("arcadedb._native.lib")
    if engine is None:
        return os.fork()
    library, engine._lib = engine._lib, None
    child = os.fork()
    if child:
        engine._lib = library
    return child


def _die_at(step: int, place: str) -> None:
    seen = 0

    def touched(where: str) -> None:
        nonlocal seen
        if place in where:
            seen += 1
            if seen == step:
                os._exit(9)

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open" or event.startswith(("os.", "shutil.")):
            touched(" ".join(os.fsdecode(one) for one in arguments if isinstance(one, str | bytes | Path)))

    flush = os.fsync

    def fsync(handle: int) -> None:
        touched(os.readlink(f"/proc/self/fd/{handle}"))
        flush(handle)

    os.fsync = fsync  # type: ignore[assignment]
    sys.addaudithook(hook)
