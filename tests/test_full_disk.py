"""A disk that refuses is called so, in load, output, export and diagram; output that was cut never ends with exit 0."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from networks import OTHER, TINY
from test_embedded import load, read

FULL = Path("/dev/full")
LONG = "UNWIND range(1, 3000) AS i RETURN i, 'a row of some length, so that the whole is long' AS text"
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits and devices of Unix")


def command(
    *arguments: object, store: Path, out: Path | None = None, max_bytes: int = 0, **environ: str
) -> tuple[int, str]:
    """Run a command, its output to a file, no file longer than *max_bytes*; return its exit code and what it said."""

    program = [sys.executable, "-m", "pathway_graph", *map(str, arguments)]
    if max_bytes:  # set in a new process: a fork of this one would end with the engine that it has loaded
        limit = (
            "import os, resource, sys; size = int(sys.argv[1]); resource.setrlimit(resource.RLIMIT_FSIZE, (size,) * 2)"
        )
        program = [sys.executable, "-c", f"{limit}; os.execv(sys.argv[2], sys.argv[2:])", str(max_bytes), *program]
    with open(out or os.devnull, "wb") as stream:
        child = subprocess.run(
            program, stdout=stream, stderr=subprocess.PIPE, text=True, check=False,
            env={**os.environ, "PATHWAY_GRAPH_STORE": str(store), **environ},
        )  # fmt: skip
    return child.returncode, child.stderr


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("full") / "store"
    load(root, TINY)
    return root


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A file system of 8 MB; skipped where this process may not mount one."""
    folder = tmp_path / "small"
    folder.mkdir()
    try:
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=8m", "none", str(folder)], capture_output=True, check=False
        )
    except FileNotFoundError:
        pytest.skip("there is no command mount")
    if done.returncode:
        pytest.skip("a small file system cannot be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.slow
@pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("buffered", ["", "1"], ids=["buffered", "unbuffered"])
@pytest.mark.parametrize(
    "arguments",
    [
        *(("query", "-e", LONG, "--format", form) for form in ("json", "jsonl", "csv", "table", "md")),
        ("stats",),
        ("--help",),
        ("--version",),
        ("query", "--list"),
    ],
    ids=lambda arguments: " ".join(arguments[:1] + arguments[3:]),
)
def test_output_to_a_full_disk_is_an_error_in_words(store: Path, arguments: tuple[str, ...], buffered: str) -> None:
    code, said = command(*arguments, store=store, out=FULL, PYTHONUNBUFFERED=buffered)
    assert code == 1
    assert said == (
        "error: the output cannot be read or written: no space left on the device; "
        "free some space there, or write to another place\n"
    )


@pytest.mark.slow
@pytest.mark.parametrize("buffered", ["", "1"], ids=["buffered", "unbuffered"])
def test_output_that_was_cut_never_ends_with_exit_0(store: Path, tmp_path: Path, buffered: str) -> None:
    out = tmp_path / "rows.json"
    assert command("query", "-e", LONG, "--format", "json", store=store, out=out, PYTHONUNBUFFERED=buffered)[0] == 0
    whole = out.stat().st_size
    code, said = command("query", "-e", LONG, "--format", "json", store=store, out=out, max_bytes=100_000,
                         PYTHONUNBUFFERED=buffered)  # fmt: skip
    assert out.stat().st_size == 100_000 < whole
    assert code == 1
    assert said.startswith("error: the output cannot be read or written: the file would be larger")


@pytest.mark.slow
def test_a_closed_output_is_told_before_anything_is_done(store: Path) -> None:
    child = subprocess.run(
        ["sh", "-c", f'"{sys.executable}" -m pathway_graph --store "{store}" stats >&-'],
        stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    assert child.returncode == 1
    assert child.stderr.startswith("error: the output cannot be read or written: standard output is closed; ")


@pytest.mark.slow
def test_a_reader_that_leaves_early_hears_nothing(store: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-m", "pathway_graph", "--store", str(store), "query", "-e", LONG, "--format", "json"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdout.read(1)
    child.stdout.close()
    assert child.stderr.read() == b""
    child.stderr.close()
    assert child.wait() != 0


@pytest.mark.slow
def test_export_and_diagram_say_that_the_disk_is_full_and_keep_the_old_file(small: Path) -> None:
    from pathway_graph.formats.native import GUIDE

    store = small.parent / "store"
    assert command("load", GUIDE, store=store)[0] == 0
    (small / "fill").write_bytes(b"x" * (8 * 2**20 - 64 * 1024))
    for name in ("all.json", "all.yaml", "camp.html"):
        (small / name).write_text("old")
        what = ("export", small / name) if name.startswith("all") else ("diagram", "camp", "-o", small / name)
        code, said = command(*what, store=store)
        assert code in (1, 3)
        assert "no space left on the device" in said, said
        assert "free some space there" in said
        assert (small / name).read_text() == "old"
    assert sorted(path.name for path in small.iterdir()) == ["all.json", "all.yaml", "camp.html", "fill"]


@pytest.mark.slow
@pytest.mark.parametrize("free_mb", [0, 1, 4, 8])
def test_a_load_onto_a_full_disk_says_so_and_changes_nothing(small: Path, free_mb: int) -> None:
    if free_mb < 8:
        (small / "fill").write_bytes(b"x" * ((8 - free_mb) * 2**20 - 4096 * 2))
    code, said = command("load", store=small / "store")
    assert code in (1, 4)
    assert "no space left on the device; free 4" in said, said
    assert list((small / "store").glob("gen-*")) == []


@pytest.mark.slow
def test_a_load_that_meets_the_limit_of_a_file_says_so_and_keeps_what_was_stored(tmp_path: Path) -> None:
    store = tmp_path / "store"
    load(store, OTHER)
    code, said = command("load", store=store, max_bytes=100_000)
    assert code == 1
    assert "is unchanged, the load failed: the file would be larger than the file system or the limit" in said
    assert read(store) == OTHER


@pytest.mark.slow
def test_a_store_on_a_full_disk_can_still_be_read(small: Path) -> None:
    store = small / "store"
    built = small.parent / "built"
    load(built, TINY)
    subprocess.run(["mount", "-o", "remount,size=64m", str(small)], check=True)
    subprocess.run(["cp", "-r", str(built), str(store)], check=True)
    with (small / "fill").open("wb", buffering=0) as file:
        try:
            while file.write(b"x" * 2**20):
                pass
        except OSError:
            pass
    assert read(store) == TINY
    assert command("stats", store=store)[0] == 0


@pytest.mark.slow
def test_a_read_only_file_system_is_called_so(small: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(small)], check=True)
    code, said = command("load", store=small / "store")
    assert (code, "the file system is read-only" in said) == (4, True)
