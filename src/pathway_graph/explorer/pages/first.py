"""The first page, the search, and reading the store anew."""

from __future__ import annotations

from starlette.responses import JSONResponse, RedirectResponse, Response

from pathway_graph.evidence.prepared import places_by_entity
from pathway_graph.explorer import content, search
from pathway_graph.explorer.examples import examples
from pathway_graph.explorer.given import address
from pathway_graph.explorer.pages.diagrams import gallery
from pathway_graph.explorer.tables import Column
from pathway_graph.explorer.visit import Visit
from pathway_graph.model.caching import cached_on
from pathway_graph.model.statistics import statistics

_COUNTS = (
    ("entities", "/find?name="), ("claims", "/claims"), ("background_statements", "/claims?view=expanded"),
    ("edges", ""), ("publications", "/publications"), ("references", "/audit"), ("protocols", ""),
)  # fmt: skip
_DATA_SETS = 4
_DIAGRAMS = 8
FOUND = (Column("name", kind="entity"), Column("kind"), Column("claims", kind="number"), Column("names"), Column("id"))


def home(visit: Visit) -> Response:
    """Show what the store holds, and where to begin."""
    counts = cached_on(visit.network, statistics)
    return visit.show(
        "home.html", title="Explorer",
        counts=[(name.replace("_", " "), counts[name], way if name != "entities" else "") for name, way in _COUNTS],
        sources=visit.network.sources[:_DATA_SETS], more_sources=max(0, len(visit.network.sources) - _DATA_SETS),
        gallery=gallery(visit, "", _DIAGRAMS), questions=cached_on(visit.network, examples),
    )  # fmt: skip


def find(visit: Visit) -> Response:
    """Find entities by name; a single one is shown at once."""
    name = visit.given.name("name")[:200]
    rows, remark = content.found_by(visit.network, name)
    if len(rows) == 1 and not remark:
        return RedirectResponse(address("/entity", id=rows[0]["id"]), 303)
    about = cached_on(visit.network, places_by_entity)
    rows = sorted(
        ({**row, "claims": len(about.get(row["id"], ()))} for row in rows), key=lambda row: -int(row["claims"])
    )
    near = [] if rows else search.suggest(visit.network, name[: max(3, len(name) - 2)])
    return visit.show(
        "found.html", status=200 if rows else 404, title=f"Find {name}", name=name, remark=remark, near=near,
        found=visit.table("Entities", FOUND, rows),
    )  # fmt: skip


def suggest(visit: Visit) -> Response:
    """Suggest entities while a name is typed."""
    return JSONResponse(search.suggest(visit.network, visit.given.text("q")))


def reload(visit: Visit) -> Response:
    """Read the store again."""
    visit.desk.read()
    return RedirectResponse("/", 303)
