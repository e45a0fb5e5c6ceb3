"""Distinct rows are those that NumPy finds, in its order."""

from __future__ import annotations

import numpy as np
import pytest

from pathway_graph.regulators.distinct import distinct_rows


@pytest.mark.parametrize("high", [2, 50, 1 << 40])
@pytest.mark.parametrize("seed", range(5))
def test_distinct_rows_are_those_of_numpy(seed: int, high: int) -> None:
    chance = np.random.default_rng(seed)
    rows = chance.integers(-high, high, (int(chance.integers(1, 300)), int(chance.integers(1, 9))))
    rows = rows[chance.integers(0, len(rows), 2 * len(rows))]
    expected, place = np.unique(rows, axis=0, return_inverse=True)
    found, where = distinct_rows(rows)
    np.testing.assert_array_equal(found, expected)
    np.testing.assert_array_equal(where, place.reshape(-1))
    np.testing.assert_array_equal(found[where], rows)


def test_no_rows_have_no_distinct_ones() -> None:
    found, place = distinct_rows(np.zeros((0, 3), dtype=np.int64))
    assert (found.shape, place.shape) == ((0, 3), (0,))
