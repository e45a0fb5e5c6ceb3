"""The targets of one regulator: how each was found changed, and whether that is what the regulator would do."""

from __future__ import annotations

from typing import Any

from pathway_graph.charts.library import DOWN, PALE, UP, WIDTH, altair, data, styled, titled, told_apart
from pathway_graph.model import Network
from pathway_graph.model.arguments import require_whole
from pathway_graph.model.border import refuses_bad_data
from pathway_graph.regulators import RegulatorEvidence, Target
from pathway_graph.text.counts import how_many

VERDICTS = {"for": UP, "against": DOWN, "ambiguous": "#E69F00", "sign unknown": PALE}
_PREDICTED = {1: "▲", -1: "▼", 0: "?"}


@refuses_bad_data
def target_bars(explanation: RegulatorEvidence, *, count: int = 40) -> Any:
    """Return a bar per changed target of a regulator: its measured change, coloured by what it says.

    Before each name stands what is predicted: ▲ up, ▼ down, ? no sign. So a target that counts against has an arrow
    one way and its bar the other.

    Args:
        explanation: By `explain_regulator`.
        count: How many targets at most, the strongest of each verdict in turn; the rest is counted below the title.

    Returns:
        An ``altair.Chart``.

    Raises:
        MissingPackage: Altair is not installed (extra ``plot``).
        WrongArgument: *count* is no whole number above 0.

    >>> from pathway_graph.formats.native import read_guide
    >>> from pathway_graph.regulators import example_changes, explain_regulator, rank_regulators
    >>> guide = read_guide()
    >>> found = rank_regulators(guide, example_changes(guide), max_steps=1)
    >>> chart = target_bars(explain_regulator(found, "imipramine"))
    >>> rows = next(iter(chart.to_dict()["datasets"].values()))
    >>> len(rows), {row["verdict"] for row in rows}
    (11, {'for'})
    """
    require_whole("count", count, 1)
    regulator = explanation.regulator
    kept = _chosen(explanation.targets, count)
    order = {verdict: place for place, verdict in enumerate(VERDICTS)}
    kept.sort(key=lambda target: (order[target.verdict], -target.change.value, target.change.name))
    network = explanation.found.network
    names = told_apart([(target.entity, _called(target, network)) for target in kept])
    rows = [
        {
            "label": f"{_PREDICTED[target.predicted]} {names[target.entity]}",
            "change": round(target.change.value, 5),
            "verdict": target.verdict,
            "steps": target.steps,
        }
        for target in kept
    ]
    counts = [f"{sum(t.verdict == verdict for t in explanation.targets)} {verdict}" for verdict in VERDICTS]
    said = ", ".join(counts)
    left = len(explanation.targets) - len(kept)
    alt = altair()
    called = "log2 fold change" if explanation.found.changes.has_sizes else "change: up or down"
    chart = alt.Chart(data(rows)).mark_bar(height={"band": 0.75}).encode(
        y=alt.Y("label:N", sort=[row["label"] for row in rows], title="predicted, and target"),
        x=alt.X("change:Q", title=called),
        color=alt.Color("verdict:N", title=None, legend=alt.Legend(orient="bottom"),
                        scale=alt.Scale(domain=list(VERDICTS), range=list(VERDICTS.values()))),
        tooltip=["label:N", "change:Q", "verdict:N", "steps:Q"],
    )  # fmt: skip
    state = "raised" if regulator.sign > 0 else "lowered"
    title = titled(
        f"If {regulator.name} were {state}", said, f"{how_many(left, 'more is', 'more are')} not shown" if left else ""
    )
    return styled(chart.properties(width=WIDTH, height={"step": 15}, title=title))


def _called(target: Target, network: Network) -> str:
    """Return the name that was measured; where that is an id, the name of what it stands for."""
    return network.name(target.entity) if target.change.name in network.entity else target.change.name


def _chosen(targets: tuple[Target, ...], count: int) -> list[Target]:
    """Return the strongest targets of each verdict, one of each in turn, so that none hides the others."""
    piles = [
        sorted((t for t in targets if t.verdict == verdict), key=lambda t: (-abs(t.change.value), t.change.name))
        for verdict in VERDICTS
    ]
    chosen: list[Target] = []
    while len(chosen) < count and any(piles):
        for pile in piles:
            if pile and len(chosen) < count:
                chosen.append(pile.pop(0))
    return chosen
