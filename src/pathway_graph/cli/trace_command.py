"""``pathway-graph upstream``, ``downstream`` and ``paths``: trace causal routes in the stored network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from pathway_graph.cli.citing import cite_option, save_citations
from pathway_graph.cli.crating import crate_options, save_crate
from pathway_graph.cli.output import (
    chosen,
    emit_document,
    emit_rows,
    format_option,
    limit_option,
    note,
    store_option,
    with_options,
)
from pathway_graph.cli.picture_options import ENDINGS, draw_as_asked, picture_options, require_picture
from pathway_graph.cli.reading import (
    FILTER_OPTIONS,
    filters_of,
    of_sources,
    say_choices,
    say_retracted,
    source_note,
    source_option,
    stored_network,
)
from pathway_graph.model.vocabulary import GENE_FORMS, KINDS
from pathway_graph.text.counts import how_many

if TYPE_CHECKING:
    from pathway_graph.model import Network
    from pathway_graph.trace import Route, Trace

_OPTIONS = (
    click.option("--max-steps", "-k", type=click.IntRange(1, 12), default=4, show_default=True,
                 help="Longest route, in edges."),
    *FILTER_OPTIONS,
    click.option("--count-hypotheses", is_flag=True, help="Let hypotheses enter the net sign."),
    click.option("--form", type=click.Choice(sorted(set(GENE_FORMS.values()))), help="Narrow a gene to one form."),
    click.option("--routes", is_flag=True, help="Write out every route, hop by hop."),
    click.option("--evidence", is_flag=True, help="Add every claim the routes rest on, with its context."),
    click.option("--diagram", "picture", metavar="FILE", help=f"Draw what was found ({ENDINGS})."),
    cite_option,
    crate_options,
)  # fmt: skip


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    return source_option(limit_option(format_option(store_option(with_options(picture_options(command), _OPTIONS)))))


@click.command("upstream")
@click.argument("name")
@click.option("--kind", "kinds", multiple=True, type=click.Choice(list(KINDS)), metavar="KIND",
              help="Only list regulators of this kind.")  # fmt: skip
@_options
def upstream_command(name: str, **given: Any) -> None:
    """Trace every causal route that ends at NAME.

    NAME is any name, synonym, symbol or CURIE. A gene symbol means the gene with its transcript, protein and
    states. Regulators that only a hypothesis connects are listed apart and enter no net sign.

    \b
    Examples:
      pathway-graph upstream BDNF
      pathway-graph upstream pCREB --view expanded --routes
      pathway-graph upstream hgnc:1033 --form protein --format json
    """
    from pathway_graph.trace import upstream

    _show(lambda network, options: upstream(network, name, **options), given, name)


@click.command("downstream")
@click.argument("name")
@click.option("--kind", "kinds", multiple=True, type=click.Choice(list(KINDS)), metavar="KIND",
              help="Only list targets of this kind.")  # fmt: skip
@_options
def downstream_command(name: str, **given: Any) -> None:
    """Trace every causal route that starts at NAME.

    \b
    Examples:
      pathway-graph downstream imipramine --kind ProteinState
      pathway-graph downstream TrkB --view expanded
    """
    from pathway_graph.trace import downstream

    _show(lambda network, options: downstream(network, name, **options), given, name)


@click.command("paths")
@click.argument("source")
@click.argument("target")
@_options
def paths_command(source: str, target: str, **given: Any) -> None:
    """Trace every causal route from SOURCE to TARGET.

    \b
    Examples:
      pathway-graph paths imipramine BDNF --cite refs.bib
      pathway-graph paths NE CREB --view expanded -k 7
    """
    from pathway_graph.trace import paths

    given["routes"] = True
    _show(lambda network, options: paths(network, source, target, **options), given, source, target)


def _show(run: Callable[[Network, dict[str, Any]], Trace], given: dict[str, Any], *names: str) -> None:
    from pathway_graph.evidence import support
    from pathway_graph.evidence.words import CLAIM_COLUMNS_SHOWN

    require_picture(given, given["picture"])
    network = of_sources(stored_network(given["store"]), given["sources"])
    trace = run(network, {"max_steps": given["max_steps"], "form": given["form"], "filters": filters_of(given)})
    say_choices(network, *names)
    say_retracted(network, counted=given["include_retracted"])
    format_ = chosen(given["format_"])
    if format_ == "json":
        emit_document(trace.streamed())
    elif given["routes"]:
        _emit_routes(trace, format_)
    else:
        _emit_ends(trace, format_)
    if given["evidence"] and format_ in ("table", "md"):
        rows = support(network, (claim for route in trace.each_route() for claim in route.claims))
        emit_rows(rows, CLAIM_COLUMNS_SHOWN, format_, title="Evidence")
        null = support(network, (claim.id for claim in trace.null_results))
        if null:
            emit_rows(null, CLAIM_COLUMNS_SHOWN, format_, title="Tested, and no effect was found")
    elif given["evidence"] and format_ != "json":
        note("warning: --evidence adds a table in the formats table and md alone; json has it in any case")
    _account(trace, "" if given["routes"] else trace.direction)
    if given["cite"] or given["crate"]:
        behind = [name for route in trace.each_route() for name in route.claims]
        behind += [claim.id for claim in trace.null_results]
        save_citations(network, behind, given["cite"])
        title = f"routes from {' to '.join(names)}" if len(names) > 1 else f"{trace.direction} of {names[0]}"
        edges = (edge for route in trace.each_route() for edge in route.edges)
        save_crate(network, given, title, trace.streamed(), behind, edges)
    if given["picture"]:
        _draw(trace, given, source_note(given["sources"]))


def _emit_ends(trace: Trace, format_: str) -> None:
    from pathway_graph.trace import END_COLUMNS
    from pathway_graph.trace.made_late import MadeLate

    if format_ not in ("table", "md"):
        emit_rows(trace.each_end(), END_COLUMNS, format_)
        return
    asserted, apart = (
        MadeLate(ends, lambda some: map(_end_row, trace.rows_of(some))) for ends in (trace.ends, trace.hypothetical)
    )
    what = "Regulators" if trace.direction == "upstream" else "Targets"
    way = "upstream" if trace.direction == "upstream" else "downstream"
    if asserted:
        emit_rows(asserted, _SHOWN, format_, title=f"{what} {way} of {_entities(trace)}", spare=_SPARE)
    if apart:
        emit_rows(apart, _SHOWN, format_, title=_APART, spare=_SPARE)


_APART = "Only by routes that rest on a hypothesis (not in any net sign)"
_SPARE = ("reaches", "routes_+/-/0", "steps")
_SHOWN = ("name", "id", "net_sign", "steps", "routes_+/-/0", "reaches", "claims")


def _end_row(end: dict[str, Any]) -> dict[str, Any]:
    counts = "/".join(str(end[f"routes_{sign}"]) for sign in ("positive", "negative", "unsigned"))
    return {**end, "routes_+/-/0": counts}


def _emit_routes(trace: Trace, format_: str) -> None:
    from pathway_graph.trace import describe

    told = (_route_row(trace, route, list(describe(trace.network, route))) for route in trace.each_route())
    if format_ not in ("table", "md"):
        emit_rows(told, ("sign", "steps", "nodes", "route", "claims", "rests_on_hypothesis"), format_)
        return
    rows = list(told)
    kinds = [_kind(route, row["rests_on_hypothesis"]) for route, row in zip(trace.routes, rows, strict=True)]
    for title in _ROUTE_TITLES:
        some = [row for row, kind in zip(rows, kinds, strict=True) if kind == title]
        if some:
            emit_rows(some, ("sign", "steps", "route"), format_, title=title)


_ROUTE_TITLES = (
    "Asserted routes",
    "Routes with background steps, which no source states",
    "Routes that rest on a hypothesis",
)


def _kind(route: Route, hypothetical: bool) -> str:
    """Return the heading of a route; what needs background or a hypothesis is not called asserted."""
    return _ROUTE_TITLES[2 if hypothetical else 1 if route.uses_background else 0]


def _route_row(trace: Trace, route: Route, hops: list[str]) -> dict[str, Any]:
    return {
        "sign": route.sign,
        "steps": len(route.edges),
        "nodes": list(route.nodes),
        "route": "; ".join(hops),
        "claims": list(route.claims),
        "rests_on_hypothesis": route.rests_on_hypothesis and not trace.filters.count_hypotheses,
    }


def _entities(trace: Trace) -> str:
    return f"{trace.name} ({', '.join(entity.id for entity in trace.entities)})"


def _account(trace: Trace, way: str) -> None:
    """Say on standard error, in every format, that nothing was found, what is missing and what was not followed."""
    if trace.is_empty:
        nothing = f"nothing lies {way} of {_entities(trace)}" if way else "no causal route"
        note(f"{nothing} within {how_many(trace.max_steps, 'step')}")
    if trace.is_cut:
        note("the search was cut at its cap: longer routes are missing; lower --max-steps or filter. What lies there, "
             "and its net sign, is complete, one route for each sign" + _undecided(trace))  # fmt: skip
    if trace.null_results:
        pairs = dict.fromkeys((claim.subject, claim.object) for claim in trace.null_results)
        some = "; ".join(f"{trace.network.name(a)} on {trace.network.name(b)}" for a, b in list(pairs)[:3])
        more = f"; {len(pairs) - 3} more" if len(pairs) > 3 else ""
        note(f"tested, and no effect was found: {some}{more}; --evidence lists the claims. No sign is changed by them")
    if trace.left_out:
        reasons = ", ".join(f"{count} {reason}" for reason, count in trace.left_out.items())
        note(f"edges of the network not followed: {reasons}")


def _undecided(trace: Trace) -> str:
    if not trace.undecided:
        return ""
    names = ", ".join(map(trace.network.name, trace.undecided[:3]))
    more = len(trace.undecided) - 3
    return f"; not known is whether a further sign leads to {names}{f' and {more} more' if more > 0 else ''}"


def _draw(trace: Trace, given: dict[str, Any], notes: Sequence[str]) -> None:
    from pathway_graph.diagrams import draw_trace
    from pathway_graph.diagrams.traced import require_drawable

    picture = given["picture"]
    if not picture.lower().endswith(".dot"):  # DOT text is laid out by no one here
        require_drawable(trace)
    draw_as_asked(draw_trace(trace, notes=notes), trace.network, picture, given)
