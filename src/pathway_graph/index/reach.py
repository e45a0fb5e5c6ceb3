"""What lies within a few signed steps of an entity: distance and sign of the shortest walks, by whole frontiers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from pathway_graph.index.arrays import Index
from pathway_graph.model.arguments import require_whole
from pathway_graph.model.caching import cached_on
from pathway_graph.model.signs import net_sign

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int32]
    Bits = NDArray[np.uint8]

NEVER = 127
"""The distance of what was not reached."""
MOST_STEPS = 100
_CARRY = (
    0, 4, 4, 4, 4, 4, 4, 4,
    0, 1, 2, 3, 4, 5, 6, 7,
    0, 2, 1, 3, 4, 6, 5, 7,
)  # fmt: skip
"""Bits (1 raising, 2 lowering, 4 unsigned) after an edge of sign 0, +1 or -1 (a row each), by the bits before it."""


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

        words = np.array([net_sign(signs) for signs in ((), (1,), (-1,), (1, -1))], dtype=object)
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

    require_whole("max_steps", max_steps, high=MOST_STEPS)
    if allowed is not None and allowed.all():
        allowed = None
    begun = np.array(sorted(set(starts)), dtype=np.int64)
    states = 3 if _side(index, direction).has_unsigned else 2
    front = np.zeros(len(index.ids), dtype=np.uint8)
    front[begun] = 1
    lacking = (2**states - 1) & ~front  # the bits not yet brought to each entity
    best = np.full((3, len(index.ids)), NEVER, dtype=np.int8)  # raising, lowering, unsigned
    best[:states] = 0
    for _ in range(max_steps):
        if not front.any():
            break
        for state in range(states):
            best[state] += ((lacking >> state) & 1).view(np.int8)  # one step more until the bit is brought
        front = _brought(index, direction, front, lacking, allowed) & lacking
        lacking ^= front
    for state in range(states):
        best[state, (lacking & (1 << state)).astype(bool)] = NEVER
    seen = best.min(axis=0) != NEVER
    seen[begun] = False
    found = np.flatnonzero(seen)
    walks = _walks(index, begun, max_steps, direction, allowed)[:, found] if count_walks else np.zeros((2, 0))
    return Reach(index, found, best[0, found], best[1, found], best[2, found], walks[0], walks[1])


def _brought(index: Index, direction: str, front: Bits, lacking: Bits, allowed: NDArray[np.bool_] | None) -> Bits:
    """Return the bits that an edge from *front* brings to each entity.

    Edges are followed from the entities of the front, or looked at from those that still lack a bit, whichever are
    fewer (Beamer, Asanovic & Patterson 2012, doi:10.1109/SC.2012.50).
    """
    import numpy as np

    ahead, back = _side(index, direction), _side(index, "downstream" if direction == "upstream" else "upstream")
    nodes, open_ = np.flatnonzero(front != 0), np.flatnonzero(lacking != 0)
    if ahead.degrees[nodes].sum() <= back.degrees[open_].sum():
        side, (edges, degrees) = ahead, _edges_of(ahead, nodes)
        bits, receivers = np.repeat(front[nodes], degrees), side.ends.take(edges)
    else:
        side, (edges, degrees) = back, _edges_of(back, open_)
        bits, receivers = front.take(side.ends.take(edges)), np.repeat(open_, degrees)
    carried = np.array(_CARRY, dtype=np.uint8).take(side.rows.take(edges) + bits)
    if allowed is not None:
        carried *= allowed[side.numbers[edges]]
    marked = np.zeros(len(front) * 8, dtype=bool)  # by entity and combination: two edges may bring different ones
    marked[receivers * 8 + carried] = True
    return _united().take(np.packbits(marked, bitorder="little"))


@cache
def _united() -> Bits:
    """Return the union of the combinations in a set of them: of combination k if bit k of the place is set."""
    import numpy as np

    places = np.arange(256)
    united = [((places >> combination) & 1) * combination for combination in range(8)]
    whole: Bits = np.bitwise_or.reduce(united).astype(np.uint8)
    return whole


@dataclass(frozen=True, eq=False)
class _Side:
    """The edges of an index by the entity they are followed from.

    Attributes:
        first, degrees: Where the edges of each entity begin, and how many it has.
        ends: The other end of each edge.
        rows: Its row of `_CARRY`.
        numbers: Its number in the index.
        has_unsigned: Whether any edge is without direction.
    """

    first: Ints
    degrees: Ints
    ends: NDArray[np.int64]
    rows: NDArray[np.uint8]
    numbers: Ints
    has_unsigned: bool


def _side(index: Index, direction: str) -> _Side:
    return cached_on(index, _make_side, direction)


def _make_side(index: Index, direction: str) -> _Side:
    import numpy as np

    rows = (index.sign.astype(np.int16) % 3 * 8).astype(np.uint8)
    is_back = direction == "upstream"
    first, ends = (index.in_start, index.source) if is_back else (index.out_start, index.target)
    order = index.by_target if is_back else np.arange(len(index.sign), dtype=np.int32)
    has_unsigned = bool((index.sign == 0).any())
    return _Side(first, np.diff(first), ends[order].astype(np.int64), rows[order], order, has_unsigned)


def _edges_of(side: _Side, nodes: NDArray[np.int64]) -> tuple[NDArray[np.int64], Ints]:
    """Return the places of all edges of *nodes*, one after the other, and how many each has."""
    import numpy as np

    begins, degrees = side.first[nodes].astype(np.int64), side.degrees[nodes]
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
