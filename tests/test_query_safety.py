"""Queries only read: every attempt to do more is refused with one line, on both engines, and the process lives."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from attempts import ASKS_THE_STORE, HARMLESS, REFUSED, SLOW
from networks import TINY
from pathway_graph.cypher.allow_list import check_query
from pathway_graph.cypher.library import library
from pathway_graph.errors import QueryError, QueryTimeout
from pathway_graph.formats.native import read_guide
from pathway_graph.stores.base import Store
from pathway_graph.stores.embedded.store import EmbeddedStore
from test_cli import run

GUIDE = read_guide()


@pytest.fixture(scope="module", params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    if request.param == "embedded":
        embedded = EmbeddedStore(tmp_path_factory.mktemp("safety") / "store")
        embedded.write(GUIDE)
        yield embedded
        embedded.close()
    else:
        from pathway_graph.stores.server.store import Neo4jStore

        server = request.getfixturevalue("neo4j_server")
        remote = Neo4jStore(server.uri, user=server.user, password=server.password)
        remote.clear()
        remote.write(GUIDE)
        yield remote
        remote.close()


def name(query: str) -> str:
    return " ".join(ascii(query)[1:60].split())


def test_there_are_more_than_two_hundred_attempts() -> None:
    assert len(set(REFUSED)) == len(REFUSED)
    assert len(REFUSED) > 250


@pytest.mark.slow
def test_no_attempt_succeeds_and_each_is_refused_in_one_line(store: Store) -> None:
    for query in REFUSED:
        with pytest.raises((QueryError, QueryTimeout)) as caught:
            store.run(query, {"x": 1, "id": "x", "key": "name", "url": "file:///etc/passwd"}, timeout_s=2)
        message = str(caught.value)
        assert "\n" not in message, query
        assert "Exception" not in message, query
        assert 15 < len(message) < 400, query
    assert store.read() == GUIDE


@pytest.mark.parametrize("query", REFUSED, ids=name)
def test_the_fence_alone_stops_nearly_all(query: str) -> None:
    """The few that only the engines stop are wrong Cypher, or grow while they run."""
    engines_own = (
        "RETURN 1.CREATE",
        "RETURN [x IN [1] | CREATE",
        "UNWIND range(1, 10000)",
    )
    if query.startswith(engines_own) and "CALL" not in query:
        return
    with pytest.raises(QueryError):
        check_query(query, {"x": 1})


@pytest.mark.parametrize("query", [*ASKS_THE_STORE, *HARMLESS, *SLOW], ids=name)
def test_the_fence_lets_through_what_only_asks(query: str) -> None:
    assert check_query(query) == query.removesuffix(";")


@pytest.mark.slow
@pytest.mark.parametrize("query", SLOW)
def test_what_takes_too_long_or_too_much_is_ended(store: Store, query: str) -> None:
    with pytest.raises((QueryTimeout, QueryError)) as caught:
        store.run(query, timeout_s=1)
    assert "\n" not in str(caught.value)
    assert store.run("RETURN 1 AS x").rows == ((1,),)


@pytest.mark.slow
@pytest.mark.parametrize("query", HARMLESS, ids=name)
def test_words_that_only_look_dangerous_run(store: Store, query: str) -> None:
    store.run(query)


@pytest.mark.parametrize("query", list(library().values()), ids=lambda query: query.name)
def test_the_library_passes_the_fence(query: object) -> None:
    check_query(query.text, {})  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("MATCH (n) DETACH DELETE n", "a query may only read, and DETACH does not"),
        ("MATC (n) RETURN n", "did you mean 'MATCH'?"),
        ("RETURN siez([1]) AS x", "did you mean 'size'?"),
        ("LOAD CSV FROM 'x' AS l RETURN l", "LOAD CSV is off"),
        ("CALL apoc.load.json('x')", "db.labels, db.propertyKeys, db.relationshipTypes"),
        ("USE system RETURN 1", "stays in the store's own database"),
        ("RETURN 1; RETURN 2", "one statement at a time"),
        ("RETURN range(1, 2000000) AS x", "more than 1000000"),
        ("WITH 1 AS n SHOW USERS", "SHOW is not let through"),
    ],
)
def test_a_refusal_says_what_and_the_way_out(query: str, says: str) -> None:
    with pytest.raises(QueryError) as caught:
        check_query(query)
    assert says in str(caught.value)


@pytest.mark.parametrize("query", ["RETURN range(1, $n) AS x", "RETURN [x IN range(1, 1000) | range(1, $n)] AS x"])
def test_a_parameter_counts_as_the_end_of_a_range(query: str) -> None:
    check_query(query, {"n": 100})
    with pytest.raises(QueryError, match="more than 1000000"):
        check_query(query, {"n": 2_000_000})


def test_rows_are_cut_at_the_limit_and_that_is_told(store: Store) -> None:
    some = store.run("MATCH (n:Entity) RETURN n.id AS id ORDER BY id", limit=3)
    assert ([row[0] for row in some.rows], some.is_cut) == ([e.id for e in GUIDE.entities[:3]], True)
    everything = store.run("MATCH (n:Entity) RETURN n.id AS id", limit=len(GUIDE.entities))
    assert (len(everything.rows), everything.is_cut) == (len(GUIDE.entities), False)
    by_default = store.run("UNWIND range(1, 5000000) AS x RETURN x")
    assert (len(by_default.rows), by_default.is_cut) == (10_000, True)


@pytest.mark.slow
def test_a_result_of_too_many_values_is_refused(store: Store) -> None:
    with pytest.raises(QueryError, match="more than 1000000 values"):
        store.run("UNWIND range(1, 100) AS x RETURN range(1, 100000) AS l")


def test_a_parameter_nested_too_deep_is_refused(store: Store) -> None:
    value: object = 1
    for _ in range(5000):
        value = [value]
    with pytest.raises(QueryError, match="nested more than 20 deep"):
        store.run("RETURN $x AS x", {"x": value})


# Writing on purpose -----------------------------------------------------------------------------------


def test_the_embedded_store_refuses_to_write_and_says_where_to(tmp_path: Path) -> None:
    embedded = EmbeddedStore(tmp_path / "store")
    embedded.write(TINY)
    with pytest.raises(QueryError, match="changes by loads only"):
        embedded.run_writing("CREATE (:Mine)")
    assert embedded.read() == TINY
    embedded.close()


@pytest.mark.neo4j
def test_a_server_is_written_to_only_by_the_act_of_its_own(neo4j_server: object) -> None:
    from pathway_graph.stores.server.store import Neo4jStore

    remote = Neo4jStore(neo4j_server.uri, password=neo4j_server.password)  # type: ignore[attr-defined]
    remote.clear()
    remote.write(TINY)
    try:
        made = remote.run_writing(
            "MERGE (n:Mine {id: $id}) ON CREATE SET n.new = true ON MATCH SET n.new = false "
            "WITH n FOREACH (x IN [1] | SET n.seen = x) RETURN n.new AS new", {"id": "m"},
        )  # fmt: skip
        assert made.rows == ((True,),)
        assert remote.run("MATCH (n:Mine) RETURN n.seen AS seen").rows == ((1,),)
        assert remote.read() == TINY
        for query in (
            "FOREACH (x IN [1] | LOAD CSV FROM 'x' AS l)", "WITH [1] AS l RETURN [x IN l | LOAD CSV]",
            "CREATE INDEX x FOR (n:Mine) ON (n.id)", "CREATE USER x SET PASSWORD 'y'", "DROP CONSTRAINT entity_id",
            "CALL apoc.load.json('x')", "LOAD CSV FROM 'file:///x' AS l CREATE (:X)", "SHOW USERS",
            "CREATE (:X); CREATE (:Y)", "CREATE CONSTRAINT x FOR (n:X) REQUIRE n.i IS UNIQUE",
            "MATCH (n) CALL (n) { DELETE n } IN TRANSACTIONS", "CREATE DATABASE x",
        ):  # fmt: skip
            with pytest.raises(QueryError):
                remote.run_writing(query)
    finally:
        remote.run_writing("MATCH (n:Mine) DETACH DELETE n")
        remote.close()


# The command line -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "store"
    embedded = EmbeddedStore(folder)
    embedded.write(GUIDE)
    embedded.close()
    return folder


@pytest.mark.slow
@pytest.mark.parametrize(
    "query", ["MATCH (n) DETACH DELETE n", "RETURN util.sleep(9999999)", "RETURN range(1, 99999999)"]
)
def test_the_command_line_refuses_in_one_line_and_shows_the_place(guide: Path, query: str) -> None:
    done = run("query", "-e", query, store=guide)
    message, line, caret = done.stderr.splitlines()
    assert (done.returncode, done.stdout, line, caret.strip()) == (1, "", f"  {query}", "^")
    assert message.startswith(f"error: line 1, column {len(caret) - 2}: ")


@pytest.mark.slow
def test_the_command_line_tells_when_it_cuts(guide: Path) -> None:
    done = run("query", "-e", "MATCH (n) RETURN n.id AS id", "--limit", "2", store=guide)
    assert len(json.loads(done.stdout)) == 2
    assert "cut after 2 rows" in done.stderr


@pytest.mark.slow
def test_writing_needs_a_text_of_ones_own_and_a_server(guide: Path) -> None:
    assert run("query", "table-1", "--write", store=guide).returncode == 2
    done = run("query", "-e", "CREATE (:Mine)", "--write", store=guide)
    assert done.returncode == 1
    assert "changes by loads only" in done.stderr
