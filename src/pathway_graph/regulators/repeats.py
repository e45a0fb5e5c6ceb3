"""Several rows of one gene: which of them counts, by a rule that is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol, TypeVar

Keep = Literal["auto", "error", "first", "strongest"]


class Row(Protocol):
    """What the rules look at."""

    @property
    def name(self) -> str:
        """Return the name as given."""

    @property
    def sign(self) -> int:
        """Return -1, 0 or +1."""

    @property
    def value(self) -> float:
        """Return the size."""


Some = TypeVar("Some", bound=Row)


def without_identical(rows: Sequence[Some]) -> list[Some]:
    """Return rows of one gene, of those with the same name, sign and size the first."""
    found: dict[tuple[str, int, float], Some] = {}
    for row in rows:
        found.setdefault((row.name, row.sign, row.value), row)
    return list(found.values())


def counted(rows: Sequence[Some], keep: Keep) -> Some | None:
    """Return the row that counts of several of one gene; None where some say up and others down.

    A change that is significant is stronger than one that is not, and then the larger one.

    Args:
        rows: The rows, in their order.
        keep: ``first``; ``strongest``; ``auto``: the strongest, none where rows that count as changed disagree.
    """
    if keep in ("first", "error"):
        return rows[0]
    if keep == "auto" and {1, -1} <= {row.sign for row in rows}:
        return None
    return max(rows, key=lambda row: (row.sign != 0, abs(row.value)))
