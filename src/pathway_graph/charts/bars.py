"""Bars of the regulators that explain the changes best."""

from __future__ import annotations

from math import log10
from typing import Any

from pathway_graph.charts.library import DOWN, UP, WIDTH, altair, data, minus_log10, styled, titled, told_apart
from pathway_graph.model.arguments import require_whole, require_word
from pathway_graph.model.border import refuses_bad_data
from pathway_graph.regulators import Regulator, Regulators
from pathway_graph.text.counts import how_many

STATISTICS = {
    "combined_p": ("overlap and signs together, corrected for depth", "combined_fdr"),
    "p_value": ("causal p-value", "fdr"),
    "enrichment_p": ("overlap alone", "enrichment_fdr"),
}
"""What bars may show: what it is called, and the false discovery rate beside it."""
STATES = ("raised", "lowered")


@refuses_bad_data
def bars(found: Regulators, *, count: int = 15, statistic: str = "combined_p") -> Any:
    """Return bars of the best *count* regulators: -log10 of a p-value, coloured by what the regulator would be.

    A regulator shows once, by the better of its two hypotheses, and not at all where its p-value is 1. One that
    explains only through another is no bar of its own: the label of that one counts it. Beside each bar stand the
    targets for and against, and the false discovery rate.

    Args:
        found: A ranking.
        count: How many bars at most.
        statistic: One of ``combined_p``, ``p_value``, ``enrichment_p``.

    Returns:
        An ``altair.LayerChart``.

    Raises:
        MissingPackage: Altair is not installed (extra ``plot``).
        WrongArgument: *count* is no whole number above 0, or there is no such statistic.

    >>> from pathway_graph.formats.native import read_guide
    >>> from pathway_graph.regulators import example_changes, rank_regulators
    >>> guide = read_guide()
    >>> chart = bars(rank_regulators(guide, example_changes(guide)), count=3)
    >>> rows = next(iter(chart.to_dict()["datasets"].values()))
    >>> rows[0]["name"], rows[0]["state"], rows[0]["said"].split(" · ")[0]
    ('imipramine', 'raised', '11 for, 0 against')
    """
    require_whole("count", count, 1)
    require_word("statistic", statistic, tuple(STATISTICS))
    called, fdr = STATISTICS[statistic]
    best = _best(found, statistic, count)
    labels = told_apart([(row.id, row.name) for row in best])
    rows = [_row(row, labels[row.id], statistic, fdr) for row in best]
    alt = altair()
    longest = max((row["height"] for row in rows), default=1.0) or 1.0
    base = alt.Chart(data(rows)).encode(
        y=alt.Y("label:N", sort=[row["label"] for row in rows], title=None),
        x=alt.X("height:Q", title=f"-log10 of {called}", scale=alt.Scale(domain=[0, longest * 1.7])),
    )  # fmt: skip
    drawn = base.mark_bar(height={"band": 0.75}).encode(
        color=alt.Color("state:N", title=None, sort=list(STATES), legend=alt.Legend(orient="bottom"),
                        scale=alt.Scale(domain=list(STATES), range=[UP, DOWN])),
        tooltip=["name:N", "state:N", "said:N"],
    )  # fmt: skip
    beside = base.mark_text(align="left", dx=4, fontSize=10).encode(text="said:N")
    tested = (
        f"{how_many(len(found), 'hypothesis', 'hypotheses')} tested, {found.changes.rows.up} up and "
        f"{found.changes.rows.down} down"
    )
    return styled(
        alt.layer(drawn, beside).properties(
            width=WIDTH,
            height={"step": 20},
            title=titled("Regulators that explain the changes", tested, "" if rows else "none explains any of them"),
        )
    )


def _best(found: Regulators, statistic: str, count: int) -> list[Regulator]:
    """Return the best hypothesis of each regulator by a statistic, the best first."""
    best: dict[str, Regulator] = {}
    rows = found.rows if statistic != "combined_p" else (row for row in found.rows if row.through is None)
    for row in sorted(rows, key=lambda row: (_log10(row, statistic), -row.correct, row.name, -row.sign)):
        if _log10(row, statistic) < 0:
            best.setdefault(row.id, row)
        if len(best) == count:
            break
    return list(best.values())


def _log10(row: Regulator, statistic: str) -> float:
    """Return the logarithm of a p-value, which tells apart what is too small for a number."""
    logs = {"combined_p": row.log10_combined_p, "p_value": row.log10_p}
    return logs[statistic] if statistic in logs else log10(getattr(row, statistic))


def _row(row: Regulator, label: str, statistic: str, fdr: str) -> dict[str, Any]:
    at_depth = statistic == "combined_p"
    agree = (row.depth_correct, row.depth_incorrect) if at_depth else (row.correct, row.incorrect)
    through = f" · {row.listed} through it" if at_depth and row.listed else ""
    return {
        "name": row.name,
        "label": f"{'▲' if row.sign > 0 else '▼'} {label}",
        "state": STATES[0] if row.sign > 0 else STATES[1],
        "height": minus_log10(_log10(row, statistic)),
        "said": f"{agree[0]} for, {agree[1]} against · FDR {getattr(row, fdr):.2g}{through}",
    }
