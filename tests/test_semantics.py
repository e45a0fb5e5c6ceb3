"""Variables of a query: what Neo4j refuses is refused before the embedded engine sees it, and nothing that it takes."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from neo4j.exceptions import Neo4jError

from neo4j_server import Server
from pathway_graph.cypher.library import library
from pathway_graph.cypher.mistakes import CypherError, CypherRefused
from pathway_graph.cypher.parse import parse
from pathway_graph.cypher.semantics.check import check_variables
from pathway_graph.errors import QueryError
from pathway_graph.stores.embedded.store import EmbeddedStore
from pathway_graph.stores.server.store import Neo4jStore

WRONG = [
    # The query, with ^ before the place; a piece of what is said.
    ("MATCH (e {id: ^id}) RETURN e", "for the parameter write $id"),
    ("MATCH (e) WHERE e.name CONTAINS ^BDNF RETURN e", "a text stands in quotes: 'BDNF'"),
    ("MATCH (e) WHERE e.name STARTS WITH ^BDNF RETURN e", "a text stands in quotes: 'BDNF'"),
    ("MATCH (e) WHERE e.name =~ ^BDNF RETURN e", "$BDNF"),
    ("MATCH (e) WHERE e.name IN [^BDNF] RETURN e", "'BDNF'"),
    ("MATCH (entity) RETURN ^entty.name", "did you mean 'entity'?"),
    ("MATCH (a)-->(b)\nWHERE true OR ^x.b\nRETURN a", "known here: a, b"),
    ("UNWIND ^x AS y RETURN y", "no variable is known here"),
    ("MATCH (e) RETURN e.terms[..^x]", "'x' is not defined here"),
    ("MATCH (e) RETURN ^x {.name}", "'x' is not defined here"),
    ("MATCH (e) WHERE EXISTS { (e)-->(b) WHERE b.id = ^c.id } RETURN e", "'c' is not defined here"),
    ("MATCH (e) WHERE EXISTS { (e)-->(b) } RETURN ^b", "'b' is not defined here"),
    ("MATCH (e) RETURN [(e)-->(b) WHERE b.id = ^c | b.id]", "'c' is not defined here"),
    ("MATCH (e) RETURN [x IN ^x | x]", "'x' is not defined here"),
    ("MATCH (e) RETURN reduce(s = ^s, x IN [1] | s + x)", "'s' is not defined here"),
    ("MATCH (e) WHERE (e)-->(^b) RETURN e", "write EXISTS { (e)-->(b) }"),
    ("MATCH (e)\nWITH e.id AS id\nRETURN ^e", "the WITH in line 2 does not pass it on"),
    ("MATCH (e) RETURN DISTINCT e.id AS i ORDER BY ^e.name", "behind DISTINCT or an aggregate"),
    ("MATCH (e) WITH e.id AS i, count(*) AS n WHERE ^e.x = n RETURN i", "behind DISTINCT or an aggregate"),
    ("MATCH (e) CALL { RETURN ^e.id AS i } RETURN i", "write CALL (e)"),
    ("MATCH (e), (b) CALL (e) { RETURN ^b.id AS i } RETURN i", "write CALL (b)"),
    ("MATCH (e) CALL { ^WITH e WHERE e.x = 1 RETURN 1 AS i } RETURN i", "a second WITH"),
    ("MATCH (e) CALL { WITH e RETURN e.id AS i UNION RETURN ^e.id AS i } RETURN i", "'e' is not defined here"),
    ("RETURN 1 AS a UNION RETURN ^a", "'a' is not defined here"),
    ("MATCH (e) RETURN e LIMIT ^e.x", "LIMIT takes no variable"),
    ("CALL db.labels() YIELD label AS l RETURN ^label", "'label' is not defined here"),
    ("MATCH (a) UNWIND [1] AS ^a RETURN a", "declared already"),
    ("MATCH (a) CALL { RETURN 1 AS ^a } RETURN a", "declared already outside"),
    ("MATCH (a) CALL (a) { UNWIND [1] AS ^a RETURN a AS c } RETURN c", "declared already"),
    ("MATCH (a) WHERE EXISTS { WITH 1 AS ^a RETURN a } RETURN a", "declared already"),
    ("MATCH p = (a), ^p = (b) RETURN p", "declared already"),
    ("MATCH (a) MATCH ((^a)-->(b)){1,2} RETURN a", "pattern that repeats"),
    ("MATCH (a) WITH a, ^1 AS a RETURN a", "two columns are called 'a'"),
    ("MATCH ()-[r*1..2]->() WHERE ^r.sign = 1 RETURN r", "r is a list of relationships"),
    ("MATCH ()-[r]->{1,2}() RETURN ^r.sign", "r[0]"),
    ("MATCH ((a)-->(b)){1,2} RETURN ^a.id", "a is a list of nodes"),
    ("MATCH (a) WITH collect(a) AS c RETURN ^c.id", "c is a list of nodes"),
    ("MATCH p = (a) RETURN ^p.id", "p is a path"),
    ("MATCH (a) WITH count(a) AS n RETURN ^n.id", "n is a number"),
    ("MATCH (a)-[^a]->() RETURN a", "is a node, and cannot be a relationship"),
    ("MATCH (a) WITH a AS b MATCH ()-[^b]->() RETURN b", "is a node, and cannot be a relationship"),
    ("MATCH ()-[r]->() RETURN labels(^r)", "labels() needs a node"),
    ("MATCH (a) RETURN type(^a)", "type() needs a relationship"),
    ("MATCH (a) WHERE ^a RETURN a", "where a condition belongs"),
    ("MATCH (a) RETURN 1 IN ^a", "IN needs a list"),
    ("MATCH (a) RETURN a + ^1", "cannot be added"),
    ("MATCH (a) RETURN a.id ORDER BY ^count(*)", "has to be a column too"),
]  # fmt: skip
RIGHT = [
    "MATCH (a {id: b.id}), (b WHERE b.id = a.id) RETURN a",
    "MATCH (a) WITH a.id AS i ORDER BY a.name WHERE a.id = i RETURN i",
    "MATCH (a) WITH a AS x, count(*) AS n ORDER BY a.name RETURN x",
    "MATCH (a) RETURN DISTINCT a.id AS i ORDER BY a.id + 'x'",
    "MATCH (a) RETURN collect(a.id) AS i ORDER BY COLLECT(a.id)",
    "MATCH (a) WITH *, 1 AS k RETURN a, k",
    "MATCH (a) CALL { WITH a MATCH (a)-->(b) RETURN b } RETURN b",
    "MATCH (a) CALL { MATCH (a) RETURN a.id AS i } RETURN i",
    "MATCH (a), (b) CALL (a) { MATCH (b) RETURN b.id AS i } RETURN i",
    "MATCH (a) CALL (a) { MATCH (a)-->(b) WITH b RETURN a.id AS i } RETURN i",
    "MATCH (a) WHERE EXISTS { MATCH (a)-->(b) WITH b WHERE b.id = a.id RETURN b } RETURN a",
    "MATCH (a), (p) RETURN [p = (a)-->(b) | length(p)]",
    "MATCH (a) RETURN [a IN a.terms | a]",
    "MATCH (x) MATCH ((a)-[r]->(b) WHERE a.id = x.id AND r.sign = 1){1,2} RETURN r[0].sign, a[0].id",
    "MATCH (a)-[r*1..2]->(b) RETURN r[0].sign, [x IN r | x.sign], head(r).sign, size(r)",
    "MATCH ()-[r]->() MATCH ()-[r]->() RETURN count(*) AS n",
    "MATCH (a) WITH head(collect(a)) AS b MATCH (b) RETURN b",
    "WITH null AS a MATCH (a) RETURN a",
    "MATCH (a) UNWIND [a] AS b RETURN b.id",
    "WITH $x AS a RETURN a.b",
    "CALL { RETURN 1 AS x UNION MATCH (x) RETURN x } RETURN x.y",
    "UNWIND [{n: 1}] AS row RETURN labels(row.n)",
    "MATCH (a)-[r]->(b) RETURN CASE WHEN a.id = 'x' THEN a ELSE r END.id",
    "MATCH (a) WHERE a.flag AND NOT a.other RETURN a",
    "RETURN 1 AS a, 2 AS b UNION RETURN 3 AS b, 4 AS a",
]  # fmt: skip
WRITING_WRONG = [
    ("MATCH (a) SET ^b.x = 1", "'b' is not defined here"),
    ("MATCH (a) SET a += ^b", "'b' is not defined here"),
    ("CREATE (a {x: ^b})", "'b' is not defined here"),
    ("CREATE (a) CREATE (^a)", "declared already"),
    ("MATCH (a)-[r]->(b) MERGE (a)-[^r:X]->(b)", "declared already"),
    ("MATCH (a) FOREACH (x IN [1] | CREATE (b {x: x})) RETURN ^b", "'b' is not defined here"),
    ("MATCH p = (a) SET ^p.x = 1", "no properties to change"),
    ("MATCH (a) DELETE ^1", "cannot be deleted"),
]
WRITING_RIGHT = [
    "MATCH (a) CREATE (a)-[r:X {y: a.z}]->(b:Y) SET b.x = r.y RETURN b",
    "MERGE (a:X {id: 1}) ON CREATE SET a.y = 1 MERGE (b:X {id: a.y}) MERGE (a)-[:Y]->(b) RETURN a",
    "MATCH (a) WITH collect(a) AS l FOREACH (x IN l | SET x.y = 1 CREATE (x)-[:Z]->(:Q)) RETURN 1 AS one",
    "CREATE (a)-[:X]->(b), (b)-[:X]->(a) RETURN a",
]
EMBEDDED_ONLY = [
    ("MATCH ()-[r]->()-[^r]->() RETURN count(*) AS n", "stands twice in one MATCH"),
    ("MATCH ()-[r]->(), ()-[^r]->() RETURN count(*) AS n", "stands twice in one MATCH"),
    ("MATCH (a), (b) RETURN ^a < b", "have no order"),
]
"""What Neo4j answers, and the engine otherwise: 0 rows against many, null against true."""


def found(marked: str) -> CypherError:
    with pytest.raises(CypherError) as caught:
        check_variables(parse(marked.replace("^", "")), {"id": 1})
    return caught.value


@pytest.mark.parametrize(("marked", "said"), WRONG + WRITING_WRONG + EMBEDDED_ONLY)
def test_a_wrong_variable_is_told_at_its_place_with_a_way_out(marked: str, said: str) -> None:
    error = found(marked)
    assert said in str(error)
    assert error.at == marked.index("^")
    assert isinstance(error, CypherRefused) == ((marked, said) in EMBEDDED_ONLY)


@pytest.mark.parametrize("query", RIGHT + WRITING_RIGHT)
def test_what_neo4j_takes_is_not_refused(query: str) -> None:
    check_variables(parse(query))


def test_the_embedded_store_refuses_before_the_engine_answers(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match=r"variable 'BDNF' is not defined here; a text stands in quotes: 'BDNF'"):
        EmbeddedStore(tmp_path).run("MATCH (e:Entity) WHERE e.name CONTAINS BDNF RETURN e.id AS id")


def test_queries_of_the_library_pass_and_cost_less_than_reading_them() -> None:
    """A tenth of it, so that what else the machine does, or coverage, plays no part."""

    def least(work: Callable[[], object]) -> float:
        times = []
        for _ in range(5):
            parse.cache_clear()
            begun = time.process_time()
            work()
            times.append(time.process_time() - begun)
        return min(times)

    texts = [query.text for query in library().values()]
    trees = [parse(text) for text in texts]
    checked = sum(least(lambda tree=tree: check_variables(tree)) for tree in trees)  # type: ignore[misc]
    assert checked < sum(least(lambda text=text: parse(text)) for text in texts)  # type: ignore[misc]


@pytest.mark.neo4j
def test_neo4j_refuses_the_same_and_takes_the_same(neo4j_server: Server) -> None:
    with closing(Neo4jStore(neo4j_server.uri, user=neo4j_server.user, password=neo4j_server.password)) as store:
        for query in [*RIGHT, *(marked.replace("^", "") for marked, _ in EMBEDDED_ONLY)]:
            store.run(f"EXPLAIN {query}", {"x": {"b": 1}})
        for query in WRITING_RIGHT:
            store.run_writing(f"EXPLAIN {query}")
        for run, table in ((store.run, WRONG), (store.run_writing, WRITING_WRONG)):
            for marked, _ in table:
                with pytest.raises(QueryError) as caught:
                    run(f"EXPLAIN {marked.replace('^', '')}")
                assert isinstance(caught.value.__cause__, Neo4jError), "it did not come from the server"
