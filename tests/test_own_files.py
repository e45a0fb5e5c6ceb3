"""Files as analysts have them: what is not read right is told where the user looks, by every command."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import pathway_graph as pg
from pathway_graph.cli import cli


def imported(tmp_path: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["import", *arguments, "--store", str(tmp_path / "store")])


@pytest.mark.parametrize("options", [[], ["--dry-run"]])
def test_import_says_which_signs_were_not_read_without_being_asked(tmp_path: Path, options: list[str]) -> None:
    file = tmp_path / "effects.tsv"
    file.write_text(
        "source\ttarget\tinteraction\tsign\nTP53\tMDM2\tsings to\t\nTP53\tCDKN1A\tactivates\t\nMYC\tNA\tactivates\t\n"
        "MYC\tTERT\t\twhatever\n"
    )
    done = imported(tmp_path, *options, str(file))
    assert done.exit_code == 0, done.output
    told = [line for line in done.stderr.splitlines() if "effects.tsv: " in line]
    assert f"{file}: 2 edges: their relation is not known: read as linked_to (line 2: sings to; line 5: )" in told
    assert f"{file}: 1 edges: their stated sign is not understood and passed over (line 5: : whatever)" in told
    assert any(line.startswith(f"{file}: 1 rows left out: ") and "line 4: MYC - NA" in line for line in told), told


def test_what_is_said_of_signs_is_in_the_report_once(tmp_path: Path) -> None:
    file = tmp_path / "effects.tsv"
    file.write_text("source\ttarget\tinteraction\nTP53\tMDM2\tsings to\n")
    done = imported(tmp_path, "--report", "--dry-run", str(file))
    assert "read as linked_to" in done.stdout
    assert "linked_to" not in done.stderr


@pytest.mark.parametrize("header", ["source\tinteraction\ttarget", "Source\tSign\tTarget", "node1\tinteraction\tnode2"])
def test_a_header_of_sif_is_no_edge(tmp_path: Path, header: str) -> None:
    file = tmp_path / "pkn.sif"
    file.write_text(f"{header}\nTP53\t1\tCDKN1A\nMYC\t-1\tCDKN1A\n")
    network, report = pg.read_file(file)
    assert sorted(one.name for one in network.entities) == ["CDKN1A", "MYC", "TP53"]
    assert [(one.what, one.count) for one in report.left_out] == [("headers", 1)]
    assert report.read == {"lines": 2}


def test_a_node_called_source_is_one_below_the_first_line(tmp_path: Path) -> None:
    file = tmp_path / "net.sif"
    file.write_text("TP53\tactivates\tCDKN1A\nsource\tinteraction\ttarget\n")
    network, _ = pg.read_file(file)
    assert {one.name for one in network.entities} == {"TP53", "CDKN1A", "source", "target"}
