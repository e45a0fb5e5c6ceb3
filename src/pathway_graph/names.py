"""Find entities by any of their names: identifier, name, symbol, synonym, CURIE, symbol in another species."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pathway_graph.curie import PATTERNS, normalize
from pathway_graph.errors import AmbiguousName, UnknownName, nearest
from pathway_graph.genes import GENE_PREFIXES, forms_of, gene_of
from pathway_graph.identity import is_from_identifier, is_local
from pathway_graph.model import Entity, Network
from pathway_graph.vocabulary import GENE_FORMS

FORMS = tuple(GENE_FORMS.values())
"""The forms of a gene that ``form`` narrows to."""

_WHOLE_GENE = ("Gene", "Transcript", "Protein")


def resolve(network: Network, name: str, *, form: str | None = None) -> tuple[Entity, ...]:
    """Return the entities that *name* means, sorted by identifier.

    A gene symbol, its synonyms, its symbol in another species and its gene identifiers mean the gene with its
    transcript, protein, states and activities. The name of one form (``BDNF mRNA``, ``pCREB``) means that form.
    Exact spelling is tried first, then letter case is ignored, except for names that mean something else in
    another case (cAMP is not CAMP, the gene of cathelicidin). Beside curated names, those of imported data count only
    where no curated one fits, and labels of things without an identifier only where nothing else does.

    Args:
        network: Where to look.
        name: Identifier, name, synonym, symbol or CURIE.
        form: Keep only this form of a gene: ``gene``, ``transcript``, ``protein``, ``state`` or ``activity``.

    Raises:
        UnknownName: Nothing is called so, or it has no such form.
        AmbiguousName: Several different things are called so.

    >>> from pathway_graph.formats.native import read_guide
    >>> guide = read_guide()
    >>> [entity.id for entity in resolve(guide, "gr")]
    ['gene:NR3C1', 'prot:NR3C1', 'rna:NR3C1']
    >>> [entity.id for entity in resolve(guide, "Bdnf", form="transcript")]
    ['rna:BDNF']
    """
    found = _index(network).find(name.strip())
    if form is None:
        return found
    if form not in FORMS:
        raise UnknownName("form of a gene", form, nearest(form, FORMS) or FORMS)
    narrowed = tuple(entity for entity in found if GENE_FORMS.get(entity.kind) == form)
    if not narrowed:
        there = sorted({GENE_FORMS.get(entity.kind, entity.kind) for entity in found})
        raise UnknownName(f"{form} in this network", name, note=f"it is there as {', '.join(there)}")
    return narrowed


def lookup(network: Network, name: str) -> tuple[Entity, ...]:
    """Return what `resolve` does, and nothing for an unknown name; quick for long lists, since it suggests nothing.

    Raises:
        AmbiguousName: Several different things are called so.

    >>> from pathway_graph.formats.native import read_guide
    >>> lookup(read_guide(), "no such gene")
    ()
    """
    return _index(network).match(name.strip()) or ()


def _index(network: Network) -> _Index:
    index: _Index | None = network.__dict__.get("_name_index")
    if index is None:
        index = network.__dict__["_name_index"] = _Index(network)
    return index


def names_of(entity: Entity) -> list[str]:
    """Return every name an entity is found by, its identifier and CURIEs not among them.

    >>> names_of(Entity("a", "Gene", "A", synonyms=("B", "A")))
    ['A', 'B']
    """
    symbols = (ortholog.symbol for ortholog in entity.orthologs)
    return [name for name in dict.fromkeys((entity.name, *entity.terms, *entity.synonyms, *symbols)) if name]


@dataclass(slots=True)
class _Hits:
    """What one spelling means: entities, and those of them by a name of the whole gene."""

    entities: set[str] = field(default_factory=set)
    whole_gene: set[str] = field(default_factory=set)


class _Index:
    """Every spelling and what it means, in the tiers in which they are tried."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.curies: dict[str, _Hits] = defaultdict(_Hits)
        self.exact: dict[str, _Hits] = defaultdict(_Hits)
        self.xrefs: dict[str, _Hits] = defaultdict(_Hits)
        self.folded: dict[str, _Hits] = defaultdict(_Hits)
        self.fixed_case: dict[str, str] = {}
        for entity in network.entities:
            self.add(entity)

    def add(self, entity: Entity) -> None:
        for curie, is_own in _curies(entity):
            hits = (self.curies if is_own else self.xrefs)[curie]
            hits.entities.add(entity.id)
            if curie.partition(":")[0] in GENE_PREFIXES and entity.kind in _WHOLE_GENE:
                hits.whole_gene.add(entity.id)
        of_gene = _gene_names(entity)
        for name in names_of(entity):
            tiers = [self.exact[name]]
            if name in entity.exact_case:
                self.fixed_case[name.casefold()] = name
            else:
                tiers.append(self.folded[name.casefold()])
            for hits in tiers:
                hits.entities.add(entity.id)
                if name in of_gene:
                    hits.whole_gene.add(entity.id)

    def match(self, name: str) -> tuple[Entity, ...] | None:
        entity = self.network.entity.get(name)
        if entity is not None:
            return (entity,)
        curie = normalize(name)
        for tier, key in (
            (self.curies, curie),
            (self.exact, name),
            (self.xrefs, curie),
            (self.folded, name.casefold()),
        ):
            if key in tier:
                return self.settle(name, tier[key])
        return None

    def find(self, name: str) -> tuple[Entity, ...]:
        found = self.match(name)
        if found is not None:
            return found
        fixed = self.fixed_case.get(name.casefold())
        if fixed is not None:
            other = f"{name} is the name of something else; {fixed} is found only when typed so"
            raise UnknownName("entity", name, [fixed], note=other)
        raise UnknownName("entity", name, self.suggest(name))

    def settle(self, name: str, hits: _Hits) -> tuple[Entity, ...]:
        genes = gene_of(self.network)
        groups = {genes[identifier] for identifier in hits.entities}
        if len(groups) > 1:
            groups = self.weightiest(hits.entities, genes)
        if len(groups) > 1:
            candidates = [(identifier, self.network.name(identifier)) for identifier in sorted(hits.entities)]
            raise AmbiguousName(name, candidates)
        found: Iterable[str] = [identifier for identifier in hits.entities if genes[identifier] in groups]
        whole = [identifier for identifier in hits.whole_gene if genes[identifier] in groups]
        if whole:
            found = forms_of(self.network, min(whole))
        return tuple(self.network.entity[identifier] for identifier in sorted(found))

    def weightiest(self, identifiers: Iterable[str], genes: Mapping[str, str]) -> set[str]:
        """Return the genes whose names carry most weight.

        A name that a curator gave comes before a name that a bulk file gave to something with an identifier, and
        that before a mere label of a bulk file.
        """
        weights: dict[int, set[str]] = defaultdict(set)
        for identifier in identifiers:
            entity = self.network.entity[identifier]
            weights[2 if is_local(entity) else 1 if is_from_identifier(entity) else 0].add(genes[identifier])
        return weights[min(weights)]

    def suggest(self, name: str) -> list[str]:
        prefix = normalize(name).partition(":")[0]
        if prefix in PATTERNS:
            return nearest(normalize(name), [*self.curies, *self.xrefs])
        return nearest(name, [*self.exact, *self.network.entity])


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


def _gene_names(entity: Entity) -> set[str]:
    """Names of *entity* that mean its whole gene and not just this form of it."""
    if entity.kind not in _WHOLE_GENE:
        return set()
    names = {*entity.synonyms, *(ortholog.symbol for ortholog in entity.orthologs)}
    if entity.kind == "Protein":
        names |= set(entity.terms)
    return names
