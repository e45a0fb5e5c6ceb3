"""The queries of the library, and the form of each."""

from __future__ import annotations

import json
from typing import Any

from starlette.responses import Response

from pathway_graph.cypher.library import Query, bind, find, queries
from pathway_graph.errors import AmbiguousName, UnknownName
from pathway_graph.explorer import pictures
from pathway_graph.explorer.desk import ROWS
from pathway_graph.explorer.examples import hub
from pathway_graph.explorer.given import address
from pathway_graph.explorer.rows import holds_things
from pathway_graph.explorer.tables import Column, brief
from pathway_graph.explorer.visit import Drawn, Visit
from pathway_graph.identifiers.lookup import resolve
from pathway_graph.model import Network
from pathway_graph.model.stopping import go_on

_QUERIES = (
    Column("name", kind="link"), Column("sentence", "what it answers", kind="long"), Column("asks", "asks for"),
)  # fmt: skip
CAPTION = "What the rows name: their relationships, or the edges between their entities"
_ENTITIES = ("entity", "entities")


def fits(network: Network, query: Query) -> bool:
    """Whether a query can answer anything here: those of the tables of a guide speak of that guide alone."""
    return "of the guide" not in query.sentence or any(source.id == "imipramine" for source in network.sources)


def all_queries(visit: Visit) -> Response:
    """List the queries that fit what is stored."""
    known = queries()
    rows = [
        {
            "name": [(query.name, address("/library", query=query.name))], "sentence": query.sentence,
            "asks": ", ".join(parameter.name for parameter in query.parameters),
        }
        for query in known.values() if fits(visit.network, query)
    ]  # fmt: skip
    return visit.show(
        "queries.html", title="Queries of the library", queries=visit.table("Queries", _QUERIES, rows),
        hidden=[query.name for query in known.values() if not fits(visit.network, query)],
    )  # fmt: skip


def library(visit: Visit) -> Response:
    """Show a query's form, and its rows once it was sent."""
    given = visit.given
    try:
        query = find(given.name("query"))
    except UnknownName as error:
        wrong = visit.wrong(error)
        return visit.show(
            "error.html", status=404, title="No such query", message=wrong.message, wrong=wrong, again="/queries"
        )
    visit.known |= {f"p_{p.name}" for p in query.parameters}
    values = {
        p.name: given.text(f"p_{p.name}") or default_of(visit.network, p.type, p.default) for p in query.parameters
    }

    def work() -> dict[str, Any]:
        bound = bind(query, values, lambda name: [entity.id for entity in resolve(visit.network, name)])
        key = json.dumps(bound, sort_keys=True, default=str)
        return result(visit, visit.kept(lambda: visit.desk.ask(query.text, bound), "query", query.text, key))

    return visit.answer(
        "library.html", query.name, work if given.ticked("run") else None, query=query, values=values, limit=ROWS,
        table=None, drawn=None, notes=(), is_cut=False,
    )  # fmt: skip


def default_of(network: Network, kind: str, default: str) -> str:
    """Return an example of a parameter that this store knows."""
    if kind not in _ENTITIES:
        return default
    try:
        resolve(network, default)
    except (UnknownName, AmbiguousName):
        return hub(network) or default
    return default


def result(visit: Visit, answer: dict[str, Any]) -> dict[str, Any]:
    """Return the rows of a query as a page shows them, identifiers leading to their cards."""
    given = visit.given
    columns = [Column(name, name, kind=_kind(visit.network, answer["rows"], name), of=name)
               for name in answer["columns"]]  # fmt: skip
    caption = "The first rows of more" if answer["is_cut"] else "Rows"  # a file has no other place that says so
    found: dict[str, Any] = {
        "table": visit.table(caption, columns, answer["rows"]), "notes": answer["notes"], "is_cut": answer["is_cut"],
        "drawn": None,
    }  # fmt: skip
    if given.ticked("draw") or given.text("as") in ("svg", "drawing"):
        go_on()
        drawing = pictures.of_rows(visit.network, answer["rows"])
        found["drawn"] = Drawn(lambda: drawing, CAPTION)
    return found


def _kind(network: Network, rows: list[dict[str, Any]], name: str) -> Any:
    """Tell how a column is shown: identifiers of entities and claims, and numbers, are told apart from other text."""
    values = [row[name] for row in rows if row.get(name) is not None]
    if not values:
        return "text"
    if all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        return "number"
    if any(map(holds_things, values)):
        return "things"
    flat = [one for value in values for one in (value if isinstance(value, list) else [value])]
    if flat and all(isinstance(one, str) and one in network.entity for one in flat):
        return "entities"
    if flat and all(isinstance(one, str) and one in network.claim for one in flat):
        return "claims"
    return "long" if any(len(brief(value)) > 60 for value in values) else "text"
