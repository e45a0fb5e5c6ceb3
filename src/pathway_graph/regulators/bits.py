"""Sets of regulators as bits of machine words: united along edges, united over groups, counted by column."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Words = NDArray[np.uint64]


_FEW = 128
"""Targets below which a round is not worth its call."""


class RowUnion:
    """Unites rows into the rows they belong to, by rounds in which each target takes one more of its rows.

    Where few targets are left that have more rows, the rest of each is united at once.

    Args:
        rows: Rows to take.
        targets: Where each belongs.
        size: Number of targets.
    """

    def __init__(self, rows: Ints, targets: Ints, size: int) -> None:
        import numpy as np

        by_target = np.argsort(targets, kind="stable")
        rows, counts = rows[by_target], np.bincount(targets, minlength=size)
        starts = np.cumsum(counts) - counts
        self.size = size
        self.order = np.argsort(-counts, kind="stable")
        falling, first = counts[self.order], starts[self.order]
        most = int(counts.max(initial=0))
        reaching = np.searchsorted(-falling, -np.arange(1, most + 1), side="right")
        shared = int((reaching >= _FEW).sum())
        self.rounds = [rows[first[:number] + taken] for taken, number in enumerate(reaching[:shared].tolist())]
        left = falling[: int(reaching[shared])] - shared if shared < most else falling[:0]
        self.begins = np.cumsum(left) - left
        self.rest = rows[np.arange(int(left.sum())) + np.repeat(first[: len(left)] + shared - self.begins, left)]

    def of(self, table: Words) -> Words:
        """Return, for each target, the union of its rows of *table*."""
        import numpy as np

        found = np.zeros((self.size, table.shape[1]), dtype=np.uint64)
        space = np.empty_like(found)
        for rows in self.rounds:
            part = space[: len(rows)]
            np.take(table, rows, axis=0, out=part, mode="clip")
            np.bitwise_or(found[: len(rows)], part, out=found[: len(rows)])
        if len(self.rest):
            found[: len(self.begins)] |= np.bitwise_or.reduceat(table[self.rest], self.begins, axis=0)
        result = np.empty_like(found)
        result[self.order] = found
        return result


class EdgeStep:
    """One step along all edges, for walks of each state (raising, lowering, perhaps without sign).

    Args:
        rows: Source of each edge, plus the number of entities times 0, 1 or 2 for an edge of sign +1, -1 or 0.
        targets: Target of each edge.
        entities: Number of entities.
    """

    def __init__(self, rows: Ints, targets: Ints, entities: int) -> None:
        self.targets = entities
        self.union = RowUnion(rows, targets, entities)

    def step(self, front: Words) -> Words:
        """Return what is reached from *front*, state by entity by word, with one more edge."""
        import numpy as np

        states, entities, words = front.shape
        table = np.zeros((states, entities, states, words), dtype=np.uint64)
        table[0] = front.transpose(1, 0, 2)
        table[1, :, 0], table[1, :, 1] = front[1], front[0]
        if states > 2:
            table[1, :, 2] = front[2]
            table[2, :, 2] = front[0] | front[1] | front[2]
        reached = self.union.of(table.reshape(states * entities, states * words))
        return np.ascontiguousarray(reached.reshape(entities, states, words).transpose(1, 0, 2))


class UnitRows:
    """Units made of entities: a unit is reached when any of its entities is.

    Args:
        members: Entities that belong to a unit.
        group: The unit of each.
        groups: Number of units.
    """

    def __init__(self, members: Ints, group: Ints, groups: int) -> None:
        import numpy as np

        self.groups = groups
        self.is_plain = len(members) == groups and bool((group == np.arange(groups)).all())
        self.members = members
        self.union = None if self.is_plain else RowUnion(members, group, groups)

    def any_of(self, rows: Words) -> Words:
        """Return, for each unit, the union of the rows of its entities."""
        return rows[self.members] if self.union is None else self.union.of(rows)


def column_counts(rows: Words, columns: int) -> Ints:
    """Count the rows that have each bit set, for the first *columns* bits.

    Rows are added in pairs as binary numbers, one bit a plane, so that 64 columns are counted at once.

    >>> import numpy as np
    >>> column_counts(np.array([[0b11], [0b01], [0b01]], dtype=np.uint64), 3).tolist()
    [3, 1, 0]
    """
    import numpy as np

    if not len(rows):
        return np.zeros(columns, dtype=np.int64)
    planes = [rows]
    while len(planes[0]) > 1:
        if len(planes[0]) % 2:
            planes = [np.concatenate([plane, np.zeros_like(plane[:1])]) for plane in planes]
        carry = np.zeros_like(planes[0][0::2])
        added = []
        for plane in planes:
            one, other = plane[0::2], plane[1::2]
            both = one ^ other
            added.append(both ^ carry)
            carry = (one & other) | (both & carry)
        planes = [*added, carry]
    counts = np.zeros(rows.shape[1] * 64, dtype=np.int64)
    for weight, plane in enumerate(planes):
        bits = np.unpackbits(plane[0].astype("<u8").view(np.uint8), bitorder="little")
        counts += bits.astype(np.int64) << weight
    return counts[:columns]


def unpacked(rows: Words, columns: int) -> NDArray[np.uint8]:
    """Return bits as 0 and 1, row by column.

    >>> import numpy as np
    >>> unpacked(np.array([[0b101]], dtype=np.uint64), 4).tolist()
    [[1, 0, 1, 0]]
    """
    import numpy as np

    whole = np.unpackbits(np.ascontiguousarray(rows.astype("<u8")).view(np.uint8), axis=1, bitorder="little")
    return whole[:, :columns]
