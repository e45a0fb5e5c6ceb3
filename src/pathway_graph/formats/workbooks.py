"""The table of edges in a workbook of Excel, as the text of a table, each row in its own line."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pathway_graph.errors import InputError, Problem
from pathway_graph.files.delimited import Row, write_rows
from pathway_graph.files.spreadsheet import Sheet, is_workbook, read_sheets
from pathway_graph.formats.edge_columns import pair_in
from pathway_graph.formats.edge_recognise import recognise
from pathway_graph.formats.raw import Decoded, Unrecognised

_HEADER_WITHIN: Final = 12


def unbound(raw: Decoded) -> Decoded:
    """Return the table of edges of a workbook as text; any other file as it is.

    What stands above its header is left out. Its data set has the workbook's name.

    Raises:
        InputError: The workbook cannot be read, or holds no table of edges, or several.
    """
    if not is_workbook(raw.data):
        return raw
    sheets = read_sheets(raw.data, raw.shown)
    found = [(sheet, text) for sheet in sheets if (text := _table(sheet, raw))]
    if len(found) != 1:
        raise _wrong(raw, [sheet.name for sheet, _ in found] or [sheet.name for sheet in sheets], bool(found))
    return replace(raw, name=f"{raw.source_id}.tsv", data=found[0][1].encode(), source=raw.source_id)


def _wrong(raw: Decoded, names: list[str], are_tables: bool) -> InputError:
    listed, hint = ", ".join(map(repr, names)) or "it is empty", "save the one you mean as CSV, or name its columns"
    if are_tables:
        return raw.wrong(0, f"several sheets hold tables of edges: {listed}", hint)
    return Unrecognised([Problem(raw.shown, 0, f"no sheet holds a table of edges: {listed}", hint)])


def _table(sheet: Sheet, raw: Decoded) -> str:
    """Return a sheet as text from its header on; nothing where no line is a header of a table of edges."""
    named = {name.casefold() for name in raw.columns.values()} - {"none"}
    for at, (_, cells) in enumerate(sheet.rows[:_HEADER_WITHIN]):
        header = [cell.strip() for cell in cells]
        is_header = named <= {name.casefold() for name in header} if named else pair_in(header) is not None
        if is_header or recognise(_text(sheet.rows[at : at + 1]).encode()):
            return _text(sheet.rows[at:])
    return ""


def _text(rows: tuple[Row, ...]) -> str:
    """Write rows as text, blank lines between them, so that a line is the row of the sheet."""
    lines: list[str] = []
    for line, cells in rows:
        lines += ["\n"] * (line - 1 - len(lines))
        lines.append(write_rows([[" ".join(cell.split()) for cell in cells]], "\t"))
    return "".join(lines)
