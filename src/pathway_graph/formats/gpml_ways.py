"""Where a GPML drawing leads its lines: straight, in pieces, at right angles or in curves, as PathVisio draws them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

from pathway_graph.formats.gpml_parts import GpmlDrawing, Line
from pathway_graph.formats.ways import FAR, Course, from_share, joined, ways_of
from pathway_graph.model import DiagramWay
from pathway_graph.model.plane import Box, Spot

Hop = tuple[Line, str, bool]
"""A part of the way that a line takes along another one: that line, the anchor, and whether it goes on to its end."""
Hops = tuple[Hop, ...]
_EAST, _WEST, _NORTH, _SOUTH = (1, 0), (-1, 0), (0, -1), (0, 1)
"""Which way a line leaves what it ends at: x grows to the right and y downward."""
Side = tuple[int, int]
_BENT: Final = ("segmented", "elbow", "curved")
_OUT: Final = 20.0
"""How far from its ends a line at right angles first turns, where nobody moved it."""
_LEVEL: Final = math.tan(math.radians(30))
"""A line with less of a slope counts as level, or as upright."""


@dataclass(slots=True)
class Ends:
    """What one end of a line stands for, through what it was found, and along which other lines it is reached.

    It *is reversible* where it is on a line that has two heads.
    """

    entities: list[str]
    through: set[str] = field(default_factory=set)
    groups: list[str] = field(default_factory=list)
    on: str = ""
    on_relation: str = ""
    hops: dict[str, Hops] = field(default_factory=dict)
    is_reversible: bool = False

    def way(self, entity: str) -> Hops:
        """Return along which lines an entity is reached; a group as its first member."""
        return self.hops.get(entity) or next(iter(self.hops.values()), ())


def reached(line: Line, anchor: str, ends: Sequence[tuple[str, Ends]]) -> dict[str, Hops]:
    """Return along which lines the entities at ends of a line are reached from an anchor on it.

    Args:
        line: The line.
        anchor: The anchor.
        ends: What an end refers to, with what it stands for.
    """
    found: dict[str, Hops] = {}
    for ref, end in ends:
        for entity in end.entities:
            found.setdefault(entity, ((line, anchor, ref == line.ends[1]), *end.way(entity)))
    return found


class DrawnWays:
    """The ways of the lines of a drawing, each for the claims that are read of it.

    Args:
        drawing: The drawing.
    """

    def __init__(self, drawing: GpmlDrawing) -> None:
        self.drawing = drawing
        self.box_of: Callable[[str], Box | None] = _nowhere
        self.taken: dict[tuple[int, bool, Hops, Hops], tuple[Line, list[str]]] = {}
        self.known: dict[int, Course | None] = {}
        self.resolving: set[int] = set()

    def note(self, line: Line, claim: str, hops: tuple[Hops, Hops], *, is_back: bool) -> None:
        """Note that a claim is read of a line, from its end to its start if *is_back*.

        Args:
            line: The line.
            claim: The claim.
            hops: Along which other lines its source and its target are reached.
            is_back: Whether the line's last point is at the source.
        """
        found = self.taken.setdefault((id(line), is_back, *hops), (line, []))
        found[1].append(claim)

    def ways(self, box_of: Callable[[str], Box | None]) -> tuple[DiagramWay, ...]:
        """Return the ways, of lines whose points are stated; *box_of* gives the box of what has an id."""
        self.box_of = box_of
        try:
            whole = ((claims, self._whole(line, *key[1:])) for key, (line, claims) in self.taken.items())
            return ways_of((claims, course) for claims, course in whole if course is not None)
        finally:
            self.box_of = _nowhere  # what gives boxes holds this: the file would stay in memory

    def _whole(self, line: Line, is_back: bool, before: Hops, behind: Hops) -> Course | None:
        own = self.course(line)
        if own is None:
            return None
        own = own.back() if is_back else own
        if not before and not behind:
            return own
        to_source, to_target = list(map(self._hop, before)), list(map(self._hop, behind))
        parts = [*(part.back() for part in reversed(to_source) if part), own, *(part for part in to_target if part)]
        return joined(parts) if len(parts) == len(before) + len(behind) + 1 else None

    def _hop(self, hop: Hop) -> Course | None:
        """Return the way from an anchor along its line."""
        line, anchor, to_end = hop
        course = self.course(line)
        return from_share(course, self.drawing.shares.get(anchor, 0.5), to_end=to_end) if course else None

    # The course of one line ----------------------------------------------------------------------------------

    def course(self, line: Line) -> Course | None:
        """Return where a line runs; None where its points are not stated, or it hangs on itself."""
        key = id(line)
        if key not in self.known:
            if key in self.resolving:
                return None
            self.resolving.add(key)
            self.known[key] = self._course(line)
            self.resolving.discard(key)
        return self.known[key]

    def _course(self, line: Line) -> Course | None:
        if len(line.points) < 2:
            return None
        start, end = self._end(line, 0), self._end(line, -1)
        if start is None or end is None:
            return None
        kind = _connector(line.points[0])
        if kind not in _BENT:
            return Course((start, end))
        inner = [_spot(point) for point in line.points[1:-1]]
        points = [start, *(spot for spot in inner if spot), end]
        if kind == "segmented":
            return Course(tuple(points))
        corners = elbow(points, *self._sides(line, points))
        if kind == "elbow":
            return joined([Course(tuple(corners))])
        return Course(tuple(_curve(corners)), is_curved=True)

    def _end(self, line: Line, place: int) -> Spot | None:
        """Return where an end of a line is: by its place on what it refers to, else as stated."""
        ref, point = line.ends[place], line.points[place]
        if ref in self.drawing.anchors:
            other = self.course(self.drawing.anchors[ref])
            return other.at_share(self.drawing.shares.get(ref, 0.5))[1] if other else _spot(point)
        box = self.box_of(ref) if ref else None
        if box is None:
            return _spot(point)
        if (on := _rel(point)) is not None:
            return box.x + on[0] * box.width / 2, box.y + on[1] * box.height / 2
        spot = _spot(point)
        return box.nearest(spot) if spot else None

    def _sides(self, line: Line, points: Sequence[Spot]) -> tuple[Side, Side]:
        found = []
        for place, free in ((0, _WEST), (-1, _EAST)):
            ref, point, at = line.ends[place], line.points[place], points[place]
            box = self.box_of(ref)
            if ref in self.drawing.anchors:
                found.append(self._side_at_anchor(ref, points))
            elif (on := _rel(point)) is not None and ref:
                found.append(_side(*on))
            elif box is not None and box.width and box.height:
                found.append(_side((at[0] - box.x) / box.width, (at[1] - box.y) / box.height))
            else:
                found.append(free)
        return found[0], found[1]

    def _side_at_anchor(self, ref: str, points: Sequence[Spot]) -> Side:
        """Return how a line leaves another one: across it."""
        other = self.drawing.anchors[ref]
        course = self.course(other)
        if course is not None and _connector(other.points[0]) in ("elbow", "curved"):
            corners = course.straight()
            place, _ = course.at_share(self.drawing.shares.get(ref, 0.5))
            (x, y), (on_x, on_y) = corners[place], corners[place + 1]
            return _side(_sign(on_y - y), _sign(on_x - x))
        (x, y), (end_x, end_y) = points[0], points[-1]
        side = _side(x - end_x, y - end_y)
        if course is not None:
            (x, y), (end_x, end_y) = course.points[0], course.points[-1]
            wide, high = abs(end_x - x), abs(end_y - y)
            if (high <= wide * _LEVEL) if side[0] else (wide <= high * _LEVEL):
                return -side[1], side[0]  # a quarter of a turn clockwise
        return side


def _nowhere(_: str) -> Box | None:
    return None


def elbow(points: Sequence[Spot], first: Side, last: Side) -> list[Spot]:
    """Return the corners of a line at right angles.

    Args:
        points: Its ends, and between them the points that its inner parts run through; where they are not as many as
            the line has inner parts, PathVisio does not use them.
        first: Which way it leaves its start.
        last: Which way it leaves its end, seen from there.

    >>> elbow([(0, 0), (100, 50)], (1, 0), (0, -1))
    [(0, 0), (100, 0), (100, 50)]
    >>> elbow([(0, 0), (70, 25), (100, 50)], (1, 0), (-1, 0))
    [(0, 0), (70, 0), (70, 50), (100, 50)]
    >>> elbow([(0, 0), (100, 50)], (1, 0), (-1, 0))
    [(0, 0), (20.0, 0), (20.0, 50), (100, 50)]
    """
    start, end = points[0], points[-1]
    count = _inner(start, end, first, last)
    inner = list(points[1:-1])
    if len(inner) != count:
        inner = _usual(start, end, first, last, count)
    corners, level = [start], bool(first[0])
    for spot in [*inner, end]:
        x, y = corners[-1]
        corners.append((spot[0], y) if level else (x, spot[1]))
        level = not level
    return [*corners, end]


def _inner(start: Spot, end: Spot, first: Side, last: Side) -> int:
    """Return how many inner parts a line at right angles has: none if both ends look at one corner."""
    across, down = end[0] - start[0], end[1] - start[1]
    ahead = first[0] * across + first[1] * down
    behind = -(last[0] * across + last[1] * down)
    if bool(first[0]) != bool(last[0]):
        return 0 if ahead >= 0 and behind >= 0 else 2
    return 3 if first != last and ahead <= 0 else 1


def _usual(start: Spot, end: Spot, first: Side, last: Side, count: int) -> list[Spot]:
    """Return what the inner parts run through where nobody moved them."""
    if count == 1:
        return [_out(start, end, first)]
    if count == 2:
        shift = _OUT * (last[0] + last[1])
        one = _out(start, (end[0] + shift, end[1] + shift), first)
        return [one, _out(end, one, last)]
    if count == 3:
        middle = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
        return [_out(start, middle, first), middle, _out(end, middle, last)]
    return []


def _out(start: Spot, end: Spot, side: Side) -> Spot:
    """Return the middle of a part across, a little out of where a line starts."""
    if side[0]:
        return start[0] + _OUT * side[0], (start[1] + end[1]) / 2
    return (start[0] + end[0]) / 2, start[1] + _OUT * side[1]


def _curve(corners: Sequence[Spot]) -> Iterator[Spot]:
    """Yield the points of the cubic curves of a line that would have these corners at right angles.

    Each piece ends in the middle of an inner part, from where the last one leads to the end.
    """
    yield corners[0]
    at = corners[0]
    for one, other in pairwise(corners[1:-1]):
        middle = (one[0] + other[0]) / 2, (one[1] + other[1]) / 2
        yield from (at, one, middle)
        at = middle
    yield from (corners[-2], corners[-1], corners[-1])


def _side(x: float, y: float) -> Side:
    if abs(x) > abs(y):
        return _EAST if x > 0 else _WEST
    return _SOUTH if y > 0 else _NORTH


def _sign(number: float) -> int:
    return (number > 0) - (number < 0)


def _spot(point: Any) -> Spot | None:
    """Return where a point is; GPML before 2010a and since 2021 writes these names in small letters."""
    return _pair(point.get("X") or point.get("x"), point.get("Y") or point.get("y"))


def _rel(point: Any) -> Spot | None:
    """Return where a point is on the box it refers to, from -1 to 1 on each axis; None where it does not say."""
    return _pair(point.get("RelX") or point.get("relX"), point.get("RelY") or point.get("relY"))


def _pair(x: str | None, y: str | None) -> Spot | None:
    if x is None or y is None:
        return None
    try:
        across, down = float(x), float(y)
    except ValueError:
        return None
    return (across, down) if abs(across) < FAR and abs(down) < FAR else None  # not true of what is no number


def _connector(point: Any) -> str:
    """Return the kind of a line, in small letters; empty for a straight one."""
    holder = point.getparent()
    if kind := holder.get("ConnectorType"):
        return str(kind).lower()
    if point.get("X") is None:  # since 2021 points stand beside the graphics
        for graphics in (*holder.itersiblings("{*}Graphics"), *holder.itersiblings("{*}Graphics", preceding=True)):
            return str(graphics.get("connectorType") or "").lower()
    return ""
