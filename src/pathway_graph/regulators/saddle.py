"""The saddle point of the causal score's generating function: the tilt that makes the observed table the expected one.

The function is the product over rows r of (sum over columns c of t_c x^w(r, c)) ^ q_r. Its variables are x and two of
the t; the largest column is the unit, t = 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]
    Counts = NDArray[np.int64]
    Complexes = NDArray[np.complex128]

_STEEPEST = 60.0
"""Largest tilt of the score; odds of e^60 between neighbouring scores do not occur."""


class Saddle:
    """The tilt under which the expected score and margins are the observed ones.

    Args:
        rows: Sizes of the rows, none of them empty.
        columns: Sizes of the columns (up, down, unchanged).
        weights: What one item adds to the score, by row and column.
        score: The observed score.

    Attributes:
        sides: The columns that are variables, the larger one last.
        terms: Logarithms of t_c x^w(r, c), by row and column; -inf where a column is empty.
        tilt: Logarithm of x.
        height: Logarithm of the function over the observed powers of its variables.
        covariance: Of the score and the sizes of *sides*, under the tilt.
    """

    def __init__(self, rows: Counts, columns: Counts, weights: Counts, score: int) -> None:
        import numpy as np

        self.rows, self.columns, self.weights = rows, columns, weights
        order = [int(column) for column in np.argsort(columns, kind="stable") if columns[column] > 0]
        self.unit, self.sides = order[-1], order[:-1]
        self._features = np.zeros((len(rows), 3, 1 + len(self.sides)))
        self._features[:, :, 0] = weights
        for place, column in enumerate(self.sides):
            self._features[:, column, place + 1] = 1.0
        self._base = np.where(columns > 0, 0.0, -np.inf)
        self._target = np.array([score, *columns[self.sides]], dtype=float)
        self._descend(np.array([0.0, *np.log(columns[self.sides] / columns[self.unit])]))

    def _state(self, tilt: Reals) -> tuple[float, Reals, Reals]:
        """Return height, gradient and covariance at *tilt*."""
        import numpy as np

        self.terms = self._base + self._features @ tilt
        top = self.terms.max(axis=1, keepdims=True)
        shares = np.exp(self.terms - top)
        total = shares.sum(axis=1, keepdims=True)
        shares /= total
        height = float(self.rows @ (np.log(total) + top)[:, 0] - tilt @ self._target)
        weighted = shares[:, :, None] * self._features
        means = weighted.sum(axis=1)
        scaled = self.rows[:, None, None] * weighted
        covariance = np.einsum("rcf,rcg->fg", scaled, self._features) - (self.rows[:, None] * means).T @ means
        return height, self.rows @ means - self._target, covariance

    def _descend(self, tilt: Reals) -> None:
        """Minimise the height, which is convex, by Newton's steps; an approximate saddle only costs precision."""
        import numpy as np

        height, gradient, covariance = self._state(tilt)
        for _ in range(80):
            ridge = 1e-9 * max(float(np.trace(covariance)), 1e-3) * np.eye(len(tilt))
            step = -np.linalg.solve(covariance + ridge, gradient)
            step *= min(1.0, 3.0 / max(float(np.abs(step).max()), 1e-300))
            if float(gradient @ -step) < 1e-6:
                break
            while True:
                further = tilt + step
                further[0] = min(max(further[0], -_STEEPEST), _STEEPEST)
                new = self._state(further)
                if new[0] <= height + 1e-12 * abs(height) or float(np.abs(step).max()) < 1e-9:
                    break
                step = step / 2
            moved = float(np.abs(further - tilt).max())
            tilt = further
            height, gradient, covariance = new
            if moved < 1e-7:
                break
        self.height, _, self.covariance = self._state(tilt)
        self.tilt = float(tilt[0])

    def ratio(self, circle: Complexes, sides: list[Complexes]) -> Complexes:
        """Return the function over its value at the saddle, powers of the variables left out.

        Args:
            circle: The direction of x from the origin, a complex number of size 1.
            sides: The same of the variables of *sides*; arrays that broadcast together.
        """
        import numpy as np

        shares = np.exp(self.terms - self.terms.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        turns = {1: circle, -1: circle.conj()}
        kept: dict[tuple[int, int], Complexes | float] = {(self.unit, 0): 1.0, (self.unit, 1): circle}
        kept[self.unit, -1] = turns[-1]
        shape = np.broadcast_shapes(circle.shape, *(side.shape for side in sides))
        result = np.ones(shape, dtype=np.complex128)
        for size, weight, share in zip(self.rows.tolist(), self.weights.tolist(), shares.tolist(), strict=True):
            factor = np.empty(shape, dtype=np.complex128)
            factor[...] = share[self.unit] * kept[self.unit, weight[self.unit]]
            for column, side in zip(self.sides, sides, strict=True):
                key = (column, weight[column])
                if key not in kept:
                    kept[key] = side * turns[key[1]] if key[1] else side
                factor += share[column] * kept[key]
            _multiply_power(result, factor, size)
        return result


def _multiply_power(result: Complexes, base: Complexes, power: int) -> None:
    """Multiply *result* by base ** power in place, by repeated squaring; uses *base* up."""
    while power:
        if power & 1:
            result *= base
        power >>= 1
        if power:
            base *= base
