"""Find what the names of a file mean in a network, the column taken as a whole, and why the rest is not found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from pathway_graph.errors import AmbiguousName, UnknownName
from pathway_graph.identifiers.gene_table import HumanGene
from pathway_graph.identifiers.lookup import lookup, resolve
from pathway_graph.identifiers.name_column import NUMBERED, NameColumn, judge_column
from pathway_graph.identifiers.named_gene import SEVERAL, UNKNOWN, Meant, gene_meant
from pathway_graph.identifiers.symbols import known_symbols
from pathway_graph.model import Entity, Network
from pathway_graph.regulators.changes import Measurements, Unfound, named
from pathway_graph.text.spelling import nearest_name

NOT_HELD: Final = "human gene that the network does not hold"
_NEAREST: Final = 3
"""For so many unknown names the nearest are looked for."""
_RODENTS: Final = ("mouse", "rat")


@dataclass(frozen=True, eq=False)
class ColumnNames:
    """The names of a column, as `identifiers.identify` takes them, and a network to find them in.

    Attributes:
        network: Where to look.
        column: What the names are as a whole.
    """

    network: Network
    column: NameColumn
    _meant: dict[str, Meant] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, network: Network, names: Iterable[str], header: str = "") -> ColumnNames:
        """Judge a column by its names and its header."""
        return cls(network, judge_column(dict.fromkeys(names), header=header))

    def meant(self, name: str) -> Meant:
        """Return the human gene that a name means in this column, or why it means none."""
        if name not in self._meant:
            self._meant[name] = gene_meant(name, self.column)
        return self._meant[name]

    def find(self, name: str) -> tuple[Entity, ...]:
        """Return what the network has of a name; nothing if it does not know it.

        A bare number is one of the database whose numbers the column holds. Where the column is of mouse or rat, a
        symbol of that species means its one-to-one ortholog, and not the human gene that is spelt alike.

        Raises:
            AmbiguousName: Several different things are called so.

        >>> from pathway_graph.formats.native import read_guide
        >>> column = ColumnNames.of(read_guide(), ["Bdnf", "Trp53", "Il6ra"])
        >>> [entity.id for entity in column.find("Bdnf")]
        ['gene:BDNF', 'prot:BDNF', 'rna:BDNF']
        """
        if self.column.species in _RODENTS and self.column.kind == "symbol":
            meant = self.meant(name)
            if meant.way.endswith("ortholog") or meant.reason == SEVERAL or meant.reason.startswith(_RODENTS):
                return self._of_gene(meant.gene)
        if self.column.kind in NUMBERED and self.meant(name).form == "number":
            return self._of_gene(self.meant(name).gene)
        return named(self.network, name) or self._of_gene(self.meant(name).gene)

    def _of_gene(self, gene: HumanGene | None) -> tuple[Entity, ...]:
        return () if gene is None else lookup(self.network, f"hgnc:{gene.hgnc}")

    def unfound(self, names: Sequence[str]) -> tuple[Unfound, ...]:
        """Return why each of some names is not in the network, and what it may be; the nearest for the first ones."""
        found, asked = [], 0
        for name in names:
            meant = self.meant(name)
            if meant.gene is not None:
                found.append(Unfound(name, NOT_HELD, (meant.gene.symbol,)))
                continue
            near = meant.candidates
            if not near and meant.reason == UNKNOWN and asked < _NEAREST and "_" not in name:  # several names joined
                asked += 1
                near = self._near(name)
            found.append(Unfound(name, meant.reason, tuple(near)))
        return tuple(found)

    def _near(self, name: str) -> tuple[str, ...]:
        symbols = nearest_name(name, known_symbols())
        try:
            resolve(self.network, name)
        except UnknownName as error:
            return tuple(dict.fromkeys((*symbols, *error.suggestions)))[:3]
        except AmbiguousName:
            pass
        return tuple(symbols)


def with_reasons(changes: Measurements, names: ColumnNames) -> Measurements:
    """Return measurements that say why each name is not in the network."""
    return replace(changes, unfound=names.unfound(changes.unmatched))


def is_understood(one: Unfound) -> bool:
    """Whether it is known what a name is: a gene that the network does not hold, or a gene without a human one.

    >>> is_understood(Unfound("Xkr4", NOT_HELD)), is_understood(Unfound("abc", "not known"))
    (True, False)
    """
    return one.reason in (NOT_HELD, SEVERAL) or one.reason.startswith(("mouse gene", "rat gene", "predicted gene"))


def reasons_said(unfound: Sequence[Unfound], most: int = 5) -> str:
    """Say in one line why names are not in the network, each reason with the first names, and what they may be.

    >>> reasons_said([Unfound("2-Sep", "date made by a spreadsheet", ("SEPT2 (SEPTIN2)",)), Unfound("x", "not known")])
    'date made by a spreadsheet: 1 (2-Sep, perhaps SEPT2 (SEPTIN2)); not known: 1 (x)'
    """
    parts = []
    for reason, count in Counter(one.reason for one in unfound).most_common():
        some = [one for one in unfound if one.reason == reason]
        shown = [one.name + _perhaps(one) for one in some[:most]] + (["…"] if len(some) > most else [])
        parts.append(f"{reason}: {count} ({'; '.join(shown)})")
    return "; ".join(parts)


def _perhaps(one: Unfound) -> str:
    if not one.candidates or (one.reason == NOT_HELD and one.candidates[0] == one.name):
        return ""
    if one.reason == NOT_HELD:
        return f" = {one.candidates[0]}"
    return f", perhaps {' or '.join(one.candidates[:3])}"


def names_remark(column: NameColumn, orthologs: int) -> Iterable[str]:
    """Say what the names were taken for, where that is not plain human symbols."""
    words: Any = column.words()
    if words not in ("human symbols", "symbols", "names in words", "nothing"):
        by = f": {orthologs} by their human ortholog" if column.species in _RODENTS else ""
        yield f"names are taken for {words} (by the {'values' if column.known_from == 'values' else 'header'}){by}"
