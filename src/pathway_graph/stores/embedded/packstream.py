"""PackStream and the chunks of Bolt: the bytes that a Neo4j driver and a server exchange, as values and back.

Written from Neo4j's published manuals of PackStream and of the Bolt protocol. A structure that is not looked into (a
node, a date) stays a `Structure`, so that it passes through unchanged.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

MAX_DEPTH: Final = 100
_CHUNK: Final = 0xFFFF
_READ: Final = 1 << 16


class WireError(Exception):
    """What came over a connection is no Bolt, or more than is taken."""


@dataclass(frozen=True, slots=True)
class Structure:
    """A tagged list of values: a message, a node, a date."""

    tag: int
    fields: tuple[Any, ...]


# Values -----------------------------------------------------------------------------------------------


def pack(value: Any) -> bytes:
    r"""Return a value as PackStream.

    Raises:
        WireError: It has no form there.

    >>> pack({"a": [1, None, True]})
    b'\xa1\x81a\x93\x01\xc0\xc3'
    """
    out = bytearray()
    _pack(value, out)
    return bytes(out)


def _pack(value: Any, out: bytearray) -> None:
    if value is None:
        out.append(0xC0)
    elif isinstance(value, bool):
        out.append(0xC3 if value else 0xC2)
    elif isinstance(value, int):
        _pack_integer(value, out)
    elif isinstance(value, float):
        out += struct.pack(">Bd", 0xC1, value)
    elif isinstance(value, str):
        raw = value.encode("utf-8")
        _pack_size(len(raw), (0x80, 0xD0, 0xD1, 0xD2), out)
        out += raw
    elif isinstance(value, bytes):
        _pack_size(len(value), (None, 0xCC, 0xCD, 0xCE), out)
        out += value
    elif isinstance(value, list | tuple):
        _pack_size(len(value), (0x90, 0xD4, 0xD5, 0xD6), out)
        for item in value:
            _pack(item, out)
    elif isinstance(value, dict):
        _pack_size(len(value), (0xA0, 0xD8, 0xD9, 0xDA), out)
        for key, item in value.items():
            _pack(key, out)
            _pack(item, out)
    elif isinstance(value, Structure):
        out += bytes((0xB0 + len(value.fields), value.tag))
        for item in value.fields:
            _pack(item, out)
    else:
        raise WireError(f"a value of type {type(value).__name__} cannot be sent")


def _pack_integer(value: int, out: bytearray) -> None:
    if -16 <= value <= 127:
        out += struct.pack(">b", value)
        return
    for marker, form, bits in ((0xC8, ">Bb", 7), (0xC9, ">Bh", 15), (0xCA, ">Bi", 31), (0xCB, ">Bq", 63)):
        if -(1 << bits) <= value < 1 << bits:
            out += struct.pack(form, marker, value)
            return
    raise WireError("an integer of more than 64 bits cannot be sent")


def _pack_size(size: int, markers: tuple[int | None, int, int, int], out: bytearray) -> None:
    tiny, one, two, four = markers
    if tiny is not None and size < 16:
        out.append(tiny + size)
    elif size < 1 << 8:
        out += struct.pack(">BB", one, size)
    elif size < 1 << 16:
        out += struct.pack(">BH", two, size)
    else:
        out += struct.pack(">BI", four, size)


def unpack(raw: bytes) -> Any:
    r"""Return the value that some bytes of PackStream stand for.

    Raises:
        WireError: They stand for none, or for more than one.

    >>> unpack(b'\xa1\x81a\x93\x01\xc0\xc3')
    {'a': [1, None, True]}
    """
    reader = _Reader(raw)
    try:
        value = reader.value(0)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise WireError("a message ends too early, or its text is no UTF-8") from error
    if reader.at != len(raw):
        raise WireError("a message goes on after its end")
    return value


_FIXED: Final[dict[int, tuple[str, int]]] = {
    0xC1: (">d", 8), 0xC8: (">b", 1), 0xC9: (">h", 2), 0xCA: (">i", 4), 0xCB: (">q", 8),
}  # fmt: skip
_CONSTANTS: Final = {0xC0: None, 0xC2: False, 0xC3: True}
_SIZED: Final = {
    0xD0: ("text", ">B", 1), 0xD1: ("text", ">H", 2), 0xD2: ("text", ">I", 4),
    0xCC: ("raw", ">B", 1), 0xCD: ("raw", ">H", 2), 0xCE: ("raw", ">I", 4),
    0xD4: ("items", ">B", 1), 0xD5: ("items", ">H", 2), 0xD6: ("items", ">I", 4),
    0xD8: ("pairs", ">B", 1), 0xD9: ("pairs", ">H", 2), 0xDA: ("pairs", ">I", 4),
}  # fmt: skip
_TINY: Final = {0x80: "text", 0x90: "items", 0xA0: "pairs", 0xB0: "structure"}


class _Reader:
    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.at = 0

    def take(self, size: int) -> bytes:
        if self.at + size > len(self.raw):
            raise IndexError
        self.at += size
        return self.raw[self.at - size : self.at]

    def value(self, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise WireError(f"a value is nested more than {MAX_DEPTH} deep")
        marker = self.take(1)[0]
        if marker < 0x80:
            return marker
        if marker >= 0xF0:
            return marker - 0x100
        if marker in _CONSTANTS:
            return _CONSTANTS[marker]
        if marker in _FIXED:
            form, size = _FIXED[marker]
            return struct.unpack(form, self.take(size))[0]
        if marker in _SIZED:
            kind, form, size = _SIZED[marker]
            return self.sized(kind, struct.unpack(form, self.take(size))[0], depth)
        if marker & 0xF0 in _TINY:
            return self.sized(_TINY[marker & 0xF0], marker & 0x0F, depth)
        raise WireError(f"0x{marker:02X} begins no value")

    def sized(self, kind: str, size: int, depth: int) -> Any:
        if kind == "text":
            return self.take(size).decode("utf-8")
        if kind == "raw":
            return self.take(size)
        if size > len(self.raw) - self.at:  # each item takes a byte at least
            raise IndexError
        if kind == "items":
            return [self.value(depth + 1) for _ in range(size)]
        if kind == "pairs":
            return {self.value(depth + 1): self.value(depth + 1) for _ in range(size)}
        tag = self.take(1)[0]
        return Structure(tag, tuple(self.value(depth + 1) for _ in range(size)))


# Messages ---------------------------------------------------------------------------------------------


class Wire:
    """One connection: whole messages in both directions; what is written waits until `flush`.

    Args:
        link: The socket, after the handshake.
        limit: The longest message that is taken, in bytes.
    """

    def __init__(self, link: socket.socket, limit: int) -> None:
        self.socket = link
        self.limit = limit
        self._in = bytearray()
        self._out = bytearray()
        self._waiting: list[bytes] = []

    def read(self) -> bytes:
        """Return the next message, waiting for it.

        Raises:
            ConnectionError: The other side has ended.
            WireError: The message is longer than is taken.
        """
        while (message := self.next()) is None:
            self.fill()
        return message

    def next(self) -> bytes | None:
        """Return the next message if it is here."""
        if self._waiting:
            return self._waiting.pop(0)
        return self._cut()

    def find(self, wanted: Callable[[bytes], bool]) -> bool:
        """Whether one of the messages that are here already is *wanted*; none is taken."""
        while (message := self._cut()) is not None:
            self._waiting.append(message)
        return any(map(wanted, self._waiting))

    def fill(self) -> None:
        """Wait for some bytes and keep them."""
        raw = self.socket.recv(_READ)
        if not raw:
            raise ConnectionError
        self._in += raw
        if len(self._in) > 2 * self.limit + _READ:
            raise WireError(f"a message has more than {self.limit} bytes")

    def _cut(self) -> bytes | None:
        """Take one message out of the bytes that are here; empty chunks between messages only say 'still here'."""
        while self._in[:2] == b"\0\0":
            del self._in[:2]
        at, total = 0, 0
        parts: list[bytes] = []
        while len(self._in) >= at + 2:
            size = int.from_bytes(self._in[at : at + 2], "big")
            if size == 0:
                del self._in[: at + 2]
                return b"".join(parts)
            total += size
            if total > self.limit:
                raise WireError(f"a message has more than {self.limit} bytes")
            parts.append(bytes(self._in[at + 2 : at + 2 + size]))
            at += 2 + size
        return None

    def write(self, message: bytes) -> None:
        """Keep a message for sending, and send when much is kept."""
        for start in range(0, len(message), _CHUNK):
            part = message[start : start + _CHUNK]
            self._out += len(part).to_bytes(2, "big") + part
        self._out += b"\0\0"
        if len(self._out) > _READ:
            self.flush()

    def flush(self) -> None:
        """Send what was written."""
        if self._out:
            self.socket.sendall(self._out)
            self._out.clear()

    def close(self) -> None:
        """End the connection."""
        self.socket.close()
