"""Write a drawing with its nodes where the original drawing has them; Graphviz draws the edges between them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from statistics import median
from typing import Any, Final

from pathway_graph.diagrams.drawing import Drawing, DrawnEdge, DrawnNode
from pathway_graph.diagrams.fonts import MEASURED
from pathway_graph.diagrams.writer import Writer, at_left, in_rows, node_label, one_line, wrapped
from pathway_graph.model import DiagramFrame, DiagramPlace

_POINTS: Final = 9
_LETTER: Final = 5.8
"""Width of a letter of that size, in points."""
_APART: Final = 95.0
"""How far apart neighbours are to be, in points, where a drawing does not say how large its nodes are."""
_COLUMN: Final = 135.0
_LINE: Final = 30.0
Spot = tuple[float, float]


class PlacedWriter(Writer):
    """Writes one drawing whose nodes have places; pixels of the original are scaled so that the names fit."""

    def __init__(self, drawing: Drawing, style: Any, *, is_bare: bool = False) -> None:
        super().__init__(drawing, style, is_bare=is_bare)
        self.node_of = {node.id: node for node in drawing.nodes}
        self.scale = scale_of(drawing)
        boxes: list[DiagramPlace | DiagramFrame] = [*drawing.places, *drawing.frames]
        self.left = min(box.x - box.width / 2 for box in boxes)
        self.top = min(box.y - box.height / 2 for box in boxes)
        self.bottom = (max(box.y + box.height / 2 for box in boxes) - self.top) * self.scale
        self.width = (max(box.x + box.width / 2 for box in boxes) - self.left) * self.scale
        self.spots: dict[str, list[tuple[str, Spot]]] = {}

    def write(self) -> str:
        """Return the DOT text."""
        self.head()
        self.graph.attr("graph", layout="nop", splines="line", outputorder="edgesfirst")
        self.graph.attr("node", fontsize=str(_POINTS), margin="0.05,0.03", height="0.2", width="0.2")
        if not self.is_bare:
            lines = [part["label"] for part in self.title()]
            self.graph.attr("graph", label="".join(lines), labelloc="t", labeljust="l", fontsize="11")
        hollow = [place for place in self.drawing.places if self.is_round_others(place)]
        for number, frame in enumerate(self.drawing.frames):
            if not any(_same(frame, place) for place in hollow):
                self.frame(number, frame)
        for place in sorted(self.drawing.places, key=lambda place: -place.width * place.height):
            self.placed(place, is_hollow=place in hollow)
        self.unplaced()
        for number, edge in enumerate(self.drawing.edges):
            self.between(number, edge)
        if not self.is_bare:
            self.legend()
        return str(self.graph.source)

    def spot(self, x: float, y: float) -> Spot:
        """Return a place of the original in points, from the lower left as Graphviz has it."""
        return (x - self.left) * self.scale, -(y - self.top) * self.scale

    def is_round_others(self, place: DiagramPlace) -> bool:
        """Whether the box of a place has other nodes in it: a complex is drawn round its parts."""
        wide, high = place.width / 2, place.height / 2
        return any(
            abs(other.x - place.x) < wide
            and abs(other.y - place.y) < high
            and other.width * other.height < wide * high * 4
            for other in self.drawing.places
            if other.node != place.node
        )

    def placed(self, place: DiagramPlace, *, is_hollow: bool) -> None:
        """Draw a node at one of its places."""
        node, known = self.node_of[place.node], self.spots.setdefault(place.node, [])
        name = self.names[place.node] + (f"_{len(known)}" if known else "")
        spot = self.spot(place.x, place.y)
        known.append((name, spot))
        look = self.look(node)
        text = node_label(node)
        if is_hollow:
            text = wrapped(node.name, 40) if len(node.name) <= 40 else ""
            look |= {"shape": "box", "style": "rounded", "labelloc": "b"}
        self.graph.node(
            name, label=text, pos=_pos(spot), tooltip=one_line(node.tooltip or node.name), **look,
            **self.size(place.width, place.height),
            **({"id": self.names[place.node]} if self.is_bare and len(known) == 1 else {}),
        )  # fmt: skip

    def size(self, width: float, height: float) -> dict[str, str]:
        """Return the least size of a node, in inches."""
        sides = {"width": width, "height": height}
        return {name: f"{side * self.scale / 72:.2f}" for name, side in sides.items() if side}

    def frame(self, number: int, frame: DiagramFrame) -> None:
        """Draw what stands round or behind the nodes."""
        look = _FRAMES[frame.kind]
        shape = {"oval": "ellipse", "none": "plaintext"}.get(frame.outline, "box")
        style = ",".join(filter(None, [look["style"], "rounded" if frame.outline == "rounded" else ""]))
        fixed = {"fixedsize": "true"} if frame.kind != "text" else {}
        self.graph.node(
            f"frame{number}", label=wrapped(frame.name, 40) if frame.name else "",
            pos=_pos(self.spot(frame.x, frame.y)), shape=shape,
            tooltip=one_line(frame.name or frame.kind), **(look | {"style": style}), **fixed,
            **self.size(frame.width, frame.height),
        )  # fmt: skip

    def unplaced(self) -> None:
        """Draw in rows below the picture what the original has no place for."""
        nodes = [node for node in self.drawing.nodes if node.id not in self.spots]
        for row in in_rows([(node.id, node) for node in nodes], self.columns()):
            self.bottom += _LINE + 10
            for column, (identifier, node) in enumerate(row):
                spot = (column * _COLUMN + _COLUMN / 2, -self.bottom)
                self.spots[identifier] = [(self.names[identifier], spot)]
                self.graph.node(
                    self.names[identifier], label=node_label(node), pos=_pos(spot), **self.look(node),
                    tooltip=one_line(f"{node.tooltip or node.name}; not in the original drawing"),
                    **({"id": self.names[identifier]} if self.is_bare else {}),
                )  # fmt: skip

    def columns(self) -> int:
        """Return how many nodes stand in a row below the picture."""
        return max(3, int(self.width / _COLUMN))

    def between(self, number: int, edge: DrawnEdge) -> None:
        """Draw an edge between those places of its ends that are nearest to each other."""
        (source, _), (target, _) = min(
            ((one, other) for one in self.spots[edge.source] for other in self.spots[edge.target]),
            key=lambda pair: (math.dist(pair[0][1], pair[1][1]), pair[0][0], pair[1][0]),
        )
        tip = one_line(edge.tooltip)
        ids = {"id": f"e{number}"} if self.is_bare else {}
        self.graph.edge(source, target, **self.line(edge), edgetooltip=tip, **ids)

    def legend(self) -> None:
        """Draw the marks in use in rows below the picture."""
        nodes = sorted(self.drawing.nodes, key=lambda node: node.view == "background")
        shapes: dict[str, DrawnNode] = {self.style.shape_of(node).meaning: node for node in reversed(nodes)}
        marks: dict[str, DrawnEdge] = {}
        for edge in sorted(self.drawing.edges, key=lambda edge: edge.view == "background"):
            for words, sample in self.style.meaning_of(edge):
                marks.setdefault(words, sample)
        self.bottom += 14
        for shape_row in in_rows(sorted(shapes.items()), self.columns()):
            self.bottom += _LINE
            for column, (words, node) in enumerate(shape_row):
                spot = (column * _COLUMN + _COLUMN / 2, -self.bottom)
                self.graph.node(f"shape_{words}", label=wrapped(words, 20), pos=_pos(spot), **self.look(node))
        for mark_row in in_rows(sorted(marks.items()), self.columns()):
            self.bottom += _LINE
            for column, (words, sample) in enumerate(mark_row):
                self.mark(column * _COLUMN, words, sample)

    def mark(self, left: float, words: str, sample: DrawnEdge) -> None:
        """Draw a line and what it means."""
        ends = [(f"{end}_{words}", (left + x, -self.bottom)) for end, x in (("from", 2.0), ("to", 30.0))]
        for name, spot in ends:
            self.graph.node(name, label="", shape="point", style="invis", width="0.01", height="0.01", pos=_pos(spot))
        self.graph.edge(ends[0][0], ends[1][0], **self.line(sample))
        self.graph.node(
            f"words_{words}", label=at_left(wrapped(words, 18).split("\\n")), shape="plaintext", style="",
            pos=_pos((left + 34 + 48, -self.bottom)), width=f"{96 / 72:.2f}", fixedsize="true", height="0.3",
        )  # fmt: skip


_GREY: Final = {"fontcolor": "#555555", "fontsize": "9", "fontname": MEASURED}
_FRAMES: Final[dict[str, dict[str, str]]] = {
    "compartment": _GREY | {"style": "", "color": "#9A9A9A", "penwidth": "2.5", "labelloc": "t"},
    "complex": _GREY | {"style": "", "color": "#9A9A9A", "labelloc": "t"},
    "group": _GREY | {"style": "dashed", "color": "#B5B5B5", "labelloc": "t"},
    "shape": _GREY | {"style": "", "color": "#B5B5B5"},
    "text": _GREY | {"style": "", "color": "#B5B5B5"},
}  # fmt: skip
"""How frames look, by kind; none is filled, for the edges lie below."""


def _pos(spot: Spot) -> str:
    return f"{spot[0]:.1f},{spot[1]:.1f}"


def _same(frame: DiagramFrame, place: DiagramPlace) -> bool:
    return (frame.x, frame.y, frame.width, frame.height) == (place.x, place.y, place.width, place.height)


def scale_of(drawing: Drawing) -> float:
    """Return how many points a pixel of the original becomes.

    Where it says how large its nodes are, three of four names are to fit; else neighbours are to stand apart.
    """
    labels = {node.id: node_label(node).split("\\n") for node in drawing.nodes}
    needed = [
        max((max(map(len, label)) * _LETTER + 8) / place.width, (len(label) * 11 + 4) / (place.height or 20))
        for place in drawing.places
        if place.width and (label := labels[place.node])
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
