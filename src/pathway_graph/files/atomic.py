"""Write a file whole or not at all: a draft beside it takes its place, so that no reader ever sees half of it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path


def write_whole(target: Path, content: bytes | Callable[[Path], object], *, is_private: bool = False) -> None:
    """Write *target* so that it appears whole or not at all; what was there stays until then.

    The draft has a hidden name in the same folder, keeps the ending, is on the disk before it takes the place, and
    goes where anything fails, an interrupt among it.

    Args:
        target: The file; its folder must exist.
        content: What it is to hold, or what fills the draft.
        is_private: Let nobody but its owner read it; else the permissions are those of any new file.

    Raises:
        OSError: The system refuses. What that means to the user is for the caller to say, see `files.disk`.

    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_whole(Path(folder, "a.txt"), b"whole")
    ...     write_whole(Path(folder, "b.txt"), lambda draft: draft.write_text("too"))
    ...     [(file.name, file.read_text()) for file in sorted(Path(folder).iterdir())]
    [('a.txt', 'whole'), ('b.txt', 'too')]
    """
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=target.suffix)
    except OSError as error:
        error.filename = str(target)  # nobody knows the draft
        raise
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            if isinstance(content, bytes):
                file.write(content)
        if not isinstance(content, bytes):
            content(draft)
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        if not is_private:
            draft.chmod(0o666 & ~_umask())
        os.replace(draft, target)
    except BaseException as error:
        draft.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename == name:
            error.filename = str(target)
        raise


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
