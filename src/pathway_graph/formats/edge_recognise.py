"""Recognise whose table of edges it is: by its header, which may stand below other lines, or by its cells."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pathway_graph.files.delimited import decoded, delimiter_of, is_windows_text
from pathway_graph.formats.edge_layouts import LAYOUTS, OURS, EdgeLayout
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.report import Tally
from pathway_graph.formats.table_rows import Opening
from pathway_graph.formats.term_mapping import number_in
from pathway_graph.formats.weights import Weights, judge_weights

_LOOKED_AT = 65_536
_HEADER_WITHIN = 12
_FEWEST_ROWS = 1


@dataclass(frozen=True, slots=True)
class Recognised:
    """A layout, what splits its cells, and in which line its header stands; 0 where it has none."""

    layout: EdgeLayout
    delimiter: str
    header_line: int


def recognise(data: bytes) -> Recognised | None:
    r"""Return the layout of a table; None where it is not known.

    >>> found = recognise(b"AATF\tBAX\tRepression\t22909821\n")
    >>> found.layout.name, found.header_line
    ('TRRUST', 0)
    >>> recognise(b"protein1 protein2 combined_score\n9606.ENSP00000000233 9606.ENSP00000427567 154\n").layout.name
    'STRING, links'
    >>> recognise(b"source\ttarget\tsign\nA\tB\t1\n") is None
    True
    """
    head = data[:_LOOKED_AT].decode("utf-8", "replace").lstrip("\ufeff")
    lines = re.split(r"\r\n|\r|\n", head)
    if len(data) > _LOOKED_AT:
        lines.pop()
    return _headed(lines) or _headless(lines)


def _headed(lines: Sequence[str]) -> Recognised | None:
    shown = [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    for number, line in shown[:_HEADER_WITHIN]:
        delimiter = delimiter_of(line, otherwise=" ")
        header = headers_in(line, delimiter)
        if OURS <= {name.lower() for name in header}:
            return None
        below = [text for at, text in shown if at > number]
        fitting = [layout for layout in LAYOUTS if layout.signature and _is_of(header, layout)]
        fitting = [
            one for one in fitting if not one.strengths or _has_strengths(header, one.strengths, below, delimiter)
        ]
        if fitting:
            best = max(fitting, key=lambda layout: len(layout.signature))
            return Recognised(best, delimiter, number)
    return None


def headers_in(line: str, delimiter: str) -> list[str]:
    """Return the headers in a line, without the ``#`` that some resources put before the first one."""
    cells = next(csv.reader([line.lstrip("#")], delimiter=delimiter), [])
    return [cell.strip() for cell in cells]


def _is_of(header: Sequence[str], layout: EdgeLayout) -> bool:
    small = {name.casefold() for name in header}
    if layout.is_all and len([name for name in header if name]) != len(layout.signature):
        return False
    return all(any(one.casefold() in small for one in part.split("|")) for part in layout.signature)


def _has_strengths(header: Sequence[str], column: str, lines: Sequence[str], delimiter: str) -> bool:
    """Whether the numbers in a column are positive and of several sizes, as no signs are."""
    at = [name.casefold() for name in header].index(column)
    rows = [cells for cells in csv.reader(lines, delimiter=delimiter) if len(cells) >= len(header)]
    if {len(cells) for cells in rows} == {len(header) + 1}:  # R names its rows and not their column
        at += 1
    texts = {cells[at].strip() for cells in rows}
    return judge_weights(texts) is Weights.EITHER and not {number_in(text) for text in texts} <= {0, 1, None}


def _headless(lines: Sequence[str]) -> Recognised | None:
    rows = [line for line in lines if line.strip() and not line.startswith("#")]
    if len(rows) < _FEWEST_ROWS:
        return None
    for layout in LAYOUTS:
        if not layout.cells:
            continue
        patterns = [re.compile(pattern) for _, pattern in layout.cells]
        for delimiter in ("\t", ",", ";", " "):
            if all(_fits(row, delimiter, patterns) for row in rows):
                return Recognised(layout, delimiter, 0)
    return None


def _fits(row: str, delimiter: str, patterns: Sequence[re.Pattern[str]]) -> bool:
    cells = [cell.strip().strip('"') for cell in row.split(delimiter)]
    if len(cells) != len(patterns):
        return False
    return all(pattern.fullmatch(cell) for pattern, cell in zip(patterns, cells, strict=True))


# Opening ----------------------------------------------------------------------------------------------


def open_layout(raw: Decoded, found: Recognised, tally: Tally) -> Opening:
    """Open a table of a known layout: what stands above its header is passed over, Windows-1252 is understood.

    Raises:
        InputError: It is empty or holds a zero byte.
    """
    text = _text(raw, tally)
    lines = re.split(r"(\r\n|\r|\n)", text)
    for at in _passed_over(lines, found):
        tally.left_out("lines", "what stands above the table", f"line {at // 2 + 1}")
        lines[at] = ""
    first = next((line for line in lines[::2] if line.strip()), "")
    is_quoted = found.delimiter not in ("\t", " ") or '"' in first
    if found.header_line:
        at = 2 * (found.header_line - 1)
        lines[at] = lines[at].lstrip("#")
        return Opening("".join(lines), found.delimiter, (), is_quoted)
    return Opening("".join(lines), found.delimiter, tuple(role for role, _ in found.layout.cells), is_quoted)


def _passed_over(lines: Sequence[str], found: Recognised) -> Iterator[int]:
    for at in range(0, len(lines), 2):
        is_above = at // 2 + 1 < found.header_line
        if (is_above or (not found.header_line and lines[at].startswith("#"))) and lines[at].strip():
            yield at
        elif found.header_line and not is_above:
            return


def _text(raw: Decoded, tally: Tally) -> str:
    if not is_windows_text(raw.data):
        return raw.decoded()
    tally.changed("texts", "not UTF-8: read as Windows-1252, look at names with accents or Greek letters")
    return decoded(raw.data.decode("cp1252").encode(), raw.shown)
