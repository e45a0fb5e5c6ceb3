"""What a file is that was given for a network and is none: names, a table of changes, a text; or has no header."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Sequence
from typing import Final

from pathway_graph.errors import InputError, Problem
from pathway_graph.files.delimited import delimiter_of, is_data
from pathway_graph.files.kinds import Kind, kind_of, unknown_binary
from pathway_graph.formats.edge_columns import pair_in
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.table import FORMATS
from pathway_graph.text.counts import how_many

_HEAD: Final = 1 << 16
_LINES: Final = 200
_NUMBER: Final = re.compile(r"[-+]?(\d+([.,]\d*)?|[.,]\d+)([eE][-+]?\d+)?|(?i:na|nan|-?inf)|")
_CHANGE: Final = re.compile(
    r"(?i)(avg_?)?log(2|10|e)?[\W_]?(f(old)?[\W_]?c(hange)?|fold\w*|ratio)\b.*|(log2)?fold[\W_]?change.*|fc"
)
_P: Final = re.compile(
    r"(?i)p[\W_]?(adj|val(ue)?s?([\W_]adj)?)|adj[\W_]?p([\W_]?val(ue)?)?|padj|fdr|q[\W_]?val(ue)?s?|pr\(.*\)"
)
_TO_REGULATORS: Final = "`pathway-graph regulators {name}` ranks the regulators that explain them"
_NUMBERS: Final = "number them: --source-column 1 --target-column 2 --sign-column 3"
_COLUMNS: Final = "name the columns in the first line, e.g. source, relation, target"


def kind_problem(raw: Decoded) -> Problem | None:
    """Return that a file is of a kind that is known and never a network, and the way out; else None.

    >>> print(kind_problem(Decoded("paper.pdf", "paper.pdf", b"%PDF-1.7")).message)
    this is a PDF, which is not read
    """
    kind: Kind | None = kind_of(raw.data, raw.name) or unknown_binary(raw.data)
    if kind is None:
        return None
    return Problem(raw.shown, 0, f"this is {kind.what}, which is not read", kind.network)


def table_problem(raw: Decoded) -> tuple[Problem, bool] | None:
    r"""Return what a text is that has no columns of a network, and whether it may be one without a header; else None.

    >>> problem, may_be_network = table_problem(Decoded("a.txt", "a.txt", b"MYC\nTP53\nJUN\n"))
    >>> problem.message, may_be_network
    ('this is a list of 3 names, not a network', False)
    """
    rows = _rows(raw)
    if not rows:
        return None
    width = max(map(len, rows))
    found = _list(raw, rows) if width == 1 or len(rows) == 1 else _table(raw, rows)
    if found is not None:
        return Problem(raw.shown, 0 if width == 1 else 1, *found), False
    if width > 1 and (any(map(_NUMBER.fullmatch, filter(None, rows[0]))) or is_data(rows[0], rows[1:])):
        hint = f"{_COLUMNS}, or {_NUMBERS}" + (
            "; if they are source, relation, target, say --format sif" if width == 3 else ""
        )
        return Problem(raw.shown, 1, f"the header is missing: the first line is data, {_shown(rows[0])}", hint), True
    return None


def json_problem(raw: Decoded) -> Problem | None:
    """Return what JSON says of itself that is of no kind that is read; None where it is not JSON, strictly read."""
    if (found := _rows_in_json(raw)) is not None:
        return Problem(raw.shown, 0, *found)
    try:
        value = raw.json()
    except InputError:
        return None
    if isinstance(value, dict):
        if "adjacency" in value and "nodes" in value:
            way = "write networkx.node_link_data(networkx.adjacency_graph(data)) with json.dump"
            return Problem(raw.shown, 0, "this is adjacency JSON of networkx, which is not read", way)
        if "error" in value or ("message" in value and len(value) < 5):
            said = str(value.get("error") or value.get("message"))[:80]
            return Problem(raw.shown, 0, f"this is a server's message, not a network: {said!r}", "fetch the file again")
        said = "with the keys " + (", ".join(map(repr, list(value)[:5])) or "of none")
    else:
        said = (
            f"a list of {how_many(len(value), 'item')}" if isinstance(value, list) else f"the value {str(value)[:40]!r}"
        )
    known = ", ".join(one.name for one in FORMATS.values() if one.reads)
    hint = f"say --format if it is one of {known}"
    return Problem(raw.shown, 0, f"this is JSON of no kind that is known: {said}", hint)


def _rows_in_json(raw: Decoded) -> tuple[str, str] | None:
    """Return what JSON is whose objects are the rows of a table of edges, in a list or one a line."""
    try:
        text = raw.decoded().lstrip()
        row, end = json.JSONDecoder().raw_decode(text, text.index("{"))
    except (InputError, ValueError, RecursionError):
        return None
    is_list = text.startswith("[")
    if not is_list and not text[end:].lstrip().startswith("{"):
        return None
    if pair_in(list(row)) is None or any(isinstance(value, dict) for value in row.values()):
        return None
    lines = "" if is_list else ", lines=True"
    way = f"write it as one: pandas.read_json({raw.name!r}{lines}).to_csv('edges.csv', index=False)"
    return "this is a table of edges in JSON, an object for each row", way


def _rows(raw: Decoded) -> list[list[str]]:
    """Return the first lines that are not blank, split as the first one says."""
    try:
        text = raw.decoded()[:_HEAD]
    except InputError:  # which says what is wrong with its bytes
        return []
    lines = [line for line in re.split(r"\r\n|\r|\n", text) if line.strip() and not line.startswith(("#", "//"))]
    if len(text) == _HEAD:
        lines = lines[:-1]
    lines = lines[:_LINES]
    if not lines:
        return []
    delimiter = delimiter_of(lines[0])
    return [[cell.strip() for cell in cells] for cells in csv.reader(lines, delimiter=delimiter)]


def _list(raw: Decoded, rows: Sequence[Sequence[str]]) -> tuple[str, str] | None:
    """Return what one column, or one line, of words is."""
    cells = [cell for row in rows for cell in row if cell]
    prose = sum(len(cell.split()) > (2 if cell.endswith(".") else 4) for cell in cells)
    if 2 * prose > len(cells):
        return "this is a text in words, not a network", "give SIF, a table of edges, GPML, CX2, …"
    triples = [cell.split() for cell in cells]
    if len(rows) > 1 and all(len(triple) == 3 for triple in triples):
        return ("the lines have no columns: each is three words, as SIF with blanks has them",
                "say --format sif if they are source, relation, target")  # fmt: skip
    names = sum(len(cell.split()) <= 4 and len(cell) <= 60 for cell in cells)
    if 2 * names <= len(cells):
        return None
    if len(rows) == 1 and not _are_names(rows[0]):
        return None
    many = raw.data.count(b"\n") + (not raw.data.endswith(b"\n")) if len(rows) > 1 else len(cells)
    name = raw.name
    return (f"this is a list of {how_many(many, 'name')}, not a network",
            f"`pathway-graph names {name}` says what they are; `pathway-graph regulators --up {name}` ranks what "
            "explains genes that went up (--down: down)")  # fmt: skip


def _are_names(cells: Sequence[str]) -> bool:
    """Whether the cells of a single line are a list: four or more, each another word."""
    words = [cell for cell in cells if re.fullmatch(r"[A-Za-z][\w.-]*", cell)]
    return len(cells) >= 4 and len(set(words)) == len(cells)


def _table(raw: Decoded, rows: Sequence[Sequence[str]]) -> tuple[str, str] | None:
    """Return what a table is that holds changes, or values per sample."""
    if raw.name.lower().endswith((".gmt", ".gmt.gz")):
        hint = "`pathway-graph regulators` takes a set that went up and one that went down"
        return "these are sets of genes (.gmt), not a network", hint
    header, body = rows[0], [row for row in rows[1:] if len(row) in (len(rows[0]), len(rows[0]) + 1)]
    hint = _TO_REGULATORS.format(name=raw.name)
    changes = [cell for cell in header if _CHANGE.fullmatch(cell)]
    p_values = [cell for cell in header if _P.fullmatch(cell)]
    if (changes and (p_values or _CHANGE.fullmatch(header[-1]))) or len(p_values) > 1:
        columns = ", ".join(map(repr, [*changes, *p_values][:3]))
        return f"this is a table of measured changes (columns {columns}), not a network", hint
    numeric = _numeric_columns(body)
    if len(header) == 2 and len(rows) > 2 and numeric == {1} and _NUMBER.fullmatch(header[1]):
        return "this is a list of names with a number each, not a network", hint
    width = max(map(len, rows))
    if len(numeric) >= 3 and len(numeric) >= width - 2 and not any(_NUMBER.fullmatch(cell) for cell in header[1:]):
        way = "compare the samples first (DESeq2, edgeR, limma); `pathway-graph regulators` takes the table of changes"
        return f"this is a table of values, {len(numeric)} columns of numbers, not a network", way
    return None


def _numeric_columns(rows: Sequence[Sequence[str]]) -> set[int]:
    """Return the columns that hold numbers alone, and not nothing but blanks."""
    if not rows:
        return set()
    columns = zip(*(row for row in rows if len(row) == len(rows[0])), strict=True)
    return {place for place, cells in enumerate(columns) if any(cells) and all(map(_NUMBER.fullmatch, cells))}


def _shown(cells: Sequence[str]) -> str:
    return ", ".join(map(repr, cells[:4])) + (", …" if len(cells) > 4 else "")
