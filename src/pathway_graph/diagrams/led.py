"""Say which arrows of a picture run where the original drawing led their lines, and between which of its boxes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from pathway_graph.diagrams.cables import Cable, cables_of
from pathway_graph.diagrams.drawing import Drawing, DrawnEdge
from pathway_graph.diagrams.layout.geometry import Way
from pathway_graph.model import DiagramFrame, DiagramPlace, DiagramWay
from pathway_graph.model.plane import Spot, straightened

_STEPS: Final = 16
"""Straight pieces that each piece of a curve is drawn by."""
_NEARER: Final = 2.0
"""So many pixels nearer to the end of a line is the frame of a group that it ends at, and not one node in it."""


@dataclass(frozen=True, slots=True)
class Led:
    """A line of the original drawing.

    Attributes:
        corners: Its corners, in pixels of the original.
        source: The box that it begins at: that of a node or of a frame.
        target: The box that it ends at.
        edges: Places of the edges that run on it.
    """

    corners: tuple[Spot, ...]
    source: str
    target: str
    edges: tuple[int, ...]

    def way(self, scale: float) -> Way:
        """Return it as what a layout is given."""
        return Way(tuple((x * scale, y * scale) for x, y in self.corners), self.source, self.target)


def shared(drawing: Drawing) -> DrawnEdge | None:
    """Return the first arrow that has its line of the original in common with others; None if there is none."""
    edge_of = {claim: place for place, edge in reversed([*enumerate(drawing.edges)]) for claim in edge.claims}
    for way in drawing.ways:
        places = {edge_of[claim] for claim in way.claims if claim in edge_of}
        if len(places) > 1:
            return drawing.edges[min(places)]
    return None


class Leading:
    """Finds the lines of arrows.

    Args:
        copies: The places of each node, by names of their own: a node may be drawn several times.
        frames: The frames of groups, by the names of their boxes.
    """

    def __init__(
        self, copies: Mapping[str, Mapping[str, DiagramPlace]], frames: Sequence[tuple[str, DiagramFrame]]
    ) -> None:
        self.copies = copies
        self.frames = [(name, frame, frozenset(frame.members)) for name, frame in frames if frame.members]

    def lead(
        self, edges: Sequence[DrawnEdge], usual: Sequence[DrawnEdge], ways: Sequence[DiagramWay]
    ) -> tuple[list[DrawnEdge], list[Led], dict[int, int]]:
        """Return the arrows between the places that their lines join, the lines, and which arrow is drawn once more.

        Args:
            edges: Arrows between nodes.
            usual: The same between places, where no line says which.
            ways: The lines of the original.
        """
        numbers: dict[str, list[int]] = {}
        for number, way in enumerate(ways):
            for claim in way.claims:
                numbers.setdefault(claim, []).append(number)
        runs: dict[int, list[int]] = {}
        for place, edge in enumerate(edges):
            for number in sorted({number for claim in edge.claims for number in numbers.get(claim, ())}):
                runs.setdefault(number, []).append(place)
        placed, again = list(usual), dict[int, int]()
        found: dict[tuple[tuple[Spot, ...], str, str], list[int]] = {}
        led: set[int] = set()
        for number, places in sorted(runs.items()):
            corners = _corners(ways[number])
            source = self.end(corners[0], {edges[place].source for place in places})
            target = self.end(corners[-1], {edges[place].target for place in places})
            if not source or not target:
                continue
            for place in places:
                drawn = self.between(edges[place], corners, source, target)
                at = place
                if place in led:  # the original has this arrow once more
                    at = len(placed)
                    again[at] = place
                    placed.append(drawn)
                led.add(place)
                placed[at] = drawn
                found.setdefault((corners, source, target), []).append(at)
        return placed, [Led(*key, tuple(places)) for key, places in found.items()], again

    def end(self, spot: Spot, nodes: set[str]) -> str:
        """Return the box that a line ends at which leads to all these nodes; empty if there is none."""
        near = min(
            ((_from_border(place, spot), name) for node in nodes for name, place in self.copies.get(node, {}).items()),
            default=(math.inf, ""),
        ) if len(nodes) == 1 else (math.inf, "")  # fmt: skip
        around = min(
            ((_from_border(frame, spot), name) for name, frame, members in self.frames if nodes <= members),
            default=(math.inf, ""),
        )
        return (around if around[0] + _NEARER < near[0] or not near[1] else near)[1]

    def between(self, edge: DrawnEdge, corners: Sequence[Spot], source: str, target: str) -> DrawnEdge:
        """Return an edge between the places of its ends that a line joins, or that are nearest to the line's ends."""
        ends = []
        for node, box, spot in ((edge.source, source, corners[0]), (edge.target, target, corners[-1])):
            copies = self.copies.get(node, {})
            nearest = min(((_from_border(place, spot), name) for name, place in copies.items()), default=(0.0, node))
            ends.append(box if box in copies else nearest[1])
        return replace(edge, source=ends[0], target=ends[1])


def cables_on(led: Iterable[Led], edges: Sequence[DrawnEdge], style: Any) -> tuple[Cable, ...]:
    """Return the cables of a picture: one for each line of the original, the others as usual."""
    found, taken = [], set[int]()
    for number, line in enumerate(led):
        own = [edges[place] for place in line.edges]
        alike = [replace(edge, source=own[0].source, target=own[0].target) for edge in own]
        (cable,) = cables_of(alike, style)
        strands = tuple(tuple(line.edges[place] for place in strand) for strand in cable.strands)
        found.append(replace(cable, id=f"w{number}", strands=strands))
        taken.update(line.edges)
    rest = [place for place in range(len(edges)) if place not in taken]
    for cable in cables_of([edges[place] for place in rest], style):
        found.append(replace(cable, strands=tuple(tuple(rest[place] for place in strand) for strand in cable.strands)))
    return tuple(found)


def _corners(way: DiagramWay) -> tuple[Spot, ...]:
    numbers = [tuple(map(float, spot.split(","))) for spot in way.points.split()]
    spots = tuple((x, y) for x, y in numbers)
    return tuple(straightened(spots, _STEPS)) if way.curved else spots


def _from_border(at: DiagramPlace | DiagramFrame, spot: Spot) -> float:
    """Return how far a spot is from the border of a box."""
    aside, above = abs(spot[0] - at.x) - at.width / 2, abs(spot[1] - at.y) - at.height / 2
    if aside <= 0 and above <= 0:
        return -max(aside, above)
    return math.hypot(max(0.0, aside), max(0.0, above))
