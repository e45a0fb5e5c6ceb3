"""``pathway-graph publish`` and ``pull``: a store for readers on other machines, over a shared folder."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace as replace_
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pathway_graph.cli.output import chosen, emit_document, format_option, note, progress, say, store_option
from pathway_graph.text.counts import how_many

if TYPE_CHECKING:
    from pathway_graph.model import Network
    from pathway_graph.stores.embedded.share import Published

_COMPARED = 250_000
"""Two networks of more claims than these are not compared: that would take longer than the copy."""


@click.command("publish")
@click.argument("folder", type=click.Path(path_type=Path), metavar="FOLDER")
@click.option("--keep", type=click.IntRange(1), default=3, show_default=True, metavar="N",
              help="How many publications stay in FOLDER, this one among them.")  # fmt: skip
@click.option("--force", is_flag=True, help="Publish although FOLDER holds what this store does not.")
@store_option
@format_option
def publish_command(folder: Path, keep: int, force: bool, store: str | None, format_: str | None) -> None:
    """Publish the store to a shared FOLDER, from which other machines pull it or read it in place.

    The database is copied under another name, compared by its hashes and then shown in one step: a publisher that is
    killed, a full disk or two publishers at once never leave part of it. What was published before stays until it is
    over an hour old and more than N are there. Refused is what would take readers back: a store that is older than
    what is published, or another one; --force does it all the same.

    \b
    Examples:
      pathway-graph publish /mnt/lab/pathways
      pathway-graph publish /mnt/lab/pathways --keep 5
    """
    from pathway_graph.stores.embedded.share import Share

    place = _own_folder(store, "publish")
    with progress() as step:
        found = Share(folder.expanduser()).publish(place, keep=keep, force=force, told=step)
    if not found.is_new:
        note("this is what is published already: nothing to do")
    _emit(found, folder, "published", format_)


@click.command("pull")
@click.argument("folder", required=False, type=click.Path(path_type=Path), metavar="[FOLDER]")
@click.option("--replace", is_flag=True, help="Replace also what was loaded into the store here and is not published.")
@store_option
@format_option
def pull_command(folder: Path | None, replace: bool, store: str | None, format_: str | None) -> None:
    """Take what is published in a shared FOLDER into the store; without FOLDER, from where it came last.

    Every file is compared with its hash before the store changes, in one step. Said is what changed, and which of
    your saved questions (`pathway-graph ask`) now answer otherwise. To read without a copy of your own, give the
    shared folder as --store.

    \b
    Examples:
      pathway-graph pull /mnt/lab/pathways
      pathway-graph pull
      pathway-graph upstream BDNF --store /mnt/lab/pathways
    """
    from pathway_graph.cli.asking import tell_changed
    from pathway_graph.cli.reading import stored_before
    from pathway_graph.errors import StoreUnavailable
    from pathway_graph.stores.embedded.pulling import last_share, pull
    from pathway_graph.stores.embedded.share import Share
    from pathway_graph.stores.embedded.store import EmbeddedStore

    place = _own_folder(store, "pull")
    came = str(folder.expanduser()) if folder is not None else last_share(place)
    if not came:
        raise click.UsageError("name the shared FOLDER: this store was not pulled from one yet")
    before: list[Network] = []
    opened = EmbeddedStore(place)

    def keep_before() -> None:
        try:
            before.append(stored_before(opened))
        except StoreUnavailable:  # damaged, and about to be replaced
            return

    with closing(opened):
        with progress() as step:
            found = pull(Share(Path(came)), place, replace=replace, told=step, before=keep_before)
        if found.is_new:
            _tell(before[0] if before else None, opened.read())
        else:
            note("this is what was pulled already: nothing to do")
    if found.is_new:
        tell_changed(str(place))
    _emit(replace_(found.published, is_new=found.is_new), Path(came), "pulled", format_)


def _own_folder(store: str | None, what: str) -> Path:
    """Return the folder of the user's own store.

    Raises:
        StoreUnavailable: It is a server, or a share.
    """
    from pathway_graph.errors import StoreUnavailable
    from pathway_graph.stores.open import default_location, is_shared
    from pathway_graph.text.secrets import shown_place

    where = store or default_location()
    if "://" in where:
        raise StoreUnavailable(
            f"{shown_place(where)} is a server, which others reach by its address: there is nothing to {what}",
            hint="name a folder with --store",
        )
    place = Path(where).expanduser()
    if is_shared(place):
        raise StoreUnavailable(f"{place} is a share itself", hint="name a store of your own with --store")
    return place


def _tell(before: Network | None, after: Network) -> None:
    """Say what a pull changed."""
    from pathway_graph.model.diff import compare

    if before is None or not before.sources:
        names = ", ".join(source.id for source in after.sources[:10])
        note(f"new here: {how_many(len(after.claims), 'claim')} of {names}{' …' if after.sources[10:] else ''}")
        return
    if max(len(before.claims), len(after.claims)) > _COMPARED:
        note(f"claims before {len(before.claims):,}, now {len(after.claims):,}; `pathway-graph history` says more")
        return
    found = compare(before, after)
    if not found:
        note("no difference in what the store says")
        return
    note(
        f"claims added {len(found.claims_added)}, gone {len(found.claims_removed)}, "
        f"changed {len(found.claims_changed)}; "
        f"publications added {len(found.publications_added)}, gone {len(found.publications_removed)}, "
        f"changed {len(found.publications_changed)}; "
        f"signs between two entities that differ {len(found.sign_changes)}"
    )


def _emit(found: Published, folder: Path, what: str, format_: str | None) -> None:
    data: dict[str, Any] = {
        "folder": str(folder), "number": found.number, "generation": found.name, "by": found.by, "time": found.time,
        "sources": list(found.sources), "bytes": found.size, "is_new": found.is_new,
    }  # fmt: skip
    if chosen(format_) == "json":
        emit_document(data)
    else:
        sources = ", ".join(found.sources)
        say(f"{what} number {found.number} of {found.time} by {found.by}: {sources}, {found.size / 1e6:.1f} MB")
