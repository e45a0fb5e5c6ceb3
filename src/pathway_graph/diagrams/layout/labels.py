"""Find room for the words beside lines: close to their own line, off nodes, titles, other words and other lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pathway_graph.diagrams.layout.geometry import Link, Size
from pathway_graph.diagrams.layout.grid import STEP, Grid
from pathway_graph.diagrams.layout.routes import Router
from pathway_graph.model.plane import Box, overlap
from pathway_graph.model.stopping import go_on

Frame = tuple[float, float, float, float]
"""Left, top, right, bottom."""
NEAR: Final = 4.0
"""Between a line and its words, in points."""
_HIT: Final = 60.0
_STANDS: Final = 25
"""Words on a node or on other words count as on so many points of lines: lines can be led elsewhere."""


@dataclass(frozen=True, slots=True)
class Label:
    """Where the words of a link stand on the grid.

    Attributes:
        run: Which straight part of the line they stand at, as a pair of points of the grid.
        side: -1 for left of an upright part, or above a level one, else +1.
    """

    link: str
    box: Box
    run: tuple[int, int]
    is_upright: bool
    side: int


def labels_of(router: Router, titles: Sequence[Box]) -> list[Label]:
    """Return a place for the words of each link that has some; the large ones choose first."""
    placed: list[Label] = []
    fixed = [box.sides for box in (*router.grid.boxes.values(), *titles)]
    boxes = router.grid.boxes.values()
    sides = (min(box.left for box in boxes), max(box.right for box in boxes))
    links = [link for link in router.links.values() if link.label]
    for link in sorted(links, key=lambda link: (-_area(link.label), link.id)):
        go_on()
        options = sorted(
            ((cost + _beyond(sides, label.box), number, label)
             for number, (cost, label) in enumerate(_options(router, link))),
            key=lambda option: option[:2],
        )  # fmt: skip
        best, least = None, float("inf")
        for cost, _, label in options:
            if cost >= least:
                break
            price = cost + _HIT * _hits(router, label, placed, fixed)
            if price < least:
                best, least = label, price
        if best:
            placed.append(best)
    return placed


def make_room(router: Router, labels: Sequence[Label]) -> bool:
    """Lead lines that run through the words of others elsewhere; say whether there were any."""
    grid, moved = router.grid, False
    for label in labels:
        inside = [point for point in _points(router, label.box) if label.link not in router.taken.points.get(point, ())]
        others = {name for point in inside for name in router.taken.points.get(point, ())}
        kept = {point for point in inside if not grid.blocked[point]}
        for point in kept:
            grid.blocked[point] = 1
        for name in sorted(others):
            was = router.routes[name]
            router.remove(router.links[name])
            moved |= router.lead(router.links[name], otherwise=was)
        for point in kept:
            grid.blocked[point] = 0
    return moved


def _points(router: Router, box: Box) -> Iterator[int]:
    """Return the points of the grid in a box."""
    across = router.grid.across
    first, last = max(0, -int(-(box.left - 1) // STEP)), min(across - 1, int((box.right + 1) // STEP))
    low, high = max(0, -int(-(box.top - 1) // STEP)), min(router.grid.down - 1, int((box.bottom + 1) // STEP))
    return (row * across + column for row in range(low, high + 1) for column in range(first, last + 1))


def _beyond(sides: tuple[float, float], box: Box) -> float:
    """Return what it costs that words make the picture wider."""
    return 0.1 * max(0.0, sides[0] - box.left, box.right - sides[1])


def _area(size: Size | None) -> float:
    return size.width * size.height if size else 0.0


def _options(router: Router, link: Link) -> Iterator[tuple[float, Label]]:
    """Return places beside the part of a line that is its own, with what each costs: best near the middle of it."""
    points = router.routes[link.id].points
    own = [len(router.taken.points[point]) == 1 or _crossed(router, point, link.id) for point in points]
    size = link.label
    if size is None:
        return
    wide, high, half = size.width / 2, size.height / 2, link.width / 2
    for first, last in runs(router.grid, points):
        (c0, r0), (c1, r1) = router.grid.spot(points[first]), router.grid.spot(points[last])
        long = max(abs(c1 - c0), abs(r1 - r0))
        if r0 == r1 and len(points) == last + 1 and not first:  # a level line from node to node
            begin, end = router.grid.boxes[link.source], router.grid.boxes[link.target]
            middle = (begin.right + end.left) / 2 if begin.x < end.x else (begin.left + end.right) / 2
            for side in (-1, 1):
                box = Box(middle, r0 * STEP + side * (high + 2 + half), size.width, size.height)
                yield -3.0 + side, Label(link.id, box, (points[first], points[last]), False, side)
        for place in range(first, last + 1):
            column, row = router.grid.spot(points[place])
            away = abs(place - (first + last) / 2) * 0.4 + (0.0 if own[place] else 8.0) - 0.15 * min(long, 12)
            for shift in (0.0, STEP / 2):
                x, y = column * STEP, row * STEP
                if c0 == c1:
                    for side in (1, -1):
                        box = Box(x + side * (wide + NEAR + half), y + shift, size.width, size.height)
                        yield away + (side < 0) * 0.3, Label(link.id, box, (points[first], points[last]), True, side)
                else:
                    for side in (-1, 1):
                        box = Box(x + shift, y + side * (high + 2 + half), size.width, size.height)
                        more = 1.5 + (side > 0) * 0.3 + max(0.0, size.width / STEP - long) * 1.5
                        yield away + more, Label(link.id, box, (points[first], points[last]), False, side)


def _crossed(router: Router, point: int, name: str) -> bool:
    kinds = router.taken.points[point]
    return kinds[name] != 2 and all(other == name or kinds[other] != kinds[name] for other in kinds)


def runs(grid: Grid, points: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Return the straight parts of a line as places of their first and last point; one point alone is a part."""
    first = 0
    for place in range(1, len(points)):
        if place + 1 == len(points) or points[place + 1] - points[place] != points[place] - points[place - 1]:
            yield first, place
            first = place
    if len(points) == 1:
        yield 0, 0


def _hits(router: Router, label: Label, placed: Sequence[Label], fixed: Sequence[Frame]) -> int:
    """Count what words would stand on; *fixed* are the sides of nodes and titles."""
    grid, box = router.grid, label.box
    if box.top < 0 or box.bottom > (grid.down - 1) * STEP:
        return 20
    low, high, first, last = box.left - 2, box.right + 2, box.top - 2, box.bottom + 2
    count = _STANDS * sum(
        1 for left, top, right, bottom in fixed if left < high and right > low and top < last and bottom > first
    )
    count += sum(_STANDS for other in placed if overlap(box, other.box, -3.0))
    return count + lines_on(router, box)


def lines_on(router: Router, box: Box) -> int:
    """Count the points of lines in a box of the grid."""
    points = router.taken.points
    return sum(len(points.get(point, ())) for point in _points(router, box))
