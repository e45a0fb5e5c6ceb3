"""Exact tails of the causal score: how often a random labelling of the same margins scores as well.

Predictions are rows (raised, lowered, without sign, none), observations are columns (up, down, unchanged). With all
labellings of the observed margins equally likely, the number of those with score s is a coefficient of

    prod over rows r of (sum over columns c of t_c x^w(r, c)) ^ q_r

in t_c^n_c and x^s (Chindelevitch et al. 2012, BMC Bioinformatics 13:35, for signed rows; Fakhry et al. 2016, BMC
Bioinformatics 17:318, with the row without sign). Few tables are enumerated. For many, whose number grows with the
fourth power of the counts, the coefficients are read off by the trapezoidal rule on circles through the saddle
point. On a polynomial that rule is exact but for coefficients outside the circle's period, and the period is chosen
so that these do not matter. The cost is a few thousand points whatever the counts are, and the relative precision
(about 1e-11) is the same for p = 0.5 and p = 1e-300.
"""

from __future__ import annotations

from math import exp, log, log1p
from typing import TYPE_CHECKING

from pathway_graph.regulators.contour import tail_sums
from pathway_graph.regulators.tails import log_factorials, log_sum

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]
    Counts = NDArray[np.int64]

WEIGHTS = ((1, -1, 0), (-1, 1, 0), (1, 1, 0), (0, 0, 0))
"""What one item adds to the score, by row (raised, lowered, without sign, none) and column (up, down, unchanged)."""
FEW_TABLES = 60_000
"""Tables up to which enumerating them is faster."""


def log_tails(rows: Counts, columns: Counts, scores: Counts, *, few_tables: int = FEW_TABLES) -> tuple[Reals, Reals]:
    """Return ln P(S >= score) and ln P(S <= score) of every table.

    Args:
        rows: Sizes q of the rows (raised, lowered, without sign, none), one table a line.
        columns: Sizes n of the columns (up, down, unchanged), one table a line; each line has the sum of its rows.
        scores: The observed scores.
        few_tables: How many tables to enumerate at most; it changes the time, not the result.

    >>> import numpy as np
    >>> above, below = log_tails(np.array([[7, 4, 0, 19]]), np.array([[6, 6, 18]]), np.array([5]))
    >>> round(float(np.exp(above[0])), 11)
    0.01397941056
    """
    import numpy as np

    lines = np.concatenate([rows, columns, scores[:, None]], axis=1)
    distinct, place = np.unique(lines, axis=0, return_inverse=True)
    factorials = log_factorials(int(columns.sum(axis=1).max(initial=0)))
    found = np.zeros((len(distinct), 2))
    for number, line in enumerate(distinct):
        table, score = (line[:4], line[4:7]), int(line[7])
        tails = _enumerate(*table, score, factorials, few_tables) or _integrate(*table, score, factorials)
        found[number] = tails
    found = found[place.reshape(-1)]
    return found[:, 0], found[:, 1]


def _enumerate(
    rows: Counts, columns: Counts, score: int, factorials: Reals, few_tables: int
) -> tuple[float, float] | None:
    """Add up all tables with these margins, or None if they are too many."""
    import numpy as np

    weights = np.array(WEIGHTS)
    order = [int(row) for row in np.argsort(rows, kind="stable")]
    free, rest = order[:-1], order[-1]
    up, down = (np.minimum(rows, columns[side]) + 1 for side in (0, 1))
    if np.prod((up * down)[free].astype(float)) > few_tables:
        return None
    ups, downs, points, logs = np.zeros(1, int), np.zeros(1, int), np.zeros(1, int), np.zeros(1)
    for row in free:
        size = int(rows[row])
        a, b = (grid.ravel() for grid in np.meshgrid(np.arange(up[row]), np.arange(down[row])))
        a, b = a[a + b <= size], b[a + b <= size]
        ups, downs = np.add.outer(ups, a).ravel(), np.add.outer(downs, b).ravel()
        points = np.add.outer(points, weights[row, 0] * a + weights[row, 1] * b).ravel()
        ways = factorials[size] - factorials[a] - factorials[b] - factorials[size - a - b]
        logs = np.add.outer(logs, ways).ravel()
    a, b, size = columns[0] - ups, columns[1] - downs, int(rows[rest])
    kept = (a >= 0) & (b >= 0) & (a + b <= size)
    a, b, points, logs = a[kept], b[kept], points[kept], logs[kept]
    points = points + weights[rest, 0] * a + weights[rest, 1] * b
    logs = logs + factorials[size] - factorials[a] - factorials[b] - factorials[size - a - b]
    whole = float(factorials[columns.sum()] - factorials[columns].sum())
    above, below = (log_sum(logs[side]) - whole for side in (points >= score, points <= score))
    return min(above, 0.0), min(below, 0.0)


def _integrate(rows: Counts, columns: Counts, score: int, factorials: Reals) -> tuple[float, float]:
    """Read the smaller tail off the generating function; the larger one is what is left."""
    import numpy as np

    weights = np.array(WEIGHTS)
    if score >= float(rows @ weights @ columns) / float(columns.sum()):
        above, beyond = _upper_tails(rows, columns, weights, score, factorials)
        return above, _complement(beyond)
    below, beyond = _upper_tails(rows, columns, -weights, -score, factorials)
    return _complement(beyond), below


def _upper_tails(rows: Counts, columns: Counts, weights: Counts, score: int, factorials: Reals) -> tuple[float, float]:
    """Return ln P(S >= score) and ln P(S > score), for a score that is not below the mean."""
    import numpy as np

    highest = int((np.minimum(rows[:, None], columns) * (weights > 0)).sum())
    lowest = -int((np.minimum(rows[:, None], columns) * (weights < 0)).sum())
    if score <= lowest:
        return 0.0, float("-inf")
    used = rows > 0
    height, sums = tail_sums(rows[used], columns, weights[used], score, (lowest, highest))
    scale = height - float(factorials[columns.sum()] - factorials[columns].sum())
    return _log(sums[0], scale), _log(sums[1], scale)


def _log(part: float, scale: float) -> float:
    return min(scale + log(part), 0.0) if part > 0 else float("-inf")


def _complement(log_p: float) -> float:
    return log1p(-min(exp(log_p), 1.0)) if log_p < 0 else float("-inf")
