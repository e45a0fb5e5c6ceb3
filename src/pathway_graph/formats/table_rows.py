"""Rows of cells of a table of edges: what stands above its header, what splits it, and every problem at its line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Final

from pathway_graph.errors import InputError, Problem
from pathway_graph.files.delimited import Row, capped, delimiter_of, read_rows, without_sep
from pathway_graph.formats.raw import MAX_ELEMENTS, Decoded
from pathway_graph.formats.report import Tally
from pathway_graph.identifiers.gene_table import human_gene
from pathway_graph.model.values import CONTROL, brief, why_no_text
from pathway_graph.text.counts import how_many

MAX_COLUMNS = 10_000
"""Most columns of a table."""


_COMMENT_FIRST = re.compile(r"(\s*[\r\n])?#")
"""A comment as the first line that is not blank."""


@dataclass(frozen=True, slots=True)
class Opening:
    """How a table is opened.

    Attributes:
        text: Its text; lines that are passed over are blank, so that the others keep their numbers.
        delimiter: What splits cells.
        header: The header, where the table has none of its own, or another than it shows.
        is_quoted: Whether a cell may stand in quotes; databases write quotes as they are.
    """

    text: str
    delimiter: str
    header: tuple[str, ...] = ()
    is_quoted: bool = True

    def rows(self, file: str) -> list[Row]:
        """Return the rows that are not blank, each with its line.

        Raises:
            InputError: A quote is not closed.
        """
        if self.is_quoted:
            return read_rows(self.text, file, self.delimiter)
        lines = enumerate(re.split(r"\r\n|\r|\n", self.text), 1)
        return [(number, line.split(self.delimiter)) for number, line in lines if line.strip()]


def opening_of(raw: Decoded, tally: Tally) -> Opening:
    """Open a table whose layout is not known: after Excel's ``sep=`` line and lines of comment.

    Raises:
        InputError: It is empty or not UTF-8.
    """
    delimiter, text = without_sep(raw.decoded())
    if _COMMENT_FIRST.match(text):
        lines = re.split(r"(\r\n|\r|\n)", text)
        above = []
        for at in range(0, len(lines), 2):
            if lines[at].startswith("#"):
                above.append(at)
            elif lines[at].strip():
                break
        text = "".join(_without_comments(lines, above, delimiter, tally)) if above else text
    first = re.split("[\r\n]", text.lstrip("\r\n"), maxsplit=1)[0]
    return Opening(text, delimiter or delimiter_of(first))


def headless(raw: Decoded, tally: Tally) -> Opening | None:
    """Open a table whose columns the user names by number, from 1: it has no header; None for any other.

    A first line that holds usual headers there is one all the same, and passed over.
    """
    if not any(name.isdigit() for name in raw.columns.values()):
        return None
    opening = opening_of(raw, tally)
    (line, first), *_ = opening.rows(raw.shown) or [(0, [])]
    if set(raw.columns.values()) & {cell.strip() for cell in first if not cell.strip().isdigit()}:
        return None
    at = {name: int(number) - 1 for name, number in raw.columns.items() if number.isdigit()}
    if any(0 <= place < len(first) and first[place].strip().lower() == role for role, place in at.items()):
        tally.left_out("lines", "headers, where columns are named by number", f"line {line}")
        rest = opening.text.split("\n")
        rest[line - 1] = ""
        opening = replace(opening, text="\n".join(rest))
    return replace(opening, header=tuple(str(number) for number in range(1, len(first) + 1)))


def _without_comments(lines: list[str], above: Sequence[int], delimiter: str, tally: Tally) -> list[str]:
    """Blank the comments above a table; the last that has as many cells as the line below is its header."""
    below = next((line for line in lines[above[-1] + 2 :: 2] if line.strip()), "")
    delimiter = delimiter or delimiter_of(below)
    count = below.count(delimiter)
    header = next((at for at in reversed(above) if count > 0 and lines[at].count(delimiter) == count), None)
    if header is not None:
        lines[header] = lines[header].lstrip("#").lstrip(" ")
    for at in above:
        if at != header:
            tally.left_out("lines", "comments above the table", f"line {at // 2 + 1}")
            lines[at] = ""
    return lines


def _without_headers_and_comments(header: Sequence[str], rows: list[Row], tally: Tally) -> list[Row]:
    """Leave out headers that stand again between the rows, as in files put one behind the other, and comments.

    Where most rows begin with ``#``, or with a colour, they are no comments.
    """
    own = _stripped(header)
    marked = [cells for _, cells in rows if _is_marked(cells[0]) and len(cells) >= len(header)]
    has_comments = 2 * sum(_stripped(cells) != own for cells in marked) <= len(rows)
    kept = []
    for row in rows:
        line, cells = row
        if own[0] in cells[0] and not own[0].isdigit() and _stripped(cells) == own:
            tally.left_out("lines", "the header once more, as in files put one behind the other", f"line {line}")
        elif _is_marked(cells[0]) and (has_comments or len(cells) < len(header)):
            tally.left_out("lines", "comments between the rows", f"line {line}")
        else:
            kept.append(row)
    return kept


def _is_marked(cell: str) -> bool:
    return cell.startswith("#") and _NO_COMMENT.fullmatch(cell) is None


def _stripped(cells: Sequence[str]) -> list[str]:
    """Return the cells of a header without the blanks around them and the marks that may stand before the first."""
    return [cells[0].lstrip("\ufeff#").strip(), *map(str.strip, cells[1:])]


_NO_COMMENT: Final = re.compile(r"#(?:[0-9A-Fa-f]{3,8}|(?i:N/A|NAME\?|REF!|VALUE!|DIV/0!|NULL!|NUM!))")
"""A colour; an error of a spreadsheet, which is a name that was lost."""


def rows_of(
    raw: Decoded, tally: Tally, opening: Opening | None = None, *, unread: frozenset[str] = frozenset()
) -> tuple[list[str], list[Row]]:
    """Return the header and the rows of a table, each with its line; the separator is found from the header.

    Args:
        raw: The file.
        tally: Counts rows that are shorter than the header, and a last line that may be cut off.
        opening: How it is opened, where that is known.
        unread: Columns that are not taken over, in which anything may stand.

    Raises:
        InputError: There is no header, rows have more cells than it, the last row is cut off, a quote is not closed, or
            a cell holds control characters.
    """
    opening = opening or opening_of(raw, tally)
    text, delimiter = opening.text, opening.delimiter
    first = re.split("[\r\n]", text.lstrip("\r\n"), maxsplit=1)[0]
    if (count := first.count(delimiter) + 1) > MAX_COLUMNS:
        hint = "a table has one row per edge; check that it is not turned on its side"
        raise raw.wrong(1, f"it has {count:,} columns; the limit is {MAX_COLUMNS:,}", hint)
    if text.count("\n") > MAX_ELEMENTS and (count := _rows_in(text)) > MAX_ELEMENTS:
        way = "split it into several files, or take the best rows (--min-score, where its scores are known)"
        raise raw.wrong(0, f"it has {count:,} rows; the limit is {MAX_ELEMENTS:,}", way)
    table = opening.rows(raw.shown)
    if not table:
        raise raw.wrong(1, "the file has no header", "name the columns in the first line")
    header, rows = list(opening.header), table
    if not header:
        header, rows = [name.strip() for name in table[0][1]], table[1:]
    rows = _without_headers_and_comments(header, rows, tally)
    header = _with_row_names(header, rows, tally)
    _require_width(raw, header, rows, is_headless=bool(opening.header))
    twice = next((name for name, count in Counter(header).items() if count > 1), None)
    if twice is not None:
        if why := why_headless([cell.strip() for cell in table[0][1]]):
            raise raw.wrong(table[0][0], *why)
        raise raw.wrong(table[0][0], f"column {brief(twice)} stands twice", "name each column once")
    _refuse_controls(raw, text, [(1, header), *rows], header, unread)
    _fill_up(raw, text, header, rows, tally)
    return header, rows


HEADLESS = (
    "the header is missing: the first line is a row already",
    "name the columns in a first line, or say --source-column 1 --target-column 2 --sign-column 3",
)
"""What to say, and the way out, where a table has no header."""
_DATA = re.compile(
    r"[-+−]?\d+([.,]\d+)?([eE][-+]?\d+)?|[-+−]|\w+:\w+|(?i:activation|inhibition|repression|unknown|activates|inhibits)"
)


def why_headless(first: Sequence[str]) -> tuple[str, str] | None:
    """Say that the header is missing where a first line holds data: numbers, CURIEs, signs, words for them, genes."""
    genes = sum(human_gene(f"hgnc.symbol:{cell}") is not None for cell in first)
    return HEADLESS if genes > 1 or any(_DATA.fullmatch(cell) for cell in first) else None


def _with_row_names(header: list[str], rows: Sequence[Row], tally: Tally) -> list[str]:
    """Return the header with a nameless first column where R's ``write.table`` left that of the row names out."""
    if len(rows) < 1 or any(len(cells) != len(header) + 1 for _, cells in rows):
        return header
    if [cells[0].strip() for _, cells in rows] != [str(number) for number in range(1, len(rows) + 1)]:
        return header
    tally.changed("headers", "one cell short, as R writes it: the first column are numbers of rows")
    return ["", *header]


def _require_width(raw: Decoded, header: Sequence[str], rows: Sequence[Row], *, is_headless: bool) -> None:
    hint = "quote cells that hold the separator"
    what = "the table" if is_headless else "the header"
    problems = [
        Problem(raw.shown, line, f"the row has {how_many(len(cells), 'cell')}, {what} {len(header)}", hint)
        for line, cells in (rows if max(_widths(rows), default=0) > len(header) else ())
        if len(cells) > len(header)
    ]
    if problems:
        raise InputError(capped(problems))


def _refuse_controls(raw: Decoded, text: str, rows: list[Row], header: list[str], unread: frozenset[str]) -> None:
    """Refuse control characters in cells, and a carriage return without a line feed, which would begin a row."""
    problems = []
    text = text if "\n" in text else text.replace("\r", "\n")  # whose lines all end in CR, as old Macs wrote
    if CONTROL.search(text.replace("\r\n", "\n")) is not None:
        for line, cells in rows:
            for name, cell in zip(header, cells, strict=False):
                if name not in unread and (why := why_no_text(cell.replace("\r\n", "\n"))):
                    problems.append(Problem(raw.shown, line, f"{name}: {why[0]}", why[1]))
        for number, line_ in enumerate(text.split("\n"), 1):
            if "\r" in line_.removesuffix("\r"):
                what = "a carriage return (CR) without a line feed stands within the line"
                problems.append(Problem(raw.shown, number, what, "remove it, or end every line the same way"))
    if problems:
        raise raw.errors(problems)


def _fill_up(raw: Decoded, text: str, header: list[str], rows: list[Row], tally: Tally) -> None:
    """Give every row as many cells as the header; say where a row was short, and where the file may be cut off."""
    cut = not text.endswith(("\n", "\r"))
    are_full = min(_widths(rows), default=0) >= len(header)
    for number, (line, row) in enumerate(() if are_full else rows, 1):
        missing = len(header) - len(row)
        if missing and cut and number == len(rows):
            what = f"the last row has {how_many(len(row), 'cell')}, the header {len(header)}, and no line end"
            raise raw.wrong(line, what, "the file seems to be cut off; end the row with a line end if it is whole")
        if missing:
            tally.changed("rows", "shorter than the header: the missing cells are read as empty", f"line {line}")
            row += [""] * missing
    if cut and rows:
        tally.changed("lines", "the last one has no line end: the file may be cut off", f"line {rows[-1][0]}")


def _widths(rows: Sequence[Row]) -> set[int]:
    """Return how many cells rows have."""
    return set(map(len, map(itemgetter(1), rows)))


def _rows_in(text: str) -> int:
    """Count the rows below a header, blank lines aside, without a list of them."""
    return sum(1 for _ in re.finditer(r"\n[^\n]", text))
