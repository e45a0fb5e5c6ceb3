"""What the names in a table of edges are, both ends together: symbols of genes, accessions, or just names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from operator import itemgetter
from typing import Final

from pathway_graph.files.delimited import Row, distinct_cells
from pathway_graph.formats.builder import Collection
from pathway_graph.formats.edge_columns import Columns
from pathway_graph.formats.edge_numbers import numbered
from pathway_graph.formats.gene_names import GROUPS, MICRO_RNA, is_absent
from pathway_graph.formats.species_words import GENES_KNOWN, taxa_of
from pathway_graph.formats.term_mapping import curie_in, database_of
from pathway_graph.formats.usual_attributes import SPECIES_KEYS
from pathway_graph.identifiers.gene_table import is_approved
from pathway_graph.identifiers.minting import PREFIXES
from pathway_graph.identifiers.name_forms import form_of, has_form
from pathway_graph.identifiers.rodents import PREFIXES as RODENTS
from pathway_graph.identifiers.rodents import rodents
from pathway_graph.model.values import brief

SYMBOLS_FROM: Final = 0.6
"""Share of approved symbols from which the names of a table are taken for symbols."""
DOUBT_FROM: Final = 0.2
"""Share from which it is said that they were not."""
ACCESSIONS_FROM: Final = 0.9
_LOOKED_AT = 20_000
_ACCESSIONS: Final = {"uniprot": "UniProt accessions", "ensembl": "Ensembl genes"}
_OWN = tuple(f"{prefix}:" for prefix in PREFIXES.values())
_JOINT: Final = re.compile(r"_|::")


@dataclass(frozen=True, slots=True)
class Judged:
    """What names are.

    Attributes:
        namespace: ``hgnc.symbol``, ``uniprot``, ``ensembl``; empty where they are just names.
        species: Whose symbols most are: ``human``, ``mouse``, ``rat``; empty where that is not clear.
        count: How many different names there are, missing ones and CURIEs left out.
        known: How many of them are official symbols, or of the form of accessions.
    """

    namespace: str
    species: str
    count: int
    known: int

    def words(self) -> str:
        """Say it in words.

        >>> judge_symbols(["MYC", "TP53", "FOS_JUN"]).words(), judge_symbols(["Trp53", "Bdnf", "Il6ra"]).words()
        ('human symbols (3 of 3 official ones)', 'mouse symbols (3 of 3 official ones)')
        >>> judge_symbols(["A", "B", "C"]).words(), judge_symbols(["hgnc:1033"]).words()
        ('just names', 'none, identifiers alone')
        """
        if self.namespace in _ACCESSIONS:
            return f"{_ACCESSIONS[self.namespace]} ({self.known} of {self.count})"
        if not self.namespace:
            return "just names" if self.count else "none, identifiers alone"
        whose = f"{self.species} symbols" if self.species else "symbols"
        return f"{whose} ({self.known:,} of {self.count:,} official ones)"


def judge_symbols(names: Iterable[str], file: str = "") -> Judged:
    """Tell what names are: each once, both ends of a table together.

    Names of complexes and microRNAs count by their parts, as tables of transcription factors have them. Where the names
    are as much those of mouse as of rat, the name of the *file* tells, if it does.

    >>> judge_symbols(["Bdnf", "Ntrk2"]).species, judge_symbols(["Bdnf", "Ntrk2"], "trrust.mouse.tsv").species
    ('', 'mouse')
    """
    asked = [name for name in dict.fromkeys(names) if not is_absent(name) and not _is_curie(name)][:_LOOKED_AT]
    for form in _ACCESSIONS:
        alike = [name for name in asked if has_form(name, form)]  # of other names the form need not be known
        if asked and len(alike) >= ACCESSIONS_FROM * len(asked):
            count = sum(form_of(name) == form for name in alike)
            if count >= ACCESSIONS_FROM * len(asked):
                return Judged(form, "", len(asked), count)
    of_each = list(map(_species_of, asked))
    species = Counter(chain.from_iterable(of_each))
    known = sum(
        bool(found) or MICRO_RNA.fullmatch(name) is not None or name.upper() in GROUPS
        for name, found in zip(asked, of_each, strict=True)
    )
    most = [one for one, count in species.items() if count == max(species.values())]
    said = [one for one in most if one in file.lower()]
    best = most[0] if len(most) == 1 else said[0] if len(said) == 1 else ""
    is_of_symbols = bool(best or species) and known >= SYMBOLS_FROM * len(asked)
    return Judged("hgnc.symbol" if is_of_symbols else "", best, len(asked), known)


def _species_of(name: str) -> set[str]:
    """Return the species of which every part of a name is an official symbol."""
    parts = [_official(part) for part in _JOINT.split(name) if part]
    return set.intersection(*parts) if parts else set()


def _official(name: str) -> set[str]:
    rodent = {species for species in RODENTS if rodents(species).symbols.get(name)}
    return rodent | {"human"} if is_approved(name) else rodent


def _is_curie(name: str) -> bool:
    return ":" in name and (name.startswith(_OWN) or bool(curie_in(name)))


def judge_names(collection: Collection, columns: Columns, rows: Sequence[Row]) -> None:
    """Tell what the names of a table are, unless the user says it, and say so.

    Symbols of genes are taken for what they are where most names are official ones; of a species whose symbols are
    not known here none is.
    """
    ends = itemgetter(columns.keys.index(columns.source), columns.keys.index(columns.target))
    cells = dict.fromkeys(chain.from_iterable(map(ends, map(itemgetter(1), rows))))
    names = list(dict.fromkeys(map(str.strip, cells)))
    if not collection.raw.namespace and (column := numbered(collection.raw, names, columns.headers)):
        collection.names_species = column.species
        collection.raw = replace(collection.raw, namespace=column.kind)
        collection.tally.said(f"{columns.said}; names: {column.words()}, known from {column.known_from}")
        return
    judged = judge_symbols(names, collection.raw.name)
    stated = _stated_species(columns, rows)
    said = database_of(collection.raw.namespace)
    if stated and not set(stated) <= GENES_KNOWN.keys():
        judged = replace(judged, namespace="", species="")
    elif len(stated) == 1:
        judged = replace(judged, species=GENES_KNOWN[stated[0]])
    if said in ("hgnc.symbol", "hgnc"):
        judged = replace(judged, namespace="hgnc.symbol")
    if said in ("", "hgnc.symbol", "hgnc"):
        collection.names_species = judged.species if judged.namespace == "hgnc.symbol" else ""
        collection.raw = replace(collection.raw, namespace=collection.raw.namespace or judged.namespace)
    words = judged.words() if said in ("", "hgnc.symbol", "hgnc") else f"{said}, as said"
    if not judged.namespace and judged.count and judged.known >= DOUBT_FROM * judged.count:
        words += (
            f", though {judged.known} of {judged.count} "
            f"{'is a gene symbol' if judged.known == 1 else 'are gene symbols'}: say --names-are hgnc.symbol if all are"
        )
    if strange := [one for one in stated if not one.isdigit()]:
        words += f"; species that is not known: {brief(strange[0])}"
    collection.tally.said(f"{columns.said}; names: {words}")


def usual_species(collection: Collection, columns: Columns) -> dict[str, str]:
    """Return the species of every row as its symbols tell it: those of mouse and rat are about mouse and rat."""
    if collection.names_species not in ("mouse", "rat") or set(SPECIES_KEYS) & set(columns.keys):
        return {}
    return {"taxon": next(number for number, name in GENES_KNOWN.items() if name == collection.names_species)}


def _stated_species(columns: Columns, rows: Sequence[Row]) -> list[str]:
    """Return the species that rows state, as taxonomy numbers; what is not understood as it is."""
    places = [place for place, key in enumerate(columns.keys) if key in SPECIES_KEYS]
    texts = [text for place in places[:1] for text in distinct_cells(rows, place) if not is_absent(text)]
    return sorted({taxon or text for text in texts for taxon in taxa_of(text)})
