"""A store folder: one generation of the database, a pointer to it, and a lock for whoever replaces it.

::

    store/
      pathway-graph.lock   the lock, and the mark that the folder is ours
      CURRENT              name of the generation that readers open
      gen-3f9c0b7a41d2/    one complete database, never changed after it was published
        about.json         what it holds, with size and hash of every file
        graph/             the engine's files
        checked            a mark that the files were hashed and found right (`sealing`)

A load builds a new ``gen-…`` beside the current one and then replaces ``CURRENT`` in one step, so that a load
that dies at any moment leaves the store as it was; what it left lying about goes with the next load.

What may go is what can be accounted for: a generation without ``about.json`` was never finished; one that a draft of
the pointer (``CURRENT.…``, written before ``about.json``) names was never published; one that the current generation
says it replaced is old. A finished generation that is none of these lost its pointer: it is kept, and told.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pathway_graph.errors import StoreEmpty, StoreUnavailable
from pathway_graph.files import disk
from pathway_graph.stores.embedded import sealing

LOCK = "pathway-graph.lock"
POINTER = "CURRENT"
SHARED = "shared.json"
"""Marks a folder to which stores are published, see `share`; no load may change it."""
_GENERATION = re.compile(r"gen-[0-9a-f]{12}")
_DEBRIS = re.compile(r"(?:dead|gen)-[0-9a-f]{12}|CURRENT\.[0-9a-f]{12}")


class Generations:
    """The generations in one store folder.

    Args:
        root: The store folder. It need not exist before the first load.
    """

    def __init__(self, root: Path) -> None:
        self.root = Path(os.path.realpath(root))

    # Reading

    def current(self) -> Path:
        """Return the folder of the generation that readers open.

        Raises:
            StoreUnavailable: There is none, the folder is not a store, or the pointer is damaged.
        """
        found = self.find()
        if found is None:
            raise StoreEmpty(f"nothing is loaded in {self.root} yet", hint="run `pathway-graph load` first")
        return found

    def find(self) -> Path | None:
        """Return the folder of the current generation, or None where nothing was ever loaded.

        Raises:
            StoreUnavailable: The folder is not a store, or the pointer is damaged or lost.
        """
        name = self._pointer()
        self._require_ours()
        if name is None:
            lost = self.lost(None)
            if self._pointer() is not None:  # a first load was published while we looked
                return self.find()
            if lost:
                raise self._lost_pointer("is missing", lost)
            return None
        if not _GENERATION.fullmatch(name) or not self._is_complete(name):
            raise self._lost_pointer(f"is damaged: it names {name[:40]!r}, which is no loaded generation",
                                     self.lost(None))  # fmt: skip
        return self.root / name

    def _pointer(self) -> str | None:
        """Return the name in the pointer file; None where there is no such file."""
        try:
            return (self.root / POINTER).read_text(encoding="utf-8").strip()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except UnicodeDecodeError:
            return "\ufffd"
        except OSError as error:
            self._require_ours()
            raise StoreUnavailable(
                f"{self.root / POINTER} cannot be read: {disk.reason(error)}", hint="check its permissions"
            ) from error

    def _lost_pointer(self, what: str, lost: list[str]) -> StoreUnavailable:
        if not lost:
            return StoreUnavailable(
                f"{self.root / POINTER} {what}", hint=f"delete {self.root} and run `pathway-graph load` again"
            )
        return StoreUnavailable(
            f"{self.root / POINTER} {what}, but this is there: {', '.join(map(self.told, lost))}",
            hint=(
                "run "
                f"`pathway-graph doctor --repair` to put the pointer back, or delete {self.root} and run "
                "`pathway-graph load` again"
            ),
        )

    def told(self, name: str) -> str:
        """Return the name of a generation with the data sets that it holds."""
        sources = self.about(self.root / name).get("sources")
        return f"{name} ({', '.join(map(str, sources[:10])) if isinstance(sources, list) else 'of an earlier version'})"

    def lost(self, current: Path | None) -> list[str]:
        """Name the finished generations to which nothing points, and which nothing accounts for."""
        known = self._accounted(current)
        try:
            names = os.listdir(self.root)
        except OSError:
            return []
        for draft in (name for name in names if name.startswith(f"{POINTER}.") and _DEBRIS.fullmatch(name)):
            try:
                known.add((self.root / draft).read_text(encoding="utf-8").strip())
            except (OSError, UnicodeDecodeError):
                continue
        return sorted(name for name in names if name not in known and self._is_finished(name))

    def _accounted(self, current: Path | None) -> set[str]:
        """Name a generation and what it replaced."""
        if current is None:
            return set()
        replaced = self.about(current).get("replaces")
        return {current.name, *(map(str, replaced) if isinstance(replaced, list) else ())}

    def _is_finished(self, name: str) -> bool:
        """Whether a generation was finished: it says what it holds, or was hashed by a reader since."""
        marks = (self.root / name / sealing.ABOUT, self.root / name / sealing.MARK)
        return _GENERATION.fullmatch(name) is not None and any(mark.exists() for mark in marks)

    def about(self, generation: Path) -> dict[str, Any]:
        """Return what a generation says of itself, unchecked; empty where that cannot be read."""
        try:
            content = json.loads((generation / sealing.ABOUT).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return content if isinstance(content, dict) else {}

    def _is_complete(self, name: str) -> bool:
        # Between reading the pointer and looking, a load may have replaced the generation: look at the pointer again.
        if (self.root / name).is_dir():
            return True
        try:
            return (self.root / POINTER).read_text(encoding="utf-8").strip() != name
        except OSError:
            return False

    def _require_ours(self) -> None:
        if not self.root.exists():
            return
        if not self.root.is_dir():
            raise StoreUnavailable(f"{self.root} is a file", hint="a store is a folder, give another path")
        try:
            names = os.listdir(self.root)
        except OSError as error:
            raise StoreUnavailable(f"{self.root} cannot be read: {disk.reason(error)}") from error
        if names and LOCK not in names and not any(map(self._is_finished, names)):  # copies may drop an empty file
            raise StoreUnavailable(
                f"{self.root} is not a pathway-graph store (it holds {min(names)!r})", hint="give another path"
            )

    # Replacing

    @contextmanager
    def locked(self, wait_s: float, waiting: Callable[[float], object] | None = None) -> Iterator[None]:
        """Hold the right to replace the generation; one process, one thread at a time.

        Args:
            wait_s: How long to wait for another load to end, in seconds.
            waiting: Told now and again how many seconds that has taken.

        Raises:
            StoreUnavailable: The folder is foreign, shared or unwritable, or another load outlasted *wait_s*.
        """
        self._require_ours()
        if (self.root / SHARED).exists():
            raise StoreUnavailable(
                f"{self.root} is shared with readers, and changes by `pathway-graph publish` alone",
                hint="load into a store of your own with --store, and publish that",
            )
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.root / LOCK, os.O_RDWR | os.O_CREAT, 0o666)
        except OSError as error:
            raise StoreUnavailable(
                f"cannot write to the store {self.root}: {disk.reason(error)}", hint="give another path with --store"
            ) from error
        try:
            give_up = time.monotonic() + wait_s
            while not self._is_now_ours(handle):
                if time.monotonic() >= give_up:
                    raise StoreUnavailable(
                        f"another load of {self.root} is still running after {wait_s:g} s",
                        hint="try again when it has ended",
                    )
                if waiting is not None:
                    waiting(wait_s - (give_up - time.monotonic()))
                time.sleep(0.05)
            yield
        finally:
            os.close(handle)

    def _is_now_ours(self, handle: int) -> bool:
        try:
            return _try_lock(handle)
        except OSError as error:  # some network drives have no locks
            raise StoreUnavailable(
                f"{self.root / LOCK} cannot be locked: {disk.reason(error)}",
                hint="give a path on a disk of this machine with --store",
            ) from error

    def is_locked(self) -> bool:
        """Whether a load is under way; False also where that cannot be seen."""
        try:
            handle = os.open(self.root / LOCK, os.O_RDWR)
        except OSError:
            return False
        try:
            return not _try_lock(handle)
        except OSError:
            return False
        finally:
            os.close(handle)

    def begin(self) -> Path:
        """Make the folder of a new generation; nobody sees it before `publish`."""
        folder = self.root / f"gen-{uuid.uuid4().hex[:12]}"
        try:
            folder.mkdir()
        except OSError as error:
            raise StoreUnavailable(
                f"cannot write to the store {self.root}: {disk.reason(error)}", hint=disk.way_out(error, self.root)
            ) from error
        return folder

    def publish(self, generation: Path, facts: dict[str, Any], *, replaced: Path | None = None) -> None:
        """Make a finished generation the current one, in a single step that survives a power cut.

        The draft of the pointer comes first and goes last: a load that dies between is known by it.

        Args:
            generation: The folder, from `begin`.
            facts: What `sealing.seal` is to keep with the files.
            replaced: The generation that was current so far.

        Raises:
            OSError: The disk refuses.
        """
        old = sorted(name for name in self._accounted(replaced) if (self.root / name).is_dir())
        draft = self.root / f"{POINTER}.{uuid.uuid4().hex[:12]}"
        draft.write_text(generation.name + "\n", encoding="utf-8")
        flush_file(draft)
        flush_folder(self.root)
        _flush(generation)
        sealing.seal(generation, {**facts, "replaces": old})
        flush_folder(generation)
        os.replace(draft, self.root / POINTER)
        flush_folder(self.root)

    def restore_pointer(self, wait_s: float = 5.0) -> Path:
        """Write a lost pointer anew, to the one finished generation that is there, and return its folder.

        Where the pointer is well nothing is changed.

        Raises:
            StoreUnavailable: There is none or there are several, its files are damaged, or the folder is not writable.
        """
        if not self.root.is_dir():
            raise StoreEmpty(f"nothing is loaded in {self.root} yet", hint="run `pathway-graph load` first")
        with self.locked(wait_s):
            try:
                found = self.find()
            except StoreUnavailable:
                found = None
            if found is not None:
                return found
            generation = self.root / self._only(self.lost(None))
            if sealing.about(generation)["format"] == sealing.FORMAT:
                sealing.check(generation, thoroughly=True)
            draft = self.root / f"{POINTER}.restored"  # not named like a draft of a load, which disowns what it names
            try:
                draft.write_text(generation.name + "\n", encoding="utf-8")
                flush_file(draft)
                os.replace(draft, self.root / POINTER)
                flush_folder(self.root)
            except OSError as error:
                raise StoreUnavailable(
                    f"{self.root / POINTER} cannot be written: {disk.reason(error)}",
                    hint=disk.way_out(error, self.root),
                ) from error
            return generation

    def _only(self, names: list[str]) -> str:
        """Return the one generation among *names* that no other of them replaced."""
        old = {name for other in names for name in self._accounted(self.root / other) - {other}}
        left = [name for name in names if name not in old]
        if not left:
            raise StoreUnavailable(f"{self.root} holds no finished generation", hint="run `pathway-graph load`")
        if len(left) > 1:
            raise StoreUnavailable(
                f"{self.root} holds several finished generations: {', '.join(map(self.told, left))}",
                hint="move all but the one you want to another place",
            )
        return left[0]

    def sweep(self, keep: Path | None) -> None:
        """Remove what dead loads left and every generation but *keep* that can be accounted for; the rest stays.

        A reader that has a generation open goes on reading it. The folder is renamed first, so that a reader
        on its way to open it finds all of it or none. Drafts of the pointer go last: they account for generations.
        """
        stay = {*self.lost(keep), *([keep.name] if keep is not None else [])}
        is_held = False
        for name in sorted(os.listdir(self.root), reverse=True):  # gen-…, dead-…, CURRENT.…
            if not _DEBRIS.fullmatch(name) or name in stay:
                continue
            target = self.root / name
            if name.startswith("gen-"):
                dead = self.root / f"dead-{name[4:]}"
                try:
                    target.rename(dead)
                except OSError:  # Windows keeps a folder whose files are open; a later load removes it
                    is_held = True
                    continue
                target = dead
            if target.is_dir():
                shutil.rmtree(target, ignore_errors=True)
            elif not is_held:
                target.unlink(missing_ok=True)


def _flush(folder: Path) -> None:
    """Push a generation to the disk, and let everyone read it who may read the store."""
    for parent, _, names in os.walk(folder):
        for name in names:
            file = Path(parent, name)
            file.chmod(_readable())  # the engine makes schema.json readable by its owner alone
            flush_file(file)
        flush_folder(Path(parent))


def _readable() -> int:
    """Return the permissions of a new file."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def flush_file(file: Path) -> None:
    """Push a file to the disk.

    Raises:
        OSError: The system refuses.
    """
    handle = os.open(file, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def flush_folder(folder: Path) -> None:
    """Push the names in a folder to the disk, where the system and the drive can do that.

    Raises:
        OSError: The system refuses.
    """
    if sys.platform == "win32":
        return  # Windows has no flush of a folder
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _try_lock(handle: int) -> bool:
    """Lock the whole file if nobody else holds it; the system lets go of it when the handle is closed or we die."""
    from filelock import lock_descriptor  # 0.05 s, which a command that only reads does not pay

    return lock_descriptor(handle, blocking=False)
