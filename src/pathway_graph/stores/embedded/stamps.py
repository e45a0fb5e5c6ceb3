"""The stamp of a database: a sum over its rows, so that a small change of the rows is a small change of the sum."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec

from pathway_graph.stores.records import LinkRow, NodeRow

PREFIX: Final = "sum:"
"""What a stamp begins with that can be carried on; those of earlier versions cannot."""
_MODULUS: Final = 1 << 256
_encode: Final = msgspec.msgpack.Encoder().encode


def stamp_of(nodes: Iterable[NodeRow], links: Iterable[LinkRow], schema: Sequence[str]) -> str:
    """Return the stamp of a database: equal stamps mean that rewriting would change nothing.

    >>> a, b = NodeRow(("Entity", "Gene"), "a"), NodeRow(("Entity", "Gene"), "b")
    >>> both = stamp_of([a, b], [], ())
    >>> both == stamp_of([b, a], [], ()), both == carried_on(stamp_of([a], [], ()), added=[b])
    (True, True)
    """
    return _written(_hash(repr(tuple(schema)).encode()) + _sum(nodes) + _sum(links))


def carried_on(
    stamp: str, *, removed: Iterable[NodeRow | LinkRow] = (), added: Iterable[NodeRow | LinkRow] = ()
) -> str:
    """Return the stamp of a database of which some rows were taken away and others added.

    Raises:
        ValueError: *stamp* is none that can be carried on.
    """
    if not is_sum(stamp):
        raise ValueError(f"{stamp!r} is no sum over rows")
    return _written(int(stamp.removeprefix(PREFIX), 16) - _sum(removed) + _sum(added))


def is_sum(stamp: str) -> bool:
    """Tell whether a stamp can be carried on."""
    return stamp.startswith(PREFIX)


def _written(number: int) -> str:
    return f"{PREFIX}{number % _MODULUS:064x}"


def _sum(rows: Iterable[NodeRow | LinkRow]) -> int:
    return sum(map(_hash, map(_packed, rows)))


def _packed(row: NodeRow | LinkRow) -> bytes:
    """Return a row as bytes that no other row has: MessagePack keeps numbers, texts and truth values apart."""
    if isinstance(row, LinkRow):
        parts: tuple[Any, ...] = (row.type, row.start, row.end, row.properties)
    else:
        parts = (row.labels, row.id, row.properties)
    try:
        return _encode(parts)
    except (UnicodeEncodeError, OverflowError):  # half a character, or a whole number beyond 64 bits
        return repr(parts).encode("utf-8", "surrogatepass")


def _hash(content: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(content, digest_size=32).digest(), "little")
