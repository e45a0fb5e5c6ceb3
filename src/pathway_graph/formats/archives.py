"""Open what a user names: files, folders, compressed files and archives, one member at a time, with caps on size."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Any

from pathway_graph.errors import InputError, Problem
from pathway_graph.formats.raw import Decoded, shown_path

MAX_BYTES = 1 << 30
"""Largest file or member read, uncompressed."""
MAX_TOTAL = 16 << 30
"""Most that one archive may hold, uncompressed."""
MAX_RATIO = 400
"""Most that a compressed file may grow: real pathway files grow 5 to 60 times."""
RATIO_FROM = 16 << 20
"""Size from which the ratio counts."""
MAX_MEMBERS = 200_000
_CHUNK = 1 << 20
_TARS = (".tar", ".tar.gz", ".tgz", ".tar.xz", ".txz", ".tar.bz2", ".tbz2")
_BROKEN = (EOFError, OSError, lzma.LZMAError, zlib.error, tarfile.TarError, zipfile.BadZipFile, NotImplementedError)

Opened = Decoded | Path | InputError
"""The content of a file, a folder of YAML files that is one data set, or why something cannot be read."""


def opened(path: Path) -> Iterator[Opened]:
    """Yield everything in a file, folder or archive, in order of names; what cannot be read as an `InputError`.

    Members of an archive are read one after the other and never unpacked to disk.
    """
    try:
        if path.is_dir():
            yield from _folder(path)
        elif not path.exists():
            hint = "the link leads nowhere or in a circle" if path.is_symlink() else "check the path"
            yield _wrong(shown_path(path), "there is no such file", hint)
        elif not path.is_file():
            yield _wrong(shown_path(path), "this is neither a file nor a folder", "check the path")
        else:
            yield from _file(path)
    except OSError as error:
        yield _wrong(
            shown_path(path), f"cannot be read: {error.strerror or error}", "check the path and its permissions"
        )


def _folder(path: Path) -> Iterator[Opened]:
    if path.name.endswith(".neo4j") or {"import.sh", "schema.cypher"} <= {one.name for one in path.iterdir()}:
        hint = "import.sh in it gives them to a server; to have a file that comes back, export .json or .yaml"
        yield _wrong(shown_path(path), "these are CSV files for neo4j-admin: written only, not read", hint)
        return
    found = False
    for folder, names, files in os.walk(path):
        names[:] = sorted(name for name in names if not name.startswith("."))
        here = Path(folder)
        yaml = [name for name in files if name.endswith((".yaml", ".yml"))]
        if yaml:
            found = True
            yield here
        for name in sorted(set(files) - set(yaml)):
            if not name.startswith("."):
                found = True
                yield from opened(here / name)
    if not found:
        yield _wrong(shown_path(path), "the folder holds no file", "name a file or another folder")


def _file(path: Path) -> Iterator[Opened]:
    name, shown = path.name.lower(), shown_path(path)
    with path.open("rb") as file:
        if name.endswith(_TARS):
            yield from _tar(file, shown)
        elif name.endswith(".zip"):
            yield from _zip(file, shown)
        else:
            yield _plain(file, shown, shown_path(path.name))


def _plain(file: IO[bytes], shown: str, name: str) -> Opened:
    try:
        return Decoded(shown, name, _bounded(_decompressed(file)))
    except _TooBig as error:
        return _wrong(shown, str(error), "split it, or check where it comes from")
    except _BROKEN as error:
        return _wrong(shown, f"{_reason(error)} near byte {_position(file)}", "it seems to be cut off or damaged")


def _tar(file: IO[bytes], shown: str) -> Iterator[Opened]:
    stream: Any = _Capped(_decompressed(file), file, MAX_TOTAL)
    count = 0
    try:
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for member in archive:
                count += 1
                if count > MAX_MEMBERS:
                    raise _TooBig(f"more than {MAX_MEMBERS} members")
                if member.isdir():
                    continue
                label = f"{shown}!{shown_path(member.name)}"
                problem = _unsafe(member.name) or ("" if member.isreg() else "it is a link or a device, not a file")
                if problem:
                    yield _wrong(label, problem, "pack the files themselves, by their own names")
                elif not _is_hidden(member.name):
                    content = archive.extractfile(member)
                    assert content is not None  # regular files have content
                    yield _member(content, label, member.name, member.size)
    except _TooBig as error:
        yield _wrong(shown, str(error), "split it, or check where it comes from")
    except _BROKEN as error:
        where = f"{_reason(error)} near byte {_position(file)}, after {count} members"
        yield _wrong(shown, where, "the archive seems to be cut off or damaged")
    else:
        if not count:
            yield _wrong(shown, "the archive is empty", "give an archive with files")


def _zip(file: IO[bytes], shown: str) -> Iterator[Opened]:
    try:
        with zipfile.ZipFile(file) as archive:
            members = sorted((info for info in archive.infolist() if not info.is_dir()), key=lambda info: info.filename)
            if len(members) > MAX_MEMBERS or sum(info.file_size for info in members) > MAX_TOTAL:
                raise _TooBig("it holds more than an archive may")
            for info in members:
                label = f"{shown}!{shown_path(info.filename)}"
                grows = info.file_size > MAX_RATIO * max(info.compress_size, 1) and info.file_size > RATIO_FROM
                problem = _unsafe(info.filename) or ("it grows too much when unpacked" if grows else "")
                problem = problem or ("it is encrypted" if info.flag_bits & 1 else "")
                if problem:
                    yield _wrong(label, problem, "pack the files themselves, by their own names")
                elif not _is_hidden(info.filename):
                    with archive.open(info) as content:
                        yield _member(content, label, info.filename, info.file_size)
    except _TooBig as error:
        yield _wrong(shown, str(error), "split it, or check where it comes from")
    except (*_BROKEN, RuntimeError, ValueError) as error:
        yield _wrong(shown, _reason(error), "the archive seems to be cut off or damaged")


def _member(content: IO[bytes], label: str, name: str, size: int) -> Opened:
    if name.lower().endswith((*_TARS, ".zip")):
        return _wrong(label, "an archive within an archive is not opened", "unpack the outer one first")
    if size > MAX_BYTES:
        return _wrong(label, f"it has {size / 1e6:.0f} MB; the limit is {MAX_BYTES / 1e6:.0f} MB", "split it")
    try:
        data = _bounded(content)
        data = _bounded(_decompressed(io.BytesIO(data)))
    except _TooBig as error:
        return _wrong(label, str(error), "split it, or check where it comes from")
    except _BROKEN as error:
        return _wrong(label, _reason(error), "it seems to be cut off or damaged")
    return Decoded(label, shown_path(PurePosixPath(name).name), data)


def _decompressed(file: IO[bytes]) -> Any:
    """Return a file unpacked, whatever its name says: servers and browsers drop endings."""
    head = file.read(6)
    file.seek(0)
    for magic, reader in _READERS:
        if head.startswith(magic):
            return _Capped(reader(file), file, MAX_TOTAL)
    return file


_READERS: tuple[tuple[bytes, Callable[[IO[bytes]], Any]], ...] = (
    (b"\x1f\x8b", lambda file: gzip.GzipFile(fileobj=file)),
    (b"\xfd7zXZ\0", lzma.LZMAFile),
    (b"BZh", bz2.BZ2File),
)
"""How compressed files begin, and what reads them."""


class _TooBig(Exception):
    """More than a cap allows."""


class _Capped:
    """A stream that stops where it grows beyond a cap or a ratio."""

    def __init__(self, stream: Any, packed: IO[bytes], limit: int) -> None:
        self._stream, self._packed, self._limit, self._given = stream, packed, limit, 0

    def read(self, size: int = -1) -> bytes:
        data: bytes = self._stream.read(_CHUNK if size < 0 else size)
        self._given += len(data)
        if self._given > self._limit:
            raise _TooBig(f"it unpacks to more than {self._limit / 1e9:.0f} GB")
        if self._given > RATIO_FROM and self._given > MAX_RATIO * max(_position(self._packed), 1):
            raise _TooBig(f"it grows more than {MAX_RATIO} times when unpacked")
        return data


def _bounded(stream: Any) -> bytes:
    parts, size = [], 0
    while data := stream.read(_CHUNK):
        size += len(data)
        if size > MAX_BYTES:
            raise _TooBig(f"it has more than {MAX_BYTES / 1e6:.0f} MB")
        parts.append(data)
    return b"".join(parts)


def _unsafe(name: str) -> str:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if name.startswith(("/", "\\")) or ".." in parts or (parts and parts[0][1:2] == ":"):
        return "its name leads out of the archive"
    return ""


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) and part != "." for part in PurePosixPath(name).parts)


def _position(file: IO[bytes]) -> int:
    try:
        return file.tell()
    except (OSError, ValueError):
        return 0


def _reason(error: BaseException) -> str:
    return f"cannot be unpacked: {str(error) or type(error).__name__}"


def _wrong(shown: str, message: str, hint: str) -> InputError:
    return InputError([Problem(shown, 0, message, hint)])
