"""A temporary folder for the copy that is served over Bolt, which goes at the end, or at the next start.

Whoever serves holds a lock on a file in the folder. The system frees it however the process ends, so a folder whose
lock is free belongs to nobody any more.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from pathway_graph.errors import StoreUnavailable
from pathway_graph.stores.embedded import sealing
from pathway_graph.stores.embedded.generations import Generations

PREFIX: Final = "pathway-graph-bolt-"
_LOCK: Final = "served.lock"
_ATTEMPTS: Final = 5
_OLD_S: Final = 7 * 86_400


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Yield a folder of our own until the block ends; first remove those that a killed process left."""
    sweep()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    lock = FileLock(folder / _LOCK)
    try:
        lock.acquire(timeout=0)
        yield folder
    finally:
        lock.release()
        shutil.rmtree(folder, ignore_errors=True)


def sweep() -> int:
    """Remove the copies of this user that no process serves any more; return how many.

    A folder without our lock file is of an earlier version, which may serve it still, or so new that it has none
    yet: it goes when nothing in it has changed for a week.
    """
    count = 0
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError, Timeout):
            if not _is_ours(folder):
                continue
            if (folder / _LOCK).is_file():
                with FileLock(folder / _LOCK, timeout=0):
                    pass
            elif _changed_s(folder) > time.time() - _OLD_S:
                continue
            shutil.rmtree(folder, ignore_errors=True)
            count += not folder.exists()
    return count


def _is_ours(folder: Path) -> bool:
    """Whether it is a folder, no link to one, and this user's own."""
    if folder.is_symlink() or not folder.is_dir():
        return False
    return not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid()


def _changed_s(folder: Path) -> float:
    return max(entry.stat().st_mtime for entry in (folder, *folder.rglob("*")))


def copy_current(generations: Generations, target: Path, built: Callable[[], Path]) -> None:
    """Copy the current generation; look again if a load replaced it meanwhile.

    Args:
        generations: Of the store.
        target: The folder that the copy becomes.
        built: Returns the current generation, with its database. It is asked at each attempt: a large load publishes
            a generation without one first, and a copy of that would hold nothing.

    Raises:
        StoreUnavailable: It is damaged, or cannot be copied.
    """
    for _ in range(_ATTEMPTS):
        current = built()
        try:
            sealing.check(current)
            shutil.copytree(current / sealing.GRAPH, target)
        except StoreUnavailable:
            if current.is_dir():
                raise
            continue
        except (OSError, shutil.Error):
            shutil.rmtree(target, ignore_errors=True)
            continue
        return
    raise StoreUnavailable(
        f"{generations.root} cannot be copied to {target}", hint="look at the free space and at running loads"
    )
