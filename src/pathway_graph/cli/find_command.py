"""``pathway-graph find``: what words may mean, and what is stored of it."""

from __future__ import annotations

from typing import Final

import click

from pathway_graph.cli.output import chosen, emit_document, emit_rows, format_option, limit_option, note, store_option
from pathway_graph.cli.reading import chosen_network, file_option

_COLUMNS: Final = ("id", "kind", "name", "matched", "way", "claims", "edges", "sources")


@click.command("find")
@click.argument("words", nargs=-1, required=True, metavar="WORDS...")
@click.option("--kind", "kinds", multiple=True, metavar="KIND",
              help="Only this kind: Protein, SmallMolecule, Diagram, DataSet, Publication, Claim ....")  # fmt: skip
@file_option
@store_option
@limit_option
@format_option
def find_command(
    words: tuple[str, ...], kinds: tuple[str, ...], files: tuple[str, ...], store: str | None, format_: str | None
) -> None:
    """Find what WORDS may mean: entities, diagrams, data sets, publications, claims.

    WORDS are a name, a synonym, a gene symbol of human, mouse or rat, an identifier, or a part of a name. The column
    'way' says how they fit: they mean it, are a name of it (exact), begin a name (prefix) or a word in it (word), stand
    inside it (part), are a misspelling of it (spelling). Of equal fits the one of which most is stored comes first.

    \b
    Examples:
      pathway-graph find BDNF
      pathway-graph find glucocorticoid recep
      pathway-graph find P23560 --format json
      pathway-graph find tyrosine --kind Protein --kind ProteinFamily --limit 0
    """
    from pathway_graph.errors import UnknownName
    from pathway_graph.look import find

    network = chosen_network(store, files)
    found = find(network, " ".join(words), kinds=kinds, limit=0)
    form = chosen(format_)
    if form == "json":
        emit_document(found.to_dict())
    elif found.matches:
        emit_rows([match.to_dict() for match in found.matches], _COLUMNS, form, spare=("sources", "edges", "matched"))
    if found.remark:
        note(found.remark)
    if not found.matches:
        among = f" among {', '.join(kinds)}" if kinds else ""
        hint = "try a part of the name, or fewer words" + ("; without --kind there may be more" if kinds else "")
        raise UnknownName("thing stored" + among, found.words, hint=hint)
