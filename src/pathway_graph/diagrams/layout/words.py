"""Put words beside lines: where they cover no node, no other words, and as few lines as can be."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, Final

from pathway_graph.diagrams.layout.geometry import Box, Line, Link, Size, Spot
from pathway_graph.model.stopping import go_on

_SHARES: Final = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82)
"""Where along a line its words may stand, best first."""
_OFF: Final = 3.0
"""How far words are from their line."""
_ON_NODE: Final = 100.0
_ON_WORDS: Final = 60.0
_ON_LINE: Final = 20.0


def labelled(
    lines: Mapping[str, Line], links: Sequence[Link], boxes: Mapping[str, Box], titles: Iterable[Box] = ()
) -> dict[str, Line]:
    """Return lines with the places of their words, which keep off nodes and *titles*."""
    import numpy as np

    placed = dict(lines)
    words = [link for link in links if link.label]
    if not words:
        return placed
    taken = [_sides(box) for box in (*boxes.values(), *titles)]
    count = len(taken)
    courses = {name: flat(line) for name, line in lines.items()}
    pieces = [(*a, *b, place) for place, name in enumerate(courses) for a, b in pairwise(courses[name])]
    segments, order = np.array(pieces), {name: place for place, name in enumerate(courses)}
    for link in words:
        go_on()
        assert link.label is not None
        nodes, said = np.array(taken[:count]), np.array(taken[count:]).reshape(-1, 4)
        others = segments[segments[:, 4] != order[link.id]]
        spots = _candidates(courses[link.id], link.label)
        costs = [_cost(spot, link.label, nodes, said, others) + number / 10 for number, spot in enumerate(spots)]
        best = spots[costs.index(min(costs))]
        taken.append(_sides(Box(*best, link.label.width, link.label.height)))
        placed[link.id] = replace(lines[link.id], label=best)
    return placed


def flat(line: Line, steps: int = 6) -> list[Spot]:
    """Return a line as straight pieces, so many for each piece of a curve."""
    if not line.is_curved:
        return list(line.points)
    points, found = line.points, [line.points[0]]
    for place in range(0, len(points) - 1, 3):
        a, b, c, d = points[place : place + 4]
        for step in range(1, steps + 1):
            t = step / steps
            s = 1 - t
            weights = (s**3, 3 * s * s * t, 3 * s * t * t, t**3)
            spots = zip((a, b, c, d), weights, strict=True)
            x, y = (sum(one) for one in zip(*((w * p[0], w * p[1]) for p, w in spots), strict=True))
            found.append((x, y))
    return found


def _candidates(course: Sequence[Spot], label: Size) -> list[Spot]:
    """Return where the words of a line may stand: beside it, on either side."""
    total = sum(math.dist(a, b) for a, b in pairwise(course))
    found = []
    for share in _SHARES:
        (x, y), (way_x, way_y) = along(course, total * share)
        # as far off as the box of the words reaches in that direction
        far = abs(way_y) * label.width / 2 + abs(way_x) * label.height / 2 + _OFF
        found += [(x - way_y * far, y + way_x * far), (x + way_y * far, y - way_x * far)]
    return found


def along(course: Sequence[Spot], far: float) -> tuple[Spot, Spot]:
    """Return the spot so far along a course, and the direction there."""
    spot, way = course[0], (1.0, 0.0)
    for a, b in pairwise(course):
        long = math.dist(a, b)
        if long < 1e-9:
            continue
        way = ((b[0] - a[0]) / long, (b[1] - a[1]) / long)
        if far <= long:
            return (a[0] + way[0] * far, a[1] + way[1] * far), way
        far, spot = far - long, b
    return spot, way


def _cost(spot: Spot, label: Size, nodes: Any, said: Any, others: Any) -> float:
    """Return how bad it is to have words at a spot."""
    left, top, right, bottom = _sides(Box(*spot, label.width, label.height))
    cost = 0.0
    for boxes, price in ((nodes, _ON_NODE), (said, _ON_WORDS)):
        apart = (boxes[:, 0] >= right) | (boxes[:, 2] <= left) | (boxes[:, 1] >= bottom) | (boxes[:, 3] <= top)
        cost += price * float((~apart).sum())
    return cost + _ON_LINE * float(_through(others, (left, top, right, bottom)).sum())


def _through(segments: Any, sides: tuple[float, float, float, float]) -> Any:
    """Return which straight pieces run through a box."""
    import numpy as np

    low, high = np.zeros(len(segments)), np.ones(len(segments))
    for axis in (0, 1):
        begin, step = segments[:, axis], segments[:, axis + 2] - segments[:, axis]
        step = np.where(np.abs(step) < 1e-9, 1e-9, step)
        first, last = (sides[axis] - begin) / step, (sides[axis + 2] - begin) / step
        low = np.maximum(low, np.minimum(first, last))
        high = np.minimum(high, np.maximum(first, last))
    return low < high


def _sides(box: Box) -> tuple[float, float, float, float]:
    return box.left, box.top, box.right, box.bottom
