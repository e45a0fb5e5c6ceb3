"""A network rebuilt from its database rows: the way back from `pathway_graph.stores.records`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeVar

from pathway_graph.model import (
    Claim,
    Diagram,
    DiagramEdge,
    DiagramFrame,
    DiagramNode,
    DiagramPlace,
    DiagramWay,
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
from pathway_graph.stores.properties import read_item
from pathway_graph.stores.records import KEY_LABELS, NodeRow, Records

T = TypeVar("T")


def from_records(records: Records) -> Network:
    """Rebuild the network from its rows; the rows may come in any order.

    >>> from pathway_graph.model.build import build_network
    >>> from pathway_graph.stores.records import to_records
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
    parts: dict[str, Any] = {
        name: tuple(read_item(cls, json.loads(text)) for text in row.properties.get(name, ()))
        for name, cls in _OF_DIAGRAMS.items()
    }
    return read_item(Diagram, row.properties, id=row.id, **parts)


_OF_DIAGRAMS: Final[dict[str, Any]] = {
    "nodes": DiagramNode, "edges": DiagramEdge, "places": DiagramPlace, "frames": DiagramFrame,
    "ways": DiagramWay,
}  # fmt: skip


def _sorted(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(sorted(items, key=lambda item: item.id))  # type: ignore[attr-defined]
