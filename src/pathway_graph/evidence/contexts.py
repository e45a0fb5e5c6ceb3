"""Find the context that a name means: a species, tissue, cell, condition, duration, dose or another value of claims."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Final

from pathway_graph.errors import AmbiguousName, UnknownName, nearest
from pathway_graph.evidence.selection import parts_of_region
from pathway_graph.identifiers.lookup import resolve
from pathway_graph.model import Claim, Network, duration_in_days
from pathway_graph.model.experiments import DOSE_UNITS, same_dose
from pathway_graph.model.vocabulary import REGIMENS

ENTITY_FIELDS: Final = ("species", "region", "cell", "condition", "co_treatment", "assay")
_WORD_FIELDS: Final = ("regimen", "sex", "route", "strain")
_COURSES: Final = ("acute", "chronic")
_DOSE: Final = re.compile(r"([0-9.]+(?:[eE][-+]?[0-9]+)?) *(\D\S*)")


@dataclass(frozen=True, slots=True)
class Context:
    """What a name means where claims state a context.

    Attributes:
        name: As it was asked for.
        meaning: What it was taken for, in words: ``region: dorsal horn of spinal cord``.
        values: Entities it means, their parts included; empty where it is a word, a duration or a dose.
        parts: Those of *values* that are parts of what was named, and that claims state.
        claims: Claims that state it, in order.
    """

    name: str
    meaning: str
    values: frozenset[str]
    parts: tuple[str, ...]
    claims: tuple[Claim, ...]


def find_context(network: Network, name: str) -> Context:
    """Return the context that *name* means, with the claims that state it.

    A tissue takes in its parts. The name may be that of a context in any usual spelling, a word for a course or a
    regimen, sex, route or strain, an ISO 8601 duration, or a dose with its unit. Where it is none of these it may be
    part of the name of just one context that claims state. Several, with commas between, must all be stated.

    Raises:
        UnknownName: No claim states such a context; the message lists those that claims state.
        AmbiguousName: Several contexts have these words in their names.

    >>> from pathway_graph.formats.native import read_guide
    >>> found = find_context(read_guide(), "Jurkat")
    >>> found.meaning, [claim.id for claim in found.claims]
    ('cell: Jurkat', ['T2.3'])
    """
    if len(several := [part.strip() for part in name.split(",") if part.strip()]) > 1:
        return _all_of(name, [find_context(network, part) for part in several])
    for found in (_by_entity(network, name), _by_word(network, name), _by_figure(network, name)):
        if found is not None:
            return found
    stated = [claim for claim in network.claims if claim.view == "guide"]
    used = sorted({value for claim in stated for value in _entities(claim)})
    wanted = _words(name)
    near = [value for value in used if wanted and wanted <= _words(network.name(value))]
    if len(near) == 1 and (by_part := _by_entity(network, near[0], called=name)) is not None:
        return by_part
    if near:
        raise AmbiguousName(name, [(value, network.name(value)) for value in near])
    known = [network.name(value) for value in used]
    words = sorted({getattr(claim, field) for claim in stated for field in _WORD_FIELDS} - {""})
    raise UnknownName(
        "context", name, nearest(name, [*known, *words]), known=[*known, *words],
        hint="a context is a value that claims state: species, region, cell, condition, duration, dose, ...; "
        "several of them have commas between: 'rat, hippocampus'",
    )  # fmt: skip


def _all_of(name: str, parts: list[Context]) -> Context:
    """Return the context of claims that state all of several."""
    shared = set.intersection(*({claim.id for claim in part.claims} for part in parts))
    return Context(
        name,
        ", ".join(part.meaning for part in parts),
        frozenset().union(*(part.values for part in parts)),
        tuple(sorted({one for part in parts for one in part.parts})),
        tuple(claim for claim in parts[0].claims if claim.id in shared),
    )


def _by_entity(network: Network, name: str, *, called: str = "") -> Context | None:
    try:
        own = {entity.id for entity in resolve(network, name)}
    except UnknownName:
        return None
    values = parts_of_region(network, name)
    claims = tuple(claim for claim in network.claims if claim.view == "guide" and values & set(_entities(claim)))
    if not claims:
        return None
    stated = {value for claim in claims for value in _entities(claim)} & values
    field = next(f for f in ENTITY_FIELDS for claim in claims if values & set(_as_tuple(getattr(claim, f))))
    meaning = f"{field.replace('_', '-')}: {', '.join(network.name(one) for one in sorted(own))}"
    return Context(called or name, meaning, frozenset(values), tuple(sorted(stated - own)), claims)


def _by_word(network: Network, name: str) -> Context | None:
    word = name.strip().casefold()
    if word in _COURSES:
        return _stating(network, name, f"course: {word}", lambda claim: claim.course == word)
    for field in _WORD_FIELDS:
        found = _stating(network, name, f"{field}: {name.strip()}", partial(_says, field, word))
        if found is not None:
            return found
    return None


def _says(field: str, word: str, claim: Claim) -> bool:
    return bool(getattr(claim, field).casefold() == word)


def _by_figure(network: Network, name: str) -> Context | None:
    text = name.strip()
    try:
        days = duration_in_days(text.upper().replace("μ", "µ")) if text not in REGIMENS else None
    except ValueError:
        days = None
    if days is not None:
        return _stating(network, name, f"duration: {text}", lambda claim: claim.duration_days == days)
    dose = _DOSE.fullmatch(text.replace("\u03bc", "\u00b5"))
    if dose is None or dose[2] not in DOSE_UNITS:
        return None
    wanted = (float(dose[1]), dose[2])
    return _stating(
        network, name, f"dose: {text}",
        lambda claim: claim.dose is not None and bool(same_dose(wanted, (claim.dose, claim.dose_unit))),
    )  # fmt: skip


def _stating(network: Network, name: str, meaning: str, test: Callable[[Claim], bool]) -> Context | None:
    claims = tuple(claim for claim in network.claims if claim.view == "guide" and test(claim))
    return Context(name, meaning, frozenset(), (), claims) if claims else None


def _entities(claim: Claim) -> Iterable[str]:
    return [value for field in ENTITY_FIELDS for value in _as_tuple(getattr(claim, field))]


def _as_tuple(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,) if value else ()


def _words(text: str) -> set[str]:
    """Return the words of a name without those that say nothing, and without the s of a plural."""
    found = re.findall(r"[^\W_]+", text.casefold())
    return {word.removesuffix("s") if len(word) > 3 else word for word in found} - {"of", "the", "in", "cell"}
