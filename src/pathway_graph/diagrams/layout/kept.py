"""Keep the ways that lines are given: from border to border of boxes that grew or moved, heads beside each other."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from pathway_graph.diagrams.layout.geometry import Line, Way
from pathway_graph.diagrams.outline import beside
from pathway_graph.model.plane import Box, Spot, border, distance_from, length

_NEAR: Final = 0.6
"""So near, in points, is the same place."""
_LEAST: Final = 6.0
"""A line shorter than that says nothing: one for it is found otherwise."""
_LANE: Final = 11.0
"""How far lines that come to one end along each other are apart: their arrowheads stand beside each other."""
Points = list[Spot]


def kept(
    ways: Mapping[str, Way], was: Mapping[str, Box], now: Mapping[str, Box], nodes: Collection[str]
) -> dict[str, Line]:
    """Return the ways of lines as their courses; one between two nodes that meet has none.

    Args:
        ways: The ways, by the ids of links.
        was: The boxes that they were given with.
        now: The same boxes where they stand.
        nodes: Those of the boxes that are nodes, and not frames.
    """
    found: dict[str, Points] = {}
    for name, way in ways.items():
        source, target = now[way.source], now[way.target]
        points = _followed(list(way.points), was.get(way.source), source)
        points = _followed(points[::-1], was.get(way.target), target)[::-1]
        clipped = _clipped(_clipped(points, source)[::-1], target)[::-1]
        if length(clipped) >= _LEAST:
            found[name] = clipped
        elif not {way.source, way.target} <= {*nodes}:  # it stands for arrows of several nodes: none may lead it
            found[name] = points if length(points) >= _LEAST else [(source.x, source.y), (target.x, target.y)]
    _move_apart(found, {name: now[way.target] for name, way in ways.items()})
    return {name: Line(tuple(points)) for name, points in found.items()}


def _followed(points: Points, was: Box | None, now: Box) -> Points:
    """Return a line whose box at its start has moved: its first part goes with it, level or upright as it was."""
    if was is None or (was.x, was.y) == (now.x, now.y):
        return points
    right, down = now.x - was.x, now.y - was.y
    (x, y), (next_x, next_y) = points[0], points[1]
    first = (x + right, y + down)
    if len(points) == 2:
        return [first, points[1]]
    if abs(y - next_y) < _NEAR:
        return [first, (next_x, next_y + down), *points[2:]]
    if abs(x - next_x) < _NEAR:
        return [first, (next_x + right, next_y), *points[2:]]
    return [first, *points[1:]]


def _clipped(points: Points, box: Box) -> Points:
    """Return what of a line is outside of the box that it starts at, from the border; none of one that never leaves."""
    inside = 0
    while inside < len(points) and box.holds(points[inside], _NEAR):
        inside += 1
    if inside == len(points):
        return points[-1:]
    if not inside:  # it starts off its box
        return [box.nearest(points[0]), *points]
    first = border(box, points[inside - 1], points[inside])
    return [first, *points[inside:]]


# Several lines that go on as one ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Joining:
    """A line that comes to another one at a corner, and goes on along it to one end.

    Attributes:
        corner: The place of that corner.
        side: +1 where it comes from the right of that line, else -1.
        long: How far it runs along it.
    """

    name: str
    corner: int
    side: int
    long: float


def _move_apart(lines: dict[str, Points], ends: Mapping[str, Box]) -> None:
    """Move what runs along another line aside, the one that joins last farthest: none crosses another for that."""
    together: dict[tuple[int, int], list[str]] = {}
    for name, points in lines.items():
        together.setdefault((round(points[-1][0]), round(points[-1][1])), []).append(name)
    for names in together.values():
        found = [one for name in names if len(names) > 1 and (one := _joining(name, names, lines))]
        lanes = {1: 0, -1: 0}
        for one in sorted(found, key=lambda one: (-one.long, one.name)):
            lanes[one.side] += 1
            points = lines[one.name]
            aside = beside(Line(tuple(points[one.corner :])), one.side * lanes[one.side] * _LANE).points
            last = border(ends[one.name], aside[-1], aside[-2]) if len(aside) > 1 else aside[-1]
            lines[one.name] = [*points[: one.corner], *aside[:-1], last]


def _joining(name: str, names: Sequence[str], lines: Mapping[str, Points]) -> _Joining | None:
    """Return where a line joins one of others; None for the one that they join, and for one alone."""
    points = lines[name]
    best: _Joining | None = None
    for other in names:
        if other == name:
            continue
        corner = len(points) - 1
        while corner > 0 and _lies_on(points[corner - 1], points[corner], lines[other]):
            corner -= 1
        long = length(points[corner:])
        if corner == 0 or long < _LANE or (best and best.long >= long):
            continue
        before, at, behind = points[corner - 1], points[corner], points[corner + 1]
        turn = (behind[0] - at[0]) * (at[1] - before[1]) - (behind[1] - at[1]) * (at[0] - before[0])
        ways = math.dist(at, before) * math.dist(behind, at)
        if abs(turn) > 0.1 * ways:  # else the other one joins this
            best = _Joining(name, corner, -1 if turn > 0 else 1, long)
    return best


def _lies_on(start: Spot, end: Spot, line: Sequence[Spot]) -> bool:
    """Say whether a straight part lies on parts of a line."""
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    return all(any(distance_from(part, spot) < _NEAR for part in pairwise(line)) for spot in (start, middle, end))
