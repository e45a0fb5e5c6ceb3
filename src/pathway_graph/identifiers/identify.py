"""What a list of names is about: the kind of identifier as a whole, the gene of each, and why the rest is none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from pathway_graph.errors import AmbiguousName, WrongArgument
from pathway_graph.identifiers.lookup import lookup
from pathway_graph.identifiers.name_column import COLUMN_KINDS, NameColumn, judge_column
from pathway_graph.identifiers.named_gene import UNKNOWN, Meant, gene_meant
from pathway_graph.identifiers.symbols import known_symbols
from pathway_graph.model import Network
from pathway_graph.model.border import refuses_bad_data
from pathway_graph.text.spelling import nearest_name

NOT_LOOKED_UP: Final = ("number", "date", "missing")
"""Forms of names that nothing in a network is looked up by."""


@dataclass(frozen=True, slots=True)
class Identified:
    """What one name means.

    Attributes:
        name: As it was given.
        gene: HGNC CURIE of the human gene; empty where none is meant for sure.
        symbol: Approved symbol of that gene.
        way: How the gene is called so: ``approved symbol``, ``previous symbol``, ``alias``, ``mouse ortholog``, ...
        entities: What the network has of it, sorted; what is no gene too, where the network calls it so.
        reason: Why neither is there.
        candidates: Symbols that it may mean, or the nearest ones, best first.
    """

    name: str
    gene: str = ""
    symbol: str = ""
    way: str = ""
    entities: tuple[str, ...] = ()
    reason: str = ""
    candidates: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self) | {"entities": list(self.entities), "candidates": list(self.candidates)}


@dataclass(frozen=True)
class Names:
    """What a list of names is about.

    Attributes:
        column: What the names are as a whole.
        names: What each of them means, in the order given, each name once.
    """

    column: NameColumn
    names: tuple[Identified, ...]

    @property
    def found(self) -> tuple[Identified, ...]:
        """Those that mean a human gene or something in the network."""
        return tuple(one for one in self.names if one.gene or one.entities)

    @property
    def missing(self) -> tuple[Identified, ...]:
        """The others."""
        return tuple(one for one in self.names if not one.gene and not one.entities)

    @property
    def reasons(self) -> Mapping[str, int]:
        """How many names are missing for each reason, the most frequent first."""
        return dict(Counter(one.reason for one in self.missing).most_common())

    @property
    def by_name(self) -> Mapping[str, Identified]:
        """What each name means, by the name."""
        return {one.name: one for one in self.names}

    def sentence(self) -> str:
        """Say in one line what the names were taken for and how many were found."""
        why = "; ".join(f"{count} {reason}" for reason, count in self.reasons.items())
        left = f"; {why}" if why else ""
        return f"names taken for {self.column.words()}: {len(self.found)} of {len(self.names)} found{left}"

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {"column": self.column.to_dict(), "names": [one.to_dict() for one in self.names]}


@refuses_bad_data
def identify(
    names: Iterable[str],
    *,
    network: Network | None = None,
    header: str = "",
    kind: str = "",
    species: str = "",
    suggest: int = 20,
) -> Names:
    """Tell what each of a list of names means, and what kind of identifier they are as a whole.

    Symbols (approved, previous, alias), numbers of HGNC, NCBI Gene, Ensembl, MGI, RGD and UniProt, with or without a
    prefix, are recognised, and mouse and rat genes by their one-to-one orthologs. A bare number is a number of the
    kind that the whole list is of, which its header says, or the numbers themselves where they leave no doubt. A date
    that a spreadsheet made of a symbol is told with the genes that it may have been, never taken for one of them.

    Args:
        names: The names, as a column of a table has them; a name that comes again counts once.
        network: Where to look for what is called so beside genes, and for what the genes' entities are.
        header: Header of the column.
        kind: What the names are, if that is known: ``symbol``, ``ncbigene``, ``ensembl``, ``uniprot``, ``hgnc``,
            ``mgi``, ``rgd``.
        species: ``human``, ``mouse`` or ``rat``, if that is known.
        suggest: For how many unknown names to look for the nearest symbol.

    Raises:
        WrongArgument: *kind* or *species* is none of these.

    >>> names = identify(["Trp53", "Bdnf", "Il6ra", "2-Sep", "H2-Ab1", "Crebb1"])
    >>> names.sentence()
    'names taken for mouse symbols: 3 of 6 found; 1 date made by a spreadsheet; 1 of several genes; 1 not known'
    >>> [(one.name, one.symbol, one.way) for one in names.found]
    [('Trp53', 'TP53', 'mouse ortholog'), ('Bdnf', 'BDNF', 'mouse ortholog'), ('Il6ra', 'IL6R', 'mouse ortholog')]
    >>> [(one.name, one.candidates[0]) for one in names.missing]
    [('2-Sep', 'SEPT2 (SEPTIN2)'), ('H2-Ab1', 'HLA-DQB1'), ('Crebb1', 'CREB1')]
    """
    for argument, value, known in (("kind", kind, COLUMN_KINDS), ("species", species, ("human", "mouse", "rat"))):
        if value and value not in known:
            raise WrongArgument(argument, value, hint=f"give one of {', '.join(known)}, or nothing")
    given = list(dict.fromkeys(names))
    column = judge_column(given, header=header, kind=kind, species=species)
    found = [_identified(name, column, network) for name in given]
    return Names(column, tuple(_with_nearest(found, suggest)))


def _identified(name: str, column: NameColumn, network: Network | None) -> Identified:
    meant = gene_meant(name, column)
    gene = meant.gene
    entities = () if network is None else _entities(name, meant, network)
    if gene is not None:
        return Identified(name, f"hgnc:{gene.hgnc}", gene.symbol, meant.way, entities)
    return Identified(name, entities=entities, reason="" if entities else meant.reason, candidates=meant.candidates)


def _entities(name: str, meant: Meant, network: Network) -> tuple[str, ...]:
    """Return what the network has of a name: what is called so, else what is of the gene that it means here."""
    found: tuple[str, ...] = ()
    if meant.form not in NOT_LOOKED_UP:
        try:
            found = tuple(entity.id for entity in lookup(network, name))
        except AmbiguousName:
            found = ()
    if not found and meant.gene is not None:
        found = tuple(entity.id for entity in lookup(network, f"hgnc:{meant.gene.hgnc}"))
    return found


def _with_nearest(found: Iterable[Identified], suggest: int) -> Iterable[Identified]:
    """Give the first unknown names the symbols that they may be misspellings of."""
    symbols: list[str] | None = None
    for one in found:
        if suggest and one.reason == UNKNOWN and not one.candidates:
            symbols = known_symbols() if symbols is None else symbols
            suggest -= 1
            one = Identified(one.name, reason=one.reason, candidates=tuple(nearest_name(one.name, symbols)))
        yield one
