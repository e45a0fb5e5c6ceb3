"""What the legend of a picture explains: the marks that are drawn in it, and no others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from pathway_graph.diagrams.cables import cables_of
from pathway_graph.diagrams.drawing import Drawing, DrawnEdge, DrawnNode
from pathway_graph.diagrams.led import shared
from pathway_graph.diagrams.request import shown

PHOSPHATE: Final = "phosphate, at its site"
ON_ONE_LINE: Final = "so many on one line"
DRAWN_APART: Final = frozenset({PHOSPHATE, ON_ONE_LINE})
"""Meanings of marks that are no part of a node or an edge: a sample of DOT text would not show them."""
BOLD: Final = "bold: as said above"
SEVERAL: Final = "×2"
"""The badge of a line on which several arrows run."""
Group = Literal["nodes", "marks", "arrows"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A mark and its meaning.

    Attributes:
        group: ``nodes`` for what a box is, ``marks`` for what is laid over it, ``arrows`` for lines.
        words: What it means.
        sample: A plain node or edge that has this mark and no other, as it is drawn.
    """

    group: Group
    words: str
    sample: DrawnNode | DrawnEdge


def legend_entries(drawing: Drawing, style: Any) -> list[Entry]:
    """Return what is to be explained of a picture: boxes first, then what is laid over them, then lines.

    >>> from pathway_graph.diagrams import style
    >>> from pathway_graph.diagrams.select import select_diagram
    >>> from pathway_graph.formats.native import read_guide
    >>> [entry.words for entry in legend_entries(select_diagram(read_guide(), "D4"), style)][:3]
    ['drug', 'kinase', 'process or outcome']
    """
    if drawing.kind == "workflow":
        return []
    return [*_boxes(drawing, style), *_marks(drawing, style), *_lines(drawing, style)]


def _boxes(drawing: Drawing, style: Any) -> Iterator[Entry]:
    """Yield each sort of node; where the source has one, that is the sample, and no background."""
    nodes = sorted(drawing.nodes, key=lambda node: node.view == "background")
    found: dict[str, DrawnNode] = {}
    for node in nodes:
        if style.shape_of(node).outline != "none":  # bare words say themselves what they are
            found.setdefault(style.shape_of(node).meaning, node)
    for words, node in sorted(found.items()):
        yield Entry("nodes", words, DrawnNode("", "", node.kind, node.role, view=node.view))


def _marks(drawing: Drawing, style: Any) -> Iterator[Entry]:
    """Yield what borders and fills of nodes say beside their sort."""
    found: dict[str, DrawnNode] = {}
    for node in drawing.nodes:
        for words, sample in style.marks_of(node):
            found.setdefault(words, sample)
        if shown(node)[1] and not drawing.places:
            found.setdefault(PHOSPHATE, DrawnNode("", "phospho-X (P)", "ProteinState"))
    for words, sample in sorted(found.items()):
        yield Entry("marks", words, sample)


def _lines(drawing: Drawing, style: Any) -> Iterator[Entry]:
    found: dict[str, DrawnEdge] = {}
    for edge in sorted(drawing.edges, key=lambda edge: edge.view == "background"):
        for words, sample in style.meaning_of(edge):
            found.setdefault(words, sample)
    for words, sample in sorted(found.items(), key=lambda item: _order(item[0], item[1])):
        yield Entry("arrows", words, sample)
    if (first := shared(drawing) if drawing.places else _several(drawing, style)) is not None:
        yield Entry("arrows", ON_ONE_LINE, DrawnEdge("", "increases", "", first.sign, context=SEVERAL))
    if any(edge.is_bold for edge in drawing.edges):
        sample = next(edge for edge in drawing.edges if edge.is_bold)
        plain = replace(sample, relation="increases", sign=1, is_bold=True, hypothesis=False, indirect=False,
                        mechanism="", view="guide", site="", context="")  # fmt: skip
        yield Entry("arrows", BOLD, plain)


def _several(drawing: Drawing, style: Any) -> DrawnEdge | None:
    """Return the first arrow that runs on one line with others."""
    strands = (strand for cable in cables_of(drawing.edges, style) for strand in cable.strands)
    return next((drawing.edges[strand[0]] for strand in strands if len(strand) > 1), None)


def _order(words: str, sample: DrawnEdge) -> tuple[int, str]:
    """Return where a line stands: what raises and lowers, then what else acts, then what is not causal."""
    rank = {"raises": 0, "lowers": 1}.get(words, 3 if sample.sign else 4)
    return rank, words
