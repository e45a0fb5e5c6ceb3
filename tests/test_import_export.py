"""Import and export on the command line: data sets meet by identifier, parts leave, the same input gives the same."""

from __future__ import annotations

import json
import tarfile
from pathlib import Path
from typing import Any

import pytest

import pathway_graph as pg
from pathway_graph.evidence.subset import subnetwork_of_diagram
from pathway_graph.model import Network
from test_cli import run
from test_formats_tables import SIGNOR_ROWS
from test_gpml import END, NODES, OPEN, arrow

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    (folder / "mine.signor.csv").write_text(SIGNOR_ROWS)
    (folder / "WP9.gpml").write_text(OPEN + NODES + arrow("creb", "bdnf", "mim-inhibition") + END)
    with tarfile.open(folder / "all.tar.xz", "w:xz") as archive:
        archive.add(folder / "WP9.gpml", "deep/WP9.gpml")
        archive.add(folder / "mine.signor.csv", "deep/mine.signor.csv")
    return folder


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, files: Path) -> Path:
    place = tmp_path_factory.mktemp("imported") / "store"
    assert run("load", store=place).returncode == 0
    done = run("import", str(files / "all.tar.xz"), store=place)
    assert done.returncode == 0, done.stderr
    assert "entities met stored ones by identifier" in done.stderr
    return place


def ask(store: Path, cypher: str) -> Any:
    done = run("query", "-e", cypher, store=store)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_what_is_imported_stands_beside_the_guide_and_disagrees_with_it(store: Path) -> None:
    rows = ask(
        store,
        "MATCH (:Entity {id: 'prot:CREB1'})-[r]->(:Entity {id: 'prot:BDNF'}) "
        "RETURN type(r) AS type, r.sign AS sign, r.claims AS claims ORDER BY type",
    )
    assert {"type": "INHIBITS", "sign": -1, "claims": ["WP9/i1"]} in rows
    shown = ask(store, "MATCH (d:Diagram)-[:SHOWS]->(:Entity {id: 'prot:CREB1'}) RETURN d.source AS s ORDER BY s")
    assert {row["s"] for row in shown} == {"WP9", "imipramine"}


def test_curated_names_come_before_imported_ones(store: Path) -> None:
    done = run("upstream", "BDNF", "-k", "1", store=store)
    found = {end["id"] for end in json.loads(done.stdout)["ends"]}
    assert {"chem:imipramine", "prot:CREB1"} <= found
    assert ask(store, "MATCH (e:Entity {id: 'prot:BDNF'}) RETURN e.name AS name") == [{"name": "BDNF protein"}]


def test_importing_again_changes_nothing(store: Path, files: Path, tmp_path: Path) -> None:
    before = run("export", str(tmp_path / "before.json"), store=store)
    assert before.returncode == 0, before.stderr
    for name in ("WP9.gpml", "mine.signor.csv"):
        assert run("import", str(files / name), store=store).returncode == 0
    assert run("export", str(tmp_path / "after.json"), store=store).returncode == 0
    assert (tmp_path / "before.json").read_bytes() == (tmp_path / "after.json").read_bytes()


def test_the_order_of_loading_does_not_matter(store: Path, files: Path, tmp_path: Path) -> None:
    other = tmp_path / "store"
    assert run("import", str(files / "mine.signor.csv"), str(files / "WP9.gpml"), store=other).returncode == 0
    assert run("load", store=other).returncode == 0
    for place, name in ((store, "one.json"), (other, "two.json")):
        assert run("export", str(tmp_path / name), store=place).returncode == 0
    one, two = (pg.read(tmp_path / name) for name in ("one.json", "two.json"))
    assert {entity.id for entity in one.entities} == {entity.id for entity in two.entities}
    assert {edge.id for edge in one.edges} == {edge.id for edge in two.edges}


def test_a_dry_run_with_a_report_stores_nothing(tmp_path: Path, files: Path) -> None:
    done = run("import", "--dry-run", "--report", str(files), store=tmp_path / "store")
    assert done.returncode == 3, "the folder holds the same data sets twice: loose and in the archive"
    assert "another file of this import is data set 'WP9' too" in done.stderr
    done = run("import", "--dry-run", "--report", str(files / "WP9.gpml"), store=tmp_path / "store")
    report = json.loads(done.stdout)
    assert report["total"]["read"]["interactions"] == 1
    assert report["files"][0]["format"] == "gpml"
    assert not (tmp_path / "store").exists()


def exported(store: Path, tmp_path: Path, *arguments: str, name: str = "part.json") -> Network:
    done = run("export", *arguments, str(tmp_path / name), store=store)
    assert done.returncode == 0, done.stderr
    return pg.read(tmp_path / name)


def test_a_cascade_a_trace_and_a_query_leave_as_networks(store: Path, tmp_path: Path) -> None:
    cascade = exported(store, tmp_path, "--diagram", "camp")
    assert [diagram.id for diagram in cascade.diagrams] == ["D1"]
    assert [source.id for source in cascade.sources] == ["imipramine"]
    trace = exported(store, tmp_path, "--upstream", "BDNF", "-k", "1")
    assert "WP9/i1" in trace.claim
    query = "MATCH p = (:Entity {id: 'prot:CREB1'})-[:INHIBITS]->() RETURN p"
    asked = exported(store, tmp_path, "-e", query, name="part.cx2")
    assert [claim.id for claim in asked.claims] == ["WP9/i1"]
    assert [publication.pmid for publication in trace.publications if "WP9/i1" in publication.claims] == []
    one = exported(store, tmp_path, "--source", "WP9", name="wp9.yaml")
    assert [source.id for source in one.sources] == ["WP9"]
    library = exported(store, tmp_path, "--query", "table-2")
    assert library.claims


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["x.docx"], 1, "no ending of a format to write is called '.docx'; known are .yaml, .json"),
        (["--diagram", "camq", "x.json"], 1, "did you mean 'camp'"),
        (["--source", "WP8", "x.json"], 1, "did you mean 'WP9'"),
        (["x.yaml"], 3, "choose one (--source NAME"),
        (["--source", "WP9", "--diagram", "camp", "x.json"], 2, "give one of"),
        (["--format", "gpml", "x.json"], 1, "no format to write is called 'gpml'"),
        (["-e", "RETURN 1 AS one", "x.json"], 1, "no entity or claim in the rows"),
    ],
)
def test_a_wrong_export_says_what_to_do(
    store: Path, tmp_path: Path, arguments: list[str], code: int, message: str
) -> None:
    arguments = [str(tmp_path / one) if one.startswith("x.") else one for one in arguments]
    done = run("export", *arguments, store=store)
    assert (done.returncode, message in done.stderr) == (code, True), done.stderr
    assert list(tmp_path.iterdir()) == []


def test_neo4j_admin_files_come_with_the_command(store: Path, tmp_path: Path) -> None:
    done = run("export", str(tmp_path / "db.neo4j"), store=store)
    assert done.returncode == 0, done.stderr
    assert "neo4j-admin database import full" in done.stderr
    header = (tmp_path / "db.neo4j" / "nodes-Entity-Protein.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header.startswith("id:ID(Entity),")
    assert "synonyms:string[]" in header


def test_a_part_of_the_guide_passes_the_check() -> None:
    guide = pg.read_guide()
    for diagram in guide.diagrams:
        assert pg.check_network(subnetwork_of_diagram(guide, diagram.key)) == []


@pytest.mark.slow
def test_an_export_says_which_claims_its_format_cannot_hold(tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text(
        "format: pathway-graph/1\nsource: {id: mine, title: Mine}\n"
        "entities:\n  - {id: 'prot:A', kind: Protein, name: A}\n  - {id: 'prot:B', kind: Protein, name: B}\n"
        "claims:\n  - {id: c1, subject: 'prot:A', relation: activates, object: 'prot:B'}\n"
        "  - {id: c2, subject: 'prot:A', relation: leaves_unchanged, object: 'prot:B', kind: fact}\n",
        encoding="utf-8",
    )
    store = tmp_path / "store"
    loaded = run("load", str(mine), store=store)
    assert loaded.returncode == 0, loaded.stderr
    done = run("export", str(tmp_path / "mine.signor.csv"), store=store)
    assert "1 claim left out" in done.stderr, done.stderr
    whole = run("export", str(tmp_path / "mine.json"), store=store)
    assert "left out" not in whole.stderr
