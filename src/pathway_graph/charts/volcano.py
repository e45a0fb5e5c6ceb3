"""The volcano: how much every measurement changed, and how surely."""

from __future__ import annotations

from collections.abc import Collection
from math import inf, isinf, log10
from typing import Any

from pathway_graph.charts.library import DOWN, HEIGHT, UNCHANGED, UP, WIDTH, altair, data, minus_log10, styled, titled
from pathway_graph.errors import InputError, Problem
from pathway_graph.model.arguments import require_whole
from pathway_graph.model.border import refuses_bad_data
from pathway_graph.regulators import Listed
from pathway_graph.text.counts import how_many

LETTER, LINE = 6.5, 11.0
"""A letter's width and a line's height in pixels, by which names are kept apart."""
MARGIN = 1.12
"""How much wider the axis is than the widest change, so that names have room."""
STATES = ("up", "down", "not counted as changed")


@refuses_bad_data
def volcano(listed: Listed, *, labels: int = 10, highlight: Collection[str] = ()) -> Any:
    r"""Return a volcano chart: log2 fold change against -log10 of the p-value, a point per row.

    The dashed lines are the thresholds by which a row counts as changed. Rows without a number or a p-value are left
    out and counted below the title; infinite changes and p-values of 0 stand at the edge.

    Args:
        listed: A file of changes, by `read_list`; it needs sizes and p-values.
        labels: How many changed rows are named at most, those furthest out; one that would cover another is left out.
        highlight: Names to be shown beside those.

    Returns:
        An ``altair.LayerChart``.

    Raises:
        InputError: The file has no p-values, or signs without sizes.
        MissingPackage: Altair is not installed (extra ``plot``).
        WrongArgument: *labels* is no whole number of 0 or more.

    >>> import tempfile, pathlib
    >>> from pathway_graph.regulators import read_list
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder, "changes.csv")
    ...     _ = file.write_text("gene,log2FC,padj\nBDNF,2.1,0.001\nCREB1,0.2,0.6\n")
    ...     chart = volcano(read_list(file))
    >>> [row["state"] for row in next(iter(chart.to_dict()["datasets"].values()))]
    ['up', 'not counted as changed']
    """
    require_whole("labels", labels, 0)
    how = listed.how
    if how.max_p is None or how.scale == "sign":
        what = "no p-values" if how.max_p is None else "signs without sizes"
        hint = "a volcano needs log2 fold changes and p-values: name them with --change-column and --p-column"
        raise InputError([Problem(how.file, 0, f"holds {what}", hint)])
    rows = _rows(listed)
    shown = _named(rows, labels, highlight, how.threshold)
    changed = {state: sum(row["state"] == state for row in rows) for state in STATES}
    left = len(listed.entries) - len(rows)
    lost = f"{how_many(left, 'row')} without a number left out" if left else ""
    said = f"{changed['up']} up, {changed['down']} down of {how_many(len(rows), 'row')}"
    widest = _widest(rows, how.threshold)
    alt = altair()
    points = alt.Chart(data(rows)).mark_circle(size=18, opacity=0.7).encode(
        x=alt.X("change:Q", title="log2 fold change", scale=alt.Scale(domain=[-widest * MARGIN, widest * MARGIN])),
        y=alt.Y("height:Q", title=f"-log10 of {how.p_column or 'the p-value'}"),
        color=alt.Color("state:N", title=None, sort=list(STATES), legend=alt.Legend(orient="bottom"),
                        scale=alt.Scale(domain=list(STATES), range=[UP, DOWN, UNCHANGED])),
        tooltip=["name:N", alt.Tooltip("change:Q", title="log2 fold change"), alt.Tooltip("p:Q", format=".3g")],
    )  # fmt: skip
    names = alt.Chart(data(shown)).mark_text(dy=-7, fontSize=10).encode(
        x="change:Q", y="height:Q", text="name:N"
    )  # fmt: skip
    return styled(
        alt.layer(points, *_thresholds(how.threshold, how.max_p), names).properties(
            width=WIDTH, height=HEIGHT,
            title=titled(how.contrast or "Changes", said, lost),
        )
    )  # fmt: skip


def _rows(listed: Listed) -> list[dict[str, Any]]:
    """Return a row per entry that has a name, a change and a p-value, in the order of the file."""
    how = listed.how
    usable = [(entry, entry.value, entry.p) for entry in listed.entries if entry.name]
    numbers = [(entry, value, p) for entry, value, p in usable if value is not None and p is not None]
    # what has no finite place stands no nearer than all that has one, nor than the dashed line that it has passed
    finite = [abs(value) for _, value, _ in numbers if not isinf(value)]
    widest = max([*finite, how.threshold]) or 1.0
    highest = max(-log10(p) for p in [*(p for _, _, p in numbers if p > 0), how.max_p or 1.0]) or 1.0
    rows = []
    for entry, value, p in numbers:
        is_changed = abs(value) >= how.threshold and value != 0 and p <= (how.max_p or 0.0)
        height = minus_log10(log10(p)) if p > 0 else round(highest * 1.05, 5)
        state = ("up" if value > 0 else "down") if is_changed else STATES[2]
        change = value if not isinf(value) else widest if value > 0 else -widest
        rows.append({"name": entry.name, "change": round(change, 5), "height": height, "p": p, "state": state})
    return rows


def _widest(rows: list[dict[str, Any]], threshold: float) -> float:
    """Return how far the axis must reach to show every row and both thresholds."""
    return max([abs(row["change"]) for row in rows] + [threshold if threshold < inf else 0.0]) or 1.0


def _named(
    rows: list[dict[str, Any]], count: int, highlight: Collection[str], threshold: float
) -> list[dict[str, Any]]:
    """Return the changed rows that lie furthest from the middle, on scales of the chart, and those asked for."""
    widest = _widest(rows, threshold)
    highest = max((row["height"] for row in rows), default=0.0) or 1.0
    changed = [row for row in rows if row["state"] != STATES[2]]
    changed.sort(key=lambda row: (-((row["change"] / widest) ** 2) - (row["height"] / highest) ** 2, row["name"]))
    wanted = {name.casefold() for name in highlight}
    asked = [row for row in rows if row["name"].casefold() in wanted]
    return _apart([*asked, *changed], (widest, highest), len(asked) + count)


def _apart(rows: list[dict[str, Any]], reach: tuple[float, float], count: int) -> list[dict[str, Any]]:
    """Return the first *count* rows of which none's name covers that of one before; *reach*: the ends of both axes."""
    taken: list[tuple[float, float, float]] = []
    kept: list[dict[str, Any]] = []
    for row in rows:
        across, above = row["change"] / (2 * MARGIN * reach[0]) * WIDTH, row["height"] / reach[1] * HEIGHT
        half = len(row["name"]) * LETTER / 2
        if len(kept) < count and all(
            abs(across - x) >= half + other or abs(above - y) >= LINE for x, y, other in taken
        ):
            taken.append((across, above, half))
            kept.append(row)
    return kept


def _thresholds(threshold: float, max_p: float) -> list[Any]:
    """Return the dashed lines; none where every size or every p-value counts."""
    alt = altair()
    dashes = {"strokeDash": [4, 3], "color": UNCHANGED, "opacity": 0.7}
    lines = []
    if 0 < max_p < 1:
        lines.append(alt.Chart(data([{"y": minus_log10(log10(max_p))}])).mark_rule(**dashes).encode(y="y:Q"))
    if 0 < threshold < inf:
        sides = data([{"x": -threshold}, {"x": threshold}])
        lines.append(alt.Chart(sides).mark_rule(**dashes).encode(x="x:Q"))
    return lines
