"""``pathway-graph explain``: why a source would change a target, and what speaks against it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pathway_graph.cli.citing import cite_option, save_citations
from pathway_graph.cli.crating import crate_options, save_crate
from pathway_graph.cli.output import (
    chosen,
    emit_document,
    format_option,
    note,
    say,
    store_option,
)
from pathway_graph.cli.picture_options import ENDINGS, draw_as_asked, picture_options, require_picture
from pathway_graph.cli.reading import (
    chosen_network,
    file_option,
    of_sources,
    retracted_option,
    say_choices,
    say_retracted,
    source_note,
    source_option,
)
from pathway_graph.text.counts import how_many

if TYPE_CHECKING:
    from pathway_graph.trace.explanation import RouteExplanation


@click.command("explain")
@click.argument("source")
@click.argument("target")
@click.option("--max-steps", "-k", type=click.IntRange(1, 12), default=8, show_default=True, help="Longest route.")
@click.option("--view", type=click.Choice(["guide", "expanded"]), default="expanded", show_default=True,
              help="guide leaves out routes that need background steps.")  # fmt: skip
@click.option("--form", metavar="FORM", help="Narrow the target to one form of its gene.")
@click.option("--without", multiple=True, metavar="WORK", help="Leave a work out of the weights.")
@retracted_option
@click.option("--knock-out", metavar="ENTITY", help="Tell which routes and entities lose their last path without it.")
@click.option("--limit", type=click.IntRange(1), default=5, show_default=True, help="Routes of each kind to tell.")
@click.option("--diagram", "picture", metavar="FILE", help=f"Draw the routes told ({ENDINGS}).")
@click.option("--route", type=click.IntRange(1), default=1, show_default=True, help="The route to draw bold.")
@picture_options
@cite_option
@crate_options
@source_option
@file_option
@store_option
@format_option
def explain_command(
    source: str, target: str, files: tuple[str, ...], store: str | None, format_: str | None, **given: Any
) -> None:
    """Explain why SOURCE would change TARGET: ranked routes, their evidence, and what speaks against them.

    Routes that sources assert come first, then those that rest on a hypothesis, then those that need background
    steps. Where a claim says that SOURCE does the opposite to an entity of what a route needs, it is shown.

    \b
    Examples:
      pathway-graph explain imipramine BDNF --cite why.bib
      pathway-graph explain imipramine pCREB --diagram why.svg
      pathway-graph explain imipramine BDNF --knock-out PKA
    """
    from pathway_graph.trace.explanation import explain
    from pathway_graph.trace.knock_out import knock_out
    from pathway_graph.trace.narration import narrate

    require_picture(given, given["picture"])
    network = of_sources(chosen_network(store, files), given["sources"])
    answer = explain(
        network, source, target, max_steps=given["max_steps"], form=given["form"], view=given["view"],
        without=given["without"], count_retracted=given["include_retracted"],
    )  # fmt: skip
    say_choices(network, source, target, given["knock_out"])
    say_retracted(network, counted=given["include_retracted"])
    lost = knock_out(answer, given["knock_out"]) if given["knock_out"] else None
    if chosen(format_) in ("table", "md"):
        say("\n".join(narrate(answer, limit=given["limit"])))
        if lost is not None:
            say(f"Without {', '.join(map(network.name, lost.removed))}: "
                f"{how_many(lost.routes_lost, 'route is', 'routes are')} lost, "
                f"{how_many(lost.routes_left, 'is', 'are')} left; no longer reached from {source}: "
                f"{', '.join(map(network.name, lost.unreachable)) or 'nothing'}.")  # fmt: skip
    else:
        document = answer.streamed()
        if lost is not None:
            document["knock_out"] = lost.to_dict()
        if chosen(format_) != "json":
            note(f"warning: an explanation has no rows, so {format_} is not to be had: this is JSON")
        emit_document(document)
        if answer.is_cut:
            note("the search was cut at its cap: longer routes may be missing")
        if not answer.routes:
            note(f"no causal route within {how_many(given['max_steps'], 'step')}")
    if given["cite"] or given["crate"]:
        save_citations(network, _behind(answer), given["cite"])
        asked = {**given, "store": store}
        edges = (edge for item in answer.routes for edge in item.route.edges)
        save_crate(network, asked, f"why {source} would change {target}", answer.streamed(), _behind(answer), edges)
    if given["picture"]:
        notes = source_note(given["sources"])
        if lost is not None:
            notes.append(
                f"{given['knock_out']} is in place here; without it "
                f"{how_many(lost.routes_lost, 'route is', 'routes are')} lost"
            )
        _draw(answer, f"{source} to {target}", given, notes)


def _behind(answer: RouteExplanation) -> list[str]:
    """Return the claims of all routes, and those that speak against them."""
    claims = [name for item in answer.routes for name in item.route.claims]
    claims += [name for item in answer.routes for found in item.contradictions for name in found.every_claim]
    return list(dict.fromkeys([*claims, *answer.tested.claims, *(claim.id for claim in answer.null_steps)]))


def _draw(answer: RouteExplanation, title: str, given: dict[str, Any], notes: list[str]) -> None:
    from pathway_graph.diagrams import draw_answer

    if not answer.routes:
        note("there is no route to draw")
        return
    if given["route"] > len(answer.routes):
        raise click.UsageError(
            f"the answer has {how_many(len(answer.routes), 'route')}; --route {given['route']} is none of them"
        )
    drawing = draw_answer(answer, limit=given["limit"], place=given["route"] - 1, title=title, notes=notes)
    draw_as_asked(drawing, answer.network, given["picture"], given)
