"""Compare the contexts of two claims, part by part, as the model declares which fields are context."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations, product
from typing import Any, Final

from pathway_graph.model import Claim
from pathway_graph.model.declaration import context_parts
from pathway_graph.model.experiments import same_dose

_FIRST: Final = ("species", "tissue", "baseline", "duration", "aspect")
"""The parts that are told first; the others follow in order of their declaration."""


def differences(one: Claim, other: Claim) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the parts of the context in which two claims differ, and those that cannot be compared.

    A part cannot be compared where one of the two does not state it, or states it in other terms: a dose in mg beside
    one in mg/kg, an acute treatment beside one of three weeks. A claim without a condition has the untreated state as
    its baseline, and one without a co-treatment has none; neither is silent about it.

    >>> a = Claim("a", "x", "increases", "y", species="sp:rat", dose=10.0, dose_unit="mg/kg", sex="male")
    >>> b = Claim("b", "x", "decreases", "y", species="sp:mouse", dose=0.01, dose_unit="g/kg", sex="female")
    >>> differences(a, b)
    (('species', 'sex'), ('tissue', 'duration', 'assay', 'strain', 'route'))
    """
    differs, unknown = [], []
    cls: Any = type(one)
    for part, fields in context_parts(cls).items():
        same = _COMPARISONS.get(part, _stated_alike)(one, other, fields)
        if same is None:
            unknown.append(part)
        elif not same:
            differs.append(part)
    return in_order(differs), in_order(unknown)


def in_order(parts: Iterable[str]) -> tuple[str, ...]:
    """Return parts of a context in the order in which they are told.

    >>> in_order(["aspect", "route", "dose", "tissue"])
    ('tissue', 'aspect', 'dose', 'route')
    """
    declared = list(context_parts(Claim))
    rank = {part: place for place, part in enumerate(dict.fromkeys((*_FIRST, *declared)))}
    return tuple(sorted(parts, key=lambda part: rank.get(part, len(rank))))


_NO_CONTEXT: Final = frozenset({
    "PublicationType", "PublicationStatus", "Section", "Source", "SIF_INFO", "bio2bel", "Species", "Confidence",
})  # fmt: skip
"""Annotations of BEL that say where a statement stands, or that are fields of a claim too."""


def annotations_apart(sides: Sequence[Sequence[Claim]]) -> tuple[tuple[str, str], ...]:
    """Return the annotations of BEL in which sides differ whichever two claims are compared, with what each states.

    They are the source's own words, kept beside the fields; what only one claim of two states is no difference.

    >>> said = ('{"Timeline": ["10 h"]}', '{"Timeline": ["3 days"], "Section": ["Results"]}')
    >>> sides = [[Claim(text, "x", "increases", "y", attributes=(("bel_annotations", text),))] for text in said]
    >>> annotations_apart(sides)
    (('Timeline', '10 h / 3 days'),)
    """
    stated = [[_annotations(claim) for claim in side] for side in sides if side]
    pairs = [pair for one, other in combinations(stated, 2) for pair in product(one, other)]
    if not pairs:
        return ()
    names = set.intersection(*({name for name in a.keys() & b.keys() if a[name].isdisjoint(b[name])} for a, b in pairs))
    return tuple(
        (name, " / ".join(", ".join(sorted(set().union(*(one[name] for one in side)))) for side in stated))
        for name in sorted(names - _NO_CONTEXT)
    )


def _annotations(claim: Claim) -> dict[str, frozenset[str]]:
    text = dict(claim.attributes).get("bel_annotations")
    try:
        found = json.loads(text) if isinstance(text, str) else {}
    except ValueError:
        found = {}
    if not isinstance(found, dict):
        return {}
    listed = {name: value if isinstance(value, list) else [value] for name, value in found.items()}
    return {name: frozenset(map(str, values)) for name, values in listed.items() if values}


Comparison = Callable[[Any, Any, tuple[str, ...]], bool | None]
"""Tells whether two claims say the same in some fields; None where they cannot be compared."""


def _stated_alike(one: Claim, other: Claim, fields: tuple[str, ...]) -> bool | None:
    """Compare the first of the fields that each states."""
    first, second = (next((value for name in fields if (value := getattr(claim, name)) not in ("", None, ())), None)
                     for claim in (one, other))  # fmt: skip
    return None if first is None or second is None else bool(first == second)


def _said_alike(one: Claim, other: Claim, fields: tuple[str, ...]) -> bool:
    """Compare fields of which silence says something too: nothing was given, nothing was there before."""
    return all(_as_set(getattr(one, name)) == _as_set(getattr(other, name)) for name in fields)


def _as_set(value: Any) -> Any:
    return frozenset(value) if isinstance(value, tuple) else value


def _tissue(one: Claim, other: Claim, fields: tuple[str, ...]) -> bool | None:
    """Compare the regions, and the cells; where no field is stated by both, what each states first."""
    both = [name for name in fields if getattr(one, name) and getattr(other, name)]
    if not both:
        return _stated_alike(one, other, fields)
    return all(getattr(one, name) == getattr(other, name) for name in both)


def _duration(one: Claim, other: Claim, fields: tuple[str, ...]) -> bool | None:
    """Compare acute with chronic or, where one does not say which, the days."""
    if one.course and other.course:
        return one.course == other.course
    if one.duration_days is not None and other.duration_days is not None:
        return one.duration_days == other.duration_days
    return None


def _dose(one: Claim, other: Claim, fields: tuple[str, ...]) -> bool | None:
    if one.dose is None or other.dose is None:
        return None
    return same_dose((one.dose, one.dose_unit), (other.dose, other.dose_unit))


_COMPARISONS: Final[dict[str, Comparison]] = {
    "tissue": _tissue, "duration": _duration, "dose": _dose, "baseline": _said_alike, "co-treatment": _said_alike,
}  # fmt: skip
"""How parts are compared of which one value beside another does not say enough."""
