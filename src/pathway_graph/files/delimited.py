"""Delimited text: read strictly as rows of cells, every problem at its line; written so that no spreadsheet runs it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Any

from pathway_graph.errors import InputError, Problem
from pathway_graph.text.counts import how_many

Row = tuple[int, list[str]]
"""The line a row begins in, and its cells."""

MOST_PROBLEMS = 40
"""Problems of one kind that are listed; more are counted."""

_BREAK = re.compile(r"\r\n|\r|\n")
_SEP = re.compile(r'\s*"?sep=([,;\t|])"?[ \t]*(\r\n|\r|\n)')
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?%?")
_INVISIBLE = r"\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\u2060-\u2069\ufeff"
_FORMULA = re.compile(rf"[\t\r\n]|[{_INVISIBLE}]*[=+\-@＝＋－＠]")


def decoded(data: bytes, file: str) -> str:
    r"""Return the content of a file as text.

    Args:
        data: Its bytes, uncompressed.
        file: Its name, for messages.

    Raises:
        InputError: It is empty, not UTF-8, or holds a zero byte.

    >>> decoded(b"\xef\xbb\xbfgene\n", "a.csv")
    'gene\n'
    """

    def wrong(line: int, message: str, hint: str) -> InputError:
        return InputError([Problem(file, line, message, hint)])

    if not data or data.isspace():
        raise wrong(0, "the file is empty", "give a file with content")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise wrong(1, "the file is UTF-16, not UTF-8", "save the file as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = f"byte 0x{data[error.start]:02X} at offset {error.start} is not UTF-8"
        raise wrong(line, byte, "save the file as UTF-8") from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise wrong(line, "the file holds a zero byte", "it seems to be binary; save it as UTF-8 text")
    return text


def is_windows_text(data: bytes) -> bool:
    r"""Whether bytes are not UTF-8 and may be Windows-1252, as spreadsheets on Windows write text.

    >>> is_windows_text(b"IFN-\xdf"), is_windows_text(b"IFN"), is_windows_text(b"\x81\xff")
    (True, False, False)
    """
    try:
        data.decode()
    except UnicodeDecodeError:
        return not any(byte in data for byte in b"\x00\x81\x8d\x8f\x90\x9d")
    return False


def without_sep(text: str) -> tuple[str, str]:
    r"""Return what Excel's ``sep=`` line says splits the cells, and the text with that line blank; else nothing.

    >>> without_sep("sep=;\ngene;log2FC\n"), without_sep("gene;log2FC\n")
    ((';', '\ngene;log2FC\n'), ('', 'gene;log2FC\n'))
    """
    match = _SEP.match(text)
    return (match[1], match[2] + text[match.end() :]) if match else ("", text)


def delimiter_of(line: str, *, otherwise: str = "\t") -> str:
    r"""Return what splits a line of headers: a tab if there is one, else the more frequent of semicolon and comma.

    Args:
        line: The line; what stands in quotes is not counted.
        otherwise: What to return where there is none of the three.

    >>> delimiter_of('gene\tlog2FC (dose, time, sex)'), delimiter_of('gene;"a, b, c";x'), delimiter_of("gene")
    ('\t', ';', '\t')
    """
    bare = re.sub(r'"[^"]*"', "", line)
    if "\t" in bare:
        return "\t"
    best = max(";,", key=bare.count)
    return best if best in bare else otherwise


def read_rows(text: str, file: str, delimiter: str) -> list[Row]:
    r"""Return every row that is not blank, with the line it begins in.

    A quote counts only at the beginning of a cell, where it must close before the next delimiter. A lone one, which
    R writes with ``quote=FALSE``, would swallow the rows down to the next quote or to the end; it is refused.

    Args:
        text: The text; lines may end as on any system.
        file: Its name, for messages.
        delimiter: One character.

    Raises:
        InputError: A quote does not close, or closes amid a cell, or in another row.

    >>> read_rows('gene,note\nMYC,"a, b"\n\nTP53,5" probe\n', "a.csv", ",")
    [(1, ['gene', 'note']), (2, ['MYC', 'a, b']), (4, ['TP53', '5" probe'])]
    """
    csv.field_size_limit(1 << 24)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    problems: list[Problem] = []
    begins = 1
    try:
        for cells in reader:
            if reader.line_num > begins and any(_swallows(cell, len(cells), delimiter) for cell in cells):
                what = f"not a table: a quote opens in this line and closes in line {reader.line_num}, whole rows later"
                problems.append(Problem(file, begins, what, _QUOTES))
            elif (cells and cells[0].strip()) or any(map(str.strip, cells)):
                rows.append((begins, cells))
            begins = reader.line_num + 1
    except csv.Error as error:
        if "field larger" in str(error):
            problems.append(Problem(file, begins, f"not a table: {error}", "leave the long cell out"))
        elif "end of data" in str(error):
            problems.append(Problem(file, begins, "not a table: a quote opens in this line and never closes", _QUOTES))
        else:
            where = "in it" if reader.line_num <= begins else f"in line {reader.line_num}"
            what = f"not a table: a quote opens in this line and ends amid a cell {where}"
            problems.append(Problem(file, begins, what, _QUOTES))
    if problems:
        raise InputError(capped(problems))
    return rows


_QUOTES = "check the quotes: remove the lone one, or quote the whole cell and double the quotes in it"


def _swallows(cell: str, width: int, delimiter: str) -> bool:
    """Whether a cell that spans lines holds as many delimiters as the rows have that it would have swallowed."""
    breaks = len(_BREAK.findall(cell))
    return breaks > 0 and cell.count(delimiter) >= breaks * (width - 1)


def distinct_cells(rows: Iterable[Row], place: int) -> set[str]:
    """Return what the cells of a column say, without the blanks around them: looked at once, however often it is said.

    >>> sorted(distinct_cells([(2, ["MYC", " 1"]), (3, ["JUN", "-1"]), (4, ["FOS", "1 "])], 1))
    ['-1', '1']
    """
    return set(map(str.strip, set(map(itemgetter(place), map(itemgetter(1), rows)))))


def is_data(first: Sequence[str], below: Iterable[Sequence[str]]) -> bool:
    """Tell whether a first line is no header: it says one thing twice, or two of its cells stand in later lines too.

    >>> is_data(["MYC", "TP53"], [["TP53", "JUN"], ["JUN", "MYC"]]), is_data(["from", "to"], [["TP53", "JUN"]])
    (True, False)
    """
    named = [cell for cell in first if cell]
    later = {cell for row in below if list(row) != list(first) for cell in row if cell}
    return len(named) > 1 and (len(set(named)) < len(named) or sum(cell in later for cell in named) >= 2)


def capped(problems: Iterable[Problem], most: int = MOST_PROBLEMS) -> list[Problem]:
    """Return the first problems, and how many more there are.

    >>> print(*capped([Problem("a.csv", line, "no number") for line in range(1, 5)], 2), sep="; ")
    a.csv:1: no number; a.csv:2: no number; a.csv:3: and 2 more problems from this line on
    """
    listed = sorted(problems)
    if len(listed) <= most + 1:
        return listed
    more = f"and {how_many(len(listed) - most, 'more problem')} from this line on"
    return [*listed[:most], Problem(listed[most].file, listed[most].line, more)]


def write_rows(rows: Iterable[Sequence[Any]], delimiter: str, *, excel_safe: bool = False) -> str:
    r"""Return rows as delimited text, each ended by a line feed; a cell with any line break is quoted.

    Args:
        rows: The cells.
        delimiter: Between cells.
        excel_safe: Let no cell be taken for a formula, see `safe_cell`.

    >>> write_rows([["a", "x\r=1"]], ",")
    'a,"x\r=1"\n'
    """
    return "".join(row_lines(rows, delimiter, excel_safe=excel_safe))


def row_lines(rows: Iterable[Sequence[Any]], delimiter: str, *, excel_safe: bool = False) -> Iterator[str]:
    """Yield what `write_rows` returns, row by row."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")  # the writer quotes what its rows end with
    for row in rows:
        writer.writerow([safe_cell(cell) for cell in row] if excel_safe else row)
        yield buffer.getvalue()[:-2] + "\n"
        buffer.seek(0)
        buffer.truncate()


def safe_cell(value: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula, also behind blanks; numbers stay as they are.

    >>> safe_cell("=1+1"), safe_cell(" @x"), safe_cell("-1.5e-3"), safe_cell("CREB1"), safe_cell(-2)
    ("'=1+1", "' @x", '-1.5e-3', 'CREB1', -2)
    """
    if isinstance(value, int | float):
        return value
    text = str(value)
    is_formula = _FORMULA.match(text) and not _NUMBER.fullmatch(text)
    return f"'{text}" if is_formula else value
