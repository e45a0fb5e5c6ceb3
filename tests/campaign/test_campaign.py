"""The short form of the campaign: a few trials of each part; a seed of ``--randomly-seed`` tries others."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

import pytest

from campaign.command import FIGURES, main
from campaign.malformed import problem_of
from campaign.mutations import generated, ways
from campaign.parts import PARTS
from campaign.samples import read_formats, samples
from campaign.trials import Bench, Missing, Part, Trial, run_part, tried
from neo4j_server import Server
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.registry import parse

WITHOUT_SERVER = [name for name, part in PARTS.items() if not part.needs_server]
WITH_SERVER = [name for name, part in PARTS.items() if part.needs_server]


def nothing() -> Server:
    raise Missing("no server")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of Unix")
@pytest.mark.parametrize("name", WITHOUT_SERVER)
def test_whatever_is_tried_holds(name: str, tmp_path: Path) -> None:
    part = PARTS[name]
    found = run_part(part, Bench(tmp_path, random.Random(20261127), part.short, nothing))
    assert found.failed == ()
    if found.missing:
        pytest.skip(found.missing)
    assert found.tried >= part.short


@pytest.mark.parametrize("name", WITH_SERVER)
def test_whatever_is_tried_on_a_server_holds(
    name: str, tmp_path: Path, neo4j_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATHWAY_GRAPH_CACHE", str(tmp_path / "cache"))
    part = PARTS[name]
    found = run_part(part, Bench(tmp_path, random.Random(20261127), part.short, lambda: neo4j_server))
    assert found.failed == ()
    assert found.tried >= part.short


# The campaign itself ----------------------------------------------------------------------------------


def test_what_fails_is_counted_and_told(tmp_path: Path) -> None:
    def refuse() -> None:
        raise ValueError("no\n  way")

    part = Part("x", "", "", lambda _: iter([tried("one", refuse), tried("two", lambda: None)]), 2, 2)
    found = run_part(part, Bench(tmp_path, random.Random(1), 2, nothing))
    assert (found.tried, found.held) == (2, 1)
    assert found.failed == (Trial("one", "ValueError: no way"),)


def test_a_part_that_breaks_off_has_failed_and_one_without_its_needs_is_not_tried(tmp_path: Path) -> None:
    def broken(_: Bench) -> object:
        raise ValueError("a fault of ours")

    bench = Bench(tmp_path, random.Random(1), 2, nothing)
    found = run_part(Part("x", "", "", broken, 2, 2), bench)  # type: ignore[arg-type]
    assert [one.problem for one in found.failed] == ["ValueError: a fault of ours"]
    absent = run_part(Part("x", "", "", lambda one: iter([Trial(one.server().uri)]), 2, 2), bench)
    assert (absent.tried, absent.missing) == (0, "no server")


@pytest.mark.parametrize(
    ("code", "said", "problem"),
    [
        (0, "", ""),
        (3, "error: /x/a.sif:2: no", ""),
        (3, "error: /x/a.sif: the file is empty", ""),
        (3, "error: /x/a.sif: something is wrong", "no place is named"),
        (3, "error: b.sif:2: no", "the file is not named"),
        (1, "error: /x/a.sif:2: no", "it ended with 1"),
        ("traceback", "KeyError", "it ended with traceback"),
        ("slow", "", "more than 20 s"),
        ("memory", "", "more than 1024 MB"),
    ],
)
def test_what_came_of_a_file_is_judged(code: object, said: str, problem: str) -> None:
    found = problem_of("/x/a.sif", code, said)
    assert found.startswith(problem)
    assert bool(found) == bool(problem)


@pytest.mark.parametrize("name", [one.name for one in read_formats()])
def test_good_files_are_read_and_the_same_seed_spoils_them_alike(name: str) -> None:
    for files in samples(name)[:1]:
        if len(files) == 1:
            ((file, data),) = files.items()
            network, _ = parse(Decoded(file, file, data))
            assert network.entities
        for data in files.values():
            for way in ways(data):
                spoiled = [way(data, random.Random(5)) for _ in range(2)]
                assert spoiled[0] == spoiled[1]
            assert generated([data], 3, 5) == generated([data], 3, 5)


def test_the_figures_kept_are_those_of_the_parts_and_add_up() -> None:
    kept = json.loads(FIGURES.read_text())
    assert list(kept) == list(PARTS)
    for name, figures in kept.items():
        assert (figures["title"], figures["holds"]) == (PARTS[name].title, PARTS[name].holds)
        assert figures["tried"] == figures["held"] + len(figures["failed"])
        assert bool(figures["tried"]) != bool(figures["missing"])


def test_figures_of_less_than_the_whole_are_not_kept(capsys: pytest.CaptureFixture[str]) -> None:
    before = FIGURES.read_bytes()
    for less in (["--scale", "0.5"], ["--short"]):
        assert main(["kills", "--record", *less]) == 2
    assert FIGURES.read_bytes() == before
    with pytest.raises(SystemExit):
        main(["kils"])
    assert "no part 'kils'" in capsys.readouterr().err
