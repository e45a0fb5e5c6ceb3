"""Which entities are forms of one gene: the gene, its transcript, its protein, that protein's states and activities."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping

from pathway_graph.identifiers.gene_table import genes_sharing, human_gene
from pathway_graph.model import Entity, Network
from pathway_graph.model.caching import cached_on
from pathway_graph.model.curie import normalize
from pathway_graph.model.vocabulary import GENE_FORMS, GENE_LINKS

GENE_PREFIXES = ("hgnc", "ncbigene", "rgd", "mgi", "ensembl")
"""Prefixes whose identifiers name a gene, whatever form of it carries them."""


def gene_of(network: Network) -> Mapping[str, str]:
    """Map every entity to the key of its gene: the smallest identifier among the gene's forms.

    Forms are joined by their links (transcribed_from, state_of, …) and by a common gene identifier. An entity
    that is no form of a gene is alone, its key its own identifier.

    >>> from pathway_graph.formats.native import read_guide
    >>> gene_of(read_guide())["state:CREB1_pS133"]
    'prot:CREB1'
    """
    return cached_on(network, find_genes)


def gene_numbers(network: Network) -> array[int]:
    """Return for each entity, in the network's order, the place of the entity that stands for its gene.

    >>> from pathway_graph.formats.native import read_guide
    >>> guide = read_guide()
    >>> place = [entity.id for entity in guide.entities].index("state:CREB1_pS133")
    >>> guide.entities[gene_numbers(guide)[place]].id
    'prot:CREB1'
    """
    return cached_on(network, find_gene_numbers)


def find_gene_numbers(network: Network) -> array[int]:
    """Return what `gene_numbers` does, worked out anew."""
    genes = dict(gene_of(network))
    places = {entity.id: place for place, entity in enumerate(network.entities)}
    return array("i", (places[genes[identifier]] for identifier in places))


def forms_of(network: Network, identifier: str) -> tuple[str, ...]:
    """Return all forms of the gene that *identifier* is a form of, sorted; itself alone if it is none.

    >>> from pathway_graph.formats.native import read_guide
    >>> forms_of(read_guide(), "prot:BDNF")
    ('gene:BDNF', 'prot:BDNF', 'rna:BDNF')
    """
    return cached_on(network, find_forms)[gene_of(network)[identifier]]


def find_forms(network: Network) -> Mapping[str, tuple[str, ...]]:
    """Map the key of every gene to its forms, sorted."""
    found: dict[str, list[str]] = defaultdict(list)
    for entity, gene in gene_of(network).items():
        found[gene].append(entity)
    return {gene: tuple(sorted(ids)) for gene, ids in found.items()}


def gene_identifiers(entity: Entity) -> set[str]:
    """Return the identifiers by which *entity* names its gene, those of orthologs included.

    A cross-reference with a note is left out: the note says that it is of something else.
    """
    curies = [entity.curie, *(xref.curie for xref in entity.xrefs if not xref.note)]
    curies += [curie for ortholog in entity.orthologs for curie in ortholog.curies]
    return {normalize(curie) for curie in curies if normalize(curie).partition(":")[0] in GENE_PREFIXES}


def named_genes(entity: Entity) -> frozenset[str]:
    """Return the human genes that *entity* itself names, as HGNC CURIEs; by its orthologs where it names none.

    A thing that names several is a family or a fusion: it is none of them.

    >>> from pathway_graph.model import Xref
    >>> sorted(named_genes(Entity("x", "Protein", "CK2", xrefs=(Xref("hgnc:2457"), Xref("ncbigene:1459")))))
    ['hgnc:2457', 'hgnc:2459']
    """
    own = (entity.curie, *(xref.curie for xref in entity.xrefs if not xref.note))
    genes = {gene for curie in own if curie and (gene := _gene(normalize(curie)))}
    if not genes:
        genes = {gene for one in entity.orthologs for curie in one.curies if (gene := _gene(normalize(curie)))}
    return frozenset(genes)


def _gene(curie: str) -> str:
    if curie.startswith("hgnc:"):
        return curie
    gene = human_gene(curie)
    return f"hgnc:{gene.hgnc}" if gene is not None else ""


class _Union:
    """Sets of things that are joined pair by pair; the smallest of each stands for it."""

    def __init__(self, things: Iterable[str]) -> None:
        self.parent = {thing: thing for thing in things}

    def root(self, thing: str) -> str:
        parent = self.parent
        while parent[thing] != thing:
            parent[thing] = parent[parent[thing]]
            thing = parent[thing]
        return thing

    def join(self, one: str, other: str) -> None:
        first, second = sorted((self.root(one), self.root(other)))
        self.parent[second] = first

    def sets(self) -> list[list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for thing in self.parent:
            found[self.root(thing)].append(thing)
        return list(found.values())


def find_genes(network: Network) -> Mapping[str, str]:
    """Map every entity to its gene: what links and common identifiers join, but never two human genes."""
    forms = {entity.id: entity for entity in network.entities if entity.kind in GENE_FORMS}
    links = [
        (entity.id, link.target)
        for entity in forms.values()
        for link in entity.links
        if link.relation in GENE_LINKS and link.target in forms
    ]
    identifiers = {e.id: gene_identifiers(e) for e in forms.values() if e.kind in ("Gene", "Transcript", "Protein")}
    whole = _Union(entity.id for entity in network.entities)
    _join(whole, links, identifiers)
    children: dict[str, list[str]] = defaultdict(list)
    for child, parent in links:
        children[child].append(parent)
    key: dict[str, str] = {}
    for members in whole.sets():
        parts = [members] if _is_one_gene(members, identifiers) else _parts(members, forms, identifiers, children)
        key |= {member: min(part) for part in parts for member in part}
    return key


def _join(union: _Union, links: Iterable[tuple[str, str]], identifiers: Mapping[str, set[str]]) -> None:
    for one, other in links:
        union.join(one, other)
    first: dict[str, str] = {}
    for entity, own in identifiers.items():
        for identifier in own:
            union.join(entity, first.setdefault(identifier, entity))


def _is_one_gene(members: list[str], identifiers: Mapping[str, set[str]]) -> bool:
    """Whether entities that are joined are plainly of one gene: no table is needed to see it."""
    if len(members) == 1:
        return True
    all_own = [own for member in members if (own := identifiers.get(member))]
    stated = [{identifier for identifier in own if identifier.startswith("hgnc:")} for own in all_own]
    return all(stated) and len(set().union(*stated)) <= 1


def _parts(
    members: list[str],
    forms: Mapping[str, Entity],
    identifiers: Mapping[str, set[str]],
    children: Mapping[str, list[str]],
) -> list[list[str]]:
    """Part entities that links and identifiers join, so that no part holds two human genes.

    What names one gene is of it. What names none is of the gene that all its neighbours are of; where they are of
    several it stands apart, with those it is joined to. What carries an identifier that several human genes share, or
    that of an ortholog that is not one to one, is of none of them by its identifiers.
    """
    genes = {member: named_genes(forms[member]) for member in members if member in identifiers}
    known = {member: next(iter(own)) if len(own) == 1 else member for member, own in genes.items() if own}
    parts: dict[str, list[str]] = defaultdict(list)
    for member, gene in known.items():
        parts[gene].append(member)
    free = _Union(member for member in members if member not in known)
    inside = [(child, parent) for child in free.parent for parent in children.get(child, ()) if parent in free.parent]
    _join(free, inside, {member: own for member, own in identifiers.items() if member in free.parent})
    carried: dict[str, set[str]] = defaultdict(set)
    for member, gene in known.items():
        if len(genes[member]) == 1:
            for identifier in identifiers[member]:
                carried[identifier].add(gene)
    beside: dict[str, set[str]] = defaultdict(set)
    for child in members:
        for parent in children.get(child, ()):
            for one, other in ((child, parent), (parent, child)):
                if one in free.parent and other in known:
                    beside[free.root(one)].add(known[other])
    for member in free.parent:
        own = identifiers.get(member, set())
        if any(genes_sharing(identifier) for identifier in own):
            continue
        for identifier in own:
            if identifier in carried:
                beside[free.root(member)] |= carried[identifier]
    for some in free.sets():
        near = beside[free.root(some[0])]
        parts[next(iter(near)) if len(near) == 1 else f"apart {some[0]}"] += some
    return list(parts.values())
