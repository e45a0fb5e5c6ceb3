"""Turn Graphviz's SVG file into a small SVG element that stands inside a page."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import Final

from pathway_graph.diagrams.render import TIMEOUT_S, render_svg

_NAMESPACE: Final = "{http://www.w3.org/2000/svg}"
_KEPT_ID: Final = re.compile(r"[ne]\d+")
_GROUPS: Final = frozenset({"graph", "cluster", "node", "edge"})
_DROPPED: Final = frozenset({"id", "font-family"})


def inline_svg(dot: str, *, timeout_s: float = TIMEOUT_S, keep_ids: bool = False) -> str:
    """Render DOT text as an ``<svg>`` element without links and tooltips, the font named once.

    Every text of the drawing stays text, escaped. Identifiers would clash where a page shows two pictures, so they
    are dropped unless *keep_ids* asks for those of nodes (``n0``) and edges (``e0``).

    Raises:
        RenderError: Graphviz is missing, failed or took longer than *timeout_s* seconds.

    >>> inline_svg('digraph { a [label="A<"] }').count("A&lt;")
    1
    """
    root = ET.fromstring(render_svg(dot, timeout_s=timeout_s))
    font = next((found for text in root.iter() if (found := text.get("font-family"))), None)
    _slim(root, keep_ids)
    root.set("xmlns", _NAMESPACE.strip("{}"))
    if font is not None:
        root.set("font-family", font)
    return ET.tostring(root, encoding="unicode")


def _slim(element: ET.Element, keep_ids: bool) -> None:
    element.tag = element.tag.removeprefix(_NAMESPACE)
    for name in list(element.attrib):
        kept_id = keep_ids and name == "id" and _KEPT_ID.fullmatch(element.attrib[name])
        if (name in _DROPPED or name.startswith("{")) and not kept_id:
            del element.attrib[name]
    if element.attrib.get("class") not in _GROUPS:
        element.attrib.pop("class", None)
    element.tail = None
    if element.tag != "text":
        element.text = None
    children: list[ET.Element] = []
    for child in element:
        _slim(child, keep_ids)
        # a link, and the group Graphviz puts round it, hold nothing but a tooltip
        if child.tag == "a" or (child.tag == "g" and not child.attrib):
            children += child
        elif child.tag != "title":
            children.append(child)
    element[:] = children
    if element.get("class") == "node" and all(child.get("fill") == "none" for child in element if child.tag != "text"):
        element.set("class", "node bare")  # its text stands on the page
