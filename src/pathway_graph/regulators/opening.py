"""Open a file of changes as rows of cells: text of any encoding with a mark, packed by gzip, or a sheet of Excel."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from pathway_graph.errors import InputError, Problem, did_you_mean, nearest
from pathway_graph.files.delimited import Row, decoded, delimiter_of, is_windows_text, read_rows, without_sep
from pathway_graph.files.spreadsheet import Sheet, is_old_workbook, is_workbook, read_sheets
from pathway_graph.regulators.columns import find_columns
from pathway_graph.regulators.recognise import recognise, several

MOST_BYTES = 2_000_000_000
_UTF16 = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


@dataclass(frozen=True, slots=True)
class Opened:
    """The rows of a file, what splits their cells (nothing in a workbook), and what was done to get at them."""

    file: str
    rows: tuple[Row, ...]
    delimiter: str
    remarks: tuple[str, ...] = ()


def open_rows(path: str | PathLike[str], *, sheet: str = "", is_list: bool = False) -> Opened:
    """Return the rows of a file.

    Args:
        path: The file.
        sheet: Sheet of a workbook; empty to take the one that holds a table.
        is_list: It is a list of names.

    Raises:
        InputError: It cannot be read, is of a kind that is not read, or several sheets may be meant.
    """
    file = str(path)
    data, remarks = _unpacked(_bytes(path, file), file)
    if is_workbook(data):
        chosen = _sheet(read_sheets(data, file), sheet, file)
        return Opened(file, chosen.rows, "", (*remarks, f"sheet {chosen.name!r} of the workbook"))
    if sheet:
        raise InputError([Problem(file, 0, f"there is no sheet {sheet!r}: it is no workbook", "leave --sheet out")])
    _require_text(data, file)
    if data[:2] in _UTF16:
        try:
            data = data.decode("utf-16").encode()
        except UnicodeDecodeError as error:
            what = f"begins as UTF-16 and is not: {error.reason}"
            raise InputError([Problem(file, 0, what, "save the file as UTF-8")]) from error
        remarks.append("the text is UTF-16")
    elif is_windows_text(data):
        data = data.decode("cp1252").encode()
        remarks.append(
            "the text is not UTF-8, and was read as Windows-1252: look at names with accents or Greek letters"
        )
    delimiter, text, more = _delimiter(decoded(data, file), is_list)
    return Opened(file, tuple(read_rows(text, file, delimiter)), delimiter, (*remarks, *more))


def _bytes(path: str | PathLike[str], file: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        why = f"cannot be read: {(error.strerror or str(error)).lower()}"
        raise InputError([Problem(file, 0, why, "check the path")]) from error


def _unpacked(data: bytes, file: str) -> tuple[bytes, list[str]]:
    if data[:2] != b"\x1f\x8b":
        return data, []
    try:
        with gzip.open(Path(file)) as packed:
            found = packed.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError([Problem(file, 0, f"not whole: {error}", "fetch it again, or unpack it")]) from error
    if len(found) > MOST_BYTES:
        raise InputError([Problem(file, 0, "it unpacks to more than 2 GB", "give the table of changes alone")])
    return found, ["unpacked by gzip"]


def _require_text(data: bytes, file: str) -> None:
    """Refuse what is of a kind that is known and not read."""
    kinds = (
        (is_old_workbook(data), "a workbook of Excel before 2007 (.xls)", "save it as .xlsx or as CSV"),
        (data[:2] == b"PK", "an archive, or a sheet of LibreOffice", "unpack it, or save the sheet as .xlsx or CSV"),
        (data[:5] == b"RDX3\n" or data[:4] == b"RDX2", "data of R", "write the table in R: write.csv(x, 'x.csv')"),
        (data[:8] == b"\x89HDF\r\n\x1a\n", "HDF5 (AnnData, .h5ad)",
         "write the table: sc.get.rank_genes_groups_df(adata, group=None).to_csv('x.csv')"),
        (data[:5] == b"%PDF-", "a PDF", "get the table as CSV or Excel from the authors' supplement"),
        (data.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html")), "a web page",
         "fetch the file itself: the link led to a page about it"),
    )  # fmt: skip
    for is_so, what, hint in kinds:
        if is_so:
            raise InputError([Problem(file, 0, f"the file is {what}, which is not read", hint)])


def _sheet(sheets: Sequence[Sheet], wanted: str, file: str) -> Sheet:
    """Return the sheet asked for, or the one that is a table by its numbers."""
    names = [sheet.name for sheet in sheets]
    if not sheets:
        raise InputError([Problem(file, 0, "the workbook is empty", "give a name and a change a row")])
    if wanted:
        for sheet in sheets:
            if sheet.name.casefold() == wanted.casefold():
                return sheet
        near = nearest(wanted, names)
        way = did_you_mean(near) if near else f"sheets are {', '.join(map(repr, names))}"
        raise InputError([Problem(file, 0, f"there is no sheet {wanted!r}", way)])
    tables = [sheet for sheet in sheets if len(sheets) == 1 or any(_numbers(sheet))]
    changes = [sheet for sheet in tables if _has_changes(sheet)]
    if len(changes) == 1:
        return changes[0]
    if len(tables) == 1:
        return tables[0]
    listed = ", ".join(f"{sheet.name!r} ({len(sheet.rows) - 1} rows)" for sheet in changes or tables or sheets)
    raise InputError([Problem(file, 0, f"several sheets may be meant: {listed}", "choose one with --sheet")])


def _has_changes(sheet: Sheet) -> bool:
    """Whether one of the first lines of a sheet has the headers of a table of changes."""
    headers = [[cell.strip() for cell in cells] for _, cells in sheet.rows[:10]]
    return any(recognise(header) or several(header) or find_columns(header)[0] for header in headers)


def _numbers(sheet: Sheet) -> Iterator[bool]:
    for _, cells in sheet.rows[1:21]:
        yield any(re.fullmatch(r"[-+]?[0-9.,]+([eE][-+]?[0-9]+)?", cell.strip()) for cell in cells)


def _delimiter(text: str, is_list: bool) -> tuple[str, str, list[str]]:
    """Return what splits cells, the text without Excel's ``sep=`` line (its line left blank), and remarks."""
    stated, text = without_sep(text)
    if stated:
        return stated, text, ["the first line says what splits the cells"]
    lines = (line for line in re.split(r"\r\n|\r|\n", text) if line.strip())
    first = next((line for line in lines if not line.lstrip('"').startswith("#")), "")
    return delimiter_of(first, otherwise="," if is_list or " " not in first.strip() else " "), text, []
