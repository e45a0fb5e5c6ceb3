"""Mouse and rat genes that are orthologs of human ones, by symbol and by their numbers in several databases.

Their own numbers are those of MGI (mouse) and RGD (rat); which human gene has them is said by `gene_table`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from pathway_graph.identifiers.packaged import columns_in

FOLDER = Path(__file__).parents[1] / "data" / "genes"
PREFIXES: Final = {"mouse": "mgi", "rat": "rgd"}
"""Species -> the prefix of its genes' numbers."""

STARTS: Final = {"mouse": "ENSMUSG", "rat": "ENSRNOG"}
"""Species -> how its genes' Ensembl identifiers begin."""


class Rodents:
    """The genes of one species, by what identifies one of them alone; each map is made when it is first asked for.

    Args:
        columns: Numbers, official symbols, NCBI Gene numbers, digits of Ensembl genes, UniProt accessions.
    """

    def __init__(self, columns: Sequence[Sequence[str]]) -> None:
        self._numbers, self._symbols, self._ncbigene, self._ensembl, self._uniprot = columns

    @cached_property
    def symbols(self) -> Mapping[str, str]:
        """Number by official symbol."""
        return _alone(zip(self._symbols, self._numbers, strict=True))

    @cached_property
    def numbers(self) -> Mapping[str, str]:
        """Number by NCBI Gene number."""
        return _alone(pair for pair in zip(self._ncbigene, self._numbers, strict=True) if pair[0])

    @cached_property
    def ensembl(self) -> Mapping[str, str]:
        """Number by the digits of an Ensembl gene, without zeros before them."""
        return _alone(_each(self._ensembl, self._numbers))

    @cached_property
    def uniprot(self) -> Mapping[str, str]:
        """Number by UniProt accession; of mouse only."""
        return _alone(_each(self._uniprot, self._numbers))

    @cached_property
    def named(self) -> Mapping[str, str]:
        """Symbol by number."""
        return dict(zip(self._numbers, self._symbols, strict=True))


@cache
def rodents(species: str) -> Rodents:
    """Return the genes of ``mouse`` or ``rat``, read on first use.

    >>> rodents("mouse").symbols["Trp53"], rodents("rat").symbols["Tp53"]
    ('98834', '3889')
    """
    return Rodents(columns_in(FOLDER / f"{species}.tsv.xz", 5))


def _each(cells: Sequence[str], numbers: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each identifier of cells that may hold several, with the number of its gene."""
    return ((one, number) for cell, number in zip(cells, numbers, strict=True) for one in cell.split())


def _alone(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return a mapping without the keys that several genes have."""
    found: dict[str, str] = {}
    several: set[str] = set()
    for key, number in pairs:
        if found.setdefault(key, number) != number:
            several.add(key)
    for key in several:
        del found[key]
    return found


def rodent_of(curie: str) -> str:
    """Return the CURIE of the mouse or rat gene that a number of NCBI Gene, Ensembl or UniProt means; else nothing.

    >>> rodent_of("ncbigene:22059"), rodent_of("ensembl:ENSMUSG00000059552"), rodent_of("ncbigene:24842")
    ('mgi:98834', 'mgi:98834', 'rgd:3889')
    >>> rodent_of("ncbigene:627"), rodent_of("uniprot:P02340")
    ('', 'mgi:98834')
    """
    prefix, _, identifier = curie.partition(":")
    if prefix == "ensembl":
        for species, start in STARTS.items():
            if identifier.startswith(start):
                digits = identifier[len(start) :].partition(".")[0].lstrip("0")
                return _curie(species, rodents(species).ensembl.get(digits, ""))
    elif prefix == "ncbigene" and identifier.isascii() and identifier.isdigit():
        for species in PREFIXES:
            if number := rodents(species).numbers.get(identifier):
                return _curie(species, number)
    elif prefix == "uniprot" and re.match(r"[OPQ]\d", identifier):
        return _curie("mouse", rodents("mouse").uniprot.get(identifier.partition("-")[0], ""))
    return ""


def rodent_called(symbol: str) -> dict[str, str]:
    """Return the CURIE of the gene of that very symbol, by species.

    >>> rodent_called("Trp53"), rodent_called("Bdnf"), rodent_called("BDNF")
    ({'mouse': 'mgi:98834'}, {'mouse': 'mgi:88145', 'rat': 'rgd:2202'}, {})
    """
    found = {species: _curie(species, rodents(species).symbols.get(symbol, "")) for species in PREFIXES}
    return {species: curie for species, curie in found.items() if curie}


def _curie(species: str, number: str) -> str:
    return f"{PREFIXES[species]}:{number}" if number else ""
