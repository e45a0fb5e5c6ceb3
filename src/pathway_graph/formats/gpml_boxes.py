"""Where a GPML drawing has its nodes, groups, shapes and words, as places and frames of a diagram."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pathway_graph.model import DiagramFrame, DiagramPlace
from pathway_graph.model.values import one_line

_PADDING: Final = 8.0
"""What PathVisio draws a group of 2013a larger than its members, on each side."""
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
class Box:
    """A rectangle: its middle and its size."""

    x: float
    y: float
    width: float = 0.0
    height: float = 0.0


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
    stated = _graphics(element)
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
    box = box_of(element)
    if box is None:
        return None
    component = ""
    for child in element:
        key, value = child.get("Key") or child.get("key"), child.get("Value") or child.get("value")
        if key and "CellularComponent" in key and value and value != "None":
            component = value
    text = one_line(element.get("TextLabel") or element.get("textLabel") or "")
    shape = _graphics(element).get("shapetype", "") or element.get("type") or ""
    if not component and _plain(shape) in _COMPONENTS:
        component = shape
    return Mark(tag, text, box, _plain(shape), component)


def _graphics(element: Any) -> dict[str, str]:
    for child in element:
        if isinstance(child.tag, str) and child.tag.rpartition("}")[2] == "Graphics":
            return {name.lower(): value for name, value in child.attrib.items()}
    return {}


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


def round_boxes(boxes: Iterable[Box]) -> Box | None:
    """Return the box of a group that states none: what its members take up, and a margin.

    >>> round_boxes([Box(10, 10, 20, 20), Box(50, 10, 20, 20)])
    Box(x=30.0, y=10.0, width=76.0, height=36.0)
    """
    some = list(boxes)
    if not some:
        return None
    left, right = min(b.x - b.width / 2 for b in some), max(b.x + b.width / 2 for b in some)
    top, bottom = min(b.y - b.height / 2 for b in some), max(b.y + b.height / 2 for b in some)
    wide, high = right - left + 2 * _PADDING, bottom - top + 2 * _PADDING
    return Box((left + right) / 2, (top + bottom) / 2, wide, high)


def places_of(boxes: Iterable[tuple[str, Box | None]]) -> tuple[DiagramPlace, ...]:
    """Return the places of entities, each as often as it is drawn, in order of the entities."""
    found = {
        DiagramPlace(entity, *(round(side, 2) for side in (box.x, box.y, box.width, box.height)))
        for entity, box in boxes
        if box is not None
    }
    return tuple(sorted(found, key=lambda place: (place.node, place.x, place.y, place.width, place.height)))


def frame_of(
    kind: str, box: Box, name: str = "", outline: str = "rectangle", members: Sequence[str] = ()
) -> DiagramFrame:
    """Return a frame with rounded sides."""
    x, y, width, height = (round(side, 2) for side in (box.x, box.y, box.width, box.height))
    return DiagramFrame(kind, x, y, width, height, name, outline, tuple(sorted(set(members))))


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


def in_order(frames: Iterable[DiagramFrame]) -> tuple[DiagramFrame, ...]:
    """Return frames from the largest to the smallest, as they lie upon each other, the same for the same frames."""
    return tuple(
        sorted(
            dict.fromkeys(frames),
            key=lambda one: (-one.width * one.height, one.kind, one.x, one.y, one.name, one.members),
        )
    )
