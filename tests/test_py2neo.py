"""The py2neo bridge, against the running server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from neo4j_server import Server, empty
from networks import TINY
from pathway_graph.formats.native import read_guide
from pathway_graph.interop.py2neo import from_subgraph, to_subgraph
from pathway_graph.stores.server.store import Neo4jStore

py2neo = pytest.importorskip("py2neo", reason="py2neo is not installed")


@pytest.fixture
def store(neo4j_server: Server) -> Iterator[Neo4jStore]:
    empty(neo4j_server)  # of what py2neo made too, which is nobody's to the store
    with closing(Neo4jStore(neo4j_server.uri, user=neo4j_server.user, password=neo4j_server.password)) as opened:
        yield opened


@pytest.fixture
def graph(neo4j_server: Server) -> Iterator[Any]:
    opened = py2neo.Graph(neo4j_server.uri, auth=(neo4j_server.user, neo4j_server.password))
    yield opened
    opened.service.connector.close()  # py2neo offers no other way


@pytest.fixture
def no_schema(neo4j_server: Server) -> None:
    """A database that py2neo alone has written to has no constraints."""
    import neo4j

    with neo4j.GraphDatabase.driver(neo4j_server.uri, auth=(neo4j_server.user, neo4j_server.password)) as driver:
        for (name,) in driver.execute_query("SHOW CONSTRAINTS YIELD name RETURN name").records:
            driver.execute_query(f"DROP CONSTRAINT `{name}`")


@pytest.mark.usefixtures("no_schema")
def test_what_py2neo_creates_is_what_the_store_reads(store: Neo4jStore, graph: Any) -> None:
    graph.create(to_subgraph(read_guide()))
    assert store.read() == read_guide()


def test_what_the_store_writes_is_what_py2neo_reads(store: Neo4jStore, graph: Any) -> None:
    store.write(TINY)
    found = graph.run("MATCH (n) OPTIONAL MATCH (n)-[r]->(m) RETURN n, r, m").to_subgraph()
    assert from_subgraph(found) == TINY


def test_foreign_nodes_are_left_out() -> None:
    theirs = py2neo.Node("Foreign", id="f")
    ours = to_subgraph(TINY)
    entity = next(node for node in ours.nodes if node["id"] == "prot:A")
    assert from_subgraph(ours | theirs | py2neo.Relationship(theirs, "LIKES", entity)) == TINY
