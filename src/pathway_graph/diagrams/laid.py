"""Write a drawing that is laid out: every node, line, frame and word with its place, for Graphviz to draw as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from pathway_graph.diagrams.cables import Cable, cables_of
from pathway_graph.diagrams.clear import Field, end_of, field_of, titled, worded
from pathway_graph.diagrams.coordinates import bb, pos, sides
from pathway_graph.diagrams.drawing import Drawing, DrawnNode
from pathway_graph.diagrams.fonts import width
from pathway_graph.diagrams.layout.bands import TAB
from pathway_graph.diagrams.layout.choose import kind_of, lay_out
from pathway_graph.diagrams.layout.geometry import Line, Size
from pathway_graph.diagrams.layout.tighten import BESIDE
from pathway_graph.diagrams.outline import beside, length_of_head, own_spots, path_of
from pathway_graph.diagrams.render import NOTE, TITLE
from pathway_graph.diagrams.request import (
    LINE,
    THIN,
    USUAL,
    Type,
    is_state,
    labels_of,
    node_lines,
    request_of,
    shown,
)
from pathway_graph.diagrams.setting import broken
from pathway_graph.diagrams.sites import site_spots
from pathway_graph.diagrams.strip import Strip
from pathway_graph.diagrams.writer import Writer, one_line
from pathway_graph.model.plane import Box, Spot, border

LEAST_WIDTH: Final = 260.0
"""The title and the legend of a narrow picture get so much room, in points."""
PAD: Final = 8.64
"""Round the whole of a picture, in points."""
_GAP: Final = 10.0
_TITLE: Final = 13
_NOTE: Final = 8
_TAB: Final = 6.0
_TOLD: Final = 6
"""So many things that found no room are told by their words."""


class LaidWriter(Writer):
    """Writes one drawing by a layout of ours."""

    def __init__(self, drawing: Drawing, style: Any, *, is_bare: bool = False, sizes: Type = USUAL) -> None:
        super().__init__(drawing, style, is_bare=is_bare)
        self.type = sizes
        self.called = {node.id: node for node in self.drawing.nodes}
        self.cables = self.grouped()
        self.request = request_of(drawing, style, self.cables, sizes)
        self.kind = kind_of(self.request)
        self.sites = {
            node.id: Size(width(site, sizes.sites) + 7, sizes.sites * LINE)
            for node in self.drawing.nodes
            if (site := shown(node)[1])
        }
        self.edges: list[tuple[int, tuple[str, str], dict[str, str]]] = []
        self.missing: list[tuple[str, str]] = []

    def grouped(self) -> tuple[Cable, ...]:
        """Return the cables of the drawing."""
        return cables_of(self.drawing.edges, self.style)

    def write(self) -> str:
        """Return the DOT text."""
        try:
            self.layout = lay_out(self.request, self.kind)
        except LookupError:  # too many lines for rows, or no way for one: forces find one
            self.kind = "force"
            self.layout = lay_out(self.request, self.kind)
        self.head()
        self.settle()
        self.leave_out([name for name in self.request.groups if name not in self.layout.frames])
        self.say_what_is_missing()
        self.graph.attr("edge", fontsize=f"{self.type.words:g}")
        self.graph.attr("graph", layout="nop2", outputorder="edgesfirst", pad=f"{PAD / 72:g}")
        self.graph.attr("node", margin="0", height="0.1", width="0.1")
        if not self.is_bare:
            self.above()
        self.frames()
        for node in self.drawing.nodes:
            if node.id not in self.request.group_of:
                self.boxed(self.graph, node)
        for cable in self.cables:
            self.cable(cable)
        for _, ends, look in sorted(self.edges, key=lambda edge: edge[0]):
            self.graph.edge(*ends, **look)
        if not self.is_bare:
            self.below()
        return str(self.graph.source)

    def settle(self) -> None:
        """Find places for titles, words, counts and sites where they cover nothing; keep what found none to say so."""
        self.courses = {(cable.id, number): self.strand(cable, number) for cable, number, _ in self.strands()}
        ends = [end_of(self.courses[cable.id, number], self.line(self.drawing.edges[places[0]]))
                for cable, number, places in self.strands()]  # fmt: skip
        room = field_of(self.request, self.layout, ends)
        self.name_frames(room)
        titles = titled(self.request, self.layout, room)
        self.missing += [("the title", self.style.COMPARTMENT_FILLS[name][0])
                         for name in sorted((self.layout.titles or {}).keys() - titles.keys())]  # fmt: skip
        self.layout = replace(self.layout, titles=titles)
        lines, silent = worded(self.request, self.layout, room)
        self.layout = replace(self.layout, lines=lines)
        self.missing += [self.unsaid(cable) for cable in self.cables if cable.id in silent]
        self.counts = dict(self.counted(room))
        self.site_spots = site_spots(self.request, self.layout, self.sites, room.taken)
        self.missing += [shown(self.called[node])[::-1] for node in self.sites if node not in self.site_spots]

    def strands(self) -> Iterator[tuple[Cable, int, Sequence[int]]]:
        """Yield each line of each cable: the cable, the number of the line in it, and the places of its edges."""
        return ((cable, number, places) for cable in self.cables for number, places in enumerate(cable.strands))

    def counted(self, room: Field) -> Iterator[tuple[tuple[str, int], Spot]]:
        """Find places for the counts of edges that have a line in common; yield each that found one, by its line."""
        for cable, number, places in self.strands():
            if len(places) == 1:
                continue
            size = self.count_size(len(places))
            others = (line for name, line in self.layout.lines.items() if name != cable.id)
            spots = own_spots(self.courses[cable.id, number], others)
            found = room.first((Box(*spot, size.width, size.height) for spot in spots), is_bound=False)
            if found:
                yield (cable.id, number), (found.x, found.y)
            else:
                self.missing.append((f"×{len(places)}", self.ends_of(cable)))

    def name_frames(self, room: Field) -> None:
        """Find places for the names of frames that the original drawing has."""

    def ends_of(self, cable: Cable) -> str:
        """Return the names at both ends of a cable."""
        return f"{self.called[cable.source].name} to {self.called[cable.target].name}"

    def unsaid(self, cable: Cable) -> tuple[str, str]:
        """Return the words of a cable that found no room beside it, and where they belong."""
        words = labels_of(cable, self.drawing.edges, self.style)
        return " / ".join(" ".join(lines) for lines in words.values()), self.ends_of(cable)

    def say_what_is_missing(self) -> None:
        """Write below the picture what found no room in it."""
        if not self.missing:
            return
        told = "; ".join(f"{what} ({where})" for what, where in self.missing[:_TOLD])
        more = len(self.missing) - _TOLD
        rest = f"; and {more} more, which the interactive page shows" if more > 0 else ""
        self.note("unplaced", f"Without room in the picture: {told}{rest}")

    def leave_out(self, groups: Sequence[str]) -> None:
        """Draw no frame of compartments that the layout gave none, and say so below the picture."""
        if not groups:
            return
        group_of = {node: group for node, group in self.request.group_of.items() if group not in groups}
        left = tuple(group for group in self.request.groups if group not in groups)
        self.request = replace(self.request, groups=left, group_of=group_of)
        called = ", ".join(self.style.COMPARTMENT_FILLS[group][0] for group in groups)
        self.note("unframed", f"Drawn without their frames: {called}")

    def note(self, name: str, text: str) -> None:
        """Write a line below the picture, or several."""
        lines = fitting(text, _NOTE, self.width)
        high = len(lines) * _NOTE * LINE
        self.words(name, lines, (0.0, self.layout.height + _NOTE / 2 + high / 2), _NOTE, {"fontcolor": "#333333"})
        self.layout = replace(self.layout, height=self.layout.height + high + _NOTE)

    def look(self, node: DrawnNode) -> dict[str, str]:
        """Return how a node looks: a box about its text."""
        look = super().look(node)
        if look["shape"] == "plaintext":
            return look
        return look | {"shape": "box", "style": ",".join(dict.fromkeys([*look["style"].split(","), "rounded"]))}

    # Round the picture: title above, legend below -------------------------------------------------------------

    @property
    def width(self) -> float:
        """How wide title and legend may be."""
        return max(self.layout.width, LEAST_WIDTH)

    def above(self) -> None:
        """Write the title and the notes above the picture, from below upwards, each line at the left."""
        title, notes, version = self.heading()
        parts = [(TITLE, title, _TITLE, "#000000"), *((NOTE, note, _NOTE, "#000000") for note in self.lines(notes))]
        y = -_GAP
        for number, (kind, text, size, colour) in enumerate(reversed([*parts, (NOTE, version, _NOTE, "#555555")])):
            lines = fitting(text, size, self.width, is_bold=kind == TITLE)
            high = len(lines) * size * LINE
            self.words(f"{kind}_{number}", lines, (0, y - high / 2), size, {"class": kind, "fontcolor": colour})
            y -= high + 2

    def lines(self, notes: Sequence[str]) -> list[str]:
        """Return notes with those parts that a semicolon ends in lines of their own, where they do not fit in one."""
        return [part for note in notes for part in (note.split("; ") if width(note, _NOTE) > self.width else [note])]

    def words(self, name: str, lines: Sequence[str], left: Spot, size: float, part: dict[str, str]) -> None:
        """Write lines of text that begin at *left*, the middle of their left side."""
        high = len(lines) * size * LINE
        label = "".join(f"{one_line(line)}\\l" for line in lines)
        self.graph.node(
            name, label=label, shape="plaintext", style="", fontsize=f"{size:g}", fixedsize="shape",
            pos=pos((left[0] + self.width / 2, left[1])), **sides(self.width, high), **part,
            tooltip=one_line(self.drawing.title),
        )  # fmt: skip

    def below(self) -> None:
        """Write the legend below the picture."""
        with self.graph.subgraph(name="cluster_legend") as legend:
            Strip(self, legend, (0.0, self.layout.height + _GAP), self.width).write()

    # The picture ---------------------------------------------------------------------------------------------

    def frames(self) -> None:
        """Write the compartments behind everything."""
        for place, name in enumerate(self.request.groups):
            title, fill = self.style.COMPARTMENT_FILLS[name]
            box = self.layout.frames[name]
            spot = (self.layout.titles or {}).get(name)
            with self.graph.subgraph(name=f"cluster_{place}") as cluster:
                look = {"style": "filled", "fillcolor": fill, "color": "#9A9A9A", "tooltip": title}
                words = {"label": title, "lp": pos(spot)} if spot else {"label": ""}
                words |= {"fontsize": f"{self.type.titles:g}", "fontcolor": "#555555"}
                cluster.attr(bb=bb(box), **look, **({"label": ""} if name == THIN else words))
                for node in self.drawing.nodes:
                    if self.request.group_of.get(node.id) == name:
                        self.boxed(cluster, node)
                if name == THIN:  # a membrane has two lines on each side
                    tab = self.tab(name)
                    with cluster.subgraph(name=f"cluster_{place}_inner") as inner:
                        inner.attr(bb=bb(self.inside(box)), **look, **({"label": ""} if tab else words))
                    if tab:
                        with cluster.subgraph(name=f"cluster_{place}_tab") as held:
                            held.attr(bb=bb(tab), **look, **words)

    def tab(self, name: str) -> Box | None:
        """Return the box round a title that stands before its frame, up to this: it is not of the frame before."""
        spot, frame = (self.layout.titles or {}).get(name), self.layout.frames[name]
        if spot is None or (spot[1] >= frame.top and spot[0] >= frame.left):
            return None
        size = (self.request.titles or {})[name]
        left, right = spot[0] - size.width / 2 - TAB, spot[0] + size.width / 2 + TAB
        top, bottom = spot[1] - size.height / 2 - 1, spot[1] + size.height / 2 + 1
        if spot[1] < frame.top:
            bottom, left = frame.top, left if left > frame.left + 2 * _TAB else frame.left  # at the corner
        else:
            right, top = frame.left, top if top > frame.top + 2 * _TAB else frame.top
        return Box.between(left, top, right, bottom)

    def inside(self, box: Box) -> Box:
        """Return the frame between the two lines of a membrane, which lie across the way of the arrows."""
        if self.request.direction == "right":
            return Box(box.x, box.y, box.width - 6, box.height)
        return Box(box.x, box.y, box.width, box.height - 6)

    def boxed(self, graph: Any, node: DrawnNode) -> None:
        """Write a node in its place, and the phosphate on its corner."""
        box, name = self.layout.boxes[node.id], self.names[node.id]
        label = "\\n".join(one_line(text) for text, _ in node_lines(node))
        ids = {"id": name} if self.is_bare else {}  # n5_1 is a further place of n5
        look = self.look(node)
        rim = 8 if look.get("peripheries") == "2" else 0  # Graphviz draws a second border outside of the size
        graph.node(
            name, label=label, **look, pos=pos((box.x, box.y)), **sides(box.width - rim, box.height - rim),
            tooltip=one_line(node.tooltip or node.name), **ids,
        )  # fmt: skip
        if node.id in self.site_spots:
            site, size = shown(node)[1], self.sites[node.id]
            graph.node(
                f"site_{name}", label=one_line(site), shape="box", style="rounded,filled", fillcolor="#FFFFFF",
                color=look["color"], fontsize=f"{self.type.sites:g}", pos=pos(self.site_spots[node.id]),
                **sides(size.width, size.height), fixedsize="shape", tooltip=one_line(f"phosphate at {site}"),
                **{"class": f"ornament of-{name}"},
            )  # fmt: skip

    def cable(self, cable: Cable) -> None:
        """Write the edges of a cable on their lines."""
        words = dict(self.worded(cable))
        for number, places in enumerate(cable.strands):
            for place in places:
                self.laid_edge(place, self.courses[cable.id, number], words.get(place, {}))
            if (cable.id, number) in self.counts:
                self.count(cable, number)

    def strand(self, cable: Cable, number: int) -> Line:
        """Return the course of one of the lines of a cable."""
        line = self.layout.lines[cable.id]
        return self.between(cable, beside(line, cable.offset(number))) if cable.width else line

    def between(self, cable: Cable, course: Line) -> Line:
        """Return a course that was moved aside, from the border of its source to that of its target."""
        points = list(course.points)
        points[0] = border(self.layout.boxes[cable.source], points[0], points[1])
        points[-1] = border(self.layout.boxes[cable.target], points[-1], points[-2])
        return replace(course, points=tuple(points))

    def laid_edge(self, place: int, course: Line, words: dict[str, str]) -> None:
        """Write an edge on its course; *words* are those beside it, as attributes."""
        edge = self.drawing.edges[place]
        look = self.line(edge)
        if is_state(edge) and is_short(course):  # a state beside what it is a state of needs no arrow
            look, words = look | {"arrowhead": "none"}, {}
        heads = length_of_head(look["arrowhead"], float(look.get("arrowsize", "0.8")), float(look["penwidth"]))
        tip = one_line(edge.tooltip)
        ids = self.ids(place) if self.is_bare else {}
        tips = {"edgetooltip": tip, "labeltooltip": tip}
        ends = (self.names[edge.source], self.names[edge.target])
        self.edges.append((place, ends, look | {"pos": path_of(course, heads)} | tips | words | ids))

    def ids(self, place: int) -> dict[str, str]:
        """Return what a page knows an edge by."""
        return {"id": f"e{place}"}

    def worded(self, cable: Cable) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield the words beside a cable with their places, by the place of the edge: one edge's below the other's."""
        spot = self.layout.lines[cable.id].label
        if spot is None:
            return
        found = labels_of(cable, self.drawing.edges, self.style)
        x, y = spot
        y -= sum(map(len, found.values())) * self.type.words * LINE / 2
        for place, lines in found.items():
            high = len(lines) * self.type.words * LINE
            label = "\\n".join(map(one_line, lines))
            yield place, {"label": label, "lp": pos((x, y + high / 2))}
            y += high

    def count_size(self, many: int) -> Size:
        """Return how large the field of a count is: a circle, or as wide as two figures and more need it."""
        high = self.type.counts + 4
        return Size(high if many < 10 else width(f"×{many}", self.type.counts) + 2, high)

    def count(self, cable: Cable, strand: int) -> None:
        """Write how many edges run on one line."""
        places = cable.strands[strand]
        size = self.count_size(len(places))
        self.graph.node(
            f"count_{cable.id}_{strand}", label=f"×{len(places)}", shape="ellipse",
            style="filled", fillcolor="#FFFFFF", color="#555555", fontsize=f"{self.type.counts:g}",
            pos=pos(self.counts[cable.id, strand]), **sides(size.width, size.height), fixedsize="true",
            tooltip=f"{len(places)} edges on one line", **{"class": f"ornament of-e{places[-1]}"},
        )  # fmt: skip


def is_short(line: Line) -> bool:
    """Say whether a line is one level part between two nodes that stand beside each other."""
    (x, y), (end, level) = line.points[0], line.points[-1]
    return len(line.points) == 2 and y == level and abs(end - x) < BESIDE + 1


def fitting(text: str, size: float, room: float, *, is_bold: bool = False) -> list[str]:
    """Break text into lines that are no wider than *room* points.

    >>> fitting("one two three", 10, 45)
    ['one two', 'three']
    """
    return broken(text, size, room, is_bold=is_bold)
