"""Predictions of every regulator at once: 64 regulators per machine word, one step per pass over the edges.

A prediction is the sign of the shortest walk from the regulator (Bradley & Barrett 2017, Bioinformatics 33:3670):
a breadth-first search over (entity, sign), begun at the regulator raised. A sign reached first is the prediction;
both reached at once is ambiguous; a walk over an edge without direction predicts a change without its sign.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pathway_graph.regulators.bits import EdgeStep, UnitRows

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Words = NDArray[np.uint64]

BLOCK = 512
"""Regulators worked on together; eight machine words per entity."""


@dataclass(frozen=True, eq=False)
class Predictions:
    """What a block of regulators predicts for each unit: bits, unit by word.

    Attributes:
        regulators: Numbers of the entities, in the order of the bits.
        raised, lowered, ambiguous, unsigned: Disjoint sets of units.
    """

    regulators: Ints
    raised: Words
    lowered: Words
    ambiguous: Words
    unsigned: Words


@dataclass(frozen=True, eq=False)
class Links:
    """The edges to follow: numbers of their ends and signs, by target."""

    source: Ints
    target: Ints
    sign: NDArray[np.int8]
    entities: int

    @property
    def has_unsigned(self) -> bool:
        """Whether any edge is without direction."""
        return bool((self.sign == 0).any())


def predictions(
    links: Links, regulators: Ints, members: Ints, unit_of_member: Ints, units: int, *, depth: int, itself: bool
) -> Iterator[Predictions]:
    """Give the predictions of all *regulators*, a block at a time.

    Args:
        links: The edges to follow.
        regulators: Entities to begin at.
        members: Entities that belong to a unit, units in order.
        unit_of_member: The unit of each, in the same order.
        units: How many units there are.
        depth: Longest walk, in edges.
        itself: Whether a regulator predicts its own change, at distance 0.
    """
    units_of = (members, unit_of_member, units)
    return (each[-1] for each in predictions_by_depth(links, regulators, *units_of, depth=depth, itself=itself))


def predictions_by_depth(
    links: Links, regulators: Ints, members: Ints, unit_of_member: Ints, units: int, *, depth: int, itself: bool
) -> Iterator[list[Predictions]]:
    """Give the predictions of all *regulators* by walks of at most 1, 2, … and *depth* edges, a block at a time.

    Arguments are those of `predictions`. Where nothing new is reached any more, the last predictions stand again.
    """
    states = 3 if links.has_unsigned else 2
    walk = EdgeStep(*_stacked(links, states), links.entities)
    group = UnitRows(members, unit_of_member, units)
    for begin in range(0, len(regulators), BLOCK):
        yield _block(walk, group, regulators[begin : begin + BLOCK], states, depth, itself)


def _stacked(links: Links, states: int) -> tuple[Ints, Ints]:
    """Return sources and targets for a table in which each entity has a row for each sign of an edge out of it."""
    import numpy as np

    row = np.where(links.sign == 1, 0, np.where(links.sign == -1, 1, 2)).astype(np.int64)
    return links.source.astype(np.int64) + row * links.entities, links.target.astype(np.int64)


def _block(
    walk: EdgeStep, group: UnitRows, regulators: Ints, states: int, depth: int, itself: bool
) -> list[Predictions]:
    import numpy as np

    words = -(-len(regulators) // 64)
    entities = walk.targets
    front = np.zeros((states, entities, words), dtype=np.uint64)
    place = np.arange(len(regulators))
    bits = np.uint64(1) << (place % 64).astype(np.uint64)
    np.bitwise_or.at(front[0], (regulators, place // 64), bits)
    seen = front.copy()
    tally = _Tally(group, words)
    if itself:
        tally.add(front)
    else:
        seen[:] = 0
    by_depth: list[Predictions] = []
    for _ in range(depth):
        if by_depth and not front.any():
            by_depth.append(by_depth[-1])
            continue
        front = walk.step(front) & ~seen
        seen |= front
        tally.add(front)
        by_depth.append(tally.predictions(regulators))
    return by_depth


class _Tally:
    """Settles the prediction of each unit by what reaches it first."""

    def __init__(self, group: UnitRows, words: int) -> None:
        import numpy as np

        self.group = group
        self.raised, self.lowered, self.ambiguous, self.unsigned = (
            np.zeros((group.groups, words), dtype=np.uint64) for _ in range(4)
        )

    def add(self, front: Words) -> None:
        """Take in what was reached with one more step; what was settled before stays as it is, array by array."""
        open_ = ~(self.raised | self.lowered | self.ambiguous | self.unsigned)
        up, down = (self.group.any_of(front[state]) & open_ for state in (0, 1))
        self.raised = self.raised | (up & ~down)
        self.lowered = self.lowered | (down & ~up)
        self.ambiguous = self.ambiguous | (up & down)
        if len(front) > 2:
            self.unsigned = self.unsigned | (self.group.any_of(front[2]) & open_ & ~up & ~down)

    def predictions(self, regulators: Ints) -> Predictions:
        """Return what is settled up to now."""
        return Predictions(regulators, self.raised, self.lowered, self.ambiguous, self.unsigned)
