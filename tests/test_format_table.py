"""Endings, help and documentation follow from the table of formats."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from pathway_graph.cli import cli
from pathway_graph.formats.raw import stem
from pathway_graph.formats.registry import FORMATS, format_for
from pathway_graph.formats.table import endings_written, markdown

DOCS = Path(__file__).parents[1] / "docs"


def test_every_ending_that_is_read_is_taken_off_the_name_of_a_data_set() -> None:
    endings = [ending for one in FORMATS.values() if one.reads for ending in one.endings]
    assert {ending for ending in endings if "." in stem(f"x{ending}")} == {
        ".signor.csv", ".signor.tsv", ".omnipath.tsv",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "expected"),
    [("17397959.bel.nodelink.json.gz", "17397959"), ("a.b.tsv", "a.b"), ("x.signor.csv", "x.signor"), ("x.xml", "x"),
     ("x.cytoscape.json", "x"), (".json", ".json"), ("x.sif.XZ", "x")],
)  # fmt: skip
def test_the_name_of_a_data_set_is_the_files_without_endings(name: str, expected: str) -> None:
    assert stem(name) == expected


def test_the_help_of_export_names_every_ending_that_is_written_and_no_other() -> None:
    told = " ".join(CliRunner().invoke(cli, ["export", "--help"]).output.split())
    assert f"Endings: {endings_written()}; " in told
    assert [format_for(Path(f"x{ending}")).writes for ending in endings_written().split()]
    assert ".gpml" not in told


def test_the_documentation_shows_the_table() -> None:
    assert markdown() in (DOCS / "formats.md").read_text(encoding="utf-8")
    assert markdown().count("\n") == len(FORMATS) + 1
