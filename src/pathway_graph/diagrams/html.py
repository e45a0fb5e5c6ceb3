"""Write a drawing as one self-contained interactive page: no network, no framework, data that stays data."""

from __future__ import annotations

import base64
import hashlib

from pathway_graph.diagrams.drawing import Drawing
from pathway_graph.diagrams.render import TIMEOUT_S
from pathway_graph.diagrams.viewer import filled, resource, text, viewer, viewer_script, viewer_style
from pathway_graph.evidence.selection import ClaimFilter
from pathway_graph.model import Network
from pathway_graph.model.border import refuses_bad_data


@refuses_bad_data
def to_html(
    drawing: Drawing, network: Network, *, context: ClaimFilter | None = None, timeout_s: float = TIMEOUT_S
) -> str:
    """Return *drawing* as an HTML page in one file, the same text for the same drawing.

    The page works without a network and allows none: its content-security policy refuses everything but its own
    script and style sheet, which it names by hash, and pictures that the script makes itself. Data go in as JSON in
    which no character can end the element.

    Args:
        drawing: A picture of entities of *network*.
        network: Where its claims are.
        context: A context whose measured changes the page shows first.
        timeout_s: Give the layout so many seconds.

    Raises:
        UnknownName, AmbiguousName: A name in the context means nothing, or several things.
        RenderError: Graphviz is missing, failed or took too long, or there are more than 6,000 edges to lay out.

    >>> from pathway_graph.diagrams.select import select_diagram
    >>> from pathway_graph.formats.native import read_guide
    >>> guide = read_guide()
    >>> page = to_html(select_diagram(guide, "D4"), guide)
    >>> page[:15], "default-src 'none'" in page, "unsafe" in page
    ('<!DOCTYPE html>', True, False)
    """
    piece = viewer(drawing, network, context=context, timeout_s=timeout_s)
    style, script = f"{resource('page.css')}\n{viewer_style()}", viewer_script()
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; img-src blob:; "
        "base-uri 'none'; form-action 'none'"
    )
    parts = {"policy": policy, "title": text(drawing.title), "style": style, "script": script, "viewer": piece}
    return filled(resource("page.html"), parts)


def _hash(content: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"
