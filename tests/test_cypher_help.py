"""What is told of a query that is wrong, or right and not meant: the place, the nearest name, the plan if asked for."""

from __future__ import annotations

import timeit
from collections.abc import Iterator
from pathlib import Path

import pytest

from networks import TINY
from pathway_graph.cypher.allow_list import check_query
from pathway_graph.cypher.bindings import bindings
from pathway_graph.cypher.library import library
from pathway_graph.cypher.mistakes import CypherError
from pathway_graph.cypher.parse import parse
from pathway_graph.cypher.semantics.check import check_variables
from pathway_graph.errors import QueryError
from pathway_graph.formats.native import read_guide
from pathway_graph.stores.base import Store
from pathway_graph.stores.embedded import complaints, engine
from pathway_graph.stores.embedded.store import EmbeddedStore
from pathway_graph.stores.names import Names, notes_on, own_names
from pathway_graph.stores.records import to_records
from test_cypher_tree import queries_of_files


@pytest.fixture(scope="module", params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def tiny(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    if request.param == "embedded":
        embedded = EmbeddedStore(tmp_path_factory.mktemp("help") / "store")
        embedded.write(TINY)
        yield embedded
        embedded.close()
        return
    from pathway_graph.stores.server.store import Neo4jStore

    server = request.getfixturevalue("neo4j_server")
    remote = Neo4jStore(server.uri, user=server.user, password=server.password)
    remote.clear()
    remote.write(TINY)
    yield remote
    remote.close()


# Names that nothing has -------------------------------------------------------------------------------

UNKNOWN = [
    ("MATCH (e:Protien) RETURN e", "1, column 10: no label is called 'Protien'; did you mean 'Protein'?"),
    (
        "MATCH (e:protein) RETURN e",
        "1, column 10: no label is called 'protein'; write 'Protein', for letter case counts",
    ),
    ("MATCH (e:Drug) RETURN e", "1, column 10: no label is called 'Drug'; did you mean 'SmallMolecule'?"),
    (
        "MATCH (a)-[:ACTIVATE]->(b) RETURN a",
        "1, column 13: no relationship type is called 'ACTIVATE'; did you mean 'ACTIVATES'?",
    ),
    (
        "MATCH (a)-[:activates]->(b) RETURN a",
        "1, column 13: no relationship type is called 'activates'; write 'ACTIVATES', for letter case counts",
    ),
    (
        "MATCH (a)\nWHERE EXISTS { (a)-[:UPREGULATES]->() } RETURN a",
        "2, column 22: no relationship type is called 'UPREGULATES'; did you mean 'INCREASES'?",
    ),
    ("MATCH (e) RETURN e.symbol", "1, column 20: no property is called 'symbol'; did you mean 'name' or 'synonyms'?"),
    ("MATCH (e) RETURN e.Name", "1, column 20: no property is called 'Name'; write 'name', for letter case counts"),
    ("MATCH (e {nmae: 'x'}) RETURN e", "1, column 11: no property is called 'nmae'; did you mean 'name'?"),
    ("MATCH (e) RETURN e {.nmae}", "1, column 22: no property is called 'nmae'; did you mean 'name'?"),
    ("MATCH (e) WITH e AS f RETURN f.nmae", "1, column 32: no property is called 'nmae'; did you mean 'name'?"),
    ("MATCH (e) WITH collect(e) AS f UNWIND f AS g RETURN g.nmae", "1, column 55: no property is called 'nmae'"),
    ("MATCH p = ()-->() RETURN [n IN nodes(p) | n.nmae]", "1, column 45: no property is called 'nmae'"),
    ("MATCH ()-[r]->() RETURN startNode(r).nmae", "1, column 38: no property is called 'nmae'"),
    ("MATCH (n) WHERE n:Protien OR n:Protein RETURN n", "1, column 19: no label is called 'Protien'"),
    ("MATCH (n:!Protien) RETURN n", "1, column 11: no label is called 'Protien'"),
    ("MATCH (n) RETURN [(n)--(m:Protien) | m.id]", "1, column 27: no label is called 'Protien'"),
    (
        "MATCH (Protein) RETURN count(*)",
        "1, column 7: Protein is a variable here, which any node fits; write (:Protein)",
    ),
    ("MATCH ()-[BINDS]->() RETURN 1", "1, column 9: BINDS is a variable here, which any type fits; write [:BINDS]"),
    ("MATCH (e) WHERE e.curie = NULL RETURN e", "1, column 27: a comparison with null is never true; write IS NULL"),
    ("MATCH (e) WHERE e.id = 'a' || e.id = 'b' RETURN e", "1, column 24: || joins texts here; between conditions"),
]


@pytest.mark.parametrize(("query", "says"), UNKNOWN, ids=[query for query, _ in UNKNOWN])
def test_a_name_that_nothing_has_is_noted_with_the_nearest_one(query: str, says: str) -> None:
    (note,) = notes_on(parse(query))
    assert note.startswith(f"line {says}")


@pytest.mark.parametrize(
    "query",
    [
        "MATCH (e:Phenotype)-[:CLEAVES]->(f) RETURN e.name, e.rat_symbol, e.xref_notes",  # nothing stored has these
        "WITH {nmae: 1} AS m RETURN m.nmae",
        "UNWIND [{nmae: 1}] AS e RETURN e.nmae",
        "MATCH (e) WITH e {.*, what2: 1} AS e RETURN e.what2",
        "MATCH (e) RETURN e {.name, nmae: 1}",
        "RETURN date('2024-01-01').yaer",
        "MATCH (n) WHERE n:$('x') RETURN 1",
        "UNWIND $rows AS row MATCH (e {id: row.nmae}) RETURN e",
    ],
)
def test_keys_of_maps_and_names_without_nodes_are_no_slips(query: str) -> None:
    assert notes_on(parse(query)) == ()


def test_every_name_that_is_stored_is_known() -> None:
    records = to_records(read_guide())
    known = own_names()
    assert {key for row in records.nodes for key in row.properties} <= known.keys
    assert {key for row in records.links for key in row.properties} <= known.keys
    assert {label for row in records.nodes for label in row.labels} <= known.labels
    assert {row.type for row in records.links} <= known.types


def test_no_query_of_the_library_gets_a_note_or_uses_what_is_not_defined() -> None:
    for text in [*(query.text for query in library().values()), *queries_of_files()]:
        for one in filter(str.strip, text.split(";\n")):
            assert notes_on(parse(one)) == (), one
            check_variables(parse(one))


def test_what_a_database_has_of_its_own_is_asked_once_and_only_for_names_we_do_not_know() -> None:
    asked = []

    def others() -> Names:
        asked.append(1)
        return Names(frozenset({"Person"}), frozenset({"KNOWS"}), frozenset({"age"}))

    assert notes_on(parse("MATCH (e:Protein) RETURN e.name"), others) == ()
    assert asked == []
    assert notes_on(parse("MATCH (p:Person)-[:KNOWS]->(q:Persn) RETURN p.age"), others) == (
        "line 1, column 31: no label is called 'Persn'; did you mean 'Person'?",
    )
    assert asked == [1]
    assert notes_on(parse("MATCH (p:Persn) RETURN p"), lambda: None) == ()


def test_notes_cost_less_than_half_of_what_reading_the_query_does() -> None:
    """Both on this machine, the best of several: 0.15 ms of 0.67 ms for this one, 0.03 ms for a usual query."""
    text = library()["upstream-regulators"].text
    statement = parse(text)
    read = min(timeit.repeat(lambda: parse.__wrapped__(text), number=5, repeat=10)) / 5
    assert min(timeit.repeat(lambda: notes_on(statement), number=5, repeat=10)) / 5 < read / 2


@pytest.mark.slow
def test_a_table_carries_notes_on_both_engines(tiny: Store) -> None:
    table = tiny.run("MATCH (e:Protien) RETURN e.nmae AS x")
    assert (table.columns, table.rows) == (("x",), ())
    assert table.notes == (
        "line 1, column 10: no label is called 'Protien'; did you mean 'Protein'?",
        "line 1, column 28: no property is called 'nmae'; did you mean 'name'?",
    )
    assert tiny.run("MATCH (e:Protein) RETURN e.name").notes == ()


@pytest.mark.slow
@pytest.mark.neo4j
def test_labels_of_the_users_own_in_a_neo4j_database_are_known(request: pytest.FixtureRequest) -> None:
    from pathway_graph.stores.server.store import Neo4jStore

    server = request.getfixturevalue("neo4j_server")
    store = Neo4jStore(server.uri, user=server.user, password=server.password)
    try:
        assert store.run("MATCH (n:Ownlabel) RETURN n.ownkey").notes != ()
        store.run_writing("CREATE (:Ownlabel {ownkey: 1})")
        assert store.run("MATCH (n:Ownlabel) RETURN n.ownkey").notes == ()
    finally:
        store.run_writing("MATCH (n:Ownlabel) DELETE n")
        store.close()


# Plans ------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_explain_gives_a_plan_and_profile_the_rows_and_a_plan(tiny: Store) -> None:
    query = "MATCH (e:Entity) RETURN count(e) AS n"
    plan = tiny.run(f"CYPHER 5 EXPLAIN {query}")
    assert plan.columns == ("plan",)
    assert len(plan.rows) > 1
    assert all(isinstance(line, str) for (line,) in plan.rows)
    assert any(line.lstrip().startswith("+ ") and "n" in line for (line,) in plan.rows)
    profile = tiny.run(f"profile {query}")
    assert (profile.columns, profile.rows) == (("n",), ((len(TINY.entities),),))
    assert profile.notes[0].startswith("the plan of the query")
    assert profile.notes[0].count("\n  ") >= 2


@pytest.mark.slow
def test_a_version_and_options_before_a_query_change_no_answer(tiny: Store) -> None:
    assert tiny.run("CYPHER 5\nRETURN 1 AS x").rows == ((1,),)
    assert tiny.run("CYPHER runtime=slotted RETURN 1 AS x").rows == ((1,),)
    with pytest.raises(CypherError, match="line 2, column 8: the variable 'f' is not defined here"):
        tiny.run("CYPHER 5\nRETURN f")


@pytest.mark.slow
def test_a_hint_that_the_embedded_store_ignores_is_noted(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    store.write(TINY)
    table = store.run("MATCH (e:Entity) USING INDEX e:Entity(id) WHERE e.id = $id RETURN e.id", {"id": "a"})
    store.close()
    assert table.notes == ("line 1, column 18: USING INDEX is ignored: the embedded store chooses its indexes itself",)


# Errors of the engines --------------------------------------------------------------------------------

WRONG_ON_BOTH = [
    ("MATCH (gene) RETURN gne.name", 21, "the variable 'gne' is not defined here; did you mean 'gene'?"),
    (
        "MATCH (e) WITH e.id AS n RETURN e",
        33,
        "the variable 'e' is not defined here; the WITH in line 1 does not pass it on",
    ),
    ("MATCH (e {name: BDNF}) RETURN e", 17, "the variable 'BDNF' is not defined here; a text stands in quotes: 'BDNF'"),
    (
        "MATCH (e) WHERE count(e) > 1 RETURN e",
        17,
        ("an aggregate cannot stand", "count(e) stands in MATCH, where no rows are put together"),
    ),
    ("MATCH (e) RETURN count(count(e))", 24, "an aggregate cannot stand inside another"),
    (
        "MATCH ()-[r]->() MATCH (r) RETURN r",
        25,
        (
            "the variable 'r' is a relationship already and cannot be a node too",
            "type mismatch: variable `r` is a relation",
        ),
    ),
    (
        "MATCH (n) RETURN n SKIP n.x",
        25,
        ("SKIP takes a number or a parameter, and no variable", "SKIP takes no variable"),
    ),
    ("RETURN 1 / 0", 8, "something is divided by zero"),
    ("RETURN datetime({year: 2020, month: 13})", 8, "13 is no value for month of year"),
    (
        "MATCH (n) CALL { RETURN n.x AS y } RETURN y",
        25,
        "the variable 'n' is not defined here; CALL { … } sees what it takes in",
    ),
]


@pytest.mark.slow
@pytest.mark.parametrize(("query", "column", "says"), WRONG_ON_BOTH, ids=[query for query, *_ in WRONG_ON_BOTH])
def test_an_error_has_its_place_and_our_words_on_both_engines(
    tiny: Store, query: str, column: int, says: str | tuple[str, ...]
) -> None:
    with pytest.raises(CypherError) as caught:
        tiny.run(query)
    place = f"line 1, column {column}: "
    assert str(caught.value).startswith(tuple(f"{place}{one}" for one in ((says,) if isinstance(says, str) else says)))
    assert caught.value.excerpt == f"{query}\n{' ' * (column - 1)}^"


@pytest.mark.slow
@pytest.mark.parametrize(
    "query",
    [
        "MATCH (e) RETURN date({year: 2020 + max(e.id)})", "RETURN toInteger({a: 1})", "RETURN [1, 2]['a']",
        "RETURN 'a' - 1", "RETURN size(5)", "RETURN substring('a', -1)", "RETURN duration('x')", "RETURN NOT 1",
        "MATCH (n) RETURN n LIMIT -1", "MATCH (n) RETURN n LIMIT 'a'", "RETURN 5 IN 5", "RETURN keys(1)",
        "RETURN 9223372036854775807 + 1", "RETURN localtime('25:61')", "RETURN toUpper('a', 'b')", "RETURN sum('a')",
    ],
)  # fmt: skip
def test_no_error_names_a_class_or_says_null(tiny: Store, query: str) -> None:
    with pytest.raises(QueryError) as caught:
        tiny.run(query)
    message = str(caught.value)
    for word in ("null", "Exception", "Error:", "TypeError", "Invalid", "Long", "java", "SingletonMap", "line 1:"):
        assert word not in message, message
    assert message == message.strip()
    assert "\n" not in message


def test_places_of_another_text_are_not_told() -> None:
    said = "Syntax error at line 1:7 - mismatched input 'x', expected: an expression"
    assert isinstance(complaints.told(said, "RETURN 1", is_as_sent=True), CypherError)
    assert not isinstance(complaints.told(said, "RETURN 1", is_as_sent=False), CypherError)
    error = Exception(
        "Query failed: com.arcadedb.exception.CommandSemanticException: UndefinedVariable: Variable 'f' not defined"
    )
    found = engine.query_error(error, 60.0, 0.1, "MATCH (a)\nRETURN f.x", "MATCH (a) WITH 1 AS k0 RETURN f.x")
    assert str(found) == "line 2, column 8: the variable 'f' is not defined here; known here: a"


@pytest.mark.parametrize(
    "query",
    [
        "MATCH (b {y: a.x}), (a) RETURN b",
        "MATCH ((a)-->(b) WHERE a.x < b.x)+ (c) WHERE all(n IN a WHERE n.x = c.x) RETURN c",
        "MATCH (n) CALL { WITH n WITH n AS m RETURN m } RETURN m", "MATCH (n) CALL (*) { RETURN n.x AS z } RETURN z",
        "MATCH (n) WITH n.x AS y, avg(n.z) AS a ORDER BY y + avg(n.z) RETURN a",
        "CALL db.labels() YIELD label AS l WHERE l > '' RETURN l",
        "MATCH (n) RETURN COLLECT { MATCH (m) WHERE m.x = n.x RETURN m.y AS q }",
        "MATCH (n) RETURN n {.*, m: [(n)-->(o) | o {.name}]}",
        "MATCH (n) RETURN reduce(a = 0, k IN [1] | a + k) AS a", "MATCH (a)-[r WHERE r.s = 1]->+(b) RETURN r",
        "MATCH (n) CALL (n) { MATCH (n)-->(m) RETURN m UNION MATCH (n)<--(m) RETURN m } RETURN m",
        "MATCH (n) ORDER BY n.x LIMIT 3 RETURN n",
    ],
)  # fmt: skip
def test_variables_that_neo4j_takes_as_defined_are_defined(query: str) -> None:
    """Each was accepted by Neo4j 5.26 under EXPLAIN."""
    check_variables(parse(query))


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("MATCH (a) WHERE (a)-->(x) RETURN a", "x"),
        ("CALL (m) { RETURN m } RETURN m", "m"),
        ("RETURN [x IN [1] WHERE z | x]", "z"),
        ("MATCH (n) RETURN n UNION MATCH (m) RETURN n", "n"),
        ("MATCH (n) WHERE EXISTS { (n)-->(o) WHERE q.x = 1 } RETURN n", "q"),
        ("MATCH (a), (b) RETURN shortestPath((a)-[*]-(c))", "c"),
    ],
)  # fmt: skip
def test_variables_that_neo4j_refuses_are_found(query: str, name: str) -> None:
    """Each was refused by Neo4j 5.26."""
    with pytest.raises(CypherError, match=f"the variable '{name}' is not defined here"):
        check_variables(parse(query))
    assert name in {used.name for used, scope in bindings(parse(query)).uses if used.name not in scope}


@pytest.mark.slow
def test_where_behind_an_aggregate_sees_only_what_with_names(tmp_path: Path) -> None:
    """The embedded engine answers the first two with no rows; Neo4j 5.26 refuses the first and answers the second."""
    store = EmbeddedStore(tmp_path)
    store.write(TINY)
    with pytest.raises(CypherError, match=r"column 44: the variable 'n' is not defined here; behind DISTINCT or an"):
        store.run("MATCH (n:Entity) WITH count(n) AS y WHERE  n.kind = 'Gene' RETURN y")
    with pytest.raises(CypherError, match=r"column 58: n\.kind is no more to be had behind .* write the name it has"):
        store.run("MATCH (n:Entity) WITH n.kind AS k, count(*) AS c WHERE   n.kind = 'Gene' RETURN c")
    query = "MATCH (n:Entity) WITH DISTINCT n.kind AS k WHERE n.kind = 'Gene' RETURN k"
    assert store.run(query).rows == (("Gene",),)
    query = "MATCH (n:Entity) WITH n, count(*) AS c WHERE n.kind = 'Gene' RETURN sum(c) AS c"
    assert store.run(query).rows == ((sum(entity.kind == "Gene" for entity in TINY.entities),),)
    store.close()


# Usual mistakes ---------------------------------------------------------------------------------------


def _mistakes() -> Iterator[tuple[str, str, str]]:
    lines = (Path(__file__).parent / "golden" / "cypher-mistakes.txt").read_text(encoding="utf-8").splitlines()
    for query, told in zip(lines[::2], lines[1::2], strict=True):
        place, _, says = told.strip().partition(" ")
        yield query.replace("⏎", "\n"), place, says


MISTAKES = list(_mistakes())


@pytest.mark.parametrize(("query", "place", "says"), MISTAKES, ids=[ascii(query) for query, *_ in MISTAKES])
def test_a_usual_mistake_is_told_for_what_it_is(query: str, place: str, says: str) -> None:
    """The table was read line by line: each message names the mistake, at its place, and what to write instead."""
    line, column = map(int, place.split(":"))
    with pytest.raises(CypherError) as caught:
        check_query(query)
    assert str(caught.value) == f"line {line}, column {column}: {says}"
    shown = query.split("\n")[line - 1]
    assert caught.value.excerpt == f"{shown}\n{' ' * (column - 1)}^"
