"""The packaged example: what Tables 1 and 2 of the guide report as changed."""

from __future__ import annotations

from pathlib import Path

from pathway_graph.model import Network
from pathway_graph.regulators.changes import Measurements
from pathway_graph.regulators.matching import read_changes

EXAMPLE = Path(__file__).parents[1] / "data" / "imipramine" / "changes.csv"


def example_changes(network: Network) -> Measurements:
    """Return the changes of the guide's Tables 1 and 2, placed in *network*.

    Phospho-CREB is left out: the tables have it both lowered (T2.2, injured mice) and raised (T2.3, Jurkat cells).
    What two rows report of one entity, as of glucocorticoid receptor mRNA in two regions, is one change.

    >>> from pathway_graph.formats.native import read_guide
    >>> found = example_changes(read_guide())
    >>> found.count(1), found.count(-1), found.unmatched
    (4, 7, ())
    """
    return read_changes(network, EXAMPLE)
