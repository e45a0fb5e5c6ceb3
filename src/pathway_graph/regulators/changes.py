"""Measured changes: what was found up, down or unchanged, and what of the network each measurement is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from math import isfinite
from typing import Any, cast, get_args

from pathway_graph.errors import AmbiguousName, InputError, Problem
from pathway_graph.files.delimited import capped
from pathway_graph.identifiers.lookup import lookup
from pathway_graph.model import Entity, Network
from pathway_graph.model.arguments import require_word
from pathway_graph.model.border import refuses_bad_data
from pathway_graph.model.plain import plain
from pathway_graph.model.vocabulary import Sign
from pathway_graph.regulators.repeats import Keep, counted, without_identical


@dataclass(frozen=True, slots=True)
class Measurement:
    """One measurement as it was given.

    Attributes:
        name: Name of what was measured.
        sign: +1 up, -1 down, 0 not changed.
        value: Its size: log2 fold change, or the sign where no size was given; finite, and of the same sign. What did
            not change may have a size: it is not significant.
        line: Line of the file; 0 where there is none.
    """

    name: str
    sign: Sign
    value: float
    line: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """A measurement and the entities of the network it is about: all forms of a gene, or the one form named."""

    name: str
    entities: tuple[str, ...]
    sign: Sign
    value: float
    line: int = 0


@dataclass(frozen=True, slots=True)
class HowRead:
    """How a file of changes was read: which columns, on which scale, and what counts as changed.

    Attributes:
        file: The file.
        name_column, change_column, p_column: Headers; empty where the file has none, or no p-values were taken.
        scale: What the changes were taken for, one of `pathway_graph.regulators.SCALES`.
        scale_from: Where that is known from.
        p_are_adjusted: Whether the header says that the p-values are adjusted for many tests; None without any.
        threshold: Smallest absolute log2 fold change that counts; 0: any.
        max_p: Largest p-value that counts; None without p-values.
        remarks: What else was done with the file, a sentence each.
        warnings: What may be wrong with it, a sentence each.
        layout: The layout that it was recognised as; empty where it is none of those known.
        contrast: Which of its contrasts was read; empty where it has one without a name.
    """

    file: str
    name_column: str
    change_column: str
    p_column: str
    scale: str
    scale_from: str
    p_are_adjusted: bool | None
    threshold: float
    max_p: float | None
    remarks: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    layout: str = ""
    contrast: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self) | {"remarks": list(self.remarks), "warnings": list(self.warnings)}


@dataclass(frozen=True, slots=True)
class RowCounts:
    """What became of every row; the parts add up to ``rows``.

    Attributes:
        rows: All of them.
        up, down, unchanged: One row per gene, counted as that.
        repeated: More rows of those genes, passed over.
        unmatched, ambiguous: Their names are not in the network, or fit several things.
        without_value, without_name: They have none.
        opposed: Rows of genes that some rows have up and others down.
        set_aside: Rows that the writer of the file marks as no result.
    """

    rows: int = 0
    up: int = 0
    down: int = 0
    unchanged: int = 0
    repeated: int = 0
    unmatched: int = 0
    ambiguous: int = 0
    without_value: int = 0
    without_name: int = 0
    opposed: int = 0
    set_aside: int = 0

    def to_dict(self) -> dict[str, int]:
        """Return it as plain data."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Unfound:
    """A name that is not in the network: the likely reason, and what it may be, best first."""

    name: str
    reason: str
    candidates: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self) | {"candidates": list(self.candidates)}


@dataclass(frozen=True)
class Measurements:
    """Measurements placed in a network.

    Attributes:
        changes: One a gene, in order of their entities; no entity belongs to two.
        unmatched: Names that the network does not know, sorted.
        ambiguous: Names that fit several different things, sorted.
        has_sizes: Whether values are sizes and not just signs.
        without_value: Names without a usable value, sorted.
        without_name: Lines of rows without a name.
        source: File they came from.
        how: How the file was read; None where there was none.
        rows: What became of every row.
        opposed: Names of genes that some rows have up and others down, sorted.
        unfound: Why each of the unmatched names is none of the network's; empty where that was not asked.
    """

    changes: tuple[Change, ...]
    unmatched: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    has_sizes: bool = False
    without_value: tuple[str, ...] = ()
    without_name: tuple[int, ...] = ()
    source: str = ""
    how: HowRead | None = None
    rows: RowCounts = RowCounts()
    opposed: tuple[str, ...] = ()
    unfound: tuple[Unfound, ...] = ()

    @property
    def has_unchanged(self) -> bool:
        """Whether genes that did not change are listed, so that the list is all that was measured."""
        return any(change.sign == 0 for change in self.changes)

    def count(self, sign: Sign) -> int:
        """Return how many changed that way."""
        return sum(change.sign == sign for change in self.changes)


@refuses_bad_data
def place_changes(
    network: Network,
    measured: Iterable[Measurement],
    *,
    source: str = "changes",
    keep: Keep = "error",
    without_value: Iterable[str] = (),
    without_name: Iterable[int] = (),
    find: Callable[[str], tuple[Entity, ...]] | None = None,
) -> Measurements:
    """Find what each measurement is about; one measurement a gene.

    A gene's symbol means all its forms. Where one form has a measurement of its own (``pCREB`` beside ``CREB``),
    that form belongs to it alone.

    Args:
        network: Where to look names up, as `pathway_graph.resolve` does.
        measured: The measurements.
        source: Name of the file, for messages.
        keep: What to do where one thing is measured twice: refuse, take the ``first``, the ``strongest``, or with
            ``auto`` the strongest, but none where they disagree. Identical measurements are one.
        without_value: Names to list as having no value.
        without_name: Lines to list as having no name.
        find: What finds the entities of a name instead; it raises `AmbiguousName` where several things are called so.

    Raises:
        InputError: One thing is measured twice, or a measurement is none: its sign is not +1, -1 or 0, its value not
            a finite number of that sign. Every such line is listed.
        WrongArgument: *keep* is none of its words.

    >>> from pathway_graph.formats.native import read_guide
    >>> found = place_changes(read_guide(), [Measurement("Bdnf", 1, 1.0), Measurement("nonsense", -1, -1.0)])
    >>> found.changes[0].entities, found.unmatched
    (('gene:BDNF', 'prot:BDNF', 'rna:BDNF'), ('nonsense',))
    """
    require_word("keep", keep, get_args(Keep))
    rows = _checked(measured, source)
    found: dict[tuple[str, ...], list[Measurement]] = {}
    unmatched: list[str] = []
    ambiguous: list[str] = []
    for row in rows:
        try:
            entities = tuple(entity.id for entity in (find(row.name) if find else named(network, row.name)))
        except AmbiguousName:
            ambiguous.append(row.name)
            continue
        if entities:
            found.setdefault(entities, []).append(row)
        else:
            unmatched.append(row.name)
    several = {entities: without_identical(group) for entities, group in found.items()}
    problems = [] if keep != "error" else list(_repeats(network, several, source))
    if problems:
        raise InputError(capped(problems))
    chosen = {entities: counted(group, keep) for entities, group in several.items()}
    opposed = [row for entities, row in chosen.items() if row is None for row in found[entities]]
    changes = _disjoint({entities: row for entities, row in chosen.items() if row is not None}, source)
    no_value, no_name = tuple(sorted(without_value)), tuple(sorted(without_name))
    signs = [change.sign for change in changes]
    return Measurements(
        changes=changes,
        unmatched=tuple(sorted(set(unmatched))),
        ambiguous=tuple(sorted(set(ambiguous))),
        has_sizes=any(row.value not in (-1.0, 0.0, 1.0) for row in rows),
        without_value=no_value,
        without_name=no_name,
        source=source,
        rows=RowCounts(
            rows=len(rows) + len(no_value) + len(no_name),
            up=signs.count(1), down=signs.count(-1), unchanged=signs.count(0),
            repeated=sum(map(len, found.values())) - len(changes) - len(opposed),
            unmatched=len(unmatched), ambiguous=len(ambiguous),
            without_value=len(no_value), without_name=len(no_name), opposed=len(opposed),
        ),
        opposed=tuple(sorted({row.name for row in opposed})),
    )  # fmt: skip


def _checked(measured: Iterable[Measurement], source: str) -> list[Measurement]:
    """Return measurements with plain numbers, as a data frame has them too, or refuse those that are none."""
    rows, problems = [], []
    for given in measured:
        if not isinstance(given, Measurement):
            problems.append(Problem(source, 0, f"{given!r} is no Measurement", "write Measurement(name, sign, value)"))
            continue
        row = Measurement(*map(plain, (given.name, given.sign, given.value, given.line)))
        if why := why_no_change(row.name, row.sign, row.value):
            problems.append(Problem(source, row.line if isinstance(row.line, int) else 0, *why))
        rows.append(row)
    if problems:
        raise InputError(capped(problems))
    return [row if type(row.sign) is int else replace(row, sign=cast(Sign, int(row.sign))) for row in rows]


def why_no_change(name: object, sign: object, value: object) -> tuple[str, str] | None:
    """Return why these are no measured change, and the way out; None where they are one.

    >>> why_no_change("BDNF", 1, -2.0)
    ("'BDNF' has the sign 1 and the value -2.0", 'give the value that sign')
    """
    if not isinstance(name, str):
        return f"{name!r} is no name", "write the name of what was measured"
    if isinstance(sign, bool) or sign not in (-1, 0, 1):
        return f"{name!r} has the sign {sign!r}", "write +1 (up), -1 (down) or 0 (not changed)"
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        return f"{name!r} has the value {value!r}", "write a finite number, or name it in without_value"
    if sign and (value > 0) - (value < 0) != sign:
        return f"{name!r} has the sign {sign} and the value {value}", "give the value that sign"
    return None


def check_changes(network: Network, changes: Measurements) -> None:
    """Let measurements pass whose changes are some, each of entities of the network.

    Raises:
        InputError: One is none, or names an entity that is not in the network.
    """
    problems = []
    for change in changes.changes:
        if why := why_no_change(change.name, change.sign, change.value):
            problems.append(Problem(changes.source, change.line, *why))
        unknown = [entity for entity in change.entities if entity not in network.entity]
        if unknown:
            message = f"{change.name!r} is about {unknown[0]!r}, which is not among the entities"
            problems.append(Problem(changes.source, change.line, message, "place the changes in this network"))
    if problems:
        raise InputError(capped(problems))


def named(network: Network, name: str) -> tuple[Entity, ...]:
    """Return what a name of a file of measurements means; nothing if the network does not know it.

    A gene number of Ensembl needs no prefix, since nothing else looks like one, and its version is dropped.

    Raises:
        AmbiguousName: Several different things are called so.

    >>> from pathway_graph.formats.native import read_guide
    >>> [entity.id for entity in named(read_guide(), "BDNF mRNA")]
    ['rna:BDNF']
    """
    found = lookup(network, name)
    match = None if found else _ENSEMBL.fullmatch(name.strip())
    return lookup(network, f"ensembl:{match[1]}") if match else found


_ENSEMBL = re.compile(r"(?:ensembl:)?(ENS[A-Z]{0,6}G\d{11})(?:\.\d+)?", re.IGNORECASE)


def _repeats(network: Network, found: dict[tuple[str, ...], list[Measurement]], source: str) -> Iterable[Problem]:
    for entities, group in found.items():
        first = group[0]
        for row in group[1:]:
            same = "" if row.name == first.name else f", like {first.name!r},"
            what = f"{row.name!r}{same} means {network.name(entities[0])}, measured already in line {first.line}"
            yield Problem(source, row.line, what, "keep one row per gene, or choose with --keep first or strongest")


def _disjoint(rows: dict[tuple[str, ...], Measurement], source: str) -> tuple[Change, ...]:
    """Give each entity to the measurement that names the fewest."""
    taken: dict[str, Measurement] = {}
    changes, problems = [], []
    for entities, row in sorted(rows.items(), key=lambda item: (len(item[0]), item[0])):
        own = tuple(entity for entity in entities if entity not in taken)
        taken |= dict.fromkeys(own, row)
        if own:
            changes.append(Change(row.name, own, row.sign, row.value, row.line))
        else:
            others = ", ".join(sorted({repr(taken[entity].name) for entity in entities}))
            problems.append(Problem(source, row.line, f"{row.name!r} is measured already, form by form: {others}",
                                    "leave out the gene or its forms"))  # fmt: skip
    if problems:
        raise InputError(capped(problems))
    return tuple(sorted(changes, key=lambda change: change.entities))
