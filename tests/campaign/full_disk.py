"""Fill the disk: what is stored stays, the message says that the disk is full, and with room the same load works."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from campaign.trials import Bench, Missing, Trial, tried
from networks import OTHER
from test_embedded import load, read
from test_full_disk import command

SIZE_MB = 160


@contextmanager
def mounted(folder: Path) -> Iterator[Path]:
    """Mount a file system of `SIZE_MB` MB in memory, and take it away at the end."""
    if sys.platform != "linux" or not shutil.which("mount"):
        raise Missing("there is no command mount, or no tmpfs")
    folder.mkdir()
    asked = ["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m", "none", str(folder)]
    if subprocess.run(asked, capture_output=True, check=False).returncode:
        raise Missing("a small file system cannot be mounted, for want of the right")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def trials(bench: Bench) -> Iterator[Trial]:
    """Load the packaged guide beside another data set, with as much room as chance leaves."""
    with mounted(bench.where / "small") as small:
        for _ in range(bench.count):
            free = bench.chance.randrange(0, 12 * 2**20)
            yield tried(f"load with {free:,} bytes free", lambda free=free: _loaded(small, free))  # type: ignore[misc]


def _loaded(small: Path, free: int) -> None:
    store = small / "store"
    shutil.rmtree(store, ignore_errors=True)
    load(store, OTHER)
    fill = small / "fill"
    fill.write_bytes(bytes(max(0, shutil.disk_usage(small).free - free)))
    code, said = command("load", store=store)
    found = read(store)
    fill.unlink()
    if code:
        assert code in (1, 4), f"it ended with {code}: {said}"
        assert "no space left on the device" in said, said
        assert found == OTHER, "a load that failed changed the store"
        assert len(list(store.glob("gen-*"))) == 1, "debris is left"
    again = command("load", store=store)
    assert again[0] == 0, f"it does not load with room again: {again}"
    assert {source.id for source in read(store).sources} > {"other"}
