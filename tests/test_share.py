"""A store over a shared folder: whoever dies, fills the disk or comes second, readers get the whole of one store."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from networks import OTHER, OTHER_REVISED, TINY
from pathway_graph.cli import cli
from pathway_graph.errors import StoreEmpty, StoreError, StoreUnavailable
from pathway_graph.model import Entity, Source
from pathway_graph.model.build import build_network, merge
from pathway_graph.stores.embedded import sealing, share, share_lock, transfer
from pathway_graph.stores.embedded.backup import backup
from pathway_graph.stores.embedded.checks import check_folder
from pathway_graph.stores.embedded.generations import Generations
from pathway_graph.stores.embedded.mirror import SharedStore
from pathway_graph.stores.embedded.pulling import pull
from pathway_graph.stores.embedded.share import Share
from pathway_graph.stores.open import open_store
from plain_stores import killed_at, put, read

BOTH = merge([TINY, OTHER])
THIRD = build_network(Source("third"), entities=[Entity("prot:X", "Protein", "X")])
forks = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are copied as Linux does it")


def published(root: Path) -> list[str]:
    return sorted(name for name in os.listdir(root) if name.startswith("gen-"))


def debris(root: Path) -> list[str]:
    """Return what is left lying about, but for what a publisher leaves that dies while it takes the lock: a day old."""
    known = ("shared.json", "CURRENT", *published(root))
    return sorted(name for name in os.listdir(root) if name not in known and not name.startswith("publishing.lock."))


def test_what_is_published_is_what_is_pulled(tmp_path: Path) -> None:
    store, place, mine = tmp_path / "store", tmp_path / "share", tmp_path / "mine"
    put(store, TINY)
    first = Share(place).publish(store)
    assert (first.number, first.sources, first.is_new) == (1, ("tiny",), True)
    assert not Share(place).publish(store).is_new
    assert pull(Share(place), mine).is_new
    assert not pull(Share(place), mine).is_new
    assert read(mine) == TINY
    assert open_store(mine).history().loads == open_store(store).history().loads
    put(store, BOTH)
    assert Share(place).publish(store).number == 2
    assert pull(Share(place), mine).published.number == 2
    assert read(mine) == BOTH
    assert debris(place) == []
    assert len(published(place)) == 2


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Two stores to be published in turn; nothing of them stays in the share but the last two."""
    monkeypatch.setattr(share, "GRACE_S", -1.0)
    put(tmp_path / "tiny", TINY)
    put(tmp_path / "both", BOTH)
    return [tmp_path / "tiny", tmp_path / "both"]


@pytest.mark.slow
@forks
def test_a_publisher_killed_at_any_step_leaves_the_whole_of_what_was_or_of_what_is_new(
    tmp_path: Path, two: list[Path]
) -> None:
    place, mine = tmp_path / "share", tmp_path / "mine"
    Share(place).publish(two[0])
    pull(Share(place), mine)
    outcomes = set()
    for turn, step in enumerate(count(1, 2), 1):
        store, holds = two[turn % 2], (TINY, BOTH)[turn % 2]
        was = read(mine)
        died = killed_at(step, place, lambda store=store: Share(place).publish(store, keep=1, force=True))  # type: ignore[misc]
        pull(Share(place), mine)
        found = read(mine)
        assert found in (was, holds)
        outcomes.add(found == was)
        Share(place).publish(store, keep=1, force=True, wait_s=0.0)
        assert debris(place) == []
        assert len(published(place)) == 1
        pull(Share(place), mine)
        assert read(mine) == holds
        if not died:
            break
    assert step > 40
    assert outcomes == {True, False}


@pytest.mark.slow
@forks
def test_a_pull_killed_at_any_step_leaves_the_whole_of_what_was_or_of_what_is_new(
    tmp_path: Path, two: list[Path]
) -> None:
    place, mine = tmp_path / "share", tmp_path / "mine"
    Share(place).publish(two[0])
    pull(Share(place), mine)
    outcomes = set()
    for turn, step in enumerate(count(1, 3), 1):
        holds = (TINY, BOTH)[turn % 2]
        Share(place).publish(two[turn % 2], keep=1, force=True)
        was = read(mine)
        died = killed_at(step, mine, lambda: pull(Share(place), mine))
        found = read(mine)
        assert found in (was, holds)
        outcomes.add(found == was)
        pull(Share(place), mine)
        assert read(mine) == holds
        assert len([name for name in os.listdir(mine) if name.startswith(("gen-", "dead-", "CURRENT."))]) == 1
        if not died:
            break
    assert step > 40
    assert outcomes == {True, False}


_PUBLISHER = """
import sys, time
from pathlib import Path
from pathway_graph.stores.embedded.share import Share
from networks import OTHER, TINY
from plain_stores import put
store, place, turns = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[4])
for turn in range(turns):
    put(store, {"tiny": TINY, "other": OTHER}[sys.argv[3]], size=200_000 + turn)
    Share(place).publish(store, force=True, keep=1)
"""


@pytest.mark.slow
def test_two_machines_that_publish_at_once_never_show_a_reader_part_of_either(tmp_path: Path) -> None:
    place, mine = tmp_path / "share", tmp_path / "mine"
    script = tmp_path / "publisher.py"
    script.write_text(_PUBLISHER, encoding="utf-8")
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    publishers = [
        subprocess.Popen([sys.executable, str(script), str(tmp_path / name), str(place), name, "8"], env=environ)
        for name in ("tiny", "other")
    ]
    seen = 0
    while any(one.poll() is None for one in publishers) or not seen:
        try:
            pull(Share(place), mine)
        except StoreEmpty:
            continue
        except StoreUnavailable as error:
            assert "no folder that a store was published to" in str(error)  # noqa: PT017
            continue
        assert read(mine) in (TINY, OTHER)
        seen += 1
    assert [one.wait(60) for one in publishers] == [0, 0]
    assert Share(place).current()[1]["published"]["number"] == 16
    assert debris(place) == []
    assert seen


def test_a_store_that_is_older_or_another_is_refused_unless_forced(tmp_path: Path) -> None:
    store, copy, place = tmp_path / "store", tmp_path / "copy", tmp_path / "share"
    put(store, TINY)
    Share(place).publish(store)
    pull(Share(place), copy)
    put(store, BOTH)
    Share(place).publish(store)
    with pytest.raises(StoreUnavailable, match="holds what is newer: 1 load more than this store"):
        Share(place).publish(copy)
    put(tmp_path / "foreign", OTHER)
    with pytest.raises(StoreUnavailable, match=r"publication 2 by .*, of another store \(other, tiny\)"):
        Share(place).publish(tmp_path / "foreign")
    assert Share(place).current()[1]["sources"] == ["other", "tiny"]
    assert Share(place).publish(copy, force=True).number == 3
    pull(Share(place), tmp_path / "mine")
    assert read(tmp_path / "mine") == TINY


def test_what_was_published_by_a_newer_version_is_not_replaced_by_an_older_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, place = tmp_path / "store", tmp_path / "share"
    put(store, TINY)
    with monkeypatch.context() as patched:
        patched.setattr("importlib.metadata.version", lambda _: "99.1")
        Share(place).publish(store)
    current = Generations(store).current()
    about = sealing.about(current)
    sealing.seal(current, {**{key: about[key] for key in about.keys() - {"seal"}}, "rules": "others"})
    with pytest.raises(StoreUnavailable, match=r"was published by pathway-graph 99\.1"):
        Share(place).publish(store)


@pytest.mark.parametrize("what", ["cut", "byte", "missing", "about", "pointer"])
def test_a_damaged_share_is_refused_and_the_store_stays_as_it_was(tmp_path: Path, what: str) -> None:
    store, place, mine = tmp_path / "store", tmp_path / "share", tmp_path / "mine"
    put(store, TINY)
    Share(place).publish(store)
    pull(Share(place), mine)
    put(store, BOTH)
    generation = place / Share(place).publish(store).name
    file = generation / "graph" / "Entity%7E_0.1.bucket"
    content = file.read_bytes()
    if what == "cut":
        file.write_bytes(content[:50])
    elif what == "byte":
        file.write_bytes(bytes([content[0] ^ 1]) + content[1:])
    elif what == "missing":
        file.unlink()
    elif what == "about":
        (generation / "about.json").write_text((generation / "about.json").read_text().replace("tiny", "tony"))
    else:
        (place / "CURRENT").write_text("gen-../../etc")
    with pytest.raises(StoreUnavailable, match=r"is damaged"):
        pull(Share(place), mine)
    assert read(mine) == TINY
    assert [one.state for one in check_folder(place) if one.name.startswith("share")] == ["wrong"]
    assert Share(place).publish(store, force=True).is_new
    pull(Share(place), mine)
    assert read(mine) == BOTH


@pytest.mark.parametrize(
    "name", ["../evil", "graph/../../evil", "/etc/passwd", "graph/.hidden", "graph/a/b", "about.json"]
)
def test_a_list_of_files_names_nothing_outside_a_generation(name: str) -> None:
    with pytest.raises(StoreUnavailable, match="its list of files is none"):
        transfer.require_listed({name: [1, "00"]}, "x")


def test_a_pull_does_not_drop_what_was_loaded_here(tmp_path: Path) -> None:
    store, place, mine = tmp_path / "store", tmp_path / "share", tmp_path / "mine"
    put(store, TINY)
    put(mine, OTHER)
    Share(place).publish(store)
    with pytest.raises(StoreUnavailable, match="and not pulled: other; a pull would drop that"):
        pull(Share(place), mine)
    assert read(mine) == OTHER
    pull(Share(place), mine, replace=True)
    assert read(mine) == TINY


def test_who_published_may_pull_what_goes_on_from_that(tmp_path: Path) -> None:
    store, place, mine = tmp_path / "store", tmp_path / "share", tmp_path / "mine"
    put(store, TINY)
    Share(place).publish(store)
    pull(Share(place), mine)
    put(mine, BOTH)
    Share(place).publish(mine)
    assert pull(Share(place), store).is_new  # nothing of its own goes
    assert read(store) == BOTH
    put(store, merge([BOTH, THIRD]))
    with pytest.raises(StoreUnavailable, match="and not pulled: other, third, tiny; a pull would drop that"):
        pull(Share(place), store)
    put(mine, merge([TINY, OTHER_REVISED]))
    Share(place).publish(mine)
    with pytest.raises(StoreUnavailable, match="a pull would drop that"):
        pull(Share(place), store)  # both went on from the same, each its own way
    assert read(store) == merge([BOTH, THIRD])


def test_no_load_works_in_a_share_and_no_store_is_published_over_something_else(tmp_path: Path) -> None:
    store, place = tmp_path / "store", tmp_path / "share"
    put(store, TINY)
    Share(place).publish(store)
    with pytest.raises(StoreUnavailable, match="changes by `pathway-graph publish` alone"):
        put(place, OTHER)
    with pytest.raises(StoreUnavailable, match="changes by `pathway-graph publish` alone"):
        open_store(place).write(OTHER)
    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign" / "thesis.docx").write_text("")
    (tmp_path / "notes.txt").write_text("")
    for folder, said in (
        (tmp_path / "foreign", "it holds 'thesis.docx'"), (store, "is a share itself"),
        (tmp_path / "notes.txt", "notes.txt is a file; name a folder"),
    ):  # fmt: skip
        with pytest.raises(StoreUnavailable, match=said):
            Share(folder).publish(store)
    put(tmp_path / "second", OTHER)
    with pytest.raises(StoreUnavailable, match="is no share"):
        Share(tmp_path / "second").publish(store)


def test_a_share_is_read_in_place_and_nothing_is_written_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, place = tmp_path / "store", tmp_path / "share"
    monkeypatch.setenv("PATHWAY_GRAPH_CACHE", str(tmp_path / "cache"))
    put(store, TINY)
    Share(place).publish(store)
    before = {file: file.stat().st_mtime_ns for file in (place, *place.rglob("*"))}
    opened = open_store(place)
    assert isinstance(opened, SharedStore)
    assert opened.read() == TINY
    assert opened.history().loads[0].changes[0].source == "tiny"
    backup(place, tmp_path / "all.tar")
    assert [one.state for one in check_folder(place) if one.name == "share"] == ["ok"]
    assert {file: file.stat().st_mtime_ns for file in (place, *place.rglob("*"))} == before
    put(store, BOTH)
    Share(place).publish(store)
    opened._looked_s -= 11.0  # as if it had been open that long
    assert opened.read() == BOTH
    opened.close()
    monkeypatch.setenv("PATHWAY_GRAPH_CACHE", "")
    opened = open_store(place)
    assert opened.read() == BOTH
    assert isinstance(opened, SharedStore)
    copy = opened.path
    opened.close()
    assert not copy.exists()
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("PATHWAY_GRAPH_CACHE", str(tmp_path / "file"))  # no folder can be made in it
    with pytest.raises(StoreError, match="or name another folder with PATHWAY_GRAPH_CACHE"):
        open_store(place).read()


def test_old_publications_stay_until_they_are_too_many_and_long_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, place = tmp_path / "store", tmp_path / "share"
    numbers = []
    for turn in range(5):
        put(store, TINY if turn % 2 else BOTH)
        Share(place).publish(store, keep=2)
        numbers.append(len(published(place)))
    assert numbers == [1, 2, 3, 4, 5]  # none was replaced an hour ago
    for folder in published(place):
        about = place / folder / "about.json"
        os.utime(about, (time.time() - 4000, time.time() - 4000))
    put(store, TINY)
    put(store, BOTH)
    Share(place).publish(store, keep=2)
    left = sorted(sealing.about(place / name)["published"]["number"] for name in published(place))
    assert left == [5, 6]
    monkeypatch.setattr(share, "GRACE_S", -1.0)
    put(store, TINY)
    Share(place).publish(store, keep=1)
    assert len(published(place)) == 1


# Who publishes now


def _lock(folder: Path, **owner: object) -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / share_lock.NAME
    file.write_text(json.dumps({"token": "t", "host": "elsewhere", "pid": 1, "time": "today", **owner}))
    return file


def test_a_second_publisher_waits_and_says_for_whom(tmp_path: Path) -> None:
    _lock(tmp_path)
    with pytest.raises(StoreUnavailable, match="process 1 on elsewhere since today"), share_lock.held(tmp_path, 0.0):
        pass
    assert os.listdir(tmp_path) == [share_lock.NAME]


def test_the_lock_of_another_machine_falls_when_nothing_was_heard_of_it_for_long(tmp_path: Path) -> None:
    file = _lock(tmp_path)
    long_ago = time.time() - share_lock.STALE_S - 5
    os.utime(file, (long_ago, long_ago))
    with share_lock.held(tmp_path, 0.0) as lock:
        lock.require()
        assert share_lock.owner_of(tmp_path).startswith(f"process {os.getpid()} on {socket.gethostname()}")
    assert os.listdir(tmp_path) == []


@forks
def test_the_lock_of_a_dead_process_of_this_machine_falls_at_once(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    _lock(tmp_path, pid=dead.pid, place=share_lock._place())
    with share_lock.held(tmp_path, 0.0):
        pass
    _lock(tmp_path, pid=os.getpid(), place=share_lock._place())
    with pytest.raises(StoreUnavailable, match="another publisher"), share_lock.held(tmp_path, 0.0):
        pass


def test_a_publisher_that_slept_while_another_took_over_publishes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, place = tmp_path / "store", tmp_path / "share"
    put(store, TINY)
    Share(place).publish(store)
    put(store, BOTH)
    copy = transfer.copy_files

    def slow(*arguments: Any) -> None:
        copy(*arguments)
        _lock(place)

    monkeypatch.setattr(transfer, "copy_files", slow)
    with pytest.raises(StoreUnavailable, match="taken over by another publisher"):
        Share(place).publish(store)
    assert Share(place).current()[1]["sources"] == ["tiny"]
    assert debris(place) == [share_lock.NAME]


def test_a_link_is_not_needed_for_the_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    with share_lock.held(tmp_path, 0.0) as lock:
        lock.require()
        with pytest.raises(StoreUnavailable, match="another publisher"), share_lock.held(tmp_path, 0.0):
            pass
    assert os.listdir(tmp_path) == []


# The disk, and the command line


@pytest.mark.skipif(sys.platform == "win32", reason="a limit of Unix")
def test_a_full_disk_leaves_what_was_published_and_what_was_pulled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, place, mine = tmp_path / "store", tmp_path / "share", tmp_path / "mine"
    put(store, TINY)
    Share(place).publish(store)
    pull(Share(place), mine)
    put(store, BOTH)

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(StoreError, match="is as it was, nothing was published: no space left on the device"):
            Share(place).publish(store)
    assert debris(place) == []
    Share(place).publish(store)
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(StoreError, match="is unchanged: no space left on the device; free 1 MB"):
            pull(Share(place), mine)
    assert read(mine) == TINY
    assert len([name for name in os.listdir(mine) if name.startswith("gen-")]) == 1


def test_the_commands_say_what_was_published_and_what_a_pull_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, place, mine = tmp_path / "store", tmp_path / "share", tmp_path / "mine"
    monkeypatch.delenv("NEO4J_URI", raising=False)

    def ask(*arguments: object) -> tuple[int, str, str]:
        done = CliRunner().invoke(cli, [str(one) for one in arguments])
        assert not done.exception or isinstance(done.exception, SystemExit), done.exception
        return done.exit_code, done.stdout, done.stderr

    put(store, merge([TINY, OTHER]))
    assert json.loads(ask("publish", place, "--store", store)[1])["number"] == 1
    _, said, noted = ask("pull", place, "--store", mine, "--format", "table")
    assert said.startswith("pulled number 1 of ")
    assert "new here: " in noted
    put(store, merge([TINY, OTHER_REVISED]))
    ask("publish", place, "--store", store)
    code, said, noted = ask("pull", "--store", mine)
    assert (code, json.loads(said)["number"], json.loads(said)["is_new"]) == (0, 2, True)
    assert "claims added " in noted
    assert "nothing to do" in ask("pull", "--store", mine)[2]
    assert ask("pull", "--store", tmp_path / "new")[0] == 2
    refused = CliRunner().invoke(cli, ["remove", "tiny", "--store", str(place)])
    assert "changes by `pathway-graph publish` alone" in str(refused.exception)
    assert refused.stdout == ""  # nothing is told as removed that is not
    put(mine, THIRD)  # a load does not make it forget where it came from
    refused = CliRunner().invoke(cli, ["pull", "--store", str(mine)])
    assert "holds what was loaded into it and not pulled: third" in str(refused.exception)
    assert ask("pull", "--store", mine, "--replace")[0] == 0
