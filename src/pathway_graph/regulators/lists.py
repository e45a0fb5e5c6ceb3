"""Plain lists of names that went up and down: two columns of a table, two sets of a .gmt file, two files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from os import PathLike

from pathway_graph.errors import InputError
from pathway_graph.files.delimited import Row
from pathway_graph.regulators.cells import Cells, number_of, read_cells
from pathway_graph.regulators.columns import NAMES, find_names, plain
from pathway_graph.regulators.mistaken import not_a_list

Named = tuple[str, int, int]
"""A name, +1 or -1, and its line."""

_SIGNS = {"up": 1, "down": -1, "dn": -1, "increased": 1, "decreased": -1, "upregulated": 1, "downregulated": -1}
_BESIDE = frozenset({"genes", "gene", "symbols", "symbol", "regulated", "names", "proteins", "list"})


def sign_of(header: str) -> int:
    """Return +1 or -1 for a header that says nothing but up or down; 0 for others.

    >>> [sign_of(text) for text in ("Up", "down-regulated genes", "DN", "p up", "count")]
    [1, -1, -1, 0, 0]
    """
    words = [word for word in plain(header).split() if word not in _BESIDE]
    return _SIGNS.get(words[0], 0) if len(words) == 1 else 0


def up_and_down(cells: Cells) -> list[Named] | None:
    """Return the names of two columns headed up and down, or of one with both headings; None where there are none.

    Args:
        cells: The file.
    """
    if len(cells.header) == 1:
        return _stacked([(cells.header_line, list(cells.header)), *cells.rows])
    signs = [sign_of(header) for header in cells.header]
    if sorted(signs) != [-1, 1]:
        return None
    found = [(cell.strip(), sign, line) for line, row in cells.rows for cell, sign in zip(row, signs, strict=True)]
    return None if any(number_of(name) for name, _, _ in found if name) else [one for one in found if one[0]]


def _stacked(rows: Sequence[Row]) -> list[Named] | None:
    """Return the names below a line that says up and one that says down, in one column."""
    headings = [sign_of(cells[0]) for _, cells in rows]
    if sorted(sign for sign in headings if sign) != [-1, 1] or not headings[0]:
        return None
    found, sign = [], 0
    for (line, cells), heading in zip(rows, headings, strict=True):
        sign = heading or sign
        if not heading:
            found.append((cells[0].strip(), sign, line))
    return found


def sets_of(rows: Sequence[Row]) -> list[Named] | None:
    """Return the names of the sets of a .gmt file that end in up and down; None where there are no such two sets.

    >>> sets_of([(1, ["DRUG_UP", "na", "MYC"]), (2, ["DRUG_DN", "na", "TP53", "JUN"])])
    [('MYC', 1, 1), ('TP53', -1, 2), ('JUN', -1, 2)]
    """
    signs = [_SIGNS.get(re.split(r"[\W_]+", cells[0].strip().casefold())[-1], 0) for _, cells in rows]
    if sorted(signs) != [-1, 1]:
        return None
    return [
        (name.strip(), sign, line) for (line, cells), sign in zip(rows, signs, strict=True) for name in cells[2:]
        if name.strip()
    ]  # fmt: skip


def names_in(path: str | PathLike[str], option: str, *, sign: int = 0, sheet: str = "") -> list[tuple[int, str]]:
    """Return the names of a list, each with its line: one a line, all in one line, or a column of a table.

    Of a table the column with a usual header for names counts, else the first.

    Args:
        path: The file.
        option: What it was given as, for messages.
        sign: What every name of it counts as; a table of changes that go both ways is then refused.
        sheet: Sheet of a workbook.

    Raises:
        InputError: It cannot be read, is a table of edges, or its changes go another way than *sign*.
    """
    cells = read_cells(path, is_list=True, sheet=sheet)
    problem = not_a_list(cells.rows, cells.file, option, sign)
    if problem is not None:
        raise InputError([problem])
    line, first = cells.rows[0]
    if len(cells.rows) == 1 and len(first) > 1 and not any(map(number_of, first)):
        return [(line, cell.strip()) for cell in first if cell.strip()]
    place = find_names(first, "", lambda message, hint: None) if len(first) > 1 else None
    rows = [(number, row[place or 0].strip()) for number, row in cells.rows if len(row) > (place or 0)]
    is_header = place is not None or plain(first[0]) in NAMES
    return [row for row in (rows[1:] if is_header and len(rows) > 1 else rows) if row[1]]
