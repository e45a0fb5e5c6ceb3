"""Lay a network without compartments out by forces, its parts packed, its nodes without a link in rows below."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from pathway_graph.diagrams.layout.geometry import Layout, Line, Link, Request, Size
from pathway_graph.diagrams.layout.pack import RATIO, in_rows, packed
from pathway_graph.diagrams.layout.spread import spread
from pathway_graph.diagrams.layout.springs import places_by_force
from pathway_graph.diagrams.layout.ways import Router
from pathway_graph.diagrams.layout.words import labelled
from pathway_graph.model.plane import Box, Spot, extent

_GAP: Final = Size(16.0, 15.0)
"""Between nodes: lines pass there."""
_FEW: Final = 3
_EACH_LINE: Final = 2.5
_MOST_ROOM: Final = 34.0
"""A node at which more than a few lines end gets so much more room for each, and no more than that."""
_PARTS: Final = 26.0
"""Between parts."""
_MARGIN: Final = 6.0


def lay_out(request: Request) -> Layout:
    """Return a layout by forces; frames are left out."""
    parts = components(request.sizes, request.links)
    linked = [_part(part, request) for part in parts if len(part) > 1]
    spots, whole = packed([size for _, size in linked], _PARTS)
    boxes: dict[str, Box] = {}
    for (inner, size), (x, y) in zip(linked, spots, strict=True):
        left, top = x - size.width / 2, y - size.height / 2
        for name, (at, down) in inner.items():
            boxes[name] = _box(request.sizes[name], (left + at, top + down))
    alone = [part[0] for part in parts if len(part) == 1]
    below = whole.height + _PARTS if linked else 0.0
    sizes = [request.sizes[name] for name in alone]
    for name, (x, y) in zip(alone, in_rows(sizes, _width(whole, sizes), _GAP.height)[0], strict=True):
        boxes[name] = _box(request.sizes[name], (x, below + y))
    return finished({name: boxes[name] for name in request.sizes}, request.links)


def _width(whole: Size, alone: Sequence[Size]) -> float:
    """Return how wide rows of nodes without a link are to be: as the rest, or as gives all of it a good ratio."""
    area = sum((size.width + _GAP.width) * (size.height + _GAP.height) for size in alone)
    together = whole.width * whole.height + area
    return max(whole.width, math.sqrt(together * RATIO))


def _part(part: Sequence[str], request: Request) -> tuple[dict[str, Spot], Size]:
    """Return the centres of the nodes of a part, from its upper left corner, and how large it is."""
    place = {name: number for number, name in enumerate(part)}
    inside = [link for link in request.links if link.source in place and link.source != link.target]
    pairs = [(place[link.source], place[link.target]) for link in inside]
    sizes = [request.sizes[name] for name in part]
    if len(part) == 2:
        long = max((link.label.width + 16 for link in inside if link.label), default=0.0)
        far = (sizes[0].width + sizes[1].width) / 2 + max(44.0, long)
        spots: list[Spot] = [(0.0, 0.0), (far if inside[0].source == part[0] else -far, 0.0)]
    else:
        spots = spread(places_by_force(len(part), pairs), _roomy(sizes, pairs))
    left, top, right, bottom = extent(_box(size, spot) for spot, size in zip(spots, sizes, strict=True))
    inner = {name: (spot[0] - left, spot[1] - top) for name, spot in zip(part, spots, strict=True)}
    return inner, Size(right - left, bottom - top)


def _roomy(sizes: Sequence[Size], pairs: Sequence[tuple[int, int]]) -> list[Size]:
    """Return the sizes with the room for lines round each box: more where many end."""
    ends = Counter(place for pair in set(pairs) for place in pair)
    more = [min(_MOST_ROOM, _EACH_LINE * max(0, ends[place] - _FEW)) for place in range(len(sizes))]
    return [
        Size(size.width + _GAP.width + extra, size.height + _GAP.height + extra)
        for size, extra in zip(sizes, more, strict=True)
    ]


def finished(
    boxes: Mapping[str, Box],
    links: Sequence[Link],
    *,
    known: Mapping[str, Line] | None = None,
    frames: Mapping[str, Box] | None = None,
    given: Request | None = None,
    titles: Collection[Box] = (),
) -> Layout:
    """Return a layout of boxes that have their places: all moved to 0, lines led between them and labels beside these.

    Args:
        boxes: The places of the nodes.
        links: What is to be led.
        known: Lines that have their course.
        frames: The places of frames.
        given: The request, where it says what lines may run over.
        titles: The places of titles of frames, which lines keep off.
    """
    known = known or {}
    around, attached = (given.around, given.attached) if given else (frozenset(), None)
    router = Router(boxes, around=around, words=titles, attached=attached)
    led = router.lines([link for link in links if link.id not in known])
    lines = labelled({link.id: known.get(link.id) or led[link.id] for link in links}, links, boxes, titles)
    frames = frames or {}
    words = {link.id: link.label for link in links if link.label}
    marks = [*boxes.values(), *frames.values(), *(Box(*spot) for line in lines.values() for spot in line.points)]
    marks += [Box(*line.label, words[name].width, words[name].height) for name, line in lines.items() if line.label]
    left, top, right, bottom = extent(marks)
    left, top = left - _MARGIN, top - _MARGIN
    return Layout(
        right + _MARGIN - left,
        bottom + _MARGIN - top,
        {name: box.moved(-left, -top) for name, box in boxes.items()},
        {name: line.moved(-left, -top) for name, line in lines.items()},
        {name: box.moved(-left, -top) for name, box in frames.items()},
    )


def components(nodes: Mapping[str, Size], links: Sequence[Link]) -> list[list[str]]:
    """Return what hangs together, each part and its nodes in the order of the nodes.

    >>> one = Size(1, 1)
    >>> components({"a": one, "b": one, "c": one}, [Link("l", "c", "a")])
    [['a', 'c'], ['b']]
    """
    above = {name: name for name in nodes}

    def root(name: str) -> str:
        while above[name] != name:
            above[name] = above[above[name]]
            name = above[name]
        return name

    for link in links:
        above[root(link.source)] = root(link.target)
    parts: dict[str, list[str]] = {}
    for name in nodes:
        parts.setdefault(root(name), []).append(name)
    return list(parts.values())


def _box(size: Size, spot: Spot) -> Box:
    return Box(spot[0], spot[1], size.width, size.height)
