"""Let entities of a data set meet those that are stored, by identifier: the newcomer takes the stored id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from functools import lru_cache
from operator import attrgetter
from typing import Any, Final, TypeVar

from pathway_graph.identifiers.gene_forms import gene_identifiers, named_genes
from pathway_graph.identifiers.gene_table import genes_sharing, human_gene
from pathway_graph.identifiers.minting import GENE_PRODUCTS, is_from_identifier, slug
from pathway_graph.model import (
    Claim,
    Diagram,
    DiagramEdge,
    DiagramNode,
    DiagramPlace,
    Entity,
    Link,
    Network,
    Ortholog,
    Protocol,
    Xref,
)
from pathway_graph.model.border import refuses_bad_data
from pathway_graph.model.build import merge, merge_later, network_later, split_later
from pathway_graph.model.copies import copied, made
from pathway_graph.model.curie import normalize
from pathway_graph.model.declaration import referring
from pathway_graph.model.network import OWNED

Key = tuple[str, str]
Drawn = TypeVar("Drawn", DiagramNode, DiagramEdge, DiagramPlace)


@refuses_bad_data
def align(
    incoming: Network, stored: Network, index: Mapping[Key, set[str]] | None = None
) -> tuple[Network, Mapping[str, str]]:
    """Rename entities of *incoming* that *stored* already has under another id.

    Two are the same if they have one kind and one CURIE, or are the same product (gene, transcript, protein) of one
    gene, orthologs that an entity states included. Different human genes never meet, whatever identifier they
    share, and an ortholog meets its gene only where it is one to one. Where several stored entities fit, none is
    taken. Only ids that were made from an identifier (`pathway_graph.identifiers.minting`) are renamed: what a person
    wrote stays. An id that *stored* uses for another thing (another kind, another CURIE) gets the data set's name, so
    that both stay.

    Args:
        incoming: The data sets to load.
        stored: What is there; data sets of the same name do not count, since they are replaced.
        index: What `known_entities` gave for *stored*, where many data sets are aligned with it.

    Returns:
        The network with the stored ids, and which id became which.

    >>> from pathway_graph.formats.native import read_guide
    >>> from pathway_graph.identifiers.minting import mint_entity
    >>> from pathway_graph.model import Source
    >>> from pathway_graph.model.build import build_network
    >>> new = build_network(Source("new"), entities=[mint_entity("Protein", "CREB", ["ncbigene:1385"], scope="new")])
    >>> align(new, read_guide())[1]
    {'prot:hgnc:2345': 'prot:CREB1'}
    """
    aligned, renamed = _align(incoming, stored, index)
    _ = aligned.edges  # what is wrong with them is told here
    return aligned, renamed


@refuses_bad_data
def align_chosen(incoming: Network, stored: Network) -> tuple[Network, Mapping[str, str]]:
    """Do as `align`, and rename entities too whose ids a person chose, where they are a stored thing by identifier.

    >>> from pathway_graph.model import Source
    >>> from pathway_graph.model.build import build_network
    >>> names = ("old", "an:PFC"), ("new", "an:pfc")
    >>> old, new = (
    ...     build_network(Source(name), entities=[Entity(one, "AnatomicalStructure", "PFC", curie="uberon:0000451")])
    ...     for name, one in names
    ... )
    >>> align_chosen(new, old)[1], align(new, old)[1]
    ({'an:pfc': 'an:PFC'}, {})
    """
    aligned, renamed = _align(incoming, stored, chosen=True)
    _ = aligned.edges
    return aligned, renamed


def same_by_identifier(entity: Entity, other: Entity) -> bool:
    """Tell whether two entities are one thing by what they are recognised by, of one kind."""
    return not set(_keys(entity)).isdisjoint(_keys(other))


def _align(
    incoming: Network, stored: Network, index: Mapping[Key, set[str]] | None = None, *, chosen: bool = False
) -> tuple[Network, Mapping[str, str]]:
    own = {source.id for source in incoming.sources}
    known = known_entities(stored, own) if index is None else index
    renamed: dict[str, str] = {}
    for entity in incoming.entities:
        there = stored.entity.get(entity.id)
        if there is not None and set(there.sources) - own and _conflict(entity, there):
            kind, _, rest = entity.id.partition(":")
            renamed[entity.id] = f"{kind}:{incoming.sources[0].id}/{slug(rest)}"
        elif is_from_identifier(entity) or (chosen and (there is None or own.issuperset(there.sources))):
            new = _stored_id(entity, known)
            if new and new != entity.id:
                renamed[entity.id] = new
    if not renamed:
        return incoming, {}
    parts = [_renamed(part, renamed, stored) for part in split_later(incoming)]
    if len(parts) == 1:
        return parts[0], renamed
    return merge_later(parts), renamed


def known_entities(stored: Network, but: set[str]) -> dict[Key, set[str]]:
    """Index the entities of *stored* by what they are recognised by, those of the data sets *but* left out."""
    known: dict[Key, set[str]] = defaultdict(set)
    for entity in stored.entities:
        if set(entity.sources) - but:
            for key in _keys(entity):
                known[key].add(entity.id)
    return known


def _stored_id(entity: Entity, known: Mapping[Key, set[str]]) -> str:
    for key in _keys(entity):
        identifiers = {identifier for identifier in known.get(key, ()) if identifier != entity.id}
        curated = {identifier for identifier in identifiers if identifier.count(":") == 1}
        if len(curated) == 1 or len(identifiers) == 1:
            return next(iter(curated or identifiers))
    return ""


def _conflict(entity: Entity, other: Entity) -> bool:
    return entity.kind != other.kind or bool(entity.curie and other.curie and entity.curie != other.curie)


def _keys(entity: Entity) -> tuple[Key, ...]:
    """Return what an entity is recognised by: its CURIE, and of a gene product its gene.

    The human gene speaks for all identifiers of it; the others count where it is not known. An identifier that
    several human genes share is none of theirs, only that of a thing that names no human gene.
    """
    return _keys_of(entity.kind, entity.curie, entity.xrefs, entity.orthologs)


@lru_cache(maxsize=10_000)
def _keys_of(kind: str, curie: str, xrefs: tuple[Xref, ...], orthologs: tuple[Ortholog, ...]) -> tuple[Key, ...]:
    entity = Entity("", kind, "", curie=curie, xrefs=xrefs, orthologs=orthologs)
    keys: tuple[Key, ...] = ((kind, normalize(curie)),) if curie else ()
    if kind not in GENE_PRODUCTS:
        return keys
    genes = named_genes(entity)
    shared = bool(genes) and bool(genes_sharing(normalize(curie)))
    gene = human_gene(normalize(curie)) if curie else None
    if len(genes) > 1:  # a family: it is none of its members
        return keys if gene is None else ()
    if curie.startswith("uniprot:") and (gene is None or len(gene.uniprot) > 1 or "-" in curie):
        return () if shared else keys
    if genes:
        return (*keys, (kind, next(iter(genes))))
    named = sorted(identifier for identifier in gene_identifiers(entity) if not genes_sharing(identifier))
    return tuple(dict.fromkeys([*keys, *((kind, identifier) for identifier in named)]))


def _renamed(part: Network, renamed: Mapping[str, str], stored: Network) -> Network:
    """Return one data set with other entity ids; entities that become one are united."""

    def new(identifier: str) -> str:
        return renamed.get(identifier, identifier)

    entities: dict[str, Entity] = {}
    for entity in part.entities:
        changed = _entity(entity, new, stored)
        entities[changed.id] = _united(entities[changed.id], changed) if changed.id in entities else changed
    owned = {name: getattr(part, name) for name in OWNED}
    owned["claims"] = [_claim(claim, new) if _names_any(claim, renamed) else claim for claim in part.claims]
    owned["protocols"] = [_protocol(protocol, new) for protocol in part.protocols]
    owned["diagrams"] = [_diagram(diagram, new) for diagram in part.diagrams]
    return network_later(part.sources[0], entities=entities.values(), **owned)


_ONE: Final = attrgetter("site", *(field.name for field in referring(Claim, "entities") if not field.many))
_MANY: Final = tuple(field.name for field in referring(Claim, "entities") if field.many)


def _names_any(claim: Claim, renamed: Mapping[str, str]) -> bool:
    """Tell whether `_claim` changes a claim: most name nothing that is renamed, and need not be copied."""
    names = renamed.keys()
    return not names.isdisjoint(_ONE(claim)) or any(not names.isdisjoint(getattr(claim, many)) for many in _MANY)


def _entity(entity: Entity, new: Any, stored: Network) -> Entity:
    own = new(entity.id)
    if own == entity.id and not entity.links and not entity.members:
        return entity
    links = dict.fromkeys(Link(link.relation, new(link.target)) for link in entity.links if new(link.target) != own)
    changed = copied(entity, id=own, links=tuple(links), members=tuple(map(new, entity.members)))
    if own == entity.id:
        return changed
    there = stored.entity.get(own)
    if there is None:
        return changed
    curie, xrefs = entity.curie, entity.xrefs
    if there.curie and normalize(there.curie) != normalize(curie):
        xrefs = tuple(dict.fromkeys((*xrefs, Xref(curie)))) if curie else xrefs
        curie = ""
    elif there.curie:
        curie = there.curie
    species = {ortholog.species for ortholog in there.orthologs}
    orthologs = tuple(ortholog for ortholog in entity.orthologs if ortholog.species not in species)
    names = (entity.name,) if entity.name != there.name else ()
    synonyms = tuple(dict.fromkeys((*changed.synonyms, *names)))
    return copied(changed, name=there.name, synonyms=synonyms, curie=curie, xrefs=xrefs, orthologs=orthologs)


def _united(entity: Entity, other: Entity) -> Entity:
    changes: dict[str, Any] = {}
    for item in fields(Entity):
        first, second = getattr(entity, item.name), getattr(other, item.name)
        changes[item.name] = tuple(dict.fromkeys(first + second)) if isinstance(first, tuple) else first or second
    return made(Entity, **changes)


def _claim(claim: Claim, new: Any) -> Claim:
    renamed: dict[str, Any] = {"site": new(claim.site)}  # which may be one, a promoter for instance
    for field in referring(Claim, "entities"):
        if used := getattr(claim, field.name):
            renamed[field.name] = tuple(map(new, used)) if field.many else new(used)
    return copied(claim, **renamed)


def _protocol(protocol: Protocol, new: Any) -> Protocol:
    steps = tuple(copied(step, uses=tuple(map(new, step.uses))) for step in protocol.steps)
    return copied(protocol, assay=new(protocol.assay), steps=steps)


def _diagram(diagram: Diagram, new: Any) -> Diagram:
    nodes = {node.entity: node for node in (_with(node, new, "entity") for node in diagram.nodes)}
    edges = (_with(_with(edge, new, "source"), new, "target") for edge in diagram.edges)
    places = (_with(place, new, "node") for place in diagram.places)
    frames = (
        copied(frame, members=tuple(dict.fromkeys(map(new, frame.members)))) if frame.members else frame
        for frame in diagram.frames
    )
    return copied(
        diagram, depicts=new(diagram.depicts), nodes=tuple(nodes.values()), edges=tuple(dict.fromkeys(edges)),
        places=tuple(places), frames=tuple(frames),
    )  # fmt: skip


def _with(item: Drawn, new: Callable[[str], str], name: str) -> Drawn:
    """Return a part of a diagram with the new id of the entity that its field *name* holds; itself if it has none."""
    before = getattr(item, name)
    now = new(before)
    return item if now == before else copied(item, **{name: now})


def align_batch(incoming: Sequence[Network], curated: Sequence[Network], stored: Network) -> tuple[Network, int]:
    """Unite data sets that are loaded at once, aligned with what is stored and with the *curated* ones among them.

    Returns:
        One network of all the data sets given, and how many of their entities took the id of another one.

    Raises:
        MergeConflict: Two data sets use one identifier for different claims or diagrams.
    """
    curated, met = _settled(curated, stored)
    anchors = merge([stored, *curated]) if curated else stored
    own = {source.id for network in incoming for source in network.sources}
    fixed = Network(entities=tuple(e for e in anchors.entities if set(e.sources) - own))
    index = known_entities(fixed, set())
    seen: dict[str, Entity] = {}
    parts = list(curated)
    for network in incoming:
        aligned, renamed = _align(network, fixed, index)
        met += len(renamed)
        clashing = [seen[e.id] for e in aligned.entities if e.id in seen and _conflict(e, seen[e.id])]
        if clashing:
            aligned, _ = _align(aligned, Network(entities=tuple(clashing)))
        for entity in aligned.entities:
            if entity.id not in seen or (entity.curie and not seen[entity.id].curie):
                seen[entity.id] = entity
        parts.append(aligned)
    return merge_later(parts), met


def _settled(curated: Sequence[Network], stored: Network) -> tuple[list[Network], int]:
    """Return *curated* with stored ids in place of those made from identifiers: documents of imported data have some.

    What contradicts the store stays as it is: `merge` names each id that a person must settle.
    """
    networks, met = [], 0
    for network in curated:
        own = {source.id for source in network.sources}
        there = {one.id: one for one in stored.entities if set(one.sources) - own}
        renamed: Mapping[str, str] = {}
        if not any(entity.id in there and _conflict(entity, there[entity.id]) for entity in network.entities):
            network, renamed = _align(network, stored)
        networks.append(network)
        met += len(renamed)
    return networks, met


def realign_stored(stored: Network, curated: Network) -> list[Network]:
    """Return those stored data sets in which entities take ids of the newly *curated* ones, renamed.

    It makes the order of loading indifferent: what was imported before the curated data set meets it too.
    """
    index = known_entities(curated, set())
    new = {source.id for source in curated.sources}
    changed = []
    for part in split_later(stored):
        if part.sources[0].id not in new:
            aligned, renamed = _align(part, curated, index)
            if renamed:
                changed.append(aligned)
    return changed
