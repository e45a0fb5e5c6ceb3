"""No test trusts a wall clock: a machine that is busy with other things is slow at everything."""

from __future__ import annotations

import ast
import subprocess
import sys
import time
from pathlib import Path

import pytest

from patience import soon, wait_for_work

CLOCKS = {"monotonic", "perf_counter", "time"}


def of_clock(node: ast.AST, names: set[str]) -> bool:
    """Whether a wall clock is read in it, or a name stands in it that comes from one."""
    return any(
        (isinstance(one, ast.Call) and getattr(one.func, "attr", "") in CLOCKS)
        or (isinstance(one, ast.Name) and one.id in names)
        for one in ast.walk(node)
    )


def timed_names(function: ast.AST, names: set[str]) -> set[str]:
    """Return names, and those that a function gives to what it works out of a wall clock or of them, in order."""
    found = set(names)
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and of_clock(node.value, found):
            found |= {one.id for end in node.targets for one in ast.walk(end) if isinstance(one, ast.Name)}
    return found


def clock_asserts(tree: ast.Module) -> list[int]:
    """Return the lines of assertions that compare a wall clock, or what was worked out of one, with a number."""
    functions = [one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
    timed: set[str] = set()
    for one in functions:
        own = timed_names(one, timed)
        if any(isinstance(node, ast.Return) and node.value and of_clock(node.value, own) for node in ast.walk(one)):
            timed.add(one.name)
    return sorted(
        {
            node.lineno
            for place in [*functions, tree]
            for names in [timed_names(place, timed) if place is not tree else timed]
            for node in (ast.walk(place) if place is not tree else tree.body)
            if isinstance(node, ast.Assert)
            and isinstance(node.test, ast.Compare)
            and isinstance(node.test.left, ast.Name | ast.BinOp | ast.Call)  # no attribute of what came with it
            and of_clock(node.test.left, names)
            and any(
                isinstance(one, ast.Constant) and isinstance(one.value, int | float) for one in node.test.comparators
            )
        }
    )


def test_no_assertion_compares_a_wall_clock_with_a_number() -> None:
    found = {file.name: clock_asserts(ast.parse(file.read_text())) for file in Path(__file__).parent.rglob("*.py")}
    assert {name: lines for name, lines in found.items() if lines} == {}
    assert clock_asserts(ast.parse("assert time.monotonic() - started < 5")) == [1]
    within = "def test():\n    took = time.monotonic() - begun\n    assert took < 3.5"
    assert clock_asserts(ast.parse(within)) == [3]
    assert clock_asserts(ast.parse("def took():\n    return time.monotonic()\nassert took() < 3.5")) == [3]


def test_what_hangs_is_not_soon_and_what_is_quick_is() -> None:
    with soon(0.5):
        pass
    with pytest.raises(AssertionError, match="it took"), soon(-1000):
        time.sleep(0.01)


@pytest.mark.slow
def test_waiting_for_work_waits_for_processor_time_and_not_for_sleep() -> None:
    busy = subprocess.Popen([sys.executable, "-c", "while True: pass"], text=True)
    try:
        wait_for_work(busy, 1.0)
    finally:
        busy.kill()
        busy.communicate()
    idle = subprocess.Popen([sys.executable, "-c", "pass"], text=True)
    with pytest.raises(AssertionError, match=r"did not work for 60\.0 s"):
        wait_for_work(idle, 60.0)
