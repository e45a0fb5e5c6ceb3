"""The ends of rows of known resources: by their identifiers first, by their symbols else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from pathway_graph.formats.builder import Collection
from pathway_graph.formats.gene_names import add_complex, add_named, is_absent, thing_called
from pathway_graph.formats.node_attributes import node_entity
from pathway_graph.formats.species_words import GENES_KNOWN, taxon_of
from pathway_graph.formats.term_mapping import curie_in, curie_of
from pathway_graph.identifiers.gene_table import human_gene

_COMPLEX: Final = "COMPLEX:"
_DATABASES: Final = ("ncbigene", "uniprot", "string", "regnetwork")
"""Databases of the identifiers of an end; those of STRING and RegNetwork are of several."""


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
    stated = {role.partition(".")[2]: text.strip() for role, text in row.items() if role.startswith(f"{side}.")}
    stated = {database: text for database, text in stated.items() if database in _DATABASES}
    key = (name, "|".join(stated.values()), taxon)
    known = collection.named.get(key)
    if known is None:
        label = row.get(f"{side}.label", "").strip()
        known = collection.named[key] = _end(collection, name, _curies(stated), taxon, label)
    return known


def _curies(stated: Mapping[str, str]) -> list[str]:
    """Return the identifiers of an end as CURIEs, in the order of the columns: the best first."""
    found = []
    for database, text in stated.items():
        first = re.split(r"[|;]", text)[0].strip()
        if database == "regnetwork":
            database = "ncbigene" if first.isdigit() else "mirbase.mature" if first.startswith("MIMAT") else "mirbase"
        if database == "string":
            first = first.partition(".")[2] if re.match(r"\d+\.", first) else first
            database = "ensembl"
        found.append(curie_of(database, first) if first and first != "-" else "")
    return [curie for curie in found if curie]


def _end(collection: Collection, name: str, curies: list[str], taxon: str, label: str) -> str:
    if any(curie.startswith("mirbase") for curie in curies):
        return collection.entity("Transcript", name, curies)
    for curie in curies:
        gene = human_gene(curie)
        if gene is not None:
            return collection.entity("Protein" if gene.uniprot else "Transcript", name or gene.symbol, [curie])
    if name.startswith(_COMPLEX):
        return _complex(collection, name.removeprefix(_COMPLEX))
    is_named = not is_absent(name)
    if is_named and (not taxon or taxon in GENES_KNOWN):
        if curie_in(name):
            return node_entity(collection, name, line=collection.here[0])
        return add_named(collection, name, species=GENES_KNOWN.get(taxon, ""))
    if curies:
        _tell(collection, curies[0], name)
        name = name if is_named else label or curies[0].partition(":")[2]
        return collection.entity("Protein", name, curies)
    if not is_named:
        return ""
    collection.tally.changed("names", "no identifier that is known here: known within this data set only", name)
    return collection.entity("Protein", name)


def _complex(collection: Collection, name: str) -> str:
    """Add a complex that a table calls one: of the genes that its name joins, or by its name alone."""
    thing = thing_called(name, collection.names_species)
    if thing.members:
        return add_complex(collection, thing.members)
    collection.tally.changed("names", "complexes: known by name within this data set only", name, once=True)
    return collection.entity("Complex", name)


def _tell(collection: Collection, curie: str, name: str) -> None:
    if curie.startswith("ensembl:") and "P0" in curie:
        why = ("proteins of Ensembl, known by that number alone: no table here says of which gene; put STRING's "
               "protein.info beside the file, or export the network with names")  # fmt: skip
    else:
        why = "of a gene or species that is not known here: known by its own identifier"
    collection.tally.changed("names", why, f"{name} = {curie}" if name else curie, once=True)
