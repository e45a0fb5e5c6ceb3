"""Kill what changes a store at every step that touches its files: it holds the old or the new, and goes on."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pathway_graph as pg
from campaign.trials import Bench, Trial, pick, tried
from networks import OTHER, OTHER_REVISED, TINY
from pathway_graph.model import Network
from pathway_graph.model.update import without
from pathway_graph.stores.embedded.generations import Generations
from pathway_graph.stores.embedded.store import EmbeddedStore
from patience import HUNG_S
from test_embedded import load, read

STEPPED = Path(__file__).with_name("stepped.py")


@dataclass(frozen=True)
class Change:
    """A command that changes a store: what it held *before*, and the arguments."""

    before: Network | None
    arguments: tuple[str, ...]


CHANGES = {
    "first load": Change(None, ("load", "other.yaml")),
    "load beside another": Change(TINY, ("load", "other.yaml")),
    "small load, changed in place": Change(pg.merge([TINY, OTHER]), ("load", "revised.yaml")),
    "large load, in two stages": Change(TINY, ("load", "other.yaml", "--staged")),
    "import": Change(TINY, ("import", "mine.sif")),
    "remove": Change(pg.merge([TINY, OTHER]), ("remove", "other")),
}


def trials(bench: Bench) -> Iterator[Trial]:
    """Kill each change in turn, at steps taken by chance; each is first done to its end, which counts its steps."""
    pg.write(OTHER, bench.where / "other.yaml")
    pg.write(OTHER_REVISED, bench.where / "revised.yaml")
    (bench.where / "mine.sif").write_text("hgnc:2345\tactivates\thgnc:1033\nhgnc:1033\tinhibits\thgnc:391\n")
    known: dict[str, tuple[int, Network]] = {}
    steps: dict[str, list[int]] = {}
    for name in pick(bench.chance, list(CHANGES), bench.count):
        if name not in known:
            known[name] = _whole(bench.where, CHANGES[name])
        if not steps.get(name):
            steps[name] = bench.chance.sample(range(1, known[name][0] + 1), known[name][0])
        step = steps[name].pop()
        what = f"{name}, killed at step {step} of {known[name][0]}"
        yield tried(what, lambda name=name, step=step: _killed(bench.where, CHANGES[name], step, known[name][1]))  # type: ignore[misc]


def _run(where: Path, change: Change, last: int) -> tuple[int, str]:
    command = [sys.executable, str(STEPPED), str(last), "store", "steps", *change.arguments, "--store", "store"]
    done = subprocess.run(command, cwd=where, capture_output=True, text=True, timeout=HUNG_S, check=False)
    return done.returncode, done.stderr


def _prepared(where: Path, change: Change) -> Path:
    store, kept = where / "store", where / f"before {abs(hash((*change.arguments, change.before is None)))}"
    shutil.rmtree(store, ignore_errors=True)
    if change.before is not None:
        if not kept.exists():
            load(kept, change.before)
        shutil.copytree(kept, store)
    return store


def _whole(where: Path, change: Change) -> tuple[int, Network]:
    """Return how many steps the change has, and what the store holds after it."""
    store = _prepared(where, change)
    code, said = _run(where, change, 0)
    assert code == 0, said
    after = read(store)
    if change.arguments[0] == "load" and change.before is not None:
        given = OTHER_REVISED if "revised.yaml" in change.arguments else OTHER
        assert after == pg.merge([TINY, given])
    if change.arguments[0] == "remove":
        assert change.before is not None
        assert after == without(change.before, "other")
    return int((where / "steps").read_text()), after


def _killed(where: Path, change: Change, step: int, after: Network) -> None:
    store = _prepared(where, change)
    code, said = _run(where, change, step)
    assert code in (0, -9), f"it ended with {code}: {said}"
    found = read(store) if Generations(store).find() else None
    assert found in (change.before, after), "the store holds neither the old nor the new"
    assert code != 0 or found == after, "what was acknowledged is lost"
    again = _run(where, change, 0)
    gone = change.arguments[0] == "remove" and found == after
    assert again[0] == (1 if gone else 0) or (gone and again[0] in (2, 3)), f"the same again: {again}"
    assert read(store) == after, "the same command again does not end where it should"
    asked = EmbeddedStore(store)
    try:
        assert asked.run("MATCH (e:Entity) RETURN count(*)").rows == ((len(after.entities),),)
    finally:
        asked.close()
    assert len(list(store.glob("gen-*"))) == 1, "debris is left"
