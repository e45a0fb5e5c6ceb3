"""The marks that a picture has in use: what its legend is to explain, each with a sample."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pathway_graph.diagrams.drawing import Drawing, DrawnEdge, DrawnNode


def samples(drawing: Drawing, style: Any) -> tuple[list[tuple[str, DrawnNode]], list[tuple[str, DrawnEdge]]]:
    """Return the words and a sample of each mark in use, of nodes and of edges, sorted by the words."""
    # what the source says is the sample of a mark, background only where nothing else has it
    nodes = sorted(drawing.nodes, key=lambda node: node.view == "background")
    shapes = {style.shape_of(node).meaning: replace(node, change="") for node in reversed(nodes)}
    shapes |= {words: sample for node in nodes for words, sample in style.marks_of(node)}
    marks: dict[str, DrawnEdge] = {}
    for edge in sorted(drawing.edges, key=lambda edge: edge.view == "background"):
        for words, sample in style.meaning_of(edge):
            marks.setdefault(words, sample)
    return sorted(shapes.items()), sorted(marks.items())
