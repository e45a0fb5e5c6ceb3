"""Which layout suits which picture, and the one place where layouts are called by name."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from pathway_graph.diagrams.layout.geometry import Layout, Request
from pathway_graph.diagrams.layout.hubs import star_of
from pathway_graph.diagrams.layout.turned import turned_layout, turned_request
from pathway_graph.model.stopping import go_on

ALGORITHMS: Final = {
    "columns": "pathway_graph.diagrams.layout.columns",
    "layered": "pathway_graph.diagrams.layout.layered",
    "force": "pathway_graph.diagrams.layout.force",
    "fan": "pathway_graph.diagrams.layout.fan",
    "given": "pathway_graph.diagrams.layout.given",
}
"""Layout -> module with a function ``lay_out(request) -> Layout``."""
_DIRECTED: Final = ("columns", "layered")
"""Those that lead arrows down, or to the right if that is asked for; the others have no such direction."""
MOST_LAYERED: Final = 100
"""Nodes of a picture with compartments up to which rows from top to bottom can be followed by eye."""
MOST_LOOSE: Final = 20
"""The same of a picture without compartments, which rows make a ribbon of."""


def kind_of(request: Request) -> str:
    """Return which layout suits a picture.

    >>> from pathway_graph.diagrams.layout.geometry import Size
    >>> kind_of(Request({"a": Size(9, 9)}, (), {}))
    'layered'
    """
    if request.places is not None:
        return "given"
    most = MOST_LAYERED if request.group_of else MOST_LOOSE
    if (not request.group_of or len(request.sizes) > most) and star_of(request):
        return "fan"
    return "layered" if len(request.sizes) <= most else "force"


def lay_out(request: Request, kind: str = "") -> Layout:
    """Lay a picture out.

    Args:
        request: What is to be laid out.
        kind: One of `ALGORITHMS`; by default what suits it.
    """
    go_on()
    kind = kind or kind_of(request)
    algorithm = import_module(ALGORITHMS[kind]).lay_out
    if request.direction == "right" and kind in _DIRECTED:
        return turned_layout(algorithm(turned_request(request)))
    found: Layout = algorithm(request)
    return found
