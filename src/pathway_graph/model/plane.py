"""Boxes and lines in the plane, x to the right and y downward: where they meet, how far and how long they are."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

Spot = tuple[float, float]
"""A place: x and y."""
Part = tuple[Spot, Spot]
"""A straight piece of a line, from one spot to another."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: its middle and its size."""

    x: float
    y: float
    width: float = 0.0
    height: float = 0.0

    @staticmethod
    def between(left: float, top: float, right: float, bottom: float) -> Box:
        """Return the box with these sides.

        >>> Box.between(0, 0, 40, 10)
        Box(x=20.0, y=5.0, width=40, height=10)
        """
        return Box((left + right) / 2, (top + bottom) / 2, right - left, bottom - top)

    @property
    def left(self) -> float:
        """The x of its left side."""
        return self.x - self.width / 2

    @property
    def right(self) -> float:
        """The x of its right side."""
        return self.x + self.width / 2

    @property
    def top(self) -> float:
        """The y of its upper side, the smaller one."""
        return self.y - self.height / 2

    @property
    def bottom(self) -> float:
        """The y of its lower side, the greater one."""
        return self.y + self.height / 2

    @property
    def sides(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom."""
        return self.left, self.top, self.right, self.bottom

    def moved(self, right: float, down: float) -> Box:
        """Return it so far to the right and down."""
        return replace(self, x=self.x + right, y=self.y + down)

    def grown(self, by: float) -> Box:
        """Return it with so much more on each side.

        >>> Box(0, 0, 10, 4).grown(1)
        Box(x=0, y=0, width=12, height=6)
        """
        return replace(self, width=self.width + 2 * by, height=self.height + 2 * by)

    def holds(self, spot: Spot, rim: float = 0.0) -> bool:
        """Say whether a spot is in it, on its border, or no farther off than *rim*."""
        across = self.left - rim <= spot[0] <= self.right + rim
        return across and self.top - rim <= spot[1] <= self.bottom + rim

    def nearest(self, spot: Spot) -> Spot:
        """Return what of it is nearest to a spot: the spot itself where that is in it.

        >>> Box(0, 0, 10, 4).nearest((9, 1))
        (5.0, 1)
        """
        return min(max(spot[0], self.left), self.right), min(max(spot[1], self.top), self.bottom)


def extent(boxes: Iterable[Box]) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of what boxes take up together; zeros for no box.

    >>> extent([Box(10, 10, 20, 20), Box(50, 10, 20, 10)])
    (0.0, 0.0, 60.0, 20.0)
    """
    sides = [box.sides for box in boxes]
    if not sides:
        return 0.0, 0.0, 0.0, 0.0
    lefts, tops, rights, bottoms = zip(*sides, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def overlap(one: Box, other: Box, rim: float = 0.0) -> bool:
    """Say whether a box reaches more than *rim* into another, on both axes; a rim below 0 is a distance.

    >>> overlap(Box(0, 0, 10, 10), Box(9, 0, 10, 10)), overlap(Box(0, 0, 10, 10), Box(9, 0, 10, 10), 1)
    (True, False)
    """
    return (
        min(one.right, other.right) - max(one.left, other.left) > rim
        and min(one.bottom, other.bottom) - max(one.top, other.top) > rim
    )


def distance(one: Box, other: Box) -> float:
    """Return how far apart the borders of two boxes are; 0 where they meet."""
    across = max(0.0, one.left - other.right, other.left - one.right)
    return math.hypot(across, max(0.0, one.top - other.bottom, other.top - one.bottom))


def runs_through(box: Box, part: Part) -> bool:
    """Say whether a straight line runs through a box, and not only along its border (Liang and Barsky's clipping).

    >>> [runs_through(Box(0, 0, 10, 10), ((-9, level), (9, 0))) for level in (0, 10, 40)]
    [True, True, False]
    """
    (x, y), (end, level) = part
    left, top, right, bottom = box.sides
    if max(x, end) <= left or min(x, end) >= right or max(y, level) <= top or min(y, level) >= bottom:
        return False
    low, high = 0.0, 1.0
    for begin, step, first, last in ((x, end - x, left, right), (y, level - y, top, bottom)):
        if abs(step) < 1e-9:
            continue
        one, other = sorted(((first - begin) / step, (last - begin) / step))
        low, high = max(low, one), min(high, other)
    return low < high


def border(box: Box, inside: Spot, outside: Spot) -> Spot:
    """Return where a line from a spot in a box leaves it.

    >>> border(Box(0, 0, 20, 10), (0, 0), (40, 0))
    (10.0, 0.0)
    """
    x, y = box.nearest(inside)
    shares = [1.0]
    for start, step, low, high in (
        (x, outside[0] - x, box.left, box.right),
        (y, outside[1] - y, box.top, box.bottom),
    ):
        if abs(step) > 1e-9:
            shares.append(((high if step > 0 else low) - start) / step)
    share = max(0.0, min(shares))
    return x + (outside[0] - x) * share, y + (outside[1] - y) * share


# Lines --------------------------------------------------------------------------------------------------------


def unit(start: Spot, end: Spot) -> Spot:
    """Return the direction from a spot to another, 1 long; 0, 0 where they are one."""
    long = math.dist(start, end) or 1.0
    return (end[0] - start[0]) / long, (end[1] - start[1]) / long


def towards(start: Spot, end: Spot, far: float) -> Spot:
    """Return the spot so far from one towards another.

    >>> towards((0, 0), (0, 10), 4)
    (0.0, 4.0)
    """
    way = unit(start, end)
    return start[0] + way[0] * far, start[1] + way[1] * far


def length(corners: Sequence[Spot]) -> float:
    """Return how long a line is."""
    return sum(math.dist(*part) for part in pairwise(corners))


def along(corners: Sequence[Spot], far: float) -> tuple[int, Spot]:
    """Return the spot so far along a line, its end where it is shorter, and the place of the corner before that.

    The part from that corner to the next has a length, if any part has.

    >>> along([(0, 0), (10, 0), (10, 30)], 20)
    (1, (10.0, 10.0))
    """
    place, spot = 0, corners[0]
    for number, (start, end) in enumerate(pairwise(corners)):
        long = math.dist(start, end)
        if long < 1e-9:
            continue
        if far <= long:
            return number, towards(start, end, far)
        place, spot, far = number, end, far - long
    return place, spot


def nearest(part: Part, spot: Spot) -> Spot:
    """Return the spot of a straight line that is nearest to another spot.

    >>> nearest(((0, 0), (10, 0)), (4, 3)), nearest(((0, 0), (10, 0)), (13, 4))
    ((4.0, 0.0), (10.0, 0.0))
    """
    (x, y), (end, level) = part
    across, down = end - x, level - y
    squared = across * across + down * down
    share = ((spot[0] - x) * across + (spot[1] - y) * down) / squared if squared else 0.0
    share = min(1.0, max(0.0, share))
    return x + share * across, y + share * down


def distance_from(part: Part, spot: Spot) -> float:
    """Return how far a spot is from a straight line.

    >>> distance_from(((0, 0), (10, 0)), (4, 3)), distance_from(((0, 0), (10, 0)), (13, 4))
    (3.0, 5.0)
    """
    return math.dist(spot, nearest(part, spot))


def on_curve(handles: Sequence[Spot], share: float) -> Spot:
    """Return the spot at a share of a cubic Bezier curve, which four spots give."""
    rest = 1 - share
    weights = (rest**3, 3 * rest * rest * share, 3 * rest * share * share, share**3)
    x, y = (sum(weight * spot[axis] for weight, spot in zip(weights, handles, strict=True)) for axis in (0, 1))
    return x, y


def straightened(points: Sequence[Spot], steps: int) -> list[Spot]:
    """Return the corners by which curves are drawn, so many for each piece.

    Args:
        points: A start, then three spots for each piece of the curve.
        steps: Straight parts that stand for each piece.

    >>> straightened([(0, 0), (0, 8), (8, 8), (8, 0)], 2)
    [(0, 0), (4.0, 6.0), (8.0, 0.0)]
    """
    found = [points[0]]
    for place in range(0, len(points) - 1, 3):
        found += [on_curve(points[place : place + 4], step / steps) for step in range(1, steps + 1)]
    return found
