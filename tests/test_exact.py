"""The exact p-values: gold values, every small table by enumeration, larger ones by whole numbers, textbook tails."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from itertools import product
from math import comb, exp, factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathway_graph.regulators import thinning
from pathway_graph.regulators.exact import log_tails
from pathway_graph.regulators.tails import (
    adjusted,
    log_hypergeometric_tail,
    log_incomplete_beta,
    log_students_two_sided,
)
from regulator_oracle import causal_p

WEIGHTS = ((1, -1, 0), (-1, 1, 0), (1, 1, 0), (0, 0, 0))
"""What one item adds to the score, by row (raised, lowered, without sign, none) and column (up, down, unchanged)."""
WAYS: dict[str, dict[str, float]] = {
    "as usual": {},
    "nothing left out": {"NEGLIGIBLE": 0.0},
    "many at once": {"_JUMP": -1},
    "logs": {"FAINTEST": 2.0},
}
"""Settings of the algorithm under which every answer must stay the same."""


@pytest.fixture(params=list(WAYS))
def _each_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in WAYS[request.param].items():
        monkeypatch.setattr(thinning, name, value)


each_way = pytest.mark.usefixtures("_each_way")


def tables_by_score(rows: tuple[int, ...], columns: tuple[int, ...]) -> tuple[dict[int, int], int]:
    """Labellings with these margins, counted by score in whole numbers."""
    counts: dict[tuple[int, int, int], int] = {(0, 0, 0): 1}
    for size, weight in zip(rows, WEIGHTS, strict=True):
        grown: dict[tuple[int, int, int], int] = defaultdict(int)
        for (up, down, score), ways in counts.items():
            for a in range(min(size, columns[0] - up) + 1):
                for b in range(min(size - a, columns[1] - down) + 1):
                    more = comb(size, a) * comb(size - a, b)
                    grown[up + a, down + b, score + weight[0] * a + weight[1] * b] += ways * more
        counts = grown
    found = {s: ways for (up, down, s), ways in counts.items() if (up, down) == columns[:2]}
    total = factorial(sum(columns)) // factorial(columns[0]) // factorial(columns[1]) // factorial(columns[2])
    assert sum(found.values()) == total
    return found, total


def compare(rows: tuple[int, ...], columns: tuple[int, ...]) -> None:
    counts, total = tables_by_score(rows, columns)
    scores = sorted(counts)
    lines = len(scores)
    above, below = log_tails(np.array([rows] * lines), np.array([columns] * lines), np.array(scores))
    for score, up, down in zip(scores, above, below, strict=True):
        expected = float(Fraction(sum(n for s, n in counts.items() if s >= score), total))
        assert exp(up) == pytest.approx(expected, rel=1e-12, abs=0)
        expected = float(Fraction(sum(n for s, n in counts.items() if s <= score), total))
        assert exp(down) == pytest.approx(expected, rel=1e-12, abs=0)


def log_student_two_sided(t: float, freedom: int) -> float:
    return float(log_students_two_sided(np.array([t]), freedom)[0])


def test_pure_numbers_of_causalr() -> None:
    rows, columns = np.array([[7, 4, 0, 19], [7, 4, 0, 9]]), np.array([[6, 6, 18], [6, 6, 8]])
    above, _ = log_tails(rows, columns, np.array([5, 5]))
    assert np.exp(above) == pytest.approx([0.01397941056, 0.03961549287], rel=1e-9)


def compositions(total: int, parts: int) -> list[tuple[int, ...]]:
    if parts == 1:
        return [(total,)]
    return [(first, *rest) for first in range(total + 1) for rest in compositions(total - first, parts - 1)]


@pytest.mark.slow
@each_way
@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_all_tables_with_a_row_without_sign(size: int) -> None:
    for rows, columns in product(compositions(size, 4), compositions(size, 3)):
        compare(rows, columns)


@pytest.mark.slow
@each_way
@pytest.mark.parametrize("size", [5, 6, 7, 8])
def test_all_sign_tables(size: int) -> None:
    """By symmetry of the two signs, tables with more lowered than raised rows are those already seen."""
    for q, columns in product(compositions(size, 3), compositions(size, 3)):
        if q[0] >= q[1] and columns[0] >= columns[1]:
            compare((q[0], q[1], 0, q[2]), columns)


def parts_of(draw: st.DrawFn, total: int, parts: int) -> tuple[int, ...]:
    cuts = sorted(draw(st.integers(0, total)) for _ in range(parts - 1))
    return tuple(b - a for a, b in zip([0, *cuts], [*cuts, total], strict=True))


@st.composite
def margins(draw: st.DrawFn) -> tuple[tuple[int, ...], tuple[int, ...]]:
    total = draw(st.integers(1, 45))
    return parts_of(draw, total, 4), parts_of(draw, total, 3)


@settings(max_examples=80, deadline=None)
@given(margins())
def test_larger_tables_equal_whole_numbers(table: tuple[tuple[int, ...], tuple[int, ...]]) -> None:
    compare(*table)


@pytest.mark.slow
@each_way
@pytest.mark.parametrize(
    ("rows", "columns", "score"),
    [
        ((35, 0, 47, 453), (16, 265, 254), 33),
        ((17, 33, 0, 254), (123, 39, 142), 15),
        ((21, 46, 0, 39), (48, 13, 45), 20),
        ((30, 5, 20, 100), (20, 15, 120), 12),
        ((40, 40, 0, 0), (40, 38, 2), 14),
        ((60, 40, 0, 1900), (30, 20, 1950), 12),
    ],
    ids=["none lowered", "lopsided", "very unlikely", "with unsigned", "nothing left out", "sparse"],
)
def test_tables_of_hundreds_equal_whole_numbers(rows: tuple[int, ...], columns: tuple[int, ...], score: int) -> None:
    above, _ = log_tails(np.array([rows]), np.array([columns]), np.array([score]))
    expected = causal_p([(rows[0], 1), (rows[1], -1), (rows[2], 1)], rows[3], [*columns[:2], sum(columns)], score)
    assert exp(above[0]) == pytest.approx(expected, rel=1e-12, abs=0)


@pytest.mark.slow
@pytest.mark.parametrize("unsigned", [0, 300])
@pytest.mark.parametrize(("raised", "score"), [(900, 30), (1, 120), (1100, 700)])
def test_tables_of_thousands_come_out_the_same_each_way(
    raised: int, score: int, unsigned: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    margins = [raised, 1101 - raised, unsigned, 700, 900, 7000, score, 1]
    tables = thinning.Tables(*(np.array([n, n]) for n in margins))
    assert tables.most_shared.tolist() == [1101, 1101]
    found = {}
    for name, settings_ in WAYS.items():
        with monkeypatch.context() as patch:
            for setting, value in settings_.items():
                patch.setattr(thinning, setting, value)
            found[name] = thinning.thinned_tails(tables)
    for name, tails in found.items():
        assert tails == pytest.approx(found["as usual"], abs=3e-12), name


def test_large_counts_do_not_underflow() -> None:
    """All of 2,000 raised among 20,000 found up: one labelling in 20,000 over 2,000, about 1e-2,820."""
    above, below = log_tails(np.array([[2000, 0, 0, 18000]]), np.array([[2000, 0, 18000]]), np.array([2000]))
    logs = np.cumsum(np.log(np.arange(1, 20001).astype(np.longdouble)))
    assert float(above[0]) == pytest.approx(float(logs[1999] + logs[17999] - logs[19999]), rel=1e-12)
    assert below[0] == pytest.approx(0.0, abs=1e-9)


def test_an_empty_universe_says_nothing() -> None:
    above, below = log_tails(np.zeros((1, 4), int), np.zeros((1, 3), int), np.zeros(1, int))
    assert (above[0], below[0]) == (0.0, 0.0)


def test_hypergeometric_tail_counts_the_hits_themselves() -> None:
    found = log_hypergeometric_tail(
        np.array([20, 20, 20]), np.array([5, 5, 5]), np.array([8, 8, 8]), np.array([3, 4, 0])
    )
    assert np.exp(found).round(4).tolist() == [0.2962, 0.0578, 1.0]


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 60), st.data())
def test_hypergeometric_tail_equals_whole_numbers(total: int, data: st.DataObject) -> None:
    marked, drawn = data.draw(st.integers(0, total)), data.draw(st.integers(0, total))
    hits = data.draw(st.integers(max(0, marked + drawn - total), min(marked, drawn)))
    ways = sum(comb(marked, k) * comb(total - marked, drawn - k) for k in range(hits, min(marked, drawn) + 1))
    found = log_hypergeometric_tail(*(np.array([n]) for n in (total, marked, drawn, hits)))
    assert exp(found[0]) == pytest.approx(float(Fraction(ways, comb(total, drawn))), rel=1e-9)


def test_students_t() -> None:
    assert exp(log_student_two_sided(5.34679673, 6)) == pytest.approx(0.00174993, rel=1e-5)
    assert exp(log_student_two_sided(1.0, 1)) == pytest.approx(0.5, rel=1e-12)  # Cauchy: 2 (1/2 - atan(1) / pi)
    assert exp(log_student_two_sided(-1.0, 2)) == pytest.approx(1 - 3**-0.5, rel=1e-12)
    assert log_student_two_sided(60.0, 10_000) < -1500
    assert log_student_two_sided(0.0, 6) == 0.0
    for t in (1e-9, 1e-4, 0.3, 40.0):  # two degrees: P(|T| >= t) = 1 - t / sqrt(2 + t^2)
        root = (2 + t * t) ** 0.5
        assert exp(log_student_two_sided(t, 2)) == pytest.approx(2 / (root * (root + t)), rel=1e-13)


@pytest.mark.parametrize(("a", "b"), [(1, 1), (2, 5), (7, 3), (20, 30)])
def test_incomplete_beta_equals_its_binomial_sum(a: int, b: int) -> None:
    for x in (0.01, 0.3, 0.5, 0.9):
        n = a + b - 1
        expected = sum(comb(n, k) * x**k * (1 - x) ** (n - k) for k in range(a, n + 1))
        assert exp(log_incomplete_beta(a, b, x)) == pytest.approx(expected, rel=1e-10)


def test_false_discovery_rates_follow_benjamini_and_hochberg() -> None:
    p = np.array([0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216])
    expected = [min(p[j] * 10 / (j + 1) for j in range(i, 10)) for i in range(10)]
    shuffled = np.array([4, 2, 9, 0, 1, 3, 8, 7, 6, 5])
    assert adjusted(np.log(p[shuffled])) == pytest.approx(np.array(expected)[shuffled])
