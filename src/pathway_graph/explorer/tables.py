"""Tables of the explorer as cells, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(value: Any) -> str:
    """Return a value as text for one cell.

    >>> cell(None), cell(["a", 1]), cell(True), cell({"a": 1})
    ('', 'a, 1', 'true', '{"a": 1}')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple) and all(isinstance(item, str | int | float) for item in value):
        return ", ".join(map(cell, value))
    if isinstance(value, list | tuple | dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


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
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_safe(row.get(column)) for column in columns] for row in rows)
    return buffer.getvalue()


def _safe(value: Any) -> str:
    text = cell(value)
    return f"'{text}" if text.startswith(_FORMULA) and not isinstance(value, int | float) else text


def as_json(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return rows as a JSON document."""
    return json.dumps([dict(row) for row in rows], ensure_ascii=False, indent=2) + "\n"
