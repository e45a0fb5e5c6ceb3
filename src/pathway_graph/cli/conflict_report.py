"""The report of ``pathway-graph conflicts`` for people: a summary first, then a screenful, or all of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import click
from click.core import ParameterSource

from pathway_graph.cli.output import emit_rows, note, say
from pathway_graph.evidence.sorts import summary_line
from pathway_graph.text.counts import how_many

if TYPE_CHECKING:
    from pathway_graph.evidence.conflicts import Conflicts
    from pathway_graph.evidence.opposites import Conflict

_SCREEN: Final = {"conflicts": 6, "findings": 2, "tensions": 2}
"""Rows of each part that fit a screen together."""
_IN_FULL: Final = 2
"""So many conflicts, and no more, are shown claim by claim where no limit was asked for."""


def conflict_report(conflicts: Conflicts, form: str) -> None:
    """Print the summary, then the conflicts, what other rules found, and what curators noted.

    On a screen each part is cut to what fits, and the rest counted, unless ``--limit`` says otherwise.
    """
    say(f"{summary_line(conflicts.summary())}\n")
    ctx = click.get_current_context()
    is_screen = form == "table" and ctx.get_parameter_source("limit") == ParameterSource.DEFAULT
    if is_screen and len(conflicts.conflicts) > _IN_FULL:
        rows = [_row(conflicts, conflict) for conflict in conflicts.conflicts]
        _emit(rows, ("subject", "object", "aspect", "found", "weight"), form, "Claims that disagree",
              _SCREEN["conflicts"])  # fmt: skip
    else:
        for conflict in conflicts.conflicts:
            _in_full(conflicts, conflict, form)
    findings = [finding.to_dict() for finding in conflicts.findings]
    if findings:
        columns = ("rule", "message", "claims", "explained_by")
        _emit(findings, columns, form, "What other rules found", _SCREEN["findings"] if is_screen else 0)
    if conflicts.tensions:
        tensions = list(conflicts.streamed()["tensions"])
        rows = [{**row, "found_by": row["found_by"] or f"no rule: {row['why_no_rule']}"} for row in tensions]
        whole = ("id", "what", "reading", "handling", "found_by")
        _emit(rows, ("id", "what") if is_screen else whole, form, "What a curator noted",
              _SCREEN["tensions"] if is_screen else 0)  # fmt: skip


def _emit(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], form: str, title: str, most: int) -> None:
    some = rows[:most] if most else rows
    emit_rows(some, columns, form, title=title)
    if len(some) < len(rows):
        note(f"{len(rows) - len(some):,} more: --limit 0 for all")


def _row(conflicts: Conflicts, conflict: Conflict) -> dict[str, Any]:
    name = conflicts.network.name
    said = conflict.said(conflicts.network)
    if conflict.is_apparent:
        said += " (two actions)"
    return {"subject": name(conflict.subject), "object": name(conflict.object), "aspect": conflict.aspect,
            "found": said, "weight": f"{conflict.score:g}"}  # fmt: skip


def _in_full(conflicts: Conflicts, conflict: Conflict, form: str) -> None:
    from pathway_graph.evidence.words import CLAIM_COLUMNS_SHOWN

    name, data = conflicts.network.name, conflicts.plain(conflict)
    about = f"{name(conflict.subject)}, {name(conflict.object)}: {conflict.aspect or 'aspect not stated'}"
    say(f"{about}: {data['said']}\n")
    for side in ("raising", "lowering", "unchanged"):
        weight = getattr(conflict, f"weight_{side}")
        if not data[side]:
            continue
        word = "no effect" if side == "unchanged" else side
        title = f"{about}, {word} ({how_many(len(weight.studies), 'independent study')}, weight {weight.score:g})"
        emit_rows(data[side], CLAIM_COLUMNS_SHOWN, form, title=title)
    rows = [{**pair, "no_effect": pair["unchanged"], "verdict": _verdict(pair)} for pair in data["pairs"]]
    sides = [side for side in ("raises", "lowers", "no_effect") if any(row[side] for row in rows)]
    emit_rows(rows, (*sides, "verdict", "not_stated"), form, title="Explained by context?")


def _verdict(pair: Mapping[str, Any]) -> str:
    annotated = annotations_said(pair)
    if pair["differs"]:
        return f"differ in {', '.join(pair['differs'])}" + (f"; annotated apart: {annotated}" if annotated else "")
    return f"UNEXPLAINED by fields; differ in {annotated}" if annotated else "UNEXPLAINED: no stated context differs"


def annotations_said(pair: Mapping[str, Any]) -> str:
    """Say in which annotations of BEL two claims differ.

    >>> annotations_said({"annotated": {"Timeline": "10 h / 3 days"}})
    'Timeline (10 h / 3 days)'
    """
    return ", ".join(f"{name} ({values})" for name, values in pair["annotated"].items())
