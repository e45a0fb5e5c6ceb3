"""``pathway-graph backup`` and ``restore``: all that a store holds in one file, and back."""

from __future__ import annotations

import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pathway_graph.cli.output import note, progress, say, store_option
from pathway_graph.text.counts import how_many

if TYPE_CHECKING:
    from pathway_graph.stores.embedded.backup import Backup


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.tar.gz")
@click.option("--replace", is_flag=True, help="Replace FILE if it is there.")
@store_option
def backup_command(file: Path, replace: bool, store: str | None) -> None:
    """Write all that the store holds into one file: data, history and saved questions, each with its hash.

    The file appears whole or not at all, and is read back and compared before it counts. It is .tar.gz, .tar or,
    from Python 3.14 on, .tar.zst. Of a Neo4j server the data are kept, without their history.

    \b
    Examples:
      pathway-graph backup pathways-2026-11-27.tar.gz
      pathway-graph restore pathways-2026-11-27.tar.gz --store elsewhere
    """
    from pathway_graph.stores.embedded.backup import backup
    from pathway_graph.stores.open import default_location

    where = store or default_location()
    with progress() as step:
        if "://" in where:
            with tempfile.TemporaryDirectory(prefix="pathway-graph-backup-") as passing:
                found = backup(_copied(where, Path(passing, "store")), file, replace=replace, told=step)
        else:
            found = backup(Path(where).expanduser(), file, replace=replace, told=step)
    note(f"{file} was read back and is whole: {file.stat().st_size / 1e6:.1f} MB")
    say(_said(found))


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.tar.gz")
@click.option("--replace", is_flag=True, help="Replace what the store holds: that goes.")
@click.option("--dry-run", is_flag=True, help="Read the backup, compare it with its hashes, and stop.")
@store_option
def restore_command(file: Path, replace: bool, dry_run: bool, store: str | None) -> None:
    """Make the store hold what a backup holds, with its history and saved questions, in one step.

    Every file is compared with its hash first; a damaged backup changes nothing. A store that holds something is
    refused without --replace. On a Neo4j server the data sets are loaded as `load` does it.

    \b
    Examples:
      pathway-graph restore pathways-2026-11-27.tar.gz --dry-run
      pathway-graph restore pathways-2026-11-27.tar.gz
    """
    from pathway_graph.cli.asking import tell_changed
    from pathway_graph.stores.embedded.backup import restore, verify
    from pathway_graph.stores.open import default_location

    where = store or default_location()
    with progress() as step:
        if dry_run:
            found = verify(file, step)
        elif "://" in where:
            with tempfile.TemporaryDirectory(prefix="pathway-graph-backup-") as passing:
                found = restore(file, Path(passing, "store"), told=step)
                _load(Path(passing, "store"), where, replace)
                _hand_over_questions(Path(passing, "store"), where, replace)
        else:
            found = restore(file, Path(where).expanduser(), replace=replace, told=step)
    say(("whole: " if dry_run else "restored: ") + _said(found))
    if not dry_run:
        tell_changed(store)


def _said(found: Backup) -> str:
    kept = (
        f"{how_many(found.loads, 'load')} recorded, {how_many(found.questions, 'saved question')}, "
        f"{found.size / 1e6:.1f} MB"
    )
    return f"{', '.join(found.sources) or 'no data set'}; {kept}; of {found.time}, by pathway-graph {found.program}"


def _copied(where: str, folder: Path) -> Path:
    """Copy what a server holds into a store folder without a database."""
    from pathway_graph.stores.embedded.loading import store_unbuilt
    from pathway_graph.stores.open import open_store

    with closing(open_store(where)) as opened:
        store_unbuilt(opened.read(), folder)
    return folder


def _load(folder: Path, where: str, replace: bool) -> None:
    """Load what a folder holds into a server."""
    from pathway_graph.cli.reading import stored_before
    from pathway_graph.errors import StoreUnavailable
    from pathway_graph.stores.embedded.store import EmbeddedStore
    from pathway_graph.stores.open import open_store
    from pathway_graph.text.secrets import shown_place

    with closing(EmbeddedStore(folder)) as copy, closing(open_store(where)) as opened:
        network = copy.read()
        there = {source.id for source in stored_before(opened).sources}
        if there and not replace:
            raise StoreUnavailable(
                f"{shown_place(where)} holds something: {', '.join(sorted(there)[:10])}",
                hint="name another database with NEO4J_DATABASE, or say --replace: what it holds goes",
            )
        for name in sorted(there - {source.id for source in network.sources}):
            opened.remove(name)
        opened.write(network)


def _hand_over_questions(folder: Path, where: str, replace: bool) -> None:
    """Put the questions of a folder where those of a server are kept, as a restored folder has them."""
    from pathway_graph.cli.asking import kept_with

    there = kept_with(where)
    for one in kept_with(str(folder)).files():
        there.put_back(one.name, one.read_bytes(), replace=replace)
