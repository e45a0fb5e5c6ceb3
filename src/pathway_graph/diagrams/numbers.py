"""Set the numbers of callouts: on their arrows, else beside them, else off them with a leader line, else not at all."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product
from typing import Final

from pathway_graph.diagrams.boxes import SVG, frame_of, short
from pathway_graph.diagrams.callouts import Callout
from pathway_graph.diagrams.fonts import width
from pathway_graph.diagrams.heads import circle
from pathway_graph.diagrams.layers import origin
from pathway_graph.diagrams.setting import words
from pathway_graph.model.plane import Box, Spot, along, distance_from, length, straightened, unit

_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
_SHARES: Final = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82, 0.88, 0.12)
"""Where on an arrow a number may stand, best first."""
_ANCHORS: Final = (0.5, 0.35, 0.65, 0.2, 0.8)
"""Where on an arrow a leader line may begin."""
_AWAY: Final = (2.2, 3.0, 4.0, 5.5, 7.5)
"""How long it may be, in radii of a number."""
_WAYS: Final = 12
_SHORT: Final = 7.0
"""A number hides a line that is shorter than so many of its radii."""
_SIZE: Final = 0.78
"""Radius of the disc of a number of one or two figures, in sizes of its type."""
_FIGURES: Final = 0.92
"""How large these are written, in the same."""
_FREE: Final = 0.12
"""What is free of the disc beside more of them, in the same."""
_RIM: Final = 0.7
"""Of its outline, and what is free round it."""
_INK: Final = "#333333"


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a number stands, and where on its arrow its leader line begins if it needs one."""

    spot: Spot
    anchor: Spot | None = None


@dataclass(slots=True)
class Numbers:
    """The numbers of a picture.

    Attributes:
        elements: Circles, numbers and leader lines.
        unmarked: Numbers that found no room.
    """

    elements: list[ET.Element] = field(default_factory=list)
    unmarked: set[int] = field(default_factory=set)


def numbered(callouts: Sequence[Callout], root: ET.Element, scale: float, size: float) -> Numbers:
    """Return the numbers, each where it covers no node, no words, no end of an arrow and no other number.

    Args:
        callouts: The numbers.
        root: The picture, with the ids of edges.
        scale: By how much it is scaled on the sheet; places are from its upper left corner there.
        size: Of the type of a number.
    """
    found = Numbers()
    graph = root.find(f"{{{SVG}}}g")
    if graph is None:
        return found
    left, top = origin(graph)

    def printed(spot: Spot) -> Spot:
        return (spot[0] + left) * scale, (spot[1] + top) * scale

    lines = {group.get("id"): _course(group) for group in graph.iter(f"{{{SVG}}}g")}
    taken = [*_boxes(graph, "path", "polygon"), *_texts(graph), *_ends(graph)]
    counts = [*_boxes(graph, "ellipse")]
    for callout in callouts:
        own, radius = f"e{callout.edge}", _radius(callout.number, size)
        others = [line for name, line in lines.items() if line and name != own]
        room = (radius + _RIM) / scale
        course = lines.get(own)
        place = _best(course, _Surroundings(taken, counts, others, room)) if course else None
        if place is None:
            found.unmarked.add(callout.number)
            continue
        taken.append(Box(*place.spot).grown(room))
        if place.anchor:
            found.elements += _leader(printed(place.anchor), printed(place.spot))
        found.elements += _disc(callout.number, printed(place.spot), size)
    return found


def _radius(number: int, size: float) -> float:
    """Return the radius of the disc of a number, in points of the sheet; one of three figures needs a larger one."""
    return max(size * _SIZE, width(str(number), size * _FIGURES, True) / 2 + size * _FREE)


def _disc(number: int, middle: Spot, size: float) -> list[ET.Element]:
    """Return a number in white on its disc."""
    disc = circle(middle, _radius(number, size), fill=_INK, stroke="#ffffff", pen=0.7)
    x, foot = middle[0], middle[1] + size * 0.33
    figures = words(str(number), x, foot, size * _FIGURES, colour="#ffffff", is_bold=True, anchor="middle")
    return [disc, figures]


def _leader(anchor: Spot, spot: Spot) -> list[ET.Element]:
    """Return the line from a spot on an arrow to the number beside it."""
    course = f"M{short(anchor[0])} {short(anchor[1])} L{short(spot[0])} {short(spot[1])}"
    line = ET.Element(f"{{{SVG}}}path", {"d": course, "fill": "none", "stroke": _INK, "stroke-width": "0.6"})
    return [line, circle(anchor, 1.0, fill=_INK, stroke="none", pen=0.0)]


# What is there ------------------------------------------------------------------------------------------------


def _boxes(graph: ET.Element, *tags: str) -> Iterator[Box]:
    """Yield the boxes of nodes and sites, which are paths and polygons, or of counts, which are ellipses."""
    for part in _parts(graph, "node"):
        if part.get("fill", "none") != "none" and (box := _box(part, tags)):
            yield box


def _ends(graph: ET.Element) -> Iterator[Box]:
    """Yield where the heads of arrows are, which say their signs."""
    boxes = (_box(part, ("polygon", "polyline", "ellipse")) for part in _parts(graph, "edge"))
    return (box for box in boxes if box)


def _parts(graph: ET.Element, kind: str) -> Iterator[ET.Element]:
    """Yield all that is in the groups of nodes, or of edges."""
    for group in graph.iter(f"{{{SVG}}}g"):
        if (group.get("class") or "").startswith(kind):
            yield from group.iter()


def _box(part: ET.Element, tags: Collection[str]) -> Box | None:
    """Return the box round a mark; None for one of another tag."""
    tag = part.tag.removeprefix(f"{{{SVG}}}")
    if tag not in tags:
        return None
    if tag == "ellipse":
        x, y, rx, ry = (float(part.get(side, "0")) for side in ("cx", "cy", "rx", "ry"))
        return Box(x, y, 2 * rx, 2 * ry)
    return Box.between(*frame_of(part))


def _texts(graph: ET.Element) -> Iterator[Box]:
    for text in graph.iter(f"{{{SVG}}}text"):
        size = float(text.get("font-size", "14"))
        wide = width("".join(text.itertext()), size)
        start = {"middle": 0.5, "end": 1.0}.get(text.get("text-anchor", ""), 0.0) * wide
        x, y = float(text.get("x", "0")) - start, float(text.get("y", "0"))
        yield Box.between(x, y - size * 0.8, x + wide, y + size * 0.25)


def _course(group: ET.Element) -> list[Spot]:
    """Return the points along the longest line of an edge."""
    if not (group.get("class") or "").startswith("edge"):
        return []
    lines = [part.get("d", "") for part in group.iter(f"{{{SVG}}}path") if part.get("fill") == "none"]
    courses = [_points(line) for line in lines]
    return max(courses, key=length, default=[])


def _points(path: str) -> list[Spot]:
    numbers = [float(number) for number in _NUMBER.findall(path)]
    spots = list(zip(numbers[::2], numbers[1::2], strict=False))
    return straightened(spots, 8) if "C" in path else spots


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What a number must not cover: boxes, words, heads and counts, and by choice the courses of other arrows.

    A leader line may run over the rim of a count, which takes up most of a short arrow.
    """

    taken: Sequence[Box]
    counts: Sequence[Box]
    others: Sequence[Sequence[Spot]]
    radius: float

    def is_free(self, spot: Spot) -> bool:
        """Whether no box, no words, no head and no other number are under a spot."""
        return not any(box.holds(spot, self.radius) for box in (*self.taken, *self.counts))

    def is_alone(self, spot: Spot) -> bool:
        """Whether no other arrow runs through a number there, so that nobody takes it for that one's."""
        return all(distance_from(part, spot) > self.radius + 0.5 for course in self.others for part in pairwise(course))

    def is_seen(self, anchor: Spot, spot: Spot) -> bool:
        """Whether a leader line between two spots runs over nothing."""
        steps = [(anchor[0] + (spot[0] - anchor[0]) * t / 8, anchor[1] + (spot[1] - anchor[1]) * t / 8)
                 for t in range(8)]  # fmt: skip
        return not any(box.holds(spot, 1.0) for spot in steps for box in self.taken)


def _best(course: Sequence[Spot], near: _Surroundings) -> Placed | None:
    """Return the best place of a number: on its arrow alone, beside it alone, off it with a leader line; None for none.

    Where it would stand on other arrows as well, the leader line says which one it is of.
    """
    on, beside = [_at(course, share) for share in _SHARES], _beside(course, near.radius)
    if length(course) < _SHORT * near.radius:
        on, beside = beside, on
    for spot in (*on, *beside):
        if near.is_free(spot) and near.is_alone(spot):
            return Placed(spot)
    led = [(spot, anchor) for anchor, spot in _off(course, near.radius) if near.is_free(spot)]
    led = [(spot, anchor) for spot, anchor in led if near.is_seen(anchor, spot)]
    for spot, anchor in led:
        if near.is_alone(spot):
            return Placed(spot, anchor)
    for spot in on:
        if near.is_free(spot):
            return Placed(spot)
    return Placed(*led[0]) if led else None


def _at(course: Sequence[Spot], share: float) -> Spot:
    """Return the spot at a share of the length of an arrow."""
    return along(course, length(course) * share)[1]


def _off(course: Sequence[Spot], radius: float) -> Iterator[tuple[Spot, Spot]]:
    """Yield spots on an arrow, each with places round it, the nearest first."""
    for away, share, way in product(_AWAY, _ANCHORS, range(_WAYS)):
        x, y = anchor = _at(course, share)
        turn = math.tau * (way + 0.5) / _WAYS
        yield anchor, (x + math.cos(turn) * away * radius, y + math.sin(turn) * away * radius)


def _beside(course: Sequence[Spot], radius: float) -> list[Spot]:
    """Return places on both sides of an arrow's middle."""
    (x, y), start, end = (_at(course, share) for share in (0.5, 0.4, 0.6))
    way_x, way_y = unit(start, end)
    return [(x + way_y * far, y - way_x * far) for far in (radius + 1, -radius - 1)]
