"""Drawings for the pages: what to draw of a network or of a query's rows, as SVG text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

from pathway_graph.diagrams import Drawing, draw_around, draw_network, draw_trace, to_dot
from pathway_graph.diagrams.dot import picture_dot
from pathway_graph.diagrams.engine import in_time
from pathway_graph.diagrams.svg import inline_svg
from pathway_graph.diagrams.traced import require_drawable
from pathway_graph.diagrams.viewer import viewer
from pathway_graph.errors import RenderError
from pathway_graph.model import Edge, Network
from pathway_graph.trace import Filters, Trace, downstream, upstream

MAX_EDGES: Final = 400
"""Most edges of a drawing; more cannot be read, and take too long to lay out."""
MAX_PLACED: Final = 2000
"""Most edges of a drawing that has its places from the original one."""
_LIMIT_S: Final = 15.0
_ROUTES: Final = 2000


def svg(drawing: Drawing) -> str:
    """Return a drawing as an ``<svg>`` element.

    Raises:
        RenderError: It is too large, or Graphviz failed.
    """
    _require_readable(drawing)
    with in_time(_LIMIT_S):
        return _svg(to_dot(replace(drawing, key="drawing")))  # the key gets into a comment of the SVG


def bare_svg(drawing: Drawing) -> str:
    """Return the picture alone as an ``<svg>`` element, without title and legend.

    Raises:
        RenderError: It is too large, or Graphviz failed.
    """
    _require_readable(drawing)
    with in_time(_LIMIT_S):
        return inline_svg(picture_dot(drawing), timeout_s=_LIMIT_S)


def piece(network: Network, drawing: Drawing) -> str:
    """Return a drawing as a piece of a page that one can work with; its names lead to cards, its claims to pages.

    Raises:
        RenderError: It is too large, or Graphviz failed.
    """
    _require_readable(drawing)
    return viewer(
        drawing, network, timeout_s=_LIMIT_S, prefix="view-", entity_url="/entity?id=", claim_url="/claim?id="
    )


def _require_readable(drawing: Drawing) -> None:
    if not drawing.edges and not drawing.nodes:
        raise RenderError("there is nothing to draw: no causal edges between entities", hint="ask for more steps")
    most = MAX_PLACED if drawing.places else MAX_EDGES
    if len(drawing.edges) > most:
        raise RenderError(
            f"{len(drawing.edges):,} edges are too many for one drawing (at most {most:,})", hint="narrow it"
        )


@lru_cache(maxsize=64)
def _svg(dot: str) -> str:
    label = "Drawing; the table beside it says the same"
    return inline_svg(dot, timeout_s=_LIMIT_S, keep_tooltips=True, label=label)


def neighbourhood(network: Network, name: str, *, steps: int, view: str) -> Drawing:
    """Choose the causal edges within some steps of an entity, both ways.

    Raises:
        RenderError: They are too many, which is found out before all are.
    """
    filters = Filters(view="expanded" if view == "expanded" else "guide")
    for fewer in range(1, steps):  # what is too much for one step is so for two
        for trace in (upstream, downstream):
            require_drawable(trace(network, name, max_steps=fewer, filters=filters, max_routes=_ROUTES), MAX_EDGES)
    return draw_around(network, name, steps=steps, filters=filters, max_routes=_ROUTES)


def of_trace(found: Trace, notes: Sequence[str]) -> Drawing:
    """Choose what a trace went over.

    Raises:
        RenderError: It is too much, which is found out before anything is chosen.
    """
    require_drawable(found, MAX_EDGES)
    return draw_trace(found, notes=notes)


def of_rows(network: Network, rows: Sequence[Any]) -> Drawing:
    """Choose what the rows of a query show: their relationships, else the edges between their entities."""
    ids = set(_identifiers(rows))
    edges: list[Edge] = [network.edge[name] for name in sorted(ids & network.edge.keys())]
    if not edges:
        entities = ids & network.entity.keys()
        edges = [edge for edge in network.edges if edge.source in entities and edge.target in entities]
    return draw_network(network, edges, title="Result of the query")


def names_entities(network: Network, rows: Sequence[Any]) -> bool:
    """Whether the rows of a query name an entity, so that there may be something to draw."""
    return any(identifier in network.entity for identifier in _identifiers(rows))


def _identifiers(value: Any) -> Iterator[str]:
    """Return every text of a result that could be an identifier, and those of nodes and relationships."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _identifiers(inner)
    elif isinstance(value, Iterable):
        for inner in value:
            yield from _identifiers(inner)
