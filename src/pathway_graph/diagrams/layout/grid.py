"""A grid to lead lines over: where nodes stand on it, which of its points are taken, and the ports of the nodes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from pathway_graph.diagrams.layout.geometry import Request
from pathway_graph.diagrams.layout.rows import Rows
from pathway_graph.model.plane import Box

STEP: Final = 8.0
"""Between neighbouring lines of the grid, in points."""
MARGIN: Final = 6
"""Steps left and right of the rows."""
_CLEAR: Final = 3.0
_CORNER: Final = 3.0
RIGHT, DOWN, LEFT, UP = range(4)
"""Directions; the opposite of one is two further."""


@dataclass(frozen=True, slots=True)
class Port:
    """Where a line meets a node.

    Attributes:
        point: The point of the grid just outside.
        side: The direction that leads away from the node.
        at: The line of the grid that it is on, across or down.
        cost: How far it is from the middle of its side.
    """

    point: int
    side: int
    at: int
    cost: float


@dataclass(slots=True)
class Grid:
    """Points in rows of *across*, numbered from the upper left."""

    across: int
    down: int
    blocked: bytearray
    boxes: dict[str, Box]
    ports: dict[str, list[Port]]
    bands: list[tuple[float, float]] = field(default_factory=list)
    rows: list[float] = field(default_factory=list)

    def spot(self, point: int) -> tuple[int, int]:
        """Return the column and the row of a point."""
        return point % self.across, point // self.across


def grid_of(request: Request, rows: Rows, centres: Mapping[str, float]) -> Grid:
    """Return a grid with room between the rows for the lines that run there."""
    tops, middles, end = _heights(request, rows)
    low = min(centres[node] - request.sizes[node].width / 2 for node in centres)
    high = max(centres[node] + request.sizes[node].width / 2 for node in centres)
    shift = MARGIN * STEP - low
    across, down = int((high - low) / STEP) + 2 * MARGIN + 1, int(end / STEP) + 1
    boxes: dict[str, Box] = {}
    for row, middle in zip(rows.rows, middles, strict=True):
        for node in row:
            size = request.sizes[node]
            boxes[node] = Box(round((centres[node] + shift) / STEP) * STEP, middle, size.width, size.height)
    grid = Grid(across, down, bytearray(across * down), boxes, {}, tops, middles)
    for point in (*range(across), *range(across * (down - 1), across * down)):
        grid.blocked[point] = 1
    for begin in range(0, across * down, across):  # no line leaves the grid
        grid.blocked[begin] = grid.blocked[begin + across - 1] = 1
    for box in boxes.values():
        block(grid, box, _CLEAR)
    for node, box in boxes.items():
        grid.ports[node] = list(_ports(grid, box))
    return grid


def block(grid: Grid, box: Box, clear: float) -> None:
    """Let no line through a box, nor close by it."""
    first, last = max(0, -int(-(box.left - clear) // STEP)), min(grid.across - 1, int((box.right + clear) / STEP))
    for row in range(
        max(0, -int(-(box.top - clear) // STEP)), min(grid.down - 1, int((box.bottom + clear) / STEP)) + 1
    ):
        for column in range(first, last + 1):
            grid.blocked[row * grid.across + column] = 1


def _heights(request: Request, rows: Rows) -> tuple[list[tuple[float, float]], list[float], float]:
    """Return top and bottom of each compartment's rows, the middle of each row, and where the grid ends."""
    row_of = {node: place for place, row in enumerate(rows.rows) for node in row}
    busy = [0] * (len(rows.rows) + 1)
    words = [0.0] * (len(rows.rows) + 1)
    for link in request.links:
        start, end = sorted((row_of[link.source], row_of[link.target]))
        for gap in {start + 1, max(end, start + 1)} if start != end else {start}:
            busy[gap] += 1
            if link.label:
                words[gap] = max(words[gap], link.label.height)
    y, middles = 2 * STEP, []
    bands: list[tuple[float, float]] = []
    for place, row in enumerate(rows.rows):
        high = max(request.sizes[node].height for node in row)
        steps = 2 + min(5, (busy[place] + 1) // 2) + int(words[place] / STEP + 0.5)
        if place == 0 or rows.groups[place] != rows.groups[place - 1]:
            steps += 3
        y += steps * STEP
        middle = round((y + high / 2) / STEP) * STEP
        middles.append(middle)
        bands.append((middle - high / 2, middle + high / 2))
        y = middle + high / 2
    return bands, middles, y + (3 + min(5, busy[-1])) * STEP


def _ports(grid: Grid, box: Box) -> Iterator[Port]:
    """Return where lines may meet a node: on each side, at every line of the grid that is not at its corner."""
    across = grid.across
    for column in _within(box.left, box.right):
        far = abs(column * STEP - box.x) / STEP
        for side, border, step in ((UP, box.top, -1), (DOWN, box.bottom, 1)):
            row = int(border // STEP) if side == UP else -int(-border // STEP)
            while 0 <= row < grid.down and abs(row * STEP - border) < _CLEAR:
                row += step
            if 0 <= row < grid.down and not grid.blocked[row * across + column]:
                yield Port(row * across + column, side, column, far)
    for row in _within(box.top, box.bottom):
        far = abs(row * STEP - box.y) / STEP
        for side, border, step in ((LEFT, box.left, -1), (RIGHT, box.right, 1)):
            column = int(border // STEP) if side == LEFT else -int(-border // STEP)
            while 0 <= column < across and abs(column * STEP - border) < _CLEAR:
                column += step
            if 0 <= column < across and not grid.blocked[row * across + column]:
                yield Port(row * across + column, side, row, far)


def _within(low: float, high: float) -> range:
    first, last = -int(-(low + _CORNER) // STEP), int((high - _CORNER) / STEP)
    middle = round((low + high) / 2 / STEP)
    return range(first, last + 1) if last >= first else range(middle, middle + 1)
