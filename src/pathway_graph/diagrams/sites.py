"""Find where on the border of a node the site of its phosphate is written: on a corner, off the heads of arrows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from pathway_graph.diagrams.clear import RIM
from pathway_graph.diagrams.layout.geometry import Layout, Link, Request, Size
from pathway_graph.diagrams.layout.quality import meet, words_of
from pathway_graph.model.plane import Box, Part, Spot, overlap, runs_through

_OUT: Final = 4.0
"""How far a mark stands out of its corner."""
_IN: Final = 3.0
"""How far it reaches into the node, whose letters begin some points below its border."""
_STEP: Final = 8.0
_CLEAR: Final = 3.0
"""Between a mark and words or nodes."""
_HEAD: Final = 6.0
"""Half the width of the widest head of an arrow."""


def site_spots(
    request: Request, layout: Layout, marks: Mapping[str, Size], taken: Sequence[Box] = ()
) -> dict[str, Spot]:
    """Return the middle of the mark of each node: its right upper corner, or the next place where it hides nothing.

    A mark that would cover the head of an arrow, a node, words or another mark wherever it stands has none.

    Args:
        request: What was laid out.
        layout: Where everything stands.
        marks: Sizes of the marks by node.
        taken: What else may not be covered: heads, counts, words that have moved.

    >>> from pathway_graph.diagrams.layout.geometry import Line, Link
    >>> asked = Request({"a": Size(60, 20), "b": Size(60, 20)}, (Link("l", "a", "b"),), {})
    >>> boxes = {"a": Box(30, 10, 60, 20), "b": Box(30, 60, 60, 20)}
    >>> for x in (10, 50):
    ...     led = Layout(60, 70, boxes, {"l": Line(((x, 20), (x, 50)))}, {})
    ...     print(site_spots(asked, led, {"b": Size(30, 12)}))
    {'b': (49.0, 47.0)}
    {'b': (49.0, 73.0)}
    """
    found: dict[str, Spot] = {}
    ending: defaultdict[str, list[Link]] = defaultdict(list)
    for link in request.links:
        for node in {link.source, link.target} & marks.keys():
            ending[node].append(link)
    things = [*layout.boxes.values(), *(box for _, box in words_of(request, layout)), *taken]
    for node, size in marks.items():
        own = layout.boxes[node]
        round_it = Box(own.x, own.y, own.width + 2 * size.width, own.height + 2 * size.height)
        near = [box for box in things if box != own and meet(box, round_it)]
        parts = [
            (part, link.width)
            for link in ending[node]
            for part in pairwise(layout.lines[link.id].straight())
            if runs_through(round_it, part)
        ]
        options = [Box(*spot, size.width, size.height) for spot in _options(own, size)]
        best = min(options, key=lambda mark: _hidden(mark, near, parts))
        if not any(overlap(best, box, RIM) for box in near):
            things.append(best)
            found[node] = (best.x, best.y)
    return found


def _options(box: Box, size: Size) -> Iterator[Spot]:
    """Return places along the upper and the lower border, from the right to the left, then beside the node."""
    out = size.height / 2 - _IN
    x = box.right - size.width / 2 + _OUT
    while x >= box.left + size.width / 2 - _OUT or x > box.x:
        yield x, box.top - out
        yield x, box.bottom + out
        x -= _STEP
    for side in (box.right + size.width / 2 - _IN, box.left - size.width / 2 + _IN):
        yield side, box.y


def _hidden(mark: Box, near: Sequence[Box], parts: Sequence[tuple[Part, float]]) -> int:
    """Return how much a mark would hide, or lie on: lines with their heads, words, nodes, other marks."""
    count = sum(meet(mark.grown(_CLEAR), box) for box in near)
    return count + sum(runs_through(mark.grown(wide / 2 + _HEAD), part) for part, wide in parts)
