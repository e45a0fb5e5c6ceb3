"""Tools that ask the graph itself: query, behind the fence and in a process of its own, and schema."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Annotated, Any, Final

from pydantic import Field

from pathway_graph.assistant.asking import Parameters
from pathway_graph.assistant.cards import cards
from pathway_graph.assistant.marking import clean, data, shown
from pathway_graph.assistant.results import LabelRow, LibraryRow, Queried, Schema
from pathway_graph.assistant.session import Session
from pathway_graph.assistant.shapes import Cut
from pathway_graph.cypher.library import Query, bind, defaults_used, find, library
from pathway_graph.errors import UnknownName, nearest
from pathway_graph.explorer import child
from pathway_graph.identifiers.lookup import resolve
from pathway_graph.model import Network
from pathway_graph.model.vocabulary import KINDS, RELATIONS
from pathway_graph.text.counts import how_many

MOST_ROWS: Final = 500
MOST_BYTES: Final = 100_000
"""Of the rows of one answer, as JSON."""
_CELL: Final = 1_000
_BARE_NAME: Final = re.compile(r"[A-Za-z][\w-]*")
"""What can be no Cypher, and is the name of a query of the library or none."""
_NO_VALUES: Final[dict[str, Any]] = {}
LINKS: Final = (
    "(:Statement)-[:SUBJECT]->(:Entity), (:Statement)-[:OBJECT]->(:Entity)",
    "(:Statement)-[:IN_SPECIES|IN_REGION|IN_CELL|UNDER_CONDITION|WITH_TREATMENT|BY_ASSAY]->(:Entity)",
    "(:Statement)-[:CITES {number, verdict}]->(:Reference), (:Statement)-[:RESTATES]->(:Statement)",
    "(:Publication)-[:BACKS {status}]->(:Statement), (:Tension)-[:CONCERNS]->(:Statement)",
    "(:Protocol)-[:HAS_STEP]->(:Step)-[:NEXT]->(:Step)-[:USES]->(:Entity)",
    "(:Diagram)-[:SHOWS {layer, view}]->(:Entity), (:Diagram)-[:DEPICTS]->(:Entity)",
)
PROPERTIES: Final = {
    "Entity": ["id", "name", "kind", "synonyms", "curie", "xrefs", "view", "members", "role", "sources", "note"],
    "Statement (labels Claim or Background)": [
        "id", "subject", "relation", "object", "sign", "aspect", "statement", "duration_days", "regimen", "course",
        "dose", "dose_unit", "certainty", "view", "table", "row", "lines", "attributes", "note",
    ],
    "edge between entities": ["id", "relation", "sign", "claims", "view", "certainty", "structural", "cascades"],
    "Publication": ["id", "title", "year", "doi", "pmid", "status", "notice"],
    "Reference": ["id", "number", "text"],
    "Source": ["id", "title", "version", "citation", "note"],
    "Diagram": ["id", "key", "title", "caption", "kind"],
}  # fmt: skip


def query(
    session: Session,
    text: Annotated[str, Field(min_length=1, max_length=64_000, description="Cypher, or the name of a library query")],
    parameters: Parameters = _NO_VALUES,
    limit: Annotated[int, Field(ge=1, le=MOST_ROWS, description="Most rows")] = 100,
) -> Queried:
    """Run Cypher that only reads, or a query of the library by its name (the tool schema lists both).

    What a query may use is a list: it can change nothing, read no file and reach no network. Values go into parameters.
    Return the property `id` of claims where you can, so that their cards come with the rows.
    """
    network = session.network()
    cypher, values, taken = text, parameters, ""
    if _BARE_NAME.fullmatch(text.strip()):
        known = _of_library(text.strip())
        cypher, values = known.text, bind(known, parameters, lambda name: [one.id for one in resolve(network, name)])
        taken = defaults_used(known, parameters)
    found = child.ask(session.location, cypher, values, timeout_s=session.timeout_s, limit=limit)
    rows, is_whole = _bounded(found["rows"])
    made, rest = cards(network, _claims_in(network, rows))
    cut = []
    if not is_whole or found["is_cut"]:
        cut = [Cut("rows", 0, len(rows), None if found["is_cut"] else len(found["rows"]))]
    notes = [f"Parameters {taken}."] if taken else []
    notes += [data(note, 2_000) for note in found["notes"]]
    if cut:
        notes.append("There are more rows, or longer ones: return fewer columns, or use SKIP, LIMIT and ORDER BY.")
    columns = [shown(column, 200) for column in found["columns"]]
    return Queried(
        summary=f"{how_many(len(rows), 'row')} of {how_many(len(columns), 'column')}.", columns=columns, rows=rows,
        claims=made, claims_without_card=rest, notes=notes, cut=cut,
    )  # fmt: skip


def _of_library(name: str) -> Query:
    if name not in library():
        hint = "the tool schema lists them; Cypher begins with MATCH or RETURN"
        raise UnknownName("library query", name, nearest(name, library()), hint=hint)
    return find(name)


def _bounded(rows: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], bool]:
    """Return rows as they may be shown, as many as fit; and whether those are all."""
    found: list[dict[str, Any]] = []
    size = 0
    for row in rows:
        plain = clean(_shallow(row), _CELL)
        size += len(json.dumps(plain))
        if size > MOST_BYTES and found:
            return found, False
        if size > MOST_BYTES:
            plain = {key: shown(json.dumps(value, ensure_ascii=False), _CELL) for key, value in plain.items()}
        found.append(plain)
    return found, True


def _shallow(value: Any, depth: int = 0) -> Any:
    """Return a value with what is nested too deep, or is too long a list, cut."""
    if isinstance(value, dict):
        return {k: _shallow(v, depth + 1) for k, v in list(value.items())[:200]} if depth < 8 else "…"
    if isinstance(value, list):
        some = [_shallow(item, depth + 1) for item in value[:500]] if depth < 8 else []
        return [*some, f"… ({len(value)} entries)"] if len(value) > len(some) else some
    return value


def _claims_in(network: Network, value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if value in network.claim:
            yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _claims_in(network, item)
    elif isinstance(value, list):
        for item in value:
            yield from _claims_in(network, item)


def schema(session: Session) -> Schema:
    """Tell what the graph holds: labels, relationship types with their signs, properties, and the query library."""
    network = session.network()
    kinds = Counter(entity.kind for entity in network.entities)
    relations = Counter(edge.relation for edge in network.edges)
    nodes = [LabelRow(kind, KINDS[kind].meaning if kind in KINDS else "", n) for kind, n in sorted(kinds.items())]
    edges = [
        LabelRow(RELATIONS[name].type, RELATIONS[name].meaning, n, RELATIONS[name].sign)
        for name, n in sorted(relations.items())
        if name in RELATIONS
    ]
    queries = [
        LibraryRow(
            one.name, one.sentence, [f"{p.name}: {p.type} = {p.default}" for p in one.parameters]
        )
        for one in library().values()
    ]  # fmt: skip
    return Schema(
        summary=f"{how_many(len(network.entities), 'entity')} (label Entity and the kind), "
        f"{how_many(len(network.claims), 'statement')}, {how_many(len(network.edges), 'edge')} between "
        "entities, source to target in causal direction.",
        nodes=nodes, edges=edges, links=list(LINKS), properties=PROPERTIES, library=queries,
    )  # fmt: skip
