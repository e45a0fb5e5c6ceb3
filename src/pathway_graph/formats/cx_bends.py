"""Where the edges of a CX file bend, as Cytoscape writes it: by angle and distance from the edge's straight line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from pathway_graph.formats.ways import Course, point
from pathway_graph.model.plane import Spot

_BEND: Final = "EDGE_BEND"
_CURVED: Final = "EDGE_CURVED"
Ends = tuple[Spot | None, Spot | None]


def bends_of(styles: Iterable[Mapping[str, Any]], ends: Mapping[str, Ends]) -> dict[str, Course]:
    """Return the courses of edges that bend, by the ids of edges, from the middle of a source to that of a target.

    Args:
        styles: Visual properties, each with what it is of (``edges``) and the id that it applies to.
        ends: Where each edge begins and ends; None for an end without a place.

    >>> bent = {"properties_of": "edges", "applies_to": 3, "properties": {"EDGE_BEND": "0.0,1.0,0.5"}}
    >>> straight = {"properties_of": "edges:default", "properties": {"EDGE_CURVED": "false"}}
    >>> bends_of([straight, bent], {"3": ((0, 0), (100, 0))})["3"].points
    ((0, 0), (0.0, 50.0), (100, 0))
    """
    found: dict[str, tuple[str, str]] = {}
    usual = "true"
    for style in styles:
        stated = style.get("properties")
        if not isinstance(stated, dict):
            continue
        if style.get("properties_of") == "edges:default":
            usual = str(stated.get(_CURVED, usual))
        elif style.get("properties_of") == "edges" and stated.get(_BEND):
            found[str(style.get("applies_to"))] = str(stated[_BEND]), str(stated.get(_CURVED, ""))
    courses = {}
    for name, (text, curved) in found.items():
        start, end = ends.get(name, (None, None))
        if start is None or end is None or start == end:
            continue
        handles = [_handle(one, start, end) for one in text.split("|")]
        if known := [spot for spot in handles if spot is not None]:
            courses[name] = _course(start, known, end, is_curved=(curved or usual).lower() != "false")
    return courses


def _handle(text: str, start: Spot, end: Spot) -> Spot | None:
    """Return where a bend is: at x and y, or by cosine and sine of the angle to the edge and its part of the length."""
    parts = text.split(",")
    first = point(*parts[:2]) if len(parts) in (2, 3) else None
    if first is None or len(parts) == 2:
        return first
    ratio = point(parts[2], 0)
    if ratio is None:
        return None
    (cos, sin), across, down = first, end[0] - start[0], end[1] - start[1]
    return start[0] + (across * cos - down * sin) * ratio[0], start[1] + (across * sin + down * cos) * ratio[0]


def _course(start: Spot, handles: list[Spot], end: Spot, *, is_curved: bool) -> Course:
    """Return the course by one or two bends as a curve, which has them as handles; by more of them with corners."""
    if not is_curved or len(handles) > 2:
        return Course((start, *handles, end))
    if len(handles) == 2:
        return Course((start, *handles, end), is_curved=True)
    (x, y) = handles[0]
    both = [((own[0] + 2 * x) / 3, (own[1] + 2 * y) / 3) for own in (start, end)]
    return Course((start, *both, end), is_curved=True)
