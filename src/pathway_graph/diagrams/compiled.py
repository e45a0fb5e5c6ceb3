"""Keep compiled code in the user's own cache folder, and use it again only if nobody else can have written it."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path
from typing import Final

from pathway_graph.files.atomic import write_whole
from pathway_graph.files.private import is_mine

_MAGIC: Final = b"pathway-graph compiled code 1\n"
_DIGEST: Final = hashlib.sha256().digest_size
_OTHERS: Final = 0o077


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
        if not is_mine(os.stat(file.parent), 0o022):
            return None
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(file, flags), "rb") as opened:
            status = os.fstat(opened.fileno())
            if not stat.S_ISREG(status.st_mode) or not is_mine(status, _OTHERS):
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
        if not is_mine(os.stat(file.parent), 0o022):
            return f"others can write in {file.parent}"
        write_whole(file, b"".join((_MAGIC, hashlib.sha256(code).digest(), code)), is_private=True)
    except OSError as error:
        return f"cannot write in {file.parent}: {error.strerror}"
    return ""
