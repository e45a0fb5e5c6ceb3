"""Take a part out of a network: chosen claims and entities with everything they rest on, a network of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace

from pathway_graph.errors import UnknownName, nearest
from pathway_graph.evidence.opposition import edges_of_diagrams
from pathway_graph.evidence.retractions import stamped
from pathway_graph.model import Claim, Diagram, Edge, Entity, Network, Protocol, Publication, Reference
from pathway_graph.model.build import assemble, build_network, merge, split
from pathway_graph.model.caching import cached_on
from pathway_graph.model.declaration import referring
from pathway_graph.model.diagram_lookup import diagram_named
from pathway_graph.model.network import PARTS


def subnetwork(
    network: Network,
    *,
    claims: Iterable[str] = (),
    entities: Iterable[str] = (),
    diagrams: Iterable[Diagram] = (),
    protocols: Iterable[Protocol] = (),
) -> Network:
    """Return the network of some claims and entities, with their context, references, publications and data sets.

    Args:
        network: What to take it from.
        claims: Identifiers of claims; the entities they name come along, and the claims they are inferred from.
        entities: Identifiers of further entities; links between entities that are there stay.
        diagrams: Diagrams to keep; what they show must be among the claims and entities.
        protocols: Protocols to keep.

    >>> from pathway_graph.formats.native import read_guide
    >>> small = subnetwork(read_guide(), claims=["P38"])
    >>> [entity.id for entity in small.entities], len(small.edges)
    (['chem:imipramine', 'prot:BDNF'], 1)
    """
    chosen = _with_grounds(network, claims)
    kept = set(entities) | {name for claim in chosen.values() for name in _named(claim)}
    kept |= {used for protocol in protocols for step in protocol.steps for used in step.uses}
    kept |= {protocol.assay for protocol in protocols} | {diagram.depicts for diagram in diagrams}
    kept &= network.entity.keys()
    cited = {(claim.source, number) for claim in chosen.values() for number in claim.citations}
    publications = [p for p in (_backing(network, one, chosen) for one in network.publications) if p is not None]
    there = {publication.id for publication in publications}
    wanted = {claim.source for claim in chosen.values()} | {d.source for d in diagrams} | {p.source for p in protocols}
    tensions = [tension for tension in network.tensions if tension.claims and chosen.keys() >= {*tension.claims}]
    definitions: dict[str, list[Entity]] = defaultdict(list)
    for name in sorted(kept):
        entity = network.entity[name]
        for source, definition in _definitions(entity, wanted):
            links = tuple(link for link in definition.links if link.target in kept)
            definitions[source].append(replace(definition, links=links))
    return merge([
        build_network(
            source,
            entities=definitions[source.id],
            claims=[_claim(claim, chosen) for claim in chosen.values() if claim.source == source.id],
            references=[
                _reference(r, chosen, there)
                for r in network.references if (r.source, r.number) in cited and r.source == source.id
            ],
            publications=[p for p in publications if p.source == source.id],
            protocols=[p for p in protocols if p.source == source.id],
            diagrams=[d for d in diagrams if d.source == source.id],
            tensions=[t for t in tensions if t.source == source.id],
        )
        for source in network.sources
        if source.id in wanted or definitions[source.id]
    ])  # fmt: skip


def subnetwork_of_edges(network: Network, edges: Iterable[Edge]) -> Network:
    """Return the network of some edges: their ends and their claims.

    >>> from pathway_graph.formats.native import read_guide
    >>> guide = read_guide()
    >>> len(subnetwork_of_edges(guide, guide.incoming["prot:BDNF"]).edges)
    3
    """
    edges = list(edges)
    ends = {end for edge in edges for end in (edge.source, edge.target)}
    return subnetwork(network, claims=[claim for edge in edges for claim in edge.claims], entities=ends)


def subnetwork_of_answer(network: Network, edges: Iterable[Edge], claims: Iterable[str]) -> Network:
    """Return what an answer rests on: claims, and the edges of its routes, those too that links or diagrams state.

    Of a diagram it holds no more than the edges that nothing else states.

    >>> from pathway_graph.formats.native import read_guide
    >>> guide = read_guide()
    >>> edge = guide.edge["rna:BDNF translated_to prot:BDNF"]
    >>> edge.claims, edge.id in subnetwork_of_answer(guide, [edge], ["P38"]).edge
    ((), True)
    """
    wanted = {edge.id: edge for edge in edges}
    ends = {end for edge in wanted.values() for end in (edge.source, edge.target)}
    named = [*claims, *(claim for edge in wanted.values() for claim in edge.claims)]
    part = subnetwork(network, claims=named, entities=ends)
    missing = wanted.keys() - part.edge.keys()
    if not missing:
        return part
    drawn = [_cut(diagram, missing) for diagram in network.diagrams]
    return subnetwork(network, claims=named, entities=ends, diagrams=[one for one in drawn if one.edges])


def _cut(diagram: Diagram, wanted: Collection[str]) -> Diagram:
    """Return a diagram of which some edges alone are left."""
    edges = tuple(edge for edge in diagram.edges if f"{edge.source} {edge.relation} {edge.target}" in wanted)
    ends = {end for edge in edges for end in (edge.source, edge.target)}
    nodes = tuple(node for node in diagram.nodes if node.entity in ends)
    return replace(diagram, nodes=nodes, edges=edges, places=(), frames=(), ways=())


def subnetwork_of_sources(network: Network, names: Iterable[str]) -> Network:
    """Return what some data sets state, and nothing of any other: for one of them, what its own file holds.

    A claim, a diagram, a protocol and a publication belong to the data set that they came with. An entity belongs to
    every data set that defines it, and each one's own definition is taken: its name, its note and its links to
    parents. An edge belongs to the data sets whose claims, links or diagrams state it.

    Args:
        network: What to take it from.
        names: Data sets, letter case ignored.

    Raises:
        UnknownName: No data set is called so.

    >>> from pathway_graph.model.build import build_network
    >>> from pathway_graph.formats.native import read_guide
    >>> from pathway_graph.model import Claim, Entity, Source
    >>> ends = [Entity("prot:BDNF", "Protein", "my BDNF"), Entity("prot:X", "Protein", "X")]
    >>> mine = build_network(Source("mine"), entities=ends, claims=[Claim("k1", "prot:X", "activates", "prot:BDNF")])
    >>> subnetwork_of_sources(merge([read_guide(), mine]), ["mine"]) == mine
    True
    """
    wanted = {_source(network, name) for name in names}
    if wanted == {source.id for source in network.sources}:
        return network
    return cached_on(network, _merged_part, frozenset(wanted))


def _merged_part(network: Network, wanted: frozenset[str]) -> Network:
    return merge([_with_ends(one, network) for one in split(network, only=wanted)])


def _source(network: Network, name: str) -> str:
    known = [source.id for source in network.sources]
    alike = [one for one in known if one.casefold() == name.casefold()]
    if name in known or len(alike) == 1:
        return name if name in known else alike[0]
    raise UnknownName("data set", name, alike or nearest(name, known), known=known)


def _with_ends(one: Network, network: Network) -> Network:
    """Add what a data set names without defining it, bare: only its kind, name and identifier."""
    named = {end for claim in one.claims for end in _named(claim)}
    named |= {node.entity for diagram in one.diagrams for node in diagram.nodes}
    named |= {used for protocol in one.protocols for step in protocol.steps for used in step.uses}
    missing = sorted((named - one.entity.keys()) & network.entity.keys())
    papers = tuple(stamped(network, publication) for publication in one.publications)
    if not missing and papers == one.publications:
        return one
    bare = [
        Entity(entity.id, entity.kind, entity.name, curie=entity.curie, role=entity.role,
               compartment=entity.compartment, sources=(one.sources[0].id,))
        for entity in map(network.entity.__getitem__, missing)
    ]  # fmt: skip
    return assemble(
        {part: getattr(one, part) for part in PARTS} | {"entities": [*one.entities, *bare], "publications": papers}
    )


def subnetwork_of_diagram(network: Network, name: str) -> Network:
    """Return the network that a diagram shows, the diagram included, and what its data set holds against its edges.

    Args:
        network: Where the diagram is.
        name: Its identifier or key.

    Raises:
        UnknownName: No diagram is called so.

    >>> from pathway_graph.formats.native import read_guide
    >>> subnetwork_of_diagram(read_guide(), "camp").diagrams[0].id
    'D1'
    """
    diagram = diagram_named(network, name)
    assert diagram is not None  # without other names there is a diagram or an error
    shown = {node.entity for node in diagram.nodes}
    protocols = [p for p in network.protocols if any(p.step_id(step) in shown for step in p.steps)]
    claims = [claim for edge in diagram.edges for claim in edge.claims]
    own = {claim.id for claim in network.claims if claim.source == diagram.source}
    edges = map(network.edge.__getitem__, edges_of_diagrams(network, [diagram.id]))
    against = [edge for edge in edges if diagram.id not in edge.cascades]
    claims += [claim for edge in against for claim in edge.claims if claim in own]
    return subnetwork(network, claims=claims, entities=shown, diagrams=[diagram], protocols=protocols)


def _with_grounds(network: Network, claims: Iterable[str]) -> dict[str, Claim]:
    found: dict[str, Claim] = {}
    waiting = [identifier for identifier in claims if identifier in network.claim]
    while waiting:
        some = {one: network.claim[one] for one in waiting if one not in found}
        found |= some
        waiting = [ground for claim in some.values() for ground in claim.inferred_from if ground in network.claim]
    return found


def _named(claim: Claim) -> list[str]:
    named: list[str] = []
    for field in referring(Claim, "entities"):
        used = getattr(claim, field.name)
        named += used if field.many else [used] if used else []
    return named


def _definitions(entity: Entity, wanted: set[str]) -> list[tuple[str, Entity]]:
    """Return what the wanted data sets say of an entity, or one other where none of them defines it."""
    said = list(zip(entity.sources, entity.definitions or (entity,) * len(entity.sources), strict=True))
    return [pair for pair in said if pair[0] in wanted] or said[:1]


def _claim(claim: Claim, chosen: dict[str, Claim]) -> Claim:
    return replace(claim, restates=tuple(one for one in claim.restates if one in chosen))


def _backing(network: Network, publication: Publication, chosen: dict[str, Claim]) -> Publication | None:
    claims = tuple(claim for claim in publication.claims if claim in chosen)
    return replace(stamped(network, publication), claims=claims) if claims else None


def _reference(reference: Reference, chosen: dict[str, Claim], publications: set[str]) -> Reference:
    verdicts = []
    for verdict in reference.verdicts:
        claims = tuple(claim for claim in verdict.claims if claim in chosen)
        if claims:
            there = tuple(one for one in verdict.publications if one in publications)
            verdicts.append(replace(verdict, claims=claims, publications=there))
    return replace(reference, verdicts=tuple(verdicts))
