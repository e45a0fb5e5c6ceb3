"""Write a drawing as DOT text: for Graphviz to lay out, or with its nodes at the places of the original drawing."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from typing import Any, Final

from pathway_graph.diagrams.drawing import Drawing
from pathway_graph.diagrams.laid import PAD, LaidWriter
from pathway_graph.diagrams.placed import PlacedWriter
from pathway_graph.diagrams.request import USUAL, Type
from pathway_graph.diagrams.workflow import WorkflowWriter
from pathway_graph.diagrams.writer import Writer
from pathway_graph.errors import UnknownName, WrongArgument, nearest

STYLES: Final = {"pathway": "pathway_graph.diagrams.style"}
"""Style -> module."""


def to_dot(drawing: Drawing, style: str = "pathway") -> str:
    """Return *drawing* as DOT text for Graphviz ``dot``.

    Node names are synthetic (``n0``, ``n1``), since a colon in an identifier would mean a port.

    Raises:
        UnknownName: No style is called so.

    >>> from pathway_graph.diagrams.select import select_diagram
    >>> from pathway_graph.formats.native import read_guide
    >>> print(to_dot(select_diagram(read_guide(), "camp")).splitlines()[0])
    digraph camp {
    """
    return _writer(drawing, style).write()


def picture_dot(
    drawing: Drawing,
    style: str = "pathway",
    *,
    direction: str = "",
    width: float | None = None,
    ratio: float | None = None,
    most: float | None = None,
    sizes: Type = USUAL,
) -> str:
    """Return *drawing* as DOT text without title and legend, for a page that shows both by itself.

    Nodes have the ids ``n0``, ``n1`` in their order, edges ``e0``, ``e1``; there is no background.

    Args:
        drawing: What is shown.
        style: Looks of nodes and edges.
        direction: Where arrows run, ``down`` or ``right``; empty for what suits the picture.
        width: How wide a workflow may be, in points.
        ratio: Width to height that a workflow is to come near to.
        most: How wide any other picture may be so that its type can be read, in points, as far as that can be.
        sizes: How large what stands round nodes is written.

    Raises:
        UnknownName: No style is called so.
        WrongArgument: The layout of this drawing has no direction: its places are given, or forces find them.

    >>> from pathway_graph.diagrams.select import select_diagram
    >>> from pathway_graph.formats.native import read_guide
    >>> "Legend" in picture_dot(select_diagram(read_guide(), "camp"))
    False
    """
    writer = _writer(drawing, style, is_bare=True, sizes=sizes)
    kind = writer.kind if isinstance(writer, LaidWriter) else ""
    if direction and kind not in DIRECTED:
        raise WrongArgument(
            "direction", direction, message="the layout of this picture has no direction",
            hint="leave it out; a diagram, a trace and an explanation have one",
        )  # fmt: skip
    if isinstance(writer, LaidWriter):
        if direction == "right":
            writer.request = replace(writer.request, direction="right")
        if kind == "columns":
            writer.request = replace(writer.request, width=width, ratio=ratio)
        elif most:
            writer.request = replace(writer.request, most=most - 2 * PAD)
    return writer.write()


def is_directed(drawing: Drawing, style: str = "pathway") -> bool:
    """Say whether the arrows of a drawing run one way, so that it can be turned.

    >>> from pathway_graph.diagrams.select import select_diagram
    >>> from pathway_graph.formats.native import read_guide
    >>> guide = read_guide()
    >>> is_directed(select_diagram(guide, "D1")), is_directed(select_diagram(guide, "D5"))
    (True, False)
    """
    writer = _writer(drawing, style, is_bare=True)
    return isinstance(writer, LaidWriter) and writer.kind in DIRECTED


DIRECTED: Final = frozenset({"layered"})
"""Layouts whose arrows run one way."""


def legend_dot(drawing: Drawing, style: str = "pathway") -> str:
    """Return the legend of *drawing* alone, as a narrow column; empty where it needs none.

    Raises:
        UnknownName: No style is called so.

    >>> from pathway_graph.diagrams.select import select_diagram
    >>> from pathway_graph.formats.native import read_guide
    >>> "kinase" in legend_dot(select_diagram(read_guide(), "camp"))
    True
    """
    return Writer(drawing, _style(style), is_bare=True).write_legend()


def _writer(drawing: Drawing, style: str, *, is_bare: bool = False, sizes: Type = USUAL) -> Writer:
    if not drawing.nodes:
        return Writer(drawing, _style(style), is_bare=is_bare)
    kind = WorkflowWriter if drawing.kind == "workflow" else PlacedWriter if drawing.places else LaidWriter
    return kind(drawing, _style(style), is_bare=is_bare, sizes=sizes)


def _style(name: str) -> Any:
    if name not in STYLES:
        raise UnknownName("style", name, nearest(name, STYLES), known=sorted(STYLES))
    return import_module(STYLES[name])
