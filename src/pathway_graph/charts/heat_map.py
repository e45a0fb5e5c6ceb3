"""The heat map: which regulator would be raised or lowered in which contrast, and how surely."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pathway_graph.charts.library import DOWN, UP, altair, data, minus_log10, styled, titled, told_apart
from pathway_graph.errors import WrongArgument
from pathway_graph.model.arguments import require_whole
from pathway_graph.model.border import refuses_bad_data
from pathway_graph.regulators import Regulator, Regulators

STAR_FDR = 0.05


@refuses_bad_data
def heat_map(rankings: Mapping[str, Regulators], *, count: int = 20) -> Any:
    """Return a heat map of regulators over contrasts: -log10 of the combined p-value, blue raised, orange lowered.

    Shown are the regulators that are among the best of any contrast, in the order of their best p-value; a star marks
    a false discovery rate of at most 5 %. A white cell says that the regulator explains nothing there (its p-value is
    1), one that is missing that it was not tested there; a regulator that explains nothing anywhere has no row.

    Args:
        rankings: One per contrast, by its name, in the order of the columns.
        count: How many regulators at most.

    Returns:
        An ``altair.LayerChart``.

    Raises:
        MissingPackage: Altair is not installed (extra ``plot``).
        WrongArgument: There is no contrast, or *count* is no whole number above 0.

    >>> from pathway_graph.formats.native import read_guide
    >>> from pathway_graph.regulators import example_changes, rank_regulators
    >>> guide = read_guide()
    >>> found = rank_regulators(guide, example_changes(guide))
    >>> rows = next(iter(heat_map({"tables 1 and 2": found}, count=2).to_dict()["datasets"].values()))
    >>> rows[0]["contrast"], rows[0]["name"], rows[0]["height"] > 0
    ('tables 1 and 2', 'imipramine', True)
    """
    require_whole("count", count, 1)
    if not rankings:
        raise WrongArgument("rankings", rankings, hint="give at least one ranking, by the name of its contrast")
    best = {name: _by_regulator(found) for name, found in rankings.items()}
    shown = _chosen(best, count)
    rows = [
        _cell(name, label, rows[entity])
        for name, rows in best.items()
        for entity, label in shown.items()
        if entity in rows
    ]
    widest = max((abs(row["height"]) for row in rows), default=1.0) or 1.0
    alt = altair()
    base = alt.Chart(data(rows)).encode(
        x=alt.X("contrast:N", sort=list(rankings), title=None, axis=alt.Axis(orient="top", labelAngle=-40)),
        y=alt.Y("name:N", sort=list(shown.values()), title=None),
    )
    # the field's own way of saying it: sign of the state times -log10 p, white in the middle
    scale = alt.Scale(domain=[-widest, 0, widest], range=[DOWN, "#FFFFFF", UP], interpolate="rgb")
    cells = base.mark_rect(stroke="#DDDDDD").encode(
        color=alt.Color("height:Q", title="-log10 p, lowered below 0", scale=scale, legend=alt.Legend(orient="right")),
        tooltip=["name:N", "contrast:N", "state:N", *(alt.Tooltip(f"{what}:Q", format=".3g") for what in ("p", "fdr"))],
    )  # fmt: skip
    is_dark = (alt.datum.height > 0.6 * widest) | (alt.datum.height < -0.6 * widest)
    stars = base.transform_filter(alt.datum.fdr <= STAR_FDR).mark_text(
        text="*", fontSize=15, baseline="middle", dy=3
    ).encode(color=alt.condition(is_dark, alt.value("#FFFFFF"), alt.value("#000000")))  # fmt: skip
    return styled(
        alt.layer(cells, stars).properties(
            width={"step": 44}, height={"step": 18},
            title=titled("Regulators over contrasts", f"* false discovery rate at most {STAR_FDR:.0%}"),
        )
    )  # fmt: skip


def _by_regulator(found: Regulators) -> dict[str, Regulator]:
    """Return the better hypothesis of each regulator; of equal ones that with more for it than against."""
    best: dict[str, Regulator] = {}
    for row in sorted(found.rows, key=lambda row: (row.log10_combined_p, row.incorrect - row.correct, -row.sign)):
        best.setdefault(row.id, row)
    return best


def _chosen(best: Mapping[str, Mapping[str, Regulator]], count: int) -> dict[str, str]:
    """Return id and label of the regulators with the best p-values anywhere; those only through another come last."""
    strongest: dict[str, Regulator] = {}
    for rows in best.values():
        for entity, row in rows.items():
            if entity not in strongest or _key(row) < _key(strongest[entity]):
                strongest[entity] = row
    ordered = sorted((row for row in strongest.values() if row.log10_combined_p < 0), key=_key)[:count]
    return told_apart([(row.id, row.name) for row in ordered])


def _key(row: Regulator) -> tuple[bool, float, str]:
    return row.through is not None, row.log10_combined_p, row.name


def _cell(contrast: str, name: str, row: Regulator) -> dict[str, Any]:
    return {
        "contrast": contrast,
        "name": name,
        "height": row.sign * minus_log10(row.log10_combined_p),
        "state": "raised" if row.sign > 0 else "lowered",
        "p": row.combined_p,
        "fdr": row.combined_fdr,
    }
