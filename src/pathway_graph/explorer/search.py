"""Suggest entities while a name is typed: a few, the likeliest first, from names, synonyms, symbols and identifiers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from pathway_graph.errors import AmbiguousName, UnknownName
from pathway_graph.evidence.prepared import places_by_entity
from pathway_graph.identifiers.lookup import resolve
from pathway_graph.identifiers.spellings import names_of
from pathway_graph.model import Entity, Network
from pathway_graph.model.caching import cached_on
from pathway_graph.model.stopping import go_on

MOST: Final = 10
"""Suggestions at a time."""
LONGEST: Final = 100
_GATHERED: Final = 4000
_INSIDE: Final = 2
"""So many characters are looked for inside of names; fewer, at their beginnings alone."""


@dataclass(frozen=True)
class Index:
    """All spellings, sorted, each with the entity it is of.

    Attributes:
        spellings: Folded, sorted.
        places: Of each, the place of its entity, and whether it is its name.
    """

    spellings: list[str] = field(repr=False)
    places: list[tuple[int, bool]] = field(repr=False)


def index_of(network: Network) -> Index:
    """Return the index of a network, worked out on first use and kept with it."""
    return cached_on(network, _index)


def _index(network: Network) -> Index:
    found: list[tuple[str, int, bool]] = []
    for place, entity in enumerate(network.entities):
        if place % 2000 == 0:
            go_on()
        found += {(spelling.casefold(), place, spelling == entity.called) for spelling in _spellings(entity)}
    found.sort()
    return Index([one[0] for one in found], [(place, is_name) for _, place, is_name in found])


def _spellings(entity: Entity) -> set[str]:
    curies = (entity.curie, *(xref.curie for xref in entity.xrefs))
    return {entity.called, entity.id, *names_of(entity), *filter(None, curies)}


def suggest(network: Network, typed: str, most: int = MOST) -> list[dict[str, Any]]:
    """Return entities whose names begin with what was typed, then those that contain it.

    Of two that fit alike, the one of which more claims speak comes first.

    Args:
        network: Where to look.
        typed: The first letters of a name, in any case.
        most: Suggestions at most.

    Returns:
        For each entity ``id``, ``name``, ``kind``, ``also`` (the spelling that fits, where it is another one),
        ``claims`` (how many speak of it) and ``value`` (what to put into a field, so that just it, or its gene, is
        meant).

    >>> from pathway_graph.formats.native import read_guide
    >>> [(one["name"], one["also"]) for one in suggest(read_guide(), "trkb")]
    [('TrkB receptor', 'TrkB')]
    """
    wanted = " ".join(typed[:LONGEST].casefold().split())
    if not wanted:
        return []
    index, about = index_of(network), cached_on(network, places_by_entity)
    best: dict[int, tuple[int, int, int, str]] = {}
    for at, rank in _fitting(index, wanted):
        place, is_name = index.places[at]
        spelling = index.spellings[at]
        key = (2 * rank + (not is_name), 0, len(spelling), spelling)
        if place not in best or key < best[place]:
            best[place] = key
    entities = dict(zip(best, network.pick("entities", best), strict=True))
    ranked = [
        ((key[0], -len(about.get(entities[place].id, ())), *key[2:]), entities[place]) for place, key in best.items()
    ]
    ranked.sort(key=lambda pair: (pair[0], pair[1].id))
    return [_suggestion(network, entity, key[3], len(about.get(entity.id, ()))) for key, entity in ranked[:most]]


def _fitting(index: Index, wanted: str) -> Iterator[tuple[int, int]]:
    """Yield the places of spellings that fit, each with a rank: the same, begins so, a word begins so, contains it."""
    begin = bisect_left(index.spellings, wanted)
    end = begin
    while end < len(index.spellings) and index.spellings[end].startswith(wanted) and end - begin < _GATHERED:
        yield end, 0 if index.spellings[end] == wanted else 1
        end += 1
    if len(wanted) < _INSIDE:
        return
    count = 0
    for at, spelling in enumerate(index.spellings):
        inside = spelling.find(wanted)
        if inside > 0:
            yield at, 2 if not spelling[inside - 1].isalnum() else 3
            count += 1
            if count == _GATHERED:
                return


def _suggestion(network: Network, entity: Entity, fits: str, claims: int) -> dict[str, Any]:
    written = [*names_of(entity), *sorted(_spellings(entity))]
    known = next((name for name in written if name.casefold() == fits), fits)
    return {
        "id": entity.id, "name": entity.called, "kind": entity.kind, "claims": claims,
        "also": "" if known in (entity.called, entity.id) else known, "value": value_of(network, entity),
    }  # fmt: skip


def value_of(network: Network, entity: Entity) -> str:
    """Return what to write so that an entity, or its gene, is meant: its name where that is enough, else its id."""
    try:
        meant = resolve(network, entity.called)
    except (UnknownName, AmbiguousName):
        return entity.id
    return entity.called if entity in meant else entity.id
