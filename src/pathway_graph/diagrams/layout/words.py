"""Put words beside lines: where they cover no node, no other words, and as few lines as can be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, Final

from pathway_graph.diagrams.layout.clipping import meeting
from pathway_graph.diagrams.layout.geometry import Line, Link, Size
from pathway_graph.model.plane import Box, Spot, along, length, unit
from pathway_graph.model.stopping import go_on

_SHARES: Final = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82)
"""Where along a line its words may stand, best first."""
_OFF: Final = 3.0
"""How far words are from their line."""
_ON_NODE: Final = 100.0
_ON_WORDS: Final = 60.0
_ON_LINE: Final = 20.0


def labelled(
    lines: Mapping[str, Line], links: Sequence[Link], boxes: Mapping[str, Box], titles: Iterable[Box] = ()
) -> dict[str, Line]:
    """Return lines with the places of their words, which keep off nodes and *titles*."""
    import numpy as np

    placed = dict(lines)
    words = [link for link in links if link.label]
    if not words:
        return placed
    taken = [box.sides for box in (*boxes.values(), *titles)]
    count = len(taken)
    courses = {name: line.straight() for name, line in lines.items()}
    pieces = [(*a, *b, place) for place, name in enumerate(courses) for a, b in pairwise(courses[name])]
    segments, order = np.array(pieces), {name: place for place, name in enumerate(courses)}
    for link in words:
        go_on()
        assert link.label is not None
        nodes, said = np.array(taken[:count]), np.array(taken[count:]).reshape(-1, 4)
        others = segments[segments[:, 4] != order[link.id]]
        options = [*beside(courses[link.id], link.label, _SHARES, _OFF)]
        costs = [_cost(box, nodes, said, others) + number / 10 for number, box in enumerate(options)]
        best = options[costs.index(min(costs))]
        taken.append(best.sides)
        placed[link.id] = replace(lines[link.id], label=(best.x, best.y))
    return placed


def beside(course: Sequence[Spot], label: Size, shares: Sequence[float], off: float) -> Iterator[Box]:
    """Yield places of words beside a line, on either side.

    Args:
        course: The corners of the line.
        label: How large the words are.
        shares: Where along the line, best first.
        off: How far from the line they begin.
    """
    total = length(course)
    for share in shares:
        place, (x, y) = along(course, total * share)
        way_x, way_y = unit(course[place], course[place + 1])
        # as far off as the box of the words reaches in that direction
        far = abs(way_y) * label.width / 2 + abs(way_x) * label.height / 2 + off
        yield Box(x - way_y * far, y + way_x * far, label.width, label.height)
        yield Box(x + way_y * far, y - way_x * far, label.width, label.height)


def _cost(box: Box, nodes: Any, said: Any, others: Any) -> float:
    """Return how bad it is to have words in a box."""
    import numpy as np

    left, top, right, bottom = box.sides
    cost = 0.0
    for boxes, price in ((nodes, _ON_NODE), (said, _ON_WORDS)):
        apart = (boxes[:, 0] >= right) | (boxes[:, 2] <= left) | (boxes[:, 1] >= bottom) | (boxes[:, 3] <= top)
        cost += price * float((~apart).sum())
    return cost + _ON_LINE * float(meeting(others[:, :2], others[:, 2:4], np.array([box.sides])).sum())
