"""Finish the nodes of a picture: outlines as wide as their text, and the stripe of a role with its small picture."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Final

from pathway_graph.diagrams.style import STEP_STRIPE, STRIPE_COLOURS

SVG: Final = "http://www.w3.org/2000/svg"
XLINK: Final = "http://www.w3.org/1999/xlink"
STRIPE: Final = 13.0
"""Width of a stripe in points: so much wider is a node that has one."""
INK: Final = "#010101"
"""What small pictures are drawn in, in every theme: black, and told apart from the black of lines and words."""
PALE: Final = "0.45"
"""How much of its colour the stripe of a background node has."""
NUMBER: Final = 24.0
"""Width of a stripe that holds the number of a step."""
_ICON: Final = 8.4
_CORNER: Final = 5.0
_CURVE: Final = 0.5523
"""How far the handles of a cubic curve stand out that draws a quarter of a circle of radius 1."""
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")
Frame = tuple[float, float, float, float]
"""Left, top, right, bottom."""

LINES: Final[dict[str, str]] = {
    "drug": "M3 2.6 C3 -0.3 7 -0.3 7 2.6 L7 7.4 C7 10.3 3 10.3 3 7.4 Z",
    "receptor": "M1 0.5 L5 5 L9 0.5 M5 5 L5 9.8",
    "transporter": "M1.2 1 L1.2 9 M8.8 1 L8.8 9 M5 0.2 L5 9.2 M2.9 7 L5 9.6 L7.1 7",
    "kinase": "M2.8 0.5 L2.8 9.5 M8 0.5 L2.8 5.6 M4.6 4 L8.2 9.5",
    "factor": "M1.6 9.8 L1.6 3 L8.6 3 M6 0.2 L8.8 3 L6 5.8",
    "enzyme": "",
    "gene": "M2 0 C2 3 8 2 8 5 C8 8 2 7 2 10 M8 0 C8 3 2 2 2 5 C2 8 8 7 8 10",
    "transcript": "M3 0 C3 2.6 7 2.4 7 5 C7 7.6 3 7.4 3 10",
    "region": "M5 0 L5 10",
    "set": "M1.4 1.6 L8.6 1.6 M1.4 5 L8.6 5 M1.4 8.4 L8.6 8.4",
}
SOLIDS: Final[dict[str, str]] = {
    "drug": "M3 5 L3 2.6 C3 -0.3 7 -0.3 7 2.6 L7 5 Z",
    "enzyme": "M5 5 L9.3 2.5 C7 -1.6 0 -0.2 0 5 C0 10.2 7 11.6 9.3 7.5 Z",
    "region": "M2.2 2.6 L7.8 2.6 L7.8 7.4 L2.2 7.4 Z",
}
"""Small pictures on a field of 10 by 10: their lines, and what is filled."""
ICONS: Final = tuple(LINES)


def ornamented(svg: str) -> str:
    """Return a picture of Graphviz with its nodes as their classes say: ``look_...`` an outline, ``mark_...`` a stripe.

    Nodes without such a class, as in DOT text of other origin, stay as they are. The classes are taken off again.

    >>> from pathway_graph.diagrams.render import render_svg
    >>> "look" in render_svg('digraph { a [shape=box class="look_pill"] }')
    False
    """
    if "look_" not in svg:
        return svg
    root = ET.fromstring(svg)
    for group in root.iter(f"{{{SVG}}}g"):
        words = group.get("class", "").split()
        looks = [word[5:] for word in words if word.startswith("look_")]
        if looks:
            marks = [word[5:] for word in words if word.startswith("mark_")]
            halves = [word[5:] for word in words if word.startswith("half_")]
            numbers = [word[7:] for word in words if word.startswith("number_")]
            group.set("class", words[0])
            _finish(group, looks[0], marks[0] if marks else "", halves[0] if halves else "")
            if numbers:
                number, _, lines = numbers[0].partition("_")
                _number(group, number, int(lines or 1))
    return written(root)


def written(root: ET.Element) -> str:
    """Return an SVG tree as the text of a file."""
    ET.register_namespace("", SVG)
    ET.register_namespace("xlink", XLINK)
    ET.register_namespace("inkscape", INKSCAPE)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


INKSCAPE: Final = "http://www.inkscape.org/namespaces/inkscape"


def _finish(group: ET.Element, look: str, mark: str, half: str) -> None:
    """Give a node its outline, its other half's colour, and its stripe; its words move off the stripe."""
    inner = group.find(f".//{{{SVG}}}a")
    holder = group if inner is None else inner
    shapes = [part for part in holder if part.tag in (f"{{{SVG}}}polygon", f"{{{SVG}}}path")]
    if look not in OUTLINES or not shapes:
        return
    frames = [frame_of(part) for part in shapes]
    for part, frame in zip(shapes, frames, strict=True):
        part.tag = f"{{{SVG}}}path"
        part.attrib.pop("points", None)
        part.set("d", OUTLINES[look](frame))
    _drop_lines(holder)
    inside = frames[0]
    place = list(holder).index(shapes[-1]) + 1
    if half:
        holder.insert(place, _path(right_half(inside, look), fill=f"#{half}", stroke="none"))
    if mark:
        wide = min(STRIPE, (inside[2] - inside[0]) * 0.48)  # less in the small box of a legend
        parts = stripe(inside, look, mark, STRIPE_COLOURS[mark], width=wide)
        if shapes[0].get("stroke-dasharray"):  # background is pale all over
            parts[0].set("fill-opacity", PALE)
        for part in reversed(parts):
            holder.insert(place + bool(half), part)
        for text in holder.iter(f"{{{SVG}}}text"):
            text.set("x", short(float(text.get("x", "0")) + STRIPE / 2))


def _number(group: ET.Element, number: str, bold: int) -> None:
    """Give a step its number in a stripe; its first lines, its name, become bold."""
    inner = group.find(f".//{{{SVG}}}a")
    holder = group if inner is None else inner
    shape = holder.find(f"{{{SVG}}}path")
    shape = holder.find(f"{{{SVG}}}polygon") if shape is None else shape
    texts = holder.findall(f"{{{SVG}}}text")
    if shape is None:
        return
    left, top, _, bottom = frame_of(shape)
    for place, text in enumerate(texts):
        text.set("x", short(float(text.get("x", "0")) + NUMBER / 2))
        if place < bold:
            text.set("font-weight", "bold")
    field = rounded((left + 0.5, top + 0.5, left + NUMBER, bottom - 0.5), (_CORNER, 0.0, 0.0, _CORNER))
    place = list(holder).index(shape) + 1
    holder.insert(place, _path(field, fill=STEP_STRIPE, stroke="none"))
    said = ET.Element(f"{{{SVG}}}text", {
        "x": short(left + NUMBER / 2 + 0.5), "y": short((top + bottom) / 2 + 4.6), "text-anchor": "middle",
        "font-size": "13.00", "font-weight": "bold", "fill": "#000000",
    })  # fmt: skip
    if texts and texts[0].get("font-family"):
        said.set("font-family", texts[0].get("font-family", ""))
    said.text = number
    holder.insert(place + 1, said)


def _drop_lines(holder: ET.Element) -> None:
    """Take off the strokes by which Graphviz cuts the corners of a box."""
    for line in holder.findall(f"{{{SVG}}}polyline"):
        holder.remove(line)


def frame_of(shape: ET.Element) -> Frame:
    """Return the edges of a shape.

    >>> frame_of(ET.fromstring('<polygon points="4,8 0,8 0,2 4,2"/>'))
    (0.0, 2.0, 4.0, 8.0)
    """
    numbers = [float(number) for number in _NUMBER.findall(shape.get("points") or shape.get("d") or "")]
    xs, ys = numbers[::2], numbers[1::2]
    return min(xs), min(ys), max(xs), max(ys)


def stripe(frame: Frame, look: str, mark: str, colour: str, *, width: float = STRIPE) -> list[ET.Element]:
    """Return the stripe at the left of a node, its small picture, and the line between it and the words."""
    left, top, _, bottom = frame
    scale = _ICON / 10 * width / STRIPE
    x, y = left + width / 2 + 0.4 - 5 * scale, (top + bottom) / 2 - 5 * scale
    parts = [_path(_left_part(frame, look, width), fill=colour, stroke="none")]
    if SOLIDS.get(mark):
        parts.append(_path(_moved(SOLIDS[mark], x, y, scale), fill=INK, stroke="none"))
    if LINES[mark]:
        pen = short(1.15 * width / STRIPE)
        parts.append(_path(_moved(LINES[mark], x, y, scale), fill="none", stroke=INK, **{"stroke-width": pen}))
    return parts


def _left_part(frame: Frame, look: str, width: float) -> str:
    left, top, _, bottom = frame
    corner = min(_CORNER, (bottom - top) / 2)
    upper = 0.0 if look == "foot" else corner
    inset = 0.5
    return rounded((left + inset, top + inset, left + width, bottom - inset), (upper, 0.0, 0.0, corner))


def right_half(frame: Frame, look: str) -> str:
    """Return the right half of a node, for one that goes both ways."""
    left, top, right, bottom = frame
    corner = {"pill": min((bottom - top) / 2, 14.0), "round": _CORNER, "cut": _CORNER}.get(look, 0.0)
    lower = _CORNER if look == "foot" else corner
    inset = 0.8
    return rounded(((left + right) / 2, top + inset, right - inset, bottom - inset), (0.0, corner, lower, 0.0))


def rounded(frame: Frame, radii: tuple[float, float, float, float]) -> str:
    """Return a box with corners of these radii: upper left, upper right, lower right, lower left."""
    left, top, right, bottom = frame
    one, two, three, four = radii
    k = 1 - _CURVE
    steps = [
        f"M{short(left + one)} {short(top)}", f"L{short(right - two)} {short(top)}",
        _arc(right - two * k, top, right, top + two * k, right, top + two) if two else "",
        f"L{short(right)} {short(bottom - three)}",
        _arc(right, bottom - three * k, right - three * k, bottom, right - three, bottom) if three else "",
        f"L{short(left + four)} {short(bottom)}",
        _arc(left + four * k, bottom, left, bottom - four * k, left, bottom - four) if four else "",
        f"L{short(left)} {short(top + one)}",
        _arc(left, top + one * k, left + one * k, top, left + one, top) if one else "",
        "Z",
    ]  # fmt: skip
    return " ".join(filter(None, steps))


def _arc(*numbers: float) -> str:
    return "C" + " ".join(map(short, numbers))


def _corners(points: list[tuple[float, float]]) -> str:
    return "M" + " L".join(f"{short(x)} {short(y)}" for x, y in points) + " Z"


def _round(frame: Frame) -> str:
    corner = min(_CORNER, (frame[3] - frame[1]) / 2)
    return rounded(frame, (corner,) * 4)


def _pill(frame: Frame) -> str:
    corner = min((frame[3] - frame[1]) / 2, (frame[2] - frame[0]) / 2, 14.0)
    return rounded(frame, (corner,) * 4)


def _foot(frame: Frame) -> str:
    """Return a box that is round at the foot: SBGN's nucleic acid feature."""
    return rounded(frame, (0.0, 0.0, _CORNER, _CORNER))


def _sharp(frame: Frame) -> str:
    return rounded(frame, (0.0,) * 4)


def _cut(frame: Frame) -> str:
    """Return a box whose corners are cut off."""
    left, top, right, bottom = frame
    c = min(6.0, (bottom - top) / 3)
    return _corners([(left + c, top), (right - c, top), (right, top + c), (right, bottom - c),
                            (right - c, bottom), (left + c, bottom), (left, bottom - c), (left, top + c)])  # fmt: skip


def _waist(frame: Frame) -> str:
    """Return a box with a notch at each side: SBGN's perturbing agent."""
    left, top, right, bottom = frame
    middle = (top + bottom) / 2
    return _corners([(left, top), (right, top), (right - 5, middle), (right, bottom),
                            (left, bottom), (left + 5, middle)])  # fmt: skip


OUTLINES: Final[dict[str, Callable[[Frame], str]]] = {
    "round": _round,
    "pill": _pill,
    "foot": _foot,
    "sharp": _sharp,
    "cut": _cut,
    "waist": _waist,
}


def _moved(path: str, x: float, y: float, scale: float) -> str:
    """Return a path of the field of 10 by 10 at its place."""
    numbers = iter(range(10**6))

    def place(found: re.Match[str]) -> str:
        return short(float(found[0]) * scale + (y if next(numbers) % 2 else x))

    return _NUMBER.sub(place, path)


def _path(path: str, **attributes: str) -> ET.Element:
    return ET.Element(f"{{{SVG}}}path", {"d": path, **attributes})


def short(number: float) -> str:
    """Return a number with at most two places.

    >>> short(2.0), short(-0.001), short(1.256)
    ('2', '0', '1.26')
    """
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
