"""Courses of lines in drawings, put together and cut: one line may go on along others before it comes to its end."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pathway_graph.model import DiagramWay
from pathway_graph.model.plane import Spot, along, length, straightened

_STEPS: Final = 8
"""Straight pieces that stand for a curve where it is cut, or goes on as another line."""
FAR: Final = 1e6
"""What is so many pixels away, or more, is no place in a drawing."""


def point(x: Any, y: Any) -> Spot | None:
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
        return tuple(straightened(self.points, _STEPS)) if self.is_curved else self.points

    def at_share(self, share: float) -> tuple[int, Spot]:
        """Return the spot at a share of its length, and the place of the corner before it.

        >>> Course(((0, 0), (10, 0), (10, 30))).at_share(0.5)
        (1, (10.0, 10.0))
        """
        corners = self.straight()
        return along(corners, length(corners) * min(1.0, max(0.0, share)))


def from_share(course: Course, share: float, *, to_end: bool) -> Course:
    """Return the part of a course from a share of its length to its end, or back to its start.

    >>> from_share(Course(((0, 0), (10, 0), (10, 30))), 0.5, to_end=False).points
    ((10.0, 10.0), (10, 0), (0, 0))
    """
    corners = course.straight()
    place, spot = course.at_share(share)
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
