"""Continuous integration runs what the README says, and then the rest: no test is in neither part."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def quick_expression() -> str:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"]["ini_options"]
    words = shlex.split(settings["addopts"])
    return words[words.index("-m") + 1]


def rest_expression() -> str:
    (found,) = re.findall(r'pytest(?: -n \d+)? -m "([^"]+)"', (ROOT / ".ci" / "run").read_text(encoding="utf-8"))
    return str(found)


@pytest.mark.parametrize("number", range(8))
def test_every_test_is_in_the_quick_part_or_in_the_rest_and_in_one_of_them_only(number: int) -> None:
    marks = {name: bool(number >> bit & 1) for bit, name in enumerate(("slow", "neo4j", "browser"))}
    quick, rest = (eval(expression, {}, dict(marks)) for expression in (quick_expression(), rest_expression()))
    assert quick is not rest
    assert quick is not any(marks.values())


def test_the_tests_of_a_server_and_of_a_browser_are_each_in_one_process() -> None:
    words = shlex.split(
        tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["pytest"]["ini_options"]["addopts"]
    )
    assert "--dist=loadgroup" in words


def test_the_hooks_run_what_continuous_integration_runs_and_fetch_nothing() -> None:
    hooks = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "://" not in hooks
    assert set(re.findall(r"language: (\w+)", hooks)) == {"system"}
    for tool in ("ruff check", "ruff format --check", "codespell", "mypy"):
        assert f".venv/bin/{tool}" in hooks
        assert f".venv/bin/{tool}" in script
