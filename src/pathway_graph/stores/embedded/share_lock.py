"""The right to publish to a shared folder: a file that names its owner, for network drives that have no locks.

The file appears by a hard link, which is one step on every network drive (where there are none, by exclusive
creation). Its owner touches it every few seconds; by the clock of the drive it is dead once it was not touched for
`STALE_S`, or at once where its process ran on this very machine and is gone. Who breaks a dead lock renames it
first, so that one of several wins. An owner that was only asleep finds on waking that the file is not its own, and
publishes nothing (`Held.require`).
"""

from __future__ import annotations

import json
import os
import socket
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pathway_graph.errors import StoreUnavailable
from pathway_graph.stores.times import now

NAME: Final = "publishing.lock"
STALE_S: Final = 600.0
_TOUCH_S: Final = 15.0
_LOOK_S: Final = 0.2


@dataclass(frozen=True, slots=True)
class Held:
    """A lock that this process took, by its token."""

    file: Path
    token: str

    def require(self) -> None:
        """Make sure that it is still ours.

        Raises:
            StoreUnavailable: Another took it, for we were not heard of for too long.
        """
        if _owner(self.file).get("token") != self.token:
            raise StoreUnavailable(
                f"{self.file.parent} was taken over by another publisher, for nothing was heard of this one for "
                f"{STALE_S / 60:g} minutes; nothing was published",
                hint="publish again",
            )


@contextmanager
def held(folder: Path, wait_s: float) -> Iterator[Held]:
    """Hold the right to publish to *folder*.

    Raises:
        StoreUnavailable: Another publisher outlasted *wait_s*.
        OSError: The folder is not writable.
    """
    lock = Held(folder / NAME, uuid.uuid4().hex)
    draft = folder / f"{NAME}.{lock.token}"
    owner = {"token": lock.token, "host": socket.gethostname(), "pid": os.getpid(), "place": _place(), "time": now()}
    draft.write_text(json.dumps(owner) + "\n", encoding="utf-8")
    try:
        _take(lock.file, draft, time.monotonic() + wait_s, wait_s)
    finally:
        draft.unlink(missing_ok=True)
    ended = threading.Event()
    beat = threading.Thread(target=_keep_touching, args=(lock, ended), daemon=True)
    beat.start()
    try:
        yield lock
    finally:
        ended.set()
        with suppress(OSError):
            if _owner(lock.file).get("token") == lock.token:
                lock.file.unlink()


def owner_of(folder: Path) -> str:
    """Say in words who publishes to a folder now; nothing where nobody does."""
    found = _owner(folder / NAME)
    return f"process {found.get('pid')} on {found.get('host')} since {found.get('time')}" if found else ""


def _take(file: Path, draft: Path, give_up: float, wait_s: float) -> None:
    while True:
        try:
            _link(draft, file)
            return
        except FileExistsError:
            pass
        if _is_dead(file, draft):
            _break(file)
        elif time.monotonic() >= give_up:
            raise StoreUnavailable(
                f"another publisher holds {file.parent} after {wait_s:g} s: {owner_of(file.parent)}",
                hint=f"try again when it has ended; if it is dead, its lock falls after {STALE_S / 60:g} minutes",
            )
        else:
            time.sleep(_LOOK_S)


def _link(draft: Path, file: Path) -> None:
    """Let the lock appear with its content, in one step.

    Raises:
        FileExistsError: There is one.
    """
    try:
        os.link(draft, file)
    except FileExistsError:
        if draft.stat().st_nlink != 2:  # a network drive may make the link, lose its answer and try again
            raise
    except OSError:  # a drive without hard links
        content = draft.read_bytes()
        with file.open("xb") as new:
            new.write(content)


def _is_dead(file: Path, draft: Path) -> bool:
    owner = _owner(file)
    if owner.get("place") and owner["place"] == _place() and not _lives(owner.get("pid")):
        return True
    try:
        os.utime(draft)
        return draft.stat().st_mtime - file.stat().st_mtime > STALE_S
    except OSError:
        return False


def _break(file: Path) -> None:
    """Remove a dead lock; one that another publisher has taken just now is put back."""
    dead = _owner(file)
    grave = file.with_name(f"{NAME}.{uuid.uuid4().hex}")
    with suppress(OSError):
        os.rename(file, grave)
        if _owner(grave) != dead:
            with suppress(OSError):
                os.link(grave, file)
        grave.unlink(missing_ok=True)


def _owner(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _keep_touching(lock: Held, ended: threading.Event) -> None:
    while not ended.wait(_TOUCH_S):
        with suppress(OSError):
            if _owner(lock.file).get("token") == lock.token:
                os.utime(lock.file)


def _place() -> str:
    """Name this run of this machine and its space of process numbers; nothing where the system does not tell."""
    if not sys.platform.startswith("linux"):
        return ""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot} {os.readlink('/proc/self/ns/pid')}"
    except OSError:
        return ""


def _lives(pid: object) -> bool:
    return type(pid) is not int or Path(f"/proc/{pid}").exists()
