"""Lay a picture out in rows from top to bottom, compartment by compartment, its lines upright and level."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final

from pathway_graph.diagrams.layout.bands import Bands
from pathway_graph.diagrams.layout.geometry import Layout, Request
from pathway_graph.diagrams.layout.grid import grid_of
from pathway_graph.diagrams.layout.labels import labels_of, make_room
from pathway_graph.diagrams.layout.order import centres
from pathway_graph.diagrams.layout.quality import flaws, size
from pathway_graph.diagrams.layout.routes import Router
from pathway_graph.diagrams.layout.rows import Rows, rows_of
from pathway_graph.diagrams.layout.tighten import Tightener

_EFFORT: Final = 150
"""Links that are led in all: a small picture is tried in several ways, a large one in one or two."""
_ROWS: Final = 3
_SIZE: Final = 6.0
"""How much a picture of twice the size weighs against crossings."""


def lay_out(request: Request) -> Layout:
    """Return a layout in rows: the best of a few, none is looked for where the first has no flaw.

    >>> from pathway_graph.diagrams.layout.geometry import Link, Size
    >>> found = lay_out(Request({"a": Size(60, 20), "b": Size(60, 20)}, (Link("l", "a", "b"),), {}))
    >>> [(round(x), round(y)) for x, y in found.lines["l"].points], found.boxes["a"].bottom < found.boxes["b"].top
    """
    tries = max(2, min(8, _EFFORT // max(1, len(request.links))))
    best: tuple[float, Layout] | None = None
    for rows, x in islice(_ways(request), tries):
        layout = _led(request, rows, x)
        wrong = flaws(request, layout)
        if best is None or wrong + _SIZE * size(layout) < best[0]:
            best = (wrong + _SIZE * size(layout), layout)
        if not wrong:
            break
    if best is None:
        raise ValueError("nothing to lay out")
    return best[1]


def _ways(request: Request) -> Iterator[tuple[Rows, Mapping[str, float]]]:
    """Return ways to place the nodes, promising ones first."""
    later = []
    for rows in rows_of(request)[:_ROWS]:
        first, *others = centres(request, rows)
        yield rows, first
        later += [(rows, other) for other in others]
    yield from later


def _led(request: Request, rows: Rows, x: Mapping[str, float]) -> Layout:
    """Lead lines between placed nodes, find room for words, and draw it all together."""
    grid = grid_of(request, rows, x)
    bands = Bands(request, rows, grid)
    router = Router(grid, request.links)
    router.route_all()
    bands.place_titles(router)
    labels = labels_of(router, [*bands.titles.values(), *bands.strips])
    if make_room(router, labels):
        bands.place_titles(router)
        labels = labels_of(router, [*bands.titles.values(), *bands.strips])
    return Tightener(request, rows, router, labels, bands).layout()
