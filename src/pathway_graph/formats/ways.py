"""Courses of lines in drawings, put together and cut: one line may go on along others before it comes to its end."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from pathway_graph.model import DiagramWay

Spot = tuple[float, float]
_STEPS: Final = 8
"""Straight pieces that stand for a curve where it is cut, or goes on as another line."""
FAR: Final = 1e6
"""What is so many pixels away, or more, is no place in a drawing."""


def point(x: Any, y: Any) -> tuple[float, float] | None:
    """Return a place of a file; None where it states none.

    >>> point(1, "2.5"), point(None, 1), point("nan", 1)
    ((1.0, 2.5), None, None)
    """
    try:
        found = float(x), float(y)
    except (TypeError, ValueError):
        return None
    return found if all(map(math.isfinite, found)) else None


@dataclass(frozen=True, slots=True)
class Course:
    """Where a line runs: its corners, or the points of cubic curves, a start and then three for each piece."""

    points: tuple[Spot, ...]
    is_curved: bool = False

    def back(self) -> Course:
        """Return it the other way round."""
        return Course(self.points[::-1], self.is_curved)

    def moved(self, down: float) -> Course:
        """Return it so far lower."""
        return Course(tuple((x, y + down) for x, y in self.points), self.is_curved) if down else self

    def straight(self) -> tuple[Spot, ...]:
        """Return its corners, those of a curve by short pieces."""
        if not self.is_curved:
            return self.points
        found = [self.points[0]]
        for place in range(0, len(self.points) - 1, 3):
            a, b, c, d = self.points[place : place + 4]
            for step in range(1, _STEPS + 1):
                t = step / _STEPS
                parts = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
                found.append(
                    (
                        parts[0] * a[0] + parts[1] * b[0] + parts[2] * c[0] + parts[3] * d[0],
                        parts[0] * a[1] + parts[1] * b[1] + parts[2] * c[1] + parts[3] * d[1],
                    )
                )
        return tuple(found)


def along(corners: Sequence[Spot], share: float) -> tuple[int, Spot]:
    """Return the spot at a share of the length of a line, and the place of the corner before it.

    >>> along([(0, 0), (10, 0), (10, 30)], 0.5)
    (1, (10.0, 10.0))
    """
    left = sum(math.dist(*pair) for pair in pairwise(corners)) * min(1.0, max(0.0, share))
    for place, (start, end) in enumerate(pairwise(corners)):
        long = math.dist(start, end)
        if long >= left and long > 0:
            part = left / long
            return place, (start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part)
        left -= long
    return max(0, len(corners) - 2), corners[-1]


def from_share(course: Course, share: float, *, to_end: bool) -> Course:
    """Return the part of a course from a share of its length to its end, or back to its start.

    >>> from_share(Course(((0, 0), (10, 0), (10, 30))), 0.5, to_end=False).points
    ((10.0, 10.0), (10, 0), (0, 0))
    """
    corners = course.straight()
    place, spot = along(corners, share)
    rest = corners[place + 1 :] if to_end else corners[place::-1]
    return Course((spot, *rest))


def joined(courses: Sequence[Course]) -> Course:
    """Return courses one after the other as one, without corners that are none.

    >>> joined([Course(((0, 0), (5, 0))), Course(((5, 0), (9, 0), (9, 4)))]).points
    ((0, 0), (9, 0), (9, 4))
    """
    found: list[Spot] = []
    for spot in (spot for course in courses for spot in course.straight()):
        if found and math.dist(found[-1], spot) < 0.01:
            continue
        if len(found) > 1 and _is_straight(found[-2], found[-1], spot):
            found.pop()
        found.append(spot)
    return Course(tuple(found))


def _is_straight(before: Spot, corner: Spot, after: Spot) -> bool:
    """Say whether a line goes straight on at a corner."""
    one, other = (corner[0] - before[0], corner[1] - before[1]), (after[0] - corner[0], after[1] - corner[1])
    turn = one[0] * other[1] - one[1] * other[0]
    return abs(turn) < 1e-3 * math.hypot(*one) * math.hypot(*other) and one[0] * other[0] + one[1] * other[1] > 0


def ways_of(courses: Iterable[tuple[Sequence[str], Course]]) -> tuple[DiagramWay, ...]:
    """Return courses as ways, those of the same claims in the same order; a course that is a spot or leads far is none.

    >>> spot, far = Course(((1, 1),)), Course(((0, 0), (1e10, 5)))
    >>> ways_of([(["b", "a"], Course(((0, 0), (1.234, 5)))), (["c"], spot), (["d"], far)])
    (DiagramWay(claims=('a', 'b'), points='0,0 1.23,5', curved=False),)
    """
    found = {
        (tuple(sorted(set(claims))), " ".join(map(_written, course.points)), course.is_curved)
        for claims, course in courses
        if claims and course.points.count(course.points[0]) < len(course.points) and _is_near(course)
    }
    return tuple(DiagramWay(*way) for way in sorted(found))


def _is_near(course: Course) -> bool:
    return all(abs(x) < FAR and abs(y) < FAR for x, y in course.points)  # not true of what is no number


def _written(spot: Spot) -> str:
    return f"{round(spot[0], 2) + 0.0:.10g},{round(spot[1], 2) + 0.0:.10g}"  # -0.0 + 0.0 is 0.0
