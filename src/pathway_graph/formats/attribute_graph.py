"""A plain graph of nodes and edges with attributes: what GraphML, Cytoscape and CX files hold, and a Network as such.

A graph that was made from a network carries every field of the model and goes back without loss; of any other graph
the usual attribute names are understood and the rest is kept as a note.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from pathway_graph.errors import Problem
from pathway_graph.formats.attribute_names import names_of
from pathway_graph.formats.attribute_values import take
from pathway_graph.formats.builder import Collection
from pathway_graph.formats.document import network_of
from pathway_graph.formats.graph_layout import add_diagram
from pathway_graph.formats.node_attributes import node_entity, take_curies, take_kind, take_name
from pathway_graph.formats.plain_data import to_data
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.report import Report, Tally
from pathway_graph.formats.several import statements_in
from pathway_graph.formats.shapes import check_shape
from pathway_graph.formats.term_mapping import number_in, relation_of
from pathway_graph.formats.usual_attributes import RELATION_KEYS, SIGN_KEYS, WEIGHT, add_edge
from pathway_graph.formats.ways import Course
from pathway_graph.formats.weights import Weights, judge_weights
from pathway_graph.model import Entity, Network
from pathway_graph.model.declaration import declared
from pathway_graph.model.network import PARTS
from pathway_graph.model.values import brief

MARK: Final = "pathway_graph"
"""Attribute of a graph that was made from a network; its value is the version."""
SYMMETRIC: Final = frozenset({"anticorrelates_with", "binds", "correlates_with", "homologous_to", "linked_to"})
"""Relations that say the same of both their ends."""
_LONGEST_TEXT = 4_000_000


@dataclass(slots=True)
class PlainNode:
    """A node: its id in the file, its attributes, its line or (in JSON, line 0) its path: ``nodes[3]``.

    Its middle may be at a *place* of the drawing (x, y, from above), and it within another node, its *parent*.
    """

    id: str
    data: dict[str, Any] = field(default_factory=dict)
    line: int = 0
    path: str = ""
    place: tuple[float, float] | None = None
    parent: str = ""


@dataclass(slots=True)
class PlainEdge:
    """An edge between two node ids (source -> target), with its line or path; *is_directed* as the file says.

    Its *course* is where it is drawn, if the file says so.
    """

    source: str
    target: str
    data: dict[str, Any] = field(default_factory=dict)
    line: int = 0
    path: str = ""
    is_directed: bool = True
    course: Course | None = None


@dataclass(slots=True)
class PlainGraph:
    """Nodes by id, edges, and attributes of the whole graph; *doubles* are those of edges declared to be numbers."""

    nodes: dict[str, PlainNode] = field(default_factory=dict)
    edges: list[PlainEdge] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)
    doubles: set[str] = field(default_factory=set)


def unique_nodes(raw: Decoded, nodes: Sequence[Mapping[str, Any]], path: str) -> None:
    """Refuse nodes of a JSON document without an ``id`` or with that of another; *path* is where they stand.

    Raises:
        InputError: Every such node, with both places.
    """
    unique_ids(raw, ((id_text(node.get("id")), 0, f"{path}[{at}]") for at, node in enumerate(nodes)), "node")


def unique_ids(raw: Decoded, items: Iterable[tuple[str, int, str]], what: str, *, needed: bool = True) -> None:
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


def network_from(raw: Decoded, format_: str, graph: PlainGraph, tally: Tally | None = None) -> tuple[Network, Report]:
    """Turn a graph into a network: without loss if it was made from one, else by the usual attribute names.

    Raises:
        InputError: The attributes of a graph made from a network are damaged.
    """
    if MARK in graph.data:
        return _own(raw, format_, graph)
    return _foreign(raw, format_, graph, tally)


def _own(raw: Decoded, format_: str, graph: PlainGraph) -> tuple[Network, Report]:
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


def _unflat(raw: Decoded, key: str, value: Any) -> Any:
    if key not in _LISTS or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError) as error:
        raise raw.wrong(0, f"attribute {key!r} is damaged: {error}", "export the file again") from error


# From any graph ---------------------------------------------------------------------------------------


def _tell_of_marks(collection: Collection, graph: PlainGraph) -> None:
    """Count edges whose relation is a number, where none is below 0: 1 may mark no more than that there is an edge."""
    words = [str(edge.data[key]) for edge in graph.edges for key in ("interaction", "relation") if edge.data.get(key)]
    numbers = [number for word in words if (number := number_in(word)) is not None]
    if numbers and min(numbers) >= 0:
        why = "their relations are numbers, none below 0, which may mark no more than an edge: read as activations"
        collection.tally.changed("edges", why, f"{numbers[0]:g}", count=len(numbers))


def _foreign(raw: Decoded, format_: str, graph: PlainGraph, tally: Tally | None) -> tuple[Network, Report]:
    title = graph.data.get("name")
    collection = Collection(raw, format_, str(title) if isinstance(title, str | int) else "")
    if tally is not None:
        collection.tally = tally
    collection.tally.read("nodes", len(graph.nodes))
    collection.tally.read("edges", len(graph.edges))
    datas = [*(node.data for node in graph.nodes.values()), *(edge.data for edge in graph.edges)]
    collection.doubles = graph.doubles
    weights = [str(edge.data[WEIGHT]) for edge in graph.edges if edge.data.get(WEIGHT) is not None]
    collection.weights_are_signs = judge_weights(weights) is Weights.SIGNS
    _tell_of_marks(collection, graph)
    collection.attribute_names = names_of(key for data in datas for key in data)
    ids = {}
    of_nodes: set[str] = set()
    for node in graph.nodes.values():
        collection.here = (node.line, node.path)
        identifier = _entity(collection, node)
        if identifier in of_nodes:
            why = "another one has that name or identifier: both are one entity"
            collection.tally.changed("nodes", why, f"{node.id}: {identifier}")
        of_nodes.add(identifier)
        ids[node.id] = identifier
    drawn = []
    for edge in graph.edges:
        collection.here = (edge.line, edge.path)
        for end in (edge.source, edge.target):
            if end not in ids:
                ids[end] = node_entity(collection, end)
        stated = statements_in(edge.data, (*RELATION_KEYS, *SIGN_KEYS))
        if len(stated) > 1:
            why = "they state several relations or signs: a claim for each"
            collection.tally.changed("edges", why, f"line {edge.line}" if edge.line else edge.path)
        for one in stated:
            data = one if edge.is_directed else _undirected(collection, replace(edge, data=one))
            drawn.append((add_edge(collection, ids[edge.source], ids[edge.target], data, edge.line), edge))
    places = {node.id: node.place for node in graph.nodes.values() if node.place is not None}
    parents = {node.id: node.parent for node in graph.nodes.values() if node.parent}
    add_diagram(
        collection, places, parents, ids, [(claim, _led(collection, claim, edge, ids)) for claim, edge in drawn]
    )
    return collection.finish()


def _led(collection: Collection, claim: str, edge: PlainEdge, ids: Mapping[str, str]) -> Course | None:
    """Return where the line of a claim runs, from its subject: a passive relation turned the edge round."""
    if not claim or edge.course is None:
        return None
    is_turned = collection.claims[claim].subject != ids[edge.source]
    return edge.course.back() if is_turned else edge.course


def _undirected(collection: Collection, edge: PlainEdge) -> dict[str, Any]:
    """Return what an edge says that the file calls undirected: which end acts is not known, so it has no sign."""
    data = dict(edge.data)
    word, sign = take(data, RELATION_KEYS), take(data, SIGN_KEYS)
    relation = relation_of(word)
    if relation not in SYMMETRIC:
        data |= {"stated_relation": word} if word else {}
        relation = word = "linked_to"
    data |= {"stated_sign": sign} if sign else {}
    place = f"line {edge.line}" if edge.line else edge.path
    collection.tally.changed("edges", f"the file calls them undirected: {relation}, without a sign", place)
    return {**data, "relation": word}


def _entity(collection: Collection, node: PlainNode) -> str:
    data = dict(node.data)
    name = take_name(data, node.id)
    kind = take_kind(data)
    curies = take_curies(data, node.id)
    return node_entity(collection, node.id, name, kind, curies, line=node.line, rest=data)
