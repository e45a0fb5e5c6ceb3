"""Take what is published in a shared folder into a store of this machine, whole or not at all."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pathway_graph.errors import StoreError, StoreUnavailable
from pathway_graph.files import disk
from pathway_graph.files.atomic import write_whole
from pathway_graph.files.private import kept_folder
from pathway_graph.stores.embedded import sealing, transfer
from pathway_graph.stores.embedded.generations import Generations
from pathway_graph.stores.embedded.share import Published, Share, loads_of
from pathway_graph.stores.embedded.transfer import Told

_ATTEMPTS: Final = 20
_PULLED_FROM: Final = "pulled-from"
"""A file beside the generations, each of which a load replaces: the share that the store was pulled from last."""


@dataclass(frozen=True, slots=True)
class Pulled:
    """What was pulled.

    Attributes:
        published: What is published.
        is_new: Whether the store held something else before.
        came_from: What the store was pulled from before; empty where it was not.
    """

    published: Published
    is_new: bool
    came_from: str = ""


def pull(
    share: Share, store: Path, *, replace: bool = False, wait_s: float = 60.0, told: Told | None = None,
    before: Callable[[], object] | None = None,
) -> Pulled:  # fmt: skip
    """Make a store hold what is published; every file is compared with its hash before the pointer is swapped.

    Args:
        share: The shared folder.
        store: The folder of the store; made where it is not there.
        replace: Replace also what was loaded into that store here, and neither pulled nor published.
        wait_s: How long to wait for a load of the store, in seconds.
        told: Told how far the copy is.
        before: Called before anything is replaced.

    Raises:
        StoreEmpty: Nothing is published yet.
        StoreUnavailable: The share or the store cannot be used or are damaged, or *store* holds what was not pulled
            and is not published.
        StoreError: The disk refuses. The store stays as it was in every case.
    """
    generations = Generations(store)
    if generations.root == share.root:
        raise StoreUnavailable(f"{share.root} is the share itself", hint="pull into a store of your own with --store")
    for _ in range(_ATTEMPTS):
        generation, known = share.current()
        published = Published.of(generation, known)
        mine = {"from": str(share.root), "name": generation.name, "number": published.number, "time": published.time,
                "by": published.by}  # fmt: skip
        with generations.locked(wait_s):
            current = transfer.current_of(generations) if replace else generations.find()
            was = _pulled(generations, current)
            if was.get("name") == generation.name and _is_sound(current):
                generations.sweep(keep=current)
                return Pulled(published, False, str(was.get("from", "")))
            if current is not None and not was and not replace and not _is_published(current, known):
                raise _own_content(generations, current)
            if before is not None:
                before()
            try:
                facts = {**known, "moved": {"pulled": mine}}
                transfer.adopt(generations, transfer.from_folder(generation), facts, known["published"]["files"], told)
            except transfer.Gone:
                if share.current()[0] == generation:
                    raise StoreUnavailable(
                        f"{generation} is damaged: a file is missing", hint="publish again with --force"
                    ) from None
                continue
            with suppress(OSError):  # a convenience: without it the next pull has to name the share
                write_whole(generations.root / _PULLED_FROM, os.fsencode(share.root))
            return Pulled(published, True, str(was.get("from", "")))
    raise StoreUnavailable(f"{share.root} is published to over and over", hint="try again")


def last_share(store: Path) -> str:
    """Return the share from which a store was pulled last, also if something was loaded since; else empty.

    Raises:
        StoreUnavailable: The store is damaged.
    """
    generations = Generations(store)
    came = str(_pulled(generations, generations.find()).get("from", ""))
    try:
        return came or os.fsdecode((generations.root / _PULLED_FROM).read_bytes())
    except OSError:
        return ""


def mirror_of(share: Path) -> tuple[Path, tempfile.TemporaryDirectory[str] | None]:
    """Return the store of this machine that holds what is pulled from a share to be read, and what removes it.

    It lies in the user's own folder for what can be made anew; where nothing is to be kept, it goes with the caller.
    """
    kept = kept_folder()
    if kept is None:
        passing = tempfile.TemporaryDirectory(prefix="pathway-graph-share-")
        return Path(passing.name) / "store", passing
    key = hashlib.blake2b(os.fsencode(os.path.realpath(share)), digest_size=8).hexdigest()
    folder = kept / "shares" / key
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StoreError(
            f"{folder} cannot be made, to keep a copy of {share}: {disk.reason(error)}",
            hint=f"{disk.way_out(error, folder)}, or name another folder with PATHWAY_GRAPH_CACHE",
        ) from error
    return folder / "store", None


def _pulled(generations: Generations, current: Path | None) -> Mapping[str, Any]:
    found = generations.about(current).get("pulled") if current is not None else None
    return found if isinstance(found, dict) else {}


def _is_published(current: Path, known: Mapping[str, Any]) -> bool:
    """Whether what is published goes on from all that was loaded here, so that a pull drops nothing."""
    loads = loads_of(current)
    return bool(loads) and set(loads) <= set(known["published"]["loads"])


def _is_sound(current: Path | None) -> bool:
    try:
        return current is not None and bool(sealing.check(current))
    except StoreUnavailable:
        return False


def _own_content(generations: Generations, current: Path) -> StoreUnavailable:
    names = ", ".join(map(str, generations.about(current).get("sources", [])[:10]))
    return StoreUnavailable(
        f"{generations.root} holds what was loaded into it and not pulled: {names}; a pull would drop that",
        hint="pull into another store with --store, or keep a copy (`pathway-graph backup`) and say --replace",
    )
