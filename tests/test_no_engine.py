"""Where the embedded engine has no wheel, files and Neo4j work, and the package says what is missing and why."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from neo4j_server import Server
from pathway_graph.errors import StoreUnavailable
from pathway_graph.stores.embedded import engine, engine_place
from pathway_graph.stores.open import open_store
from pathway_graph.stores.server.store import Neo4jStore

HIDE = """
import sys
class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == "arcadedb":
            raise ModuleNotFoundError("No module named 'arcadedb'", name="arcadedb")
sys.meta_path.insert(0, Hidden())
import platform
here = PLATFORM
if here:
    sys.platform = here[0]
    platform.machine = lambda: here[1]
from pathway_graph.cli import main
main(sys.argv[1:])
"""
"""Run a command where ``arcadedb`` cannot be imported, on a platform of that name."""


def run(*arguments: object, platform: tuple[str, str] | None = None, **environ: str) -> tuple[int, str, str]:
    child = subprocess.run(
        [sys.executable, "-c", HIDE.replace("PLATFORM", repr(platform)), *map(str, arguments)],
        capture_output=True, text=True, check=False, env={**os.environ, "COLUMNS": "200", **environ},
    )  # fmt: skip
    assert "Traceback" not in child.stderr
    return child.returncode, child.stdout, child.stderr


def markers() -> list[str]:
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text())["project"]
    return [text.partition(";")[2] for text in project["dependencies"] if re.match(r"arcadedb\b", text)]


@pytest.mark.parametrize(
    ("system", "machine", "is_asked_for"),
    [
        ("linux", "x86_64", True), ("linux", "aarch64", True), ("darwin", "arm64", True), ("win32", "AMD64", True),
        ("darwin", "x86_64", False), ("win32", "ARM64", False), ("linux", "armv7l", False), ("linux", "i686", False),
        ("linux", "riscv64", False), ("freebsd14", "amd64", False),
    ],
)  # fmt: skip
def test_the_engine_is_asked_for_where_it_has_a_wheel_only(system: str, machine: str, is_asked_for: bool) -> None:
    packaging = pytest.importorskip("packaging.markers")
    (marker,) = markers()
    here = {"sys_platform": system, "platform_machine": machine}
    assert packaging.Marker(marker).evaluate(here) is is_asked_for
    assert ((system, machine) in engine_place.WHEELS) is is_asked_for


@pytest.mark.slow
@pytest.mark.parametrize(
    ("platform", "why"),
    [
        (("darwin", "x86_64"), "there is no embedded engine (arcadedb) for macOS on x86_64"),
        (None, "the embedded engine (arcadedb) is not installed"),
    ],
    ids=["Intel Mac", "removed"],
)
@pytest.mark.parametrize(
    "command", [("load",), ("stats",), ("query", "-e", "RETURN 1"), ("upstream", "BDNF"), ("demo",)]
)
def test_a_command_that_needs_the_store_says_what_is_missing_and_the_way_out(
    tmp_path: Path, command: tuple[str, ...], platform: tuple[str, str] | None, why: str
) -> None:
    code, _, said = run(*command, platform=platform, XDG_DATA_HOME=str(tmp_path), PATHWAY_GRAPH_STORE="", NEO4J_URI="")
    assert code == 4
    assert f"error: the default store, the folder {tmp_path}" in said
    assert why in said
    assert "use a Neo4j server (--store bolt://…), or work on files alone (--file)" in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [
        ("load", "--dry-run"),
        ("conflicts", "--file", "imipramine"),
        ("claims", "--file", "imipramine", "--subject", "imipramine"),
        ("audit", "imipramine"),
        ("query", "--list"),
        ("--help",),
    ],
    ids=" ".join,
)
def test_what_works_on_files_works_without_the_engine(tmp_path: Path, command: tuple[str, ...]) -> None:
    code, out, said = run(*command, PATHWAY_GRAPH_STORE=str(tmp_path / "store"))
    assert code == 0, said
    assert out


@pytest.mark.slow
def test_doctor_says_what_is_missing_and_why(tmp_path: Path) -> None:
    _, out, _ = run("doctor", "--store", tmp_path / "store", platform=("darwin", "x86_64"))
    assert "warning  embedded engine: there is no embedded engine (arcadedb) for macOS on x86_64; use a Neo4j" in out
    assert "arcadedb is not installed" not in out
    assert "nothing is loaded" not in out
    _, out, _ = run("doctor", "--store", tmp_path / "store")
    assert "wrong    embedded engine: the embedded engine (arcadedb) is not installed" in out
    assert "run `pip install --pre arcadedb`" in out


def test_the_store_of_a_library_call_says_it_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "arcadedb", None)
    for attempt in (lambda: open_store(tmp_path), engine.find, lambda: engine.start(1.0)):
        with pytest.raises(StoreUnavailable, match="arcadedb"):
            attempt()


def test_neo4j_works_without_the_engine(neo4j_server: Server) -> None:
    user, password = neo4j_server.user, neo4j_server.password
    server = Neo4jStore(neo4j_server.uri, user=user, password=password)
    server.clear()  # whatever a test before has left there
    server.close()
    code, _, said = run("load", "--store", neo4j_server.uri, NEO4J_USERNAME=user, NEO4J_PASSWORD=password)
    assert code == 0, said
    code, out, said = run("upstream", "BDNF", "--store", neo4j_server.uri, "--format", "csv", NEO4J_USERNAME=user,
                          NEO4J_PASSWORD=password)  # fmt: skip
    assert code == 0, said
    assert "CREB1" in out
