"""Places of the nodes of a network by forces: Graphviz's methods, several starts, the one whose lines cross least."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any, Final

from pathway_graph.diagrams import engine, program
from pathway_graph.model.plane import Spot
from pathway_graph.model.stopping import go_on, time_left

_STARTS: Final = (
    "layout=sfdp start=1", "layout=sfdp start=2", "layout=sfdp start=3", "layout=neato mode=sgd start=1",
    "layout=neato mode=sgd start=2",
)  # fmt: skip
_MOST_TRIED: Final = 600
"""Nodes above which one start has to do."""
TIMEOUT_S: Final = 60.0


def places_by_force(count: int, pairs: Iterable[tuple[int, int]]) -> list[Spot]:
    """Return a place for each of so many nodes that are all connected, in no particular measure.

    Args:
        count: Nodes, numbered from 0.
        pairs: What is linked.

    Raises:
        RenderError: Graphviz is missing, or took longer than `TIMEOUT_S` where no other limit was set.

    >>> len(places_by_force(3, [(0, 1), (1, 2)]))
    3
    """
    links = sorted({(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]})
    starts = _STARTS if count <= _MOST_TRIED else _STARTS[:1]
    tried = [_places(count, links, start) for start in starts]
    if len(tried) == 1:
        return tried[0]
    return min(tried, key=lambda spots: crossings(spots, links))


def _places(count: int, links: Sequence[tuple[int, int]], start: str) -> list[Spot]:
    lines = [
        f"graph {{ {start.replace(' ', '; ')}; overlap=true; splines=false",
        'node [width=0.1 height=0.1 label=""]',
    ]
    lines += [*map(str, range(count)), *(f"{one} -- {other}" for one, other in links), "}"]
    dot = "\n".join(lines)
    timeout_s = left if (left := time_left()) < math.inf else TIMEOUT_S
    try:
        plain = engine.draw(dot, timeout_s=timeout_s, form="plain")
    except engine.NoEngine:
        plain = program.draw(dot, timeout_s=timeout_s, form="plain").decode()
    words = [line.split() for line in plain.splitlines()]
    spots = {int(word[1]): (float(word[2]), -float(word[3])) for word in words if word[0] == "node"}
    return [spots[place] for place in range(count)]


def crossings(spots: Sequence[Spot], links: Sequence[tuple[int, int]]) -> int:
    """Count the pairs of straight links that cross.

    >>> crossings([(0, 0), (1, 1), (0, 1), (1, 0)], [(0, 1), (2, 3)])
    1
    """
    import numpy as np

    at, ends = np.array(spots), np.array(links).reshape(-1, 2)
    start, stop = at[ends[:, 0]], at[ends[:, 1]]
    total = 0
    for place in range(len(ends) - 1):
        go_on()
        a, b, c, d = start[place], stop[place], start[place + 1 :], stop[place + 1 :]
        apart = _side(a, b, c) * _side(a, b, d) < 0
        total += int((apart & (_side(c, d, a) * _side(c, d, b) < 0)).sum())
    return total


def _side(a: Any, b: Any, spot: Any) -> Any:
    """Return on which side of a line from *a* to *b* a spot lies, by its sign."""
    return (b[..., 0] - a[..., 0]) * (spot[..., 1] - a[..., 1]) - (b[..., 1] - a[..., 1]) * (spot[..., 0] - a[..., 0])
