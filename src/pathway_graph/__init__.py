"""A graph database of signaling pathways: typed, signed, with the evidence and its context.

The public names, each imported when it is first used:

>>> import pathway_graph as pg
>>> guide = pg.read_guide()
>>> [(end.entity, end.net_sign) for end in pg.upstream(guide, "BDNF").ends]
[('chem:imipramine', '+1')]
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from pathway_graph import showing

if TYPE_CHECKING:
    from pathway_graph.build import build_network, merge, split
    from pathway_graph.check import check_network
    from pathway_graph.diagrams import (
        Drawing,
        draw_answer,
        draw_around,
        draw_network,
        draw_trace,
        mark_route,
        overlay,
        render,
        save_picture,
        select_diagram,
        to_dot,
        to_html,
    )
    from pathway_graph.diff import Difference, compare
    from pathway_graph.errors import (
        AmbiguousName,
        InputError,
        MergeConflict,
        MissingPackage,
        PathwayGraphError,
        Problem,
        QueryError,
        QueryTimeout,
        RenderError,
        StoreError,
        StoreUnavailable,
        UnknownName,
    )
    from pathway_graph.evidence.audit import Audit, audit
    from pathway_graph.evidence.conflicts import Conflicts, find_conflicts
    from pathway_graph.evidence.selection import ClaimFilter, Selection, select_claims
    from pathway_graph.evidence.weight import Weight, weigh, weigh_edges
    from pathway_graph.explanation import Answer, explain, knock_out
    from pathway_graph.formats.native import read_guide
    from pathway_graph.formats.table import read, read_all, read_file, write
    from pathway_graph.frames import to_pandas, to_polars
    from pathway_graph.meeting import align
    from pathway_graph.mirror import from_networkx, to_networkx
    from pathway_graph.model import (
        Claim,
        Diagram,
        DiagramEdge,
        DiagramNode,
        Edge,
        Entity,
        Link,
        Network,
        Ortholog,
        Protocol,
        Publication,
        Reference,
        Source,
        Step,
        Tension,
        Verdict,
        Xref,
    )
    from pathway_graph.names import resolve
    from pathway_graph.queries import Query, library
    from pathway_graph.regulators import (
        Changes,
        Measured,
        Reading,
        Regulators,
        explain_regulator,
        place_changes,
        rank_regulators,
        read_changes,
    )
    from pathway_graph.report import Loss, Report
    from pathway_graph.stats import statistics
    from pathway_graph.stores.base import Store, Table
    from pathway_graph.stores.open import open_store
    from pathway_graph.trace import BestRoutes, End, Filters, Route, Trace, best_routes, downstream, paths, upstream

_HOMES = {
    "meeting": ("align",),
    "build": ("build_network", "merge", "split"),
    "check": ("check_network",),
    "diagrams": (
        "Drawing", "draw_answer", "draw_around", "draw_network", "draw_trace", "mark_route", "overlay", "render",
        "save_picture", "select_diagram", "to_dot", "to_html",
    ),
    "diff": ("Difference", "compare"),
    "errors": (
        "AmbiguousName", "InputError", "MergeConflict", "MissingPackage", "PathwayGraphError", "Problem", "QueryError",
        "QueryTimeout", "RenderError", "StoreError", "StoreUnavailable", "UnknownName",
    ),
    "evidence.audit": ("Audit", "audit"),
    "evidence.conflicts": ("Conflicts", "find_conflicts"),
    "evidence.selection": ("ClaimFilter", "Selection", "select_claims"),
    "evidence.weight": ("Weight", "weigh", "weigh_edges"),
    "explanation": ("Answer", "explain", "knock_out"),
    "formats.native": ("read_guide",),
    "formats.table": ("read", "read_all", "read_file", "write"),
    "frames": ("to_pandas", "to_polars"),
    "mirror": ("from_networkx", "to_networkx"),
    "model": (
        "Claim", "Diagram", "DiagramEdge", "DiagramNode", "Edge", "Entity", "Link", "Network", "Ortholog", "Protocol",
        "Publication", "Reference", "Source", "Step", "Tension", "Verdict", "Xref",
    ),
    "names": ("resolve",),
    "queries": ("Query", "library"),
    "regulators": (
        "Changes", "Measured", "Reading", "Regulators", "explain_regulator", "place_changes", "rank_regulators",
        "read_changes",
    ),
    "report": ("Loss", "Report"),
    "stats": ("statistics",),
    "stores.base": ("Store", "Table"),
    "stores.open": ("open_store",),
    "trace": (
        "BestRoutes", "End", "Filters", "Route", "Trace", "best_routes", "downstream", "paths", "upstream",
    ),
}  # fmt: skip
showing.register(f"{__name__}.notebook")
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "AmbiguousName",
    "Answer",
    "Audit",
    "BestRoutes",
    "Changes",
    "Claim",
    "ClaimFilter",
    "Conflicts",
    "Diagram",
    "DiagramEdge",
    "DiagramNode",
    "Difference",
    "Drawing",
    "Edge",
    "End",
    "Entity",
    "Filters",
    "InputError",
    "Link",
    "Loss",
    "Measured",
    "MergeConflict",
    "MissingPackage",
    "Network",
    "Ortholog",
    "PathwayGraphError",
    "Problem",
    "Protocol",
    "Publication",
    "Query",
    "QueryError",
    "QueryTimeout",
    "Reading",
    "Reference",
    "Regulators",
    "RenderError",
    "Report",
    "Route",
    "Selection",
    "Source",
    "Step",
    "Store",
    "StoreError",
    "StoreUnavailable",
    "Table",
    "Tension",
    "Trace",
    "UnknownName",
    "Verdict",
    "Weight",
    "Xref",
    "align",
    "audit",
    "best_routes",
    "build_network",
    "check_network",
    "compare",
    "downstream",
    "draw_answer",
    "draw_around",
    "draw_network",
    "draw_trace",
    "explain",
    "explain_regulator",
    "find_conflicts",
    "from_networkx",
    "knock_out",
    "library",
    "mark_route",
    "merge",
    "open_store",
    "overlay",
    "paths",
    "place_changes",
    "rank_regulators",
    "read",
    "read_all",
    "read_changes",
    "read_file",
    "read_guide",
    "render",
    "resolve",
    "save_picture",
    "select_claims",
    "select_diagram",
    "split",
    "statistics",
    "to_dot",
    "to_html",
    "to_networkx",
    "to_pandas",
    "to_polars",
    "upstream",
    "weigh",
    "weigh_edges",
    "write",
]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
