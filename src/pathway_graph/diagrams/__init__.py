"""Diagrams: choose what to show, write it as DOT in a style, render it with Graphviz."""

from pathway_graph.diagrams.dot import to_dot
from pathway_graph.diagrams.overlay import mark_route, overlay, read_context
from pathway_graph.diagrams.render import FORMATS, render
from pathway_graph.diagrams.select import Drawing, DrawnEdge, DrawnNode, draw_network, select_diagram

__all__ = [
    "FORMATS",
    "Drawing",
    "DrawnEdge",
    "DrawnNode",
    "draw_network",
    "mark_route",
    "overlay",
    "read_context",
    "render",
    "select_diagram",
    "to_dot",
]
