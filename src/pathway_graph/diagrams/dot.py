"""Write a drawing as DOT text: for Graphviz to lay out, or with its nodes at the places of the original drawing."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

from pathway_graph.diagrams.drawing import Drawing
from pathway_graph.diagrams.laid import LaidWriter, is_laid_out
from pathway_graph.diagrams.placed import PlacedWriter
from pathway_graph.diagrams.writer import Writer
from pathway_graph.errors import UnknownName, nearest

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


def picture_dot(drawing: Drawing, style: str = "pathway") -> str:
    """Return *drawing* as DOT text without title and legend, for a page that shows both by itself.

    Nodes have the ids ``n0``, ``n1`` in their order, edges ``e0``, ``e1``; there is no background.

    Raises:
        UnknownName: No style is called so.

    >>> from pathway_graph.diagrams.select import select_diagram
    >>> from pathway_graph.formats.native import read_guide
    >>> "Legend" in picture_dot(select_diagram(read_guide(), "camp"))
    False
    """
    return _writer(drawing, style, is_bare=True).write()


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


def _writer(drawing: Drawing, style: str, *, is_bare: bool = False) -> Writer:
    kind = PlacedWriter if drawing.places else LaidWriter if is_laid_out(drawing) else Writer
    return kind(drawing, _style(style), is_bare=is_bare)


def _style(name: str) -> Any:
    if name not in STYLES:
        raise UnknownName("style", name, nearest(name, STYLES), known=sorted(STYLES))
    return import_module(STYLES[name])
