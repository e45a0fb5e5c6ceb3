"""Lay a picture out in rows from top to bottom, compartment by compartment, its lines upright and level."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pathway_graph.diagrams.layout.bands import Bands
from pathway_graph.diagrams.layout.geometry import Layout, Request
from pathway_graph.diagrams.layout.grid import grid_of
from pathway_graph.diagrams.layout.labels import labels_of, make_room
from pathway_graph.diagrams.layout.order import centres
from pathway_graph.diagrams.layout.quality import flaws, size
from pathway_graph.diagrams.layout.routes import Router
from pathway_graph.diagrams.layout.rows import Rows, rows_of, scale_of
from pathway_graph.diagrams.layout.tighten import Tightener

MOST_LINKS: Final = 160
"""Most lines that are led one by one: 123 take 6 s."""
_TRIES: Final = ((20, 8), (80, 3))
"""Links of a picture up to which it is tried in so many ways; a larger one is laid out once, for the time it takes."""
_SMALL: Final = 16
_COLUMN: Final = 355.0
"""So wide may a picture of so few nodes be, in points, that its names can be read in a column of a journal."""
_ROWS: Final = 6
_MANY: Final = 80
"""From so many links on, one way to put nodes into rows is enough."""
_SCALE: Final = 20.0
"""How much a picture of twice the size weighs against crossings that are guessed."""
_TOO_WIDE: Final = 1000.0
"""How much it weighs that a picture is twice as wide as it can be read at."""
_SIZE: Final = 6.0
"""How much a picture of twice the size weighs against crossings."""


def lay_out(request: Request) -> Layout:
    """Return a layout in rows: the best of a few, none is looked for where the first has no flaw.

    Raises:
        LookupError: There are too many lines, or no way for one of them.

    >>> from pathway_graph.diagrams.layout.geometry import Link, Size
    >>> found = lay_out(Request({"a": Size(60, 20), "b": Size(60, 20)}, (Link("l", "a", "b"),), {}))
    >>> [(round(x), round(y)) for x, y in found.lines["l"].points], found.boxes["b"].left - found.boxes["a"].right
    ([(66, 12), (89, 12)], 23.0)
    """
    if len(request.links) > MOST_LINKS:
        raise LookupError(f"{len(request.links)} lines are too many to lead one by one")
    tries = next((tries for links, tries in _TRIES if len(request.links) <= links), 1)
    best: tuple[float, Layout] | None = None
    for rows, x in _ways(request)[:tries]:
        layout = _led(request, rows, x)
        wrong = flaws(request, layout)
        cost = wrong + _SIZE * size(layout)
        if len(request.sizes) <= _SMALL:
            cost += _SIZE * max(0.0, layout.width / _COLUMN - 1)
        if request.most:
            cost += _TOO_WIDE * max(0.0, layout.width / request.most - 1)
        if best is None or cost < best[0]:
            best = (cost, layout)
        if not wrong and cost < 2 * _SIZE:
            break
    if best is None:
        raise ValueError("nothing to lay out")
    return best[1]


def _ways(request: Request) -> list[tuple[Rows, Mapping[str, float]]]:
    """Return ways to place the nodes, promising ones first."""
    options = rows_of(request)[: _ROWS if len(request.links) < _MANY else 1]
    found = [
        (cost + _SCALE * scale_of(request, rows), number, rows, x)
        for number, rows in enumerate(options)
        for cost, x in centres(request, rows)
    ]
    return [(rows, x) for _, _, rows, x in sorted(found, key=lambda way: way[:2])]


def _led(request: Request, rows: Rows, x: Mapping[str, float]) -> Layout:
    """Lead lines between placed nodes, find room for words, and draw it all together."""
    grid = grid_of(request, rows, x)
    bands = Bands(request, rows, grid)
    router = Router(grid, request.links)
    router.route_all()
    bands.place_titles(router)
    off = [*bands.strips, *bands.borders]
    labels = labels_of(router, [*bands.titles.values(), *off])
    if make_room(router, labels):
        bands.place_titles(router)
        labels = labels_of(router, [*bands.titles.values(), *off])
    return Tightener(request, rows, router, labels, bands).layout()
