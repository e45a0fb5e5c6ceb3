"""Look at the other columns of a file: whether one finds more names, and whether one contradicts the changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pathway_graph.errors import AmbiguousName, Problem
from pathway_graph.model import Network
from pathway_graph.model.curie import PATTERNS
from pathway_graph.regulators.cells import Cells
from pathway_graph.regulators.changes import Measurements, named
from pathway_graph.regulators.columns import Columns

_SAMPLE = 200
_PREFIXES = ("ncbigene", "uniprot", "hgnc", "mgi", "rgd", "refseq", "chebi", "pubchem.compound")


def way_to_match(network: Network, cells: Cells, name_column: str, changes: Measurements) -> str:
    """Return the option that would find more names, or nothing.

    Args:
        network: Where names are looked up.
        cells: The file.
        name_column: The column its names were taken from.
        changes: What came of it.
    """
    best, way = 0, ""
    for column, names in _columns(cells, name_column, changes):
        for prefix in ("", *_PREFIXES):
            if prefix and not _look_like(names, prefix):
                continue
            count = sum(_is_there(network, f"{prefix}:{name}" if prefix else name) for name in names)
            options = f"--name-column {column!r}" if column != name_column else ""
            options += (" " if options and prefix else "") + (f"--prefix {prefix}" if prefix else "")
            if count > best and options:
                best, way = (
                    count,
                    f"with {options}, {count} of {len(names)} looked at {'is' if count == 1 else 'are'} found",
                )
    return way


def find_contradiction(cells: Cells, columns: Columns, values: Sequence[float | None]) -> Problem | None:
    """Return where a column of the words up and down says the opposite of the changes, which then are sizes alone.

    Args:
        cells: The file.
        columns: The columns taken.
        values: The change of each row.
    """
    for place, header in enumerate(cells.header):
        if place in (columns.name, columns.change, columns.p):
            continue
        for (line, row), value in zip(cells.rows, values, strict=True):
            word = _DIRECTION.fullmatch(row[place].strip())
            if word and value and (value > 0) is (word[1].casefold() == "down"):
                text, change = row[place].strip(), row[columns.change].strip()
                what = f"column {header!r} says {text!r} where {cells.header[columns.change]!r} says {change!r}"
                hint = "they may be sizes without a sign; name the column to go by with --change-column"
                return Problem(cells.file, line, what, hint)
    return None


_DIRECTION = re.compile(r"(up|down)([ _-]?regulated)?", re.IGNORECASE)


def _columns(cells: Cells, name_column: str, changes: Measurements) -> Iterator[tuple[str, Sequence[str]]]:
    """Give names that were not found, and the cells of the other columns that are no numbers."""
    yield name_column, [name for name in changes.unmatched[:_SAMPLE] if ":" not in name]
    for place, header in enumerate(cells.header):
        texts = [row[place].strip() for _, row in cells.rows[:_SAMPLE]]
        if header != name_column and not all(re.fullmatch(r"[-+0-9.eE]*|NA", text) for text in texts):
            yield header, texts


def _look_like(names: Sequence[str], prefix: str) -> bool:
    return bool(names) and sum(re.fullmatch(PATTERNS[prefix], name) is not None for name in names) * 2 > len(names)


def _is_there(network: Network, name: str) -> bool:
    try:
        return bool(name) and bool(named(network, name))
    except AmbiguousName:
        return False
