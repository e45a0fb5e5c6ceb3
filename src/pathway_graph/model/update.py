"""Put data sets into a network in place of those of the same name, working out anew only what they touch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any, Final

from pathway_graph.errors import Problem
from pathway_graph.model import Diagram, Edge, Entity, Network
from pathway_graph.model.border import refuses_bad_data
from pathway_graph.model.build import BY_ID, BY_NUMBER, definition_in, merge, split, split_later, unite
from pathway_graph.model.caching import gc_paused
from pathway_graph.model.edges import derive_edges
from pathway_graph.model.mechanisms import settle
from pathway_graph.model.network import OWNED
from pathway_graph.model.vocabulary import STRUCTURAL

Key = tuple[str, str, str]

_ENDS: Final = attrgetter("source", "relation", "target")
_SAID: Final = attrgetter("subject", "relation", "object")


@refuses_bad_data
def update(stored: Network, incoming: Network) -> Network:
    """Return ``merge([stored, incoming])``; what the data sets of *incoming* do not touch is the same object as before.

    Args:
        stored: A network that `merge` or `build_network` of this version made.
        incoming: Data sets that come in, each in place of the one of the same name.

    Raises:
        MergeConflict: As `merge`.

    >>> from pathway_graph.model import Claim, Source
    >>> from pathway_graph.model.build import build_network
    >>> ends = [Entity("a", "Protein", "A"), Entity("b", "Protein", "B")]
    >>> one = build_network(Source("one"), entities=ends, claims=[Claim("c1", "a", "inhibits", "b")])
    >>> two = build_network(Source("two"), entities=ends[:1])
    >>> both = update(one, two)
    >>> both == merge([one, two]), both.claims[0] is one.claims[0], both.entities[1] is one.entities[1]
    (True, True, True)
    """
    own = {source.id for source in incoming.sources}
    found = _replaced(stored, own, split_later(incoming))
    return merge([stored, incoming]) if found is None else found


def without(stored: Network, source: str) -> Network:
    """Return *stored* without one data set; what that does not touch is the same object as before.

    >>> from pathway_graph.model import Source
    >>> from pathway_graph.model.build import build_network
    >>> one, two = (build_network(Source(name)) for name in ("one", "two"))
    >>> without(merge([one, two]), "two") == one
    True
    """
    found = _replaced(stored, {source}, [])
    return merge([part for part in split(stored) if part.sources[0].id != source]) if found is None else found


def _replaced(stored: Network, own: set[str], parts: Sequence[Network]) -> Network | None:
    """Return *stored* with *parts* in place of the data sets *own*; None where they contradict what is there."""
    if not _are_owned(stored) or not all(map(_are_owned, parts)):
        return None
    with gc_paused():
        content: dict[str, tuple[Any, ...]] = {}
        for part in OWNED:
            items = _owned(part, stored, own, parts)
            if items is None:
                return None
            content[part] = items
        entities, touched = _entities(stored, own, parts)
        if entities is None:
            return None
        content["entities"] = entities
        sources = [source for source in stored.sources if source.id not in own]
        content["sources"] = _ordered("sources", stored.sources, [*sources, *(part.sources[0] for part in parts)])
        said, drawn = settle(entities, content["claims"], content["diagrams"])
        content |= {"claims": tuple(said), "diagrams": tuple(drawn)}
        edges = _edges(stored, content, touched)
        return Network(**content, edges=edges)


def _are_owned(network: Network) -> bool:
    """Whether every item belongs to a data set of the network, as `merge` takes for granted."""
    names = {source.id for source in network.sources}
    claimed = {item.source for part in OWNED for item in getattr(network, part)}
    claimed.update(name for entity in network.entities for name in entity.sources or ("",))
    return claimed <= names


def _ordered(part: str, before: tuple[Any, ...], items: list[Any]) -> tuple[Any, ...]:
    """Return *items* in order; where nothing changed, the tuple that was there."""
    items.sort(key=BY_NUMBER if part == "references" else BY_ID)
    found = tuple(items)
    return before if len(found) == len(before) and all(map(_is, found, before)) else found


def _is(one: object, other: object) -> bool:
    return one is other


def _owned(part: str, stored: Network, own: set[str], parts: Sequence[Network]) -> tuple[Any, ...] | None:
    """Return the items of a part, an old object where a new one is equal; None where two have one identifier."""
    there: tuple[Any, ...] = getattr(stored, part)
    replaced = {item.id: item for item in there if item.source in own}
    new = [item for network in parts for item in getattr(network, part)]
    if not replaced and not new:
        return there
    kept = [item for item in there if item.source not in own] if replaced else list(there)
    identifiers = {item.id for item in new}
    if len(identifiers) < len(new) or any(item.id in identifiers for item in kept):
        return None
    return _ordered(part, there, [*kept, *(_same(replaced.get(item.id), item) for item in new)])


def _same(before: Any, item: Any) -> Any:
    """Return the old object where the new one is equal."""
    return before if before == item else item


def _entities(
    stored: Network, own: set[str], parts: Sequence[Network]
) -> tuple[tuple[Entity, ...] | None, dict[str, Entity | None]]:
    """Return all entities, and those that changed, came or went, each as it was before."""
    new: dict[str, list[Entity]] = defaultdict(list)
    for network in parts:
        for entity in network.entities:
            new[entity.id].append(entity)
    problems: list[Problem] = []
    found: list[Entity] = []
    touched: dict[str, Entity | None] = {}
    for entity in stored.entities:
        added = new.pop(entity.id, None)
        if added is None and own.isdisjoint(entity.sources):
            found.append(entity)
            continue
        definitions = [definition_in(entity, name) for name in entity.sources if name not in own] + (added or [])
        if not definitions:
            touched[entity.id] = entity
            continue
        united = _same(entity, _united(definitions, problems))
        if united is not entity:
            touched[entity.id] = entity
        found.append(united)
    for identifier, definitions in new.items():
        touched[identifier] = None
        found.append(_united(definitions, problems))
    if problems:
        return None, touched
    return _ordered("entities", stored.entities, found), touched


def _united(definitions: list[Entity], problems: list[Problem]) -> Entity:
    return unite(sorted(definitions, key=attrgetter("sources")), problems)


def _edges(stored: Network, content: dict[str, tuple[Any, ...]], touched: dict[str, Entity | None]) -> tuple[Edge, ...]:
    """Return the edges: those that what changed may concern are derived anew, the others are taken as they are."""
    if all(content[part] is getattr(stored, part) for part in ("entities", "claims", "diagrams")):
        return stored.edges
    entities, claims, diagrams = content["entities"], content["claims"], content["diagrams"]
    affected = _keys_of_diagrams([*stored.diagrams, *diagrams])
    affected.update(map(_SAID, _differing(stored.claims, claims)))
    now = {entity.id: entity for entity in entities if entity.id in touched}
    affected.update(_keys_of_links([*filter(None, touched.values()), *now.values()]))
    before = {_ENDS(edge): edge for edge in stored.edges}
    for key, edge in before.items():
        if not edge.claims and (edge.source in touched or edge.target in touched):
            affected.add(key)
    drawn = {identifier for diagram in diagrams for edge in diagram.edges for identifier in edge.claims}
    some = [claim for claim in claims if _SAID(claim) in affected or claim.id in drawn]
    derived = [edge for edge in derive_edges(entities, some, diagrams) if _ENDS(edge) in affected]
    kept = [edge for key, edge in before.items() if key not in affected]
    found = [*kept, *(_same(before.get(_ENDS(edge)), edge) for edge in derived)]
    found.sort(key=_ENDS)
    return stored.edges if len(found) == len(before) and all(map(_is, found, stored.edges)) else tuple(found)


def _keys_of_diagrams(diagrams: Iterable[Diagram]) -> set[Key]:
    return {_ENDS(edge) for diagram in diagrams for edge in diagram.edges}


def _keys_of_links(entities: Iterable[Entity]) -> set[Key]:
    found = set()
    for entity in entities:
        for link in entity.links:
            if link.relation in STRUCTURAL:
                relation, downwards = STRUCTURAL[link.relation]
                ends = (link.target, relation, entity.id) if downwards else (entity.id, relation, link.target)
                found.add(ends)
    return found


def _differing(before: tuple[Any, ...], now: tuple[Any, ...]) -> list[Any]:
    """Return the objects that only one of two parts holds."""
    if before is now:
        return []
    old, new = {id(item): item for item in before}, {id(item): item for item in now}
    both = old.keys() & new.keys()
    return [item for found in (old, new) for key, item in found.items() if key not in both]
