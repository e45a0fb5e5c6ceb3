"""Write a drawing as DOT text: compartments stacked, a title, a legend, the same bytes for the same drawing."""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from pathway_graph.diagrams.drawing import Drawing, DrawnEdge, DrawnNode
from pathway_graph.diagrams.fonts import BYTE_EM, MEASURED, unreckoned
from pathway_graph.diagrams.render import NOTE, TITLE
from pathway_graph.diagrams.saying import view_words
from pathway_graph.errors import UnknownName, nearest

if TYPE_CHECKING:
    import graphviz

STYLES: Final = {"pathway": "pathway_graph.diagrams.style"}
"""Style -> module."""
WRAP: Final = 20
"""Characters of a name before it goes on in the next line."""
NODE_POINTS: Final = 11
EDGE_POINTS: Final = 9
_MARGIN_INCHES: Final = 0.14
_ARROW: Final = "cds"
_POINT_INCHES: Final = 0.17
"""What Graphviz takes for the point of that shape, from its height as from its width."""
_ENTITY: Final = re.compile(r"&(?=#?\w+;)")
_UNPRINTABLE: Final = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_dot(drawing: Drawing, style: str = "pathway") -> str:
    """Return *drawing* as DOT text for Graphviz ``dot``.

    Node names are synthetic (``n0``, ``n1``), since a colon in an identifier would mean a port.

    Raises:
        UnknownName: No style is called so.

    >>> from pathway_graph.diagrams.select import select_diagram
    >>> from pathway_graph.formats.native import read_guide
    >>> print(to_dot(select_diagram(read_guide(), "camp")).splitlines()[0])
    digraph camp {
    """
    return _Writer(drawing, _style(style)).write()


def picture_dot(drawing: Drawing, style: str = "pathway") -> str:
    """Return *drawing* as DOT text without title and legend, for a page that shows both by itself.

    Nodes have the ids ``n0``, ``n1`` in their order, edges ``e0``, ``e1``; there is no background.

    Raises:
        UnknownName: No style is called so.

    >>> from pathway_graph.diagrams.select import select_diagram
    >>> from pathway_graph.formats.native import read_guide
    >>> "Legend" in picture_dot(select_diagram(read_guide(), "camp"))
    False
    """
    return _Writer(drawing, _style(style), is_bare=True).write()


def legend_dot(drawing: Drawing, style: str = "pathway") -> str:
    """Return the legend of *drawing* alone, as a narrow column; empty where it needs none.

    Raises:
        UnknownName: No style is called so.

    >>> from pathway_graph.diagrams.select import select_diagram
    >>> from pathway_graph.formats.native import read_guide
    >>> "kinase" in legend_dot(select_diagram(read_guide(), "camp"))
    True
    """
    return _Writer(drawing, _style(style), is_bare=True).write_legend()


def _style(name: str) -> Any:
    if name not in STYLES:
        raise UnknownName("style", name, nearest(name, STYLES), known=sorted(STYLES))
    return import_module(STYLES[name])


class _Writer:
    def __init__(self, drawing: Drawing, style: Any, *, is_bare: bool = False) -> None:
        import graphviz

        self.drawing = drawing
        self.style = style
        self.is_bare = is_bare
        self.names = {node.id: f"n{i}" for i, node in enumerate(drawing.nodes)}
        self.graph = graphviz.Digraph(_identifier(drawing.key))

    def write(self) -> str:
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
        if self.drawing.kind == "workflow" or not self.drawing.nodes:
            return ""
        self.head()
        self.graph.attr("graph", nodesep="0.15", ranksep="0.12", pad="0.05")
        rows = self.legend_rows(self.graph, 2, 1)
        for above, below in pairwise(rows):
            self.graph.edge(above[0], below[0], style="invis", weight="100")
        return str(self.graph.source)

    def head(self) -> None:
        font = MEASURED
        self.graph.attr(
            "graph", rankdir="TB", newrank="true", fontname=font, fontsize="10",
            labelloc="t", nodesep="0.3", ranksep="0.42", pad="0.25", splines="true",
            bgcolor="transparent" if self.is_bare else "white", tooltip=_one_line(self.drawing.title),
        )  # fmt: skip
        self.graph.attr(
            "node", fontname=font, fontsize=str(NODE_POINTS), style="filled", penwidth="1.1", height="0.42",
            margin=f"{_MARGIN_INCHES},0.07", color="#333333", fontcolor="#000000",
        )  # fmt: skip
        self.graph.attr("edge", fontname=font, fontsize=str(EDGE_POINTS), arrowsize="0.8", fontcolor="#333333")

    def title(self) -> list[dict[str, str]]:
        """Return what stands above the picture, each part with its look."""
        drawing = self.drawing
        said = [view_words(drawing)] if drawing.kind == "cascade" else []
        if drawing.caption:
            said.insert(0, f"Redrawn from captions and text: {drawing.caption}")
        notes = ["; ".join(said)] if said else []
        # the title is drawn bold, hence wider than Graphviz reckons: blanks make room
        title = _at_left([drawing.title], " " * (len(drawing.title) // 3))
        parts = [{"class": TITLE, "fontsize": "15", "label": title}]
        if lines := [*notes, *drawing.notes]:
            parts.append({"class": NOTE, "fontsize": "10", "label": _at_left(lines)})
        version = _at_left([f"{drawing.version} - content {drawing.digest}"])
        return [*parts, {"class": NOTE, "fontsize": "10", "fontcolor": "#555555", "margin": "5", "label": version}]

    @contextmanager
    def titled(self) -> Iterator[None]:
        """Write what follows into a frame for each part of the title: a label has one look, so each has its own."""
        outer = self.graph
        with ExitStack() as frames:
            for place, part in enumerate([] if self.is_bare else self.title()):
                self.graph = frames.enter_context(self.graph.subgraph(name=f"cluster_title_{place}"))
                self.graph.attr(
                    labeljust="l", peripheries="0", style="", bgcolor="transparent",
                    tooltip=_one_line(self.drawing.title), **{"margin": "0", **part},
                )  # fmt: skip
            yield
        self.graph = outer

    def unframed(self) -> dict[str, str]:
        """Return what a subgraph must set so as not to look like the title round it."""
        return {} if self.is_bare else {"peripheries": "1", "class": ""}

    # Cascades: compartments from top to bottom, held in order by invisible nodes between them -------------

    def cascade(self) -> None:
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
        for end in ("top", "bottom"):
            self.anchor(graph, f"{end}{place}")
        for node in nodes:
            self.node(graph, node)

    def compartments(self) -> dict[str, list[DrawnNode]]:
        groups: dict[str, list[DrawnNode]] = {}
        for compartment in (*self.style.COMPARTMENT_FILLS, ""):
            nodes = [node for node in self.drawing.nodes if self.compartment(node) == compartment]
            if nodes:
                groups[compartment] = nodes
        return groups

    def compartment(self, node: DrawnNode) -> str:
        if node.kind == "Condition":
            return "condition"
        return node.compartment if node.compartment in self.style.COMPARTMENT_FILLS else ""

    def anchor(self, graph: graphviz.Digraph, name: str) -> None:
        graph.node(name, label="", shape="point", style="invis", width="0.01", height="0.01", fixedsize="true")

    def hold_order(self, groups: Mapping[str, list[DrawnNode]]) -> None:
        for place, nodes in enumerate(groups.values()):
            for node in nodes:
                self.graph.edge(f"top{place}", self.names[node.id], style="invis", minlen="0", weight="0")
                self.graph.edge(self.names[node.id], f"bottom{place}", style="invis", minlen="0", weight="0")
        for above, below in pairwise(range(len(groups))):
            self.graph.edge(f"bottom{above}", f"top{below}", style="invis", weight="50")

    # Workflows: numbered steps from top to bottom ----------------------------------------------------------

    def workflow(self) -> None:
        for node in self.drawing.nodes:
            self.node(self.graph, node)
        order = {node.id: place for place, node in enumerate(self.drawing.nodes)}
        for place, edge in enumerate(self.drawing.edges):
            self.edge(place, edge, upwards=order[edge.target] < order[edge.source])

    # Marks --------------------------------------------------------------------------------------------------

    def node(self, graph: graphviz.Digraph, node: DrawnNode) -> None:
        look = self.look(node)
        graph.node(
            self.names[node.id],
            label=_label(node),
            **look,
            **_room(_label(node), NODE_POINTS, look["shape"]),
            tooltip=_one_line(node.tooltip or node.name),
            **({"id": self.names[node.id]} if self.is_bare else {}),
        )

    def look(self, node: DrawnNode) -> dict[str, str]:
        shape = self.style.shape_of(node)
        background = node.view == "background"
        return {
            "shape": shape.shape,
            **self.style.border_of(node),
            "fillcolor": shape.fill if not background else "#FFFFFF",
            "style": f"{shape.style},dashed" if background else shape.style,
            "fontcolor": "#555555" if background else "#000000",
        }

    def edge(self, place: int, edge: DrawnEdge, *, upwards: bool) -> None:
        attributes = self.line(edge) | {"edgetooltip": _one_line(edge.tooltip), "labeltooltip": _one_line(edge.tooltip)}
        label = self.style.label_of(edge)
        if label:
            attributes["label"] = _padded(label)
        if upwards or edge.against:  # the edge it speaks against holds the two in order already
            attributes["constraint"] = "false"
        if self.is_bare:
            attributes["id"] = f"e{place}"
        self.graph.edge(self.names[edge.source], self.names[edge.target], **attributes)

    def line(self, edge: DrawnEdge) -> dict[str, str]:
        return {
            "color": self.style.colour_of(edge),
            "arrowhead": self.style.arrowhead_of(edge),
            "style": self.style.line_of(edge),
            "penwidth": self.style.width_of(edge),
            **({"arrowsize": "1.1"} if edge.is_bold else {}),
        }

    # Legend: only the marks in use ----------------------------------------------------------------------------

    def legend(self) -> None:
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
        # what the source says is the sample of a mark, background only where nothing else has it
        nodes = sorted(self.drawing.nodes, key=lambda node: node.view == "background")
        shapes = {self.style.shape_of(node).meaning: replace(node, change="") for node in reversed(nodes)}
        shapes |= {words: sample for node in nodes for words, sample in self.style.marks_of(node)}
        marks: dict[str, DrawnEdge] = {}
        for edge in sorted(self.drawing.edges, key=lambda edge: edge.view == "background"):
            for words, sample in self.style.meaning_of(edge):
                marks.setdefault(words, sample)
        rows = [self.shape_row(legend, row) for row in _rows(sorted(shapes.items()), shapes_a_row)]
        return rows + [self.mark_row(legend, row) for row in _rows(sorted(marks.items()), marks_a_row)]

    def hang(self, rows: list[list[str]]) -> None:
        """Keep rows in order from top to bottom by invisible edges from the first of one to all of the next."""
        for above, below in pairwise(rows):
            for name in below:
                self.graph.edge(above[0], name, style="invis", weight="0")

    def shape_row(self, legend: graphviz.Digraph, shapes: list[tuple[str, DrawnNode]]) -> list[str]:
        names = []
        with legend.subgraph() as row:
            row.attr(rank="same")
            for words, node in shapes:
                names.append(f"shape_{_identifier(words)}")
                row.node(
                    names[-1], label=_wrapped(words, 16), fontsize="9", height="0.3", margin="0.08,0.04",
                    tooltip=words, **self.look(node),
                )  # fmt: skip
            _in_line(row, names)
        return names

    def mark_row(self, legend: graphviz.Digraph, marks: list[tuple[str, DrawnEdge]]) -> list[str]:
        names = []
        with legend.subgraph() as row:
            row.attr(rank="same")
            for words, sample in marks:
                start, end = (f"{end}_{_identifier(words)}" for end in ("from", "to"))
                self.anchor(row, start)
                row.node(
                    end, label=_wrapped(words, 18), shape="plaintext", style="", fontsize="9", height="0.2",
                    margin="0.03,0.02", tooltip=words,
                )  # fmt: skip
                row.edge(start, end, **self.line(sample), minlen="2", edgetooltip=words)
                names += [start, end]
            _in_line(row, names[1::2], names[2::2])
        return names


def _rows(items: list[tuple[str, Any]], width: int) -> list[list[tuple[str, Any]]]:
    return [items[start : start + width] for start in range(0, len(items), width)]


def _in_line(row: graphviz.Digraph, names: list[str], following: list[str] | None = None) -> None:
    pairs = pairwise(names) if following is None else zip(names, following, strict=False)
    for left, right in pairs:
        row.edge(left, right, style="invis")


def _label(node: DrawnNode) -> str:
    name = _wrapped(node.name, WRAP if node.kind != "Step" else 40)
    details = [_wrapped(detail, 48) for detail in (*node.details, *node.badges)]
    return "\\n".join([name, *details])


def _wrapped(text: str, width: int) -> str:
    """Break text into lines of about *width* characters."""
    lines = textwrap.wrap(_plain(text), width, break_long_words=False, break_on_hyphens=False) or [_plain(text)]
    return _quoted("\n".join(lines)).replace("\n", "\\n")


def _padded(text: str) -> str:
    """Wrap the label of an edge and keep it off the line by a blank on each side, by more where it is wide."""
    lines = _wrapped(text, 22).split("\\n")
    room = " " * (1 + _blanks(lines, EDGE_POINTS) // 2)
    return "\\n".join(f"{room}{line}{room}" for line in lines)


def _room(label: str, points: int, shape: str) -> dict[str, str]:
    """Return the margin of a node whose label is wider than Graphviz reckons, or whose shape is smaller."""
    lines = label.split("\\n")
    more = unreckoned(lines, points)
    if shape == _ARROW and len(lines) > 1:
        return {"margin": f"{_MARGIN_INCHES + _POINT_INCHES / 2 + more / 144:.2f},{0.07 + _POINT_INCHES / 2:.2f}"}
    return {"margin": f"{_MARGIN_INCHES + more / 144:.2f},0.07"} if more > 1 else {}


def _blanks(lines: list[str], points: int) -> int:
    """Return how many blanks make up for what Graphviz does not reckon with."""
    return math.ceil(unreckoned(lines, points) / (points * BYTE_EM))


def _at_left(lines: Iterable[str], room: str = "") -> str:
    """Return lines as a label, each at the left, with blanks at its end."""
    return "".join(f"{_one_line(line)}{room}{' ' * _blanks([line], 15)}\\l" for line in lines)


def _plain(text: str) -> str:
    """Keep what looks like an entity as it is, for Graphviz would read it; show what XML cannot hold as such."""
    return _ENTITY.sub("&amp;", _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text))


def _one_line(text: str) -> str:
    return _quoted(" ".join(_plain(text).split()))


def _quoted(text: str) -> str:
    """Disarm DOT's backslash sequences, and a first ``<``, which would make it an HTML-like label."""
    import graphviz

    escaped = str(graphviz.escape(text))
    return f"&lt;{escaped[1:]}" if escaped.startswith("<") else escaped


def _identifier(key: str) -> str:
    return "".join(character if character.isalnum() else "_" for character in key) or "network"
