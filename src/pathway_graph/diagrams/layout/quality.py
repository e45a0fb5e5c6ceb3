"""Judge a layout: what crosses, what stands on what, which lines go a long way round, how small it is in print."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise
from typing import Final

from pathway_graph.diagrams.layout.geometry import Layout, Request
from pathway_graph.model.plane import Box, Part, distance, length, overlap, runs_through

FAR: Final = 2.3
"""A line may be so many times as long as its ends are apart."""
_NEAR: Final = 12.0
_PAGE: Final = (451.0, 570.0)
_SHEET: Final = 150.0
"""What title and legend take, in points."""


def flaws(request: Request, layout: Layout) -> float:
    """Return what is wrong with a layout: 0 where no line crosses another, goes a long way round, or runs over words.

    >>> from pathway_graph.diagrams.layout.geometry import Line, Link, Size
    >>> asked = Request({"a": Size(9, 9), "b": Size(9, 9)}, (Link("l", "a", "b"),), {})
    >>> boxes = {"a": Box(10, 10, 9, 9), "b": Box(10, 60, 9, 9)}
    >>> straight = Line(((10, 14.5), (10, 55.5)))
    >>> flaws(asked, Layout(20, 70, boxes, {"l": straight}, {}))
    0.0
    """
    courses = {link.id: [*pairwise(layout.lines[link.id].points)] for link in request.links}
    found = float(_crossings(request, courses))
    for link in request.links:
        gap = max(_NEAR, distance(layout.boxes[link.source], layout.boxes[link.target]))
        found += 4.0 * max(0.0, length(layout.lines[link.id].points) / gap - FAR)
    return found + 4.0 * _written_over(request, layout, courses) + 20.0 * _run_over(request, layout, courses)


def size(layout: Layout) -> float:
    """Return how many times too large for a page a layout is; one more than twice as long as wide counts as larger."""
    ratio = (layout.width + 18) / (layout.height + _SHEET)
    return max(layout.width / _PAGE[0], layout.height / _PAGE[1]) + 20 * max(0.0, 0.52 - ratio, 0.52 - 1 / ratio)


def _crossings(request: Request, courses: dict[str, list[Part]]) -> int:
    return sum(
        one.many * two.many * _cross(part, other)
        for one, two in combinations(request.links, 2)
        for part in courses[one.id]
        for other in courses[two.id]
    )


def _cross(one: Part, other: Part) -> bool:
    """Say whether a level part and an upright one cross, each inside the other's length."""
    if (one[0][0] == one[1][0]) == (other[0][0] == other[1][0]):
        return False
    (level, upright) = (one, other) if one[0][0] != one[1][0] else (other, one)
    x, y = upright[0][0], level[0][1]
    left, right = sorted((level[0][0], level[1][0]))
    top, bottom = sorted((upright[0][1], upright[1][1]))
    return left + 1 < x < right - 1 and top + 1 < y < bottom - 1


def _written_over(request: Request, layout: Layout, courses: dict[str, list[Part]]) -> int:
    """Count what stands on words, or runs over them."""
    words = list(words_of(request, layout))
    count = sum(meet(one, other) for (_, one), (_, other) in combinations(words, 2))
    count += sum(meet(text, box) for _, text in words for box in layout.boxes.values())
    for name, text in words:
        rim = Box(text.x, text.y, text.width - 1, text.height - 3)
        for other, parts in courses.items():
            if other != name:
                count += any(runs_through(rim, part) for part in parts)
    return count


def _run_over(request: Request, layout: Layout, courses: dict[str, list[Part]]) -> int:
    """Count the nodes that lines of others run through."""
    cores = {node: Box(box.x, box.y, box.width - 1, box.height - 1) for node, box in layout.boxes.items()}
    return sum(
        node not in (link.source, link.target) and any(runs_through(core, part) for part in courses[link.id])
        for link in request.links
        for node, core in cores.items()
    )


def words_of(request: Request, layout: Layout) -> Iterator[tuple[str, Box]]:
    """Return the words of each line with its id, and the titles of compartments, with none."""
    for link in request.links:
        spot = layout.lines[link.id].label
        if link.label and spot:
            yield link.id, Box(*spot, link.label.width, link.label.height)
    for name, spot in (layout.titles or {}).items():
        size = (request.titles or {})[name]
        yield "", Box(*spot, size.width, size.height)


def meet(one: Box, other: Box) -> bool:
    """Say whether a box lies on another by more than a point."""
    return overlap(one, other, 1.0)
