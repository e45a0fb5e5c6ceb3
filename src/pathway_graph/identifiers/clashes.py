"""Names that a load makes ambiguous: what they mean in the store, what in the new data set, and the way out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pathway_graph.errors import AmbiguousName, UnknownName
from pathway_graph.identifiers.alignment import same_by_identifier
from pathway_graph.identifiers.lookup import resolve
from pathway_graph.identifiers.minting import is_local
from pathway_graph.identifiers.spellings import names_of, spellings_of
from pathway_graph.model import Entity, Network
from pathway_graph.model.build import definition_in
from pathway_graph.text.spelling import loose


@dataclass(frozen=True, slots=True)
class Clash:
    """A name that meant one thing and now means several, or another.

    Attributes:
        name: The name.
        own: Entities of the new data set that bear it.
        others: What else does.
        same: Pairs of those that are one thing by their identifiers: the new entity, the stored one.
        is_shifted: The name is not ambiguous; it means the new entity alone.
    """

    name: str
    own: tuple[str, ...]
    others: tuple[str, ...]
    same: tuple[tuple[str, str], ...]
    is_shifted: bool = False

    def __str__(self) -> str:
        own, others = ", ".join(self.own), ", ".join(self.others)
        several = (
            f"{self.name!r} now means {own}, and meant {others} before"
            if self.is_shifted
            else f"{self.name!r} is ambiguous now: {own} here, {others} before"
        )
        if self.same:
            pairs = ", ".join(f"{new} is {old}" for new, old in self.same)
            return f"{several}; by their identifiers {pairs}: load it with --align to take that id"
        if all(one.count(":") > 1 or "/" in one for one in self.own):  # made by an import, which no person edits
            return f"{several}; ask by identifier for one of them"
        return f"{several}; write {self.others[0]} in your file if it is the same, else give yours another name"


def clashes(before: Network, incoming: Network, after: Network) -> list[Clash]:
    """Return the names of *incoming* that mean several things in *after*, or another, and did not in *before*.

    Args:
        before: What was stored; the data sets that *incoming* replaces do not count.
        incoming: The new data sets.
        after: What is stored now.

    >>> from pathway_graph.model import Source
    >>> from pathway_graph.model.build import build_network, merge
    >>> old, new = (
    ...     build_network(Source(name), entities=[Entity(one, "AnatomicalStructure", "prefrontal cortex")])
    ...     for name, one in (("old", "an:PFC"), ("new", "an:pfc"))
    ... )
    >>> [(found.name, found.own, found.others) for found in clashes(old, new, merge([old, new]))]
    [('prefrontal cortex', ('an:pfc',), ('an:PFC',))]
    """
    before = _but(before, {source.id for source in incoming.sources})
    if not before.entities:
        return []
    found: dict[tuple[str, ...], Clash] = {}
    for name, entity in _shared_names(incoming, after):
        there, was_ambiguous = _meant(before, name)
        were = [one for one in there if one in after.entity]  # others have taken the id of what came
        means, is_ambiguous = _meant(after, name)
        labels = {one for one in were if is_local(before.entity[one])}  # which give way to whatever has an identifier
        if was_ambiguous or entity.id not in means or (not is_ambiguous and set(were) - labels <= set(means)):
            continue
        candidates = tuple(dict.fromkeys((*means, *were)))
        own = tuple(one for one in candidates if one in incoming.entity and _is_new(name, before.entity.get(one)))
        others = tuple(one for one in candidates if one not in own)
        if own and others and candidates not in found:
            pairs = ((new, old) for new in own for old in others)
            same = tuple((a, b) for a, b in pairs if same_by_identifier(after.entity[a], after.entity[b]))
            found[candidates] = Clash(name, own, others, same, not is_ambiguous)
    return sorted(found.values(), key=lambda clash: clash.name.casefold())


def _is_new(name: str, stored: Entity | None) -> bool:
    return stored is None or name.casefold() not in map(str.casefold, names_of(stored))


def united(before: Network, incoming: Network) -> list[str]:
    """Say which stored entities are one with new ones by their id alone, though no name or identifier says so.

    >>> from pathway_graph.model import Source
    >>> from pathway_graph.model.build import build_network
    >>> old, new = (
    ...     build_network(Source(data_set), entities=[Entity("chem:A", "SmallMolecule", name)])
    ...     for data_set, name in (("old", "aspirin"), ("new", "atropine"))
    ... )
    >>> united(old, new)
    ["chem:A is 'atropine' here and 'aspirin' in old, and one thing now; give yours another id if it is another"]
    """
    before = _but(before, {source.id for source in incoming.sources})
    found = []
    for entity in incoming.entities:
        stored = before.entity.get(entity.id)
        if stored is None or not entity.name or not stored.name or _curies(entity) & _curies(stored):
            continue
        if {loose(name) for name in names_of(entity)}.isdisjoint(map(loose, names_of(stored))):
            where = ", ".join(stored.sources)
            found.append(
                f"{entity.id} is {entity.name!r} here and {stored.name!r} in {where}, and one thing now; "
                "give yours another id if it is another"
            )
    return found


def _curies(entity: Entity) -> set[str]:
    return {entity.curie, *(xref.curie for xref in entity.xrefs)} - {""}


def _but(network: Network, own: set[str]) -> Network:
    """Return the entities and claims of the other data sets: what names are found by."""
    if own.isdisjoint(source.id for source in network.sources):
        return network
    entities = []
    for entity in network.entities:
        others = [name for name in entity.sources if name not in own]
        if others:
            entities.append(definition_in(entity, others[0]) if len(others) == 1 else entity)
    claims = tuple(claim for claim in network.claims if claim.source not in own)
    return Network(entities=tuple(entities), claims=claims)


def _shared_names(incoming: Network, after: Network) -> Iterator[tuple[str, Entity]]:
    """Yield names of new entities that something else bears too, in any letter case."""
    spellings = spellings_of(after)
    for entity in incoming.entities:
        for name in names_of(entity):
            hits = spellings.folded.get(name.casefold()) or spellings.exact.get(name)
            if hits is not None and len(hits.entities) > 1:
                yield name, entity


def _meant(network: Network, name: str) -> tuple[tuple[str, ...], bool]:
    """Return what a name means or may mean, and whether that is ambiguous."""
    known = spellings_of(network)
    if name not in known.exact and name.casefold() not in known.folded and loose(name) not in known.loose:
        return (), False  # to find out what it is near takes long
    try:
        return tuple(entity.id for entity in resolve(network, name)), False
    except AmbiguousName as error:
        listed = (identifier for identifier, _ in error.candidates)  # genes that are not here among them
        return tuple(identifier for identifier in listed if identifier in network.entity), True
    except UnknownName:
        return (), False
