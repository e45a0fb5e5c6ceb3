"""Tails of the textbook distributions, in logarithms: hypergeometric, binomial, Student's t."""

from __future__ import annotations

from math import exp, inf, lgamma, log, log1p
from typing import TYPE_CHECKING

from pathway_graph.regulators.distinct import distinct_rows

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]
    Long = NDArray[np.longdouble]
    Counts = NDArray[np.int64]


def log_factorials(largest: int) -> Long:
    """Return ln 0!, ln 1!, …, ln largest!, in extended precision where the machine has it.

    Of large ones, differences are wanted that are small: ln 7000! leaves a double only 11 digits of them.

    >>> log_factorials(3).astype(float).round(6).tolist()
    [0.0, 0.0, 0.693147, 1.791759]
    """
    import numpy as np

    return np.cumsum(np.log(np.maximum(np.arange(largest + 1), 1).astype(np.longdouble)))


def log_sum(logs: Reals) -> float:
    """Return ln of the sum of the exponentials."""
    import numpy as np

    top = float(logs.max(initial=-inf))
    return top if top == -inf else top + log(float(np.exp(logs - top).sum()))


def log_hypergeometric_tail(total: Counts, marked: Counts, drawn: Counts, hits: Counts) -> Reals:
    """Return ln P(X >= hits), X the marked among *drawn* taken from *total*; Fisher's one-sided test.

    >>> import numpy as np
    >>> one = log_hypergeometric_tail(np.array([20]), np.array([5]), np.array([8]), np.array([3]))
    >>> round(float(np.exp(one[0])), 4)
    0.2962
    """
    import numpy as np

    table = np.stack([total, marked, drawn, hits], axis=1)
    distinct, place = distinct_rows(table)
    f = log_factorials(int(total.max(initial=0)))

    def tail(n: int, m: int, d: int, x: int) -> float:
        if x <= max(0, d + m - n):
            return 0.0
        k = np.arange(x, min(m, d) + 1)
        pmf = f[m] - f[k] - f[m - k] + f[n - m] - f[d - k] - f[n - m - d + k] - f[n] + f[d] + f[n - d]
        return min(log_sum(pmf.astype(np.float64)), 0.0)

    return np.array([tail(*map(int, line)) for line in distinct])[place] if len(distinct) else np.zeros(0)


def log_binomial_bound(draws: Counts, mean: Reals, hits: Counts) -> Reals:
    """Return ln of a bound of P(X >= hits), X the sum of independent yes-or-no *draws* with this *mean*: at most 0.

    It is the tail of as many draws with one chance, which is the larger from one above the mean on (Hoeffding 1956,
    Ann Math Stat 27:713); up to there it is 0, that is P <= 1.

    >>> import numpy as np
    >>> np.exp(log_binomial_bound(np.array([4, 4]), np.array([2.0, 2.0]), np.array([3, 2]))).round(4).tolist()
    [0.3125, 1.0]
    """
    import numpy as np

    result = np.zeros(len(draws))
    for place in np.flatnonzero(hits >= mean + 1).tolist():
        n, x, chance = int(draws[place]), int(hits[place]), float(mean[place] / draws[place])
        result[place] = min(log_incomplete_beta(x, n - x + 1, chance), 0.0)
    return result


def log_students_two_sided(t: Reals, freedom: int) -> Reals:
    """Return ln P(|T| >= |t|) for Student's t with *freedom* degrees of freedom, for each *t*; NaN stays.

    >>> import numpy as np
    >>> np.exp(log_students_two_sided(np.array([5.34679673, 0.0]), 6)).round(8).tolist()
    [0.00174993, 1.0]
    """
    import numpy as np

    found = np.where(np.isnan(t), np.nan, 0.0)
    if freedom < 1:
        return found
    with np.errstate(over="ignore"):
        square = t * t
    found[square == inf] = -inf
    some = np.flatnonzero((square > 0) & (square < inf))
    a, b, square = freedom / 2, 0.5, square[some]
    x, rest = freedom / (freedom + square), square / (freedom + square)
    with np.errstate(divide="ignore"):  # what is beyond all numbers is 0, and its logarithm -inf
        front = a * np.where(x < 0.5, np.log(x), np.log1p(-rest)) + b * np.log(rest)
    front += lgamma(a + b) - lgamma(a) - lgamma(b)
    is_tail = x <= (a + 1) / (a + b + 2)
    tail, body = np.flatnonzero(is_tail), np.flatnonzero(~is_tail)
    logs = np.empty(len(some))
    logs[tail] = np.minimum(front[tail] + np.log(_fractions(a, b, x[tail])) - log(a), 0.0)
    share = np.exp(front[body] + np.log(_fractions(b, a, rest[body])) - log(b))
    logs[body] = np.log1p(-np.minimum(share, 1.0 - 1e-16))
    found[some] = logs
    return found


def log_incomplete_beta(a: float, b: float, x: float, rest: float | None = None) -> float:
    """Return ln of the regularised incomplete beta function I_x(a, b), by its continued fraction.

    *rest* is 1 - x, if the caller has it more precisely.

    >>> round(exp(log_incomplete_beta(2.0, 3.0, 0.4)), 6)
    0.5248
    """
    rest = 1 - x if rest is None else rest
    if x <= 0 or rest <= 0:
        return -inf if x <= 0 else 0.0
    front = a * (log(x) if x < 0.5 else log1p(-rest)) + b * log(rest) + lgamma(a + b) - lgamma(a) - lgamma(b)
    if x <= (a + 1) / (a + b + 2):
        return min(front + log(_fraction(a, b, x)) - log(a), 0.0)
    return log1p(-min(exp(front + log(_fraction(b, a, rest)) - log(b)), 1.0 - 1e-16))


def _fraction(a: float, b: float, x: float) -> float:
    """Evaluate the continued fraction of the incomplete beta function by Lentz's method."""
    tiny = 1e-300
    c, d = 1.0, 1.0 / (1.0 - (a + b) * x / (a + 1) or tiny)
    value = d
    for m in range(1, 10_000):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1.0 / (1.0 + term * d or tiny)
            c = 1.0 + term / c or tiny
            value *= c * d
        if abs(c * d - 1.0) < 1e-15:
            break
    return value


def _fractions(a: float, b: float, x: Reals) -> Reals:
    """Return what `_fraction` does for many *x* at once."""
    import numpy as np

    tiny = 1e-300
    found = np.empty(len(x))
    places, c, d = np.arange(len(x)), np.ones(len(x)), _not_zero(1.0 - (a + b) * x / (a + 1), tiny)
    d = 1.0 / d
    value = d.copy()
    for m in range(1, 10_000):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1.0 / _not_zero(1.0 + term * d, tiny)
            c = _not_zero(1.0 + term / c, tiny)
            value = value * (c * d)
        goes_on = np.abs(c * d - 1.0) >= 1e-15
        found[places] = value
        if not goes_on.any():
            break
        places = places[goes_on]
        x, c, d, value = (column[goes_on] for column in (x, c, d, value))
    return found


def _not_zero(values: Reals, tiny: float) -> Reals:
    import numpy as np

    return np.where(values == 0, tiny, values)


def adjusted(logs: Reals) -> Reals:
    """Return Benjamini and Hochberg's false-discovery rates (1995) of p-values given as logarithms.

    >>> import numpy as np
    >>> adjusted(np.log([0.01, 0.04, 0.03, 0.5])).round(4).tolist()
    [0.04, 0.0533, 0.0533, 0.5]
    """
    import numpy as np

    count = len(logs)
    order = np.argsort(logs, kind="stable")
    scaled = logs[order] + np.log(max(count, 1)) - np.log(np.arange(1, count + 1))
    lowest = np.minimum.accumulate(scaled[::-1])[::-1]
    result = np.empty(count)
    result[order] = np.exp(np.minimum(lowest, 0.0))
    return result


def correlations_t(r: Reals, freedom: int) -> Reals:
    """Return Student's t of correlations: r sqrt(df / (1 - r^2)); NaN stays.

    >>> import numpy as np
    >>> correlations_t(np.array([0.5, -1.0]), 3).tolist()
    [1.0, -inf]
    """
    import numpy as np

    inside = np.where(np.abs(r) >= 1, 0.0, r)
    return np.where(np.abs(r) >= 1, np.copysign(inf, r), inside * np.sqrt(freedom / (1 - inside * inside)))
