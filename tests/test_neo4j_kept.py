"""What is kept of a Neo4j server on this machine: never other content than the server holds, for its owner alone."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import neo4j
import pytest

import pathway_graph as pg
from neo4j_server import Server
from networks import OTHER, TINY
from pathway_graph.errors import StoreUnavailable
from pathway_graph.formats.native import read_guide
from pathway_graph.model import Network
from pathway_graph.model.build import merge
from pathway_graph.stores import snapshot
from pathway_graph.stores.server.kept import Kept
from pathway_graph.stores.server.rows import read_rows
from pathway_graph.stores.server.store import Neo4jStore
from test_neo4j import TESTS, ask, open_on

READ_ROWS = "pathway_graph.stores.server.store.read_rows"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATHWAY_GRAPH_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def store(neo4j_server: Server, cache: Path) -> Iterator[Neo4jStore]:
    opened = open_on(neo4j_server)
    opened.clear()
    opened.write(TINY)
    yield opened
    opened.clear()
    opened.close()


@pytest.fixture
def driver(neo4j_server: Server) -> Iterator[neo4j.Driver]:
    with neo4j.GraphDatabase.driver(neo4j_server.uri, auth=(neo4j_server.user, neo4j_server.password)) as opened:
        yield opened


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count how often the rows of the server are read."""
    counted: list[int] = []

    def counting(*given: Any, **options: Any) -> Any:
        counted.append(1)
        return read_rows(*given, **options)

    monkeypatch.setattr(READ_ROWS, counting)
    return counted


def files(cache: Path) -> list[Path]:
    return sorted(cache.rglob("snapshot.bin"))


def test_the_second_reading_asks_the_server_for_its_state_only(store: Neo4jStore, readings: list[int]) -> None:
    assert [store.read(), store.read(), store.read()] == [TINY, TINY, TINY]
    assert len(readings) == 1


def test_what_is_kept_answers_as_the_guide(store: Neo4jStore, readings: list[int]) -> None:
    guide = read_guide()
    store.clear()
    store.write(guide)
    del readings[:]
    for _ in range(2):
        found = store.read()
        for ask_it in (
            lambda network: pg.upstream(network, "BDNF", max_steps=3).to_dict(),
            lambda network: pg.explain(network, "imipramine", "BDNF").to_dict(),
            lambda network: pg.find_conflicts(network).to_dict(),
            pg.statistics,
        ):
            assert ask_it(found) == ask_it(guide)
    assert found == guide
    assert len(readings) == 1


LOAD = """
    import sys
    from test_neo4j import Server, open_on
    from networks import OTHER
    open_on(Server(*sys.argv[1:4])).write(OTHER)
"""


def test_a_load_by_another_process_is_seen(store: Neo4jStore, neo4j_server: Server) -> None:
    assert store.read() == TINY
    command = [sys.executable, "-c", textwrap.dedent(LOAD), neo4j_server.uri, neo4j_server.user, neo4j_server.password]
    subprocess.run(command, cwd=TESTS, check=True)
    assert store.read() == merge([TINY, OTHER])


CHANGES = {
    "one property, all counts as before": "MATCH (n:Entity {id: 'prot:A'}) SET n.name = 'Other'",
    "one property of a link": "MATCH (:Entity {id: 'prot:A'})-[r]->(:Entity) SET r.certainty = 'hypothesis'",
    "a node for a node": "MATCH (n:Statement) WITH n LIMIT 1 DETACH DELETE n CREATE (:Foreign)",
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_others_write_is_seen(
    store: Neo4jStore, driver: neo4j.Driver, neo4j_server: Server, readings: list[int], change: str
) -> None:
    before = store.read()
    ask(driver, CHANGES[change])
    after = store.read()
    assert after != before
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATHWAY_GRAPH_CACHE", "")
        assert store.read() == after
    del readings[:]
    assert store.read() == after
    assert readings == []
    ask(driver, "MATCH (n:Foreign) DETACH DELETE n")


def test_a_user_who_is_no_administrator_has_the_same_stamp(store: Neo4jStore, neo4j_server: Server) -> None:
    with neo4j.GraphDatabase.driver(neo4j_server.uri, auth=(neo4j_server.user, neo4j_server.password)) as driver:
        text = "CREATE USER reader IF NOT EXISTS SET PASSWORD 'only-for-reading' CHANGE NOT REQUIRED"
        driver.execute_query(text, database_="system")
        reader = Neo4jStore(neo4j_server.uri, user="reader", password="only-for-reading")
        try:
            assert reader.read() == store.read()
            assert reader._state() == store._state()
            assert reader._state().stamp
        finally:
            reader.close()
            driver.execute_query("DROP USER reader", database_="system")


def test_servers_users_and_databases_share_nothing(store: Neo4jStore, cache: Path) -> None:
    network = store.read()
    state = store._state()
    assert Kept(store.uri, "neo4j", state.database).find(state.stamp) == network
    for other in (("bolt://other:7687", "neo4j", "neo4j"), (store.uri, "her", "neo4j"), (store.uri, "neo4j", "second")):
        assert Kept(*other).find(state.stamp) is None
        Kept(*other).keep(OTHER, state.stamp)
    assert store.read() == network
    assert len(files(cache)) == 4


def test_a_restored_database_of_the_same_transaction_is_another_one(
    store: Neo4jStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backup is restored while the database is down: its next start gives it another stamp."""
    from pathway_graph.stores.server import kept

    before = store._state()
    assert store._state() == before
    monkeypatch.setattr(kept, "_STARTED", "UNWIND ['later'] AS since RETURN $name, since")
    assert store._state().stamp != before.stamp


def test_what_was_read_before_a_write_is_kept_under_no_stamp(
    store: Neo4jStore, driver: neo4j.Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def disturbed(*given: Any, **options: Any) -> Any:
        found = read_rows(*given, **options)
        ask(driver, "MATCH (n:Entity {id: 'prot:A'}) SET n.name = 'Other'")
        return found

    monkeypatch.setattr(READ_ROWS, disturbed)
    assert store.read().entity["prot:A"].name == "Other"
    monkeypatch.setattr(READ_ROWS, read_rows)
    assert store.read().entity["prot:A"].name == "Other"


def test_a_server_that_gives_no_stamp_is_read_every_time(
    store: Neo4jStore, cache: Path, readings: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neo4j.Session, "last_bookmarks", lambda self: neo4j.Bookmarks.from_raw_values(()))
    assert [store.read(), store.read()] == [TINY, TINY]
    assert len(readings) == 2
    assert files(cache) == []


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX systems")
def test_only_its_owner_can_read_what_is_kept(store: Neo4jStore, cache: Path, neo4j_server: Server) -> None:
    store.read()
    (file,) = files(cache)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    named = "".join(map(str, cache.rglob("*")))
    assert "127.0.0.1" not in named
    for entry in cache.rglob("*"):
        assert entry.is_dir() or neo4j_server.password.encode() not in entry.read_bytes()


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX systems")
@pytest.mark.parametrize("what", ["folder", "file"])
def test_what_others_could_have_written_is_not_read(
    store: Neo4jStore, cache: Path, readings: list[int], what: str
) -> None:
    store.read()
    (file,) = files(cache)
    (file if what == "file" else file.parent).chmod(0o777)
    assert store.read() == TINY
    assert len(readings) == 2


def test_a_cache_folder_that_cannot_be_made_costs_time_only(
    store: Neo4jStore, cache: Path, readings: list[int]
) -> None:
    cache.write_text("a file in its place")
    assert [store.read(), store.read()] == [TINY, TINY]
    assert len(readings) == 2


def test_nothing_is_kept_where_the_user_wants_nothing_kept(
    store: Neo4jStore, readings: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATHWAY_GRAPH_CACHE", "")
    assert [store.read(), store.read()] == [TINY, TINY]
    assert len(readings) == 2


def test_a_snapshot_of_another_version_of_the_program_is_made_anew(
    store: Neo4jStore, readings: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(snapshot, "_program", lambda: "an earlier one")
        store.read()
    assert [store.read(), store.read()] == [TINY, TINY]
    assert len(readings) == 2


def test_a_damaged_snapshot_is_made_anew(store: Neo4jStore, cache: Path, readings: list[int]) -> None:
    store.read()
    (file,) = files(cache)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    assert store.read() == TINY
    assert store.read() == TINY
    assert len(readings) == 2


def test_an_empty_server_is_kept_as_empty(store: Neo4jStore, readings: list[int]) -> None:
    store.clear()
    assert [store.read(), store.read()] == [Network(), Network()]
    assert len(readings) == 1


RENAMED = "MATCH (e:Entity) WHERE e.id IN $ids SET e.name = e.name + ' anew'"


def _reading_across_a_change(driver: neo4j.Driver, times: int) -> tuple[Any, list[int]]:
    """Return a way to read rows during which somebody renames all entities: the last one is seen as it is then."""
    done: list[int] = []

    def reading(tx: Any, **options: Any) -> Any:
        stored = read_rows(tx, **options)
        if len(done) < times:
            done.append(1)
            ids = [identifier for label, identifier in stored.nodes if label == "Entity"]
            with driver.session() as session:
                session.run(RENAMED, ids=ids).consume()
            _, row = stored.nodes["Entity", ids[-1]]
            row.properties["name"] += " anew"
        return stored

    return reading, done


def test_a_reading_across_a_change_is_not_taken_for_the_content(
    store: Neo4jStore, driver: neo4j.Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, done = _reading_across_a_change(driver, 1)
    monkeypatch.setattr(READ_ROWS, reading)
    found = store.read()
    assert len(done) == 1
    assert [entity.name for entity in found.entities] == [f"{entity.name} anew" for entity in TINY.entities]


def test_what_changes_at_every_reading_is_told(
    store: Neo4jStore, driver: neo4j.Driver, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, _ = _reading_across_a_change(driver, 99)
    monkeypatch.setattr(READ_ROWS, reading)
    with pytest.raises(StoreUnavailable, match="changed each time it was read; ask again when"):
        store.read()
    assert files(cache) == []


def test_what_others_write_beside_it_does_not_keep_it_from_being_read(
    store: Neo4jStore, driver: neo4j.Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reading(tx: Any, **options: Any) -> Any:
        stored = read_rows(tx, **options)
        ask(driver, "CREATE (n:Theirs) WITH n DELETE n")
        return stored

    monkeypatch.setattr(READ_ROWS, reading)
    assert store.read() == TINY
