"""The page that compares: each statement about another tool has a source and a day; what they do better is first."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[1] / "docs" / "explanation" / "comparison.md").read_text(encoding="utf-8")
BETTER, _, MISSED = PAGE.partition("## What you would miss there")
PEERS = (
    "Reactome", "INDRA", "CoGEx", "dismech", "OmniPath", "SIGNOR", "WikiPathways", "PyBEL", "decoupler", "CORNETO",
    "NeKo", "CausalPath", "MaBoSS", "CaSQ", "CausalR", "Ingenuity",
)  # fmt: skip


def rows(part: str) -> list[list[str]]:
    lines = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


@pytest.mark.parametrize("row", rows(BETTER), ids=lambda row: row[1][:20])
def test_what_a_tool_does_better_has_a_link_and_a_day(row: list[str]) -> None:
    assert re.search(r"\]\(https://", row[2])
    assert re.search(r"\d{1,2} November 2026$", row[2])


@pytest.mark.parametrize("row", rows(MISSED), ids=lambda row: row[0][:20])
def test_what_a_tool_lacks_has_a_day_or_speaks_of_its_terms_alone(row: list[str]) -> None:
    assert re.search(r"\d{1,2} November 2026", row[1]) or row[0].startswith("Ingenuity")


def test_what_they_do_better_stands_first_and_names_all_of_them() -> None:
    assert PAGE.index("## Choose another tool") < PAGE.index("## What you would miss there")
    assert not [name for name in PEERS if name not in BETTER]
