"""Read measured changes from a delimited file: a name, a change, perhaps a p-value, with every problem at its line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import isinf
from os import PathLike
from typing import NamedTuple, get_args

from pathway_graph.errors import InputError, Problem, WrongArgument
from pathway_graph.files.delimited import capped
from pathway_graph.model import Network
from pathway_graph.model.arguments import require_number, require_word
from pathway_graph.model.vocabulary import Sign
from pathway_graph.regulators.cells import MISSING, Cells, Number, decimal_comma, numbers_of, read_cells
from pathway_graph.regulators.changes import HowRead, Keep, Measurement, Measurements, place_changes
from pathway_graph.regulators.columns import ENTREZ, Columns, find_columns, is_beside_change, is_percent, plain
from pathway_graph.regulators.hints import find_contradiction, way_to_match
from pathway_graph.regulators.scales import ASK, MEANINGS, SCALES, Scale, Understood, to_log2, understand

MAX_P = 0.05


@dataclass(frozen=True, slots=True)
class ColumnOptions:
    """How to read a file of changes.

    Attributes:
        name_column, change_column, p_column: Headers; found by their usual names where empty. A first column
            without a header is called ``row names``; *p_column* ``none`` takes no p-values.
        threshold: Smallest absolute log2 fold change that counts as one; None: any for signs, else 1 (twofold).
        max_p: Largest p-value that counts, where there is such a column.
        ratio: Short for *scale* ``ratio``.
        prefix: Put before each name with a colon, e.g. ``ncbigene``.
        keep: What to do where one gene has several rows: ``error``, ``first`` or ``strongest``.
        scale: What the changes are: ``log2``, ``ln``, ``log10``, ``ratio``, ``signed-ratio`` (-2 is twofold down) or
            ``sign``; ``auto`` goes by header and values, and refuses where they do not say.
    """

    name_column: str = ""
    change_column: str = ""
    p_column: str = ""
    threshold: float | None = None
    max_p: float = MAX_P
    ratio: bool = False
    prefix: str = ""
    keep: Keep = "error"
    scale: str = "auto"


class Entry(NamedTuple):
    """One row: name (empty if missing), change as log2 or sign (None if missing), p-value (None without one), line."""

    name: str
    value: float | None
    p: float | None
    line: int


@dataclass(frozen=True)
class Listed:
    """A file of changes as it stands, its columns understood and its changes on one scale; nothing is looked up yet.

    Attributes:
        entries: One a row.
        how: How they were read.
        keep: What to do where one gene has several rows.
        cells: The file's cells, to see whether another column would fit better.
    """

    entries: tuple[Entry, ...]
    how: HowRead
    keep: Keep = "error"
    cells: Cells = field(repr=False, default=Cells("", (), (), "\t"))


def read_changes(network: Network, path: str | PathLike[str], reading: ColumnOptions | None = None) -> Measurements:
    """Read a delimited file of changes and place them in *network*; `read_list` and `place_list` are its halves.

    The first line names the columns; a file of two columns may go without. A change is -1, 0, +1, a word (``up``,
    ``down``), a logarithm, a ratio or a signed fold change, as header and values say. Rows without a value or a name
    are listed, rows without a p-value count as not changed. ``Measurements.how`` says what was taken for what.

    Raises:
        InputError: The file cannot be read, a column is missing or may be several, a row has too few or too many
            cells, a cell is no number, a gene has several rows, or no name is in the network; all problems at once,
            with their lines.
    """
    return place_list(network, read_list(path, reading))


def read_list(path: str | PathLike[str], reading: ColumnOptions | None = None) -> Listed:
    """Read a file of changes without looking its names up.

    Raises:
        InputError: As `read_changes`, but for the names.
        WrongArgument: An option of *reading* means nothing, such as a scale that there is not.
    """
    reading = reading or ColumnOptions()
    asked = _asked(reading)
    cells = read_cells(path, is_plain=not (reading.name_column or reading.change_column or reading.p_column))
    columns = _columns(cells, reading)
    places = [place for place in (columns.change, columns.p) if place is not None]
    cells = replace(cells, has_comma=decimal_comma(cells, places))
    problems: list[Problem] = []
    changes = numbers_of(cells, columns.change, "change", problems)
    p_values = _p_values(cells, columns.p, reading.max_p, problems)
    if problems:
        raise InputError(capped(problems))
    understood = _understood(cells, changes, cells.header[columns.change] if cells.header else "", asked)
    scale, prefix = understood.scale or "log2", _prefix(cells, columns, reading)
    entries = tuple(
        _entry(row[columns.name], prefix, None if number is None else to_log2(number.value, scale), p, line)
        for (line, row), number, p in zip(cells.rows, changes, p_values, strict=True)
    )
    how = _how(cells, columns, understood, reading)
    contradiction = find_contradiction(cells, columns, [entry.value for entry in entries])
    if contradiction and not reading.change_column:
        raise InputError([contradiction])
    if contradiction:
        how = replace(how, warnings=(*how.warnings, f"line {contradiction.line}: {contradiction.message}"))
    return Listed(entries, replace(how, remarks=(*how.remarks, *_infinite(entries))), reading.keep, cells)


def place_list(network: Network, listed: Listed) -> Measurements:
    """Look the names of a file of changes up.

    Raises:
        InputError: A gene has several rows, or none of the names is in the network.
    """
    how = listed.how
    measured = [
        Measurement(entry.name, _sign(entry, how), entry.value, entry.line)
        for entry in listed.entries
        if entry.name and entry.value is not None
    ]
    if not measured:
        raise InputError([Problem(how.file, 0, "no row has a name and a change", "look at the columns")])
    changes = place_changes(
        network, _sized(measured, how.threshold), source=how.file, keep=listed.keep,
        without_value=[entry.name for entry in listed.entries if entry.name and entry.value is None],
        without_name=[entry.line for entry in listed.entries if not entry.name],
    )  # fmt: skip
    return replace(changes, how=replace(how, warnings=(*how.warnings, *_unmatched(network, listed, changes))))


def read_names(path: str | PathLike[str], prefix: str = "") -> list[str]:
    """Read a list of names, one per line, or the first column of a table.

    Raises:
        InputError: The file cannot be read or is empty, or a quote does not close.
    """
    names = [row[0].strip() for _, row in read_cells(path, is_list=True).rows if row[0].strip()]
    return [f"{prefix}:{name}" if prefix else name for name in names]


def _asked(reading: ColumnOptions) -> Scale | None:
    require_word("scale", reading.scale, ("auto", *SCALES))
    require_word("keep", reading.keep, get_args(Keep))
    require_number("max_p", reading.max_p, above=0, high=1)
    if reading.threshold is not None and reading.threshold != 0:
        require_number("threshold", reading.threshold, above=0)
    if reading.ratio and reading.scale not in ("auto", "ratio"):
        message = f"ratio and scale {reading.scale!r} contradict each other"
        raise WrongArgument("scale", reading.scale, message=message, hint="give one of them")
    if reading.ratio:
        return "ratio"
    return next((scale for scale in SCALES if scale == reading.scale), None)


def _columns(cells: Cells, reading: ColumnOptions) -> Columns:
    if not cells.header:
        return Columns(0, 1)
    columns, wrong = find_columns(
        cells.header, name=reading.name_column, change=reading.change_column, p=reading.p_column
    )
    if columns is None:
        raise InputError([Problem(cells.file, cells.header_line, message, hint) for message, hint in wrong])
    return columns


def _p_values(cells: Cells, place: int | None, max_p: float, problems: list[Problem]) -> list[float | None]:
    """Return the p-value of each row: None without a column, 1 where it is missing; ``<0.001`` is an upper bound."""
    if place is None:
        return [None] * len(cells.rows)
    if cells.header and is_percent(cells.header[place]):
        what = f"column {cells.header[place]!r} holds per cent by its header"
        hint = "write p-values from 0 to 1, or say --p-column none"
        problems.append(Problem(cells.file, cells.header_line, what, hint))
    found = numbers_of(cells, place, "p-value", problems)
    for (line, row), number in zip(cells.rows, found, strict=True):
        text = row[place].strip()
        if number is not None and not 0 <= number.value <= 1:
            problems.append(Problem(cells.file, line, f"{text!r} is no p-value", "give a number from 0 to 1, or NA"))
        elif number is not None and number.is_bound and number.value > max_p:
            what = f"{text!r} does not say whether the p-value is at most {max_p:g}"
            problems.append(Problem(cells.file, line, what, "give the number, or another --max-p"))
    return [1.0 if number is None else number.value for number in found]


def _understood(cells: Cells, changes: Sequence[Number | None], header: str, asked: Scale | None) -> Understood:
    present = [number for number in changes if number is not None]
    words = any(number.is_word for number in present)
    understood = understand([number.value for number in present], header, has_words=words, asked=asked)
    problems = []
    if understood.scale is None:
        raise InputError([Problem(cells.file, cells.header_line, understood.why, ASK)])
    for (line, _), number in zip(cells.rows, changes, strict=True):
        if number is None:
            continue
        if understood.scale == "sign" and asked is None and words and number.value not in (-1.0, 0.0, 1.0):
            what = f"{number.text!r} is no change beside words such as up and down"
            problems.append(Problem(cells.file, line, what, "give words, or numbers, all through"))
        elif to_log2(number.value, understood.scale) is None:
            kind = "ratio above 0" if understood.scale == "ratio" else "signed fold change, at most -1 or at least 1"
            problems.append(Problem(cells.file, line, f"{number.text!r} is no {kind}", f"correct it, or {ASK}"))
        elif number.is_word and understood.scale != "sign":
            what = f"{number.text!r} is no number of the scale {understood.scale}"
            problems.append(Problem(cells.file, line, what, "leave --scale out"))
    if problems:
        raise InputError(capped(problems))
    return understood


def _entry(name: str, prefix: str, value: float | None, p: float | None, line: int) -> Entry:
    name = name.strip()
    if name.casefold() in MISSING:
        return Entry("", None, None, line)
    return Entry(f"{prefix}:{name}" if prefix else name, value, p, line)


def _prefix(cells: Cells, columns: Columns, reading: ColumnOptions) -> str:
    """Return the prefix of the names; a column of Entrez numbers says so in its header."""
    if reading.prefix or not cells.header or plain(cells.header[columns.name]) not in ENTREZ:
        return reading.prefix
    names = [row[columns.name].strip() for _, row in cells.rows]
    return "ncbigene" if all(name.isdigit() or name.casefold() in MISSING for name in names) else ""


def _infinite(entries: Sequence[Entry]) -> Iterator[str]:
    count = sum(entry.value is not None and isinf(entry.value) for entry in entries)
    if count:
        yield f"{count} infinite changes count as changed, with the largest finite size, at least the threshold"


def _sized(measured: Sequence[Measurement], threshold: float) -> list[Measurement]:
    """Give infinite changes the largest finite size, so that sums over sizes stay finite."""
    largest = max((abs(row.value) for row in measured if not isinf(row.value)), default=0.0)
    largest = max(largest, threshold, 1.0)
    return [replace(row, value=largest if row.value > 0 else -largest) if isinf(row.value) else row for row in measured]


def _how(cells: Cells, columns: Columns, understood: Understood, reading: ColumnOptions) -> HowRead:
    scale = understood.scale or "log2"
    threshold = reading.threshold if reading.threshold is not None else 0.0 if scale == "sign" else 1.0
    warnings, remarks = list(understood.warnings), list(cells.remarks)
    if cells.has_comma:
        remarks.append("numbers have a decimal comma")
    if columns.passed_over:
        headers = ", ".join(map(repr, columns.passed_over))
        warnings.append(f"{headers} may hold p-values, but none were taken: every change of that size counts; "
                        "name a column of plain ones with --p-column, or say --p-column none")  # fmt: skip
    if cells.header and is_beside_change(cells.header[columns.change]):
        shown = cells.header[columns.change]
        warnings.append(f"column {shown!r} does not look like changes with a sign, by its header")
    prefix = _prefix(cells, columns, reading)
    if prefix:
        by = "" if reading.prefix else ", as the header says"
        remarks.append(f"names are identifiers of {prefix}{by}")

    def header(place: int | None) -> str:
        return "" if place is None or not cells.header else cells.header[place]

    return HowRead(
        cells.file, header(columns.name), header(columns.change), header(columns.p), scale, understood.why,
        columns.p_is_adjusted if columns.p is not None else None, threshold,
        reading.max_p if columns.p is not None else None, tuple(remarks), tuple(warnings),
    )  # fmt: skip


def _sign(entry: Entry, how: HowRead) -> Sign:
    value = entry.value or 0.0
    if value == 0 or abs(value) < how.threshold or (entry.p is not None and entry.p > (how.max_p or 0.0)):
        return 0
    return 1 if value > 0 else -1


def _unmatched(network: Network, listed: Listed, changes: Measurements) -> Iterator[str]:
    """Refuse a file of which nothing is in the network; warn where it is less than half."""
    counts, how = changes.rows, listed.how
    looked_up = counts.rows - counts.without_value - counts.without_name
    if 2 * counts.unmatched < looked_up and changes.changes:
        return
    hint = way_to_match(network, listed.cells, how.name_column, changes)
    if not changes.changes:
        first = ", ".join(repr(name) for name in (*changes.unmatched, *changes.ambiguous)[:3])
        column = f" of column {how.name_column!r}" if how.name_column else ""
        what = f"none of the {looked_up} names{column} is in the network ({first}, …)"
        if counts.ambiguous:
            what += f"; {counts.ambiguous} fit several things"
        raise InputError([Problem(how.file, 0, what, hint or "look at the names, and at what is loaded")])
    yield f"{counts.unmatched} of {looked_up} names are not in the network" + (f"; {hint}" if hint else "")


def describe_reading(changes: Measurements) -> list[str]:
    r"""Say in sentences how a file was read and what became of its rows; nothing where there was no file.

    >>> from pathway_graph.formats.native import read_guide
    >>> from pathway_graph.regulators.example import example_changes
    >>> print(*describe_reading(example_changes(read_guide())), sep="\n")
    names from column 'name'; changes from column 'change': signs alone, no sizes (by its values); no p-values
    11 rows: 4 up, 7 down, 0 unchanged
    """
    how, rows = changes.how, changes.rows
    if how is None:
        return []
    scale: Scale = next(scale for scale in SCALES if scale == how.scale)
    names = f"column {how.name_column!r}" if how.name_column else "the first column"
    values = f"column {how.change_column!r}" if how.change_column else "the second column"
    p = "no p-values"
    if how.p_column:
        p = f"p-values from column {how.p_column!r}, {'adjusted' if how.p_are_adjusted else 'unadjusted'}"
    said = [f"names from {names}; changes from {values}: {MEANINGS[scale]} ({how.scale_from}); {p}"]
    if how.scale != "sign" or how.p_column or how.threshold:
        size = f"{how.threshold:g} log2 up or down ({2**how.threshold:.3g}-fold)" if how.threshold else "any size"
        said.append(f"counted as changed: from {size}" + (f", p up to {how.max_p:g}" if how.p_column else ""))
    parts = (
        (rows.repeated, "further rows of the same genes"), (rows.unmatched, "not in the network"),
        (rows.ambiguous, "ambiguous"), (rows.without_value, "without a value"), (rows.without_name, "without a name"),
    )  # fmt: skip
    out = ", ".join(f"{count} {what}" for count, what in parts if count)
    counted = f"{rows.rows} rows: {rows.up} up, {rows.down} down, {rows.unchanged} unchanged"
    return [*said, counted + (f"; left out: {out}" if out else ""), *how.remarks]
