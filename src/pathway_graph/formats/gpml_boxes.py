"""Where a GPML drawing has its nodes, states, shapes and words, as boxes and frames."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pathway_graph.formats.boxes import frame_of
from pathway_graph.model import DiagramFrame
from pathway_graph.model.plane import Box
from pathway_graph.model.values import one_line

_OUTLINES: Final = {
    "rectangle": "rectangle", "roundedrectangle": "rounded", "oval": "oval", "ellipse": "oval", "mitochondria": "oval",
    "nucleus": "oval", "cell": "rounded", "organelle": "rounded", "vesicle": "oval", "endoplasmicreticulum": "rounded",
    "golgiapparatus": "rounded", "sarcoplasmicreticulum": "rounded", "extracellularregion": "rounded", "none": "none",
    "hexagon": "rectangle", "pentagon": "rectangle", "membrane": "rounded",
}  # fmt: skip
"""Shapes that are drawn, by their name in small letters without blanks; arcs, braces and triangles are marks."""
_COMPONENTS: Final = frozenset({
    "cell", "nucleus", "organelle", "mitochondria", "vesicle", "endoplasmicreticulum", "golgiapparatus", "membrane",
    "sarcoplasmicreticulum", "extracellularregion",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """A shape or a label of a drawing: its words, its box, its shape, and the part of a cell that it stands for."""

    tag: str
    text: str
    box: Box
    shape: str = ""
    component: str = ""


def box_of(element: Any) -> Box | None:
    """Return the box that the graphics of an element state; None where they state none, or no finite one."""
    return _box_in(_graphics(element))


def _box_in(stated: Mapping[str, str]) -> Box | None:
    try:
        x, y = float(stated["centerx"]), float(stated["centery"])
        width, height = (abs(float(stated.get(name, 0) or 0)) for name in ("width", "height"))
        turned = float(stated.get("rotation", 0) or 0)
    except (KeyError, ValueError):
        return None
    if not all(map(math.isfinite, (x, y, width, height, turned))):
        return None
    if abs(math.sin(turned)) > 0.9:  # on its side
        width, height = height, width
    return Box(x, y, width, height)


def mark_of(element: Any, tag: str) -> Mark | None:
    """Return a shape or a label with its box; None for one without."""
    graphics = _graphics(element)
    box = _box_in(graphics)
    if box is None:
        return None
    component = ""
    for child in element:
        key, value = child.get("Key") or child.get("key"), child.get("Value") or child.get("value")
        if key and "CellularComponent" in key and value and value != "None":
            component = value
    text = one_line(element.get("TextLabel") or element.get("textLabel") or "")
    shape = graphics.get("shapetype", "") or element.get("type") or ""
    if not component and _plain(shape) in _COMPONENTS:
        component = shape
    return Mark(tag, text, box, _plain(shape), component)


def _graphics(element: Any) -> dict[str, str]:
    child = next(element.iterchildren("{*}Graphics"), None)
    return {} if child is None else {name.lower(): value for name, value in child.items()}


def _plain(text: str) -> str:
    return re.sub(r"[^a-z]", "", text.lower())


def on_parent(element: Any, parent: Box | None) -> Box | None:
    """Return the box of a state, which is stated from -1 to 1 within that of the node it sits on."""
    stated = _graphics(element)
    if parent is None:
        return None
    try:
        x, y = float(stated["relx"]), float(stated["rely"])
        width, height = (abs(float(stated.get(name, 0) or 0)) for name in ("width", "height"))
    except (KeyError, ValueError):
        return None
    if not all(map(math.isfinite, (x, y, width, height))):
        return None
    return Box(parent.x + x * parent.width / 2, parent.y + y * parent.height / 2, width, height)


def frames_of(marks: Iterable[Mark]) -> tuple[list[DiagramFrame], Mapping[str, int]]:
    """Return shapes and labels as frames, and how many of what were not taken."""
    frames, left = [], {"Shape": 0, "Label": 0}
    for mark in marks:
        if mark.tag == "Label":
            outline = _OUTLINES.get(mark.shape, "none") if mark.shape else "none"
            if mark.text:
                frames.append(frame_of("text", mark.box, mark.text, outline))
            else:
                left["Label"] += 1
            continue
        is_component = bool(mark.component)
        outline = _OUTLINES.get(mark.shape, "")
        if not outline and is_component:
            outline = "rounded"
        if not outline or (outline == "none" and not mark.text):
            left["Shape"] += 1
            continue
        frames.append(
            frame_of("compartment" if is_component else "shape", mark.box, mark.text or mark.component, outline)
        )
    return frames, left
