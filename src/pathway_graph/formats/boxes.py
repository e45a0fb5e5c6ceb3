"""Boxes of a drawing as places and frames of a diagram, for every format that says where its nodes are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from pathway_graph.model import DiagramFrame, DiagramPlace
from pathway_graph.model.plane import Box, extent

_PADDING: Final = 8.0
"""What PathVisio draws a group of 2013a larger than its members, on each side."""


def round_boxes(boxes: Iterable[Box]) -> Box | None:
    """Return the box of a group that states none: what its members take up, and a margin.

    >>> round_boxes([Box(10, 10, 20, 20), Box(50, 10, 20, 20)])
    Box(x=30.0, y=10.0, width=76.0, height=36.0)
    """
    some = list(boxes)
    return Box.between(*extent(some)).grown(_PADDING) if some else None


def places_of(boxes: Iterable[tuple[str, Box | None]]) -> tuple[DiagramPlace, ...]:
    """Return the places of entities, each as often as it is drawn, in order of the entities."""
    found = {
        DiagramPlace(entity, *(round(side, 2) for side in (box.x, box.y, box.width, box.height)))
        for entity, box in boxes
        if box is not None
    }
    return tuple(sorted(found, key=lambda place: (place.node, place.x, place.y, place.width, place.height)))


def frame_of(
    kind: str, box: Box, name: str = "", outline: str = "rectangle", members: Sequence[str] = ()
) -> DiagramFrame:
    """Return a frame with rounded sides."""
    x, y, width, height = (round(side, 2) for side in (box.x, box.y, box.width, box.height))
    return DiagramFrame(kind, x, y, width, height, name, outline, tuple(sorted(set(members))))


def in_order(frames: Iterable[DiagramFrame]) -> tuple[DiagramFrame, ...]:
    """Return frames from the largest to the smallest, as they lie upon each other, the same for the same frames."""
    return tuple(
        sorted(
            dict.fromkeys(frames),
            key=lambda one: (-one.width * one.height, one.kind, one.x, one.y, one.name, one.members),
        )
    )
