"""Find the user's own folders, as each platform wants them: one for data to keep, one for what can be made anew."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pathway_graph.errors import StoreUnavailable

_APP: Final = "pathway-graph"


def data_folder(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """Return the folder for data of the user's own.

    On macOS and Windows that is the platform's (`~/Library/Application Support`, `%LOCALAPPDATA%`). It was
    `~/.local/share` there too in earlier versions: a folder that is still there stays the one until the new one is.

    Args:
        environ: The environment; on macOS and Windows what the package platformdirs reads in its own.
        platform: As `sys.platform`.

    Raises:
        StoreUnavailable: There is no home folder.

    >>> data_folder({"XDG_DATA_HOME": "/var/me"}, "linux").as_posix()
    '/var/me/pathway-graph'
    """
    try:
        portable = _of_environment(environ, "XDG_DATA_HOME", ".local/share")
        own = _of_platform(platform, "user_data_dir")
    except RuntimeError as error:
        way_out = "say where the store is: --store FOLDER, or set PATHWAY_GRAPH_STORE"
        raise StoreUnavailable("there is no home folder to find the store in", hint=way_out) from error
    return portable if own is None or (portable.exists() and not own.exists()) else own


def cache_folder(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """Return the folder for what can be made anew.

    Args:
        environ: The environment; on macOS and Windows what the package platformdirs reads in its own.
        platform: As `sys.platform`.

    Raises:
        RuntimeError: There is no home folder.

    >>> cache_folder({"XDG_CACHE_HOME": "/var/cache/me"}, "linux").as_posix()
    '/var/cache/me/pathway-graph'
    """
    return _of_platform(platform, "user_cache_dir") or _of_environment(environ, "XDG_CACHE_HOME", ".cache")


def _of_environment(environ: Mapping[str, str], variable: str, usual: str) -> Path:
    """Return the folder that a variable names, else the usual one below the home folder."""
    base = environ.get(variable, "")
    # the base directory specification: a path that is not absolute is to be ignored
    return Path(base if base.startswith("/") else Path.home() / usual) / _APP


def _of_platform(platform: str, folder: str) -> Path | None:
    """Return what macOS or Windows want; None elsewhere, where the environment that was given decides."""
    if platform not in ("darwin", "win32"):
        return None
    from platformdirs import macos, windows

    system = macos.MacOS if platform == "darwin" else windows.Windows
    return Path(getattr(system(_APP, appauthor=False), folder))
