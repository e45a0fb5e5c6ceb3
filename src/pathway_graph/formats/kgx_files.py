"""The files of KGX: nodes and edges in JSON, JSON lines or tables, in one file or in two that belong together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any, Final

from pathway_graph.errors import Problem
from pathway_graph.files.delimited import read_rows
from pathway_graph.formats.archives import Opened, opened
from pathway_graph.formats.json_lines import are_json_lines, json_lines
from pathway_graph.formats.raw import MAX_ELEMENTS, Decoded, stem
from pathway_graph.formats.shapes import check_shape
from pathway_graph.formats.table_rows import MAX_COLUMNS
from pathway_graph.identifiers.minting import slug
from pathway_graph.text.counts import how_many

_NAME: Final = re.compile(r"(.*?)[_.-]?(nodes|edges)(\.(?:tsv|csv|jsonl))(?:\.gz|\.xz)?", re.IGNORECASE)
_LISTS: Final = frozenset({
    "category", "publications", "synonym", "xref", "same_as", "equivalent_identifiers", "provided_by", "in_taxon",
    "aggregator_knowledge_source", "knowledge_source", "anatomical_context_qualifier", "has_evidence",
    "supporting_text",
})  # fmt: skip
"""Columns whose cells are lists, with bars between."""


@dataclass(frozen=True, slots=True)
class Record:
    """A node or an edge, with its line or its path, and how many cells were missing at the end of its row."""

    data: Mapping[str, Any]
    line: int = 0
    path: str = ""
    missing: int = 0


def looks_like_kgx(text: str) -> bool:
    r"""Tell whether the beginning of a table is KGX: its columns, and a word of the Biolink Model.

    >>> looks_like_kgx("subject\tpredicate\tobject\nHGNC:1\tbiolink:affects\tHGNC:2")
    True
    >>> looks_like_kgx("subject\tpredicate\tobject\nA\tinhibits\tB")
    False
    """
    columns = {name.strip('" ').lower() for name in re.split(r"[\t,]", text.split("\n", 1)[0].strip())}
    are_edges = {"subject", "object"} <= columns and columns & {"predicate", "edge_label"}
    return bool("biolink:" in text and (are_edges or {"id", "category"} <= columns))


def records_of(raw: Decoded) -> tuple[list[Record], list[Record]]:
    """Return nodes and edges of a file, and of the one that belongs to it.

    Raises:
        InputError: A file is damaged; everything of that kind is told.
    """
    nodes, edges = _records(raw)
    if raw.beside is not None:
        more = _records(raw.beside)
        place = f"{raw.beside.name}: "
        nodes = [*(replace(one, line=0, path=f"{place}{one.path or f'line {one.line}'}") for one in more[0]), *nodes]
        edges = [*edges, *(replace(one, line=0, path=f"{place}{one.path or f'line {one.line}'}") for one in more[1])]
    return nodes, edges


def _records(raw: Decoded) -> tuple[list[Record], list[Record]]:
    text = raw.decoded()
    if not text.lstrip().startswith(("{", "[")):
        return _split(_table(raw, text))
    if are_json_lines(text, but=frozenset({"nodes", "edges"})):
        return _split([Record(value, line) for line, value in json_lines(raw)])
    return _whole(raw)


def _whole(raw: Decoded) -> tuple[list[Record], list[Record]]:
    document = raw.json()
    if not isinstance(document, dict) or not document.keys() & {"nodes", "edges"}:
        raise raw.wrong(1, "there are neither 'nodes' nor 'edges'", "KGX JSON has nodes and edges")
    check_shape(raw, document, {"nodes": [{}], "edges": [{}]})
    nodes, edges = (
        [Record(one, path=f"{part}[{at}]") for at, one in enumerate(document.get(part, []))]
        for part in ("nodes", "edges")
    )
    return nodes, edges


def _split(records: list[Record]) -> tuple[list[Record], list[Record]]:
    edges = [one for one in records if {"subject", "object"} & one.data.keys()]
    return [one for one in records if not {"subject", "object"} & one.data.keys()], edges


def _table(raw: Decoded, text: str) -> list[Record]:
    """Return the rows of a table; KGX writes no quotes with tabs, so that a quote is a letter there."""
    if (count := text.count("\n")) > MAX_ELEMENTS:
        raise raw.wrong(0, f"it has {count:,} lines; the limit is {MAX_ELEMENTS:,}", "split it into several files")
    lines = raw.text().split("\n")
    if "\t" in lines[0]:
        rows = [(number, line.split("\t")) for number, line in enumerate(lines, 1) if line.strip()]
    else:
        rows = read_rows(text, raw.shown, ",")
    header = [name.strip().strip('"') for name in rows[0][1]]
    if len(header) > MAX_COLUMNS:
        raise raw.wrong(1, f"it has {len(header):,} columns; the limit is {MAX_COLUMNS:,}", "check how it was written")
    twice = sorted(name for name, count in Counter(header).items() if count > 1)
    problems = [Problem(raw.shown, 1, f"column {name!r} stands twice", "name each column once") for name in twice]
    is_cut = not text.endswith(("\n", "\r")) and len(rows) > 1
    for line, cells in rows[1:]:
        if len(cells) > len(header) and any(map(str.strip, cells[len(header) :])):
            what = f"the row has {how_many(len(cells), 'cell')}, the header {len(header)}"
            problems.append(Problem(raw.shown, line, what, "name each column; cells are split by one tab"))
    if is_cut and len(rows[-1][1]) < len(header):
        what = (
            f"the last row has {len(rows[-1][1])} of {how_many(len(header), 'cell')} and no end of line: it "
            "may be cut off"
        )
        problems.append(Problem(raw.shown, rows[-1][0], what, "fetch the file again, or fill in what is missing"))
    if problems:
        raise raw.errors(problems)
    return [_row(header, cells, line) for line, cells in rows[1:]]


def _row(header: list[str], cells: list[str], line: int) -> Record:
    """Return a row; cells that are missing at its end are empty."""
    missing = max(0, len(header) - len(cells))
    full = [*cells, *[""] * missing][: len(header)]
    return Record(dict(zip(header, map(_cell, header, full), strict=True)), line, missing=missing)


def _cell(name: str, text: str) -> Any:
    text = text.strip()
    if name not in _LISTS:
        return text
    return [part.strip() for part in text.split("|") if part.strip()]


# Files that belong together ---------------------------------------------------------------------------


def paired(items: Iterator[Opened], path: Path) -> Iterator[Opened]:
    """Yield what was opened, tables or lines of nodes together with those of edges that belong to them.

    Of one file the other is looked for beside it: ``x_nodes.tsv`` and ``x_edges.tsv`` are the data set ``x``.
    """
    waiting: dict[tuple[str, str], Decoded] = {}
    for item in items:
        match = _NAME.fullmatch(item.name) if isinstance(item, Decoded) else None
        if match is None or not isinstance(item, Decoded) or not _is_kgx(item):
            yield item
            continue
        key = (item.shown.removesuffix(item.name) + match[1], match[3].lower())  # compressed or not
        other = waiting.pop(key, None)
        if other is None:
            waiting[key] = item
        else:
            yield _joined(item, other, match[1])
    for item in waiting.values():
        match = _NAME.fullmatch(item.name)
        partner = _beside(path, match) if match is not None and path.is_file() else None
        yield _joined(item, partner, match[1]) if match is not None and partner is not None else item


def _is_kgx(item: Decoded) -> bool:
    head = item.data[:65536].decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    return "biolink:" in head if head.startswith("{") else looks_like_kgx(head)


def _beside(path: Path, match: re.Match[str]) -> Decoded | None:
    """Return the other file of a pair that stands beside one, where there is one and it is KGX."""
    for name in _partners(path.name, match):
        found = next(opened(path.with_name(name)), None) if path.with_name(name).is_file() else None
        if isinstance(found, Decoded) and _is_kgx(found):
            return found
    return None


def _partners(name: str, match: re.Match[str]) -> list[str]:
    """Return what the other file of a pair may be called, compressed or not."""
    swapped = "edges" if match[2].lower() == "nodes" else "nodes"
    return [f"{name[: match.start(2)]}{swapped}{match[3]}{packed}" for packed in ("", ".gz", ".xz")]


def _joined(one: Decoded, other: Decoded, base: str) -> Decoded:
    """Return the edges with the nodes beside them; the data set is called what both are, or their folder."""
    edges, nodes = (one, other) if re.search(r"edges\.\w+(\.gz|\.xz)?$", one.name, re.IGNORECASE) else (other, one)
    outside = edges.shown.rpartition("!")[0]
    folder = PurePosixPath(outside.replace("\\", "/")).name if outside else PurePosixPath(edges.shown).parent.name
    name = base or re.sub(r"(?i)\.(zip|tar|tgz|txz)$", "", stem(folder)) or "kgx"
    return replace(edges, beside=nodes, source=edges.source or slug(name))
