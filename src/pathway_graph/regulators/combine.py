"""One p-value of overlap and signs, at every depth, and the best depth with what it costs to have chosen it.

**Overlap and signs.** Let all labellings of the units be equally likely. How many predicted units are among the
changed says nothing yet about who of the changed is up and who is down: given which units changed, every way to deal
the ups and downs out to them is equally likely. So a p-value of the signs that holds for any set of changed units is
at least uniform whatever the overlap is, and the two together are no smaller, in distribution, than two independent
uniform ones. Fisher's product of both (1932) is then a valid p-value: with w their product, w (1 - ln w).

**Depth.** Walks of more steps reach most of a network, and what they reach are the genes that are written about most,
which change more often in any experiment. Beyond the first step a unit is therefore compared with units that as many
edges lead to. Depths get weights of sum 1, each a hundredth of the one before: the smallest p-value divided by its
weight is valid too (a weighted Bonferroni correction; Genovese, Roeder & Wasserman 2006, Biometrika 93:509).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from math import log
from typing import TYPE_CHECKING

from pathway_graph.regulators.counting import Counts
from pathway_graph.regulators.exact import log_tails
from pathway_graph.regulators.tails import log_binomial_bound, log_hypergeometric_tail

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]
    Ints = NDArray[np.int64]

STEP_WEIGHT = 0.01
"""Weight of a depth, against the depth before."""
STRATA = 5
"""Groups of units that about as many edges lead to, for walks of more than one step."""
_UNITS_OF_STRATUM = 50
"""Fewer units than that make no group of their own."""


@dataclass(frozen=True, eq=False)
class Combined:
    """The best depth of each hypothesis: of every regulator raised, then of every one lowered.

    Attributes:
        depth: Longest walk, in edges.
        correct, incorrect: Changed units predicted with the sign found, or the other, at that depth.
        log_overlap_p, log_sign_p: Of that depth.
        log_p: Both together, corrected for having chosen the depth.
    """

    depth: Ints
    correct: Ints
    incorrect: Ints
    log_overlap_p: Reals
    log_sign_p: Reals
    log_p: Reals


@dataclass(frozen=True, eq=False)
class Depths:
    """The tests of each hypothesis by depth, from 1, as `Combined` whose p-values are corrected for the choice."""

    tests: tuple[Combined, ...]

    @classmethod
    def of(cls, by_depth: Sequence[Counts], observed: Ints, stratum: Ints, *, unsigned: bool) -> Depths:
        """Test both hypotheses of each regulator at each depth; *unsigned* as in `log_overlap_p`."""
        import numpy as np

        weights = STEP_WEIGHT ** np.arange(len(by_depth))
        corrections = np.log(weights / weights.sum()).tolist()
        tests = [_at_depth(place, by_depth, observed, stratum, unsigned) for place in range(len(by_depth))]
        return cls(
            tuple(
                replace(test, log_p=np.minimum(test.log_p - correction, 0.0))
                for test, correction in zip(tests, corrections, strict=True)
            )
        )

    def best(self, deepest: Ints | None = None) -> Combined:
        """Return each hypothesis at its best depth, not beyond its *deepest* one if that is given."""
        import numpy as np

        logs = np.stack([test.log_p for test in self.tests])
        if deepest is not None:
            logs[np.arange(1, len(logs) + 1)[:, None] > deepest] = np.inf
        best, every = np.argmin(logs, axis=0), np.arange(logs.shape[1])
        return Combined(
            **{field.name: np.stack([getattr(test, field.name) for test in self.tests])[best, every]
               for field in fields(Combined)}
        )  # fmt: skip


def _at_depth(place: int, by_depth: Sequence[Counts], observed: Ints, stratum: Ints, unsigned: bool) -> Combined:
    import numpy as np

    counts = by_depth[place]
    overlap = log_overlap_p(counts, observed, stratum if place else np.zeros_like(stratum), unsigned=unsigned)
    log_sign = log_sign_p(counts, observed)
    agree, differ = counts.raised_up + counts.lowered_down, counts.raised_down + counts.lowered_up
    twice = np.concatenate([overlap, overlap])
    score = np.concatenate([agree - differ, differ - agree])
    log_p = np.where(score < 0, 0.0, log_fisher(twice, log_sign))  # more against than for is no explanation
    if place:  # walks that reach nothing new are no further test
        before = by_depth[place - 1]
        log_p[np.tile(_reached(before) == _reached(counts), 2)] = 0.0
    both = np.concatenate
    depth = np.full(2 * len(agree), place + 1)
    return Combined(depth, both([agree, differ]), both([differ, agree]), twice, log_sign, log_p)


def _reached(counts: Counts) -> Ints:
    return counts.raised + counts.lowered + counts.unsigned


def log_fisher(*logs: Reals) -> Reals:
    """Return ln of Fisher's combined p-value of two p-values given as logarithms.

    >>> import numpy as np
    >>> float(np.exp(log_fisher(np.log([0.05]), np.log([0.05])))[0].round(6))
    0.017479
    """
    import numpy as np

    product = logs[0] + logs[1]
    return np.minimum(product + np.log1p(-product), 0.0)


def log_overlap_p(counts: Counts, observed: Ints, stratum: Ints, *, unsigned: bool = False) -> Reals:
    """Return ln P(so many predicted units among the changed), whatever their sign.

    *unsigned* says whether units predicted without a sign are among the predicted.

    With one stratum it is hypergeometric. With several, given how many of each changed, the overlap is a sum of
    independent yes-or-no draws (each hypergeometric part is: Vatutin & Mikhailov 1982), whose tail is at most that of
    as many draws with the mean chance, from one above the mean on (Hoeffding 1956, Ann Math Stat 27:713).
    """
    import numpy as np

    changed = observed != 0
    hits = counts.raised_up + counts.raised_down + counts.lowered_up + counts.lowered_down
    predicted = counts.raised + counts.lowered
    if unsigned:
        hits, predicted = hits + counts.unsigned_up + counts.unsigned_down, predicted + counts.unsigned
    if stratum.max(initial=0) == 0:
        every = np.full(len(hits), len(observed))
        return log_hypergeometric_tail(every, np.full(len(hits), int(changed.sum())), predicted, hits)
    sizes = np.bincount(stratum)
    chance = np.bincount(stratum, weights=changed) / np.maximum(sizes, 1)
    by_stratum = counts.strata + counts.unsigned_strata if unsigned else counts.strata
    return log_binomial_bound(predicted, by_stratum @ chance, hits)


def log_sign_p(counts: Counts, observed: Ints) -> Reals:
    """Return ln P(signs agree so well | which units changed).

    Ups and downs are dealt out at random among the changed units. So lopsided data, in which most changes are up,
    make no agreement by themselves. For every regulator raised, then for every one lowered.
    """
    import numpy as np

    up, down = int((observed > 0).sum()), int((observed < 0).sum())
    raised, lowered = counts.raised_up + counts.raised_down, counts.lowered_up + counts.lowered_down
    score = counts.raised_up + counts.lowered_down - counts.raised_down - counts.lowered_up
    none = np.zeros_like(raised)
    rows = np.stack([raised, lowered, none, up + down - raised - lowered], axis=1)
    columns = np.stack([none + up, none + down, none], axis=1)
    return np.concatenate(log_tails(rows, columns, score))


def strata(edges_in: Ints) -> Ints:
    """Return the stratum of each unit, by the number of edges into it: equal numbers share one.

    >>> import numpy as np
    >>> np.bincount(strata(np.arange(250))).tolist(), np.bincount(strata(np.arange(9))).tolist()
    ([50, 50, 50, 50, 50], [9])
    """
    import numpy as np

    groups = min(STRATA, len(edges_in) // _UNITS_OF_STRATUM)
    if groups < 2:
        return np.zeros(len(edges_in), dtype=np.int64)
    place = np.searchsorted(np.sort(edges_in), edges_in, side="left") * groups // len(edges_in)
    return np.unique(place, return_inverse=True)[1].reshape(-1).astype(np.int64)


SIGNIFICANT = log(0.05)
"""From here on a hypothesis is looked at as one that may explain something, or through which others do."""
