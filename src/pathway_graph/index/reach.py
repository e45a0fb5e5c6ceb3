"""What lies within a few signed steps of an entity: distance and sign of the shortest walks, by whole frontiers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pathway_graph.index.arrays import Index

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int32]

NEVER = 127
"""The distance of what was not reached."""
MOST_STEPS = 100
_CARRY = (
    0, 4, 4, 4, 4, 4, 4, 4,
    0, 1, 2, 3, 4, 5, 6, 7,
    0, 2, 1, 3, 4, 6, 5, 7,
)  # fmt: skip
"""Bits (1 raising, 2 lowering, 4 unsigned) after an edge of sign 0, +1 or -1 (a row each), by the bits before it."""
_HOLDING = ((1, 3, 5, 7), (2, 3, 6, 7), (4, 5, 6, 7))
"""The combinations of bits that hold each one."""


@dataclass(frozen=True, eq=False)
class Reach:
    """Entities within reach of a start, by number, each with its distance over walks of each sign.

    A walk may meet an entity again, unlike a route of a trace: that is what makes it fast at any depth. In a
    network of single-gene entities both agree on the distance, and on the sign of whatever is reached first.

    Attributes:
        index: The index walked in.
        nodes: Entities reached, the starts not among them, sorted.
        raising: Edges of the shortest walk of sign +1; `NEVER` if there is none.
        lowering: The same of sign -1.
        unsigned: The same over an edge without a direction.
        walks_raising, walks_lowering: How many walks of each sign there are; empty unless counted.
    """

    index: Index
    nodes: NDArray[np.int64]
    raising: NDArray[np.int8]
    lowering: NDArray[np.int8]
    unsigned: NDArray[np.int8]
    walks_raising: NDArray[np.float64]
    walks_lowering: NDArray[np.float64]

    @property
    def distance(self) -> NDArray[np.int8]:
        """Edges of the shortest walk of any sign."""
        import numpy as np

        return np.minimum(np.minimum(self.raising, self.lowering), self.unsigned)

    @property
    def net_signs(self) -> list[str]:
        """``+1``, ``-1``, ``ambiguous`` or ``0`` over all walks, as a trace says it of routes."""
        import numpy as np

        words = np.array(["0", "+1", "-1", "ambiguous"], dtype=object)
        found: list[str] = words[(self.raising != NEVER) + 2 * (self.lowering != NEVER)].tolist()
        return found

    @property
    def names(self) -> list[str]:
        """Identifiers of the entities reached."""
        found: list[str] = self.index.id_array[self.nodes].tolist()
        return found


def signed_reach(
    index: Index,
    starts: Iterable[int],
    *,
    max_steps: int = 4,
    direction: Literal["upstream", "downstream"] = "upstream",
    allowed: NDArray[np.bool_] | None = None,
    count_walks: bool = False,
) -> Reach:
    """Return everything within *max_steps* edges of *starts*, with the signs by which it acts or is acted on.

    Args:
        index: Where to walk.
        starts: Numbers of entities.
        max_steps: Longest walk, in edges; at most 100.
        direction: ``upstream`` follows edges backwards.
        allowed: Whether each edge may be walked; all if not given.
        count_walks: Count the walks of each sign as well, all lengths together.

    >>> from pathway_graph.formats.native import read_guide
    >>> from pathway_graph.index import index_of
    >>> index = index_of(read_guide())
    >>> found = signed_reach(index, [index.number["rna:BDNF"]], max_steps=1)
    >>> list(zip(found.names, found.net_signs))
    [('chem:imipramine', '+1'), ('gene:BDNF', '+1')]
    """
    import numpy as np

    if not 1 <= max_steps <= MOST_STEPS:
        raise ValueError(f"max_steps must be from 1 to {MOST_STEPS}, not {max_steps}")
    first, neighbour, row, numbers = _side(index, direction)
    begun = np.array(sorted(set(starts)), dtype=np.int64)
    size, table = len(index.ids), np.array(_CARRY, dtype=np.uint8)
    best = np.full((3, size), NEVER, dtype=np.int8)  # raising, lowering, unsigned
    best[0, begun] = 0
    front = np.zeros(size, dtype=np.uint8)
    front[begun] = 1
    holders = [np.isin(np.arange(8), which).view(np.uint64)[0] for which in _HOLDING]
    for step in range(1, max_steps + 1):
        nodes = np.flatnonzero(front)
        if not len(nodes):
            break
        edges, degrees = _edges_of(first, nodes)
        carried = table.take(row.take(edges) + np.repeat(front[nodes], degrees))
        if allowed is not None:
            carried *= allowed[numbers[edges]]
        marked = np.zeros(size * 8, dtype=bool)  # by entity and by the bits that some edge brings to it
        marked[neighbour.take(edges) + carried] = True
        front = np.zeros(size, dtype=np.uint8)
        together = marked.view(np.uint64)  # the eight truth values of an entity as one number
        for state, holding in enumerate(holders):
            reached = (together & holding != 0) & (best[state] == NEVER)
            best[state, reached] = step
            front |= reached.astype(np.uint8) << np.uint8(state)
    seen = (best != NEVER).any(axis=0)
    seen[begun] = False
    found = np.flatnonzero(seen)
    walks = _walks(index, begun, max_steps, direction, allowed)[:, found] if count_walks else np.zeros((2, 0))
    return Reach(index, found, best[0, found], best[1, found], best[2, found], walks[0], walks[1])


def _side(index: Index, direction: str) -> tuple[Ints, NDArray[np.int64], NDArray[np.uint8], Ints]:
    """Return where the edges of each entity begin, 8 x its other end, its row of `_CARRY`, its number."""
    import numpy as np

    cached = index.__dict__.setdefault("_sides", {})
    if direction not in cached:
        rows = (index.sign.astype(np.int16) % 3 * 8).astype(np.uint8)
        if direction == "upstream":
            order = index.by_target
            cached[direction] = (index.in_start, index.source[order].astype(np.int64) * 8, rows[order], order)
        else:
            order = np.arange(len(index.sign), dtype=np.int32)
            cached[direction] = (index.out_start, index.target.astype(np.int64) * 8, rows, order)
    side: tuple[Ints, NDArray[np.int64], NDArray[np.uint8], Ints] = cached[direction]
    return side


def _edges_of(first: NDArray[np.int32], nodes: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the places of all edges of *nodes*, one after the other, and how many each has."""
    import numpy as np

    begins = first[nodes].astype(np.int64)
    degrees = first[nodes + 1] - begins
    ends = np.cumsum(degrees)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) + np.repeat(begins - ends + degrees, degrees), degrees


def _walks(
    index: Index, begun: NDArray[np.int64], max_steps: int, direction: str, allowed: NDArray[np.bool_] | None
) -> NDArray[np.float64]:
    """Return the number of walks of sign +1 and -1 to every entity, added up over their lengths."""
    import numpy as np

    near, far = (index.target, index.source) if direction == "upstream" else (index.source, index.target)
    size = len(index.ids)
    now = np.zeros((2, size))
    now[0, begun] = 1.0
    total = np.zeros((2, size))
    may = np.ones(len(index.sign), dtype=bool) if allowed is None else allowed
    groups = [np.flatnonzero((index.sign == sign) & may) for sign in (1, -1)]
    for _ in range(max_steps):
        following = np.zeros((2, size))
        for group, flips in zip(groups, (False, True), strict=True):
            for sign in (0, 1):
                weights = now[sign, near[group]]
                following[sign ^ flips] += np.bincount(far[group], weights=weights, minlength=size)
        now = following
        total += now
    return total
