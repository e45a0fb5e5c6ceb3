"""Kill who publishes to a shared folder, or pulls from it: readers get the whole of the old or of the new."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pathway_graph as pg
from campaign.kills import STEPPED
from campaign.trials import Bench, Missing, Trial, pick, tried
from networks import OTHER, TINY
from pathway_graph.model import Network
from patience import HUNG_S
from test_embedded import load, read

NEW = pg.merge([TINY, OTHER])


def trials(bench: Bench) -> Iterator[Trial]:
    """Kill a publication or a pull, in turn, at steps in the shared folder or in the store that is pulled into."""
    if find_spec("pathway_graph.cli.share_command") is None:
        raise Missing("this version has no commands publish and pull")
    for name, network in (("old", TINY), ("new", NEW)):
        load(bench.where / name, network)
    counts: dict[str, int] = {}
    for name in pick(bench.chance, ["publish", "pull"], bench.count):
        if name not in counts:
            _prepared(bench.where, name)
            code, said = _run(bench.where, name, 0)
            assert code == 0, said
            counts[name] = int((bench.where / "steps").read_text())
        step = bench.chance.randint(1, counts[name])
        what = f"{name}, killed at step {step} of {counts[name]}"
        yield tried(what, lambda name=name, step=step: _killed(bench.where, name, step))  # type: ignore[misc]


def _prepared(where: Path, name: str) -> None:
    """Publish the old and pull it; then, to be pulled, publish the new."""
    for folder in ("share", "mine"):
        shutil.rmtree(where / folder, ignore_errors=True)
    _must(where, "publish", "share", "--store", "old")
    _must(where, "pull", "share", "--store", "mine")
    if name == "pull":
        _must(where, "publish", "share", "--store", "new", "--force")


def _must(where: Path, *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pathway_graph", *arguments], cwd=where, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{arguments}: {done.stderr}"


def _run(where: Path, name: str, last: int) -> tuple[int, str]:
    folder, store = ("share", "new") if name == "publish" else ("mine", "mine")
    more = ["--force"] if name == "publish" else []
    command = [sys.executable, str(STEPPED), str(last), folder, "steps", name, "share", *more, "--store", store]
    done = subprocess.run(command, cwd=where, capture_output=True, text=True, timeout=HUNG_S, check=False)
    return done.returncode, done.stderr


def _killed(where: Path, name: str, step: int) -> None:
    _prepared(where, name)
    code, said = _run(where, name, step)
    assert code in (0, -9), f"it ended with {code}: {said}"
    reader = where / "reader"
    shutil.rmtree(reader, ignore_errors=True)
    _must(where, "pull", "share", "--store", "reader")
    shown: dict[str, Network] = {"share": read(reader), "mine": read(where / "mine")}
    for place, found in shown.items():
        assert found in (TINY, NEW), f"{place} holds neither the old nor the new"
    assert code != 0 or shown["share" if name == "publish" else "mine"] == NEW, "what was acknowledged is lost"
    again = _run(where, name, 0)
    assert again[0] == 0, f"the same again: {again}"
    _must(where, "pull", "share", "--store", "mine")
    assert read(where / "mine") == NEW
