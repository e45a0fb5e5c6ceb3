"""Write what all drawings have as DOT text: the looks of nodes and lines, a legend in rows, a title without nodes."""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Iterable
from contextlib import ExitStack
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from pathway_graph.diagrams.boxes import STRIPE
from pathway_graph.diagrams.drawing import Drawing, DrawnEdge, DrawnNode
from pathway_graph.diagrams.fonts import BYTE_EM, MEASURED, unreckoned
from pathway_graph.diagrams.marks import samples
from pathway_graph.diagrams.render import NOTE, TITLE
from pathway_graph.diagrams.request import EDGE_POINTS, NODE_POINTS
from pathway_graph.diagrams.saying import view_words

if TYPE_CHECKING:
    import graphviz

_MARGIN_INCHES: Final = 0.14
_ENTITY: Final = re.compile(r"&(?=#?\w+;)")
_UNPRINTABLE: Final = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Writer:
    """Writes one drawing in a style; *is_bare* leaves out what stands round the picture."""

    def __init__(self, drawing: Drawing, style: Any, *, is_bare: bool = False) -> None:
        import graphviz

        self.drawing = drawing
        self.style = style
        self.is_bare = is_bare
        self.names = {node.id: f"n{i}" for i, node in enumerate(drawing.nodes)}
        self.graph = graphviz.Digraph(identifier(drawing.key))

    def write(self) -> str:
        """Return the DOT text of a drawing without nodes: its title alone. `LaidWriter` writes one that has some."""
        self.head()
        if not self.is_bare:
            self.titled()
        return str(self.graph.source)

    def write_legend(self) -> str:
        """Return the DOT text of the legend alone; empty where there is none."""
        if self.drawing.kind == "workflow" or not self.drawing.nodes:
            return ""
        self.head()
        self.graph.attr("graph", nodesep="0.15", ranksep="0.12", pad="0.05")
        rows = self.legend_rows(self.graph, 2, 1)
        for above, below in pairwise(rows):
            self.graph.edge(above[0], below[0], style="invis", weight="100")
        return str(self.graph.source)

    def head(self) -> None:
        """Write what holds for the whole graph."""
        font = MEASURED
        self.graph.attr(
            "graph", rankdir="TB", newrank="true", fontname=font, fontsize="10",
            labelloc="t", nodesep="0.3", ranksep="0.42", pad="0.25", splines="true",
            bgcolor="transparent" if self.is_bare else "white", tooltip=one_line(self.drawing.title),
        )  # fmt: skip
        self.graph.attr(
            "node", fontname=font, fontsize=str(NODE_POINTS), style="filled", penwidth="1.1", height="0.42",
            margin=f"{_MARGIN_INCHES},0.07", color="#333333", fontcolor="#000000",
        )  # fmt: skip
        self.graph.attr("edge", fontname=font, fontsize=str(EDGE_POINTS), arrowsize="0.8", fontcolor="#333333")

    def heading(self) -> tuple[str, list[str], str]:
        """Return what stands above the picture: its title, the lines below it, and what data it shows."""
        drawing = self.drawing
        said = [view_words(drawing)] if drawing.kind == "cascade" else []
        if drawing.caption:
            said.insert(0, f"Redrawn from captions and text: {drawing.caption}")
        notes = ["; ".join(said)] if said else []
        return drawing.title, [*notes, *drawing.notes], f"{drawing.version} - content {drawing.digest}"

    def title(self) -> list[dict[str, str]]:
        """Return what stands above the picture, each part with its look."""
        name, lines, version = self.heading()
        # the title is drawn bold, hence wider than Graphviz reckons: blanks make room
        title = at_left([name], " " * (len(name) // 3))
        parts = [{"class": TITLE, "fontsize": "15", "label": title}]
        if lines:
            parts.append({"class": NOTE, "fontsize": "10", "label": at_left(lines)})
        grey = {"fontcolor": "#555555", "margin": "5", "label": at_left([version])}
        return [*parts, {"class": NOTE, "fontsize": "10"} | grey]

    def titled(self) -> None:
        """Write a frame for each part of the title, one in the other: a label has one look, so each has its own."""
        graph = self.graph
        with ExitStack() as frames:
            for place, part in enumerate(self.title()):
                graph = frames.enter_context(graph.subgraph(name=f"cluster_title_{place}"))
                graph.attr(
                    labeljust="l", peripheries="0", style="", bgcolor="transparent",
                    tooltip=one_line(self.drawing.title), **{"margin": "0", **part},
                )  # fmt: skip

    # Marks --------------------------------------------------------------------------------------------------

    def look(self, node: DrawnNode) -> dict[str, str]:
        """Return how a node looks."""
        shape = self.style.shape_of(node)
        background = node.view == "background"
        return {
            "shape": shape.shape,
            **self.style.border_of(node),
            "class": self.style.classes_of(node),
            "fillcolor": self.style.fill_of(node),
            "style": f"{shape.style},dashed" if background else shape.style,
            "fontcolor": self.style.words_colour_of(node),
        }

    def line(self, edge: DrawnEdge) -> dict[str, str]:
        """Return how the line of an edge looks."""
        return {
            "color": self.style.colour_of(edge),
            "arrowhead": self.style.arrowhead_of(edge),
            "style": self.style.line_of(edge),
            "penwidth": self.style.width_of(edge),
            "arrowsize": self.style.head_size_of(edge),
        }

    # Legend: only the marks in use ----------------------------------------------------------------------------

    def legend_rows(self, legend: graphviz.Digraph, shapes_a_row: int, marks_a_row: int) -> list[list[str]]:
        """Write the rows of the legend and return the names of their nodes."""
        shapes, marks = samples(self.drawing, self.style)
        rows = [self.shape_row(legend, row) for row in in_rows(shapes, shapes_a_row)]
        return rows + [self.mark_row(legend, row) for row in in_rows(marks, marks_a_row)]

    def anchor(self, graph: graphviz.Digraph, name: str) -> None:
        """Write a node that nobody sees."""
        graph.node(name, label="", shape="point", style="invis", width="0.01", height="0.01", fixedsize="true")

    def shape_row(self, legend: graphviz.Digraph, shapes: list[tuple[str, DrawnNode]]) -> list[str]:
        """Write a row of shapes and return the names of its nodes."""
        names = []
        with legend.subgraph() as row:
            row.attr(rank="same")
            for words, node in shapes:
                names.append(f"shape_{identifier(words)}")
                row.node(
                    names[-1], label=wrapped(words, 16), fontsize="9", height="0.3",
                    margin=f"{0.08 + (STRIPE / 144 if self.style.shape_of(node).mark else 0):.2f},0.04",
                    tooltip=words, **self.look(node),
                )  # fmt: skip
            _in_line(row, names)
        return names

    def mark_row(self, legend: graphviz.Digraph, marks: list[tuple[str, DrawnEdge]]) -> list[str]:
        """Write a row of lines and return the names of its nodes."""
        names = []
        with legend.subgraph() as row:
            row.attr(rank="same")
            for words, sample in marks:
                start, end = (f"{end}_{identifier(words)}" for end in ("from", "to"))
                self.anchor(row, start)
                row.node(
                    end, label=wrapped(words, 18), shape="plaintext", style="", fontsize="9", height="0.2",
                    margin="0.03,0.02", tooltip=words,
                )  # fmt: skip
                row.edge(start, end, **self.line(sample), minlen="2", edgetooltip=words)
                names += [start, end]
            _in_line(row, names[1::2], names[2::2])
        return names


def in_rows(items: list[tuple[str, Any]], width: int) -> list[list[tuple[str, Any]]]:
    """Return items in rows of *width* each."""
    return [items[start : start + width] for start in range(0, len(items), width)]


def _in_line(row: graphviz.Digraph, names: list[str], following: list[str] | None = None) -> None:
    pairs = pairwise(names) if following is None else zip(names, following, strict=False)
    for left, right in pairs:
        row.edge(left, right, style="invis")


def wrapped(text: str, width: int) -> str:
    """Break text into lines of about *width* characters."""
    lines = textwrap.wrap(_plain(text), width, break_long_words=False, break_on_hyphens=False) or [_plain(text)]
    return _quoted("\n".join(lines)).replace("\n", "\\n")


def _blanks(lines: list[str], points: int) -> int:
    """Return how many blanks make up for what Graphviz does not reckon with."""
    return math.ceil(unreckoned(lines, points) / (points * BYTE_EM))


def at_left(lines: Iterable[str], room: str = "") -> str:
    """Return lines as a label, each at the left, with blanks at its end."""
    return "".join(f"{one_line(line)}{room}{' ' * _blanks([line], 15)}\\l" for line in lines)


def _plain(text: str) -> str:
    """Keep what looks like an entity as it is, for Graphviz would read it; show what XML cannot hold as such."""
    return _ENTITY.sub("&amp;", _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text))


def one_line(text: str) -> str:
    """Return a text for a label or a tooltip of one line."""
    return _quoted(" ".join(_plain(text).split()))


def _quoted(text: str) -> str:
    """Disarm DOT's backslash sequences, and a first ``<``, which would make it an HTML-like label."""
    import graphviz

    escaped = str(graphviz.escape(text))
    return f"&lt;{escaped[1:]}" if escaped.startswith("<") else escaped


def identifier(key: str) -> str:
    """Return the name of a graph."""
    return "".join(character if character.isalnum() else "_" for character in key) or "network"
