"""Every pair of export and import, through the commands: what a format holds comes back, what it loses is counted."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

import pathway_graph as pg
from test_cli import run
from test_formats_tables import SIGNOR_ROWS


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the guide and an imported data set beside it."""
    folder = tmp_path_factory.mktemp("stored")
    (folder / "mine.signor.csv").write_text(SIGNOR_ROWS)
    assert run("load", store=folder / "store").returncode == 0
    done = run("import", str(folder / "mine.signor.csv"), store=folder / "store")
    assert done.returncode == 0, done.stderr
    return folder / "store"


def export(store: Path, file: Path, *arguments: str) -> Path:
    done = run("export", *arguments, str(file), store=store)
    assert done.returncode == 0, done.stderr
    return file


def import_(store: Path, *arguments: str | Path) -> str:
    done = run("import", *map(str, arguments), store=store)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_document_of_everything_comes_back_byte_for_byte(stored: Path, tmp_path: Path) -> None:
    whole = export(stored, tmp_path / "all.json")
    import_(tmp_path / "new", whole)
    assert export(tmp_path / "new", tmp_path / "again.json").read_bytes() == whole.read_bytes()


def test_a_yaml_file_and_a_document_come_back_beside_other_files(stored: Path, tmp_path: Path) -> None:
    guide = export(stored, tmp_path / "guide.yaml", "--source", "imipramine")
    other = export(stored, tmp_path / "other.json", "--source", "mine.signor")
    (tmp_path / "links.sif").write_text("hgnc:2345\tactivates\thgnc:1033\n")
    told = import_(tmp_path / "new", guide, other, tmp_path / "links.sif")
    assert {row["format"]: row["files"] for row in json.loads(told)} == {"document": 1, "native": 1, "sif": 1}
    again = pg.read(export(tmp_path / "new", tmp_path / "all.json"))
    parts = {part.sources[0].id: part for part in pg.split(again)}
    assert parts["imipramine"] == pg.read_guide()
    assert parts["mine.signor"] == pg.read(other)
    assert [(c.subject, c.object) for c in parts["links"].claims] == [("prot:CREB1", "prot:BDNF")]


@pytest.mark.parametrize("ending", ["yaml", "json"])
def test_a_dry_run_of_our_own_formats_reads_and_stores_nothing(stored: Path, tmp_path: Path, ending: str) -> None:
    file = export(stored, tmp_path / f"guide.{ending}", "--source", "imipramine")
    told = json.loads(import_(tmp_path / "new", "--dry-run", file))
    assert [row["claims"] for row in told] == [len(pg.read_guide().claims)]
    assert not (tmp_path / "new").exists()


def test_a_document_brings_the_guide_to_what_was_imported_before(tmp_path: Path) -> None:
    """As `load` does: the protein that a file calls hgnc:2345 is the guide's CREB1, whichever comes first."""
    (tmp_path / "links.sif").write_text("hgnc:2345\tactivates\thgnc:1033\n")
    pg.write(pg.read_guide(), tmp_path / "guide.json")
    import_(tmp_path / "store", tmp_path / "links.sif")
    import_(tmp_path / "store", tmp_path / "guide.json")
    claims = pg.read(export(tmp_path / "store", tmp_path / "all.json")).claims
    assert [(c.subject, c.object) for c in claims if c.source == "links"] == [("prot:CREB1", "prot:BDNF")]


def test_a_document_of_imported_data_meets_the_guide_of_another_store(tmp_path: Path) -> None:
    (tmp_path / "links.sif").write_text("hgnc:2345\tactivates\thgnc:1033\n")
    import_(tmp_path / "one", tmp_path / "links.sif")
    assert run("load", store=tmp_path / "two").returncode == 0
    import_(tmp_path / "two", export(tmp_path / "one", tmp_path / "links.json"))
    claims = pg.read(export(tmp_path / "two", tmp_path / "all.json")).claims
    assert [(c.subject, c.object) for c in claims if c.source == "links"] == [("prot:CREB1", "prot:BDNF")]


def test_two_files_of_one_data_set_name_each_other(stored: Path, tmp_path: Path) -> None:
    one = export(stored, tmp_path / "all.json")
    two = export(stored, tmp_path / "guide.yaml", "--source", "imipramine")
    done = run("import", str(one), str(two), store=tmp_path / "new")
    assert done.returncode == 3
    assert "guide.yaml: another file of this import is data set 'imipramine' too; the first is" in done.stderr
    assert "all.json" in done.stderr
    assert not (tmp_path / "new").exists()


def test_a_file_whose_name_is_not_utf_8_is_imported(tmp_path: Path) -> None:
    file = tmp_path / os.fsdecode(b"bad\xff.sif")
    file.write_bytes(b"hgnc:2345\tactivates\thgnc:1033\n")
    done = run("import", "--report", str(file), store=tmp_path / "store")
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    assert "bad\\xff.sif" in json.loads(done.stdout)["files"][0]["file"]
