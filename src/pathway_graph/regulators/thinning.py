"""Exact tails of the causal score in quadratic time, by thinning: the changed predictions, one of them fewer at a time.

Let m items be predicted with a sign and changed as well. Which of them were predicted raised and which found up are
two independent draws without replacement, so that the products of the two signs, "agrees" or "disagrees", are
exchangeable: their distribution depends neither on the order of the items nor on how it came that they are m. Take
one of m such items away at random, and what is left is distributed as m - 1 of them. With F_m(w) = P(at most w of m
disagree), that is

    F_m-1(w) = (1 - (w + 1) / m) F_m(w) + (w + 1) / m F_m(w + 1)

from the largest m, where one side is drawn whole, down to 0; many may be taken away at once. The score is
m - 2w + z, z the changed items predicted without a sign, and m and z are a hypergeometric draw. All terms are
positive: nothing cancels, and small tails are as precise as large ones. For comparison, adding up all tables takes
quartic time, and the algorithm of Chindelevitch et al. (2012, BMC Bioinformatics 13:35) cubic time.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from pathway_graph.regulators.tails import log_factorials

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]
    Long = NDArray[np.longdouble]
    Counts = NDArray[np.int64]

NEGLIGIBLE = 1e-40
"""Probabilities left out at first, and the tails that are worked out again with everything: those below its root."""
FAINTEST = 1e-250
"""Tails below are worked out in logarithms, so that nothing underflows."""
_CELLS = 1 << 16
"""Cells of a block of tables worked on together; they should stay in the processor's cache."""
_LINES = 128
"""Tables worked on together at least, so that a kernel pays."""
_JUMP = 8
"""What an entry of a kernel costs, in cells thinned by one."""


@dataclass(frozen=True, eq=False)
class Tables:
    """Margins of several tables and the score to reach, one table per line.

    Attributes:
        raised, lowered, unsigned: Sizes of the rows; the row without a prediction is what is left of *total*.
        up, down: Sizes of the columns.
        total: All items.
        score: The score to reach.
        side: What a changed item predicted without a sign adds to the score, +1 or -1.
    """

    raised: Counts
    lowered: Counts
    unsigned: Counts
    up: Counts
    down: Counts
    total: Counts
    score: Counts
    side: Counts

    @property
    def most_shared(self) -> Counts:
        """How many items at most are predicted with a sign and changed as well."""
        import numpy as np

        most: Counts = np.minimum(self.raised + self.lowered, self.up + self.down)
        return most

    def take(self, places: Counts) -> Tables:
        """Return the tables at *places*."""
        return Tables(*(getattr(self, field.name)[places] for field in fields(self)))


def thinned_tails(tables: Tables) -> Reals:
    """Return ln P(S >= score) and ln P(S > score) of each table.

    >>> import numpy as np
    >>> margins = (np.array([n]) for n in (7, 4, 0, 6, 6, 30, 5, 1))
    >>> np.exp(thinned_tails(Tables(*margins))).round(11).tolist()
    [[0.01397941056, 0.00293202716]]
    """
    import numpy as np

    factorials = log_factorials(int(tables.total.max(initial=0)))
    tails = _in_blocks(tables, factorials, NEGLIGIBLE)
    small = np.flatnonzero(tails[:, 0] < NEGLIGIBLE**0.5)
    tails[small] = _in_blocks(tables.take(small), factorials, 0.0)
    with np.errstate(divide="ignore"):
        logs = np.log(tails)
    for row in np.flatnonzero(tails[:, 0] < FAINTEST).tolist():
        logs[row] = _in_logs(tables.take(np.array([row])), factorials)
    return np.minimum(logs, 0.0)


def _in_blocks(tables: Tables, factorials: Long, negligible: float) -> Reals:
    """Work the tables out in blocks of similar size, as many at once as there are processors."""
    import numpy as np

    most = tables.most_shared
    order = np.lexsort((np.minimum(tables.up, tables.raised), tables.unsigned, -most))
    blocks = []
    while len(order):
        blocks.append(order[: max(_CELLS // (int(most[order[0]]) + 2), _LINES)])
        order = order[len(blocks[-1]) :]
    every_tail = np.zeros((len(tables.total), 2))
    pool = ThreadPoolExecutor(os.cpu_count())
    try:
        done = pool.map(lambda places: _block(tables.take(places), factorials, negligible), blocks)
        for places, tails in zip(blocks, done, strict=True):
            every_tail[places] = tails
    finally:
        pool.shutdown(cancel_futures=True)  # Ctrl-C waits for the blocks that are being worked on, not for the rest
    return every_tail


def _block(tables: Tables, factorials: Long, negligible: float) -> Reals:
    """Return P(S >= score) and P(S > score) of tables that are sorted by how many items they can share, most first."""
    import numpy as np

    most = tables.most_shared
    sharing = _Sharing.of(tables, factorials, negligible)
    at_most = _disagreements(tables, factorials, negligible)
    spare = np.empty_like(at_most)
    tails, whole = np.zeros((len(most), 2)), np.zeros(len(most))
    number, highest = int(most[0]), sharing.highest
    while number >= sharing.fewest:
        active = int(np.searchsorted(-most, -number, side="right"))
        if number <= highest:
            weights = sharing.weights(number)[:active]
            whole[:active] += weights.sum(axis=1)
            for beyond in (0, 1):
                places = np.clip((sharing.points[:active] + (number - beyond)) >> 1, -1, number) + 1
                reached = np.take_along_axis(at_most[:active], places, axis=1)
                tails[:active, beyond] += np.einsum("tz,tz->t", weights, reached)
        elif active == len(most) and (number - highest) * active > _JUMP * highest:
            at_most = _jumped(at_most, number, highest, factorials)
            number = highest
            continue
        _thin(at_most[:active], number, spare)
        number -= 1
    return tails / whole[:, None]


def _thin(at_most: Reals, number: int, spare: Reals) -> None:
    """Take one of *number* items away, in place."""
    import numpy as np

    here, following = at_most[:, 1 : number + 1], at_most[:, 2 : number + 2]
    part = spare[: len(here), :number]
    np.subtract(following, here, out=part)
    part *= np.arange(1, number + 1) / number
    here += part


def _jumped(at_most: Reals, number: int, left: int, factorials: Long) -> Reals:
    """Return P(at most w disagree) of *left* items drawn from *number*.

    Put the items in a line, those that disagree at its end. At most w drawn ones disagree if the item of rank w + 1
    among the drawn ones, counted from that end, agrees: if it has v items behind it, P(at most v disagree).
    """
    import numpy as np
    from numpy.lib.stride_tricks import sliding_window_view

    taken, w, away = np.arange(number), np.arange(left), number - left
    log_weight = factorials[taken] + factorials[number - 1 - taken] - factorials[number]
    other = factorials[left] - factorials[w] - factorials[left - 1 - w]
    apart = np.full(number + left - 1, -np.inf, dtype=np.longdouble)  # v - w, from 1 - left
    apart[left - 1 : left + away] = factorials[away] - factorials[: away + 1] - factorials[away::-1]
    logs = sliding_window_view(apart, left)[:, ::-1] + other
    logs += log_weight[:, None]
    sums = np.ones((len(at_most), left + 2))
    sums[:, 0] = 0.0
    sums[:, 1:-1] = at_most[:, 1 : number + 1] @ np.exp(logs.astype(np.float64))
    return sums


@dataclass(frozen=True, eq=False)
class _Sharing:
    """How likely it is that m items predicted with a sign, and z without one, are changed: up to a factor, by table.

    The changed items are drawn from those predicted with a sign, without one, and not predicted. Each part is given
    as a binomial distribution, whose odds make the draw the expected one; they cancel.

    Attributes:
        fewest, highest: The m that matter.
        signed: Of m, from *fewest*.
        unsigned: Of z, from the first z that matters.
        others: Of what is not predicted, by m + z, from the first of both.
        points: What z adds to the score, less the score to reach.
    """

    fewest: int
    highest: int
    signed: Reals
    unsigned: Reals
    others: Reals
    points: Counts

    @classmethod
    def of(cls, tables: Tables, factorials: Long, negligible: float) -> _Sharing:
        import numpy as np

        signed, changed = tables.raised + tables.lowered, tables.up + tables.down
        odds = np.log((changed + 0.5) / (tables.total - changed + 0.5))
        m, z = (np.arange(int(np.minimum(size, changed).max()) + 1) for size in (signed, tables.unsigned))
        of_m = np.exp(_log_binomial(signed, m, odds, factorials))
        likely = of_m * np.exp(_log_binomial(tables.total - signed, changed[:, None] - m, odds, factorials))
        matters = (likely > negligible * likely.max(axis=1, keepdims=True)).any(axis=0)
        fewest, highest = np.flatnonzero(matters)[[0, -1]].tolist()
        first, of_z = _window(np.exp(_log_binomial(tables.unsigned, z, odds, factorials)), negligible)
        more = np.arange(highest - fewest + of_z.shape[1])
        rest = (changed - fewest - first)[:, None] - more
        of_rest = np.exp(_log_binomial(tables.total - signed - tables.unsigned, rest, odds, factorials))
        points = tables.side[:, None] * (first[:, None] + np.arange(of_z.shape[1])) - tables.score[:, None]
        return cls(fewest, highest, of_m[:, fewest : highest + 1], of_z, of_rest, points)

    def weights(self, number: int) -> Reals:
        """Return what P(m = *number*, z) is proportional to, by table and z."""
        offset = number - self.fewest
        weights = self.unsigned * self.others[:, offset : offset + self.unsigned.shape[1]]
        weights *= self.signed[:, offset : offset + 1]
        return weights


@dataclass(frozen=True, eq=False)
class _Draw:
    """The smaller side, predicted or changed, drawn whole, and as many items drawn from the pool of the other side.

    Of the negative items of the pool, b fall to positive ones of the smaller side, d to its negative ones, and the
    rest is not drawn; then w = b + (negative - d) disagree. Odds that make the draw the expected one keep every
    factor within reach of floating point; they cancel.

    Attributes:
        positive, negative: Of the smaller side; signs are turned so that the positive ones are fewer.
        others: Items of the pool that are not drawn.
        from_pool: Negative items of the pool.
        log_odds: Of a negative one.
    """

    positive: Counts
    negative: Counts
    others: Counts
    from_pool: Counts
    log_odds: Reals
    factorials: Long

    @classmethod
    def of(cls, tables: Tables, factorials: Long) -> _Draw:
        import numpy as np

        is_predicted = tables.raised + tables.lowered < tables.up + tables.down
        positive = np.where(is_predicted, tables.raised, tables.up)
        negative = np.where(is_predicted, tables.lowered, tables.down)
        pool = np.where(is_predicted, tables.up + tables.down, tables.raised + tables.lowered)
        from_pool = np.where(is_predicted, tables.down, tables.lowered)
        turned = positive > negative
        positive, negative = np.where(turned, negative, positive), np.where(turned, positive, negative)
        from_pool = np.where(turned, pool - from_pool, from_pool)
        odds = np.log((from_pool + 0.5) / (pool - from_pool + 0.5))
        return cls(positive, negative, pool - positive - negative, from_pool, odds, factorials)

    def among_positive(self, b: Counts) -> Reals:
        """Return ln P(b), by table."""
        return _log_binomial(self.positive, b, self.log_odds, self.factorials)

    def among_negative(self, agreeing: Counts) -> Reals:
        """Return ln P(d = negative - agreeing), by table."""
        return _log_binomial(self.negative, self.negative[:, None] - agreeing, self.log_odds, self.factorials)

    def among_others(self, gap: Counts) -> Reals:
        """Return ln P(the rest), where *gap* is agreeing - b, by table."""
        taken = (self.from_pool - self.negative)[:, None] + gap
        return _log_binomial(self.others, taken, self.log_odds, self.factorials)


def _disagreements(tables: Tables, factorials: Long, negligible: float) -> Reals:
    """Return P(at most w disagree) of as many items as can be shared, at column w + 1, by table."""
    import numpy as np

    draw = _Draw.of(tables, factorials)
    few, many = (np.arange(int(side.max()) + 1) for side in (draw.positive, draw.negative))
    b, among_positive = _window(np.exp(draw.among_positive(few)), negligible)
    agreeing, among_negative = _window(np.exp(draw.among_negative(many)), negligible)
    wide, long = among_positive.shape[1], among_negative.shape[1]
    among_others = np.exp(draw.among_others((agreeing - b)[:, None] + np.arange(1 - wide, long)))
    counts = np.zeros((len(b), wide + long - 1))
    for step in range(wide):
        share = among_negative * among_others[:, wide - 1 - step : wide - 1 - step + long]
        share *= among_positive[:, step : step + 1]
        counts[:, step : step + long] += share
    np.cumsum(counts, axis=1, out=counts)
    counts /= counts[:, -1:].copy()
    places = np.arange(int(tables.most_shared.max()) + 2) - 1 - (b + agreeing)[:, None]
    within = np.take_along_axis(counts, np.clip(places, 0, counts.shape[1] - 1), axis=1)
    return np.where(places < 0, 0.0, within)


def _window(values: Reals, negligible: float) -> tuple[Counts, Reals]:
    """Return where each line begins to matter, and its values from there on, as far as any line matters."""
    import numpy as np

    matters = values > negligible
    first = matters.argmax(axis=1)
    last = values.shape[1] - 1 - matters[:, ::-1].argmax(axis=1)
    places = first[:, None] + np.arange(int((last - first).max()) + 1)
    kept = np.take_along_axis(values, np.minimum(places, values.shape[1] - 1), axis=1)
    return first, np.where(places < values.shape[1], kept, 0.0)


def _in_logs(tables: Tables, factorials: Long) -> Reals:
    """Return the logarithms of both tails of one table, everything done in logarithms."""
    import numpy as np

    draw = _Draw.of(tables, factorials)
    few, many = int(draw.positive[0]), int(draw.negative[0])
    among_positive = draw.among_positive(np.arange(few + 1))[0]
    among_negative = draw.among_negative(np.arange(many + 1))[0]
    among_others = draw.among_others(np.arange(-few, many + 1))[0]
    at_most = np.full(few + many + 2, -np.inf)
    for b in range(few + 1):
        part = at_most[b + 1 : b + many + 2]
        np.logaddexp(part, among_positive[b] + among_negative + among_others[few - b : few - b + many + 1], out=part)
    at_most = np.logaddexp.accumulate(at_most) - np.logaddexp.reduce(at_most)
    signed, changed, unsigned = tables.raised + tables.lowered, tables.up + tables.down, tables.unsigned
    z = np.arange(int(min(unsigned[0], changed[0])) + 1)
    odds = np.log((changed + 0.5) / (tables.total - changed + 0.5))
    of_m = _log_binomial(signed, np.arange(few + many + 1), odds, factorials)[0]
    of_z = _log_binomial(unsigned, z, odds, factorials)[0]
    rest = changed[:, None] - np.arange(few + many + len(z))
    of_rest = _log_binomial(tables.total - signed - unsigned, rest, odds, factorials)[0]
    points = tables.side * z - tables.score
    tails, whole = np.full(2, -np.inf), -np.inf
    with np.errstate(divide="ignore"):
        for number in range(few + many, -1, -1):
            weights = of_m[number] + of_z + of_rest[number : number + len(z)]
            whole = np.logaddexp.reduce([whole, *weights])
            for beyond in (0, 1):
                places = np.clip((points + number - beyond) // 2, -1, number) + 1
                tails[beyond] = np.logaddexp.reduce([tails[beyond], *(weights + at_most[places])])
            part = np.arange(1, number + 1) / max(number, 1)
            here, following = at_most[1 : number + 1], at_most[2 : number + 2]
            at_most[1 : number + 1] = np.logaddexp(np.log1p(-part) + here, np.log(part) + following)
    result: Reals = tails - whole
    return result


def _log_binomial(size: Counts, taken: Counts, log_odds: Reals, factorials: Long) -> Reals:
    """Return ln P(*taken*) out of *size*, by table, if each is taken with the odds of the table."""
    import numpy as np

    odds = log_odds.astype(np.longdouble)
    logs = _log_choose(size[:, None], taken, factorials)
    return (logs + taken * odds[:, None] - (size * np.logaddexp(0.0, odds))[:, None]).astype(np.float64)


def _log_choose(size: Counts, taken: Counts, factorials: Long) -> Long:
    """Return ln of the binomial coefficient, -inf where it is 0."""
    import numpy as np

    kept = np.clip(taken, 0, size)
    logs = factorials[size] - factorials[kept] - factorials[size - kept]
    return np.where((taken >= 0) & (taken <= size), logs, -np.inf)
