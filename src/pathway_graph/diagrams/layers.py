"""Sort a picture into named layers, as Inkscape and Illustrator show them: compartments, arrows, nodes."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from typing import Final

from pathway_graph.diagrams.boxes import INKSCAPE, SVG, XLINK, short
from pathway_graph.diagrams.drawing import Drawing
from pathway_graph.diagrams.setting import clean

_ORDER: Final = (("Compartments", "cluster"), ("Arrows", "edge"), ("Nodes", "node"))
LAYERS: Final = ("Title", "Compartments", "Arrows", "Nodes", "Callouts", "Legend", "Evidence", "Footer", "Sheet")
"""Names that no group in them may have: identifiers are unique in a file."""
_UNFIT: Final = re.compile(r"[^A-Za-z0-9_.-]+")


def layer(
    name: str, elements: Sequence[ET.Element], *, x: float = 0.0, y: float = 0.0, scale: float = 1.0
) -> ET.Element:
    """Return a named layer, moved and scaled."""
    attributes = {"id": name, f"{{{INKSCAPE}}}groupmode": "layer", f"{{{INKSCAPE}}}label": name}
    if x or y or scale != 1:
        attributes["transform"] = f"translate({short(x)} {short(y)})" + (f" scale({scale:.5g})" if scale != 1 else "")
    group = ET.Element(f"{{{SVG}}}g", attributes)
    group.extend(elements)
    return group


def layered(drawing: Drawing, root: ET.Element, x: float, y: float, scale: float) -> Iterator[ET.Element]:
    """Yield the layers of a picture at its place on a sheet, from behind to the front.

    Groups are called what they show, so that they are found in a drawing program: a node by its name, an arrow by what
    it says.
    """
    graph = root.find(f"{{{SVG}}}g")
    if graph is None:
        return
    left, top = origin(graph)
    names = _names(drawing)
    used = set(LAYERS)
    things = [child for child in graph if child.tag == f"{{{SVG}}}g"]
    for title, sort in _ORDER:
        some = [thing for thing in things if (thing.get("class") or "").partition(" ")[0] == sort]
        for thing in some:
            _call(thing, names, used)
        if some:
            yield layer(title, some, x=x + left * scale, y=y + top * scale, scale=scale)


def origin(graph: ET.Element) -> tuple[float, float]:
    """Return by how much Graphviz moves its picture, whose corner is at the lower left."""
    found = re.search(r"translate\(\s*(-?[\d.]+)[ ,]+(-?[\d.]+)", graph.get("transform", ""))
    return (float(found[1]), float(found[2])) if found else (0.0, 0.0)


def _names(drawing: Drawing) -> dict[str, str]:
    shown = {node.id: node.name for node in drawing.nodes}
    names = {f"n{place}": node.name for place, node in enumerate(drawing.nodes)}
    for place, edge in enumerate(drawing.edges):
        phrase = edge.relation.replace("_", " ")
        names[f"e{place}"] = f"{shown[edge.source]} {phrase} {shown[edge.target]}"
    return names


def _call(thing: ET.Element, names: dict[str, str], used: set[str]) -> None:
    """Name a group, and take off what only Graphviz needs; what a pointer shows stays."""
    old = thing.get("id", "")
    title = thing.find(f"{{{SVG}}}title")
    drawn = (title.text or "") if title is not None else ""
    tip = next((link.get(f"{{{XLINK}}}title", "") for link in thing.iter(f"{{{SVG}}}a")), "")
    called = clean(names.get(old) or names.get(drawn.partition("_")[0]) or tip or drawn or old)
    if drawn:  # what it is in the DOT text, for programs that measure pictures or work on them
        thing.set("data-drawn", drawn)
    if title is None:
        title = ET.Element(f"{{{SVG}}}title")
        thing.insert(0, title)
    title.text = tip or called
    _unlink(thing)
    if (thing.get("class") or "") == "node" and _is_bare(thing):
        thing.set("class", "node bare")
    thing.set(f"{{{INKSCAPE}}}label", called)
    stem = _UNFIT.sub("_", called).strip("_") or "item"
    new, more = stem, 2
    while new in used:
        new, more = f"{stem}_{more}", more + 1
    used.add(new)
    thing.set("id", new)


def _unlink(element: ET.Element) -> None:
    """Put what stands in links, and in groups round them, into their place: drawing programs have no use for them."""
    found: list[ET.Element] = []
    for child in element:
        _unlink(child)
        if child.tag == f"{{{SVG}}}a" or (child.tag == f"{{{SVG}}}g" and (child.get("id") or "").startswith("a_")):
            found += child
        else:
            found.append(child)
    element[:] = found


def _is_bare(thing: ET.Element) -> bool:
    """Whether the words of a node stand on the sheet itself."""
    shapes = [part for part in thing if part.tag in (f"{{{SVG}}}path", f"{{{SVG}}}polygon", f"{{{SVG}}}ellipse")]
    return all(shape.get("fill", "none") == "none" for shape in shapes)
