"""Find places on one axis that keep minimal distances, close together, and near to where they would like to be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from pathway_graph.model.stopping import go_on

_SETTLING: Final = 30
FIRST, LAST = 0, 1
"""The two ends of the axis: places of their own."""


class Axis:
    """Places on one axis: each keeps its distances from others."""

    def __init__(self, begin: Sequence[float]) -> None:
        """Take places as they are before, for their order; the first two are the ends."""
        self.begin = list(begin)
        self.least: dict[tuple[int, int], float] = {}
        self.weak: set[tuple[int, int]] = set()
        self.wishes: dict[int, list[int]] = defaultdict(list)

    def add(self, begin: float) -> int:
        """Add a place and return its number."""
        self.begin.append(begin)
        return len(self.begin) - 1

    def apart(self, low: int, high: int, gap: float, *, is_weak: bool = False) -> None:
        """Keep *high* at least so far behind *low*; a weak distance gives way where not all can be kept."""
        if low != high and gap > self.least.get((low, high), float("-inf")):
            self.least[low, high] = gap
            (self.weak.add if is_weak else self.weak.discard)((low, high))

    def near(self, one: int, other: int, reach: float) -> None:
        """Keep two places within reach of each other."""
        self.apart(one, other, -reach)
        self.apart(other, one, -reach)

    def wish(self, place: int, near: Iterable[int]) -> None:
        """Let a place be near others, if it can."""
        self.wishes[place] += near

    def solve(self, least: float = 0.0) -> list[float]:
        """Return the places, the first end at 0, the last one at *least* or further."""
        gaps, low = self._agreed()
        end = max(low[LAST], least)
        back = [*((b, a, gap) for a, b, gap in gaps), (LAST, FIRST, end)]
        back.sort(key=lambda gap: (self.begin[gap[0]], gap), reverse=True)
        places, _ = self._packed(back)
        high = [end - place for place in places]
        middle = [(one + other) / 2 for one, other in zip(low, high, strict=True)]
        middle[FIRST], middle[LAST] = 0.0, end
        self._settle(middle)
        return middle

    def _agreed(self) -> tuple[list[tuple[int, int, float]], list[float]]:
        """Drop distances that contradict others, weak ones first; return those that are left, and the least places."""
        gaps = [(a, b, gap) for (a, b), gap in self.least.items()]
        gaps.sort(key=lambda gap: (self.begin[gap[0]], gap))
        while True:
            places, circle = self._packed(gaps)
            if not circle:
                return gaps, places
            worst = max(circle, key=lambda pair: (pair in self.weak, self.least[pair], pair))
            gaps.remove((*worst, self.least.pop(worst)))

    def _packed(self, gaps: list[tuple[int, int, float]]) -> tuple[list[float], list[tuple[int, int]]]:
        """Return the least places (Bellman and Ford), and the distances that contradict each other, if any do."""
        places = [0.0] * len(self.begin)
        cause: dict[int, int] = {}
        for turn in range(len(places) + 2):
            go_on()
            changed = False
            for one, other, gap in gaps:
                if places[one] + gap > places[other] + 1e-6:
                    places[other] = places[one] + gap
                    cause[other] = one
                    changed = True
            if not changed:
                return places, []
            if turn % 6 == 5 and (circle := _circle(cause)):
                return places, circle
        return places, []

    def _settle(self, places: list[float]) -> None:
        """Move places to where they would like to be, as far as their distances allow."""
        before: dict[int, list[tuple[int, float]]] = defaultdict(list)
        behind: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for (one, other), gap in self.least.items():
            before[other].append((one, gap))
            behind[one].append((other, gap))
        for _ in range(_SETTLING):
            go_on()
            moved = 0.0
            for place, near in self.wishes.items():
                low = max((places[one] + gap for one, gap in before[place]), default=places[FIRST])
                high = min((places[other] - gap for other, gap in behind[place]), default=places[LAST])
                if low > high:
                    continue
                wish = min(max(sum(places[other] for other in near) / len(near), low), high)
                moved = max(moved, abs(wish - places[place]))
                places[place] = wish
            if moved < 0.05:
                return


def _circle(cause: dict[int, int]) -> list[tuple[int, int]]:
    """Return the pairs of a circle of causes, if there is one."""
    seen: dict[int, int] = {}
    for start in cause:
        place = start
        while place in cause and place not in seen:
            seen[place] = start
            place = cause[place]
        if seen.get(place) == start and place in cause:
            circle = [(cause[place], place)]
            while circle[-1][0] != place:
                circle.append((cause[circle[-1][0]], circle[-1][0]))
            return circle
    return []
