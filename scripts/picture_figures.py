"""What can be measured of a picture: its size, and where its nodes, edges, labels and frames meet, from the SVG alone.

Nodes of the drawing are called ``n0``, ``n1`` and so on; whatever else there is belongs to the legend, to a frame or to
the title.
"""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Final

from picture_reading import Area, Group, Spot, around, groups_of, size_of

_NODE: Final = re.compile(r"n\d+(?:_\d+)?")
_EDGE: Final = re.compile(r"(n\d+(?:_\d+)?)(?::\w+)?->(n\d+(?:_\d+)?)(?::\w+)?")
_LEGEND: Final = re.compile(r"legend|^(shape|from|to|words|mark)_", re.I)
_NEAR: Final = 3.0
"""Two lines that meet twice within so many points cross once."""
_MARK: Final = 0.45
"""What has no more of the area of a node that it lies on is a mark of it: a phosphate."""
_LEAST_GAP: Final = 12.0
"""A detour between neighbours is told against this distance, for that of two that touch is nothing."""


@dataclass(slots=True)
class Picture:
    """What stands in a picture."""

    width: float
    height: float
    nodes: dict[str, Group]
    edges: list[tuple[str, str, Group]]
    titles: list[Area]
    legend: Area | None


def read(svg: str) -> Picture:
    """Read a picture from the text of an SVG."""
    root = ET.fromstring(svg)
    found = Picture(*size_of(root), {}, [], [], None)
    for group in groups_of(root):
        edge = _EDGE.fullmatch(group.name)
        texts = [area for area, _ in group.texts]
        if group.kind == "legend" or _LEGEND.search(group.name):
            found.legend = around([area for area in (found.legend, group.area, *texts) if area])
        elif group.kind == "node" and _NODE.fullmatch(group.name) and group.area:
            found.nodes[group.name] = group
        elif group.kind == "edge" and edge and len(group.line) > 1:
            found.edges.append((edge[1], edge[2], group))
        elif group.kind == "cluster" or group.name.startswith("frame"):
            found.titles += texts
    return found


def type_size(picture: Picture, across: float, high: float = math.inf) -> float:
    """Return how large the names of nodes are, in points, when the picture fills so much of a sheet."""
    sizes = Counter(size for node in picture.nodes.values() for _, size in node.texts)
    usual = max(sizes, key=lambda size: (sizes[size], size)) if sizes else 0.0
    return usual * min(across / picture.width, high / picture.height)


def crossings(picture: Picture) -> int:
    """Count where two lines cross, outside of the nodes that both have; lines that run together do not."""
    flat = [
        (ends, _bounded(line), around([Area(x, y, x, y) for x, y in line])) for line, ends in _drawn(picture).items()
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
        found.setdefault(thing.line, set()).update((source, target))
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
