"""Write a drawing for Graphviz to lay out: compartments stacked, a title, a legend, the same bytes for the same one."""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from pathway_graph.diagrams.boxes import STRIPE
from pathway_graph.diagrams.drawing import Drawing, DrawnEdge, DrawnNode
from pathway_graph.diagrams.fonts import BYTE_EM, MEASURED, unreckoned
from pathway_graph.diagrams.marks import samples
from pathway_graph.diagrams.render import NOTE, TITLE
from pathway_graph.diagrams.saying import view_words

if TYPE_CHECKING:
    import graphviz

WRAP: Final = 20
"""Characters of a name before it goes on in the next line."""
NODE_POINTS: Final = 11
EDGE_POINTS: Final = 9
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
        """Return the DOT text."""
        self.head()
        with self.titled():
            if self.drawing.kind == "workflow":
                self.workflow()
            else:
                self.cascade()
            if not self.is_bare:
                self.legend()
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

    @contextmanager
    def titled(self) -> Iterator[None]:
        """Write what follows into a frame for each part of the title: a label has one look, so each has its own."""
        outer = self.graph
        with ExitStack() as frames:
            for place, part in enumerate([] if self.is_bare else self.title()):
                self.graph = frames.enter_context(self.graph.subgraph(name=f"cluster_title_{place}"))
                self.graph.attr(
                    labeljust="l", peripheries="0", style="", bgcolor="transparent",
                    tooltip=one_line(self.drawing.title), **{"margin": "0", **part},
                )  # fmt: skip
            yield
        self.graph = outer

    def unframed(self) -> dict[str, str]:
        """Return what a subgraph must set so as not to look like the title round it."""
        return {} if self.is_bare else {"peripheries": "1", "class": ""}

    # Cascades: compartments from top to bottom, held in order by invisible nodes between them -------------

    def cascade(self) -> None:
        """Write nodes by compartment, and the edges between them."""
        groups = self.compartments()
        for place, (compartment, nodes) in enumerate(groups.items()):
            if not compartment:
                self.floor(self.graph, place, nodes)
                continue
            title, fill = self.style.COMPARTMENT_FILLS[compartment]
            with self.graph.subgraph(name=f"cluster_{place}") as cluster:
                cluster.attr(
                    label=title, labeljust="l", labelloc="t", style="rounded,filled", fillcolor=fill, color="#9A9A9A",
                    fontsize="11", fontcolor="#555555", margin="14", tooltip=title, **self.unframed(),
                )  # fmt: skip
                self.floor(cluster, place, nodes)
        self.hold_order(groups)
        floor = {node.id: place for place, nodes in enumerate(groups.values()) for node in nodes}
        for place, edge in enumerate(self.drawing.edges):
            self.edge(place, edge, upwards=floor[edge.target] < floor[edge.source])

    def floor(self, graph: graphviz.Digraph, place: int, nodes: list[DrawnNode]) -> None:
        """Write the nodes of one compartment, between its anchors."""
        for end in ("top", "bottom"):
            self.anchor(graph, f"{end}{place}")
        for node in nodes:
            self.node(graph, node)

    def compartments(self) -> dict[str, list[DrawnNode]]:
        """Return the nodes by compartment, from the outside in."""
        groups: dict[str, list[DrawnNode]] = {}
        for compartment in (*self.style.COMPARTMENT_FILLS, ""):
            nodes = [node for node in self.drawing.nodes if self.compartment(node) == compartment]
            if nodes:
                groups[compartment] = nodes
        return groups

    def compartment(self, node: DrawnNode) -> str:
        """Return the compartment that a node is drawn in; empty for none."""
        if node.kind == "Condition":
            return "condition"
        return node.compartment if node.compartment in self.style.COMPARTMENT_FILLS else ""

    def anchor(self, graph: graphviz.Digraph, name: str) -> None:
        """Write a node that nobody sees."""
        graph.node(name, label="", shape="point", style="invis", width="0.01", height="0.01", fixedsize="true")

    def hold_order(self, groups: Mapping[str, list[DrawnNode]]) -> None:
        """Hold the compartments one below the other by invisible edges."""
        for place, nodes in enumerate(groups.values()):
            for node in nodes:
                self.graph.edge(f"top{place}", self.names[node.id], style="invis", minlen="0", weight="0")
                self.graph.edge(self.names[node.id], f"bottom{place}", style="invis", minlen="0", weight="0")
        for above, below in pairwise(range(len(groups))):
            self.graph.edge(f"bottom{above}", f"top{below}", style="invis", weight="50")

    # Workflows: numbered steps from top to bottom ----------------------------------------------------------

    def workflow(self) -> None:
        """Write the steps and their order."""
        for node in self.drawing.nodes:
            self.node(self.graph, node)
        order = {node.id: place for place, node in enumerate(self.drawing.nodes)}
        for place, edge in enumerate(self.drawing.edges):
            self.edge(place, edge, upwards=order[edge.target] < order[edge.source])

    # Marks --------------------------------------------------------------------------------------------------

    def node(self, graph: graphviz.Digraph, node: DrawnNode) -> None:
        """Write a node."""
        look = self.look(node)
        graph.node(
            self.names[node.id],
            label=node_label(node),
            **look,
            **room(node_label(node), NODE_POINTS, has_stripe=bool(self.style.shape_of(node).mark)),
            tooltip=one_line(node.tooltip or node.name),
            **({"id": self.names[node.id]} if self.is_bare else {}),
        )

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

    def edge(self, place: int, edge: DrawnEdge, *, upwards: bool) -> None:
        """Write an edge; one that runs *upwards* does not hold its ends in order."""
        attributes = self.line(edge) | {"edgetooltip": one_line(edge.tooltip), "labeltooltip": one_line(edge.tooltip)}
        label = self.style.label_of(edge)
        if label:
            attributes["label"] = _padded(label)
        if upwards or edge.against:  # the edge it speaks against holds the two in order already
            attributes["constraint"] = "false"
        if self.is_bare:
            attributes["id"] = f"e{place}"
        self.graph.edge(self.names[edge.source], self.names[edge.target], **attributes)

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

    def legend(self) -> None:
        """Write the marks in use."""
        if self.drawing.kind == "workflow":
            return
        with self.graph.subgraph(name="cluster_legend") as legend:
            legend.attr(
                label="Legend", labeljust="l", style="rounded", color="#C8C8C8", fontsize="10", fontcolor="#555555",
                margin="10", tooltip="Legend", **self.unframed(),
            )  # fmt: skip
            rows = self.legend_rows(legend, 6, 4)
        self.hang([[f"bottom{len(self.compartments()) - 1}"], *rows])

    def legend_rows(self, legend: graphviz.Digraph, shapes_a_row: int, marks_a_row: int) -> list[list[str]]:
        """Write the rows of the legend and return the names of their nodes."""
        shapes, marks = samples(self.drawing, self.style)
        rows = [self.shape_row(legend, row) for row in in_rows(shapes, shapes_a_row)]
        return rows + [self.mark_row(legend, row) for row in in_rows(marks, marks_a_row)]

    def hang(self, rows: list[list[str]]) -> None:
        """Keep rows in order from top to bottom by invisible edges from the first of one to all of the next."""
        for above, below in pairwise(rows):
            for name in below:
                self.graph.edge(above[0], name, style="invis", weight="0")

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


def node_label(node: DrawnNode) -> str:
    """Return what stands in a node: its name, its small print, its measured changes."""
    name = wrapped(node.name, WRAP if node.kind != "Step" else 40)
    details = [wrapped(detail, 48) for detail in (*node.details, *node.badges)]
    return "\\n".join([name, *details])


def wrapped(text: str, width: int) -> str:
    """Break text into lines of about *width* characters."""
    lines = textwrap.wrap(_plain(text), width, break_long_words=False, break_on_hyphens=False) or [_plain(text)]
    return _quoted("\n".join(lines)).replace("\n", "\\n")


def _padded(text: str) -> str:
    """Wrap the label of an edge and keep it off the line by a blank on each side, by more where it is wide."""
    lines = wrapped(text, 22).split("\\n")
    room = " " * (1 + _blanks(lines, EDGE_POINTS) // 2)
    return "\\n".join(f"{room}{line}{room}" for line in lines)


def room(label: str, points: int, *, has_stripe: bool = False) -> dict[str, str]:
    """Return the margin of a node whose label is wider than Graphviz reckons, or that has a stripe."""
    more = unreckoned(label.split("\\n"), points) + (STRIPE if has_stripe else 0.0)
    return {"margin": f"{_MARGIN_INCHES + more / 144:.2f},0.07"} if more > 1 else {}


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
