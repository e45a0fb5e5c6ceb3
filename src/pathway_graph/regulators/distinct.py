"""Distinct rows of a table of whole numbers, found by one key a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]


def distinct_rows(rows: Ints) -> tuple[Ints, Ints]:
    """Return the distinct rows, in order, and the place of each row among them.

    As ``numpy.unique(rows, axis=0, return_inverse=True)``, which compares rows as bytes, and takes five times as long.

    Args:
        rows: Whole numbers, a row each.

    >>> import numpy as np
    >>> found, place = distinct_rows(np.array([[2, -1], [0, 7], [2, -1]]))
    >>> found.tolist(), place.tolist()
    ([[0, 7], [2, -1]], [1, 0, 1])
    """
    import numpy as np

    if not rows.size:
        return rows[:0], np.zeros(0, dtype=np.int64)
    low = rows.min(axis=0)
    spans = [int(high) - int(least) + 1 for high, least in zip(rows.max(axis=0), low, strict=True)]
    size = 1
    for span in spans:
        size *= span
    if size >= 1 << 63:
        found, place = np.unique(rows, axis=0, return_inverse=True)
        return found, place.reshape(-1)
    key = np.zeros(len(rows), dtype=np.int64)
    for column, span in enumerate(spans):
        key = key * span + (rows[:, column] - low[column])
    _, first, place = np.unique(key, return_index=True, return_inverse=True)
    return rows[first], place.reshape(-1)
