"""Random damages to a store folder, and five questions that must be answered as before or refused."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pathway_graph.errors import StoreError
from pathway_graph.identifiers.lookup import resolve
from pathway_graph.model.statistics import statistics
from pathway_graph.stores.embedded.store import EmbeddedStore
from pathway_graph.trace import upstream

_MANY = (".bucket", ".umtidx", ".numtidx")
KINDS = ("flip", "flip", "flip", "truncate", "zero", "delete", "append", "empty", "swap")


@dataclass(frozen=True)
class Damage:
    """One damage to one file of a store; *other* is the file that a swap exchanges it with."""

    kind: str
    file: Path
    place: float
    other: Path | None = None

    def __str__(self) -> str:
        return f"{self.kind} {self.file.name} at {self.place:.3f}" + (f" with {self.other.name}" if self.other else "")


def groups(root: Path) -> list[list[Path]]:
    """The files of a store by what they are, so that the few that steer are damaged as often as the many that hold."""
    graph = next(root.glob("gen-*/graph"))
    files = sorted(graph.iterdir())
    full = [file for file in files if file.stat().st_size]
    few = [root / "CURRENT", root / "pathway-graph.lock", graph.parent / "about.json"]
    few += [graph.parent / "checked", graph.parent / "snapshot.bin.checked"]
    few += [graph.parent / "snapshot.bin"] * 3
    few += [*(file for file in files if file.suffix not in _MANY)]
    return [
        *([file] for file in few if file.exists()),
        *[[file for file in full if file.suffix == ending] for ending in _MANY] * 4,
        [file for file in files if not file.stat().st_size],
    ]


def damages(root: Path, count: int, seed: int) -> Iterator[Damage]:
    """Choose *count* damages to the store in *root*; the same for the same seed and the same files."""
    chance = random.Random(seed)
    groups_ = groups(root)
    for _ in range(count):
        group = chance.choice(groups_)
        file, kind = chance.choice(group), chance.choice(KINDS)
        other = chance.choice(group) if kind == "swap" else None
        yield Damage(kind, file, chance.random(), other)


def _flipped(content: bytes, place: float) -> bytes:
    if not content:
        return b"\x01"
    filled = [at for at in range(0, len(content), max(1, len(content) // 65536)) if content[at]] or [0]
    at = filled[int(place * len(filled))]
    return content[:at] + bytes([content[at] ^ (1 << int(place * 8))]) + content[at + 1 :]


_WAYS: dict[str, Callable[[bytes, float], bytes]] = {
    "flip": _flipped,
    "truncate": lambda content, place: content[: int(place * len(content))],
    "zero": lambda content, place: (
        content[: int(place * len(content))] + bytes(len(content) - int(place * len(content)))
    ),
    "append": lambda content, place: content + bytes([int(place * 255)]) * 16,
    "empty": lambda content, place: b"",
}


@contextmanager
def done(damage: Damage, root: Path) -> Iterator[None]:
    """Do a damage to the store in *root*, and undo it at the end, with whatever came of it."""
    kept = root.with_name(root.name + "-kept")
    shutil.copytree(root, kept)
    try:
        if damage.kind == "delete":
            damage.file.unlink()
        elif damage.kind == "swap" and damage.other is not None:
            one, two = damage.file.read_bytes(), damage.other.read_bytes()
            damage.file.write_bytes(two)
            damage.other.write_bytes(one)
        else:
            damage.file.write_bytes(_WAYS[damage.kind](damage.file.read_bytes(), damage.place))
        yield
    finally:
        shutil.rmtree(root)
        kept.rename(root)


def _run(query: str, **parameters: object) -> Callable[[EmbeddedStore], Any]:
    return lambda store: store.run(query, parameters).rows


QUESTIONS: dict[str, Callable[[EmbeddedStore], Any]] = {
    "counts": _run("MATCH (n) OPTIONAL MATCH (n)-[r]->() "
                   "RETURN labels(n)[0] AS l, count(DISTINCT n), count(r) ORDER BY l"),
    "look-up": _run("MATCH (n:Entity {id: $id}) OPTIONAL MATCH (n)<-[r]-(m) "
                    "RETURN n.name, type(r), m.id ORDER BY m.id, type(r)", id="prot:BDNF"),
    "stats": lambda store: statistics(store.read()),
    "read": lambda store: store.read(),
    "upstream": lambda store: [(route.sign, [edge.id for edge in route.edges])
                               for route in upstream(store.read(), resolve(store.read(), "BDNF")[0].id).routes],
}  # fmt: skip


def answers(root: Path) -> dict[str, Any]:
    """Ask the five questions, each of a store opened anew; a refusal stands as its `StoreError`."""
    found: dict[str, Any] = {}
    for name, ask in QUESTIONS.items():
        store = EmbeddedStore(root)
        try:
            found[name] = ask(store)
        except StoreError as error:
            found[name] = error
        finally:
            store.close()
    return found
