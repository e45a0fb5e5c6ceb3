"""Gene lists: pasted or uploaded, the regulators that explain them, and the smallest network behind them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from starlette.responses import Response

from pathway_graph.diagrams.causal import draw_causal_network
from pathway_graph.diagrams.regulators import draw_explanation
from pathway_graph.errors import PathwayGraphError, WrongArgument
from pathway_graph.evidence import support
from pathway_graph.explorer import gene_list
from pathway_graph.explorer.desk import Pasted
from pathway_graph.explorer.examples import example_list
from pathway_graph.explorer.gene_list import Asked
from pathway_graph.explorer.gene_list import of_the_form as of_the_form
from pathway_graph.explorer.given import Given
from pathway_graph.explorer.pages.tracing import CLAIMS
from pathway_graph.explorer.sent import sent
from pathway_graph.explorer.tables import Column, columns_of
from pathway_graph.explorer.visit import Drawn, Visit
from pathway_graph.regulators import CausalEdge, CausalNetwork, causal_network, describe_network, describe_placed
from pathway_graph.regulators.fragile import regulator_fragility
from pathway_graph.text.counts import how_many

_RANKED = (
    Column("name", kind="entity"), Column("direction"),
    *columns_of(gene_list.RANKED[2:], **dict.fromkeys(gene_list.RANKED[2:], "rounded")),  # type: ignore[arg-type]
    Column("explain", kind="go"),
)  # fmt: skip
_TARGETS = (
    Column("verdict"), Column("target", kind="entity"), Column("value", "measured", kind="change"),
    Column("predicted", kind="change"),
    Column("steps", kind="number"), Column("why", kind="long"),
)  # fmt: skip
_SETS = columns_of(("set", "names", "rank", "fdr", "first", "first_sign"), first_sign="sign")
_EDGES = (
    Column("step", kind="number"), Column("source_name", "source", kind="entity", of="source"),
    Column("source_sign", "is", kind="sign"), Column("sign", "acts", kind="sign"),
    Column("target_name", "target", kind="entity", of="target"), Column("target_sign", "is", kind="sign"),
    Column("measured", kind="sign"), Column("standing"), Column("random_share", "in random runs", kind="number"),
    Column("claims", kind="claims"), Column("works", kind="works"),
)  # fmt: skip
_GENES = (
    Column("name"), Column("measured", kind="sign"), Column("verdict"), Column("steps", kind="number"),
    Column("entities", kind="entities"),
)  # fmt: skip
_LONGEST_SHOWN = 200_000
NOTHING: Final = "nothing"
"""Stands in the address for a list where none was sent."""


def kept_list(visit: Visit, key: str) -> Pasted:
    """Return what was pasted or uploaded.

    Raises:
        WrongArgument: It is no longer kept, or nothing was sent.
    """
    pasted = visit.desk.lists.get(key)
    if key == NOTHING:
        hint = "paste it into the field, or choose a file"
        raise WrongArgument("list", "", message="nothing was pasted, and no file was chosen", hint=hint)
    if pasted is None:
        hint = "paste or upload it again: what is sent is kept in memory alone, while the explorer runs"
        raise WrongArgument("list", key, message="what this address speaks of is no longer kept", hint=hint)
    return pasted


def taken(visit: Visit, path: str) -> Response:
    """Keep what was sent, and lead to the page that shows it.

    Raises:
        WrongArgument: It has a field that the page does not know.
    """
    known = visit.known - {"list"}
    visit.known = known | {"text", "file"}
    form, files = sent(visit.body, visit.content_type, path)
    text = form.fields.get("text", "").replace("\r\n", "\n")
    pasted = files.get("file") or Pasted("", text.encode())
    if unknown := visit.unknown(Given(form.fields | dict.fromkeys(files, "a file"), path)):
        raise WrongArgument("form", "", message="; ".join(unknown), hint="send the form as the page has it")
    fields = {name: form.fields.get(name, "") for name in sorted(known | {"as"})}
    fields["list"] = visit.desk.lists.put(pasted) if pasted.data.strip() else NOTHING
    return visit.go(path, **{name: value for name, value in fields.items() if value})


def regulators(visit: Visit) -> Response:
    """Rank the regulators that explain a list of changes, or explain one of them."""
    if visit.body:
        return taken(visit, "/regulators")
    given = visit.given
    name, key = given.name("regulator"), given.name("list")

    def work() -> dict[str, Any]:
        answer = _ranked(visit, key)
        found: dict[str, Any] = {"said": answer.said, "explained": None}
        if name:
            return found | _explained(visit, answer, name)
        every = given.ticked("all")
        charts, none = gene_list.drawn(answer, None)
        caption = "All hypotheses" if every else "Regulators that explain by themselves"
        rows = [
            {**row, "explain": given.here(regulator=row["id"], direction=row["direction"], all="")}
            for row in answer.rows(every=every)
        ]
        return found | {
            "ranked": visit.table(caption, _RANKED, rows), "charts": charts, "no_charts": none,
            "every": every, "hypotheses": len(answer.found),
        }  # fmt: skip

    return visit.answer(
        "regulators.html", "Gene list", work if key else None, "regulator", regulator=name, **_form(visit, key)
    )


def _form(visit: Visit, key: str) -> dict[str, Any]:
    """Return what the form shows: what was sent, where it is short enough, and the options."""
    given, pasted = visit.given, visit.desk.lists.get(key)
    is_shown = pasted is not None and not pasted.name and len(pasted.data) <= _LONGEST_SHOWN
    return {
        "key": key, "text": pasted.data.decode("utf-8", "replace") if pasted and is_shown else "",
        "file": "" if pasted is None or is_shown else _file_said(pasted),
        "example": example_list(visit.network), "contrast": given.name("contrast"),
        "threshold": given.decimal("threshold", None), "max_p": given.decimal("max_p", 0.05),
        "max_steps": given.number("max_steps", 2, 1, 12),
    }  # fmt: skip


def _file_said(pasted: Pasted) -> str:
    return f"{pasted.name or 'a pasted table'}, {how_many(len(pasted.data), 'byte')}"


def _asked(visit: Visit, key: str) -> Asked:
    given, pasted = visit.given, kept_list(visit, key)
    return Asked(
        pasted.data, pasted.name, given.name("contrast"), given.decimal("threshold", None),
        given.decimal("max_p", 0.05), given.number("max_steps", 2, 1, 12),
    )  # fmt: skip


def _ranked(visit: Visit, key: str) -> gene_list.Answer:
    asked = _asked(visit, key)
    return visit.kept(
        lambda: gene_list.ranked(visit.network, asked), "ranked", key, asked.contrast, asked.threshold, asked.max_p,
        asked.max_steps,
    )  # fmt: skip


def _explained(visit: Visit, answer: gene_list.Answer, name: str) -> dict[str, Any]:
    direction = next(iter(visit.given.choices("direction", ("raised", "lowered"))), "")
    explanation, rows = gene_list.explained(answer, name, direction)
    charts, none = gene_list.drawn(answer, explanation)
    found = {
        "title": gene_list.heading(explanation), "explained": visit.table("Changed targets", _TARGETS, rows),
        "charts": charts, "no_charts": none,
        "drawn": Drawn(lambda: draw_explanation(explanation), "A shortest route to each target, and what was measured"),
        "fragility": None, "sets": None,
        "network_from": f"{explanation.regulator.id}:{'+' if explanation.regulator.sign > 0 else '-'}",
    }  # fmt: skip
    return found | (_rests(visit, answer, name) if visit.given.ticked("fragile") else {})


def _rests(visit: Visit, answer: gene_list.Answer, name: str) -> dict[str, Any]:
    """Return on which works the place of a regulator rests, or why that cannot be asked of it."""
    steps = visit.given.number("max_steps", 2, 1, 12)
    try:
        rests = regulator_fragility(visit.network, answer.found.changes, name, max_steps=steps)
    except PathwayGraphError as error:
        return {"fragility": str(error)}
    sets = [{**row, "set": number} for number, row in enumerate(rests.to_dict()["sets"], 1)]
    return {"fragility": rests.sentence, "sets": visit.table("The smallest sets of works", _SETS, sets, key="s")}


def network(visit: Visit) -> Response:
    """Find the smallest signed network that leads from regulators to a list of changes."""
    if visit.body:
        return taken(visit, "/network")
    given, key = visit.given, visit.given.name("list")
    sources, steps = given.names("from"), given.number("max_steps", 4, 1, 12)
    penalty, runs = given.decimal("penalty", 0.2), given.number("permutations", 100, 0, 1000)

    def work() -> dict[str, Any]:
        if not sources:
            hint = "name one or several with commas between, perhaps with a sign: EGFR, TNF:+"
            raise WrongArgument("from", "", message="no regulator is named", hint=hint)
        asked = _asked(visit, key)
        limit_s = max(1.0, visit.desk.timeout_s / 2)
        found = visit.kept(
            lambda: causal_network(
                visit.network, gene_list.placed(visit.network, asked)[1], sources, max_steps=steps, penalty=penalty,
                permutations=runs, time_limit_s=limit_s,
            ),
            "network", key, sources, steps, penalty, runs, asked.contrast, asked.threshold, asked.max_p,
        )  # fmt: skip
        return _network(visit, found, sources)

    return visit.answer(
        "network.html", "Network behind changes", work if key else None, sources=", ".join(sources),
        penalty=penalty, runs=runs, **{**_form(visit, key), "max_steps": steps},
    )  # fmt: skip


def _network(visit: Visit, found: CausalNetwork, sources: Sequence[str]) -> dict[str, Any]:
    genes = [{**gene.to_dict(), "steps": gene.steps} for gene in found.genes]
    named = [f"{name} ({'+' if sign > 0 else '−' if sign < 0 else 'unused'})" for name, sign in found.sources]
    return {
        "title": f"Network from {', '.join(named)}",
        "said": gene_list.said([*describe_placed(found.changes), *describe_network(found, sources)]),
        "edges": visit.table("Edges", _EDGES, found.edge_rows()),
        "genes": visit.table("Changed genes", _GENES, genes, key="g"),
        "evidence": visit.table("Evidence", CLAIMS, _evidence(found.network, found.edges), key="e"),
        "drawn": Drawn(lambda: draw_causal_network(found), "The network") if found.edges else None,
    }  # fmt: skip


def _evidence(network: Any, edges: Sequence[CausalEdge]) -> list[dict[str, Any]]:
    return support(network, (claim for edge in edges for claim in edge.claims))
