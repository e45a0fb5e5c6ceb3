"""The words that the fence around queries lets through, and those it knows to be dangerous."""

from __future__ import annotations

from typing import Final

CLAUSES: Final = frozenset("MATCH OPTIONAL WITH UNWIND RETURN CALL UNION WHERE ORDER SKIP OFFSET LIMIT FINISH".split())
"""What a query may consist of."""

WRITING: Final = frozenset("CREATE MERGE SET REMOVE DELETE DETACH NODETACH FOREACH ON INSERT".split())
"""What changes nodes and relationships; let through by ``query --write`` only."""

INFIX: Final = frozenset("AND OR XOR IN IS AS STARTS ENDS CONTAINS WHEN THEN ELSE YIELD".split())
"""Words that go on with an expression; an operand follows."""

POSTFIX: Final = frozenset("ASC ASCENDING DESC DESCENDING END NORMALIZED SHORTEST PATH PATHS GROUP GROUPS".split())
"""Words that end something."""

SECOND_WORDS: Final = {
    "ORDER": ("BY",), "STARTS": ("WITH",), "ENDS": ("WITH",), "OPTIONAL": ("MATCH", "CALL"), "CASE": ("WHEN",),
    "IS": ("TYPED",), "NOT": ("TYPED",),
    "ON": ("CREATE", "MATCH"), "DETACH": ("DELETE",), "NODETACH": ("DELETE",), "CREATE": ("SET",), "MATCH": ("SET",),
}  # fmt: skip
"""First word -> words that make one keyword with it; ``ON CREATE SET`` is the reason of the last two."""

OPERAND_WORDS: Final = frozenset("NOT CASE DISTINCT".split())
"""Words that may stand where an operand is due, and after which one is still due."""

BLOCKS: Final = frozenset("CALL EXISTS COUNT COLLECT".split())
"""Words after which braces hold a statement."""

DANGEROUS: Final = WRITING | frozenset(
    "LOAD CALL USE USING DROP ALTER SHOW TERMINATE GRANT REVOKE DENY START STOP ENABLE RENAME REALLOCATE DEALLOCATE "
    "DRYRUN PROFILE EXPLAIN CYPHER PERIODIC COMMIT IMPORT EXPORT BACKUP TRUNCATE CONNECT BEGIN ROLLBACK".split()
)

INSIDE: Final = WRITING | {"LOAD", "CALL", "USE"}
"""Dangerous words that can begin a clause in the middle of a statement."""

ASIDE: Final = {
    "USE": "a query stays in the store's own database",
    "FROM": "a query stays in the store's own database",
    "USING": "planner hints and batches are left to the engine",
    "EXPLAIN": "it returns no rows; the database's own tools show plans",
    "PROFILE": "it returns no rows; the database's own tools show plans",
    "CYPHER": "the dialect and the planner are the store's choice",
}
"""Word -> why it is refused."""

PROCEDURES: Final = {"db.labels": "db.labels", "db.relationshiptypes": "db.relationshipTypes"}
"""Procedures that both engines have and that answer alike."""

FUNCTIONS: Final = frozenset(
    name.lower()
    for name in """
    all any none single exists isEmpty count collect avg max min sum stDev stDevP percentileCont percentileDisc reduce
    coalesce elementId id endNode startNode head last length nullIf properties randomUUID size timestamp type valueType
    toBoolean toBooleanOrNull toFloat toFloatOrNull toInteger toIntegerOrNull toString toStringOrNull
    toBooleanList toFloatList toIntegerList toStringList keys labels nodes relationships range reverse tail
    abs ceil floor isNaN rand round sign e exp log log10 sqrt acos asin atan atan2 cos cosh cot coth degrees haversin pi
    radians sin sinh tan tanh shortestPath allShortestPaths
    btrim left lower lTrim normalize replace right rTrim split substring toLower toUpper trim upper char_length
    character_length
    date date.truncate datetime datetime.fromEpoch datetime.fromEpochMillis datetime.truncate localdatetime
    localdatetime.truncate localtime localtime.truncate time time.truncate duration duration.between
    duration.inDays duration.inMonths duration.inSeconds point point.distance point.withinBBox
    vector.similarity.cosine vector.similarity.euclidean
    """.split()
)
"""Functions of the Cypher manual that compute from their arguments and touch nothing else, in lower case."""
