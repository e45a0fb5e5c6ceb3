"""The embedded store under what can go wrong: killed loads, other processes, foreign folders, endless queries."""

from __future__ import annotations

import errno
import os
import random
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from networks import OTHER, TINY
from pathway_graph.cypher.columns import columns_of
from pathway_graph.cypher.parse import parse
from pathway_graph.errors import InputError, QueryError, QueryTimeout, StoreUnavailable
from pathway_graph.model import Claim, Entity, Network, Source
from pathway_graph.model.build import build_network, merge
from pathway_graph.stores.embedded import engine
from pathway_graph.stores.embedded.generations import LOCK, POINTER, Generations
from pathway_graph.stores.embedded.store import EmbeddedStore
from patience import HUNG_S, soon

TESTS = Path(__file__).parent
ENDLESS = "UNWIND range(1, 5000000) AS a UNWIND range(1, 2000) AS b RETURN sum(a * b)"
UNSTOPPABLE = "WITH $l AS l RETURN reduce(s = 0, x IN l | s + size([y IN l WHERE y > x])) AS s"


def middling(version: str) -> Network:
    """Return a network whose load takes a second or so."""
    return build_network(
        Source("middling", version=version),
        entities=[Entity(f"prot:{i}", "Protein", f"P{i} {version}") for i in range(2000)],
        claims=[
            Claim(f"m{i}", f"prot:{i % 2000}", "activates", f"prot:{(i * 7 + 1) % 2000}", version) for i in range(4000)
        ],
    )


def python(code: str, *arguments: object) -> subprocess.Popen[str]:
    """Start Python on *code*, with this folder's modules at hand."""
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(code), *map(str, arguments)],
        cwd=TESTS, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def result(process: subprocess.Popen[str], timeout_s: float = HUNG_S) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=timeout_s)
    return process.returncode, out, err


def load(path: Path, network: Network) -> Network:
    store = EmbeddedStore(path)
    try:
        return store.write(network)
    finally:
        store.close()


def read(path: Path) -> Network:
    store = EmbeddedStore(path)
    try:
        return store.read()
    finally:
        store.close()


def generations(path: Path) -> list[str]:
    return sorted(name for name in os.listdir(path) if name not in (POINTER, LOCK))


# Killed and concurrent loads --------------------------------------------------------------------------

LOAD = """
    import sys
    from test_embedded import load, middling
    network = middling(sys.argv[2])
    print("ready", flush=True)
    load(sys.argv[1], network)
    print("done", flush=True)
"""


@pytest.mark.slow
def test_a_load_killed_at_any_moment_leaves_the_old_or_the_new_content(tmp_path: Path) -> None:
    path = tmp_path / "store"
    known = {"1": middling("1")}
    load(path, known["1"])
    moments = random.Random(7)
    killed_midway = 0
    for version in ("2", "3", "4", "5", "6"):
        known[version] = middling(version)
        child = python(LOAD, path, version)
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        time.sleep(moments.uniform(0.05, 1.2))
        child.kill()
        _, out, _ = result(child)
        killed_midway += "done" not in out
        found = read(path)
        assert found == known[found.sources[0].version]
        assert found.sources[0].version == version or "done" not in out
    assert killed_midway >= 2, "the kills came too late to prove anything"
    load(path, known["1"])
    assert read(path) == known["1"]
    assert len(generations(path)) == 1, "debris of dead loads is left"


@pytest.mark.slow
def test_debris_of_a_dead_load_is_cleared_even_by_a_load_that_changes_nothing(tmp_path: Path) -> None:
    load(tmp_path, TINY)
    (kept,) = generations(tmp_path)
    (tmp_path / "gen-0123456789ab" / "graph").mkdir(parents=True)
    (tmp_path / "gen-0123456789ab" / "graph" / "x.bucket").write_text("half")
    (tmp_path / "dead-0123456789ac").mkdir()
    (tmp_path / "CURRENT.0123456789ad").write_text("gen-0123456789ab\n")
    (tmp_path / "notes.txt").write_text("not ours\n")
    assert read(tmp_path) == TINY
    load(tmp_path, TINY)
    assert generations(tmp_path) == sorted([kept, "notes.txt"])


@pytest.mark.slow
def test_a_first_load_that_died_leaves_an_empty_store(tmp_path: Path) -> None:
    (tmp_path / LOCK).touch()
    (tmp_path / "gen-0123456789ab").mkdir()
    with pytest.raises(StoreUnavailable, match=r"nothing is loaded .* run `pathway-graph load`"):
        read(tmp_path)
    assert load(tmp_path, TINY) == read(tmp_path) == TINY


@pytest.mark.slow
def test_an_unchanged_load_keeps_the_generation(tmp_path: Path) -> None:
    load(tmp_path, TINY)
    before = generations(tmp_path)
    load(tmp_path, TINY)
    assert generations(tmp_path) == before
    load(tmp_path, OTHER)
    assert generations(tmp_path) != before


@pytest.mark.slow
def test_readers_in_other_processes_go_on_during_loads(tmp_path: Path) -> None:
    path = tmp_path / "store"
    one, two = middling("1"), middling("2")
    load(path, one)
    reader = python(
        """
        import sys
        from pathway_graph.stores.embedded.store import EmbeddedStore
        seen = set()
        print("ready", flush=True)
        while "stop" not in seen:
            store = EmbeddedStore(sys.argv[1])
            for _ in range(5):
                ((version, claims),) = store.run(
                    "MATCH (s:Source) MATCH (c:Statement) WHERE c.statement = s.version RETURN s.version, count(c)"
                ).rows
                assert claims == 4000, (version, claims)
                seen.add(version)
            ((stop,),) = store.run("MATCH (n:Entity {id: 'prot:stop'}) RETURN count(n)").rows
            if stop:
                seen.add("stop")
            store.close()
        print(sorted(seen))
        """,
        path,
    )
    assert reader.stdout is not None
    assert reader.stdout.readline() == "ready\n"
    for network in (two, one, two):
        load(path, network)
    load(path, build_network(Source("stop"), entities=[Entity("prot:stop", "Protein", "stop")]))
    code, out, err = result(reader)
    assert (code, err) == (0, "")
    assert "'2'" in out


@pytest.mark.slow
def test_an_open_store_sees_the_next_load(tmp_path: Path) -> None:
    reader, writer = EmbeddedStore(tmp_path), EmbeddedStore(tmp_path)
    writer.write(TINY)
    assert reader.read() == TINY
    writer.write(OTHER)
    assert reader.read() == merge([TINY, OTHER])
    reader.close()
    assert writer.read() == merge([TINY, OTHER])
    writer.close()


@pytest.mark.slow
def test_the_row_limit_of_queries_loses_no_data_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pathway_graph.stores.embedded.store.ROW_LIMIT", 1)
    store = EmbeddedStore(tmp_path)
    store.write(TINY)
    store.write(OTHER)
    store.write(OTHER)
    assert store.read() == merge([TINY, OTHER])
    store.close()


@pytest.mark.slow
def test_a_second_load_waits_for_the_first(tmp_path: Path) -> None:
    done: list[Network] = []
    with Generations(tmp_path).locked(0):
        second = threading.Thread(target=lambda: done.append(load(tmp_path, TINY)))
        second.start()
        time.sleep(0.3)
        assert done == []
    second.join(HUNG_S)
    assert done == [TINY]


def test_a_load_that_waited_in_vain_says_so(tmp_path: Path) -> None:
    with (
        Generations(tmp_path).locked(0),
        pytest.raises(StoreUnavailable, match=r"another load of .* still running"),
    ):
        EmbeddedStore(tmp_path, lock_wait_s=0.1).write(TINY)


def test_a_lock_dies_with_its_process_and_its_file_stays(tmp_path: Path) -> None:
    code = f"""
        import os, signal
        from pathlib import Path
        from pathway_graph.stores.embedded.generations import Generations
        with Generations(Path({str(tmp_path)!r})).locked(0):
            print("held", flush=True)
            os.kill(os.getpid(), signal.SIGSTOP)
    """
    child = subprocess.Popen([sys.executable, "-c", textwrap.dedent(code)], stdout=subprocess.PIPE, text=True)
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == "held\n"
        assert Generations(tmp_path).is_locked()
        with pytest.raises(StoreUnavailable, match="still running"), Generations(tmp_path).locked(0.1):
            pass
    finally:
        child.kill()
        child.communicate()
    assert not Generations(tmp_path).is_locked()
    with Generations(tmp_path).locked(0):
        assert Generations(tmp_path).is_locked()
    assert (tmp_path / LOCK).read_bytes() == b""


def test_the_mark_in_a_lock_file_of_any_content_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / LOCK).write_text("of an earlier version")
    with Generations(tmp_path).locked(0):
        assert Generations(tmp_path).is_locked()
    assert (tmp_path / LOCK).read_text() == "of an earlier version"


def test_a_drive_without_locks_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(handle: int, **_: object) -> bool:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("filelock.lock_descriptor", refuse)
    with pytest.raises(StoreUnavailable, match=r"cannot be locked: no locks available; .*--store"):
        EmbeddedStore(tmp_path).write(TINY)
    assert not Generations(tmp_path).is_locked()


@pytest.mark.slow
def test_loads_at_the_same_time_all_arrive(tmp_path: Path) -> None:
    code = """
        import sys
        from networks import OTHER, TINY
        from test_embedded import load
        load(sys.argv[1], {"tiny": TINY, "other": OTHER}[sys.argv[2]])
    """
    children = [python(code, tmp_path, name) for name in ("tiny", "other")]
    assert [result(child)[::2] for child in children] == [(0, ""), (0, "")]
    assert read(tmp_path) == merge([TINY, OTHER])


@pytest.mark.slow
def test_threads_share_one_store(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    store.write(TINY)
    counts: list[int] = []

    def ask() -> None:
        for _ in range(20):
            counts.append(store.run("MATCH (e:Entity) RETURN count(e)").rows[0][0])

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    store.close()
    assert counts == [len(TINY.entities)] * 80


@pytest.mark.slow
def test_ctrl_c_during_a_load_leaves_the_old_content_and_no_debris(tmp_path: Path) -> None:
    load(tmp_path, TINY)
    child = python(
        """
        import sys
        from pathway_graph.stores.embedded.store import EmbeddedStore
        from test_embedded import middling
        def say(what, done, total):
            print("ready", flush=True)
        EmbeddedStore(sys.argv[1]).write(middling("1"), progress=say)
        """,
        tmp_path,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    child.send_signal(signal.SIGINT)
    code, _, err = result(child)
    assert code == -signal.SIGINT
    assert "KeyboardInterrupt" in err
    assert read(tmp_path) == TINY
    assert len(generations(tmp_path)) == 1


def test_a_name_too_long_to_be_looked_up_is_told_as_that(tmp_path: Path) -> None:
    long = [Entity(f"prot:{key}", "Protein", key * 300_000) for key in "ab"]
    load(tmp_path, TINY)
    with pytest.raises(InputError, match="the name of Protein 'prot:a' has 300,000 bytes; shorten it") as caught:
        load(tmp_path, build_network(Source("long"), entities=long))
    assert [problem.file for problem in caught.value.problems] == ["long", "long"]
    assert read(tmp_path) == TINY


# Folders ----------------------------------------------------------------------------------------------


def test_reading_where_nothing_was_loaded_says_what_to_do(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "none")
    for action in (store.read, lambda: store.run("RETURN 1"), lambda: store.remove("x")):
        with pytest.raises(StoreUnavailable, match=r"nothing is loaded in .*none yet; run `pathway-graph load` first"):
            action()
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("name", ["notes.txt", "CURRENT", "gen-0123456789ab"])
def test_a_foreign_folder_is_refused_and_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("gen-0123456789ab")
    for action in (read, lambda path: load(path, TINY)):
        with pytest.raises(StoreUnavailable, match="is not a pathway-graph store"):
            action(tmp_path)
    assert [file.read_text() for file in tmp_path.iterdir()] == ["gen-0123456789ab"]


def test_a_file_is_no_store(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("mine")
    for action in (read, lambda path: load(path, TINY)):
        with pytest.raises(StoreUnavailable, match="is a file; a store is a folder"):
            action(file)
    assert file.read_text() == "mine"


@pytest.mark.slow
@pytest.mark.parametrize("content", [b"", b"gen-ffffffffffff\n", b"../elsewhere", b"\xff\xfe\x00"])
def test_a_damaged_pointer_is_told(tmp_path: Path, content: bytes) -> None:
    load(tmp_path, TINY)
    (tmp_path / POINTER).write_bytes(content)
    for action in (read, lambda path: load(path, OTHER)):
        with pytest.raises(StoreUnavailable, match=POINTER):
            action(tmp_path)


@pytest.mark.slow
def test_a_damaged_database_is_told(tmp_path: Path) -> None:
    load(tmp_path, TINY)
    (schema,) = tmp_path.glob("gen-*/graph/schema.json")
    schema.unlink()
    for file in tmp_path.glob("gen-*/graph/*.bucket"):
        file.unlink()
    (snapshot,) = tmp_path.glob("gen-*/snapshot.bin")
    snapshot.unlink()
    (tmp_path / generations(tmp_path)[0] / "graph").rename(tmp_path / "moved")
    with pytest.raises(StoreUnavailable, match=r"graph cannot be read: .*delete it and run `pathway-graph load`"):
        read(tmp_path)


def test_an_unwritable_place_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="cannot write to the store"):
        load(Path("/proc/pathway-graph/store"), TINY)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root to become another user")
def test_another_user_reads_but_cannot_load(tmp_path: Path) -> None:
    with TemporaryDirectory() as folder:  # tmp_path is closed to other users
        path = Path(folder)
        path.chmod(0o755)
        load(path, TINY)
        child = python(
            """
            import os, sys
            from networks import OTHER, TINY
            from test_embedded import load, read
            from pathway_graph.errors import StoreUnavailable
            load(sys.argv[2], TINY)  # so that all modules are loaded: the other user may not see this Python's files
            os.setgid(65534)
            os.setuid(65534)
            print(read(sys.argv[1]) == TINY)
            try:
                load(sys.argv[1], OTHER)
            except StoreUnavailable as error:
                print(error)
            """,
            path,
            tmp_path / "warm",
        )
        code, out, err = result(child)
        assert (code, err) == (0, "")
        assert out.startswith("True\ncannot write to the store")
        assert read(path) == TINY


@pytest.mark.slow
def test_nothing_is_left_outside_the_store(tmp_path: Path) -> None:
    work, home = tmp_path / "work", tmp_path / "home"
    work.mkdir()
    home.mkdir()
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from networks import TINY; from test_embedded import load, read\n"
        "load('../store', TINY); assert read('../store') == TINY"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(TESTS)], cwd=work, capture_output=True, text=True, check=False,
        env={**os.environ, "HOME": str(home), "XDG_STATE_HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(work.iterdir()) == []


# Long queries -----------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_query_over_its_limit_is_stopped(tmp_path: Path) -> None:
    load(tmp_path, TINY)
    child = python(
        """
        import sys, time
        from patience import HUNG_S
        from test_embedded import ENDLESS
        from pathway_graph.errors import QueryTimeout
        from pathway_graph.stores.embedded import engine
        from pathway_graph.stores import deadline
        from pathway_graph.stores.embedded.store import EmbeddedStore
        store = EmbeddedStore(sys.argv[1], query_limit_s=1)
        begun = time.monotonic()
        try:
            store.run(ENDLESS)
        except QueryTimeout as error:
            print(error)
        print(time.monotonic() - begun < HUNG_S, store.run("RETURN 1").rows)
        while deadline.is_busy() and time.monotonic() - begun < HUNG_S:
            time.sleep(0.1)
        store.close()
        """,
        tmp_path,
    )
    code, out, err = result(child)
    assert (code, err) == (0, "")
    assert out.startswith("the query ran longer than 1 s")
    assert out.endswith("True ((1,),)\n")


@pytest.mark.slow
@pytest.mark.parametrize("way", ["leave", "exit"])
def test_a_query_the_engine_cannot_stop_does_not_hold_the_caller(tmp_path: Path, way: str) -> None:
    load(tmp_path, TINY)
    child = python(
        """
        import sys, time
        from test_embedded import UNSTOPPABLE
        from pathway_graph.errors import QueryTimeout
        from pathway_graph.stores.embedded import engine
        from pathway_graph.stores import deadline
        from pathway_graph.stores.embedded.store import EmbeddedStore
        store = EmbeddedStore(sys.argv[1])
        try:
            store.run(UNSTOPPABLE, {"l": list(range(100_000))}, timeout_s=0.5)
        except QueryTimeout:
            print("stopped", deadline.is_busy(), store.run("RETURN 1").rows)
        store.close()
        if sys.argv[2] == "leave":
            engine.leave(7)
        """,
        tmp_path, way,
    )  # fmt: skip
    with soon(12):
        assert result(child) == (7 if way == "leave" else 1, "stopped True ((1,),)\n", "")


@pytest.mark.slow
def test_ctrl_c_ends_a_query_at_once(tmp_path: Path) -> None:
    load(tmp_path, TINY)
    child = python(
        """
        import sys
        from test_embedded import ENDLESS
        from pathway_graph.stores.embedded import engine
        from pathway_graph.stores import deadline
        from pathway_graph.stores.embedded.store import EmbeddedStore
        print("ready", flush=True)
        try:
            EmbeddedStore(sys.argv[1]).run(ENDLESS)
        except KeyboardInterrupt:
            print("interrupted")
            engine.leave(130)
        """,
        tmp_path,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    time.sleep(1.0)
    with soon(2):
        child.send_signal(signal.SIGINT)
        assert result(child) == (130, "interrupted\n", "")


def test_a_shorter_limit_holds_for_one_query(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    store.write(TINY)
    with pytest.raises(QueryTimeout, match=r"longer than 0\.3 s"):
        store.run(UNSTOPPABLE, {"l": list(range(8_000))}, timeout_s=0.3)
    store.close()


def test_an_opening_that_fails_once_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the engine's may on a busy machine: "Index -1 out of bounds for length 0", of a database that is sound."""
    load(tmp_path, TINY)
    arcadedb, failures = engine.find(), [RuntimeError("Index -1 out of bounds for length 0")]
    open_database = arcadedb.open_database

    def fails_first(*given: object, **named: object) -> object:
        if failures:
            raise failures.pop()
        return open_database(*given, **named)

    monkeypatch.setattr(arcadedb, "open_database", fails_first)
    store = EmbeddedStore(tmp_path)
    assert store.run("RETURN 1").rows == ((1,),)
    assert failures == []
    store.close()
    failures += [RuntimeError("damaged"), RuntimeError("damaged")]
    with pytest.raises(StoreUnavailable, match="cannot be opened: damaged"):
        EmbeddedStore(tmp_path).run("RETURN 1")


# Text of a query --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("MATCH (a)-[r:$($t)]->(b) RETURN a.id + ' ' + b.id AS v ORDER BY v", "types"),
        ("MATCH (n:$any($l)) RETURN count(n) > 0 AS v", ((True,),)),
        ("MATCH (n:$( 'Nothing' )) RETURN count(n) AS v", ((0,),)),
    ],
)
def test_labels_and_types_from_values_are_not_ignored(tmp_path: Path, query: str, rows: object) -> None:
    store = EmbeddedStore(tmp_path)
    store.write(TINY)
    if rows == "types":
        rows = store.run("MATCH (a)-[r:INHIBITS]->(b) RETURN a.id + ' ' + b.id AS v ORDER BY v").rows
        assert rows
        assert rows != store.run("MATCH (a)-[r]->(b) RETURN a.id + ' ' + b.id AS v ORDER BY v").rows
    assert store.run(query, {"t": "INHIBITS", "l": ["Protein", "Nothing"]}).rows == rows
    assert store.run("RETURN '$(x)' AS `:$(x)` // :$(x)").rows == (("$(x)",),)
    store.close()


@pytest.mark.slow
def test_a_star_beside_columns_stands_for_all_variables(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    store.write(TINY)
    both = store.run("WITH 1 AS z RETURN *, 2 AS a")
    assert (both.columns, both.rows) == (("z", "a"), ((1, 2),))
    plan = store.run("EXPLAIN MATCH (n) RETURN n.id")
    assert (plan.columns, {len(row) for row in plan.rows}) == (("plan",), {1})
    assert store.run("WITH 1 AS z WITH *, 2 AS a RETURN z, a").rows == ((1, 2),)
    store.close()


@pytest.mark.slow
@pytest.mark.parametrize("value", [object(), b"x", {1, 2}, 2**63, float])
def test_a_parameter_the_engine_cannot_hold_is_a_query_error(tmp_path: Path, value: object) -> None:
    store = EmbeddedStore(tmp_path)
    store.write(TINY)
    with pytest.raises(QueryError):
        store.run("RETURN $x AS x", {"x": value})
    assert store.run("RETURN $x AS x", {"x": ((1, "a"), {"k": (None,)})}).rows == (([[1, "a"], {"k": [None]}],),)
    store.close()


@pytest.mark.parametrize(
    ("query", "columns"),
    [
        ("RETURN 1", ("1",)),
        ("match (n) return distinct n.a as x, n.b;", ("x", "n.b")),
        ("MATCH (n) RETURN n AS `a ``b``, c`, 'RETURN, x' LIMIT 1", ("a `b`, c", "'RETURN, x'")),
        ("MATCH (n) CALL { RETURN 1 AS inner } RETURN inner, {a: 1, b: [1, 2]} AS m", ("inner", "m")),
        ("MATCH (n) RETURN COLLECT { MATCH (m) RETURN m.id } AS c ORDER BY c", ("c",)),
        ("MATCH (n) RETURN n.a // , n.b\n , f(1, 2)", ("n.a", "f(1, 2)")),
        ("MATCH (n) RETURN n.a AS a UNION MATCH (m) RETURN m.a AS a", ("a",)),
        ("MATCH (n) RETURN *", ("*",)),
        ("MATCH (n) RETURN *, 1 AS one", ("*", "one")),
        ("CALL db.labels()", None),
        ("SHOW INDEXES", None),
        ("SHOW INDEXES YIELD name, type RETURN name AS n, type", ("n", "type")),
    ],
)
def test_columns_are_read_from_the_text(query: str, columns: tuple[str, ...] | None) -> None:
    assert columns_of(parse(query)) == columns
