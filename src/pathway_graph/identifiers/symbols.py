"""What symbols of human genes were called before, are called beside, and what became of those that were withdrawn."""

from __future__ import annotations

import lzma
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from pathway_graph.identifiers.gene_table import HumanGene, approved_symbols, gene_of_symbol, genes_sharing, human_gene
from pathway_graph.identifiers.packaged import columns_in
from pathway_graph.identifiers.rodents import FOLDER, rodent_called

TABLES: Final = ("symbols", "human", "mouse", "rat")


@dataclass(frozen=True, slots=True)
class Symbol:
    """What one symbol, spelt exactly so, is known as.

    Attributes:
        name: The symbol.
        approved: The human gene whose approved symbol it is, alone.
        previous: Genes that were called so before.
        alias: Genes that are called so beside.
        became: Genes that a withdrawn symbol became.
        withdrawn: Whether it is a symbol that was withdrawn.
        rodent: The mouse and rat genes of that symbol, by species.
    """

    name: str
    approved: tuple[HumanGene, ...] = ()
    previous: tuple[HumanGene, ...] = ()
    alias: tuple[HumanGene, ...] = ()
    became: tuple[HumanGene, ...] = ()
    withdrawn: bool = False
    rodent: Mapping[str, str] | None = None

    @property
    def genes(self) -> tuple[HumanGene, ...]:
        """The genes it may mean; more than one where it is ambiguous.

        An approved symbol means its gene alone. A symbol of old that its gene keeps in a longer form (SEPT2, SEPTIN2)
        is that gene's, whatever else it is an alias of. Otherwise everything called so counts: CBP was once OPN1LW.
        """
        if self.approved:
            return self.approved
        kept = [gene for gene in self.previous if _is_kept(self.name, gene.symbol)]
        if len(kept) == 1:
            return tuple(kept)
        every = (*self.previous, *self.alias, *self.became, *self.orthologs)
        return tuple({gene.hgnc: gene for gene in every}.values())

    @property
    def orthologs(self) -> tuple[HumanGene, ...]:
        """The human genes of the mouse and rat genes that are called so; several where they are not one to one."""
        found: dict[str, HumanGene] = {}
        for curie in (self.rodent or {}).values():
            gene = human_gene(curie)
            found |= {one.hgnc: one for one in ((gene,) if gene else genes_sharing(curie))}
        return tuple(found.values())

    def way(self, gene: HumanGene) -> str:
        """Say how *gene* is called so: ``approved symbol``, ``previous symbol``, ``alias``, ``mouse symbol``, ..."""
        if gene in self.approved:
            return "approved symbol"
        if gene in self.previous:
            return "previous symbol"
        if gene in self.alias:
            return "alias"
        if gene in self.became:
            return "withdrawn symbol"
        return f"{' and '.join(self.rodent or ())} symbol"


@lru_cache(maxsize=50_000)
def symbol(name: str) -> Symbol:
    """Return what is known of a symbol, spelt exactly so.

    >>> known = symbol("IL8")
    >>> [(gene.symbol, known.way(gene)) for gene in known.genes]
    [('CXCL8', 'previous symbol')]
    >>> [gene.symbol for gene in symbol("CBP").genes], [gene.symbol for gene in symbol("SEPT2").genes]
    (['OPN1LW', 'CREBBP', 'PAG1'], ['SEPTIN2'])
    >>> [gene.symbol for gene in symbol("Trp53").genes], symbol("no such gene").genes
    (['TP53'], ())
    """
    previous, alias, withdrawn = _index()
    gene = gene_of_symbol(name)
    return Symbol(
        name,
        (gene,) if gene else (),
        _genes(previous.get(name, ())),
        _genes(alias.get(name, ())),
        _genes(withdrawn.get(name, ())),
        name in withdrawn,
        rodent_called(name),
    )


def mentioned(name: str) -> bool:
    """Tell whether *name* stands in any of the tables, at a fraction of the time that `symbol` first takes.

    >>> mentioned("IL8"), mentioned("Trp53"), mentioned("imipramin")
    (True, True, False)
    """
    return name in spelt_so(name)


@lru_cache(maxsize=256)
def spelt_so(name: str) -> frozenset[str]:
    """Return the symbols in the tables that are *name* in any letter case; none of a phrase or a word in small letters.

    >>> spelt_so("h2-ab1"), spelt_so("Bdnf") >= {"Bdnf", "BDNF"}
    (frozenset({'H2-Ab1'}), True)
    """
    if " " in name or (name.isalpha() and name.islower()):  # a misspelt word is answered without the tables
        return frozenset()
    cells = re.compile(rf"(?:^|[\t|])({re.escape(name)})(?=$|[\t|])".encode(), re.MULTILINE | re.IGNORECASE)
    tables = (lzma.decompress((FOLDER / f"{table}.tsv.xz").read_bytes()) for table in TABLES)
    return frozenset(found.decode() for table in tables for found in cells.findall(table) if found)


def _is_kept(old: str, new: str) -> bool:
    """Whether a new symbol is an old one written out, its number the same; HOXA1 is not HOX1."""
    stem, number = _parted(old)
    longer, same = _parted(new)
    written_out = longer.startswith(stem) and len(longer) > len(stem) + 1 and longer.isalpha()
    return len(stem) >= 4 and number == same != "" and written_out


def _parted(name: str) -> tuple[str, str]:
    stem = name.rstrip("0123456789")
    return stem, name[len(stem) :]


def _genes(numbers: tuple[str, ...]) -> tuple[HumanGene, ...]:
    found = (human_gene(f"hgnc:{number}") for number in numbers)
    return tuple(gene for gene in found if gene is not None)


@cache
def _index() -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]]]:
    """Return the HGNC numbers by previous symbol, by alias and by withdrawn symbol."""
    previous: dict[str, tuple[str, ...]] = {}
    alias: dict[str, tuple[str, ...]] = {}
    withdrawn: dict[str, tuple[str, ...]] = {}
    for number, first, second in zip(*columns_in(FOLDER / "symbols.tsv.xz", 3), strict=True):
        if number.startswith("-"):
            withdrawn[first] = tuple(second.split())
            continue
        own = (number,)
        for name in first.split("|") if first else ():
            previous[name] = previous[name] + own if name in previous else own
        for name in second.split("|") if second else ():
            alias[name] = alias[name] + own if name in alias else own
    return previous, alias, withdrawn


def known_symbols() -> list[str]:
    """Return every human symbol that is or was in use, for suggestions.

    >>> {"CXCL8", "IL8"} <= set(known_symbols())
    True
    """
    previous, _, _ = _index()
    return [*approved_symbols(), *previous]
