"""Bound what a query takes in and gives out: the depth of parameters, the number of rows and of values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, TypeVar

from pathway_graph.errors import QueryError

T = TypeVar("T")
MAX_VALUES: Final = 1_000_000
"""Most values a result may hold, lists and maps counted by what is in them; a text counts one for each 100 letters."""
MAX_DEPTH: Final = 20
"""Deepest nesting of lists and maps in a parameter."""


class RowLimiter:
    """Lets through the first rows of a result; ``is_cut`` then tells whether there were more.

    Args:
        limit: The most rows.

    >>> rows = RowLimiter(2)
    >>> list(rows.take([[1], [2], [3]])), rows.is_cut
    ([[1], [2]], True)
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.is_cut = False

    def take(self, rows: Iterable[T]) -> Iterator[T]:
        """Yield rows up to the limit, without asking for many more than these.

        Raises:
            QueryError: They hold more than `MAX_VALUES` values.
        """
        values = 0
        for number, row in enumerate(rows):
            if number == self.limit:
                self.is_cut = True
                return
            values += weight(row)
            if values > MAX_VALUES:
                raise QueryError(
                    f"the result holds more than {MAX_VALUES} values",
                    hint="return less, for instance counts, or fewer rows with LIMIT",
                )
            yield row


def weight(value: Any) -> int:
    """Count the values in a value, as `MAX_VALUES` does.

    >>> weight(["a", 1, ["b", None]]), weight("a" * 1000)
    (6, 10)
    """
    if isinstance(value, str):
        return 1 + (len(value) - 1) // 100 if value else 1
    if isinstance(value, Mapping):
        return 1 + sum(map(weight, value.values()))
    if isinstance(value, list | tuple):
        return 1 + sum(map(weight, value))
    return 1


def check_parameters(parameters: Mapping[str, Any] | None) -> None:
    """Refuse parameters that are nested too deep for an engine.

    Raises:
        QueryError: One is.
    """
    for name, value in (parameters or {}).items():
        level = [value]
        for _ in range(MAX_DEPTH):
            level = [
                inner
                for item in level
                if isinstance(item, list | tuple | Mapping)
                for inner in (item.values() if isinstance(item, Mapping) else item)
            ]
            if not level:
                break
        else:
            raise QueryError(
                f"the parameter ${name} is nested more than {MAX_DEPTH} deep", hint="give flatter lists and maps"
            )
