"""Draw a legend: each mark with its words, one after the other, in lines as wide as the sheet."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
_TO_WORDS: Final = 0.45
"""Between a sample and its words, in sizes of type."""


@dataclass(frozen=True, slots=True)
class Spacing:
    """How wide samples are, in parts of the usual, and what is between an entry and the next, in sizes of type."""

    sample: float
    between: float


ROOMY: Final = Spacing(1.0, 1.5)
SPACINGS: Final = (ROOMY, Spacing(0.9, 1.15), Spacing(0.8, 0.85))
"""Spacings, the roomiest first: a tighter one is taken where it saves a line."""


class Strip:
    """A legend as it is set: its elements from the upper left, and its height."""

    def __init__(self, most: float, size: float, style: Any, spacing: Spacing = ROOMY) -> None:
        self.most, self.size, self.style, self.spacing = most, size, style, spacing
        self.scale = size / _NOMINAL
        self.row = size * 1.75
        self.x, self.y, self.left = 0.0, 0.0, 0.0
        self.elements: list[ET.Element] = []

    @property
    def height(self) -> float:
        """Of all lines so far."""
        return self.y + self.row if self.elements else 0.0

    def flow(self, entries: Iterable[Entry]) -> None:
        """Set entries one after the other; where the next one does not fit in a line, a later one of its group may."""
        for _, group in groupby(entries, key=lambda entry: entry.group):
            left = list(group)
            while left:
                entry = next((one for one in left if self.fits(self.wide(one), one.words)), None)
                if entry is None:
                    self.break_line()
                    entry = left[0]
                left.remove(entry)
                self.sample(entry)
                self.say(entry.words, self.wide(entry))

    def wide(self, entry: Entry) -> float:
        """Return how wide the sample of an entry is."""
        return (_BOX[0] if isinstance(entry.sample, DrawnNode) else _LINE) * self.scale * self.spacing.sample

    def fits(self, wide: float, said: str) -> bool:
        """Say whether a mark and its words find room in this line; in an empty one they do."""
        return self.x <= self.left or self.x + wide + self.size * _TO_WORDS + width(said, self.size) <= self.most

    def break_line(self) -> None:
        """Go on at the left of the next line."""
        self.x, self.y = self.left, self.y + self.row

    def say(self, said: str, wide: float) -> None:
        """Set the words of a mark, and go on behind them."""
        x = self.x + wide + self.size * _TO_WORDS
        self.elements.append(words(said, x, self.y + self.row / 2 + self.size * 0.36, self.size, colour="#333333"))
        self.x = x + width(said, self.size) + self.size * self.spacing.between

    def sample(self, entry: Entry) -> None:
        """Draw a mark at its size for the type."""
        is_node = isinstance(entry.sample, DrawnNode)
        group = ET.Element(f"{{{SVG}}}g", {
            "class": "node" if is_node else "edge",
            "transform": f"translate({short(self.x)} {short(self.y + self.row / 2)}) scale({short(self.scale)})",
        })  # fmt: skip
        wide = self.wide(entry) / self.scale
        group.extend(node_sample(entry.sample, self.style, wide) if isinstance(entry.sample, DrawnNode)
                     else edge_sample(entry.sample, self.style, wide))  # fmt: skip
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
        if not self.fits(side + long, high):
            self.break_line()
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
    """Return a legend set in lines of *most* points, as few as can be, with headings if it is the full one."""

    def spaced(spacing: Spacing) -> Strip:
        strip = Strip(most, size, style, spacing)
        for group, some in groupby(entries, key=lambda entry: entry.group):
            if is_full:
                strip.heading(_HEADINGS[group])
            strip.flow(some)
            if drawing.scale and group == "marks":
                strip.bar(drawing.scale)
        return strip

    return min(map(spaced, SPACINGS), key=lambda strip: strip.height)  # the roomiest of those that are as high


def node_sample(node: DrawnNode, style: Any, wide: float = _BOX[0]) -> list[ET.Element]:
    """Return a small box as a node of that sort is drawn, its middle at the left at 0, 0."""
    shape = style.shape_of(node)
    high, site = _BOX[1], shown(node)[1]
    frame = (0.6, -2.5 if site else -high / 2, wide - 0.6, high / 2)
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
    if site:  # its letter is as large as the words of the legend
        field = rounded((wide - 11.0, -8.0, wide + 1.0, 2.2), (4.0,) * 4)
        parts.append(ET.Element(f"{{{SVG}}}path", {"d": field, "fill": "#ffffff", "stroke": "#333333"}))
        parts.append(words(site, wide - 5.0, 0.4, _NOMINAL, anchor="middle"))
    if shape.mark:
        parts += stripe(frame, shape.outline, shape.mark, shape.stripe, width=10.5)
    return parts


def edge_sample(edge: DrawnEdge, style: Any, long: float = _LINE) -> list[ET.Element]:
    """Return a short line as an edge of that sort is drawn, from 0, 0 to the right."""
    look = {"color": style.colour_of(edge), "arrowhead": style.arrowhead_of(edge), "style": style.line_of(edge),
            "penwidth": style.width_of(edge), "arrowsize": style.head_size_of(edge)}  # fmt: skip
    parts = line_sample(look, (1.0, 0.0), long - 2)
    if edge.context == SEVERAL:
        parts.append(circle((7.5, 0.0), 7.0, fill="#ffffff", stroke="#555555", pen=0.8))
        parts.append(words(SEVERAL, 7.5, 3.2, _NOMINAL, anchor="middle"))
    return parts
