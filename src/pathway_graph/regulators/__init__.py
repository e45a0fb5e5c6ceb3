"""Which regulator explains measured changes: exact causal statistics over every possible regulator, causal networks.

May import: `text`, `errors`, `files`, `model`, `identifiers`, `evidence`, `trace`.
Not here: pictures of a ranking: those are for `diagrams`.
"""

from pathway_graph.regulators.causal import causal_network
from pathway_graph.regulators.changes import Change, HowRead, Measurement, Measurements, RowCounts, place_changes
from pathway_graph.regulators.example import example_changes
from pathway_graph.regulators.explain import RegulatorEvidence, Target, explain_regulator
from pathway_graph.regulators.matching import place_list, read_changes
from pathway_graph.regulators.network_result import CausalEdge, CausalNetwork, CausalNode, Explained, RandomSigns
from pathway_graph.regulators.options import ColumnOptions
from pathway_graph.regulators.ordering import RANK_BY
from pathway_graph.regulators.rank import MAX_STEPS, rank_regulators
from pathway_graph.regulators.result import FIELDS, Regulator, Regulators
from pathway_graph.regulators.saying import describe_network, describe_placed, describe_ranking, describe_reading
from pathway_graph.regulators.scales import SCALES
from pathway_graph.regulators.table import Listed, read_list, read_lists, read_names

__all__ = [
    "FIELDS",
    "MAX_STEPS",
    "RANK_BY",
    "SCALES",
    "CausalEdge",
    "CausalNetwork",
    "CausalNode",
    "Change",
    "ColumnOptions",
    "Explained",
    "HowRead",
    "Listed",
    "Measurement",
    "Measurements",
    "RandomSigns",
    "Regulator",
    "RegulatorEvidence",
    "Regulators",
    "RowCounts",
    "Target",
    "causal_network",
    "describe_network",
    "describe_placed",
    "describe_ranking",
    "describe_reading",
    "example_changes",
    "explain_regulator",
    "place_changes",
    "place_list",
    "rank_regulators",
    "read_changes",
    "read_list",
    "read_lists",
    "read_names",
]
