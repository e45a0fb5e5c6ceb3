"""Trace causal routes: what lies upstream or downstream, with which net sign and which evidence; and why.

May import: `text`, `errors`, `model`, `identifiers`, `index`, `evidence`.
Not here: statistics over measurements.
"""

from pathway_graph.model.signs import NetSign
from pathway_graph.trace.best import BestRoutes, best_routes
from pathway_graph.trace.filters import Filters
from pathway_graph.trace.route import Route
from pathway_graph.trace.routes import END_COLUMNS, Trace, TraceEnd, describe
from pathway_graph.trace.search import MAX_ROUTES, MAX_STEPS, downstream, paths, upstream

__all__ = [
    "END_COLUMNS",
    "MAX_ROUTES",
    "MAX_STEPS",
    "BestRoutes",
    "Filters",
    "NetSign",
    "Route",
    "Trace",
    "TraceEnd",
    "best_routes",
    "describe",
    "downstream",
    "paths",
    "upstream",
]
