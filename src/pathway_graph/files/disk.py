"""What a disk that refuses says, in words: it is full, out of quota, read-only or failing, and what to do."""

from __future__ import annotations

import errno
import os
import re
import tempfile
from pathlib import Path

_WHAT = {
    errno.ENOSPC: "no space left on the device",
    errno.EDQUOT: "your disk quota is used up",
    errno.EROFS: "the file system is read-only",
    errno.EIO: "the device failed to read or write",
    errno.EFBIG: "the file would be larger than the file system or the limit of this process allows",
}
_SAID = {
    errno.ENOSPC: re.compile(r"no space left|not enough space|disk full", re.IGNORECASE),
    errno.EDQUOT: re.compile(r"quota exceeded", re.IGNORECASE),
    errno.EROFS: re.compile(r"read-only file system", re.IGNORECASE),
    errno.EIO: re.compile(r"input/output error", re.IGNORECASE),
    errno.EFBIG: re.compile(r"file too large", re.IGNORECASE),
}
_PROBE = 2**20


def reason(error: OSError) -> str:
    """Say why the system refused, in a few words.

    >>> import errno
    >>> reason(OSError(errno.ENOSPC, "No space left on device"))
    'no space left on the device'
    >>> reason(PermissionError(errno.EACCES, "Permission denied"))
    'permission denied'
    """
    return _WHAT.get(error.errno or 0) or (error.strerror or str(error) or type(error).__name__).lower()


def way_out(error: OSError, place: str | os.PathLike[str] | None, *, needed_mb: int = 0) -> str:
    """Say what to do about it.

    Args:
        error: What the system said.
        place: The file or folder that cannot be written, if that is known.
        needed_mb: How much space the work needs, in MB (10⁶ bytes), where that is known.

    >>> import errno
    >>> way_out(OSError(errno.EROFS, ""), "/mnt/usb/a.tsv")
    'write to another place'
    """
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        need = f"{needed_mb} MB" if needed_mb else "some space"
        return f"free {need} there{_free(place) if place else ''}, or write to another place"
    if error.errno == errno.EIO:
        return "write to another device, and check this one before you trust what is on it"
    if error.errno == errno.EBADF:
        return "send it to a file, or to the null device"
    if error.errno in (errno.EROFS, errno.EFBIG):
        return "write to another place"
    return "check the folder and its permissions"


def _free(place: str | os.PathLike[str]) -> str:
    import shutil  # loaded late: it takes a few milliseconds, and a disk is seldom full

    nearest = next((parent for parent in (Path(place), *Path(place).parents) if parent.is_dir()), Path())
    try:
        free = shutil.disk_usage(nearest).free
    except OSError:
        return ""
    return f" ({free / 1e6:.1f} MB are free now)"


def refusal(error: BaseException, folder: Path) -> OSError | None:
    """Return what the disk said where a program's failure is the disk's doing, else None.

    A database wraps "No space left on device" into words of its own. So its whole chain of causes is read, and if
    that says nothing, a file of 1 MB is written to *folder* for a trial, and removed.

    >>> refusal(ValueError("commit failed (caused by: No space left on device)"), Path()).errno == errno.ENOSPC
    True
    >>> refusal(ValueError("syntax"), Path(tempfile.gettempdir())) is None
    True
    """
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OSError) and cause.errno in _WHAT:
            return cause
        text = f"{cause} {getattr(cause, 'java_chain', '')}"
        for number, words in _SAID.items():
            if words.search(text):
                return OSError(number, os.strerror(number))
        cause = cause.__cause__
    return _trial(folder)


def _trial(folder: Path) -> OSError | None:
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(os.urandom(_PROBE))  # what compresses to nothing would prove nothing
            file.flush()
            os.fsync(file.fileno())
    except OSError as refused:
        return refused if refused.errno in _WHAT else None
    return None
