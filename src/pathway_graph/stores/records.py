"""A network as database rows: labelled nodes and typed links, the same for every store, and back.

The graph schema in ``docs/schema.md`` is the picture of this module.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, Final

from pathway_graph.model import (
    Claim,
    Diagram,
    Edge,
    Entity,
    Network,
    Protocol,
    Publication,
    Reference,
    Tension,
)
from pathway_graph.model.caching import gc_paused
from pathway_graph.model.declaration import declared
from pathway_graph.model.vocabulary import KINDS, RELATIONS
from pathway_graph.stores.properties import Properties as Properties
from pathway_graph.stores.properties import json_list, stated, typed_attributes, written

KEY_LABELS = ("Source", "Entity", "Statement", "Reference", "Publication", "Protocol", "Step", "Diagram", "Tension")
"""Every node has exactly one of these; its property ``id`` is unique among the nodes that share it."""

STATEMENT_LABELS = {"guide": "Claim", "background": "Background"}
_STATEMENTS: Final = {view: ("Statement", label) for view, label in STATEMENT_LABELS.items()}

LINK_PARTS: Final = ("edges", "claims", "publications", "protocols", "diagrams", "tensions")
"""The parts that state links, in the order of the rows."""

LINK_TYPES = (
    "BACKS",
    "BY_ASSAY",
    "CITES",
    "CONCERNS",
    "DEPICTS",
    "HAS_STEP",
    "IN_CELL",
    "IN_REGION",
    "IN_SPECIES",
    "LOOPS_TO",
    "NEXT",
    "OBJECT",
    "PERFORMS",
    "RESTATES",
    "SHOWS",
    "SUBJECT",
    "UNDER_CONDITION",
    "USES",
    "WITH_TREATMENT",
)
"""Types of links other than the edges between entities, whose types are the relations in capitals."""


@dataclass(frozen=True, slots=True)
class NodeRow:
    """A node: its labels, key label first, its key, and its properties (the key not among them)."""

    labels: tuple[str, ...]
    id: str
    properties: Properties = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A directed link; each end is (key label, id). No two links share type and both ends."""

    type: str
    start: tuple[str, str]
    end: tuple[str, str]
    properties: Properties = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Records:
    """All rows of a network, in a fixed order.

    Attributes:
        dropped: Links that were left out, for the network does not hold both of their ends.
    """

    nodes: list[NodeRow]
    links: list[LinkRow]
    dropped: int = field(default=0, compare=False)


def all_types() -> list[str]:
    """Return every relationship type a store may hold, sorted."""
    return sorted({*LINK_TYPES, *(relation.type for relation in RELATIONS.values())})


def all_labels() -> list[str]:
    """Return every node label a store may hold, sorted."""
    return sorted({*KEY_LABELS, *STATEMENT_LABELS.values(), *KINDS})


def nodes_of(network: Network) -> Iterator[NodeRow]:
    """Yield the nodes of a network, each made when it is asked for."""
    for part in _NODES:
        yield from node_rows(part, getattr(network, part))


def links_of(network: Network) -> Iterator[LinkRow]:
    """Yield the links that a network states, those to nothing too, each made when it is asked for."""
    around = surroundings_of(network)
    for part in LINK_PARTS:
        yield from link_rows(part, getattr(network, part), around)


def to_records(network: Network) -> Records:
    """Turn *network* into rows; the inverse of `pathway_graph.stores.from_rows.from_records`."""
    with gc_paused():
        nodes = list(nodes_of(network))
        keys = {(row.labels[0], row.id) for row in nodes}
        links = list(links_of(network))
        whole = [link for link in links if link.start in keys and link.end in keys]
    return Records(nodes, whole, len(links) - len(whole))


# Nodes ------------------------------------------------------------------------------------------------


def node_rows(part: str, items: Iterable[Any]) -> Iterator[NodeRow]:
    """Yield the nodes of some items of a part of a network.

    >>> [row.labels for row in node_rows("entities", [Entity("a", "Gene", "A")])]
    [('Entity', 'Gene')]
    """
    for item in items:
        yield from _NODES[part](item)


def _entity(entity: Entity) -> Iterator[NodeRow]:
    yield NodeRow(("Entity", entity.kind), entity.id, _entity_properties(entity))


def _claim(claim: Claim) -> Iterator[NodeRow]:
    derived: Properties = {"sign": claim.sign, "duration_days": claim.duration_days, "course": claim.course}
    properties = written(claim)
    properties.update(stated(derived))
    if claim.attributes:
        properties.update(typed_attributes(claim.attributes))
    for name in _FLOATS:
        if type(properties.get(name)) is int:  # 10 mg that were given as a whole number are 10.0 mg to every reader
            properties[name] = float(properties[name])
    yield NodeRow(_STATEMENTS[claim.view], claim.id, properties)


_FLOATS: Final = tuple(field.name for field in declared(Claim) if field.python is float)


def _reference(reference: Reference) -> Iterator[NodeRow]:
    properties = {**written(reference, skip=("verdicts",)), **json_list("verdicts", reference.verdicts)}
    yield NodeRow(("Reference",), reference.id, properties)


def _protocol(protocol: Protocol) -> Iterator[NodeRow]:
    yield NodeRow(("Protocol",), protocol.id, written(protocol, skip=("steps",)))
    for step in protocol.steps:
        yield NodeRow(("Step",), protocol.step_id(step), {**written(step), "protocol": protocol.id})


def _diagram(diagram: Diagram) -> Iterator[NodeRow]:
    properties = written(diagram, skip=_DRAWN)
    for part in _DRAWN:
        properties |= json_list(part, getattr(diagram, part))
    yield NodeRow(("Diagram",), diagram.id, properties)


_DRAWN: Final = ("nodes", "edges", "places", "frames", "ways")


def _plain(label: str) -> Callable[[Any], Iterator[NodeRow]]:
    def rows(item: Any) -> Iterator[NodeRow]:
        yield NodeRow((label,), item.id, written(item))

    return rows


def _entity_properties(entity: Entity) -> Properties:
    properties = written(entity, skip=("xrefs", "orthologs", "links", "definitions"))
    if entity.xrefs:
        properties["xrefs"] = [xref.curie for xref in entity.xrefs]
        if any(xref.note for xref in entity.xrefs):
            properties["xref_notes"] = [xref.note for xref in entity.xrefs]
    if entity.links:
        properties["links"] = [f"{link.relation} {link.target}" for link in entity.links]
    for ortholog in entity.orthologs:
        properties |= stated(
            {
                f"{ortholog.species}_symbol": ortholog.symbol,
                f"{ortholog.species}_ids": list(ortholog.curies),
                f"{ortholog.species}_note": ortholog.note,
            }
        )
    if entity.orthologs:
        properties["orthologs"] = [ortholog.species for ortholog in entity.orthologs]
    return properties | json_list("definitions", entity.definitions)


# Links ------------------------------------------------------------------------------------------------


class _Ends(dict[str, tuple[str, str]]):
    """The ends of links at entities, each made once: as many links share it."""

    def __missing__(self, identifier: str) -> tuple[str, str]:
        made = self[identifier] = ("Entity", identifier)
        return made


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What links take from other items of the network than the one that states them.

    Attributes:
        verdicts: What was found of references, by identifier of the reference and of the claim that cites it.
        steps: Identifiers of the steps of protocols.
        ends: The ends of links at entities, by identifier.
    """

    verdicts: Mapping[tuple[str, str], str]
    steps: Container[str]
    ends: Mapping[str, tuple[str, str]] = field(default_factory=_Ends)


def surroundings_of(network: Network) -> Surroundings:
    """Return what the links of *network* take from its references and protocols."""
    return Surroundings(
        {
            (reference.id, claim): verdict.verdict
            for reference in network.references
            for verdict in reference.verdicts
            for claim in verdict.claims
        },
        {protocol.step_id(step) for protocol in network.protocols for step in protocol.steps},
    )


def link_rows(part: str, items: Iterable[Any], around: Surroundings) -> Iterator[LinkRow]:
    """Yield the links that some items of a part of a network state, those to nothing too.

    Args:
        part: Its name; a link belongs to the part that states it.
        items: Some of its items.
        around: What `surroundings_of` gives for the network.
    """
    if part == "claims":
        for claim in items:
            yield from _claim_links(claim, around)
    elif part == "edges":
        for edge in items:
            yield _edge_link(edge, around.ends)
    elif part == "diagrams":
        for diagram in items:
            yield from _diagram_links(diagram, around.steps)
    elif part in _LINKS:
        for item in items:
            yield from _LINKS[part](item)


_SAID_BY_A_LINK: Final = ("source", "relation", "target")
_NOTHING: Final[Properties] = {}
"""The properties of most links: one object, for they are millions, and no row is ever changed."""
CLAIM_LINKS: Final = ("SUBJECT", "OBJECT", "IN_SPECIES", "IN_REGION", "IN_CELL", "UNDER_CONDITION", "BY_ASSAY")
CLAIM_ENDS: Final = ("subject", "object", "species", "region", "cell", "condition", "assay")
"""The links of a claim to one entity each, and the fields that name it."""
_CLAIM_ENDS: Final = attrgetter(*CLAIM_ENDS)


def _edge_link(edge: Edge, ends: Mapping[str, tuple[str, str]]) -> LinkRow:
    relation = edge.relation
    properties = written(edge, skip=_SAID_BY_A_LINK)
    properties.update(stated({"id": edge.id, "relation": relation, "sign": edge.sign}))
    return LinkRow(RELATIONS[relation].type, ends[edge.source], ends[edge.target], properties)


def _publication_links(publication: Publication) -> Iterator[LinkRow]:
    me = ("Publication", publication.id)
    for identifier in dict.fromkeys(publication.claims):
        yield LinkRow("BACKS", me, ("Statement", identifier), {"status": publication.status})


def _tension_links(tension: Tension) -> Iterator[LinkRow]:
    for identifier in dict.fromkeys(tension.claims):
        yield LinkRow("CONCERNS", ("Tension", tension.id), ("Statement", identifier))


def _claim_links(claim: Claim, around: Surroundings) -> Iterator[LinkRow]:
    me = ("Statement", claim.id)
    for type_, target in zip(CLAIM_LINKS, _CLAIM_ENDS(claim), strict=True):
        if target:
            yield LinkRow(type_, me, around.ends[target], _NOTHING)
    yield from listed_links(claim, around)


def listed_links(claim: Claim, around: Surroundings) -> Iterator[LinkRow]:
    """Yield the links of a claim of which there may be several of one type."""
    me = ("Statement", claim.id)
    for given in dict.fromkeys(claim.co_treatment):
        if given:
            yield LinkRow("WITH_TREATMENT", me, around.ends[given])
    for number in dict.fromkeys(claim.citations):
        reference = f"{claim.source}/{number}"
        yield LinkRow(
            "CITES",
            me,
            ("Reference", reference),
            stated({"number": number, "verdict": around.verdicts.get((reference, claim.id), "")}),
        )
    for earlier in dict.fromkeys(claim.restates):
        yield LinkRow("RESTATES", me, ("Statement", earlier))


def _protocol_links(protocol: Protocol) -> Iterator[LinkRow]:
    me = ("Protocol", protocol.id)
    if protocol.assay:
        yield LinkRow("PERFORMS", me, ("Entity", protocol.assay))
    earlier = None
    for step in protocol.steps:
        here = ("Step", protocol.step_id(step))
        yield LinkRow("HAS_STEP", me, here, {"number": step.number})
        if earlier is not None:
            yield LinkRow("NEXT", earlier, here)
        for used in dict.fromkeys(step.uses):
            yield LinkRow("USES", here, ("Entity", used))
        earlier = here


def _diagram_links(diagram: Diagram, steps: Container[str]) -> Iterator[LinkRow]:
    me = ("Diagram", diagram.id)
    if diagram.depicts:
        yield LinkRow("DEPICTS", me, ("Entity", diagram.depicts))
    for node in diagram.nodes:
        label = "Step" if node.entity in steps else "Entity"
        yield LinkRow("SHOWS", me, (label, node.entity), {"layer": node.layer, "view": node.view})
    for edge in diagram.edges:
        if edge.relation == "loops_to":
            yield LinkRow("LOOPS_TO", ("Step", edge.source), ("Step", edge.target))


_NODES: Final[dict[str, Callable[[Any], Iterator[NodeRow]]]] = {
    "sources": _plain("Source"), "entities": _entity, "claims": _claim, "references": _reference,
    "publications": _plain("Publication"), "protocols": _protocol, "diagrams": _diagram, "tensions": _plain("Tension"),
}  # fmt: skip
"""How the items of each part become nodes, in the order of the rows."""
_LINKS: Final[dict[str, Callable[[Any], Iterator[LinkRow]]]] = {
    "publications": _publication_links, "protocols": _protocol_links, "tensions": _tension_links,
}  # fmt: skip
"""How the items of each part state links; those of edges, claims and diagrams take more."""
