"""Notes on names of a query that no database of ours holds: a label, a relationship type, a property key."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from functools import cache
from typing import Final

from pathway_graph.cypher.bindings import LINK, NODE, bindings
from pathway_graph.cypher.mistakes import Place
from pathway_graph.cypher.slips import notes_on_slips
from pathway_graph.cypher.syntax import NodePattern, RelationshipPattern, Statement
from pathway_graph.cypher.walk import find
from pathway_graph.errors import did_you_mean, nearest
from pathway_graph.model import Claim, Diagram, Edge, Entity, Protocol, Publication, Reference, Source, Step, Tension
from pathway_graph.model.synonyms import suggestions
from pathway_graph.model.vocabulary import RELATIONS, SPECIES_WORDS
from pathway_graph.stores.records import all_labels, all_types

_ITEMS: Final = (Claim, Diagram, Edge, Entity, Protocol, Publication, Reference, Source, Step, Tension)
_DERIVED: Final = (
    "sign",
    "duration_days",
    "course",
    "relation",
    "xref_notes",
    "number",
    "verdict",
    "protocol",
    "layer",
)
"""Properties that are no fields of the items themselves; see `stores.records`."""
_OF_SPECIES: Final = ("symbol", "ids", "note")
_MEANT: Final = {
    "symbol": ("name", "synonyms"), "gene": ("name",), "label": ("name",), "title": ("name",), "type": ("kind",),
    "pubmed": ("pmid",), "pubmed_id": ("pmid",), "organism": ("species",), "tissue": ("region",),
    "confidence": ("certainty",), "score": ("certainty",), "effect": ("sign",), "identifier": ("id", "curie"),
    "uniprot": ("curie", "xrefs"), "hgnc": ("curie", "xrefs"), "entrez": ("xrefs",), "aliases": ("synonyms",),
    "description": ("note",), "evidence": ("claims",), "database": ("source", "sources"), "taxon": ("species",),
}  # fmt: skip
"""What others call a property -> what it is here."""
_NAMED: Final = re.compile(r"[(\[]\s*[A-Z]\w+\s*[)\]{*]")
"""A pattern's variable that begins with a capital, as labels and types do."""
_MOST: Final = 5
"""Most notes on one query."""


@dataclass(frozen=True, slots=True)
class Names:
    """The labels, relationship types and property keys of a database."""

    labels: frozenset[str]
    types: frozenset[str]
    keys: frozenset[str]

    def __or__(self, other: Names) -> Names:
        return Names(self.labels | other.labels, self.types | other.types, self.keys | other.keys)


@cache
def own_names() -> Names:
    """Return all names that a store of this package may hold, whether this one does or not.

    >>> "Protein" in own_names().labels, "ACTIVATES" in own_names().types, "rat_symbol" in own_names().keys
    (True, True, True)
    """
    keys = {field.name for item in _ITEMS for field in fields(item)}
    keys.update(_DERIVED)
    keys.update(f"{species}_{name}" for species in SPECIES_WORDS for name in _OF_SPECIES)
    return Names(frozenset(all_labels()), frozenset(all_types()), frozenset(keys))


def notes_on(statement: Statement, others: Callable[[], Names | None] | None = None) -> tuple[str, ...]:
    """Return a note for each name that is unknown, with the nearest one that is known.

    Args:
        statement: A query that reads.
        others: Asked for the names of a database that may hold more than ours, once, and only where a name is not
            ours; None from it where that cannot be found out, and then nothing is said.

    >>> from pathway_graph.cypher.parse import parse
    >>> notes_on(parse("MATCH (e:Protien) RETURN e.name"))
    ("line 1, column 10: no label is called 'Protien'; did you mean 'Protein'?",)
    """
    names = own_names()
    unknown = list(_unknown(statement, names))
    if unknown and others is not None:
        more = others()
        if more is None:
            return notes_on_slips(statement)
        names |= more
        unknown = list(_unknown(statement, names))
    notes: dict[tuple[str, str], str] = {}
    for at, told in _without_colon(statement, names):
        notes["", told] = _at(statement, at, told)
    for at, what, name in sorted(unknown):
        if (what, name) not in notes:
            told = "; ".join(filter(None, (f"no {what} is called {name[:60]!r}", _way_out(what, name, names))))
            notes[what, name] = _at(statement, at, told)
    return tuple(notes.values())[:_MOST] + notes_on_slips(statement)


def _at(statement: Statement, at: int, told: str) -> str:
    place = Place.of(statement.text, at)
    return f"line {place.line}, column {place.column}: {told}"


def _without_colon(statement: Statement, names: Names) -> Iterator[tuple[int, str]]:
    """Yield variables of a pattern that are called as a label or type is, where none stands: a colon was forgotten."""
    if not _NAMED.search(statement.text):
        return
    for node in find(statement.body, NodePattern):
        if node.variable is not None and node.labels is None and node.variable.name in names.labels:
            yield (
                node.start,
                f"{node.variable.name} is a variable here, which any node fits; write (:{node.variable.name})",
            )
    for link in find(statement.body, RelationshipPattern):
        if link.variable is not None and link.types is None and link.variable.name in names.types:
            yield (
                link.start,
                f"{link.variable.name} is a variable here, which any type fits; write [:{link.variable.name}]",
            )


def _unknown(statement: Statement, names: Names) -> Iterator[tuple[int, str, str]]:
    """Yield place, kind and name of what is not among *names*."""
    found = bindings(statement)
    for label, owner in found.labels:
        is_known = label.name in names.labels if owner == NODE else label.name in names.types
        if not is_known and not (owner not in (NODE, LINK) and label.name in names.labels):
            what = {NODE: "label", LINK: "relationship type"}.get(owner, "label or relationship type")
            yield label.start, what, label.name
    for key, _ in found.keys:
        if key.value not in names.keys:
            yield key.start, "property", key.value


def _way_out(what: str, name: str, names: Names) -> str:
    if what == "property":
        near = nearest(name, sorted(names.keys)) or list(_MEANT.get(name.lower(), ()))
    elif what == "label":
        near = suggestions("kind", name, sorted(names.labels))
    else:
        pool = {*names.types} if what == "relationship type" else {*names.types, *names.labels}
        near = nearest(name, sorted(pool)) or [RELATIONS[one].type for one in suggestions("relation", name, RELATIONS)]
    if near and near[0].casefold() == name.casefold():
        return f"write {near[0]!r}, for letter case counts"
    return did_you_mean(near) if near else ""
