"""``pathway-graph names``: what a list of names is about, gene by gene, and why the rest is none."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from pathway_graph.cli.output import chosen, emit_document, emit_rows, format_option, limit_option, note, store_option
from pathway_graph.cli.reading import chosen_network, file_option

if TYPE_CHECKING:
    from pathway_graph.model import Network

_COLUMNS: Final = ("name", "symbol", "gene", "way", "entities", "reason", "candidates")
_HEADERS: Final = frozenset(("gene", "genes", "name", "names", "symbol", "symbols", "gene_symbol", "gene symbol", "id"))


@click.command("names")
@click.argument("list_", metavar="LIST")
@click.option("--column", default="", metavar="HEADER", help="Take the names from this column of a table.")
@click.option(
    "--kind",
    default="",
    metavar="KIND",
    help="What the names are: symbol, ncbigene, ensembl, uniprot, hgnc, mgi or rgd.",
)
@click.option("--species", default="", metavar="NAME", help="Whose genes they are: human, mouse or rat.")
@click.option("--missing", is_flag=True, help="Only names that are not found.")
@click.option("--stored", is_flag=True, help="Say too what the store has of each name.")
@file_option
@store_option
@limit_option
@format_option
def names_command(list_: str, missing: bool, store: str | None, format_: str | None, **given: Any) -> None:
    """Tell what the names in LIST mean: a file with a name on each line or a table, or - for standard input.

    The names are recognised as a whole: symbols, former symbols and aliases, numbers of HGNC, NCBI Gene, Ensembl, MGI,
    RGD and UniProt, of human, mouse and rat. A mouse or rat gene means the human one where the ortholog is one to one.
    What is not found is listed with the likely reason (a date made by a spreadsheet, several genes, a transcript, a
    probe of an array, a withdrawn symbol, another species) and with what it may be. Nothing is guessed.

    \b
    Examples:
      pathway-graph names genes.txt
      pathway-graph names results.csv --column gene_id --missing --format csv
      pathway-graph names genes.txt --file network.tsv
    """  # fmt: skip
    from pathway_graph.identifiers.identify import identify

    header, names = _column(list_, given["column"])
    network: Network | None = None
    if given["stored"] or store or given["files"]:
        network = chosen_network(store, given["files"])
    found = identify(names, network=network, header=header, kind=given["kind"], species=given["species"])
    form = chosen(format_)
    if form == "json":
        emit_document(found.to_dict())
    else:
        rows = [one.to_dict() for one in (found.missing if missing else found.names)]
        columns = [column for column in _COLUMNS if column != "entities" or network is not None]
        emit_rows(rows, columns, form)
    note(found.sentence())


def _column(place: str, wanted: str) -> tuple[str, list[str]]:
    """Return the header and the names of a column of a file, of the first if none is asked for."""
    from pathway_graph.errors import UnknownName, nearest
    from pathway_graph.files.delimited import decoded, delimiter_of, read_rows
    from pathway_graph.identifiers.name_forms import said_by

    data = sys.stdin.buffer.read() if place == "-" else Path(place).read_bytes()
    text = decoded(data, place)
    first = text.partition("\n")[0]
    rows = [cells for _, cells in read_rows(text, place, delimiter_of(first)) if any(cells)]
    top = rows[0] if rows else []
    if wanted and wanted not in top:
        raise UnknownName("column", wanted, nearest(wanted, top) or top)
    index = top.index(wanted) if wanted else 0
    is_header = len(top) > 1 or (bool(top) and (top[0].strip().casefold() in _HEADERS or bool(said_by(top[0]))))
    cells = (row[index].strip() for row in rows[1 if is_header else 0 :] if len(row) > index)
    names = [cell for cell in cells if cell]
    return (top[index] if is_header else ""), names
