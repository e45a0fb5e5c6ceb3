"""What a layout is asked and what it answers: sizes and links in, places and lines out; points, y grows downward."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Spot = tuple[float, float]
"""A place: x to the right and y downward, in points (1/72 inch)."""


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height of a box or of a label, in points."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: its centre, width and height, in points."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Link:
    """A line to be drawn (source -> target).

    Attributes:
        id: Unique among the links.
        label: Size of the text on it, or None.
        sign: +1, -1, 0 or None, where lines of one sign are to stand together.
    """

    id: str
    source: str
    target: str
    label: Size | None = None
    sign: int | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be laid out.

    Attributes:
        sizes: Size of each node, by its id, in the order of the drawing.
        links: Lines between nodes.
        group_of: The frame that a node stands in, by the id of the node; a node without one is in none.
        groups: The frames from top to bottom (compartments).
        titles: Size of the title of a frame.
    """

    sizes: Mapping[str, Size]
    links: tuple[Link, ...]
    group_of: Mapping[str, str]
    groups: tuple[str, ...] = ()
    titles: Mapping[str, Size] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """Where a line runs, from the border of its source to the border of its target.

    Attributes:
        points: Corners of a polyline, the first at the source.
        label: Centre of its text, or None.
        is_curved: The points are those of cubic Bezier curves, end to end: one, and three more for each.
    """

    points: tuple[Spot, ...]
    label: Spot | None = None
    is_curved: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything stands; the same request gives the same layout.

    Attributes:
        width: Of the whole, in points.
        boxes: Place of each node.
        lines: Course of each link, by the id of the link.
        frames: Place of each group.
    """

    width: float
    height: float
    boxes: Mapping[str, Box]
    lines: Mapping[str, Line]
    frames: Mapping[str, Box]
