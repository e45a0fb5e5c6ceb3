"""Read the groups of a picture from the text of its SVG: nodes, edges, frames, legend and numbers, as they are printed.

Groups are read by their class, ``node``, ``edge`` or ``cluster``, or by their id, ``Legend`` or ``Callouts``; their
name is their ``data-drawn`` or their title.
"""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from pathway_graph.diagrams.fonts import width

Spot = tuple[float, float]
_SVG: Final = "{http://www.w3.org/2000/svg}"
_NUMBER: Final = re.compile(r"-?\d*\.?\d+(?:e-?\d+)?")
_MOVE: Final = re.compile(r"translate\(\s*([-\d.]+)[ ,]+([-\d.]+)\)")
_SCALE: Final = re.compile(r"scale\(\s*([\d.]+)")
_KINDS: Final = frozenset({"node", "edge", "cluster", "legend", "callouts"})
_IDS: Final = {"Legend": "legend", "Callouts": "callouts"}
_STEPS: Final = 12
"""Pieces that a curve is cut into."""
_SECTORS: Final = 16
"""Corners that stand for a circle."""
TOUCH: Final = 1.5
"""What only touches, by so many points, does not overlap."""
Moved = tuple[float, float, float]
"""Where a group begins, and how many times as large it is."""


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle by its sides, y downward."""

    left: float
    top: float
    right: float
    bottom: float

    def shrunk(self, by: float) -> Area:
        """Return it with each side moved inward."""
        return Area(self.left + by, self.top + by, self.right - by, self.bottom - by)

    def size(self) -> float:
        """Return the area."""
        return (self.right - self.left) * (self.bottom - self.top)

    def overlaps(self, other: Area) -> bool:
        """Say whether both share more than a rim."""
        across = min(self.right, other.right) - max(self.left, other.left)
        return across > TOUCH and min(self.bottom, other.bottom) - max(self.top, other.top) > TOUCH

    def holds(self, other: Area) -> bool:
        """Say whether the other lies inside."""
        aside = self.left <= other.left and self.right >= other.right
        return aside and self.top <= other.top and self.bottom >= other.bottom

    def distance(self, other: Area) -> float:
        """Return how far apart their borders are."""
        across = max(0.0, other.left - self.right, self.left - other.right)
        return math.hypot(across, max(0.0, other.top - self.bottom, self.top - other.bottom))

    def meets(self, start: Spot, end: Spot) -> bool:
        """Say whether a straight line passes through the inside (Liang and Barsky's clipping)."""
        low, high = 0.0, 1.0
        sides = ((start[0], end[0], self.left, self.right), (start[1], end[1], self.top, self.bottom))
        for begin, stop, least, most in sides:
            step = stop - begin
            if abs(step) < 1e-9:
                if not least < begin < most:
                    return False
                continue
            first, last = sorted(((least - begin) / step, (most - begin) / step))
            low, high = max(low, first), min(high, last)
        return low < high


def around(areas: Sequence[Area]) -> Area | None:
    """Return the rectangle round others; None for none."""
    if not areas:
        return None
    return Area(
        min(area.left for area in areas),
        min(area.top for area in areas),
        max(area.right for area in areas),
        max(area.bottom for area in areas),
    )


@dataclass(frozen=True, slots=True)
class Mark:
    """A drawn mark: its tag in the SVG, points on its outline, and what it is filled with."""

    tag: str
    spots: tuple[Spot, ...]
    fill: str

    @property
    def area(self) -> Area:
        """The rectangle round it."""
        xs, ys = [x for x, _ in self.spots], [y for _, y in self.spots]
        return Area(min(xs), min(ys), max(xs), max(ys))


@dataclass(slots=True)
class Group:
    """A group of the picture.

    Attributes:
        kind: ``node``, ``edge``, ``cluster``, ``legend`` or ``callouts``.
        name: What it was drawn as.
        marks: All that is drawn in it.
        texts: The areas of its words, each with the size of the letters.
    """

    kind: str
    name: str
    marks: list[Mark] = field(default_factory=list)
    texts: list[tuple[Area, float]] = field(default_factory=list)

    @property
    def area(self) -> Area | None:
        """The rectangle round its marks; None for a group without any."""
        return around([mark.area for mark in self.marks])

    @property
    def line(self) -> tuple[Spot, ...]:
        """The line with the most corners in it."""
        lines = [mark.spots for mark in self.marks if mark.tag in ("path", "polyline", "line")]
        return max(lines, key=len, default=())


def groups_of(root: ET.Element, moved: Moved = (0.0, 0.0, 1.0)) -> Iterator[Group]:
    """Yield the groups of an SVG, none within another one."""
    kind = _IDS.get(root.get("id", ""), root.get("class", "").partition(" ")[0])
    if kind in _KINDS:
        group = Group(kind, root.get("data-drawn") or (root.findtext(f"{_SVG}title") or "").strip())
        _fill(group, root, moved)
        yield group
        return
    for child in root:
        yield from groups_of(child, moved_by(root, moved))


def size_of(root: ET.Element) -> Spot:
    """Return how wide and how high an SVG is."""
    _, _, across, down = [float(number) for number in _NUMBER.findall(root.get("viewBox", "0 0 0 0"))]
    return across, down


def _fill(group: Group, element: ET.Element, moved: Moved) -> None:
    at = moved_by(element, moved)
    for child in element:
        tag, (x, y, scale) = child.tag.removeprefix(_SVG), moved_by(child, at)
        if tag == "text":
            if "".join(child.itertext()).strip():
                group.texts.append(written_at(child, (x, y, scale)))
        elif spots := outline_of(tag, child):
            placed = tuple((right * scale + x, down * scale + y) for right, down in spots)
            group.marks.append(Mark(tag, placed, child.get("fill", "")))
        _fill(group, child, at)


def moved_by(element: ET.Element, moved: Moved) -> Moved:
    """Return where what is in a group stands: it is moved, and what was moved is made larger."""
    transform = element.get("transform", "")
    shift, scale = _MOVE.search(transform), _SCALE.search(transform)
    x, y, size = moved
    if shift:
        x, y = x + float(shift[1]) * size, y + float(shift[2]) * size
    return x, y, size * (float(scale[1]) if scale else 1.0)


def written_at(text: ET.Element, moved: Moved) -> tuple[Area, float]:
    """Return the area of a text and the size of its letters."""
    size = round(float(_NUMBER.findall(text.get("font-size", "10"))[0]) * moved[2], 3)
    long = width("".join(text.itertext()).strip(), size)
    before = {"middle": long / 2, "end": long}.get(text.get("text-anchor", "start"), 0.0)
    x = float(text.get("x", "0")) * moved[2] + moved[0] - before
    y = float(text.get("y", "0")) * moved[2] + moved[1]
    return Area(x, y - 0.75 * size, x + long, y + 0.2 * size), size


def outline_of(tag: str, element: ET.Element) -> list[Spot]:
    """Return points on the outline of a mark."""
    number = {name: float(value) for name in _SIDES if (value := element.get(name))}
    if tag in ("polygon", "polyline"):
        return _paired(element.get("points", ""))
    if tag == "path":
        return _path(element.get("d", ""))
    if tag == "line":
        return [(number.get("x1", 0.0), number.get("y1", 0.0)), (number.get("x2", 0.0), number.get("y2", 0.0))]
    if tag in ("ellipse", "circle"):
        across, up = number.get("rx", number.get("r", 0.0)), number.get("ry", number.get("r", 0.0))
        x, y = number.get("cx", 0.0), number.get("cy", 0.0)
        turns = [math.tau * sector / _SECTORS for sector in range(_SECTORS)]
        return [(x + across * math.cos(turn), y + up * math.sin(turn)) for turn in turns]
    if tag == "rect":
        x, y = number.get("x", 0.0), number.get("y", 0.0)
        end, foot = x + number.get("width", 0.0), y + number.get("height", 0.0)
        return [(x, y), (end, y), (end, foot), (x, foot)]
    return []


_SIDES: Final = ("x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "width", "height")


def _paired(text: str) -> list[Spot]:
    numbers = [float(number) for number in _NUMBER.findall(text)]
    return list(zip(numbers[::2], numbers[1::2], strict=False))


def _path(outline: str) -> list[Spot]:
    """Return a path of absolute M, L, H, V, C, Q, A and Z as a polyline."""
    spots: list[Spot] = []
    for letter, rest in re.findall(r"([A-Za-z])([^A-Za-z]*)", re.sub(r"(\d)e(-?\d)", r"\1E\2", outline)):
        numbers = [float(number) for number in _NUMBER.findall(rest)]
        if letter in "HV":
            spots += [(x, spots[-1][1]) if letter == "H" else (spots[-1][0], x) for x in numbers]
        elif letter == "A":
            spots += [(numbers[place + 5], numbers[place + 6]) for place in range(0, len(numbers), 7)]
        elif letter in "CQ":
            degree = 3 if letter == "C" else 2
            corners = list(zip(numbers[::2], numbers[1::2], strict=True))
            for place in range(0, len(corners), degree):
                spots += _curve([spots[-1], *corners[place : place + degree]])
        elif letter in "ML":
            spots += list(zip(numbers[::2], numbers[1::2], strict=True))
        elif letter in "Zz":
            spots += spots[:1]
    return spots


def _curve(corners: Sequence[Spot]) -> list[Spot]:
    """Return points along a Bezier curve, without its first (de Casteljau)."""
    return [_at([*corners], step / _STEPS) for step in range(1, _STEPS + 1)]


def _at(corners: list[Spot], share: float) -> Spot:
    while len(corners) > 1:
        corners = [(a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share) for a, b in pairwise(corners)]
    return corners[0]
