"""Build a Network: sort its parts, derive its edges from claims, merge and split data sets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any, Final

from pathway_graph.errors import MergeConflict, Problem
from pathway_graph.model import (
    Claim,
    Diagram,
    Edge,
    Entity,
    Network,
    Ortholog,
    Protocol,
    Publication,
    Reference,
    Source,
    Tension,
)
from pathway_graph.model.border import DATA_ERRORS, explained_by_types, refuses_bad_data
from pathway_graph.model.caching import gc_paused
from pathway_graph.model.copies import copied, made
from pathway_graph.model.edges import derive_edges
from pathway_graph.model.mechanisms import settle
from pathway_graph.model.network import OWNED, PARTS
from pathway_graph.model.plain import plain_items

BY_ID: Final = attrgetter("id")
BY_NUMBER: Final = attrgetter("source", "number")


def build_network(
    source: Source,
    *,
    entities: Iterable[Entity] = (),
    claims: Iterable[Claim] = (),
    references: Iterable[Reference] = (),
    publications: Iterable[Publication] = (),
    protocols: Iterable[Protocol] = (),
    diagrams: Iterable[Diagram] = (),
    tensions: Iterable[Tension] = (),
) -> Network:
    """Return the network of one data set, its parts sorted and its edges derived.

    Every part is marked as belonging to *source*. Numbers and texts of NumPy, such as the cells of a data frame are,
    become those of Python. References are not checked here: see `pathway_graph.model.validate`.

    Raises:
        InputError: No network can be made of it: a number stands where a text should be.

    >>> from pathway_graph.model import Claim, Entity, Source
    >>> net = build_network(
    ...     Source("mine"),
    ...     entities=[Entity("a", "Protein", "A"), Entity("b", "Protein", "B")],
    ...     claims=[Claim("c1", "a", "inhibits", "b"), Claim("c2", "a", "inhibits", "b", species="rat")],
    ... )
    >>> [(edge.id, edge.sign, edge.claims) for edge in net.edges]
    [('a inhibits b', -1, ('c1', 'c2'))]
    """
    network = build_later(
        source, entities=entities, claims=claims, references=references, publications=publications,
        protocols=protocols, diagrams=diagrams, tensions=tensions,
    )  # fmt: skip
    try:
        _ = network.edges
        return network
    except DATA_ERRORS as error:
        _tell(error, network)
        raise


def build_later(source: Source, **given: Iterable[Any]) -> Network:
    """Return what `build_network` does, its edges derived when they are first asked for: what is read is often merged.

    Raises:
        InputError: No network can be made of it.
    """
    (source,) = plain_items((source,))
    parts = {part: plain_items(tuple(given.get(part, ()))) for part in PARTS if part != "sources"}
    try:
        return network_later(source, **parts)
    except DATA_ERRORS as error:
        _tell(error, Network(sources=(source,), **parts))
        raise


def _tell(error: Exception, network: Network) -> None:
    """Raise what is wrong with the types of a network's parts, if anything is."""
    told = explained_by_types(error, Network(**{part: getattr(network, part) for part in PARTS}))
    if told is not error:
        raise told from error


def network_later(source: Source, **parts: Iterable[Any]) -> Network:
    """Return what `build_network` does, its edges derived when they are first asked for: many are but merged."""
    return _assemble_later(
        {"sources": [source], **_marked(source.id, {part: tuple(items) for part, items in parts.items()})}
    )


def _marked(name: str, parts: Mapping[str, tuple[Any, ...]]) -> dict[str, list[Any]]:
    """Return the parts of a data set, each item marked as belonging to it."""
    own = [
        entity
        if entity.sources == (name,) and not entity.definitions
        else copied(entity, sources=(name,), definitions=())
        for entity in parts["entities"]
    ]
    # copying half a million claims takes longer than all the rest
    owned = {
        part: [item if item.source == name else copied(item, source=name) for item in parts.get(part, ())]
        for part in OWNED
    }
    return {"entities": own, **owned}


@refuses_bad_data
def merge(networks: Sequence[Network]) -> Network:
    """Unite networks of different data sets; entities with one identifier become one.

    The result does not depend on the order of *networks*: where two data sets describe an entity
    differently, the one whose name sorts first gives the value and the lists are united; another name, and another
    symbol in a species, stays as a synonym. A data set that occurs twice counts once, its last occurrence.

    Raises:
        MergeConflict: Two data sets give one entity different kinds or different CURIEs, or use one
            identifier for different claims, publications, protocols, diagrams or tensions. All conflicts are listed.
    """
    united = merge_later(networks)
    _ = united.edges
    return united


def merge_later(networks: Sequence[Network]) -> Network:
    """Return what `merge` does, its edges derived when they are first asked for."""
    by_source: dict[str, Network] = {}
    for network in networks:
        for part in split_later(network):
            by_source.pop(part.sources[0].id, None)
            by_source[part.sources[0].id] = part
    came = {name: number for number, name in enumerate(by_source)}
    parts = [by_source[name] for name in sorted(by_source)]
    if len(parts) == 1:
        return parts[0]
    problems: list[Problem] = []
    definitions: dict[str, list[Entity]] = defaultdict(list)
    for part in parts:
        for entity in part.entities:
            definitions[entity.id].append(entity)
    owned = {name: _distinct([getattr(part, name) for part in parts], name, came, problems) for name in OWNED}
    united = _assemble_later(
        {
            "sources": [part.sources[0] for part in parts],
            "entities": [unite(group, problems) for group in definitions.values()],
            **owned,
        }
    )
    if problems:
        raise MergeConflict(sorted(problems))
    return united


@refuses_bad_data
def split(network: Network, *, only: Collection[str] | None = None) -> list[Network]:
    """Return the networks, one per data set, that *network* was merged from.

    Args:
        network: What to take apart.
        only: Data sets to return; all of them if not given.

    >>> split(Network())
    []
    """
    parts = split_later(network, only=only)
    for part in parts:
        _ = part.edges
    return parts


def split_later(network: Network, *, only: Collection[str] | None = None) -> list[Network]:
    """Return what `split` does, the edges of each derived when they are first asked for."""
    if len(network.sources) == 1 and not any(entity.definitions for entity in network.entities):
        return [network] if only is None or network.sources[0].id in only else []
    entities: dict[str, list[Entity]] = defaultdict(list)
    for entity in network.entities:
        for name in entity.sources:
            entities[name].append(definition_in(entity, name))
    owned = {part: _by_source(getattr(network, part)) for part in OWNED}
    return [
        network_later(
            source, entities=entities[source.id], **{part: groups[source.id] for part, groups in owned.items()}
        )
        for source in network.sources
        if only is None or source.id in only
    ]


def _by_source(items: Iterable[Any]) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = defaultdict(list)
    for item in items:
        groups[item.source].append(item)
    return groups


def assemble(parts: Mapping[str, Iterable[Any]]) -> Network:
    """Return the network of these parts, sorted, its edges derived; each item already names its data set.

    A claim of a modification onto the modified form gets its sign, see `pathway_graph.model.mechanisms.settle`.

    Args:
        parts: Items by the name of their part (`pathway_graph.model.network.PARTS`); a part not named is empty.
    """
    network = _assemble_later(parts)
    _ = network.edges
    return network


def _assemble_later(parts: Mapping[str, Iterable[Any]]) -> Network:
    content: dict[str, Sequence[Any]] = {part: list(parts.get(part, ())) for part in PARTS}
    said, drawn = settle(content["entities"], content["claims"], content["diagrams"])
    content |= {"claims": said, "diagrams": drawn}
    whole = {
        part: tuple(sorted(items, key=BY_NUMBER if part == "references" else BY_ID)) for part, items in content.items()
    }

    def derive() -> tuple[Edge, ...]:
        with gc_paused():
            return derive_edges(whole["entities"], whole["claims"], whole["diagrams"])

    return Network.deriving(whole, derive)


def definition_in(entity: Entity, source: str) -> Entity:
    """Return an entity as one of its data sets defines it."""
    if not entity.definitions:
        return entity
    return entity.definitions[entity.sources.index(source)]


def unite(definitions: list[Entity], problems: list[Problem]) -> Entity:
    """Return one entity of its definitions, sorted by data set; what they contradict each other in joins *problems*."""
    first = definitions[0]
    if len(definitions) == 1:
        return first
    changes: dict[str, Any] = {}
    for item in fields(Entity):
        values = [getattr(definition, item.name) for definition in definitions]
        if isinstance(values[0], tuple):
            changes[item.name] = tuple(dict.fromkeys(part for value in values for part in value))
        else:
            changes[item.name] = next((value for value in values if value), values[0])
    for what in ("kind", "curie"):
        stated = {getattr(definition, what): definition.sources[0] for definition in definitions}
        stated.pop("", None)
        if len(stated) > 1:
            listed = ", ".join(f"{value} in {source!r}" for value, source in sorted(stated.items()))
            problems.append(
                Problem(definitions[-1].sources[0], 0, f"entity {first.id!r} has several values of {what}: {listed}",
                        "give one of the two another id")
            )  # fmt: skip
    changes["orthologs"] = _united_orthologs(changes["orthologs"])
    symbols = {other.symbol for definition in definitions for other in definition.orthologs} - {""}
    symbols -= {other.symbol for other in changes["orthologs"]}
    names = {*symbols, *(definition.name for definition in definitions)} - {changes["name"], *changes["synonyms"]}
    changes["synonyms"] = (*changes["synonyms"], *sorted(names))
    changes["view"] = "guide" if any(d.view == "guide" for d in definitions) else "background"
    changes["sources"] = tuple(definition.sources[0] for definition in definitions)
    changes["definitions"] = tuple(definitions)
    return made(Entity, **changes)


def _united_orthologs(stated: Iterable[Ortholog]) -> tuple[Ortholog, ...]:
    """Return one ortholog a species: identifiers united, of symbols and notes the first that is given.

    >>> _united_orthologs([Ortholog("rat", "", ("rgd:2202",)), Ortholog("rat", "Bdnf", ("ncbigene:24225",), "n")])
    (Ortholog(species='rat', symbol='Bdnf', curies=('rgd:2202', 'ncbigene:24225'), note='n'),)
    """
    groups: dict[str, list[Ortholog]] = defaultdict(list)
    for ortholog in stated:
        groups[ortholog.species].append(ortholog)
    return tuple(
        Ortholog(
            species,
            next(filter(None, (one.symbol for one in group)), ""),
            tuple(dict.fromkeys(curie for one in group for curie in one.curies)),
            next(filter(None, (one.note for one in group)), ""),
        )
        for species, group in groups.items()
    )


def _distinct(groups: list[tuple[Any, ...]], part: str, came: Mapping[str, int], problems: list[Problem]) -> list[Any]:
    seen: dict[str, Any] = {}
    what = part.removesuffix("s")
    for group in groups:
        for item in group:
            earlier = seen.setdefault(item.id, item)
            if earlier is not item:
                first, later = sorted((earlier.source, item.source), key=lambda name: came[name])
                problems.append(
                    Problem(later, 0, f"{what} id {item.id!r} is already used by {first!r}",
                            "give it another id, for instance with the data set's name in front")
                )  # fmt: skip
    return list(seen.values())
