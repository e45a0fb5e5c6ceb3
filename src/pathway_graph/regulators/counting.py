"""Count predictions against what was observed, regulator by regulator."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pathway_graph.regulators.bits import column_counts, unpacked
from pathway_graph.regulators.propagate import Predictions

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]
    Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Counts:
    """Counts for "regulator raised", one per regulator; "lowered" swaps raised and lowered.

    Attributes:
        raised, lowered, unsigned: Units predicted so.
        raised_up, raised_down, lowered_up, lowered_down, unsigned_up, unsigned_down: Those that were found so.
        ambiguous_changed: Changed units whose prediction is ambiguous.
        measured: Units with a size.
        correlation: Pearson's, of predictions and sizes over those units; NaN where either does not vary.
    """

    raised: Ints
    lowered: Ints
    unsigned: Ints
    raised_up: Ints
    raised_down: Ints
    lowered_up: Ints
    lowered_down: Ints
    unsigned_up: Ints
    unsigned_down: Ints
    ambiguous_changed: Ints
    measured: int
    correlation: Reals


COLUMNS = (
    "raised", "lowered", "unsigned", "raised_up", "raised_down", "lowered_up", "lowered_down", "unsigned_up",
    "unsigned_down", "ambiguous_changed",
)  # fmt: skip
"""The counts, in the order in which a block is counted."""


def count_predictions(blocks: Iterable[Predictions], observed: Ints, sizes: Reals | None) -> Counts:
    """Count each block and put the counts together.

    Args:
        blocks: From `predictions`.
        observed: +1, -1 or 0 of each unit.
        sizes: Size of the change of each unit, NaN where it was not measured; None if only signs are known.
    """
    import numpy as np

    up, down = np.flatnonzero(observed > 0), np.flatnonzero(observed < 0)
    known = np.flatnonzero(~np.isnan(sizes)) if sizes is not None else np.zeros(0, dtype=np.int64)
    counted: list[list[Ints]] = []
    correlations: list[Reals] = []
    for block in blocks:
        number = len(block.regulators)
        sets = (block.raised, block.lowered, block.unsigned)
        row = [column_counts(predicted, number) for predicted in sets]
        row += [column_counts(predicted[side], number) for predicted in sets for side in (up, down)]
        row.append(column_counts(block.ambiguous[np.concatenate([up, down])], number))
        counted.append(row)
        correlations.append(_correlation(block, known, sizes))
    empty = np.zeros(0, dtype=np.int64)
    columns = {name: np.concatenate([empty, *(row[place] for row in counted)]) for place, name in enumerate(COLUMNS)}
    return Counts(**columns, measured=len(known), correlation=np.concatenate([np.zeros(0), *correlations]))


def _correlation(block: Predictions, known: Ints, sizes: Reals | None) -> Reals:
    """Return Pearson's correlation of predictions (+1, -1, 0) and sizes, by regulator."""
    import numpy as np

    number = len(block.regulators)
    if sizes is None or len(known) < 3:
        return np.full(number, np.nan)
    raised, lowered = (unpacked(rows[known], number) for rows in (block.raised, block.lowered))
    signs = raised.astype(np.float32) - lowered.astype(np.float32)
    centred = sizes[known] - sizes[known].mean()
    total, squares = signs.sum(axis=0, dtype=np.float64), np.abs(signs).sum(axis=0, dtype=np.float64)
    return correlations(total, squares, centred @ signs.astype(np.float64), len(known), float(centred @ centred))


def correlations(total: Reals, squares: Reals, products: Reals, number: int, variation: float) -> Reals:
    """Return Pearson's correlation of signs and sizes, NaN where either does not vary.

    Args:
        total: Sums of the signs of each regulator.
        squares: Sums of their squares.
        products: Sums of the products of signs and centred sizes.
        number: How many sizes there are.
        variation: The sum of the squares of the centred sizes.
    """
    import numpy as np

    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.sqrt((squares - total**2 / number) * variation)
        found: Reals = np.where(spread > 0, np.clip(products / spread, -1.0, 1.0), np.nan)
    return found
