"""Pack rectangles close together into a picture of about four to three: parts of a network, nodes without a link."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pathway_graph.diagrams.layout.geometry import Size
from pathway_graph.model.plane import Spot

RATIO: Final = 4 / 3
"""Width to height that a picture is to have."""
_WIDTHS: Final = 16
"""How many widths are tried."""


def packed(sizes: Sequence[Size], gap: float, ratio: float = RATIO) -> tuple[list[Spot], Size]:
    """Return the centres of rectangles, none on another, and how large the whole is.

    Each stands as high and as far left as it can (a skyline), the highest first; of several widths the one is taken
    whose picture is the smallest of the *ratio* that holds it all.

    >>> packed([Size(10, 10), Size(10, 10)], 2)
    ([(5.0, 5.0), (17.0, 5.0)], Size(width=22.0, height=10.0))
    """
    if not sizes:
        return [], Size(0.0, 0.0)
    widest = max(size.width for size in sizes)
    area = sum((size.width + gap) * (size.height + gap) for size in sizes)
    most = max(widest, min(2.5 * (area * ratio) ** 0.5, sum(size.width + gap for size in sizes)))
    tried = [widest + (most - widest) * step / _WIDTHS for step in range(_WIDTHS + 1)]
    found = [_skyline(sizes, width, gap) for width in dict.fromkeys(tried)]
    return min(found, key=lambda one: (round(max(one[1].width / ratio, one[1].height), 3), one[1].width))


def _skyline(sizes: Sequence[Size], most: float, gap: float) -> tuple[list[Spot], Size]:
    order = sorted(range(len(sizes)), key=lambda place: (-sizes[place].height, -sizes[place].width, place))
    line: list[tuple[float, float, float]] = [(0.0, most + gap, 0.0)]  # from, to, how far down it is taken
    spots: list[Spot] = [(0.0, 0.0)] * len(sizes)
    for place in order:
        wide, high = sizes[place].width + gap, sizes[place].height + gap
        y, x = min(
            (max(low for start, end, low in line if start < left + wide - 1e-6 and end > left + 1e-6), left)
            for left, _, _ in line
            if left + wide <= most + gap + 1e-6
        )
        spots[place] = (x + sizes[place].width / 2, y + sizes[place].height / 2)
        line = _raised(line, x, x + wide, y + high)
    right = max(spot[0] + size.width / 2 for spot, size in zip(spots, sizes, strict=True))
    bottom = max(spot[1] + size.height / 2 for spot, size in zip(spots, sizes, strict=True))
    return spots, Size(right, bottom)


def _raised(
    line: Sequence[tuple[float, float, float]], start: float, end: float, low: float
) -> list[tuple[float, float, float]]:
    """Return a skyline with something on it from *start* to *end*."""
    kept = [(a, min(b, start), y) for a, b, y in line if a < start - 1e-6]
    after = [(max(a, end), b, y) for a, b, y in line if b > end + 1e-6]
    return [*kept, (start, end, low), *after]


def in_rows(sizes: Sequence[Size], width: float, gap: float) -> tuple[list[Spot], Size]:
    """Return the centres of rectangles in rows, in their order, in columns of equal width where these are not too wide.

    >>> in_rows([Size(10, 10), Size(20, 10), Size(10, 10)], 50, 5)
    ([(10.0, 5.0), (35.0, 5.0), (10.0, 20.0)], Size(width=45, height=25))
    """
    if not sizes:
        return [], Size(0.0, 0.0)
    widest = max(size.width for size in sizes)
    columns = max(1, min(len(sizes), int((width + gap) / (widest + gap))))
    high = max(size.height for size in sizes)
    spots = [
        (place % columns * (widest + gap) + widest / 2, place // columns * (high + gap) + high / 2)
        for place in range(len(sizes))
    ]
    rows = -(-len(sizes) // columns)
    return spots, Size(columns * (widest + gap) - gap, rows * (high + gap) - gap)
