"""Human genes and their identifiers in several databases, so that one gene is recognised under any of them.

Approved genes of the HUGO Gene Nomenclature Committee (CC0), with its mouse and rat orthologs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Final

from pathway_graph.identifiers.packaged import columns_in
from pathway_graph.identifiers.rodents import FOLDER, rodent_of
from pathway_graph.model.copies import made

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
    place, several = _called(key)
    if place is None and not several and (ortholog := rodent_of(key)):
        place, _ = _called(ortholog)
    return None if place is None else _gene(place)


def is_approved(symbol: str) -> bool:
    """Tell whether a human gene has that very symbol now, without making the gene.

    >>> is_approved("BDNF"), is_approved("Bdnf"), is_approved("")
    (True, False, False)
    """
    return symbol in _index("hgnc.symbol")[0]


def gene_of_symbol(symbol: str) -> HumanGene | None:
    """Return the human gene that has that very symbol now, as `human_gene` does by its CURIE; None if none has.

    >>> gene_of_symbol("BDNF") == human_gene("hgnc:1033"), gene_of_symbol("Bdnf")
    (True, None)
    """
    place = _index("hgnc.symbol")[0].get(symbol)
    return None if place is None else _gene(place)


def genes_sharing(curie: str) -> tuple[HumanGene, ...]:
    """Return the human genes that *curie* may mean where `human_gene` names none, by HGNC number; most have none.

    >>> [gene.symbol for gene in genes_sharing("mgi:98260")], genes_sharing("mgi:88145")
    (['CCL18', 'CCL3', 'CCL3L1', 'CCL3L3'], ())
    """
    key = _key(curie)
    if not key:
        return ()
    place, several = _called(key)
    if place is None and not several and (ortholog := rodent_of(key)):
        _, several = _called(ortholog)
    return tuple(sorted(map(_gene, several), key=lambda gene: int(gene.hgnc)))


def approved_symbols() -> list[str]:
    """Return the approved symbols of all human genes.

    >>> len(approved_symbols()) == len(set(approved_symbols()))
    True
    """
    return list(_index("hgnc.symbol")[0])


def _key(curie: str) -> str:
    prefix, _, identifier = curie.partition(":")
    if prefix not in PREFIXES:
        return ""
    if prefix == "ensembl":
        identifier = identifier.partition(".")[0]
    if prefix == "uniprot":
        identifier = identifier.partition("-")[0]
    return f"{prefix}:{identifier}"


_MANY: Final = ("uniprot", "mgi", "rgd")
"""Prefixes of which a gene may have several identifiers, and an identifier several genes."""


@cache
def _columns() -> dict[str, tuple[str, ...]]:
    """Return the cells of the table by prefix, in order of the genes: identifiers, of `_MANY` parted by blanks."""
    return dict(zip(PREFIXES, columns_in(TABLE, len(PREFIXES)), strict=True))


@cache
def _often(prefix: str) -> frozenset[str]:
    """Return the identifiers that stand in the table more than once."""
    counts = Counter(" ".join(_columns()[prefix]).split())
    return frozenset(identifier for identifier, count in counts.items() if count > 1)


@cache
def _index(prefix: str) -> tuple[dict[str, int], dict[str, list[int]]]:
    """Return the place of the gene by each identifier that means one, and the places by each that means none for sure.

    Places are made of one column at a time, and genes of their places when they are asked for: most are not.
    """
    column = _columns()[prefix]
    if prefix not in _MANY:
        found = dict(zip(column, range(len(column)), strict=True))
        found.pop("", None)
        return found, {}
    found, often, several = {}, _often(prefix), defaultdict(list)
    for place, cell in enumerate(column):
        identifiers = cell.split()
        is_ortholog = prefix != "uniprot"  # one of several orthologs is that of no gene alone
        for identifier in identifiers:
            if identifier in often or (is_ortholog and len(identifiers) > 1):
                several[identifier].append(place)
            else:
                found[identifier] = place
    return found, dict(several)


def _called(key: str) -> tuple[int | None, list[int]]:
    """Return the place of the gene that a key means, or those of several, as `_index` has them."""
    prefix, _, identifier = key.partition(":")
    found, several = _index(prefix)
    return found.get(identifier), several.get(identifier, []) if several else []


@cache
def _gene(place: int) -> HumanGene:
    hgnc, symbol, ncbigene, ensembl, uniprot, mgi, rgd = [column[place] for column in _columns().values()]
    accessions, mouse, rat = tuple(uniprot.split()), tuple(mgi.split()), tuple(rgd.split())
    return made(
        HumanGene, hgnc, symbol, ncbigene, ensembl, accessions, mouse, rat,
        mouse=mouse[0] if len(mouse) == 1 and mouse[0] not in _often("mgi") else "",
        rat=rat[0] if len(rat) == 1 and rat[0] not in _often("rgd") else "",
        shared=tuple(one for one in accessions if one in _often("uniprot")),
    )  # fmt: skip
