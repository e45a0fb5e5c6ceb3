"""BEL graphs as PyBEL writes them in node-link JSON: functions, modifications, annotations, citations."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final

from pathway_graph.formats.attribute_graph import unique_ids
from pathway_graph.formats.bel_terms import concept_of, term_of
from pathway_graph.formats.bel_write import FROM_BEL, OWN_FIELDS, dump, loads, turned
from pathway_graph.formats.builder import Cited, Collection, cited
from pathway_graph.formats.losses import LINKS, NOT_STATED
from pathway_graph.formats.plain_data import WrongData, from_data
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.report import Report
from pathway_graph.formats.shapes import ANYTHING, NULL, check_shape
from pathway_graph.formats.term_mapping import curie_of
from pathway_graph.identifiers.minting import PREFIXES, mint_entity, slug
from pathway_graph.model import Entity, Network
from pathway_graph.model.attributes import AttributeValue, attribute_value, attributes_of, why_no_value
from pathway_graph.model.copies import copied
from pathway_graph.model.fields import CONTEXT_KINDS
from pathway_graph.model.vocabulary import KINDS, RELATIONS

__all__ = ["add_link", "add_node", "annotations_of", "dump", "parse"]
KINDS_OF: Final = {
    "Abundance": "SmallMolecule", "BiologicalProcess": "BiologicalProcess", "Complex": "Complex",
    "Composite": "Combination", "Gene": "Gene", "Pathology": "Disease", "Population": "CellType",
    "Protein": "Protein", "RNA": "Transcript", "miRNA": "Transcript", "Reaction": "Reaction",
}  # fmt: skip
"""Functions of nodes, and the kind of each."""
_NODE: dict[str, Any] = {
    "members": [ANYTHING], "variants": ([{"concept": ({}, str, NULL)}], NULL), "concept": ({}, str, NULL),
}  # fmt: skip
_NODE |= {"reactants": [_NODE], "products": [_NODE]}
_SHAPE: Final[dict[str, Any]] = {
    "graph": ({"document_metadata": ({}, NULL)}, NULL), "nodes": [_NODE],
    "links": [{"annotations": ({}, NULL), "line": (int, str, NULL)}],
}  # fmt: skip
"""What an object and what a list is in a document."""
_REVERSED: Final = {"hasVariant"}
_MARK: Final = "PathwayGraph"
_OURS: Final = {*OWN_FIELDS, "relation", "claim", "direction", "annotated", "modified", "attributes"}
_CONTEXT: Final = {
    "cell": ("CellType", ("Cell", "CellLine")),
    "region": ("AnatomicalStructure", ("MeSHAnatomy", "Anatomy")),
    "condition": ("Disease", ("MeSHDisease", "Disease")),
}


def parse(raw: Decoded) -> tuple[Network, Report]:
    """Read the graph: one claim per edge; evidence sentences are not taken over.

    Raises:
        InputError: It is no node-link document, or a link has no such node.
    """
    document = raw.json()
    if not isinstance(document, dict) or not isinstance(document.get("nodes"), list):
        raise raw.wrong(1, "there are no 'nodes'", "a PyBEL node-link document has nodes and links")
    links = document.get("links", document.get("edges"))
    if not isinstance(links, list):
        raise raw.wrong(1, "there are no 'links'", "a PyBEL node-link document has nodes and links")
    check_shape(raw, {**document, "links": links}, _SHAPE)
    about = (document.get("graph") or {}).get("document_metadata") or {}
    collection = Collection(
        raw, "bel", str(about.get("name") or ""), version=str(about.get("version") or ""),
        license=str(about.get("licenses") or ""), citation=str(about.get("authors") or ""),
    )  # fmt: skip
    ids = []
    for number, node in enumerate(document["nodes"]):
        collection.here = (0, f"nodes[{number}]")
        collection.tally.read("nodes")
        if not isinstance(node, dict) or "function" not in node:
            raise raw.wrong(0, f"nodes[{number}] has no function", "export the graph again with PyBEL")
        ids.append(add_node(collection, node))
        collection.tally.kept("nodes")
    stated = ((node["id"] if isinstance(node.get("id"), str) else "", 0, f"nodes[{at}]")
              for at, node in enumerate(document["nodes"]))  # fmt: skip
    if any(isinstance(link, dict) and isinstance(link.get("source"), str) for link in links):
        unique_ids(raw, stated, "node", needed=False)
    named = {node.get("id"): number for number, node in enumerate(document["nodes"]) if isinstance(node.get("id"), str)}
    for number, link in enumerate(links):
        collection.here = (0, f"links[{number}]")
        ends = []
        for end in ("source", "target"):
            at = link.get(end) if isinstance(link, dict) else None
            at = named.get(at, at) if isinstance(at, str) else at
            if not isinstance(at, int) or not 0 <= at < len(ids):
                raise raw.wrong(0, f"links[{number}]: {end} {at!r} is no node", "export the graph again")
            ends.append(ids[at])
        add_link(collection, link, ends[0], ends[1])
    cited_keys = {json.dumps(_citation(one).key) for one in links if isinstance(one, dict) and one.get("citation")}
    collection.tally.read("distinct citations", len(cited_keys))
    return collection.finish()


# Nodes ------------------------------------------------------------------------------------------------


def add_node(collection: Collection, node: dict[str, Any]) -> str:
    """Add the entity of a node, members included; return its id."""
    function = str(node["function"])
    kind = KINDS_OF.get(function, "Unspecified")
    term = term_of(node)
    own = node.get("pathway_graph")
    if isinstance(own, dict) and own.get("kind") in KINDS and own.get("id") and isinstance(own["id"], str):
        try:
            return collection.add(from_data(Entity, {"bel": term, **own}))
        except WrongData as error:
            for message in error.messages:
                collection.problem(message, "export the graph again")
            return collection.add(Entity(own["id"], str(own["kind"]), str(own.get("name") or own["id"])))
    variants = node.get("variants") or []
    if variants or node.get("fusion"):
        kind = "ProteinState" if variants and all(variant.get("kind") == "pmod" for variant in variants) else "Variant"
    concept = concept_of(node)
    if concept is None or variants:
        return _composed(collection, node, kind, term)
    namespace, name, identifier = concept
    if namespace.upper() in ("TAX", "NCBITAXON"):
        kind = "Species"
    curie = curie_of(namespace, identifier) or (curie_of(namespace, name) if name else "")
    (curie,) = collection.current(kind, [curie])
    entity = mint_entity(kind, name or identifier, [curie], scope=slug(namespace))
    if not entity.curie:
        collection.tally.changed(
            "nodes", "their namespace gives names, no identifiers: known by namespace and name", term
        )
    if entity.id not in collection.entities:
        collection.tell(entity, [curie])
    return collection.add(copied(entity, bel=term))


def _composed(collection: Collection, node: dict[str, Any], kind: str, term: str) -> str:
    """Add a thing that is known by what it is made of: a complex, a composite, a reaction, a modified protein."""
    parts = [*node.get("members", []), *node.get("reactants", []), *node.get("products", [])]
    members = [add_node(collection, part) for part in parts if isinstance(part, dict) and "function" in part]
    digest = hashlib.sha256(term.encode()).hexdigest()[:12]
    concept = concept_of(node)
    name = concept[1] or concept[2] if concept else "-".join(collection.entities[part].name for part in members)
    if node.get("variants") or node.get("fusion"):
        name = term.partition("(")[2][:-1].partition(":")[2] or term
    own = f"{PREFIXES[kind]}:bel/{digest}"
    return collection.add(Entity(own, kind, name[:120] or term[:120], bel=term, members=tuple(dict.fromkeys(members))))


# Links ------------------------------------------------------------------------------------------------


def add_link(collection: Collection, link: dict[str, Any], source: str, target: str) -> None:
    """Add the claim of an edge between two entities, with its context, its modifiers and its citation."""
    collection.tally.read("edges")
    word = str(link.get("relation", ""))
    relation = FROM_BEL.get(word, "")
    annotations = annotations_of(link)
    ours = _ours(annotations)
    stated, own = ours.pop("relation", ""), ours.pop("claim", "")
    key = own or str(link.get("key") or "")[:16]
    if not relation:
        relation = "linked_to"
        collection.tally.changed("edges", "their relation is not known: read as linked_to", word)
    modifiers = _modifiers(collection, link)
    relation = turned(relation, modifiers.values())
    if stated in RELATIONS:
        relation = stated
    if word in _REVERSED:
        source, target = target, source
    if stated in LINKS and not own:
        name, downwards = LINKS[stated]
        collection.link(*((target, name, source) if downwards else (source, name, target)))
        collection.tally.kept("edges")
        return
    count = sum(map(len, annotations.values()))
    collection.tally.read("annotations", count)
    collection.tally.kept("annotations", count)
    sign = RELATIONS[relation].sign
    more: dict[str, Any] = {"kind": "causal" if sign is not None else "fact"}
    if ours.get("certainty") == "hypothesis":
        more["kind"] = "hypothesis"
    if _is_activity(modifiers["target"]):
        more["aspect"] = "activity"
    kept = {
        "bel_subject": _compact(modifiers["source"]),
        "bel_object": _compact(modifiers["target"]),
        "bel_annotations": _compact(annotations),
        "bel_line": str(link.get("line") or ""),
    }
    told = _values_in(collection, ours.pop("attributes", ""))
    if own and not ours.pop("modified", ""):  # an activity that is the claim's aspect
        del kept["bel_object"]
    if own and not ours.pop("annotated", ""):  # they say the claim's context, in the words of BEL
        del kept["bel_annotations"]
        context = {}
    else:
        context = _context(collection, annotations)
    for name in CONTEXT_KINDS:
        if name in ours and ours[name] not in collection.entities:  # a node that another program took away
            collection.tally.left_out("contexts", f"{name} is no node", f"{collection.here[1]}: {ours.pop(name)}")
    fields = {"direction": word, **context, **more, **ours}
    if fields["direction"] == NOT_STATED:
        fields["direction"] = ""
    claim = collection.claim(key, source, relation, target, attributes=attributes_of(kept | told), **fields)
    collection.tally.kept("edges")
    if link.get("evidence") and not (own and str(link["evidence"]).startswith("claim ")):
        collection.tally.left_out("evidence sentences", "the text of others is not copied")
    if link.get("citation"):
        collection.tally.read("citations")
        collection.cite(claim, _citation(link))
        collection.tally.kept("citations")


def _ours(annotations: dict[str, list[str]]) -> dict[str, str]:
    """Take out the annotations that a network was written with, by the fields that they restore."""
    names = [name for name in annotations if name.startswith(_MARK)]
    own = {name.removeprefix(_MARK).lower(): (annotations.pop(name) or [""])[0] for name in names}
    return {name: value for name, value in own.items() if name in _OURS and value}


def _values_in(collection: Collection, text: str) -> dict[str, AttributeValue]:
    """Read the attributes that a claim of ours was written with."""
    attributes = {name: attribute_value(value) for name, value in loads(text).items()}
    wrong = {name: why[0] for name, value in attributes.items() if (why := why_no_value(value))}
    for name in sorted(wrong):
        collection.tally.left_out("attributes", f"the value {wrong[name]}", f"{collection.here[1]}: {name}")
    return {name: value for name, value in attributes.items() if name not in wrong}


def _modifiers(collection: Collection, link: dict[str, Any]) -> dict[str, Any]:
    """Return what the link says of its ends, by today's names or the older ones, and count it."""
    modifiers = {
        side: link.get(f"{side}_modifier") or link.get(other)
        for side, other in (("source", "subject"), ("target", "object"))
    }
    count = sum(bool(modifier) for modifier in modifiers.values())
    collection.tally.read("modifiers", count)
    collection.tally.kept("modifiers", count)
    return modifiers


def _is_activity(modifier: Any) -> bool:
    return isinstance(modifier, dict) and modifier.get("modifier") == "Activity"


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")) if value else ""


def annotations_of(link: dict[str, Any]) -> dict[str, list[str]]:
    """Return the annotations of an edge, in any form that PyBEL has given them, values sorted."""
    annotations_by_name: dict[str, list[str]] = {}
    for key, values in (link.get("annotations") or {}).items():
        if isinstance(values, dict):
            annotations_by_name[key] = sorted(str(value) for value, set_ in values.items() if set_)
        elif isinstance(values, list):
            annotations_by_name[key] = sorted(
                str(one.get("identifier") or one.get("name")) if isinstance(one, dict) else str(one) for one in values
            )
        else:
            annotations_by_name[key] = [str(values)]
    return annotations_by_name


def _context(collection: Collection, annotations: dict[str, list[str]]) -> dict[str, str]:
    """Return the context fields that single annotations fill; all annotations stand in an attribute besides."""
    context = {}
    species = annotations.get("Species", [])
    if len(species) == 1 and species[0].isdigit():
        context["species"] = collection.species(species[0])
    for field, (kind, names) in _CONTEXT.items():
        values = [(name, value) for name in names for value in annotations.get(name, [])]
        if len(values) == 1:
            name, value = values[0]
            context[field] = collection.add(Entity(f"{PREFIXES[kind]}:{name}/{slug(value)}", kind, value))
    return context


def _citation(link: dict[str, Any]) -> Cited:
    about = link["citation"] if isinstance(link["citation"], dict) else {}
    database = str(about.get("db") or about.get("namespace") or about.get("type") or "").lower()
    number = str(about.get("db_id") or about.get("identifier") or about.get("reference") or "")
    authors = about.get("authors")
    date = str(about.get("date") or "")[:4]
    publication = cited(f"{'PMID:' if database == 'pubmed' else ''}{number}")
    volume = " ".join(str(about[part]) for part in ("volume", "pages") if about.get(part))
    return copied(
        publication, authors=", ".join(map(str, authors)) if isinstance(authors, list) else str(authors or ""),
        journal=str(about.get("db_name") or about.get("journal") or ""), year=int(date) if date.isdigit() else None,
        pages=volume,
    )  # fmt: skip
