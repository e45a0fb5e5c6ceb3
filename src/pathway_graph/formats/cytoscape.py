"""Cytoscape.js JSON (also of Cytoscape desktop, ``.cyjs``): everything of the model goes out and comes back."""

from __future__ import annotations

from typing import Any

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
from pathway_graph.formats.graph_layout import with_points
from pathway_graph.formats.raw import Decoded, Encoded, json_bytes
from pathway_graph.formats.report import Report, Tally
from pathway_graph.formats.ways import point
from pathway_graph.model import Network
from pathway_graph.model.values import brief


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
    elif elements is None and isinstance(document, dict) and {"nodes", "edges"} & document.keys():
        elements = document  # what Cytoscape.js takes as its elements
    if not isinstance(elements, dict):
        raise raw.wrong(1, "there are no 'elements'", "a Cytoscape.js document has elements: {nodes, edges}")
    nodes, edges = _items(raw, elements, "nodes"), _items(raw, elements, "edges")
    unique_nodes(raw, nodes, "elements.nodes")
    for at, item in enumerate(nodes):
        data = dict(item)
        identifier = str(data.pop("id"))
        data.pop("SUID", None)
        graph.nodes[identifier] = PlainNode(identifier, data, path=f"elements.nodes[{at}]")
    problems = []
    is_directed = not (isinstance(document, dict) and document.get("directed") is False)  # as networkx writes it
    for at, item in enumerate(edges):
        data = {key: value for key, value in item.items() if key not in ("id", "SUID")}
        ends = str(data.pop("source", "")), str(data.pop("target", ""))
        path = f"elements.edges[{at}]"
        problems += [Problem(raw.shown, 0, f"an edge's end {brief(end)} is no node", "add the node", path)
                     for end in ends if end not in graph.nodes]  # fmt: skip
        graph.edges.append(PlainEdge(*ends, data, path=path, is_directed=is_directed))
    if problems:
        raise raw.errors(problems)
    for item in elements.get("nodes", []):
        node, position = graph.nodes[str(item["data"]["id"])], item.get("position")
        node.place = point(position.get("x"), position.get("y")) if isinstance(position, dict) else None
        node.parent = str(node.data.pop("parent", "") or "")
    return network_from(raw, "cytoscape", graph, tally)


def dump(network: Network) -> Encoded:
    """Write the elements; lists are JSON text, claims and the other parts stand in ``data``."""
    graph = graph_of(network)
    nodes: list[dict[str, Any]] = [{"data": {"id": node.id, **node.data}} for node in graph.nodes.values()]
    with_points(network, nodes, graph.nodes, nested=True)
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
    found, problems = [], []
    for number, item in enumerate(items):
        if isinstance(item, dict) and isinstance(item.get("data"), dict):
            found.append(item["data"])
        else:
            path = f"elements.{name}[{number}]"
            problems.append(Problem(raw.shown, 0, "it has no 'data'", "each element has data: {id, …}", path))
    if problems:
        raise raw.errors(problems)
    return found
