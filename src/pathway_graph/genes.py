"""Which entities are forms of one gene: the gene, its transcript, its protein, that protein's states and activities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from pathway_graph.curie import normalize
from pathway_graph.model import Entity, Network
from pathway_graph.vocabulary import GENE_FORMS, GENE_LINKS

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
    cached: Mapping[str, str] | None = network.__dict__.get("_gene_of")
    if cached is None:
        cached = network.__dict__["_gene_of"] = _group(network)
    return cached


def forms_of(network: Network, identifier: str) -> tuple[str, ...]:
    """Return all forms of the gene that *identifier* is a form of, sorted; itself alone if it is none.

    >>> from pathway_graph.formats.native import read_guide
    >>> forms_of(read_guide(), "prot:BDNF")
    ('gene:BDNF', 'prot:BDNF', 'rna:BDNF')
    """
    groups: Mapping[str, tuple[str, ...]] | None = network.__dict__.get("_gene_forms")
    if groups is None:
        found: dict[str, list[str]] = defaultdict(list)
        for entity, gene in gene_of(network).items():
            found[gene].append(entity)
        groups = network.__dict__["_gene_forms"] = {gene: tuple(sorted(ids)) for gene, ids in found.items()}
    return groups[gene_of(network)[identifier]]


def gene_identifiers(entity: Entity) -> set[str]:
    """Return the identifiers by which *entity* names its gene, those of orthologs included.

    A cross-reference with a note is left out: the note says that it is of something else.
    """
    curies = [entity.curie, *(xref.curie for xref in entity.xrefs if not xref.note)]
    curies += [curie for ortholog in entity.orthologs for curie in ortholog.curies]
    return {normalize(curie) for curie in curies if normalize(curie).partition(":")[0] in GENE_PREFIXES}


def _group(network: Network) -> dict[str, str]:
    parent = {entity.id: entity.id for entity in network.entities}

    def root(identifier: str) -> str:
        while parent[identifier] != identifier:
            parent[identifier] = parent[parent[identifier]]
            identifier = parent[identifier]
        return identifier

    def join(one: str, other: str) -> None:
        first, second = sorted((root(one), root(other)))
        parent[second] = first

    by_identifier: dict[str, str] = {}
    for entity in network.entities:
        if entity.kind not in GENE_FORMS:
            continue
        for link in entity.links:
            other = network.entity.get(link.target)
            if link.relation in GENE_LINKS and other is not None and other.kind in GENE_FORMS:
                join(entity.id, other.id)
        if entity.kind in ("Gene", "Transcript", "Protein"):
            for identifier in gene_identifiers(entity):
                join(entity.id, by_identifier.setdefault(identifier, entity.id))
    return {identifier: root(identifier) for identifier in parent}
