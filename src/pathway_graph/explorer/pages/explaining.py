"""Why a source would change a target, and on which works the net sign rests."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from pathway_graph.diagrams import draw_answer
from pathway_graph.evidence import support
from pathway_graph.evidence.works import retracted_said
from pathway_graph.explorer.asked import FORMS, filters_of, form_of, of_source, source_note
from pathway_graph.explorer.pages.tracing import CLAIMS
from pathway_graph.explorer.tables import Column
from pathway_graph.explorer.visit import Drawn, Visit
from pathway_graph.identifiers.lookup import called
from pathway_graph.model.stopping import go_on
from pathway_graph.text.counts import how_many
from pathway_graph.trace import describe
from pathway_graph.trace.explanation import RouteExplanation
from pathway_graph.trace.explanation import explain as find_routes
from pathway_graph.trace.fragility import Fragility, fragility
from pathway_graph.trace.knock_out import knock_out

_ROUTES = (
    Column("number", "no.", kind="number"), Column("kind"), Column("sign", kind="sign"),
    Column("steps", kind="number"), Column("score", "weakest step", kind="number"), Column("route", kind="long"),
    Column("weakest"), Column("against", "measured against it", kind="claims"), Column("claims", kind="claims"),
)  # fmt: skip
_SETS = (
    Column("set", kind="number"), Column("names", "works"), Column("outcome"), Column("becomes"),
    Column("works", "leads to", kind="works"),
)  # fmt: skip
_PASSED = (Column("name", kind="entity"), Column("routes", "routes that pass it", kind="number"))
_AGAINST = (
    Column("name", kind="entity"), Column("needed", "the routes need it", kind="sign"),
    Column("claims", "claims against", kind="claims"), Column("unchanged", "no effect found", kind="claims"),
    Column("agreeing", "claims that agree", kind="claims"), Column("routes", kind="number"),
)  # fmt: skip
_UNCITED = ("stays", "claim", "data set")
_TOLD = 5
_FORM_FIELDS = ("source", "target")


def explain(visit: Visit) -> Response:
    """Explain why a source would change a target: ranked routes, their evidence, and what speaks against them."""
    given = visit.given
    steps, told = given.number("max_steps", 8, 1, 12), given.number("told", _TOLD, 1, 50)
    form = next(iter(given.choices("form", FORMS)), None)
    form_fields = form_of(visit, default_view="expanded")

    def work() -> dict[str, Any]:
        source, target, filters = given.name("source"), given.name("target"), form_fields["filters"]
        found = visit.kept(
            lambda: find_routes(
                of_source(visit), source, target, max_steps=steps, form=form, view=filters.view,
                without=filters.without, count_retracted=filters.count_retracted,
            ),
            "explain", source, target, steps, form, filters, given.name("source_set"),
        )  # fmt: skip
        go_on()
        return _answer(visit, found, told)

    asked = work if given.name("source") and given.name("target") else None
    return visit.answer(
        "explain.html", "Explain", asked, *_FORM_FIELDS, "knock_out", source=given.name("source"),
        target=given.name("target"), steps=steps, told=told, knock_out=given.name("knock_out"), **form_fields,
    )  # fmt: skip


def _answer(visit: Visit, found: RouteExplanation, told: int) -> dict[str, Any]:
    given, network = visit.given, found.network
    rows = [
        {
            "number": number, "kind": item.kind, "sign": item.route.sign, "steps": len(item.route.edges),
            "score": item.score, "route": "; ".join(describe(network, item.route)),
            "weakest": list(describe(network, item.route))[item.weakest], "claims": list(item.route.claims),
            "against": [claim for one in item.contradictions for claim in one.claims],
        }
        for number, item in enumerate(found.routes, 1)
    ]  # fmt: skip
    go_on()
    data = found.streamed()
    removed = given.name("knock_out")
    lost = knock_out(found, removed) if removed else None
    source, target = (", ".join(one.called for one in some) for some in (found.source, found.target))
    title = f"{given.name('source')} to {given.name('target')}"
    place = given.number("bold", 1, 1, max(1, len(found.routes))) - 1
    return {
        "title": f"Why would {source} change {target}?", "answer": found, "net": data["net_sign"],
        "routes": visit.table(
            f"Routes, the best supported first{', the search cut at its cap' if found.is_cut else ''}", _ROUTES, rows
        ),
        "evidence": visit.table("Evidence", CLAIMS, list(data["evidence"]), key="e"),
        "passed": visit.table("What the routes pass", _PASSED, data["bottlenecks"], key="b"),
        "against": visit.table("Measured against the routes", _AGAINST, data["contradictions"], key="c"),
        "tested": found.tested.said() if found.tested.claims else "",
        "tested_claims": support(network, found.tested.claims),
        "lost": lost, "lost_names": [(name, network.name(name)) for name in lost.unreachable] if lost else [],
        "retracted": retracted_said(network, counted=found.count_retracted),
        "drawn": Drawn(
            lambda: draw_answer(found, limit=told, place=place, title=title, notes=source_note(visit)),
            f"The best {how_many(told, 'route')} of each kind; route {place + 1} is bold",
        ) if found.routes else None,
    }  # fmt: skip


def fragile(visit: Visit) -> Response:
    """Tell on which works the net sign of one entity on another rests."""
    given = visit.given
    steps, form = given.number("max_steps", 4, 1, 12), next(iter(given.choices("form", FORMS)), None)
    uncited, most = given.one_of("uncited", _UNCITED), given.number("most", 50, 1, 1000)

    def work() -> dict[str, Any]:
        found = fragility(
            of_source(visit), given.name("source"), given.name("target"), max_steps=steps, form=form,
            filters=filters_of(given), uncited=uncited, most=most,  # type: ignore[arg-type]
        )  # fmt: skip
        go_on()
        return _sets(visit, found)

    asked = work if given.name("source") and given.name("target") else None
    return visit.answer(
        "fragile.html", "Fragility", asked, *_FORM_FIELDS, source=given.name("source"), target=given.name("target"),
        steps=steps, uncited=uncited, ways=_UNCITED, most=most, **form_of(visit),
    )  # fmt: skip


def _sets(visit: Visit, found: Fragility) -> dict[str, Any]:
    data = found.to_dict()
    rows = [
        {**row, "set": number, "becomes": "no route" if row["is_cut_off"] else row["becomes"]}
        for number, row in enumerate(data["sets"], 1)
    ]
    standing = ["; ".join(describe(found.network, route)) for route in found.standing] if found.at_least is None else []
    source, target = (called(found.network, visit.given.name(end)) for end in ("source", "target"))
    return {
        "title": f"On which works does it rest that {source} acts on {target}?",
        "fragility": found, "standing": standing, "uncited_claims": found.uncited_claims if standing else (),
        "sets": visit.table("The smallest sets of works", _SETS, rows),
        "retracted": retracted_said(found.network, counted=found.filters.count_retracted),
    }  # fmt: skip
