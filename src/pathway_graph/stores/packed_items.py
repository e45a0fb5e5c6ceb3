"""Items of a network as MessagePack, and what says that each comes back from it as it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import MISSING, fields
from functools import cache
from itertools import compress
from operator import attrgetter, is_not
from types import GenericAlias
from typing import Any, Final

import msgspec

from pathway_graph.model import Edge
from pathway_graph.model.border import DATA_ERRORS
from pathway_graph.model.network import PARTS

CLASSES: Final[dict[str, Any]] = {**PARTS, "edges": Edge}
"""The parts of a network, and the class of each."""
encode: Final = msgspec.msgpack.Encoder().encode


class Unfit(Exception):
    """A network is none that a snapshot can hold."""


def packed_whole(cls: type, items: Sequence[Any]) -> tuple[list[bytes], tuple[Any, ...]]:
    """Pack objects, and make sure that each comes back as it is.

    Returns:
        The bytes of each, and what they are read as.

    Raises:
        Unfit: One does not come back: it is not of the model.
    """
    packed = list(map(packer(cls), items))
    found = _unpacked(cls, packed)
    values = attrgetter(*(one.name for one in fields(cls)))
    if any(type(item) is not cls for item in items) or list(map(values, found)) != list(map(values, items)):
        raise Unfit
    return packed, found


def canonical(cls: type, item: Any) -> bytes:
    """Return bytes that an equal object has too, and another one has not.

    A whole number where the field is a decimal one is written as that. What is not of the model is written as it shows
    itself.

    >>> from pathway_graph.model import Source
    >>> canonical(Source, Source("a")) == canonical(Source, Source("a", title="")) != canonical(Source, Source("b"))
    True
    """
    try:
        _, (found,) = packed_whole(cls, [item])
        return encode(found)
    except (Unfit, msgspec.MsgspecError, OverflowError, *DATA_ERRORS):
        return repr(item).encode("utf-8", "surrogatepass")


def _unpacked(cls: type, packed: Sequence[bytes]) -> tuple[Any, ...]:
    try:
        found: tuple[Any, ...] = tuple_of(cls).decode(b"".join((array_head(len(packed)), *packed)))
    except msgspec.MsgspecError as error:
        raise Unfit from error
    return found


@cache
def packer(cls: type) -> Callable[[Any], bytes]:
    """Return the function that packs an object; what is at its default, as most fields are, is left out."""
    names = tuple(one.name for one in fields(cls))
    defaults = tuple(one.default for one in fields(cls))
    take = attrgetter(*names)

    def pack(item: Any) -> bytes:
        values = take(item)
        others = compress(zip(names, defaults, values, strict=True), map(is_not, values, defaults))
        return encode({name: value for name, default, value in others if default is MISSING or value != default})

    return pack


@cache
def decoder(type_: Any) -> Any:
    """Return what reads one object of a type."""
    return msgspec.msgpack.Decoder(type_)


@cache
def tuple_of(cls: type) -> Any:
    """Return what reads many objects of a type behind each other, after `array_head`."""
    return msgspec.msgpack.Decoder(GenericAlias(tuple, (cls, ...)))


def array_head(count: int) -> bytes:
    """Return what MessagePack puts before an array of so many items."""
    return b"\xdd" + count.to_bytes(4, "big")
