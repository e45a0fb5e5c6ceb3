"""Check an embedded store: its engine, folder, pointer, lock, version, files, content and schema."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pathway_graph.cypher.files import schema_statements
from pathway_graph.errors import Diagnosis, PathwayGraphError, State
from pathway_graph.files import disk
from pathway_graph.stores import deadline
from pathway_graph.stores.embedded import engine, engine_place, sealing, share_lock, transfer, unbuilt
from pathway_graph.stores.embedded.backup import last_backup
from pathway_graph.stores.embedded.generations import SHARED, Generations
from pathway_graph.stores.embedded.share import Published, Share
from pathway_graph.text.counts import how_many

_LIMIT_S = 2.0
_KEY = re.compile(r"FOR \(n:(\w+)\) (?:REQUIRE|ON) \(?n\.(\w+)")


def expected_keys(what: str) -> set[tuple[str, str]]:
    """Return the labels and properties for which ``schema.cypher`` makes a ``CONSTRAINT`` or an ``INDEX``.

    >>> ("Entity", "id") in expected_keys("CONSTRAINT")
    True
    """
    found = (_KEY.search(text) for text in schema_statements() if text.startswith(f"CREATE {what}"))
    return {(match[1], match[2]) for match in found if match}


def check_folder(path: Path) -> Iterator[Diagnosis]:
    """Check a store folder, one thing after the other, as far as that leads."""
    generations = Generations(path)
    try:
        module = engine.find()
        yield Diagnosis("embedded engine", "ok", f"arcadedb, engine {module.ENGINE_VERSION}")
    except PathwayGraphError as error:
        yield _wrong("embedded engine", error, "warning" if not engine_place.is_offered() else "wrong")
        return
    if (generations.root / SHARED).exists():
        yield from _shared(path)
        return
    try:
        current = generations.find()
    except PathwayGraphError as error:
        yield _wrong("store", error)
        return
    if current is None:
        place = next(parent for parent in (generations.root, *generations.root.parents) if parent.exists())
        if not os.access(place, os.W_OK):
            yield Diagnosis("store", "wrong", f"{place} is not writable", "give another path with --store")
            return
        yield Diagnosis("store", "warning", f"nothing is loaded in {path} yet", "run `pathway-graph load`")
        return
    writable = os.access(generations.root, os.W_OK)
    yield Diagnosis("store", "ok", f"{path} ({'' if writable else 'not '}writable)")
    yield _lock(generations)
    if said := last_backup(generations.root):
        yield Diagnosis("backup", "ok", said)
    for name in generations.lost(current):
        yield Diagnosis("store", "warning", f"nothing points to {generations.told(name)} in {path}",
                    "move that folder to another place, or delete it")  # fmt: skip
    try:
        about = sealing.about(current)
        engine.require_known(about.get("engine"), path)
    except PathwayGraphError as error:
        yield _wrong("store version", error)
        return
    version = f"format {about['format']}, loaded by engine {about.get('engine', 'unknown')}"
    yield Diagnosis("store version", "ok", version)
    try:
        files = sealing.check(current, thoroughly=True)["files"]
    except PathwayGraphError as error:
        yield _wrong("store files", error)
        return
    if sealing.is_unbuilt(about):
        yield from _unbuilt(current, about)
        return
    size = sum(size for size, _ in files.values())
    yield Diagnosis(
        "store files", "ok", f"{how_many(len(files), 'file')}, {size / 1e6:.0f} MB, all as they were loaded"
    )
    yield from _content(current)


def _shared(path: Path) -> Iterator[Diagnosis]:
    """Check a folder to which stores are published, and write nothing there."""
    try:
        generation, known = Share(path).current()
        files = known["published"]["files"]
        wrong = [name for name, entry in files.items() if transfer.sized(generation / name) != entry]
    except PathwayGraphError as error:
        yield _wrong("share", error)
        return
    except OSError as error:
        yield Diagnosis("share", "wrong", f"{error.filename} cannot be read: {disk.reason(error)}",
                        "publish again with --force")  # fmt: skip
        return
    if wrong:
        more = f" and {len(wrong) - 3} more" if wrong[3:] else ""
        yield Diagnosis("share", "wrong", f"damaged: {', '.join(wrong[:3])}{more}", "publish again with --force")
        return
    found = Published.of(generation, known)
    content = f"{how_many(len(files), 'file')}, {found.size / 1e6:.0f} MB, all as they were published"
    yield Diagnosis("share", "ok", f"{path}: number {found.number} of {found.time} by {found.by}, {content}")
    if owner := share_lock.owner_of(path):
        yield Diagnosis("share lock", "warning", f"somebody publishes: {owner}", "wait until it has ended")


def _unbuilt(current: Path, about: dict[str, Any]) -> Iterator[Diagnosis]:
    """Check what a load left that ended before its database was built, or has not come to that yet."""
    try:
        unbuilt.network_of(current)
    except PathwayGraphError as error:
        yield _wrong("store files", error)
        return
    yield Diagnosis("store files", "warning", "as they were loaded, but the database for Cypher is not built yet",
                    "run any Cypher query, which builds it, e.g. `pathway-graph query -e 'RETURN 1'`")  # fmt: skip
    yield Diagnosis("store content", "ok", f"data sets: {', '.join(map(str, about['sources']))}")


def repair(path: Path) -> Diagnosis:
    """Put a lost or damaged pointer back, where one finished generation is there whose files are as loaded."""
    generations = Generations(path)
    try:
        found = generations.restore_pointer()
        if sealing.is_unbuilt(generations.about(found)):
            unbuilt.network_of(found)  # there is nothing else to check there
    except PathwayGraphError as error:
        return _wrong("repair", error)
    return Diagnosis("repair", "ok", f"{path} points to {generations.told(found.name)}")


def _wrong(name: str, error: PathwayGraphError, state: State = "wrong") -> Diagnosis:
    return Diagnosis(name, state, error.message, error.hint or "give another path with --store")


def _lock(generations: Generations) -> Diagnosis:
    if generations.is_locked():
        return Diagnosis(
            "store lock", "warning", "another process is loading; queries go on, a second load waits for it",
            "wait until it has ended, or end that process",
        )  # fmt: skip
    return Diagnosis("store lock", "ok", "free")


def _content(current: Path) -> Iterator[Diagnosis]:
    try:
        sources, keys = deadline.run_with_deadline(_LIMIT_S, lambda: _look(current))
    except deadline.DeadlineExceeded:
        late = f"does not open within {_LIMIT_S:g} s"
        yield Diagnosis("store content", "wrong", late, "look at the load of the machine")
        return
    except PathwayGraphError as error:
        yield _wrong("store content", error)
        return
    except Exception as error:  # what the engine raises where it cannot read its own files
        yield Diagnosis("store content", "wrong", engine.sentence(error), "run `pathway-graph load` again")
        return
    yield Diagnosis("store content", "ok" if sources else "warning", f"data sets: {', '.join(sources) or 'none'}",
                "" if sources else "run `pathway-graph load`")  # fmt: skip
    missing = sorted(f"{label}.{name}" for label, name in expected_keys("CONSTRAINT") - keys)
    if missing:
        yield Diagnosis(
            "store schema", "wrong", f"keys are missing: {', '.join(missing)}", "run `pathway-graph load` again"
        )
    else:
        yield Diagnosis("store schema", "ok", f"{len(expected_keys('CONSTRAINT'))} unique keys")


def _flat(names: str | list[str]) -> list[str]:
    return [names] if isinstance(names, str) else names


def _look(current: Path) -> tuple[list[str], set[tuple[str, str]]]:
    """Return the stored data sets, and the label and property of every unique key."""
    reader = engine.acquire(current / "graph", 60.0)
    try:
        rows = reader.sql("SELECT id FROM Source")
        keys = set()
        for index in reader.sql("SELECT typeName, properties, `unique` FROM schema:indexes"):
            if index["unique"]:
                keys |= {(index["typeName"], name) for group in index["properties"] or () for name in _flat(group)}
        return sorted(str(row["id"]) for row in rows), keys
    finally:
        engine.release(reader)
