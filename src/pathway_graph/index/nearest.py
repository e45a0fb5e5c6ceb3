"""The nearest of some entities downstream of another: whole frontiers over the index, in the order of plain search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pathway_graph.index.arrays import Index

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int32]
    Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class _Level:
    """What lies so many steps away, in order of discovery, without what nothing leads on from.

    Attributes:
        nodes: Entities.
        edges: The edge by which each was found first.
        before: Of each the place, one level nearer, where that edge begins.
        signs: Signs of the shortest routes to each: 1 for raising, 2 for lowering, 3 for both.
    """

    nodes: Ints
    edges: Ints
    before: Ints
    signs: Ints


def nearest_stops(
    index: Index, usable: Mask, start: int, avoid: int, stops: Mask, *, max_steps: int
) -> dict[int, tuple[int, tuple[int, ...]]]:
    """Return the stops next downstream of an entity, each with the sign of the shortest routes there, and one of them.

    A route passes no other stop, nor *avoid*. A stop that routes of one length reach with both signs is left out,
    and so are longer routes to it. Of several routes the first is given that a search breadth first would find which
    follows the edges out of each entity in the order of the index.

    Args:
        index: Where.
        usable: Which edges are followed; all of these have a sign.
        start: The entity, by its number.
        avoid: Another one.
        stops: Whether each entity is one.
        max_steps: The longest route, in edges.
    """
    import numpy as np

    seen = np.zeros(len(index.ids), bool)
    seen[[start, avoid]] = True
    nothing = np.zeros(1, np.int32)
    levels = [_Level(np.array([start], np.int32), nothing, nothing, np.ones(1, np.int32))]
    found: dict[int, tuple[int, tuple[int, ...]]] = {}
    for step in range(max_steps):
        here = levels[-1]
        edges, origins = _into_stops(index, here, stops & ~seen) if step == max_steps - 1 else _out(index, here)
        is_kept = usable[edges] & ~seen[index.target[edges]]
        level = _next_level(index, here, edges[is_kept], origins[is_kept])
        seen[level.nodes] = True
        is_stop = stops[level.nodes]
        for place in np.flatnonzero(is_stop & (level.signs != 3)).tolist():
            sign = 1 if level.signs[place] == 1 else -1
            found[int(level.nodes[place])] = sign, _route([*levels, level], place)
        levels.append(_Level(*(part[~is_stop] for part in (level.nodes, level.edges, level.before, level.signs))))
    return found


def _out(index: Index, here: _Level) -> tuple[Ints, Ints]:
    """Return the edges out of a level, in order, and the place where each begins."""
    import numpy as np

    starts = index.out_start[here.nodes]
    counts = index.out_start[here.nodes + 1] - starts
    origins = np.repeat(np.arange(len(here.nodes), dtype=np.int32), counts)
    shift = np.concatenate([[0], np.cumsum(counts)])[:-1]
    edges = np.arange(len(origins), dtype=np.int32) + np.repeat(starts - shift, counts).astype(np.int32)
    return edges, origins


def _into_stops(index: Index, here: _Level, stops: Mask) -> tuple[Ints, Ints]:
    """Return those edges out of a level that lead to stops, in the same order: there are few."""
    import numpy as np

    place = np.full(len(index.ids), -1, np.int32)
    place[here.nodes] = np.arange(len(here.nodes), dtype=np.int32)
    into = [index.by_target[index.in_start[stop] : index.in_start[stop + 1]] for stop in np.flatnonzero(stops)]
    edges = np.concatenate([np.zeros(0, np.int32), *into])
    edges = edges[place[index.source[edges]] >= 0]
    origins = place[index.source[edges]]
    order = np.lexsort((edges, origins))
    return edges[order], origins[order]


def _next_level(index: Index, here: _Level, edges: Ints, origins: Ints) -> _Level:
    import numpy as np

    targets = index.target[edges]
    first = np.empty(len(index.ids), np.int32)
    first[targets[::-1]] = np.arange(len(edges) - 1, -1, -1, dtype=np.int32)  # of equal targets the last write stays
    is_first = first[targets] == np.arange(len(edges), dtype=np.int32)
    carried = here.signs[origins]
    turned = np.where(index.sign[edges] > 0, carried, (carried >> 1) | ((carried & 1) << 1))
    signs = np.zeros(len(index.ids), np.int32)
    signs[targets[(turned & 1) > 0]] |= 1
    signs[targets[(turned & 2) > 0]] |= 2
    nodes = targets[is_first]
    return _Level(nodes, edges[is_first], origins[is_first], signs[nodes])


def _route(levels: list[_Level], place: int) -> tuple[int, ...]:
    """Return the edges, by number, that led to an entity of the last level."""
    found = []
    for level in levels[:0:-1]:
        found.append(int(level.edges[place]))
        place = int(level.before[place])
    return tuple(reversed(found))
