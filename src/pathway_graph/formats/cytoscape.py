"""Cytoscape.js JSON (also of Cytoscape desktop, ``.cyjs``): everything of the model goes out and comes back."""

from __future__ import annotations

from typing import Any

from pathway_graph.formats.attribute_graph import (
    PlainEdge,
    PlainGraph,
    PlainNode,
    graph_of,
    network_from,
    unique_nodes,
    written,
)
from pathway_graph.formats.raw import Decoded, Encoded, json_bytes
from pathway_graph.formats.report import Report, Tally
from pathway_graph.model import Network


def parse(raw: Decoded) -> tuple[Network, Report]:
    """Read the elements: a network that was written here without loss, others by their usual attribute names.

    Raises:
        InputError: It is no Cytoscape.js document, or an edge has no such node.
    """
    document = raw.json()
    elements = document.get("elements") if isinstance(document, dict) else document
    graph, tally = PlainGraph(), Tally()
    if isinstance(document, dict) and isinstance(document.get("data"), dict):
        graph.data = dict(document["data"])
    if isinstance(elements, list):
        elements = {
            "nodes": [one for one in elements if not _is_edge(one)],
            "edges": [one for one in elements if _is_edge(one)],
        }
    if not isinstance(elements, dict):
        raise raw.wrong(1, "there are no 'elements'", "a Cytoscape.js document has elements: {nodes, edges}")
    nodes = _items(raw, elements, "nodes")
    unique_nodes(raw, nodes, "elements.nodes")
    for at, item in enumerate(nodes):
        data = dict(item)
        identifier = str(data.pop("id"))
        data.pop("SUID", None)
        graph.nodes[identifier] = PlainNode(identifier, data, path=f"elements.nodes[{at}]")
    for at, item in enumerate(_items(raw, elements, "edges")):
        data = {key: value for key, value in item.items() if key not in ("id", "SUID")}
        ends = str(data.pop("source", "")), str(data.pop("target", ""))
        for end in ends:
            if end not in graph.nodes:
                raise raw.wrong(0, f"an edge's end {end!r} is no node", "add the node")
        graph.edges.append(PlainEdge(*ends, data, path=f"elements.edges[{at}]"))
    positions = sum(isinstance(one, dict) and "position" in one for one in elements.get("nodes", []))
    tally.left_out("positions", "the layout of the drawing", count=positions)
    return network_from(raw, "cytoscape", graph, tally)


def dump(network: Network) -> Encoded:
    """Write the elements; lists are JSON text, claims and the other parts stand in ``data``."""
    graph = graph_of(network)
    nodes = ({"data": {"id": node.id, **node.data}} for node in graph.nodes.values())
    edges = (
        {"data": {"id": f"{edge.source} {edge.data['relation']} {edge.target}", "source": edge.source,
                  "target": edge.target, **edge.data}}
        for edge in graph.edges
    )  # fmt: skip
    document = {"data": graph.data, "elements": {"nodes": nodes, "edges": edges}}
    return Encoded({"": json_bytes(document)}, written(network, "cytoscape"))


def _is_edge(item: Any) -> bool:
    if not isinstance(item, dict):
        return False
    data = item.get("data", {})
    return item.get("group") == "edges" or (isinstance(data, dict) and "source" in data and "target" in data)


def _items(raw: Decoded, elements: dict[str, Any], name: str) -> list[dict[str, Any]]:
    items = elements.get(name, [])
    if not isinstance(items, list):
        raise raw.wrong(0, f"'{name}' is a list", "see the documentation of Cytoscape.js")
    found = []
    for number, item in enumerate(items):
        if not isinstance(item, dict) or not isinstance(item.get("data"), dict):
            raise raw.wrong(0, f"{name}[{number}] has no 'data'", "each element has data: {id, …}")
        found.append(item["data"])
    return found
