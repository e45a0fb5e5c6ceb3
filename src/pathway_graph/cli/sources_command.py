"""``pathway-graph sources``, ``remove`` and ``history``: the data sets of a store, one less of them, what came when."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import click

from pathway_graph.cli.output import chosen, emit_document, emit_rows, listing_options, note
from pathway_graph.text.secrets import shown_place

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from pathway_graph.model.removal import Removal
    from pathway_graph.stores.history import Change, History, Load

_NAMED: Final = 10
"""So many data sets that are left are named."""
_LISTED: Final = (
    "source", "loaded", "file", "format", "version", "entities", "claims", "background", "publications", "diagrams",
    "checksum", "origin",
)  # fmt: skip
_DATA: Final = (
    "source", "title", "version", "license", "citation", "file", "format", "checksum", "url", "retrieved", "load",
    "loaded", "entities", "claims", "background", "publications", "diagrams",
)  # fmt: skip

_REPORTED: Final = ("became", "count", "what", "why", "places")


def _names(ctx: click.Context, option: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the data sets of the store that begin so, for the shell to complete."""
    from click.shell_completion import CompletionItem

    from pathway_graph.cli.reading import stored_network
    from pathway_graph.errors import PathwayGraphError

    try:
        found = stored_network(ctx.params.get("store")).sources
    except PathwayGraphError:
        return []
    return [CompletionItem(one.id, help=one.title) for one in found if one.id.startswith(incomplete)]


@click.command("sources")
@click.argument("name", required=False, default="", metavar="[DATA-SET]", shell_complete=_names)
@listing_options
def sources_command(name: str, store: str | None, format_: str | None) -> None:
    """List the data sets of the store: where each came from and when, its version, and what it holds.

    With a DATA-SET: only that, and the report of its import: what was read of its file, kept, changed and left out,
    which names were not known. Times are UTC. A checksum is the SHA-256 of the file as it was loaded (of a member of
    an archive, of its content; of a folder, of a list of its files as sha256sum prints it).

    \b
    Examples:
      pathway-graph sources
      pathway-graph sources collectri
      pathway-graph sources --format csv
    """
    from pathway_graph.cli.reading import stored_network
    from pathway_graph.stores.listing import data_sets
    from pathway_graph.stores.open import open_store

    network = stored_network(store)
    opened = open_store(store)
    try:
        history = opened.history()
    finally:
        opened.close()
    rows = [one.to_dict() for one in data_sets(network, history)]
    form = chosen(format_)
    if name:
        _one_source(name, rows, history, form)
    elif form in ("table", "md"):
        _list_sources(rows, form)
    else:
        emit_rows(rows, _DATA, form)
    if history.note:
        note(history.note)
    unknown = [row["source"] for row in rows if not row["load"] and name in ("", row["source"])]
    if unknown:
        note(f"nothing is recorded of when {', '.join(unknown[:3])}{' …' if unknown[3:] else ''} came: "
             "an earlier version or a program of one's own loaded it")  # fmt: skip


def _list_sources(rows: Sequence[dict[str, Any]], form: str) -> None:
    shown = [
        {**row, "loaded": _minute(row["loaded"]), "checksum": row["checksum"].removeprefix("sha256:")[:12],
         "origin": row["url"] or row["citation"]} for row in rows
    ]  # fmt: skip
    spare = ("origin", "checksum", "publications", "diagrams", "background", "version", "format")
    emit_rows(shown, _LISTED, form, spare=spare)


def _one_source(name: str, rows: Sequence[dict[str, Any]], history: History, form: str) -> None:
    """Show one data set with the report of its import, which is all that a table for other programs holds."""
    from dataclasses import asdict

    from pathway_graph.errors import UnknownName, nearest
    from pathway_graph.stores.reading_reports import notes_of, rows_of

    known = [row["source"] for row in rows]
    if name not in known:
        raise UnknownName("data set", name, nearest(name, known), known=known)
    row = rows[known.index(name)]
    arrival = history.arrival(name)
    report = arrival[1].origin.report if arrival is not None else None
    counted = rows_of(report) if report is not None else []
    if form == "json":
        emit_document({**row, "report": None if report is None else asdict(report)})
    elif form in ("table", "md"):
        _list_sources([row], form)
    if form in ("csv", "tsv", "jsonl") or (form != "json" and counted):
        emit_rows(counted, _REPORTED, form, title=f"What became of {row['file']}")
    for said in notes_of(report):
        note(said)


@click.command("remove")
@click.argument("name", shell_complete=_names)
@click.option("--dry-run", is_flag=True, help="Say what would fall, and leave the store as it is.")
@listing_options
def remove_command(name: str, dry_run: bool, store: str | None, format_: str | None) -> None:
    """Remove the data set NAME from the store, and say what falls with it.

    Its claims go, with the edges and signs that rest on nothing else, and the entities that no other data set
    defines; what others define stays as they define it. Data sets whose entities took identifiers and names of this
    one when it came keep them, and are named: imported again, they have their own. All of it goes in one step or
    nothing does. The history keeps what was there: `pathway-graph diff --against NUMBER` shows the difference.

    \b
    Examples:
      pathway-graph remove collectri --dry-run
      pathway-graph remove collectri
    """
    from pathway_graph.cli.asking import tell_changed
    from pathway_graph.cli.reading import stored_network
    from pathway_graph.model.removal import removal
    from pathway_graph.stores.open import default_location, open_store

    found = removal(stored_network(store), name)
    place = shown_place(store or default_location())
    few = ", ".join(found.left[:_NAMED]) + (f" and {len(found.left) - _NAMED:,} more" if found.left[_NAMED:] else "")
    if dry_run:
        _emit_removal(found, dry_run, format_)
        note(f"nothing was removed from {place} (--dry-run); left would be: {few or 'nothing'}")
        return
    started = time.perf_counter()
    opened = open_store(store)
    try:
        aligned = _aligned_with(name, opened.history(), found.left)
        opened.remove(name)
    finally:
        opened.close()
    _emit_removal(found, dry_run, format_)  # now that it is so
    if aligned:
        note(f"{', '.join(aligned)} took identifiers and names of {name} when it came, and kept them; "
             "import that again to have its own")  # fmt: skip
    note(f"removed {name} from {place} in {time.perf_counter() - started:.1f} s; left: {few or 'nothing'}")
    tell_changed(store)


def _emit_removal(found: Removal, dry_run: bool, format_: str | None) -> None:
    form = chosen(format_)
    if form == "json":
        emit_document({"dry_run": dry_run, **found.to_dict()})
    else:
        emit_rows(_falling(found), ("what", "count", "which"), form)


def _aligned_with(name: str, history: History, left: Sequence[str]) -> list[str]:
    """Return the data sets of *left* in which entities took ids and names of one when that was loaded."""
    loads = [load.changes for load in history.loads if any(change.source == name for change in load.changes)]
    return sorted({one.source for changes in loads for one in changes if one.what == "aligned"} & set(left) - {name})


def _falling(found: Removal) -> list[dict[str, Any]]:
    """Return rows of what goes and what stays; of what there is none, only what a reader must know."""
    signs = [f"{one.source} -> {one.target}: {_signs(one.old)} became {_signs(one.new)}" for one in found.sign_changes]
    parts: list[tuple[str, Sequence[str], bool]] = [
        ("claims", found.claims, True),
        ("background claims", found.background, False),
        ("entities that nothing else defines", found.entities, True),
        ("entities that stay, for others define them", found.entities_kept, False),
        ("edges that nothing else states", found.edges, True),
        ("edges that stay, for others state them", found.edges_kept, False),
        ("pairs with a sign that have none left", found.signs_lost, True),
        ("pairs whose signs change", signs, True),
        *((part, ids, False) for part, ids in found.papers),
        ("items of others that name what goes", found.left_hanging, False),
    ]
    return [{"what": what, "count": len(ids), "which": list(ids)} for what, ids, always in parts if ids or always]


def _signs(signs: Sequence[int]) -> str:
    from pathway_graph.model.signs import sign_text

    return " and ".join(map(sign_text, signs))


@click.command("history")
@click.argument("source", required=False, default="", metavar="[DATA-SET]", shell_complete=_names)
@listing_options
def history_command(source: str, store: str | None, format_: str | None) -> None:
    """Show what was loaded, imported and removed, the newest first: what came, what it replaced, the difference.

    Times are UTC. `kept` says whether what a load replaced or removed is still there, so that `pathway-graph diff
    --against` can show it: the last 50 data sets of up to 16 MB together are.

    \b
    Examples:
      pathway-graph history
      pathway-graph history mine --format json
      pathway-graph diff --against 3
    """
    from pathway_graph.errors import UnknownName, nearest
    from pathway_graph.stores.open import open_store

    opened = open_store(store)
    try:
        history = opened.history()
    finally:
        opened.close()
    known = {change.source for load in history.loads for change in load.changes}
    if source and source not in known:
        raise UnknownName("data set in the history", source, nearest(source, known), known=sorted(known))
    found = [
        (load, change)
        for load in reversed(history.loads)
        for change in load.changes
        if not source or change.source == source
    ]
    form = chosen(format_)
    if form in ("json", "jsonl"):
        emit_rows([_entry(load, change, history) for load, change in found], (), form)
    elif form in ("csv", "tsv"):
        rows = [_entry(load, change, history) for load, change in found]
        columns = [
            column for column in (rows[0] if rows else {"load": 0}) if column not in ("counts", "before", "report")
        ]
        emit_rows(rows, columns, form)
    else:
        shown = ("load", "time", "source", "what", "file", "claims", "difference", "kept")
        emit_rows([_shown(load, change, history) for load, change in found], shown, form, spare=("kept", "file"))
    if history.note:
        note(history.note)
    if not found:
        note("nothing is recorded yet; the history begins with the next load")


def _entry(load: Load, change: Change, history: History) -> dict[str, Any]:
    from dataclasses import asdict

    old = change.replaced
    origin = asdict(change.origin)
    report = origin.pop("report")
    row: dict[str, Any] = {
        "load": load.number, "time": load.time, "program": load.program, "source": change.source, "what": change.what,
        "version": change.version, **origin, "replaced_file": old.file if old is not None else "",
        "replaced_checksum": old.checksum if old is not None else "", "counts": dict(change.counts),
        "before": dict(change.before),
    }  # fmt: skip
    for kind in ("entities", "claims", "background"):
        row |= {kind: change.counts.get(kind, 0), f"{kind}_before": change.before.get(kind, 0)}
    for kind in ("added", "removed", "changed"):
        claims = getattr(change, kind)
        row |= {f"claims_{kind}": claims.count, f"claims_{kind}_ids": list(claims.ids)}
    return row | {"kept": _kept(change, history), "report": report}


def _kept(change: Change, history: History) -> str:
    if not change.before and not change.why_not:
        return "nothing was there"
    return "yes" if change.state in history.kept else f"no: {change.why_not or 'pruned'}"


def _shown(load: Load, change: Change, history: History) -> dict[str, Any]:
    from pathway_graph.cli.origins import differences

    is_first = not change.before and not change.why_not
    now, was = (counts.get("claims", 0) + counts.get("background", 0) for counts in (change.counts, change.before))
    return {
        "load": load.number, "time": _minute(load.time), "source": change.source, "what": change.what,
        "file": change.origin.file, "claims": f"{now:,}" if is_first else f"{was:,} > {now:,}",
        "difference": "" if is_first else differences(change) or "no claim",
        "kept": "" if is_first else _kept(change, history),
    }  # fmt: skip


def _minute(moment: str) -> str:
    return moment[:16].replace("T", " ")
