"""Routes as numbers of edges: sorted, counted and signed by arrays; an edge is read where a route is looked at.

A trace of a busy entity finds tens of thousands of routes, of which a table shows those of twenty ends. So routes stay
rows of an array until somebody takes one out of `Routes`, which then reads its edges, those of one question together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal, overload

from pathway_graph.model.vocabulary import Sign
from pathway_graph.trace.route import Route
from pathway_graph.trace.usable import EdgeView

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


_NONE = -1
"""Fills the row of a route that is shorter than others."""


@dataclass(frozen=True, eq=False)
class RouteTable:
    """Routes by end, those of one end by length, nodes and relations.

    Attributes:
        view: The edges that the numbers name.
        edges: A row of numbers per route, source first.
        lengths: Edges of each.
        signs: Sign of each.
        begins: Where the routes of each end begin in the rows, and where the last ones end.
        ends: The ends, as numbers of entities.
    """

    view: EdgeView
    edges: NDArray[np.int32]
    lengths: NDArray[np.int64]
    signs: NDArray[np.int8]
    begins: NDArray[np.int64]
    ends: NDArray[np.int32]

    def by_end(self) -> Iterator[tuple[int, Routes]]:
        """Yield each end with its routes: the nearest first, then by identifier."""
        import numpy as np

        order = np.lexsort((self.ends, self.lengths[self.begins[:-1]]))
        begins, stops = self.begins[:-1][order].tolist(), self.begins[1:][order].tolist()
        for end, begin, stop in zip(self.ends[order].tolist(), begins, stops, strict=True):
            yield end, Routes(self, range(begin, stop))


class Routes(Sequence[Route]):
    """Some routes of a table, equal to a tuple of them; they are made when they are looked at."""

    __slots__ = ("places", "table")

    def __init__(self, table: RouteTable, places: Sequence[int]) -> None:
        self.table, self.places = table, places

    def __len__(self) -> int:
        return len(self.places)

    @overload
    def __getitem__(self, place: int) -> Route: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Route, ...]: ...
    def __getitem__(self, place: int | slice) -> Route | tuple[Route, ...]:
        if isinstance(place, slice):
            return tuple(self._made(self.places[place]))
        return next(self._made([self.places[place]]))

    def __iter__(self) -> Iterator[Route]:
        return self._made(self.places)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Routes) and other.table is self.table:
            return list(self.places) == list(other.places)
        return tuple(self) == tuple(other) if isinstance(other, (Routes, tuple)) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))

    def __reduce__(self) -> tuple[Any, ...]:
        return tuple, (tuple(self),)

    @property
    def steps(self) -> int:
        """Length of the shortest."""
        return int(self.table.lengths[self._rows].min())

    @property
    def signs(self) -> list[Sign]:
        """Their signs, in order."""
        found: list[Sign] = self.table.signs[self._rows].tolist()
        return found

    def ordered(self, order: Callable[[Route], Any]) -> Routes:
        """Return the same, sorted by a key of each."""
        keys = [(order(route), place) for route, place in zip(self, self.places, strict=True)]
        return Routes(self.table, tuple(place for _, place in sorted(keys)))

    @property
    def _rows(self) -> slice | list[int]:
        """Return what picks them from an array."""
        return slice(self.places.start, self.places.stop) if isinstance(self.places, range) else list(self.places)

    def _made(self, places: Sequence[int]) -> Iterator[Route]:
        rows = [
            row[:length]
            for row, length in zip(
                self.table.edges[list(places)].tolist(), self.table.lengths[list(places)].tolist(), strict=True
            )
        ]
        view = self.table.view
        view.fetch(chain.from_iterable(rows))
        edge = view.edge
        return (Route(tuple(map(edge, row))) for row in rows)


def sorted_routes(routes: Sequence[Route], order: Callable[[Route], Any]) -> Sequence[Route]:
    """Return routes sorted by a key of each; those of a table as places of it."""
    return routes.ordered(order) if isinstance(routes, Routes) else tuple(sorted(routes, key=order))


def edges_on(groups: Iterable[Sequence[Route]]) -> dict[EdgeView, list[int]] | None:
    """Return the numbers of the edges on some routes, by what they are numbers of; None where some have none."""
    import numpy as np

    places: dict[RouteTable, list[Sequence[int]]] = {}
    for group in groups:
        if not isinstance(group, Routes):
            return None
        places.setdefault(group.table, []).append(group.places)
    found: dict[EdgeView, list[int]] = {}
    for table, some in places.items():
        numbers = np.unique(table.edges[np.fromiter(chain.from_iterable(some), np.int64)])
        found.setdefault(table.view, []).extend(numbers[numbers != _NONE].tolist())
    return {view: sorted(set(numbers)) for view, numbers in found.items()}


def read_ahead(groups: Iterable[Sequence[Route]]) -> None:
    """Read the edges of several groups of routes together, as they are going to be looked at."""
    for view, numbers in (edges_on(groups) or {}).items():
        view.fetch(numbers)


def table_of(
    view: EdgeView, routes: Sequence[tuple[int, ...]], direction: Literal["upstream", "downstream"]
) -> RouteTable:
    """Return routes, given as numbers of edges, source first, as a table."""
    import numpy as np

    lengths = np.fromiter(map(len, routes), np.int64, len(routes))
    is_there = np.arange(lengths.max(initial=0)) < lengths[:, None]
    edges = np.full(is_there.shape, _NONE, dtype=np.int32)
    edges[is_there] = np.fromiter(chain.from_iterable(routes), np.int32, int(lengths.sum()))
    if not routes:
        nothing = np.zeros(0, dtype=np.int32)
        return RouteTable(view, edges, lengths, nothing.astype(np.int8), np.zeros(1, dtype=np.int64), nothing)
    index = view.index
    signs = np.where(is_there, index.sign[edges], np.int8(1)).prod(axis=1, dtype=np.int8)
    targets = np.where(is_there, index.target[edges], _NONE)
    starts = index.source[edges[:, 0]]
    ends = starts if direction == "upstream" else targets[np.arange(len(routes)), lengths - 1]
    # nodes by number come in the order of their names, and edges between two of them in that of their relations
    order = np.lexsort((*edges.T[::-1], *targets.T[::-1], starts, lengths, ends))
    ends = ends[order]
    begins = np.flatnonzero(np.diff(ends, prepend=_NONE))
    return RouteTable(view, edges[order], lengths[order], signs[order], np.append(begins, len(ends)), ends[begins])


def rest_on_hypothesis(view: EdgeView, routes: Sequence[tuple[int, ...]]) -> list[bool]:
    """Tell of each route, given as numbers of edges, whether one of them has no better word than a hypothesis."""
    import numpy as np

    if not routes:
        return []
    flat = np.fromiter(chain.from_iterable(routes), np.int64)
    lengths = np.fromiter(map(len, routes), np.int64, len(routes))
    found: list[bool] = np.logical_or.reduceat(view.hypothesis[flat], np.cumsum(lengths) - lengths).tolist()
    return found
