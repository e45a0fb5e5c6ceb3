"""What a diagram may say of its nodes and of their places in the drawing that it was taken from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pathway_graph.model.documents import Diagram
from pathway_graph.model.values import brief


def wrong_nodes(diagram: Diagram) -> Iterator[tuple[str, str, str]]:
    """Yield what is wrong with a diagram by itself: the field, what it is, and the way out.

    >>> from pathway_graph.model.documents import DiagramPlace
    >>> list(wrong_nodes(Diagram("d", "d", "D", places=(DiagramPlace("prot:A", 1.0, 2.0),))))
    [('places', "'prot:A' has a place and is not a node of the diagram", 'add it under nodes:')]
    """
    counts = Counter(node.entity for node in diagram.nodes)
    for entity, count in counts.items():
        if count > 1:
            yield "nodes", f"node {entity!r} is listed twice", ""
    for node in dict.fromkeys(place.node for place in diagram.places):
        if node not in counts:
            yield "places", f"{brief(node)} has a place and is not a node of the diagram", "add it under nodes:"
    for frame in diagram.frames:
        for member in frame.members:
            if member not in counts:
                what = f"{brief(member)} belongs to a frame and is not a node of the diagram"
                yield "frames", what, "add it under nodes:"
    for field, boxes in (("places", diagram.places), ("frames", diagram.frames)):
        for box in boxes:
            if any(isinstance(size, int | float) and size < 0 for size in (box.width, box.height)):
                yield field, "a size is below 0", "write 0 where it is not known"
