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

if TYPE_CHECKING:
    from pathway_graph.cypher.library import Query, library
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
        RenderWarning,
        StoreError,
        StoreUnavailable,
        UnknownName,
    )
    from pathway_graph.evidence.audit import Audit, audit
    from pathway_graph.evidence.conflicts import Conflicts, find_conflicts
    from pathway_graph.evidence.selection import ClaimFilter, Selection, select_claims
    from pathway_graph.evidence.weight import Weight, weigh, weigh_edges
    from pathway_graph.formats.native import read_guide
    from pathway_graph.formats.registry import read, read_all, read_file, write
    from pathway_graph.formats.report import Loss, Report
    from pathway_graph.identifiers.alignment import align
    from pathway_graph.identifiers.lookup import resolve
    from pathway_graph.interop.frames import to_pandas, to_polars
    from pathway_graph.interop.networkx import from_networkx, to_networkx
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
    from pathway_graph.model.build import build_network, merge, split
    from pathway_graph.model.diff import Difference, compare
    from pathway_graph.model.statistics import statistics
    from pathway_graph.model.validate import check_network
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
    from pathway_graph.stores.base import Store, Table
    from pathway_graph.stores.open import open_store
    from pathway_graph.trace import BestRoutes, End, Filters, Route, Trace, best_routes, downstream, paths, upstream
    from pathway_graph.trace.explanation import Answer, explain, knock_out

_HOMES = {
    "identifiers.alignment": ("align",),
    "model.build": ("build_network", "merge", "split"),
    "model.validate": ("check_network",),
    "diagrams": (
        "Drawing", "draw_answer", "draw_around", "draw_network", "draw_trace", "mark_route", "overlay", "render",
        "save_picture", "select_diagram", "to_dot", "to_html",
    ),
    "model.diff": ("Difference", "compare"),
    "errors": (
        "AmbiguousName", "InputError", "MergeConflict", "MissingPackage", "PathwayGraphError", "Problem", "QueryError",
        "QueryTimeout", "RenderError", "RenderWarning", "StoreError", "StoreUnavailable", "UnknownName",
    ),
    "evidence.audit": ("Audit", "audit"),
    "evidence.conflicts": ("Conflicts", "find_conflicts"),
    "evidence.selection": ("ClaimFilter", "Selection", "select_claims"),
    "evidence.weight": ("Weight", "weigh", "weigh_edges"),
    "trace.explanation": ("Answer", "explain", "knock_out"),
    "formats.native": ("read_guide",),
    "formats.registry": ("read", "read_all", "read_file", "write"),
    "interop.frames": ("to_pandas", "to_polars"),
    "interop.networkx": ("from_networkx", "to_networkx"),
    "model": (
        "Claim", "Diagram", "DiagramEdge", "DiagramNode", "Edge", "Entity", "Link", "Network", "Ortholog", "Protocol",
        "Publication", "Reference", "Source", "Step", "Tension", "Verdict", "Xref",
    ),
    "identifiers.lookup": ("resolve",),
    "cypher.library": ("Query", "library"),
    "regulators": (
        "Changes", "Measured", "Reading", "Regulators", "explain_regulator", "place_changes", "rank_regulators",
        "read_changes",
    ),
    "formats.report": ("Loss", "Report"),
    "model.statistics": ("statistics",),
    "stores.base": ("Store", "Table"),
    "stores.open": ("open_store",),
    "trace": (
        "BestRoutes", "End", "Filters", "Route", "Trace", "best_routes", "downstream", "paths", "upstream",
    ),
}  # fmt: skip
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
    "RenderWarning",
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
