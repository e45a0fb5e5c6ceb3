"""A network as database rows: labelled nodes and typed links, the same for every store, and back.

The graph schema in ``docs/schema.md`` is the picture of this module.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, TypeVar

from pathway_graph.model import (
    Claim,
    Diagram,
    DiagramEdge,
    DiagramNode,
    Edge,
    Entity,
    Link,
    Network,
    Ortholog,
    Protocol,
    Publication,
    Reference,
    Source,
    Step,
    Tension,
    Verdict,
    Xref,
)
from pathway_graph.model.caching import gc_paused
from pathway_graph.model.vocabulary import KINDS, RELATIONS
from pathway_graph.stores.properties import Properties as Properties
from pathway_graph.stores.properties import json_list, read_item, stated, written

T = TypeVar("T")

KEY_LABELS = ("Source", "Entity", "Statement", "Reference", "Publication", "Protocol", "Step", "Diagram", "Tension")
"""Every node has exactly one of these; its property ``id`` is unique among the nodes that share it."""

STATEMENT_LABELS = {"guide": "Claim", "background": "Background"}
_STATEMENTS = {view: ("Statement", label) for view, label in STATEMENT_LABELS.items()}

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
    """All rows of a network, in a fixed order."""

    nodes: list[NodeRow]
    links: list[LinkRow]


def all_types() -> list[str]:
    """Return every relationship type a store may hold, sorted."""
    return sorted({*LINK_TYPES, *(relation.type for relation in RELATIONS.values())})


def all_labels() -> list[str]:
    """Return every node label a store may hold, sorted."""
    return sorted({*KEY_LABELS, *STATEMENT_LABELS.values(), *KINDS})


def to_records(network: Network) -> Records:
    """Turn *network* into rows; the inverse of `from_records`."""
    with gc_paused():
        nodes = list(_nodes(network))
        keys = {(row.labels[0], row.id) for row in nodes}
        links = [link for link in _links(network) if link.start in keys and link.end in keys]
    return Records(nodes, links)


def from_records(records: Records) -> Network:
    """Rebuild the network from its rows; the rows may come in any order.

    >>> from pathway_graph.model.build import build_network
    >>> tiny = build_network(Source("tiny"), entities=[Entity("a", "Gene", "A", synonyms=("x", "y"))])
    >>> from_records(to_records(tiny)) == tiny
    True
    """
    found: dict[str, list[NodeRow]] = {label: [] for label in KEY_LABELS}
    for row in records.nodes:
        found[row.labels[0]].append(row)
    steps = {row.id: row for row in found["Step"]}
    edges = [
        read_item(Edge, link.properties, source=link.start[1], relation=link.type.lower(), target=link.end[1])
        for link in records.links
        if link.start[0] == link.end[0] == "Entity"
    ]
    return Network(
        sources=_sorted(read_item(Source, row.properties, id=row.id) for row in found["Source"]),
        entities=_sorted(_read_entity(row) for row in found["Entity"]),
        claims=_sorted(read_item(Claim, row.properties, id=row.id) for row in found["Statement"]),
        references=tuple(
            sorted((_read_reference(row) for row in found["Reference"]), key=lambda r: (r.source, r.number))
        ),
        publications=_sorted(read_item(Publication, row.properties, id=row.id) for row in found["Publication"]),
        protocols=_sorted(_read_protocol(row, steps) for row in found["Protocol"]),
        diagrams=_sorted(_read_diagram(row) for row in found["Diagram"]),
        tensions=_sorted(read_item(Tension, row.properties, id=row.id) for row in found["Tension"]),
        edges=tuple(sorted(edges, key=lambda edge: (edge.source, edge.relation, edge.target))),
    )


# Nodes ------------------------------------------------------------------------------------------------


def _nodes(network: Network) -> Iterator[NodeRow]:
    for source in network.sources:
        yield NodeRow(("Source",), source.id, written(source))
    for entity in network.entities:
        yield NodeRow(("Entity", entity.kind), entity.id, _entity_properties(entity))
    for claim in network.claims:
        properties = written(claim)
        derived: Properties = {"sign": claim.sign, "duration_days": claim.duration_days, "course": claim.course}
        properties.update(stated(derived))
        yield NodeRow(_STATEMENTS[claim.view], claim.id, properties)
    for reference in network.references:
        yield NodeRow(
            ("Reference",),
            reference.id,
            {**written(reference, skip=("verdicts",)), **json_list("verdicts", reference.verdicts)},
        )
    for publication in network.publications:
        yield NodeRow(("Publication",), publication.id, written(publication))
    for protocol in network.protocols:
        yield NodeRow(("Protocol",), protocol.id, written(protocol, skip=("steps",)))
        for step in protocol.steps:
            yield NodeRow(("Step",), protocol.step_id(step), {**written(step), "protocol": protocol.id})
    for diagram in network.diagrams:
        yield NodeRow(
            ("Diagram",),
            diagram.id,
            {
                **written(diagram, skip=("nodes", "edges")),
                **json_list("nodes", diagram.nodes),
                **json_list("edges", diagram.edges),
            },
        )

    for tension in network.tensions:
        yield NodeRow(("Tension",), tension.id, written(tension))


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


def _read_entity(row: NodeRow) -> Entity:
    properties = row.properties
    curies = properties.get("xrefs", ())
    notes = properties.get("xref_notes", [""] * len(curies))
    return read_item(
        Entity,
        properties,
        id=row.id,
        xrefs=tuple(Xref(curie, note) for curie, note in zip(curies, notes, strict=True)),
        orthologs=tuple(
            Ortholog(
                species,
                properties.get(f"{species}_symbol", ""),
                tuple(properties.get(f"{species}_ids", ())),
                properties.get(f"{species}_note", ""),
            )
            for species in properties.get("orthologs", ())
        ),
        links=tuple(Link(*text.split(" ", 1)) for text in properties.get("links", ())),
        definitions=tuple(entity_from_dict(json.loads(text)) for text in properties.get("definitions", ())),
    )


def entity_from_dict(data: Mapping[str, Any]) -> Entity:
    """Rebuild an entity from `dataclasses.asdict` of it, lists standing for tuples."""
    return read_item(
        Entity,
        data,
        xrefs=tuple(Xref(**item) for item in data["xrefs"]),
        orthologs=tuple(Ortholog(**{**item, "curies": tuple(item["curies"])}) for item in data["orthologs"]),
        links=tuple(Link(**item) for item in data["links"]),
        definitions=(),
    )


def _read_reference(row: NodeRow) -> Reference:
    verdicts = (json.loads(text) for text in row.properties.get("verdicts", ()))
    return read_item(Reference, row.properties, verdicts=tuple(read_item(Verdict, item) for item in verdicts))


def _read_protocol(row: NodeRow, steps: Mapping[str, NodeRow]) -> Protocol:
    own = [read_item(Step, step.properties) for step in steps.values() if step.properties["protocol"] == row.id]
    return read_item(Protocol, row.properties, id=row.id, steps=tuple(sorted(own, key=lambda step: step.number)))


def _read_diagram(row: NodeRow) -> Diagram:
    return read_item(
        Diagram,
        row.properties,
        id=row.id,
        nodes=tuple(read_item(DiagramNode, json.loads(text)) for text in row.properties.get("nodes", ())),
        edges=tuple(read_item(DiagramEdge, json.loads(text)) for text in row.properties.get("edges", ())),
    )


# Links ------------------------------------------------------------------------------------------------


def _links(network: Network) -> Iterator[LinkRow]:
    ends = {entity.id: ("Entity", entity.id) for entity in network.entities}  # made once, since they are many
    for edge in network.edges:
        source, relation, target = edge.source, edge.relation, edge.target
        properties = written(edge, skip=_SAID_BY_A_LINK)
        properties.update(stated({"id": edge.id, "relation": relation, "sign": edge.sign}))
        from_, to = ends.get(source) or ("Entity", source), ends.get(target) or ("Entity", target)
        yield LinkRow(RELATIONS[relation].type, from_, to, properties)
    verdicts = {
        (reference.id, claim): verdict.verdict
        for reference in network.references
        for verdict in reference.verdicts
        for claim in verdict.claims
    }
    for claim in network.claims:
        yield from _claim_links(claim, verdicts, ends)
    for publication in network.publications:
        for identifier in publication.claims:
            yield LinkRow(
                "BACKS",
                ("Publication", publication.id),
                ("Statement", identifier),
                {"status": publication.status},
            )
    for protocol in network.protocols:
        yield from _protocol_links(protocol)
    for diagram in network.diagrams:
        yield from _diagram_links(diagram)
    for tension in network.tensions:
        for identifier in tension.claims:
            yield LinkRow("CONCERNS", ("Tension", tension.id), ("Statement", identifier))


_SAID_BY_A_LINK = ("source", "relation", "target")
_CLAIM_LINKS = ("SUBJECT", "OBJECT", "IN_SPECIES", "IN_REGION", "IN_CELL", "UNDER_CONDITION", "BY_ASSAY")
_CLAIM_ENDS = attrgetter("subject", "object", "species", "region", "cell", "condition", "assay")


def _claim_links(
    claim: Claim, verdicts: Mapping[tuple[str, str], str], ends: Mapping[str, tuple[str, str]]
) -> Iterator[LinkRow]:
    me = ("Statement", claim.id)
    for type_, target in zip(_CLAIM_LINKS, _CLAIM_ENDS(claim), strict=True):
        if target:
            yield LinkRow(type_, me, ends.get(target) or ("Entity", target))
    for given in claim.co_treatment:
        if given:
            yield LinkRow("WITH_TREATMENT", me, ends.get(given) or ("Entity", given))
    for number in claim.citations:
        reference = f"{claim.source}/{number}"
        yield LinkRow(
            "CITES",
            me,
            ("Reference", reference),
            stated({"number": number, "verdict": verdicts.get((reference, claim.id), "")}),
        )
    for earlier in claim.restates:
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
        for used in step.uses:
            yield LinkRow("USES", here, ("Entity", used))
        earlier = here


def _diagram_links(diagram: Diagram) -> Iterator[LinkRow]:
    me = ("Diagram", diagram.id)
    if diagram.depicts:
        yield LinkRow("DEPICTS", me, ("Entity", diagram.depicts))
    for node in diagram.nodes:
        label = "Step" if node.entity.startswith("step:") else "Entity"
        yield LinkRow("SHOWS", me, (label, node.entity), {"layer": node.layer, "view": node.view})
    for edge in diagram.edges:
        if edge.relation == "loops_to":
            yield LinkRow("LOOPS_TO", ("Step", edge.source), ("Step", edge.target))


def _sorted(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(sorted(items, key=lambda item: item.id))  # type: ignore[attr-defined]
