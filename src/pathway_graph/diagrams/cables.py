"""Put the edges between the same two nodes into one cable: equal looks on one line, others beside each other in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from pathway_graph.diagrams.drawing import DrawnEdge

APART: Final = 9.0
"""How far the lines of a cable are from each other, in points: their arrowheads stand beside each other."""


@dataclass(frozen=True, slots=True)
class Cable:
    """All edges from one node to another.

    Attributes:
        id: Unique in its picture.
        strands: Places of the edges in the drawing; those of one strand look the same and are drawn on one line.
        look: What its lines look like, the same for cables that look the same.
    """

    id: str
    source: str
    target: str
    strands: tuple[tuple[int, ...], ...]
    look: str

    @property
    def width(self) -> float:
        """How far its outer lines are from each other."""
        return APART * (len(self.strands) - 1)

    def offset(self, strand: int) -> float:
        """Return how far to the right of its middle a strand runs, as seen along it."""
        return APART * strand - self.width / 2


def cables_of(edges: Sequence[DrawnEdge], style: Any) -> tuple[Cable, ...]:
    """Return the cables of a picture, in the order of the first edge of each.

    >>> from pathway_graph.diagrams import style
    >>> edges = [DrawnEdge("a", "increases", "b", 1), DrawnEdge("a", "decreases", "b", -1),
    ...          DrawnEdge("a", "increases", "b", 1, claims=("c",)), DrawnEdge("b", "increases", "a", 1)]
    >>> [(cable.source, cable.strands) for cable in cables_of(edges, style)]
    [('a', ((0, 2), (1,))), ('b', ((3,),))]
    """
    pairs: dict[tuple[str, str], dict[str, list[int]]] = {}
    for place, edge in enumerate(edges):
        strands = pairs.setdefault((edge.source, edge.target), {})
        strands.setdefault(_look(edge, style), []).append(place)
    return tuple(
        Cable(f"c{number}", source, target, tuple(map(tuple, strands.values())), " / ".join(strands))
        for number, ((source, target), strands) in enumerate(pairs.items())
    )


def _look(edge: DrawnEdge, style: Any) -> str:
    marks = (style.colour_of(edge), style.arrowhead_of(edge), style.line_of(edge), style.width_of(edge))
    return " ".join(marks)
