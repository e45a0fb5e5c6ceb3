"""Where the data sets of a load come from, and what a load did, as the history keeps it and a person is told."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pathway_graph.cli.output import note
from pathway_graph.text.counts import how_many

if TYPE_CHECKING:
    from pathway_graph.formats.report import Report
    from pathway_graph.model import Network
    from pathway_graph.stores.base import Store
    from pathway_graph.stores.history import Change, Claims, Load, Origin
    from pathway_graph.stores.reading_reports import ReadingReport

_TOLD: Final = 5
_BY_ID: Final = (
    "more entity is one with a stored one by its id alone", "more entities are one with stored ones by their id alone",
)  # fmt: skip
"""So many data sets are told one by one after a load."""


def origin_of(place: str | Path, format_: str = "native", checksum: str = "") -> Origin:
    """Return where a data set comes from.

    Args:
        place: The file or folder; a member of an archive as ``all.zip!WP1.gpml``.
        format_: Name of its format.
        checksum: Of a member of an archive, which is not read again.
    """
    from pathway_graph.formats.raw import shown_path
    from pathway_graph.stores.history import Origin

    path = Path(place)
    return Origin(shown_path(path), format_, checksum_of(path) or checksum)


def report_kept(report: Report) -> ReadingReport:
    """Return the report of a file that was read, as it stays with the record of the load.

    >>> from pathway_graph.formats.report import Loss, Report
    >>> lines = Loss("lines", "empty", 2, ("line 2", "line 5"))
    >>> report_kept(Report("a.sif", "sif", {"lines": 9}, {"claims": 7}, (), (lines,))).losses
    (Lost(what='lines', why='empty', count=2, is_out=True, places=('line 2', 'line 5')),)
    """
    from pathway_graph.stores.reading_reports import Lost, shortened

    losses = [
        Lost(one.what, one.why, one.count, is_out, one.places)
        for is_out, some in ((False, report.changed), (True, report.left_out))
        for one in some
    ]
    return shortened(report.how, report.read, report.kept, losses)


def checksum_of(path: Path) -> str:
    """Return the SHA-256 of a file as it lies there, or over the names and hashes of the YAML files of a folder.

    Empty where there is none, or it cannot be read.
    """
    try:
        if path.is_dir():
            from pathway_graph.formats.native import SUFFIXES

            files = sorted(file for file in path.iterdir() if file.suffix in SUFFIXES and file.is_file())
            lines = "".join(f"{_sha256(file)}  {file.name}\n" for file in files)
            return f"sha256:{hashlib.sha256(lines.encode()).hexdigest()}"
        return f"sha256:{_sha256(path)}" if path.is_file() else ""
    except OSError:
        return ""


def _sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def last_load(opened: Store) -> int:
    """Return the number of the last load that is recorded, 0 where none is."""
    from pathway_graph.errors import StoreEmpty
    from pathway_graph.stores.history import number_of_last

    try:
        return number_of_last(opened.history())
    except StoreEmpty:
        return 0


def tell_load(opened: Store, before: int, names: Iterable[str]) -> None:
    """Say what came with the loads since that number, what it replaced, and the difference."""
    history = opened.history()
    if history.note:
        note(history.note)
    mine = set(names)
    new = [load for load in history.loads if load.number > before]
    told: list[tuple[Load, Change]] = [(load, one) for load in new for one in load.changes]
    own = [(load, one) for load, one in told if one.source in mine]
    for load, one in own[:_TOLD]:
        note(f"{one.source}: {said(one)} (load {load.number})")
    if len(own) > _TOLD:
        counts: dict[str, int] = {}
        for _, one in own[_TOLD:]:
            counts[one.what] = counts.get(one.what, 0) + 1
        note(f"and {', '.join(f'{count} {what}' for what, count in sorted(counts.items()))}: `pathway-graph history`")
    same = sorted(mine - {one.source for _, one in told})
    if same and history.loads:
        when = {name: found[0].time for name in same if (found := history.arrival(name)) is not None}
        few = ", ".join(f"{name}{f' (loaded {when[name]})' if name in when else ''}" for name in same[:_TOLD])
        note(f"nothing changed in {few}{f' and {len(same) - _TOLD} more' if len(same) > _TOLD else ''}")


def tell_renamed(renamed: Mapping[str, str]) -> None:
    """Say which entities of a file took the ids of stored ones."""
    few = ", ".join(f"{old} is now {new}" for old, new in list(renamed.items())[:_TOLD])
    rest = " …" if len(renamed) > _TOLD else ""
    note(f"{how_many(len(renamed), 'entity')} took the stored id{f': {few}' if few else ''}{rest}")


def tell_clashes(before: Network, incoming: Network, after: Network) -> None:
    """Warn of names that a load has made ambiguous, and of things that it has made one, with the way out."""
    from pathway_graph.identifiers.clashes import clashes, united

    for told in (one := united(before, incoming))[:_TOLD]:
        note(f"warning: {told}")
    if len(one) > _TOLD:
        note(f"warning: {how_many(len(one) - _TOLD, *_BY_ID)}")
    found = clashes(before, incoming, after)
    for clash in found[:_TOLD]:
        note(f"warning: {clash}")
    if len(found) > _TOLD:
        few = ", ".join(clash.name for clash in found[_TOLD : 2 * _TOLD])
        note(
            f"warning: {how_many(len(found) - _TOLD, 'more name is', 'more names are')} ambiguous now: "
            f"{few}{' …' if found[2 * _TOLD :] else ''}"
        )


def said(change: Change) -> str:
    """Return a change as words: what came, what it replaced, the difference in claims.

    >>> from pathway_graph.stores.history import Change, Claims, Origin
    >>> said(Change("mine", "replaced", replaced=Origin("old.yaml"), added=Claims(2, ("k1", "k2"))))
    'replaced what came from old.yaml; claims added 2 (k1, k2)'
    """
    if change.what == "new":
        return f"new, {sized(change.counts)}"
    start = {"removed": f"removed, it held {sized(change.before)}", "aligned": "took ids of other data sets"}.get(
        change.what, "replaced what " + _came(change)
    )
    if change.what == "removed":
        return start
    if change.why_not and not change.before:
        return f"{start}; {change.why_not}"
    found = differences(change)
    return f"{start}; claims {found}" if found else f"{start}; no claim differs"


def differences(change: Change) -> str:
    """Return which claims came, went and changed; empty where none did.

    >>> from pathway_graph.stores.history import Change, Claims
    >>> differences(Change("mine", "replaced", added=Claims(1, ("k2",)), removed=Claims(4, ("a", "b", "c", "d"))))
    'added 1 (k2), removed 4 (a, b, c …)'
    """
    parts = ("added", change.added), ("removed", change.removed), ("changed", change.changed)
    return ", ".join(f"{what} {listed(claims)}" for what, claims in parts if claims.count)


def _came(change: Change) -> str:
    there = change.replaced
    return f"came from {there.file}" if there is not None and there.file else "was there"


def listed(claims: Claims, most: int = 3) -> str:
    """Return a number of claims with the first of them.

    >>> from pathway_graph.stores.history import Claims
    >>> listed(Claims(4, ("a", "b", "c", "d"))), listed(Claims())
    ('4 (a, b, c …)', '0')
    """
    few = ", ".join(claims.ids[:most])
    return f"{claims.count}" + (f" ({few}{' …' if claims.count > most else ''})" if few else "")


def sized(counts: Mapping[str, int]) -> str:
    """Return what a data set holds, in words.

    >>> sized({"background": 0, "claims": 1200, "entities": 2})
    'entities 2, claims 1,200'
    """
    kinds = ("entities", "claims", "background", "publications", "diagrams")
    counts = {kind: counts.get(kind, 0) for kind in kinds}
    return ", ".join(f"{what} {count:,}" for what, count in counts.items() if count) or "nothing"
