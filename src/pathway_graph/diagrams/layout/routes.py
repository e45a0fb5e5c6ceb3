"""Lead lines over a grid with few bends and crossings, never through a node; lines of one bundle share a trunk."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from pathway_graph.diagrams.layout.geometry import Link
from pathway_graph.diagrams.layout.grid import DOWN, LEFT, RIGHT, STEP, UP, Grid, Port
from pathway_graph.model.plane import distance
from pathway_graph.model.stopping import go_on

_BEND: Final = 2.0
_CROSSING: Final = 16.0
_SHARED: Final = 0.5
"""What a step along a trunk costs that is there already."""
_BRANCH: Final = 1.0
_SIDE: Final = {DOWN: 0.0, LEFT: 1.5, RIGHT: 1.5, UP: 3.0}
"""What it costs to leave a node by a side; to enter it by the opposite one costs the same."""
_MIDDLE: Final = 0.25
_CORNER, _BESIDE, _GIVE = 6.0, 8.0, 4.5
"""What lines need at a side when all is drawn together: off its corners, off each other, less what a step may give."""
_FAR: Final = 2.2
"""A line that is so many times as long as its ends are apart is tried anew."""
_HURRY: Final = (1.2, 2.0)
"""How far off a goal counts more than a step: a search that looks ahead is quicker, and seldom dearer."""
_ROUNDS: Final = 2
_MANY: Final = 70
"""From so many links on, lines are led with less care, for the time it takes."""
_TURNED: Final = 1.0 + _BEND
_AHEAD, _TURNS = (0,), (0, 1, 3)
_NEVER: Final = 1e18
_AT_PORT, _ON_TRUNK = -1, -2
"""How a course begins: at a port of its own, or on a trunk."""
State = tuple[int, int]
"""A point of the grid and the direction in which it was entered."""


@dataclass(slots=True)
class Route:
    """The course of a link: points of the grid, and the ports it begins and ends at."""

    points: list[int]
    start: Port
    end: Port


Rest = tuple[list[int] | None, Port]
"""The part of a course that is on a trunk, None for a course that has a port of its own, and its port."""


@dataclass(slots=True)
class Taken:
    """What lines use of a grid."""

    points: dict[int, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    ports: dict[tuple[str, int, int], set[str]] = field(default_factory=lambda: defaultdict(set))


class Router:
    """Leads the links of a picture over its grid."""

    def __init__(self, grid: Grid, links: Sequence[Link]) -> None:
        self.grid = grid
        self.links = {link.id: link for link in links}
        self.rounds, self.hurry = (_ROUNDS, _HURRY[0]) if len(links) < _MANY else (1, _HURRY[1])
        self.steps = (1, grid.across, -1, -grid.across)
        self.taken = Taken()
        self.crossing, self.shared = _CROSSING, _SHARED
        self.busy = bytearray(grid.across * grid.down)
        self.used = bytearray(2 * grid.across * grid.down)
        self.routes: dict[str, Route] = {}
        self.trees: dict[tuple[str, str, bool], list[str]] = defaultdict(list)
        for link in links:
            self.trees[link.source, link.bundle or link.id, True].append(link.id)
            self.trees[link.target, link.bundle or link.id, False].append(link.id)

    def route_all(self) -> Mapping[str, Route]:
        """Lead every link, short ones first, then anew those that could do better."""
        order = sorted(self.links.values(), key=lambda link: (self.distance(link), link.id))
        for link in order:
            self.lead(link)
        for turn in range(self.rounds):
            worse = [link for link in order if self.crossings(link.id) or (not turn and self.bends(link.id) > 2)]
            changed = False
            for link in sorted(worse, key=lambda link: -self.crossings(link.id)):
                was = self.routes[link.id].points
                self.remove(link)
                self.lead(link)
                changed |= self.routes[link.id].points != was
            if not changed:
                break
        self.shorten(order)
        return self.routes

    def shorten(self, links: Iterable[Link]) -> None:
        """Let lines that go a long way round cross others instead, where that makes them much shorter.

        A trunk that is there already is no reason to follow it any more.
        """
        self.crossing, self.shared = _CROSSING / 4, 1.0
        for link in links:
            was = self.routes[link.id]
            if len(was.points) * STEP < _FAR * max(self.gap(link), 2 * STEP):
                continue
            self.remove(link)
            self.lead(link)
            if len(self.routes[link.id].points) > 0.8 * len(was.points):
                self.remove(link)
                self.add(link, was)
        self.crossing, self.shared = _CROSSING, _SHARED

    def gap(self, link: Link) -> float:
        """Return how far the nodes of a link are apart."""
        one, other = self.grid.boxes[link.source], self.grid.boxes[link.target]
        return distance(one, other)

    def distance(self, link: Link) -> float:
        """Return how far the ends of a link are apart."""
        one, other = self.grid.boxes[link.source], self.grid.boxes[link.target]
        return abs(one.x - other.x) + abs(one.y - other.y)

    def crossings(self, name: str) -> int:
        """Return how many lines cross that of a link."""
        points, route = self.taken.points, self.routes[name]
        return sum(sum(1 for kind in points[p].values() if kind != points[p][name]) for p in route.points)

    def bends(self, name: str) -> int:
        """Return how many corners the line of a link has."""
        return sum(1 for p in self.routes[name].points if self.taken.points[p][name] == 2)

    # What is taken --------------------------------------------------------------------------------------------

    def add(self, link: Link, route: Route) -> None:
        """Keep a route."""
        self.routes[link.id] = route
        directions = [route.start.side, *self.directions(route.points), (route.end.side + 2) % 4]
        for point, (before, after) in zip(route.points, pairwise(directions), strict=True):
            self.taken.points[point][link.id] = before % 2 if before == after else 2
        self.mark(route.points)
        for edge in self.edges(route.points):
            self.used[edge] += 1
        for node, port in ((link.source, route.start), (link.target, route.end)):
            self.taken.ports[node, port.side, port.at].add(link.id)

    def remove(self, link: Link) -> None:
        """Forget the route of a link."""
        route = self.routes.pop(link.id)
        for point in route.points:
            self.taken.points[point].pop(link.id, None)
        for edge in self.edges(route.points):
            self.used[edge] -= 1
        self.mark(route.points)
        for node, port in ((link.source, route.start), (link.target, route.end)):
            self.taken.ports[node, port.side, port.at].discard(link.id)

    def mark(self, points: Iterable[int]) -> None:
        """Note how points are used: 0 not at all, 1 by level lines, 2 by upright ones, 3 otherwise."""
        for point in points:
            kinds = set(self.taken.points[point].values())
            self.busy[point] = 0 if not kinds else 1 if kinds == {0} else 2 if kinds == {1} else 3

    def directions(self, points: Sequence[int]) -> Iterator[int]:
        """Return the direction of each step."""
        for one, other in pairwise(points):
            yield self.steps.index(other - one)

    def edges(self, points: Sequence[int]) -> Iterator[int]:
        """Return the edges of the grid that a line runs along: twice the point before, one more if upright."""
        for one, other in pairwise(points):
            yield 2 * min(one, other) + (abs(other - one) != 1)

    # One link -------------------------------------------------------------------------------------------------

    def lead(self, link: Link, otherwise: Route | None = None) -> bool:
        """Find the best course for a link among those that are there, and keep it; else the one that it had.

        Raises:
            LookupError: There is no way at all.
        """
        go_on()
        starts, goals = self.starts(link), self.goals(link)
        found = self.search(starts, goals, link)
        if found is None and otherwise is not None:
            self.add(link, otherwise)
            return False
        if found is None:  # along others, and by ports that others have
            starts, goals = self.starts(link, by_any=True), self.goals(link, by_any=True)
            found = self.search(starts, goals, link, patience=40.0)
        if found is None:
            raise LookupError(link.id)
        points, first, last = found
        before, start = starts[first][1]
        after, end = goals[last][1]
        self.add(link, Route([*(before or ()), *points, *(after or ())], start, end))
        return True

    def starts(self, link: Link, *, by_any: bool = False) -> dict[State, tuple[float, Rest]]:
        """Return where a link may begin: at ports of its source, or anywhere on a trunk of its bundle."""
        found: dict[State, tuple[float, Rest]] = {}
        for port in self.free(link.source, link, by_any=by_any):
            cost = _SIDE[port.side] + _MIDDLE * port.cost
            _keep(found, (port.point, port.side), cost, (None, port))
        for other in self.tree(link, outward=True):
            route = self.routes[other]
            spent = _SIDE[route.start.side] + _BRANCH
            for place, point in enumerate(route.points):
                if not self.is_shared(point, link, outward=True):
                    break
                for side in self.turns(link, route, place):
                    _keep(found, (point, side), spent + _BEND, (route.points[:place], route.start))
                spent += self.shared
        return found

    def goals(self, link: Link, *, by_any: bool = False) -> dict[State, tuple[float, Rest]]:
        """Return where a link may end: at ports of its target, or anywhere on a trunk that leads there."""
        found: dict[State, tuple[float, Rest]] = {}
        for port in self.free(link.target, link, by_any=by_any):
            cost = _SIDE[(port.side + 2) % 4] + _MIDDLE * port.cost
            _keep(found, (port.point, (port.side + 2) % 4), cost, (None, port))
        for other in self.tree(link, outward=False):
            route = self.routes[other]
            spent = _SIDE[(route.end.side + 2) % 4] + _BRANCH
            for place in range(len(route.points) - 1, -1, -1):
                point = route.points[place]
                if not self.is_shared(point, link, outward=False):
                    break
                for side in self.turns(link, route, place):
                    _keep(found, (point, (side + 2) % 4), spent + _BEND, (route.points[place + 1 :], route.end))
                spent += self.shared
        return found

    def free(self, node: str, link: Link, *, by_any: bool = False) -> Iterator[Port]:
        """Return the ports of a node where a line has room beside those that are there, or all of them."""
        ports = self.grid.ports[node]
        if by_any:
            yield from ports
            return
        there: dict[int, list[tuple[int, float]]] = {side: [] for side in range(4)}
        for port in ports:
            if used := self.taken.ports.get((node, port.side, port.at)):
                there[port.side].append((port.at, max(self.links[name].width for name in used)))
        box = self.grid.boxes[node]
        full = set()
        for side, lines in there.items():
            long = box.width if side in (DOWN, UP) else box.height
            room = long - 2 * _CORNER - link.width - sum(width + _BESIDE for _, width in lines)
            if lines and room < 0:
                full.add(side)
        for port in ports:
            lines = there[port.side]
            if port.side not in full and all(
                abs(at - port.at) * STEP >= _BESIDE + (width + link.width) / 2 - _GIVE for at, width in lines
            ):
                yield port

    def tree(self, link: Link, *, outward: bool) -> list[str]:
        """Return the other links that may share a trunk with one, and have a course."""
        key = (link.source if outward else link.target, link.bundle or link.id, outward)
        return [other for other in self.trees[key] if other != link.id and other in self.routes]

    def is_shared(self, point: int, link: Link, *, outward: bool) -> bool:
        """Say whether all lines at a point are of a link's bundle, with the same source, or with the same target."""
        for other in self.taken.points[point]:
            one = self.links[other]
            if one.bundle != link.bundle or (one.source != link.source if outward else one.target != link.target):
                return False
        return True

    def turns(self, link: Link, route: Route, place: int) -> Iterator[int]:
        """Return the directions in which a line may leave another one at a point: those that it does not take."""
        points = route.points
        came = self.steps.index(points[place] - points[place - 1]) if place else route.start.side
        goes = self.steps.index(points[place + 1] - points[place]) if place + 1 < len(points) else (
            (route.end.side + 2) % 4
        )  # fmt: skip
        for side in range(4):
            if side not in (goes, (came + 2) % 4):
                yield side

    def search(
        self,
        starts: Mapping[State, tuple[float, Rest]],
        goals: Mapping[State, tuple[float, Rest]],
        link: Link,
        patience: float = 0.0,
    ) -> tuple[list[int], State, State] | None:
        """Return the cheapest course from a start to a goal (A*); with *patience* it may run along other lines."""
        if not goals:
            return None
        blocked, steps, edges, busy, crossing = (
            self.grid.blocked,
            self.steps,
            self.used,
            self.busy,
            self.crossing * min(link.many, 2),
        )
        far = self.far(point for point, _ in goals)
        wanted = {point * 4 + side: (spent, rest is None) for (point, side), (spent, (rest, _)) in goals.items()}
        cost = [_NEVER] * (4 * len(blocked))
        before: dict[int, int] = {}
        queue: list[tuple[float, float, int, int]] = []
        for (point, side), (spent, (rest, _)) in starts.items():
            cost[point * 4 + side] = spent
            queue.append((spent, spent, point * 4 + side, _ON_TRUNK if rest is not None else _AT_PORT))
        heapq.heapify(queue)
        pop, push = heapq.heappop, heapq.heappush
        best, end = float("inf"), -1
        while queue:
            guess, spent, key, came = pop(queue)
            if guess >= best:
                break
            if key in before:
                continue
            before[key] = came
            point, side = key >> 2, key & 3
            there = busy[point] if came != _ON_TRUNK else 0
            is_closed = there and there != 2 - (side & 1)
            if key in wanted:
                price, at_port = wanted[key]
                price += spent
                if at_port and there:
                    price += crossing + ((patience or 1e9) if is_closed else 0.0)
                if price < best:
                    best, end = price, key
            if is_closed and not patience:
                continue
            for turn in _AHEAD if came == _ON_TRUNK or (there and not patience) else _TURNS:
                onward = (side + turn) & 3
                following = point + steps[onward]
                if blocked[following]:
                    continue
                price = spent + (_TURNED if turn else 1.0)
                if there:
                    price += crossing + (patience if turn or is_closed else 0.0)
                if edges[2 * (point if onward < 2 else following) + (onward & 1)]:
                    if not patience:
                        continue
                    price += patience
                new = following * 4 + onward
                if price < cost[new]:
                    cost[new] = price
                    push(queue, (price + far[following], price, new, key))
        return _traced(before, end) if end >= 0 else None

    def far(self, goals: Iterable[int]) -> Mapping[int, float]:
        """Return how far each point is off some goals, at least about: from the rectangle round them all."""
        return _Far(self.grid.across, self.hurry, list(goals))


class _Far(dict[int, float]):
    """How far points are off a rectangle: worked out when first asked for."""

    def __init__(self, across: int, hurry: float, goals: Sequence[int]) -> None:
        columns, lines = [point % across for point in goals], [point // across for point in goals]
        self.sides = (min(columns), max(columns), min(lines), max(lines))
        self.across, self.hurry = across, hurry

    def __missing__(self, point: int) -> float:
        left, right, top, bottom = self.sides
        x, y = point % self.across, point // self.across
        aside = left - x if x < left else x - right if x > right else 0
        below = top - y if y < top else y - bottom if y > bottom else 0
        self[point] = found = self.hurry * (aside + below) + (_BEND if aside and below else 0.0)
        return found


def _traced(before: Mapping[int, int], end: int) -> tuple[list[int], State, State]:
    """Return the points that a search came by to its end, and the states that it began and ended in."""
    course = [end]
    while before[course[-1]] >= 0:
        course.append(before[course[-1]])
    course.reverse()
    return [key >> 2 for key in course], (course[0] >> 2, course[0] & 3), (end >> 2, end & 3)


def _keep(found: dict[State, tuple[float, Rest]], state: State, cost: float, rest: Rest) -> None:
    if state not in found or cost < found[state][0]:
        found[state] = (cost, rest)
