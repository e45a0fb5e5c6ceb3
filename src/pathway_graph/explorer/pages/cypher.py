"""Cypher of one's own: the form, and its rows once it was sent."""

from __future__ import annotations

import json
from typing import Any

from starlette.responses import Response

from pathway_graph.errors import QueryError
from pathway_graph.explorer.desk import ROWS
from pathway_graph.explorer.pages.queries import result
from pathway_graph.explorer.sent import sent
from pathway_graph.explorer.visit import Visit

_HINT = 'write for instance {"id": "prot:BDNF"}'


def cypher(visit: Visit) -> Response:
    """Show the form for Cypher of one's own, and its rows once it was sent."""
    given, _ = sent(visit.body, visit.content_type, visit.given.path)
    visit.given = given
    text, parameters = given.text("text", 64_001), given.text("parameters", 64_000)

    def work() -> dict[str, Any]:
        return result(visit, visit.desk.ask(text, _parameters(parameters)))

    return visit.answer(
        "cypher.html", "Cypher", work if text.strip() else None, text=text, parameters=parameters, limit=ROWS,
        table=None, drawn=None, notes=(), is_cut=False,
    )  # fmt: skip


def _parameters(text: str) -> dict[str, Any]:
    try:
        values = json.loads(text) if text.strip() else {}
    except (ValueError, RecursionError) as error:
        raise QueryError("the parameters are no JSON", hint=_HINT) from error
    if not isinstance(values, dict):
        raise QueryError("the parameters are no JSON object", hint=_HINT)
    return values
