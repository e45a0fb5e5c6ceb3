"""What can be measured of a picture: its size, and where its nodes, edges, labels and frames meet, from the SVG alone.

Groups are read by their class: ``node``, ``edge``, ``cluster``. Nodes of the drawing are ``n0``, ``n1`` and so on, by
their ``data-drawn`` or their title; whatever else there is belongs to the legend, to a frame or to the title.
"""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import Final

from pathway_graph.diagrams.fonts import width

Spot = tuple[float, float]
_SVG: Final = "{http://www.w3.org/2000/svg}"
_NODE: Final = re.compile(r"n\d+(?:_\d+)?")
_EDGE: Final = re.compile(r"(n\d+(?:_\d+)?)(?::\w+)?->(n\d+(?:_\d+)?)(?::\w+)?")
_LEGEND: Final = re.compile(r"legend|^(shape|from|to|words|mark)_", re.I)
_NUMBER: Final = re.compile(r"-?\d*\.?\d+(?:e-?\d+)?")
_MOVE: Final = re.compile(r"translate\(\s*([-\d.]+)[ ,]+([-\d.]+)\)")
_SCALE: Final = re.compile(r"scale\(\s*([\d.]+)")
Moved = tuple[float, float, float]
"""Where a group begins, and how many times as large it is."""
_STEPS: Final = 12
"""Pieces that a curve is cut into."""
_NEAR: Final = 3.0
"""Two lines that meet twice within so many points cross once."""
_TOUCH: Final = 1.5
"""What only touches, by so many points, does not overlap."""
_MARK: Final = 0.45
"""What has no more of the area of a node that it lies on is a mark of it: a phosphate."""
_LEAST_GAP: Final = 12.0
"""A detour between neighbours is told against this distance, for that of two that touch is nothing."""


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
        return across > _TOUCH and min(self.bottom, other.bottom) - max(self.top, other.top) > _TOUCH

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


@dataclass(slots=True)
class Thing:
    """A group of the picture: its title, the area of its marks, its texts and its line."""

    title: str
    area: Area | None = None
    texts: list[tuple[Area, float]] = field(default_factory=list)
    line: list[Spot] = field(default_factory=list)


@dataclass(slots=True)
class Picture:
    """What stands in a picture."""

    width: float
    height: float
    nodes: dict[str, Thing]
    edges: list[tuple[str, str, Thing]]
    titles: list[Area]
    legend: Area | None


def read(svg: str) -> Picture:
    """Read a picture from the text of an SVG."""
    root = ET.fromstring(svg)
    sides = [float(number) for number in _NUMBER.findall(root.get("viewBox", "0 0 0 0"))]
    found = Picture(sides[2], sides[3], {}, [], [], None)
    for kind, thing in _things(root, (0.0, 0.0, 1.0)):
        edge = _EDGE.fullmatch(thing.title)
        if _LEGEND.search(thing.title) or "legend" in kind:
            found.legend = _around([area for area in (found.legend, *_areas(thing)) if area])
        elif kind.startswith("node") and _NODE.fullmatch(thing.title) and thing.area:
            found.nodes[thing.title] = thing
        elif kind.startswith("edge") and edge and len(thing.line) > 1:
            found.edges.append((edge[1], edge[2], thing))
        elif kind.startswith("cluster") or thing.title.startswith("frame"):
            found.titles += [area for area, _ in thing.texts]
    return found


def _things(element: ET.Element, moved: Moved) -> Iterator[tuple[str, Thing]]:
    place = moved_by(element, moved)
    kind = "legend" if element.get("id") == "Legend" else element.get("class", "")
    if kind.split(" ")[0] in ("node", "edge", "cluster", "legend"):
        thing = Thing(element.get("data-drawn") or (element.findtext(f"{_SVG}title") or "").strip())
        _fill(element, moved, thing)
        yield kind, thing
        return
    for child in element:
        yield from _things(child, place)


def moved_by(element: ET.Element, moved: Moved) -> Moved:
    """Return where what is in a group stands: it is moved, and what was moved is made larger."""
    transform = element.get("transform", "")
    shift, scale = _MOVE.search(transform), _SCALE.search(transform)
    x, y, size = moved
    if shift:
        x, y = x + float(shift[1]) * size, y + float(shift[2]) * size
    return x, y, size * (float(scale[1]) if scale else 1.0)


def _fill(element: ET.Element, moved: Moved, thing: Thing) -> None:
    place = moved_by(element, moved)
    for child in element:
        tag = child.tag.removeprefix(_SVG)
        if tag == "text":
            thing.texts.append(written_at(child, moved_by(child, place)))
            continue
        spots = [(x * place[2] + place[0], y * place[2] + place[1]) for x, y in outline_of(tag, child)]
        if spots:
            area = _around([Area(x, y, x, y) for x, y in spots])
            thing.area = _around([known for known in (thing.area, area) if known])
        if tag in ("path", "polyline", "line") and len(spots) > len(thing.line):
            thing.line = spots
        _fill(child, place, thing)


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
        return [(x - across, y - up), (x + across, y + up)]
    if tag == "rect":
        x, y = number.get("x", 0.0), number.get("y", 0.0)
        return [(x, y), (x + number.get("width", 0.0), y + number.get("height", 0.0))]
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


def _areas(thing: Thing) -> list[Area]:
    return [area for area in (thing.area, *(text for text, _ in thing.texts)) if area]


def _around(areas: Sequence[Area]) -> Area | None:
    if not areas:
        return None
    return Area(
        min(area.left for area in areas),
        min(area.top for area in areas),
        max(area.right for area in areas),
        max(area.bottom for area in areas),
    )


def type_size(picture: Picture, across: float, high: float = math.inf) -> float:
    """Return how large the names of nodes are, in points, when the picture fills so much of a sheet."""
    sizes = Counter(size for node in picture.nodes.values() for _, size in node.texts)
    usual = max(sizes, key=lambda size: (sizes[size], size)) if sizes else 0.0
    return usual * min(across / picture.width, high / picture.height)


def crossings(picture: Picture) -> int:
    """Count where two lines cross, outside of the nodes that both have; lines that run together do not."""
    flat = [
        (ends, _bounded(line), _around([Area(x, y, x, y) for x, y in line])) for line, ends in _drawn(picture).items()
    ]
    total = 0
    for (ends, one, area), (other_ends, other, other_area) in combinations(flat, 2):
        if area is None or other_area is None or _apart(area, other_area):
            continue
        shared = [box for name in sorted(ends & other_ends) if (box := picture.nodes[name].area)]
        total += _meetings(one, other, other_area, shared)
    return total


def _drawn(picture: Picture) -> dict[tuple[Spot, ...], set[str]]:
    """Return the lines that an eye sees, with the nodes that they join: edges on the very same line are one."""
    found: dict[tuple[Spot, ...], set[str]] = {}
    for source, target, thing in picture.edges:
        found.setdefault(tuple(thing.line), set()).update((source, target))
    return found


_Bounded = list[tuple[Spot, Spot, Area]]


def _bounded(line: Sequence[Spot]) -> _Bounded:
    return [(a, b, Area(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))) for a, b in pairwise(line)]


def _meetings(one: _Bounded, other: _Bounded, whole_other: Area, shared: Sequence[Area]) -> int:
    met: list[Spot] = []
    for a, b, area in one:
        if _apart(area, whole_other):
            continue
        for c, d, area_other in other:
            if not _apart(area, area_other) and (spot := crossing(a, b, c, d)):
                is_inside = any(box.left < spot[0] < box.right and box.top < spot[1] < box.bottom for box in shared)
                if not is_inside and all(math.dist(spot, known) > _NEAR for known in met):
                    met.append(spot)
    return len(met)


def _apart(one: Area, other: Area) -> bool:
    aside = one.right < other.left or other.right < one.left
    return aside or one.bottom < other.top or other.bottom < one.top


def crossing(a: Spot, b: Spot, c: Spot, d: Spot) -> Spot | None:
    """Return where two straight lines cross, each inside the other's length; None where they touch or run along.

    >>> crossing((0, 0), (2, 2), (0, 2), (2, 0)), crossing((0, 0), (2, 0), (1, 0), (1, 5))
    ((1.0, 1.0), None)
    """
    across, along = (b[0] - a[0], b[1] - a[1]), (d[0] - c[0], d[1] - c[1])
    area = across[0] * along[1] - across[1] * along[0]
    if abs(area) < 1e-9:
        return None
    first = ((c[0] - a[0]) * along[1] - (c[1] - a[1]) * along[0]) / area
    second = ((c[0] - a[0]) * across[1] - (c[1] - a[1]) * across[0]) / area
    rim = 1e-6
    if rim < first < 1 - rim and rim < second < 1 - rim:
        return a[0] + first * across[0], a[1] + first * across[1]
    return None


def over(line: Sequence[Spot], area: Area) -> bool:
    """Say whether a line runs through an area."""
    return any(area.meets(start, end) for start, end in pairwise(line))


def figures(svg: str) -> dict[str, float]:
    """Return what is measured of a picture, by name."""
    picture = read(svg)
    area = {name: node.area for name, node in picture.nodes.items() if node.area}
    legend = picture.legend
    lines = [(source, target, thing.line) for source, target, thing in picture.edges]
    drawn = _drawn(picture)
    labels = [(place, text) for place, (_, _, thing) in enumerate(picture.edges) for text, _ in thing.texts]
    detours = [_detour(area[source], area[target], line) for source, target, line in lines if source != target]
    whole = picture.width * picture.height or 1.0
    overlaps = [pair for pair in combinations(area.values(), 2) if pair[0].overlaps(pair[1]) and not _belong(*pair)]
    found = {
        "width": picture.width,
        "height": picture.height,
        "ratio": picture.width / (picture.height or 1.0),
        "nodes": len(area),
        "edges": len(lines),
        "type_a4": type_size(picture, 451, 700),
        "type_column": type_size(picture, 244),
        "type_slide": type_size(picture, 864, 440),
        "crossings": crossings(picture),
        "through_nodes": sum(_passed(area, ends, line) for line, ends in drawn.items()),
        "through_labels": sum(
            over(line, text.shrunk(1)) for at, text in labels for place, (_, _, line) in enumerate(lines) if place != at
        ),
        "over_titles": sum(over(line, text.shrunk(1)) for text in picture.titles for line in drawn),
        "worst_detour": max(detours, default=1.0),
        "node_overlaps": len(overlaps),
        "labels_on_nodes": sum(text.shrunk(1).overlaps(box) for _, text in labels for box in area.values()),
        "legend_share": (legend.right - legend.left) * (legend.bottom - legend.top) / whole if legend else 0.0,
    }
    return {name: round(value, 2) for name, value in found.items()}


def _belong(one: Area, other: Area) -> bool:
    """Say whether one is drawn in the other, or as a small mark on its border."""
    small, large = sorted((one, other), key=Area.size)
    return large.holds(small) or small.size() < _MARK * large.size()


def _passed(area: dict[str, Area], ends: Collection[str], line: Sequence[Spot]) -> int:
    """Count the nodes that a line runs through; one that is drawn round its end is not one of them."""
    own = [area[name] for name in ends]
    return sum(
        over(line, box.shrunk(2))
        for name, box in area.items()
        if name not in ends and not any(box.holds(end) for end in own)
    )


def _detour(source: Area, target: Area, line: Sequence[Spot]) -> float:
    long = sum(math.dist(a, b) for a, b in pairwise(line))
    return long / max(_LEAST_GAP, source.distance(target))
