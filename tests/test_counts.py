"""What is printed with a number fits it: 1 claim, 2 claims."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib.resources import files

import pytest

from networks import TINY
from pathway_graph.formats.report import Loss, Report
from pathway_graph.regulators import Measurement, place_changes
from pathway_graph.regulators.saying import describe_left_out
from pathway_graph.text.counts import of_several, singular
from test_architecture import PACKAGE

PLURAL = re.compile(r"=== 1 \? \"\" : \"s\"")


def by_hand(tree: ast.AST) -> Iterator[int]:
    """Yield the lines in which the letter of a plural is chosen in place."""
    for node in ast.walk(tree):
        if isinstance(node, ast.IfExp):
            ends = [one.value for one in (node.body, node.orelse) if isinstance(one, ast.Constant)]
            if set(ends) in ({"", "s"}, {"y", "ies"}):
                yield node.lineno


def test_one_helper_fits_words_to_numbers() -> None:
    """But for the line or lines of a file, which are no count."""
    found = {
        file.name: lines
        for file in PACKAGE.rglob("*.py")
        if (lines := [*by_hand(ast.parse(file.read_text(encoding="utf-8")))])
    }
    assert set(found) <= {"claim_card.py", "asking.py"}, found
    assert [*by_hand(ast.parse("f\"{n} claim{'' if n == 1 else 's'}\""))] == [1]


def test_scripts_fit_words_to_numbers_by_one_function_each() -> None:
    folders = (
        (files("pathway_graph.diagrams") / "page", "scene.js"),
        (files("pathway_graph.explorer") / "static", "page.js"),
    )
    for folder, where in folders:
        texts = {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir() if file.name.endswith(".js")}
        assert {name: len(PLURAL.findall(text)) for name, text in texts.items() if PLURAL.search(text)} == {where: 1}


@pytest.mark.parametrize(
    ("several", "one"),
    [
        ("rows", "row"), ("entities", "entity"), ("processes", "process"), ("places in the cell", "place in the cell"),
        ("sentences of evidence", "sentence of evidence"), ("statements not understood", "statement not understood"),
        ("annotations of species", "annotation of species"), ("species", "species"), ("hypotheses", "hypothesis"),
        ("matches", "match"), ("boxes", "box"), ("databases", "database"), ("evidence", "evidence"),
        ("studies of claims", "study of claims"), ("relations between statements", "relation between statements"),
    ],
)  # fmt: skip
def test_what_was_counted_is_said_of_one(several: str, one: str) -> None:
    assert (singular(several), of_several(1, several), of_several(2, several)) == (one, f"1 {one}", f"2 {several}")


def test_a_report_of_one_thing_of_each_sort_says_so() -> None:
    report = Report("a.sif", "sif", {"lines": 1, "nodes": 2}, {"entities": 1}, (Loss("edges", "no sign", 1, ()),), ())
    assert str(report).splitlines()[1:] == [
        "  read: 1 line, 2 nodes", "  kept: 1 entity", "  changed: 1 edge: no sign",
    ]  # fmt: skip


def test_names_left_out_are_counted_in_words_that_fit() -> None:
    placed = place_changes(TINY, [Measurement("NOSUCH", 1, 1.0), Measurement("NEITHER", 1, 1.0)])
    (two,) = describe_left_out(placed)
    (one,) = describe_left_out(place_changes(TINY, [Measurement("NOSUCH", 1, 1.0)]))
    assert two.startswith("2 names not in the network: ")
    assert one.startswith("1 name not in the network: ")
