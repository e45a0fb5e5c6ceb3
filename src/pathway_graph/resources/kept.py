"""What was fetched, kept on this machine for this user: the file, and a record of where it came from and what it is."""

from __future__ import annotations

import hashlib
import json
import os
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from pathway_graph.errors import NotFetched
from pathway_graph.files import disk
from pathway_graph.files.atomic import write_whole
from pathway_graph.files.private import VARIABLE, is_mine, kept_folder
from pathway_graph.resources.catalogue import Resource, Wanted, resources

_OTHERS: Final = 0o022
_DEBRIS_S: Final = 86_400
"""Age of a file that no record names from which it is swept away; a younger one may be of a command that runs."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of a resource, and where it came from.

    Attributes:
        key: Name by which it is kept.
        resource: Name of the resource.
        organism, use: What was asked for.
        release: Release that it is; empty where the resource names none.
        address: Where it was asked for.
        answered: Where it came from in the end: after redirects, or from a mirror.
        retrieved: When, in UTC, e.g. ``2026-11-27T08:15:00Z``.
        sha256: Its checksum.
        size: Its length in bytes.
        is_measured: Whether the server had said how long it is.
        path: Where it is now.
    """

    key: str
    resource: str
    organism: str
    use: str
    release: str
    address: str
    answered: str
    retrieved: str
    sha256: str
    size: int
    is_measured: bool = True
    path: Path = field(default=Path(), compare=False)

    @property
    def wanted(self) -> Wanted:
        """What was wanted."""
        return Wanted(resources()[self.resource], self.organism, self.use)

    @property
    def version(self) -> str:
        """The release, or else the day on which it was fetched.

        >>> Kept("signor", "signor", "human", "", "", "", "", "2026-11-27T08:15:00Z", "0", 1).version
        'as of 2026-11-27'
        """
        return self.release or f"as of {self.retrieved[:10]}"

    def record(self) -> dict[str, Any]:
        """Return it as plain data, without the place on this machine."""
        row = asdict(self)
        del row["path"]
        return row


def resources_folder() -> Path | None:
    """Return the folder in which resources are kept; None where nothing is to be kept on this machine."""
    base = kept_folder()
    return None if base is None else base / "resources"


def own_folder(folder: Path) -> Path:
    """Return the folder, made if it is not there, as one in which nobody else can write.

    Raises:
        NotFetched: It cannot be made, or others can write in it.
    """
    way_out = f"name a folder of your own in {VARIABLE}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not is_mine(folder.stat(), _OTHERS):
            raise NotFetched(f"others can write in {folder}", hint=way_out)
    except OSError as error:
        raise unwritten(folder, error) from error
    return folder


def unwritten(folder: Path, error: OSError) -> NotFetched:
    """Return the error that says that a folder cannot be written, and the way out."""
    hint = f"{disk.way_out(error, folder)}; {VARIABLE} names another folder, and --to another file"
    return NotFetched(f"nothing can be kept in {folder}: {disk.reason(error)}", hint=hint)


def keep(found: Kept, folder: Path) -> Kept:
    """Keep a file that was fetched into *folder* in place of the one before; each command sees the old or the new one.

    Raises:
        NotFetched: The folder cannot be written; what was kept is kept still.
    """
    name = f"{found.key}-{found.sha256[:12]}{resources()[found.resource].ending}"
    kept = replace(found, path=folder / name)
    text = json.dumps({"format": _FORMAT, "file": name, **kept.record()}, ensure_ascii=False, indent=1)
    try:
        os.replace(found.path, kept.path)
        write_whole(folder / f"{found.key}.json", f"{text}\n".encode(), is_private=True)
    except OSError as error:
        raise unwritten(folder, error) from error
    _sweep(folder)
    return kept


_FORMAT: Final = "pathway-graph-resource/1"


def list_kept(folder: Path | None = None) -> list[Kept]:
    """Return all that is kept, in order of keys.

    Args:
        folder: Where; by default in the user's own cache folder.
    """
    folder = folder or resources_folder()
    if folder is None:
        return []
    try:
        records = sorted(folder.glob("[!.]*.json")) if is_mine(folder.stat(), _OTHERS) else []
    except OSError:
        return []
    return [kept for kept in map(_read, records) if kept is not None]


def find_kept(wanted: Wanted, folder: Path | None = None) -> Kept | None:
    """Return what is kept of what is wanted: the release that is named, else the newest, else the last one fetched."""
    fitting = [
        kept
        for kept in list_kept(folder)
        if kept.wanted == replace(wanted, release="") and wanted.release in ("", kept.release)
    ]
    return max(fitting, key=lambda kept: (kept.key == wanted.key, kept.retrieved), default=None)


def check_kept(kept: Kept) -> None:
    """Compare a file that is kept with its record.

    Raises:
        NotFetched: It is not what was fetched.
    """
    digest = hashlib.sha256()
    try:
        with kept.path.open("rb") as file:
            while data := file.read(1 << 20):
                digest.update(data)
    except OSError as error:
        raise NotFetched(f"{kept.path} cannot be read: {disk.reason(error)}", hint=_AGAIN) from error
    if digest.hexdigest() != kept.sha256:
        raise NotFetched(f"{kept.path} is not what was fetched on {kept.retrieved[:10]}", hint=_AGAIN)


_AGAIN: Final = "fetch it again, without --offline"


def _read(record: Path) -> Kept | None:
    """Read a record; None where it is not of ours, or its file is gone."""
    try:
        said = json.loads(record.read_bytes())
        if said.pop("format") != _FORMAT:
            return None
        path = record.parent / str(said.pop("file"))
        kept = Kept(**said, path=path)
        is_whole = path.parent == record.parent and path.is_file() and _known(kept)
        return kept if is_whole else None
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _known(kept: Kept) -> bool:
    resource: Resource | None = resources().get(kept.resource)
    return resource is not None and kept.organism in resource.organisms


def _sweep(folder: Path) -> None:
    """Remove what no record names, once it is old enough to be of no command that runs."""
    with suppress(OSError):
        named = {kept.path.name for kept in list_kept(folder)}
        for file in folder.iterdir():
            is_record = file.name.endswith(".json") and not file.name.startswith(".")
            is_debris = file.name not in named and not is_record
            if is_debris and time.time() - file.stat().st_mtime > _DEBRIS_S:
                file.unlink()
