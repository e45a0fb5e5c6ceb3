"""Turn an SVG that Graphviz wrote into a PDF: its shapes are few, and its letters stay text in embedded fonts."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from typing import Any, Final

from pathway_graph.diagrams.fonts import REGULAR, font_file, is_file, runs, runs_in, width, width_in
from pathway_graph.errors import MissingRenderer, RenderError

_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
_STEP: Final = re.compile(r"([MLCZmlcz])([^MLCZmlcz]*)")
_CHANGE: Final = re.compile(r"(\w+)\(([^)]*)\)")
_PAINT: Final = ("fill", "stroke", "stroke-width", "stroke-dasharray", "fill-opacity", "stroke-opacity")


def to_pdf(svg: str, *, font: str = "") -> bytes:
    """Return SVG as a PDF of one page, the same bytes for the same text.

    It knows what Graphviz writes: polygons, polylines, ellipses, paths, and text; of a gradient it takes the first
    colour. Pictures from files are left out.

    Args:
        svg: Text of an SVG file.
        font: A file of a TrueType font to write with, wherever it has the characters; empty for ours.

    Raises:
        RenderError: The package is missing, or the file is no font.

    >>> to_pdf('<svg xmlns="http://www.w3.org/2000/svg" width="9pt" height="9pt" viewBox="0 0 9 9"/>')[:4]
    b'%PDF'
    """
    try:
        from reportlab.pdfgen.canvas import Canvas
    except ImportError as error:
        raise MissingRenderer(
            "reportlab", message="no PDF without the package reportlab", hint="install it, or draw SVG"
        ) from error
    root = ET.fromstring(svg)
    size = [float(root.get(side, "1").removesuffix("pt")) for side in ("width", "height")]
    view = _numbers(root.get("viewBox", "")) or [0.0, 0.0, *size]
    file = BytesIO()
    # invariant: no date, no random identifier; a first font of our own, for every font of a PDF is to be embedded
    canvas = Canvas(file, pagesize=size, invariant=1, initialFontName=_registered(REGULAR))
    title = root.find("{*}title")
    title = root.find(".//{*}g/{*}title") if title is None else title
    canvas.setTitle("" if title is None else title.text or "")
    canvas.setCreator("pathway-graph")
    canvas.setAuthor("")
    canvas.setSubject("")
    canvas.translate(0, size[1])
    canvas.scale(size[0] / view[2], -size[1] / view[3])  # SVG counts downwards
    canvas.translate(-view[0], -view[1])
    _Painter(canvas, _gradients(root), font).group(root)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


@cache
def _registered(name: str) -> str:
    """Make a font known to reportlab, once, and return its name."""
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    file = name if is_file(name) else str(font_file(name))
    try:
        registerFont(TTFont(name, file))
    except TTFError as error:
        raise RenderError(f"cannot draw with {name}: {error}", hint="name a file of a TrueType font (.ttf)") from error
    return name


class _Painter:
    def __init__(self, canvas: Any, gradients: dict[str, str], font: str) -> None:
        self.canvas = canvas
        self.font = font
        self.gradients = gradients

    def group(self, element: ET.Element) -> None:
        self.canvas.saveState()
        self.move(element)
        for child in element:
            kind = str(child.tag).rpartition("}")[2]
            if kind in ("g", "a"):
                self.group(child)
            elif kind == "text":
                self.text(child)
            elif kind in ("polygon", "polyline", "ellipse", "path"):
                self.shape(child, kind)
        self.canvas.restoreState()

    def move(self, element: ET.Element) -> None:
        for name, inside in _CHANGE.findall(element.get("transform", "")):
            numbers = _numbers(inside)
            if name == "rotate":
                x, y = numbers[1:] or (0.0, 0.0)
                self.canvas.translate(x, y)
                self.canvas.rotate(numbers[0])
                self.canvas.translate(-x, -y)
            elif name == "scale":
                self.canvas.scale(numbers[0], numbers[-1])
            elif name == "translate":
                self.canvas.translate(*numbers)

    def shape(self, element: ET.Element, kind: str) -> None:
        self.canvas.saveState()
        paint = {name: value for name in _PAINT if (value := element.get(name)) is not None}
        fills = self.colour(self.canvas.setFillColor, paint.get("fill", "black"))
        strokes = self.colour(self.canvas.setStrokeColor, paint.get("stroke", "none"))
        self.canvas.setFillAlpha(float(paint.get("fill-opacity", 1)))
        self.canvas.setStrokeAlpha(float(paint.get("stroke-opacity", 1)))
        self.canvas.setLineWidth(float(paint.get("stroke-width", 1)))
        self.canvas.setDash(_numbers(paint.get("stroke-dasharray", "")))
        if kind == "ellipse":
            x, y, a, b = (float(element.get(name, 0)) for name in ("cx", "cy", "rx", "ry"))
            self.canvas.ellipse(x - a, y - b, x + a, y + b, stroke=int(strokes), fill=int(fills))
        else:
            path = self.canvas.beginPath()
            for name, points in _steps(element, kind):
                getattr(path, name)(*points)
            self.canvas.drawPath(path, stroke=int(strokes), fill=int(fills))
        self.canvas.restoreState()

    def colour(self, setter: Any, name: str) -> bool:
        """Set a colour; say whether there is one."""
        from reportlab.lib.colors import toColor

        if name.startswith("url("):
            name = self.gradients.get(name[5:-1], "none")
        if name in ("none", "transparent"):
            return False
        setter(toColor(name))
        return True

    def text(self, element: ET.Element) -> None:
        text, size = "".join(element.itertext()), float(element.get("font-size", "14"))
        bold = element.get("font-weight") == "bold"
        self.canvas.saveState()
        self.move(element)
        self.canvas.translate(float(element.get("x", 0)), float(element.get("y", 0)))
        self.canvas.scale(1, -1)
        if self.colour(self.canvas.setFillColor, element.get("fill", "black")):
            self.canvas.setFillAlpha(float(element.get("fill-opacity", 1)))
            wide = width_in(text, size, self.font, bold) if self.font else width(text, size, bold)
            start = {"middle": -0.5, "end": -1.0}.get(element.get("text-anchor", ""), 0.0) * wide
            line = self.canvas.beginText(start, 0)
            for name, piece in runs_in(text, self.font, bold) if self.font else runs(text, bold):
                line.setFont(_registered(name), size)
                line.textOut(piece)
            self.canvas.drawText(line)
        self.canvas.restoreState()


def _steps(element: ET.Element, kind: str) -> Iterator[tuple[str, list[float]]]:
    """Return the outline of a shape as calls of a path."""
    if kind != "path":
        numbers = _numbers(element.get("points", ""))
        for place in range(0, len(numbers) - 1, 2):
            yield ("lineTo" if place else "moveTo"), numbers[place : place + 2]
        if kind == "polygon":
            yield "close", []
        return
    names = {"M": ("moveTo", 2), "L": ("lineTo", 2), "C": ("curveTo", 6)}
    for letter, inside in _STEP.findall(element.get("d", "")):
        if letter in "Zz":
            yield "close", []
            continue
        name, count = names[letter]  # Graphviz writes places, no distances
        numbers = _numbers(inside)
        for place in range(0, len(numbers), count):
            yield ("lineTo" if name == "moveTo" and place else name), numbers[place : place + count]


def _gradients(root: ET.Element) -> dict[str, str]:
    """Return the first colour of each gradient by its identifier."""
    found = {}
    for element in root.iter():
        stop = element.find("{*}stop") if element.tag.endswith("Gradient") else None
        if stop is not None:
            colour = re.search(r"stop-color:\s*([^;]+)", stop.get("style", ""))
            found[element.get("id", "")] = colour[1] if colour else stop.get("stop-color", "none")
    return found


def _numbers(text: str) -> list[float]:
    return [float(number) for number in _NUMBER.findall(text)]
