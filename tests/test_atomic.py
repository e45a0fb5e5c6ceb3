"""A file is written whole or not at all, in one way, whoever writes it."""

from __future__ import annotations

import ast
import errno
import os
from pathlib import Path

import pytest

import pathway_graph
from pathway_graph.files.atomic import write_whole

PACKAGE = Path(pathway_graph.__file__).parent


@pytest.mark.parametrize("how", ["bytes", "function"])
def test_what_was_there_stays_and_no_draft_where_writing_fails(
    how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.txt"
    target.write_text("before")

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync" if how == "bytes" else "replace", refuse)
    with pytest.raises(OSError, match="No space left"):
        write_whole(target, b"after" if how == "bytes" else lambda draft: draft.write_text("after"))
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("a.txt", "before")]


def test_an_interrupt_leaves_no_draft(tmp_path: Path) -> None:
    def interrupted(draft: Path) -> None:
        draft.write_text("half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "a.txt", interrupted)
    assert list(tmp_path.iterdir()) == []


def test_the_draft_keeps_the_ending_and_stands_beside_the_file(tmp_path: Path) -> None:
    drafts: list[Path] = []
    write_whole(tmp_path / "a.svg", lambda draft: drafts.append(draft) or draft.write_text("x"))  # type: ignore[func-returns-value]
    assert (drafts[0].parent, drafts[0].suffix, drafts[0].name[:7]) == (tmp_path, ".svg", ".a.svg.")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_permissions_are_those_of_a_new_file_or_the_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "open", b"x")
        write_whole(tmp_path / "closed", b"x", is_private=True)
    finally:
        os.umask(before)
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in ("open", "closed")] == [0o640, 0o600]


@pytest.mark.slow
def test_nobody_else_renames_a_draft_into_place() -> None:
    """But the commits of a store and of a share, whose recovery goes by names; `get`, and a cache of pictures."""
    users = {
        str(file.relative_to(PACKAGE))
        for file in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "os.replace"
    }
    assert users == {
        "files/atomic.py", "resources/kept.py", "stores/embedded/generations.py", "stores/embedded/sealing.py",
        "stores/embedded/share.py", "explorer/thumbnails.py",
    }  # fmt: skip


def test_what_the_system_refuses_is_told_of_the_file_and_not_of_its_draft(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="refs") as missing:
        write_whole(tmp_path / "none" / "refs.bib", b"x")
    assert missing.value.filename == str(tmp_path / "none" / "refs.bib")

    def full(draft: Path) -> None:
        raise OSError(28, "No space left on device", str(draft))

    with pytest.raises(OSError, match="No space") as filled:
        write_whole(tmp_path / "refs.bib", full)
    assert filled.value.filename == str(tmp_path / "refs.bib")
