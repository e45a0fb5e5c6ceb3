"""Places of nodes in files of graphs: read into a diagram of the data set, written from one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pathway_graph.formats.boxes import frame_of, in_order, places_of, round_boxes
from pathway_graph.formats.builder import Collection
from pathway_graph.formats.drawn import edges_of
from pathway_graph.formats.ways import Course, ways_of
from pathway_graph.model import Diagram, DiagramNode, Network
from pathway_graph.model.plane import Box


def add_diagram(
    collection: Collection,
    places: Mapping[str, tuple[float, float]],
    parents: Mapping[str, str],
    ids: Mapping[str, str],
    claims: Sequence[tuple[str, Course | None]],
) -> None:
    """Add the diagram of a graph whose nodes have places; nothing for one without.

    Args:
        collection: Where to.
        places: The middle of each node that is placed, by its id in the file.
        parents: The node that a node lies in, which is drawn as a frame round it.
        ids: The entity of each node.
        claims: Those that its edges state, empty for none, each with the course of its line.
    """
    boxes = {node: Box(*place) for node, place in places.items()}
    if not boxes:
        return
    inside: dict[str, list[str]] = {}
    for node, parent in parents.items():
        if parent in ids:
            inside.setdefault(parent, []).append(node)
    frames = []
    for parent, children in sorted(inside.items()):
        box = round_boxes(Box(boxes[one].x, boxes[one].y, 60, 30) for one in children if one in boxes)
        if box is not None:
            name = collection.entities[ids[parent]].name
            frames.append(frame_of("group", box, name, "rounded", [ids[one] for one in children]))
    placed = places_of((ids[node], box) for node, box in boxes.items() if node not in inside)
    source = collection.source
    title = source.title or source.id
    shown = {*ids.values()}
    edges = edges_of(collection.claims[claim] for claim, _ in claims if claim)
    ways = ways_of(([claim], course) for claim, course in claims if claim and course is not None)
    nodes = sorted(shown | {end for edge in edges for end in (edge.source, edge.target)})
    collection.diagrams.append(
        Diagram(
            source.id, source.id, title, nodes=tuple(map(DiagramNode, nodes)), edges=edges, places=placed,
            frames=in_order(frames), ways=ways, source=source.id,
        )
    )  # fmt: skip
    collection.tally.kept("places", len(placed))
    collection.tally.kept("frames", len(frames))
    collection.tally.kept("ways of lines", len(ways))


def points_of(network: Network) -> Mapping[str, tuple[float, float]]:
    """Return the place of each entity in the only diagram that has places, the first one of several; else nothing.

    Where a network has several drawings, none of them is the picture of it all: export one with ``--diagram``.
    """
    placed = [diagram for diagram in network.diagrams if diagram.places]
    found: dict[str, tuple[float, float]] = {}
    for place in placed[0].places if len(placed) == 1 else ():
        found.setdefault(place.node, (place.x, place.y))
    return found


def with_points(network: Network, nodes: Sequence[dict[str, Any]], ids: Iterable[str], *, nested: bool) -> None:
    """Give nodes that are about to be written the places that the network's only drawing has of them.

    Args:
        network: The network.
        nodes: The nodes, which are changed.
        ids: The entity of each.
        nested: Write ``position: {x, y}``, as Cytoscape.js does, and not ``x`` and ``y``.
    """
    points = points_of(network)
    for node, identifier in zip(nodes, ids, strict=True):
        if identifier in points:
            x, y = points[identifier]
            node.update({"position": {"x": x, "y": y}} if nested else {"x": x, "y": y})
