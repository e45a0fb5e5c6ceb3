"""Draw a legend: each mark with its words, one after the other, in lines as wide as the sheet."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, Final

from pathway_graph.diagrams.boxes import OUTLINES, SVG, right_half, rounded, short, stripe
from pathway_graph.diagrams.drawing import Drawing, DrawnEdge, DrawnNode
from pathway_graph.diagrams.fonts import width
from pathway_graph.diagrams.heads import circle, line_sample
from pathway_graph.diagrams.legend import SEVERAL, Entry
from pathway_graph.diagrams.request import shown
from pathway_graph.diagrams.setting import words

_HEADINGS: Final = {"nodes": "Boxes", "marks": "Fills and borders", "arrows": "Arrows"}
_BOX: Final = (22.0, 13.0)
_LINE: Final = 27.0
_NOMINAL: Final = 9.0
"""Size of the type beside which a sample has these sizes, in points."""
_SCALE_BAR: Final = 64.0


class Strip:
    """A legend as it is set: its elements from the upper left, and its height."""

    def __init__(self, most: float, size: float, style: Any) -> None:
        self.most, self.size, self.style = most, size, style
        self.scale = size / _NOMINAL
        self.row = size * 1.75
        self.x, self.y, self.left = 0.0, 0.0, 0.0
        self.elements: list[ET.Element] = []

    @property
    def height(self) -> float:
        """Of all lines so far."""
        return self.y + self.row if self.elements else 0.0

    def flow(self, entries: Iterable[Entry]) -> None:
        """Set entries one after the other."""
        for entry in entries:
            wide = _BOX[0] if isinstance(entry.sample, DrawnNode) else _LINE
            self.place(wide * self.scale, entry.words)
            self.sample(entry)
            self.say(entry.words, wide * self.scale)

    def place(self, wide: float, said: str) -> None:
        """Begin a new line where a mark and its words find no room in this one."""
        if self.x > self.left and self.x + wide + self.size * 0.5 + width(said, self.size) > self.most:
            self.break_line()

    def break_line(self) -> None:
        """Go on at the left of the next line."""
        self.x, self.y = self.left, self.y + self.row

    def say(self, said: str, wide: float) -> None:
        """Set the words of a mark, and go on behind them."""
        x = self.x + wide + self.size * 0.5
        self.elements.append(words(said, x, self.y + self.row / 2 + self.size * 0.36, self.size, colour="#333333"))
        self.x = x + width(said, self.size) + self.size * 1.5

    def sample(self, entry: Entry) -> None:
        """Draw a mark at its size for the type."""
        is_node = isinstance(entry.sample, DrawnNode)
        group = ET.Element(f"{{{SVG}}}g", {
            "class": "node" if is_node else "edge",
            "transform": f"translate({short(self.x)} {short(self.y + self.row / 2)}) scale({short(self.scale)})",
        })  # fmt: skip
        group.extend(node_sample(entry.sample, self.style) if isinstance(entry.sample, DrawnNode)
                     else edge_sample(entry.sample, self.style))  # fmt: skip
        self.elements.append(group)

    def heading(self, text: str) -> None:
        """Set a heading at the left of a line of its own."""
        if self.elements:
            self.break_line()
        self.elements.append(words(text, 0, self.y + self.row / 2 + self.size * 0.36, self.size, is_bold=True))
        self.left = max(width(heading, self.size, True) for heading in _HEADINGS.values()) + self.size * 1.5
        self.x = self.left

    def bar(self, scale: tuple[float, str]) -> None:
        """Draw the scale of measured changes: from the strongest fall to the strongest rise."""
        extent, unit = scale
        low, high = f"-{extent:g}", f"+{extent:g} {unit}"
        long = _SCALE_BAR * self.scale
        side = width(low, self.size) + self.size * 0.4
        self.place(side + long, high)
        foot = self.y + self.row / 2 + self.size * 0.36
        self.elements.append(words(low, self.x, foot, self.size, colour="#333333"))
        self.elements.append(self._ramp(self.x + side, long))
        self.x += side
        self.say(high, long)

    def _ramp(self, left: float, long: float) -> ET.Element:
        """Return nine fields from one end of the scale to the other, as nodes have them."""
        group = ET.Element(f"{{{SVG}}}g", {"class": "node"})
        steps = 9
        wide, half = long / steps, self.size * 0.55
        middle = self.y + self.row / 2
        for step in range(steps):
            level = 2 * step / (steps - 1) - 1
            change = "up" if level > 0 else "down" if level < 0 else "none"
            node = DrawnNode("", "", "Protein", change=change, level=level)
            x = left + step * wide
            outline = f"M{short(x)} {short(middle - half)} L{short(x + wide)} {short(middle - half)} " \
                      f"L{short(x + wide)} {short(middle + half)} L{short(x)} {short(middle + half)} Z"  # fmt: skip
            ET.SubElement(group, f"{{{SVG}}}path", {"d": outline, "fill": self.style.fill_of(node), "stroke": "none"})
        edge = f"M{short(left)} {short(middle - half)} L{short(left + long)} {short(middle - half)} " \
               f"L{short(left + long)} {short(middle + half)} L{short(left)} {short(middle + half)} Z"  # fmt: skip
        ET.SubElement(group, f"{{{SVG}}}path", {"d": edge, "fill": "none", "stroke": "#333333", "stroke-width": "0.6"})
        return group


def set_legend(
    drawing: Drawing, entries: Sequence[Entry], style: Any, *, most: float, size: float, is_full: bool
) -> Strip:
    """Return a legend set in lines of *most* points, with headings if it is the full one."""
    strip = Strip(most, size, style)
    for group, some in groupby(entries, key=lambda entry: entry.group):
        if is_full:
            strip.heading(_HEADINGS[group])
        strip.flow(some)
        if drawing.scale and group == "marks":
            strip.bar(drawing.scale)
    return strip


def node_sample(node: DrawnNode, style: Any) -> list[ET.Element]:
    """Return a small box as a node of that sort is drawn, its middle at the left at 0, 0."""
    shape = style.shape_of(node)
    wide, high = _BOX
    frame = (0.6, -high / 2, wide - 0.6, high / 2)
    border = style.border_of(node)
    outline = OUTLINES[shape.outline]
    look = {"fill": style.fill_of(node), "stroke": border["color"], "stroke-width": border.get("penwidth", "1.1")}
    if node.view == "background":
        look["stroke-dasharray"] = "4,3"
    parts = [ET.Element(f"{{{SVG}}}path", {"d": outline(frame), **look})]
    if node.change == "both":
        parts.append(
            ET.Element(
                f"{{{SVG}}}path", {"d": right_half(frame, shape.outline), "fill": style.RAISED, "stroke": "none"}
            )
        )
    if border.get("peripheries") == "2":
        inner = (frame[0] + 2.4, frame[1] + 2.4, frame[2] - 2.4, frame[3] - 2.4)
        parts[0].set("stroke-width", "1.1")
        parts.append(ET.Element(f"{{{SVG}}}path", {"d": outline(inner), **look, "fill": "none", "stroke-width": "1.1"}))
    site = shown(node)[1]
    if site:
        field = rounded((wide - 9.0, -high / 2 - 3.5, wide + 1.0, -high / 2 + 4.5), (4.0,) * 4)
        parts.append(ET.Element(f"{{{SVG}}}path", {"d": field, "fill": "#ffffff", "stroke": "#333333"}))
        parts.append(words(site, wide - 4.0, -high / 2 + 3.0, 6.5, anchor="middle"))
    if shape.mark:
        parts += stripe(frame, shape.outline, shape.mark, shape.stripe, width=10.5)
    return parts


def edge_sample(edge: DrawnEdge, style: Any) -> list[ET.Element]:
    """Return a short line as an edge of that sort is drawn, from 0, 0 to the right."""
    look = {"color": style.colour_of(edge), "arrowhead": style.arrowhead_of(edge), "style": style.line_of(edge),
            "penwidth": style.width_of(edge), "arrowsize": style.head_size_of(edge)}  # fmt: skip
    parts = line_sample(look, (1.0, 0.0), _LINE - 2)
    if edge.context == SEVERAL:
        parts.append(circle((9.0, 0.0), 5.0, fill="#ffffff", stroke="#555555", pen=0.8))
        parts.append(words(SEVERAL, 9.0, 2.4, 6.5, anchor="middle"))
    return parts
