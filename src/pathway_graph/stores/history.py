"""What was loaded when: the history of a store, a record of each load with what it replaced and what that changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

import msgspec

from pathway_graph.errors import StoreError, UnknownName, WrongArgument, nearest
from pathway_graph.stores.reading_reports import REPLACED_BYTES, ReadingReport

NAMED: Final = 20
"""So many claims of a kind of change are named in a record; all of them are counted."""
MOST_LOADS: Final = 500
"""Records beyond these are dropped, the oldest first, but for those in which a data set came that is still there."""
MOST_STATES: Final = 50
STATES_BYTES: Final = 16_000_000
"""Of what loads replaced or removed so many data sets are kept, in so many bytes at most; the oldest go first."""
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?Z?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a data set was loaded from.

    Attributes:
        file: The file, folder or member of an archive, as it was named.
        format: Name of its format.
        checksum: Of its bytes, ``sha256:…``; of a folder, of all its files.
        url: Where it was downloaded from.
        retrieved: When.
        report: What reading it kept, changed and left out; None where no report is kept.
    """

    file: str = ""
    format: str = ""
    checksum: str = ""
    url: str = ""
    retrieved: str = ""
    report: ReadingReport | None = None


@dataclass(frozen=True, slots=True)
class Claims:
    """Claims that came, went or changed: how many, and the first `NAMED` of their identifiers."""

    count: int = 0
    ids: tuple[str, ...] = ()

    @classmethod
    def of(cls, ids: set[str]) -> Claims:
        """Count and name some claims."""
        return cls(len(ids), tuple(sorted(ids)[:NAMED]))


@dataclass(frozen=True, slots=True)
class Change:
    """What a load did to one data set.

    Attributes:
        source: Its name.
        what: ``new``; ``replaced``; ``removed``; ``aligned`` where entities of it took the ids of another data set.
        version: What it gives as its version, now.
        origin: Where it came from; of one that was aligned or removed, where it had come from.
        replaced: Where that came from which it replaced; None where nothing was there, or nobody recorded it.
        counts: What it holds now, by kind; empty once it is removed.
        before: What it held before; empty where nothing was there.
        added, removed, changed: Claims that are new, gone or different.
        state: Name under which what it held before is kept; empty where it is not.
        why_not: Why what it held before is not kept; empty where it is, or where nothing was there.
    """

    source: str
    what: str
    version: str = ""
    origin: Origin = field(default_factory=Origin)
    replaced: Origin | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    before: Mapping[str, int] = field(default_factory=dict)
    added: Claims = field(default_factory=Claims)
    removed: Claims = field(default_factory=Claims)
    changed: Claims = field(default_factory=Claims)
    state: str = ""
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Load:
    """One load, import or removal: its number, when it was (UTC), by which version of the program, what it did."""

    number: int
    time: str
    program: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class History:
    """All that is recorded of a store, the oldest first.

    Attributes:
        loads: The records.
        kept: Names of the states that are still there.
        note: What a reader must know: a record that was lost, for instance.
    """

    loads: tuple[Load, ...] = ()
    kept: frozenset[str] = frozenset()
    note: str = ""

    def arrival(self, source: str) -> tuple[Load, Change] | None:
        """Return the load in which a data set came as it is; None where it is gone, or nothing is recorded.

        >>> came = Load(1, "2026-11-01T08:00:00Z", "0.1", (Change("mine", "new", origin=Origin("a.yaml")),))
        >>> gone = Load(2, "2026-11-02T08:00:00Z", "0.1", (Change("mine", "removed"),))
        >>> History((came,)).arrival("mine")[1].origin.file, History((came, gone)).arrival("mine")
        ('a.yaml', None)
        """
        for load in reversed(self.loads):
            for change in load.changes:
                if change.source == source and change.what != "aligned":
                    return None if change.what == "removed" else (load, change)
        return None

    def load_at(self, text: str) -> Load:
        """Return the load that a number or a date names: the last one at that time, a bare date being its end (UTC).

        Raises:
            UnknownName: No load has that number, or none is that old.
            WrongArgument: It is neither a number nor a date.

        >>> history = History((Load(1, "2026-11-01T08:00:00Z", "", ()), Load(2, "2026-11-02T08:00:00Z", "", ())))
        >>> [history.load_at(text).number for text in ("1", "2026-11-01", "2026-11-02T07:00", "2026-12-24")]
        [1, 1, 1, 2]
        """
        numbers = [str(load.number) for load in self.loads]
        if not self.loads:
            raise StoreError("nothing is recorded of this store yet", hint="its history begins with the next load")
        if text.isdecimal():
            for load in self.loads:
                if load.number == int(text):
                    return load
            raise UnknownName("load", text, nearest(text, numbers), hint=_span(self.loads))
        if not _is_moment(text):
            hint = "give the number of a load, as `pathway-graph history` lists them, or a date like 2026-11-27"
            raise WrongArgument("against", text, hint=hint)
        until = text.replace(" ", "T").rstrip("Z") + ("" if len(text) > len("2026-11-27") else "T23:59:59")
        before = [load for load in self.loads if load.time.rstrip("Z")[: len(until)] <= until]
        if not before:
            raise UnknownName("load", text, note="the history begins later", hint=_span(self.loads))
        return before[-1]

    def before(self, number: int) -> dict[str, Change]:
        """Return, of each data set that loads after that one touched, the first such change: it says what was there."""
        found: dict[str, Change] = {}
        for load in self.loads:
            for change in load.changes if load.number > number else ():
                found.setdefault(change.source, change)
        return found

    def with_load(self, load: Load, present: set[str]) -> History:
        """Return the history with one more load, and what is too old dropped; *present* data sets keep their record."""
        loads = (*self.loads, load)
        if len(loads) > MOST_LOADS:
            whole = replace(self, loads=loads)
            needed = {found[0].number for name in present if (found := whole.arrival(name)) is not None}
            oldest = len(loads) - MOST_LOADS
            loads = tuple(one for place, one in enumerate(loads) if place >= oldest or one.number in needed)
        return _with_few_reports(replace(self, loads=loads), present)

    def states(self) -> Iterator[str]:
        """Yield the names of the states that the records speak of, the newest first."""
        for load in reversed(self.loads):
            yield from (change.state for change in load.changes if change.state)


def _with_few_reports(history: History, present: set[str]) -> History:
    """Drop the oldest reports of what was replaced or removed, where all of them together are too long."""
    room, here = REPLACED_BYTES, set(present)
    loads = list(history.loads)
    for place in range(len(loads) - 1, -1, -1):
        changes = []
        for change in loads[place].changes:
            is_current = change.source in here and change.what != "aligned"
            here -= {change.source} if is_current else set()
            if change.origin.report is not None and not is_current:
                room -= len(msgspec.json.encode(change.origin.report))
                if room < 0:
                    change = replace(change, origin=replace(change.origin, report=None))
            changes.append(change)
        if tuple(changes) != loads[place].changes:
            loads[place] = replace(loads[place], changes=tuple(changes))
    return replace(history, loads=tuple(loads))


def _is_moment(text: str) -> bool:
    """Whether it is a date that the calendar has, alone or with a time."""
    if not _DATE.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _span(loads: tuple[Load, ...]) -> str:
    first, last = loads[0], loads[-1]
    return f"recorded are loads {first.number} ({first.time[:10]}) to {last.number} ({last.time[:10]})"


def number_of_last(history: History) -> int:
    """Return the number of the last load that is recorded, 0 where none is."""
    return history.loads[-1].number if history.loads else 0


def dump_load(load: Load) -> str:
    """Return a record as a line of JSON.

    >>> read_load(dump_load(Load(1, "2026-11-01T08:00:00Z", "0.1", (Change("a", "new"),)))).changes[0].source
    'a'
    """
    return msgspec.json.encode(load, order="sorted").decode()


def read_load(text: str | bytes) -> Load:
    """Return a record from its line; what a later version of the program added to it is left out.

    Raises:
        ValueError: It is no record.
    """
    return msgspec.json.decode(text, type=Load)
