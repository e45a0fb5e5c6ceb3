"""Completion: names of what is stored, as each shell writes them, quickly, and nothing else on any stream."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from pathway_graph.cli import cli
from pathway_graph.cli.completing import add_completions
from pathway_graph.cli.shells import Bash, PowerShell
from pathway_graph.formats.native import read_guide
from pathway_graph.stores.open import open_store

COMPLETE = "_PATHWAY_GRAPH_COMPLETE"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("completion") / "store"
    opened = open_store(place)
    opened.write(read_guide())
    opened.close()
    return place


@pytest.fixture
def asking(monkeypatch: pytest.MonkeyPatch, store: Path) -> pytest.MonkeyPatch:
    monkeypatch.setenv(COMPLETE, "bash_complete")
    monkeypatch.setenv("PATHWAY_GRAPH_STORE", str(store))
    return monkeypatch


def offered(line: str) -> list[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMP_WORDS", line)
        found = Bash(cli, {}, "pathway-graph", COMPLETE).complete()
    return [item.removeprefix("plain,") for item in found.splitlines()]


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("upstream BD", "BDNF protein"), ("upstream bdnf", "BDNF protein"), ("downstream imi", "imipramine"),
        ("upstream cAM", "cAMP"), ("show prot:BD", "prot:BDNF"), ("explain imipramine TrkB", "TrkB"),
        ("paths imipramine NTR", "NTRK2"), ("diagram ca", "camp"), ("show cam", "camp"), ("show P3", "P38"),
        ("query upstream-", "upstream-regulators"), ("upstream BDNF --source im", "imipramine"),
        ("remove im", "imipramine"),
        ("upstream BDNF --cascade c", "camp"), ("cite --claims P30,P3", "P30,P38"),
        ("cite --data-set im", "imipramine"),
        ("claims --region hippo", "hippocampus"), ("conflicts hgnc:103", "hgnc:1033"), ("fin", "find"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("asking")
def test_what_is_stored_is_offered(line: str, word: str) -> None:
    assert word in offered(f"pathway-graph {line}")


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("load mi", "file"), ("import mi", "file"), ("audit mi", "file"), ("names ge", "file"), ("verify tex", "file"),
        ("upstream BDNF --cite re", "file"), ("upstream BDNF --diagram x", "file"), ("claims --file mi", "file"),
        ("diagram camp -o x", "file"), ("regulators ch", "file"), ("diff mi", "file"), ("restore b", "file"),
        ("cite BDNF -o r", "file"), ("load --retracted l", "file"), ("upstream BDNF --store s", "dir"),
        ("query --queries q", "dir"), ("publish s", "file"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("asking")
def test_paths_are_left_to_the_shell(line: str, kind: str) -> None:
    assert offered(f"pathway-graph {line}") == [f"{kind},{line.split()[-1]}"]


@pytest.mark.parametrize("place", ["no-such-folder", "bolt://127.0.0.1:1", "file"])
def test_where_there_is_no_store_nothing_is_offered_and_nothing_said(
    asking: pytest.MonkeyPatch, tmp_path: Path, place: str, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("no store")
    asking.setenv("PATHWAY_GRAPH_STORE", place if "://" in place else str(tmp_path / place))
    assert offered("pathway-graph upstream BD") == []
    assert capfd.readouterr() == ("", "")
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


@pytest.mark.usefixtures("asking")
def test_a_store_named_on_the_line_is_the_one_asked(store: Path, tmp_path: Path) -> None:
    assert offered(f"pathway-graph --store {tmp_path} upstream BD") == []
    assert "BDNF protein" in offered(f"pathway-graph upstream --store {store} BD")


@pytest.mark.usefixtures("asking")
def test_every_argument_that_takes_a_completion_is_there() -> None:
    import click

    from pathway_graph.cli import COMMANDS, completing

    for name, parameters in completing._COMPLETED.items():
        command = cli.get_command(click.Context(cli), name)
        assert name in COMMANDS
        assert command is not None
        add_completions(name, command)
        assert parameters.keys() <= {parameter.name for parameter in command.params}, name


@pytest.mark.usefixtures("asking")
def test_powershell_gets_words_as_it_writes_them(monkeypatch: pytest.MonkeyPatch) -> None:
    def complete(line: str) -> list[list[str]]:
        monkeypatch.setenv("COMP_WORDS", line)
        text = PowerShell(cli, {}, "pathway-graph", COMPLETE).complete()
        return [row.split("\t") for row in text.splitlines()]

    rows = complete("pathway-graph upstream BDNF")
    assert ["plain", "'BDNF protein'", "BDNF protein", "Protein prot:BDNF"] in rows
    assert all(len(row) == 4 and all(row) for row in rows)
    (row,) = [row for row in complete("pathway-graph upstream '3'',5''-cyc") if "AMP" in row[2]]
    assert row[1] == "'3'',5''-cyclic AMP'"
    assert complete(r"pathway-graph --store C:\no\store upstream BD") == []
    assert ["plain", "upstream"] in [row[:2] for row in complete("pathway-graph up")]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_installing_writes_one_file_where_the_shell_looks(
    shell: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    done = CliRunner().invoke(cli, ["completion", shell, "--install"])
    assert done.exit_code == 0, done.output
    (file,) = [one for one in tmp_path.rglob("*") if one.is_file()]
    assert COMPLETE in file.read_text(encoding="utf-8")
    assert str(file) in done.stderr


@pytest.mark.skipif(os.name == "nt" or shutil.which("bash") is None, reason="there is no bash here")
@pytest.mark.slow
@pytest.mark.parametrize(
    ("line", "inserted"),
    [
        ("upstream TrkB", "TrkB"),
        ("upstream BDNF\\ pro", r"BDNF\ protein"),
        ("show prot:BD", "BDNF"),
        ("upst", "upstream"),
        ("paths imipramine 'synaptic pl", "synaptic plasticity"),
        ("upstream \"3',5", "3',5'-cyclic AMP"),
        ("upstream '3'\\'',5", r"3'\'',5'\''-cyclic AMP"),
    ],
)
def test_bash_itself_completes(line: str, inserted: str, store: Path, tmp_path: Path) -> None:
    program = tmp_path / "pathway-graph"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pathway_graph "$@"\n')
    program.chmod(0o755)
    script = CliRunner().invoke(cli, ["completion", "bash"]).stdout
    word = re.search(r"""(?<=\s)['"].*$|\S*$""", line)
    assert word is not None
    ask = 'COMP_WORDS=("$WORD"); COMP_CWORD=0; COMP_POINT=${#COMP_LINE}; '
    ask += '_pathway_graph_completion pathway-graph; printf "%s\\n" "${COMPREPLY[@]}"'
    environ = os.environ | {
        "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "PATHWAY_GRAPH_STORE": str(store),
        "COMP_LINE": f"pathway-graph {line}", "WORD": word[0],
    }  # fmt: skip
    done = subprocess.run(["bash", "-c", f"{script}\n{ask}"], env=environ, capture_output=True, text=True, check=False)
    assert inserted in done.stdout.splitlines(), done
    assert done.stderr == ""


@pytest.mark.slow
def test_a_completion_takes_less_than_three_tenths_of_a_second_of_work(store: Path) -> None:
    environ = os.environ | {
        COMPLETE: "bash_complete", "COMP_WORDS": "pathway-graph upstream BD", "PATHWAY_GRAPH_STORE": str(store)
    }  # fmt: skip
    times = []
    for _ in range(3):
        before = os.times()
        done = subprocess.run(
            [sys.executable, "-m", "pathway_graph"], env=environ, capture_output=True, text=True, check=True
        )
        after = os.times()
        times.append(after.children_user + after.children_system - before.children_user - before.children_system)
        assert "plain,BDNF protein" in done.stdout
    assert min(times) < 0.3
