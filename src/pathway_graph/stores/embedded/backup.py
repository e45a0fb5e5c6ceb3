"""A backup: one archive with all that a store holds, its history and saved questions, every file with its hash.

``backup.json`` comes first and lists the rest with size and hash, in the order in which it follows. A backup is
written whole or not at all, read back and compared before it counts; a store is restored in one step, like a load.
"""

from __future__ import annotations

import io
import json
import sys
import tarfile
import time
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import IO, Any, Final, cast

from pathway_graph.errors import MissingPackage, StoreError, StoreUnavailable
from pathway_graph.files import disk
from pathway_graph.files.atomic import write_whole
from pathway_graph.stores import history_files
from pathway_graph.stores.embedded import sealing, transfer
from pathway_graph.stores.embedded.generations import SHARED, Generations
from pathway_graph.stores.embedded.transfer import Told
from pathway_graph.stores.questions import FOLDER as QUESTIONS
from pathway_graph.stores.questions import Questions
from pathway_graph.stores.times import now
from pathway_graph.text.counts import how_many

FORMAT: Final = 1
LAST: Final = "last-backup.json"
"""File of a store that says when it was backed up last, for `doctor`."""
_HEAD: Final = "backup.json"
_HEAD_BYTES: Final = 50_000_000
_ATTEMPTS: Final = 5
_BROKEN: Final = (EOFError, zlib.error, tarfile.TarError, ValueError)
_KINDS: Final = {".tar.gz": "gz", ".tgz": "gz", ".tar": "", ".tar.zst": "zst"}


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds: when it was made, by which version, its data sets, loads recorded, questions, bytes."""

    time: str
    program: str
    sources: tuple[str, ...]
    loads: int
    questions: int
    size: int

    @classmethod
    def of(cls, head: Mapping[str, Any]) -> Backup:
        """Return what a backup says of itself."""
        size = sum(size for size, _ in head["files"].values())
        sources = tuple(map(str, head["facts"]["sources"]))
        return cls(head["time"], head["program"], sources, int(head["loads"]), len(head["questions"]), size)


def backup(store: Path, file: Path, *, replace: bool = False, told: Told | None = None) -> Backup:
    """Write all that a store holds into one archive, and read it back.

    Args:
        store: Its folder.
        file: The archive, ``.tar.gz``, ``.tar`` or, from Python 3.14 on, ``.tar.zst``.
        replace: Replace a file that is there.
        told: Told how far that is.

    Raises:
        StoreUnavailable: The store cannot be read, or is damaged.
        StoreError: The file is there, or the disk refuses; what was there stays.
    """
    _kind(file)
    if file.exists() and not replace:
        raise StoreError(f"{file} is there already", hint="name another file, or say --replace")
    generations = Generations(store)
    for _ in range(_ATTEMPTS):
        generation = generations.current()
        try:
            questions = {one.name: one.read_bytes() for one in Questions(store / QUESTIONS).files()}
            head = _head(generation, questions)
            write_whole(file, partial(_write, file=file, generation=generation, head=head, asked=questions, told=told))
        except transfer.Gone as error:
            if generation.is_dir():
                raise StoreUnavailable(f"{generation / str(error)} is missing") from error
        except StoreUnavailable:
            if generation.is_dir():  # else a load replaced it while it was being read
                raise
        except OSError as error:
            raise StoreError(
                f"{file} cannot be written: {disk.reason(error)}", hint=disk.way_out(error, file.parent)
            ) from error
        else:
            _remember(generations.root, file)
            return Backup.of(head)
    raise StoreUnavailable(f"{store} is replaced over and over", hint="try again when the loads have ended")


def restore(
    file: Path, store: Path, *, replace: bool = False, wait_s: float = 60.0, told: Told | None = None
) -> Backup:
    """Make a store hold what a backup holds, history and questions among it; every file is compared with its hash.

    Args:
        file: The archive.
        store: The folder of the store; made where it is not there.
        replace: Replace what the store holds.
        wait_s: How long to wait for a load of it, in seconds.
        told: Told how far that is.

    Raises:
        StoreUnavailable: The backup is damaged or of a newer version, or the store holds something. Nothing is changed.
        StoreError: The disk refuses. Nothing is changed.
    """
    generations = Generations(store)
    with _Reader(file) as reader, generations.locked(wait_s):
        current = transfer.current_of(generations) if replace else generations.find()
        if current is not None and not replace:
            names = ", ".join(map(str, generations.about(current).get("sources", [])[:10]))
            raise StoreUnavailable(
                f"{store} holds something: {names or 'no data set'}",
                hint="give another place with --store, or say --replace: what it holds goes",
            )
        head = reader.head
        transfer.adopt(generations, reader.open, head["facts"], head["files"], told)
        _put_questions(reader, store, head["questions"], replace)
    return Backup.of(head)


def verify(file: Path, told: Told | None = None) -> Backup:
    """Read all of a backup and compare it with its hashes; nothing is written.

    Raises:
        StoreUnavailable: It is damaged, or of a newer version.
    """
    with _Reader(file) as reader:
        asked = {f"{QUESTIONS}/{name}": entry for name, entry in reader.head["questions"].items()}
        names = list({**reader.head["files"], **asked}.items())
        for number, (name, entry) in enumerate(names):
            if told is not None:
                told("files compared", number, len(names))
            with reader.open(name) as content:
                if transfer.sized_content(content) != entry:
                    raise _damaged(file, f"{name} is not what was stored")
        return Backup.of(reader.head)


def last_backup(root: Path) -> str:
    """Say when a store was backed up last and where to; empty where that is not known."""
    try:
        said = json.loads((root / LAST).read_text(encoding="utf-8"))
        days = (time.time() - (root / LAST).stat().st_mtime) / 86_400
        return f"{said['time']}, {how_many(round(days), 'day')} ago, to {said['file']}"
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _remember(root: Path, file: Path) -> None:
    """Note when a store was backed up; a share, to which nothing is written, and one that is not ours go without."""
    if not (root / SHARED).exists():
        with suppress(OSError):
            write_whole(root / LAST, json.dumps({"time": now(), "file": str(file.resolve())}).encode())


# Writing ----------------------------------------------------------------------------------------------


def _head(generation: Path, questions: Mapping[str, bytes]) -> dict[str, Any]:
    known = sealing.check(generation, thoroughly=True)
    head = {
        "format": FORMAT, "what": "a backup of a pathway-graph store", "time": now(),
        "program": metadata.version("pathway-graph"), "facts": transfer.facts_of(known),
        "files": transfer.files_of(generation, known), "loads": len(history_files.read_history(generation).loads),
        "questions": {name: transfer.sized_content(io.BytesIO(packed)) for name, packed in questions.items()},
    }  # fmt: skip
    return head | {"seal": sealing.seal_of(head)}


def _write(
    draft: Path, file: Path, generation: Path, head: Mapping[str, Any], asked: Mapping[str, bytes], told: Told | None
) -> None:
    packed_head = json.dumps(head).encode()
    with _archive(draft, f"w:{_kind(file)}") as archive:
        _add(archive, _HEAD, io.BytesIO(packed_head), len(packed_head))
        for number, (name, (size, _)) in enumerate(head["files"].items()):
            if told is not None:
                told("files", number, len(head["files"]))
            try:
                content = (generation / name).open("rb")
            except FileNotFoundError as error:
                raise transfer.Gone(name) from error
            with content:
                _add(archive, name, content, size)
        for name, packed in asked.items():
            _add(archive, f"{QUESTIONS}/{name}", io.BytesIO(packed), len(packed))
    verify(draft)


def _add(archive: tarfile.TarFile, name: str, content: IO[bytes], size: int) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = size, 0o644, int(time.time())
    archive.addfile(entry, content)


def _kind(file: Path) -> str:
    """Return how an archive is compressed, by its name.

    Raises:
        StoreError: It has another ending.
        MissingPackage: This Python cannot do it.
    """
    for ending, kind in _KINDS.items():
        if file.name.lower().endswith(ending):
            if kind == "zst" and sys.version_info < (3, 14):
                raise MissingPackage("Python 3.14", hint="name a file that ends in .tar.gz")
            return kind
    raise StoreError(f"{file.name!r} is no name of a backup", hint="let it end in .tar.gz")


def _archive(file: Path, mode: Any) -> tarfile.TarFile:
    return tarfile.open(file, mode)


# Reading ----------------------------------------------------------------------------------------------


class _Reader:
    """A backup that is read once, from its beginning to its end."""

    def __init__(self, file: Path) -> None:
        self.file = file
        if file.name.lower().endswith(".zst"):
            _kind(file)  # a Python that cannot read it is no damage of the file
        try:
            if not file.name.lower().endswith(tuple(_KINDS)) and not tarfile.is_tarfile(file):
                raise StoreUnavailable(f"{file} is no backup", hint="name a file that `pathway-graph backup` wrote")
            self._tar = _archive(file, "r|*")
            self._members = iter(self._tar)
            with self.open(_HEAD) as content:
                found = content.read(_HEAD_BYTES)
            self.head = _require_head(json.loads(found), file)
        except _BROKEN as error:
            raise _damaged(file, f"it cannot be read ({error})") from error
        except OSError as error:
            raise StoreUnavailable(f"{file} cannot be read: {disk.reason(error)}", hint="name a backup") from error

    def __enter__(self) -> _Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self._tar.close()

    def open(self, name: str) -> IO[bytes]:
        """Open the next file of the archive, which must be called so.

        Raises:
            StoreUnavailable: It is another, or cannot be read.
        """
        try:
            entry = next(self._members, None)
            content = self._tar.extractfile(entry) if entry is not None and entry.isreg() else None
        except (*_BROKEN, OSError) as error:
            raise _damaged(self.file, f"it breaks off before {name} ({error})") from error
        if entry is None or content is None or entry.name != name:
            raise _damaged(self.file, f"{name} is missing")
        return cast(IO[bytes], _Checked(content, self.file))


class _Checked(io.RawIOBase):
    """A file of an archive whose damage is told as such."""

    def __init__(self, content: IO[bytes], file: Path) -> None:
        super().__init__()
        self._content, self._file = content, file

    def read(self, size: int = -1) -> bytes:
        try:
            return self._content.read(size)
        except (*_BROKEN, OSError) as error:
            raise _damaged(self._file, f"it breaks off ({error})") from error


def _require_head(head: Any, file: Path) -> dict[str, Any]:
    if not isinstance(head, dict) or type(head.get("format")) is not int:
        raise _damaged(file, "it is no backup of a store")
    if head["format"] > FORMAT or head.get("facts", {}).get("format", 0) > sealing.FORMAT:
        raise StoreUnavailable(f"{file} was made by a newer version, {head.get('program')}", hint="install that")
    if head.get("seal") != sealing.seal_of({key: value for key, value in head.items() if key != "seal"}):
        raise _damaged(file, f"{_HEAD} is not what was written")
    transfer.require_listed(head["files"], str(file))
    return head


def _put_questions(reader: _Reader, store: Path, listed: Mapping[str, Any], replace: bool) -> None:
    """Put back the saved questions, but not in the place of others unless asked to."""
    questions = Questions(store / QUESTIONS)
    for name, entry in listed.items():
        with reader.open(f"{QUESTIONS}/{name}") as content:
            packed = content.read()
        if transfer.sized_content(io.BytesIO(packed)) != entry:
            raise _damaged(reader.file, f"the saved question {name} is not what was stored; all else is restored")
        questions.put_back(name, packed, replace=replace)


def _damaged(file: Path, what: str) -> StoreUnavailable:
    return StoreUnavailable(f"{file} is damaged: {what}", hint="take another backup")
