"""The rows of a scored table that are worth reading: those of at least a score, the others counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import pathway_graph as pg
from pathway_graph.cli import cli
from pathway_graph.errors import InputError
from pathway_graph.formats import table_rows

LINKS = """protein1 protein2 combined_score
9606.ENSP00000000001 9606.ENSP00000000002 971
9606.ENSP00000000002 9606.ENSP00000000001 971
9606.ENSP00000000001 9606.ENSP00000000003 700
9606.ENSP00000000001 9606.ENSP00000000004 699
9606.ENSP00000000001 9606.ENSP00000000005 150
"""


def links(folder: Path, text: str = LINKS) -> Path:
    file = folder / "9606.protein.links.v12.0.txt"
    file.write_text(text)
    return file


def test_rows_below_the_least_score_are_left_out_and_counted(tmp_path: Path) -> None:
    network, report = pg.read_file(links(tmp_path), min_score=700)
    scores = sorted(str(dict(claim.attributes)["combined_score"]) for claim in network.claims)
    assert scores == ["700", "971"]  # 971 stands twice, one the other way round
    assert [(one.count, one.what) for one in report.left_out if "below 700" in one.why] == [(2, "rows")]
    assert report.read["rows"] == 5


def test_the_limit_of_lines_counts_the_rows_that_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_rows, "MAX_ELEMENTS", 4)
    with pytest.raises(InputError, match=r"the limit is 4.*--min-score"):
        pg.read_file(links(tmp_path))
    assert len(pg.read_file(links(tmp_path), min_score=700)[0].claims) == 2


def test_a_least_score_on_another_scale_is_told_with_the_highest(tmp_path: Path) -> None:
    text = "node1\tnode2\tcombined_score\nBDNF\tNTRK2\t0.999\n"
    (tmp_path / "string_interactions.tsv").write_text(text)
    with pytest.raises(InputError, match=r"at least 700: the highest .* is 0\.999"):
        pg.read_file(tmp_path / "string_interactions.tsv", min_score=700)
    assert len(pg.read_file(tmp_path / "string_interactions.tsv", min_score=0.7)[0].claims) == 1


def test_a_file_without_known_scores_refuses_a_least_score(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("source\ttarget\tsign\nBDNF\tNTRK2\t1\n")
    with pytest.raises(InputError, match="no column of scores that is known"):
        pg.read_file(tmp_path / "a.tsv", min_score=0.5)


def test_the_command_takes_a_least_score(tmp_path: Path) -> None:
    command = ["import", str(links(tmp_path)), "--min-score", "700", "--dry-run", "--report"]
    result = CliRunner().invoke(cli, [*command, "--store", str(tmp_path / "store")])
    assert result.exit_code == 0, result.output
    assert "below 700 (--min-score)" in result.output
