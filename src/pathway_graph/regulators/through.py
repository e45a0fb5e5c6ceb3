"""Which regulators explain only through another that explains as well in fewer steps.

Beyond the first step, a regulator predicts what its own targets do. If one of them, T, is the cause, all that act on T
look like causes as well. A hypothesis R of several steps is *listed under* T, which is what R does to one of its
direct targets, if T needs fewer steps and

- T explains as well (its combined p-value is no larger), and what R predicts and T does not reach speaks for nothing
  (combined p-value of overlap and signs above 0.05); or
- what R predicts and T does not reach responds clearly less often than what goes through T (Fisher's exact test of
  correct among predicted, p at most 0.01), and T is in itself half as surprising (the logarithm of its p-value is
  at least half of R's): R is then diluted by targets that do not follow.

If T is itself listed under another, so is R. But what R explains in fewer steps, with a combined p-value up to 0.05,
is its own: then that depth is its best, and R stands by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, Final

from pathway_graph.regulators.combine import SIGNIFICANT, Combined, Depths, log_fisher
from pathway_graph.regulators.distinct import distinct_rows
from pathway_graph.regulators.exact import log_tails
from pathway_graph.regulators.propagate import Links
from pathway_graph.regulators.tails import log_hypergeometric_tail

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Reals = NDArray[np.float64]
    Signs = NDArray[np.int8]

DILUTED = log(0.01)
UNSIGNED, AMBIGUOUS = 2, 3
"""How a table of predictions says "a change of unknown sign" and "both signs", beside +1, -1 and 0."""

_AT_ONCE: Final = 1 << 25
"""Predictions that are compared together, of each of two hypotheses: more take gigabytes where many are listed."""


@dataclass(frozen=True, eq=False)
class Through:
    """By hypothesis (raised ones, then lowered ones): the hypothesis it is listed under, and what is its own.

    Attributes:
        leader: Number of the hypothesis; -1 where it stands by itself.
        own: Correct targets that the leader does not reach; all correct ones where there is none.
    """

    leader: Ints
    own: Ints


def settle_depths(
    depths: Depths, links: Links, regulators: Ints, observed: Ints, predicted: Callable[[Ints, int], Signs]
) -> tuple[Combined, Through]:
    """Return each hypothesis at the depth that counts, and what it is listed under; arguments as for `find_through`."""
    import numpy as np

    deepest = np.full(len(depths.tests[0].log_p), len(depths.tests), dtype=np.int64)
    while True:
        combined = depths.best(deepest)
        through = find_through(combined, links, regulators, observed, predicted)
        listed = through.leader >= 0
        shallower = np.where(listed, combined.depth - 1, deepest)
        back = listed & (depths.best(shallower).log_p <= SIGNIFICANT)
        if not back.any():
            return combined, through
        deepest = np.where(back, shallower, deepest)


def find_through(
    combined: Combined, links: Links, regulators: Ints, observed: Ints, predicted: Callable[[Ints, int], Signs]
) -> Through:
    """List each hypothesis under the one it explains through.

    Args:
        combined: The best depths.
        links: The edges that were followed.
        regulators: Entities, in the order of *combined*.
        observed: +1, -1 or 0 of each unit.
        predicted: Gives the predictions of some regulators, by place, at a depth: a row each, in `Signs`.
    """
    import numpy as np

    leader = np.full(len(combined.log_p), -1, dtype=np.int64)
    own = combined.correct.copy()
    at_once = max(1, _AT_ONCE // len(observed)) if len(observed) else 1
    for depth in range(2, int(combined.depth.max(initial=1)) + 1):
        asked = np.flatnonzero((combined.depth == depth) & (combined.log_p <= SIGNIFICANT))
        ones, others = _best_targets(asked, depth, combined, links, regulators)
        if not len(ones):
            continue
        others = np.where(leader[others] >= 0, leader[others], others)
        for some in np.array_split(np.argsort(others, kind="stable"), -(-len(ones) // at_once)):
            pairs = ones[some], others[some]
            own_correct, listed = _compare(*pairs, combined, observed, _rows(*pairs, combined, predicted))
            leader[pairs[0][listed]] = pairs[1][listed]
            own[pairs[0][listed]] = own_correct[listed]
    return Through(leader, own)


def _best_targets(asked: Ints, depth: int, combined: Combined, links: Links, regulators: Ints) -> tuple[Ints, Ints]:
    """Return hypotheses that have a direct target which explains in fewer steps, and the best such, as hypotheses."""
    import numpy as np

    count = len(regulators)
    place = np.full(links.entities, -1, dtype=np.int64)
    place[regulators] = np.arange(count)
    edges = np.flatnonzero((links.sign != 0) & (place[links.target] >= 0) & (links.source != links.target))
    edges = edges[np.argsort(links.source[edges], kind="stable")]
    starts = np.searchsorted(links.source[edges], regulators[asked % count], side="left")
    ends = np.searchsorted(links.source[edges], regulators[asked % count], side="right")
    which = np.repeat(np.arange(len(asked)), ends - starts)
    numbers = edges[np.arange(len(which)) - np.repeat(np.cumsum(ends - starts) - (ends - starts), ends - starts)
                    + np.repeat(starts, ends - starts)]  # fmt: skip
    is_lowered = (asked[which] >= count) ^ (links.sign[numbers] < 0)
    targets = place[links.target[numbers]] + count * is_lowered
    fits = (combined.depth[targets] < depth) & (combined.log_p[targets] <= SIGNIFICANT)
    which, targets = which[fits], targets[fits]
    order = np.lexsort((targets, np.round(combined.log_p[targets], 9), which))
    first = np.unique(which[order], return_index=True)[1]
    return asked[which[order][first]], targets[order][first]


def _rows(ones: Ints, others: Ints, combined: Combined, predicted: Callable[[Ints, int], Signs]) -> tuple[Signs, Signs]:
    """Return what two hypotheses predict, row by row, each at its best depth."""
    import numpy as np

    count = len(combined.log_p) // 2
    wanted = np.concatenate([ones, others])
    keys = np.stack([combined.depth[wanted], wanted % count], axis=1)
    distinct, place = distinct_rows(keys)
    tables = [predicted(distinct[distinct[:, 0] == d, 1], int(d)) for d in np.unique(distinct[:, 0])]
    rows = np.concatenate(tables)[place]
    signed = np.abs(rows) == 1
    rows = np.where(signed & (wanted >= count)[:, None], -rows, rows)
    return rows[: len(ones)], rows[len(ones) :]


def _compare(
    ones: Ints, others: Ints, combined: Combined, observed: Ints, rows: tuple[Signs, Signs]
) -> tuple[Ints, NDArray[np.bool_]]:
    """Return the correct targets that are R's own, and whether R is to be listed under T."""
    mine, theirs = rows
    reached = theirs != 0
    says = (mine != 0) & (mine != AMBIGUOUS)
    correct = says & (mine == observed) & (observed != 0)
    alone = says & ~reached
    own_correct, own_predicted = (correct & ~reached).sum(axis=1), alone.sum(axis=1)
    via_correct, via_predicted = (correct & reached).sum(axis=1), (says & reached).sum(axis=1)
    as_well = combined.log_p[others] <= combined.log_p[ones]
    nothing = _log_own_p(mine, alone, reached, observed) > SIGNIFICANT
    log_less = log_hypergeometric_tail(
        own_predicted + via_predicted, own_correct + via_correct, via_predicted, via_correct
    )
    diluted = (log_less <= DILUTED) & (2 * combined.log_p[others] <= combined.log_p[ones])
    return own_correct, (as_well & nothing) | diluted


def _log_own_p(mine: Signs, alone: NDArray[np.bool_], reached: NDArray[np.bool_], observed: Ints) -> Reals:
    """Return ln p of overlap and signs among the units that T does not reach."""
    import numpy as np

    up, down = (observed > 0), (observed < 0)
    left = ~reached
    changed_up, changed_down = (left & up).sum(axis=1), (left & down).sum(axis=1)
    hits = (alone & (up | down)).sum(axis=1)
    overlap = log_hypergeometric_tail(left.sum(axis=1), changed_up + changed_down, alone.sum(axis=1), hits)
    raised, lowered = alone & (mine == 1), alone & (mine == -1)
    sizes = [(side & found).sum(axis=1) for side in (raised, lowered) for found in (up, down)]
    score = sizes[0] + sizes[3] - sizes[1] - sizes[2]
    first, second = sizes[0] + sizes[1], sizes[2] + sizes[3]
    none = np.zeros_like(first)
    table = np.stack([first, second, none, changed_up + changed_down - first - second], axis=1)
    return log_fisher(overlap, log_tails(table, np.stack([changed_up, changed_down, none], axis=1), score)[0])
