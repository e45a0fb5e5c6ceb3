"""The marks that a picture has in use, for the legend of its DOT text: words, and a sample of each."""

from __future__ import annotations

from typing import Any

from pathway_graph.diagrams.drawing import Drawing, DrawnEdge, DrawnNode
from pathway_graph.diagrams.legend import DRAWN_APART, legend_entries


def samples(drawing: Drawing, style: Any) -> tuple[list[tuple[str, DrawnNode]], list[tuple[str, DrawnEdge]]]:
    """Return the words and a sample of each mark in use, of nodes and of edges, in the order of the legend."""
    entries = [entry for entry in legend_entries(drawing, style) if entry.words not in DRAWN_APART]
    nodes = [(entry.words, entry.sample) for entry in entries if isinstance(entry.sample, DrawnNode)]
    return nodes, [(entry.words, entry.sample) for entry in entries if isinstance(entry.sample, DrawnEdge)]
