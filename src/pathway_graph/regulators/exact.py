"""Exact tails of the causal score: how often a random labelling of the same margins scores as well.

Predictions are rows (raised, lowered, without sign, none), observations are columns (up, down, unchanged), and all
labellings of the observed margins are equally likely. The score counts what agrees less what does not
(Chindelevitch et al. 2012, BMC Bioinformatics 13:35); a changed item predicted without a sign counts as agreeing
(Fakhry et al. 2016, BMC Bioinformatics 17:318).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway_graph.regulators.distinct import distinct_rows
from pathway_graph.regulators.thinning import Tables, thinned_tails

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]
    Counts = NDArray[np.int64]


def log_tails(rows: Counts, columns: Counts, scores: Counts) -> tuple[Reals, Reals]:
    """Return ln P(S >= score) and ln P(S <= score) of every table.

    The tail on the score's side of the mean is worked out, the other one is what is left.

    Args:
        rows: Sizes q of the rows (raised, lowered, without sign, none), one table per line.
        columns: Sizes n of the columns (up, down, unchanged), one table per line; each line has the sum of its rows.
        scores: The observed scores.

    >>> import numpy as np
    >>> above, below = log_tails(np.array([[7, 4, 0, 19]]), np.array([[6, 6, 18]]), np.array([5]))
    >>> round(float(np.exp(above[0])), 11)
    0.01397941056
    """
    import numpy as np

    lines = np.concatenate([rows, columns, scores[:, None]], axis=1)
    distinct, place = distinct_rows(lines)
    raised, lowered, unsigned, none, up, down, _, score = distinct.T
    total = raised + lowered + unsigned + none
    mean = ((raised - lowered) * (up - down) + unsigned * (up + down)) / np.maximum(total, 1)
    is_above = score >= mean
    plus, minus = np.where(is_above, raised, lowered), np.where(is_above, lowered, raised)
    side = np.where(is_above, 1, -1)
    tails = thinned_tails(Tables(plus, minus, unsigned, up, down, total, side * score, side))
    near = tails[:, 0]
    with np.errstate(divide="ignore"):
        far = np.log1p(-np.exp(tails[:, 1]))
    place = place.reshape(-1)
    return np.where(is_above, near, far)[place], np.where(is_above, far, near)[place]
