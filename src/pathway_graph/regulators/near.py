"""Count predictions of short walks pair by pair: in a large network most regulators reach few entities in two steps.

The sets of `propagate` cost each block of regulators a pass over all edges, however little it reaches. Here the walks
of a regulator are listed, sorted by the unit that they end at, and the shortest of each unit says the prediction.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from pathway_graph.regulators.counting import Counts, correlations
from pathway_graph.regulators.propagate import BLOCK, Links
from pathway_graph.regulators.through import AMBIGUOUS, UNSIGNED

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Reals = NDArray[np.float64]
    Signs = NDArray[np.int8]

FURTHEST: Final = 2
"""Steps beyond which a walk may come back to where a shorter one was, which is not looked for here."""
_AT_ONCE: Final = 1 << 17
"""Walks that are sorted together: what fits the processor's cache."""
_PER_WALK: Final = 3
"""Edges that `propagate` passes with a block at the cost of a walk here: 0.6 of 5 million edges, more of few."""
_KEYS: Final = 16
"""A key ends in the steps of a walk (0 to 2) and the code of its sign (0 to 2), two bits each."""
_BIT: Final = (1, 2, 4, 0)
"""Raised, lowered, without sign; by code."""
_SIGNED: Final = (1, 2, 5, 6)
"""Bits of a prediction with one sign, whether or not another walk has none."""
_SAID: Final = (0, 1, -1, AMBIGUOUS, UNSIGNED, 1, -1, AMBIGUOUS)
"""What a table of predictions says, by the bits of a prediction."""
_TOGETHER: Final = ((0, 1, 2), (1, 0, 2), (2, 2, 2))
"""The code of two steps, by those of each."""


@dataclass(frozen=True, eq=False)
class Units:
    """What could have changed, see `Universe`.

    Attributes:
        members, unit_of_member: Entities, and the unit of each.
        observed: +1, -1 or 0 of each unit.
        sizes: Their sizes, NaN where not measured; None where there are none.
        stratum: A number for each unit, from 0, see `count_predictions`.
    """

    members: Ints
    unit_of_member: Ints
    observed: Ints
    sizes: Reals | None
    stratum: Ints


class NearWalks:
    """The walks of up to two steps that end at a unit.

    Args:
        links: The edges to follow.
        units: Where walks may end; no entity belongs to two of them.
        depth: Longest walk, 1 or 2.
        itself: Whether a regulator predicts its own change.
    """

    def __init__(self, links: Links, units: Units, *, depth: int, itself: bool) -> None:
        import numpy as np

        self.units, self.depth, self.itself = units, depth, itself
        self.unit = np.full(links.entities, -1, dtype=np.int64)
        self.unit[units.members] = units.unit_of_member
        order = np.argsort(links.source, kind="stable")
        self.target = links.target[order].astype(np.int32)
        self.code = np.where(links.sign == 1, 0, np.where(links.sign == -1, 1, 2)).astype(np.int8)[order]
        source = links.source[order]
        self.first, self.count = _rows(source, links.entities)
        ends = self.unit[self.target]
        last = ends >= 0
        self.key = (ends[last] * _KEYS + self.code[last]).astype(np.int32)
        self.key_first, self.key_count = _rows(source[last], links.entities)

    def up_to(self, depth: int) -> NearWalks:
        """Return the same walks, none longer than *depth*."""
        shorter = copy(self)
        shorter.depth = depth
        return shorter

    def of(self, units: Units) -> NearWalks:
        """Return the same walks, with what else is known of the same *units*."""
        other = copy(self)
        other.units = units
        return other

    def walks(self, regulators: Ints) -> Ints:
        """Count the walks from each regulator."""
        import numpy as np

        found = self.key_count[regulators] + 1
        if self.depth > 1:
            before = np.concatenate([[0], np.cumsum(self.key_count[self.target])])
            first = self.first[regulators]
            found = found + before[first + self.count[regulators]] - before[first]
        return found

    def keys(self, regulators: Ints) -> NDArray[np.int32]:
        """Return a key for each walk: the regulator's place among these, the unit, the steps and the sign."""
        import numpy as np

        size = len(self.units.observed) * _KEYS
        place = (np.arange(len(regulators)) * size).astype(np.int32)
        own = self.unit[regulators]
        found = [(own * _KEYS + place)[own >= 0].astype(np.int32)] if self.itself else []
        edges, row = _spread(self.key_first[regulators], self.key_count[regulators])
        found.append(self.key[edges] + place[row] + np.int32(4))
        if self.depth > 1:
            edges, row = _spread(self.first[regulators], self.count[regulators])
            between, start = self.target[edges], place[row] + np.int32(8)
            codes = self.code[edges]
            together = np.array(_TOGETHER, dtype=np.int32)
            for code in np.unique(codes).tolist():
                some = codes == code
                onward, row = _spread(self.key_first[between[some]], self.key_count[between[some]])
                keys = self.key[onward]
                if code:
                    keys = (keys & ~np.int32(3)) | together[code][keys & 3]
                found.append(keys + start[some][row])
        return np.concatenate(found)


def _rows(source: Ints, entities: int) -> tuple[Ints, Ints]:
    import numpy as np

    count = np.bincount(source, minlength=entities)
    return np.cumsum(count) - count, count


def _spread(first: Ints, count: Ints) -> tuple[Ints, NDArray[np.int32]]:
    """Return the numbers of rows that begin at *first*, one after another, and of which row each is."""
    import numpy as np

    row = np.repeat(np.arange(len(first), dtype=np.int32), count)
    begins = first - (np.cumsum(count) - count)
    numbers: Ints = np.arange(len(row)) + begins[row]
    return numbers, row


def is_cheaper(walks: NearWalks, links: Links, regulators: Ints) -> bool:
    """Whether listing all walks costs less than sets of regulators along all edges."""
    blocks = -(-len(regulators) // BLOCK)
    return int(walks.walks(regulators).sum()) * _PER_WALK < blocks * walks.depth * len(links.source)


def fits(units: Units, depth: int) -> bool:
    """Whether predictions can be counted here."""
    import numpy as np

    is_alone = len(np.unique(units.members)) == len(units.members)
    return depth <= FURTHEST and is_alone and 0 < len(units.observed) < (1 << 31) // _KEYS


def count_near(walks: NearWalks, regulators: Ints) -> list[Counts]:
    """Count the predictions of all *regulators* by depth, as `count_predictions` does those of `propagate`."""
    shorter = [_counted(walks.up_to(depth), regulators, is_last=False) for depth in range(1, walks.depth)]
    return [*shorter, _counted(walks, regulators, is_last=True)]


def predicted_near(walks: NearWalks, regulators: Ints) -> Signs:
    """Return what *regulators* predict, a row each and a column each unit, see `pathway_graph.regulators.through`."""
    import numpy as np

    table = np.zeros((len(regulators), len(walks.units.observed)), dtype=np.int8)
    start = 0
    for some in _blocks(walks, regulators):
        place, unit, bits = _settled(walks.keys(some), table.shape[1])
        table[start + place, unit] = np.array(_SAID, dtype=np.int8)[bits]
        start += len(some)
    return table


def _counted(walks: NearWalks, regulators: Ints, *, is_last: bool) -> Counts:
    """Count the predictions of walks up to one depth; correlations are those of the last one."""
    import numpy as np

    units = walks.units
    known = np.flatnonzero(~np.isnan(units.sizes)) if is_last and units.sizes is not None else np.zeros(0, np.int64)
    centred = np.full(len(units.observed), np.nan)
    if units.sizes is not None and len(known) > 2:
        centred[known] = units.sizes[known] - units.sizes[known].mean()
    stratum = units.stratum if walks.depth > 1 else np.zeros_like(units.stratum)
    pool = ThreadPoolExecutor(os.cpu_count())
    try:
        done = list(pool.map(lambda some: _block(walks, some, centred, stratum), _blocks(walks, regulators)))
    finally:
        pool.shutdown(cancel_futures=True)  # Ctrl-C waits for the blocks that are being worked on, not for the rest
    groups = int(stratum.max(initial=0)) + 1
    table = np.concatenate([np.zeros((0, 8, 3), np.int64), *(one.signs for one in done)])
    strata = np.concatenate([np.zeros((2, 0, groups), np.int64), *(one.strata for one in done)], axis=1)
    sums = np.concatenate([np.zeros((3, 0)), *(one.sums for one in done)], axis=1)
    correlation = np.full(len(regulators), np.nan)
    if len(known) > 2:
        correlation = correlations(sums[0], sums[1], sums[2], len(known), float(centred[known] @ centred[known]))
    measured = 0 if units.sizes is None else int((~np.isnan(units.sizes)).sum())
    return _counts(table, strata, measured, correlation if is_last else np.zeros(0))


class _Block(NamedTuple):
    """Counts by regulator, bits of signs and what was observed, those of strata, and the sums of correlations.

    Those of strata are predicted with a sign, and without: by regulator and stratum.
    """

    signs: Ints
    strata: Ints
    sums: Reals


def _block(walks: NearWalks, some: Ints, centred: Reals, stratum: Ints) -> _Block:
    import numpy as np

    place, unit, bits = _settled(walks.keys(some), len(centred))
    seen = (walks.units.observed + 1).astype(np.int8)[unit]
    table = np.bincount((place * 8 + bits) * 3 + seen, minlength=len(some) * 24).reshape(-1, 8, 3)
    groups = int(stratum.max(initial=0)) + 1
    strata = []
    for told in (np.isin(bits, _SIGNED), bits == _BIT[2]):
        rows = place[told] * groups + stratum[unit[told]]
        strata.append(np.bincount(rows, minlength=len(some) * groups).reshape(-1, groups))
    centre = centred[unit]
    sized = np.flatnonzero(centre == centre)
    sign = np.array((0, 1, -1, 0, 0, 1, -1, 0), dtype=float)[bits[sized]]
    weights = (sign, np.abs(sign), sign * centre[sized])
    sums = np.stack([np.bincount(place[sized], weights=row, minlength=len(some)).astype(float) for row in weights])
    return _Block(table, np.stack(strata), sums)


def _blocks(walks: NearWalks, regulators: Ints) -> Iterator[Ints]:
    """Yield regulators whose walks are sorted together, and whose keys fit 32 bits."""
    import numpy as np

    most = (1 << 31) // (_KEYS * len(walks.units.observed))
    ends = np.cumsum(walks.walks(regulators))
    start = 0
    while start < len(regulators):
        done = int(ends[start - 1]) if start else 0
        stop = int(np.searchsorted(ends, done + _AT_ONCE, side="right"))
        stop = max(start + 1, min(stop, start + most))
        yield regulators[start:stop]
        start = stop


def _settled(keys: NDArray[np.int32], units: int) -> tuple[Ints, Ints, Ints]:
    """Return regulator, unit and the signs, as bits, of the shortest walks between them."""
    import numpy as np

    keys.sort()
    is_new = np.ones(len(keys), dtype=bool)
    is_new[1:] = keys[1:] != keys[:-1]
    keys = keys[is_new]
    step = keys >> 2
    starts = np.ones(len(keys), dtype=bool)
    pair = keys >> 4
    starts[1:] = pair[1:] != pair[:-1]
    begins = np.flatnonzero(starts)
    shortest = np.repeat(step[begins], np.diff(begins, append=len(keys)))
    bits = np.array(_BIT, dtype=np.uint8)[keys & 3] * (step == shortest)
    signs = np.bitwise_or.reduceat(bits, begins) if len(begins) else bits
    place, unit = np.divmod(pair[begins], np.int32(units))
    return place, unit, signs


def _counts(table: Ints, strata: Ints, measured: int, correlation: Reals) -> Counts:
    """Return counts from those by regulator, bits of signs and what was observed (-1, 0, +1)."""
    raised, lowered, unsigned = table[:, 1] + table[:, 5], table[:, 2] + table[:, 6], table[:, 4]
    ambiguous = table[:, 3] + table[:, 7]
    return Counts(
        raised=raised.sum(axis=1), lowered=lowered.sum(axis=1), unsigned=unsigned.sum(axis=1),
        raised_up=raised[:, 2], raised_down=raised[:, 0], lowered_up=lowered[:, 2], lowered_down=lowered[:, 0],
        unsigned_up=unsigned[:, 2], unsigned_down=unsigned[:, 0],
        ambiguous_changed=ambiguous[:, 0] + ambiguous[:, 2], strata=strata[0], unsigned_strata=strata[1],
        measured=measured, correlation=correlation,
    )  # fmt: skip
