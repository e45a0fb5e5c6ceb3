"""Names in a table of edges that are all numbers: of which database, by both columns as a whole; doubt is told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pathway_graph.files.delimited import Row, distinct_cells
from pathway_graph.formats.gene_names import is_absent
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.report import Tally
from pathway_graph.identifiers.gene_table import human_gene
from pathway_graph.identifiers.name_column import NUMBERED, NameColumn, judge_column

NUMBERS_FROM: Final = 0.9
"""Share of bare numbers from which names are taken for numbers of one database."""
_KNOWN_FROM: Final = 0.5
_COUNTED: Final = 3  # numbers up to three times as many as there are count the nodes of a graph


def with_whole_numbers(rows: Sequence[Row], ends: Sequence[int], tally: Tally) -> list[Row]:
    """Return the rows with ``7157`` for ``7157.0``, which pandas makes of a column of numbers with a gap.

    Names that are not all numbers stay as they are: a version may stand behind the point.

    Args:
        rows: The rows of a table.
        ends: Places of the two ends.
        tally: Counts the names that change.
    """
    names = {name for end in ends for name in distinct_cells(rows, end) if not is_absent(name)}
    broken = {name for name in names if _BROKEN.fullmatch(name)}
    if not broken or not all(name in broken or name.isdigit() for name in names):
        return list(rows)
    why = "numbers with a fraction of 0, as pandas writes them: read as whole numbers"
    tally.changed("names", why, min(broken), count=len(broken))
    return [
        (line, [cell.strip().partition(".")[0] if place in ends and cell.strip() in broken else cell
                for place, cell in enumerate(cells)])
        for line, cells in rows
    ]  # fmt: skip


_BROKEN: Final = re.compile(r"[0-9]+\.0")


def numbered(raw: Decoded, names: Sequence[str], headers: Sequence[str]) -> NameColumn | None:
    """Return what a table's names are, where they are numbers of a database without doubt; None for other names.

    Raises:
        InputError: They may be numbers of several databases.
    """
    numbers = [name for name in names if name.isdigit()]
    if not numbers or len(numbers) < NUMBERS_FROM * len(names):
        return None
    said = next((header for header in headers if judge_column(numbers, header=header).known_from == "header"), "")
    column = judge_column(numbers, header=said)
    if column.kind in NUMBERED:
        return column
    if max(map(int, numbers)) <= _COUNTED * len(numbers):
        return None
    known = {prefix: [one for one in numbers if human_gene(f"{prefix}:{one}")] for prefix in ("ncbigene", "hgnc")}
    if len(known["ncbigene"]) < _KNOWN_FROM * len(numbers):
        return None
    shown = " or ".join(
        f"{word} ({some[0]} = {_symbol(prefix, some[0])}; {len(some)} of {len(numbers)} known)"
        for prefix, word in (("ncbigene", "numbers of NCBI Gene"), ("hgnc", "numbers of HGNC"))
        if (some := known[prefix])
    )
    raise raw.wrong(1, f"the names are numbers, and may be {shown}", "say --names-are ncbigene, or --names-are hgnc")


def _symbol(prefix: str, number: str) -> str:
    gene = human_gene(f"{prefix}:{number}")
    return gene.symbol if gene else ""
