"""Count, field by field, what a format that holds only some fields of claims and entities leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from functools import cache
from typing import Any, Final

from pathway_graph.formats.report import Tally
from pathway_graph.model import Claim, Entity
from pathway_graph.model.vocabulary import STRUCTURAL

LINKS: Final[Mapping[str, tuple[str, bool]]] = {
    relation: (link, downwards) for link, (relation, downwards) in STRUCTURAL.items()
}
"""Relations of edges that a structural link makes: the link, and whether the edge runs from parent to child."""
NOT_STATED: Final = "not stated"
"""Written where a format wants a word and the model has none, so that it comes back as none."""
_NEVER: Final = {"id", "source", "sources", "definitions"}


def count_fields(tally: Tally, what: str, items: Iterable[Claim | Entity], kept: Iterable[str]) -> None:
    """Report which fields that say something are left out, and in how many of *items*.

    Args:
        tally: The report to be.
        what: ``claims`` or ``entities``.
        items: Claims or entities that are written.
        kept: Fields that the format holds.

    >>> tally = Tally()
    >>> count_fields(tally, "claims", [Claim("c", "a", "inhibits", "b", "A inhibits B.", lines="7")], {"lines"})
    >>> [(loss.what, loss.why, loss.count) for loss in tally.report("", "").left_out]
    [('fields of claims', 'no place for: statement (1)', 1)]
    """
    counts: dict[str, int] = {}
    losing = 0
    for item in items:
        cls: Any = type(item)
        lost = [name for name, default in _defaults(cls) if name not in kept and getattr(item, name) != default]
        losing += bool(lost)
        for name in lost:
            counts[name] = counts.get(name, 0) + 1
    listed = ", ".join(f"{name} ({count})" for name, count in sorted(counts.items()))
    tally.left_out(f"fields of {what}", f"no place for: {listed}", count=losing)


@cache
def _defaults(cls: Any) -> tuple[tuple[str, Any], ...]:
    return tuple(
        (field.name, field.default)
        for field in fields(cls)
        if field.default is not MISSING and field.name not in _NEVER
    )
