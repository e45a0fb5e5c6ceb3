"""Answer for the embedded database what Neo4j's schema calls ask: properties, patterns, indexes, functions.

`stores.schema_query` turns such a call into a query over rows; these are the rows, with the columns, names and words
of Neo4j 5. The store and the server over Bolt share them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, Protocol

from pathway_graph.cypher.files import schema_statements
from pathway_graph.stores.base import Node, Relationship, Table
from pathway_graph.stores.embedded.function_list import functions
from pathway_graph.stores.records import KEY_LABELS
from pathway_graph.stores.schema_query import SCHEMA, Call, Rewritten, Shape

Row = dict[str, Any]


class Asked(Protocol):
    """A database that answers a Cypher text of this package."""

    def rows(self, query: str) -> list[Row]:
        """Return the rows of a query without parameters."""
        ...


def values(rewritten: Rewritten, asked: Asked) -> dict[str, list[Row]]:
    """Return what the parameters of a rewritten statement hold."""
    return {call.parameter: rows_of(call, asked) for call in rewritten.calls}


def plain_table(rewritten: Rewritten, asked: Asked) -> Table | None:
    """Return the whole answer where it holds nodes and relationships, which no parameter can."""
    if not rewritten.is_plain or rewritten.calls[0].name != "db.schema.visualization":
        return None
    nodes, links = _drawing(asked)
    return Table(SCHEMA["db.schema.visualization"].columns, ((nodes, links),))


def rows_of(call: Call, asked: Asked) -> list[Row]:
    """Return the rows of one call of `stores.schema_query.SCHEMA`."""
    rows = list(_ANSWERS[call.name](asked))
    if call.name == "SHOW FUNCTIONS" and call.detail:  # of those that users define there are none
        return []
    return [row for row in rows if row["type"] == call.detail] if call.detail else rows


# Properties -------------------------------------------------------------------------------------------

_TYPED = (
    "UNWIND keys(n) AS key WITH {what} AS of, key, n[key] AS value WITH of, key, CASE WHEN valueType(value) STARTS "
    "WITH 'LIST' THEN 'LIST ' + valueType(value[0]) ELSE valueType(value) END AS type "
    "RETURN of, key, type, count(*) AS n"
)
_NAMES: Final = {
    "STRING": "String", "INTEGER": "Long", "FLOAT": "Double", "BOOLEAN": "Boolean", "DATE": "Date",
    "DURATION": "Duration", "POINT": "Point", "LOCAL DATETIME": "LocalDateTime", "ZONED DATETIME": "DateTime",
    "LOCAL TIME": "LocalTime", "ZONED TIME": "Time",
}  # fmt: skip
"""Type as ``valueType`` says it -> as Neo4j's schema procedures do."""


def _type_name(said: str) -> str:
    """Return the name of a type in the schema procedures.

    >>> _type_name("LIST STRING NOT NULL"), _type_name("INTEGER NOT NULL")
    ('StringArray', 'Long')
    """
    is_list = said.startswith("LIST ")
    name = said.removeprefix("LIST ").removesuffix(" NOT NULL")
    return _NAMES.get(name, name.title().replace(" ", "")) + ("Array" if is_list else "")


def _key_label_first(labels: Iterable[str]) -> list[str]:
    return sorted(labels, key=lambda label: (label not in KEY_LABELS, label))


def _properties(asked: Asked, pattern: str, what: str) -> list[tuple[Any, list[tuple[str, list[str], bool]]]]:
    """Return each set of labels (or type), and of each property its types and whether all of them have it."""
    totals = {_key(row["of"]): row["n"] for row in asked.rows(f"MATCH {pattern} RETURN {what} AS of, count(*) AS n")}
    found: dict[Any, dict[str, list[tuple[str, int]]]] = {of: {} for of in totals}
    for row in asked.rows(f"MATCH {pattern} " + _TYPED.format(what=what)):
        if row["type"] != "NULL":
            found[_key(row["of"])].setdefault(row["key"], []).append((_type_name(row["type"]), row["n"]))
    return [
        (of, [(key, sorted({name for name, _ in seen}), sum(n for _, n in seen) == totals[of])
              for key, seen in sorted(keys.items())])
        for of, keys in sorted(found.items(), key=lambda pair: str(pair[0]))
    ]  # fmt: skip


def _key(of: Any) -> Any:
    return tuple(sorted(of)) if isinstance(of, list | tuple) else of  # as Neo4j orders them in this call


def _node_properties(asked: Asked) -> Iterable[Row]:
    for labels, keys in _properties(asked, "(n)", "labels(n)"):
        head = {"nodeType": ":" + ":".join(f"`{label}`" for label in labels), "nodeLabels": list(labels)}
        for name, types, always in keys or [(None, None, False)]:  # type: ignore[list-item]
            yield {**head, "propertyName": name, "propertyTypes": types, "mandatory": always}


def _link_properties(asked: Asked) -> Iterable[Row]:
    for kind, keys in _properties(asked, "()-[n]->()", "type(n)"):
        for name, types, always in keys or [(None, None, False)]:  # type: ignore[list-item]
            yield {"relType": f":`{kind}`", "propertyName": name, "propertyTypes": types, "mandatory": always}


def _labels(asked: Asked) -> Iterable[Row]:
    """Yield the labels that nodes have; the engine also names those that none has."""
    rows = asked.rows("MATCH (n) RETURN DISTINCT labels(n) AS of")
    return ({"label": label} for label in _key_label_first({label for row in rows for label in row["of"]}))


def _types(asked: Asked) -> Iterable[Row]:
    rows = asked.rows("MATCH ()-[r]->() RETURN DISTINCT type(r) AS of")
    return ({"relationshipType": name} for name in sorted(row["of"] for row in rows))


def _property_keys(asked: Asked) -> Iterable[Row]:
    names: set[str] = set()
    for pattern in ("(n)", "()-[n]->()"):
        rows = asked.rows(f"MATCH {pattern} UNWIND keys(n) AS key WITH key, n WHERE n[key] IS NOT NULL "
                          "RETURN DISTINCT key")  # fmt: skip
        names |= {row["key"] for row in rows}
    names |= {name for row in asked.rows("SHOW INDEXES") for name in row["properties"] or ()}
    return ({"propertyKey": name} for name in sorted(names))


# The picture ------------------------------------------------------------------------------------------


def _parts(asked: Asked) -> tuple[list[Row], list[Row]]:
    """Return the nodes and relationships of the picture of the schema: one node a label, one relationship a pattern."""
    labels = {label for row in asked.rows("MATCH (n) RETURN DISTINCT labels(n) AS of") for label in row["of"]}
    indexes, constraints = list(_indexes(asked)), list(_constraints(asked))
    nodes = [
        {
            "name": label,
            "indexes": [",".join(row["properties"]) for row in indexes
                        if row["labelsOrTypes"] == [label] and not row["owningConstraint"]],
            "constraints": [f"Constraint( name='{row['name']}', type='{row['type']}', "
                            f"schema=(:{label} {{{', '.join(row['properties'])}}}) )"
                            for row in constraints if row["labelsOrTypes"] == [label]],
        }
        for label in _key_label_first(labels)
    ]  # fmt: skip
    rows = asked.rows("MATCH (a)-[r]->(b) RETURN DISTINCT labels(a) AS a, type(r) AS r, labels(b) AS b")
    patterns = {(start, row["r"], end) for row in rows for start in row["a"] for end in row["b"]}
    return nodes, [{"name": kind, "start": start, "end": end} for start, kind, end in sorted(patterns)]


def _drawing(asked: Asked) -> tuple[list[Node], list[Relationship]]:
    nodes, links = _parts(asked)
    return (
        [Node((row["name"],), row) for row in nodes],
        [Relationship(row["name"], row["start"], row["end"], {"name": row["name"]}) for row in links],
    )


def _visualization(asked: Asked) -> Iterable[Row]:
    nodes, links = _parts(asked)
    yield {"nodes": nodes, "relationships": links}


# Indexes, functions, procedures -----------------------------------------------------------------------


def _indexes(asked: Asked) -> Iterable[Row]:
    given = {(tuple(row["labelsOrTypes"]), tuple(row["properties"])): row["name"] for row in _named_indexes()}
    for row in asked.rows("SHOW INDEXES"):
        own = given.get((tuple(row["labelsOrTypes"]), tuple(row["properties"])))
        name = row["owningConstraint"] or own or row["name"]
        of, on = row["labelsOrTypes"][0], ", ".join(f"n.`{name}`" for name in row["properties"])
        made = (
            f"CREATE CONSTRAINT `{name}` FOR (n:`{of}`) REQUIRE ({on}) IS UNIQUE"
            if row["owningConstraint"]
            else f"CREATE {row['type']} INDEX `{name}` FOR (n:`{of}`) ON ({on})"
        )
        options = {"indexConfig": {}, "indexProvider": row["indexProvider"]}
        yield {**row, "name": name, "trackedSince": None, "options": options, "failureMessage": "",
               "createStatement": made}  # fmt: skip


def _named_indexes() -> Iterable[Row]:
    """Return the indexes of ``schema.cypher``, whose names the engine does not keep."""
    for statement in schema_statements():
        words = statement.replace("(", " ").replace(")", " ").split()
        if words[:2] == ["CREATE", "INDEX"]:
            names = [word.rstrip(",").partition(".")[2] for word in words[words.index("ON") + 1 :]]
            label = words[words.index("FOR") + 1].partition(":")[2]
            yield {"name": words[2], "labelsOrTypes": [label], "properties": names}


def _constraints(asked: Asked) -> Iterable[Row]:
    for row in asked.rows("SHOW CONSTRAINTS"):
        of, on = row["labelsOrTypes"][0], ", ".join(f"n.`{name}`" for name in row["properties"])
        made = f"CREATE CONSTRAINT `{row['name']}` FOR (n:`{of}`) REQUIRE ({on}) IS UNIQUE"
        options = {"indexConfig": {}, "indexProvider": "range-1.0"}
        yield {**row, "ownedIndex": row["name"], "options": options, "createStatement": made}


_OTHERS: Final = {
    "rolesExecution": None, "rolesBoostedExecution": None, "isDeprecated": False, "deprecatedBy": None,
}  # fmt: skip


def _functions(_asked: Asked) -> Iterable[Row]:
    for item in functions():
        yield {"name": item.name, "category": item.category, "description": item.description,
               "signature": item.signature, "isBuiltIn": True, "argumentDescription": item.arguments,
               "returnDescription": item.returns, "aggregating": item.category == "Aggregating", **_OTHERS}  # fmt: skip


_MEANINGS: Final = {
    "db.labels": "The labels of the nodes there are.",
    "db.relationshipTypes": "The types of the relationships there are.",
    "db.propertyKeys": "The names of the properties there are.",
    "db.schema.nodeTypeProperties": "Of each combination of labels the properties and their types.",
    "db.schema.relTypeProperties": "Of each relationship type the properties and their types.",
    "db.schema.visualization": "The schema as a graph: one node per label, one relationship per pattern.",
}
_COLUMN_TYPES: Final = {
    "nodeLabels": "LIST<STRING>", "propertyTypes": "LIST<STRING>", "mandatory": "BOOLEAN", "nodes": "LIST<NODE>",
    "relationships": "LIST<RELATIONSHIP>",
}  # fmt: skip


def procedure_rows(catalog: Mapping[str, Shape], meanings: Mapping[str, str], mode: str) -> Iterable[Row]:
    """Return the rows of ``SHOW PROCEDURES`` for the procedures of a catalog."""
    for name, meaning in meanings.items():
        returned = [{"name": column, "description": column, "isDeprecated": False,
                     "type": _COLUMN_TYPES.get(column, "STRING")} for column in catalog[name].columns]  # fmt: skip
        listed = ", ".join(f"{item['name']} :: {item['type']}" for item in returned)
        yield {"name": name, "description": meaning, "mode": mode, "worksOnSystem": False,
               "signature": f"{name}() :: ({listed})", "argumentDescription": [], "returnDescription": returned,
               "admin": False, **_OTHERS, "option": {"deprecated": False}}  # fmt: skip


def _procedures(_asked: Asked) -> Iterable[Row]:
    return procedure_rows(SCHEMA, dict(sorted(_MEANINGS.items())), "READ")


_ANSWERS: Final[dict[str, Callable[[Asked], Iterable[Row]]]] = {
    "db.labels": _labels,
    "db.relationshipTypes": _types,
    "db.propertyKeys": _property_keys,
    "db.schema.nodeTypeProperties": _node_properties,
    "db.schema.relTypeProperties": _link_properties,
    "db.schema.visualization": _visualization,
    "SHOW INDEXES": _indexes,
    "SHOW CONSTRAINTS": _constraints,
    "SHOW FUNCTIONS": _functions,
    "SHOW PROCEDURES": _procedures,
}
