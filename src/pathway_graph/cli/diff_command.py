"""``pathway-graph diff``: what changed between two networks, or since an earlier state of the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pathway_graph.cli.output import chosen, emit_document, emit_rows, listing_options, note
from pathway_graph.cli.reading import read_files, stored_before, stored_network
from pathway_graph.text.counts import how_many

if TYPE_CHECKING:
    from pathway_graph.model import Network


@click.command("diff")
@click.argument("places", nargs=-1, metavar="[OLD] [NEW]")
@click.option(
    "--against",
    metavar="LOAD",
    help="Compare with what the store held after this load: its number in `history`, or a date (UTC).",
)
@click.option("--exit-code", is_flag=True, help="Exit 1 if anything differs.")
@listing_options
def diff_command(
    places: tuple[str, ...], against: str | None, exit_code: bool, store: str | None, format_: str | None
) -> None:
    """Show what changed from OLD to NEW: entities, claims, edges, and signs between two entities.

    Each is a file or folder of the data format, a store (its folder, or a Neo4j URI), or imipramine, the packaged
    guide. With --against, OLD is what the store held after an earlier load, and NEW the store as it is, or what is
    named. A date means the end of that day, unless a time stands with it.

    \b
    Examples:
      pathway-graph diff mine.yaml mine-revised.yaml
      pathway-graph diff imipramine bolt://127.0.0.1:7687
      pathway-graph diff --against 3
      pathway-graph diff --against 2026-11-20
    """
    from pathway_graph.model.diff import compare, rows_of

    old, new = _compared(places, against, store)
    found = compare(old, new)
    if chosen(format_) == "json":
        emit_document(found.to_dict())
    else:
        rows = rows_of(found)
        emit_rows(rows, ("what", "id", "change"), chosen(format_))
        signs = f", {len(found.sign_changes)} of them signs" if found else ""
        note(f"{how_many(len(rows), 'difference') if found else 'no difference'}{signs}")
    if exit_code and found:
        raise click.exceptions.Exit(1)


def _compared(places: tuple[str, ...], against: str | None, store: str | None) -> tuple[Network, Network]:
    """Return the two networks to compare."""
    if against is None:
        if len(places) != 2:
            raise click.UsageError("name what to compare, OLD and NEW; or say --against LOAD for an earlier state")
        return _network(places[0]), _network(places[1])
    if len(places) > 1:
        raise click.UsageError("with --against, OLD is the earlier state: name NEW alone, or nothing for the store")
    from pathway_graph.stores.open import open_store

    opened = open_store(store)
    try:
        load = opened.history().load_at(against)
        old, new = opened.read_after(load.number), stored_before(opened)
    finally:
        opened.close()
    note(f"against what was stored after load {load.number} of {load.time}")
    return old, _network(places[0]) if places else new


def _network(place: str) -> Network:
    from pathlib import Path

    from pathway_graph.stores.embedded.generations import LOCK, SHARED

    path = Path(place)
    if "://" in place or any((path / mark).exists() for mark in (LOCK, SHARED)):
        return stored_network(place)
    return read_files([place])
