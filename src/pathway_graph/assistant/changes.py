"""Tools about measured changes, given as text: regulators and network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import Field

from pathway_graph.assistant.asking import AskedView, Limit, Names, Offset, OptionalName, Retracted, Table
from pathway_graph.assistant.cards import MOST_OF_ROW, arguments_of, cards, page
from pathway_graph.assistant.marking import data, shown
from pathway_graph.assistant.results import CausalRow, Networked, Ranked, RegulatorRow, TargetRow
from pathway_graph.assistant.session import Session
from pathway_graph.model import Network
from pathway_graph.model.stopping import go_on
from pathway_graph.regulators import (
    ColumnOptions,
    Measurements,
    Regulator,
    RegulatorEvidence,
    causal_network,
    describe_reading,
    explain_regulator,
    place_list,
    rank_regulators,
    read_list,
)
from pathway_graph.regulators.opening import Pasted
from pathway_graph.text.counts import how_many
from pathway_graph.trace import Filters

MOST_STEPS: Final = 4
_PARTS: Final = 4
"""A network is solved, its optima compared, and random signs tried: each has its part of the time."""
Contrast = Annotated[str, Field(max_length=200, description="Which contrast, where the table holds several")]
Threshold = Annotated[float | None, Field(ge=0, le=100, description="Smallest absolute log2 fold change that counts")]
MaxP = Annotated[float, Field(gt=0, le=1, description="Largest p-value that counts, where there are any")]
Scale = Annotated[
    Literal["auto", "log2", "ln", "log10", "ratio", "signed-ratio", "sign"],
    Field(description="What the changes are; auto goes by the table"),
]
Column = Annotated[str, Field(max_length=200, description="Header of the column, where it is not found by itself")]
Unmatched = Annotated[bool, Field(description="Go on where less than half of the names are known")]
Walk = Annotated[int, Field(ge=1, le=MOST_STEPS, description="Longest walk, in edges")]


@dataclass(frozen=True, slots=True)
class _Reading:
    """How a table is to be read."""

    contrast: str
    threshold: float | None
    max_p: float
    scale: str
    allow_unmatched: bool
    name_column: str
    change_column: str
    p_column: str

    def place(self, network: Network, table: str) -> Measurements:
        options = ColumnOptions(
            contrast=self.contrast, threshold=self.threshold, max_p=self.max_p, scale=self.scale,
            allow_unmatched=self.allow_unmatched, name_column=self.name_column,
            change_column=self.change_column, p_column=self.p_column,
        )  # fmt: skip
        return place_list(network, read_list(Pasted(table), options))


def regulators(
    session: Session, table: Table, regulator: OptionalName = "", max_steps: Walk = 2, view: AskedView = "guide",
    contrast: Contrast = "", threshold: Threshold = None, max_p: MaxP = 0.05, scale: Scale = "auto",
    allow_unmatched: Unmatched = False, name_column: Column = "", change_column: Column = "", p_column: Column = "",
    include_retracted: Retracted = False, limit: Limit = 20, offset: Offset = 0,
) -> Ranked:  # fmt: skip
    """Rank the upstream regulators that explain a gene list or a table of changes, with exact p-values.

    Give unchanged genes too: they are the background. With `regulator`, what speaks for and against that one is told
    gene by gene, with the claims of each route.
    """
    asked = arguments_of(locals())
    network = session.network()
    changes = _Reading(contrast, threshold, max_p, scale, allow_unmatched, name_column, change_column, p_column).place(
        network, table
    )
    go_on()
    filters = Filters(view=view, count_retracted=include_retracted)
    found = rank_regulators(network, changes, max_steps=max_steps, filters=filters, allow_unmatched=allow_unmatched)
    go_on()
    rows: list[RegulatorRow] = []
    targets: list[TargetRow] = []
    if regulator:
        evidence = explain_regulator(found, regulator)
        targets, cut = page(_targets(evidence), offset, limit, "regulators", asked, "targets")
        rows = [_ranked(network, evidence.regulator)]
    else:
        rows, cut = page(
            [_ranked(network, row) for row in found.rows], offset, limit, "regulators", asked, "regulators"
        )
    summary = found.summary()
    made, rest = cards(network, (claim for target in targets for claim in target.claims))
    notes = [data(str(warning)) for warning in summary["warnings"]]
    if not regulator:
        notes.append("Call again with regulator=NAME for the genes and the claims behind a row.")
    return Ranked(
        summary=f"{how_many(len(found), 'hypothesis', 'hypotheses')} ranked over "
        f"{how_many(summary['background_size'], 'measured thing')}.",
        read_as=[shown(one) for one in describe_reading(changes)], background=str(summary["background"]),
        hypotheses=len(found), unmatched=[shown(one, 100) for one in summary["unmatched"][:50]], rows=rows,
        targets=targets, claims=made, claims_without_card=rest, notes=notes, cut=cut,
    )  # fmt: skip


def _ranked(network: Network, row: Regulator) -> RegulatorRow:
    through = network.name(row.through) if row.through else ""
    return RegulatorRow(
        row.id, shown(row.name), row.kind, "raised" if row.sign > 0 else "lowered", row.depth, row.depth_correct,
        row.depth_incorrect, row.overlap_p, row.sign_p, row.combined_p, row.combined_fdr, shown(through),
    )  # fmt: skip


def _targets(evidence: RegulatorEvidence) -> list[TargetRow]:
    return [
        TargetRow(
            shown(one.change.name), one.entity, one.change.sign, _sign(one.predicted), one.verdict, one.steps,
            shown(one.why), list(dict.fromkeys(c for route in one.routes for c in route.claims))[:MOST_OF_ROW],
        )
        for one in evidence.targets
    ]  # fmt: skip


def _sign(value: int) -> Literal[-1, 0, 1]:
    return 1 if value > 0 else -1 if value < 0 else 0


def network(
    session: Session, table: Table,
    regulators: Annotated[Names, Field(min_length=1, description="Regulators, perhaps with a sign: TNF, EGFR:-")],
    max_steps: Walk = 3, view: AskedView = "guide", contrast: Contrast = "", threshold: Threshold = None,
    max_p: MaxP = 0.05, scale: Scale = "auto", allow_unmatched: Unmatched = False, name_column: Column = "",
    change_column: Column = "", p_column: Column = "", include_retracted: Retracted = False,
    permutations: Annotated[int, Field(ge=0, le=200)] = 50, limit: Limit = 50, offset: Offset = 0,
) -> Networked:  # fmt: skip
    """Find the smallest signed network that leads from regulators to measured changes, with proof of how good it is."""
    asked = arguments_of(locals())
    known = session.network()
    changes = _Reading(contrast, threshold, max_p, scale, allow_unmatched, name_column, change_column, p_column).place(
        known, table
    )
    go_on()
    found = causal_network(
        known, changes, regulators, max_steps=max_steps, permutations=permutations,
        filters=Filters(view=view, count_retracted=include_retracted), time_limit_s=session.timeout_s / _PARTS,
    )  # fmt: skip
    go_on()
    every = [
        CausalRow(
            edge.source.id, shown(edge.source.name), _sign(edge.source.sign), edge.target.id, shown(edge.target.name),
            _sign(edge.target.sign), None if edge.target.measured is None else _sign(edge.target.measured),
            _sign(edge.sign), edge.step, edge.standing, list(edge.claims[:MOST_OF_ROW]),
            [shown(work) for work in edge.works(known)[:10]],
        )
        for edge in found.edges
    ]  # fmt: skip
    rows, cut = page(every, offset, limit, "network", asked, "edges")
    made, rest = cards(known, (claim for row in rows for claim in row.claims))
    missing = [f"{gene.change.name}: {gene.verdict}" for gene in found.genes if gene.verdict != "explained"]
    explained = len(found.with_verdict("explained"))
    return Networked(
        summary=f"{how_many(len(found.edges), 'edge explains', 'edges explain')} {explained} of "
        f"{how_many(len(found.genes), 'change')}.",
        explained=explained, to_explain=len(found.genes), objective=found.objective, is_proven=found.gap == 0,
        p_value=found.random.p_value if found.random else None, not_explained=[shown(one) for one in missing[:50]],
        rows=rows, claims=made, claims_without_card=rest, cut=cut, notes=[data(note) for note in found.notes],
    )  # fmt: skip
