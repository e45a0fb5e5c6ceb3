"""What a table is that was given for one of measured changes and is none: of edges, of samples; or has no header."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pathway_graph.errors import Problem
from pathway_graph.files.delimited import Row, is_data
from pathway_graph.regulators.cells import number_of
from pathway_graph.regulators.columns import CHANGES, NAMES, find_columns, plain
from pathway_graph.regulators.recognise import recognise, several

_SOURCES: Final = frozenset({
    "source", "source id", "source name", "source genesymbol", "subject", "from", "tf", "regulator", "kinase",
    "entitya", "entity a", "node1", "node 1", "protein1", "gene1", "gene 1", "interactor a",
})  # fmt: skip
_TARGETS: Final = frozenset({
    "target", "target id", "target name", "target genesymbol", "target gene", "object", "to", "substrate", "gene",
    "entityb", "entity b", "node2", "node 2", "protein2", "gene2", "gene 2", "interactor b",
})  # fmt: skip
_UNCLEAR: Final = frozenset({"change", "sign", "direction", "regulation", "value", "score"})
"""Headers that may be of changes, and of the signs and weights of edges as well."""
_WORDS: Final = frozenset(word for word in (*NAMES, *CHANGES) if len(word) > 2)
_SAMPLE: Final = 200


def holds_changes(header: Sequence[str]) -> bool:
    """Tell whether headers are those of a table of measured changes.

    >>> holds_changes(["gene", "log2FoldChange", "padj"]), holds_changes(["gene", "chromosome"])
    (True, False)
    """
    texts = [cell.strip() for cell in header]
    return len(texts) > 1 and bool(recognise(texts) or several(texts) or find_columns(texts, p="none")[0])


def edges_problem(header: Sequence[str], line: int, file: str) -> Problem | None:
    """Return that headers are those of a table of edges and no fold change stands among them; else None.

    >>> edges_problem(["tf", "target", "score"], 1, "a.tsv").message
    "this is a table of edges (columns 'tf', 'target'), not of measured changes"
    >>> edges_problem(["gene", "source", "log2FC"], 1, "a.tsv")
    """
    found = find_columns(header, p="none")[0]
    is_clear = found is not None and plain(header[found.change]) not in _UNCLEAR
    if not holds_edges(header) or is_clear or recognise(header):
        return None
    columns = ", ".join(repr(cell) for cell in header if plain(cell) in _SOURCES | _TARGETS)
    what = f"this is a table of edges (columns {columns}), not of measured changes"
    hint = f"`pathway-graph import {file}` takes edges; of changes, name the columns: --name-column, --change-column"
    return Problem(file, line, what, hint)


def holds_edges(header: Sequence[str]) -> bool:
    """Tell whether headers are those of a table of edges.

    >>> holds_edges(["Source", "Target", "weight"]), holds_edges(["gene", "log2FC"])
    (True, False)
    """
    names = {plain(cell) for cell in header}
    return not _SOURCES.isdisjoint(names) and not _TARGETS.isdisjoint(names)


def not_changes(rows: Sequence[Row], file: str) -> Problem | None:
    """Return what a file is that has no column of changes; None where it may be a table of changes all the same.

    >>> print(not_changes([(1, ["MYC", "x", "TP53"]), (2, ["TP53", "x", "JUN"])], "a.tsv").message)
    the header is missing: the first line is data, 'MYC', 'x', 'TP53'
    """
    if not rows:
        return None
    (line, first), body = rows[0], [cells for _, cells in rows[1:_SAMPLE]]
    header = [cell.strip() for cell in first]
    if problem := edges_problem(header, line, file):
        return problem
    if holds_changes(header):
        return None
    if _is_prose(rows):
        return Problem(
            file, line, "this is a text in words, not a table", "give a table with a name and a change a row"
        )
    if len(rows) == 1 and len(header) > 3 and not any(map(number_of, header)):
        return Problem(file, line, f"the {len(header)} names stand in one line", "give a name a line, and its change")
    has_words = any(plain(cell) in _WORDS for cell in header)
    if not has_words and is_data(header, body):
        shown = ", ".join(map(repr, header[:4])) + (", …" if len(header) > 4 else "")
        hint = "name the columns in the first line, e.g. gene, log2FC, padj"
        return Problem(file, line, f"the header is missing: the first line is data, {shown}", hint)
    even = [cells for cells in body if len(cells) == len(header)]
    numeric = [place for place in range(1, len(header)) if even and all(number_of(cells[place]) for cells in even)]
    if len(numeric) >= 3 and len(numeric) >= len(header) - 2:
        what = f"this is a table of values per sample ({len(numeric)} columns of numbers), not of changes"
        return Problem(file, line, what, "compare the samples first (DESeq2, edgeR, limma), or say --change-column")
    return None


def _is_prose(rows: Sequence[Row]) -> bool:
    texts = [" ".join(cells) for _, cells in rows[:_SAMPLE]]
    prose = [text for text in texts if len(text.split()) > 4 and re.search(r"[a-z]{2,}[.,:;]? [a-z]", text)]
    return 2 * len(prose) > len(texts)


def not_a_list(rows: Sequence[Row], file: str, option: str, sign: int) -> Problem | None:
    """Return what a file is that is no list of names; None where it is one, or a table of changes of that *sign* alone.

    Args:
        rows: Its rows.
        file: Its name.
        option: What it was given as, e.g. ``--up``.
        sign: +1, -1; 0 where either will do.
    """
    if not rows:
        return None
    (line, first), body = rows[0], rows[1:]
    header = [cell.strip() for cell in first]
    if holds_edges(header) and len(header) > 1:
        what = f"this is a table of edges, not a list of names for {option}"
        return Problem(file, line, what, "give a file with a name a line")
    if not sign or not holds_changes(header):
        return None
    known = recognise(header)
    found = find_columns(header, p="none")[0]
    place = known.contrasts[0].change if known and known.contrasts else found.change if found else None
    numbers = [number_of(cells[place]) for _, cells in body if place is not None and place < len(cells)]
    if numbers and all(number is not None and number.value * sign > 0 for number in numbers):
        return None
    way = "up" if sign > 0 else "down"
    what = f"this is a table of measured changes, and {option} takes every name in it for {way}"
    return Problem(file, line, what, "give it as CHANGES, without an option; or a list of those names alone")
