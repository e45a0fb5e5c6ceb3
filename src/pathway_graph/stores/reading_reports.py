"""What reading a file kept, changed and left out, as it stays with the record of the load: short, whatever the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pathway_graph.text.counts import how_many

_MORE: Final = (
    "more kind of loss is not kept, of a lower count", "more kinds of loss are not kept, each of lower counts",
)  # fmt: skip
MOST_LOSSES: Final = 40
"""So many kinds of loss are kept of a data set, those of the highest counts; the others are counted."""
MOST_PLACES: Final = 3
MOST_SORTS: Final = 40
"""So many sorts of things are kept with how many were read, and how many kept."""
LONGEST: Final = 300
"""Characters of each text."""
REPLACED_BYTES: Final = 4_000_000
"""Of data sets that were replaced or removed, reports of so many bytes in all are kept, the newest first."""


@dataclass(frozen=True, slots=True)
class Lost:
    """Things of a file that are there in another form, or not there.

    Attributes:
        what: The things, in the plural.
        why: What happened to them.
        count: How many.
        is_out: They are not there; False where they are there in another form.
        places: The first places of them.
    """

    what: str
    why: str
    count: int
    is_out: bool
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingReport:
    """What became of the content of the file that a data set was read from.

    Attributes:
        how: What was taken for what.
        read: How many things of each sort the file held.
        kept: How many of them, or of what they became, were there then.
        losses: What was changed or left out, the highest counts first.
        more: Kinds of loss beyond these, which are not kept.
    """

    how: str = ""
    read: Mapping[str, int] = field(default_factory=dict)
    kept: Mapping[str, int] = field(default_factory=dict)
    losses: tuple[Lost, ...] = ()
    more: int = 0


def shortened(how: str, read: Mapping[str, int], kept: Mapping[str, int], losses: Sequence[Lost]) -> ReadingReport:
    """Return the report of a reading, no longer than a record may be.

    >>> many = [Lost("rows", f"reason {number}", number, True) for number in range(50)]
    >>> short = shortened("", {"rows": 2000}, {}, many)
    >>> [one.count for one in short.losses[:3]], len(short.losses), short.more
    ([49, 48, 47], 40, 10)
    >>> shortened("a" * 1000, {}, {}, ()).how[-3:]
    'aa…'
    """
    order = sorted(losses, key=lambda one: (-one.count, one.what, one.why, one.is_out))
    few = tuple(
        Lost(_cut(one.what), _cut(one.why), one.count, one.is_out, tuple(map(_cut, one.places[:MOST_PLACES])))
        for one in order[:MOST_LOSSES]
    )
    return ReadingReport(_cut(how), _first(read), _first(kept), few, max(0, len(order) - MOST_LOSSES))


def _first(counts: Mapping[str, int]) -> dict[str, int]:
    return {_cut(what): count for what, count in sorted(counts.items(), key=lambda one: -one[1])[:MOST_SORTS]}


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def rows_of(report: ReadingReport) -> list[dict[str, Any]]:
    """Return a row for each thing that a report counts: read, kept, changed and left out.

    >>> rows = rows_of(ReadingReport("", {"rows": 3}, {"claims": 2}, (Lost("rows", "empty", 1, True, ("line 2",)),)))
    >>> [(row["became"], row["count"], row["what"], row["why"]) for row in rows]
    [('read', 3, 'rows', ''), ('kept', 2, 'claims', ''), ('left out', 1, 'rows', 'empty')]
    """
    counts = [
        {"became": word, "count": count, "what": what, "why": "", "places": []}
        for word, some in (("read", report.read), ("kept", report.kept))
        for what, count in some.items()
    ]
    losses = [
        {"became": "left out" if one.is_out else "changed", "count": one.count, "what": one.what, "why": one.why,
         "places": list(one.places)}
        for one in sorted(report.losses, key=lambda one: one.is_out)
    ]  # fmt: skip
    return [*counts, *losses]


def notes_of(report: ReadingReport | None) -> list[str]:
    """Return what is to be said beside the rows of a report, or why there is none.

    >>> notes_of(ReadingReport("column TF is the source", more=2))
    ['column TF is the source', '2 more kinds of loss are not kept, each of lower counts']
    """
    if report is None:
        return ["no report of its reading is kept: an earlier version read it, a program wrote it, or it came by a "
                "command without one, such as load"]  # fmt: skip
    more = how_many(report.more, *_MORE) if report.more else ""
    return [said for said in (report.how, more) if said]
