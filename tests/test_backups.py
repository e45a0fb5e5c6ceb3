"""Backups: one file that holds all of a store, read back before it counts, restored in one step or not at all."""

from __future__ import annotations

import io
import json
import os
import sys
import tarfile
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from click.testing import CliRunner

from neo4j_server import Server
from networks import OTHER, TINY
from pathway_graph.cli import asking, backup_command, cli
from pathway_graph.errors import MissingPackage, StoreError, StoreUnavailable
from pathway_graph.files.atomic import write_whole
from pathway_graph.model import Entity, Source
from pathway_graph.model.build import build_network, merge
from pathway_graph.stores.embedded import backup as archiving
from pathway_graph.stores.embedded import sealing
from pathway_graph.stores.embedded.backup import backup, last_backup, restore, verify
from pathway_graph.stores.embedded.checks import check_folder
from pathway_graph.stores.embedded.generations import Generations
from pathway_graph.stores.embedded.loading import store_unbuilt
from pathway_graph.stores.embedded.store import EmbeddedStore
from pathway_graph.stores.questions import Questions
from plain_stores import killed_at, put, read
from test_neo4j import open_on

THIRD = build_network(Source("third"), entities=[Entity("prot:X", "Protein", "X")])


def made(tmp_path: Path) -> Path:
    put(tmp_path / "store", TINY)
    put(tmp_path / "store", merge([TINY, OTHER]))
    (tmp_path / "store" / "questions").mkdir()
    (tmp_path / "store" / "questions" / "q-mine.json.gz").write_bytes(b"kept as it is")
    file = tmp_path / "all.tar.gz"
    backup(tmp_path / "store", file)
    return file


def test_a_restored_store_holds_data_history_and_questions(tmp_path: Path) -> None:
    file, new = made(tmp_path), tmp_path / "new"
    found = restore(file, new)
    assert (found.sources, found.loads, found.questions) == (("other", "tiny"), 2, 1)
    assert read(new) == read(tmp_path / "store") == merge([TINY, OTHER])
    assert EmbeddedStore(new).history() == EmbeddedStore(tmp_path / "store").history()
    assert EmbeddedStore(new).read_after(1) == TINY
    assert (new / "questions" / "q-mine.json.gz").read_bytes() == b"kept as it is"
    assert Questions(new / "questions").names() == ["mine"]


def test_a_backup_says_its_age_in_doctor_and_only_then(tmp_path: Path) -> None:
    put(tmp_path / "bare", TINY)
    assert last_backup(tmp_path / "bare") == ""
    made(tmp_path)
    assert "0 days ago, to " in last_backup(tmp_path / "store")
    assert "backup" in [one.name for one in check_folder(tmp_path / "store")]
    assert "backup" not in [one.name for one in check_folder(tmp_path / "bare")]


def test_a_store_that_holds_something_is_replaced_only_when_asked(tmp_path: Path) -> None:
    file, full = made(tmp_path), tmp_path / "full"
    put(full, OTHER)
    with pytest.raises(StoreUnavailable, match="holds something: other"):
        restore(file, full)
    assert read(full) == OTHER
    restore(file, full, replace=True)
    assert read(full) == merge([TINY, OTHER])
    (full / "CURRENT").write_text("gen-nothing")
    restore(file, full, replace=True)
    assert read(full) == merge([TINY, OTHER])


def test_a_backup_is_not_overwritten_unless_asked(tmp_path: Path) -> None:
    file = made(tmp_path)
    was = file.read_bytes()
    with pytest.raises(StoreError, match="is there already"):
        backup(tmp_path / "store", file)
    assert file.read_bytes() == was
    backup(tmp_path / "store", file, replace=True)
    assert verify(file).questions == 1


def test_a_damaged_store_is_not_backed_up_over_a_good_backup(tmp_path: Path) -> None:
    file = made(tmp_path)
    was = file.read_bytes()
    bucket = Generations(tmp_path / "store").current() / "graph" / "Entity%7E_0.1.bucket"
    bucket.write_bytes(b"x" * 100)
    with pytest.raises(StoreUnavailable, match="is damaged"):
        backup(tmp_path / "store", file, replace=True)
    assert file.read_bytes() == was


def test_every_damage_of_a_backup_is_found_and_the_store_stays(tmp_path: Path) -> None:
    file, there = made(tmp_path), tmp_path / "there"
    content = file.read_bytes()
    put(there, TINY)
    for place in range(0, len(content) - 8, max(1, len(content) // 60)):
        for damaged in (content[:place], content[:place] + bytes([content[place] ^ 0x10]) + content[place + 1 :]):
            file.write_bytes(damaged)
            try:
                restore(file, there, replace=True)
            except StoreUnavailable:
                assert read(there) == TINY
            else:  # a bit of the header of gzip, or of padding, that says nothing
                assert read(there) == merge([TINY, OTHER])
                put(there, TINY)
    file.write_bytes(content)
    restore(file, there, replace=True)


def test_a_backup_that_names_files_elsewhere_writes_nothing_there(tmp_path: Path) -> None:
    file, new = tmp_path / "evil.tar.gz", tmp_path / "new"
    head = {"format": 1, "time": "", "program": "", "loads": 0, "questions": {}, "facts": {"sources": []},
            "files": {"../evil": [4, "00"]}}  # fmt: skip
    head["seal"] = sealing.seal_of(head)
    with tarfile.open(file, "w:gz") as archive:
        for name, content in (("backup.json", json.dumps(head).encode()), ("../evil", b"evil")):
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    with pytest.raises(StoreUnavailable, match="its list of files is none"):
        restore(file, new)
    assert not (tmp_path / "evil").exists()


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are copied as Linux does it")
def test_a_restore_killed_at_any_step_leaves_the_whole_of_what_was_or_of_what_is_new(tmp_path: Path) -> None:
    file, there = made(tmp_path), tmp_path / "there"
    outcomes = set()
    for step in count(1, 3):
        put(there, TINY)
        died = killed_at(step, there, lambda: restore(file, there, replace=True))
        outcomes.add(read(there) == TINY)
        assert read(there) in (TINY, merge([TINY, OTHER]))
        if not died:
            break
    assert outcomes == {True, False}


def test_a_full_disk_leaves_the_backup_that_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = made(tmp_path)
    was = file.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="cannot be written: no space left on the device"):
        backup(tmp_path / "store", file, replace=True)
    assert file.read_bytes() == was
    assert [name for name in os.listdir(tmp_path) if name.startswith(".")] == []


def test_what_a_server_holds_is_kept_without_a_database(tmp_path: Path) -> None:
    store_unbuilt(TINY, tmp_path / "copy")
    backup(tmp_path / "copy", tmp_path / "all.tar")
    restore(tmp_path / "all.tar", tmp_path / "new")
    assert EmbeddedStore(tmp_path / "new").read() == TINY


def test_a_file_that_is_none_or_no_backup_is_told_before_anything_else(tmp_path: Path) -> None:
    put(tmp_path / "store", TINY)
    (tmp_path / "mine.yaml").write_text("source: mine")
    with pytest.raises(StoreUnavailable, match=r"none\.tar\.gz cannot be read: no such file"):
        restore(tmp_path / "none.tar.gz", tmp_path / "store")
    with pytest.raises(StoreUnavailable, match=r"mine\.yaml is no backup; name a file that"):
        restore(tmp_path / "mine.yaml", tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_the_commands_say_what_was_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATHWAY_GRAPH_STORE", str(tmp_path / "store"))
    put(tmp_path / "store", TINY)
    file = str(tmp_path / "all.tgz")
    done = CliRunner().invoke(cli, ["backup", file])
    assert done.stdout.startswith("tiny; 1 load recorded, 0 saved questions, "), done.stderr
    assert CliRunner().invoke(cli, ["restore", file, "--dry-run"]).stdout.startswith("whole: tiny; ")
    done = CliRunner().invoke(cli, ["restore", file, "--store", str(tmp_path / "new")])
    assert done.stdout.startswith("restored: tiny; ")
    assert read(tmp_path / "new") == TINY
    assert CliRunner().invoke(cli, ["backup", str(tmp_path / "all.zip")]).exit_code != 0


def test_questions_are_restored_to_where_those_of_a_server_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr(backup_command, "_load", lambda *_: None)
    monkeypatch.setattr(asking, "tell_changed", lambda _: None)
    done = CliRunner().invoke(cli, ["restore", str(made(tmp_path)), "--store", "bolt://nowhere:7687"])
    assert "1 saved question" in done.stdout, done.output
    (kept,) = asking.kept_with("bolt://nowhere:7687").files()
    assert (kept.name, kept.read_bytes()) == ("q-mine.json.gz", b"kept as it is")


def test_a_question_that_is_answered_anew_while_a_backup_is_written_does_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(file: Path, content: Callable[[Path], None]) -> None:
        (tmp_path / "store" / "questions" / "q-mine.json.gz").write_bytes(b"another answer")
        write_whole(file, content)

    made(tmp_path)
    monkeypatch.setattr(archiving, "write_whole", write)
    backup(tmp_path / "store", tmp_path / "new.tar.gz")
    restore(tmp_path / "new.tar.gz", tmp_path / "again")
    assert (tmp_path / "again" / "questions" / "q-mine.json.gz").read_bytes() == b"kept as it is"


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="this Python reads Zstandard")
def test_a_python_without_zstandard_does_not_call_such_a_backup_damaged(tmp_path: Path) -> None:
    (tmp_path / "all.tar.zst").write_bytes(b"\x28\xb5\x2f\xfd" + bytes(100))
    with pytest.raises(MissingPackage, match=r"Python 3\.14"):
        verify(tmp_path / "all.tar.zst")


@pytest.mark.neo4j
def test_what_a_server_holds_comes_back_and_into_a_folder(
    neo4j_server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = open_on(neo4j_server)
    opened.write(merge([TINY, OTHER]))
    monkeypatch.setenv("NEO4J_USERNAME", neo4j_server.user)
    monkeypatch.setenv("NEO4J_PASSWORD", neo4j_server.password)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    at, file = ["--store", neo4j_server.uri], str(tmp_path / "all.tar.gz")
    done = CliRunner().invoke(cli, ["backup", file, *at])
    assert done.exit_code == 0, done.output
    assert CliRunner().invoke(cli, ["ask", "save", *at, "size", "--", "stats"]).exit_code == 0
    opened.remove("tiny")
    opened.write(THIRD)
    assert "holds something: other, third" in str(CliRunner().invoke(cli, ["restore", file, *at]).exception)
    done = CliRunner().invoke(cli, ["restore", file, *at, "--replace"])
    assert done.exit_code == 0, done.output
    assert opened.read() == merge([TINY, OTHER])
    assert "your saved question answers as before" in done.stderr
    assert CliRunner().invoke(cli, ["restore", file, "--store", str(tmp_path / "new")]).exit_code == 0
    assert EmbeddedStore(tmp_path / "new").read() == merge([TINY, OTHER])
    assert "is a server" in str(CliRunner().invoke(cli, ["publish", str(tmp_path / "share"), *at]).exception)
    opened.close()
