"""The audit of citations, and what retractions take."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from pathway_graph.evidence.audit import audit as find_audit
from pathway_graph.evidence.retractions import not_compared
from pathway_graph.evidence.works import retracted_rows
from pathway_graph.explorer.tables import Column, columns_of
from pathway_graph.explorer.visit import Visit
from pathway_graph.trace.effects import retraction_effects, rows_of

_ENTRIES = (
    Column("entry", kind="long"), Column("source", "data set", kind="source"), Column("marks", kind="number"),
    Column("verdict"), Column("same_as"), Column("better"), Column("true_source", kind="works"),
    Column("claims", kind="claims"), Column("reason", kind="long"),
)  # fmt: skip
_MARKS = (
    Column("mark"), Column("place"), Column("verdicts"), Column("is_supported", "supported", kind="flag"),
    Column("is_supported_when_repointed", "supported when repointed", kind="flag"), Column("better"),
    Column("publications", kind="works"), Column("claims", kind="claims"),
)  # fmt: skip
_FINDINGS = columns_of(("rule", "message", "claims"), claims="claims", message="long")
_RETRACTED = (
    Column("publication", kind="works"), Column("title", kind="long"), Column("notice"), Column("date"),
    Column("reason"), Column("notice_link", "notice", kind="link"), Column("claims_left_out", kind="claims"),
    Column("claims_that_stay", kind="claims"),
)  # fmt: skip
_EFFECTS = columns_of(("what", "which", "counted", "left_out"), which="long")


def audit(visit: Visit) -> Response:
    """Audit every citation mark and printed entry."""
    found = visit.kept(lambda: find_audit(visit.network), "audit")
    data = visit.kept(found.to_dict, "audit as data")
    entries = [
        {
            **entry, "entry": f"{entry['number']}. {entry['text']}",
            "better": sorted({number for group in entry["groups"] for number in group["better"]}),
            "true_source": sorted(
                {f"{one['id']} ({one['status']})" for group in entry["groups"] for one in group["publications"]}
            ),
            "reason": "; ".join(group["reason"] for group in entry["groups"] if group["reason"]),
        }
        for entry in data["entries"]
    ]  # fmt: skip
    marks = [{**mark, "mark": f"[{mark['number']}] line {mark['line']}"} for mark in data["marks"]]
    findings = [finding for finding in data["findings"] if finding["rule"] != "unsupported-mark"]
    return visit.show(
        "audit.html", title="Audit of citations",
        summary=[(name.replace("_", " "), count) for name, count in data["summary"].items()],
        entries=visit.table("Printed entries", _ENTRIES, entries, key="e"),
        marks=visit.table("Citation marks", _MARKS, marks, key="m"),
        findings=visit.table("What the rules found", _FINDINGS, findings),
    )  # fmt: skip


def retractions(visit: Visit) -> Response:
    """Tell which publications were retracted and what that takes."""
    given, network = visit.given, visit.network
    steps = given.number("max_steps", 4, 1, 12)
    rows = [
        {**row, "notice_link": f"doi:{row['notice_doi']}" if row["notice_doi"] else ""}
        for row in retracted_rows(network)
    ]

    notes = [f"{said[:1].upper()}{said[1:]}." for said in not_compared(network)]

    def work() -> dict[str, Any]:
        found = visit.kept(lambda: retraction_effects(network, max_steps=steps), "effects", steps)
        rows = rows_of(found, network)
        return {"effects": visit.table("What changes without what was retracted", _EFFECTS, rows, key="x"),
                "compared": found}  # fmt: skip

    return visit.answer(
        "retractions.html", "Retractions", work if given.ticked("effects") else None, steps=steps,
        works=visit.table("Publications with a notice", _RETRACTED, rows), notes=notes,
    )  # fmt: skip
