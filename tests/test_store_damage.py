"""A damaged, foreign or half-restored store is answered rightly or refused, and no load makes it worse."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from damages import Damage, answers, damages, done
from networks import OTHER, TINY
from pathway_graph.cypher.files import schema_statements
from pathway_graph.doctor import examine, repair
from pathway_graph.errors import StoreError, StoreUnavailable
from pathway_graph.formats.native import read_guide
from pathway_graph.model.build import merge
from pathway_graph.stores.embedded import bulk, engine, sealing
from pathway_graph.stores.embedded.generations import LOCK, POINTER, Generations
from pathway_graph.stores.embedded.store import EmbeddedStore
from pathway_graph.stores.records import to_records
from test_embedded import load, python, read, result

COUNT = int(os.environ.get("PATHWAY_GRAPH_DAMAGES", "24"))
"""How many random damages are tried: ``PATHWAY_GRAPH_DAMAGES=200 pytest tests/test_store_damage.py`` tries many."""


@pytest.fixture(scope="module")
def guide_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the packaged guide, with its snapshot and the mark that it was hashed."""
    root = tmp_path_factory.mktemp("damaged") / "store"
    load(root, read_guide())
    settle(root)
    answers(root)
    assert (generation(root) / sealing.SNAPSHOT).exists()
    assert (generation(root) / sealing.MARK).exists()
    return root


def generation(root: Path) -> Path:
    (found,) = root.glob("gen-*")
    return found


def settle(root: Path) -> None:
    """Make the files old enough to be marked: the time is set back, then the mark is made by an opening."""
    for file in (generation(root) / sealing.GRAPH).iterdir():
        os.utime(file, ns=(0, 0))
    time.sleep(2.1)  # ctime cannot be set
    count(root)
    read(root)


def count(root: Path) -> Any:
    """Ask the engine something."""
    store = EmbeddedStore(root)
    try:
        return store.run("MATCH (e:Entity) RETURN count(e)").rows[0][0]
    finally:
        store.close()


def without_snapshot(root: Path) -> Path:
    """Remove the snapshot of a store, so that the database alone is there."""
    (generation(root) / sealing.SNAPSHOT).unlink()
    return root


def reseal(folder: Path, **changes: Any) -> None:
    """Rewrite ``about.json`` with other facts and a seal that fits, as another version would."""
    about = json.loads((folder / sealing.ABOUT).read_text())
    del about["seal"]
    about |= changes
    text = json.dumps(about, sort_keys=True, separators=(",", ":"))
    about["seal"] = hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
    (folder / sealing.ABOUT).write_text(json.dumps(about))


def flip(file: Path) -> None:
    """Change the last byte that is not zero; size stays, and so does the time of the last change."""
    content, before = bytearray(file.read_bytes()), file.stat()
    content[len(content.rstrip(b"\0")) - 1] ^= 1
    file.write_bytes(content)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


# Random damages ---------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.timeout(300 + 10 * COUNT)
def test_a_damaged_store_is_answered_as_before_or_refused(guide_store: Path) -> None:
    right = answers(guide_store)
    assert not any(isinstance(answer, Exception) for answer in right.values())
    tally: Counter[str] = Counter()
    for damage in damages(guide_store, COUNT, seed=20261126):
        with done(damage, guide_store):
            tally[judge(damage, answers(guide_store), right)] += 1
    sys.stderr.write(f"{dict(tally)}\n")  # shown by -s or where the test fails
    assert tally["refused"] + tally["partly"] >= COUNT // 3
    assert answers(guide_store) == right


def judge(damage: Damage, given: dict[str, Any], right: dict[str, Any]) -> str:
    refused = 0
    for name, answer in given.items():
        if isinstance(answer, StoreError):
            refused += 1
            assert "; " in str(answer), f"{damage}: no way out of {answer}"
            assert str(damage.file.parent) in str(answer), f"{damage}: {answer} does not say where"
            assert "null" not in str(answer)
        else:
            assert answer == right[name], f"{damage}: a wrong answer to {name}"
    return "refused" if refused == len(right) else "right" if not refused else "partly"


# Files ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "ACTIVATES_0",
        *(
            pytest.param(other, marks=pytest.mark.slow)
            for other in ("Entity%7EProtein_0.", "dictionary", "schema.json")
        ),
    ],
)
def test_one_flipped_byte_is_refused_at_opening_and_by_doctor_and_load(tmp_path: Path, name: str) -> None:
    root = tmp_path / "store"
    load(root, TINY)
    settle(root)
    file = next((generation(root) / "graph").glob(f"{name}*"))
    flip(file)
    assert read(root) == TINY, "the snapshot holds the same"
    with pytest.raises(StoreUnavailable, match=r"its content is not what was loaded; run `pathway-graph load`.* tiny"):
        count(root)
    without_snapshot(root)
    before = sorted(path.name for path in root.rglob("*"))
    for action in (read, lambda path: load(path, TINY), lambda path: load(path, OTHER)):
        with pytest.raises(StoreUnavailable, match=r"is damaged: its content is not what was loaded; restore .* tiny"):
            action(root)
    assert sorted(path.name for path in root.rglob("*")) == before
    (check,) = [check for check in examine(root) if check.name == "store files"]
    assert check.state == "wrong"
    assert file.name in check.found


@pytest.mark.slow
def test_a_disk_that_rots_without_a_trace_in_the_times_is_caught_by_doctor_and_load(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(tmp_path, TINY)
    settle(tmp_path)
    flip(next((generation(tmp_path) / "graph").glob("ACTIVATES_0*")))
    monkeypatch.setattr(sealing, "_signature", lambda *_: (generation(tmp_path) / sealing.MARK).read_text().strip())
    without_snapshot(tmp_path)
    assert count(tmp_path)  # nothing that the system says differs, so it is not hashed
    with pytest.raises(StoreUnavailable, match="is damaged"):
        load(tmp_path, OTHER)
    assert [check.state for check in examine(tmp_path) if check.name == "store files"] == ["wrong"]


def test_a_missing_an_extra_and_a_longer_file_are_all_named(tmp_path: Path) -> None:
    load(tmp_path, TINY)
    graph = generation(tmp_path) / "graph"
    (missing,) = graph.glob("INHIBITS_0*")
    missing.unlink()
    (graph / "OTHER_0.999.65536.v0.bucket").write_bytes(b"")
    (longer,) = graph.glob("dictionary*")
    longer.write_bytes(longer.read_bytes() + b"x")
    with pytest.raises(StoreUnavailable) as caught:
        count(tmp_path)
    said = str(caught.value)
    assert f"{missing} is missing" in said
    assert f"{longer} is damaged: it has 65,537 bytes, not 65,536" in said
    assert f"{graph}/OTHER_0.999.65536.v0.bucket does not belong there" in said


def test_files_that_systems_leave_about_do_no_harm(tmp_path: Path) -> None:
    load(tmp_path, TINY)
    for name in (".DS_Store", "Thumbs.db", "desktop.ini", ".nfs0000000123"):
        (generation(tmp_path) / "graph" / name).write_text("x")
    assert read(tmp_path) == TINY


def test_wrong_counts_in_the_statistics_are_not_believed(tmp_path: Path) -> None:
    load(tmp_path, TINY)
    file = generation(tmp_path) / "graph" / "statistics.json"
    counted = json.loads(file.read_text())
    for name, entry in counted.items():
        if isinstance(entry, dict) and name.endswith("Entity_0"):
            entry["count"] = 99
    file.write_text(json.dumps(counted))
    store = EmbeddedStore(tmp_path)
    assert store.run("MATCH (n:Entity) RETURN count(n)").rows == ((len(TINY.entities),),)
    store.close()


def test_statistics_that_a_reader_rewrites_are_no_damage(tmp_path: Path) -> None:
    load(tmp_path, TINY)
    (generation(tmp_path) / "graph" / "statistics.json").unlink()
    for _ in range(3):
        assert count(tmp_path) == len(TINY.entities)
    assert (generation(tmp_path) / "graph" / "statistics.json").exists()


@pytest.mark.slow
def test_unchanged_files_are_hashed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(tmp_path, TINY)
    settle(tmp_path)
    monkeypatch.setattr(sealing, "_verified", {})
    monkeypatch.setattr(sealing, "_hash", lambda file: pytest.fail(f"{file} is hashed again"))
    assert count(tmp_path) == len(TINY.entities)
    assert read(tmp_path) == TINY


def test_a_file_as_young_as_the_clock_is_coarse_is_hashed_again(tmp_path: Path) -> None:
    load(tmp_path, TINY)
    assert count(tmp_path) == len(TINY.entities)
    assert read(tmp_path) == TINY
    assert not (generation(tmp_path) / sealing.MARK).exists()
    assert not (generation(tmp_path) / f"{sealing.SNAPSHOT}.{sealing.MARK}").exists()


@pytest.mark.slow
def test_a_copy_of_a_store_is_as_good_as_the_store(tmp_path: Path) -> None:
    load(tmp_path / "one", TINY)
    settle(tmp_path / "one")
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    assert read(tmp_path / "two") == TINY


@pytest.mark.slow
def test_damage_while_a_store_is_open_is_seen_within_a_second(tmp_path: Path) -> None:
    load(tmp_path, TINY)
    store = EmbeddedStore(tmp_path)
    assert store.read() == TINY
    next((generation(tmp_path) / "graph").glob("INHIBITS_0*")).unlink()
    time.sleep(1.1)
    with pytest.raises(StoreUnavailable, match="is missing"):
        store.run("MATCH ()-[r:INHIBITS]->() RETURN count(r)")
    store.close()


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root to become another user")
def test_a_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    script = """
        import os, sys
        from test_embedded import load, read
        from networks import TINY
        load(sys.argv[2], TINY)
        os.setgid(65534)
        os.setuid(65534)
        try:
            print(read(sys.argv[1]))
        except Exception as error:
            print(type(error).__name__, error)
    """
    root = tmp_path / "store"
    load(root, TINY)
    for folder in (root, *root.parents):
        if folder != Path("/") and folder != Path("/tmp"):
            folder.chmod(0o755)
    file = next((generation(without_snapshot(root)) / "graph").glob("ACTIVATES_0*"))
    file.chmod(0o600)
    code, out, err = result(python(script, root, tmp_path / "warm"))
    assert (code, err) == (0, "")
    assert out.startswith(f"StoreUnavailable {file} cannot be read: permission denied; ")


def test_rows_that_do_not_fit_together_are_a_store_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(tmp_path, TINY)
    without_snapshot(tmp_path)

    def torn(*_: object) -> None:
        raise KeyError("#258:1")

    monkeypatch.setattr(bulk, "read", torn)
    with pytest.raises(StoreError, match=r"rows do not fit together.*pathway-graph doctor"):
        read(tmp_path)


# Versions ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"format": 3}, r"is of format 3, and this pathway-graph knows 2.*install that version"),
        ({"engine": "99.1.0"}, r"was written by engine 99\.1\.0.*pip install --upgrade"),
        ({"format": 0}, "states no format"),
        ({"format": None}, "states no format"),
        ({"format": True}, "states no format"),
    ],
)
def test_a_store_of_another_version_is_refused_and_never_rewritten(
    tmp_path: Path, changes: dict[str, Any], says: str
) -> None:
    load(tmp_path, TINY)
    reseal(generation(without_snapshot(tmp_path)), **changes)
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    for action in (read, lambda path: load(path, OTHER), lambda path: load(path, TINY)):
        with pytest.raises(StoreUnavailable, match=says):
            action(tmp_path)
    assert {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()} == before


def test_an_edited_stamp_is_damage(tmp_path: Path) -> None:
    load(tmp_path, TINY)
    about = generation(tmp_path) / sealing.ABOUT
    about.write_text(about.read_text().replace('"engine"', '"motor"'))
    with pytest.raises(StoreUnavailable, match=r"about\.json is damaged"):
        load(tmp_path, OTHER)


def older(root: Path, network: Any = TINY) -> None:
    """Make the store in *root* one of the format before hashes."""
    folder = generation(root)
    stamp = bulk.digest(to_records(network), schema_statements())
    (folder / sealing.ABOUT).write_text(json.dumps({"format": 1, "engine": "26.10.2", "stamp": stamp}))


@pytest.mark.slow
def test_a_store_of_the_format_before_is_read_by_its_rows_and_brought_up_to_date_by_a_load(tmp_path: Path) -> None:
    load(tmp_path, TINY)
    older(tmp_path)
    assert read(tmp_path) == TINY
    store = EmbeddedStore(tmp_path)
    with pytest.raises(StoreUnavailable, match="earlier version, which kept no checksums; run `pathway-graph load`"):
        store.run("RETURN 1")
    store.close()
    assert load(tmp_path, OTHER) == merge([TINY, OTHER])
    assert sealing.check(generation(tmp_path))["sources"] == ["other", "tiny"]


@pytest.mark.slow
def test_the_same_load_again_brings_an_older_store_up_to_date_too(tmp_path: Path) -> None:
    load(tmp_path, TINY)
    older(tmp_path)
    load(tmp_path, TINY)
    assert sealing.about(generation(tmp_path))["format"] == sealing.FORMAT


def test_an_older_store_whose_rows_are_not_those_loaded_is_refused(tmp_path: Path) -> None:
    load(tmp_path, TINY)
    older(tmp_path, OTHER)
    for action in (read, lambda path: load(path, OTHER)):
        with pytest.raises(StoreUnavailable, match="not those that were loaded"):
            action(tmp_path)


# The pointer ------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("content", [None, b"", b"gen-ffffffffffff\n", b"../elsewhere", b"\xff\xfe\x00"])
def test_a_lost_pointer_is_offered_back_and_no_load_removes_what_it_pointed_to(
    tmp_path: Path, content: bytes | None
) -> None:
    load(tmp_path, TINY)
    if content is None:
        (tmp_path / POINTER).unlink()
    else:
        (tmp_path / POINTER).write_bytes(content)
    name = generation(tmp_path).name
    for action in (read, lambda path: load(path, OTHER)):
        with pytest.raises(StoreUnavailable, match=rf"{name} \(tiny\); run `pathway-graph doctor --repair`"):
            action(tmp_path)
    assert [check.state for check in repair(tmp_path)] == ["ok"]
    assert read(tmp_path) == TINY
    assert load(tmp_path, OTHER) == merge([TINY, OTHER])


def test_a_damaged_generation_is_not_offered_back_as_whole(tmp_path: Path) -> None:
    load(tmp_path, TINY)
    (tmp_path / POINTER).unlink()
    flip(next((generation(tmp_path) / "graph").glob("ACTIVATES_0*")))
    (check,) = repair(tmp_path)
    assert check.state == "wrong"
    assert "is damaged" in check.found
    assert not (tmp_path / POINTER).exists()


def test_a_generation_nothing_points_to_stays_and_is_told(tmp_path: Path) -> None:
    load(tmp_path / "one", TINY)
    load(tmp_path / "two", OTHER)
    stray = generation(tmp_path / "two")
    shutil.copytree(stray, tmp_path / "one" / stray.name)
    load(tmp_path / "one", OTHER)
    assert (tmp_path / "one" / stray.name / sealing.ABOUT).exists()
    assert read(tmp_path / "one") == merge([TINY, OTHER])
    said = [check for check in examine(tmp_path / "one") if check.name == "store"]
    assert any(check.state == "warning" and stray.name in check.found for check in said)


def test_a_description_that_is_lost_is_not_said_to_be_mended_by_a_load(tmp_path: Path) -> None:
    """A load builds on what a generation says of itself: without that, the snapshot beside it helps nobody."""
    load(tmp_path, TINY)
    about = generation(tmp_path) / sealing.ABOUT
    about.write_text(about.read_text().replace('"rows"', '"rowz"'))
    assert (generation(tmp_path) / sealing.SNAPSHOT).is_file()
    for action in (read, lambda path: load(path, OTHER)):
        with pytest.raises(StoreUnavailable, match=r"about\.json is damaged.*restore .* or delete it and run"):
            action(tmp_path)


@pytest.mark.slow
def test_a_read_generation_that_lost_both_the_pointer_and_its_description_is_kept(tmp_path: Path) -> None:
    load(tmp_path, TINY)
    settle(tmp_path)
    (tmp_path / POINTER).unlink()
    (generation(tmp_path) / sealing.ABOUT).unlink()
    before = sorted(path.name for path in tmp_path.rglob("*"))
    for action in (read, lambda path: load(path, OTHER)):
        with pytest.raises(StoreUnavailable, match="CURRENT is missing, but this is there"):
            action(tmp_path)
    (check,) = repair(tmp_path)
    assert (check.state, "about.json is missing" in check.found) == ("wrong", True)
    assert sorted(path.name for path in tmp_path.rglob("*")) == before


def test_repair_does_not_choose_among_strangers(tmp_path: Path) -> None:
    load(tmp_path / "one", TINY)
    load(tmp_path / "two", OTHER)
    stray = generation(tmp_path / "two")
    shutil.copytree(stray, tmp_path / "one" / stray.name)
    (tmp_path / "one" / POINTER).unlink()
    (check,) = repair(tmp_path / "one")
    assert (check.state, check.remedy) == ("wrong", "move all but the one you want to another place")


def test_a_store_without_its_lock_file_is_still_a_store(tmp_path: Path) -> None:
    load(tmp_path, TINY)
    (tmp_path / LOCK).unlink()
    assert read(tmp_path) == TINY
    assert load(tmp_path, OTHER) == merge([TINY, OTHER])


STEPS = ("write_text", "seal", "replace", "rename")


@pytest.mark.slow
@pytest.mark.parametrize("is_first", [True, False], ids=["first load", "second load"])
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_a_load_killed_at_a_step_of_the_swap_is_old_or_new_and_the_next_one_works(
    tmp_path: Path, step: str, when: str, is_first: bool
) -> None:
    if not is_first:
        load(tmp_path / "store", TINY)
    child = python(
        """
        import os, pathlib, signal, sys
        from networks import OTHER
        from pathway_graph.stores.embedded import sealing
        from test_embedded import load
        step, when = sys.argv[2:]
        owner = {"write_text": pathlib.Path, "rename": pathlib.Path, "seal": sealing, "replace": os}[step]
        real = getattr(owner, step)
        def deadly(*arguments, **options):
            mine = step != "replace" or str(arguments[1]).endswith("CURRENT")
            if mine and when == "before":
                os.kill(os.getpid(), signal.SIGKILL)
            found = real(*arguments, **options)
            if mine:
                os.kill(os.getpid(), signal.SIGKILL)
            return found
        setattr(owner, step, deadly)
        load(sys.argv[1], OTHER)
        """,
        tmp_path / "store", step, when,
    )  # fmt: skip
    code, _, err = result(child)
    assert code in (0, -9), err
    old = TINY if not is_first else None
    new = merge([TINY, OTHER]) if not is_first else OTHER
    found = read(tmp_path / "store") if Generations(tmp_path / "store").find() else None
    assert found == new or (code != 0 and found == old)
    assert load(tmp_path / "store", OTHER) == new
    assert Generations(tmp_path / "store").lost(Generations(tmp_path / "store").current()) == []
    assert len(list((tmp_path / "store").glob("gen-*"))) == 1
    assert {path.name for path in (tmp_path / "store").iterdir()} - {LOCK, POINTER} == {
        generation(tmp_path / "store").name
    }


# What the engine says ---------------------------------------------------------------------------------


def test_an_engine_that_says_null_is_not_quoted() -> None:
    error = engine.query_error(Exception("Query failed: java.lang.NullPointerException: null"), 60.0, 0.1)
    assert str(error).startswith("the engine failed and does not say why; put the query another way")


@pytest.mark.slow
def test_a_regular_expression_that_backtracks_is_told_as_that(tmp_path: Path) -> None:
    load(tmp_path, TINY)
    store = EmbeddedStore(tmp_path)
    with pytest.raises(StoreError, match=r"gave up on a regular expression after 1\.\d s"):
        store.run("RETURN $x =~ '(.*a){25}b'", {"x": "a" * 5000 + "!"})
    store.close()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc, where nobody can make a folder")
def test_a_home_that_cannot_be_written_costs_no_word_and_one_folder(tmp_path: Path) -> None:
    load(tmp_path / "store", TINY)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    code = (
        "import sys; from pathway_graph.stores.embedded.store import EmbeddedStore\n"
        "store = EmbeddedStore(sys.argv[1])\n"
        "print(store.run('RETURN 1').rows); store.close()"
    )
    for _ in range(2):
        child = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / "store")], capture_output=True, text=True, check=False,
            env={**os.environ, "HOME": "/proc/none", "XDG_STATE_HOME": "", "TMPDIR": str(temporary)},
        )  # fmt: skip
        assert (child.returncode, child.stdout, child.stderr) == (0, "((1,),)\n", "")
    assert [path.name for path in temporary.iterdir()] == [f"pathway-graph-{os.getuid()}"]
