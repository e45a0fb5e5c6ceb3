"""A network as database rows: labelled nodes and typed links, the same for every store, and back.

The graph schema in ``docs/schema.md`` is the picture of this module.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
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
from pathway_graph.model.vocabulary import KINDS, RELATIONS

Properties = dict[str, Any]
T = TypeVar("T")

KEY_LABELS = ("Source", "Entity", "Statement", "Reference", "Publication", "Protocol", "Step", "Diagram", "Tension")
"""Every node has exactly one of these; its property ``id`` is unique among the nodes that share it."""

STATEMENT_LABELS = {"guide": "Claim", "background": "Background"}

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
        _read(Edge, link.properties, source=link.start[1], relation=link.type.lower(), target=link.end[1])
        for link in records.links
        if link.start[0] == link.end[0] == "Entity"
    ]
    return Network(
        sources=_sorted(_read(Source, row.properties, id=row.id) for row in found["Source"]),
        entities=_sorted(_read_entity(row) for row in found["Entity"]),
        claims=_sorted(_read(Claim, row.properties, id=row.id) for row in found["Statement"]),
        references=tuple(
            sorted((_read_reference(row) for row in found["Reference"]), key=lambda r: (r.source, r.number))
        ),
        publications=_sorted(_read(Publication, row.properties, id=row.id) for row in found["Publication"]),
        protocols=_sorted(_read_protocol(row, steps) for row in found["Protocol"]),
        diagrams=_sorted(_read_diagram(row) for row in found["Diagram"]),
        tensions=_sorted(_read(Tension, row.properties, id=row.id) for row in found["Tension"]),
        edges=tuple(sorted(edges, key=lambda edge: (edge.source, edge.relation, edge.target))),
    )


# Nodes ------------------------------------------------------------------------------------------------


def _nodes(network: Network) -> Iterator[NodeRow]:
    for source in network.sources:
        yield NodeRow(("Source",), source.id, _write(source))
    for entity in network.entities:
        yield NodeRow(("Entity", entity.kind), entity.id, _entity_properties(entity))
    for claim in network.claims:
        derived: Properties = {"sign": claim.sign, "duration_days": claim.duration_days, "course": claim.course}
        yield NodeRow(("Statement", STATEMENT_LABELS[claim.view]), claim.id, {**_write(claim), **_stated(derived)})
    for reference in network.references:
        yield NodeRow(
            ("Reference",),
            reference.id,
            {**_write(reference, skip=("verdicts",)), **_json_list("verdicts", reference.verdicts)},
        )
    for publication in network.publications:
        yield NodeRow(("Publication",), publication.id, _write(publication))
    for protocol in network.protocols:
        yield NodeRow(("Protocol",), protocol.id, _write(protocol, skip=("steps",)))
        for step in protocol.steps:
            yield NodeRow(("Step",), protocol.step_id(step), {**_write(step), "protocol": protocol.id})
    for diagram in network.diagrams:
        yield NodeRow(
            ("Diagram",),
            diagram.id,
            {
                **_write(diagram, skip=("nodes", "edges")),
                **_json_list("nodes", diagram.nodes),
                **_json_list("edges", diagram.edges),
            },
        )

    for tension in network.tensions:
        yield NodeRow(("Tension",), tension.id, _write(tension))


def _entity_properties(entity: Entity) -> Properties:
    properties = _write(entity, skip=("xrefs", "orthologs", "links", "definitions"))
    if entity.xrefs:
        properties["xrefs"] = [xref.curie for xref in entity.xrefs]
        if any(xref.note for xref in entity.xrefs):
            properties["xref_notes"] = [xref.note for xref in entity.xrefs]
    if entity.links:
        properties["links"] = [f"{link.relation} {link.target}" for link in entity.links]
    for ortholog in entity.orthologs:
        properties |= _stated(
            {
                f"{ortholog.species}_symbol": ortholog.symbol,
                f"{ortholog.species}_ids": list(ortholog.curies),
                f"{ortholog.species}_note": ortholog.note,
            }
        )
    if entity.orthologs:
        properties["orthologs"] = [ortholog.species for ortholog in entity.orthologs]
    return properties | _json_list("definitions", entity.definitions)


def _read_entity(row: NodeRow) -> Entity:
    properties = row.properties
    curies = properties.get("xrefs", ())
    notes = properties.get("xref_notes", [""] * len(curies))
    return _read(
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
    return _read(
        Entity,
        data,
        xrefs=tuple(Xref(**item) for item in data["xrefs"]),
        orthologs=tuple(Ortholog(**{**item, "curies": tuple(item["curies"])}) for item in data["orthologs"]),
        links=tuple(Link(**item) for item in data["links"]),
        definitions=(),
    )


def _read_reference(row: NodeRow) -> Reference:
    verdicts = (json.loads(text) for text in row.properties.get("verdicts", ()))
    return _read(Reference, row.properties, verdicts=tuple(_read(Verdict, item) for item in verdicts))


def _read_protocol(row: NodeRow, steps: Mapping[str, NodeRow]) -> Protocol:
    own = [_read(Step, step.properties) for step in steps.values() if step.properties["protocol"] == row.id]
    return _read(Protocol, row.properties, id=row.id, steps=tuple(sorted(own, key=lambda step: step.number)))


def _read_diagram(row: NodeRow) -> Diagram:
    return _read(
        Diagram,
        row.properties,
        id=row.id,
        nodes=tuple(_read(DiagramNode, json.loads(text)) for text in row.properties.get("nodes", ())),
        edges=tuple(_read(DiagramEdge, json.loads(text)) for text in row.properties.get("edges", ())),
    )


# Links ------------------------------------------------------------------------------------------------


def _links(network: Network) -> Iterator[LinkRow]:
    for edge in network.edges:
        properties = _write(edge, skip=("source", "relation", "target"))
        properties |= _stated({"id": edge.id, "relation": edge.relation, "sign": edge.sign})
        yield LinkRow(RELATIONS[edge.relation].type, ("Entity", edge.source), ("Entity", edge.target), properties)
    verdicts = {
        (reference.id, claim): verdict.verdict
        for reference in network.references
        for verdict in reference.verdicts
        for claim in verdict.claims
    }
    for claim in network.claims:
        yield from _claim_links(claim, verdicts)
    for publication in network.publications:
        for identifier in dict.fromkeys(publication.claims):
            yield LinkRow(
                "BACKS",
                ("Publication", publication.id),
                ("Statement", identifier),
                {"status": publication.status},
            )
    for protocol in network.protocols:
        yield from _protocol_links(protocol)
    steps = {protocol.step_id(step) for protocol in network.protocols for step in protocol.steps}
    for diagram in network.diagrams:
        yield from _diagram_links(diagram, steps)
    for tension in network.tensions:
        for identifier in dict.fromkeys(tension.claims):
            yield LinkRow("CONCERNS", ("Tension", tension.id), ("Statement", identifier))


def _claim_links(claim: Claim, verdicts: Mapping[tuple[str, str], str]) -> Iterator[LinkRow]:
    me = ("Statement", claim.id)
    for type_, target in (
        ("SUBJECT", claim.subject),
        ("OBJECT", claim.object),
        ("IN_SPECIES", claim.species),
        ("IN_REGION", claim.region),
        ("IN_CELL", claim.cell),
        ("UNDER_CONDITION", claim.condition),
        ("BY_ASSAY", claim.assay),
        *(("WITH_TREATMENT", given) for given in dict.fromkeys(claim.co_treatment)),
    ):
        if target:
            yield LinkRow(type_, me, ("Entity", target))
    for number in dict.fromkeys(claim.citations):
        reference = f"{claim.source}/{number}"
        yield LinkRow(
            "CITES",
            me,
            ("Reference", reference),
            _stated({"number": number, "verdict": verdicts.get((reference, claim.id), "")}),
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


# Properties -------------------------------------------------------------------------------------------


def _write(item: Any, skip: Iterable[str] = ()) -> Properties:
    names = (name for name, _ in _fields(type(item)) if name != "id" and name not in skip)
    return _stated({name: getattr(item, name) for name in names})


def _stated(properties: Mapping[str, Any]) -> Properties:
    """Drop what is not stated (None, empty text, empty list) and turn tuples into lists."""
    return {
        key: _list(value) if isinstance(value, tuple) else value
        for key, value in properties.items()
        if value is not None and value != "" and value != () and value != []
    }


def _list(value: tuple[Any, ...]) -> list[Any]:
    """Return a tuple as a property holds it: names and values as ``name=value``."""
    return [f"{name}={text}" for name, text in value] if value and type(value[0]) is tuple else list(value)


def _json_list(name: str, items: Iterable[Any]) -> Properties:
    texts = [json.dumps(_dictionary(item), ensure_ascii=False, sort_keys=True) for item in items]
    return {name: texts} if texts else {}


def _dictionary(item: Any) -> dict[str, Any]:
    """Return what `dataclasses.asdict` would, without its copies: a store of many data sets holds many definitions."""
    found = {}
    for name, _ in _fields(type(item)):
        value = getattr(item, name)
        if type(value) is tuple:
            value = [_dictionary(one) if is_dataclass(one) else one for one in value]
        found[name] = value
    return found


def _read(cls: type[T], properties: Mapping[str, Any], **known: Any) -> T:
    values = dict(known)
    for name, required in _fields(cls):
        if name in values:
            continue
        if name in properties:
            value = properties[name]
            values[name] = tuple(value) if isinstance(value, list) else value
            if name == "attributes":
                values[name] = tuple(tuple(text.split("=", 1)) for text in value)
        elif required:
            values[name] = ""
    return cls(**values)


_FIELDS: dict[type, tuple[tuple[str, bool], ...]] = {}


def _fields(cls: type) -> tuple[tuple[str, bool], ...]:
    """Return the fields of a type of the model, and whether each must be given; looked up once."""
    if cls not in _FIELDS:
        _FIELDS[cls] = tuple((item.name, item.default is MISSING) for item in fields(cls))
    return _FIELDS[cls]


def _sorted(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(sorted(items, key=lambda item: item.id))  # type: ignore[attr-defined]
