"""A plain graph of nodes and edges with attributes: what GraphML, Cytoscape and CX files hold, and a Network as such.

A graph that was made from a network carries every field of the model and goes back without loss; of any other graph
the usual attribute names are understood and the rest is kept as a note.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Final

from pathway_graph.errors import Problem
from pathway_graph.formats.builder import Cited, Collection, cited, note
from pathway_graph.formats.document import network_of
from pathway_graph.formats.plain_data import to_data
from pathway_graph.formats.raw import Raw
from pathway_graph.formats.report import Report, Tally
from pathway_graph.formats.shapes import check_shape
from pathway_graph.formats.term_mapping import curie_in, curie_of, database_of, kind_of, relation_of
from pathway_graph.identifiers.minting import PREFIXES, identified
from pathway_graph.model import Entity, Network
from pathway_graph.model.claims import attributes_of
from pathway_graph.model.declaration import declared
from pathway_graph.model.fields import CONTEXT_KINDS
from pathway_graph.model.mechanisms import mechanism_of
from pathway_graph.model.network import PARTS
from pathway_graph.model.values import brief, one_line
from pathway_graph.model.vocabulary import CERTAINTIES, RELATIONS

MARK: Final = "pathway_graph"
"""Attribute of a graph that was made from a network; its value is the version."""
_KINDS: Final = {prefix: kind for kind, prefix in PREFIXES.items()} | {"sys": "Pathway"}
"""Kinds by the first part of an id of this project; the guide's systems are pathways."""
_KIND_OF_CURIE: Final = {
    "chebi": "SmallMolecule", "pubchem.compound": "SmallMolecule", "hmdb": "SmallMolecule", "drugbank": "SmallMolecule",
    "cas": "SmallMolecule", "kegg.compound": "SmallMolecule", "hgnc": "Protein", "hgnc.symbol": "Protein",
    "uniprot": "Protein", "ncbigene": "Protein", "ensembl": "Protein", "mgi": "Protein", "rgd": "Protein",
    "go": "BiologicalProcess", "reactome": "Pathway", "wikipathways": "Pathway", "fplx": "ProteinFamily",
    "mirbase": "Transcript", "mirbase.mature": "Transcript", "complexportal": "Complex", "doid": "Disease",
    "mondo": "Disease", "hp": "Phenotype",
}  # fmt: skip
NAME_KEYS: Final = ("name", "shared name", "shared_name", "label", "n", "node_name", "display_name", "text")
KIND_KEYS: Final = ("kind", "type", "node_type", "nodetype", "class", "entity_type")
CURIE_KEYS: Final = ("curie", "represents", "r", "xref", "identifier", "uniprot", "alias", "id", "database_id")
RELATION_KEYS: Final = ("relation", "interaction", "i", "shared interaction", "shared_interaction", "type", "edge_type",
                        "label", "predicate")  # fmt: skip
SIGN_KEYS: Final = ("sign", "effect", "consensus_sign", "mor", "weight_sign")
CITATION_KEYS: Final = ("pmid", "pmids", "pubmed", "citation", "citations", "ndex:citation", "reference", "references")
_SIGNED: Final = {"1": "activates", "+1": "activates", "-1": "inhibits", "0": "regulates"}
_INTERNAL = re.compile(r"(n|v|id|node|suid)?[_-]?\d+(\.\d+)?", re.IGNORECASE)
"""Ids that a program gives to nodes: 95, n12, node_7."""
_LONGEST = 300
_LONGEST_TEXT = 4_000_000


@dataclass(slots=True)
class PlainNode:
    """A node: its id in the file, its attributes, its line or (in JSON, line 0) its path: ``nodes[3]``."""

    id: str
    data: dict[str, Any] = field(default_factory=dict)
    line: int = 0
    path: str = ""


@dataclass(slots=True)
class PlainEdge:
    """An edge between two node ids (source -> target), with its line or path."""

    source: str
    target: str
    data: dict[str, Any] = field(default_factory=dict)
    line: int = 0
    path: str = ""


@dataclass(slots=True)
class PlainGraph:
    """Nodes by id, edges, and attributes of the whole graph."""

    nodes: dict[str, PlainNode] = field(default_factory=dict)
    edges: list[PlainEdge] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)


def unique_ids(raw: Raw, items: Iterable[tuple[str, int, str]], what: str, *, needed: bool = True) -> None:
    """Refuse ids that are missing or stand twice: what refers to them would mean either.

    Args:
        raw: The file.
        items: Each id with its line and its path; an empty one is missing.
        what: What has the ids, for the message: ``node``.
        needed: Whether each must have one.

    Raises:
        InputError: Every id that is missing or stands twice, with both places.
    """
    first: dict[str, str] = {}
    problems = []
    for identifier, line, path in items:
        if not identifier.strip():
            if needed:
                problems.append(Problem(raw.shown, line, f"the {what} has no id", f"give each {what} its own id", path))
        elif identifier in first:
            message = f"{what} {brief(identifier)} stands twice; the first is {first[identifier]}"
            problems.append(Problem(raw.shown, line, message, f"give each {what} its own id", path))
        else:
            first[identifier] = path or f"in line {line}"
    if problems:
        raise raw.errors(problems)


def id_text(value: Any) -> str:
    """Return an id of a JSON document as text; nothing for none.

    >>> id_text(7), id_text("a"), id_text(None)
    ('7', 'a', '')
    """
    return "" if value is None else str(value)


# From a network and back ------------------------------------------------------------------------------


def graph_of(network: Network) -> PlainGraph:
    """Return a network as a graph; what is not a text or a number is JSON text."""
    graph = PlainGraph(data={MARK: "1", "name": ", ".join(s.title or s.id for s in network.sources)})
    for part in PARTS:
        if part != "entities":
            for number, text in enumerate(_texts_of([to_data(item) for item in getattr(network, part)]), 1):
                graph.data[part if number == 1 else f"{part}_{number}"] = text
    for entity in network.entities:
        data = {key: _flat(value) for key, value in to_data(entity).items() if key != "id"}
        graph.nodes[entity.id] = PlainNode(entity.id, data)
    for edge in network.edges:
        data = {key: _flat(value) for key, value in to_data(edge).items() if key not in ("source", "target")}
        data["interaction"] = edge.relation
        if edge.sign is not None:
            data["sign"] = edge.sign
        graph.edges.append(PlainEdge(edge.source, edge.target, data))
    return graph


def _texts_of(items: list[dict[str, Any]]) -> list[str]:
    """Return items as JSON lists none of which is so long that an XML reader would refuse it (10 MB)."""
    texts: list[str] = []
    some: list[str] = []
    size = 0
    for text in (json.dumps(item, ensure_ascii=False) for item in items):
        if some and size + len(text.encode()) > _LONGEST_TEXT:
            texts.append(f"[{', '.join(some)}]")
            some, size = [], 0
        some.append(text)
        size += len(text.encode()) + 2
    return [*texts, f"[{', '.join(some)}]"] if some else texts


def written(network: Network, format_: str, tally: Tally | None = None) -> Report:
    """Return the report of writing a network as a graph: nothing is lost but what *tally* has counted."""
    tally = tally or Tally()
    for part in (*PARTS, "edges"):
        if count := len(getattr(network, part)):
            tally.kept(part, count)
    return tally.report("", format_)


def network_from(raw: Raw, format_: str, graph: PlainGraph, tally: Tally | None = None) -> tuple[Network, Report]:
    """Turn a graph into a network: without loss if it was made from one, else by the usual attribute names.

    Raises:
        InputError: The attributes of a graph made from a network are damaged.
    """
    if MARK in graph.data:
        return _own(raw, format_, graph)
    return _foreign(raw, format_, graph, tally)


def _own(raw: Raw, format_: str, graph: PlainGraph) -> tuple[Network, Report]:
    tally = Tally()
    data: dict[str, Any] = {part: [] for part in PARTS}
    for name, value in graph.data.items():
        part = re.sub(r"_\d+$", "", name)
        if part in data:
            items = _unflat(raw, part, value)
            data[part] += items if isinstance(items, list) else [items]
    data["entities"] = [
        {"id": node.id, **{key: _unflat(raw, key, value) for key, value in node.data.items() if key in _ENTITY}}
        for node in graph.nodes.values()
    ]
    check_shape(raw, data, {part: [{}] for part in PARTS})
    drawn = {(edge.source, str(edge.data.get("relation")), edge.target) for edge in graph.edges}
    kept = []
    for claim in data["claims"]:
        key = (str(claim.get("subject")), str(claim.get("relation")), str(claim.get("object")))
        if key in drawn:
            kept.append(claim)
        else:
            tally.left_out("claims", "their edge was removed from the graph", str(claim.get("id")))
    data["claims"] = kept
    places = [(node.line, node.path) for node in graph.nodes.values()]
    network = network_of(raw, data, {"entities": places})
    tally.read("nodes", len(graph.nodes))
    tally.read("edges", len(graph.edges))
    return network, replace(written(network, format_, tally), file=raw.shown)


_ENTITY = {field.name for field in declared(Entity)} - {"id"}
_LISTS = {field.name for field in declared(Entity) if field.holds_many} | PARTS.keys()


def _flat(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def _unflat(raw: Raw, key: str, value: Any) -> Any:
    if key not in _LISTS or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError) as error:
        raise raw.wrong(0, f"attribute {key!r} is damaged: {error}", "export the file again") from error


# From any graph ---------------------------------------------------------------------------------------


def _foreign(raw: Raw, format_: str, graph: PlainGraph, tally: Tally | None) -> tuple[Network, Report]:
    title = graph.data.get("name")
    made = Collection(raw, format_, str(title) if isinstance(title, str | int) else "")
    if tally is not None:
        made.tally = tally
    made.tally.read("nodes", len(graph.nodes))
    made.tally.read("edges", len(graph.edges))
    ids = {}
    for node in graph.nodes.values():
        made.here = (node.line, node.path)
        ids[node.id] = _entity(made, node)
    for edge in graph.edges:
        made.here = (edge.line, edge.path)
        for end in (edge.source, edge.target):
            if end not in ids:
                ids[end] = node_entity(made, end)
        add_edge(made, ids[edge.source], ids[edge.target], edge.data, edge.line)
    return made.finish()


def _entity(made: Collection, node: PlainNode) -> str:
    data = dict(node.data)
    name = _take(data, NAME_KEYS) or node.id
    kind = kind_of(_take(data, KIND_KEYS))
    curies = [curie_in(text) for key in CURIE_KEYS for text in _texts(data.pop(key, ""))]
    return node_entity(made, node.id, str(name), kind, [curie for curie in curies if curie], line=node.line, rest=data)


def node_entity(
    made: Collection,
    identifier: str,
    name: str = "",
    kind: str = "",
    curies: list[str] | None = None,
    *,
    line: int = 0,
    rest: Mapping[str, Any] | None = None,
) -> str:
    """Add the entity that a node stands for; the node's own id may be a CURIE or an id of this project."""
    prefix, colon, local = identifier.partition(":")
    own = curie_in(identifier)
    found = [*([own] if own else []), *(curies or []), *([curie_in(name)] if curie_in(name) else [])]
    place = f"line {line}: {identifier}" if line else identifier
    if not found and made.raw.namespace:
        found = _by_namespace(made, identifier, name, place)
    if not found and colon and local and prefix in _KINDS and not re.search(r"\s", identifier):
        return _own_entity(made, identifier, kind or _KINDS[prefix], one_line(name))
    if not kind:
        kind = next((_KIND_OF_CURIE[c.partition(":")[0]] for c in found if c.partition(":")[0] in _KIND_OF_CURIE), "")
    if not kind:
        kind = "Unspecified"
        made.tally.changed("nodes", "their kind is not stated: read as Unspecified", place)
    if not found:
        made.tally.changed("nodes", "no identifier: known within this data set only", place)
    extra = note(rest_of(made, rest or {}, "attributes of nodes", "a note"))
    return made.entity(kind, name or identifier, found, **({"note": extra} if extra else {}))


def _own_entity(made: Collection, identifier: str, kind: str, name: str) -> str:
    """Add the entity of an id of this project; one that was made from an identifier has that identifier again."""
    local = identifier.partition(":")[2]
    found = identified(kind, name or local, [local], scope=made.source.id) if curie_in(local) else None
    return made.add(found if found and found.id == identifier else Entity(identifier, kind, name or local))


def _by_namespace(made: Collection, identifier: str, name: str, place: str) -> list[str]:
    """Return the identifier that a node's name is, as the user says (``--names-are``).

    The name comes before the node's own id, which is often a number of the program that wrote the file: a Cytoscape
    SUID, a GraphML ``n12``. Such an id counts only where it is the name.
    """
    database = made.raw.namespace
    for text in (name, identifier):
        if text and (text == name or not (name and _INTERNAL.fullmatch(text))):
            curie = curie_of(database, text)
            if curie:
                return [curie]
    why = f"{name or identifier} in {place}" if name else place
    made.tally.changed("nodes", f"their names are no identifiers of {database_of(database) or database}", why)
    return []


def add_edge(made: Collection, source: str, target: str, data: Mapping[str, Any], line: int = 0) -> str:
    """Add the claim that an edge with these attributes states; return its id."""
    rest = dict(data)
    word = _take(rest, RELATION_KEYS)
    sign = _signed(_take(rest, SIGN_KEYS))
    if not sign and not word and str(rest.get("weight", "")) in ("1", "-1"):
        sign = _signed(str(rest.pop("weight")))
    place = f"line {line}: {word}" if line else word
    mechanism = _take(rest, ("mechanism",))
    relation, how = _relation(made, word, sign, target, place or source)
    citations = [text for key in CITATION_KEYS for text in _texts(rest.pop(key, ""))]
    taxon = _take(rest, ("taxon", "tax_id", "taxonomy", "organism_id"))
    more: dict[str, Any] = {
        "species": made.species(taxon),
        "mechanism": mechanism or how,
        "site": _take(rest, ("residue", "site")),
        "direction": word if relation_of(word) != word else "",
    }
    certainty = rest.get("certainty")
    if certainty in CERTAINTIES:
        more["certainty"] = rest.pop("certainty")
    if relation in ("linked_to", "binds", "part_of", "is_a"):
        more["kind"] = "interaction" if relation == "binds" else "fact"
    if certainty == "hypothesis":
        more["kind"] = "hypothesis"
    others = attributes_of(rest_of(made, rest, "attributes of edges"))
    claim = made.claim("", source, relation, target, attributes=others, **more)
    made.tally.kept("edges")
    for citation in dict.fromkeys(citations):
        publication: Cited = cited(citation)
        made.cite(claim, publication)
    return claim


def _relation(made: Collection, word: str, sign: str, target: str, place: str) -> tuple[str, str]:
    """Return what an edge's word and stated sign make together, and the mechanism that the relation does not say.

    A mechanism says nothing of the direction: a stated sign adds it, and the mechanism stays beside it.
    """
    relation, how = relation_of(word) or sign, mechanism_of(word)
    if not relation:
        made.tally.changed("edges", "their relation is not known: read as linked_to", place)
        return "linked_to", ""
    if not sign or relation in _agreeing(sign):
        return relation, how.name if how and how.code and how.relation == "modifies" else ""
    if how is None:
        made.tally.changed("edges", "their stated sign replaces a relation of another sign", place)
        return sign, ""
    made.tally.changed("edges", "their relation is a mechanism: the stated sign stands, by that mechanism", place)
    if made.entities[target].kind == "ProteinState":
        sign = {"activates": "increases", "inhibits": "decreases"}.get(sign, sign)
    return sign, how.name


@cache
def _agreeing(relation: str) -> set[str]:
    sign = RELATIONS[relation].sign
    return {one.name for one in RELATIONS.values() if one.sign == sign}


def _signed(text: str) -> str:
    return _SIGNED.get(text.removesuffix(".0")) or (relation_of(text) if text else "")


def _take(data: dict[str, Any], keys: tuple[str, ...]) -> str:
    """Remove the first of *keys* that has a value, whatever its letter case, and return the value as text."""
    folded = {key.lower(): key for key in data}
    for key in keys:
        if key in folded and data[folded[key]] not in ("", None, []):
            return _text(data.pop(folded[key]))
    return ""


def _text(value: Any) -> str:
    if isinstance(value, list):
        return str(value[0]) if value else ""
    return "" if value is None else str(value)


def _texts(value: Any) -> list[str]:
    if isinstance(value, list):
        return [str(one).strip() for one in value if str(one).strip()]
    return [part.strip() for part in re.split(r"[;|]", str(value)) if part.strip()] if value not in (None, "") else []


def context_entity(made: Collection, field: str, identifier: str) -> str:
    """Add the entity of a claim's context by its id of this project; nothing, which is reported, for another id."""
    kind = _KINDS.get(identifier.partition(":")[0], "")
    if kind in CONTEXT_KINDS[field]:
        return _own_entity(made, identifier, kind, "")
    made.tally.left_out("contexts", f"{field} is no id of this project", identifier)
    return ""


def rest_of(made: Collection, data: Mapping[str, Any], what: str, holder: str = "an attribute") -> dict[str, str]:
    """Return what of *data* the model has no field for; what is too long for its *holder* is left out and counted."""
    kept: dict[str, str] = {}
    for key in sorted(data):
        value = data[key]
        text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        name = re.sub(r"[^a-z_]+", "_", key.lower()).strip("_")
        if value in ("", None, [], {}) or not name:
            continue
        if isinstance(value, dict) or len(text) > _LONGEST:
            made.tally.left_out(what, f"longer than {holder} holds", key)
        else:
            kept[name] = " ".join(text.split())
    return kept
