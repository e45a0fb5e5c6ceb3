"""Move a generation from one place to another, a folder or an archive: every file by its size and hash, or none.

What moves are the files of the database, the snapshot and the history. The files that readers rewrite
(`sealing.OF_READERS`) stay behind; the engine makes them anew.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import IO, Any, Final

from pathway_graph.errors import StoreError, StoreUnavailable
from pathway_graph.files import disk
from pathway_graph.stores import history_files
from pathway_graph.stores.embedded import sealing
from pathway_graph.stores.embedded.generations import Generations, flush_folder
from pathway_graph.stores.snapshot import open_parts

Files = Mapping[str, list[Any]]
"""Name below the generation, with ``/`` -> size in bytes and hash."""
Told = Callable[[str, int, int], None]
_NAME: Final = re.compile(
    rf"{sealing.SNAPSHOT}|(?:{sealing.GRAPH}|{history_files.FOLDER})/(?!\.)[\w.~%+=\-]+", re.ASCII
)
_BLOCK: Final = 1 << 20
_OWN: Final = ("format", "seal", "replaces", "published", "pulled", "moved")
"""What a generation says of its own place, which does not move."""


class Gone(Exception):
    """A file went while it was being read: its generation was replaced."""


def files_of(generation: Path, known: Mapping[str, Any]) -> dict[str, list[Any]]:
    """List what moves of a sound generation; a snapshot that is damaged stays behind where there is a database.

    Args:
        generation: Its folder.
        known: What it says of itself, after `sealing.check`.

    Raises:
        StoreUnavailable: There is only a snapshot, and it is damaged.
        OSError: A file cannot be read.
    """
    files = {f"{sealing.GRAPH}/{name}": list(entry) for name, entry in sorted(known["files"].items())}
    snapshot = generation / sealing.SNAPSHOT
    if open_parts(snapshot, str(known["stamp"])) is not None:
        files[sealing.SNAPSHOT] = sized(snapshot)
    elif sealing.is_unbuilt(known):
        raise sealing.damaged(generation, [f"{snapshot} is damaged"])
    folder = generation / history_files.FOLDER
    names = sorted(os.listdir(folder)) if folder.is_dir() else []
    return files | {f"{history_files.FOLDER}/{name}": sized(folder / name) for name in names}


def facts_of(known: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a generation says of its content, without what it says of its place."""
    return {key: value for key, value in known.items() if key not in _OWN}


def sized(file: Path) -> list[Any]:
    """Return size and hash of a file.

    Raises:
        OSError: It cannot be read.
    """
    with file.open("rb") as content:
        return sized_content(content)


def sized_content(content: IO[bytes]) -> list[Any]:
    """Return size and hash of what can be read."""
    state, size = hashlib.blake2b(digest_size=16), 0
    while block := content.read(_BLOCK):
        state.update(block)
        size += len(block)
    return [size, state.hexdigest()]


def require_listed(files: object, where: str) -> dict[str, list[Any]]:
    """Make sure that a list of files that came from elsewhere is one, and names nothing outside a generation.

    Raises:
        StoreUnavailable: It is not.
    """
    if isinstance(files, dict) and files and all(
        _NAME.fullmatch(str(name)) and isinstance(entry, list) and [type(one) for one in entry] == [int, str]
        for name, entry in files.items()
    ):  # fmt: skip
        return files
    raise StoreUnavailable(f"{where} is damaged: its list of files is none", hint="take another copy")


def copy_files(opened: Callable[[str], IO[bytes]], target: Path, files: Files, told: Told | None = None) -> None:
    """Write all *files* below *target*, push them to the disk, and compare what then is there with their hashes.

    Args:
        opened: Opens one of them for reading.
        target: A folder of the caller's own.
        files: What to copy, with what it must be.
        told: Told how many are done.

    Raises:
        Gone: One is not there any more.
        StoreUnavailable: One is not what it should be, there or here.
        OSError: The system refuses.
    """
    for number, (name, entry) in enumerate(files.items()):
        if told is not None:
            told("files", number, len(files))
        (target / name).parent.mkdir(exist_ok=True)
        if _copy(opened, name, target / name) != entry:
            raise StoreUnavailable(f"{name} is damaged: its content is not what was stored", hint="take another copy")
    for folder in {target, *((target / name).parent for name in files)}:
        flush_folder(folder)
    for name, entry in files.items():
        if sized(target / name) != entry:
            raise StoreError(f"{target / name} was not written as it is", hint="check that disk, and try again")


def adopt(
    generations: Generations,
    opened: Callable[[str], IO[bytes]],
    facts: Mapping[str, Any],
    files: Files,
    told: Told | None = None,
) -> None:
    """Make a copy the current generation of a store, whose lock the caller holds; whole, or the store stays as it was.

    Args:
        generations: The store.
        opened: Opens a file of what is copied.
        facts: What the copy is to say of itself.
        files: What it consists of.
        told: Told how far that is.

    Raises:
        Gone: What is copied was replaced meanwhile.
        StoreUnavailable: It is damaged.
        StoreError: The disk refuses.
    """
    current = current_of(generations)
    generations.sweep(keep=current)
    generation = generations.begin()
    try:
        copy_files(opened, generation, files, told)
        generations.publish(generation, facts_of(facts) | dict(facts.get("moved", {})), replaced=current)
    except OSError as error:
        raise StoreError(
            f"{generations.root} is unchanged: {disk.reason(error)}",
            hint=disk.way_out(error, generations.root, needed_mb=1 + sum(size for size, _ in files.values()) // 10**6),
        ) from error
    finally:
        generations.sweep(keep=current_of(generations))


def current_of(generations: Generations) -> Path | None:
    """Return the current generation of a store; None where there is none, or its pointer is damaged."""
    try:
        return generations.find()
    except StoreUnavailable:
        return None


def from_folder(folder: Path) -> Callable[[str], IO[bytes]]:
    """Return what opens the files of a folder, for `copy_files`."""
    return lambda name: (folder / name).open("rb")


def is_gone(error: OSError) -> bool:
    """Whether a file is not there any more, also as a network drive says it."""
    return error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ESTALE)


def _copy(opened: Callable[[str], IO[bytes]], name: str, target: Path) -> list[Any]:
    state, size = hashlib.blake2b(digest_size=16), 0
    try:
        source = opened(name)
    except OSError as error:
        if is_gone(error):
            raise Gone(name) from error
        raise
    with source, target.open("xb") as new:
        for block in _blocks(source, name):
            state.update(block)
            size += len(block)
            new.write(block)
        new.flush()
        os.fsync(new.fileno())
    return [size, state.hexdigest()]


def _blocks(source: IO[bytes], name: str) -> Iterable[bytes]:
    while True:
        try:
            block = source.read(_BLOCK)
        except OSError as error:
            if is_gone(error):
                raise Gone(name) from error
            raise
        if not block:
            return
        yield block
