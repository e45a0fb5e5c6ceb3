"""A store folder: one generation of the database, a pointer to it, and a lock for whoever replaces it.

::

    store/
      pathway-graph.lock   the lock, and the mark that the folder is ours
      CURRENT              name of the generation that readers open
      gen-3f9c0b7a41d2/    one complete database, never changed after it was published
        about.json         what it holds
        graph/             the engine's files

A load builds a new ``gen-…`` beside the current one and then replaces ``CURRENT`` in one step, so that a load
that dies at any moment leaves the store as it was; what it left lying about goes with the next load.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pathway_graph.errors import StoreUnavailable

LOCK = "pathway-graph.lock"
POINTER = "CURRENT"
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
            raise StoreUnavailable(f"nothing is loaded in {self.root} yet; run `pathway-graph load` first")
        return found

    def find(self) -> Path | None:
        """Return the folder of the current generation, or None where nothing was ever loaded.

        Raises:
            StoreUnavailable: The folder is not a store, or the pointer is damaged.
        """
        try:
            name = (self.root / POINTER).read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            self._require_ours()
            return None
        except (OSError, UnicodeDecodeError) as error:
            self._require_ours()
            raise StoreUnavailable(f"{self.root / POINTER} cannot be read: {_reason(error)}") from error
        self._require_ours()
        if not _GENERATION.fullmatch(name) or not self._is_complete(name):
            raise StoreUnavailable(
                f"{self.root / POINTER} is damaged: it names {name[:40]!r}, which is no loaded generation; "
                f"delete {self.root} and run `pathway-graph load` again"
            )
        return self.root / name

    def about(self, generation: Path) -> dict[str, Any]:
        """Return what a generation says of itself; empty where that cannot be read."""
        try:
            content = json.loads((generation / "about.json").read_text(encoding="utf-8"))
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
            raise StoreUnavailable(f"{self.root} is a file; a store is a folder, give another path")
        try:
            names = os.listdir(self.root)
        except OSError as error:
            raise StoreUnavailable(f"{self.root} cannot be read: {_reason(error)}") from error
        if names and LOCK not in names:
            raise StoreUnavailable(
                f"{self.root} is not a pathway-graph store (it holds {min(names)!r}); give another path"
            )

    # Replacing

    @contextmanager
    def locked(self, wait_s: float) -> Iterator[None]:
        """Hold the right to replace the generation; one process, one thread at a time.

        Args:
            wait_s: How long to wait for another load to end, in seconds.

        Raises:
            StoreUnavailable: The folder is foreign or unwritable, or another load outlasted *wait_s*.
        """
        self._require_ours()
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.root / LOCK, os.O_RDWR | os.O_CREAT, 0o666)
        except OSError as error:
            raise StoreUnavailable(
                f"cannot write to the store {self.root}: {_reason(error)}; give another path with --store"
            ) from error
        try:
            give_up = time.monotonic() + wait_s
            while not _try_lock(handle):
                if time.monotonic() >= give_up:
                    raise StoreUnavailable(
                        f"another load of {self.root} is still running after {wait_s:g} s; try again when it has ended"
                    )
                time.sleep(0.05)
            yield
        finally:
            os.close(handle)

    def is_locked(self) -> bool:
        """Whether a load is under way; False also where that cannot be seen."""
        try:
            handle = os.open(self.root / LOCK, os.O_RDWR)
        except OSError:
            return False
        try:
            return not _try_lock(handle)
        finally:
            os.close(handle)

    def begin(self) -> Path:
        """Make the folder of a new generation; nobody sees it before `publish`."""
        folder = self.root / f"gen-{uuid.uuid4().hex[:12]}"
        try:
            folder.mkdir()
        except OSError as error:
            raise StoreUnavailable(f"cannot write to the store {self.root}: {_reason(error)}") from error
        return folder

    def publish(self, generation: Path, about: dict[str, Any]) -> None:
        """Make a finished generation the current one, in a single step that survives a power cut."""
        text = json.dumps(about, indent=1, sort_keys=True)
        (generation / "about.json").write_text(text + "\n", encoding="utf-8")
        _flush(generation)
        draft = self.root / f"{POINTER}.{uuid.uuid4().hex[:12]}"
        draft.write_text(generation.name + "\n", encoding="utf-8")
        _flush_file(draft)
        os.replace(draft, self.root / POINTER)
        _flush_folder(self.root)

    def sweep(self, keep: Path | None) -> None:
        """Remove every generation but *keep*, and what dead loads left; anything not ours stays.

        A reader that has a generation open goes on reading it. The folder is renamed first, so that a reader
        on its way to open it finds all of it or none.
        """
        for name in sorted(os.listdir(self.root)):
            if not _DEBRIS.fullmatch(name) or (keep is not None and name == keep.name):
                continue
            target = self.root / name
            if name.startswith("gen-"):
                dead = self.root / f"dead-{name[4:]}"
                try:
                    target.rename(dead)
                except OSError:  # Windows keeps a folder whose files are open; a later load removes it
                    continue
                target = dead
            if target.is_dir():
                shutil.rmtree(target, ignore_errors=True)
            else:
                target.unlink(missing_ok=True)


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()


def _flush(folder: Path) -> None:
    """Push a generation to the disk, and let everyone read it who may read the store."""
    mask = os.umask(0)
    os.umask(mask)
    for parent, _, names in os.walk(folder):
        for name in names:
            file = Path(parent, name)
            file.chmod(0o666 & ~mask)  # the engine makes schema.json readable by its owner alone
            _flush_file(file)
        _flush_folder(Path(parent))


def _flush_file(file: Path) -> None:
    handle = os.open(file, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _flush_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return  # Windows has no flush of a folder
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
