"""The second table of an extended SIF of Pathway Commons: what its participants are, by name, kind and identifiers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pathway_graph.formats.builder import Collection
from pathway_graph.formats.gene_names import add_named
from pathway_graph.formats.table_rows import Opening
from pathway_graph.formats.term_mapping import curie_in

_HEADER = re.compile(r"^PARTICIPANT\tPARTICIPANT_TYPE\t.*$", re.MULTILINE)
_KINDS: Final = {
    "protein": "Protein", "smallmolecule": "SmallMolecule", "dna": "Gene", "dnaregion": "RegulatoryRegion",
    "rna": "Transcript", "rnaregion": "Transcript", "complex": "Complex", "physicalentity": "Unspecified",
}  # fmt: skip
_IDENTIFYING: Final = frozenset(
    "chebi uniprot hgnc ncbigene ensembl pubchem.compound drugbank kegg.compound chembl.compound hmdb cas mirbase mgi"
    .split()
)  # fmt: skip


def split_participants(opening: Opening) -> tuple[Opening, list[list[str]]]:
    """Return the table of edges alone, and the rows of the table of participants below it."""
    found = _HEADER.search(opening.text.replace("\r\n", "\n"))
    if found is None:
        return opening, []
    text = opening.text.replace("\r\n", "\n")
    below = text[found.end() :].split("\n")
    return replace(opening, text=text[: found.start()]), [line.split("\t") for line in below if line.strip()]


def add_participants(collection: Collection, nodes: Sequence[Sequence[str]]) -> None:
    """Add the participants, so that rows which name them mean what the second table says of them."""
    for cells in nodes:
        participant, type_, name, own, related = ([*cells, "", "", "", ""])[:5]
        kind = _KINDS.get(type_.strip().lower().removesuffix("reference"), "Unspecified")
        curies = [curie for text in (participant, *own.split(";"), *related.split(";")) if (curie := curie_in(text))]
        curies = [curie for curie in curies if curie.partition(":")[0] in _IDENTIFYING]
        collection.tally.read("participants")
        if kind in ("Protein", "Unspecified") and not curies:
            continue  # its name alone says no more than the rows do
        if kind == "Protein" and not curie_in(participant):
            identifier = add_named(collection, participant.strip())
            if collection.entities[identifier].curie.startswith("hgnc.symbol:"):
                identifier = collection.entity(kind, name.strip() or participant, curies)
        else:
            identifier = collection.entity(kind, name.strip() or participant, curies)
        collection.named[participant.strip(), "", ""] = identifier
