"""``pathway-graph names``: what a list of names is about, gene by gene, and why the rest is none."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final

import click

from pathway_graph.cli.output import chosen, emit_document, emit_rows, format_option, limit_option, note, store_option
from pathway_graph.cli.reading import chosen_network, file_option
from pathway_graph.text.counts import how_many

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
@click.option("--allow-unmatched", is_flag=True, help="End well where less than half of the names are found too.")
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
    probe of an array, a withdrawn symbol, another species) and with what it may be. Nothing is guessed. Where less than
    half of the names are found, the exit code is 3 after all is printed.

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
    if 2 * len(found.found) < len(found.names) and not given["allow_unmatched"]:
        few = how_many(len(found.found), "is", "are")
        note(f"error: {list_}: of {how_many(len(found.names), 'name')} only {few} found; say --kind or "
             "--species if they were taken "
             "for something else, --column if others are meant, or --allow-unmatched")  # fmt: skip
        sys.stdout.flush()
        raise click.exceptions.Exit(3)


def _column(place: str, wanted: str) -> tuple[str, list[str]]:
    """Return the header and the names of a column of a file: that asked for, one with a usual header, or the first."""
    from pathway_graph.errors import InputError, Problem, UnknownName, nearest
    from pathway_graph.regulators.columns import find_names
    from pathway_graph.regulators.mistaken import holds_edges
    from pathway_graph.regulators.opening import open_rows, rows_in

    opened = rows_in(sys.stdin.buffer.read(), place, is_list=True) if place == "-" else open_rows(place, is_list=True)
    for remark in opened.remarks:
        note(remark)
    rows = [[cell.strip() for cell in cells] for _, cells in opened.rows if not cells[0].startswith("#")]
    top = rows[0] if rows else []
    if wanted and wanted not in top:
        raise UnknownName("column", wanted, nearest(wanted, top) or top)
    if len(rows) == 1 and not wanted:
        rows, top = [[cell] for cell in top], top[:1]  # all names in one line
    is_header = bool(wanted) or _is_header(top, rows[1:])
    if is_header and not wanted and holds_edges(top):
        columns = ", ".join(map(repr, top))
        raise InputError(
            [
                Problem(
                    place,
                    1,
                    "this is a table of edges",
                    f"say which column holds the names: --column, one of {columns}",
                )
            ]
        )
    usual = find_names(top, "", lambda message, hint: None) if is_header and len(top) > 1 else None
    index = top.index(wanted) if wanted else usual or 0
    if len(top) > 1:
        note(f"names from column {top[index]!r}" if is_header and top[index] else "names from the first column")
    names = [row[index] for row in rows[is_header:] if len(row) > index and row[index]]
    if not names:
        raise InputError([Problem(place, 0, "there is no name in it", "give a name a line, or say --column")])
    return (top[index] if is_header else ""), names


def _is_header(top: list[str], below: list[list[str]]) -> bool:
    """Whether a first line is a header: a usual one, or none that holds a number or a name of a gene."""
    from pathway_graph.files.delimited import is_data
    from pathway_graph.identifiers.name_forms import said_by
    from pathway_graph.identifiers.symbols import symbol
    from pathway_graph.regulators.cells import number_of

    if top[0].casefold() in _HEADERS or any(cell.casefold() in _HEADERS or said_by(cell) for cell in top):
        return True
    if len(top) == 1 or any(number_of(cell) for cell in top) or is_data(top, below):
        return False
    return not any(symbol(cell).genes for cell in top)
