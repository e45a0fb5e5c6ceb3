"""``pathway-graph fragile``: the smallest sets of works without which a net sign is gone, or another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pathway_graph.cli.output import (
    chosen,
    emit_document,
    emit_rows,
    format_option,
    limit_option,
    note,
    say,
    store_option,
    with_options,
)
from pathway_graph.cli.reading import (
    FILTER_OPTIONS,
    chosen_network,
    file_option,
    filters_of,
    of_sources,
    say_choices,
    say_retracted,
    source_option,
)
from pathway_graph.model.vocabulary import GENE_FORMS
from pathway_graph.text.counts import how_many

if TYPE_CHECKING:
    from collections.abc import Callable

    from pathway_graph.trace.fragility import Fragility

_UNCITED = click.Choice(["stays", "claim", "data set"])
_OPTIONS = (
    click.option("--regulator", metavar="NAME", help="Ask of this regulator of CHANGES, or of --example."),
    click.option("--example", is_flag=True, help="With --regulator: what the packaged guide reports."),
    click.option("--standing", type=click.Choice(["first", "significant"]),
                 help="With --regulator: what is to fall. Default: first where it is, else significant."),
    click.option("--max-steps", "-k", type=click.IntRange(1, 12),
                 help="Longest route, in edges. Default: 4; of a regulator 2."),
    *FILTER_OPTIONS,
    click.option("--count-hypotheses", is_flag=True, help="Let hypotheses enter the net sign."),
    click.option("--form", type=click.Choice(sorted(set(GENE_FORMS.values()))), help="Narrow TARGET to one form."),
    click.option("--uncited", type=_UNCITED, default="stays", show_default=True,
                 help="A claim that cites no work stays, is a work of its own, or falls with its data set."),
    click.option("--most", type=click.IntRange(1), default=50, show_default=True, help="List so many sets."),
)  # fmt: skip


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    return source_option(file_option(limit_option(format_option(store_option(with_options(command, _OPTIONS))))))


@click.command("fragile")
@click.argument("names", nargs=-1, metavar="SOURCE TARGET | CHANGES")
@_options
def fragile_command(
    names: tuple[str, ...], files: tuple[str, ...], store: str | None, format_: str | None, **given: Any
) -> None:
    """Tell on which works the net sign of SOURCE on TARGET rests: the smallest sets without which it is gone.

    The net sign is that of `paths` with the same options. A claim stands while one of the works that carry it is
    left; a route, while each of its edges keeps a claim. All sets of the smallest size are found; where that takes
    too long, what is known of the size is said.

    \b
    Examples:
      pathway-graph fragile imipramine BDNF
      pathway-graph fragile imipramine pCREB --format json
      pathway-graph fragile TNF CASP3 --uncited claim
      pathway-graph fragile --regulator imipramine --example
      pathway-graph fragile --regulator MYC changes.csv
    """
    if given["regulator"]:
        _of_regulator(names, files, store, chosen(format_), given)
        return
    if len(names) != 2:
        raise click.UsageError("give SOURCE and TARGET, or --regulator with a file of CHANGES")
    source, target = names
    from pathway_graph.trace.fragility import fragility

    network = of_sources(chosen_network(store, files), given["sources"])
    found = fragility(
        network, source, target, max_steps=given["max_steps"] or 4, form=given["form"], filters=filters_of(given),
        uncited=given["uncited"], most=given["most"],
    )  # fmt: skip
    say_choices(network, source, target)
    say_retracted(network, counted=given["include_retracted"])
    _emit(found, chosen(format_))


def _of_regulator(
    names: tuple[str, ...], files: tuple[str, ...], store: str | None, format_: str, given: dict[str, Any]
) -> None:
    from pathway_graph.regulators import ColumnOptions, example_changes, place_list, read_list
    from pathway_graph.regulators.fragile import regulator_fragility

    if len(names) != 1 - given["example"]:
        raise click.UsageError("give one file of CHANGES with --regulator, or --example")
    listed = None if given["example"] else read_list(names[0], ColumnOptions())
    network = of_sources(chosen_network(store, files), given["sources"])
    changes = example_changes(network) if listed is None else place_list(network, listed)
    found = regulator_fragility(
        network, changes, given["regulator"], max_steps=given["max_steps"] or 2, filters=filters_of(given),
        standing=given["standing"],
    )  # fmt: skip
    say_choices(network, given["regulator"])
    say_retracted(network, counted=given["include_retracted"])
    data = found.to_dict()
    if format_ == "json":
        emit_document(data)
        return
    rows = [{**row, "set": number} for number, row in enumerate(data["sets"], 1)]
    if format_ in ("table", "md"):
        say(found.sentence)
        if rows:
            shown = ("set", "names", "rank", "fdr", "first", "first_sign")
            emit_rows(rows, shown, format_, title="The smallest sets of works")
    else:
        emit_rows(rows, ("set", "works", "names", "rank", "fdr", "first", "first_sign"), format_)
        note(found.sentence)
    note(f"{how_many(found.runs, 'ranking')}; all sets of up to {found.excluded} of "
         f"{how_many(found.works, 'work')} leave it so"
         + ("; larger ones were not all tried" if found.is_cut else ""))  # fmt: skip


def _emit(found: Fragility, format_: str) -> None:
    data = found.to_dict()
    if format_ == "json":
        emit_document(data)
        return
    rows = [{**row, "set": number} for number, row in enumerate(data["sets"], 1)]
    if format_ not in ("table", "md"):
        emit_rows(rows, ("set", "works", "names", "outcome", "becomes", "is_cut_off"), format_)
        note(found.sentence)
    else:
        say(found.sentence)
        if rows:
            shown = [{**row, "becomes": "no route" if row["is_cut_off"] else row["becomes"]} for row in rows]
            emit_rows(shown, ("set", "names", "outcome", "becomes"), format_, title="The smallest sets of works")
    if found.losses and found.is_exact and found.is_cut:
        note("there may be more sets of this size: --most lists more")
    if found.at_least is None and found.standing:
        _say_standing(found)


def _say_standing(found: Fragility) -> None:
    from pathway_graph.trace import describe

    note("holds by itself: " + " | ".join("; ".join(describe(found.network, route)) for route in found.standing))
    if found.uncited == "stays" and found.uncited_claims:
        note("--uncited claim takes each claim that cites no work for a work of its own")
