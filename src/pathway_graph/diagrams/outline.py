"""Turn the course of a line into what Graphviz draws: round corners, room for the arrowhead, lines side by side."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from pathway_graph.diagrams.layout.geometry import Line
from pathway_graph.model.plane import Part, Spot, on_curve, towards

RADIUS: Final = 4.5
"""Of a corner, in points."""
_ROUND: Final = 0.45
"""How far the handles of a quarter of a circle are from its corner, in parts of its radius."""
_HEADS: Final = {"normal": 10.0, "vee": 10.0, "tee": 2.5, "diamond": 12.0, "dot": 8.0, "box": 7.5, "none": 0.0}
"""How long Graphviz draws arrowheads, at size 1."""
_ALONG: Final = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8)
"""Where on a part of a line something may stand, best first."""
_HEAD: Final = re.compile(f"o?({'|'.join(_HEADS)})")


def length_of_head(name: str, size: float, pen: float) -> float:
    """Return how long an arrowhead is, in points.

    >>> length_of_head("teeodot", 1, 1)
    11.0
    """
    parts = [_HEADS[part] for part in _HEAD.findall(name)]
    return size * sum(parts) + pen / 2 if any(parts) else 0.0


def path_of(line: Line, head: float = 0.0) -> str:
    """Return a line as the ``pos`` of an edge, its last *head* points left to the arrowhead.

    >>> path_of(Line(((0, 0), (0, 30))), 10)
    'e,0.0,-30.0 0.0,0.0 0.0,0.0 0.0,-20.0 0.0,-20.0'
    """
    if line.is_curved:
        curve = list(line.points)
        tip = curve[-1]
        curve[-1] = _back(curve[-2] if curve[-2] != tip else curve[0], tip, head)
        return _written(curve, tip if head else None)
    points = _distinct(line.points)
    tip = points[-1]
    if head:
        points[-1] = _back(points[-2], tip, head)
    curve = [points[0]]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        radius = min(RADIUS, math.dist(before, corner) / 2, math.dist(corner, after) / 2)
        start, end = towards(corner, before, radius), towards(corner, after, radius)
        curve += [curve[-1], start, start]
        curve += [towards(corner, before, radius * _ROUND), towards(corner, after, radius * _ROUND), end]
    curve += [curve[-1], points[-1], points[-1]]
    return _written(curve, tip if head else None)


def beside(line: Line, offset: float) -> Line:
    """Return a line that runs *offset* points to the right of another one, as seen along it.

    >>> beside(Line(((0, 0), (0, 10), (10, 10))), 2).points
    ((-2.0, 0.0), (-2.0, 12.0), (10.0, 12.0))
    """
    points = _distinct(line.points)
    shifted = []
    for start, end in pairwise(points):
        long = math.dist(start, end)
        right = (-(end[1] - start[1]) / long * offset, (end[0] - start[0]) / long * offset)
        shifted.append(((start[0] + right[0], start[1] + right[1]), (end[0] + right[0], end[1] + right[1])))
    corners = [_meeting(one, other) for one, other in pairwise(shifted)]
    return Line((shifted[0][0], *corners, shifted[-1][1]), line.label)


def own_spots(line: Line, others: Iterable[Line]) -> Iterator[Spot]:
    """Yield spots on a line: on parts that no other one runs on, from the middle of the longest, then on all parts.

    >>> trunk = Line(((0, 0), (0, 50), (90, 50)))
    >>> [round(side) for side in next(own_spots(trunk, [Line(((0, 0), (0, 50), (30, 50), (30, 90)))]))]
    [60, 50]
    """
    if line.is_curved:
        middle = line.points[len(line.points) // 6 * 3 :][:4]
        yield from (on_curve(middle, share) for share in (0.5, 0.35, 0.65, 0.2, 0.8))
        return
    taken = [part for other in others for part in pairwise(other.points)]
    for some in (taken, ()):
        free = [
            (-(high - low) * math.dist(start, end), place, start, end, low, high)
            for place, (start, end) in enumerate(pairwise(line.points))
            for low, high in _free(start, end, some)
        ]
        for _, _, start, end, low, high in sorted(free):
            for share in _ALONG:
                at = low + (high - low) * share
                yield start[0] + (end[0] - start[0]) * at, start[1] + (end[1] - start[1]) * at


def _free(start: Spot, end: Spot, taken: Iterable[Part]) -> list[tuple[float, float]]:
    """Return what is left of a part, as shares of it, where no other part lies on it."""
    long = math.dist(start, end)
    if long < 1e-6:
        return []
    along = ((end[0] - start[0]) / long, (end[1] - start[1]) / long)
    left = [(0.0, 1.0)]
    for part in taken:
        ends = []
        for x, y in part:
            right, down = x - start[0], y - start[1]
            if abs(right * along[1] - down * along[0]) > 1:  # off the line
                break
            ends.append((right * along[0] + down * along[1]) / long)
        else:
            low, high = min(ends), max(ends)
            cut = [piece for a, b in left for piece in ((a, min(b, low)), (max(a, high), b))]
            left = [piece for piece in cut if piece[1] - piece[0] > 1e-6]
    return left


def _meeting(one: Part, other: Part) -> Spot:
    """Return where two straight lines meet; between their ends where they are parallel."""
    (a, b), (c, d) = one, other
    across, along = (b[0] - a[0], b[1] - a[1]), (d[0] - c[0], d[1] - c[1])
    area = across[0] * along[1] - across[1] * along[0]
    if abs(area) < 1e-9:
        return (b[0] + c[0]) / 2, (b[1] + c[1]) / 2
    share = ((c[0] - a[0]) * along[1] - (c[1] - a[1]) * along[0]) / area
    return a[0] + share * across[0], a[1] + share * across[1]


def _distinct(points: Sequence[Spot]) -> list[Spot]:
    kept = [points[0]]
    for spot in points[1:]:
        if math.dist(spot, kept[-1]) > 1e-6:
            kept.append(spot)
    if len(kept) == 1:
        kept.append((kept[0][0], kept[0][1] + 0.1))
    return kept


def _back(before: Spot, tip: Spot, head: float) -> Spot:
    return towards(tip, before, min(head, math.dist(before, tip) * 0.9))


def _written(curve: Sequence[Spot], tip: Spot | None) -> str:
    spots = " ".join(_spot(spot) for spot in curve)
    return f"e,{_spot(tip)} {spots}" if tip is not None else spots


def _spot(spot: Spot) -> str:
    return f"{spot[0] + 0.0:.1f},{-spot[1] + 0.0:.1f}"
