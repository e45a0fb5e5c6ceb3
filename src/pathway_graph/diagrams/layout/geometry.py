"""What a layout is asked and what it answers: sizes and links in, places and lines out; points, y grows downward."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pathway_graph.model.plane import Box, Spot, straightened

Direction = Literal["down", "right"]


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height of a box or of a label, in points."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Link:
    """A line to be drawn (source -> target).

    Attributes:
        id: Unique among the links.
        label: Size of the text on it, or None.
        bundle: Links of one source, or of one target, that have the same bundle may run on one line; empty for none.
        width: How wide it is where several lines run beside each other in it, in points.
        sign: +1, -1, 0, or None where it has none or several: lines of one sign stand together.
        many: Edges that are drawn on it: each crosses what the line crosses.
    """

    id: str
    source: str
    target: str
    label: Size | None = None
    bundle: str = ""
    width: float = 0.0
    sign: int | None = None
    many: int = 1


@dataclass(frozen=True, slots=True)
class Way:
    """Where a line is to run: its corners, and the boxes of nodes or frames that it begins and ends at."""

    points: tuple[Spot, ...]
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be laid out.

    Attributes:
        sizes: Size of each node, by its id, in the order of the drawing.
        links: Lines between nodes, at most one for each ordered pair.
        group_of: The frame that a node stands in, by the id of the node; a node without one is in none.
        groups: The frames from top to bottom (compartments).
        titles: Size of the title of a frame.
        thin: Frames that are drawn as a membrane where their nodes stand in one row.
        beside: Pairs of nodes that belong side by side: a state and what it is a state of.
        places: Centres of nodes that are given, in points; None where the layout is to find all of them.
        drawn: Sizes that nodes had at these places; boxes that met there already may do so.
        frames: Frames of a drawing whose places are given, by any name.
        ways: Where lines are to run between these places, by the id of the link.
        around: Nodes that are drawn round others: lines may run over them.
        attached: Nodes that are drawn on the border of another one, and that one: lines of each may run over the other.
        width: How wide the whole is to be, in points, or None.
        most: How wide the whole may be so that its type can be read, in points, or None; as far as that can be.
        direction: Where links lead to.
        names: What stands in each node, to sort by.
        ratio: Width to height that steps in columns are to come near to, or None.
    """

    sizes: Mapping[str, Size]
    links: tuple[Link, ...]
    group_of: Mapping[str, str]
    groups: tuple[str, ...] = ()
    titles: Mapping[str, Size] | None = None
    thin: frozenset[str] = frozenset()
    beside: tuple[tuple[str, str], ...] = ()
    places: Mapping[str, Spot] | None = None
    drawn: Mapping[str, Size] | None = None
    frames: Mapping[str, Box] | None = None
    ways: Mapping[str, Way] | None = None
    around: frozenset[str] = frozenset()
    attached: Mapping[str, str] | None = None
    width: float | None = None
    most: float | None = None
    direction: Direction = "down"
    names: Mapping[str, str] | None = None
    ratio: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """Where a line runs, from the border of its source to the border of its target.

    Attributes:
        points: Corners of a polyline, the first at the source.
        label: Centre of its text, or None.
        is_curved: The points are those of cubic Bezier curves: a start, then three for each piece.
    """

    points: tuple[Spot, ...]
    label: Spot | None = None
    is_curved: bool = False

    def moved(self, right: float, down: float) -> Line:
        """Return the line with all that belongs to it so far to the right and down.

        >>> Line(((0, 0), (1, 0)), (5, 5)).moved(1, 2)
        Line(points=((1, 2), (2, 2)), label=(6, 7), is_curved=False)
        """
        label = (self.label[0] + right, self.label[1] + down) if self.label else None
        return Line(tuple((x + right, y + down) for x, y in self.points), label, self.is_curved)

    def straight(self, steps: int = 6) -> list[Spot]:
        """Return its corners, those of a curve by so many straight parts for each piece."""
        return straightened(self.points, steps) if self.is_curved else list(self.points)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything stands; the same request gives the same layout.

    Attributes:
        width: Of the whole, in points.
        boxes: Place of each node.
        lines: Course of each link, by the id of the link.
        frames: Place of each group.
        titles: Centre of the title of each frame.
    """

    width: float
    height: float
    boxes: Mapping[str, Box]
    lines: Mapping[str, Line]
    frames: Mapping[str, Box]
    titles: Mapping[str, Spot] | None = None
