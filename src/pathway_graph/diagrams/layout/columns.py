"""Lay steps out in columns that are read from top to bottom, so that a workflow fills a page or a slide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pathway_graph.diagrams.layout.geometry import Layout, Line, Link, Request
from pathway_graph.model.plane import Box, Spot

GAP: Final = 22.0
"""Between a step and the next below it."""
LANE: Final = 46.0
"""Between columns: room for the line that leads on, and for one that leads back."""
RATIO: Final = 1.5
"""Width to height that is aimed at where none is asked for."""
_MOST: Final = 5
_RIM: Final = 10.0
"""Between a line and the right side of the picture."""


def lay_out(request: Request) -> Layout:
    """Return steps in their order, in as many columns as come nearest to the usual ratio within the width asked for.

    >>> from pathway_graph.diagrams.layout.geometry import Size
    >>> steps = {name: Size(100, 30) for name in "abcdef"}
    >>> found = lay_out(Request(steps, (Link("1", "a", "b"), Link("3", "c", "d")), {}))
    >>> [found.boxes[name].x for name in "abcdef"], found.lines["1"].points
    ([50.0, 50.0, 50.0, 196.0, 196.0, 196.0], ((50.0, 30.0), (50.0, 52.0)))
    """
    names = list(request.sizes)
    wide = max((size.width for size in request.sizes.values()), default=1.0)
    columns = min(
        (_cut(request, names, count) for count in range(1, min(_MOST, max(1, len(names) // 2)) + 1)),
        key=lambda columns: _misfit(request, columns, wide),
    )
    boxes: dict[str, Box] = {}
    for number, column in enumerate(columns):
        x, y = wide / 2 + number * (wide + LANE), 0.0
        for name in column:
            high = request.sizes[name].height
            boxes[name] = Box(x, y + high / 2, wide, high)
            y += high + GAP
    column_of = {name: number for number, column in enumerate(columns) for name in column}
    lines = {link.id: _line(link, boxes, column_of) for link in request.links}
    right = max([box.right for box in boxes.values()] + [x + _RIM for line in lines.values() for x, _ in line.points])
    right = max([right] + [_label_right(link, lines[link.id]) for link in request.links])
    return Layout(right, _height(request, columns), boxes, lines, {})


def _label_right(link: Link, line: Line) -> float:
    return line.label[0] + link.label.width / 2 if link.label and line.label else 0.0


def _height(request: Request, columns: Sequence[Sequence[str]]) -> float:
    return max(sum(request.sizes[name].height + GAP for name in column) - GAP for column in columns if column)


def _misfit(request: Request, columns: Sequence[Sequence[str]], wide: float) -> float:
    """Return how far a cut is from the usual ratio; one that is too wide comes last."""
    labels = [link.label.width for link in request.links if link.label]
    across = len(columns) * (wide + LANE) - LANE + (LANE / 2 + max(labels) if labels else 0.0)
    ratio = across / _height(request, columns)
    excess = max(0.0, across / request.width - 1) if request.width else 0.0
    aim = request.ratio or RATIO
    return max(ratio / aim, aim / ratio) + 100 * excess


def _cut(request: Request, names: Sequence[str], count: int) -> list[list[str]]:
    """Cut the steps into columns of about equal height."""
    whole = sum(request.sizes[name].height + GAP for name in names)
    columns: list[list[str]] = [[]]
    so_far = 0.0
    for name in names:
        high = request.sizes[name].height + GAP
        if columns[-1] and len(columns) < count and so_far + high / 2 > whole * len(columns) / count:
            columns.append([])
        columns[-1].append(name)
        so_far += high
    return columns


def _line(link: Link, boxes: dict[str, Box], column_of: dict[str, int]) -> Line:
    """Lead a line from a step to another: down, over to the next column, or back by the lane at the right."""
    start, end = boxes[link.source], boxes[link.target]
    if column_of[link.source] == column_of[link.target] and end.top > start.bottom and end.top - start.bottom < GAP + 1:
        return Line(((start.x, start.bottom), (end.x, end.top)), _beside((start.x, (start.bottom + end.top) / 2), link))
    if column_of[link.source] < column_of[link.target]:
        lane = end.left - LANE * 0.62
        return Line(((start.right, start.y), (lane, start.y), (lane, end.y), (end.left, end.y)),
                    _beside((lane, (start.y + end.y) / 2), link))  # fmt: skip
    if column_of[link.source] > column_of[link.target]:  # back between the columns, beside the line that leads on
        lane = start.left - LANE * 0.3
        return Line(((start.left, start.y), (lane, start.y), (lane, end.y + 5), (end.right, end.y + 5)),
                    _beside((lane, (start.y + end.y) / 2), link))  # fmt: skip
    lane = max(start.right, end.right) + LANE * 0.24
    return Line(((start.right, start.y + 5), (lane, start.y + 5), (lane, end.y + 5), (end.right, end.y + 5)),
                _beside((lane, (start.y + end.y) / 2), link))  # fmt: skip


def _beside(spot: Spot, link: Link) -> Spot | None:
    return (spot[0] + 5 + link.label.width / 2, spot[1]) if link.label else None
