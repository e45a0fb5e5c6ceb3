"""Whether a Neo4j database may be loaded into: nothing of somebody else's may be met that would be taken for ours."""

from __future__ import annotations

from typing import Final

import neo4j

from pathway_graph.errors import StoreError
from pathway_graph.stores.server.keys import LOCK_LABEL, LOCK_NAME
from pathway_graph.stores.server.rows import Stored
from pathway_graph.text.counts import how_many

LOCK: Final = f"MERGE (n:{LOCK_LABEL} {{id: $id}}) DELETE n"
"""The constraint on it makes a second load wait here until the first has committed; nothing stays."""
_MARKS: Final = (LOCK_NAME, "tension_id")
"""Constraints that say that pathway-graph has loaded here before: that of the lock, and one of earlier versions."""
_IS_MARKED: Final = "SHOW CONSTRAINTS YIELD name WHERE name IN $marks RETURN count(*) > 0 AS found"
_SHOWN: Final = 3


def is_marked(session: neo4j.Session) -> bool:
    """Whether pathway-graph has loaded into this database before."""
    return bool(session.run(_IS_MARKED, marks=list(_MARKS)).single(strict=True)["found"])


def foreign(stored: Stored, uri: str) -> StoreError:
    """Return the error for a database in which nothing was ever loaded, and that holds what looks like ours."""
    keys = sorted(stored.nodes)
    few = ", ".join(f"{label} {identifier!r}" for label, identifier in keys[:_SHOWN])
    more = f" and {len(keys) - _SHOWN:,} more" if len(keys) > _SHOWN else ""
    return StoreError(
        f"nothing was changed: {uri} holds nodes of somebody else's that would be taken for data sets of "
        f"pathway-graph: {few}{more}",
        hint="give pathway-graph a database of its own (NEO4J_DATABASE, or another server), or give those nodes "
        "another label; if its own export for neo4j-admin made them, run the schema.cypher beside it first",
    )


def repeated(stored: Stored, uri: str) -> StoreError:
    """Return the error for nodes that are there twice."""
    few = ", ".join(f"{label} {identifier!r}" for label, identifier in stored.twice[:_SHOWN])
    return StoreError(
        f"{uri} holds {how_many(len(stored.twice), 'node')} of pathway-graph twice: {few}",
        hint="remove the copies, or clear the database and run `pathway-graph load` again",
    )
