"""Every spelling of a network's entities and what it means, in the tiers in which look-up tries them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pathway_graph.identifiers.gene_forms import GENE_PREFIXES
from pathway_graph.identifiers.minting import is_from_identifier, is_local
from pathway_graph.model import Entity, Network
from pathway_graph.model.caching import cached_on
from pathway_graph.model.curie import normalize
from pathway_graph.model.vocabulary import GENE_FORMS
from pathway_graph.text.spelling import is_symbol, loose, looser, short_of_pathway

WHOLE_GENE: Final = ("Gene", "Transcript", "Protein")
"""Kinds whose names may be those of the whole gene."""


@dataclass(slots=True)
class Hits:
    """What one spelling means: entities, and those of them by a name of the whole gene."""

    entities: set[str] = field(default_factory=set)
    whole_gene: set[str] = field(default_factory=set)


TIERS: Final = ("curies", "exact", "xrefs", "folded", "loose", "short")
"""The tables of `Spellings` whose values are `Hits`."""


@dataclass(frozen=True)
class Spellings:
    """What each spelling means.

    Attributes:
        curies: By an entity's own CURIE.
        exact: By a name as it is written.
        xrefs: By the CURIE of something near.
        folded: By a name in any letter case.
        loose: By a curated name as `loose` and `looser` give it.
        short: By the name of a pathway without the word pathway.
        symbols: By a curated gene symbol in a looser spelling: for suggestions.
        fixed_case: By a folded name that is found only in one letter case, that name.
    """

    curies: Mapping[str, Hits]
    exact: Mapping[str, Hits]
    xrefs: Mapping[str, Hits]
    folded: Mapping[str, Hits]
    loose: Mapping[str, Hits]
    short: Mapping[str, Hits]
    symbols: Mapping[str, frozenset[str]]
    fixed_case: Mapping[str, str]


def spellings_of(network: Network) -> Spellings:
    """Return the spellings of *network*, worked out on first use and kept with it.

    >>> from pathway_graph.formats.native import read_guide
    >>> sorted(spellings_of(read_guide()).folded["trkb"].entities)
    ['prot:NTRK2']
    """
    return cached_on(network, find_spellings)


def find_spellings(network: Network) -> Spellings:
    """Work out what each spelling means."""
    gathered = _Gathered()
    for entity in network.entities:
        gathered.add(entity)
    tiers: dict[str, Any] = {name: dict(gathered.tiers[name]) for name in TIERS}
    symbols = {name: frozenset(entities) for name, entities in gathered.symbols.items()}
    return Spellings(**tiers, symbols=symbols, fixed_case=gathered.fixed_case)


def names_of(entity: Entity) -> list[str]:
    """Return every name an entity is found by, its identifier and CURIEs not among them.

    >>> names_of(Entity("a", "Gene", "A", synonyms=("B", "A")))
    ['A', 'B']
    """
    symbols = (ortholog.symbol for ortholog in entity.orthologs)
    return [name for name in dict.fromkeys((entity.name, *entity.terms, *entity.synonyms, *symbols)) if name]


class _Gathered:
    """Spellings while entity after entity is added."""

    def __init__(self) -> None:
        self.tiers: dict[str, dict[str, Hits]] = {name: defaultdict(Hits) for name in TIERS}
        self.symbols: dict[str, set[str]] = defaultdict(set)
        self.fixed_case: dict[str, str] = {}

    def add(self, entity: Entity) -> None:
        gathered = _gathers_genes(entity)
        for curie, is_own in _curies(entity):
            if gathered and not is_own and curie.partition(":")[0] in ("uniprot", *GENE_PREFIXES):
                continue  # a member's number
            hits = self.tiers["curies" if is_own else "xrefs"][curie]
            hits.entities.add(entity.id)
            if curie.partition(":")[0] in GENE_PREFIXES and entity.kind in WHOLE_GENE:
                hits.whole_gene.add(entity.id)
        of_gene = _gene_names(entity)
        curated = not is_from_identifier(entity) and not is_local(entity)
        for name in names_of(entity):
            tiers = [self.tiers["exact"][name]]
            if name in entity.exact_case:
                self.fixed_case[name.casefold()] = name
            else:
                tiers.append(self.tiers["folded"][name.casefold()])
                if curated and entity.kind in GENE_FORMS and is_symbol(name):
                    self.symbols[loose(name)].add(entity.id)
                elif curated:
                    tiers += [self.tiers["loose"][key] for key in (loose(name), *looser(name))]
                if curated and entity.kind == "Pathway" and (short := short_of_pathway(name)):
                    tiers.append(self.tiers["short"][short])
            for hits in tiers:
                hits.entities.add(entity.id)
                if name in of_gene:
                    hits.whole_gene.add(entity.id)


def _curies(entity: Entity) -> Iterator[tuple[str, bool]]:
    if entity.curie:
        yield normalize(entity.curie), True
    for xref in entity.xrefs:
        if not xref.note:
            yield normalize(xref.curie), False
    for ortholog in entity.orthologs:
        for curie in ortholog.curies:
            if entity.kind == "Protein" or not curie.startswith("uniprot:"):
                yield normalize(curie), False


def _gathers_genes(entity: Entity) -> bool:
    """Whether the cross-references of a family or complex are of several genes: their numbers do not mean it."""
    if entity.kind in GENE_FORMS:
        return False  # only the table of genes can tell, when one of the numbers is asked for
    curies = [normalize(xref.curie) for xref in entity.xrefs if not xref.note] + [normalize(entity.curie)]
    numbers = Counter(curie.partition(":")[0] for curie in dict.fromkeys(curies))
    return max(numbers[prefix] for prefix in ("hgnc", "ncbigene", "ensembl", "uniprot")) > 1


def _gene_names(entity: Entity) -> set[str]:
    """Names of *entity* that mean its whole gene and not just this form of it."""
    if entity.kind not in WHOLE_GENE:
        return set()
    names = {*entity.synonyms, *(ortholog.symbol for ortholog in entity.orthologs)}
    if entity.kind == "Protein":
        names |= set(entity.terms)
    return names
