"""The documentation is true: generated parts are current, links lead somewhere, the README opens as promised."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


def regenerate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("regenerate", ROOT / "scripts" / "regenerate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_generated_files_are_current() -> None:
    """Run ``python scripts/regenerate.py`` and read the diff where this fails."""
    stale = [path.name for path, text in regenerate().generated().items() if path.read_text(encoding="utf-8") != text]
    assert stale == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_the_readme_opens_with_run_and_test_one_command_each() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings[:2] == ["Run", "Test"]
    for heading in ("Run", "Test"):
        block = text.split(f"## {heading}\n")[1].split("```")[1]
        assert len(block.strip().splitlines()) == 2  # the language and one line


def test_every_command_is_documented() -> None:
    from pathway_graph.cli import COMMANDS

    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert [name for name in COMMANDS if f"pathway-graph {name}" not in text] == []
