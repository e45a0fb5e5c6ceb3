"""Read measured changes from a CSV or TSV file: a name, a change, perhaps a p-value, with every problem at its line."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, log2
from os import PathLike
from pathlib import Path

from pathway_graph.errors import InputError, Problem, did_you_mean, nearest
from pathway_graph.model import Network
from pathway_graph.regulators.changes import Changes, Keep, Measured, place_changes
from pathway_graph.vocabulary import Sign

NAMES = ("name", "gene", "symbol", "gene symbol", "gene name", "id", "identifier", "entity", "entrez", "target", "node")
CHANGES = (
    "change", "sign", "direction", "log2fc", "log2 fc", "log2foldchange", "log2 fold change", "logfc", "lfc",
    "fold change", "foldchange", "fc", "ratio", "value", "score",
)  # fmt: skip
P_VALUES = ("padj", "adj p val", "p adj", "fdr", "qvalue", "q value", "adjusted p value", "p value", "pvalue",
            "p val", "pval", "p")  # fmt: skip
WORDS: dict[str, Sign] = {
    "up": 1, "+": 1, "increased": 1, "↑": 1, "down": -1, "-": -1, "−": -1, "decreased": -1, "↓": -1,
    "unchanged": 0, "none": 0, "no change": 0,
}  # fmt: skip
MISSING = frozenset({"", "na", "nan", "n/a", "null"})
MAX_P = 0.05


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read a file of changes.

    Attributes:
        name_column, change_column, p_column: Headers; found by their usual names where empty.
        threshold: Smallest absolute log2 fold change that counts as one; None: any for signs, else 1 (twofold).
        max_p: Largest p-value that counts, where there is such a column.
        ratio: Changes are plain ratios (2 is twofold up, 0.5 twofold down), not logarithms.
        prefix: Put before each name with a colon, e.g. ``ncbigene``.
        keep: What to do where one gene has several rows: ``error``, ``first`` or ``strongest``.
    """

    name_column: str = ""
    change_column: str = ""
    p_column: str = ""
    threshold: float | None = None
    max_p: float = MAX_P
    ratio: bool = False
    prefix: str = ""
    keep: Keep = "error"


def read_changes(network: Network, path: str | PathLike[str], reading: Reading | None = None) -> Changes:
    """Read a CSV or TSV file of changes and place them in *network*.

    The first line names the columns; a file of two columns may go without. A change is -1, 0, +1, a word (``up``,
    ``down``) or a log2 fold change. Rows without a value or a name are listed, rows without a p-value count as not
    changed.

    Raises:
        InputError: The file cannot be read, a column is missing, a cell is no number, or a gene has several rows;
            all problems at once, with their lines.
    """
    reading = reading or Reading()
    file = str(path)
    lines = _cells(path, file)
    header, columns = _columns(lines[0][1], reading, file)
    rows = lines[1:] if header else lines
    problems: list[Problem] = []
    values = [_value(cells, line, columns, reading, file, problems) for line, cells in rows]
    if problems:
        raise InputError(problems)
    found = [value for value in values if value is not None and value[1] is not None]
    threshold = reading.threshold
    if threshold is None:
        threshold = 0.0 if all(value in (-1.0, 0.0, 1.0) for _, value, _, _ in found) else 1.0
    measured = [
        Measured(name, _sign(value or 0.0, p, threshold, reading.max_p), value or 0.0, line)
        for name, value, p, line in found
    ]
    empty = [value for value in values if value is not None and value[1] is None]
    return place_changes(
        network, measured, source=file, keep=reading.keep,
        without_value=[name for name, *_ in empty if name], without_name=[line for name, *_, line in empty if not name],
    )  # fmt: skip


def read_names(path: str | PathLike[str], prefix: str = "") -> list[str]:
    """Read a list of names, one a line, or the first column of a table.

    Raises:
        InputError: The file cannot be read or is empty.
    """
    names = [cells[0].strip() for _, cells in _cells(path, str(path)) if cells[0].strip()]
    return [f"{prefix}:{name}" if prefix else name for name in names]


def _cells(path: str | PathLike[str], file: str) -> list[tuple[int, list[str]]]:
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError([Problem(file, 0, "the file is not UTF-8 text", "save it as UTF-8")]) from error
    except OSError as error:
        raise InputError([Problem(file, 0, f"cannot be read: {(error.strerror or str(error)).lower()}")]) from error
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = "\t" if "\t" in first else ";" if ";" in first and "," not in first else ","
    reader = csv.reader(text.splitlines(), delimiter=delimiter)
    lines = [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    if not lines:
        raise InputError([Problem(file, 0, "the file is empty", "give a name and a change a line")])
    return lines


def _columns(first: Sequence[str], reading: Reading, file: str) -> tuple[bool, tuple[int, int, int | None]]:
    """Return whether the first line is a header, and where name, change and p-value stand."""
    named = reading.name_column or reading.change_column or reading.p_column
    if not named and len(first) == 2 and _number(first[1]) is not None:
        return False, (0, 1, None)
    header = [cell.strip() for cell in first]
    name = _find(header, reading.name_column, NAMES)
    change = _find(header, reading.change_column, CHANGES)
    p = _find(header, reading.p_column, P_VALUES)
    problems = []
    for place, given, known, what in (
        (name, reading.name_column, NAMES, "names"),
        (change, reading.change_column, CHANGES, "changes"),
        (p if reading.p_column else 0, reading.p_column, P_VALUES, "p-values"),
    ):
        if place is None:
            near = nearest(given, header) if given else []
            way = did_you_mean(near) if near else f"columns are {', '.join(map(repr, header))}; name one by its option"
            looked = repr(given) if given else f"any of {', '.join(known[:6])}, …"
            problems.append(Problem(file, 1, f"no column of {what} ({looked})", way))
    if name is None or change is None or problems:
        raise InputError(problems)
    return True, (name, change, p)


def _find(header: Sequence[str], given: str, known: Sequence[str]) -> int | None:
    plain = [_plain(cell) for cell in header]
    wanted = [given.casefold()] if given else known
    places = [cell.casefold() for cell in header] if given else plain
    return next((places.index(word) for word in wanted if word in places), None)


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("_", " ").replace(".", " ").replace("-", " ").split())


def _number(text: str) -> float | None:
    text = text.strip()
    if text.casefold() in WORDS:
        return float(WORDS[text.casefold()])
    try:
        number = float(text.replace("−", "-"))
    except ValueError:
        return None
    return number if isfinite(number) else None


def _value(
    cells: Sequence[str],
    line: int,
    columns: tuple[int, int, int | None],
    reading: Reading,
    file: str,
    problems: list[Problem],
) -> tuple[str, float | None, float | None, int] | None:
    """Return name (empty if missing), value (None if missing), p-value (None without a column), line; or a problem."""
    place_name, place_change, place_p = columns
    texts = [cells[place].strip() if place < len(cells) else "" for place in (place_name, place_change, place_p or 0)]
    if texts[0].casefold() in MISSING:
        return "", None, None, line
    name = f"{reading.prefix}:{texts[0]}" if reading.prefix else texts[0]
    p = None if place_p is None else 1.0 if texts[2].casefold() in MISSING else _number(texts[2])
    if place_p is not None and (p is None or not 0 <= p <= 1):
        problems.append(Problem(file, line, f"{texts[2]!r} is no p-value", "give a number from 0 to 1, or NA"))
        return None
    if texts[1].casefold() in MISSING:
        return name, None, p, line
    value = _number(texts[1])
    if value is None or (reading.ratio and value <= 0):
        kind = "ratio above 0" if reading.ratio else "change"
        problems.append(Problem(file, line, f"{texts[1]!r} is no {kind}", "give a number, up or down, or NA"))
        return None
    return name, log2(value) if reading.ratio else value, p, line


def _sign(value: float, p: float | None, threshold: float, max_p: float) -> Sign:
    if value == 0 or abs(value) < threshold or (p is not None and p > max_p):
        return 0
    return 1 if value > 0 else -1
