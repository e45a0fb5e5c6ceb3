"""The stamp of a database: a sum over the items of its network, so that a small change is a small change of the sum."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from pathway_graph.model import Network
from pathway_graph.stores.packed_items import CLASSES, canonical, encode

PREFIX: Final = "items:"
"""What a stamp begins with that can be carried on; those of earlier versions, sums over rows among them, cannot."""
_MODULUS: Final = 1 << 256


class ItemSum:
    """A stamp in the making: what items of a network add up to, in whatever order they come.

    Args:
        schema: The statements that make the indexes of the database.

    >>> from pathway_graph.model import Source
    >>> one, other = ItemSum(()), ItemSum(())
    >>> one.add("sources", [Source("a"), Source("b")])
    >>> other.add("sources", [Source("b")])
    >>> other.stamp() == one.stamp(), carried_on(other.stamp(), added={"sources": [Source("a")]}) == one.stamp()
    (False, True)
    """

    def __init__(self, schema: Sequence[str]) -> None:
        self._sum = _hash("schema", repr(tuple(schema)).encode())

    def add(self, part: str, items: Iterable[Any]) -> None:
        """Add items of a part, whatever they are."""
        self._sum += _sum(part, items)

    def add_read(self, part: str, items: Iterable[Any]) -> None:
        """Add items that were read from their packed form."""
        self._sum += sum(_hash(part, content) for content in map(encode, items))

    def stamp(self) -> str:
        """Return the stamp of what was added."""
        return _written(self._sum)


def stamp_of(network: Network, schema: Sequence[str]) -> str:
    """Return the stamp of a database: equal stamps mean that it holds the same network, by the same schema.

    The rows are those of the same network if the same version wrote them.
    """
    going = ItemSum(schema)
    for part in CLASSES:
        going.add(part, getattr(network, part))
    return going.stamp()


def carried_on(
    stamp: str, *, removed: Mapping[str, Iterable[Any]] | None = None, added: Mapping[str, Iterable[Any]] | None = None
) -> str:
    """Return the stamp of a database of whose network some items were taken away and others added, by part.

    Raises:
        ValueError: *stamp* is none that can be carried on.
    """
    if not is_sum(stamp):
        raise ValueError(f"{stamp!r} is no sum over items")
    number = int(stamp.removeprefix(PREFIX), 16)
    number -= sum(_sum(part, items) for part, items in (removed or {}).items())
    return _written(number + sum(_sum(part, items) for part, items in (added or {}).items()))


def is_sum(stamp: str) -> bool:
    """Tell whether a stamp can be carried on."""
    return stamp.startswith(PREFIX)


def _written(number: int) -> str:
    return f"{PREFIX}{number % _MODULUS:064x}"


def _sum(part: str, items: Iterable[Any]) -> int:
    cls = CLASSES[part]
    return sum(_hash(part, canonical(cls, item)) for item in items)


def _hash(part: str, content: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(content, digest_size=32, person=part.encode()).digest(), "little")
