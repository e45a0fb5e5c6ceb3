"""Count predictions against what was observed, regulator by regulator."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

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
        strata: Units predicted raised or lowered, of each stratum: a row a regulator.
        unsigned_strata: Units predicted without a sign, likewise.
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
    strata: Ints
    unsigned_strata: Ints
    measured: int
    correlation: Reals


COLUMNS = (
    "raised", "lowered", "unsigned", "raised_up", "raised_down", "lowered_up", "lowered_down", "unsigned_up",
    "unsigned_down", "ambiguous_changed",
)  # fmt: skip
"""The counts, in the order in which a block is counted."""


def count_predictions(
    blocks: Iterable[Sequence[Predictions]], observed: Ints, sizes: Reals | None, stratum: Ints
) -> list[Counts]:
    """Count each block, and put the counts together by depth.

    Args:
        blocks: From `predictions_by_depth`.
        observed: +1, -1 or 0 of each unit.
        sizes: Size of the change of each unit, NaN where it was not measured; None if only signs are known.
        stratum: A number for each unit, from 0; units of one are counted together beyond the first depth.

    Returns:
        Counts by depth; correlations are worked out for the last one alone.
    """
    import numpy as np

    sides = np.flatnonzero(observed > 0), np.flatnonzero(observed < 0)
    groups = [np.flatnonzero(stratum == number) for number in range(int(stratum.max(initial=0)) + 1)]
    known = np.flatnonzero(~np.isnan(sizes)) if sizes is not None else np.zeros(0, dtype=np.int64)
    counted: list[list[_Counted]] = []
    correlations: list[Reals] = []
    for block in blocks:
        rows: list[_Counted] = []
        for place, each in enumerate(block):
            same = place > 0 and each is block[place - 1]
            rows.append(rows[-1] if same else _counted(each, sides, groups if place else groups[:0]))
        counted.append(rows)
        correlations.append(_correlation(block[-1], known, sizes))
    depths = len(counted[0]) if counted else 1
    found = [_united([rows[place] for rows in counted], len(known)) for place in range(depths)]
    found[-1] = replace(found[-1], correlation=np.concatenate([np.zeros(0), *correlations]))
    return found


class _Counted(NamedTuple):
    """The counts of one block, in the order of `COLUMNS`, and those by stratum."""

    columns: list[Ints]
    strata: Ints
    unsigned_strata: Ints


def _counted(block: Predictions, sides: tuple[Ints, Ints], groups: list[Ints]) -> _Counted:
    import numpy as np

    number = len(block.regulators)
    sets = (block.raised, block.lowered, block.unsigned)
    row = [column_counts(predicted, number) for predicted in sets]
    row += [column_counts(predicted[side], number) for predicted in sets for side in sides]
    row.append(column_counts(block.ambiguous[np.concatenate(sides)], number))
    if len(groups) < 2:
        return _Counted(row, (row[0] + row[1])[:, None], row[2][:, None])
    signed = block.raised | block.lowered
    by_group = [
        np.stack([column_counts(reached[group], number) for group in groups], axis=1)
        if reached.any() else np.zeros((number, len(groups)), dtype=np.int64)
        for reached in (signed, block.unsigned)
    ]  # fmt: skip
    return _Counted(row, *by_group)


def _united(blocks: list[_Counted], measured: int) -> Counts:
    """Put the counts of all blocks together, correlations left open."""
    import numpy as np

    empty = np.zeros(0, dtype=np.int64)
    columns = {
        name: np.concatenate([empty, *(block.columns[place] for block in blocks)]) for place, name in enumerate(COLUMNS)
    }
    none = np.zeros((0, 1), dtype=np.int64)
    strata, unsigned = (
        np.concatenate([getattr(block, name) for block in blocks]) if blocks else none
        for name in ("strata", "unsigned_strata")
    )
    return Counts(**columns, strata=strata, unsigned_strata=unsigned, measured=measured, correlation=np.zeros(0))


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
