"""The user's own folder for what can be made anew, and whether nobody else can have written there."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pathway_graph.files import places

VARIABLE: Final = "PATHWAY_GRAPH_CACHE"
"""Names another cache folder; empty, nothing is kept."""


def kept_folder(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path | None:
    """Return the folder for what can be made anew, as the platform wants it; None where nothing is to be kept.

    Args:
        environ: The environment: ``PATHWAY_GRAPH_CACHE`` names the folder; empty, nothing is kept.
        platform: As `sys.platform`.

    >>> kept_folder({"XDG_CACHE_HOME": "/var/cache/me"}, "linux").as_posix()
    '/var/cache/me/pathway-graph'
    >>> kept_folder({"PATHWAY_GRAPH_CACHE": ""}) is None
    True
    """
    given = environ.get(VARIABLE)
    try:
        if given is not None:
            return Path(given).expanduser() if given else None
        return places.cache_folder(environ, platform)
    except RuntimeError:  # no home folder
        return None


def is_mine(status: os.stat_result, forbidden: int) -> bool:
    """Say whether this user owns a file or folder and others have none of the *forbidden* permissions."""
    if os.name == "nt":  # folders of a profile are closed to others; permissions are not in the mode there
        return True
    return status.st_uid == os.geteuid() and not status.st_mode & forbidden
