"""Read tables of edges of known resources, each by its layout; what was taken for what is said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pathway_graph.files.delimited import Row
from pathway_graph.formats.attribute_names import names_of
from pathway_graph.formats.builder import Collection
from pathway_graph.formats.cell_talk import CELL_ROLES, melted, with_subunits
from pathway_graph.formats.edge_ends import end_of, taxon_at
from pathway_graph.formats.edge_layouts import EdgeLayout
from pathway_graph.formats.edge_names import judge_symbols
from pathway_graph.formats.edge_recognise import Recognised, open_layout
from pathway_graph.formats.edge_rules import RULES, Statement
from pathway_graph.formats.edge_scores import with_best
from pathway_graph.formats.gene_names import NO_GENE
from pathway_graph.formats.participants import add_participants, split_participants
from pathway_graph.formats.species_words import GENES_KNOWN, TWO_SPECIES
from pathway_graph.formats.string_names import names_beside
from pathway_graph.formats.table_rows import rows_of
from pathway_graph.formats.usual_attributes import add_row

_NUMBERS: Final = {species: number for number, species in GENES_KNOWN.items()}


def read_resource(collection: Collection, found: Recognised) -> None:
    """Add what a table of a known resource holds.

    Raises:
        InputError: A row has too many cells, or the table is cut off.
    """
    layout = found.layout
    if layout.refused[0]:
        raise collection.wrong(found.header_line, *layout.refused)
    collection.raw = with_best(collection.raw, found, collection.tally)
    opening = open_layout(collection.raw, found, collection.tally)
    if layout.rule == "commons":
        opening, nodes = split_participants(opening)
        add_participants(collection, nodes)
    header, rows = rows_of(collection.raw, collection.tally, opening)
    if layout.rule == "cell-pairs":
        header, rows = melted(collection.raw, header, rows)
    roles = roles_of(header, layout)
    header, roles, rows = _with_names(collection, header, roles, rows)
    collection.attribute_names = {role: name for role, name in zip(roles, _named(header), strict=True)
                                  if role and role not in CELL_ROLES}  # fmt: skip
    collection.tally.read("rows", len(rows))
    _tell_of_unread(collection, header, roles, rows)
    _judge(collection, layout, roles, rows)
    seen: set[object] = set()
    order = list(layout.columns.values())  # identifiers come in the layout's order, the best first
    places = sorted((order.index(role) if role in order else len(order), place) for place, role in enumerate(roles))
    for line, cells in rows:
        collection.here = (line, "")
        row = {roles[place]: cells[place].strip() for _, place in places if roles[place]}
        _add(collection, layout, row, seen)
    columns = ", ".join(
        f"{word} from {_shown(name, layout)}"
        for name, role in zip(header, roles, strict=True)
        if (word := _SAID.get(role) or _of_end(role)) and (role != "annotation" or layout.rule == "reactome")
    )
    collection.tally.said(f"read as {layout.name} ({layout.writer.replace('`', '')}): {columns}{collection.names_said}")


def _with_names(
    collection: Collection, header: list[str], roles: list[str], rows: list[Row]
) -> tuple[list[str], list[str], list[Row]]:
    """Add the symbols of proteins that STRING's rows know by number alone, from the table of names beside the file."""
    if "source.string" not in roles or "source" in roles or not rows:
        return header, roles, rows
    first, second = roles.index("source.string"), roles.index("target.string")
    file, names = names_beside(collection.raw, rows[0][1][first].partition(".")[0])
    if not names:
        return header, roles, rows
    named = [(line, [*cells, names.get(cells[first], ""), names.get(cells[second], "")]) for line, cells in rows]
    return [*header, f"{file} of {header[first]}", f"{file} of {header[second]}"], [*roles, "source", "target"], named


_SAID: Final = {
    "source": "source", "target": "target", "relation": "relation", "sign": "sign", "pmid": "references",
    "sending_cell": "sending cell", "receiving_cell": "receiving cell", "site": "site", "arrow": "direction",
    "annotation": "relation", "system": "relation", "mode": "relation",
}  # fmt: skip


def _of_end(role: str) -> str:
    side, _, what = role.partition(".")
    return f"{what} of {side}" if side in ("source", "target") and what and what != "label" else ""


def _shown(name: str, layout: EdgeLayout) -> str:
    if not layout.cells:
        return repr(name)
    return f"column {[role for role, _ in layout.cells].index(name) + 1}"


def _named(header: Sequence[str]) -> list[str]:
    named = names_of(header)
    return [named[name] for name in header]


def roles_of(header: Sequence[str], layout: EdgeLayout) -> list[str]:
    """Return the role of each column; its own header for an attribute, nothing for a column that is not read."""
    if layout.cells:
        return list(header)
    known = {one.casefold(): role for names, role in layout.columns.items() for one in names.split("|")}
    unread = {name.casefold() for name in layout.unread}
    roles = [known.get(name.casefold(), "" if name.casefold() in unread else name.lower()) for name in header]
    first = {role: place for place, role in reversed(list(enumerate(roles)))}
    return [role if first.get(role) == place or not role else header[place] for place, role in enumerate(roles)]


def _tell_of_unread(collection: Collection, header: Sequence[str], roles: Sequence[str], rows: Sequence[Row]) -> None:
    for place, (name, role) in enumerate(zip(header, roles, strict=True)):
        if not role and (count := sum(cells[place].strip() not in ("", "-") for _, cells in rows)):
            collection.tally.left_out(
                "cells", "their columns are not read", name or "column without a name", count=count
            )


def _judge(collection: Collection, layout: EdgeLayout, roles: Sequence[str], rows: Sequence[Row]) -> None:
    """Tell of which species the symbols are; nothing to tell where rows or identifiers state it."""
    places = [place for place, role in enumerate(roles) if role in ("source", "target")]
    names = dict.fromkeys(cells[place].strip() for _, cells in rows for place in places)
    if names:
        judged = judge_symbols(names, collection.raw.name)
        if not any(role.endswith((".species", ".string")) for role in roles):
            collection.names_species = judged.species
        collection.names_said = f"; names: {judged.words()}"
    else:
        collection.names_said = "; no names, identifiers alone"


def _add(collection: Collection, layout: EdgeLayout, row: dict[str, str], seen: set[object]) -> None:
    if layout.rule == "cells":
        row = with_subunits(row)
    ends = end_of(collection, row, "source"), end_of(collection, row, "target")
    if not all(ends):
        shown = " - ".join(row.get(side, "") or "nothing" for side in ("source", "target"))
        collection.tally.left_out("rows", NO_GENE, f"line {collection.here[0]}: {shown}")
        return
    row = dict(row) | dict(layout.constant)
    taxon = _taxon(collection, layout, row)
    data = {name: text for name, text in row.items() if name not in _ENDS}
    if taxon:
        data["taxon"] = taxon
    collection.tally.kept("rows")
    for said in RULES[layout.rule](data, collection.raw.name):
        _state(collection, ends, said, seen)


_ENDS: Final = {
    f"{side}{what}" for side in ("source", "target")
    for what in ("", ".ncbigene", ".uniprot", ".string", ".regnetwork", ".species")
}  # fmt: skip


def _taxon(collection: Collection, layout: EdgeLayout, row: dict[str, str]) -> str:
    """Return the species of a row where both its ends are of one; else both stay attributes."""
    first, second = (taxon_at(row, side) for side in ("source", "target"))
    if first == second and (first or not row.get("source.species")):
        return first or (_NUMBERS.get(collection.names_species, "") if layout.states_species else "")
    for side in ("source", "target"):
        row[f"{side}_species"] = row.get(f"{side}.species", "") or taxon_at(row, side)
    if first != second:
        collection.tally.changed("rows", TWO_SPECIES, f"line {collection.here[0]}")
    return ""


def _state(collection: Collection, ends: tuple[str, str], said: Statement, seen: set[object]) -> None:
    if said.is_turned:
        ends = (ends[1], ends[0])
    if said.is_undirected:
        key = (*sorted(ends), *sorted(said.data.items()))
        if key in seen:
            collection.tally.changed("rows", "the same pair once more, the other way round: kept once")
            return
        seen.add(key)
        ends = (min(ends), max(ends))
    add_row(collection, *ends, said.data, collection.here[0])
