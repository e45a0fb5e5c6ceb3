"""Hold that the figures of a claim fit together: its dose, its numbers and its statistics."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import Final

from pathway_graph.model.claims import Claim

_RANGES: Final = {
    "p-value": (0.0, 1.0), "adjusted p-value": (0.0, 1.0), "correlation": (-1.0, 1.0), "fold change": (0.0, inf),
    "odds ratio": (0.0, inf), "F": (0.0, inf), "chi-squared": (0.0, inf),
}  # fmt: skip


def wrong_experiment(claim: Claim) -> Iterator[tuple[str, str, str]]:
    """Yield field, message and way out of what does not fit in a claim's dose, numbers and statistics.

    >>> list(wrong_experiment(Claim("c", "a", "activates", "b", dose=10.0)))
    [('dose', 'a dose without a unit', 'add dose_unit: mg/kg or another one')]
    """
    if claim.dose is not None and not claim.dose_unit:
        yield "dose", "a dose without a unit", "add dose_unit: mg/kg or another one"
    if claim.dose_unit and claim.dose is None:
        yield "dose_unit", "a unit without a dose", "add dose:"
    if claim.dose is not None and claim.dose <= 0:
        yield "dose", f"dose {claim.dose:g} is not positive", "write what was given, or leave it out"
    if claim.sample_size is not None and claim.sample_size <= 0:
        yield "sample_size", f"sample_size {claim.sample_size} is not positive", "write the number in a group"
    if bool(claim.statistic) != (claim.statistic_value is not None):
        where, other = ("statistic", "statistic_value") if claim.statistic else ("statistic_value", "statistic")
        yield where, f"{where} without {other}", f"add {other}:"
    low, high = _RANGES.get(claim.statistic, (-inf, inf))
    if claim.statistic_value is not None and not low <= claim.statistic_value <= high:
        yield "statistic_value", f"{claim.statistic} {claim.statistic_value:g} is not within {low:g} to {high:g}", ""
