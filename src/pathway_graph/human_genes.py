"""Human genes and their identifiers in several databases, so that one gene is recognised under any of them.

Approved genes of the HUGO Gene Nomenclature Committee (CC0), with its mouse and rat orthologs.
"""

from __future__ import annotations

import lzma
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLE = Path(__file__).parent / "data" / "genes" / "human.tsv.xz"


@dataclass(frozen=True, slots=True)
class HumanGene:
    """An approved human gene.

    Attributes:
        hgnc: HGNC number.
        symbol: Approved symbol.
        ncbigene, ensembl: Identifiers of the gene, empty where there is none.
        uniprot: Accessions of its proteins.
        mgi, rgd: Numbers of its orthologs in mouse and rat.
    """

    hgnc: str
    symbol: str
    ncbigene: str
    ensembl: str
    uniprot: tuple[str, ...]
    mgi: tuple[str, ...]
    rgd: tuple[str, ...]


def human_gene(curie: str) -> HumanGene | None:
    """Return the human gene that *curie* names, itself, by its protein or by a one-to-one ortholog; None if none.

    Prefixes: ``hgnc``, ``hgnc.symbol``, ``ncbigene``, ``ensembl`` (gene), ``uniprot``, ``mgi``, ``rgd``. An identifier
    that several genes share names none.

    >>> gene = human_gene("uniprot:P23560")
    >>> gene.symbol, gene.hgnc, gene == human_gene("ncbigene:627") == human_gene("mgi:88145")
    ('BDNF', '1033', True)
    >>> human_gene("chebi:47499") is None
    True
    """
    prefix, _, identifier = curie.partition(":")
    if prefix not in ("hgnc", "hgnc.symbol", "ncbigene", "ensembl", "uniprot", "mgi", "rgd"):
        return None
    if prefix == "ensembl":
        identifier = identifier.partition(".")[0]
    if prefix == "uniprot":
        identifier = identifier.partition("-")[0]
    return _index().get(f"{prefix}:{identifier}")


@cache
def _index() -> dict[str, HumanGene]:
    found: dict[str, HumanGene] = {}
    shared: set[str] = set()
    for line in lzma.decompress(TABLE.read_bytes()).decode().splitlines():
        hgnc, symbol, ncbigene, ensembl, uniprot, mgi, rgd = line.split("\t")
        gene = HumanGene(
            hgnc, symbol, ncbigene, ensembl, tuple(uniprot.split()), tuple(mgi.split()), tuple(rgd.split())
        )
        keys = [f"hgnc:{hgnc}", f"hgnc.symbol:{symbol}"]
        keys += [f"ncbigene:{ncbigene}"] if ncbigene else []
        keys += [f"ensembl:{ensembl}"] if ensembl else []
        keys += [f"uniprot:{one}" for one in gene.uniprot]
        keys += [f"mgi:{one}" for one in gene.mgi]
        keys += [f"rgd:{one}" for one in gene.rgd]
        for key in keys:
            if found.setdefault(key, gene) is not gene:
                shared.add(key)
    for key in shared:
        del found[key]
    return found
