"""Which regulator explains measured changes: exact causal statistics over every possible regulator."""

from pathway_graph.regulators.changes import Change, Changes, Measured, place_changes
from pathway_graph.regulators.example import example_changes
from pathway_graph.regulators.explain import Explanation, Target, draw_explanation, explain_regulator
from pathway_graph.regulators.rank import MAX_STEPS, rank_regulators
from pathway_graph.regulators.result import FIELDS, Regulator, Regulators
from pathway_graph.regulators.table import Reading, read_changes, read_names

__all__ = [
    "FIELDS",
    "MAX_STEPS",
    "Change",
    "Changes",
    "Explanation",
    "Measured",
    "Reading",
    "Regulator",
    "Regulators",
    "Target",
    "draw_explanation",
    "example_changes",
    "explain_regulator",
    "place_changes",
    "rank_regulators",
    "read_changes",
    "read_names",
]
