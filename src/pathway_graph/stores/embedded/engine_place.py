"""Where the embedded engine runs, and where it may write its log."""

from __future__ import annotations

import os
import platform
import stat
import sys
import tempfile
from pathlib import Path

WHEELS = frozenset({("linux", "x86_64"), ("linux", "aarch64"), ("darwin", "arm64"), ("win32", "AMD64")})
"""The platforms that have a wheel of ``arcadedb``; ``pyproject.toml`` asks for it on these alone.

A marker cannot tell the C library: on Linux with musl (Alpine) there is none either.
"""
_LOG_DIR = "ARCADEDB_LOG_DIR"


def is_offered() -> bool:
    """Whether there is a wheel of the engine for this machine, as far as Python can say."""
    return (sys.platform, platform.machine()) in WHEELS and (sys.platform != "linux" or bool(platform.libc_ver()[0]))


def missing(found: str = "") -> tuple[str, str]:
    """Say why the embedded engine is not here, and the way out.

    >>> "use a Neo4j server" in missing()[1]
    True
    """
    here = (sys.platform, platform.machine())
    system = {"darwin": "macOS", "win32": "Windows", "linux": "Linux"}.get(here[0], here[0])
    others = "use a Neo4j server (--store bolt://…), or work on files alone (--file)"
    if here not in WHEELS:
        return f"there is no embedded engine (arcadedb) for {system} on {here[1]}", others
    if not is_offered():
        return "there is no embedded engine (arcadedb) for Linux without glibc (musl, Alpine)", others
    why = f": {found}" if found else ""
    return f"the embedded engine (arcadedb) is not installed{why}", f"run `pip install --pre arcadedb`, or {others}"


def log_folder() -> str | None:
    """Return a folder for the engine's log where its own choice cannot be written, else None.

    Left alone the engine would make a new temporary folder with every process, and say so on standard error.
    """
    if os.environ.get(_LOG_DIR) or sys.platform == "win32":
        return None
    base = os.environ.get("XDG_STATE_HOME", "")
    try:
        own = Path(base) if os.path.isabs(base) else _state()
    except (RuntimeError, KeyError, OSError):
        return None  # without a home the engine uses one temporary folder by itself
    if _is_writable(own / "arcadedb" / "log"):
        return None
    folder = Path(tempfile.gettempdir(), f"pathway-graph-{os.getuid()}")
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return None
    is_ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o022
    return str(folder) if is_ours else None  # someone else's folder of that name is not trusted


def _state() -> Path:
    return Path.home() / "Library" / "Logs" if sys.platform == "darwin" else Path.home() / ".local" / "state"


def _is_writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK | os.X_OK)
