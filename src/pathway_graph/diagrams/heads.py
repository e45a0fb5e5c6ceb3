"""Draw a sample of a line with its arrowhead as Graphviz draws it, for a legend."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import Final

from pathway_graph.diagrams.boxes import SVG, short
from pathway_graph.model.plane import Spot

_PARTS: Final = re.compile(r"odiamond|onormal|normal|tee|vee|obox|odot|dot|none")
_DASHES: Final = {"dotted": "2,5", "dashed": "6,5", "solid": ""}


def line_sample(look: dict[str, str], start: Spot, length: float) -> list[ET.Element]:
    """Return a line to the right with the head that *look*, the attributes of an edge, asks for.

    >>> [part.tag.rpartition("}")[2] for part in line_sample({"arrowhead": "normaldot"}, (0, 0), 30)]
    ['path', 'path', 'path']
    """
    x, y = start
    colour, size = look.get("color", "#000000"), float(look.get("arrowsize", "1"))
    pen = look.get("penwidth", "1")
    tip, heads = x + length, []
    for name in _PARTS.findall(look.get("arrowhead", "normal")):
        part, tip = _head(name, (tip, y), size)
        if part:
            path, is_hollow = part
            fill = "none" if is_hollow else colour
            heads.append(_shape(path, fill=fill, stroke=colour, pen=pen))
    dashes = _DASHES.get(look.get("style", "solid"), "")
    line = _shape(f"M{short(x)} {short(y)} L{short(tip)} {short(y)}", fill="none", stroke=colour, pen=pen)
    if dashes:
        line.set("stroke-dasharray", dashes)
    return [line, *heads]


def _head(name: str, tip: Spot, size: float) -> tuple[tuple[str, bool] | None, float]:
    """Return the outline of a part of a head that ends at *tip*, whether it is hollow, and where the line goes on."""
    x, y = tip
    length = 10 * size
    half = 3.5 * size
    back = x - length
    if name in ("normal", "onormal"):
        return (_closed((x, y), (back, y - half), (back, y + half)), name == "onormal"), back
    if name == "vee":
        notch = back + length / 3
        return (_closed((x, y), (back, y - half), (notch, y), (back, y + half)), False), notch
    if name == "tee":
        wide = 5.0 * size
        return (_closed((x, y - wide), (x - 2 * size, y - wide), (x - 2 * size, y + wide), (x, y + wide)), False), x
    if name == "odiamond":
        return (_closed((x, y), (x - 6 * size, y - half), (x - 12 * size, y), (x - 6 * size, y + half)), True), x - (
            12 * size
        )
    if name == "obox":
        side = 8 * size
        return (_closed((x, y - side / 2), (x - side, y - side / 2), (x - side, y + side / 2), (x, y + side / 2)),
                True), x - side  # fmt: skip
    if name in ("dot", "odot"):
        radius = 4 * size
        return (_circle(x - radius, y, radius), name == "odot"), x - 2 * radius
    return None, x


def _closed(*points: Spot) -> str:
    return "M" + " L".join(f"{short(x)} {short(y)}" for x, y in points) + " Z"


def _circle(x: float, y: float, radius: float) -> str:
    """Return a circle as four curves, which is all that the writer of PDF reads."""
    k = 0.5523 * radius
    quarters = (
        (x + radius, y + k, x + k, y + radius, x, y + radius), (x - k, y + radius, x - radius, y + k, x - radius, y),
        (x - radius, y - k, x - k, y - radius, x, y - radius), (x + k, y - radius, x + radius, y - k, x + radius, y),
    )  # fmt: skip
    curves = " ".join("C" + " ".join(map(short, quarter)) for quarter in quarters)
    return f"M{short(x + radius)} {short(y)} {curves} Z"


def circle(spot: Spot, radius: float, *, fill: str, stroke: str, pen: float) -> ET.Element:
    """Return a circle."""
    return _shape(_circle(*spot, radius), fill=fill, stroke=stroke, pen=short(pen))


def _shape(path: str, *, fill: str, stroke: str, pen: str) -> ET.Element:
    return ET.Element(f"{{{SVG}}}path", {"d": path, "fill": fill, "stroke": stroke, "stroke-width": pen})
