"""Keep compiled code in the user's own cache folder, and use it again only if nobody else can have written it."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pathway_graph.files import places
from pathway_graph.files.atomic import write_whole

VARIABLE: Final = "PATHWAY_GRAPH_CACHE"
"""Names another cache folder; empty, nothing is kept."""
_MAGIC: Final = b"pathway-graph compiled code 1\n"
_DIGEST: Final = hashlib.sha256().digest_size
_OTHERS: Final = 0o077


def cache_folder(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path | None:
    """Return the folder for what can be made anew, as the platform wants it; None where nothing is to be kept.

    Args:
        environ: The environment: ``PATHWAY_GRAPH_CACHE`` names the folder; empty, nothing is kept.
        platform: As `sys.platform`.

    >>> cache_folder({"XDG_CACHE_HOME": "/var/cache/me"}, "linux").as_posix()
    '/var/cache/me/pathway-graph'
    >>> cache_folder({"PATHWAY_GRAPH_CACHE": ""}) is None
    True
    """
    given = environ.get(VARIABLE)
    try:
        if given is not None:
            return Path(given).expanduser() if given else None
        return places.cache_folder(environ, platform)
    except RuntimeError:  # no home folder
        return None


def read(file: Path) -> bytes | None:
    """Return what `write` kept in *file*; None where it is missing, damaged, or open to somebody else.

    Compiled code is run as it is, so a file is read only if this user owns it and its folder, nobody else can
    write either, and it is what was written, byte for byte.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     kept = write(Path(folder) / "code", b"1")
    ...     kept, read(Path(folder) / "code"), read(Path(folder) / "other")
    ('', b'1', None)
    """
    try:
        if not _is_mine(os.stat(file.parent), 0o022):
            return None
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(file, flags), "rb") as opened:
            status = os.fstat(opened.fileno())
            if not stat.S_ISREG(status.st_mode) or not _is_mine(status, _OTHERS):
                return None
            content = opened.read()
    except OSError:
        return None
    head = len(_MAGIC) + _DIGEST
    code = content[head:]
    return code if content[:head] == _MAGIC + hashlib.sha256(code).digest() else None


def write(file: Path, code: bytes | bytearray) -> str:
    """Keep *code* in *file* for this user alone; return why it could not be kept, empty if it was.

    The file appears whole or not at all; one that is there already is replaced.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not _is_mine(os.stat(file.parent), 0o022):
            return f"others can write in {file.parent}"
        write_whole(file, b"".join((_MAGIC, hashlib.sha256(code).digest(), code)), is_private=True)
    except OSError as error:
        return f"cannot write in {file.parent}: {error.strerror}"
    return ""


def _is_mine(status: os.stat_result, forbidden: int) -> bool:
    """Say whether this user owns a file or folder and others have none of the *forbidden* permissions."""
    if os.name == "nt":  # folders of a profile are closed to others; permissions are not in the mode there
        return True
    return status.st_uid == os.geteuid() and not status.st_mode & forbidden
