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
    Ints = NDArray[np.intp]

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
        for part, turn in ((near, 0.0), (~near, pi)):
            for halves, seen in self._seen(phases[part], turn):
                if seen.any():
                    yield self._window(phases[part][seen], counts[part][seen], turn, halves)

    def _seen(self, phases: Reals, turn: float) -> Iterator[tuple[list[float], NDArray[np.bool_]]]:
        """Give every place for a window, by half turns of the sides, and at which phases of x it is worth a look.

        Looked at are the centres; on whole circles, which have none, six points.
        """
        import numpy as np

        halves = [(0.0,) if is_whole or not turn else (0.0, pi) for is_whole in self.whole]
        spots = [_SIXTHS if is_whole else (0.0,) for is_whole in self.whole]
        every = list(product(*halves))
        if self.period <= _SHORT:
            yield from ((list(half), np.ones(len(phases), dtype=bool)) for half in every)
            return
        looks = [(half, spot) for half in every for spot in product(*spots)]
        own = [np.array([spot[axis] for _, spot in looks])[:, None] for axis in range(len(spots))]
        half_turns = [np.array([half[axis] for half, _ in looks])[:, None] for axis in range(len(halves))]
        shape = (len(looks), len(phases))
        sides = self._sides(phases - turn, own)
        turned = [np.broadcast_to(np.exp(1j * (h + side)), shape) for h, side in zip(half_turns, sides, strict=True)]
        sizes = np.abs(self.saddle.ratio(np.broadcast_to(np.exp(1j * phases), shape), turned))
        best = sizes.reshape(len(every), -1, len(phases)).max(axis=1) > _FAINT
        yield from ((list(half), seen) for half, seen in zip(every, best, strict=True))

    def _window(self, phases: Reals, counts: Reals, turn: float, halves: list[float]) -> _Window:
        import numpy as np

        x = phases[:, None]
        places = self._kept()
        directions: list[Complexes] = []
        angle = np.exp(-1j * self.powers[0] * x)
        before = [x - turn]
        for axis, (half, (nodes, _)) in enumerate(zip(halves, self.circles, strict=True)):
            # Exponentials are taken of the few distinct phases and multiplied: that is what makes it quick.
            centre: Reals | float = sum(s * offset for s, offset in zip(self.slopes[axis], before, strict=True))
            base = half - centre
            earlier = places[axis - 1] if axis else slice(None)
            power = self.powers[axis + 1]
            directions.append(np.exp(1j * base)[:, earlier] * np.exp(1j * nodes)[places[axis]])
            angle = angle * (np.exp(-1j * power * base)[:, earlier] * np.exp(-1j * power * nodes)[places[axis]])
            if axis == 0:
                before.append(base - half + nodes)
        values = self.saddle.ratio(np.exp(1j * x), directions) * angle
        return _Window(phases, values.sum(axis=1) * counts / (self.period * prod(period for _, period in self.circles)))

    def _kept(self) -> list[Ints]:
        """Return the places on the circles of the sides that are close enough to the centre, all combinations."""
        import numpy as np

        if not self.circles:
            return []
        sizes = [len(nodes) for nodes, _ in self.circles]
        radius = np.zeros(sizes)
        for axis, (nodes, _) in enumerate(self.circles):
            if not self.whole[axis]:
                shape = [-1 if other == axis else 1 for other in range(len(sizes))]
                radius = radius + (nodes.reshape(shape) * self.spreads[axis + 1]) ** 2
        return [np.asarray(place) for place in (radius <= (_WIDTH * _REACH) ** 2).nonzero()]

    def _sides(self, places: Reals, own: list[Reals]) -> list[Reals]:
        """Return the phases of the sides against their peak: own offsets from where those before put the centre."""
        offsets = [places]
        for axis, nodes in enumerate(own):
            centre: Reals | float = sum(s * offset for s, offset in zip(self.slopes[axis], offsets, strict=True))
            offsets.append(nodes - centre)
        return offsets[1:]


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
