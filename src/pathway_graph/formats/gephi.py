"""Gephi's tables of edges: ``Type`` says whether an edge has a direction, ``Weight`` is a width, and neither a sign."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pathway_graph.files.delimited import Row
from pathway_graph.formats.term_mapping import number_in

_TYPES: Final = {"directed", "undirected", "mixed"}


def from_gephi(header: Sequence[str], rows: Sequence[Row]) -> tuple[list[str], list[Row], bool]:
    """Return a table whose ``Type`` is that of Gephi with the relation of its labels, and whether it is one.

    An edge without a direction has no relation of its own. Weights are signs only where one is below 0: Gephi writes
    1.0 where nothing is stated.

    >>> from_gephi(["Source", "Target", "Type", "Label"], [(2, ["A", "B", "Undirected", "activates"])])[:2]
    (['Source', 'Target', 'gephi_type', 'label_in_gephi', 'relation'], [(2, ['A', 'B', 'Undirected', 'activates', ''])])
    """
    small = [name.strip().lower() for name in header]
    if not {"source", "target", "type"} <= set(small) or "relation" in small or not rows:
        return list(header), list(rows), False
    kind = small.index("type")
    if not {cells[kind].strip().lower() for _, cells in rows} <= _TYPES:
        return list(header), list(rows), False
    label = small.index("label") if "label" in small else None
    new = {"type": "gephi_type", "label": "label_in_gephi"}
    if "weight" in small:
        at = small.index("weight")
        numbers = [number_in(cells[at]) or 0.0 for _, cells in rows]
        if min(numbers) >= 0:
            new["weight"] = "weight_in_gephi"
    named = [new.get(one, name) for one, name in zip(small, header, strict=True)]
    told = []
    for line, cells in rows:
        is_directed = cells[kind].strip().lower() == "directed"
        told.append((line, [*cells, cells[label] if label is not None and is_directed else ""]))
    return [*named, "relation"], told, True
