"""The order of a ranking: those that stand by themselves by their combined p-value, or all by another column."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from pathway_graph.regulators.combine import SIGNIFICANT
from pathway_graph.regulators.result import Columns, RankBy

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]

_SURE = 0.05
"""False-discovery rate up to which a regulator comes before all that explain only through another."""
RANK_BY: tuple[RankBy, ...] = get_args(RankBy)
"""What a ranking can be ordered by."""


def in_order(columns: Columns, rank_by: RankBy) -> Columns:
    """Return hypotheses with the best first; equal ones in the order of the causal p-value, score and entity.

    By ``combined_p``, those come first that stand by themselves with a false-discovery rate up to 5 %, then those that
    explain only through one of them, in its order; then the same with a p-value up to 0.05; then the rest. By any other
    column, all are ordered alike.
    """
    import numpy as np

    last = (-columns.sign, columns.regulator, -columns.score, np.round(columns.log_p, 9))
    if rank_by != "combined_p":
        return columns.in_order(np.lexsort((*last, _key(columns, rank_by))))
    own = np.round(columns.log_combined_p, 9)
    alone = columns.leader < 0
    of_leader = np.where(alone, own, own[columns.leader])
    sure = np.where(alone, columns.combined_fdr, columns.combined_fdr[columns.leader]) <= _SURE
    likely = np.where(sure, 0, np.where(columns.log_combined_p <= SIGNIFICANT, 2, 4))
    tier = likely + ~alone
    return columns.in_order(np.lexsort((*last, own, of_leader, tier)))


def _key(columns: Columns, rank_by: RankBy) -> Reals:
    """Return what to sort by, least first; what has no number comes last."""
    import numpy as np

    if rank_by in ("z", "z_unbiased", "t"):
        key = -getattr(columns, rank_by)
    else:
        key = getattr(columns, {"p_value": "log_p"}.get(rank_by, f"log_{rank_by}"))
    return np.where(np.isnan(key), np.inf, np.round(key, 9))
