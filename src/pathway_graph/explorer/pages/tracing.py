"""What lies upstream or downstream of an entity, and every route from one to another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.responses import Response

from pathway_graph.evidence import support
from pathway_graph.evidence.words import CLAIM_COLUMNS
from pathway_graph.evidence.works import retracted_said
from pathway_graph.explorer import pictures
from pathway_graph.explorer.asked import FORMS, filters_of, form_of, of_source, source_note
from pathway_graph.explorer.claims import CLAIM_KINDS
from pathway_graph.explorer.tables import Column, columns_of
from pathway_graph.explorer.visit import Drawn, Visit
from pathway_graph.model.stopping import go_on
from pathway_graph.trace import Route, Trace, describe, downstream, upstream
from pathway_graph.trace import paths as find_paths
from pathway_graph.trace.made_late import MadeLate

ENDS = (
    Column("name", kind="entity"), Column("kind"), Column("net_sign", kind="sign"), Column("steps", kind="number"),
    Column("routes_positive", "routes +", kind="number"), Column("routes_negative", "routes −", kind="number"),
    Column("routes_unsigned", "routes ?", kind="number"), Column("reaches", kind="entities"),
    Column("claims", kind="claims"), Column("rests_on_hypothesis", "hypothesis", kind="flag"), Column("id"),
)  # fmt: skip
CUT_ENDS = (*ENDS[:7], Column("counts_of_routes"), *ENDS[7:])
"""The same of a trace that was cut."""
ROUTES = (
    Column("kind"), Column("sign", kind="sign"), Column("steps", kind="number"), Column("route", kind="long"),
    Column("claims", kind="claims"),
)  # fmt: skip
CLAIMS = columns_of(CLAIM_COLUMNS, **CLAIM_KINDS)
_KINDS = ("asserted", "with background steps", "rests on a hypothesis")


def trace(visit: Visit) -> Response:
    """Trace upstream or downstream with filters, as table and drawing."""
    given = visit.given
    direction, steps = given.one_of("direction", ("upstream", "downstream")), given.number("max_steps", 4, 1, 12)
    form = next(iter(given.choices("form", FORMS)), None)

    def work() -> dict[str, Any]:
        network = of_source(visit)
        follow = upstream if direction == "upstream" else downstream
        name, filters = given.name("name"), filters_of(given)
        found = visit.kept(
            lambda: follow(network, name, max_steps=steps, form=form, filters=filters),
            direction, name, steps, form, filters, given.name("source_set"),
        )  # fmt: skip
        go_on()
        what = "Regulators" if direction == "upstream" else "Targets"
        columns, rows = (CUT_ENDS, _cut_rows(found)) if found.is_cut else (ENDS, found.rows_made_late)
        return {"ends": visit.table(what, columns, rows), **_found(visit, found)}

    asked = work if given.name("name") else None
    return visit.answer(
        "trace.html", "Trace", asked, "name", name=given.name("name"), direction=direction, steps=steps,
        **form_of(visit),
    )  # fmt: skip


def _cut_rows(found: Trace) -> MadeLate[dict[str, Any]]:
    """Return the ends of a trace that was cut; each says what its counts are, since a file holds nothing else."""
    return MadeLate(found.rows_made_late, lambda some: ({**row, "counts_of_routes": "lower bounds"} for row in some))


def paths(visit: Visit) -> Response:
    """Trace every causal route from one entity to another."""
    given = visit.given
    steps, form = given.number("max_steps", 4, 1, 12), next(iter(given.choices("form", FORMS)), None)

    def work() -> dict[str, Any]:
        source, target, filters = given.name("source"), given.name("target"), filters_of(given)
        found = visit.kept(
            lambda: find_paths(
                of_source(visit), source, target, max_steps=steps, form=form, filters=filters
            ),
            "paths", source, target, steps, form, filters, given.name("source_set"),
        )  # fmt: skip
        go_on()
        rows = [_route(found, route) for route in found.routes]
        evidence = support(found.network, dict.fromkeys(claim for route in found.routes for claim in route.claims))
        return {
            "routes": visit.table("Routes, the search cut at its cap" if found.is_cut else "Routes", ROUTES, rows),
            "evidence": visit.table("Evidence", CLAIMS, evidence, key="e"), **_found(visit, found),
        }  # fmt: skip

    asked = work if given.name("source") and given.name("target") else None
    return visit.answer(
        "paths.html", "Paths", asked, "source", "target", source=given.name("source"), target=given.name("target"),
        steps=steps, **form_of(visit),
    )  # fmt: skip


def _route(found: Trace, route: Route) -> dict[str, Any]:
    hypothetical = route.rests_on_hypothesis and not found.filters.count_hypotheses
    return {
        "kind": _KINDS[2 if hypothetical else 1 if route.uses_background else 0], "sign": route.sign,
        "steps": len(route.edges), "route": "; ".join(describe(found.network, route)), "claims": list(route.claims),
        "nodes": list(route.nodes),
    }  # fmt: skip


def _found(visit: Visit, found: Trace) -> dict[str, Any]:
    """Return what both pages say of a trace."""
    notes = source_note(visit)
    return {
        "title": found.title, "trace": found, "notes": _notes(found),
        "drawn": Drawn(lambda: pictures.of_trace(found, notes), "Every edge on a route"),
        "null": visit.table(
            "Tested, and no effect was found; no sign is changed by it", CLAIMS,
            support(found.network, (claim.id for claim in found.null_results)), key="n",
        ),
    }  # fmt: skip


def _notes(found: Trace) -> Sequence[str]:
    """Say what is missing and what was not followed."""
    notes = []
    if found.is_cut:
        said = (
            "The search was cut at its cap: longer routes are missing, so that counts of routes are lower bounds; what "
            "lies there, and its net sign, is complete"
        )
        if found.undecided:
            few = ", ".join(map(found.network.name, found.undecided[:3]))
            more = f" and {len(found.undecided) - 3} more" if found.undecided[3:] else ""
            said += f", but whether a further sign leads to {few}{more} is not known"
        notes.append(f"{said}.")
    if found.left_out:
        reasons = ", ".join(f"{count:,} {reason}" for reason, count in found.left_out.items())
        notes.append(f"Edges not followed: {reasons}.")
    retracted = retracted_said(found.network, counted=found.filters.count_retracted)
    return [*notes, *([f"{retracted}."] if retracted else [])]
