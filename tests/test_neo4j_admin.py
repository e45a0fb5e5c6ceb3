"""CSV files for neo4j-admin: the server's own import tool reads them, and the database holds the network."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import pathway_graph as pg
from neo4j_server import ServerMissing, running_server
from networks import OTHER
from pathway_graph.formats import neo4j_admin
from pathway_graph.formats.raw import Decoded
from pathway_graph.model.build import merge
from starting import started


def test_headers_are_typed_and_lists_have_a_delimiter_of_their_own() -> None:
    written = neo4j_admin.dump(pg.read_guide())
    assert written.report.kept == {"nodes": 525, "relationships": 1207}
    header = written.files["nodes-Statement-Claim.csv"].decode().split("\n", 1)[0].split(",")
    assert header[0] == "id:ID(Statement)"
    assert {"sign:long", "citations:long[]", "duration_days:double", "effect_percent:double"} <= set(header)
    links = written.files["links-SUBJECT-Statement-Entity.csv"].decode().split("\n", 1)[0]
    assert links == ":START_ID(Statement),:END_ID(Entity)"
    assert Decoded("a", "a", written.files["schema.cypher"]).text().count("CREATE CONSTRAINT") == 1


@pytest.mark.neo4j
def test_the_import_tool_makes_the_same_database(tmp_path: Path) -> None:
    guide = pg.read_guide()
    values: tuple[Any, ...] = ("1", 1, 1.0, True, (1, 2), ("a", "b"), (0.5, 1.0))
    typed = [replace(one, attributes=(("flag", False), ("n", value), ("p.value", 0.5))) for one, value in
             zip(guide.claims, values, strict=False)]  # fmt: skip
    guide = replace(guide, claims=(*typed, *guide.claims[len(values) :]))
    both = merge([guide, OTHER])
    pg.write(both, tmp_path / "db.neo4j")
    with started(running_server(tmp_path / "db.neo4j"), ServerMissing) as running:
        from pathway_graph.stores.server.store import Neo4jStore

        store = Neo4jStore(running.uri, user=running.user, password=running.password)
        assert store.read() == both
        store.close()
