"""The command plot: files of charts from files of changes, and clear refusals."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pathway_graph.cli import cli

CHANGES = "gene,log2FC,padj\nBdnf,2,0.001\nNR3C1,1.5,0.01\nDRD2,-2,0.02\nFKBP5,0.1,0.8\n"
ENDINGS = {".csv", ".json", ".svg", ".gif"}
Plot = Callable[..., Result]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plot") / "store"
    assert CliRunner().invoke(cli, ["--store", str(folder), "load"]).exit_code == 0
    return folder


@pytest.fixture
def plot(store: Path, tmp_path: Path) -> Plot:
    (tmp_path / "6h.csv").write_text(CHANGES)
    (tmp_path / "24h.csv").write_text(CHANGES.replace("DRD2,-2", "DRD2,2"))

    def run(*given: str) -> Result:
        paths = [str(tmp_path / one) if Path(one).suffix in ENDINGS else one for one in given]
        return CliRunner().invoke(cli, ["--store", str(store), "plot", *paths])

    return run


def specification(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))


def rows(file: Path) -> list[dict[str, Any]]:
    return next(iter(specification(file)["datasets"].values()))


def test_a_volcano_reads_the_file_alone(plot: Plot, tmp_path: Path) -> None:
    done = plot("volcano", "6h.csv", "-o", "v.json", "--threshold", "1.8")
    assert done.exit_code == 0, done.output
    assert {row["name"]: row["state"] for row in rows(tmp_path / "v.json")} == {
        "Bdnf": "up", "NR3C1": "not counted as changed", "DRD2": "down", "FKBP5": "not counted as changed",
    }  # fmt: skip


def test_a_heat_map_takes_files_by_their_names(plot: Plot, tmp_path: Path) -> None:
    done = plot("heatmap", "6h.csv", "24h.csv", "-o", "h.json")
    assert done.exit_code == 0, done.output
    assert {row["contrast"] for row in rows(tmp_path / "h.json")} == {"6h", "24h"}
    assert "6h:" in done.output, "what was read is said of each"


def test_a_heat_map_takes_contrasts_of_one_file(plot: Plot, tmp_path: Path) -> None:
    table = "gene,logFC.A,adj.P.Val.A,logFC.B,adj.P.Val.B\nBdnf,2,0.001,-2,0.001\nNR3C1,1.5,0.01,-1.5,0.01\n"
    (tmp_path / "both.csv").write_text(table)
    done = plot("heatmap", "both.csv", "--contrast", "A", "--contrast", "B", "-o", "h.json")
    assert done.exit_code == 0, done.output
    cells = {(row["name"], row["contrast"]): row["height"] for row in rows(tmp_path / "h.json")}
    assert cells["imipramine", "A"] > 0 > cells["imipramine", "B"], "one raises what the other lowers"


def test_targets_are_those_of_the_regulator_asked_for(plot: Plot, tmp_path: Path) -> None:
    done = plot("targets", "6h.csv", "--regulator", "imipramine", "-o", "t.json")
    assert done.exit_code == 0, done.output
    assert {row["label"]: row["verdict"] for row in rows(tmp_path / "t.json")} == {
        "▲ Bdnf": "for", "▲ NR3C1": "for", "▲ DRD2": "against",
    }  # fmt: skip


def test_targets_of_nothing_are_refused(plot: Plot, tmp_path: Path) -> None:
    (tmp_path / "flat.csv").write_text("gene,log2FC,padj\nBdnf,0.2,0.1\nNR3C1,0.1,0.9\nDRD2,0.2,0.2\n")
    done = plot("targets", "flat.csv", "-o", "t.json")
    assert done.exit_code == 2
    assert "no regulator predicts anything that changed" in done.output


def test_bars_show_the_statistic_that_they_are_ordered_by(plot: Plot, tmp_path: Path) -> None:
    done = plot("bars", "6h.csv", "--rank-by", "p_value", "-o", "b.json")
    assert done.exit_code == 0, done.output
    assert "causal p-value" in json.dumps(specification(tmp_path / "b.json"))


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (["volcano", "6h.csv", "-o", "v.gif"], "ends in none of"),
        (["bars", "-o", "b.svg"], "give files of CHANGES"),
        (["bars", "6h.csv", "24h.csv", "-o", "b.svg"], "a heatmap takes several"),
        (["volcano", "--example", "-o", "v.svg"], "no fold changes"),
        (["bars", "6h.csv", "--regulator", "MYC", "-o", "b.svg"], "--regulator is about targets"),
        (["bars", "6h.csv", "--rank-by", "z", "-o", "b.svg"], "--rank-by z is none of them"),
        (["heatmap", "6h.csv", "24h.csv", "--rank-by", "t", "-o", "h.svg"], "a heatmap shows combined_p"),
        (["heatmap", "6h.csv", "24h.csv", "--contrast", "A", "--contrast", "B", "-o", "h.svg"], "several files, or"),
    ],
)
def test_what_does_not_go_together_is_a_usage_error(plot: Plot, tmp_path: Path, given: list[str], why: str) -> None:
    done = plot(*given)
    assert (done.exit_code, why in " ".join(done.output.split())) == (2, True), done.output
    assert not [file for file in tmp_path.iterdir() if file.suffix != ".csv"]
