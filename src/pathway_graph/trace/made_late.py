"""Rows of a long list that are made when they are looked at: a table shows twenty of them, a page fifty."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")
Row = dict[str, Any]


class MadeLate(Sequence[Row], Generic[T]):
    """The rows of some items.

    Args:
        items: What the rows are of.
        make: Makes the rows of some of them, in their order.

    >>> MadeLate([1, 2, 3], lambda some: [{"n": one} for one in some])[1:]
    [{'n': 2}, {'n': 3}]
    """

    def __init__(self, items: Sequence[T], make: Callable[[Sequence[T]], Iterable[Row]]) -> None:
        self._items, self._make = items, make

    def __len__(self) -> int:
        return len(self._items)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> list[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | list[Row]:
        if isinstance(place, slice):
            return list(self._make(self._items[place]))
        return next(iter(self._make([self._items[place]])))

    def __iter__(self) -> Iterator[Row]:
        return iter(self._make(self._items))
