"""Cypher of one's own: an editor with its form, what is wrong while one types, and the rows once it was run.

An address fills the form and runs nothing; only what is sent runs. Its rows are kept under a key, so that they are
sorted, parted, drawn and exported without asking the store again.
"""

from __future__ import annotations

import json
import secrets
import time
from dataclasses import dataclass
from typing import Any, Final

from starlette.responses import JSONResponse, Response

from pathway_graph.cypher.allow_list import check_statement
from pathway_graph.cypher.library import Query
from pathway_graph.cypher.library import queries as all_queries
from pathway_graph.cypher.parse import parse
from pathway_graph.cypher.prefixes import notes_on_hints
from pathway_graph.cypher.semantics.check import check_variables
from pathway_graph.errors import PathwayGraphError, QueryError
from pathway_graph.explorer import pictures
from pathway_graph.explorer.desk import ROWS
from pathway_graph.explorer.examples import hub
from pathway_graph.explorer.given import Given, address
from pathway_graph.explorer.pages.queries import CAPTION, default_of, fits, result
from pathway_graph.explorer.schema import schema
from pathway_graph.explorer.sent import sent
from pathway_graph.explorer.tables import as_json
from pathway_graph.explorer.typed import (
    LONGEST,
    TYPES,
    Field,
    fields_of,
    given_values,
    json_fields,
    library_fields,
    values_of,
)
from pathway_graph.explorer.visit import Drawn, Visit, Wrong
from pathway_graph.model import Network
from pathway_graph.stores.names import notes_on

_FIRST: Final = "MATCH (a:Entity)-[r]->(b:Entity {id: $id})\nRETURN a, r, b LIMIT 50"
_JSON_SHOWN: Final = 100_000
"""Most characters of JSON on the page; the file has all."""
_LONGEST_LINK: Final = 16_000
"""Longest address that is offered as a link; what reads addresses takes little more."""
_OF_ROWS: Final = ("run", "sort", "has", "page", "size", "as", "draw", "table")
"""Fields that are about the rows and not about the query."""
_GONE: Final = Wrong("The rows of this query are no longer kept. Run it again.")


@dataclass(frozen=True)
class _Run:
    """A query that was run, with its answer and how long that took."""

    text: str
    fields: list[Field]
    values: dict[str, Any]
    answer: dict[str, Any]
    took_s: float


def cypher(visit: Visit) -> Response:
    """Show the editor, and the rows of what was run."""
    is_sent = bool(visit.body)
    if is_sent:
        visit.given, _ = sent(visit.body, visit.content_type, visit.given.path)
    kept: _Run | None = None if is_sent else visit.look_up("cypher", visit.given.text("run"))
    text, fields, wrong = (kept.text, kept.fields, None) if kept else _asked(visit)
    if kept:
        visit.given = Given({name: value for name, value in visit.given.fields.items() if name in _OF_ROWS}, "/cypher")

    def work() -> dict[str, Any]:
        if wrong is not None:
            raise wrong
        return _shown(visit, kept or _run(visit, text, fields))

    form: dict[str, Any] = _form(visit, text, fields)
    if visit.given.text("run") and not kept and not is_sent and not visit.given.text("text"):
        return visit.show("cypher.html", status=410, title="Cypher", **{**form, "wrong": _GONE})
    return visit.answer("cypher.html", "Cypher", work if kept or (is_sent and text.strip()) else None, **form)


def check(visit: Visit) -> Response:
    """Say what is wrong with a text, without running it: nothing, or one thing at its place; what else is noticed."""
    if visit.body:
        visit.given, _ = sent(visit.body, visit.content_type, visit.given.path)
    text, fields, wrong = _asked(visit)
    notes: tuple[str, ...] = ()
    if text.strip() and wrong is None:
        values = given_values(visit.network, text, fields)
        try:
            statement = parse(text)
            check_statement(statement, values)
            check_variables(statement, values)
            is_server = "://" in visit.desk.location  # which may hold names of others
            notes = (*notes_on(statement, (lambda: None) if is_server else None), *notes_on_hints(statement))
        except QueryError as error:
            wrong = error
    return JSONResponse(
        {
            "wrong": str(wrong) if wrong is not None else "", "notes": notes,
            "parameters": [{"name": field.name, "type": field.type} for field in fields],
        }
    )  # fmt: skip


def _asked(visit: Visit) -> tuple[str, list[Field], QueryError | None]:
    """Return the text that was given and its parameters, and what is wrong with how those were sent."""
    text = visit.given.text("text", LONGEST + 1).replace("\r\n", "\n")
    given, wrong = visit.given, None
    try:
        given = Given({**given.fields, **json_fields(given.text("parameters", LONGEST))}, given.path)
    except QueryError as error:
        wrong = error
    return text, fields_of(text, given), wrong


def _form(visit: Visit, text: str, fields: list[Field]) -> dict[str, Any]:
    if not text:
        fields = [Field("id", "entity", hub(visit.network) or "")]
    return {
        "text": text or _FIRST, "fields": fields, "types": TYPES, "limit": ROWS, "found": False,
        "wrong": None, "table": None, "drawn": None, "notes": (), "is_cut": False, "json": "", "is_whole": True,
        "took_s": 0.0, "link": "", "asked_with": [], "schema": visit.kept(lambda: schema(visit.network), "schema"),
        "examples": visit.kept(lambda: _examples(visit.network), "examples"), "key": visit.given.text("run"),
    }  # fmt: skip


def _run(visit: Visit, text: str, fields: list[Field]) -> _Run:
    """Run a query, and keep its rows under a key that the address then names."""
    values = values_of(visit.network, text, fields)
    begun = time.monotonic()
    answer = visit.desk.ask(text, values)
    done = _Run(text, fields, values, answer, time.monotonic() - begun)
    key = secrets.token_hex(8)
    visit.kept(lambda: done, "cypher", key)
    more = {name: value for name in ("as", "draw") if (value := visit.given.text(name))}
    visit.given = Given({"run": key, **more}, visit.given.path)
    return done


def _shown(visit: Visit, done: _Run) -> dict[str, Any]:
    rows = done.answer["rows"]
    text = as_json(rows)
    shown = rows
    while len(text) > _JSON_SHOWN and len(shown) > 1:
        shown = shown[: len(shown) // 2]
        text = as_json(shown)
    found = result(visit, done.answer)
    if found["drawn"] is None and pictures.names_entities(visit.network, rows):
        found["drawn"] = Drawn(lambda: pictures.of_rows(visit.network, rows), CAPTION)
    fields = {"text": done.text}
    for field in done.fields:
        fields |= {f"p.{field.name}": field.value, f"t.{field.name}": field.type}
    link = address(visit.given.path, **fields)
    return {
        **found, "json": text[:_JSON_SHOWN], "is_whole": len(text) <= _JSON_SHOWN and len(shown) == len(rows),
        "asked_with": [(name, json.dumps(value, ensure_ascii=False)[:200]) for name, value in done.values.items()],
        "took_s": done.took_s, "link": link if len(link) <= _LONGEST_LINK else "", "key": visit.given.text("run"),
    }  # fmt: skip


def _examples(network: Network) -> list[dict[str, Any]]:
    """Return the queries of the library that fit what is stored, each with the address that fills the form with it."""
    try:
        known = all_queries()
    except PathwayGraphError:  # a folder of one's own that cannot be read is told on the page of the library
        return []
    return [_example(network, query) for query in known.values() if fits(network, query)]


def _example(network: Network, query: Query) -> dict[str, Any]:
    values = {one.name: default_of(network, one.type, one.default) for one in query.parameters}
    fields = library_fields(query, values)
    return {
        "name": query.name, "sentence": query.sentence, "address": address("/cypher", **fields),
        "asks": ", ".join(f"${one.name}" for one in query.parameters), "fields": json.dumps(fields),
    }  # fmt: skip
