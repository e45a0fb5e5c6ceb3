"""Tables of ligands and receptors between cells: which column is a molecule, which a cell, and what complexes are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pathway_graph.files.delimited import Row
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.usual_attributes import CELL

CELL_ROLES: Final = ("sending_cell", "receiving_cell")
"""Roles of the columns of cells, which are attributes of a claim by these names."""
_SAYS_NOTHING: Final = {"", "na", "nan", "none", "0", "0.0"}
_MELTED: Final = ("gene_a", "partner_a", "gene_b", "partner_b", "cell_a", "cell_b", "receptor_a", "receptor_b", "mean")
"""Columns of a row of CellPhoneDB's table about one pair of cells; the others follow."""


def with_subunits(row: dict[str, str]) -> dict[str, str]:
    """Return a row of CellChat with the subunits of its ends in place of its own short names of complexes.

    >>> row = {"source": "TGFB1", "target": "TGFbR1_R2", "interaction_name_2": "TGFB1 - (TGFBR1+TGFBR2)"}
    >>> with_subunits(row)["target"]
    'TGFBR1_TGFBR2'
    """
    first, dash, second = row.get("interaction_name_2", "").partition(" - ")
    if not dash:
        ligand = row.get("source", "").upper()
        whole = row.get("interaction_name", "").upper()
        first, second = ligand, whole.removeprefix(f"{ligand}_") if ligand else ""
        if second == whole:
            return row
    parts = [part.strip().strip("()").replace("+", "_").replace(" ", "") for part in (first, second)]
    named = {side: part for side, part in zip(("source", "target"), parts, strict=True) if "_" in part}
    return row | {side: part for side, part in named.items() if "_" in row.get(side, "")}


def talk(row: Mapping[str, str]) -> tuple[dict[str, str], bool]:
    """Return what a row states, and whether its second end is the ligand.

    A ligand acts on its receptor: which of the two, and no sign. The cell of the claim is the one that has the
    receptor; both cells are attributes. Two ends of which not just one is a receptor bind each other.

    >>> talk({"sending_cell": "Neuron", "receiving_cell": "Microglia", "prob": "0.1"})[0]["context.cell"]
    'Microglia'
    >>> talk({"sending_cell": "B", "receiving_cell": "T", "receptor_a": "True", "receptor_b": "False"})
    ({'sending_cell': 'T', 'receiving_cell': 'B', 'relation': 'acts_on', 'context.cell': 'B'}, True)
    >>> talk({"sending_cell": "B", "receiving_cell": "T", "receptor_a": "True", "receptor_b": "True"})[0]["relation"]
    'binds'
    """
    data = {name: text for name, text in row.items() if name not in ("receptor_a", "receptor_b")}
    flags = [row.get(name, "").strip().lower() in ("true", "1", "1.0", "t") for name in ("receptor_a", "receptor_b")]
    first, second = (data.pop(role, "") for role in CELL_ROLES)
    if "receptor_a" in row and flags[0] == flags[1]:
        same = {CELL: first} if first == second else {}
        return data | {"cell_of_subject": first, "cell_of_object": second, "relation": "binds"} | same, False
    is_turned = flags[0]
    sending, receiving = (second, first) if is_turned else (first, second)
    said = dict(zip(CELL_ROLES, (sending, receiving), strict=True)) | {"relation": "acts_on"}
    return data | said | {CELL: receiving}, is_turned


def melted(raw: Decoded, header: Sequence[str], rows: Sequence[Row]) -> tuple[list[str], list[Row]]:
    """Return CellPhoneDB's table of significant means, whose columns are pairs of cells, as one row per pair.

    Raises:
        InputError: It is a table of all means, or of p-values: it does not say which pairs there are.
    """
    if "rank" not in header:
        what = "it holds a value for every pair of cells, significant or not, as CellPhoneDB's means and p-values do"
        raise raw.wrong(1, what, "import the file significant_means of that analysis")
    pairs = [place for place, name in enumerate(header) if "|" in name]
    if not pairs:
        raise raw.wrong(1, "no column is a pair of cells (A|B)", "import the file significant_means of that analysis")
    others = [place for place, name in enumerate(header) if place not in set(pairs) and name not in _MELTED]
    return [*_MELTED, *(header[place] for place in others)], list(_per_pair(header, rows, pairs, others))


def _per_pair(header: Sequence[str], rows: Sequence[Row], pairs: Sequence[int], others: Sequence[int]) -> Iterator[Row]:
    at = {name: place for place, name in enumerate(header)}
    split = {place: header[place].partition("|") for place in pairs}
    for line, cells in rows:
        ends = [part for side in "ab" for part in _end(cells, at, side)]
        flags = [cells[at[name]] if name in at else "" for name in ("receptor_a", "receptor_b")]
        rest = [cells[place] for place in others]
        for place in pairs:
            if cells[place].strip().lower() not in _SAYS_NOTHING:
                first, _, second = split[place]
                yield line, [*ends, first.strip(), second.strip(), *flags, cells[place].strip(), *rest]


def _end(cells: Sequence[str], at: Mapping[str, int], side: str) -> tuple[str, str]:
    """Return the name and the accession of one partner: ``simple:P05067``, or ``complex:integrin_a1b1_complex``."""
    gene, partner = (cells[at[f"{what}_{side}"]].strip() for what in ("gene", "partner"))
    what, _, name = partner.partition(":")
    if what == "complex":
        return f"COMPLEX:{name}", ""
    return gene, name if re.fullmatch(r"[A-Z0-9]{6,10}(-\d+)?", name) else ""
