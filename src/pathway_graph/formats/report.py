"""What reading or writing a file kept, changed and left out, so that nothing is dropped in silence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from pathway_graph.text.counts import of_several

Result = TypeVar("Result")
Noted = tuple[tuple[bool, str, str], int, bool]
"""A loss that was noted: which one, how many, and whether a place was told."""

FIRST = 3
"""How many places of a loss are shown, and noted where not every one matters."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that was changed or left out.

    Attributes:
        what: The thing, in the plural, e.g. ``interactions``.
        why: What happened to it, or why it is missing.
        count: How many.
        places: The first places, ``line 12: text``, or all of them where each matters; may be empty.
    """

    what: str
    why: str
    count: int
    places: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {"what": self.what, "why": self.why, "count": self.count, "places": list(self.places)}


@dataclass(frozen=True, slots=True)
class Report:
    """What became of the content of a file, or of several.

    Attributes:
        file: The file as the user named it.
        format: Name of the format.
        read: How many things of each sort there were.
        kept: How many of them, or of what they became, are there now.
        changed: What is there in another form.
        left_out: What is not there, each with the reason.
        how: What was taken for what, in one line; empty where the format leaves no choice.
        checksum: SHA-256 of what was read, uncompressed; empty where several files are one data set.
    """

    file: str = ""
    format: str = ""
    read: Mapping[str, int] = field(default_factory=dict)
    kept: Mapping[str, int] = field(default_factory=dict)
    changed: tuple[Loss, ...] = ()
    left_out: tuple[Loss, ...] = ()
    how: str = ""
    checksum: str = field(default="", compare=False)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "file": self.file,
            "format": self.format,
            "how": self.how,
            "read": dict(self.read),
            "kept": dict(self.kept),
            "changed": [loss.to_dict() for loss in self.changed],
            "left_out": [loss.to_dict() for loss in self.left_out],
        }

    def __str__(self) -> str:
        """Return it as lines of text.

        >>> print(Report("a.sif", "sif", {"lines": 2}, {"claims": 1}, (), (Loss("lines", "empty", 1, ("line 2",)),)))
        a.sif (sif)
          read: 2 lines
          kept: 1 claim
          left out: 1 line: empty (line 2)
        """
        lines = [f"{self.file} ({self.format})", *([f"  {self.how}"] if self.how else [])]
        for word, counts in (("read", self.read), ("kept", self.kept)):
            if counts:
                lines.append(f"  {word}: " + ", ".join(of_several(count, what) for what, count in counts.items()))
        for word, losses in (("changed", self.changed), ("left out", self.left_out)):
            for loss in losses:
                shown = "; ".join([*loss.places[:FIRST], *(["…"] if len(loss.places) > FIRST else [])])
                places = f" ({shown})" if shown else ""
                lines.append(f"  {word}: {of_several(loss.count, loss.what)}: {loss.why}{places}")
        return "\n".join(lines)


_STATEMENTS: Final = frozenset(
    (
        "arcs",
        "edges",
        "hyperedges",
        "inputs",
        "interactions",
        "processes",
        "reactions",
        "relations",
        "rows",
        "statements",
        "statements not understood",
    )
)
"""What states that one thing acts on another, by the names that formats give it."""
_UNSIGNED: Final = re.compile(
    "linked_to|not known|not understood|no sign|not read as a sign|sign is|sign replaces|regulates$|regulates,"
    "|without a sign|direction is not"
)
_ANOTHER_GENE: Final = "symbol of another gene"


def grave(report: Report) -> list[Loss]:
    """Return the losses that change an answer: what is not there, of another gene, or of no read sign.

    >>> changed = (Loss("edges", "their relation is not known: read as linked_to", 2), Loss("nodes", "no name", 1))
    >>> [one.count for one in grave(Report(changed=changed, left_out=(Loss("rows", "no gene", 3),)))]
    [2, 3]
    """
    lost = [one for one in report.left_out if one.what in _STATEMENTS or one.why.startswith("an end is ")]  # of SIF
    unsigned = [one for one in report.changed if one.what in _STATEMENTS and _UNSIGNED.search(one.why)]
    misnamed = [one for one in report.changed if _ANOTHER_GENE in one.why]
    return [*misnamed, *unsigned, *lost]


class Tally:
    """Count while reading or writing; `report` gives the result."""

    def __init__(self) -> None:
        self._read: Counter[str] = Counter()
        self._kept: Counter[str] = Counter()
        self._losses: dict[tuple[bool, str, str], list[Any]] = {}
        self._noted: list[Noted] | None = None
        self._how: list[str] = []

    def said(self, how: str) -> None:
        """Say what was taken for what, in one line."""
        self._how.append(how)

    def read(self, what: str, count: int = 1) -> None:
        """Count something that the file holds."""
        self._read[what] += count

    def kept(self, what: str, count: int = 1) -> None:
        """Count something that is there afterwards."""
        self._kept[what] += count

    def changed(self, what: str, why: str, place: str = "", count: int = 1, *, once: bool = False) -> None:
        """Count something that is there in another form; with *once*, `again` does not count it again."""
        self._note(False, what, why, place, count, once=once)

    def left_out(self, what: str, why: str, place: str = "", count: int = 1, *, every: bool = False) -> None:
        """Count something that is not there; with *every*, note each place and not just the first ones."""
        self._note(True, what, why, place, count, every)

    def _note(
        self, out: bool, what: str, why: str, place: str, count: int, every: bool = False, once: bool = False
    ) -> None:
        if not count:
            return
        if self._noted is not None and not once:
            self._noted.append(((out, what, why), count, bool(place)))
        entry = self._losses.setdefault((out, what, why), [0, []])
        entry[0] += count
        if place and (every or len(entry[1]) < FIRST):
            entry[1].append(place)

    def watched(self, make: Callable[[], Result]) -> tuple[Result, Sequence[Noted]]:
        """Return ``make()`` and what it counted as changed or left out, for `again`."""
        self._noted = []
        try:
            return make(), self._noted
        finally:
            self._noted = None

    def again(self, noted: Sequence[Noted]) -> bool:
        """Count losses once more, as for a row that says the same; False, and nothing is done, if places are missing.

        >>> tally = Tally()
        >>> for line in range(1, 5):
        ...     _, noted = tally.watched(lambda: tally.changed("rows", "short", f"line {line}"))
        ...     print(line, tally.again(noted))
        1 False
        2 False
        3 True
        4 True
        """
        entries = [(self._losses[key], count, placed) for key, count, placed in noted]
        if any(placed and len(places) < FIRST for (_, places), _, placed in entries):
            return False
        for entry, count, _ in entries:
            entry[0] += count
        return True

    def report(self, file: str, format_: str) -> Report:
        """Return what was counted, sorted."""

        def losses(wanted: bool) -> tuple[Loss, ...]:
            return tuple(
                Loss(what, why, count, tuple(places))
                for (out, what, why), (count, places) in sorted(self._losses.items())
                if out is wanted
            )

        read, kept = dict(sorted(self._read.items())), dict(sorted(self._kept.items()))
        return Report(file, format_, read, kept, losses(False), losses(True), "; ".join(self._how))


def total(reports: Iterable[Report], file: str = "all files") -> Report:
    """Add several reports up; each loss keeps its first places, with their file.

    >>> one = Report("a", "sif", {"lines": 2}, left_out=(Loss("lines", "empty", 1, ("line 2",)),))
    >>> print(total([one, Report("b", "sif", {"lines": 3})]))
    all files (sif)
      read: 5 lines
      left out: 1 line: empty (a: line 2)
    """
    tally, formats = Tally(), set()
    for report in reports:
        formats.add(report.format)
        for what, count in report.read.items():
            tally.read(what, count)
        for what, count in report.kept.items():
            tally.kept(what, count)
        for note, losses in ((tally.changed, report.changed), (tally.left_out, report.left_out)):
            for loss in losses:
                places = [f"{report.file}: {place}" for place in loss.places[:1]] or [report.file]
                note(loss.what, loss.why, places[0], loss.count)
    return tally.report(file, ", ".join(sorted(formats)))
