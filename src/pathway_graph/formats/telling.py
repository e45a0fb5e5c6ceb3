"""Report gene products whose identifiers leave open which gene they are of, or name another; and former symbols."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from pathway_graph.formats.report import FIRST, Tally
from pathway_graph.identifiers.gene_table import is_approved
from pathway_graph.identifiers.minting import GENE_PRODUCTS, several_genes
from pathway_graph.identifiers.named_gene import UNKNOWN
from pathway_graph.identifiers.outdated import updated, why_not_approved
from pathway_graph.model import Entity
from pathway_graph.model.values import one_line

ANOTHER_GENE: Final = "their name is the symbol of another gene than their identifier: kept apart from both"


@dataclass(slots=True)
class Telling:
    """What one file's report has been told so far; everything is told once."""

    tally: Tally
    misspelt: int = 0
    former: set[str] = field(default_factory=set)
    others: set[tuple[str, str]] = field(default_factory=set)

    def current(self, curies: Sequence[str]) -> Sequence[str]:
        """Return identifiers with the gene in place of a symbol that it had before, and report that."""
        found, said = updated(curies)
        if said and said not in self.former:
            self.former.add(said)
            why = "previous symbols: read as the genes that had them"
            self.tally.changed("entities", why, said, once=True)
        return found

    def entity(self, entity: Entity, curies: Sequence[str]) -> None:
        """Report a product of no gene for sure: why its symbol is not approved, and what it may be."""
        if entity.kind not in GENE_PRODUCTS:
            return
        if entity.curie.startswith("hgnc.symbol:"):
            reason, place = why_not_approved(entity.curie[12:], near=self.misspelt < FIRST)
            self.misspelt += reason == UNKNOWN
            why = f"no approved human gene symbols ({reason}): known by that name only"
            self.tally.changed("entities", why, place, once=True)
        elif "hgnc:" not in entity.id and (several := several_genes(curies)):
            why = "identifier of several human genes: kept apart from each of them"
            self.tally.changed("entities", why, several, once=True)

    def misnamed(self, name: str, entity: Entity, curies: Sequence[str], place: Callable[[], str]) -> str:
        """Report a product of a gene that the file calls by the symbol that another gene has now; return a note on it.

        The note is empty where name and identifier do not contradict each other.
        """
        called = one_line(name)
        if called == entity.name or not is_approved(called):
            return ""
        numbers = ", ".join(curies)
        if (called, entity.id) not in self.others:
            self.others.add((called, entity.id))
            where = f"{place()}: " if place() else ""
            self.tally.changed("entities", ANOTHER_GENE, f"{where}{called}, by {numbers} {entity.name}")
        return f"the file calls it {called} and gives it {numbers}, which is {entity.name}"
