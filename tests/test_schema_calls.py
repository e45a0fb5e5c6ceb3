"""Calls that ask for the schema answer on every engine, with Neo4j's columns and, where the graph decides, its rows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from neo4j_server import Server
from networks import TINY
from pathway_graph.cypher.allowed_words import FUNCTIONS
from pathway_graph.cypher.parse import parse
from pathway_graph.errors import QueryError
from pathway_graph.formats.native import read_guide
from pathway_graph.stores.base import Node, Relationship, Store
from pathway_graph.stores.embedded.function_list import functions
from pathway_graph.stores.embedded.store import EmbeddedStore
from pathway_graph.stores.schema_query import SCHEMA, rewrite
from pathway_graph.stores.server.store import Neo4jStore

GUIDE = read_guide()
CALLS = {name: name if name.startswith("SHOW") else f"CALL {name}()" for name in SCHEMA}
COLUMNS = {
    "db.labels": ("label",),
    "db.propertyKeys": ("propertyKey",),
    "db.schema.nodeTypeProperties": ("nodeType", "nodeLabels", "propertyName", "propertyTypes", "mandatory"),
    "db.schema.relTypeProperties": ("relType", "propertyName", "propertyTypes", "mandatory"),
    "db.schema.visualization": ("nodes", "relationships"),
    "SHOW FUNCTIONS": ("name", "category", "description"),
    "SHOW PROCEDURES": ("name", "description", "mode", "worksOnSystem"),
}
"""As a Neo4j 5.26 gave them; the test on the server holds all of them against one that runs."""


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = EmbeddedStore(tmp_path_factory.mktemp("schema") / "store")
    store.write(GUIDE)
    yield store
    store.close()


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = EmbeddedStore(tmp_path_factory.mktemp("tiny") / "store")
    store.write(TINY)
    yield store
    store.close()


@pytest.mark.parametrize("name", COLUMNS)
def test_a_call_has_the_columns_of_neo4j(embedded: Store, name: str) -> None:
    table = embedded.run(CALLS.get(name, f"CALL {name}()"))
    assert table.columns == COLUMNS[name]
    assert table.rows


def test_the_properties_of_a_label_are_those_its_nodes_have(embedded: Store) -> None:
    query = "CALL db.schema.nodeTypeProperties() YIELD nodeLabels AS of, propertyName AS name, mandatory, propertyTypes"
    found = {(row[1], row[2]): row[3] for row in embedded.run(query).rows if "Complex" in row[0]}
    complexes = [entity for entity in GUIDE.entities if entity.kind == "Complex"]
    for name in ("id", "name", "role", "curie", "synonyms"):
        having = sum(bool(getattr(entity, name)) for entity in complexes)
        assert ((name, having == len(complexes)) in found) == bool(having), name
    assert found["name", True] == ["String"]
    assert found["sources", True] == ["StringArray"]


def test_what_follows_a_call_is_taken_as_on_neo4j(tiny: Store) -> None:
    shown = "SHOW INDEXES YIELD name, type ORDER BY name DESC LIMIT 3 WHERE type = 'RANGE' RETURN name AS n"
    assert tiny.run(shown).rows == (("tension_id",), ("step_id",), ("statement_id",))
    joined = (
        "CALL db.propertyKeys() YIELD propertyKey WHERE propertyKey IN ['id', 'name'] RETURN propertyKey AS k "
        "UNION ALL CALL db.labels() YIELD label WHERE label = 'Entity' RETURN label AS k"
    )
    assert sorted(tiny.run(joined).rows) == [("Entity",), ("id",), ("name",)]


def test_the_picture_of_the_schema_holds_nodes_and_relationships(tiny: Store) -> None:
    ((nodes, links),) = tiny.run("CALL db.schema.visualization() YIELD nodes, relationships RETURN *").rows
    assert all(isinstance(node, Node) and node.properties["name"] == node.labels[0] for node in nodes)
    used = {label for (labels,) in tiny.run("MATCH (n) RETURN DISTINCT labels(n)").rows for label in labels}
    assert {node.labels[0] for node in nodes} == used == {row[0] for row in tiny.run("CALL db.labels()").rows}
    assert all(isinstance(link, Relationship) for link in links)
    assert ("INCREASES", "Entity", "Entity") in {(link.type, link.start, link.end) for link in links}


def test_a_variable_and_a_map_made_of_it_name_their_column(tiny: Store) -> None:
    query = "UNWIND [1] AS `a b` UNWIND [{id: 2}] AS m RETURN `a b`, m {.id}"
    assert (tiny.run(query).columns, tiny.run(query).rows) == (("a b", "m"), ((1, {"id": 2}),))


@pytest.mark.parametrize(
    ("query", "number"),
    [("SHOW UNIQUE CONSTRAINTS YIELD name WHERE name = 'entity_id'", 1), ("SHOW ALL CONSTRAINTS WHERE false", 0),
     ("SHOW RELATIONSHIP KEY CONSTRAINTS", 0), ("SHOW USER DEFINED FUNCTIONS", 0), ("SHOW FULLTEXT INDEXES", 0),
     ("SHOW BUILT IN FUNCTIONS YIELD name WHERE (name IN ['abs', 'time.realtime'])", 2)],
)  # fmt: skip
def test_a_kind_that_is_asked_for_narrows_what_is_shown(tiny: Store, query: str, number: int) -> None:
    assert len(tiny.run(query).rows) == number


def test_names_in_backticks_stay_what_they_are(tiny: Store) -> None:
    table = tiny.run(
        "CALL db.labels() YIELD label AS `a``b` WHERE (`a``b` = $__rows0) RETURN `a``b`", {"__rows0": "Entity"}
    )
    assert (table.columns, table.rows) == (("a`b",), (("Entity",),))


@pytest.mark.parametrize(
    "query",
    ["SHOW INDEXES YIELD name RETURN count { CREATE (n) }", "SHOW FUNCTIONS YIELD name CREATE (n:Evil)",
     "CALL db.propertyKeys() YIELD propertyKey DETACH DELETE propertyKey", "SHOW USERS", "CALL dbms.listConfig()",
     "SHOW INDEXES YIELD nmae", "SHOW SETTINGS", "MATCH (n) CALL db.labels() RETURN n", "CALL db.labels(1)",
     "MATCH (n) CALL db.labels() YIELD label", "CALL db.labels() YIELD * RETURN label", "SHOW INDEXES YIELD name + 1"],
)  # fmt: skip
def test_what_writes_or_administers_after_such_a_call_is_refused(embedded: Store, query: str) -> None:
    with pytest.raises(QueryError):
        embedded.run(query)


def test_the_functions_listed_are_those_a_query_may_use() -> None:
    listed = {item.name.lower() for item in functions()}
    not_listed_by_neo4j = {"sinh", "cosh", "tanh", "coth"}
    with_a_grammar_of_their_own = {"all", "any", "none", "single", "reduce"}
    assert listed == FUNCTIONS.keys() - not_listed_by_neo4j | with_a_grammar_of_their_own


def test_a_place_in_a_rewritten_statement_leads_back() -> None:
    query = "CALL db.propertyKeys() YIELD propertyKey WHERE nowhere > 1 RETURN 1"
    rewritten = rewrite(parse(query))
    assert rewritten is not None
    assert rewritten.place(rewritten.text.index("nowhere")) == query.index("nowhere")


@pytest.fixture(scope="module")
def neo4j_guide(neo4j_server: Server) -> Iterator[Store]:
    store = Neo4jStore(neo4j_server.uri, user=neo4j_server.user, password=neo4j_server.password)
    store.clear()
    store.write(GUIDE)
    yield store
    store.close()


@pytest.mark.slow
@pytest.mark.parametrize("name", SCHEMA)
def test_both_engines_give_the_same_columns_and_what_the_graph_decides(
    embedded: Store, neo4j_guide: Store, name: str
) -> None:
    query = CALLS[name]
    ours, theirs = embedded.run(query), neo4j_guide.run(query)
    assert ours.columns == theirs.columns
    if name.startswith("SHOW"):
        more = f"{query} YIELD *"
        assert embedded.run(more).columns == neo4j_guide.run(more).columns
    if name in ("db.propertyKeys", "db.labels", "db.relationshipTypes"):  # a server also names those that it once held
        assert set(ours.rows) <= set(theirs.rows)
        assert len(ours.rows) > 40
    if name in ("db.schema.nodeTypeProperties", "db.schema.relTypeProperties"):
        assert sorted(map(repr, ours.rows)) == sorted(map(repr, theirs.rows))
    if name == "SHOW INDEXES":  # on a server, which others use too, the keys are indexes without constraints
        of = "YIELD name, type, labelsOrTypes AS l, properties AS p WHERE type = 'RANGE' RETURN name, l, p"
        kept = f"{query} {of}"
        assert set(map(repr, embedded.run(kept).rows)) <= set(map(repr, neo4j_guide.run(kept).rows))
