"""The ends of rows of known resources: by their identifiers first, by their symbols else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from pathway_graph.formats.builder import Collection
from pathway_graph.formats.gene_names import add_named, is_absent
from pathway_graph.formats.species_words import GENES_KNOWN, taxon_of
from pathway_graph.formats.term_mapping import curie_in, curie_of
from pathway_graph.formats.usual_attributes import node_entity
from pathway_graph.identifiers.gene_table import human_gene

_DATABASES: Final = ("ncbigene", "uniprot", "string", "regnetwork")
"""Identifiers of an end, the best first; those of STRING and RegNetwork are of several databases."""


def taxon_at(row: Mapping[str, str], side: str) -> str:
    """Return the taxonomy number that a row states of an end; nothing where it states none."""
    stated = row.get(f"{side}.species", "")
    if stated:
        return taxon_of(stated)
    prefix, point, _ = row.get(f"{side}.string", "").partition(".")
    return prefix if point and prefix.isdigit() else ""


def end_of(collection: Collection, row: Mapping[str, str], side: str) -> str:
    """Add the entity at one end of a row; return its id, nothing where the row names none."""
    name, taxon = row.get(side, "").strip(), taxon_at(row, side)
    stated = tuple(row.get(f"{side}.{database}", "").strip() for database in _DATABASES)
    key = (name, "|".join(stated), taxon)
    known = collection.named.get(key)
    if known is None:
        known = collection.named[key] = _end(collection, name, _curies(stated), taxon)
    return known


def _curies(stated: tuple[str, ...]) -> list[str]:
    found = []
    for database, text in zip(_DATABASES, stated, strict=True):
        first = re.split(r"[|;]", text)[0].strip()
        if database == "regnetwork":
            database = "ncbigene" if first.isdigit() else "mirbase.mature" if first.startswith("MIMAT") else "mirbase"
        if database == "string":
            first = first.partition(".")[2] if re.match(r"\d+\.", first) else first
            database = "ensembl"
        found.append(curie_of(database, first) if first and first != "-" else "")
    return [curie for curie in found if curie]


def _end(collection: Collection, name: str, curies: list[str], taxon: str) -> str:
    if any(curie.startswith("mirbase") for curie in curies):
        return collection.entity("Transcript", name, curies)
    genes = {gene.hgnc: gene for gene in map(human_gene, curies) if gene is not None}
    if genes:
        gene = next(iter(genes.values()))
        kind = "Protein" if gene.uniprot else "Transcript"
        return collection.entity(kind, name or gene.symbol, curies if len(genes) == 1 else curies[:1])
    is_named = not is_absent(name)
    if is_named and (not taxon or taxon in GENES_KNOWN):
        if curie_in(name):
            return node_entity(collection, name, line=collection.here[0])
        return add_named(collection, name, species=GENES_KNOWN.get(taxon, ""))
    if curies:
        _tell(collection, curies[0], name)
        return collection.entity("Protein", name if is_named else curies[0].partition(":")[2], curies)
    if not is_named:
        return ""
    collection.tally.changed("names", "no identifier that is known here: known within this data set only", name)
    return collection.entity("Protein", name)


def _tell(collection: Collection, curie: str, name: str) -> None:
    if curie.startswith("ensembl:") and "P0" in curie:
        why = ("proteins of Ensembl, known by that number alone: no table here says of which gene; export the network "
               "with names, which STRING's site does")  # fmt: skip
    else:
        why = "of a gene or species that is not known here: known by its own identifier"
    collection.tally.changed("names", why, f"{name} = {curie}" if name else curie, once=True)
