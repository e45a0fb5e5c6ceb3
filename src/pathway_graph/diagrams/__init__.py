"""Diagrams: choose what to show, write it as DOT in a style, render it with Graphviz."""

from pathway_graph.diagrams.dot import to_dot
from pathway_graph.diagrams.html import PICTURES, save_picture, to_html
from pathway_graph.diagrams.overlay import mark_route, overlay, read_context
from pathway_graph.diagrams.render import FORMATS, render
from pathway_graph.diagrams.select import Drawing, DrawnEdge, DrawnNode, draw_network, select_diagram

__all__ = [
    "FORMATS",
    "PICTURES",
    "Drawing",
    "DrawnEdge",
    "DrawnNode",
    "draw_network",
    "mark_route",
    "overlay",
    "read_context",
    "render",
    "save_picture",
    "select_diagram",
    "to_dot",
    "to_html",
]
