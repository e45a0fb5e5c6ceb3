"""The functions, procedures and options that the fence around queries lets through."""

from __future__ import annotations

from typing import Final

PROCEDURES: Final = {
    name.lower(): name
    for name in """
    db.labels db.relationshipTypes db.propertyKeys db.schema.visualization db.schema.nodeTypeProperties
    db.schema.relTypeProperties
    """.split()
}
"""Procedures that tell what is in a store, by their names in lower case."""

VERSIONS: Final = frozenset({"5"})
"""What may stand behind CYPHER: the language this package reads."""

OPTIONS: Final = {
    "runtime": frozenset({"slotted", "interpreted", "pipelined", "parallel"}),
    "planner": frozenset({"cost", "dp", "idp"}),
    "replan": frozenset({"default", "force", "skip"}),
}
"""Options behind CYPHER that choose how, and not what, is answered."""

FUNCTIONS: Final = {
    name.lower(): name
    for name in """
    exists isEmpty count collect avg max min sum stDev stDevP percentileCont percentileDisc
    coalesce elementId id endNode startNode head last length nullIf properties randomUUID size timestamp type valueType
    toBoolean toBooleanOrNull toFloat toFloatOrNull toInteger toIntegerOrNull toString toStringOrNull
    toBooleanList toFloatList toIntegerList toStringList keys labels nodes relationships range reverse tail
    abs ceil floor isNaN rand round sign e exp log log10 sqrt acos asin atan atan2 cos cosh cot coth degrees haversin pi
    radians sin sinh tan tanh
    btrim left lower lTrim normalize replace right rTrim split substring toLower toUpper trim upper char_length
    character_length
    date date.realtime date.statement date.transaction date.truncate
    datetime datetime.fromEpoch datetime.fromEpochMillis datetime.realtime datetime.statement datetime.transaction
    datetime.truncate
    localdatetime localdatetime.realtime localdatetime.statement localdatetime.transaction localdatetime.truncate
    localtime localtime.realtime localtime.statement localtime.transaction localtime.truncate
    time time.realtime time.statement time.transaction time.truncate
    duration duration.between duration.inDays duration.inMonths duration.inSeconds
    point point.distance point.withinBBox
    vector.similarity.cosine vector.similarity.euclidean
    """.split()
}
"""Functions of the Cypher manual that compute from their arguments and touch nothing else, by name in lower case.

Those with a grammar of their own (``all(x IN …)``, ``reduce``, ``shortestPath``, ``count(*)``) are no functions in the
tree.
"""

INSTEAD: Final = {
    "touppercase": "toUpper(text)", "tolowercase": "toLower(text)", "ucase": "toUpper(text)", "lcase": "toLower(text)",
    "len": "size(list)", "substr": "substring(text, start)", "concat": "a + b", "ifnull": "coalesce(a, b)",
    "nvl": "coalesce(a, b)", "isnull": "a IS NULL", "now": "datetime()", "group_concat": "collect(a)",
    "array_agg": "collect(a)", "string_agg": "collect(a)", "contains": "a CONTAINS b", "startswith": "a STARTS WITH b",
    "endswith": "a ENDS WITH b", "count_distinct": "count(DISTINCT a)", "mean": "avg(a)", "std": "stDev(a)",
    "stddev": "stDev(a)", "tostr": "toString(a)", "str": "toString(a)", "int": "toInteger(a)", "float": "toFloat(a)",
    "toint": "toInteger(a)", "if": "CASE WHEN a THEN b ELSE c END", "iif": "CASE WHEN a THEN b ELSE c END",
    "median": "percentileCont(a, 0.5)", "ceiling": "ceil(a)", "power": "a ^ b", "pow": "a ^ b", "mod": "a % b",
    "lowercase": "toLower(text)", "uppercase": "toUpper(text)", "has": "a.b IS NOT NULL",
    "regexp": "a =~ b", "first": "head(list)",
}  # fmt: skip
"""What other languages call a function -> how Cypher says it."""
