"""Write the legend of a picture as a strip below it: the marks that are drawn and no others, in as few lines as fit."""

from __future__ import annotations

from typing import Any, Final

from pathway_graph.diagrams.coordinates import pos, sides
from pathway_graph.diagrams.drawing import DrawnEdge, DrawnNode
from pathway_graph.diagrams.fonts import width
from pathway_graph.diagrams.layout.geometry import Line
from pathway_graph.diagrams.marks import samples
from pathway_graph.diagrams.outline import length_of_head, path_of
from pathway_graph.diagrams.writer import Writer, identifier, one_line
from pathway_graph.model.plane import Spot

_POINTS: Final = 8
_ROW: Final = 15.0
_SWATCH: Final = 16.0
_LINE: Final = 28.0
_BETWEEN: Final = 12.0


class Strip:
    """Places samples and their words from left to right, row by row."""

    def __init__(self, writer: Writer, graph: Any, corner: Spot, room: float) -> None:
        self.writer, self.graph, self.room = writer, graph, room
        self.left, self.x, self.y = corner[0], corner[0], corner[1] + _ROW / 2

    def write(self) -> None:
        """Write the samples of nodes, then those of edges."""
        shapes, marks = samples(self.writer.drawing, self.writer.style)
        for words, node in shapes:
            self.shape(words, node)
        for words, edge in marks:
            self.mark(words, edge)

    def take(self, sample: float, words: str) -> float:
        """Take room for a sample and its words; return where it begins."""
        wide = sample + 4 + width(words, _POINTS)
        if self.x > self.left and self.x + wide > self.left + self.room:
            self.x, self.y = self.left, self.y + _ROW
        start = self.x
        self.x += wide + _BETWEEN
        return start

    def shape(self, words: str, node: DrawnNode) -> None:
        """Write the sample of a node."""
        start = self.take(_SWATCH, words)
        self.graph.node(
            f"shape_{identifier(words)}", label="", **self.writer.look(node), pos=pos((start + _SWATCH / 2, self.y)),
            **sides(_SWATCH, 9), fixedsize="true", tooltip=words,
        )  # fmt: skip
        self.say("node", words, start + _SWATCH + 4)

    def mark(self, words: str, edge: DrawnEdge) -> None:
        """Write the sample of an edge."""
        start = self.take(_LINE, words)
        ends = [f"{end}_{identifier(words)}" for end in ("from", "to")]
        for name, x in zip(ends, (start, start + _LINE), strict=True):
            self.graph.node(name, label="", shape="point", style="invis", pos=pos((x, self.y)), **sides(0.7, 0.7))
        look = self.writer.line(edge)
        head = length_of_head(look["arrowhead"], float(look.get("arrowsize", "0.8")), float(look["penwidth"]))
        course = Line(((start, self.y), (start + _LINE, self.y)))
        self.graph.edge(*ends, **look, pos=path_of(course, head), edgetooltip=words)
        self.say("edge", words, start + _LINE + 4)

    def say(self, kind: str, words: str, left: float) -> None:
        """Write words that begin at *left*."""
        wide = width(words, _POINTS)
        self.graph.node(
            f"words_{kind}_{identifier(words)}", label=f"{one_line(words)}\\l", shape="plaintext", style="",
            fontsize=str(_POINTS), fixedsize="shape", pos=pos((left + wide / 2, self.y)), **sides(wide, 10),
            tooltip=words,
        )  # fmt: skip
