"""Pick the columns and the rows of a table of changes: by its layout if it is known, one contrast, results alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pathway_graph.errors import InputError, Problem, did_you_mean, nearest
from pathway_graph.regulators.cells import MISSING, Cells, number_of
from pathway_graph.regulators.columns import NAMES, Columns, find_columns, find_names, find_p_values, plain
from pathway_graph.regulators.layouts import GROUPS, Layout
from pathway_graph.regulators.options import ColumnOptions
from pathway_graph.regulators.recognise import Contrast, Recognised, contrast_in, recognise, several
from pathway_graph.regulators.scales import Scale
from pathway_graph.text.counts import how_many

_MOST_GROUPS = 50
_STATISTIC = re.compile(r"(t|z|wald|stat|statistic|tvalue|zscore|nes|moderated t)( |$)")
NO_NAME = frozenset({"-", "--", "---", "."}) | MISSING
"""What stands for a missing name: cuffdiff and Affymetrix write dashes."""


@dataclass(frozen=True, slots=True)
class Picked:
    """What of a table is read.

    Attributes:
        cells: The file with the rows of one contrast.
        columns: Where names, changes and p-values stand.
        layout: The layout; None where it is not known.
        contrast: The contrast; empty where there is but one without a name.
        scale: What the changes are, as the layout says; None where header and values must say.
        set_aside: Lines of rows that the writer marks as no result.
        remarks: What was done, a sentence each.
    """

    cells: Cells
    columns: Columns
    layout: Layout | None = None
    contrast: str = ""
    scale: Scale | None = None
    set_aside: frozenset[int] = frozenset()
    remarks: tuple[str, ...] = ()


def pick(cells: Cells, reading: ColumnOptions) -> Picked:
    """Pick columns, contrast and rows.

    Raises:
        InputError: A column is missing or may be several, or one of several contrasts is to be chosen.
    """
    if not cells.header:
        return Picked(cells, Columns(0, 1))
    known = recognise(cells.header)
    if known and not known.contrasts and _finds_changes(cells, reading):
        known = None
    if known and not known.contrasts:
        what = f"the layout is that of {known.layout.name} ({known.layout.writer}), which holds no changes"
        raise InputError([Problem(cells.file, cells.header_line, what, known.layout.missing)])
    side, contrast = _side(cells, known, reading)
    columns = _columns(cells, known, side, reading)
    _require_alone(cells, columns)
    cells, of_rows = _of_group(cells, known, columns, reading, is_chosen=contrast is not None)
    aside, remarks = _aside(cells, known)
    name = " ".join(filter(None, [contrast or (side.name if side else ""), of_rows]))
    if reading.contrast and not name:
        what = f"there is no contrast {reading.contrast!r}: the file holds one alone, without a name"
        raise InputError([Problem(cells.file, cells.header_line, what, "leave --contrast out")])
    scale = known.layout.scale if known and side and columns.change == side.change else None
    return Picked(cells, columns, known.layout if known else None, name, scale, aside, remarks)


def _finds_changes(cells: Cells, reading: ColumnOptions) -> bool:
    """Whether changes are found by a usual header, or by that given, so that they need no layout."""
    names = reading.name_column or cells.header[0]
    return find_columns(cells.header, name=names, change=reading.change_column, p="none")[0] is not None


def _side(cells: Cells, known: Recognised | None, reading: ColumnOptions) -> tuple[Contrast | None, str | None]:
    """Return the contrast in columns side by side, and its name if it was asked for; None where none is to be told."""
    found = known.contrasts if known else several(cells.header)
    if reading.change_column:
        return next((one for one in found if cells.header[one.change].casefold() == reading.change_column.casefold()),
                    None), None  # fmt: skip
    if not known and not reading.contrast and found and find_columns(cells.header, p="none")[0] is not None:
        return None, None  # one column has the usual header, the others stand beside it
    for fits in (str.__eq__, _as_same):
        for one in found:
            if reading.contrast and fits(one.name, reading.contrast):
                return one, one.name
    if len(found) > 1:
        raise _choose(cells, reading.contrast, {one.name: len(cells.rows) for one in found}, "side by side")
    return (found[0] if found else None), None


def _as_same(name: str, wanted: str) -> bool:
    return plain(name) == plain(wanted)


def _choose(cells: Cells, wanted: str, names: dict[str, int], how: str) -> InputError:
    """Return the error that lists the contrasts of a file."""
    listed = ", ".join(f"{name!r} ({how_many(count, 'row')})" for name, count in list(names.items())[:30])
    more = f" and {len(names) - 30} more" if len(names) > 30 else ""
    if wanted:
        near = nearest(wanted, list(names))
        way = did_you_mean(near) if near else f"contrasts are {listed}{more}"
        return InputError([Problem(cells.file, cells.header_line, f"there is no contrast {wanted!r}", way)])
    what = f"the file holds {how_many(len(names), 'contrast')} {how}: {listed}{more}"
    way = "choose one with --contrast" + (", or name one with --change-column" if how == "side by side" else "")
    return InputError([Problem(cells.file, cells.header_line, what, way)])


def _columns(cells: Cells, known: Recognised | None, side: Contrast | None, reading: ColumnOptions) -> Columns:
    """Return the columns: those that are named, else those of the layout, else those with usual headers."""
    problems: list[Problem] = []

    def refuse(message: str, hint: str) -> None:
        problems.append(Problem(cells.file, cells.header_line, message, hint))

    if side is None:
        change, p = reading.change_column, reading.p_column
        columns, wrong = find_columns(cells.header, name=_name_header(cells, known, reading), change=change, p=p)
        if columns is None:
            raise InputError([Problem(cells.file, cells.header_line, *why) for why in _better(cells, wrong)])
        return columns
    place = side.names if side.names is not None and not reading.name_column else None
    if place is None:
        place = find_names(cells.header, _name_header(cells, known, reading), refuse)
    if reading.p_column or (side.p is None and known is not None and known.layout.p):
        found = find_p_values(cells.header, reading.p_column, refuse)
    elif side.p is None or side.p_column is None:
        found = (None, False, (), False)
    else:
        found = (side.p, side.p_column.is_adjusted, (), side.p_column.is_log)
    if problems or place is None:
        raise InputError(problems)
    return Columns(place, side.change, *found)


def _require_alone(cells: Cells, columns: Columns) -> None:
    """Refuse a header that stands twice, for nothing says which of its columns is meant."""
    headers = [header.casefold() for header in cells.header]
    problems = [
        Problem(cells.file, cells.header_line, f"{headers.count(headers[place])} columns are called "
                f"{cells.header[place]!r}, of which one would be the {what}", "give each column a name of its own")
        for what, place in (("names", columns.name), ("changes", columns.change), ("p-values", columns.p))
        if place is not None and headers.count(headers[place]) > 1
    ]  # fmt: skip
    if problems:
        raise InputError(problems)


def _better(cells: Cells, wrong: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Say more where the headers say why there are no changes: a list of names alone, or statistics of tests."""
    if len(cells.header) == 1:
        what = "names alone, in one column, do not say which way they changed"
        return [(what, "give lists as --up FILE and --down FILE, or add a column of changes")]
    tests = [header for header in cells.header if _STATISTIC.match(plain(header))]
    if tests and any("no column of changes" in message for message, _ in wrong):
        hint = f"for statistics instead of fold changes say --change-column {tests[0]!r} --scale log2 --threshold 2"
        return [(message, f"{way}; {hint}" if "changes" in message else way) for message, way in wrong]
    return list(wrong)


def _name_header(cells: Cells, known: Recognised | None, reading: ColumnOptions) -> str:
    """Return the header of the names: the one given, or that of the layout in which most rows have a name."""
    if reading.name_column:
        return reading.name_column
    best, most = "", 0
    for template in known.layout.names if known else ():
        for place, header in enumerate(cells.header):
            if "*" in template or contrast_in(re.sub(r"^[TNCEM]: ", "", header), template) is None:
                continue
            filled = sum(row[place].strip().casefold() not in NO_NAME for _, row in cells.rows)
            if filled > 2 * most:
                best, most = header, filled
    return best if best or any(plain(header) in NAMES for header in cells.header) else _only_words(cells)


def _only_words(cells: Cells) -> str:
    """Return the header of the only column that holds words, all different; nothing where there is none, or several."""
    found = []
    for place, header in enumerate(cells.header):
        texts = [row[place].strip() for _, row in cells.rows]
        present = [text for text in texts if text.casefold() not in NO_NAME]
        if any(number_of(text, comma=True) is None for text in present):
            found.append(header if len(set(present)) == len(present) else "")
    return found[0] if len(found) == 1 and len(cells.header) > 1 else ""


def _of_group(
    cells: Cells, known: Recognised | None, columns: Columns, reading: ColumnOptions, *, is_chosen: bool
) -> tuple[Cells, str]:
    """Return the rows of one contrast where a column tells several apart, and its name."""
    places = known.groups if known else ()
    places = places or _generic_groups(cells, columns)
    if not places:
        return cells, ""
    labels = [" vs ".join(row[place].strip() for place in places) for _, row in cells.rows]
    counts = dict(Counter(labels))
    wanted = "" if is_chosen else reading.contrast
    chosen = [label for label in counts if label == wanted] or [label for label in counts if _as_same(label, wanted)]
    if len(counts) == 1 and not wanted:
        return cells, labels[0]
    if not wanted or not chosen:
        headers = " and ".join(repr(cells.header[place]) for place in places)
        raise _choose(cells, wanted, counts, f"by {headers}")
    rows = tuple(row for row, label in zip(cells.rows, labels, strict=True) if label == chosen[0])
    return replace(cells, rows=rows), chosen[0]


def _generic_groups(cells: Cells, columns: Columns) -> tuple[int, ...]:
    """Return a column that tells contrasts apart: the same names come again under its different values.

    Under a usual header it is enough that of the names that come several times half do so in several groups (a
    ``label`` of its own for each gene tells none apart); under any other, half of all names must,
    and none twice in one group.
    """
    names = [row[columns.name].strip() for _, row in cells.rows]
    repeated = {name for name, count in Counter(names).items() if count > 1 and name.casefold() not in NO_NAME}
    if not repeated:
        return ()
    best: tuple[int, ...] = ()
    for place, header in enumerate(cells.header):
        if place in (columns.name, columns.change, columns.p):
            continue
        pairs = Counter((row[place].strip(), name) for (_, row), name in zip(cells.rows, names, strict=True))
        groups = Counter(name for _, name in pairs)
        across = sum(groups[name] > 1 for name in repeated)
        values = {value for value, _ in pairs}
        if (
            plain(header) in GROUPS
            and 2 * across >= len(repeated)
            and (len(pairs) > len(values) or plain(header) != "label")
        ):
            return (place,)
        is_few = 1 < len(values) <= _MOST_GROUPS and 2 * len(values) <= len(names)
        if not best and is_few and 2 * across >= len(groups) and max(pairs.values()) == 1:
            best = (place,)
    return best


def _aside(cells: Cells, known: Recognised | None) -> tuple[frozenset[int], tuple[str, ...]]:
    """Return the lines of rows that are no result, and what was said of them."""
    lines: set[int] = set()
    remarks = []
    for aside in known.layout.aside if known else ():
        for place, header in enumerate(cells.header):
            if contrast_in(re.sub(r"^[TNCEM]: ", "", header), aside.header) != "":
                continue
            marked = {line for line, row in cells.rows if row[place].strip() in aside.marks} - lines
            lines |= marked
            if marked:
                marks = sorted({row[place].strip() for line, row in cells.rows if line in marked})
                shown = f"{header} {', '.join(marks)}"
                remarks.append(f"{how_many(len(marked), 'row is', 'rows are')} set aside, {aside.why} ({shown})")
    return frozenset(lines), tuple(remarks)
