"""The file format's specification: which sections a file has and which fields an item of each may have.

The reader, the checker, the JSON Schema and the tables of ``docs/data-format.md`` are all made from it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from pathway_graph.model.vocabulary import (
    ASPECTS,
    CERTAINTIES,
    CLAIM_KINDS,
    COMPARTMENTS,
    ENTRY_KINDS,
    KINDS,
    LAYERS,
    REFERENCE_STATUS,
    REGIMENS,
    RELATIONS,
    ROLES,
    RULES,
    SOURCE_STATUS,
    VERDICT_WORDS,
    VIEWS,
)

FORMAT: Final = "pathway-graph/1"
"""Name and version of the format, the first line of every file."""

CONTEXT_KINDS: Final[dict[str, tuple[str, ...]]] = {
    "species": ("Species",),
    "region": ("AnatomicalStructure",),
    "cell": ("CellType", "CellLine", "CellularComponent"),
    "condition": ("Condition", "Disease", "Phenotype"),
}
"""Which kinds of entity may stand in a context field."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an item.

    Attributes:
        name: As written in the file, and the attribute of the model.
        type: ``text``, ``id``, ``integer``, ``number``, ``flag``, ``sign``, ``curie``, ``duration``,
            ``xref``, ``link``, ``orthologs`` or the name of a nested section.
        meaning: What it says, a phrase.
        required: Whether an item must have it.
        many: Whether it is a list.
        choices: The words allowed, if they are a closed set.
        refers: The section whose identifiers it uses: ``entities``, ``claims``, ``publications``.
        example: A value.
    """

    name: str
    type: str
    meaning: str
    required: bool = False
    many: bool = False
    choices: tuple[str, ...] = ()
    refers: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a file: a list of items, or (``source``) a single one."""

    name: str
    meaning: str
    fields: tuple[Field, ...]

    def field(self, name: str) -> Field | None:
        """Return the field of that name."""
        return next((item for item in self.fields if item.name == name), None)


def _words(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(words)


SOURCE: Final = Section(
    "source",
    "What this data set is; once in a data set.",
    (
        Field("id", "id", "short name, unique in a store", required=True, example="my-cascade"),
        Field("title", "text", "title"),
        Field("version", "text", "version of the curated files", example="2026.11"),
        Field("citation", "text", "how to cite what the claims are taken from"),
        Field("license", "text", "licence of the files, an SPDX identifier", example="CC0-1.0"),
        Field("note", "text", "what a reader must know before trusting it"),
    ),
)

ENTITIES: Final = Section(
    "entities",
    "The things that claims are about.",
    (
        Field("id", "id", "key within the network", required=True, example="prot:BDNF"),
        Field("kind", "text", "what it is", required=True, choices=_words(KINDS), example="Protein"),
        Field("name", "text", "name to show", required=True, example="BDNF protein"),
        Field("terms", "text", "the words by which the source calls it", many=True),
        Field("synonyms", "text", "other names; for genes the official symbol first", many=True, example="[BDNF]"),
        Field("exact_case", "text", "names found only when typed in exactly this case", many=True, example="[cAMP]"),
        Field("curie", "curie", "identifier of this very thing", example="uniprot:P23560"),
        Field("xrefs", "xref", "identifiers of things near it, the difference in brackets", many=True,
              example="[hgnc:1033]"),
        Field("orthologs", "orthologs", "the gene in other species", example="rat: {symbol: Bdnf, ids: [rgd:2202]}"),
        Field("bel", "text", "the entity as a BEL 2 term", example="p(hgnc:BDNF)"),
        Field("biolink", "text", "Biolink Model class", example="biolink:Protein"),
        Field("sbgn", "text", "SBGN glyph class", example="macromolecule"),
        Field("role", "text", "what it does, where its picture depends on it", choices=_words(ROLES), example="kinase"),
        Field("compartment", "text", "where it is drawn", choices=COMPARTMENTS, example="cytosol"),
        Field("members", "text", "what a family or complex holds: entity ids, or SYMBOL (curie)", many=True,
              example="[AKT1 (hgnc:391)]"),
        Field("links", "link", "structural links to parents, relation and entity", many=True,
              example="[translated_from rna:BDNF]"),
        Field("lines", "text", "lines of the source that name it", example="58;60"),
        Field("view", "text", "whether the source names it", choices=VIEWS, example="guide"),
        Field("verification", "text", "what confirmed its identifiers"),
        Field("note", "text", "what a reader should know"),
    ),
)  # fmt: skip

CLAIMS: Final = Section(
    "claims",
    "Who changes what, in which context, on whose word.",
    (
        Field("id", "id", "unique in a store", required=True, example="P38"),
        Field("subject", "id", "who acts (source of the edge)", required=True, refers="entities",
              example="chem:imipramine"),
        Field("relation", "text", "what it does; fixes the sign", required=True, choices=_words(RELATIONS),
              example="increases"),
        Field("object", "id", "what it acts on (target of the edge)", required=True, refers="entities",
              example="prot:BDNF"),
        Field("sign", "sign", "the relation's sign again, as a check", example="+1"),
        Field("statement", "text", "the claim in a sentence of your own"),
        Field("kind", "text", "what sort of claim (default causal)", choices=_words(CLAIM_KINDS)),
        Field("aspect", "text", "what of the object changes", choices=_words(ASPECTS), example="expression"),
        Field("measure", "text", "what was measured, in more words", example="BrdU+ cell count"),
        Field("effect_percent", "number", "size of the change, percent of the untreated value", example="-16"),
        Field("mechanism", "text", "by what means"),
        Field("site", "text", "residue or place the claim is limited to", example="Ser133"),
        Field("species", "id", "species; empty if not stated", refers="entities", example="sp:rat"),
        Field("region", "id", "brain region or organ", refers="entities", example="an:hippocampus"),
        Field("cell", "id", "cell type, line or part", refers="entities", example="ct:astrocyte"),
        Field("duration", "duration", "ISO 8601, or 'not specified' where the source says so", example="P21D"),
        Field("regimen", "text", "the source's word for the length of treatment", choices=_words(REGIMENS),
              example="chronic"),
        Field("co_treatment", "id", "what is given besides", many=True, refers="entities"),
        Field("condition", "id", "the background that the treatment meets", refers="entities", example="cond:stress"),
        Field("condition_effect", "sign", "what the condition by itself does to the object; 0 direction not given",
              example="-1"),
        Field("direction", "text", "the source's own word for the change", example="reduction"),
        Field("certainty", "text", "how sure the source is (default asserted)", choices=CERTAINTIES),
        Field("qualifier", "text", "wording that weakens or narrows it", example="at least in part"),
        Field("citations", "integer", "reference numbers as printed", many=True, example="[10, 11]"),
        Field("restates", "id", "claims it repeats", many=True, refers="claims"),
        Field("section", "text", "part of the source"),
        Field("table", "integer", "table of the source"),
        Field("row", "integer", "row of that table, from 1"),
        Field("lines", "text", "lines of the source", example="60"),
        Field("bel", "text", "the claim as a BEL 2 statement"),
        Field("view", "text", "background: added to complete a picture (default guide)", choices=VIEWS),
        Field("reference", "text", "what a background statement rests on", example="reactome:R-HSA-163615"),
        Field("reference_status", "text", "how far that was looked up", choices=_words(REFERENCE_STATUS)),
        Field("inferred_from", "id", "claims an inferred statement follows from; it is no surer than they are",
              many=True, refers="claims", example="[P39, P40]"),
        Field("note", "text", "what a reader should know"),
    ),
)  # fmt: skip

VERDICTS: Final = Section(
    "verdicts",
    "What a printed reference is worth for the claims that cite it.",
    (
        Field("claims", "id", "claims it is cited for", required=True, many=True, refers="claims"),
        Field("verdict", "text", "whether it supports them", required=True, choices=_words(VERDICT_WORDS)),
        Field("better", "integer", "printed references that fit better", many=True),
        Field("publications", "id", "publications they truly seem to rest on", many=True, refers="publications"),
        Field("reason", "text", "why"),
    ),
)

REFERENCES: Final = Section(
    "references",
    "The source's own reference list, as printed.",
    (
        Field("number", "integer", "number in the list", required=True, example="7"),
        Field("text", "text", "the entry", required=True),
        Field("domain", "text", "web address it names"),
        Field("entry_kind", "text", "titled work or bare domain", choices=ENTRY_KINDS),
        Field("cited_at", "text", "lines of the source that cite it"),
        Field("verdicts", "verdicts", "what it is worth, a group of claims at a time", many=True),
        Field("note", "text", "what the entry is"),
    ),
)

PUBLICATIONS: Final = Section(
    "publications",
    "Studies that stand behind claims, and how sure that is.",
    (
        Field("id", "id", "key", required=True, example="S06"),
        Field("title", "text", "title", required=True),
        Field("status", "text", "whether it is the study meant", required=True, choices=_words(SOURCE_STATUS)),
        Field("authors", "text", "authors"),
        Field("journal", "text", "journal"),
        Field("year", "integer", "year"),
        Field("pages", "text", "volume and pages"),
        Field("doi", "text", "DOI without prefix", example="10.1002/hipo.20718"),
        Field("pmid", "text", "PubMed number", example="19921703"),
        Field("claims", "id", "claims it stands behind", many=True, refers="claims"),
        Field("verification", "text", "what was looked up, and where"),
        Field("fit", "text", "how well it fits the claims"),
    ),
)

STEPS: Final = Section(
    "steps",
    "The steps of a protocol, in order.",
    (
        Field("number", "integer", "place in the protocol, from 1", required=True),
        Field("name", "text", "short name", required=True, example="Blocking"),
        Field("action", "text", "what is done"),
        Field("materials", "text", "materials as the text lists them", many=True),
        Field("uses", "id", "reagents, equipment, assays and techniques among the entities", many=True,
              refers="entities"),
        Field("parameters", "text", "settings", many=True, example="[overnight, 4 °C]"),
        Field("output", "text", "what it yields"),
        Field("assay", "curie", "the assay it performs", example="obi:0000893"),
        Field("gaps", "text", "what the text leaves out"),
        Field("lines", "text", "lines of the source"),
    ),
)  # fmt: skip

PROTOCOLS: Final = Section(
    "protocols",
    "Laboratory protocols.",
    (
        Field("id", "id", "key", required=True, example="WB-pCREB"),
        Field("name", "text", "name", required=True),
        Field("objective", "text", "what it is for"),
        Field("assay", "id", "assay it performs, among the entities", refers="entities", example="assay:WB"),
        Field("assay_curie", "curie", "identifier of the assay", example="obi:0000854"),
        Field("lines", "text", "lines of the source"),
        Field("steps", "steps", "the steps", many=True, required=True),
    ),
)

DIAGRAM_NODES: Final = Section(
    "nodes",
    "What a diagram shows.",
    (
        Field("entity", "id", "entity or step", required=True, refers="entities or steps"),
        Field("layer", "text", "core, chronic or detail (default core)", choices=LAYERS),
        Field("view", "text", "the source's or background here (default guide)", choices=VIEWS),
    ),
)

DIAGRAM_EDGES: Final = Section(
    "edges",
    "The arrows of a diagram.",
    (
        Field("source", "id", "source of the edge", required=True, refers="entities or steps"),
        Field("relation", "text", "relation", required=True, choices=_words(RELATIONS)),
        Field("target", "id", "target of the edge", required=True, refers="entities or steps"),
        Field("claims", "id", "claims it rests on", many=True, refers="claims"),
        Field("layer", "text", "core, chronic or detail (default core)", choices=LAYERS),
        Field("view", "text", "the source's or background (default guide)", choices=VIEWS),
        Field("hypothesis", "flag", "no claim asserts it: drawn as such"),
        Field("lines", "text", "lines of the source, where no claim stands behind it"),
        Field("note", "text", "what a reader should know"),
    ),
)

DIAGRAMS: Final = Section(
    "diagrams",
    "Pictures: which entities and arrows each shows. Without any, the whole data set is one picture.",
    (
        Field("id", "id", "key", required=True, example="D1"),
        Field("key", "id", "short name for the command line", required=True, example="camp"),
        Field("title", "text", "title to print", required=True),
        Field("caption", "text", "what the source says of its figure"),
        Field("kind", "text", "cascade or workflow (default cascade)", choices=("cascade", "workflow")),
        Field("depicts", "id", "pathway or assay it is a picture of", refers="entities"),
        Field("nodes", "nodes", "what it shows", many=True, required=True),
        Field("edges", "edges", "its arrows", many=True),
        Field("note", "text", "what a reader should know"),
    ),
)

TENSIONS: Final = Section(
    "tensions",
    "Contradictions and strains inside the source, as a curator reads them.",
    (
        Field("id", "id", "key", required=True, example="K02"),
        Field("claims", "id", "claims it is about", many=True, refers="claims"),
        Field("what", "text", "what does not fit what", required=True),
        Field("reading", "text", "how the source itself may be read"),
        Field("handling", "text", "what the data do with it"),
        Field("found_by", "text", "the general rule that finds it", choices=_words(RULES)),
        Field("why_no_rule", "text", "why no rule can, where none does"),
    ),
)

SECTIONS: Final[dict[str, Section]] = {
    section.name: section
    for section in (SOURCE, ENTITIES, CLAIMS, REFERENCES, PUBLICATIONS, PROTOCOLS, DIAGRAMS, TENSIONS)
}
"""The sections of a file."""

NESTED: Final[dict[str, Section]] = {
    section.name: section for section in (VERDICTS, STEPS, DIAGRAM_NODES, DIAGRAM_EDGES)
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
