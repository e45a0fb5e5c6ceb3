"""Open a file of changes as rows of cells: text of any encoding with a mark, packed or not, or a sheet of Excel."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from os import PathLike
from pathlib import Path
from typing import IO, Any, Final

from pathway_graph.errors import InputError, Problem, did_you_mean, nearest
from pathway_graph.files.delimited import Row, decoded, delimiter_of, is_windows_text, read_rows, without_sep
from pathway_graph.files.kinds import kind_of, network_kind, unknown_binary
from pathway_graph.files.spreadsheet import Sheet, is_workbook, read_sheets
from pathway_graph.regulators.columns import find_columns
from pathway_graph.regulators.recognise import recognise, several
from pathway_graph.text.counts import how_many

MOST_BYTES = 2_000_000_000
_UTF16 = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


@dataclass(frozen=True, slots=True)
class Opened:
    """The rows of a file, what splits their cells (nothing in a workbook), and what was done to get at them."""

    file: str
    rows: tuple[Row, ...]
    delimiter: str
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pasted:
    """A table that is no file: its text, and what it is called in messages."""

    text: str
    name: str = "the table"

    def __str__(self) -> str:
        return self.name

    def __fspath__(self) -> str:
        return self.name


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
    return rows_in(_bytes(path, file), file, sheet=sheet, is_list=is_list)


def rows_in(data: bytes, file: str, *, sheet: str = "", is_list: bool = False) -> Opened:
    """Return the rows in the bytes of a file, as `open_rows` does; *file* is its name, for messages."""
    data, remarks = _unpacked(data, file)
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
    if isinstance(path, Pasted):
        data = path.text.encode(errors="replace")
        if data.startswith((b"PK", *(magic for magic, *_ in _PACKED))):
            raise InputError([Problem(file, 0, "this is a packed file, not a table", "give the table as text")])
        return data
    try:
        return Path(path).read_bytes()
    except OSError as error:
        why = f"cannot be read: {(error.strerror or str(error)).lower()}"
        raise InputError([Problem(file, 0, why, "check the path")]) from error


def _unpacked(data: bytes, file: str) -> tuple[bytes, list[str]]:
    """Return the bytes in a packed file, of an archive those of its only one, and what was done."""
    if data[:2] == b"PK" and not is_workbook(data) and (only := _only_member(data)):
        return _unpack(lambda: io.BytesIO(zipfile.ZipFile(io.BytesIO(data)).read(only)), file), [
            f"{only} of the archive"
        ]
    for magic, name, opened in _PACKED:
        if data.startswith(magic):
            return _unpack(partial(opened, io.BytesIO(data)), file), [f"unpacked by {name}"]
    return data, []


_PACKED: Final[tuple[tuple[bytes, str, Callable[[IO[bytes]], Any]], ...]] = (
    (b"\x1f\x8b", "gzip", lambda packed: gzip.GzipFile(fileobj=packed)),
    (b"\xfd7zXZ\0", "xz", lzma.LZMAFile),
    (b"BZh", "bzip2", bz2.BZ2File),
)


def _only_member(data: bytes) -> str:
    """Return the only file of an archive, if that is a small enough text by its name; else nothing."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [
                info for info in archive.infolist() if not (info.is_dir() or info.filename.startswith("__MACOSX"))
            ]
    except (zipfile.BadZipFile, OSError, ValueError):
        return ""
    if len(members) != 1 or members[0].file_size > MOST_BYTES or members[0].flag_bits & 1:
        return ""
    return members[0].filename if members[0].filename.lower().endswith((".csv", ".tsv", ".txt", ".tab")) else ""


def _unpack(opened: Callable[[], Any], file: str) -> bytes:
    try:
        with opened() as packed:
            found: bytes = packed.read(MOST_BYTES + 1)
    except (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError, zipfile.BadZipFile) as error:
        raise InputError([Problem(file, 0, f"not whole: {error}", "fetch it again, or unpack it")]) from error
    if len(found) > MOST_BYTES:
        raise InputError([Problem(file, 0, "it unpacks to more than 2 GB", "give the table of changes alone")])
    return found


def _require_text(data: bytes, file: str) -> None:
    """Refuse what is of a kind that is known and holds no table of changes."""
    if network := network_kind(data, file):
        what = f"this is {network}, a network, and not a table of names and changes"
        hint = f"`pathway-graph import {file}` takes it; give a table with a name and a change a row"
        raise InputError([Problem(file, 0, what, hint)])
    if re.match(rb'(\xef\xbb\xbf)?\s*(\{\s*["}]|\[\s*[\[{"\]])', data):
        raise InputError([Problem(file, 0, "this is JSON, not a table", "write it as CSV: a name and a change a row")])
    kind = kind_of(data, file) or unknown_binary(data)
    if kind is not None:
        raise InputError([Problem(file, 0, f"this is {kind.what}, which is not read", kind.table)])


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
    listed = ", ".join(
        f"{sheet.name!r} ({how_many(len(sheet.rows) - 1, 'row')})" for sheet in changes or tables or sheets
    )
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
    delimiter = delimiter_of(first, otherwise="," if is_list or " " not in first.strip() else " ")
    if delimiter == " " and '"' not in text and (first.startswith(" ") or "  " in first.strip()):
        lined = re.sub(r"(?m)^ +| +$", "", text)
        return delimiter, re.sub(" {2,}", " ", lined), ["cells are split by several blanks, as R prints a table"]
    return delimiter, text, []
