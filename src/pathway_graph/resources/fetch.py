"""Fetch a resource: into the user's cache folder, where it is kept once it has been read, or into a file."""

from __future__ import annotations

import contextlib
import re
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from pathway_graph.errors import InputError, MissingPackage, NotFetched, Problem
from pathway_graph.files import disk
from pathway_graph.files.atomic import write_whole
from pathway_graph.resources.address import mirrored
from pathway_graph.resources.catalogue import Wanted
from pathway_graph.resources.content import check_content
from pathway_graph.resources.download import Downloader, Limits, Step
from pathway_graph.resources.kept import Kept, unwritten

_LISTING_MB: Final = 5


@contextlib.contextmanager
def fetched(
    wanted: Wanted, folder: Path, *, limits: Limits | None = None, sha256: str = "", step: Step | None = None
) -> Iterator[Kept]:
    """Fetch a resource into a folder, under a hidden name that is removed at the end unless it was kept.

    Args:
        wanted: What of which resource.
        folder: Where; it must be there.
        limits: How long, how much and how often; the resource says how much by default.
        sha256: Checksum that the file must have; empty for any.
        step: Told how many kB have come.

    Raises:
        MissingPackage: The extra ``get`` is not installed.
        NotFetched: It cannot be had, is not what was asked for, or cannot be written.
    """
    most = wanted.resource.most_bytes
    limits = replace(limits or Limits(), most_bytes=min((limits or Limits()).most_bytes, most))
    draft = folder / f".{wanted.key}-{secrets.token_hex(8)}{wanted.resource.ending}"
    try:
        release = wanted.release or wanted.resource.release or _newest(wanted, folder, limits)
        address = wanted.address(release)
        downloader = Downloader(limits, partial(check_content, wanted.resource), step)
        digest = _retrieve(address, draft, downloader, sha256)
        assert downloader.answer is not None
        yield Kept(
            wanted.key, wanted.resource.name, wanted.organism, wanted.use, release, address,
            downloader.answer.address, datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), digest,
            draft.stat().st_size, downloader.answer.is_measured, draft,
        )  # fmt: skip
    finally:
        draft.unlink(missing_ok=True)


def fetch_to(
    wanted: Wanted, target: Path, *, limits: Limits | None = None, sha256: str = "", step: Step | None = None
) -> Kept:
    """Fetch a resource into a file, which is replaced as a whole or not at all; nothing is kept beside it.

    Args:
        wanted: What of which resource.
        target: The file; its folder must be there.
        limits: As for `fetched`.
        sha256: Checksum that the file must have; empty for any.
        step: Told how many kB have come.

    Raises:
        InputError: The file cannot be written.
        MissingPackage: The extra ``get`` is not installed.
        NotFetched: It cannot be had, or is not what was asked for.
    """
    if target.is_dir() or not target.parent.is_dir():
        what = "this is a folder" if target.is_dir() else f"there is no folder {target.parent}"
        raise InputError([Problem(str(target), 0, what, "name a file in a folder that is there")])
    with fetched(wanted, target.parent, limits=limits, sha256=sha256, step=step) as found:
        return copy_to(found, target)


def copy_to(found: Kept, target: Path) -> Kept:
    """Copy what was fetched to a file, which is replaced as a whole or not at all.

    Raises:
        InputError: The file cannot be written.
    """
    try:
        write_whole(target, partial(shutil.copyfile, found.path))
    except OSError as error:
        problem = Problem(str(target), 0, f"cannot be written: {disk.reason(error)}", disk.way_out(error, target))
        raise InputError([problem]) from error
    return replace(found, path=target)


def _newest(wanted: Wanted, folder: Path, limits: Limits) -> str:
    """Return the newest release, as the listing of the resource names it; nothing where it has no releases."""
    resource = wanted.resource
    if not resource.listing:
        return ""
    form = re.compile(resource.listed.replace("{organism}", re.escape(resource.organisms[wanted.organism])))
    page = folder / f".{wanted.key}-{secrets.token_hex(8)}.html"
    try:
        limits = replace(limits, most_bytes=_LISTING_MB * 1_000_000)
        _retrieve(resource.listing, page, Downloader(limits, lambda _: None), "")
        found = form.findall(page.read_text(encoding="utf-8", errors="replace"))
    finally:
        page.unlink(missing_ok=True)
    if not found:
        hint = f"name it with --release: {resource.release_is}"
        raise NotFetched(f"the page {resource.listing} names no release", hint=hint, address=resource.listing)
    return str(max(found))


def _retrieve(address: str, target: Path, downloader: Downloader, sha256: str) -> str:
    """Let pooch fetch an address into a file that is not there yet; return its checksum."""
    try:
        import pooch
    except ImportError as error:
        raise MissingPackage("pooch", "get") from error
    asked = mirrored(address)
    logger: Any = pooch.get_logger()
    level = logger.level
    logger.setLevel("ERROR")  # it tells of every download on standard error
    try:
        known = f"sha256:{sha256.lower()}" if sha256 else None
        pooch.retrieve(asked, known, fname=target.name, path=target.parent, downloader=downloader)
        return str(pooch.file_hash(str(target)))
    except OSError as error:
        raise unwritten(target.parent, error) from error
    except ValueError as error:  # pooch compares the checksums
        what = f"what came is not the file with the checksum {sha256}"
        raise NotFetched(what, hint="leave --sha256 out to take what is served now", address=address) from error
    finally:
        logger.setLevel(level)
