"""The routes that a best-first search finds without ever turning back: those of all ends of a trace at once, by arrays.

Such a search steps from an end to the first entity from which the shortest walk of the needed sign is as long as it
must be, and again from there. Where that meets no gene twice it is at home and done; for the others it has to be run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pathway_graph.model.stopping import go_on

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from pathway_graph.trace.usable import EdgeView

    Numbers = NDArray[np.int64]

_AT_ONCE: Final = 1_000_000
"""Edges that are looked at together."""
_NONE: Final = -1


@dataclass(frozen=True, eq=False)
class Straight:
    """Where the walks lead.

    Attributes:
        edges: A row of numbers per end, from the end homewards, -1 beyond the last.
        is_route: Whether each comes home in the least steps, and meets no gene twice.
    """

    edges: Numbers
    is_route: NDArray[np.bool_]


def straight_routes(view: EdgeView, left: NDArray[Any], ends: Numbers, sign: int, *, is_upstream: bool) -> Straight:
    """Return for each end the walk home of a sign that a best-first search would try first.

    Args:
        view: The edges that may be followed.
        left: The least steps that a walk home takes, by sign (0, 1, -1) and entity: of any walk; and, where routes
            must rest on a hypothesis, as the last table, of those that do.
        ends: Where the walks begin, each with a walk of the sign.
        sign: The sign.
        is_upstream: Whether home lies downstream of the ends.
    """
    import numpy as np

    steps = left[-1][sign, ends].astype(np.int64)
    edges = np.full((len(ends), int(steps.max(initial=0))), _NONE, dtype=np.int64)
    nodes = np.full((len(ends), edges.shape[1] + 1), _NONE, dtype=np.int64)
    nodes[:, 0] = ends
    states = _States(ends, np.full(len(ends), sign), np.full(len(ends), len(left) - 1), steps)
    rows = np.arange(len(ends))
    for step in range(edges.shape[1]):
        is_on_the_way = states.steps > 0
        rows, states = rows[is_on_the_way], states.picked(is_on_the_way)
        if not len(rows):
            break
        edge, states = _first_steps(view, left, states, is_upstream)
        edges[rows, step], nodes[rows, step + 1] = edge, states.node
        rows, states = rows[edge != _NONE], states.picked(edge != _NONE)
    is_whole = (edges != _NONE).sum(axis=1) == steps
    return Straight(edges, is_whole & ~_repeats(nodes, np.asarray(view.genes)))


@dataclass(frozen=True, eq=False)
class _States:
    """Where some walks are: entity, sign still needed, whether a hypothesis is (1 or 0), steps left."""

    node: Numbers
    needed: Numbers
    lacking: Numbers
    steps: Numbers

    def picked(self, which: Any) -> _States:
        return _States(self.node[which], self.needed[which], self.lacking[which], self.steps[which])

    def keys(self) -> Numbers:
        """Return a number for each that two share only where they are the same."""
        return ((self.node * 3 + self.needed + 1) * 2 + self.lacking) * 128 + self.steps


def _first_steps(view: EdgeView, left: NDArray[Any], states: _States, is_upstream: bool) -> tuple[Numbers, _States]:
    """Return the edge that each walk takes, -1 where all take more steps than there are, and where it is then."""
    import numpy as np

    _, first, places = np.unique(states.keys(), return_index=True, return_inverse=True)
    some = states.picked(first)
    index = view.index
    begins = (index.out_start if is_upstream else index.in_start).astype(np.int64)
    degrees = begins[some.node + 1] - begins[some.node]
    cuts = np.searchsorted(np.cumsum(degrees), np.arange(_AT_ONCE, int(degrees.sum()), _AT_ONCE), side="left")
    pieces = []
    for part in np.split(np.arange(len(degrees)), np.unique(cuts)):
        go_on()
        if len(part):
            pieces.append(_steps_of(view, left, some.picked(part), (begins, degrees[part]), is_upstream))
    edge, there, still, lacks = (np.concatenate(column)[places] for column in zip(*pieces, strict=True))
    return edge, _States(there, still, lacks, states.steps - 1)


def _steps_of(
    view: EdgeView, left: NDArray[Any], some: _States, run: tuple[Numbers, Numbers], is_upstream: bool
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Return edge (-1 for none), other end, sign needed there and whether a hypothesis is; each state has edges."""
    import numpy as np

    begins, degrees = run
    index, ends = view.index, np.cumsum(degrees)
    of = np.repeat(np.arange(len(degrees)), degrees)
    places = np.arange(int(ends[-1])) + np.repeat(begins[some.node] - ends + degrees, degrees)
    edges = places if is_upstream else index.by_target[places].astype(np.int64)
    there = (index.target if is_upstream else index.source)[edges].astype(np.int64)
    sign, needed = index.sign[edges].astype(np.int64), some.needed[of]
    lacks = np.where(view.hypothesis[edges], 0, some.lacking[of])
    wanted = some.steps[of] - 1
    never = np.int64(2)
    # an edge with a sign turns the needed one; after one without, where no sign is needed, any will do, the least first
    still = np.where(needed != 0, np.where(sign != 0, needed * sign, never), np.where(sign != 0, 0, never))
    fits = (still != never) & (left[lacks, np.where(still == never, 0, still), there] == wanted)
    is_open = (needed == 0) & (sign == 0)
    for one in (1, 0, -1):
        here = is_open & (left[lacks, one, there] == wanted)
        still, fits = np.where(here, one, still), fits | here
    count = np.int64(max(len(index.edge), 1))
    key = np.where(fits & view.mask[edges], there * count + edges, np.iinfo(np.int64).max)
    best = np.minimum.reduceat(key, ends - degrees)
    at = ends - degrees  # any edge where none fits
    at[of[key == best[of]]] = np.flatnonzero(key == best[of])
    return np.where(fits[at] & view.mask[edges[at]], edges[at], _NONE), there[at], still[at], lacks[at]


def _repeats(nodes: Numbers, genes: Numbers) -> NDArray[np.bool_]:
    """Tell of each row of entities whether it meets an entity again, or a gene that it had left."""
    import numpy as np

    gene = np.where(nodes == _NONE, _NONE, genes[nodes])
    found = np.zeros(len(nodes), dtype=bool)
    for place in range(1, nodes.shape[1]):
        here, before = nodes[:, place, None], nodes[:, :place]
        stays = gene[:, place] == gene[:, place - 1]
        again = np.where(stays, (before == here).any(axis=1), (gene[:, :place] == gene[:, place, None]).any(axis=1))
        found |= again & (nodes[:, place] != _NONE)
    return found
