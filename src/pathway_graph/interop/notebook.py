"""Show a network, a trace, an explanation and a drawing in a notebook, as HTML and SVG; data stay text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import singledispatch
from html import escape
from typing import Any, Final

from pathway_graph.diagrams.dot import to_dot
from pathway_graph.diagrams.drawing import Drawing
from pathway_graph.diagrams.engine import in_time
from pathway_graph.diagrams.select import draw_network
from pathway_graph.diagrams.svg import inline_svg
from pathway_graph.diagrams.traced import draw_answer, draw_trace
from pathway_graph.errors import RenderError
from pathway_graph.interop.frames import records
from pathway_graph.model import Edge, Network
from pathway_graph.model.statistics import statistics
from pathway_graph.text.counts import how_many
from pathway_graph.text.printable import cell
from pathway_graph.trace import Trace
from pathway_graph.trace.explanation import RouteExplanation

MOST_EDGES: Final = 60
"""A picture of more edges is no longer read at the width of a notebook, and none is drawn."""
TIMEOUT_S: Final = 10.0
_COUNTS: Final = ("entities", "claims", "background_statements", "edges", "references", "publications", "protocols")
_ENDS: Final = ("name", "net_sign", "steps", "routes_positive", "routes_negative", "routes_unsigned", "claims")
_ROUTES: Final = ("route", "kind", "sign", "weakest_hop", "names", "claims", "contradictions")
_ROUTES_SHOWN: Final = 10


@singledispatch
def html_of(value: object) -> str | None:
    """Return *value* as HTML for a notebook; None where it has no such form.

    >>> from pathway_graph.formats.native import read_guide
    >>> from pathway_graph.trace import upstream
    >>> "rests on a hypothesis" in (html_of(upstream(read_guide(), "BDNF")) or "")
    True
    """
    return None


@singledispatch
def svg_of(value: object) -> str | None:
    """Return *value* as an SVG picture; None where it has none, too many edges, or Graphviz cannot draw it.

    >>> from pathway_graph.diagrams import select_diagram
    >>> from pathway_graph.formats.native import read_guide
    >>> (svg_of(select_diagram(read_guide(), "camp")) or "")[:4]
    '<svg'
    """
    return None


@svg_of.register
def _(value: Drawing) -> str | None:
    if len(value.edges) > MOST_EDGES:
        return None
    try:
        with in_time(TIMEOUT_S):
            return inline_svg(to_dot(value), timeout_s=TIMEOUT_S)
    except RenderError:
        return None


@svg_of.register
def _(value: Network) -> str | None:
    edges = [edge for edge in value.edges if edge.sign is not None]
    return _picture(value, edges, ", ".join(source.title or source.id for source in value.sources) or "Network")


@svg_of.register
def _(value: Trace) -> str | None:
    return svg_of(draw_trace(value)) if 0 < len(value.edges) <= MOST_EDGES else None


@svg_of.register
def _(value: RouteExplanation) -> str | None:
    if not value.routes:
        return None
    return svg_of(draw_answer(value))


def _picture(network: Network, edges: Sequence[Edge], title: str) -> str | None:
    if not 0 < len(edges) <= MOST_EDGES:
        return None
    return svg_of(draw_network(network, edges, title=title))


@html_of.register
def _(value: Network) -> str | None:
    counts = statistics(value)
    titles = [f"{source.title or source.id} {source.version}".strip() for source in value.sources]
    rows = [{"what": what.replace("_", " "), "count": counts[what]} for what in _COUNTS]
    diagrams = [{"diagram": d.id, "key": d.key, "title": d.title} for d in value.diagrams]
    parts = [_heading("; ".join(titles) or "An empty network"), _table(rows, ("what", "count"))]
    if diagrams:
        parts.append(_table(diagrams, ("diagram", "key", "title")))
    return _block([*parts, _shown(svg_of(value))])


@html_of.register
def _(value: Trace) -> str | None:
    names = ", ".join(entity.id for entity in value.entities)
    what = f"{value.title} ({names}), at most {how_many(value.max_steps, 'step')}"
    _, rows = records(value)
    asserted = [row for row in rows if not row["rests_on_hypothesis"]]
    apart = [row for row in rows if row["rests_on_hypothesis"]]
    parts = [_heading(what)]
    parts.append(_table(asserted, _ENDS) if asserted else _line("Nothing by asserted routes."))
    if apart:
        parts += [_line("Every route of these rests on a hypothesis; they enter no net sign:"), _table(apart, _ENDS)]
    if value.left_out:
        parts.append(_line("Edges not followed: " + ", ".join(f"{n} {why}" for why, n in value.left_out.items())))
    if value.is_cut:
        parts.append(_line("The search was cut at its cap: longer routes are missing."))
    return _block([*parts, _shown(svg_of(value))])


@html_of.register
def _(value: RouteExplanation) -> str | None:
    kinds = ("asserted", "hypothesis", "background")
    signs = ", ".join(f"{kind} {value.net_sign(kind)}" for kind in kinds if value.net_sign(kind) is not None)
    parts = [_heading(f"Why? {_asked(value)}")]
    if not value.routes:
        return _block([*parts, _line(f"No causal route of up to {how_many(value.max_steps, 'step')}.")])
    _, rows = records(value)
    parts += [_line(f"{how_many(len(rows), 'route')}; net signs: {signs}"), _table(rows[:_ROUTES_SHOWN], _ROUTES)]
    if len(rows) > _ROUTES_SHOWN:
        parts.append(_line(f"and {len(rows) - _ROUTES_SHOWN} more; pathway_graph.to_pandas() has them all"))
    return _block([*parts, _shown(svg_of(value))])


def _asked(value: RouteExplanation) -> str:
    ends = (", ".join(entity.called for entity in side) for side in (value.source, value.target))
    return " to ".join(ends)


# Markup: the only place where text becomes HTML --------------------------------------------------------------


def _block(parts: Iterable[str]) -> str:
    return f"<div>{''.join(parts)}</div>"


def _heading(text: str) -> str:
    return f"<p><strong>{escape(text)}</strong></p>"


def _line(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _shown(svg: str | None) -> str:
    return svg.replace("<svg ", '<svg style="max-width:100%;height:auto" ', 1) if svg else ""


def _table(rows: Iterable[dict[str, Any]], columns: Sequence[str]) -> str:
    head = "".join(f"<th>{escape(column.replace('_', ' '))}</th>" for column in columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell(row[column]))}</td>" for column in columns) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
