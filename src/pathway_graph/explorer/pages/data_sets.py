"""The data sets of the store: where each came from, what was loaded when, and what that changed."""

from __future__ import annotations

from collections import Counter
from typing import Any

from starlette.responses import Response

from pathway_graph.errors import UnknownName, WrongArgument, nearest
from pathway_graph.explorer.given import address
from pathway_graph.explorer.pages.diagrams import gallery
from pathway_graph.explorer.tables import Column, columns_of
from pathway_graph.explorer.visit import Visit
from pathway_graph.model.caching import cached_on
from pathway_graph.model.diff import compare, rows_of
from pathway_graph.model.removal import removal
from pathway_graph.stores.history import Change, History, Load
from pathway_graph.stores.listing import data_sets
from pathway_graph.stores.open import open_store
from pathway_graph.stores.reading_reports import notes_of
from pathway_graph.stores.reading_reports import rows_of as reported
from pathway_graph.text.secrets import shown_place

_SOURCES = (
    Column("source", "data set", kind="source"), Column("title", kind="long"), Column("version"), Column("loaded"),
    Column("file"), Column("format"), Column("entities", kind="number"), Column("claims", kind="number"),
    Column("background", kind="number"), Column("publications", kind="number"), Column("diagrams", kind="number"),
    Column("license"), Column("url", "from", kind="link"), Column("checksum"),
)  # fmt: skip
_HISTORY = (
    Column("load", kind="number"), Column("time", "time (UTC)"), Column("source", "data set"), Column("what"),
    Column("file"), Column("claims"), Column("added", kind="number"), Column("removed", kind="number"),
    Column("changed", kind="number"), Column("kept", "earlier state kept"), Column("program"),
    Column("report", "report", kind="go"),
)  # fmt: skip
_REPORT = columns_of(("became", "count", "what", "why", "places"), count="number", why="long", places="long")
_CHANGES = columns_of(("what", "id", "change"), change="long")
_FALLING = columns_of(("what", "count", "which"), count="number")
_DIAGRAMS = 12


def sources(visit: Visit) -> Response:
    """List the data sets: where each came from and when, its version, and what it holds."""
    unknown = [row["source"] for row in _rows(visit) if not row["load"]]
    return visit.show(
        "sources.html", title="Data sets", sources=visit.table("Data sets", _SOURCES, _rows(visit)),
        note=visit.history.note, unknown=unknown[:5], more=max(0, len(unknown) - 5),
        place=shown_place(visit.desk.location),
    )  # fmt: skip


def _rows(visit: Visit) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = visit.kept(
        lambda: [one.to_dict() for one in data_sets(visit.network, visit.history)], "data sets"
    )
    return [{**row, "loaded": _minute(row["loaded"])} for row in found]


def source(visit: Visit) -> Response:
    """Show one data set: what it is, what it holds, what was loaded of it, and what would fall without it."""
    name = visit.given.name("id")
    row = next((one for one in _rows(visit) if one["source"] == name), None)
    if row is None:
        known = [one.id for one in visit.network.sources]
        wrong = visit.wrong(UnknownName("data set", name, nearest(name, known), known=known))
        return visit.show(
            "error.html", status=404, title="No such data set", message=wrong.message, wrong=wrong, again=""
        )
    stored = next(one for one in visit.network.sources if one.id == name)
    falls = None
    if visit.given.ticked("falls"):
        found = cached_on(visit.network, removal, name)
        rows = [
            {"what": what, "count": len(ids), "which": list(ids[:50])}
            for what, ids in (
                ("claims", found.claims), ("background claims", found.background),
                ("entities that nothing else defines", found.entities),
                ("edges that nothing else states", found.edges),
                ("pairs with a sign that have none left", found.signs_lost),
            )
        ]  # fmt: skip
        falls = visit.table("What would fall without it", _FALLING, rows, key="f")
    return visit.show(
        "source.html", title=stored.title or name, source=stored, row=row, falls=falls,
        loads=visit.table("Its loads", _HISTORY, _loads(visit.history, name)), **_reported(visit, name),
        gallery=gallery(visit, name, _DIAGRAMS),
    )  # fmt: skip


def _reported(visit: Visit, name: str) -> dict[str, Any]:
    """Return the report of the import in which a data set came, or of an earlier one that the address names."""
    asked = visit.given.number("load", 0, 0, 10**9)
    arrival = visit.history.arrival(name)
    if asked:
        arrival = next(
            ((load, change) for load in visit.history.loads if load.number == asked
             for change in load.changes if change.source == name), None,
        )  # fmt: skip
    report = arrival[1].origin.report if arrival is not None else None
    load = arrival[0] if arrival is not None else None
    title = f"Report of its import{f' (load {load.number}, {_minute(load.time)})' if load is not None else ''}"
    return {
        "report": visit.table(title, _REPORT, reported(report), key="r") if report is not None else None,
        "report_title": title, "report_notes": notes_of(report),
    }  # fmt: skip


def history(visit: Visit) -> Response:
    """Show what was loaded, imported and removed, the newest first."""
    rows = _loads(visit.history)
    return visit.show(
        "history.html", title="History", loads=visit.table("Loads", _HISTORY, rows), note=visit.history.note
    )


def _loads(history: History, source: str = "") -> list[dict[str, Any]]:
    return [
        _load(load, change, history)
        for load in reversed(history.loads)
        for change in load.changes
        if source in ("", change.source)
    ]


def _load(load: Load, change: Change, history: History) -> dict[str, Any]:
    is_first = not change.before and not change.why_not
    now, was = (counts.get("claims", 0) + counts.get("background", 0) for counts in (change.counts, change.before))
    kept = "" if is_first else "yes" if change.state in history.kept else f"no: {change.why_not or 'pruned'}"
    return {
        "load": load.number, "time": _minute(load.time), "source": change.source, "what": change.what,
        "file": change.origin.file, "claims": f"{now:,}" if is_first else f"{was:,} to {now:,}",
        "added": change.added.count, "removed": change.removed.count, "changed": change.changed.count,
        "kept": kept, "program": load.program, "checksum": change.origin.checksum, "format": change.origin.format,
        "report": "" if change.origin.report is None
        else f"{address('/source', id=change.source, load=load.number)}#table-r",
    }  # fmt: skip


def _minute(moment: str) -> str:
    return moment[:16].replace("T", " ")


def differences(visit: Visit) -> Response:
    """Show what changed since an earlier state of the store."""
    against, until = visit.given.name("against"), visit.given.name("until")

    def work() -> dict[str, Any]:
        if not visit.history.loads:
            raise WrongArgument("against", against, message="nothing is recorded of this store yet",
                                hint="its history begins with the next load")  # fmt: skip
        old_load = visit.history.load_at(against)
        new_load = visit.history.load_at(until) if until else None
        found = visit.kept(
            lambda: _compared(visit, old_load, new_load), "differences", old_load.number,
            new_load.number if new_load else 0,
        )  # fmt: skip
        return {
            "title": f"Differences since load {old_load.number}",
            "changes": visit.table("What differs", _CHANGES, found),
            "counts": list(Counter(row["what"] for row in found).items()),
        }  # fmt: skip

    loads = [(str(load.number), f"{load.number}, {load.time[:16].replace('T', ' ')}") for load in visit.history.loads]
    return visit.answer(
        "differences.html", "Differences", work if against else None, against=against, until=until, loads=loads[-500:],
    )  # fmt: skip


def _compared(visit: Visit, old: Load, new: Load | None) -> list[dict[str, str]]:
    opened = open_store(visit.desk.location)
    try:
        before = opened.read_after(old.number)
        after = opened.read_after(new.number) if new else visit.network
    finally:
        opened.close()
    return rows_of(compare(before, after))
