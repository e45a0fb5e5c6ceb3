"""Human genes and their identifiers in several databases, so that one gene is recognised under any of them.

Approved genes of the HUGO Gene Nomenclature Committee (CC0), with its mouse and rat orthologs.
"""

from __future__ import annotations

import lzma
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Final

from pathway_graph.identifiers.rodents import FOLDER, rodent_of

TABLE = FOLDER / "human.tsv.xz"
PREFIXES: Final = ("hgnc", "hgnc.symbol", "ncbigene", "ensembl", "uniprot", "mgi", "rgd")
"""Prefixes whose identifiers the table holds."""


@dataclass(frozen=True, slots=True)
class HumanGene:
    """An approved human gene.

    Attributes:
        hgnc: HGNC number.
        symbol: Approved symbol.
        ncbigene, ensembl: Identifiers of the gene, empty where there is none.
        uniprot: Accessions of its proteins.
        mgi, rgd: Numbers of its orthologs in mouse and rat.
        mouse, rat: Number of the ortholog where it is one to one in both directions, else empty.
        shared: Those of *uniprot* that are products of other genes too.
    """

    hgnc: str
    symbol: str
    ncbigene: str
    ensembl: str
    uniprot: tuple[str, ...]
    mgi: tuple[str, ...]
    rgd: tuple[str, ...]
    mouse: str = ""
    rat: str = ""
    shared: tuple[str, ...] = ()


def human_gene(curie: str) -> HumanGene | None:
    """Return the human gene that *curie* names, itself, by its protein or by a one-to-one ortholog; None if none.

    Prefixes: ``hgnc``, ``hgnc.symbol``, ``ncbigene``, ``ensembl`` (gene), ``uniprot``, ``mgi``, ``rgd``; numbers of
    mouse and rat genes by their orthologs. An identifier that several genes share names none, nor does a mouse or
    rat gene that is one of several orthologs.

    >>> gene = human_gene("uniprot:P23560")
    >>> gene.symbol, gene.hgnc, gene == human_gene("ncbigene:627") == human_gene("mgi:88145")
    ('BDNF', '1033', True)
    >>> human_gene("ensembl:ENSMUSG00000059552").symbol, human_gene("ncbigene:24842").symbol
    ('TP53', 'TP53')
    >>> human_gene("chebi:47499") is None
    True
    """
    key = _key(curie)
    if not key:
        return None
    found, several = _index()
    if key in found or key in several:
        return found.get(key)
    return found.get(rodent_of(key))


def genes_sharing(curie: str) -> tuple[HumanGene, ...]:
    """Return the human genes that *curie* may mean where `human_gene` names none, by HGNC number; most have none.

    >>> [gene.symbol for gene in genes_sharing("mgi:98260")], genes_sharing("mgi:88145")
    (['CCL18', 'CCL3', 'CCL3L1', 'CCL3L3'], ())
    """
    key = _key(curie)
    if not key:
        return ()
    found, several = _index()
    if key in found or key in several:
        return several.get(key, ())
    return several.get(rodent_of(key), ())


def approved_symbols() -> list[str]:
    """Return the approved symbols of all human genes.

    >>> len(approved_symbols()) == len(set(approved_symbols()))
    True
    """
    return [key.partition(":")[2] for key in _index()[0] if key.startswith("hgnc.symbol:")]


def _key(curie: str) -> str:
    prefix, _, identifier = curie.partition(":")
    if prefix not in PREFIXES:
        return ""
    if prefix == "ensembl":
        identifier = identifier.partition(".")[0]
    if prefix == "uniprot":
        identifier = identifier.partition("-")[0]
    return f"{prefix}:{identifier}"


@cache
def _index() -> tuple[dict[str, HumanGene], dict[str, tuple[HumanGene, ...]]]:
    """Return the gene by each identifier that means one, and the genes by each that means none of them for sure."""
    rows = [line.split("\t") for line in lzma.decompress(TABLE.read_bytes()).decode().splitlines()]
    once: set[str] = set()
    often: set[str] = set()
    for row in rows:
        for number in (f"{place}:{one}" for place in (4, 5, 6) for one in row[place].split()):
            (often if number in once else once).add(number)
    found: dict[str, HumanGene] = {}
    several: dict[str, list[HumanGene]] = defaultdict(list)
    for row in rows:
        gene = _gene(row, often)
        keys = [f"hgnc:{gene.hgnc}", f"hgnc.symbol:{gene.symbol}"]
        keys += [f"ncbigene:{gene.ncbigene}"] if gene.ncbigene else []
        keys += [f"ensembl:{gene.ensembl}"] if gene.ensembl else []
        keys += [f"uniprot:{one}" for one in gene.uniprot if one not in gene.shared]
        keys += [f"mgi:{gene.mouse}"] if gene.mouse else []
        keys += [f"rgd:{gene.rat}"] if gene.rat else []
        found.update(dict.fromkeys(keys, gene))
        for key in [f"uniprot:{one}" for one in gene.shared] + ([] if gene.mouse else [f"mgi:{x}" for x in gene.mgi]):
            several[key].append(gene)
        for number in () if gene.rat else gene.rgd:
            several[f"rgd:{number}"].append(gene)
    return found, {key: tuple(sorted(genes, key=lambda gene: int(gene.hgnc))) for key, genes in several.items()}


def _gene(row: list[str], often: set[str]) -> HumanGene:
    hgnc, symbol, ncbigene, ensembl, uniprot, mgi, rgd = row
    accessions, mouse, rat = tuple(uniprot.split()), tuple(mgi.split()), tuple(rgd.split())
    return HumanGene(
        hgnc, symbol, ncbigene, ensembl, accessions, mouse, rat,
        mouse=mouse[0] if len(mouse) == 1 and f"5:{mouse[0]}" not in often else "",
        rat=rat[0] if len(rat) == 1 and f"6:{rat[0]}" not in often else "",
        shared=tuple(one for one in accessions if f"4:{one}" in often),
    )  # fmt: skip
