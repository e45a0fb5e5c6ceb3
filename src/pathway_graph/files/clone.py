"""Copy a folder of files, sharing their blocks with the original where the file system can do that."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Final

_FICLONE: Final = 0x40049409
"""What Linux calls it: Btrfs, XFS, bcachefs and others share blocks until one of the two files changes."""


def copy_folder(source: Path, target: Path, *, leave_out: Collection[str] = ()) -> None:
    """Copy the files of *source* to *target*, which is made; subfolders too.

    Args:
        source: The folder.
        target: Where to; it does not exist yet.
        leave_out: Names that are not copied.

    Raises:
        OSError: The system refuses.
    """
    copy = _copier()
    try:
        shutil.copytree(source, target, ignore=lambda _, names: set(leave_out) & set(names), copy_function=copy)
    except shutil.Error as error:  # it gathers what went wrong as texts
        first = error.args[0][0]
        raise OSError(str(first[2] if len(first) > 2 else first)) from error


def _copier() -> Callable[[str, str], object]:
    if sys.platform != "linux":
        return shutil.copyfile  # macOS and Windows share blocks by themselves where they can
    from fcntl import ioctl

    is_shared = True

    def copy(source: str, target: str) -> object:
        nonlocal is_shared
        if is_shared:
            try:
                with open(source, "rb") as old, open(target, "wb") as new:
                    ioctl(new.fileno(), _FICLONE, old.fileno())
                return target
            except OSError:
                is_shared = False  # this file system cannot
        return shutil.copyfile(source, target)

    return copy
