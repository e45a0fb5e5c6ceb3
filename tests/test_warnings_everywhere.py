"""What a command has to say beside its answer is said on standard error, whatever format the answer is in."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pathway_graph.cli import cli
from pathway_graph.cli.output import FORMATS

NET = "source\trelation\ttarget\nMYC\tactivates\tTP53\nTP53\tinhibits\tJUN\nJUN\tactivates\tFOS\n"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("store")
    (folder / "net.tsv").write_text(NET)
    place = str(folder / "store")
    done = CliRunner().invoke(cli, ["import", "--names-are", "hgnc.symbol", str(folder / "net.tsv"), "--store", place])
    assert done.exit_code == 0, done.output
    return place


def run(store: str, *arguments: str) -> Result:
    return CliRunner().invoke(cli, [*arguments, "--store", store])


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("upstream", "MYC"), "nothing lies upstream of MYC"),
        (("downstream", "FOS"), "nothing lies downstream of FOS"),
        (("paths", "FOS", "MYC"), "no causal route within 4 steps"),
        (("paths", "MYC", "FOS", "-k", "3", "--certainty", "hypothesis"), "not followed: 3"),
        (("conflicts",), "nothing found"),
        (("weight", "FOS", "MYC"), "no causal edge runs from the one to the other"),
        (("claims", "--subject", "MYC"), "left out of 3: 2 by subject"),
    ],
)
def test_what_is_missing_is_said_in_every_format(store: str, form: str, arguments: tuple[str, ...], said: str) -> None:
    done = run(store, *arguments, "--format", form)
    assert done.exit_code == 0, done.output
    assert said in done.stderr


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_a_format_that_cannot_hold_the_answer_is_named(store: str, form: str) -> None:
    assert "this is JSON" in run(store, "explain", "MYC", "FOS", "--format", form).stderr
    assert "warning: --evidence" in run(store, "upstream", "FOS", "--evidence", "--format", form).stderr


@pytest.mark.parametrize("form", FORMATS)
def test_regulators_says_its_warnings_in_every_format(store: str, tmp_path: Path, form: str) -> None:
    (tmp_path / "up.txt").write_text("FOS\nJUN\nXYZ1\n")
    done = run(store, "regulators", "--up", str(tmp_path / "up.txt"), "--format", form)
    assert done.exit_code == 0, done.output
    assert "warning: no unchanged genes are listed" in done.stderr
    assert "XYZ1" in done.stderr


def test_files_of_any_format_can_be_asked_without_a_store_and_what_they_lose_is_said(tmp_path: Path) -> None:
    (tmp_path / "net.tsv").write_text(NET)
    done = CliRunner().invoke(cli, ["claims", "--file", str(tmp_path / "net.tsv"), "--format", "csv"])
    assert done.exit_code == 0, done.output
    assert len(done.stdout.splitlines()) == 4
    assert "net.tsv: read as a table of edges: source from 'source', target from 'target'" in done.stderr
    loaded = CliRunner().invoke(cli, ["load", "--dry-run", str(tmp_path / "net.tsv")])
    assert "pathway-graph import" in str(loaded.exception)


FOREIGN = "3 of 4 names are none of hgnc.symbol (bar1x, foo, qux)"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("P04637\tactivates\tP01106\nP01106\tinhibits\tP05412\n", ""),  # read as the accessions that they are
        ("foo\tactivates\tbar1x\nTP53\tinhibits\tqux\n", FOREIGN),
        ("foo\tactivates\tTP53\nMYC\tinhibits\tqux\n", ""),  # just half
        ("TP53\tactivates\tMYC\nMYC\tinhibits\tfoo\n", ""),
    ],
)
def test_import_refuses_names_that_are_not_what_they_are_said_to_be(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "n.sif").write_text(text)
    asked = ["import", "--names-are", "hgnc.symbol", str(tmp_path / "n.sif"), "--store", str(tmp_path / "store")]
    done = CliRunner().invoke(cli, asked)
    assert done.exit_code == (3 if said else 0)
    assert (f"error: {tmp_path / 'n.sif'}: {said}" in done.stderr) is bool(said)
    assert ("say --allow-unmatched" in done.stderr) is bool(said)
    assert (tmp_path / "store").exists() is not bool(said)
    if said:
        allowed = CliRunner().invoke(cli, [*asked, "--allow-unmatched"])
        assert allowed.exit_code == 0
        assert f"warning: {tmp_path / 'n.sif'}: {said}" in allowed.stderr


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("n.tsv", "source\ttarget\tsign\nfoo\tbar1x\t1\nTP53\tqux\t-1\n"),
        ("n.graphml", '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="directed">'
         '<node id="foo"/><node id="bar1x"/><node id="TP53"/><node id="qux"/><edge source="foo" target="bar1x"/>'
         '<edge source="TP53" target="qux"/></graph></graphml>'),
        ("n.cyjs", '{"elements": {"nodes": [{"data": {"id": "foo"}}, {"data": {"id": "bar1x"}},'
         ' {"data": {"id": "TP53"}}, {"data": {"id": "qux"}}], '
         '"edges": [{"data": {"source": "foo", "target": "bar1x"}}]}}'),
    ],
)  # fmt: skip
def test_the_other_files_are_imported_where_one_has_foreign_names(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    (tmp_path / "good.sif").write_text("TP53\tactivates\tMYC\n")
    files = [str(tmp_path / name), str(tmp_path / "good.sif")]
    done = CliRunner().invoke(cli, ["import", "--dry-run", "--keep-going", "--names-are", "hgnc.symbol", *files])
    assert done.exit_code == 3
    assert FOREIGN in done.stderr
    assert "1 data set read, 1 file not" in done.stderr
