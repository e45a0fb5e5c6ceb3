"""A packed file: named sections of bytes, read piece by piece, in which no damaged byte passes for an answer.

::

    magic       16 bytes
    sections    one after the other
    head        JSON: {"stamp", "sections": {name: [offset, length]}, "hashes": one per block of the sections}
    trailer     offset and length of the head (8 bytes each, little-endian), and its hash

Every block of 64 KB is hashed when it is first read, so that a question pays for what it reads and for nothing else.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
import sys
import threading
import weakref
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import IO, Final, Generic, TypeVar

from pathway_graph.files.atomic import write_whole

V = TypeVar("V")

MAGIC: Final = b"pathway-graph 1\n"
BLOCK: Final = 64 * 1024
_HASH: Final = 16
_NUMBERS: Final = {"byteorder": sys.byteorder, "bytes_per_number": array("Q").itemsize}
"""Numbers are written as this machine holds them: a file of another kind of machine is refused."""
_TRAILER: Final = struct.Struct(f"<QQ{_HASH}s")


class Unusable(Exception):
    """A packed file is missing, damaged, or holds something else."""


class PackedWriter:
    """Write the sections of a packed file, one after the other.

    Args:
        file: Where to; it is empty.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._sections: dict[str, tuple[int, int]] = {}
        self._hashes: list[bytes] = []
        self._block = bytearray()
        self._offset = len(MAGIC)
        file.write(MAGIC)

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        """Add a section: *pieces*, one after the other."""
        begun = self._offset
        for piece in pieces:
            self._block += piece
            self._offset += len(piece)
            while len(self._block) >= BLOCK:
                self._flush(BLOCK)
        self._sections[name] = (begun, self._offset - begun)

    def add_items(self, name: str, items: Iterable[bytes], keys: Iterable[str] | None = None) -> None:
        """Add a section of *items* that `PackedFile.items` reads one by one, or by their *keys* with `Table`."""
        lengths: list[int] = []

        def counted() -> Iterator[bytes]:
            for item in items:
                lengths.append(len(item))
                yield item

        self.add(name, counted())
        self._add_places(name, lengths, None if keys is None else list(map(hash_of, keys)))

    def add_changed(
        self,
        name: str,
        before: PackedFile,
        places: Sequence[int | None],
        items: Iterable[bytes],
        keys: Iterable[str] | None = None,
    ) -> None:
        """Add a section as `add_items` does, taking over from another file what did not change.

        Args:
            name: The section, here and there.
            before: The other file.
            places: Of each item, its place in the other file; None for one that comes anew.
            items: Those that come anew.
            keys: Their keys, if the section has any.
        """
        offsets = memoryview(before.section(f"{name}/offsets")).cast("Q")
        content = before.section(name)
        lengths: list[int] = []
        fresh = iter(items)

        def pieces() -> Iterator[bytes]:
            start = end = 0  # the run of items that lie behind each other there too
            for place in places:
                if place is None or offsets[place] != end or end - start > BLOCK:
                    yield content[start:end]
                    start = end = 0 if place is None else offsets[place]
                if place is None:
                    item = next(fresh)
                    lengths.append(len(item))
                    yield item
                else:
                    lengths.append(offsets[place + 1] - offsets[place])
                    end = offsets[place + 1]
            yield content[start:end]

        self.add(name, pieces())
        hashes = None
        if keys is not None:
            known = [0] * (len(offsets) - 1)
            of_items = memoryview(before.section(f"{name}/hashes")).cast("Q")
            for number, place in zip(of_items, memoryview(before.section(f"{name}/places")).cast("Q"), strict=True):
                known[place] = number
            new = map(hash_of, keys)
            hashes = [next(new) if place is None else known[place] for place in places]
        self._add_places(name, lengths, hashes)

    def _add_places(self, name: str, lengths: list[int], hashes: list[int] | None) -> None:
        """Say where each item of a section begins, and where those of each key are."""
        self.add(f"{name}/offsets", [array("Q", accumulate(lengths, initial=0)).tobytes()])
        if hashes is not None:
            order = sorted(range(len(hashes)), key=hashes.__getitem__)
            self.add(f"{name}/hashes", [array("Q", map(hashes.__getitem__, order)).tobytes()])
            self.add(f"{name}/places", [array("Q", order).tobytes()])

    def close(self, stamp: str) -> None:
        """Write the head; *stamp* says of what content and of which version of the program the sections are."""
        self._flush(len(self._block))
        about = {"stamp": stamp, "sections": self._sections, "hashes": b"".join(self._hashes).hex(), **_NUMBERS}
        head = json.dumps(about).encode()
        self._file.write(head + _TRAILER.pack(self._offset, len(head), _hash(head)))

    def _flush(self, size: int) -> None:
        if size:
            block = bytes(self._block[:size])
            del self._block[:size]
            self._hashes.append(_hash(block))
            self._file.write(block)


def write_packed(
    target: Path, stamp: str | Callable[[], str], fill: Callable[[PackedWriter], object], *, is_private: bool = False
) -> None:
    """Write a packed file, whole or not at all; nobody but its owner reads one that *is_private*.

    Raises:
        OSError: The system refuses.
    """

    def content(draft: Path) -> None:
        with draft.open("wb") as file:
            writer = PackedWriter(file)
            fill(writer)
            writer.close(stamp if isinstance(stamp, str) else stamp())

    write_whole(target, content, is_private=is_private)


class PackedFile:
    """A packed file, open for reading until it is closed, or nothing refers to it any more; threads may share it.

    Args:
        file: Where it is.
        stamp: What it must be of.
        on_damage: Called with the file once a block proves damaged; what it returns is raised.
        of_any_version: The stamp of the file need only begin with *stamp*.

    Raises:
        Unusable: There is none, it is of another stamp, or its head is damaged.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "a.bin")
    ...     write_packed(file, "v1", lambda writer: writer.add("greeting", [b"good ", b"morning"]))
    ...     packed = PackedFile(file, "v1")
    ...     packed.section("greeting"), packed.piece("greeting", 5, 9)
    ...     packed.close()
    (b'good morning', b'morn')
    """

    def __init__(
        self,
        file: Path,
        stamp: str,
        on_damage: Callable[[Path], Exception] | None = None,
        *,
        of_any_version: bool = False,
    ) -> None:
        self.path = file
        self._on_damage = on_damage
        self._lock = threading.Lock()
        self._blocks: dict[int, bytes] = {}
        try:
            self._handle = os.open(file, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        except OSError as error:
            raise Unusable(str(error)) from error
        self.close = weakref.finalize(self, os.close, self._handle)
        try:
            self._sections, self._hashes, self._end = self._head(stamp, of_any_version)
        except BaseException:
            self.close()
            raise

    def _head(self, stamp: str, of_any_version: bool) -> tuple[Mapping[str, tuple[int, int]], bytes, int]:
        size = os.fstat(self._handle).st_size
        try:
            if self._read(0, len(MAGIC)) != MAGIC or size < len(MAGIC) + _TRAILER.size:
                raise Unusable("it is no packed file")
            offset, length, expected = _TRAILER.unpack(self._read(size - _TRAILER.size, _TRAILER.size))
            if offset + length + _TRAILER.size != size:
                raise Unusable("it has another length than was written")
            head = self._read(offset, length)
        except OSError as error:
            raise Unusable(str(error)) from error
        if len(head) != length or _hash(head) != expected:
            raise Unusable("its head is damaged")
        content = json.loads(head)
        is_wanted = content["stamp"].startswith(stamp) if of_any_version else content["stamp"] == stamp
        if not is_wanted or any(content[name] != value for name, value in _NUMBERS.items()):
            raise Unusable("it is of other content, or of another version")
        return {name: tuple(at) for name, at in content["sections"].items()}, bytes.fromhex(content["hashes"]), offset

    def _read(self, offset: int, length: int) -> bytes:
        """Return *length* bytes from *offset*, fewer at the end of the file; for one caller at a time."""
        os.lseek(self._handle, offset, os.SEEK_SET)
        pieces = []
        while length > 0 and (piece := os.read(self._handle, length)):
            pieces.append(piece)
            length -= len(piece)
        return b"".join(pieces)

    def __contains__(self, name: str) -> bool:
        return name in self._sections

    def length(self, name: str) -> int:
        """Return how many bytes a section has."""
        return self._sections[name][1]

    def section(self, name: str) -> bytes:
        """Return a whole section."""
        return self.piece(name, 0, self._sections[name][1])

    def piece(self, name: str, start: int, end: int) -> bytes:
        """Return a part of a section."""
        begun = self._sections[name][0] - len(MAGIC)
        first, last = (begun + start) // BLOCK, (begun + end - 1) // BLOCK
        if end <= start:
            return b""
        if first == last:
            at = begun + start - first * BLOCK
            return self._block(first)[at : at + end - start]
        whole = b"".join(self._many(first, last))
        at = begun + start - first * BLOCK
        return whole[at : at + end - start]

    def check(self) -> None:
        """Read and hash everything.

        Raises:
            Unusable: A block is damaged.
        """
        count = len(self._hashes) // _HASH
        with self._lock:
            content = self._read(len(MAGIC), self._end - len(MAGIC))
        for number in range(count):
            if _hash(content[number * BLOCK : (number + 1) * BLOCK]) != self._expected(number):
                raise Unusable("its content is not what was written")

    def _expected(self, number: int) -> bytes:
        return self._hashes[number * _HASH : (number + 1) * _HASH]

    def _block(self, number: int) -> bytes:
        block = self._blocks.get(number)
        if block is None:
            (block,) = self._many(number, number)
            self._blocks[number] = block
        return block

    def _many(self, first: int, last: int) -> list[bytes]:
        """Read blocks and compare each with its hash."""
        offset = len(MAGIC) + first * BLOCK
        with self._lock:
            content = self._read(offset, min(self._end, len(MAGIC) + (last + 1) * BLOCK) - offset)
        blocks = [content[at : at + BLOCK] for at in range(0, (last - first + 1) * BLOCK, BLOCK)]
        for number, block in enumerate(blocks, first):
            if _hash(block) != self._expected(number):
                raise (self._on_damage or _damaged)(self.path)
        return blocks


class Items(Generic[V]):
    """The items of a section of a packed file, each read when it is asked for.

    Args:
        packed: The file.
        name: The section.
        decode: Turns the bytes of an item into its value.
    """

    def __init__(self, packed: PackedFile, name: str, decode: Callable[[bytes], V]) -> None:
        self.packed, self.name, self.decode = packed, name, decode
        self._offsets = memoryview(packed.section(f"{name}/offsets")).cast("Q")

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, place: int) -> V:
        return self.decode(self.packed.piece(self.name, self._offsets[place], self._offsets[place + 1]))


class Table(Mapping[str, V]):
    """Values by key, each read when it is asked for, and remembered.

    Args:
        packed: The file.
        name: The section.
        decode: Turns the bytes of an item into its key and value.
    """

    def __init__(self, packed: PackedFile, name: str, decode: Callable[[bytes], tuple[str, V]]) -> None:
        self._items = Items(packed, name, decode)
        self._packed, self._name = packed, name
        self._known: dict[str, V] = {}
        self._is_whole = False

    def __getitem__(self, key: str) -> V:
        try:
            return self._known[key]
        except KeyError:
            if self._is_whole or not isinstance(key, str):
                raise
        wanted = hash_of(key)
        place = bisect_left(self._hashes, wanted)
        while place < len(self._hashes) and self._hashes[place] == wanted:
            found, value = self._items[self._places[place]]
            if found == key:
                self._known[key] = value
                return value
            place += 1
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole())

    def __len__(self) -> int:
        return len(self._items)

    def beginning(self, begun: str, most: int) -> list[str]:
        """Return the first keys that begin so, in their order; the section was written in order of its keys."""
        found, place = list[str](), bisect_left(self._items, begun, key=lambda item: item[0])
        while place < len(self._items) and len(found) < most:
            key, value = self._items[place]
            if not key.startswith(begun):
                break
            self._known[key] = value
            found.append(key)
            place += 1
        return found

    def _whole(self) -> dict[str, V]:
        if not self._is_whole:
            everything = dict(self._items[place] for place in range(len(self._items)))
            self._known = {key: self._known.get(key, value) for key, value in everything.items()}
            self._is_whole = True
        return self._known

    @cached_property
    def _hashes(self) -> memoryview[int]:
        return memoryview(self._packed.section(f"{self._name}/hashes")).cast("Q")

    @cached_property
    def _places(self) -> memoryview[int]:
        return memoryview(self._packed.section(f"{self._name}/places")).cast("Q")


def hash_of(key: str) -> int:
    """Return the number under which a key is sought; several may have one."""
    return zlib.crc32(key.encode("utf-8", "surrogatepass"))


def _hash(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=_HASH).digest()


def _damaged(file: Path) -> Exception:
    return Unusable(f"{file} is damaged")
