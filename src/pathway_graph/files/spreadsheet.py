"""Workbooks of Excel (.xlsx): the sheets as rows of text, as a CSV of them would be, each row with its number."""

from __future__ import annotations

import io
import warnings
import zipfile
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from pathway_graph.errors import InputError, Problem
from pathway_graph.files.delimited import Row

MOST_BYTES = 2_000_000_000
"""Most bytes that a workbook may unpack to."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, and its rows that are not blank, as wide as the widest."""

    name: str
    rows: tuple[Row, ...]


def is_workbook(data: bytes) -> bool:
    """Whether bytes are a workbook as Excel has written them since 2007."""
    return data[:4] == b"PK\x03\x04" and b"xl/" in data[-65_536:]


def read_sheets(data: bytes, file: str) -> tuple[Sheet, ...]:
    """Return the sheets of a workbook that hold anything, hidden ones left out; formulas as the values last computed.

    Args:
        data: The workbook.
        file: Its name, for messages.

    Raises:
        InputError: It cannot be read.
    """
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(member.file_size for member in archive.infolist()) > MOST_BYTES:
                raise ValueError("it unpacks to more than 2 GB")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and validations that are of no use here
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            sheets = [
                Sheet(sheet.title, _rows(sheet.iter_rows(values_only=True)))
                for sheet in book.worksheets
                if sheet.sheet_state == "visible"
            ]
    except Exception as error:  # the reader lets through whatever its parsers raise
        problem = Problem(file, 0, f"not a workbook: {error}", "open it in Excel and save it again, or save it as CSV")
        raise InputError([problem]) from error
    return tuple(sheet for sheet in sheets if sheet.rows)


def _rows(values: Any) -> tuple[Row, ...]:
    rows = [(number, [text_of(value) for value in row]) for number, row in enumerate(values, 1)]
    rows = [row for row in rows if any(cell.strip() for cell in row[1])]
    width = max((last + 1 for _, cells in rows for last, cell in enumerate(cells) if cell.strip()), default=0)
    return tuple((number, (cells + [""] * width)[:width]) for number, cells in rows)


def text_of(value: object) -> str:
    """Return a cell as text.

    >>> text_of(None), text_of(2.0), text_of(0.1), text_of(True), text_of(datetime(2024, 9, 2))
    ('', '2', '0.1', 'TRUE', '2024-09-02')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)
