"""Tables of the explorer as cells, CSV and JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pathway_graph.files.delimited import write_rows
from pathway_graph.text.printable import cell, json_text

PAGE: Final = 100
"""Rows of a table on one page."""


@dataclass(frozen=True, slots=True)
class Part:
    """One page of a table.

    Attributes:
        rows: Its rows.
        number: Which page it is, from 1.
        count: How many there are.
        total: Rows of all of them.
    """

    rows: Sequence[Mapping[str, Any]]
    number: int
    count: int
    total: int


def part_of(rows: Sequence[Mapping[str, Any]], number: int) -> Part:
    """Return a page of a table; the nearest there is.

    >>> rows = [{"n": n} for n in range(205)]
    >>> part_of(rows, 3).rows[0], part_of(rows, 9).number, part_of([], 1).count
    ({'n': 200}, 3, 1)
    """
    count = max(1, -(-len(rows) // PAGE))
    number = min(max(number, 1), count)
    return Part(rows[(number - 1) * PAGE : number * PAGE], number, count, len(rows))


def brief(value: Any) -> str:
    """Return a value as `cell` does, but nodes, relationships and paths in few words.

    >>> brief({"labels": ["Entity", "Gene"], "properties": {"id": "gene:B", "name": "B"}})
    'B (gene:B)'
    >>> brief({"type": "ACTIVATES", "start": "a", "end": "b", "properties": {}})
    'a -[ACTIVATES]-> b'
    """
    if isinstance(value, Mapping):
        properties = value.get("properties")
        if value.keys() == {"labels", "properties"} and isinstance(properties, Mapping):
            name, identifier = (cell(properties.get(key)) for key in ("name", "id"))
            return f"{name} ({identifier})" if name else identifier or ":" + ":".join(map(cell, value["labels"]))
        if value.keys() == {"type", "start", "end", "properties"}:
            return f"{cell(value['start'])} -[{cell(value['type'])}]-> {cell(value['end'])}"
        if value.keys() == {"nodes", "relationships"}:
            return "; ".join(map(brief, value["relationships"] or value["nodes"]))
    if isinstance(value, list | tuple) and any(isinstance(item, Mapping) for item in value):
        return "; ".join(map(brief, value))
    return cell(value)


def as_csv(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> str:
    r"""Return rows as CSV; a text that a spreadsheet would take for a formula gets an apostrophe before it.

    >>> as_csv([{"a": "=1+1", "b": -1}], ["a", "b"])
    "a,b\n'=1+1,-1\n"
    """
    lines = [columns, *([_cell(row.get(column)) for column in columns] for row in rows)]
    return write_rows(lines, ",", excel_safe=True)


def _cell(value: Any) -> Any:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else cell(value)


def as_json(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return rows as a JSON document."""
    return json_text([dict(row) for row in rows], indent=2) + "\n"
