"""Coefficients of the causal score's generating function, summed on circles through its saddle point."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import asin, ceil, pi, prod, sqrt
from typing import TYPE_CHECKING, NamedTuple

from pathway_graph.regulators.saddle import Saddle

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]
    Counts = NDArray[np.int64]
    Complexes = NDArray[np.complex128]

_REACH = 7.2
"""Standard deviations after which a normal density is 6e-12 of its peak."""
_PAD = 14
"""Points added to each period, for distributions with longer tails."""
_WIDTH = 0.95
"""Half width of a window, in reaches: what is beyond it counts less than what folds back at the end of a period."""
_FAINT = 1e-13
"""Size, against the peak, that is left out."""
_SIXTHS = tuple(pi * turn / 3 for turn in range(6))
"""Where a whole circle is looked at to find its largest value."""
_SHORT = 24
"""Periods up to which every point is taken."""


def tail_sums(
    rows: Counts, columns: Counts, weights: Counts, score: int, bounds: tuple[int, int]
) -> tuple[float, tuple[float, float]]:
    """Return the height of the saddle, and over its exponential the sums of coefficients from *score* and above it.

    Args:
        rows: Sizes of the rows, none of them empty.
        columns: Sizes of the columns (up, down, unchanged).
        weights: What one item adds to the score, by row and column.
        score: The observed score, not below the expected one.
        bounds: No score lies outside.
    """
    import numpy as np

    saddle = Saddle(rows, columns, weights, score)
    grid = _Grid(saddle, score, bounds)
    beyond = bounds[1] - score + 1 if grid.is_whole else grid.period // 2
    at_least = more = 0.0
    for window in grid.windows():
        step = np.exp(-(saddle.tilt + 1j * window.phases))
        apart = np.abs(1 - step) > 1e-9
        last = np.exp(-beyond * (saddle.tilt + 1j * window.phases))
        kernel = np.where(apart, (1 - last) / np.where(apart, 1 - step, 1.0), float(beyond))
        at_least += float((window.sums * kernel).real.sum())
        more += float((window.sums * (kernel - 1)).real.sum())
    return saddle.height, (at_least, more)


class _Window(NamedTuple):
    """Phases of x around one peak, and the coefficient in the sides at each, weighted for the sum over x."""

    phases: Reals
    sums: Complexes


class _Grid:
    """Where the sums are taken: windows around the peak at phase 0 and around those where x has made half a turn.

    Within a window the phases of the sides are centred where the phase of x puts them; a variable of small spread
    gets its whole circle instead. Half the circle of x is enough: the other half is its mirror image.

    Attributes:
        period: Points on the circle of x.
        is_whole: Whether the period exceeds the range of the score.
    """

    def __init__(self, saddle: Saddle, score: int, bounds: tuple[int, int]) -> None:
        self.saddle = saddle
        self.powers = (score, *(int(saddle.columns[column]) for column in saddle.sides))
        self.slopes, self.spreads = _cascade(saddle.covariance)
        reach = bounds[1] - bounds[0] + 1
        needed = 2 * (ceil(_REACH * self.spreads[0]) + _PAD)
        self.is_whole = needed >= reach
        self.period = reach + reach % 2 if self.is_whole else needed
        self.circles = [_circle(spread, int(saddle.columns.sum())) for spread in self.spreads[1:]]
        self.whole = [len(nodes) == period for nodes, period in self.circles]

    def windows(self) -> Iterator[_Window]:
        """Give one window a peak."""
        import numpy as np

        steps = np.arange(self.period // 2 + 1)
        phases = 2 * pi * steps / self.period
        counts = np.where((steps == 0) | (2 * steps == self.period), 1.0, 2.0)
        near = phases <= pi / 2
        yield from self._window(phases[near], counts[near], 0.0, [0.0] * len(self.whole))
        for halves in product(*([0.0] if is_whole else [0.0, pi] for is_whole in self.whole)):
            yield from self._window(phases[~near], counts[~near], pi, list(halves))

    def _window(self, phases: Reals, counts: Reals, turn: float, halves: list[float]) -> Iterator[_Window]:
        import numpy as np

        if self.period > _SHORT:
            seen = self._size(phases, turn, halves) > _FAINT
            phases, counts = phases[seen], counts[seen]
        if not len(phases):
            return
        shape = (len(phases), *(len(nodes) for nodes, _ in self.circles))
        axes = [
            nodes.reshape(-1, *[1] * (len(self.circles) - 1 - axis)) for axis, (nodes, _) in enumerate(self.circles)
        ]
        x = phases.reshape(-1, *[1] * len(self.circles))
        radius = np.zeros(shape)
        for own, spread, is_whole in zip(axes, self.spreads[1:], self.whole, strict=True):
            if not is_whole:
                radius = radius + (own * spread) ** 2
        kept = radius <= (_WIDTH * _REACH) ** 2
        sides = self._sides(x - turn, axes, halves)
        angle = self.powers[0] * x + sum(n * side for n, side in zip(self.powers[1:], sides, strict=True))
        angle = np.broadcast_to(angle, shape)[kept]
        directions = [np.broadcast_to(np.exp(1j * phase), shape)[kept] for phase in (x, *sides)]
        value = self.saddle.ratio(directions[0], directions[1:])
        value *= np.cos(angle) - 1j * np.sin(angle)
        sums: Complexes = np.add.reduceat(value, np.cumsum([0, *kept.reshape(len(phases), -1).sum(axis=1)[:-1]]))
        yield _Window(phases, sums * counts / (self.period * prod(period for _, period in self.circles)))

    def _sides(self, places: Reals, own: list[Reals], halves: list[float]) -> list[Reals]:
        """Return the phases of the sides: around each peak, where those before them put their centres."""
        offsets = [places]
        for axis, nodes in enumerate(own):
            centre: Reals | float = sum(s * offset for s, offset in zip(self.slopes[axis], offsets, strict=True))
            offsets.append(nodes - centre)
        return [half + offset for half, offset in zip(halves, offsets[1:], strict=True)]

    def _size(self, phases: Reals, turn: float, halves: list[float]) -> Reals:
        """Return the largest size over the whole circles, by phase of x, at the centres of the windows."""
        import numpy as np

        best = np.zeros(len(phases))
        circle = np.exp(1j * phases)
        for turned in product(*(_SIXTHS if is_whole else (0.0,) for is_whole in self.whole)):
            sides = self._sides(phases - turn, [np.full(1, own) for own in turned], halves)
            best = np.maximum(best, np.abs(self.saddle.ratio(circle, [np.exp(1j * side) for side in sides])))
        return best


def _cascade(covariance: Reals) -> tuple[list[list[float]], list[float]]:
    """Return how the centre of each side depends on the phases before it, and the spread of each given those after.

    Integrated from the last variable to the first, each step leaves the covariance of the rest given the ones done.
    """
    rest = covariance.copy()
    slopes: list[list[float]] = []
    spreads: list[float] = []
    for last in range(len(rest) - 1, 0, -1):
        variance = float(rest[last, last])
        spreads.append(sqrt(max(variance, 0.0)))
        slope = rest[last, :last] / variance if variance > 0 else 0 * rest[last, :last]
        slopes.append([float(part) for part in slope])
        rest = rest[:last, :last] - slope[:, None] * rest[last, :last][None, :]
    spreads.append(sqrt(max(float(rest[0, 0]), 0.0)))
    return slopes[::-1], spreads[::-1]


def _circle(spread: float, size: int) -> tuple[Reals, int]:
    """Return the offsets on the circle of one margin, and the points of the whole circle."""
    import numpy as np

    period = min(ceil(_REACH * spread) + _PAD, size + 1)
    if spread > _REACH / 2:
        half = ceil(_WIDTH * 2 * asin(_REACH / 2 / spread) * period / (2 * pi))
        if half < period / 4:
            return 2 * pi * np.arange(-half, half + 1) / period, period
    return 2 * pi * np.arange(period) / period, period
