"""Turn Graphviz's SVG file into a small SVG element that stands inside a page."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import Final

from pathway_graph.diagrams.render import TIMEOUT_S, render_svg

_NAMESPACE: Final = "{http://www.w3.org/2000/svg}"
_TOOLTIP: Final = "{http://www.w3.org/1999/xlink}title"
_KEPT_ID: Final = re.compile(r"e\d+|n\d+(?:_\d+)?")
_ORNAMENT: Final = re.compile(r"(?:node|edge) ornament(?: of-[ne]\d+)?")
"""What is drawn as a node of its own and belongs to another node or to an edge."""
_GROUPS: Final = frozenset({"graph", "cluster", "node", "edge"})
_THINGS: Final = _GROUPS - {"graph"}
_DROPPED: Final = frozenset({"id", "font-family"})


def inline_svg(
    dot: str, *, timeout_s: float = TIMEOUT_S, keep_ids: bool = False, keep_tooltips: bool = False, label: str = ""
) -> str:
    """Render DOT text as an ``<svg>`` element without links, the font named once.

    Every text of the drawing stays text, escaped. Identifiers would clash where a page shows two pictures, so they
    are dropped unless *keep_ids* asks for those of nodes (``n0``) and edges (``e0``); tooltips stay, as titles, if
    *keep_tooltips* asks for them. With a *label* the picture is one image to a screen reader, and that is its name.

    Raises:
        RenderError: Graphviz is missing, failed or took longer than *timeout_s* seconds.

    >>> inline_svg('digraph { a [label="A<"] }').count("A&lt;")
    1
    """
    root = ET.fromstring(render_svg(dot, timeout_s=timeout_s))
    font = next((found for text in root.iter() if (found := text.get("font-family"))), None)
    _slim(root, keep_ids, keep_tooltips)
    for element in list(root.iter()):
        _settle(element)
    if label:
        root.set("role", "img")
        root.set("aria-label", label)
    root.set("xmlns", _NAMESPACE.strip("{}"))
    if font is not None:
        root.set("font-family", font)
    return ET.tostring(root, encoding="unicode")


def _settle(element: ET.Element) -> None:
    """Leave the tooltips of what is a thing of its own; those of groups that are gone came up from below."""
    is_thing = (element.get("class") or "").partition(" ")[0] in _THINGS
    for place, title in enumerate(element.findall("title")):
        if is_thing and not place:
            title.attrib.clear()
        else:
            element.remove(title)


def _slim(element: ET.Element, keep_ids: bool, keep_tooltips: bool) -> None:
    tooltip = element.get(_TOOLTIP, "") if keep_tooltips else ""
    element.tag = element.tag.removeprefix(_NAMESPACE)
    for name in list(element.attrib):
        kept_id = keep_ids and name == "id" and _KEPT_ID.fullmatch(element.attrib[name])
        if (name in _DROPPED or name.startswith("{")) and not kept_id:
            del element.attrib[name]
    if element.attrib.get("class") not in _GROUPS and not _ORNAMENT.fullmatch(element.attrib.get("class", "")):
        element.attrib.pop("class", None)
    element.tail = None
    if element.tag != "text":
        element.text = None
    children: list[ET.Element] = []
    for child in element:
        _slim(child, keep_ids, keep_tooltips)
        # a link, and the group Graphviz puts round it, hold nothing but a tooltip
        if child.tag == "a" or (child.tag == "g" and not child.attrib):
            children += child
        elif child.tag != "title" or child.get("class") == "tooltip":
            children.append(child)
    if tooltip:
        title = ET.Element("title", {"class": "tooltip"})
        title.text = tooltip
        children.insert(0, title)
    element[:] = children
    shapes = [child for child in element if child.tag not in ("text", "title")]
    if element.get("class") == "node" and all(shape.get("fill") == "none" for shape in shapes):
        element.set("class", "node bare")  # its text stands on the page
