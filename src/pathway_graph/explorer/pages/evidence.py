"""How much stands behind an effect, what contradicts what, and two contexts side by side."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from pathway_graph.evidence.conflicts import find_conflicts
from pathway_graph.evidence.contrast import Contrast, ContrastRow
from pathway_graph.evidence.contrast import contrast as find_contrast
from pathway_graph.evidence.sides import sides_of
from pathway_graph.evidence.sorts import summary_line
from pathway_graph.evidence.weight import weigh_edges
from pathway_graph.evidence.works import retracted_said
from pathway_graph.explorer.tables import Column, columns_of
from pathway_graph.explorer.visit import Visit
from pathway_graph.identifiers.lookup import called
from pathway_graph.model.stopping import go_on
from pathway_graph.model.vocabulary import ASKED_VIEWS
from pathway_graph.text.counts import how_many

_WEIGHTS = (
    Column("edge"), Column("sign", kind="sign"), Column("independent_studies", kind="number"),
    Column("score", kind="number"), Column("mentions", kind="number"), Column("studies_said", "studies", kind="long"),
    Column("claims", kind="claims"), Column("left_out", kind="claims"),
)  # fmt: skip
_CONFLICTS = (
    Column("subject", kind="entity", of="subject_id"), Column("object", kind="entity", of="object_id"),
    Column("aspect"), Column("found", kind="long"), Column("weight", kind="number"), Column("explained"),
    Column("raising", kind="claims"), Column("lowering", kind="claims"),
    Column("unchanged", "no effect", kind="claims"), Column("differ", "pairs differ in"),
)  # fmt: skip
_PAIRS = (
    Column("raises", kind="claims"), Column("lowers", kind="claims"), Column("unchanged", "no effect", kind="claims"),
    Column("is_explained", "explained", kind="flag"), Column("differs", "they differ in"), Column("not_stated"),
)  # fmt: skip
_FINDINGS = columns_of(("rule", "message", "claims", "explained_by"), claims="claims", message="long")
_TENSIONS = columns_of(("id", "what", "reading", "handling", "claims"), what="long", reading="long", claims="claims")
_CONTRAST = (
    Column("subject", kind="entity", of="subject_id"), Column("object", kind="entity", of="object_id"),
    Column("aspect"), Column("first", "in the first"), Column("first_claims", "claims", kind="claims"),
    Column("second", "in the second"), Column("second_claims", "claims", kind="claims"), Column("verdict"),
    Column("explained_by", "explained by", kind="long"),
)  # fmt: skip
_SOME = 12


def weight(visit: Visit) -> Response:
    """Count the independent studies behind each causal edge between two, and weigh them."""
    given = visit.given
    without, counted = given.names("without"), given.ticked("include_retracted")

    def work() -> dict[str, Any]:
        network = visit.network
        weights = weigh_edges(
            network, given.name("source"), given.name("target"), without=without, count_retracted=counted
        )
        rows = []
        for edge, found in weights:
            row = {"edge": edge.id, "sign": edge.sign, "claims": list(edge.claims), **found.to_dict()}
            row["studies_said"] = "; ".join(
                f"{' or '.join(one['works'])} ({one['status']}, {one['weight']:g})" for one in row["studies"]
            )
            rows.append(row)
        some = [network.claim[name] for edge, _ in weights for name in edge.claims]
        sides = sides_of(network, some, without=without, count_retracted=counted) if some else None
        return {
            "title": f"What stands behind {called(network, given.name('source'))} on "
                     f"{called(network, given.name('target'))}",
            "weights": visit.table("Edges", _WEIGHTS, rows), "said": sides.said() if sides else "",
            "retracted": retracted_said(network, counted=counted),
        }  # fmt: skip

    asked = work if given.name("source") and given.name("target") else None
    return visit.answer(
        "weight.html", "Weight", asked, "source", "target", source=given.name("source"), target=given.name("target"),
        without=", ".join(without), counted=counted,
    )  # fmt: skip


def conflicts(visit: Visit) -> Response:
    """Show claims that contradict or strain each other, of an entity or of everything."""
    given = visit.given
    name, view = given.name("name"), next(iter(given.choices("view", ASKED_VIEWS)), "expanded")
    without, counted = given.names("without"), given.ticked("include_retracted")

    def work() -> dict[str, Any]:
        network = visit.network
        found = visit.kept(
            lambda: find_conflicts(
                network, name or None, view=view, without=without, count_retracted=counted  # type: ignore[arg-type]
            ),
            "conflicts", name, view, without, counted,
        )  # fmt: skip
        go_on()
        rows = [
            {
                "subject": network.name(one.subject), "subject_id": one.subject, "object": network.name(one.object),
                "object_id": one.object, "aspect": one.aspect, "found": one.said(network), "weight": one.score,
                "explained": "two actions" if one.is_apparent else "yes" if one.is_explained else "no",
                "raising": list(one.raising), "lowering": list(one.lowering), "unchanged": list(one.unchanged),
                "differ": sorted({word for pair in one.pairs for word in pair.differs}),
            }
            for one in found.conflicts
        ]  # fmt: skip
        data = found.streamed()
        pairs = [pair for one in found.conflicts for pair in found.plain(one)["pairs"]]
        return {
            "title": f"Conflicts about {called(network, name)}" if name else "Conflicts",
            "summary": summary_line(found.summary()),
            "disagree": visit.table("Claims that disagree", _CONFLICTS, rows),
            "pairs": visit.table("Each claim against each", _PAIRS, pairs, key="p"),
            "findings": visit.table("What other rules found", _FINDINGS, list(data["findings"]), key="f"),
            "tensions": visit.table("What a curator noted", _TENSIONS, data["tensions"], key="t"),
            "retracted": retracted_said(network, counted=counted),
        }  # fmt: skip

    return visit.answer(
        "conflicts.html", "Conflicts", work, "name", name=name, view=view, without=", ".join(without), counted=counted,
    )  # fmt: skip


def contrast(visit: Visit) -> Response:
    """Compare what claims say in two contexts."""
    given = visit.given
    first, second, about = given.name("first"), given.name("second"), given.name("about")
    counted = given.ticked("include_retracted")

    def work() -> dict[str, Any]:
        found = find_contrast(visit.network, first, second, about=about or None, count_retracted=counted)
        rows = [_effect(found, row) for row in found.rows]
        return {
            "title": f"{found.first.name} and {found.second.name}{f', about {about}' if about else ''}",
            "effects": visit.table("Effects", _CONTRAST, rows), "notes": _account(found),
            "retracted": retracted_said(visit.network, counted=counted),
        }  # fmt: skip

    return visit.answer(
        "contrast.html", "Contrast", work if first and second else None, "about", first=first, second=second,
        about=about, counted=counted,
    )  # fmt: skip


def _effect(found: Contrast, row: ContrastRow) -> dict[str, Any]:
    name = found.network.name
    explained = " or ".join(" with ".join(some) for some in row.explained_by)
    if row.verdict in ("differ", "divided") and not explained:
        explained = "nothing stated"
    return {
        "subject": name(row.subject), "subject_id": row.subject, "object": name(row.object), "object_id": row.object,
        "aspect": row.aspect, "first": " and ".join(row.first) or "not stated", "first_claims": list(row.first_claims),
        "second": " and ".join(row.second) or "not stated", "second_claims": list(row.second_claims),
        "verdict": row.verdict,
        "explained_by": explained + (f" (not {', '.join(row.ruled_out)} alone)" if row.ruled_out else ""),
    }  # fmt: skip


def _account(found: Contrast) -> list[str]:
    """Say how the contexts were understood, which parts count, and what neither states."""
    notes = []
    for context in (found.first, found.second):
        parts = f", with its parts {', '.join(map(found.network.name, context.parts))}" if context.parts else ""
        notes.append(f"{context.name}: {context.meaning}{parts}; {how_many(len(context.claims), 'claim')}")
    if found.in_both:
        notes.append(f"of both contexts: {', '.join(found.in_both)}")
    if found.elsewhere:
        more = f" and {len(found.elsewhere) - _SOME:,} more" if len(found.elsewhere) > _SOME else ""
        some = ", ".join(found.elsewhere[:_SOME])
        notes.append(f"of these effects, but stating neither context: {some}{more}")
    if found.rows and found.stated_by_neither:
        notes.append(f"stated in neither: {', '.join(found.stated_by_neither)}")
    return notes
