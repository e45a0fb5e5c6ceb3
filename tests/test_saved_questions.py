"""Saved questions: what was answered is kept with the store, and each load says which answers are others now."""

from __future__ import annotations

import importlib
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from networks import TINY
from pathway_graph.cli import COMMANDS, asking, cli
from pathway_graph.formats.native import read_guide
from pathway_graph.model import Network
from pathway_graph.model.build import merge
from pathway_graph.stores.embedded.share import Share
from pathway_graph.stores.questions import Questions
from plain_stores import put

GUIDE = read_guide()


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("NEO4J_URI", raising=False)
    monkeypatch.setenv("PATHWAY_GRAPH_STORE", str(tmp_path / "store"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    put(tmp_path / "store", GUIDE)
    return tmp_path / "store"


def ask(*words: str) -> Result:
    return CliRunner().invoke(cli, ["ask", *words])


def without(claim: str) -> Network:
    """Return the guide without one claim and the edges that rest on it alone."""
    return merge([replace(GUIDE, claims=tuple(one for one in GUIDE.claims if one.id != claim), edges=tuple(
        replace(edge, claims=tuple(one for one in edge.claims if one != claim))
        for edge in GUIDE.edges if edge.claims != (claim,)))])  # fmt: skip


def test_a_question_is_saved_run_listed_shown_and_removed(store: Path) -> None:
    saved = ask("save", "bdnf", "--", "upstream", "BDNF", "--max-steps", "1")
    assert saved.exit_code == 0, saved.output
    assert "saved bdnf: ends 1, hypothetical 1, evidence 4" in saved.stderr
    assert json.loads(ask("list", "--format", "json").stdout)[0]["command"] == "upstream BDNF --max-steps 1"
    shown = json.loads(ask("show", "bdnf").stdout)
    assert [row["id"] for row in shown["parts"]["ends"]] == ["chem:imipramine"]
    again = ask("run", "bdnf", "--format", "csv")
    assert again.stdout.splitlines()[1].startswith("chem:imipramine,imipramine,")
    assert "since" not in again.stderr
    assert json.loads(ask("diff", "--format", "json").stdout)[0]["changes"] == []
    assert ask("save", "bdnf", "stats").exit_code == 2
    assert ask("remove", "bdnf").exit_code == 0
    assert Questions(store / "questions").names() == []
    assert ask("diff").stderr.startswith("no question is saved with this store")


def test_a_load_says_which_answers_changed_and_diff_says_how(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask("save", "bdnf", "--", "upstream", "BDNF", "--max-steps", "1").exit_code == 0
    assert ask("save", "marks", "--", "weight", "CREB1", "BDNF").exit_code == 0
    assert ask("save", "size", "--", "stats").exit_code == 0
    asking.tell_changed(str(store))
    assert capsys.readouterr().err == "your 3 saved questions answer as before\n"
    put(store, without("P60"))
    asking.tell_changed(str(store))
    said = capsys.readouterr().err
    assert said == "2 of your 3 saved questions now answer otherwise (bdnf, size): `pathway-graph ask diff`\n"
    found = {one["question"]: one for one in json.loads(ask("diff", "--format", "json").stdout)}
    assert found["marks"]["changes"] == []
    assert found["bdnf"]["why"] == "the data changed"
    (change,) = [one for one in found["bdnf"]["changes"] if one["row"] == "chem:imipramine"]
    assert change["what"] == "changed"
    assert "evidence" in change["kinds"]
    assert change["fields"]["claims"] == {"old": ["P60", "P38", "T2.4"], "new": ["P38", "T2.4"]}
    assert ask("diff", "bdnf", "--exit-code").exit_code == 1
    ask("run", "bdnf", "size")
    assert ask("diff", "--exit-code").exit_code == 0
    assert [one["changes"] != [] for one in json.loads(ask("diff", "--last-load", "--format", "json").stdout)] == [
        True, False, True,
    ]  # fmt: skip


@pytest.mark.slow
def test_a_question_that_fails_now_is_a_changed_answer(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask("save", "gone", "upstream", "BDNF").exit_code == 0
    put(store, TINY)
    asking.tell_changed(str(store))
    assert "your saved question now answers otherwise (gone)" in capsys.readouterr().err
    told = ask("diff", "--format", "csv")
    assert "gone,fails," in told.stdout
    assert "BDNF" in told.stdout
    assert ask("run").exit_code == 1


@pytest.mark.slow
def test_what_another_version_answers_otherwise_is_said_to_be_of_the_version(store: Path) -> None:
    assert ask("save", "size", "stats").exit_code == 0
    kept = Questions(store / "questions")
    one = kept.get("size")
    parts = {"summary": [{**one.seen.parts["summary"][0], "claims": 7}], "sources": one.seen.parts["sources"]}
    old = replace(one.seen, program="0.0.1", digest="another", parts=parts)
    kept.put(replace(one, seen=old, before=old, latest=old))
    (told,) = json.loads(ask("diff", "--format", "json").stdout)
    assert told["why"].startswith("pathway-graph 0.0.1 became ")
    assert told["changes"][0]["fields"]["claims"] == {"old": 7, "new": 119}


@pytest.mark.slow
def test_a_changed_input_file_is_told(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("genes.txt").write_text("BDNF\nCREB1\n", encoding="utf-8")
    assert ask("save", "mine", "--", "names", "genes.txt").exit_code == 0
    Path("genes.txt").write_text("BDNF\nNTRK2\n", encoding="utf-8")
    monkeypatch.chdir("/")
    (told,) = json.loads(ask("diff", "--format", "json").stdout)
    assert told["why"] == "the file genes.txt changed"
    assert told["changes"]


@pytest.mark.parametrize("word", ["q.cypher", "-fq.cypher", "--file=q.cypher", "-f=q.cypher", "label=q.cypher"])
def test_a_file_is_an_input_however_it_is_given(tmp_path: Path, word: str) -> None:
    (tmp_path / "q.cypher").write_text("RETURN 1", encoding="utf-8")
    before = asking.inputs_of(["query", word], str(tmp_path))
    assert list(before) == [word]
    (tmp_path / "q.cypher").write_text("RETURN 2", encoding="utf-8")
    assert asking.inputs_of(["query", word], str(tmp_path)) != before


def test_an_input_file_that_changes_while_it_is_asked_about_is_asked_about_again(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "genes.txt").write_text("BDNF\n", encoding="utf-8")

    def answer(*_: object, **__: object) -> subprocess.CompletedProcess[bytes]:
        (tmp_path / "genes.txt").write_text("NTRK2\n", encoding="utf-8")  # after the command had read it
        return subprocess.CompletedProcess([], 0, b'{"names": ["BDNF"]}', b"")

    monkeypatch.setattr(subprocess, "run", answer)
    command, place = ("names", "genes.txt"), asking.Place.of(None)
    answered = place.ask(command, str(tmp_path))
    assert not answered.is_of(place.stamp, asking.inputs_of(command, str(tmp_path)))
    assert place.ask(command, str(tmp_path)).is_of(place.stamp, asking.inputs_of(command, str(tmp_path)))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("load",), "'load' cannot be saved as a question"),
        (("export", "x.csv"), "'export' cannot be saved"),
        (("upstream", "BDNF", "--diagram", "x.svg"), "--diagram cannot be saved with a question"),
        (("--store", "x", "upstream", "BDNF"), "options of `save` stand before it"),
        (("upstream", "BDNF", "--cite", "x.bib"), "--cite cannot be saved with a question"),
        (("explain", "imipramine", "BDNF", "--crate", "x"), "--crate cannot be saved with a question"),
        (("query", "-e", "MATCH (n) RETURN n.name", "--write"), "--write cannot be saved with a question"),
        (("upstream", "BDNF", "--store", "x"), "--store cannot be saved with a question"),
        (("retractions", "list.txt"), "it would store a list"),
        (("upstream", "BDNF", "--stepps", "1"), "No such option"),
        (("upstream", "nothing-is-called-so"), "nothing was saved, for the question fails: no "),
        ((), "'nothing' cannot be saved"),
    ],
)
def test_what_is_no_question_is_not_saved(store: Path, words: tuple[str, ...], said: str) -> None:
    done = ask("save", "x", "--", *words)
    assert done.exit_code != 0
    assert said in done.stderr + str(done.exception)
    assert Questions(store / "questions").names() == []


def test_no_option_of_a_question_writes_a_file() -> None:
    read = {"changes", "file", "files", "up", "down", "background", "queries", "font", "list_", "lists"}
    for name in asking.READING:
        module = importlib.import_module(f"pathway_graph.cli.{COMMANDS[name][0]}_command")
        for option in getattr(module, f"{name}_command").params:
            takes_one = isinstance(option.type, click.Path) or re.search("FILE|FOLDER|LIST", option.metavar or "")
            assert not takes_one or option.name in read | set(asking.NOT_SAVED), (name, option.opts)


def test_the_page_on_saved_questions_names_the_commands_that_can_be_saved() -> None:
    page = (Path(__file__).parents[1] / "docs/how-to/saved-questions.md").read_text(encoding="utf-8")
    listed = re.search(r"any command that reads, with its options: (.*?)\. Options", page, re.DOTALL)
    assert listed is not None
    assert set(re.findall(r"`(\w+)`", listed[1])) == set(asking.READING)


def test_a_question_that_takes_too_long_never_holds_up_a_load(
    store: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ask("save", "size", "stats").exit_code == 0
    put(store, TINY)
    monkeypatch.setenv("PATHWAY_GRAPH_ASK_S", "0.001")
    asking.tell_changed(str(store))
    assert capsys.readouterr().err == "not asked within 0.001 s: size; `pathway-graph ask diff` asks them\n"
    monkeypatch.setenv("PATHWAY_GRAPH_ASK_S", "0")
    asking.tell_changed(str(store))
    (store / "questions" / "q-size.json.gz").write_bytes(b"\x1f\x8b damaged")
    monkeypatch.setenv("PATHWAY_GRAPH_ASK_S", "20")
    asking.tell_changed(str(store))
    assert "is damaged" in capsys.readouterr().err
    assert ask("remove", "size").exit_code == 0


def test_questions_of_a_share_are_kept_in_the_users_folder(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATHWAY_GRAPH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("HOME", str(tmp_path))
    Share(tmp_path / "share").publish(store)
    monkeypatch.setenv("PATHWAY_GRAPH_STORE", str(tmp_path / "share"))
    names = set(os.listdir(tmp_path / "share"))
    assert ask("save", "size", "stats").exit_code == 0
    assert set(os.listdir(tmp_path / "share")) == names
    assert json.loads(ask("list", "--format", "json").stdout)[0]["question"] == "size"
    if sys.platform.startswith("linux"):
        assert list((tmp_path / "data").rglob("q-size.json.gz"))


@pytest.mark.slow
def test_a_question_asks_the_store_with_which_it_is_kept_wherever_that_is_named_from(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    put(tmp_path / "elsewhere" / "store", TINY)
    monkeypatch.chdir(tmp_path)
    assert ask("save", "--store", "store", "size", "--", "stats").exit_code == 0
    monkeypatch.chdir(tmp_path / "elsewhere")
    put(store, without("P60"))
    told = json.loads(ask("diff", "--store", "../store", "--format", "json").stdout)
    assert told[0]["changes"][0]["fields"]["claims"] == {"old": 119, "new": 118}
    assert "claims,118" in ask("run", "--store", "../store", "--format", "csv").stdout.replace('"', "")


def test_a_store_that_cannot_be_asked_is_said_and_is_no_changed_answer(
    store: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ask("save", "size", "stats").exit_code == 0
    put(store, TINY)

    def refuse(*_: object) -> None:
        raise asking.NotAsked("the store is away", hint="come back")

    monkeypatch.setattr(asking.Place, "ask", refuse)
    asking.tell_changed(str(store))
    assert capsys.readouterr().err == "your saved question size could not be asked: the store is away; come back\n"
    assert ask("diff").exit_code == 1


def test_a_list_does_not_say_of_an_answer_that_it_is_as_before_unless_it_was_asked_since(
    store: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def state() -> str:
        return str(json.loads(ask("list", "--format", "json").stdout)[0]["state"])

    listed = tmp_path / "genes.txt"
    listed.write_text("BDNF\n")
    ask("save", "genes", "--", "names", str(listed), "--stored")
    assert state() == "answers as when it was looked at"
    put(store, without("P38"))  # as a load that was killed before it asked
    assert state() == "not asked since: the data changed"
    ask("diff")
    assert state() == "answers as when it was looked at"
    listed.write_text("BDNF\nNTRK2\n")
    assert state() == f"not asked since: the file {listed} changed"
    ask("diff")
    assert state() == "answers otherwise"
