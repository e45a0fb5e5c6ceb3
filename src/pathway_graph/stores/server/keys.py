"""What pathway-graph makes of schema in a Neo4j database, which others may use too: indexes, and one lock of its own.

A uniqueness constraint on a label such as ``Publication`` could not be made where somebody's own nodes repeat an id,
and would hold for nodes that they make later. So on a server the keys are indexes, which refuse nothing; loads, one at
a time, see to it that no two nodes of ours share a key. The only constraint is on a label that no node keeps.
"""

from __future__ import annotations

import re
from typing import Final

from pathway_graph.cypher.files import schema_statements

LOCK_LABEL: Final = "PathwayGraphLock"
LOCK_NAME: Final = "pathway_graph_lock"
_CONSTRAINT: Final = re.compile(r"CREATE CONSTRAINT (\w+) IF NOT EXISTS FOR \(n:(\w+)\) REQUIRE n\.(\w+) IS UNIQUE")


def server_statements() -> tuple[str, ...]:
    """Return the statements of ``schema.cypher`` as a server gets them, and the constraint of the lock.

    >>> server_statements()[0]
    'CREATE CONSTRAINT pathway_graph_lock IF NOT EXISTS FOR (n:PathwayGraphLock) REQUIRE n.id IS UNIQUE'
    >>> server_statements()[1]
    'CREATE INDEX source_id IF NOT EXISTS FOR (n:Source) ON (n.id)'
    """
    lock = f"CREATE CONSTRAINT {LOCK_NAME} IF NOT EXISTS FOR (n:{LOCK_LABEL}) REQUIRE n.id IS UNIQUE"
    indexes = (
        _CONSTRAINT.sub(r"CREATE INDEX \1 IF NOT EXISTS FOR (n:\2) ON (n.\3)", one) for one in schema_statements()
    )
    return (lock, *indexes)
