"""Large loads: published with their snapshot first, then with their database; killed anywhere, never half."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from networks import OTHER, OTHER_REVISED, TINY
from pathway_graph.cli import cli
from pathway_graph.errors import StoreError, StoreUnavailable
from pathway_graph.explorer import child
from pathway_graph.formats.native import read_guide
from pathway_graph.model import Network
from pathway_graph.model.build import merge
from pathway_graph.stores import snapshot
from pathway_graph.stores.embedded import bolt_copy, bulk, engine, loading, sealing
from pathway_graph.stores.embedded.checks import check_folder, repair
from pathway_graph.stores.embedded.generations import Generations
from pathway_graph.stores.embedded.store import EmbeddedStore
from pathway_graph.stores.embedded.survey import survey
from patience import HUNG_S
from test_embedded import generations, load, python, read, result
from test_small_loads import _full, dump
from test_store_damage import reseal


def about(root: Path) -> dict[str, Any]:
    return sealing.check(Generations(root).current(), thoroughly=True)


@pytest.fixture
def staged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every load counts as large."""
    monkeypatch.setattr(loading, "STAGED", 0)
    monkeypatch.setattr(loading, "SMALL", 0)
    monkeypatch.setattr(loading, "SMALL_SHARE", 0.0)


def test_a_large_load_answers_before_its_database_is_built_and_is_whole_in_the_end(
    tmp_path: Path, staged: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(tmp_path, TINY)
    seen: list[Network] = []
    build = bulk.build

    def looked(*arguments: Any) -> None:
        seen.append(read(tmp_path))
        assert sealing.is_unbuilt(about(tmp_path))
        build(*arguments)

    monkeypatch.setattr(bulk, "build", looked)
    united = load(tmp_path, OTHER)
    assert seen == [united] == [merge([TINY, OTHER])]
    assert not sealing.is_unbuilt(about(tmp_path))
    assert len(generations(tmp_path)) == 1
    monkeypatch.setattr(bulk, "build", build)
    monkeypatch.setattr(loading, "STAGED", 10**6)
    load(tmp_path / "whole", united)
    (tmp_path / "whole").rename(tmp_path.parent / f"{tmp_path.name} whole")
    assert dump(tmp_path) == dump(tmp_path.parent / f"{tmp_path.name} whole")
    assert (tmp_path / generations(tmp_path)[0] / sealing.SNAPSHOT).read_bytes()[:13] == b"pathway-graph"


def _ended_early(root: Path, monkeypatch: pytest.MonkeyPatch, network: Network = OTHER) -> None:
    """Load *network*, and end before its database is built."""

    def ended(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, suppress(KeyboardInterrupt):
        patched.setattr(bulk, "build", ended)
        load(root, network)
    assert sealing.is_unbuilt(about(root))
    assert len(generations(root)) == 1


@pytest.mark.parametrize(
    "ask",
    [
        lambda root: EmbeddedStore(root).run("MATCH (e:Entity) RETURN count(*) AS n").rows[0][0],
        lambda root: len(load(root, OTHER).entities),
        lambda root: len(load(root, TINY).entities),
        lambda root: len(EmbeddedStore(root).remove("tiny").entities) + len(TINY.entities),
    ],
    ids=["query", "the same load again", "another load", "remove"],
)
def test_the_next_query_or_load_goes_on_where_a_large_load_ended(
    tmp_path: Path, staged: None, monkeypatch: pytest.MonkeyPatch, ask: Callable[[Path], int]
) -> None:
    load(tmp_path, TINY)
    _ended_early(tmp_path, monkeypatch)
    united = merge([TINY, OTHER])
    assert read(tmp_path) == united
    ask(tmp_path)
    assert not sealing.is_unbuilt(about(tmp_path))
    found = EmbeddedStore(tmp_path)
    assert found.run("MATCH (e:Entity) RETURN count(*)").rows == ((len(found.read().entities),),)
    assert found.run("MATCH (s:Statement) RETURN count(*)").rows == ((len(found.read().claims),),)
    assert len(generations(tmp_path)) == 1
    found.close()


def test_a_query_that_builds_its_database_first_says_so_and_how_far_it_is(
    tmp_path: Path, staged: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    _ended_early(tmp_path, monkeypatch)
    monkeypatch.setattr("pathway_graph.cli.query_command._SAY_EVERY_S", 0.0)
    asked = ["query", "-e", "MATCH (e:Entity) RETURN count(*) AS n", "--format", "csv", "--store", str(tmp_path)]
    first, second = (CliRunner().invoke(cli, asked) for _ in range(2))
    assert first.stdout.split() == second.stdout.split() == ["n", str(len(OTHER.entities))]
    assert "its database for Cypher is built before the query is answered" in first.stderr
    assert f"links: {survey(OTHER).links} of {survey(OTHER).links}" in first.stderr
    assert second.stderr == ""


def test_a_query_tells_how_long_it_has_waited_for_the_load_that_builds_its_database(
    tmp_path: Path, staged: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    _ended_early(tmp_path, monkeypatch)
    told: list[tuple[str, int, int]] = []
    store = EmbeddedStore(tmp_path, lock_wait_s=1.0)
    store.building = lambda *said: told.append(said)
    with Generations(tmp_path).locked(1.0), pytest.raises(StoreUnavailable, match="is not built yet"):
        store.run("RETURN 1")
    assert told[0] == ("seconds waited for another load", 0, 1)


def test_what_another_version_left_unbuilt_is_read_all_the_same(
    tmp_path: Path, staged: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    _ended_early(tmp_path, monkeypatch)
    monkeypatch.setattr(snapshot, "_program", lambda: "another version")
    assert read(tmp_path) == OTHER
    store = EmbeddedStore(tmp_path)
    assert store.run("MATCH (e:Entity) RETURN count(*)").rows == ((len(OTHER.entities),),)
    assert store.read() == OTHER
    store.close()


def test_where_an_unbuilt_snapshot_is_damaged_nothing_is_answered(
    tmp_path: Path, staged: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    _ended_early(tmp_path, monkeypatch)
    file = Generations(tmp_path).current() / sealing.SNAPSHOT
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(bytes(content))
    assert repair(tmp_path).state == "wrong"
    store = EmbeddedStore(tmp_path)
    for ask in (store.read, lambda: store.run("RETURN 1"), lambda: store.write(TINY)):
        with pytest.raises(StoreUnavailable, match=r"snapshot\.bin is damaged .* again for what it held: other"):
            ask()


def test_an_unbuilt_snapshot_that_rots_while_it_is_read_is_not_removed(
    tmp_path: Path, staged: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is all there is; without a database nothing makes it anew."""
    _ended_early(tmp_path, monkeypatch, read_guide())
    file = Generations(tmp_path).current() / sealing.SNAPSHOT
    network = EmbeddedStore(tmp_path).read()
    content = file.read_bytes()
    file.write_bytes(content[:16] + bytes(byte ^ 0xFF for byte in content[16:-2000]) + content[-2000:])
    with pytest.raises(StoreUnavailable, match=r"not what was written; restore .* or delete it and run"):
        _ = network.claims, network.entities
    assert file.is_file()


def test_edges_of_another_version_stay_known_as_such_when_their_database_is_built(
    tmp_path: Path, staged: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = merge([TINY, OTHER])
    before = replace(both, edges=tuple(replace(edge, certainty="hypothesis") for edge in both.edges))
    monkeypatch.setattr("pathway_graph.stores.embedded.store.require_storable", lambda _: None)
    _ended_early(tmp_path, monkeypatch, before)
    reseal(Generations(tmp_path).current(), rules="of another version")
    EmbeddedStore(tmp_path).run("RETURN 1")
    assert about(tmp_path)["rules"] == "of another version"
    assert load(tmp_path, OTHER_REVISED) == read(tmp_path) == merge([TINY, OTHER_REVISED])


def test_doctor_tells_what_is_unbuilt_and_the_remedy_mends_it(
    tmp_path: Path, staged: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(tmp_path, TINY)
    _ended_early(tmp_path, monkeypatch)
    checks = {check.name: check for check in check_folder(tmp_path)}
    assert checks["store content"].found == "data sets: other, tiny"
    files = checks["store files"]
    assert (files.state, files.found) == (
        "warning", "as they were loaded, but the database for Cypher is not built yet"
    )  # fmt: skip
    assert "pathway-graph query -e 'RETURN 1'" in files.remedy
    EmbeddedStore(tmp_path).run("RETURN 1")
    assert {check.state for check in check_folder(tmp_path)} == {"ok"}


def test_a_query_on_what_is_unbuilt_says_so_where_the_folder_cannot_be_written(
    tmp_path: Path, staged: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    _ended_early(tmp_path, monkeypatch)

    def refuse(*_: object) -> None:
        raise StoreUnavailable("cannot write to the store", hint="give another path")

    monkeypatch.setattr(Generations, "locked", refuse)
    assert read(tmp_path) == OTHER
    with pytest.raises(StoreUnavailable, match=r"the database for Cypher of .* is not built yet: cannot write"):
        EmbeddedStore(tmp_path).run("RETURN 1")


def test_the_explorer_does_not_begin_to_build_what_its_limit_would_end(
    tmp_path: Path, staged: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each attempt would be ended after the time of a page, told to be narrowed, and begun from the start again."""
    _ended_early(tmp_path, monkeypatch)
    with pytest.raises(StoreUnavailable, match=r"is not built yet; wait .* or run `pathway-graph query -e 'RETURN 1'`"):
        child.ask(str(tmp_path), "RETURN 1 AS n", {}, timeout_s=HUNG_S, limit=1)
    EmbeddedStore(tmp_path).run("RETURN 1")
    assert child.ask(str(tmp_path), "RETURN 1 AS n", {}, timeout_s=HUNG_S, limit=1)["rows"] == [{"n": 1}]


def test_a_database_that_cannot_be_built_is_told_and_the_load_stays(
    tmp_path: Path, staged: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(tmp_path, TINY)
    with monkeypatch.context() as patched:
        patched.setattr(bulk, "build", _full)
        with pytest.raises(StoreError, match=r"holds what was loaded, but its database for Cypher was not built"):
            load(tmp_path, OTHER)
    assert read(tmp_path) == merge([TINY, OTHER])
    assert load(tmp_path, OTHER) == merge([TINY, OTHER])
    assert not sealing.is_unbuilt(about(tmp_path))


LARGE_STEPS = (
    "before the snapshot", "after the snapshot", "before the seal", "after the seal", "before the pointer",
    "after the pointer", "before the database", "after the database", "before the second seal",
    "before the second pointer", "after the second pointer",
)  # fmt: skip
KILLED_LARGE = """
    import os, signal, sys
    from networks import OTHER
    from pathway_graph.stores.embedded import bolt_copy, bulk, engine, loading, sealing
    from test_embedded import load
    loading.STAGED = loading.SMALL = loading.SMALL_SHARE = 0
    when, *_, what = sys.argv[2].split()
    owner, name = {{"snapshot": (loading, "keep_snapshot"), "seal": (sealing, "seal"), "pointer": (os, "replace"),
                   "database": (bulk, "build")}}[what]
    left = 2 if "second" in sys.argv[2] else 1
    work = getattr(owner, name)
    def dying(*values, **named):
        global left
        left -= name != "replace" or str(values[1]).endswith("CURRENT")
        if left == 0 and when == "before":
            {end}
        found = work(*values, **named)
        if left == 0 and when == "after":
            {end}
        return found
    setattr(owner, name, dying)
    load(sys.argv[1], OTHER)
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("step", "end"),
    [
        *((step, "os.kill(os.getpid(), signal.SIGKILL)") for step in LARGE_STEPS),
        *((step, "raise KeyboardInterrupt") for step in LARGE_STEPS[2::3]),
    ],
    ids=lambda value: value.partition("(")[0],
)
def test_a_large_load_that_dies_at_any_step_leaves_the_old_or_the_new_content(
    tmp_path: Path, step: str, end: str
) -> None:
    load(tmp_path, TINY)
    code, _, err = result(python(KILLED_LARGE.format(end=end), tmp_path, step))
    assert code == (-9 if "SIGKILL" in end else -2), err
    is_new = LARGE_STEPS.index(step) >= LARGE_STEPS.index("after the pointer")
    assert read(tmp_path) == (merge([TINY, OTHER]) if is_new else TINY)
    assert sealing.is_unbuilt(about(tmp_path)) == (is_new and step != "after the second pointer")
    if "raise" in end:
        assert len(generations(tmp_path)) == 1, "debris of an interrupted load is left"
    count = len((merge([TINY, OTHER]) if is_new else TINY).entities)
    store = EmbeddedStore(tmp_path)
    assert store.run("MATCH (e:Entity) RETURN count(*)").rows == ((count,),)
    store.close()
    assert load(tmp_path, OTHER) == read(tmp_path) == merge([TINY, OTHER])
    assert len(generations(tmp_path)) == 1
    load(tmp_path / "whole", merge([TINY, OTHER]))
    (tmp_path / "whole").rename(tmp_path.parent / f"{tmp_path.name} whole")
    assert dump(tmp_path) == dump(tmp_path.parent / f"{tmp_path.name} whole")


def test_what_is_copied_to_be_served_has_its_database_though_a_large_load_came_meanwhile(
    tmp_path: Path, staged: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The load is published without its database just after the store was seen to have one, and ends there."""
    store, target = tmp_path / "store", tmp_path / "copy"
    load(store, TINY)
    found = Generations(store)
    asked: list[Path] = []

    def built() -> Path:
        asked.append(loading.built(loading.Loading(found, store, 10.0), 10.0))
        if len(asked) == 1:
            _ended_early(store, monkeypatch)
        return asked[-1]

    bolt_copy.copy_current(found, target, built)
    united = merge([TINY, OTHER])
    assert read(store) == united
    assert len(asked) == 2
    reader = engine.acquire(target, 60.0)
    try:
        assert reader.sql("SELECT count(*) AS n FROM Entity") == [{"n": len(united.entities)}]
    finally:
        engine.release(reader)
