"""Write a drawing with its nodes where the original drawing has them, or where somebody moved them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import product
from statistics import median
from typing import Any, Final

from pathway_graph.diagrams.cables import Cable
from pathway_graph.diagrams.clear import Field, inside, outside
from pathway_graph.diagrams.coordinates import pos, sides
from pathway_graph.diagrams.drawing import Drawing, DrawnEdge, DrawnNode
from pathway_graph.diagrams.fonts import MEASURED
from pathway_graph.diagrams.laid import LaidWriter
from pathway_graph.diagrams.layout.geometry import Line, Size
from pathway_graph.diagrams.led import Leading, cables_on
from pathway_graph.diagrams.request import NODE_POINTS, USUAL, Type, node_size, text_size
from pathway_graph.diagrams.writer import one_line, wrapped
from pathway_graph.model import DiagramFrame, DiagramPlace
from pathway_graph.model.plane import Box, Spot

_APART: Final = 95.0
"""How far apart neighbours are to be, in points, where a drawing does not say how large its nodes are."""
_MARK: Final = USUAL.sites
"""Of what stands in a mark on the border of a node: a phosphate."""
_LEAST_MARK: Final = Size(9.5, 9.5)
_SMALL: Final = 0.65
"""Part of the area of a node that a mark on it has at most."""
_FRAME_POINTS: Final = 9
_OFF: Final = 2.5
"""What is free round the name of a frame, in points."""
_WRAP: Final = 40
"""Characters of the name of a frame before it goes on in the next line."""
_COPY: Final = "\t"
"""Between the id of a node and the number of its further place."""


class PlacedWriter(LaidWriter):
    """Writes one drawing whose nodes have places; pixels of the original are scaled so that the names fit."""

    def __init__(self, drawing: Drawing, style: Any, *, is_bare: bool = False, sizes: Type = USUAL) -> None:
        self.original = drawing
        place_of = _numbered(drawing.places)
        copied = _with_copies(drawing, place_of)
        self.marks = _marks(place_of, copied)
        others = [place for name, place in place_of.items() if name not in self.marks]
        self.hollow = frozenset(name for name, place in place_of.items() if _is_round_others(place, others))
        framed = _boxes(drawing.frames, {name: place_of[name] for name in self.hollow})
        self.framed = {name: frame for name, frame in framed if name not in self.hollow}
        leading = Leading(_copies(place_of), framed)
        edges, self.led, self.again = leading.lead(drawing.edges, copied.edges, drawing.ways)
        super().__init__(replace(copied, edges=tuple(edges)), style, is_bare=is_bare, sizes=sizes)
        names = {node.id: f"n{number}" for number, node in enumerate(drawing.nodes)}
        self.names = {node.id: _name(node.id, names) for node in self.drawing.nodes}
        scale = scale_of(drawing, style, [place_of[name] for name in self.marks])
        nodes = {node.id: node for node in self.drawing.nodes}
        least = {name: Size(place.width * scale, place.height * scale) for name, place in place_of.items()}
        boxes = {name: _larger(node_size(node, style), least.get(name)) for name, node in nodes.items()}
        boxes |= {name: least[name] for name in self.hollow}
        for name, (_, words) in self.marks.items():
            boxes[name] = _larger(text_size([words], sizes.sites), _LEAST_MARK)
        self.request = replace(
            self.request,
            sizes=boxes,
            places={name: (place.x * scale, place.y * scale) for name, place in place_of.items()},
            drawn=least,
            frames={name: _scaled(frame, scale) for name, frame in self.framed.items()} or None,
            ways={f"w{number}": line.way(scale) for number, line in enumerate(self.led)},
            around=self.hollow,
            attached={name: host for name, (host, _) in self.marks.items()},
            groups=() if self.framed else self.request.groups,
            group_of={} if self.framed else self.request.group_of,
        )
        self.kind = "given"
        self.named: dict[str, Spot] = {}

    def name_frames(self, room: Field) -> None:
        """Find places for the names of frames: at their border, else anywhere in them or outside of it."""
        for name, frame in sorted(self.framed.items(), key=lambda item: item[1].kind not in ("text", "shape")):
            if not frame.name:
                continue
            box, words = self.layout.frames[name], text_size(_lines(frame.name), _FRAME_POINTS)
            size = Size(words.width + _OFF, words.height + _OFF)
            middle = Box(box.x, box.y, size.width, size.height)
            top = Box(box.x, box.top + size.height / 2 + 3, size.width, size.height)
            first = (middle, top) if frame.kind in ("text", "shape") else (top,)
            found = room.first([*first, *inside(box, size), *outside(box, size), middle], is_bound=False)
            if found:
                self.named[name] = (found.x, found.y)
            else:
                self.missing.append(("the name of a frame", frame.name))

    def grouped(self) -> tuple[Cable, ...]:
        """Return the cables: what runs on a line of the original is one."""
        return cables_on(self.led, self.drawing.edges, self.style)

    def between(self, cable: Cable, course: Line) -> Line:
        """Return a course that was moved aside; one of the original ends where it did."""
        return course if cable.id in (self.request.ways or {}) else super().between(cable, course)

    def ids(self, place: int) -> dict[str, str]:
        """Return what a page knows an edge by; one that is drawn once more belongs to the first."""
        return {"class": f"ornament of-e{self.again[place]}"} if place in self.again else super().ids(place)

    def frames(self) -> None:
        """Write the compartments, and what the original has round or behind the nodes."""
        super().frames()
        for name, frame in self.framed.items():
            look, box = _FRAMES[frame.kind], self.layout.frames[name]
            shape = {"oval": "ellipse", "none": "plaintext"}.get(frame.outline, "box")
            style = ",".join(filter(None, [look["style"], "rounded" if frame.outline == "rounded" else ""]))
            self.graph.node(
                name, label="", shape=shape, pos=pos((box.x, box.y)), tooltip=one_line(frame.name or frame.kind),
                **(look | {"style": style}), fixedsize="true", **sides(box.width, box.height),
            )  # fmt: skip
            if name in self.named:
                size = text_size(_lines(frame.name), _FRAME_POINTS)
                self.graph.node(
                    f"{name}_name", label=wrapped(frame.name, _WRAP), shape="plaintext", fixedsize="true",
                    pos=pos(self.named[name]), tooltip=one_line(frame.name), **_GREY, style="",
                    **sides(size.width, size.height),
                )  # fmt: skip

    def has_room(self, identifier: str, words: str) -> bool:
        """Say whether words fit at the bottom of a box round others, below these."""
        box = self.layout.boxes[identifier]
        size, free = text_size([words], NODE_POINTS), box.bottom
        for name, other in self.layout.boxes.items():
            if name != identifier and box.left < other.x < box.right and box.top < other.y < box.bottom:
                free = min(free, box.bottom - other.bottom)
        return size.width < box.width and size.height < free

    def boxed(self, graph: Any, node: DrawnNode) -> None:
        """Write a node in its place; a complex that is drawn round its parts lets them be seen."""
        if node.id not in self.hollow and node.id not in self.marks:
            super().boxed(graph, node)
            return
        box, name = self.layout.boxes[node.id], self.names[node.id]
        if node.id in self.marks:
            look = self.look(node) | {"fontsize": f"{self.type.sites:g}"}
            label = one_line(self.marks[node.id][1])
        else:
            look = self.look(node) | {"style": "rounded", "labelloc": "b"}
            label = one_line(node.name) if self.has_room(node.id, node.name) else ""  # its parts are read in it
        graph.node(
            name, label=label, **look, pos=pos((box.x, box.y)), **sides(box.width, box.height), fixedsize="true",
            tooltip=one_line(node.tooltip or node.name),
            **({"id": name} if self.is_bare else {}),
        )  # fmt: skip


_GREY: Final = {"fontcolor": "#555555", "fontsize": f"{_FRAME_POINTS}", "fontname": MEASURED}
_FRAMES: Final[dict[str, dict[str, str]]] = {
    "compartment": _GREY | {"style": "", "color": "#9A9A9A", "penwidth": "2.5"},
    "complex": _GREY | {"style": "", "color": "#9A9A9A"},
    "group": _GREY | {"style": "dashed", "color": "#B5B5B5"},
    "shape": _GREY | {"style": "", "color": "#B5B5B5"},
    "text": _GREY | {"style": "", "color": "#B5B5B5"},
}  # fmt: skip
"""How frames look, by kind; none is filled, for the edges lie below."""


def _lines(name: str) -> list[str]:
    """Return the name of a frame in lines, as it is written."""
    return wrapped(name, _WRAP).split("\\n")


def _numbered(places: Iterable[DiagramPlace]) -> dict[str, DiagramPlace]:
    """Return places by what is drawn there: the node, and for each further place of it a copy of its own."""
    found: dict[str, DiagramPlace] = {}
    for place in places:
        name, number = place.node, 0
        while name in found:
            number += 1
            name = f"{place.node}{_COPY}{number}"
        found[name] = place
    return found


def _copies(place_of: Mapping[str, DiagramPlace]) -> dict[str, dict[str, DiagramPlace]]:
    """Return the places of each node, by what is drawn there."""
    found: dict[str, dict[str, DiagramPlace]] = {}
    for name, place in place_of.items():
        found.setdefault(place.node, {})[name] = place
    return found


def _boxes(frames: Iterable[DiagramFrame], hollow: Mapping[str, DiagramPlace]) -> list[tuple[str, DiagramFrame]]:
    """Return frames with the names of their boxes; where a node is drawn as large as a frame, it is that."""
    found, number = [], 0
    for frame in frames:
        same = next((name for name, place in hollow.items() if _same(frame, place)), "")
        found.append((same or f"frame{number}", frame))
        number += not same
    return found


def _name(identifier: str, names: dict[str, str]) -> str:
    original, _, number = identifier.partition(_COPY)
    return f"{names[original]}_{number}" if number else names[original]


def _with_copies(drawing: Drawing, place_of: dict[str, DiagramPlace]) -> Drawing:
    """Return a drawing with a node for each place, each edge between those places of its ends that are nearest."""
    node_of = {node.id: node for node in drawing.nodes}
    copies = [replace(node_of[place.node], id=name) for name, place in place_of.items() if name != place.node]
    drawn = _copies(place_of)

    def nearest(edge: DrawnEdge) -> DrawnEdge:
        sources, targets = drawn.get(edge.source, ()), drawn.get(edge.target, ())
        pairs = [(_between(place_of[one], place_of[other]), one, other) for one, other in product(sources, targets)]
        return replace(edge, source=min(pairs)[1], target=min(pairs)[2]) if pairs else edge

    return replace(drawing, nodes=(*drawing.nodes, *copies), edges=tuple(map(nearest, drawing.edges)))


def _between(one: DiagramPlace, other: DiagramPlace) -> float:
    return math.dist((one.x, one.y), (other.x, other.y))


def _is_round_others(place: DiagramPlace, places: Iterable[DiagramPlace]) -> bool:
    """Say whether the box of a place has other nodes in it: a complex is drawn round its parts."""
    wide, high = place.width / 2, place.height / 2
    return any(
        abs(other.x - place.x) < wide and abs(other.y - place.y) < high and other.width * other.height < wide * high * 4
        for other in places
        if other.node != place.node
    )


def _marks(place_of: Mapping[str, DiagramPlace], drawing: Drawing) -> dict[str, tuple[str, str]]:
    """Return what is drawn small on the border of a node, its name before it: that node, and the other words."""
    called = {node.id: node.name for node in drawing.nodes}
    found = {}
    for name, place in place_of.items():
        for other, host in place_of.items():
            if (
                0 < place.width * place.height < _SMALL * host.width * host.height
                and abs(place.x - host.x) <= (place.width + host.width) / 2
                and abs(place.y - host.y) <= (place.height + host.height) / 2
                and called[name].startswith(f"{called[other]} ")
            ):
                found[name] = (other, called[name].removeprefix(called[other]).strip())
    return found


def _same(frame: DiagramFrame, place: DiagramPlace) -> bool:
    return (frame.x, frame.y, frame.width, frame.height) == (place.x, place.y, place.width, place.height)


def _larger(size: Size, least: Size | None) -> Size:
    return Size(max(size.width, least.width), max(size.height, least.height)) if least else size


def _scaled(frame: DiagramFrame, scale: float) -> Box:
    return Box(frame.x * scale, frame.y * scale, frame.width * scale, frame.height * scale)


def scale_of(drawing: Drawing, style: Any, without: Sequence[DiagramPlace] = ()) -> float:
    """Return how many points a pixel of the original becomes.

    Where it says how large its nodes are, three of four names are to fit; else neighbours are to stand apart.

    Args:
        drawing: The drawing.
        style: How nodes look.
        without: Places of marks, whose names need not fit.
    """
    text = {node.id: node_size(replace(node, badges=(), details=()), style) for node in drawing.nodes}
    needed = [
        max(text[place.node].width / place.width, text[place.node].height / (place.height or place.width))
        for place in drawing.places
        if place.width and place not in without
    ]
    if needed:
        return min(4.0, max(0.8, sorted(needed)[len(needed) * 3 // 4]))
    distances = nearest_distances([(place.x, place.y) for place in drawing.places])
    return _APART / median(distances) if distances else 1.0


def nearest_distances(spots: Sequence[Spot]) -> list[float]:
    """Return how far each spot is from the nearest other one, of a thousand of them at most.

    >>> nearest_distances([(0, 0), (3, 4), (3, 5)])
    [5.0, 1.0, 1.0]
    """
    some = list(dict.fromkeys(spots))[:1000]
    return [min(_others(some, place)) for place in range(len(some))] if len(some) > 1 else []


def _others(spots: Sequence[Spot], place: int) -> Iterable[float]:
    return (math.dist(spots[place], other) for number, other in enumerate(spots) if number != place)
