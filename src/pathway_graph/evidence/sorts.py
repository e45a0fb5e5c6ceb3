"""Say how many disagreements of each sort there are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pathway_graph.text.counts import how_many

_CALLED: Final = {
    "opposite-signs": ("opposite sign", "opposite signs"),
    "sign-against-no-effect": ("sign against no effect", "signs against no effect"),
    "tensions": ("note of a curator", "notes of curators"),
}


def summary_line(counts: Mapping[str, int]) -> str:
    """Say how many there are of each sort.

    >>> summary_line({"opposite-signs": 3, "unexplained": 1, "two-actions": 1, "related-objects": 2})
    '3 opposite signs (1 unexplained; 1 of two actions, at other sites or by other mechanisms), 2 related-objects'
    >>> summary_line({})
    'nothing that disagrees'
    """
    besides = [f"{counts['unexplained']:,} unexplained"] if counts.get("unexplained") else []
    if counts.get("two-actions"):
        besides.append(f"{counts['two-actions']:,} of two actions, at other sites or by other mechanisms")
    said = []
    for name, count in counts.items():
        if name not in ("unexplained", "two-actions"):
            one, many = _CALLED.get(name, (name, name))
            said.append(how_many(count, one, many))
    claims = sum(name in counts for name in ("opposite-signs", "sign-against-no-effect"))
    if besides and claims:
        said[claims - 1] += f" ({'; '.join(besides)})"
    return ", ".join(said) or "nothing that disagrees"
