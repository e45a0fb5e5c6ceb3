"""Let words, titles and counts cover nothing: no end of a line, no node, none of each other; or else leave them out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from pathway_graph.diagrams.layout.geometry import Layout, Line, Link, Request, Size
from pathway_graph.diagrams.layout.words import beside
from pathway_graph.diagrams.outline import length_of_head
from pathway_graph.model.plane import Box, Part, Spot, distance_from, extent, nearest, overlap, runs_through, unit
from pathway_graph.model.stopping import go_on

RIM: Final = 0.25
"""So far, in points, may things reach into each other."""
_BROAD: Final = {"tee": 5.0, "vee": 3.5, "normal": 3.5, "diamond": 3.5, "dot": 4.0, "box": 4.0}
"""Half the width of a head of size 1, by its parts."""
_POINTED: Final = ("normal", "vee", "diamond")
_SHARES: Final = tuple(share / 20 for share in (10, 9, 11, 8, 12, 7, 13, 6, 14, 5, 15, 4, 16, 3, 17, 2, 18, 1, 19))
"""Where along a line its words may stand, best first."""
_OFF: Final = (3.0, 6.0, 10.0)
"""How far off."""
_STEP: Final = 8.0
_CROSSING: Final = 3.0
"""What two lines have in common is longer than this, unless they only cross."""
_CORNER: Final = 8.0


def end_of(course: Line, look: Mapping[str, str]) -> Box:
    """Return the box round the head of an arrow, which says its sign; round its last point where it has none.

    >>> end_of(Line(((0, 0), (0, 30))), {"arrowhead": "normal", "penwidth": "1", "arrowsize": "1"})
    Box(x=0.0, y=24.25, width=8.0, height=11.5)
    """
    size, pen = float(look.get("arrowsize", "0.8")), float(look.get("penwidth", "1"))
    long = length_of_head(look["arrowhead"], size, pen)
    if any(part in look["arrowhead"] for part in _POINTED):
        long += pen  # Graphviz draws it back until its sharp tip touches the node
    half = size * max((wide for part, wide in _BROAD.items() if part in look["arrowhead"]), default=0.0) + pen / 2
    spots = course.straight()
    tip = spots[-1]
    before = next((spot for spot in reversed(spots[:-1]) if math.dist(spot, tip) > 0.5), spots[0])
    way = unit(tip, before)
    corners = [
        Box(tip[0] + way[0] * back + side * way[1] * half, tip[1] + way[1] * back - side * way[0] * half)
        for back in (0.0, long)
        for side in (-1, 1)
    ]
    return Box.between(*extent(corners))


@dataclass(slots=True)
class Field:
    """What may not be covered, and the borders that words may not lie across.

    Attributes:
        whole: All of the picture.
        taken: Heads, nodes, and what has found its place.
        borders: Frames.
    """

    whole: Box
    taken: list[Box] = field(default_factory=list)
    borders: list[Box] = field(default_factory=list)

    def is_free(self, box: Box, *, is_bound: bool = True) -> bool:
        """Say whether a box covers nothing; one that is bound lies across no border either."""
        whole = self.whole
        if box.left < whole.left or box.right > whole.right or box.top < whole.top or box.bottom > whole.bottom:
            return False
        if any(overlap(box, other, RIM) for other in self.taken):
            return False
        return not is_bound or not any(across(box, frame) for frame in self.borders)

    def first(self, boxes: Iterable[Box], *, is_bound: bool = True) -> Box | None:
        """Take the first of some boxes that is free, and return it; None where none is."""
        found = next((box for box in boxes if self.is_free(box, is_bound=is_bound)), None)
        if found:
            self.taken.append(found)
        return found


def across(box: Box, frame: Box) -> bool:
    """Say whether a border of a frame runs through a box: the box is neither inside nor outside of it."""
    if not overlap(box, frame, RIM):
        return False
    return not (frame.holds((box.left, box.top), RIM) and frame.holds((box.right, box.bottom), RIM))


def field_of(request: Request, layout: Layout, ends: Iterable[Box]) -> Field:
    """Return what of a layout may not be covered: nodes, and the heads of arrows, *ends*."""
    room = Field(Box(layout.width / 2, layout.height / 2, layout.width, layout.height))
    room.taken = [*ends, *(box for node, box in layout.boxes.items() if node not in request.around)]
    room.borders = list(layout.frames.values())
    return room


def worded(request: Request, layout: Layout, room: Field) -> tuple[dict[str, Line], list[str]]:
    """Return the lines with words that cover nothing, and the links whose words found no room.

    Words that cover something, that another line runs through, or that stand beside a trunk of several lines and so
    may be those of any, move along their line and off it; others stay.

    Args:
        request: What was laid out.
        layout: Where everything stands.
        room: What may not be covered; the words are added.
    """
    courses = {name: line.straight() for name, line in layout.lines.items()}
    lines, silent, moving = dict(layout.lines), [], []
    for link in request.links:  # those that are well placed first: nothing takes their place
        if link.label is None or layout.lines[link.id].label is None:
            continue
        box = _label(link, layout.lines[link.id].label)
        if room.is_free(box) and not _under(box, link.id, courses) and not _is_shared(box, link.id, courses):
            room.taken.append(box)
        else:
            moving.append(link)
    for link in moving:
        go_on()
        found = _place(link, layout.lines[link.id].label, courses, room)
        if found is None:
            silent.append(link.id)
        else:
            room.taken.append(found)
        lines[link.id] = replace(lines[link.id], label=(found.x, found.y) if found else None)
    return lines, silent


def _label(link: Link, spot: Spot | None) -> Box:
    assert link.label is not None
    assert spot is not None
    return Box(*spot, link.label.width, link.label.height)


def _place(link: Link, was: Spot | None, courses: Mapping[str, Sequence[Spot]], room: Field) -> Box | None:
    """Return the free place beside a line that fewest other lines run through, of those one that is beside it alone.

    It is the one it has where that is as good.
    """
    assert link.label is not None
    best, least = None, (math.inf, True)
    for box in (_label(link, was), *_beside(courses[link.id], link.label, link.width / 2)):
        if room.is_free(Box(box.x, box.y, box.width + 2 * RIM, box.height)):  # its letters reach out a little
            hit = _under(box, link.id, courses), _is_shared(box, link.id, courses)
            if hit < least:
                best, least = box, hit
            if hit == (0, False):
                break
    return best


def _beside(course: Sequence[Spot], label: Size, half: float) -> Iterator[Box]:
    """Yield places of words beside a course, on either side, those near to it and to its middle first."""
    for off in _OFF:
        yield from beside(course, label, _SHARES, off + half)


def _under(box: Box, own: str, courses: Mapping[str, Sequence[Spot]]) -> int:
    """Count the lines of others that run through words; their ascenders and descenders may touch one."""
    inner = Box(box.x, box.y, box.width - 1, box.height - 3)
    return sum(
        any(runs_through(inner, part) for part in pairwise(course)) for name, course in courses.items() if name != own
    )


def _is_shared(box: Box, own: str, courses: Mapping[str, Sequence[Spot]]) -> bool:
    """Whether the part of a line that is nearest to its words is a part of another line too."""
    words = (box.x, box.y)
    part = min(pairwise(courses[own]), key=lambda one: distance_from(one, words))
    near = nearest(part, words)
    return any(
        distance_from(other, near) < RIM and distance_from(other, on) < RIM
        for name, course in courses.items()
        if name != own
        for other in pairwise(course)
        for on in _beside_it(near, part)
    )


def _beside_it(spot: Spot, part: Part) -> Iterator[Spot]:
    """Yield spots of a straight line shortly before and behind one of them: lines that cross have neither in common."""
    across, down = unit(*part)
    for back in (-_CROSSING, _CROSSING):
        on = spot[0] + across * back, spot[1] + down * back
        if distance_from(part, on) < RIM:
            yield on


def titled(request: Request, layout: Layout, room: Field) -> dict[str, Spot]:
    """Return the places of titles of compartments: where they are, or along the borders where that is taken.

    One that finds no room has none.
    """
    found = {}
    for name, spot in (layout.titles or {}).items():
        size = (request.titles or {})[name]
        box = room.first([Box(*spot, size.width, size.height), *inside(layout.frames[name], size)], is_bound=False)
        if box:
            found[name] = (box.x, box.y)
    return found


def inside(frame: Box, size: Size) -> Iterator[Box]:
    """Yield places in a frame, along its upper border and along its lower one, from the left."""
    for y in (frame.top + 3 + size.height / 2, frame.bottom - 3 - size.height / 2):
        x = frame.left + _CORNER + size.width / 2
        while x + size.width / 2 <= frame.right - 2:
            yield Box(x, y, size.width, size.height)
            x += _STEP


def outside(frame: Box, size: Size) -> Iterator[Box]:
    """Yield places above a frame, and below it, from the left."""
    for y in (frame.top - 2 - size.height / 2, frame.bottom + 2 + size.height / 2):
        x = frame.left + size.width / 2
        while x <= max(frame.right - size.width / 2, frame.left + size.width / 2):
            yield Box(x, y, size.width, size.height)
            x += _STEP
