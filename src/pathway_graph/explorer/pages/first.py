"""The first page, the search, and reading the store anew."""

from __future__ import annotations

from typing import Any

from starlette.responses import JSONResponse, RedirectResponse, Response

from pathway_graph.evidence.prepared import places_by_entity
from pathway_graph.explorer import content, search
from pathway_graph.explorer.examples import examples
from pathway_graph.explorer.given import address
from pathway_graph.explorer.pages.diagrams import gallery
from pathway_graph.explorer.tables import Column
from pathway_graph.explorer.visit import Visit
from pathway_graph.look import find as look_for
from pathway_graph.look.find import DOCUMENTS
from pathway_graph.model.caching import cached_on
from pathway_graph.model.statistics import statistics

_COUNTS = (
    ("entities", "/find?name="), ("claims", "/claims"), ("background_statements", "/claims?view=expanded"),
    ("edges", ""), ("publications", "/publications"), ("references", "/audit"), ("protocols", ""),
)  # fmt: skip
_DATA_SETS = 4
_DIAGRAMS = 8
FOUND = (Column("name", kind="entity"), Column("kind"), Column("claims", kind="number"), Column("names"), Column("id"))
OTHERS = (
    Column("name", kind="long"), Column("kind"), Column("way", "how it fits"), Column("matched", kind="long"),
    Column("claims", kind="number"), Column("edges", kind="number"), Column("sources", "data sets"), Column("id"),
    Column("open", kind="go"),
)  # fmt: skip
_CARDS = {
    "Diagram": ("/diagram", "name"), "DataSet": ("/source", "id"), "Publication": ("/publication", "id"),
    "Claim": ("/claim", "id"),
}  # fmt: skip


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
    """Find what words may mean: entities by name, of which a single one is shown at once, and all else that fits."""
    name = visit.given.name("name")[:200]
    rows, remark = content.found_by(visit.network, name)
    if len(rows) == 1 and not remark and not visit.given.ticked("all"):
        return RedirectResponse(address("/entity", id=rows[0]["id"]), 303)
    about = cached_on(visit.network, places_by_entity)
    rows = sorted(
        ({**row, "claims": len(about.get(row["id"], ()))} for row in rows), key=lambda row: -int(row["claims"])
    )
    others = _others(visit, name, {row["id"] for row in rows})
    is_found = bool(rows) or any(row["way"] != "spelling" for row in others)
    near = [] if is_found else search.suggest(visit.network, name[: max(3, len(name) - 2)])
    return visit.show(
        "found.html", status=200 if is_found else 404, title=f"Find {name}", name=name, remark=remark, near=near,
        found=visit.table("Entities", FOUND, rows),
        others=visit.table("What else fits", OTHERS, others, key="o"),
    )  # fmt: skip


def _others(visit: Visit, name: str, shown: set[str]) -> list[dict[str, Any]]:
    """Return what the command `find` finds beside the entities that are shown."""
    if not name:
        return []
    found = visit.kept(lambda: look_for(visit.network, name, limit=0), "found", name)
    return [
        {**match.to_dict(), "open": address(path, **{field: match.id})}
        for match in found.matches if match.id not in shown or match.kind in DOCUMENTS
        for path, field in [_CARDS.get(match.kind, ("/entity", "id"))]
    ]  # fmt: skip


def suggest(visit: Visit) -> Response:
    """Suggest entities while a name is typed."""
    return JSONResponse(search.suggest(visit.network, visit.given.text("q")))


def reload(visit: Visit) -> Response:
    """Read the store again."""
    visit.desk.read()
    return RedirectResponse("/", 303)
