"""The human gene that a name of a column means, or the likely reason why it means none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pathway_graph.identifiers.excel_dates import days_meant, likely_genes
from pathway_graph.identifiers.gene_table import HumanGene, genes_sharing, human_gene
from pathway_graph.identifiers.name_column import NUMBERED, NameColumn
from pathway_graph.identifiers.name_forms import ensembl_species, form_of, number_in
from pathway_graph.identifiers.rodents import PREFIXES, rodent_called, rodent_of, rodents
from pathway_graph.identifiers.symbols import Symbol, symbol

UNKNOWN: Final = "not known"
DATE: Final = "date made by a spreadsheet"
SEVERAL: Final = "of several genes"
_JOINED = re.compile(r"\s*(?:;|,|///|//|\|)\s*")
_NO_GENE: Final = {
    "ensembl transcript": "transcript, not a gene", "ensembl protein": "protein of Ensembl, not a gene",
    "refseq": "sequence of RefSeq, not a gene", "uniprot entry name": "entry name of UniProt, not an accession",
}  # fmt: skip
_PREDICTED = re.compile(r"Gm\d+|\w+Rik\d?|RGD\d+|LOC\d+|AABR\w+|AC\d+\.\d+")


@dataclass(frozen=True, slots=True)
class Meant:
    """What a name means as a gene: the gene and how it is called so, or why none is meant and which it may be."""

    form: str
    gene: HumanGene | None = None
    way: str = ""
    reason: str = ""
    candidates: tuple[str, ...] = ()


def gene_meant(name: str, column: NameColumn) -> Meant:
    """Return what *name* means in a column of that kind and species.

    >>> from pathway_graph.identifiers.name_column import judge_column
    >>> mouse = judge_column(["Trp53", "Il6ra", "Crisp1"])
    >>> gene_meant("Crisp1", mouse).gene.symbol, gene_meant("2-Sep", mouse).candidates
    ('CRISP3', ('SEPT2 (SEPTIN2)', 'SEP2 (SEPTIN6)', 'SEP2 (SEPTIN8)'))
    """
    text = name.strip()
    form = form_of(text)
    if form == "number" and column.kind not in NUMBERED:
        return _number(text, column)
    if form == "date":
        return Meant(form, reason=DATE, candidates=likely_genes(days_meant(text)))
    if form in ("number", "ncbigene", "hgnc", "mgi", "rgd", "ensembl", "uniprot"):
        return _of_number(text, form, column)
    if form not in ("symbol", "phrase"):
        return Meant(form, reason=_NO_GENE.get(form, form))
    found = _of_symbol(text, column)
    parts = [part for part in _JOINED.split(text) if part]
    if found.reason == UNKNOWN and len(parts) > 1:
        return _of_cell(parts, column)
    return found


def _number(text: str, column: NameColumn) -> Meant:
    days = days_meant(text, serial=True) if column.kind != "number" else ()
    if days:
        return Meant("date", reason=DATE, candidates=likely_genes(days))
    say = "number of no known database" if column.kind == "number" else f"bare number among {column.kind}s"
    return Meant("number", reason=say)


def _of_number(text: str, form: str, column: NameColumn) -> Meant:
    number = number_in(text)
    prefix = column.kind if form == "number" else form
    curie = f"{prefix}:{number}"
    gene = human_gene(curie)
    if gene is not None:
        return Meant(form, gene, _way(prefix, number, gene))
    genes = genes_sharing(curie)
    rodent = rodent_of(curie) or (curie if prefix in PREFIXES.values() else "")
    if len(genes) == 1 and rodent:
        return _one_of_several(form, genes[0], rodent)
    if genes:
        return Meant(form, reason=SEVERAL, candidates=tuple(one.symbol for one in genes))
    if prefix == "ensembl" and ensembl_species(number) != "human":
        species = ensembl_species(number)
        why = f"{species} gene without a one-to-one human ortholog" if species else "gene of another species"
        return Meant(form, reason=why)
    if form == "ncbigene" and symbol(text).genes:  # LOC100362109 is a symbol of rat
        return _of_symbol(text, column)
    return Meant(form, reason=f"{_NUMBER[prefix]} that stands in no table here")


_NUMBER: Final = {
    "ensembl": "number of Ensembl", "ncbigene": "number of NCBI Gene", "hgnc": "number of HGNC",
    "mgi": "number of MGI", "rgd": "number of RGD", "uniprot": "accession of UniProt",
}  # fmt: skip


def _way(prefix: str, number: str, gene: HumanGene) -> str:
    own = {"hgnc": (gene.hgnc,), "ncbigene": (gene.ncbigene,), "ensembl": (gene.ensembl,), "uniprot": gene.uniprot}
    if number.partition("-")[0] in own.get(prefix, ()):
        return _NUMBER[prefix]
    rodent = rodent_of(f"{prefix}:{number}") or f"{prefix}:{number}"
    return f"{'mouse' if rodent.startswith('mgi:') else 'rat'} ortholog"


def _of_symbol(text: str, column: NameColumn) -> Meant:
    known = symbol(text)
    if column.species in ("mouse", "rat"):
        curie = rodent_called(text).get(column.species, "")
        if curie:
            gene = human_gene(curie)
            if gene is not None:
                return Meant("symbol", gene, f"{column.species} ortholog")
            several = genes_sharing(curie)
            if len(several) == 1:
                return _one_of_several("symbol", several[0], curie)
            return Meant("symbol", reason=SEVERAL, candidates=tuple(one.symbol for one in several))
    if not known.genes and text != text.upper() and column.species not in ("mouse", "rat"):
        known = symbol(text.upper())  # typed in small letters
    return _settled(known, text, column)


def _one_of_several(form: str, gene: HumanGene, rodent: str) -> Meant:
    """Return what a mouse or rat gene means that is one of several of a human gene: that gene if it is called as it is.

    Gapdh and Myc of mouse are GAPDH and MYC, though HGNC lists copies and relatives of them (Bmyc) beside.
    """
    species = "mouse" if rodent.startswith("mgi:") else "rat"
    if rodents(species).named.get(rodent.partition(":")[2], "").casefold() == gene.symbol.casefold():
        return Meant(form, gene, f"{species} ortholog")
    return Meant(form, reason=f"{species} gene, one of several of a human gene", candidates=(gene.symbol,))


def _settled(known: Symbol, text: str, column: NameColumn) -> Meant:
    genes = known.genes
    if len(genes) == 1:
        return Meant("symbol", genes[0], known.way(genes[0]))
    if genes:
        return Meant("symbol", reason=SEVERAL, candidates=tuple(gene.symbol for gene in genes))
    if known.withdrawn:
        return Meant("symbol", reason="withdrawn symbol")
    if _PREDICTED.fullmatch(text):
        return Meant("symbol", reason="predicted gene or clone without a human ortholog here")
    parts = text.split("_")
    if len(parts) > 1 and all(symbol(part).genes for part in parts):
        each = tuple(gene.symbol for part in parts for gene in symbol(part).genes[:1])
        return Meant("symbol", reason="several genes joined: a complex or a pair", candidates=each)
    if column.species in ("mouse", "rat") and symbol(text.upper()).approved:
        gene = symbol(text.upper()).approved[0]
        return Meant("symbol", reason=f"no {column.species} symbol with a human ortholog", candidates=(gene.symbol,))
    return Meant("symbol", reason=UNKNOWN)


def _of_cell(parts: Iterable[str], column: NameColumn) -> Meant:
    """Return the one gene that all names of a cell mean, or say that they are several."""
    each = [gene_meant(part, column) for part in parts]
    genes = {one.gene.hgnc: one for one in each if one.gene is not None}
    if len(genes) == 1 and all(one.gene is not None for one in each):
        return next(iter(genes.values()))
    symbols = tuple(one.gene.symbol for one in genes.values() if one.gene is not None)
    return Meant("symbol", reason="several names in one cell", candidates=symbols)
