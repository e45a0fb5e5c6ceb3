"""``pathway-graph plot``: charts of measured changes and of the regulators that explain them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pathway_graph.cli.output import note, store_option, with_options
from pathway_graph.cli.reading import say_choices, stored_network
from pathway_graph.cli.regulators_command import (
    RANKING,
    background_of,
    changes_of,
    listed_in,
    rank,
    reading_options,
    say_reading,
)

if TYPE_CHECKING:
    from pathway_graph.regulators import Listed, Regulators

KINDS = ("volcano", "bars", "targets", "heatmap")
_OPTIONS = (
    click.option("-o", "--output", required=True, metavar="FILE",
                 help="Where to write: .svg, .png, .pdf, .html, or .json (Vega-Lite)."),
    click.option("--regulator", metavar="NAME", help="Whose targets to show; the best one, if not given."),
    click.option("--top", type=click.IntRange(1), metavar="N",
                 help="How many names, bars, targets or rows. Default: 10, 15, 40, 20."),
    click.option("--dpi", type=click.IntRange(30, 1200), default=300, show_default=True, help="Of a PNG."),
)  # fmt: skip


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    return store_option(reading_options(with_options(command, (*_OPTIONS, *RANKING)), of_contrasts=True))


@click.command("plot")
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("changes", nargs=-1, type=click.Path())
@click.option("--example", is_flag=True, help="Use what Tables 1 and 2 of the packaged guide report.")
@_options
def plot_command(kind: str, changes: Sequence[str], example: bool, **given: Any) -> None:
    """Draw a chart of measured CHANGES, or of the regulators that explain them.

    volcano: log2 fold change and p-value of every row; reads the file alone. bars: the best regulators. targets: the
    changed targets of one regulator, for and against it. heatmap: regulators over several files, or over several
    contrasts of one file, named as --contrast A --contrast B. It needs the extra plot: pip install
    'pathway-graph[plot]'.

    \b
    Examples:
      pathway-graph plot volcano deseq2.csv -o volcano.svg
      pathway-graph plot bars deseq2.csv -o regulators.pdf
      pathway-graph plot targets deseq2.csv --regulator MYC -o myc.png
      pathway-graph plot heatmap 6h.csv 24h.csv -o hours.html
      pathway-graph plot heatmap limma.csv --contrast "A vs C" \\
        --contrast "B vs C" -o contrasts.svg
    """
    contrasts = given.pop("contrast")
    _refuse_misfits(kind, changes, contrasts, is_example=example, given=given)
    listed = {name: listed_in(path, given | {"contrast": contrast}) for name, path, contrast in _named(
        changes, contrasts, is_example=example)}  # fmt: skip
    chart = _volcano(listed, given) if kind == "volcano" else _of_rankings(kind, listed, given)
    from pathway_graph.charts import save_chart

    save_chart(chart, given["output"], dpi=given["dpi"])
    note(f"drew {given['output']}")


def _refuse_misfits(
    kind: str, changes: Sequence[str], contrasts: Sequence[str], *, is_example: bool, given: dict[str, Any]
) -> None:
    """Refuse arguments that do not go together, before anything is read.

    Raises:
        UsageError: They do not.
    """
    from pathway_graph.charts import CHARTS

    ending = Path(given["output"]).suffix.lstrip(".").lower()
    if ending not in CHARTS:
        raise click.UsageError(f"{given['output']} ends in none of .{', .'.join(CHARTS)}")
    if bool(changes) == is_example:
        raise click.UsageError("give files of CHANGES, or --example")
    if is_example and kind == "volcano":
        raise click.UsageError("--example has no fold changes and p-values, which a volcano shows")
    if kind != "heatmap" and (len(changes) > 1 or len(contrasts) > 1):
        raise click.UsageError(f"a chart of {kind} is of one file and one contrast; a heatmap takes several")
    if len(changes) > 1 and len(contrasts) > 1:
        raise click.UsageError("give several files, or several contrasts of one file")
    if given["regulator"] and kind != "targets":
        raise click.UsageError("--regulator is about targets")
    _refuse_order(kind, given["rank_by"])


def _refuse_order(kind: str, rank_by: str) -> None:
    """Refuse an order that a chart does not show.

    Raises:
        UsageError: It shows another statistic.
    """
    from pathway_graph.charts.bars import STATISTICS

    if kind == "bars" and rank_by not in STATISTICS:
        raise click.UsageError(f"bars show {', '.join(STATISTICS)}; --rank-by {rank_by} is none of them")
    if kind == "heatmap" and rank_by != "combined_p":
        raise click.UsageError(f"a heatmap shows combined_p; --rank-by {rank_by} is about bars and targets")


def _named(changes: Sequence[str], contrasts: Sequence[str], *, is_example: bool) -> list[tuple[str, str | None, str]]:
    """Return the name, the file and the contrast of each column of a heat map; other charts have one.

    >>> _named(["a/6h.csv", "b/6h.csv"], [], is_example=False)
    [('a/6h.csv', 'a/6h.csv', ''), ('b/6h.csv', 'b/6h.csv', '')]
    >>> _named(["a/limma.csv"], ["A vs C", "B vs C"], is_example=False)
    [('A vs C', 'a/limma.csv', 'A vs C'), ('B vs C', 'a/limma.csv', 'B vs C')]
    """
    if is_example:
        return [("Tables 1 and 2 of the guide", None, "")]
    if len(contrasts) > 1:
        return [(contrast, changes[0], contrast) for contrast in dict.fromkeys(contrasts)]
    stems = [Path(path).stem for path in changes]
    names = stems if len(set(stems)) == len(stems) else list(changes)
    named = dict(zip(names, changes, strict=True))  # a file that is given twice is one column
    return [(name, path, contrasts[0] if contrasts else "") for name, path in named.items()]


def _volcano(listed: dict[str, Listed | None], given: dict[str, Any]) -> Any:
    from pathway_graph.charts import volcano

    (only,) = listed.values()
    assert only is not None, "an example is refused before"
    return volcano(only, labels=given["top"] or 10)


def _of_rankings(kind: str, listed: dict[str, Listed | None], given: dict[str, Any]) -> Any:
    """Rank, say what was read, and return the chart."""
    from pathway_graph.charts import bars, heat_map, target_bars
    from pathway_graph.regulators import explain_regulator

    background = background_of(given)
    network = stored_network(given["store"])
    found: dict[str, Regulators] = {}
    for name, one in listed.items():
        changes = changes_of(network, one)
        if len(listed) > 1:
            note(f"{name}:")
        say_reading(changes)
        found[name] = rank(network, changes, background, given)
    if kind == "heatmap":
        return heat_map(found, count=given["top"] or 20)
    (ranking,) = found.values()
    if kind == "bars":
        return bars(ranking, count=given["top"] or 15, statistic=given["rank_by"])
    if given["regulator"]:
        say_choices(network, given["regulator"])
        return target_bars(explain_regulator(ranking, given["regulator"]), count=given["top"] or 40)
    best = ranking.top(1)
    if not best:
        raise click.UsageError("no regulator was tested: nothing of the network leads to what was measured")
    if best[0].correct + best[0].incorrect + best[0].ambiguous + best[0].unsigned == 0:
        raise click.UsageError(
            "no regulator predicts anything that changed; --regulator names one to be shown all the same"
        )
    return target_bars(explain_regulator(ranking, best[0].id, sign=best[0].sign), count=given["top"] or 40)
