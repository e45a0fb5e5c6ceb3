"""``pathway-graph contrast``: what claims say in one context and not in another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pathway_graph.cli.output import chosen, emit_document, emit_rows, format_option, limit_option, note, store_option
from pathway_graph.cli.reading import chosen_network, file_option, say_choices, say_retracted
from pathway_graph.text.counts import how_many

if TYPE_CHECKING:
    from pathway_graph.evidence.contrast import Contrast, ContrastRow


@click.command("contrast")
@click.argument("first")
@click.argument("second")
@click.option("--about", metavar="NAME", help="Only effects on this entity, or by it.")
@click.option("--include-retracted", is_flag=True, help="Count claims whose every work was retracted.")
@file_option
@store_option
@limit_option
@format_option
def contrast_command(
    first: str, second: str, about: str | None, include_retracted: bool, files: tuple[str, ...], store: str | None,
    format_: str | None,
) -> None:  # fmt: skip
    """Compare what claims say in two contexts: what holds in the one, in the other, and what would explain it.

    FIRST and SECOND are values of a context: a species, region (with its parts), cell, condition, co-treatment,
    assay, sex, route, strain, course (acute, chronic), duration (P21D) or dose ('10 mg/kg'); several with commas
    between. The smallest difference that explains a disagreement is told; alternatives stand with "or" between.
    What only one context states says nothing of the other.

    \b
    Examples:
      pathway-graph contrast 'dorsal horn' Jurkat --about pCREB
      pathway-graph contrast acute chronic --about BDNF
      pathway-graph contrast 'rat, hippocampus' mouse --format csv
    """
    from pathway_graph.evidence.contrast import CONTRAST_COLUMNS, contrast

    network = chosen_network(store, files)
    found = contrast(network, first, second, about=about, count_retracted=include_retracted)
    say_choices(network, about)
    say_retracted(network, counted=include_retracted)
    form = chosen(format_)
    if form == "json":
        emit_document(found.to_dict())
    elif form in ("table", "md"):
        rows = [_row(found, row) for row in found.rows]
        title = f"1 is {found.first.name}, 2 is {found.second.name}{f', about {about}' if about else ''}"
        emit_rows(rows, ("effect", "1", "2", "verdict", "explained_by"), form, title=title)
    else:
        rows = [{**row, "explained_by": " or ".join(row["explained_by"])}
                for row in found.to_dict()["rows"]]  # fmt: skip
        emit_rows(rows, CONTRAST_COLUMNS, form)
    _account(found)


def _row(found: Contrast, row: ContrastRow) -> dict[str, Any]:
    name = found.network.name
    sides = [f"{' and '.join(said)} ({', '.join(claims)})" if claims else "not stated"
             for said, claims in ((row.first, row.first_claims), (row.second, row.second_claims))]  # fmt: skip
    explained = " or ".join(" with ".join(some) for some in row.explained_by)
    if row.verdict in ("differ", "divided") and not explained:
        explained = "nothing stated"
    return {
        "effect": f"{name(row.subject)} on {name(row.object)}{f': {row.aspect}' if row.aspect else ''}",
        "1": sides[0], "2": sides[1], "verdict": row.verdict,
        "explained_by": explained + (f" (not {', '.join(row.ruled_out)} alone)" if row.ruled_out else ""),
    }  # fmt: skip


def _account(found: Contrast) -> None:
    """Say how the contexts were understood, which parts count, and what neither states."""
    for context in (found.first, found.second):
        parts = f", with its parts {', '.join(map(found.network.name, context.parts))}" if context.parts else ""
        note(f"{context.name}: {context.meaning}{parts}; {how_many(len(context.claims), 'claim')}")
    if not found.rows:
        note("neither context states anything of it")
    if found.in_both:
        note(f"of both contexts: {', '.join(found.in_both)}")
    if found.elsewhere:
        some = ", ".join(found.elsewhere[:6])
        more = f" and {len(found.elsewhere) - 6:,} more" if len(found.elsewhere) > 6 else ""
        note(f"of these effects, but stating neither context: {some}{more}")
    if found.rows and found.stated_by_neither:
        note(f"stated in neither: {', '.join(found.stated_by_neither)}")
