"""What the pages show, as plain data: the card of an entity, names that fit, rows of a trace."""

from __future__ import annotations

from typing import Any

from pathway_graph.errors import AmbiguousName, UnknownName
from pathway_graph.evidence import support
from pathway_graph.evidence.conflicts import find_conflicts
from pathway_graph.evidence.prepared import claims_about, links_to
from pathway_graph.identifiers.lookup import ANOTHER_NAME, choice_of, resolve
from pathway_graph.identifiers.spellings import names_of
from pathway_graph.model import Entity, Network

Row = dict[str, Any]


def found_by(network: Network, name: str) -> tuple[list[Row], str]:
    """Return the entities that a name means, or else those that contain it, and a remark."""
    try:
        return [_line(entity) for entity in resolve(network, name)], choice_of(network, name)
    except AmbiguousName as error:
        return [
            _line(network.entity[identifier]) for identifier, _ in error.candidates
        ], "Several things have this name:"
    except UnknownName as error:
        part = name.strip().casefold()
        near = [e for e in network.entities if part and any(part in known.casefold() for known in (*names_of(e), e.id))]
        if near:
            return [_line(entity) for entity in near], f"Nothing is called {name!r}; these names contain it:"
        return [], str(error)


def _line(entity: Entity) -> Row:
    return {"id": entity.id, "name": entity.called, "kind": entity.kind, "names": ", ".join(names_of(entity)[1:6])}


def card(network: Network, identifier: str) -> Row:
    """Return what is known of an entity.

    Raises:
        UnknownName: There is no such identifier.
    """
    entity = network.entity.get(identifier)
    if entity is None:
        raise UnknownName("entity", identifier, hint=f"look for its name on the first page, or {ANOTHER_NAME}")
    claims = [claim.id for claim in claims_about(network, [identifier])]
    conflicts = find_conflicts(network, identifier)
    return {
        "entity": entity,
        "names": names_of(entity),
        "identifiers": _identifiers(entity),
        "links": _links(network, entity),
        "claims": support(network, claims),
        "conflicts": conflicts.to_dict(),
        "titles": [f"{network.name(c.subject)} on {network.name(c.object)}: {c.aspect}" for c in conflicts.conflicts],
    }


def _identifiers(entity: Entity) -> list[tuple[str, str]]:
    found = [(entity.curie, "this very thing")] if entity.curie else []
    found += [(xref.curie, xref.note or "near it") for xref in entity.xrefs]
    for ortholog in entity.orthologs:
        note = " ".join(part for part in (ortholog.species, ortholog.symbol, ortholog.note) if part)
        found += [(curie, note) for curie in ortholog.curies]
    return found


def _links(network: Network, entity: Entity) -> list[tuple[str, str, str]]:
    """Return the structural links of an entity, both ways: words, identifier and name of the other end."""
    up = [(link.relation.replace("_", " "), link.target) for link in entity.links]
    down = [(f"({relation.replace('_', ' ')} it)", other) for relation, other in links_to(network, entity.id)]
    return [(phrase, end, network.name(end)) for phrase, end in (*up, *down)]
