"""Turn the engine's result rows into nodes, relationships and paths, the shape every store returns.

The engine hands out a node as a map with ``@rid`` and ``@type``, a relationship likewise but without its ends, and
a path as the text ``(#7:0)-[#16:0]->(#13:0)`` in the order it was matched. What is missing is fetched by record id.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from pathway_graph.errors import QueryError
from pathway_graph.stores.base import Node, Path, Relationship

Row = dict[str, Any]
Fetch = Callable[[str], list[Row]]
"""Runs one SQL text of this module and returns its rows."""

_PATH = re.compile(r"\(#\d+:\d+\)(?:-\[#\d+:\d+\]->\(#\d+:\d+\))*")
_RECORD = re.compile(r"#\d+:\d+")
_AT_ONCE = 1000


class Normaliser:
    """Rebuilds the values of one query's rows.

    Args:
        is_node_type: Whether an engine type holds nodes.
        fetch: Runs SQL on the same database.
    """

    def __init__(self, is_node_type: Callable[[str], bool], fetch: Fetch) -> None:
        self._is_node_type = is_node_type
        self._fetch = fetch
        self._elements: dict[str, Node | Relationship] = {}

    def table(self, rows: list[Row]) -> list[tuple[Any, ...]]:
        """Return the rows as tuples, columns in the order of the RETURN clause."""
        wanted: set[str] = set()
        for row in rows:
            for value in row.values():
                if type(value) in (str, dict, list):
                    wanted.update(self._missing(value))
        self._load(sorted(wanted, key=_record_order))
        return [tuple(map(self._value, row.values())) for row in rows]

    def _missing(self, value: Any) -> Iterator[str]:
        """Name the records whose content *value* does not carry: relationships and all of a path."""
        if isinstance(value, str):
            if value.startswith("(#") and _PATH.fullmatch(value):
                yield from _RECORD.findall(value)
        elif isinstance(value, list):
            for item in value:
                yield from self._missing(item)
        elif isinstance(value, dict):
            if _is_element(value):
                if not self._is_node_type(value["@type"]):
                    yield value["@rid"]
            else:
                for item in value.values():
                    yield from self._missing(item)

    def _load(self, records: list[str]) -> None:
        for start in range(0, len(records), _AT_ONCE):
            listed = ",".join(records[start : start + _AT_ONCE])
            for row in self._fetch(f"SELECT @this AS e, @out.id AS s, @in.id AS t FROM [{listed}]"):
                element = row["e"]
                rid, kind = element["@rid"], element["@type"]
                if self._is_node_type(kind):
                    self._elements[rid] = _node(element)
                else:
                    self._elements[rid] = Relationship(kind, row["s"], row["t"], _properties(element))

    def _value(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._path(value) if value.startswith("(#") else value
        if isinstance(value, list):
            return [self._value(item) for item in value]
        if isinstance(value, dict):
            if not _is_element(value):
                return {key: self._value(item) for key, item in value.items()}
            known = self._elements.get(value["@rid"])
            if known is None:
                known = self._elements[value["@rid"]] = _node(value)
            return known
        return value

    def _path(self, text: str) -> Path | str:
        if not _PATH.fullmatch(text):
            return text
        elements = [self._elements.get(record) for record in _RECORD.findall(text)]
        nodes = [element for element in elements[0::2] if isinstance(element, Node)]
        links = [element for element in elements[1::2] if isinstance(element, Relationship)]
        if len(nodes) + len(links) < len(elements):
            return text  # a stored text that only looks like a path
        return Path(tuple(nodes), tuple(links))


def column_names(rows: Iterable[Row]) -> tuple[str, ...]:
    """Return the columns of the first row.

    >>> column_names([{"b": 1, "a": 2}])
    ('b', 'a')
    """
    for row in rows:
        return tuple(row)
    return ()


def _is_element(value: Row) -> bool:
    return isinstance(value.get("@rid"), str) and isinstance(value.get("@type"), str)


def _node(element: Row) -> Node:
    return Node(tuple(sorted(element["@type"].split("~"))), _properties(element))


def _properties(element: Row) -> Row:
    return {key: value for key, value in element.items() if value is not None and key[0] != "@"}


def _record_order(record: str) -> tuple[int, int]:
    bucket, position = record[1:].split(":")
    return int(bucket), int(position)


def parameter(value: Any) -> Any:
    """Turn a parameter into what the engine takes, lists for tuples.

    Raises:
        QueryError: It is of a type that the engine has not.
    """
    if isinstance(value, list | tuple):
        return [parameter(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): parameter(item) for key, item in value.items()}
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    raise QueryError(f"a parameter is a text, a number, a truth value, a list or a map, not {type(value).__name__}")
