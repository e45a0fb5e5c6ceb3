"""Read measured changes from a file: a name, a change, perhaps a p-value a row, with every problem at its line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import isinf
from os import PathLike
from typing import NamedTuple

from pathway_graph.errors import InputError, Problem, WrongArgument
from pathway_graph.files.delimited import capped
from pathway_graph.regulators.cells import Cells, Number, decimal_comma, numbers_of, read_cells
from pathway_graph.regulators.changes import HowRead
from pathway_graph.regulators.columns import ENTREZ, is_beside_change, is_percent, plain
from pathway_graph.regulators.hints import find_contradiction
from pathway_graph.regulators.lists import names_in, sets_of, up_and_down
from pathway_graph.regulators.mistaken import edges_problem, not_changes
from pathway_graph.regulators.opening import open_rows
from pathway_graph.regulators.options import ColumnOptions, Sites
from pathway_graph.regulators.picking import NO_NAME, Picked, pick
from pathway_graph.regulators.repeats import Keep
from pathway_graph.regulators.scales import ASK, Scale, Understood, control_comes_first, to_log2, understand
from pathway_graph.regulators.sites import names_with_sites
from pathway_graph.text.counts import how_many


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
        sites: What a row about a residue is about; nothing where the rows are about genes.
        allow_unmatched: Go on where less than half of the names are in the network.
        set_aside: How many rows the writer of the file marks as no result.
    """

    entries: tuple[Entry, ...]
    how: HowRead
    keep: Keep = "auto"
    cells: Cells = field(repr=False, default=Cells("", (), (), "\t"))
    sites: Sites | None = None
    allow_unmatched: bool = False
    set_aside: int = 0


def read_list(path: str | PathLike[str], reading: ColumnOptions | None = None) -> Listed:
    """Read a file of changes without looking its names up.

    The layouts of usual tools are recognised by their headers (`pathway_graph.regulators.layouts`). A file with a
    column of names headed ``up`` and one headed ``down`` is two lists, as is a .gmt file of such sets.

    Raises:
        InputError: It cannot be read, a column is missing or may be several, a contrast or a sheet is to be chosen, or
            a cell is no number.
        WrongArgument: An option of *reading* means nothing, such as a scale that there is not.
    """
    reading = reading or ColumnOptions()
    asked = reading.asked_scale()
    if str(path).lower().removesuffix(".gz").endswith(".gmt"):
        return _of_sets(path, reading)
    is_plain = not (reading.name_column or reading.change_column or reading.p_column)
    try:
        cells = read_cells(path, is_plain=is_plain, sheet=reading.sheet)
        if is_plain and (problem := edges_problem(cells.header, cells.header_line, cells.file)):
            raise InputError([problem])
        lists = up_and_down(cells) if is_plain else None
        if lists is not None:
            return _of_lists(cells, lists, reading)
        picked = pick(cells, reading)
    except InputError as error:
        raise (_of_another_kind(path, reading) or error) if is_plain else error from None
    return _of_table(picked, reading, asked)


def _of_another_kind(path: str | PathLike[str], reading: ColumnOptions) -> InputError | None:
    """Return what a file is that is no table of changes: what it lacks as one is then beside the point."""
    try:
        rows = open_rows(path, sheet=reading.sheet).rows
    except InputError:
        return None
    problem = not_changes(rows, str(path))
    return None if problem is None else InputError([problem])


def read_lists(
    up: str | PathLike[str] | None, down: str | PathLike[str] | None, reading: ColumnOptions | None = None
) -> Listed:
    """Read a list of names that went up, a list of those that went down, or both: a name a line, or a first column.

    Raises:
        InputError: One cannot be read, or holds no names.
        WrongArgument: Neither is given, or an option of *reading* means nothing.
    """
    reading = reading or ColumnOptions()
    reading.asked_scale()
    if up is None and down is None:
        raise WrongArgument("up", up, hint="give a list of names that went up, or down, or both")
    found: list[tuple[str, int, int]] = []
    files = []
    for path, sign in ((up, 1), (down, -1)):
        if path is not None:
            option = "--up" if sign > 0 else "--down"
            files.append(str(path))
            found += [(name, sign, line) for line, name in names_in(path, option, sign=sign, sheet=reading.sheet)]
    cells = Cells(" and ".join(files), (), (), "\t", 0)
    return _of_lists(cells, found, reading)


def read_names(path: str | PathLike[str], prefix: str = "") -> list[str]:
    """Read a list of names, one per line, or those of a table: of its column with a usual header, else of its first.

    Raises:
        InputError: The file cannot be read or is empty, is a table of edges, or a quote does not close.
    """
    names = [name for _, name in names_in(path, "--background")]
    return [f"{prefix}:{name}" if prefix else name for name in names]


def _of_table(picked: Picked, reading: ColumnOptions, asked: Scale | None) -> Listed:
    """Return the rows of a table whose columns, contrast and rows are picked."""
    columns = picked.columns
    places = [place for place in (columns.change, columns.p) if place is not None]
    results = replace(picked.cells, rows=tuple(row for row in picked.cells.rows if row[0] not in picked.set_aside))
    cells = replace(results, has_comma=decimal_comma(results, places))
    problems: list[Problem] = []
    changes = numbers_of(cells, columns.change, "change", problems)
    p_values = _p_values(cells, columns.p, reading.max_p, problems, is_log=columns.p_is_log)
    if problems:
        raise InputError(capped(problems))
    understood = _understood(cells, changes, picked, asked)
    scale, prefix = understood.scale or "log2", _prefix(cells, picked, reading)
    names = [row[columns.name].strip() for _, row in cells.rows]
    with_sites = names_with_sites(cells, names)
    entries = tuple(
        _entry(name, prefix, None if number is None else to_log2(number.value, scale), p, line)
        for name, (line, _), number, p in zip(with_sites or names, cells.rows, changes, p_values, strict=True)
    )
    how = _how(cells, picked, understood, reading)
    contradiction = find_contradiction(cells, columns, [entry.value for entry in entries])
    if contradiction and not reading.change_column:
        raise InputError([contradiction])
    if contradiction:
        how = replace(how, warnings=(*how.warnings, f"line {contradiction.line}: {contradiction.message}"))
    return Listed(
        entries, replace(how, remarks=(*how.remarks, *_infinite(entries))), reading.keep, cells,
        reading.sites if with_sites else None, reading.allow_unmatched, len(picked.set_aside),
    )  # fmt: skip


def _p_values(
    cells: Cells, place: int | None, max_p: float, problems: list[Problem], *, is_log: bool
) -> list[float | None]:
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
        if number is not None and is_log:
            if number.value < 0 or number.is_bound:
                problems.append(Problem(cells.file, line, f"{text!r} is no -log10 of a p-value", "correct it, or NA"))
        elif number is not None and not 0 <= number.value <= 1:
            problems.append(Problem(cells.file, line, f"{text!r} is no p-value", "give a number from 0 to 1, or NA"))
        elif number is not None and number.is_bound and number.value > max_p:
            what = f"{text!r} does not say whether the p-value is at most {max_p:g}"
            problems.append(Problem(cells.file, line, what, "give the number, or another --max-p"))
    return [1.0 if number is None else 10.0**-number.value if is_log else number.value for number in found]


def _understood(cells: Cells, changes: Sequence[Number | None], picked: Picked, asked: Scale | None) -> Understood:
    present = [number for number in changes if number is not None]
    words = any(number.is_word for number in present)
    header = cells.header[picked.columns.change] if cells.header else ""
    values = [number.value for number in present]
    if not (cells.header or asked or words) and _are_p_values(values):
        what = "the numbers of a file without headers lie between 0 and 1, as p-values do, which say no direction"
        raise InputError([Problem(cells.file, 0, what, "add a column of changes, or say --scale if these are changes")])
    understood = understand(values, header, has_words=words, asked=asked or picked.scale)
    if asked is None and picked.scale is not None and picked.layout is not None:
        understood = replace(understood, why=f"as {picked.layout.name} writes them")
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
            hint = "leave --scale out" if asked else "write NA for a missing number"
            problems.append(Problem(cells.file, line, what, hint))
    if problems:
        raise InputError(capped(problems))
    return understood


def _are_p_values(values: Sequence[float]) -> bool:
    """Whether numbers can only be p-values: all from 0 to 1, some far below 1; changes fall too, and ratios go above 1.

    >>> _are_p_values([1e-9, 0.03, 0.8]), _are_p_values([0.5, 0.9]), _are_p_values([0.0, 1.0]), _are_p_values([0.01, 2])
    (True, False, False, False)
    """
    return all(0 <= value <= 1 for value in values) and any(0 < value < 0.05 for value in values)


def _of_sets(path: str | PathLike[str], reading: ColumnOptions) -> Listed:
    opened = open_rows(path)
    found = sets_of(opened.rows)
    if found is None:
        what = f"holds {how_many(len(opened.rows), 'set')}, and not one that ends in UP and one that ends in DOWN or DN"
        raise InputError([Problem(opened.file, 0, what, "keep two such lines, or give lists as --up and --down")])
    return _of_lists(Cells(opened.file, (), (), "\t", 0, opened.remarks), found, reading)


def _of_lists(cells: Cells, named: Sequence[tuple[str, int, int]], reading: ColumnOptions) -> Listed:
    """Return lists of names up and down as changes."""
    entries = tuple(_entry(name, reading.prefix, float(sign), None, line) for name, sign, line in named)
    if not any(entry.name for entry in entries):
        raise InputError([Problem(cells.file, 0, "no names in the lists", "give a name a line")])
    how = HowRead(
        cells.file, "", "", "", "sign", "the lists say up or down", None, reading.threshold or 0.0, None, cells.remarks,
        layout="lists of names up and down",
    )  # fmt: skip
    return Listed(entries, how, reading.keep, cells, None, reading.allow_unmatched)


def _entry(name: str, prefix: str, value: float | None, p: float | None, line: int) -> Entry:
    name = name.strip()
    if name.casefold() in NO_NAME:
        return Entry("", None, None, line)
    return Entry(f"{prefix}:{name}" if prefix else name, value, p, line)


def _prefix(cells: Cells, picked: Picked, reading: ColumnOptions) -> str:
    """Return the prefix of the names; a column of Entrez numbers says so in its header."""
    columns = picked.columns
    if reading.prefix or not cells.header or plain(cells.header[columns.name]) not in ENTREZ:
        return reading.prefix
    names = [row[columns.name].strip() for _, row in cells.rows]
    return "ncbigene" if all(name.isdigit() or name.casefold() in NO_NAME for name in names) else ""


def _infinite(entries: Sequence[Entry]) -> Iterator[str]:
    count = sum(entry.value is not None and isinf(entry.value) for entry in entries)
    if count:
        yield (
            f"{how_many(count, 'infinite change counts', 'infinite changes count')} as changed, with the "
            "largest finite size, at least the threshold"
        )


def _how(cells: Cells, picked: Picked, understood: Understood, reading: ColumnOptions) -> HowRead:
    scale, columns = understood.scale or "log2", picked.columns
    threshold = reading.threshold if reading.threshold is not None else 0.0 if scale == "sign" else 1.0
    warnings, remarks = list(understood.warnings), [*cells.remarks, *picked.remarks]
    if cells.has_comma:
        remarks.append("numbers have a decimal comma")
    if columns.passed_over:
        headers = ", ".join(map(repr, columns.passed_over))
        warnings.append(f"{headers} may hold p-values, but none were taken: every change of that size counts; "
                        "name a column of plain ones with --p-column, or say --p-column none")  # fmt: skip
    if picked.scale is None and cells.header and is_beside_change(cells.header[columns.change]):
        shown = cells.header[columns.change]
        warnings.append(f"column {shown!r} does not look like changes with a sign, by its header")
    named = (picked.contrast, cells.header[columns.change] if cells.header else "")
    if against := next(filter(None, map(control_comes_first, named)), ""):
        warnings.append(f"{against!r} names the control first: up would mean higher in the control; turn the signs "
                        "of the numbers if it does")  # fmt: skip
    if columns.p_is_log:
        remarks.append("p-values are written as -log10")
    prefix = _prefix(cells, picked, reading)
    if prefix:
        by = "" if reading.prefix else ", as the header says"
        remarks.append(f"names are identifiers of {prefix}{by}")

    def header(place: int | None) -> str:
        return "" if place is None or not cells.header else cells.header[place]

    return HowRead(
        cells.file, header(columns.name), header(columns.change), header(columns.p), scale, understood.why,
        columns.p_is_adjusted if columns.p is not None else None, threshold,
        reading.max_p if columns.p is not None else None, tuple(remarks), tuple(warnings),
        picked.layout.name if picked.layout else "", picked.contrast,
    )  # fmt: skip
