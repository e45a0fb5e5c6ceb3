"""What a diagram may say of its nodes and of their places in the drawing that it was taken from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from pathway_graph.model.documents import Diagram
from pathway_graph.model.values import brief

_NUMBER: Final = r"-?\d{1,9}(?:\.\d{1,9})?"
_POINTS: Final = re.compile(rf"{_NUMBER},{_NUMBER}(?: {_NUMBER},{_NUMBER})*")


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
    stated = {claim for edge in diagram.edges for claim in edge.claims} if diagram.ways else set()
    for way in diagram.ways:
        if loose := [claim for claim in way.claims if claim not in stated]:
            yield "ways", f"no arrow of the diagram rests on claim {brief(loose[0])}", "name it under edges:"
        corners = len(way.points.split()) if isinstance(way.points, str) and _POINTS.fullmatch(way.points) else 0
        if corners < 2:
            yield "ways", f"{brief(way.points)} are no corners of a line", 'write x,y twice or more: "130,80 130,200.5"'
        elif way.curved and corners % 3 != 1:
            yield "ways", f"a curve has {corners} points", "write its start, then three for each piece"
    for field, boxes in (("places", diagram.places), ("frames", diagram.frames)):
        for box in boxes:
            if any(isinstance(size, int | float) and size < 0 for size in (box.width, box.height)):
                yield field, "a size is below 0", "write 0 where it is not known"
