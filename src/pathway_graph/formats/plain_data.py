"""Turn the model's objects into plain data and back, strictly: unknown fields and wrong types are told."""

from __future__ import annotations

from dataclasses import MISSING, fields
from functools import cache
from typing import Any

from pathway_graph.model import (
    Claim,
    Diagram,
    DiagramEdge,
    DiagramNode,
    Entity,
    Link,
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
from pathway_graph.model.values import brief
from pathway_graph.model.vocabulary import (
    ASPECTS,
    CERTAINTIES,
    CLAIM_KINDS,
    KINDS,
    LAYERS,
    RELATIONS,
    SOURCE_STATUS,
    STRUCTURAL,
    VIEWS,
)

PARTS: dict[str, Any] = {
    "sources": Source,
    "entities": Entity,
    "claims": Claim,
    "references": Reference,
    "publications": Publication,
    "protocols": Protocol,
    "diagrams": Diagram,
    "tensions": Tension,
}
"""The parts of a network that hold its content; edges are derived from them."""

_NESTED: dict[tuple[type, str], Any] = {
    (Entity, "xrefs"): Xref,
    (Entity, "orthologs"): Ortholog,
    (Entity, "links"): Link,
    (Entity, "definitions"): Entity,
    (Reference, "verdicts"): Verdict,
    (Protocol, "steps"): Step,
    (Diagram, "nodes"): DiagramNode,
    (Diagram, "edges"): DiagramEdge,
}
_WORDS: dict[tuple[type, str], Any] = {
    (Entity, "kind"): KINDS,
    (Entity, "view"): VIEWS,
    (Link, "relation"): STRUCTURAL,
    (Claim, "relation"): RELATIONS,
    (Claim, "kind"): CLAIM_KINDS,
    (Claim, "aspect"): ("", *ASPECTS),
    (Claim, "certainty"): CERTAINTIES,
    (Claim, "view"): VIEWS,
    (Publication, "status"): SOURCE_STATUS,
    (DiagramNode, "layer"): LAYERS,
    (DiagramNode, "view"): VIEWS,
    (DiagramEdge, "relation"): RELATIONS,
    (DiagramEdge, "layer"): LAYERS,
    (DiagramEdge, "view"): VIEWS,
}


class WrongData(ValueError):
    """Plain data does not fit the model; the message says where."""


def to_data(item: Any) -> dict[str, Any]:
    """Return an object of the model as plain data; fields at their default are left out.

    >>> to_data(Entity("prot:A", "Protein", "A", xrefs=(Xref("hgnc:1"),)))
    {'id': 'prot:A', 'kind': 'Protein', 'name': 'A', 'xrefs': [{'curie': 'hgnc:1'}]}
    """
    data = {}
    for name, default in _fields(item.__class__):
        value = getattr(item, name)
        if default is MISSING or value != default:
            data[name] = _plain(value)
    return data


def from_data(cls: Any, data: Any) -> Any:
    """Rebuild the object of class *cls* that `to_data` was given.

    Raises:
        WrongData: A field is unknown, missing, of a wrong type or not a word of its vocabulary.

    >>> from_data(Xref, {"curie": "hgnc:1"})
    Xref(curie='hgnc:1', note='')
    """
    if not isinstance(data, dict):
        raise WrongData(f"{cls.__name__}: an object is wanted, not {type(data).__name__}")
    label = f"{cls.__name__} {brief(str(data.get('id', data.get('number', ''))))}"
    known = dict(_fields(cls))
    for name in data:
        if name not in known:
            raise WrongData(f"{label}: field {name!r} is unknown")
    values = {}
    for name, default in known.items():
        if name in data:
            values[name] = _value(cls, name, data[name], label)
        elif default is MISSING:
            raise WrongData(f"{label}: {name!r} is missing")
    return cls(**values)


def _value(cls: Any, name: str, value: Any, label: str) -> Any:
    wanted = _types(cls)[name]
    words = _WORDS.get((cls, name))
    if words is not None and (not isinstance(value, str) or value not in words):
        raise WrongData(f"{label}: {name} {brief(value)} is not a word of the vocabulary")
    if (cls, name) in _NESTED:
        if not isinstance(value, list):
            raise WrongData(f"{label}: {name!r} is a list")
        return tuple(from_data(_NESTED[cls, name], one) for one in value)
    if wanted.startswith("tuple"):
        one = int if "int" in wanted else str
        if not isinstance(value, list) or not all(type(item) is one for item in value):
            raise WrongData(f"{label}: {name!r} is a list of {one.__name__}")
        return tuple(value)
    if "None" in wanted or wanted in ("int", "Sign | None"):
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
            raise WrongData(f"{label}: {name!r} is a number")
        return float(value) if "float" in wanted and value is not None else value
    if wanted == "bool":
        if not isinstance(value, bool):
            raise WrongData(f"{label}: {name!r} is true or false")
        return value
    if not isinstance(value, str):
        raise WrongData(f"{label}: {name!r} is a text")
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return to_data(value) if hasattr(value, "__dataclass_fields__") else value


@cache
def _fields(cls: Any) -> tuple[tuple[str, Any], ...]:
    return tuple((item.name, item.default) for item in fields(cls))


@cache
def _types(cls: Any) -> dict[str, str]:
    return {item.name: str(item.type) for item in fields(cls)}
