"""CX2, the exchange format of NDEx and Cytoscape, version 2: everything of the model goes out and comes back."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from pathway_graph.errors import Problem
from pathway_graph.formats.attribute_graph import (
    PlainEdge,
    PlainGraph,
    PlainNode,
    graph_of,
    network_from,
    unique_nodes,
    written,
)
from pathway_graph.formats.cx import aspects_of
from pathway_graph.formats.graph_layout import with_points
from pathway_graph.formats.raw import Decoded, Encoded, json_bytes
from pathway_graph.formats.report import Report, Tally
from pathway_graph.formats.shapes import NULL, SCALAR, check_shape
from pathway_graph.formats.ways import point
from pathway_graph.model import Network
from pathway_graph.model.values import brief

_KNOWN: Final = {"CXVersion", "metaData", "status", "attributeDeclarations", "networkAttributes", "nodes", "edges"}
_SHAPE: Final = {
    "attributeDeclarations": [{"nodes": ({}, NULL), "edges": ({}, NULL)}],
    "nodes": [{"id": SCALAR, "v": ({}, NULL)}],
    "edges": [{"s": SCALAR, "t": SCALAR, "v": ({}, NULL)}],
}
NODE_ID: Final = "node_id"
"""Attribute that holds an entity's id, since CX2 numbers its nodes."""


def parse(raw: Decoded) -> tuple[Network, Report]:
    """Read nodes, edges and attributes, aliases and defaults included; layout and style are left out and counted.

    Raises:
        InputError: It is not CX2, or an edge has no such node.
    """
    document = raw.json()
    if not isinstance(document, list) or not document or not isinstance(document[0], dict):
        raise raw.wrong(1, "a CX2 document is a list of aspects", "say another --format")
    if str(document[0].get("CXVersion", "")) != "2.0":
        raise raw.wrong(1, "the document does not say CXVersion 2.0", "say --format cx for version 1")
    aspects = aspects_of(raw)
    check_shape(raw, aspects, _SHAPE)
    names = _Names(aspects["attributeDeclarations"])
    graph, tally, new = PlainGraph(doubles=names.doubles), Tally(), {}
    for item in aspects["networkAttributes"]:
        graph.data |= item
    unique_nodes(raw, aspects["nodes"], "nodes")
    for at, item in enumerate(aspects["nodes"]):
        data = names.full(raw, "nodes", at, item.get("v") or {})
        own = str(data.pop(NODE_ID, "") or str(data.get("name") or "").strip() or item.get("id"))
        identifier = own if own not in graph.nodes else f"{own}#{item.get('id')}"
        new[item.get("id")] = identifier
        place = point(item.get("x"), item.get("y"))
        graph.nodes[identifier] = PlainNode(identifier, data, path=f"nodes[{at}]", place=place)
    for at, item in enumerate(aspects["edges"]):
        if item.get("s") not in new or item.get("t") not in new:
            message = f"an end of edge {brief(item.get('id'))} is no node"
            raise raw.errors([Problem(raw.shown, 0, message, "add the node", f"edges[{at}]")])
        data = names.full(raw, "edges", at, item.get("v") or {})
        graph.edges.append(PlainEdge(new[item["s"]], new[item["t"]], data, path=f"edges[{at}]"))
    for aspect in sorted(set(aspects) - _KNOWN):
        tally.left_out(aspect, "the network does not hold it", count=len(aspects[aspect]))
    return network_from(raw, "cx2", graph, tally)


class _Names:
    """Attribute names behind aliases, values where none is given, and which of edges are declared to be numbers."""

    def __init__(self, declarations: list[dict[str, Any]]) -> None:
        self.aliases: dict[str, dict[str, str]] = {"nodes": {}, "edges": {}}
        self.defaults: dict[str, dict[str, Any]] = {"nodes": {}, "edges": {}}
        self.doubles: set[str] = set()
        for declaration in declarations:
            for part in ("nodes", "edges"):
                for name, about in (declaration.get(part) or {}).items():
                    if isinstance(about, dict):
                        if "a" in about:
                            self.aliases[part][str(about["a"])] = name
                        if part == "edges" and about.get("d") in ("double", "list_of_double"):
                            self.doubles.add(name)
                        if "v" in about:
                            self.defaults[part][name] = about["v"]

    def full(self, raw: Decoded, part: str, at: int, values: dict[str, Any]) -> dict[str, Any]:
        named = {self.aliases[part].get(key, key): value for key, value in values.items()}
        if len(named) < len(values):  # else the last would win, be it the opposite
            twice = Counter(self.aliases[part].get(key, key) for key in values).most_common(1)[0][0]
            raise raw.wrong(0, f"{part}[{at}]: {twice!r} stands twice, once by its alias", "keep one")
        return {**self.defaults[part], **named}


def dump(network: Network) -> Encoded:
    """Write the network; the numbers of nodes and edges follow the order of their ids."""
    graph = graph_of(network)
    numbers = {identifier: number for number, identifier in enumerate(graph.nodes)}
    nodes: list[dict[str, Any]] = [
        {"id": numbers[node.id], "v": {NODE_ID: node.id, **node.data}} for node in graph.nodes.values()
    ]
    with_points(network, nodes, graph.nodes, nested=False)
    edges = [
        {"id": number, "s": numbers[edge.source], "t": numbers[edge.target], "v": edge.data}
        for number, edge in enumerate(graph.edges)
    ]
    declarations = {
        "networkAttributes": _declared([graph.data]),
        "nodes": _declared([node["v"] for node in nodes]),
        "edges": _declared([edge.data for edge in graph.edges]),
    }
    aspects: list[tuple[str, list[Any]]] = [
        ("attributeDeclarations", [declarations]),
        ("networkAttributes", [graph.data]),
        ("nodes", nodes),
        ("edges", edges),
    ]
    document: list[dict[str, Any]] = [{"CXVersion": "2.0", "hasFragments": False}]
    document.append({"metaData": [{"name": name, "elementCount": len(items)} for name, items in aspects]})
    document += [{name: items} for name, items in aspects]
    document.append({"status": [{"success": True}]})
    return Encoded({"": json_bytes(document)}, written(network, "cx2"))


def _declared(datas: list[Any]) -> dict[str, dict[str, str]]:
    types: dict[str, str] = {}
    for data in datas:
        for name, value in data.items():
            types[name] = (
                "boolean" if isinstance(value, bool) else "integer" if isinstance(value, int)
                else "double" if isinstance(value, float) else "string"
            )  # fmt: skip
    return {name: {"d": types[name]} for name in sorted(types)}
