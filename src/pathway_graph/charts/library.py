"""Altair, which draws the charts, and the look they share: the colours of the diagrams, one font, no frame."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from pathway_graph.diagrams.style import GREY, LOWERS, RAISES
from pathway_graph.errors import MissingPackage

EXTRA: Final = "plot"
WIDTH, HEIGHT = 340, 300
"""Of the drawn area in pixels; axes and titles stand outside it."""
UP, DOWN, UNCHANGED = RAISES, LOWERS, GREY
PALE: Final = "#B8B8B8"
_FONT: Final = "Arial, Helvetica, Liberation Sans, sans-serif"


def altair() -> Any:
    """Return the module Altair.

    Raises:
        MissingPackage: It is not installed.
    """
    try:
        import altair as found
    except ImportError as error:
        raise MissingPackage("altair", EXTRA) from error
    return found


def data(rows: Sequence[dict[str, Any]]) -> Any:
    """Return rows as the data of a chart: they stand in the chart itself, however many there are."""
    return altair().InlineData(values=list(rows))


def titled(title: str, *said: str) -> Any:
    """Return a title, with a line below for each sentence that is not empty."""
    return altair().TitleParams(title, subtitle=[sentence for sentence in said if sentence], anchor="start")


def styled(chart: Any) -> Any:
    """Return a chart in the look of all."""
    return (
        chart.configure(font=_FONT)
        .configure_view(stroke=None)
        .configure_axis(grid=False, labelFontSize=11, titleFontSize=12, titleFontWeight="normal", labelLimit=240)
        .configure_legend(labelFontSize=11, titleFontSize=12, titleFontWeight="normal", symbolStrokeWidth=0)
        .configure_title(fontSize=14, subtitleFontSize=11, subtitleColor="#444444")
    )


def minus_log10(log10: float) -> float:
    """Return -log10 of a p-value from its logarithm, rounded for a chart; 0 stays 0, without a sign."""
    return round(max(0.0, -log10), 5)


def told_apart(named: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return a label per id: its name, with the id where several share the name.

    >>> told_apart([("prot:BDNF", "BDNF"), ("rna:BDNF", "BDNF"), ("prot:CREB1", "CREB1")])["rna:BDNF"]
    'BDNF (rna:BDNF)'
    """
    names = Counter(name for _, name in named)
    return {key: name if names[name] == 1 else f"{name} ({key})" for key, name in named}
