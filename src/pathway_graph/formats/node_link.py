"""Node-link JSON of networkx (``edges`` or ``links``): everything of the model goes out and comes back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pathway_graph.errors import Problem
from pathway_graph.formats.attribute_graph import (
    PlainEdge,
    PlainGraph,
    PlainNode,
    graph_of,
    id_text,
    network_from,
    unique_nodes,
    written,
)
from pathway_graph.formats.raw import Decoded, Encoded, json_bytes
from pathway_graph.formats.report import Report, Tally
from pathway_graph.formats.shapes import check_shape
from pathway_graph.model import Network
from pathway_graph.model.values import brief


def parse(raw: Decoded) -> tuple[Network, Report]:
    """Read the graph: a network that was written here without loss, others by their usual attribute names.

    Edges of a graph that is not directed state no direction and so no sign.

    Raises:
        InputError: It is no node-link document, or edges have ends that are no nodes; all of them are told.
    """
    document = raw.json()
    name = _edges_name(raw, document)
    check_shape(raw, document, {"nodes": [{}], name: [{}], "graph": ({}, [object]), "directed": bool,
                                "multigraph": bool})  # fmt: skip
    graph, tally = PlainGraph(), Tally()
    about = document.get("graph", {})
    graph.data = dict(about) if isinstance(about, dict) else {}
    nodes: list[dict[str, Any]] = document["nodes"]
    named = _with_ids(nodes, tally)
    unique_nodes(raw, named, "nodes")
    for at, node in enumerate(named):
        identifier = id_text(node["id"])
        graph.nodes[identifier] = PlainNode(
            identifier, {k: v for k, v in node.items() if k != "id"}, path=f"nodes[{at}]"
        )
    _add_edges(raw, graph, document, name, tally)
    return network_from(raw, "node-link", graph, tally)


def _add_edges(raw: Decoded, graph: PlainGraph, document: dict[str, Any], name: str, tally: Tally) -> None:
    edges: list[dict[str, Any]] = document[name]
    ids = list(graph.nodes)
    counts = _are_numbers(edges, graph.nodes, len(ids))
    if counts:
        tally.changed("edges", "their ends are places in the list of nodes, from 0", count=len(edges))
    problems = []
    for at, edge in enumerate(edges):
        path = f"{name}[{at}]"
        source, target = (ids[edge[end]] if counts else id_text(edge.get(end)) for end in ("source", "target"))
        for which, end in (("source", source), ("target", target)):
            if end not in graph.nodes:
                problems.append(_no_node(raw, path, which, end))
        data = {key: value for key, value in edge.items() if key not in ("source", "target")}
        if document.get("multigraph") and isinstance(data.get("key"), int):
            del data["key"]  # the number that networkx gives to parallel edges
        is_directed = document.get("directed", True)
        graph.edges.append(PlainEdge(source, target, data, path=path, is_directed=is_directed))
    if problems:
        raise raw.errors(problems)


def _edges_name(raw: Decoded, document: Any) -> str:
    """Return the key under which the edges stand: networkx writes ``edges`` since 3.4, ``links`` before."""
    names = [name for name in ("edges", "links") if isinstance(document, dict) and name in document]
    if not isinstance(document, dict) or "nodes" not in document or not names:
        hint = "write it with networkx.node_link_data, or say another --format"
        raise raw.wrong(1, "there are no 'nodes' and 'edges' (or 'links')", hint)
    if len(names) > 1:
        raise raw.wrong(0, "there are both 'edges' and 'links'", "keep the one that holds the edges")
    return names[0]


def _with_ids(nodes: Sequence[dict[str, Any]], tally: Tally) -> Sequence[dict[str, Any]]:
    """Return the nodes with an id each: where none has one, as d3 writes them, their name or place is it."""
    if not nodes or any("id" in node for node in nodes):
        return nodes
    tally.changed("nodes", "they have no id: their name, or place in the list, is taken for it", count=len(nodes))
    return [{"id": node.get("name", at), **node} for at, node in enumerate(nodes)]


def _are_numbers(edges: Sequence[dict[str, Any]], nodes: dict[str, PlainNode], count: int) -> bool:
    """Whether the edges name their ends by place, as d3 and networkx 1 write it: no end is an id, all are places."""
    ends = [edge.get(end) for edge in edges for end in ("source", "target")]
    are_places = all(type(end) is int and 0 <= end < count for end in ends)
    return bool(ends) and are_places and not any(str(end) in nodes for end in ends)


def _no_node(raw: Decoded, path: str, which: str, end: str) -> Problem:
    message = f"{which} {brief(end)} is no node" if end else f"the edge has no {which}"
    return Problem(raw.shown, 0, message, "add the node, or correct the edge", path)


def dump(network: Network) -> Encoded:
    """Write what ``networkx.node_link_graph`` reads; lists are JSON text, claims and other parts stand at the graph."""
    graph = graph_of(network)
    document = {
        "directed": True, "multigraph": True, "graph": graph.data,
        "nodes": [{**node.data, "id": node.id} for node in graph.nodes.values()],
        "edges": [{**edge.data, "source": edge.source, "target": edge.target, "key": edge.data["relation"]}
                  for edge in graph.edges],
    }  # fmt: skip
    return Encoded({"": json_bytes(document)}, written(network, "node-link"))
