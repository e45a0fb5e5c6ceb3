"""The courses of lines as straight parts, upright and level in turn; lines of one bundle have parts in common."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from pathway_graph.diagrams.layout.geometry import Link
from pathway_graph.diagrams.layout.grid import DOWN, LEFT, RIGHT, STEP, UP, Port
from pathway_graph.diagrams.layout.routes import Router
from pathway_graph.model.plane import Box


@dataclass(slots=True)
class Part:
    """A straight part of one line, or of several that share it there.

    Attributes:
        at: The line of the grid that it is on.
        low, high: Where it begins and ends along that line, in points of the grid's measure.
        half: Half of how wide it is.
        place: Its place on the axis across it.
    """

    at: int
    low: float
    high: float
    half: float
    place: int = -1


@dataclass(slots=True)
class Course:
    """The parts of a link from source to target, upright and level in turn."""

    link: Link
    parts: list[Part]
    is_upright: bool
    start: Port
    end: Port


@dataclass(slots=True)
class Item:
    """Something that takes room: its place on the axis, half of its width there, and what it spans across."""

    kind: str
    name: str
    place: int
    half: float
    low: float
    high: float
    begin: float


def course_of(router: Router, link: Link) -> Course:
    """Return the parts of a route on the grid, from border to border."""
    route, grid = router.routes[link.id], router.grid
    directions = [route.start.side, *router.directions(route.points), (route.end.side + 2) % 4]
    corners = [0, *(n for n in range(1, len(directions)) if directions[n] != directions[n - 1]), len(directions)]
    source, target = grid.boxes[link.source], grid.boxes[link.target]
    parts = []
    for begin, end in pairwise(corners):
        upright = directions[begin] in (UP, DOWN)
        spots = []
        for edge in (begin, end):
            column, row = grid.spot(route.points[min(max(edge - 1, 0), len(route.points) - 1)])
            spots.append((row if upright else column) * STEP)
        if begin == 0:
            spots[0] = _side(source, route.start.side)
        if end == len(directions):
            spots[1] = _side(target, route.end.side)
        column, row = grid.spot(
            route.points[min(begin, len(route.points) - 1)] if begin == 0 else route.points[begin - 1]
        )
        parts.append(Part(column if upright else row, min(spots), max(spots), link.width / 2))
    return Course(link, parts, directions[0] in (UP, DOWN), route.start, route.end)


def _side(box: Box, side: int) -> float:
    return {UP: box.top, DOWN: box.bottom, LEFT: box.left, RIGHT: box.right}[side]


def share(courses: Iterable[Course]) -> None:
    """Make one part of those of several lines that run along each other."""
    known: dict[tuple[bool, int], list[tuple[Part, list[tuple[Course, int]]]]] = {}
    for course in courses:
        for number, part in enumerate(course.parts):
            upright = (number % 2 == 0) == course.is_upright
            groups = known.setdefault((upright, part.at), [])
            users = [(course, number)]
            for group in [group for group in groups if min(group[0].high, part.high) - max(group[0].low, part.low) > 1]:
                part.low, part.high = min(part.low, group[0].low), max(part.high, group[0].high)
                part.half = max(part.half, group[0].half)
                users += group[1]
                groups.remove(group)
            for other, place in users:
                other.parts[place] = part
            groups.append((part, users))
