"""Say which of many straight lines meet which of many boxes, by arrays (Liang and Barsky's clipping)."""

from __future__ import annotations

from typing import Any


def meeting(start: Any, end: Any, sides: Any, room: float = 0.0) -> Any:
    """Return whether each line meets each box, as an array of bool, a row for each line.

    Args:
        start: Where each line begins, an array of shape (lines, 2).
        end: Where it ends, alike.
        sides: Left, top, right and bottom of each box, an array of shape (boxes, 4).
        room: So much larger is each box on each side.
    """
    import numpy as np

    low = np.zeros((len(start), len(sides)))
    high = np.ones((len(start), len(sides)))
    for axis in (0, 1):
        begin = start[:, axis, None]
        step = (end[:, axis] - start[:, axis])[:, None]
        step = np.where(np.abs(step) < 1e-9, 1e-9, step)
        first = (sides[None, :, axis] - room - begin) / step
        last = (sides[None, :, axis + 2] + room - begin) / step
        low = np.maximum(low, np.minimum(first, last))
        high = np.minimum(high, np.maximum(first, last))
    return low < high - 1e-9
