"""Agents of INDRA statements: what they are, by their database references, and the states they are named in."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Final

from pathway_graph.formats.builder import Collection
from pathway_graph.formats.node_attributes import node_entity
from pathway_graph.formats.term_mapping import curie_in, curie_of
from pathway_graph.identifiers.minting import PREFIXES, slug
from pathway_graph.model import Entity, Link

_ORDER: Final = (
    "FPLX", "HGNC", "UP", "EGID", "MIRBASE", "CHEBI", "PUBCHEM", "DRUGBANK", "CHEMBL", "HMDB", "CAS", "GO", "DOID",
    "MONDO", "MESH", "HP", "EFO", "ECCODE", "IP", "PF", "REFSEQ_PROT", "CHEMSPIDER", "WP",
)  # fmt: skip
"""Namespaces of references, the one that names the agent best first."""
_NAMESPACES: Final = {"EGID": "ncbigene", "IP": "interpro", "PF": "pfam", "REFSEQ_PROT": "refseq", "WP": "wikipathways",
                      "ECCODE": "ec", "CHEMBL": "chembl.compound"}  # fmt: skip
_NO_NAMES: Final = {"TEXT", "TEXT_NORM"}
_RESIDUES: Final = {
    "S": "Ser", "T": "Thr", "Y": "Tyr", "K": "Lys", "R": "Arg", "H": "His", "D": "Asp", "N": "Asn", "C": "Cys",
    "P": "Pro", "E": "Glu", "Q": "Gln", "A": "Ala", "F": "Phe", "G": "Gly", "I": "Ile", "L": "Leu", "M": "Met",
    "V": "Val", "W": "Trp",
}  # fmt: skip
_LONG: Final = {
    "serine": "S", "threonine": "T", "tyrosine": "Y", "lysine": "K", "arginine": "R", "histidine": "H",
    "aspartate": "D", "asparagine": "N", "cysteine": "C", "proline": "P", "glutamate": "E", "glutamine": "Q",
}  # fmt: skip

Agent = Mapping[str, Any]


def place_of(collection: Collection) -> str:
    """Tell where the statement stands that is being read."""
    line, path = collection.here
    return f"line {line}" if line else path


def curies_of(references: Mapping[str, Any] | None) -> list[str]:
    """Return the identifiers of an agent's references, the best first; the words of the text are none.

    >>> curies_of({"UP": "P28482", "HGNC": "6871", "TEXT": "ERK2"})
    ['hgnc:6871', 'uniprot:P28482']
    """
    found = []
    given = {name: value for name, value in (references or {}).items() if name not in _NO_NAMES}
    known = [name for name in _ORDER if name in given]
    for name in (*known, *sorted(given.keys() - set(known))):
        values = given[name] if isinstance(given[name], list) else [given[name]]
        first = values[0] if values else ""
        first = first[0] if isinstance(first, list) and first else first  # readers score what they propose
        text = str(first or "")
        found.append(curie_of(_NAMESPACES.get(name, name), text) or curie_in(text))
    return [curie for curie in found if curie]


def site_of(condition: Mapping[str, Any]) -> str:
    """Return the residue that a modification is at; nothing where it is not said.

    >>> site_of({"residue": "S", "position": "133"}), site_of({"residue": "tyrosine", "position": None})
    ('Ser133', 'Tyr')
    """
    residue, position = str(condition.get("residue") or ""), str(condition.get("position") or "")
    return f"{_RESIDUES.get(_LONG.get(residue.lower(), residue), residue)}{position}"


def add_agent(collection: Collection, agent: Agent) -> str:
    """Add the entity that an agent is, in the state that the statement names; return its id.

    A modified agent is a `ProteinState`, a mutated one a `Variant`, one with others bound a `Complex`.
    """
    name = " ".join(str(agent.get("name") or "").split())
    if not name:
        collection.problem("an agent has no name", "give it the name of what it is")
    base = node_entity(collection, name, name, "", curies_of(agent.get("db_refs")))
    form = _form(collection, agent, base)
    bound = [one for one in agent.get("bound_conditions") or [] if one.get("is_bound", True) and one.get("agent")]
    if not bound:
        return form
    members = sorted({form, *(add_agent(collection, one["agent"]) for one in bound)})
    return complex_of(collection, members)


def complex_of(collection: Collection, members: list[str]) -> str:
    """Add the complex of these entities, which is the same one wherever it is named; return its id."""
    title = "-".join(collection.entities[member].name for member in members)
    own = _own_id("Complex", title, *members)
    collection.add(Entity(own, "Complex", title, members=tuple(members)))
    for member in members:
        collection.link(member, "part_of", own)
    return own


def _form(collection: Collection, agent: Agent, base: str) -> str:
    mutations = [_mutation(one) for one in agent.get("mutations") or []]
    mods = [_modification(one) for one in agent.get("mods") or []]
    if not mutations and not mods:
        return base
    parts = [" ".join(mutations), *sorted(mods)]
    name = " ".join(filter(None, (collection.entities[base].name, *parts)))
    kind = "Variant" if mutations else "ProteinState"
    own = _own_id(kind, collection.entities[base].name, base, *parts)
    links = () if mutations else (Link("state_of", base),)
    if own not in collection.entities and mutations:
        collection.claim("", own, "variant_of", base, kind="fact")
    return collection.add(Entity(own, kind, name, links=links))


def _own_id(kind: str, name: str, *parts: str) -> str:
    """Return the id of a thing that is known by what it is made of, the same in every file."""
    digest = hashlib.sha256(" ".join(parts).encode()).hexdigest()[:12]
    return f"{PREFIXES[kind]}:indra/{slug(name, 30)}-{digest}"


def _modification(condition: Mapping[str, Any]) -> str:
    """Return what a modification makes of a protein: ``phosphorylated (Ser133)``."""
    noun = str(condition.get("mod_type") or "modification")
    word = f"{noun[:-3]}ed" if noun.endswith("ion") else noun
    if condition.get("is_modified") is False:
        word = f"un{word}"
    site = site_of(condition)
    return f"{word} ({site})" if site else word


def _mutation(condition: Mapping[str, Any]) -> str:
    parts = [str(condition.get(part) or "") for part in ("residue_from", "position", "residue_to")]
    return "".join(parts) if any(parts) else "mutated"


def circumstances_of(agent: Agent | None) -> dict[str, str]:
    """Return what is said of an agent besides what it is: its activity, where it is, what is not bound to it.

    >>> circumstances_of({"name": "A", "activity": {"activity_type": "kinase", "is_active": False}})
    {'activity': 'kinase inactive'}
    """
    if agent is None:
        return {}
    found = {}
    activity = agent.get("activity")
    if activity:
        state = "inactive" if activity.get("is_active") is False else "active"
        found["activity"] = f"{activity.get('activity_type') or 'activity'} {state}"
    if agent.get("location"):
        found["location"] = str(agent["location"])
    conditions = agent.get("bound_conditions") or []
    free = [str(one["agent"].get("name")) for one in conditions if one.get("is_bound") is False and one.get("agent")]
    if free:
        found["not_bound"] = ", ".join(free)
    text = (agent.get("db_refs") or {}).get("TEXT")
    if isinstance(text, str) and text and text != agent.get("name"):
        found["text"] = " ".join(text.split())
    return found
