"""``pathway-graph load``: read files, check them, write them into the store."""

from __future__ import annotations

import time

import click

from pathway_graph.cli.output import chosen, emit_document, emit_rows, format_option, note, progress, store_option
from pathway_graph.text.secrets import shown_place


@click.command("load")
@click.argument("files", nargs=-1, metavar="[FILE|FOLDER]...")
@click.option("--dry-run", is_flag=True, help="Check the files and stop; the store is not touched.")
@click.option(
    "--align", is_flag=True, help="Let entities of the files that are stored ones by identifier take the stored ids."
)
@click.option("--retracted", multiple=True, metavar="LIST",
              help="A list of retracted works to store with them, as `retractions` takes it.")  # fmt: skip
@store_option
@format_option
def load_command(
    files: tuple[str, ...], dry_run: bool, align: bool, retracted: tuple[str, ...], store: str | None,
    format_: str | None,
) -> None:  # fmt: skip
    """Load curated files into the store; without a file, the packaged guide.

    Each FILE, or all YAML files of a FOLDER together, is one data set. A data set of the same name is replaced;
    loading again changes nothing. If anything is wrong, every problem is listed with file and line, the exit
    code is 3, and the store is as it was. Names that the files make ambiguous are told; --align unites those that
    are one thing by their identifiers.

    \b
    Examples:
      pathway-graph load
      pathway-graph load mine.yaml
      pathway-graph load --align mine.yaml
      pathway-graph load --dry-run mine.yaml
    """
    from pathway_graph.cli.asking import tell_changed
    from pathway_graph.cli.origins import last_load, origin_of, tell_clashes, tell_load, tell_renamed
    from pathway_graph.cli.reading import read_each, stored_before
    from pathway_graph.formats.native import GUIDE
    from pathway_graph.formats.notices import read_notices
    from pathway_graph.identifiers.alignment import align_chosen, realign_stored
    from pathway_graph.model.build import merge
    from pathway_graph.model.mechanisms import undirected
    from pathway_graph.stores.open import default_location, open_store

    read = read_each(files or (GUIDE,), own_only=True)
    read += [(one, read_notices(one)) for one in retracted]
    network = merge([one for _, one in read])
    unsigned = [claim.id for claim in undirected(network)]
    if unsigned:
        few = ", ".join(unsigned[:3]) + (" …" if len(unsigned) > 3 else "")
        note(f"claims that state a mechanism without a direction, so with sign 0: {len(unsigned)} ({few})")
    rows = [
        {"source": source.id, "title": source.title, "entities": sum(source.id in e.sources for e in network.entities),
         "claims": sum(c.source == source.id and c.view == "guide" for c in network.claims),
         "background_statements": sum(c.source == source.id and c.view == "background" for c in network.claims),
         "diagrams": sum(d.source == source.id for d in network.diagrams)}
        for source in network.sources
    ]  # fmt: skip
    if not dry_run:
        started = time.perf_counter()
        opened = open_store(store, only_loads=True)
        try:
            before, number = stored_before(opened), last_load(opened)
            if align:
                network, renamed = align_chosen(network, before)
                tell_renamed(renamed)
            origins = {source.id: origin_of(file) for file, one in read for source in one.sources}
            with progress() as step:
                after = opened.write(merge([network, *realign_stored(before, network)]), progress=step, origins=origins)
            tell_load(opened, number, origins)
            tell_clashes(before, network, after)
        finally:
            opened.close()
        note(f"loaded into {shown_place(store or default_location())} in {time.perf_counter() - started:.1f} s")
        tell_changed(store)
    if chosen(format_) == "json":
        emit_document(rows)
    else:
        emit_rows(rows, list(rows[0]), chosen(format_))
