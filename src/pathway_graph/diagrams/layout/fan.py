"""Lay a star of many out like a fan: what acts on the hub at its left, what it acts on at its right, in columns.

All lines of one look leave the hub as one trunk, which branches at each column: hundreds of neighbours stay readable,
and none of their lines cross.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Final

from pathway_graph.diagrams.layout.force import finished
from pathway_graph.diagrams.layout.geometry import Layout, Line, Request, Size
from pathway_graph.diagrams.layout.hubs import Star, star_of
from pathway_graph.diagrams.layout.pack import RATIO, in_rows
from pathway_graph.model.plane import Box, Spot, extent

_ROW: Final = 6.0
"""Between boxes of a column."""
_STUB: Final = 17.0
"""Of a branch: the arrowhead has room on it."""
_BUS: Final = 9.0
"""From the boxes of one column to the branching line of the next."""
_TRUNK: Final = 18.0
"""Between the rows above and below a trunk."""
_GROUP: Final = 14.0
_SLOT: Final = 11.0
"""Between lines where they reach the hub, and where they turn towards it."""
_HUB: Final = 30.0
"""Between hub and lines that turn, and between these and the columns."""
_WIDE: Final = 1.8
"""A box so many times as wide as half of the others is wide."""
_MOST_COLUMNS: Final = 60


@dataclass(frozen=True, slots=True)
class _Block:
    """Nodes of one look in columns of so many rows, from the hub outward."""

    names: Sequence[str]
    sizes: Sequence[Size]
    step: float
    rows: int = 0

    @property
    def height(self) -> float:
        """Of all rows, and of the trunk between two of them or at their edge; one node needs none."""
        if len(self.names) == 1:
            return self.step - _ROW
        return self.rows * self.step - _ROW + _TRUNK

    def columns(self) -> list[tuple[float, int, int]]:
        """Return the columns: where each begins, and its first node and that of the next."""
        found, x = [], 0.0
        for start in range(0, len(self.names), self.rows):
            end = min(start + self.rows, len(self.names))
            found.append((x, start, end))
            x += _STUB + max(size.width for size in self.sizes[start:end]) + _BUS
        return found

    @property
    def width(self) -> float:
        """Of all columns."""
        x, start, end = self.columns()[-1]
        return x + _STUB + max(size.width for size in self.sizes[start:end])


def lay_out(request: Request) -> Layout:
    """Return the layout of a star.

    Raises:
        ValueError: The picture is no star.
    """
    star = star_of(request)
    if star is None:
        raise ValueError("no star")
    size = request.sizes[star.hub]
    sides = _columns(_side(star.sources, request.sizes), _side(star.targets, request.sizes), size)
    lines = max(len(star.sources), len(star.targets))
    hub = Box(0.0, 0.0, size.width, max(size.height, _SLOT * (lines + 1)))
    boxes, courses = {star.hub: hub}, dict[str, tuple[Spot, ...]]()
    for blocks, way in zip(sides, (-1, 1), strict=True):
        _attach(blocks, hub, way, boxes, courses)
    _beside(star, request, boxes)
    ways = {}
    for link in request.links:
        if link.target == star.hub and link.source in courses:
            ways[link.id] = Line(tuple(reversed(courses[link.source])))
        elif link.source == star.hub and link.target in courses:
            ways[link.id] = Line(courses[link.target])
    return finished({name: boxes[name] for name in request.sizes}, request.links, known=ways)


def _columns(left: Sequence[_Block], right: Sequence[_Block], hub: Size) -> tuple[list[_Block], list[_Block]]:
    """Return both sides in as many columns as give the smallest picture of a good ratio."""
    best, found = math.inf, (list(left), list(right))
    for step in range(24):
        high = 80.0 * 1.16**step
        sides = [_within(side, high) for side in (left, right)]
        wide = sum(max((block.width for block in side), default=0.0) for side in sides) + 3 * _HUB + hub.width
        badness = max(wide / RATIO, *(_height(side) for side in sides))
        if badness < best - 1e-6:
            best, found = badness, (sides[0], sides[1])
    return found


def _within(blocks: Sequence[_Block], high: float) -> list[_Block]:
    """Return blocks in the fewest columns that are no higher than that."""
    for columns in range(1, _MOST_COLUMNS):
        found = [replace(block, rows=-(-len(block.names) // columns)) for block in blocks]
        if _height(found) <= high:
            break
    return found


def _side(groups: Sequence[Sequence[str]], sizes: Mapping[str, Size]) -> list[_Block]:
    blocks = []
    for group in groups:
        # one long name would make its whole column wide: such names stand together, farthest from the hub
        wide = _WIDE * median(sizes[name].width for name in group)
        names = sorted(group, key=lambda name: sizes[name].width > wide)
        step = max(sizes[name].height for name in names) + _ROW
        blocks.append(_Block(names, [sizes[name] for name in names], step))
    return blocks


def _height(blocks: Sequence[_Block]) -> float:
    return sum(block.height for block in blocks) + _GROUP * (len(blocks) - 1)


def _attach(
    blocks: Sequence[_Block], hub: Box, way: int, boxes: dict[str, Box], courses: dict[str, tuple[Spot, ...]]
) -> None:
    """Put the blocks of one side in their places, one below the other, and lead their trunks to the hub."""
    top, start = -_height(blocks) / 2, hub.width / 2 + 2 * _HUB + _SLOT * len(blocks)
    for place, block in enumerate(blocks):
        # the trunk runs between those rows that are level with the hub, or at the edge that is nearest to it
        above = min(block.rows, max(0, round(-top / block.step)))
        level = top + above * block.step - _ROW + _TRUNK / 2 if above else top + _TRUNK / 2 - _ROW
        if len(block.names) == 1:
            above, level = 1, top + (block.step - _ROW) / 2
        slot = (place - (len(blocks) - 1) / 2) * _SLOT
        # the outermost turns nearest to the hub: no trunk crosses another
        nested = place if level < slot else len(blocks) - 1 - place
        root = [(hub.width / 2, slot), (hub.width / 2 + _HUB + nested * _SLOT, slot)]
        for x, first, end in block.columns():
            for row, number in enumerate(range(first, end)):
                name, size = block.names[number], block.sizes[number]
                y = top + row * block.step + (block.step - _ROW) / 2 + (_TRUNK - _ROW if row >= above else 0.0)
                left = start + x
                boxes[name] = Box(way * (left + _STUB + size.width / 2), y, size.width, size.height)
                course = [*root, (root[1][0], level), (left, level), (left, y), (left + _STUB, y)]
                courses[name] = tuple((way * a, b) for a, b in _straight(course))
        top += block.height + _GROUP


def _straight(course: Sequence[Spot]) -> list[Spot]:
    """Return a course without the corners at which it does not turn."""
    kept: list[Spot] = []
    for spot in course:
        if kept and abs(kept[-1][0] - spot[0]) < 1e-6 and abs(kept[-1][1] - spot[1]) < 1e-6:
            continue
        if len(kept) > 1 and any(
            abs(kept[-2][axis] - spot[axis]) < 1e-6 > abs(kept[-1][axis] - spot[axis]) for axis in (0, 1)
        ):
            kept[-1] = spot
            continue
        kept.append(spot)
    return kept


def _beside(star: Star, request: Request, boxes: dict[str, Box]) -> None:
    """Put what is linked both ways above the hub, and what is not linked to it below all, in rows."""
    left, top, right, bottom = extent(boxes.values())
    for names, is_above in ((star.both, True), (star.others, False)):
        sizes = [request.sizes[name] for name in names]
        spots, whole = in_rows(sizes, max(200.0, right - left), 16.0)
        y = top - whole.height - 2 * _HUB if is_above else bottom + _HUB
        for name, size, spot in zip(names, sizes, spots, strict=True):
            boxes[name] = Box(spot[0] - whole.width / 2, y + spot[1], size.width, size.height)
