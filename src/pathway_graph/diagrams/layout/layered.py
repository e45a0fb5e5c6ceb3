"""Lay a picture out in rows from top to bottom, compartment by compartment, its lines upright and level."""

from __future__ import annotations

from pathway_graph.diagrams.layout.bands import Bands
from pathway_graph.diagrams.layout.geometry import Layout, Request
from pathway_graph.diagrams.layout.grid import grid_of
from pathway_graph.diagrams.layout.labels import labels_of
from pathway_graph.diagrams.layout.order import centres
from pathway_graph.diagrams.layout.routes import Router
from pathway_graph.diagrams.layout.rows import rows_of
from pathway_graph.diagrams.layout.tighten import Tightener


def lay_out(request: Request) -> Layout:
    """Return a layout in rows."""
    import time

    t0 = time.process_time()
    rows = rows_of(request)
    x = centres(request, rows)
    t1 = time.process_time()
    grid = grid_of(request, rows, x)
    bands = Bands(request, rows, grid)
    router = Router(grid, request.links)
    router.route_all()
    t2 = time.process_time()
    bands.place_titles(router)
    labels = labels_of(router, [*bands.titles.values(), *bands.strips])
    t3 = time.process_time()
    found = Tightener(request, rows, router, labels, bands).layout()
    t4 = time.process_time()
    print(
        f"order {t1 - t0:.3f} route {t2 - t1:.3f} label {t3 - t2:.3f} tight {t4 - t3:.3f} grid {grid.across}x{grid.down}"
    )
    return found
