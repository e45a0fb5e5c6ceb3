"""Write a workflow: numbered steps in columns, each with what is done, with what, and how long."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from typing import Any, Final

from pathway_graph.diagrams.boxes import NUMBER
from pathway_graph.diagrams.coordinates import pos, sides
from pathway_graph.diagrams.drawing import Drawing, DrawnNode
from pathway_graph.diagrams.fonts import width
from pathway_graph.diagrams.laid import LaidWriter
from pathway_graph.diagrams.layout.geometry import Size
from pathway_graph.diagrams.request import LINE, NODE_POINTS, USUAL, Type
from pathway_graph.diagrams.writer import one_line

_WRAP: Final = 34
_ROOM: Final = 9.0


class WorkflowWriter(LaidWriter):
    """Writes the steps of a protocol."""

    def __init__(self, drawing: Drawing, style: Any, *, is_bare: bool = False, sizes: Type = USUAL) -> None:
        super().__init__(with_ways_back(drawing), style, is_bare=is_bare, sizes=sizes)
        drawing = self.drawing
        self.kind = "columns"
        self.request = replace(
            self.request, sizes={node.id: step_size(node) for node in drawing.nodes}, groups=(), group_of={}
        )

    def frames(self) -> None:
        """Write what keeps room beside a way back, for Graphviz takes a picture to end at its last mark."""
        rim = pos((self.layout.width, self.layout.height / 2))
        self.graph.node("rim", label="", shape="point", style="invis", width="0.01", height="0.01", pos=rim)

    def boxed(self, graph: Any, node: DrawnNode) -> None:
        """Write a step in its place."""
        box, name = self.layout.boxes[node.id], self.names[node.id]
        number, count = numbered(node)[0], len(name_lines(node))
        look = self.look(node)
        label = "".join(f"{one_line(line)}\\n" for line in step_lines(node)).removesuffix("\\n")
        ids = {"id": name} if self.is_bare else {}
        numbers = {"class": f"{look['class']} number_{number}_{count}"} if number else {}
        graph.node(
            name, label=label, **(look | numbers),
            pos=pos((box.x, box.y)), **sides(box.width, box.height),
            tooltip=one_line(node.tooltip or node.name), **ids,
        )  # fmt: skip

    def below(self) -> None:
        """Write nothing: steps explain themselves."""


def with_ways_back(drawing: Drawing) -> Drawing:
    """Return a workflow whose steps say where they lead back to, and why, as a line of their own."""
    number = {node.id: numbered(node)[0] for node in drawing.nodes}
    lines: dict[str, tuple[str, ...]] = {}
    for edge in drawing.edges:
        if edge.relation == "loops_to":
            why = edge.note.removesuffix(", dashed")
            line = f"then again from step {number[edge.target]}" + (f": {why}" if why else "")
            lines[edge.source] = (*lines.get(edge.source, ()), line)
    nodes = tuple(replace(node, details=(*node.details, *lines.get(node.id, ()))) for node in drawing.nodes)
    return replace(drawing, nodes=nodes)


def numbered(node: DrawnNode) -> tuple[str, str]:
    """Return the number of a step and its name.

    >>> numbered(DrawnNode("s", "5. Blocking", "Step")), numbered(DrawnNode("s", "Blocking", "Step"))
    (('5', 'Blocking'), ('', 'Blocking'))
    """
    number, dot, name = node.name.partition(". ")
    return (number, name) if dot and number.isdigit() else ("", node.name)


def step_lines(node: DrawnNode) -> list[str]:
    """Return the name of a step, then what stands below it."""
    details = [line for text in node.details for line in textwrap.wrap(text, _WRAP) or [text]]
    return [*name_lines(node), *details]


def name_lines(node: DrawnNode) -> list[str]:
    """Return the lines of a step's name, which are bold."""
    return textwrap.wrap(numbered(node)[1], _WRAP) or [node.name]


def step_size(node: DrawnNode) -> Size:
    """Return how large a step is: its name is bold, and its number stands in a stripe."""
    lines, bold = step_lines(node), len(name_lines(node))
    wide = max(width(line, NODE_POINTS, place < bold) for place, line in enumerate(lines))
    high = len(lines) * NODE_POINTS * LINE
    return Size(round(wide + NUMBER + 2 * _ROOM, 2), round(max(high, 20.0) + 2 * 6.0, 2))
