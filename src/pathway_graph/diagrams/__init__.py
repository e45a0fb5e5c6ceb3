"""Diagrams: choose what to show, write it as DOT in a style, render it with Graphviz.

May import: `errors`, `files`, `model`, `identifiers`, `evidence`, `trace`, `regulators`, `text`.
Not here: what is true: a drawing shows what the lower rooms say.
"""

from pathway_graph.diagrams.dot import to_dot
from pathway_graph.diagrams.drawing import Drawing, DrawnEdge, DrawnNode
from pathway_graph.diagrams.html import to_html
from pathway_graph.diagrams.narrow import narrowed, retitled
from pathway_graph.diagrams.overlay import mark_route, overlay, read_context
from pathway_graph.diagrams.overlay_table import overlay_changes
from pathway_graph.diagrams.render import FORMATS, render
from pathway_graph.diagrams.saving import PICTURES, save_picture, sheet_of
from pathway_graph.diagrams.select import draw_network, place_nodes, select_diagram
from pathway_graph.diagrams.sheet import Sheet
from pathway_graph.diagrams.traced import draw_answer, draw_around, draw_trace

__all__ = [
    "FORMATS",
    "PICTURES",
    "Drawing",
    "DrawnEdge",
    "DrawnNode",
    "Sheet",
    "draw_answer",
    "draw_around",
    "draw_network",
    "draw_trace",
    "mark_route",
    "narrowed",
    "overlay",
    "overlay_changes",
    "place_nodes",
    "read_context",
    "render",
    "retitled",
    "save_picture",
    "select_diagram",
    "sheet_of",
    "to_dot",
    "to_html",
]
