"""The cells of a file of changes: header, comments, R's row names, decimal commas, and what a cell says as a number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from os import PathLike

from pathway_graph.errors import InputError, Problem
from pathway_graph.files.delimited import Row, capped
from pathway_graph.model.vocabulary import Sign
from pathway_graph.regulators.columns import ENTREZ, NAMES, ROW_NAMES, plain
from pathway_graph.regulators.opening import open_rows
from pathway_graph.text.counts import how_many

WORDS: dict[str, Sign] = {
    "up": 1, "+": 1, "increased": 1, "↑": 1, "down": -1, "-": -1, "−": -1, "decreased": -1, "↓": -1,
    "unchanged": 0, "none": 0, "no change": 0,
}  # fmt: skip
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_WHOLE = re.compile(r"[+-]?[0-9]+")
_INFINITE = re.compile(r"([+-]?)inf(inity)?", re.IGNORECASE)
_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}(,[0-9]{3})+")
_COMMA = re.compile(r"<? *[+-−]?[0-9]+,[0-9]+([eE][+-−]?[0-9]+)?")
MISSING = frozenset({"", "na", "nan", "n/a", "null", "#n/a", "#na", "#num!", "#div/0!", "#value!"})
_HINTS = {"change": "give a number, up or down, or NA", "p-value": "give a number from 0 to 1, or NA"}
_ERRORS = ("#n/a", "#na", "#name?", "#ref!")


@dataclass(frozen=True, slots=True)
class Cells:
    """A file as cells.

    Attributes:
        file: Its name, for messages.
        header: The headers; empty where the file has none.
        rows: Line and cells of each row, as many cells as there are headers.
        delimiter: What splits them.
        header_line: Where the header stands.
        remarks: What was passed over or made up.
        has_comma: Whether numbers have a decimal comma.
    """

    file: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    delimiter: str
    header_line: int = 1
    remarks: tuple[str, ...] = ()
    has_comma: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """A cell read as a number; a word counts as -1, 0 or +1, ``<0.001`` as an upper bound."""

    text: str
    value: float
    is_word: bool = False
    is_bound: bool = False


def read_cells(path: str | PathLike[str], *, is_list: bool = False, is_plain: bool = False, sheet: str = "") -> Cells:
    """Read a file strictly: every row has as many cells as the header, and a quote that opens closes in its cell.

    A header one cell shorter than every row is that of R's ``write.table``: the first column are the names of rows.

    Args:
        path: The file.
        is_list: It is a list of names, of which only the first column matters.
        is_plain: A first line whose second and last cell is a number is no header.
        sheet: Sheet of a workbook.

    Raises:
        InputError: It cannot be read, or rows are uneven; every line is listed.
    """
    opened = open_rows(path, sheet=sheet, is_list=is_list)
    file, delimiter, remarks = opened.file, opened.delimiter, list(opened.remarks)
    comments = [row for row in opened.rows if _is_comment(row)]
    rows = [row for row in opened.rows if not _is_comment(row)]
    if comments:
        remarks.append(_passed_over(comments))
        rows = _with_header(comments, rows)
    if not rows:
        raise InputError([Problem(file, 0, "the file is empty", "give a name and a change a line")])
    if is_list:
        return Cells(file, (), tuple(rows), delimiter)
    first = rows[0][1]
    if is_plain and len(first) == 2 and number_of(first[1], comma=delimiter != ",") is not None:
        _require_even(rows, 2, file)
        return Cells(file, (), tuple(rows), delimiter, 0, tuple(remarks))
    titles = _titles(rows)
    if titles:
        remarks.append(f"lines above the header were passed over: {' '.join(rows[0][1]).strip()[:60]!r}")
    joined = _one_header(rows[titles:])
    if len(joined) < len(rows) - titles:
        remarks.append("the headers stand in two lines, and were joined")
    return _headed(joined, file, delimiter, remarks)


def _titles(rows: Sequence[Row]) -> int:
    """Return how many lines above the header are a title: one cell of several words, above cells without a number."""
    for count, (_, cells) in enumerate(rows[:10]):
        filled = [cell for cell in cells if cell.strip()]
        if len(filled) > 1:
            return count if not any(map(_is_number, filled)) else 0
        if not filled or " " not in filled[0].strip():
            return 0
    return 0


def _one_header(rows: list[Row]) -> list[Row]:
    """Join headers in two lines: above, what several columns are about, beside blanks; below, what each of them is.

    So supplements of papers write contrasts: ``,drug,,dose,`` above ``gene,log2FC,padj,log2FC,padj``.
    """
    if len(rows) < 3 or not len(rows[0][1]) == len(rows[1][1]) == len(rows[2][1]):
        return rows
    above, below = ([cell.strip() for cell in cells] for _, cells in rows[:2])
    named = [cell for cell in below if cell]
    is_below = len(named) >= len(below) - 1 and len(set(named)) < len(named) and not any(map(_is_number, below))
    if not is_below or "" not in above[1:] or sum(map(bool, above)) < 2 or any(map(_is_number, above)):
        return rows
    header, group = [], ""
    for top, own in zip(above, below, strict=True):
        group = top or group
        header.append(f"{group} {own}".strip() if below.count(own) > 1 else own or top)
    return [(rows[1][0], header), *rows[2:]]


def _passed_over(comments: Sequence[Row]) -> str:
    if all(cells[0].strip().startswith("#!{") for _, cells in comments):
        return f"the rows in which Perseus says what its columns are ({len(comments)}) were passed over"
    return (
        f"{how_many(len(comments), 'comment line was', 'comment lines were')} passed over, the first in line "
        f"{comments[0][0]}"
    )


def _is_comment(row: Row) -> bool:
    first = row[1][0].strip()
    return first.startswith("#") and first.casefold() not in _ERRORS


def _with_header(comments: Sequence[Row], rows: list[Row]) -> list[Row]:
    """Take the comment right above a row of numbers for the header if it has as many cells: ``#gene  log2FC``."""
    above = [row for row in comments if not rows or row[0] < rows[0][0]]
    if not rows or not above or len(above[-1][1]) != len(rows[0][1]) or len(rows[0][1]) < 2:
        return rows
    if not any(number_of(cell, comma=True) for cell in rows[0][1]):
        return rows
    line, cells = above[-1]
    return [(line, [cells[0].strip().lstrip("#").strip(), *cells[1:]]), *rows]


def _headed(rows: list[Row], file: str, delimiter: str, remarks: list[str]) -> Cells:
    (line, first), *rest = rows
    header = [cell.strip() for cell in first]
    shifted = bool(rest) and all(len(cells) == len(header) + 1 for _, cells in rest)
    if shifted:
        _require_row_names(rest, header, file, delimiter)
        remarks.append(f"the header is one cell short, as R writes it: the first column is called {ROW_NAMES!r}")
        header = [ROW_NAMES, *header]
    elif header[0] == "":
        header[0] = ROW_NAMES
        remarks.append(f"the first column has no header and is called {ROW_NAMES!r}")
    _require_header(header, line, file)
    _require_even(rest, len(header), file)
    if not rest:
        raise InputError([Problem(file, line, "the file has a header and no rows", "give a name and a change a line")])
    return Cells(file, tuple(header), tuple(rest), delimiter, line, tuple(remarks))


def _require_header(header: Sequence[str], line: int, file: str) -> None:
    """Refuse a first line that is data already: numbers but for one cell, or numbers with decimals."""
    decimals = [cell for cell in header if _is_number(cell) and not _WHOLE.fullmatch(cell.strip())]
    if len(header) < 2 or not (decimals or sum(not _is_number(cell) for cell in header) <= 1):
        return
    shown = ", ".join(map(repr, header[:4])) + (", …" if len(header) > 4 else "")
    hint = "name the columns in the first line, e.g. gene, log2FC, padj"
    if len(header) == 7:
        hint += "; what DESeq2 in Galaxy writes is GeneID, Base mean, log2(FC), StdErr, Wald-Stats, P-value, P-adj"
    raise InputError([Problem(file, line, f"the header is missing: the first line is data, {shown}", hint)])


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text.strip()) is not None


def _require_row_names(rows: Sequence[Row], header: Sequence[str], file: str, delimiter: str) -> None:
    """Refuse a header one cell short where the first column need not be names of rows."""
    width = len(header)
    names = [cells[0].strip() for _, cells in rows]
    hint = "give every column a header"
    if all(not cells[-1].strip() for _, cells in rows):
        what = f"every row has {width + 1} cells and ends with an empty one, the header has {width}"
        raise InputError([Problem(file, rows[0][0], what, "end the header with the delimiter too, or not the rows")])
    named = plain(header[0]) in NAMES and plain(header[0]) not in ENTREZ
    if delimiter == "," and named and all(_WHOLE.fullmatch(cells[1].strip()) for _, cells in rows):
        what = f"every row has {width + 1} cells, the header {width}, as where decimal commas split numbers"
        raise InputError([Problem(file, rows[0][0], what, f"{hint}, and write numbers with a decimal point")])
    if len(set(names)) < len(names) or (delimiter == "," and all(_WHOLE.fullmatch(name) for name in names)):
        what = f"every row has {width + 1} cells, the header {width}, and the first ones are no names of rows"
        raise InputError([Problem(file, rows[0][0], what, f"{hint}, and write numbers with a decimal point")])


def _require_even(rows: Sequence[Row], width: int, file: str) -> None:
    hint = "quote cells that hold the delimiter, or fill the row"
    problems = [
        Problem(file, line, f"the row has {how_many(len(cells), 'cell')}, the header {width}", hint)
        for line, cells in rows
        if len(cells) != width
    ]
    if problems:
        raise InputError(capped(problems))


def number_of(text: str, *, comma: bool = False) -> Number | None:
    """Return what a cell says as a number; None where it is none.

    >>> [number_of(text).value for text in ("-1.5", "up", "1e-3", "<0.01", "-Inf", "−2")]
    [-1.5, 1.0, 0.001, 0.01, -inf, -2.0]
    >>> number_of("1_000"), number_of("1,5"), number_of("1,5", comma=True).value
    (None, None, 1.5)
    """
    given = text.strip()
    if given.casefold() in WORDS:
        return Number(given, float(WORDS[given.casefold()]), is_word=True)
    bound = given.startswith("<")
    bare = given.lstrip("<").strip().replace("−", "-")
    if comma and "." not in bare:
        bare = bare.replace(",", ".", 1)
    if _NUMBER.fullmatch(bare):
        return Number(given, float(bare), is_bound=bound)
    infinite = _INFINITE.fullmatch(bare)
    return Number(given, -inf if infinite[1] == "-" else inf) if infinite and not bound else None


def decimal_comma(cells: Cells, places: Sequence[int]) -> bool:
    """Whether the numbers of some columns have a decimal comma.

    Raises:
        InputError: They have commas that may as well split thousands.
    """
    texts = [(line, row[place].strip()) for line, row in cells.rows for place in places]
    with_comma = [(line, text) for line, text in texts if _COMMA.fullmatch(text)]
    if not with_comma:
        return False
    if any("." in text and number_of(text) for _, text in texts):
        line, text = with_comma[0]
        what = f"{text!r} has a decimal comma, other numbers of the file a decimal point"
        raise InputError([Problem(cells.file, line, what, "write decimal points all through")])
    if all(_THOUSANDS.fullmatch(text) for _, text in with_comma):
        line, text = with_comma[0]
        what = (
            f"the comma of {text!r} may split thousands or be a decimal one, and so in "
            f"{how_many(len(with_comma), 'cell')}"
        )
        raise InputError([Problem(cells.file, line, what, "write decimal points, and no thousands separators")])
    return True


def numbers_of(cells: Cells, place: int, what: str, problems: list[Problem]) -> list[Number | None]:
    """Return the number of each row, None where it is missing.

    Args:
        cells: The file.
        place: The column.
        what: What it holds: ``change``, which may be a word, or ``p-value``, which may be a bound.
        problems: What is no such number joins these.
    """
    found: list[Number | None] = []
    for line, row in cells.rows:
        text = row[place].strip()
        number = None if text.casefold() in MISSING else number_of(text, comma=cells.has_comma)
        wrong = number is not None and (number.is_word if what == "p-value" else number.is_bound)
        if text.casefold() not in MISSING and (number is None or wrong):
            problems.append(Problem(cells.file, line, f"{text!r} is no {what}", _HINTS[what]))
        found.append(number)
    return found
