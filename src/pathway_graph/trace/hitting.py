"""The smallest sets that take every one of many things away, where the things are told one at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from pathway_graph.evidence.works import Works
from pathway_graph.model.stopping import go_on

Ways = frozenset[Works]
"""The sets with each of which one thing is taken away; none where nothing takes it."""
Standing = Callable[[Works], Ways | None]
"""Gives the ways to take something that still stands when some works are lost; None where nothing stands."""


@dataclass(frozen=True)
class Smallest:
    """The smallest sets that take everything away.

    Attributes:
        sets: All of them, or as many as were asked for, sorted.
        size: What the smallest has at least.
        best: A set that does it, none smaller known; None where none does.
        is_exact: Whether *size* is the size of *best*.
        is_cut: Whether there are, or may be, more sets of that size than are listed.
    """

    sets: tuple[Works, ...]
    size: int
    best: Works | None
    is_exact: bool
    is_cut: bool


def smallest_sets(standing: Standing, *, most: int, max_work: int, limit: int | None = None) -> Smallest:
    """Return the smallest sets of works that leave nothing standing.

    What stands is asked for when it is needed, so that it need not be listed (an implicit hitting set: Moreno-Centeno
    and Karp 2013). Sizes are tried in turn, and none is left before every set of it is excluded; what is known to
    need sets that share no work bounds the size from below.

    Args:
        standing: Tells what stands.
        most: List so many sets.
        max_work: Stop after so many looks at one thing each, as partial sets are.
        limit: Look for no set larger than this.

    >>> routes = [frozenset(map(frozenset, route)) for route in ("ab", "bc", "ac")]
    >>> def standing(lost):
    ...     return next((ways for ways in routes if not any(way <= lost for way in ways)), None)
    >>> [sorted(one) for one in smallest_sets(standing, most=10, max_work=10_000).sets]
    [['a', 'b'], ['a', 'c'], ['b', 'c']]
    """
    search = _Search(standing, most, max_work)
    best = search.some()
    if best is None:
        return Smallest((), 0, None, True, False)
    size = search.least(frozenset())
    while size <= (len(best) if limit is None else min(limit, len(best))):
        search.found, search.seen = set(), set()
        try:
            search.extend(frozenset(), size)
        except _Enough as enough:
            found = search.found
            is_exact = bool(found) or size == len(best)
            some = found or ({best} if is_exact else set())
            return Smallest(_sorted(some), size, min(some, key=sorted, default=best), is_exact, enough.is_cut)
        if search.found:
            return Smallest(_sorted(search.found), size, min(search.found, key=sorted), True, False)
        size += 1
    return Smallest((), size, best, False, False)  # nothing within the limit


def _sorted(sets: Iterable[Works]) -> tuple[Works, ...]:
    return tuple(sorted(sets, key=sorted))


_FEW = 60
"""Of a set up to this size, what is not needed is taken out."""
_ASKED = 1_000
"""To ask what stands takes as long as looking at so many things that are known."""


class _Enough(Exception):
    """The search ends here: as many sets as were asked for are found, or the work is done."""

    is_cut = True


@dataclass
class _Search:
    standing: Standing
    most: int
    max_work: int
    known: list[Ways] = field(default_factory=list)
    found: set[Works] = field(default_factory=set)
    seen: set[Works] = field(default_factory=set)

    def some(self) -> Works | None:
        """Return one set that does it, a small one with nothing in it that is not needed; None where there is none."""
        lost: Works = frozenset()
        met: Counter[str] = Counter()
        while (ways := self.standing(lost)) is not None:
            go_on()
            if not ways:
                return None
            self.known.append(ways)
            met.update(work for way in ways for work in way)
            lost |= min(ways, key=lambda way: (len(way - lost), -sum(map(met.__getitem__, way)), sorted(way)))
        for work in sorted(lost) if len(lost) <= _FEW else ():
            if self._open(lost - {work}) is None and self.standing(lost - {work}) is None:
                lost -= {work}
        return lost

    def _open(self, lost: Works) -> Ways | None:
        """Return what is known to stand and has the fewest ways."""
        standing = (ways for ways in self.known if not any(way <= lost for way in ways))
        return min(standing, key=len, default=None)

    def least(self, lost: Works) -> int:
        """Return how many more works are needed at least: what shares none is taken by sets of its own."""
        total, used = 0, set(lost)
        for ways in self.known:
            if any(way <= lost for way in ways):
                continue
            works = frozenset().union(*ways) - lost
            if used.isdisjoint(works):
                used |= works
                total += min(len(way - lost) for way in ways)
        return total

    def extend(self, lost: Works, size: int) -> None:
        """Find every set of at most *size* works that has *lost* in it."""
        go_on()
        if lost in self.seen:
            return
        self.seen.add(lost)
        self.max_work -= len(self.known) + 1
        if self.max_work < 0:
            raise _Enough
        ways = self._open(lost)
        if ways is None:
            ways = self.standing(lost)
            self.max_work -= _ASKED
            if ways is None:
                if len(self.found) == self.most:
                    raise _Enough
                self.found.add(lost)
                return
            self.known.append(ways)
        if not ways or len(lost) + self.least(lost) > size:
            return
        for way in sorted(ways, key=sorted):
            if len(lost | way) <= size:
                self.extend(lost | way, size)
