"""CX, the exchange format of NDEx, version 1: nodes, edges and attributes in aspects that may come in pieces."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import chain
from typing import Any

from pathway_graph.errors import Problem
from pathway_graph.formats.attribute_graph import PlainEdge, PlainGraph, PlainNode, id_text, network_from, unique_ids
from pathway_graph.formats.cx_bends import bends_of
from pathway_graph.formats.node_attributes import CURIE_KEYS, KIND_KEYS, NAME_KEYS
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.report import Report, Tally
from pathway_graph.formats.shapes import ANYTHING, check_shape
from pathway_graph.formats.term_mapping import curie_in
from pathway_graph.formats.usual_attributes import RELATION_KEYS, SIGN_KEYS
from pathway_graph.formats.ways import point
from pathway_graph.model import Network
from pathway_graph.model.values import brief

_KNOWN = {"nodes", "edges", "nodeAttributes", "edgeAttributes", "networkAttributes", "citations", "edgeCitations",
          "@context", "nodeCitations", "cartesianLayout"}  # fmt: skip
_SHAPE = {"edgeCitations": [{"citations": [ANYTHING]}]}
_STYLES = ("visualProperties", "cyVisualProperties")
_HOUSEKEEPING = {"numberVerification", "metaData", "status", "ndexStatus", "provenanceHistory"}


_ESSENTIAL = frozenset((*NAME_KEYS, *KIND_KEYS, *CURIE_KEYS, *RELATION_KEYS, *SIGN_KEYS))
"""Attributes that say what a node is or an edge does: two values of one are refused."""


def parse(raw: Decoded) -> tuple[Network, Report]:
    """Read the aspects; visual style is left out and counted.

    Raises:
        InputError: It is not CX, or an edge has no such node.
    """
    aspects = aspects_of(raw)
    check_shape(raw, aspects, _SHAPE)
    graph, tally = PlainGraph(), Tally()
    for at, item in enumerate(aspects["networkAttributes"]):
        if "s" not in item:
            graph.data[str(item.get("n", ""))] = value_of(raw, item, f"networkAttributes[{at}]")
    for aspect, what in (("nodes", "node"), ("edges", "edge")):
        stated = ((id_text(item.get("@id")), 0, f"{aspect}[{at}]") for at, item in enumerate(aspects[aspect]))
        unique_ids(raw, stated, what)
    for at, item in enumerate(aspects["nodes"]):
        identifier = str(item.get("@id"))
        data = {k: item[k] for k in ("n", "r") if item.get(k)}
        graph.nodes[identifier] = PlainNode(identifier, data, path=f"nodes[{at}]")
    for item in aspects["cartesianLayout"]:
        if (node := graph.nodes.get(str(item.get("node")))) is not None:
            node.place = node.place or point(item.get("x"), item.get("y"))
    edges: dict[str, PlainEdge] = {}
    for at, item in enumerate(aspects["edges"]):
        ends = str(item.get("s")), str(item.get("t"))
        for end in ends:
            if end not in graph.nodes:
                message = f"the edge's end {brief(end)} is no node"
                raise raw.errors([Problem(raw.shown, 0, message, "add the node", f"edges[{at}]")])
        data = {"i": item["i"]} if item.get("i") else {}
        edges[str(item.get("@id"))] = PlainEdge(*ends, data, path=f"edges[{at}]")
    graph.edges = list(edges.values())
    places = {name: (graph.nodes[edge.source].place, graph.nodes[edge.target].place) for name, edge in edges.items()}
    for name, course in bends_of(chain(*(aspects.get(name, ()) for name in _STYLES)), places).items():
        edges[name].course = course
    holders: tuple[tuple[str, Any], ...] = (("nodeAttributes", graph.nodes), ("edgeAttributes", edges))
    for aspect, holder in holders:
        _attributes(raw, aspect, aspects[aspect], holder, tally)
    _citations(aspects, edges)
    for aspect in sorted(set(aspects) - _KNOWN - _HOUSEKEEPING):
        what = "visual style" if aspect in _STYLES else aspect
        tally.left_out(what, "the network does not hold it", count=len(aspects[aspect]))
    tally.read("context prefixes", sum(len(item) for item in aspects["@context"]))
    _expand(graph, {str(name): str(uri) for item in aspects["@context"] for name, uri in item.items()})
    _readable_ids(graph)
    return network_from(raw, "cx", graph, tally)


def aspects_of(raw: Decoded) -> defaultdict[str, list[dict[str, Any]]]:
    """Return the elements of every aspect; an aspect may come in several pieces.

    Raises:
        InputError: The document is no list of aspects, or an element is no object.
    """
    document = raw.json()
    if not isinstance(document, list):
        raise raw.wrong(1, "a CX document is a list of aspects", "say another --format")
    aspects: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for at, fragment in enumerate(document):
        if not isinstance(fragment, dict):
            raise raw.errors([_no_object(raw, fragment, f"[{at}]")])
        for name, elements in fragment.items():
            if not isinstance(elements, list):
                continue
            for element in elements:
                if not isinstance(element, dict):
                    raise raw.errors([_no_object(raw, element, f"{name}[{len(aspects[name])}]")])
                aspects[name].append(element)
    for status in aspects["status"]:
        if str(status.get("success")).lower() == "false":
            why = brief(str(status.get("error") or "no reason is given"))
            raise raw.wrong(
                0, f"the file says itself that writing it failed ({why}): it may be a part", "export it again"
            )
    return aspects


def _no_object(raw: Decoded, found: object, path: str) -> Problem:
    return Problem(raw.shown, 0, f"{brief(found)} is not an object", "export the file again", path)


def value_of(raw: Decoded, item: dict[str, Any], path: str) -> Any:
    """Return the value of an attribute, of the type that it states; *path* is where it stands.

    Raises:
        InputError: The value is not of that type.
    """
    value, type_ = item.get("v"), str(item.get("d", "string"))
    try:
        if type_.startswith("list_of_"):
            return [_typed(one, type_.removeprefix("list_of_")) for one in value or []]
        return _typed(value, type_)
    except (TypeError, ValueError) as error:
        message = f"attribute {brief(item.get('n'))}: {brief(value)} is no {type_}"
        raise raw.errors([Problem(raw.shown, 0, message, "correct it", path)]) from error


def _typed(value: Any, type_: str) -> Any:
    if value is None or not isinstance(value, str):
        return value
    if type_ in ("integer", "long"):
        return int(value)
    if type_ == "double":
        return float(value)
    return value.lower() == "true" if type_ == "boolean" else value


def _attributes(raw: Decoded, aspect: str, items: list[dict[str, Any]], holder: dict[str, Any], tally: Tally) -> None:
    """Give the attributes to what they belong to; two values of one that says what it is are refused.

    Cytoscape states an attribute once more for each subnetwork (``s``): there the first counts.
    """
    stated: dict[tuple[str, str, str], tuple[Any, str]] = {}
    fields = {(owner, name) for owner, one in holder.items() for name in one.data}
    for at, item in enumerate(items):
        name, place = str(item.get("n", "")), f"{aspect}[{at}]"
        value = value_of(raw, item, place)
        for owner in _many(item.get("po")):
            if owner not in holder:
                tally.left_out("attributes", "the node or edge that they are of is not there", place)
                continue
            before = stated.setdefault((owner, name, str(item.get("s", ""))), (value, place))
            if before[0] != value and name.lower() not in _ESSENTIAL:
                why = "it stands twice with two values: the first counts"
                tally.changed("attributes", why, f"{before[1]} and {place}: {brief(name)} of {brief(owner)}")
                continue
            if before[0] != value:
                message = f"attribute {brief(name)} of {brief(owner)} stands twice with two values; the first is"
                raise raw.errors([Problem(raw.shown, 0, f"{message} {before[1]}", "keep one", place)])
            if holder[owner].data.setdefault(name, value) != value and (owner, name) in fields:
                tally.left_out("attributes", "the node or edge has a field of that name", place)
        tally.read("attributes")


def _citations(aspects: dict[str, list[dict[str, Any]]], edges: dict[str, PlainEdge]) -> None:
    named = {str(item.get("@id")): str(item.get("dc:identifier") or "") for item in aspects.get("citations", [])}
    for item in aspects.get("edgeCitations", []):
        for owner in _many(item.get("po")):
            if owner in edges:
                found = [named.get(str(one), "") for one in item.get("citations", [])]
                data = edges[owner].data
                data["citation"] = [*data.get("citation", []), *filter(None, found)]


def _expand(graph: PlainGraph, context: dict[str, str]) -> None:
    """Give identifiers the database that the document's context says their prefix is: ``ec:1`` by identifiers.org."""
    databases = {name.lower(): uri.rstrip("/:=").rpartition("/")[2] for name, uri in context.items()}

    def full(value: Any) -> Any:
        if isinstance(value, list):
            return [full(one) for one in value]
        prefix, colon, local = str(value).partition(":")
        known = colon and not curie_in(str(value)) and databases.get(prefix.lower())
        return f"{known}:{local}" if known else value

    for node in graph.nodes.values():
        for key in ("r", "alias"):
            if key in node.data:
                node.data[key] = full(node.data[key])


def _many(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def _readable_ids(graph: PlainGraph) -> None:
    """Know the nodes by name where no two share one, so that ids do not depend on the file's numbering."""
    names = [next((text for text in (str(node.data.get("n") or ""), str(node.data.get("name") or "")) if text.strip()),
                  node.id) for node in graph.nodes.values()]  # fmt: skip
    if len(set(names)) == len(names):
        new = dict(zip(graph.nodes, names, strict=True))
        renamed = [replace(node, id=new[key]) for key, node in graph.nodes.items()]
        graph.nodes = {node.id: node for node in renamed}
        for edge in graph.edges:
            edge.source, edge.target = new[edge.source], new[edge.target]
