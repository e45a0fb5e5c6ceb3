"""Resources: what a client may read by address: schema, library, data sets, and each claim, entity, query."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote

from pathway_graph.assistant import entities, queries
from pathway_graph.assistant.marking import shown
from pathway_graph.assistant.session import Session
from pathway_graph.assistant.shapes import Answer
from pathway_graph.cypher.library import find, library
from pathway_graph.errors import UnknownName, nearest

SCHEME: Final = "pathway-graph://"


@dataclass(frozen=True, slots=True)
class Resource:
    """Something to read: a fixed address, or one with a blank in braces."""

    address: str
    name: str
    description: str
    read: Callable[[Session, str], Answer | dict[str, Any]]


def _library(session: Session, _blank: str) -> dict[str, Any]:
    return {"queries": [_query_of(name) for name in library()]}


def _query(session: Session, name: str) -> dict[str, Any]:
    return _query_of(find(name).name)


def _query_of(name: str) -> dict[str, Any]:
    one = library()[name]
    parameters = [{"name": p.name, "type": p.type, "default": p.default, "meaning": p.meaning} for p in one.parameters]
    return {"name": one.name, "answers": one.sentence, "parameters": parameters, "cypher": one.text}


def _claim(session: Session, identifier: str) -> Answer:
    found = entities.claims(session, [identifier])
    if not found.claims:
        raise UnknownName("claim", shown(identifier, 100), hint="the tool find leads to entities, describe to claims")
    return found


RESOURCES: Final = (
    Resource("schema", "Schema", "Labels, relationship types, properties, library", lambda s, _: queries.schema(s)),
    Resource("library", "Query library", "Every library query with its parameters and Cypher", _library),
    Resource(
        "data-sets",
        "Data sets",
        "Where each data set came from and what it holds",
        lambda s, _: entities.sources(s, 100),
    ),
)
TEMPLATES: Final = (
    Resource("claim/{id}", "Claim", "One claim by its identifier", _claim),
    Resource("entity/{id}", "Entity", "One entity by identifier or name, with the claims about it",
             lambda s, name: entities.describe(s, name, 50)),
    Resource("query/{name}", "Library query", "One query of the library", _query),
)  # fmt: skip


def read(session: Session, address: str) -> Answer | dict[str, Any]:
    """Return what stands at an address.

    Raises:
        UnknownName: Nothing does.
    """
    path = address.removeprefix(SCHEME)
    if address.startswith(SCHEME) and len(address) <= 600:
        for one in RESOURCES:
            if path == one.address:
                return one.read(session, "")
        for one in TEMPLATES:
            head = one.address.partition("{")[0]
            if path.startswith(head) and len(path) > len(head):
                return one.read(session, unquote(path[len(head) :]))
    known = [SCHEME + one.address for one in (*RESOURCES, *TEMPLATES)]
    raise UnknownName("resource", shown(address, 200), nearest(address, known), known=known)
