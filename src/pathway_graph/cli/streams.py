"""Standard output of which nothing is lost in silence: whole writes, and an error where they do not arrive."""

from __future__ import annotations

import errno
import io
import os
import sys


def keep_whole() -> None:
    """Give standard output a buffer where Python has none (``python -u``, ``PYTHONUNBUFFERED``).

    Without one, a write to a full disk may write a part, and Python does not look how much.

    Raises:
        OSError: It is closed; the next file to be opened would take its place, and output would go there.
    """
    stream = sys.stdout
    if stream is None:
        raise OSError(errno.EBADF, "standard output is closed")
    if not isinstance(stream, io.TextIOWrapper) or not isinstance(stream.buffer, io.RawIOBase):
        return
    encoding, errors = stream.encoding, stream.errors
    raw: io.RawIOBase = stream.detach()
    sys.stdout = io.TextIOWrapper(
        io.BufferedWriter(raw), encoding=encoding, errors=errors, line_buffering=True, write_through=False
    )


def finish() -> None:
    """Write out what is left, and ask the system whether it arrived.

    Raises:
        OSError: It did not.
    """
    if sys.stdout is None or sys.stdout.closed:
        return
    sys.stdout.flush()
    try:
        copy = os.dup(sys.stdout.fileno())
    except (OSError, ValueError, io.UnsupportedOperation):
        return  # no file: a test's buffer
    os.close(copy)  # network drives tell of a full disk or quota when a file is closed
