"""What is wrong with the command line or a file of the user is said before a store is read or an engine started."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from pathway_graph.cli import cli
from pathway_graph.doctor import examine
from pathway_graph.errors import InputError, PathwayGraphError, StoreUnavailable, UnknownName
from pathway_graph.stores.open import open_store


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a store that cannot be read, and files that are wrong."""
    (tmp_path / "store").write_text("this is no folder")
    (tmp_path / "changes.csv").write_text("thing,height\nBDNF,3\nCREB1,4\n")
    (tmp_path / "names.csv").write_text("a,b\nBDNF,1\n")
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "edges.csv").write_text("one,two\nx y z,3\n")
    (tmp_path / "mine.yaml").write_text("format: pathway-graph/1\nclaimz: []\n")
    (tmp_path / "query.cypher").write_text("name,value\n")
    (tmp_path / "book.csv").write_text("Title,Colour\nA work,red\n")
    return tmp_path


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        ("regulators changes.csv", InputError), ("regulators --up empty.txt", InputError),
        ("network changes.csv --from BDNF", InputError), ("plot bars changes.csv -o bars.svg", InputError),
        ("plot heatmap changes.csv changes.csv -o map.svg", InputError),
        ("plot volcano changes.csv -o v.svg", InputError),
        ("regulators changes.csv --symbol-column gene", PathwayGraphError),
        ("names names.csv --column gene --stored", UnknownName), ("import edges.csv", InputError),
        ("load mine.yaml", InputError), ("query -f query.cypher", InputError), ("query -f none.cypher", InputError),
        ("retractions book.csv", InputError), ("retractions none.csv", OSError),
        ("claims --file edges.csv", InputError), ("find BDNF --file mine.yaml", InputError),
    ],
)  # fmt: skip
def test_a_wrong_file_is_said_before_the_store_is_read(
    place: Path, monkeypatch: pytest.MonkeyPatch, command: str, kind: type[Exception]
) -> None:
    monkeypatch.chdir(place)
    monkeypatch.setenv("PATHWAY_GRAPH_STORE", str(place / "store"))
    done = CliRunner().invoke(cli, command.split())
    if isinstance(done.exception, SystemExit):
        assert done.exception.code in (2, 3), done.output
        assert str(place / "store") not in done.stderr, done.stderr
    else:
        assert isinstance(done.exception, kind), done.exception
    assert not isinstance(done.exception, StoreUnavailable)


def test_that_store_is_the_error_where_the_file_is_right(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATHWAY_GRAPH_STORE", str(place / "store"))
    done = CliRunner().invoke(cli, ["regulators", "--example"])
    assert isinstance(done.exception, StoreUnavailable)


@pytest.mark.parametrize("address", ["localhost", "localhost:7687", "db.example.org", "/srv/graph"])
def test_a_server_address_without_scheme_is_an_error_that_names_the_variable(
    address: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PATHWAY_GRAPH_STORE", raising=False)
    monkeypatch.setenv("NEO4J_URI", address)
    with pytest.raises(
        StoreUnavailable, match=f"NEO4J_URI is '{address}', which has no scheme; write bolt://{address}"
    ):
        open_store()
    with pytest.raises(StoreUnavailable, match="NEO4J_URI"):
        open_store(address)  # as `serve` passes it on
    assert list(tmp_path.iterdir()) == []
    (store,) = [one for one in examine(environ={"NEO4J_URI": address}) if one.name == "store"]
    assert (store.state, "NEO4J_URI" in store.found) == ("wrong", True)


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        ("localhost:7687", "bolt://localhost:7687"), ("bolt:localhost:7687", "bolt://localhost:7687"),
        ("bolt:/localhost:7687", "bolt://localhost:7687"), ("[::1]:7687", "bolt://[::1]:7687"),
        ("db.example.org:7687/neo4j", "bolt://db.example.org:7687/neo4j"),
    ],
)  # fmt: skip
def test_what_is_written_as_an_address_is_no_folder(
    address: str, meant: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NEO4J_URI", raising=False)
    with pytest.raises(StoreUnavailable) as caught:
        open_store(address)
    assert f"write {meant}, or" in caught.value.hint
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("folder", ["store", "./localhost:7687", "C:7687", "a/b:1", "2026-11:3 store", "x:y"])
def test_folders_are_folders(folder: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NEO4J_URI", raising=False)
    open_store(folder).close()
