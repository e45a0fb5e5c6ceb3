"""Lead lines between given boxes: straight where nothing is in the way, else round the corners of what is."""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from pathway_graph.diagrams.layout.clipping import meeting
from pathway_graph.diagrams.layout.geometry import Line, Link
from pathway_graph.model.plane import Box, Spot, border, towards, unit
from pathway_graph.model.stopping import go_on

CLEAR: Final = 6.0
"""How far lines stay from the corners that they go round, in points."""
_NEAR: Final = 2.5
"""How near to a box a line may run beside it."""
_LEAST: Final = 8
_EFFORT: Final = 300_000_000
"""Lines times boxes times the square of how many of these a line may go round; one that met more runs straight."""
_THROUGH: Final = 2000.0
"""What it costs to run through a box."""
_BEND: Final = 12.0
"""What a bend costs, in points of length."""
_APART: Final = 8.0
"""How far the lines there and back between two nodes are from each other."""
_HALF: Final = 25.0
"""So far from its sides, in points, lines end at a wide box."""
_ROUNDS: Final = 10
_LANE: Final = 3.5
_LANES: Final = 2
"""Ways that bend at the same corner run so far from each other, as many as that."""
_WIDEST: Final = 40.0
"""Most of a line that a bend takes up on each side."""


class Router:
    """Leads lines between boxes.

    Args:
        boxes: What lines lead to and are not to run through, by the id of the node.
        around: Those that they may run through, since they are drawn round others.
        words: Places of titles, which lines keep off as well.
        attached: Nodes on the border of another one, and that one: neither is in the way of the other's lines.
    """

    def __init__(
        self,
        boxes: Mapping[str, Box],
        *,
        around: Collection[str] = (),
        words: Iterable[Box] = (),
        attached: Mapping[str, str] | None = None,
    ) -> None:
        import numpy as np

        self.boxes = boxes
        walls = {name: box for name, box in boxes.items() if name not in around}
        self.place = {name: place for place, name in enumerate(walls)}
        sides = [box.sides for box in (*walls.values(), *words)]
        self.sides = np.array(sides, dtype=float).reshape(-1, 4)
        self.most = len(self.sides)
        self.taken: Counter[Spot] = Counter()
        self.beside: dict[str, set[str]] = {}
        for name, host in (attached or {}).items():
            self.beside.setdefault(name, set()).add(host)
            self.beside.setdefault(host, set()).add(name)

    def lines(self, links: Sequence[Link]) -> dict[str, Line]:
        """Return the course of each link, without the places of labels."""
        both = {(link.source, link.target) for link in links}
        self.most = max(_LEAST, math.isqrt(_EFFORT // max(1, len(links) * len(self.sides))))
        found: dict[str, Line] = {}
        for link in links:
            go_on()
            if link.source == link.target:
                found[link.id] = loop(self.boxes[link.source])
                continue
            if outward := _outward(self.boxes[link.source], self.boxes[link.target]):
                found[link.id] = outward
                continue
            is_pair = (link.target, link.source) in both
            first, last = sorted((link.source, link.target)) if is_pair else (link.source, link.target)
            course = self.course(first, last)
            if first != link.source:
                course.reverse()
            if is_pair:
                course = shifted(course, (_APART + link.width) / 2)
            found[link.id] = _drawn(course, self.boxes[link.source], self.boxes[link.target], is_cable=link.width > 0)
        return found

    def course(self, source: str, target: str) -> list[Spot]:
        """Return the corners of the shortest way from the middle of a box to that of another, round all others."""
        free = {source, target} | self.beside.get(source, set()) | self.beside.get(target, set())
        ends = {self.place[name] for name in free if name in self.place}
        one, other = self.boxes[source], self.boxes[target]
        direct = [facing(one, other), facing(other, one)]
        if source not in self.place:  # what stands in it would be in the way
            direct[0] = border(one, direct[0], direct[1])
        if target not in self.place:
            direct[1] = border(other, direct[1], direct[0])
        course, known = direct, frozenset[int]()
        for _ in range(_ROUNDS):
            met = frozenset(place for pair in pairwise(course) for place in self.met(*pair)) - ends
            if not met - known:
                return self.aside(course)
            if len(known | met) > self.most:
                return direct
            known |= met
            course = self.around(direct, sorted(known))
        return course

    def aside(self, course: Sequence[Spot]) -> list[Spot]:
        """Return a way with its bends moved outward, off the bends of earlier ones, as far as there is room."""
        moved = list(course)
        for place in range(1, len(course) - 1):
            corner = moved[place]
            lane = min(self.taken[course[place]], _LANES)
            self.taken[course[place]] += 1
            way = unit(moved[place - 1], corner), unit(corner, moved[place + 1])
            out = unit((0.0, 0.0), (way[0][0] - way[1][0], way[0][1] - way[1][1]))
            for step in range(lane, 0, -1):
                spot = (corner[0] + out[0] * step * _LANE, corner[1] + out[1] * step * _LANE)
                if not self.met(moved[place - 1], spot) and not self.met(spot, moved[place + 1]):
                    moved[place] = spot
                    break
        return moved

    def met(self, start: Spot, end: Spot) -> list[int]:
        """Return the places of the boxes that a straight line runs through, or along nearer than it may."""
        import numpy as np

        hit = meeting(np.array([start]), np.array([end]), self.sides, _NEAR)[0]
        return [int(place) for place in np.nonzero(hit)[0]]

    def around(self, ends: Sequence[Spot], known: Sequence[int]) -> list[Spot]:
        """Return the shortest way past the corners of some boxes; through as few as can be where they stand close."""
        import numpy as np

        sides = self.sides[list(known)]
        corners = [
            (left - CLEAR if x else right + CLEAR, top - CLEAR if y else bottom + CLEAR)
            for left, top, right, bottom in sides
            for x in (True, False)
            for y in (True, False)
        ]
        inside = meeting(np.array(corners), np.array(corners) + 1e-4, self.sides, _NEAR).any(axis=1)
        spots = np.array([*ends, *(corner for corner, is_in in zip(corners, inside, strict=True) if not is_in)])
        return _shortest(spots, sides)


def _shortest(spots: Any, sides: Any) -> list[Spot]:
    """Return the shortest way from the first spot to the second, each bend and each box at a price (A*)."""
    import numpy as np

    left = np.sqrt(((spots - spots[1]) ** 2).sum(axis=1)).tolist()
    best, before, done = {0: 0.0}, dict[int, int](), set[int]()
    queue = [(left[0], 0)]
    while queue:
        _, place = heapq.heappop(queue)
        if place == 1:
            break
        if place in done:
            continue
        done.add(place)
        met = meeting(np.broadcast_to(spots[place], spots.shape), spots, sides, _NEAR).sum(axis=1)
        lengths = np.sqrt(((spots - spots[place]) ** 2).sum(axis=1)) + _THROUGH * met + _BEND
        for step, length in enumerate(lengths.tolist()):
            further = best[place] + length
            if step not in done and further < best.get(step, math.inf):
                best[step], before[step] = further, place
                heapq.heappush(queue, (further + left[step], step))
    way = [1]
    while way[-1]:
        way.append(before[way[-1]])
    return [(float(spots[step][0]), float(spots[step][1])) for step in reversed(way)]


def shifted(course: Sequence[Spot], by: float) -> list[Spot]:
    """Return a course moved to its right, as seen along it, each of its corners by as much.

    >>> shifted([(0, 0), (0, 10)], 2)
    [(-2.0, 0.0), (-2.0, 10.0)]
    """
    ways = [unit(start, end) for start, end in pairwise(course)]
    moved = []
    for place, (x, y) in enumerate(course):
        one, other = ways[max(0, place - 1)], ways[min(place, len(ways) - 1)]
        right = (-(one[1] + other[1]) / 2, (one[0] + other[0]) / 2)
        long = max(0.5, math.hypot(*right))
        moved.append((x + right[0] / long * by, y + right[1] / long * by))
    return moved


def loop(box: Box) -> Line:
    """Return a line from a box to itself, at its right."""
    high, out = box.height / 4, 16.0
    start, end = (box.right, box.y - high), (box.right, box.y + high)
    return Line((start, (start[0] + out, start[1] - out / 2), (end[0] + out, end[1] + out / 2), end), is_curved=True)


def _outward(source: Box, target: Box) -> Line | None:
    """Return the line between a box and one that it stands in: straight to the nearest side; None for others."""
    inner, outer = (source, target) if target.width * target.height > source.width * source.height else (target, source)
    if not (outer.left <= inner.left and inner.right <= outer.right and outer.top <= inner.top):
        return None
    if inner.bottom > outer.bottom:
        return None
    ends = (
        ((inner.left, inner.y), (outer.left, inner.y)),
        ((inner.right, inner.y), (outer.right, inner.y)),
        ((inner.x, inner.top), (inner.x, outer.top)),
        ((inner.x, inner.bottom), (inner.x, outer.bottom)),
    )
    nearest = min(ends, key=lambda pair: math.dist(*pair))
    return Line(nearest if inner is source else nearest[::-1])


def _drawn(course: Sequence[Spot], source: Box, target: Box, *, is_cable: bool) -> Line:
    """Return a course between the borders of its ends, its bends drawn as curves; of a cable, as corners."""
    points = list(course)
    while len(points) > 2 and source.holds(points[1]):  # a way round what stands in the box itself
        del points[0]
    while len(points) > 2 and target.holds(points[-2]):
        del points[-1]
    points[0] = border(source, points[0], points[1])
    points[-1] = border(target, points[-1], points[-2])
    if len(points) == 2 or is_cable:
        return Line(tuple(points))
    curve = [points[0]]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        long = min(_reach(before, corner, after), math.dist(before, corner) / 2, math.dist(corner, after) / 2)
        start, end = towards(corner, before, long), towards(corner, after, long)
        curve += [curve[-1], start, start, _between(start, corner), _between(end, corner), end]
    curve += [curve[-1], curve[-1], points[-1]]  # the last handle says from where the arrowhead comes
    return Line(tuple(curve), is_curved=True)


def _reach(before: Spot, corner: Spot, after: Spot) -> float:
    """Return how far from its corner a bend may begin, so that its curve stays clear of the box that it goes round."""
    one, other = unit(before, corner), unit(corner, after)
    turn = math.acos(max(-1.0, min(1.0, one[0] * other[0] + one[1] * other[1])))
    return min(_WIDEST, 2 * (CLEAR - _NEAR) / max(0.05, math.sin(turn / 2)))


def facing(box: Box, other: Box) -> Spot:
    """Return where in a box the lines to another begin: its middle, or nearer to the other where it is wide.

    >>> facing(Box(0, 0, 100, 20), Box(90, 50, 20, 20)), facing(Box(0, 0, 40, 20), Box(90, 50, 20, 20))
    ((25.0, 0), (0.0, 0))
    """
    free = max(0.0, box.width / 2 - _HALF)
    return min(max(other.x, box.x - free), box.x + free), box.y


def _between(one: Spot, corner: Spot) -> Spot:
    """Return the handle that makes a cubic curve of the quadratic one with its handle at the corner."""
    return one[0] + (corner[0] - one[0]) * 2 / 3, one[1] + (corner[1] - one[1]) * 2 / 3
