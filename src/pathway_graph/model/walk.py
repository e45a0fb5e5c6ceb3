"""Walk breadth first over anything that has neighbours: what is reached, and in how many steps."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def distances(
    starts: Iterable[Node], neighbours: Callable[[Node], Iterable[Node]], *, max_steps: int | None = None
) -> dict[Node, int]:
    """Return the steps from the nearest of *starts* to everything within reach, the starts at 0.

    Args:
        starts: Where to begin.
        neighbours: What lies one step from a node.
        max_steps: How far to go; as far as it leads if not given.

    >>> distances([1], lambda number: [2 * number, 3 * number], max_steps=2)
    {1: 0, 2: 1, 3: 1, 4: 2, 6: 2, 9: 2}
    """
    reached = dict.fromkeys(starts, 0)
    frontier = list(reached)
    step = 0
    while frontier and (max_steps is None or step < max_steps):
        step += 1
        following = []
        for here in frontier:
            for there in neighbours(here):
                if there not in reached:
                    reached[there] = step
                    following.append(there)
        frontier = following
    return reached
