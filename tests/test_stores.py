"""One suite for every store: the same content, the same Cypher, the same shape of results."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from networks import CONTRADICTING, OTHER, OTHER_REVISED, TINY
from pathway_graph.errors import InputError, MergeConflict, QueryError, UnknownName
from pathway_graph.formats.native import read_guide
from pathway_graph.identifiers.lookup import resolve
from pathway_graph.model import Claim, Diagram, DiagramNode, Entity, Network, Ortholog, Protocol, Source, Step
from pathway_graph.model.build import build_network, merge, split
from pathway_graph.model.validate import check_network
from pathway_graph.stores.base import Node, Relationship, Store
from pathway_graph.stores.base import Path as GraphPath
from pathway_graph.stores.embedded.store import EmbeddedStore


@pytest.fixture(params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "embedded":
        embedded = EmbeddedStore(tmp_path / "store")
        yield embedded
        embedded.close()
    else:
        from pathway_graph.stores.server.store import Neo4jStore

        server = request.getfixturevalue("neo4j_server")
        remote = Neo4jStore(server.uri, user=server.user, password=server.password)
        remote.clear()
        yield remote
        remote.close()


@pytest.fixture
def tiny(store: Store) -> Store:
    store.write(TINY)
    return store


def rows(store: Store, query: str, **parameters: Any) -> list[Any]:
    """Return the rows as plain data, a single column without its list."""
    table = store.run(query, parameters)
    plain = [list(row.values()) for row in table.to_dicts()]
    return [row[0] for row in plain] if len(table.columns) == 1 else plain


# Content ----------------------------------------------------------------------------------------------


def test_what_was_written_is_read_back(store: Store) -> None:
    assert store.write(TINY) == TINY
    assert store.read() == TINY


@pytest.mark.slow
def test_the_guide_is_read_back(store: Store) -> None:
    guide = read_guide()
    store.write(guide)
    assert store.read() == guide


def test_writing_twice_changes_nothing(tiny: Store) -> None:
    before = rows(tiny, "MATCH (n) WITH count(n) AS nodes MATCH ()-[r]->() RETURN nodes, count(r)")
    assert tiny.write(TINY) == TINY
    assert rows(tiny, "MATCH (n) WITH count(n) AS nodes MATCH ()-[r]->() RETURN nodes, count(r)") == before
    assert tiny.read() == TINY


@pytest.mark.slow
@pytest.mark.parametrize("order", list(itertools.permutations([TINY, OTHER])), ids=["tiny first", "other first"])
def test_the_order_of_writing_changes_nothing(store: Store, order: tuple[Network, ...]) -> None:
    for network in order:
        store.write(network)
    assert store.read() == merge([TINY, OTHER])


@pytest.mark.slow
def test_two_data_sets_share_their_common_entities(tiny: Store) -> None:
    tiny.write(OTHER)
    assert rows(tiny, "MATCH (e:Entity {id: 'prot:A'}) RETURN e.sources") == [["other", "tiny"]]
    assert rows(tiny, "MATCH (:Entity {id: 'prot:A'})<-[:INHIBITS]-(e) RETURN e.id ORDER BY e.id") == [
        "drug:X", "prot:B", "prot:D",
    ]  # fmt: skip


@pytest.mark.slow
def test_a_data_set_written_again_replaces_its_earlier_form(tiny: Store) -> None:
    tiny.write(OTHER)
    assert tiny.write(OTHER_REVISED) == merge([TINY, OTHER_REVISED])
    assert tiny.read() == merge([TINY, OTHER_REVISED])
    assert rows(tiny, "MATCH (e:Entity) WHERE e.id IN ['prot:D', 'prot:E'] RETURN e.id") == ["prot:E"]


@pytest.mark.slow
def test_removing_a_data_set_leaves_the_others_as_they_were(tiny: Store) -> None:
    tiny.write(OTHER)
    assert tiny.remove("other") == TINY
    assert tiny.read() == TINY


@pytest.mark.slow
def test_removing_the_last_data_set_leaves_an_empty_store(tiny: Store) -> None:
    assert tiny.remove("tiny") == Network()
    assert tiny.read() == Network()
    assert rows(tiny, "MATCH (n) RETURN count(n)") == [0]
    assert tiny.write(TINY) == tiny.read() == TINY


def test_removing_an_unknown_data_set_suggests_the_nearest(tiny: Store) -> None:
    with pytest.raises(UnknownName, match="no data set is called 'tinny'; did you mean 'tiny'"):
        tiny.remove("tinny")
    assert tiny.read() == TINY


def test_a_contradiction_leaves_the_store_unchanged(tiny: Store) -> None:
    with pytest.raises(MergeConflict, match="prot:A"):
        tiny.write(CONTRADICTING)
    assert tiny.read() == TINY
    assert rows(tiny, "MATCH (e:Entity {id: 'prot:Z'}) RETURN e") == []


def test_progress_ends_at_the_total(store: Store) -> None:
    seen: list[tuple[str, int, int]] = []
    store.write(TINY, progress=lambda what, done, total: seen.append((what, done, total)))
    for what in {name for name, _, _ in seen}:
        counts = [(done, total) for name, done, total in seen if name == what]
        assert counts == sorted(counts)
        assert counts[-1][0] == counts[-1][1] > 0
    assert seen


ODD_TEXTS = {
    "empty": "", "quote": "'", "double quote": '"', "backslash": "\\", "backtick": "`", "control": "\n\t",
    "composed": "é", "decomposed": "e\u0301", "symbols": "Ångström µ β →", "emoji": "🧠", "cypher": "$x {y} [z]",
    "like a path": "(#1:0)-[#2:0]->(#1:0)", "long": "a" * 9000,
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=ODD_TEXTS)
def test_any_text_comes_back_unchanged(store: Store, text: str) -> None:
    network = build_network(
        Source("s", note=text),
        entities=[Entity("a", "Protein", "A", synonyms=(text, text + "2"), note=text)],
        claims=[Claim("c", "a", "binds", "a", statement=text, restates=())],
    )
    store.write(network)
    assert store.read() == network
    assert rows(store, "MATCH (e:Entity) RETURN e.synonyms[0]") == [text]
    assert rows(store, "MATCH (e:Entity) WHERE e.synonyms[0] = $text RETURN e.id", text=text) == ["a"]


@pytest.mark.parametrize("value", [21.0, -0.5, 0.0, 1e-300, 1e300, 0.1 + 0.2])
def test_a_decimal_number_stays_one(store: Store, value: float) -> None:
    network = build_network(
        Source("s"),
        entities=[Entity("a", "Protein", "A")],
        claims=[Claim("c", "a", "binds", "a", effect_percent=value, duration="P21D")],
    )
    store.write(network)
    read, days = store.run("MATCH (c:Statement) RETURN c.effect_percent, c.duration_days").rows[0]
    assert (read, type(read)) == (value, float)
    assert (days, type(days)) == (21.0, float)
    assert type(store.read().claims[0].effect_percent) is float


def test_whole_numbers_and_truth_values_keep_their_type(tiny: Store) -> None:
    ((table, sign, effect, structural),) = tiny.run(
        "MATCH (c:Statement {id: 'c1'}), (:Entity {id: 'prot:B'})-[r:PRODUCT_OF]->() "
        "RETURN c.table, c.sign, c.condition_effect, r.structural"
    ).rows
    assert [(v, type(v)) for v in (table, sign, effect, structural)] == [
        (1, int),
        (-1, int),
        (0, int),
        (True, bool),
    ]


# Shape of results -------------------------------------------------------------------------------------

NODE_A = {
    "labels": ["Entity", "Protein"],
    "properties": {
        "compartment": "membrane", "id": "prot:A", "kind": "Protein", "lines": "1-2", "name": "A",
        "sources": ["tiny"], "terms": ["protein A"], "view": "guide",
    },
}  # fmt: skip
NODE_C = {
    "labels": ["Entity", "Protein"],
    "properties": {
        "id": "prot:C", "kind": "Protein", "name": "C", "note": "(#1:0)", "sources": ["tiny"], "view": "background",
    },
}  # fmt: skip
EDGE_AB = {
    "type": "ACTIVATES",
    "start": "prot:A",
    "end": "prot:B",
    "properties": {
        "certainty": "asserted", "claims": ["c2"], "id": "prot:A activates prot:B", "mechanism": "phosphorylation",
        "relation": "activates", "sign": 1, "site": "Ser133", "structural": False, "view": "guide",
    },
}  # fmt: skip


def test_a_node_has_sorted_labels_and_its_stated_properties(tiny: Store) -> None:
    (value,) = tiny.run("MATCH (n:Entity {id: 'prot:A'}) RETURN n").rows[0]
    assert isinstance(value, Node)
    assert value.labels == ("Entity", "Protein")
    assert value.to_dict() == NODE_A


@pytest.mark.parametrize(
    "pattern", ["(:Entity {id: 'prot:A'})-[r:ACTIVATES]->()", "(:Entity {id: 'prot:B'})<-[r:ACTIVATES]-()",
                "(:Entity {id: 'prot:B'})-[r:ACTIVATES {sign: 1}]-(:Entity {id: 'prot:A'})"],
    ids=["forwards", "backwards", "undirected"],
)  # fmt: skip
def test_a_relationship_names_its_ends_in_stored_direction(tiny: Store, pattern: str) -> None:
    (value,) = tiny.run(f"MATCH {pattern} RETURN r").rows[0]
    assert isinstance(value, Relationship)
    assert value.to_dict() == EDGE_AB


def test_a_path_keeps_the_order_it_was_matched_in(tiny: Store) -> None:
    query = "MATCH p = (:Entity {id: 'prot:C'})<-[*2..2]-(:Entity {id: 'prot:A'}) RETURN p"
    (value,) = tiny.run(query).rows[0]
    assert isinstance(value, GraphPath)
    path = value.to_dict()
    assert [node["properties"]["id"] for node in path["nodes"]] == ["prot:C", "prot:B", "prot:A"]
    assert [(r["start"], r["end"]) for r in path["relationships"]] == [
        ("prot:B", "prot:C"),
        ("prot:A", "prot:B"),
    ]
    assert path["nodes"][0] == NODE_C
    assert path["relationships"][1] == EDGE_AB


def test_a_path_of_no_step_is_its_node(tiny: Store) -> None:
    assert rows(tiny, "MATCH p = (:Entity {id: 'prot:A'}) RETURN p") == [{"nodes": [NODE_A], "relationships": []}]


def test_elements_inside_lists_and_maps_have_the_same_shape(tiny: Store) -> None:
    query = (
        "MATCH p = (a:Entity {id: 'prot:A'})-[r:ACTIVATES]->(b) "
        "RETURN {node: a, list: [a, [r]], path: p, none: null} AS m, nodes(p)[0] AS n, relationships(p) AS rs"
    )
    ((found, node, links),) = rows(tiny, query)
    assert found["node"] == found["list"][0] == node == NODE_A
    assert found["list"][1] == links == [EDGE_AB]
    assert found["path"]["relationships"] == [EDGE_AB]
    assert found["none"] is None


def test_a_text_that_looks_like_a_path_stays_text(tiny: Store) -> None:
    text = "(#99999:0)-[#99999:1]->(#99999:2)"
    assert rows(tiny, "RETURN $text AS text", text=text) == [text]


def test_columns_follow_the_return_clause(tiny: Store) -> None:
    table = tiny.run("MATCH (n:Entity) RETURN n.name AS z, n.id, n.nothing AS `the rest` ORDER BY n.id")
    assert table.columns == ("z", "n.id", "the rest")
    assert table.rows[:2] == (("Western blot", "assay:wb", None), ("stress", "cond:stress", None))


def test_a_star_returns_all_variables_by_name(tiny: Store) -> None:
    table = tiny.run("WITH 1 AS z, 2 AS a, 3 AS m RETURN *")
    assert (table.columns, table.rows) == (("a", "m", "z"), ((2, 3, 1),))


def test_columns_are_named_when_there_is_no_row(tiny: Store) -> None:
    table = tiny.run("MATCH (n:Entity {id: 'none'}) RETURN n.name AS z, n.id, [n.a, n.b], count { (n)--() } ORDER BY z")
    assert table.rows == ()
    assert table.columns == ("z", "n.id", "[n.a, n.b]", "count { (n)--() }")


def test_the_same_result_is_the_same_json(tiny: Store) -> None:
    query = (
        "MATCH p = (a:Entity {id: 'drug:X'})-[*1..3]->(b) RETURN p, a, b "
        "ORDER BY length(p), b.id, [r IN relationships(p) | r.id]"
    )
    once = json.dumps(tiny.run(query).to_dicts())
    assert once == json.dumps(tiny.run(query).to_dicts())


# Cypher -----------------------------------------------------------------------------------------------

X, A, B, C, G = "drug:X", "prot:A", "prot:B", "prot:C", "gene:B"
CYPHER: dict[str, tuple[str, list[Any]]] = {
    "several labels": ("MATCH (n:Entity:Gene) RETURN n.id", [G]),
    "either label": ("MATCH (n:Gene|SmallMolecule) RETURN n.id", [X, G]),
    "label expression": ("MATCH (n:Entity&!Protein&!Species&!Assay&!Condition) RETURN n.id", [X, G]),
    "label test": ("MATCH (n:Entity) WHERE n:Gene OR n.id = 'prot:A' RETURN n.id", [A, G]),
    "unknown label": ("MATCH (n:Nothing) RETURN n.id", []),
    "either type": ("MATCH (:Entity {id: 'drug:X'})-[r:INHIBITS|INCREASES]->(m) RETURN m.id", [A, B]),
    "direction": ("MATCH (:Entity {id: 'prot:A'})<-[r:INHIBITS]-(m) RETURN m.id", [B, X]),
    "no direction": ("MATCH (:Entity {id: 'prot:A'})-[r:ACTIVATES|INHIBITS]-(m) RETURN m.id", [B, B, X]),
    "optional": ("MATCH (n:Gene) OPTIONAL MATCH (n)-[:INHIBITS]->(m) RETURN n.id, m.id", [[G, None]]),
    "lengths": (
        "MATCH (:Entity {id: 'prot:C'})<-[rs:ACTIVATES|INHIBITS*1..3]-(m) RETURN m.id, size(rs)",
        [[A, 2], [B, 1], [B, 3], [X, 3]],
    ),
    "a link is used once": (
        "MATCH (:Entity {id: 'prot:A'})-[rs:ACTIVATES|INHIBITS*1..9]->(m) RETURN m.id, size(rs)",
        [[A, 2], [B, 1], [C, 2]],
    ),
    "no step": ("MATCH (:Entity {id: 'prot:C'})<-[:ACTIVATES*0..1]-(m) RETURN m.id", [B, C]),
    "reduce": (
        "MATCH (:Entity {id: 'drug:X'})-[rs:INHIBITS|ACTIVATES*2..2]->(:Entity {id: 'prot:B'}) "
        "RETURN reduce(s = 1, r IN rs | s * r.sign)",
        [-1],
    ),
    "shortest path": (
        "MATCH (a:Entity {id: 'drug:X'}), (b:Entity {id: 'prot:C'}) "
        "MATCH p = shortestPath((a)-[:INHIBITS|ACTIVATES*..5]->(b)) RETURN [n IN nodes(p) | n.id]",
        [[X, A, B, C]],
    ),
    "shortest path backwards": (
        "MATCH (a:Entity {id: 'drug:X'}), (b:Entity {id: 'prot:C'}) "
        "MATCH p = shortestPath((b)<-[:INHIBITS|ACTIVATES|INCREASES*..5]-(a)) RETURN [n IN nodes(p) | n.id]",
        [[C, B, X]],
    ),
    "all shortest paths": (
        "MATCH (a:Entity {id: 'prot:A'}), (b:Entity {id: 'prot:B'}) "
        "MATCH p = allShortestPaths((a)-[:INHIBITS|ACTIVATES*..5]-(b)) RETURN [r IN relationships(p) | r.id]",
        [["prot:A activates prot:B"], ["prot:B inhibits prot:A"]],
    ),
    "quantified path": (
        "MATCH (:Entity {id: 'drug:X'}) (()-[r:INHIBITS|ACTIVATES]->(m)){1,3} (e:Protein) "
        "RETURN e.id, [x IN m | x.id], [x IN r | x.sign]",
        [[A, [A], [-1]], [A, [A, B, A], [-1, 1, -1]], [B, [A, B], [-1, 1]], [C, [A, B, C], [-1, 1, 1]]],
    ),
    "exists": ("MATCH (n:Protein) WHERE EXISTS { (n)-[:ACTIVATES]->(:Protein) } RETURN n.id", [A, B]),
    "not exists": (
        "MATCH (n:Protein) WHERE NOT EXISTS { MATCH (n)-[r]->() WHERE r.sign <> 0 } RETURN n.id",
        [C],
    ),
    "pattern as a test": ("MATCH (n:Protein) WHERE (n)-[:PRODUCT_OF]->(:Gene) RETURN n.id", [B]),
    "count subquery": (
        "MATCH (n:Protein) RETURN n.id, COUNT { (n)<-[:INHIBITS|ACTIVATES]-() } AS c",
        [[A, 2], [B, 1], [C, 1]],
    ),
    "collect subquery": (
        "MATCH (n:SmallMolecule) "
        "RETURN COLLECT { MATCH (n)-[:INHIBITS|INCREASES]->(m) RETURN m.id ORDER BY m.id } AS l",
        [[A, B]],
    ),
    "call subquery": (
        "MATCH (n:Protein) CALL (n) { MATCH (n)-[r:ACTIVATES]->(m) RETURN count(m) AS c } RETURN n.id, c",
        [[A, 1], [B, 1], [C, 0]],
    ),
    "call subquery, old form": (
        "MATCH (n:Protein) CALL { WITH n MATCH (n)-[r:ACTIVATES]->(m) RETURN m.id AS m } RETURN n.id, m",
        [[A, B], [B, C]],
    ),
    "union": ("MATCH (n:Gene) RETURN n.id AS i UNION MATCH (n:SmallMolecule) RETURN n.id AS i", [X, G]),
    "map projection": (
        "MATCH (n:Gene) RETURN n {.id, .nothing, n: 1 + 1} AS m",
        [{"id": G, "n": 2, "nothing": None}],
    ),
    "all properties": (
        "MATCH (n:Species) RETURN properties(n) AS m",
        [{"id": "species:rat", "kind": "Species", "name": "rat", "sources": ["tiny"], "view": "guide"}],
    ),
    "labels": ("MATCH (n:Gene) UNWIND labels(n) AS l RETURN l", ["Entity", "Gene"]),
    "type and ends": (
        "MATCH (:Gene)<-[r]-(:Protein) RETURN type(r), startNode(r).id, endNode(r).id",
        [["PRODUCT_OF", B, G]],
    ),
    "collect": ("MATCH (n:Protein) WITH n ORDER BY n.id RETURN collect(n.id) AS l", [[A, B, C]]),
    "collect drops null": (
        "MATCH (n:Protein) WITH n ORDER BY n.id RETURN collect(n.note) AS l",
        [["(#1:0)"]],
    ),
    "aggregates": (
        "MATCH ()-[r:INHIBITS|ACTIVATES|INCREASES]->() RETURN count(*), sum(r.sign), min(r.sign), max(r.sign)",
        [[5, 1, -1, 1]],
    ),
    "grouping": (
        "MATCH (n:Entity) RETURN n.kind AS k, count(*) AS c",
        [["Assay", 1], ["Condition", 1], ["Gene", 1], ["Protein", 3], ["SmallMolecule", 1], ["Species", 1]],
    ),
    "list comprehension": ("RETURN [x IN range(1, 5) WHERE x % 2 = 1 | x * x] AS l", [[1, 9, 25]]),
    "any, all, none": (
        "MATCH (c:Claim) WHERE any(n IN c.citations WHERE n = 2) AND none(n IN c.citations WHERE n > 2) RETURN c.id",
        ["c1"],
    ),
    "list membership": ("MATCH (c:Claim) WHERE 'c1' IN c.restates RETURN c.id", ["c3"]),
    "null is neither": ("MATCH (c:Claim) WHERE c.site <> 'Ser133' RETURN c.id", []),
    "coalesce": (
        "MATCH (c:Claim) RETURN c.id, coalesce(c.site, '-') AS s",
        [["c1", "-"], ["c2", "Ser133"], ["c3", "-"], ["c4", "-"]],
    ),
    "case": (
        "MATCH (c:Claim) RETURN c.id, CASE c.sign WHEN 1 THEN 'up' WHEN -1 THEN 'down' END AS d",
        [["c1", "down"], ["c2", "up"], ["c3", "down"], ["c4", "up"]],
    ),
    "numbers": (
        "RETURN 7 / 2, 7 / 2.0, 7 % 3, 2 ^ 3, toInteger('x'), round(2.5), 1 + 0.5",
        [[3, 3.5, 1, 8.0, None, 3.0, 1.5]],
    ),
    "texts": (
        "RETURN toUpper('aß'), split('a,b', ','), "
        "substring('abcd', 1, 2), 'abc' =~ 'a.*', 'abc' STARTS WITH 'ab', size('🧠')",
        [["ASS", ["a", "b"], "bc", True, True, 1]],
    ),
    "unwind and distinct": ("UNWIND [2, 1, 2, null] AS x WITH DISTINCT x RETURN x ORDER BY x", [1, 2, None]),
    "skip and limit": ("MATCH (n:Protein) RETURN n.id ORDER BY n.id DESC SKIP $one LIMIT $one", [B]),
    "parameter list": (
        "UNWIND $pairs AS pair MATCH (n:Entity {id: pair.id}) RETURN n.id, pair.n",
        [[A, 1], [B, 2.5]],
    ),
    "with and filter": (
        "MATCH (n:Entity)-[r:ACTIVATES|INHIBITS]->() WITH n, count(r) AS c WHERE c > 1 RETURN n.id",
        [B],
    ),
    "evidence": (
        "MATCH (:Entity {id: 'drug:X'})<-[:SUBJECT]-(c:Claim)-[:OBJECT]->(o), (c)-[t:CITES]->(r:Reference) "
        "RETURN c.id, o.id, r.number, t.verdict",
        [["c1", A, 1, "supported"], ["c1", A, 2, None]],
    ),
    "steps in order": (
        "MATCH (:Protocol {id: 'WB'})-[h:HAS_STEP]->(s)-[:NEXT]->(t) "
        "RETURN s.number, t.number ORDER BY h.number LIMIT 2",
        [[1, 2], [2, 3]],
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", CYPHER)
def test_cypher_means_what_neo4j_documents(tiny: Store, name: str) -> None:
    query, expected = CYPHER[name]
    found = rows(tiny, query, one=1, pairs=[{"id": A, "n": 1}, {"id": B, "n": 2.5}])
    assert sorted(found, key=repr) == sorted(expected, key=repr)


# Refusals ---------------------------------------------------------------------------------------------

WRITES = {
    "create": "CREATE (n:Entity {id: 'new'}) RETURN n",
    "merge": "MERGE (n:Entity {id: 'new'}) RETURN n",
    "set": "MATCH (n:Entity {id: 'prot:A'}) SET n.name = 'new' RETURN n.name",
    "set label": "MATCH (n:Entity {id: 'prot:A'}) SET n:Gene RETURN n.name",
    "remove": "MATCH (n:Entity {id: 'prot:A'}) REMOVE n.name",
    "delete": "MATCH (n) DETACH DELETE n",
    "link": "MATCH (a:Gene), (b:Species) CREATE (a)-[:BINDS]->(b)",
    "in a subquery": "MATCH (n:Gene) CALL (n) { CREATE (m:Entity {id: 'new'}) RETURN m } RETURN m",
    "for each": "MATCH (n:Gene) FOREACH (x IN [1] | SET n.name = 'new')",
    "drop": "DROP CONSTRAINT entity_id",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", WRITES)
def test_a_statement_that_would_write_is_refused(tiny: Store, name: str) -> None:
    with pytest.raises(QueryError) as caught:
        tiny.run(WRITES[name])
    assert "\n" not in str(caught.value)
    assert tiny.read() == TINY


@pytest.mark.slow
@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("MTCH (n) RETURN n", "MTCH"),
        ("RETURN 1 +", ""),
        ("", ""),
        ("MATCH (n) RETURN m", "m"),
        ("RETURN nothing_like_it(1)", "nothing_like_it"),
        ("MATCH (n {id: $missing}) RETURN n", "missing"),
        ("RETURN 1 AS a, 2 AS a", "a"),
    ],
    ids=["word", "unfinished", "empty", "variable", "function", "parameter", "same column twice"],
)
def test_a_wrong_statement_is_a_query_error_on_one_line(tiny: Store, query: str, says: str) -> None:
    with pytest.raises(QueryError) as caught:
        tiny.run(query)
    message = str(caught.value)
    assert says in message
    assert "\n" not in message
    assert "Exception" not in message


def test_a_query_reads_no_file(tiny: Store, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("password\n")
    with pytest.raises(QueryError):
        tiny.run("LOAD CSV FROM $url AS line RETURN line", {"url": secret.as_uri()})


def test_orthologs_that_two_data_sets_name_for_one_species_are_all_kept(store: Store) -> None:
    def named(source: str, *orthologs: Ortholog) -> Network:
        return build_network(Source(source), entities=[Entity("a", "Gene", "BDNF", orthologs=orthologs)])

    one = named("one", Ortholog("rat", "", ("rgd:2202",)), Ortholog("mouse", "Bdnf"))
    two = named("two", Ortholog("rat", "Bdnf", ("ncbigene:24225",), "looked up"))
    three = named("three", Ortholog("rat", "Bdnf2", ("rgd:2202", "ensembl:ENSRNOG00000047466")))
    for network in (one, two, three):
        store.write(network)
    united = Ortholog("rat", "Bdnf2", ("rgd:2202", "ensembl:ENSRNOG00000047466", "ncbigene:24225"), "looked up")
    (entity,) = store.read().entities
    assert entity.orthologs == (united, Ortholog("mouse", "Bdnf"))
    assert store.read() == merge([three, two, one])
    assert check_network(store.read()) == []
    assert rows(store, "MATCH (e:Entity) RETURN e.rat_ids") == [list(united.curies)]
    for name in ("rgd:2202", "ncbigene:24225", "ensembl:ENSRNOG00000047466", "Bdnf", "Bdnf2"):
        assert [found.id for found in resolve(store.read(), name)] == ["a"], name
    assert sorted(split(store.read()), key=lambda part: part.sources[0].id) == [one, three, two]


def test_two_orthologs_of_a_species_in_one_entity_are_refused(store: Store) -> None:
    twice = (Ortholog("rat", curies=("rgd:2202",)), Ortholog("rat", curies=("ncbigene:24225",)))
    with pytest.raises(InputError, match="entities 'a': orthologs name 'rat' twice; put all identifiers of a species"):
        store.write(build_network(Source("s"), entities=[Entity("a", "Gene", "BDNF", orthologs=twice)]))


def test_a_diagram_shows_an_entity_whose_id_begins_like_that_of_a_step(store: Store) -> None:
    store.write(
        build_network(
            Source("s"),
            entities=[Entity("step:one", "BiologicalProcess", "First step")],
            protocols=[Protocol("P", "p", steps=(Step(1, "Blocking"),))],
            diagrams=[Diagram("D1", "d", "A picture", nodes=(DiagramNode("step:P/1"), DiagramNode("step:one")))],
        )
    )
    shown = rows(store, "MATCH (:Diagram)-[:SHOWS]->(n) RETURN n.id AS id, labels(n) AS labels ORDER BY id")
    assert [(identifier, min({*labels} & {"Entity", "Step"})) for identifier, labels in shown] == [
        ("step:P/1", "Step"), ("step:one", "Entity")
    ]  # fmt: skip


def test_an_entity_with_the_id_of_a_step_is_refused() -> None:
    protocols = [Protocol("P", "p", steps=(Step(1, "Blocking"),))]
    both = build_network(Source("s"), entities=[Entity("step:P/1", "BiologicalProcess", "First")], protocols=protocols)
    assert [str(one) for one in check_network(both)] == [
        "entities 'step:P/1': id 'step:P/1' is that of a protocol's step too; change it"
    ]
