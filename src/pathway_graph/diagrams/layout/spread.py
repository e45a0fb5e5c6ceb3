"""Move boxes apart that lie on each other, each as little as it needs, and give a net of them the shape of a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from pathway_graph.diagrams.layout.geometry import Size
from pathway_graph.model.plane import Spot
from pathway_graph.model.stopping import go_on

_ROUNDS: Final = 2000
_FEW_ROUNDS: Final = 60
_GROW_AFTER: Final = 12
"""Rounds after which all is stretched a little, so that it ends."""
_GROWTH: Final = 1.02
_FILLED: Final = 0.42
"""The part of its area that a net begins with filled by boxes; pushing them apart makes it larger."""
_FLATTEST: Final = 0.3
"""A net that is flatter is stretched as one that is not."""
_EVEN: Final = 0.4
_STRETCH: Final = 1.7
"""Most that one direction is stretched more than the other."""


def spread(
    spots: Sequence[Spot],
    sizes: Sequence[Size],
    *,
    ratio: float = 1.25,
    fixed: Sequence[bool] = (),
    drawn: Sequence[Size] = (),
) -> list[Spot]:
    """Return places at which no box lies on another.

    Args:
        spots: Where the boxes are to be, in any measure; stretched so that they fill a page of that ratio.
        sizes: Of the boxes, with the room that they are to have round them.
        ratio: Width to height.
        fixed: Boxes that stay; they may lie on each other, and nothing is stretched then.
        drawn: How large the boxes were at these places, in points: those that met then may do so; nothing is stretched.

    >>> spread([(0, 0), (1, 0)], [Size(12, 12)] * 2, fixed=[True, False])
    [(0.0, 0.0), (12.0, 0.0)]
    """
    import numpy as np

    at = np.array(spots, dtype=float).reshape(-1, 2)
    room = np.array([(size.width, size.height) for size in sizes]).reshape(-1, 2)
    held = np.array(fixed, dtype=bool) if fixed else np.zeros(len(at), dtype=bool)
    may_stretch = not (drawn or held.any())
    had = np.array([(size.width, size.height) for size in drawn]).reshape(-1, 2)
    met = _keys(*_pairs(at, had), len(at)) if drawn else None
    if may_stretch:
        at = _shaped(at, room, ratio)
    for turn in range(1, _FEW_ROUNDS if drawn else _ROUNDS):
        go_on()
        first, second = _pairs(at, room)
        moving = ~(held[first] & held[second])
        if met is not None:
            moving &= ~np.isin(_keys(first, second, len(at)), met)
        first, second = first[moving], second[moving]
        if not len(first):
            break
        _push(at, room, held, first, second)
        if turn % _GROW_AFTER == 0 and may_stretch:
            at *= _GROWTH
    return [(round(float(x), 3), round(float(y), 3)) for x, y in at]


def _shaped(at: Any, room: Any, ratio: float) -> Any:
    """Return places that fill a page, sideways stretched where that gives it the ratio."""
    import numpy as np

    at = _evened(at)
    extent = at.max(axis=0) - at.min(axis=0)
    extent = np.maximum(extent, max(float(extent.max()) * _FLATTEST, 1e-6))
    area = room.prod(axis=1).sum() / _FILLED
    wanted = np.array([(area * ratio) ** 0.5, (area / ratio) ** 0.5])
    scale = wanted / extent
    mean = float(scale.prod() ** 0.5)
    scale = np.clip(scale, mean / _STRETCH**0.5, mean * _STRETCH**0.5)
    return (at - at.min(axis=0)) * scale


def _evened(at: Any) -> Any:
    """Return places moved some way to where they were if all were as far from the next: crowds thin, arms shrink."""
    import numpy as np

    extent = np.maximum(at.max(axis=0) - at.min(axis=0), 1e-9)
    share = (at - at.min(axis=0)) / extent
    ranks = np.argsort(np.argsort(at, axis=0, kind="stable"), axis=0, kind="stable") / max(1, len(at) - 1)
    return ((1 - _EVEN) * share + _EVEN * ranks) * extent


def _pairs(at: Any, room: Any) -> tuple[Any, Any]:
    """Return the places of boxes that lie on each other, each pair once: swept from left to right."""
    import numpy as np

    left, right = at[:, 0] - room[:, 0] / 2, at[:, 0] + room[:, 0] / 2
    order = np.argsort(left, kind="stable")
    ends = np.searchsorted(left[order], right[order] - 1e-3)
    counts = np.maximum(ends - np.arange(len(order)) - 1, 0)
    first = np.repeat(np.arange(len(order)), counts)
    start = np.repeat(np.cumsum(counts) - counts, counts)
    second = first + 1 + np.arange(len(first)) - start
    one, other = order[first], order[second]
    near = np.abs(at[one, 1] - at[other, 1]) < (room[one, 1] + room[other, 1]) / 2 - 1e-3
    return one[near], other[near]


def _keys(first: Any, second: Any, count: int) -> Any:
    """Return a number for each pair, whatever its order."""
    import numpy as np

    return np.minimum(first, second) * count + np.maximum(first, second)


def _push(at: Any, room: Any, held: Any, first: Any, second: Any) -> None:
    """Push each pair apart in the direction in which it needs less; one that is held leaves the way to the other."""
    import numpy as np

    between = at[first] - at[second]
    lack = (room[first] + room[second]) / 2 - np.abs(between)
    # what lies exactly on another goes the way of its place in the list
    way = np.where(between == 0, np.where(first < second, -1.0, 1.0)[:, None], np.sign(between))
    sideways = lack[:, 0] <= lack[:, 1]
    move = way * lack * np.stack([sideways, ~sideways], axis=1)
    share = np.where(held[first], 0.0, np.where(held[second], 1.0, 0.5))[:, None]
    np.add.at(at, first, move * share)
    np.add.at(at, second, -move * (1 - share))
