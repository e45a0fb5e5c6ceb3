"""Turn what the Neo4j driver hands out into nodes, relationships and paths, the shape every store returns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import neo4j
from neo4j import graph, spatial, time

from pathway_graph.cypher.limits import RowLimiter
from pathway_graph.stores.base import Node, Path, Relationship, Table
from pathway_graph.stores.names import Names
from pathway_graph.stores.times import plain_times

_TEMPORAL = (time.Date, time.Time, time.DateTime, time.Duration)


def to_table(tx: neo4j.ManagedTransaction, result: neo4j.Result, bounded: RowLimiter) -> Table:
    """Fetch the rows of *result*, which ran in *tx*, as far as *bounded* lets them through.

    A relationship that comes without its ends says only the server's identifiers of them; their property ``id``
    is then fetched in the same transaction.
    """
    columns = tuple(result.keys())
    rows = list(bounded.take(tuple(record.values()) for record in result))
    result.consume()  # the rest is not sent
    names: dict[str, str] = {}
    missing: set[str] = set()
    for link in _relationships(rows):
        for end in (link.start_node, link.end_node):
            if end is not None and "id" in end:
                names[end.element_id] = str(end["id"])
            elif end is not None:
                missing.add(end.element_id)
    if wanted := sorted(missing - names.keys()):
        text = "UNWIND $ids AS i MATCH (n) WHERE elementId(n) = i RETURN i, n.id"
        names.update((element, str(name)) for element, name in tx.run(text, ids=wanted) if name is not None)
    return Table(columns, tuple(tuple(_value(value, names) for value in row) for row in rows), bounded.is_cut)


def read_names(tx: neo4j.ManagedTransaction) -> Names:
    """Return the labels, relationship types and property keys of the database."""
    labels = tx.run("CALL db.labels() YIELD label RETURN collect(label) AS names").single(strict=True)["names"]
    types = tx.run("CALL db.relationshipTypes() YIELD relationshipType AS t RETURN collect(t) AS names")
    keys = tx.run("CALL db.propertyKeys() YIELD propertyKey AS key RETURN collect(key) AS names")
    return Names(
        frozenset(labels),
        frozenset(types.single(strict=True)["names"]),
        frozenset(keys.single(strict=True)["names"]),
    )


def _relationships(value: Any) -> Iterator[graph.Relationship]:
    if isinstance(value, graph.Relationship):
        yield value
    elif isinstance(value, graph.Path):
        yield from value.relationships
    elif isinstance(value, Mapping):
        yield from _relationships(list(value.values()))
    elif isinstance(value, list | tuple):
        for item in value:
            if not isinstance(item, str | int | float):
                yield from _relationships(item)


def _value(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, str | int | float) or value is None:
        return value
    if isinstance(value, graph.Node):
        return Node(tuple(sorted(value.labels)), _properties(value.items(), names))
    if isinstance(value, graph.Relationship):
        start, end = (node.element_id if node is not None else "" for node in (value.start_node, value.end_node))
        properties = _properties(value.items(), names)
        return Relationship(value.type, names.get(start, start), names.get(end, end), properties)
    if isinstance(value, graph.Path):
        return Path(
            tuple(_value(node, names) for node in value.nodes),
            tuple(_value(link, names) for link in value.relationships),
        )
    if isinstance(value, list | tuple) and not isinstance(value, (*_TEMPORAL, spatial.Point)):
        return [_value(item, names) for item in value]
    if isinstance(value, Mapping):
        return _properties(value.items(), names)
    if isinstance(value, _TEMPORAL):
        return _written(value)
    return str(value)


def _written(value: time.Date | time.Time | time.DateTime | time.Duration) -> str:
    """Return a date, time or duration as Cypher's ``toString`` writes it."""
    text: str = value.iso_format()
    zone = getattr(getattr(value, "tzinfo", None), "key", None) or getattr(getattr(value, "tzinfo", None), "zone", None)
    plain: str = plain_times(text) if isinstance(value, time.Time | time.DateTime) else text
    return f"{plain}[{zone}]" if zone and zone != "UTC" else plain


def _properties(items: Iterable[tuple[str, Any]], names: Mapping[str, str]) -> dict[str, Any]:
    return {name: _value(value, names) for name, value in items}
