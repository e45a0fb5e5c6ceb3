"""A shared folder to which a store is published, whole or not at all, and from which readers pull it.

::

    share/
      shared.json          the mark: no load works here
      CURRENT              name of the generation that readers take
      gen-3f9c0b7a41d2/    as in a store; `about.json` says too who published it when, and lists every file
      publishing.lock      who publishes now, see `share_lock`
      tmp-5b1c…/           what a publisher is copying; it gets its name when all of it is there and compared

Readers write nothing there and leave no mark, so what goes is decided by number and age alone: a publisher removes
generations beyond the newest few (`KEEP`), and none that was current within the last hour (`GRACE_S`, by the clock
of the drive). A reader whose generation goes while it copies begins again with the current one.
"""

from __future__ import annotations

import getpass
import hashlib
import os
import re
import shutil
import socket
import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from pathway_graph.errors import StoreEmpty, StoreError, StoreUnavailable
from pathway_graph.files import disk
from pathway_graph.files.atomic import write_whole
from pathway_graph.stores import history_files
from pathway_graph.stores.embedded import sealing, share_lock, transfer
from pathway_graph.stores.embedded.generations import POINTER, SHARED, Generations, flush_file, flush_folder
from pathway_graph.stores.embedded.transfer import Told
from pathway_graph.stores.times import now
from pathway_graph.text.counts import how_many

KEEP: Final = 3
GRACE_S: Final = 3600.0
_ATTEMPTS: Final = 5
_OLD_DRAFT_S: Final = 86_400.0
_AGAIN: Final = "publish again with --force"
_GENERATION: Final = re.compile(r"gen-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Published:
    """What is published: its number, folder, who did it when, its data sets, bytes, and whether it is new."""

    number: int
    name: str
    by: str
    time: str
    sources: tuple[str, ...]
    size: int
    is_new: bool = False

    @classmethod
    def of(cls, generation: Path, known: Mapping[str, Any], *, is_new: bool = False) -> Published:
        """Return what a generation of a share says of itself."""
        said = known["published"]
        size = sum(size for size, _ in said["files"].values())
        by, time, sources = str(said["by"]), str(said["time"]), tuple(map(str, known["sources"]))
        return cls(int(said["number"]), generation.name, by, time, sources, size, is_new)


class Share:
    """A shared folder.

    Args:
        root: Where it is; the first publisher makes it.
    """

    def __init__(self, root: Path) -> None:
        self.root = Path(os.path.realpath(root))

    def current(self) -> tuple[Path, dict[str, Any]]:
        """Return the published generation, and what it says of itself.

        Raises:
            StoreEmpty: Nothing is published yet.
            StoreUnavailable: The folder cannot be read, is no share, or is damaged.
        """
        for _ in range(_ATTEMPTS):
            generation = self.root / self._pointer()
            try:
                known = sealing.about(generation)
            except StoreUnavailable:
                if generation.is_dir() or self._pointer() == generation.name:
                    raise
                continue
            transfer.require_listed(known.get("published", {}).get("files"), str(generation / sealing.ABOUT))
            return generation, known
        raise StoreUnavailable(f"{self.root} is published to over and over", hint="try again")

    def _pointer(self) -> str:
        try:
            name = (self.root / POINTER).read_text(encoding="ascii").strip()
        except FileNotFoundError as error:
            if (self.root / SHARED).exists():
                raise StoreEmpty(
                    f"nothing is published in {self.root} yet",
                    hint=f"run `pathway-graph publish {self.root}` where the data are",
                ) from error
            raise StoreUnavailable(
                f"{self.root} is no folder that a store was published to",
                hint="check its name, and whether it is mounted",
            ) from error
        except (OSError, ValueError) as error:
            why = disk.reason(error) if isinstance(error, OSError) else "it is damaged"
            raise StoreUnavailable(f"{self.root / POINTER} cannot be read: {why}", hint=_AGAIN) from error
        if not _GENERATION.fullmatch(name):
            raise StoreUnavailable(f"{self.root / POINTER} is damaged: it names {name[:40]!r}", hint=_AGAIN)
        return name

    def publish(
        self, store: Path, *, keep: int = KEEP, force: bool = False, wait_s: float = 60.0, told: Told | None = None
    ) -> Published:
        """Publish what a store holds now.

        Args:
            store: Its folder.
            keep: How many generations stay, this one among them.
            force: Publish although the share holds what this store does not.
            wait_s: How long to wait for another publisher, in seconds.
            told: Told how far the copy is.

        Raises:
            StoreUnavailable: The store or the share cannot be used, another publisher holds it, or it holds what is
                newer than the store or not in it.
            StoreError: The disk refuses. What was published stays in every case.
        """
        own = Generations(store)
        if own.root == self.root or (own.root / SHARED).exists():
            raise StoreUnavailable(f"{own.root} is a share itself", hint="publish from a store of your own")
        if self.root.is_file():
            raise StoreUnavailable(f"{self.root} is a file", hint="name a folder, new or published to before")
        for _ in range(_ATTEMPTS):
            generation = own.current()
            try:
                return self._publish(generation, (keep, force), wait_s, told)
            except transfer.Gone as error:
                if generation.is_dir():
                    raise StoreUnavailable(
                        f"{generation / str(error)} is missing", hint="run `pathway-graph doctor`"
                    ) from error
            except StoreUnavailable:
                if generation.is_dir():  # else a load replaced it while it was being read
                    raise
            except OSError as error:
                raise StoreError(
                    f"{self.root} is as it was, nothing was published: {disk.reason(error)}",
                    hint=disk.way_out(error, self.root),
                ) from error
        raise StoreUnavailable(f"{own.root} is replaced over and over", hint="try again when the loads have ended")

    def _publish(self, generation: Path, options: tuple[int, bool], wait_s: float, told: Told | None) -> Published:
        keep, force = options
        known = sealing.check(generation, thoroughly=True)
        if sealing.is_unbuilt(known):
            raise StoreUnavailable(
                f"the database for Cypher of {generation.parent} is not built yet",
                hint="run `pathway-graph query -e 'RETURN 1'`, which builds it, then publish",
            )
        loads = loads_of(generation)
        self._prepare()
        with share_lock.held(self.root, wait_s) as lock:
            try:
                there: tuple[Path, dict[str, Any]] | None = self.current()
            except StoreEmpty:
                there = None
            except StoreUnavailable:
                if not force:
                    raise
                there = None
            if there is not None and not force:
                if _is_same(there[1], known, loads):
                    return Published.of(*there)
                _require_newer(self.root, there[1], known, loads)
            number = 1 + max([0, *(said["number"] for _, said in self._all())])
            said = _said(number, loads) | {"previous": there[0].name if there is not None else ""}
            facts = transfer.facts_of(known) | {"published": said}
            made = self._put(generation, facts, lock, told)
            self._sweep(made, max(keep, 1))
            return Published.of(made, sealing.about(made), is_new=True)

    def _prepare(self) -> None:
        """Make the folder and its mark; refuse one that holds something else."""
        self.root.mkdir(parents=True, exist_ok=True)
        names = set(os.listdir(self.root))
        foreign = sorted(
            name
            for name in names
            if not name.startswith((share_lock.NAME, "gen-", "tmp-", f".{SHARED}")) and name[0] != "."
        )
        if SHARED in names:
            return
        if foreign or any(name.startswith("gen-") for name in names):
            raise StoreUnavailable(
                f"{self.root} is no share, it holds {(foreign or sorted(names))[0]!r}",
                hint="publish to a new or an empty folder",
            )
        write_whole(self.root / SHARED, b'{"format": 1, "what": "a store of pathway-graph is published here"}\n')

    def _put(self, generation: Path, facts: dict[str, Any], lock: share_lock.Held, told: Told | None) -> Path:
        """Copy a generation under another name, compare it, and let the pointer point to it."""
        files = transfer.files_of(generation, facts)
        facts["published"]["files"] = files
        identity = uuid.uuid4().hex[:12]
        draft, final = self.root / f"tmp-{identity}", self.root / f"gen-{identity}"
        pointer = self.root / f"{POINTER}.{identity}"
        try:
            draft.mkdir()
            transfer.copy_files(transfer.from_folder(generation), draft, files, told)
            sealing.seal(draft, facts)
            flush_folder(draft)
            lock.require()
            draft.rename(final)
            pointer.write_text(final.name + "\n", encoding="ascii")
            flush_file(pointer)
            flush_folder(self.root)
            lock.require()
            os.replace(pointer, self.root / POINTER)
        except BaseException:
            with suppress(OSError):
                pointer.unlink(missing_ok=True)
            for folder in (draft, final):
                if not self._points_to(folder):
                    shutil.rmtree(folder, ignore_errors=True)
            raise
        with suppress(OSError):  # the pointer is swapped: it is published
            flush_folder(self.root)
        return final

    def _points_to(self, folder: Path) -> bool:
        try:
            return self._pointer() == folder.name
        except StoreUnavailable:
            return False

    def _all(self) -> list[tuple[Path, dict[str, Any]]]:
        """Return every finished generation with what it says of its publication, the newest first."""
        found = []
        for name in os.listdir(self.root):
            if _GENERATION.fullmatch(name):
                with suppress(StoreUnavailable, KeyError):
                    found.append((self.root / name, dict(sealing.about(self.root / name)["published"])))
        return sorted(found, key=lambda one: -int(one[1]["number"]))

    def _sweep(self, current: Path, keep: int) -> None:
        """Remove what dead publishers left, and generations that are too many and long replaced."""
        with suppress(OSError):
            clock = _time_of(self.root)
            found = self._all()
            times = {folder.name: (folder / sealing.ABOUT).stat().st_mtime for folder, _ in found}
            replaced = {said.get("previous"): times[folder.name] for folder, said in reversed(found)}
            for folder, _ in found[keep:]:
                since = replaced.get(folder.name, times[folder.name])  # what a dead publisher left was never current
                if folder != current and clock - since > GRACE_S:
                    folder.rename(self.root / f"tmp-{folder.name[4:]}")
            for name in os.listdir(self.root):
                file = self.root / name
                if name.startswith("tmp-"):
                    shutil.rmtree(file, ignore_errors=True)
                elif name.startswith((f"{POINTER}.", f".{SHARED}.")):
                    file.unlink(missing_ok=True)
                elif name.startswith(f"{share_lock.NAME}.") and clock - file.stat().st_mtime > _OLD_DRAFT_S:
                    file.unlink(missing_ok=True)


def _time_of(folder: Path) -> float:
    """Return the time of the drive's clock."""
    draft = folder / f".{SHARED}.{uuid.uuid4().hex[:12]}"
    try:
        draft.touch()
        return draft.stat().st_mtime
    finally:
        draft.unlink(missing_ok=True)


def _said(number: int, loads: list[str]) -> dict[str, Any]:
    try:
        user = getpass.getuser()
    except (OSError, KeyError):
        user = "somebody"
    by = f"{user}@{socket.gethostname()}"
    return {"number": number, "time": now(), "by": by, "program": metadata.version("pathway-graph"), "loads": loads}


def loads_of(generation: Path) -> list[str]:
    """Name the loads that a generation holds, in order."""
    return [_digest(load) for load in history_files.read_history(generation).loads]


def _digest(load: Any) -> str:
    """Return what names a load, the same whatever version of the program kept its record since."""
    changes = [(one.source, one.what, one.origin.checksum, one.added.count, one.removed.count) for one in load.changes]
    return hashlib.blake2b(repr((load.number, load.time, changes)).encode(), digest_size=8).hexdigest()


def _is_same(there: Mapping[str, Any], known: Mapping[str, Any], loads: list[str]) -> bool:
    """Whether the same is published already, written by the same rules."""
    alike = ("stamp", "rules", "engine", "graph")
    return all(there.get(key) == known.get(key) for key in alike) and there["published"]["loads"] == loads


def _require_newer(share: Path, there: Mapping[str, Any], known: Mapping[str, Any], loads: list[str]) -> None:
    """Make sure that a store holds every load of what is published.

    Raises:
        StoreUnavailable: What is published is newer, or of another store.
    """
    theirs, said = list(there["published"]["loads"]), there["published"]
    by = f"publication {said['number']} by {said['by']} of {said['time']}"
    if theirs and theirs[-1] in loads:
        own = metadata.version("pathway-graph")
        if theirs[-1] != loads[-1] or _numbers(own) >= _numbers(str(said["program"])):
            return
        raise StoreUnavailable(f"{share} was published by pathway-graph {said['program']}, and this is {own} ({by})",
                               hint="upgrade this one, or say --force")  # fmt: skip
    if loads and loads[-1] in theirs:
        newer = len(theirs) - 1 - theirs.index(loads[-1])
        raise StoreUnavailable(
            f"{share} holds what is newer: {how_many(newer, 'load')} more than this store ({by})",
            hint="pull it first, or say --force to go back to what this store holds",
        )
    if not theirs and not loads and there["stamp"] == known["stamp"]:
        return
    names = ", ".join(map(str, there["sources"][:10]))
    raise StoreUnavailable(
        f"{share} holds what this store does not: {by}, of another store ({names})",
        hint="pull it into a store and load there, publish to another folder, or say --force to replace it",
    )


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", version)[:3]))
