"""Check an embedded store: its folder, pointer, lock, version, content and schema."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from pathway_graph.cypher_files import schema_statements
from pathway_graph.errors import PathwayGraphError
from pathway_graph.health import Check
from pathway_graph.stores import engine, waiting
from pathway_graph.stores.generations import Generations

_LIMIT_S = 2.0
_KEY = re.compile(r"FOR \(n:(\w+)\) (?:REQUIRE|ON) \(?n\.(\w+)")


def expected_keys(what: str) -> set[tuple[str, str]]:
    """Return the labels and properties for which ``schema.cypher`` makes a ``CONSTRAINT`` or an ``INDEX``.

    >>> ("Entity", "id") in expected_keys("CONSTRAINT")
    True
    """
    found = (_KEY.search(text) for text in schema_statements() if text.startswith(f"CREATE {what}"))
    return {(match[1], match[2]) for match in found if match}


def check_folder(path: Path) -> Iterator[Check]:
    """Check a store folder, one thing after the other, as far as that leads."""
    generations = Generations(path)
    try:
        current = generations.find()
    except PathwayGraphError as error:
        found, _, remedy = str(error).rpartition("; ")
        yield Check("store", "wrong", found or remedy, remedy if found else "give another path with --store")
        return
    if current is None:
        place = next(parent for parent in (generations.root, *generations.root.parents) if parent.exists())
        if not os.access(place, os.W_OK):
            yield Check("store", "wrong", f"{place} is not writable", "give another path with --store")
            return
        yield Check("store", "warning", f"nothing is loaded in {path} yet", "run `pathway-graph load`")
        return
    writable = os.access(generations.root, os.W_OK)
    yield Check("store", "ok", f"{path} ({'' if writable else 'not '}writable)")
    yield _lock(generations)
    about = generations.about(current)
    version, made_by = about.get("format"), about.get("engine", "unknown")
    if version == 1:
        yield Check("store version", "ok", f"format 1, loaded by engine {made_by}")
    else:
        yield Check(
            "store version", "wrong", f"{current.name} is of format {version!r}, and this package knows 1",
            "run `pathway-graph load` again",
        )  # fmt: skip
    yield from _content(current)


def _lock(generations: Generations) -> Check:
    if generations.is_locked():
        return Check(
            "store lock", "warning", "another process is loading; queries go on, a second load waits for it",
            "wait until it has ended, or end that process",
        )  # fmt: skip
    return Check("store lock", "ok", "free")


def _content(current: Path) -> Iterator[Check]:
    try:
        sources, keys = waiting.within(_LIMIT_S, lambda: _look(current))
    except waiting.NotYet:
        yield Check("store content", "wrong", f"does not open within {_LIMIT_S:g} s", "look at the load of the machine")
        return
    except PathwayGraphError as error:
        found, _, remedy = str(error).rpartition("; ")
        yield Check("store content", "wrong", found, remedy)
        return
    except Exception as error:  # what the engine raises on damaged files
        yield Check("store content", "wrong", engine.sentence(error), "run `pathway-graph load` again")
        return
    yield Check("store content", "ok" if sources else "warning", f"data sets: {', '.join(sources) or 'none'}",
                "" if sources else "run `pathway-graph load`")  # fmt: skip
    missing = sorted(f"{label}.{name}" for label, name in expected_keys("CONSTRAINT") - keys)
    if missing:
        yield Check(
            "store schema", "wrong", f"keys are missing: {', '.join(missing)}", "run `pathway-graph load` again"
        )
    else:
        yield Check("store schema", "ok", f"{len(expected_keys('CONSTRAINT'))} unique keys")


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
