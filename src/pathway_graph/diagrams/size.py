"""How large a picture may be: what would be laid out for minutes, and read by nobody, is refused before it begins."""

from __future__ import annotations

from typing import Final

from pathway_graph.diagrams.drawing import Drawing
from pathway_graph.errors import RenderError

MOST_EDGES: Final = 6000
"""Most edges that a picture is tried of: 4,000 between 2,000 nodes take 9 s of a processor."""


def too_many(count: int, sort: str, most: int, way_out: str = "narrow it, or take fewer steps") -> RenderError:
    """Return the error for so many edges, or ends.

    >>> print(too_many(7000, "edges", 6000))
    7,000 edges are too many for one drawing (at most 6,000); narrow it, or take fewer steps
    """
    return RenderError(f"{count:,} {sort} are too many for one drawing (at most {most:,})", hint=way_out)


def require_picturable(drawing: Drawing) -> None:
    """Let a drawing pass of which a picture can be made; of any, `to_dot` writes the text.

    Raises:
        RenderError: It has more than `MOST_EDGES` edges, and is to be laid out.

    >>> from pathway_graph.diagrams.select import select_diagram
    >>> from pathway_graph.formats.native import read_guide
    >>> require_picturable(select_diagram(read_guide(), "camp"))
    """
    if len(drawing.edges) > MOST_EDGES and not drawing.places:  # where places are given, lines alone are led
        raise too_many(len(drawing.edges), "edges", MOST_EDGES, "narrow it, take fewer steps, or save DOT text (.dot)")
