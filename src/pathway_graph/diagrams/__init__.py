"""Diagrams: choose what to show, write it as DOT in a style, render it with Graphviz.

May import: `errors`, `files`, `model`, `identifiers`, `evidence`, `trace`, `regulators`.
Not here: what is true: a drawing shows what the lower rooms say.
"""

from pathway_graph.diagrams.dot import to_dot
from pathway_graph.diagrams.drawing import Drawing, DrawnEdge, DrawnNode
from pathway_graph.diagrams.html import PICTURES, save_picture, to_html
from pathway_graph.diagrams.overlay import mark_route, overlay, read_context
from pathway_graph.diagrams.render import FORMATS, render
from pathway_graph.diagrams.select import draw_network, select_diagram
from pathway_graph.diagrams.traced import draw_answer, draw_around, draw_trace

__all__ = [
    "FORMATS",
    "PICTURES",
    "Drawing",
    "DrawnEdge",
    "DrawnNode",
    "draw_answer",
    "draw_around",
    "draw_network",
    "draw_trace",
    "mark_route",
    "overlay",
    "read_context",
    "render",
    "save_picture",
    "select_diagram",
    "to_dot",
    "to_html",
]
