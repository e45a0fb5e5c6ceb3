"""The file format's specification: which sections a file has and which fields an item of each may have.

The reader, the checker, the JSON Schema and the tables of ``docs/data-format.md`` are all made from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from pathway_graph.model.claims import Claim
from pathway_graph.model.declaration import Field as Field
from pathway_graph.model.declaration import declared
from pathway_graph.model.documents import (
    Diagram,
    DiagramEdge,
    DiagramFrame,
    DiagramNode,
    DiagramPlace,
    DiagramWay,
    Protocol,
    Publication,
    Reference,
    Source,
    Step,
    Tension,
    Verdict,
)
from pathway_graph.model.entities import Entity

FORMAT: Final = "pathway-graph/1"
"""Name and version of the format, the first line of every file."""

CONTEXT_KINDS: Final[dict[str, tuple[str, ...]]] = {
    "species": ("Species",),
    "region": ("AnatomicalStructure",),
    "cell": ("CellType", "CellLine", "CellularComponent"),
    "assay": ("Assay",),
    "condition": ("Condition", "Disease", "Phenotype"),
}
"""Which kinds of entity may stand in a context field."""


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a file: a list of items, or (``source``) a single one; *item* is their class in the model."""

    name: str
    meaning: str
    fields: tuple[Field, ...]
    item: Any

    def field(self, name: str) -> Field | None:
        """Return the field of that name."""
        return next((item for item in self.fields if item.name == name), None)


def _section(name: str, item: Any, meaning: str, *, after: dict[str, Field] | None = None) -> Section:
    """Make the section of a class: its fields for files written by hand, and further fields after some of them."""
    written: list[Field] = []
    for field in declared(item):
        written += [field] if field.by_hand else []
        written += [after[field.name]] if after and field.name in after else []
    return Section(name, meaning, tuple(written), item)


_SIGN: Final = Field("sign", "sign", "the relation's sign again, as a check", example="+1", python=int)
"""Of a claim in a file; the model has it from the relation."""
SOURCE: Final = _section("source", Source, "What this data set is; once in a data set.")
ENTITIES: Final = _section("entities", Entity, "The things that claims are about.")
CLAIMS: Final = _section("claims", Claim, "Who changes what, in which context, on whose word.", after={"object": _SIGN})
VERDICTS: Final = _section("verdicts", Verdict, "What a printed reference is worth for the claims that cite it.")
REFERENCES: Final = _section("references", Reference, "The source's own reference list, as printed.")
PUBLICATIONS: Final = _section("publications", Publication, "Studies that stand behind claims, and how sure that is.")
STEPS: Final = _section("steps", Step, "The steps of a protocol, in order.")
PROTOCOLS: Final = _section("protocols", Protocol, "Laboratory protocols.")
DIAGRAM_NODES: Final = _section("nodes", DiagramNode, "What a diagram shows.")
DIAGRAM_EDGES: Final = _section("edges", DiagramEdge, "The arrows of a diagram.")
DIAGRAM_PLACES: Final = _section("places", DiagramPlace, "Where the original drawing has the nodes of a diagram.")
DIAGRAM_FRAMES: Final = _section("frames", DiagramFrame, "What that drawing has round or behind its nodes.")
DIAGRAM_WAYS: Final = _section("ways", DiagramWay, "Where that drawing leads its lines.")
DIAGRAMS: Final = _section(
    "diagrams",
    Diagram,
    "Pictures: which entities and arrows each shows. Without any, the whole data set is one picture.",
)
TENSIONS: Final = _section(
    "tensions", Tension, "Contradictions and strains inside the source, as a curator reads them."
)

SECTIONS: Final[dict[str, Section]] = {
    section.name: section
    for section in (SOURCE, ENTITIES, CLAIMS, REFERENCES, PUBLICATIONS, PROTOCOLS, DIAGRAMS, TENSIONS)
}
"""The sections of a file."""

NESTED: Final[dict[str, Section]] = {
    section.name: section
    for section in (VERDICTS, STEPS, DIAGRAM_NODES, DIAGRAM_EDGES, DIAGRAM_PLACES, DIAGRAM_FRAMES, DIAGRAM_WAYS)
}
"""Lists of items inside an item, by the type of the field that holds them."""

_JSON_TYPES: Final[dict[str, dict[str, Any]]] = {
    "text": {"type": ["string", "number"]},
    "id": {"type": ["string", "number"]},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "flag": {"type": "boolean"},
    "sign": {"enum": [-1, 0, 1]},
    "curie": {"type": "string", "pattern": "^[A-Za-z.]+:\\S+$"},
    "duration": {"type": "string", "pattern": "^(not specified|P.+)$"},
    "xref": {"type": "string", "pattern": "^[A-Za-z.]+:\\S+( \\(.*\\))?$"},
    "link": {"type": "string", "pattern": "^\\w+ \\S+$"},
    "map": {
        "type": "object",
        "additionalProperties": {
            "anyOf": [
                {"type": ["string", "number", "boolean"]},
                {"type": "array", "minItems": 1, "items": {"type": "string"}},
                {"type": "array", "minItems": 1, "items": {"type": "number"}},
                {"type": "array", "minItems": 1, "items": {"type": "boolean"}},
            ]
        },
    },
    "orthologs": {
        "type": "object",
        "propertyNames": {"enum": ["human", "mouse", "rat"]},
        "additionalProperties": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "symbol": {"type": "string"},
                "ids": {"type": "array", "items": {"type": "string"}},
                "note": {"type": "string"},
            },
        },
    },
}


def json_schema() -> dict[str, Any]:
    """Return the format as a JSON Schema (draft 2020-12), for editors that check YAML while one types."""
    properties: dict[str, Any] = {"format": {"const": FORMAT}}
    for section in SECTIONS.values():
        item = _object(section)
        properties[section.name] = item if section is SOURCE else {"type": "array", "items": item}
        properties[section.name]["description"] = section.meaning
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "pathway-graph data file",
        "type": "object",
        "required": ["format"],
        "additionalProperties": False,
        "properties": properties,
    }


def _object(section: Section) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [item.name for item in section.fields if item.required],
        "properties": {item.name: _property(item) for item in section.fields},
    }


def _property(item: Field) -> dict[str, Any]:
    if item.type in NESTED:
        one = _object(NESTED[item.type])
    elif item.choices:
        one = {"enum": list(item.choices)}
    else:
        one = dict(_JSON_TYPES[item.type])
    whole = {"type": "array", "items": one} if item.many else one
    return {**whole, "description": item.meaning}


def markdown_table(section: Section) -> str:
    """Return the fields of *section* as a Markdown table."""
    rows = ["| field | type | what it says | example |", "|---|---|---|---|"]
    for item in section.fields:
        kind = f"one of {', '.join(item.choices)}" if 0 < len(item.choices) <= 7 else item.type
        if len(item.choices) > 7:
            kind = "a word of the vocabulary"
        if item.refers:
            kind = f"id of {item.refers}"
        if item.many:
            kind = f"list of {kind}"
        name = f"**{item.name}**" if item.required else item.name
        example = f"`{item.example}`" if item.example else ""
        rows.append(f"| {name} | {kind} | {item.meaning} | {example} |")
    return "\n".join(rows)
