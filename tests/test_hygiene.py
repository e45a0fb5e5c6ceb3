"""Tests change nothing that is tracked, and the guard against stale files fails where a file is stale."""

from __future__ import annotations

import hashlib
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
MADE = {".git", ".venv", ".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache", "__pycache__", "_build", "dist"}
"""Folders that tools make and nobody tracks."""


def hashes(folder: Path) -> dict[str, str]:
    """Return the hash of every file in a folder, what tools make left out."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and not path.name.startswith(".coverage")  # of a run that measures what the tests reach
        and not MADE & set(path.relative_to(folder).parts)
    }


def test_collecting_the_tests_changes_no_file() -> None:
    """Tests, doctests of the sources, the documentation, the README. That processes agree, pytest-xdist asks."""
    before = hashes(ROOT)
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    names = [line for line in done.stdout.splitlines() if "::" in line]
    assert any(name.startswith("docs/how-to") for name in names), "the documentation is collected"
    assert not [name for name in names if name.startswith("docs/conf.py")]
    assert hashes(ROOT) == before


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The documentation and the script that makes its generated parts, where a test may spoil them."""
    shutil.copytree(ROOT / "docs", tmp_path / "docs", ignore=shutil.ignore_patterns("_build", "__pycache__"))
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "tests" / "campaign").mkdir(parents=True)
    shutil.copy(ROOT / "tests" / "campaign" / "figures.json", tmp_path / "tests" / "campaign")
    return tmp_path


def spoil(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_the_guard_names_each_stale_file_with_the_difference_and_writes_nothing(copy: Path) -> None:
    spoil(copy / "docs" / "pathway-graph.schema.json", "pathway-graph data file", "a stale title")
    spoil(copy / "docs" / "cypher-cookbook.md", "```cypher", "```sql")
    spoil(copy / "docs" / "img" / "camp.svg", ">CREB", ">CERB")
    before = hashes(copy)
    command = [sys.executable, str(copy / "scripts" / "regenerate.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1
    assert "stale: cypher-cookbook.md, pathway-graph.schema.json, camp.svg" in done.stderr
    assert '- "title": "a stale title"' in done.stdout
    assert '+ "title": "pathway-graph data file"' in done.stdout
    assert hashes(copy) == before


def test_the_configuration_of_the_site_only_reads(copy: Path) -> None:
    spoil(copy / "docs" / "pathway-graph.schema.json", "pathway-graph data file", "a stale title")
    before = hashes(copy)
    settings = runpy.run_path(str(copy / "docs" / "conf.py"))
    assert settings["project"] == "pathway-graph"
    assert hashes(copy) == before
