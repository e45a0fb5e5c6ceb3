"""Signed arcs between states of entities: what could carry a change from sources to measured genes in a few steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from pathway_graph.trace.usable import EdgeView

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

FAR: Final = 1_000_000
"""The distance of what is not reached."""


@dataclass(frozen=True, eq=False)
class SignedArcs:
    """Edges with a sign as arcs between states: ``2 * entity`` is "raised", ``2 * entity + 1`` is "lowered".

    Each arc gives two state arcs, one out of either state of its source. Parallel edges of one sign are one arc.

    Attributes:
        entities: How many entities there are.
        source, target, sign: Of each arc; no arc is a loop, or ends at an entity of the sources.
        edges: Numbers of the edges of the index that each arc stands for.
        unsigned: How many edges were left out since they have no sign.
        loops: How many since they end where they begin.
    """

    entities: int
    source: Ints
    target: Ints
    sign: Ints
    edges: tuple[tuple[int, ...], ...]
    unsigned: int
    loops: int

    @cached_property
    def tail(self) -> Ints:
        """State that each state arc leaves: first of all arcs out of "raised", then of all out of "lowered"."""
        import numpy as np

        return np.concatenate([2 * self.source, 2 * self.source + 1])

    @cached_property
    def head(self) -> Ints:
        """State that each state arc ends in."""
        import numpy as np

        return np.concatenate([2 * self.target + (self.sign < 0), 2 * self.target + (self.sign > 0)])

    def steps_from(self, states: Iterable[int], most: int) -> Ints:
        """Return how many arcs it takes from any of *states* to each, `FAR` where more than *most*."""
        return _levels(self.tail, self.head, states, 2 * self.entities, most)

    def steps_to(self, states: Iterable[int], most: int) -> Ints:
        """Return how many arcs it takes from each state to the nearest of *states*."""
        return _levels(self.head, self.tail, states, 2 * self.entities, most)


def state(entity: int, sign: int) -> int:
    """Return the state of an entity that is raised (+1) or lowered (-1)."""
    return 2 * entity + (sign < 0)


def sign_of(place: int) -> int:
    """Return the sign of a state.

    >>> sign_of(state(7, -1)), sign_of(state(7, 1))
    (-1, 1)
    """
    return -1 if place % 2 else 1


def signed_arcs(usable: EdgeView, sources: Iterable[int]) -> SignedArcs:
    """Return the arcs of the edges that may be followed, without those into *sources*, which need no cause.

    Args:
        usable: The edges.
        sources: Entities by number.
    """
    import numpy as np

    index = usable.index
    numbers = np.flatnonzero(usable.mask)
    unsigned = index.sign[numbers] == 0
    loops = (index.source[numbers] == index.target[numbers]) & ~unsigned
    begun = np.array(sorted(set(sources)), dtype=np.int64)
    numbers = numbers[~unsigned & ~loops & ~np.isin(index.target[numbers], begun)]
    columns = [getattr(index, name)[numbers].astype(np.int64) for name in ("sign", "target", "source")]
    order = np.lexsort((numbers, *columns))
    ends = np.stack(columns)[:, order]
    is_first = np.ones(len(order), dtype=bool)
    is_first[1:] = (ends[:, 1:] != ends[:, :-1]).any(axis=0)
    starts = np.flatnonzero(is_first)
    groups = np.split(numbers[order], starts[1:]) if len(starts) else []
    sign, target, source = ends[:, starts]
    return SignedArcs(
        len(index.ids), source, target, sign, tuple(tuple(group.tolist()) for group in groups), int(unsigned.sum()),
        int(loops.sum()),
    )  # fmt: skip


def _levels(tail: Ints, head: Ints, starts: Iterable[int], count: int, most: int) -> Ints:
    import numpy as np

    found = np.full(count, FAR, dtype=np.int64)
    front = np.zeros(count, dtype=bool)
    front[list(starts)] = True
    found[front] = 0
    for step in range(1, most + 1):
        reached = head[front[tail]]
        reached = reached[found[reached] == FAR]
        if not len(reached):
            break
        found[reached] = step
        front[:] = False
        front[reached] = True
    return found


@dataclass(frozen=True, slots=True)
class Aim:
    """A measured gene that the network is to explain.

    Attributes:
        forms: Its entities, by number.
        sign: +1 or -1.
        weight: What leaving it out costs; being wrong about it costs twice that.
    """

    forms: tuple[int, ...]
    sign: int
    weight: float

    def states(self, sign: int) -> list[int]:
        """Return the states of its forms with *sign*."""
        return [state(form, sign) for form in self.forms]


@dataclass(frozen=True, eq=False)
class Problem:
    """What is asked: which arcs, from where, to what, at which price.

    Attributes:
        arcs: The arcs.
        sources: Forms of each source, and its sign, 0 where that is for the answer to choose.
        aims: What is to be explained.
        max_steps: Longest way from a source, in arcs.
        penalty: What an arc of the network costs.
    """

    arcs: SignedArcs
    sources: Sequence[tuple[tuple[int, ...], int]]
    aims: Sequence[Aim]
    max_steps: int
    penalty: float

    @cached_property
    def starts(self) -> dict[int, int]:
        """The source of each state that the sources may have."""
        return {
            state(form, sign): place
            for place, (forms, given) in enumerate(self.sources)
            for form in forms
            for sign in ((given,) if given else (1, -1))
        }

    @cached_property
    def from_start(self) -> Ints:
        """Steps from the sources to each state."""
        return self.arcs.steps_from(self.starts, self.max_steps)

    def distance(self, aim: Aim, sign: int) -> int:
        """Return the steps from the sources to the nearest form of an aim with *sign*; `FAR` where too many."""
        return int(self.from_start[aim.states(sign)].min())

    @cached_property
    def ways(self) -> Mapping[int, Ints]:
        """State arcs on a walk of no more than `max_steps` from a source to the right state of an aim, by its place."""
        import numpy as np

        tail, head, found = self.arcs.tail, self.arcs.head, {}
        for place, aim in enumerate(self.aims):
            if self.distance(aim, aim.sign) > self.max_steps:
                continue
            ends = aim.states(aim.sign)
            left = self.arcs.steps_to(ends, self.max_steps)
            fits = (self.from_start[tail] + 1 + left[head] <= self.max_steps) & ~np.isin(tail, ends)
            found[place] = np.flatnonzero(fits)
        return found
