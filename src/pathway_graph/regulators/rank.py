"""Rank every possible regulator by how well its predictions explain measured changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pathway_graph.model import Network
from pathway_graph.model.arguments import require_whole, require_word
from pathway_graph.model.border import refuses_bad_data
from pathway_graph.regulators.bits import unpacked
from pathway_graph.regulators.changes import Measurements, check_changes
from pathway_graph.regulators.combine import Depths, log_overlap_p, strata
from pathway_graph.regulators.counting import Counts, count_predictions
from pathway_graph.regulators.exact import log_tails
from pathway_graph.regulators.near import FURTHEST, NearWalks, Units, count_near, fits, is_cheaper, predicted_near
from pathway_graph.regulators.ordering import RANK_BY, in_order
from pathway_graph.regulators.propagate import Links, Predictions, predictions_by_depth
from pathway_graph.regulators.result import Columns, Method, RankBy, Regulators
from pathway_graph.regulators.tails import adjusted, correlations_t, log_students_two_sided
from pathway_graph.regulators.through import AMBIGUOUS, UNSIGNED, settle_depths
from pathway_graph.regulators.universe import Background, Universe, universe_of
from pathway_graph.trace.filters import Filters, check_filters
from pathway_graph.trace.usable import EdgeView, edge_view

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Signs = NDArray[np.int8]

FEWEST_OF_T = 5
"""Predicted units that a p-value of the linear model needs, as in decoupler."""
MAX_STEPS = 2
"""Longest walk, if nothing is said: what a regulator does itself, and what its targets do."""


@refuses_bad_data
def rank_regulators(
    network: Network,
    changes: Measurements,
    *,
    max_steps: int = MAX_STEPS,
    background: Background | Sequence[str] = "auto",
    method: Method = "ternary",
    filters: Filters | None = None,
    predict_itself: bool = True,
    every_entity: bool = False,
    allow_unmatched: bool = False,
    rank_by: RankBy = "combined_p",
) -> Regulators:
    """Test every entity with an effect, raised and lowered, against the measured *changes*.

    A hypothesis "regulator raised" predicts for each unit the sign of the shortest walk to it; "lowered" predicts
    the opposite. Each is tested at every depth up to *max_steps*, by overlap and signs together; its best depth
    counts, corrected for the choice. What explains only through another, which explains as well in fewer steps,
    comes after those that stand by themselves. See ``docs/regulators.md`` for every column.

    Args:
        network: Where the edges are.
        changes: From `read_changes` or `place_changes`.
        max_steps: Longest walk, in edges, from 1 to 100.
        background: What could have changed: ``measured``, ``network``, ``targets``, a list of names, or ``auto``.
        method: ``ternary`` takes a regulator's targets of unknown sign out of its test; ``quaternary`` counts each
            of them that changed as correct (Fakhry et al. 2016).
        filters: Which edges to follow, as in a trace: by default what sources state, hypotheses left out. ``kinds``
            narrows the regulators.
        predict_itself: Whether a regulator's own measurement counts for or against it, as in CausalR.
        every_entity: Also test entities that act on nothing, as CausalR does. Each can explain its own change at
            most, so that they say little and cost false-discovery rate.
        allow_unmatched: Take a background of names of which less than half are known.
        rank_by: What the rows are ordered by: ``combined_p``, or a column of walks up to *max_steps*: ``p_value``,
            ``enrichment_p``, ``concordance_p``, ``z``, ``z_unbiased``, ``t`` or ``t_p``.

    Returns:
        All hypotheses, the best first. p-values of single hypotheses are one-sided and unadjusted.

    Raises:
        InputError: A change has no sign or no finite value of it, or is about an entity of another network; or less
            than half of the names of the background are known.
        UnknownName: A filter or the background does not exist.
        WrongArgument: *max_steps*, *method* or *rank_by* is out of range.

    >>> from pathway_graph.formats.native import read_guide
    >>> from pathway_graph.regulators import example_changes
    >>> guide = read_guide()
    >>> found = rank_regulators(guide, example_changes(guide), max_steps=1)
    >>> found.rows[0].name, found.rows[0].sign, found.rows[0].correct, found.rows[0].incorrect
    ('imipramine', 1, 11, 0)
    """
    filters = filters or Filters()
    check_filters(filters)
    require_whole("max_steps", max_steps, high=100)
    require_word("method", method, ("ternary", "quaternary"))
    require_word("rank_by", rank_by, RANK_BY)
    check_changes(network, changes)
    edges = edge_view(network, filters, hypotheses=filters.count_hypotheses)
    universe = universe_of(edges, changes, background, allow_unmatched=allow_unmatched)
    tested = Tested(_links(edges), _regulators(edges, filters, every_entity), universe, predict_itself)
    columns = _columns(tested, _sizes(changes, universe), max_steps, method)
    return Regulators(
        network, changes, universe, edges, in_order(columns, rank_by), max_steps, method, predict_itself, rank_by
    )


def _sizes(changes: Measurements, universe: Universe) -> Reals | None:
    import numpy as np

    if not changes.has_sizes:
        return None
    return np.array([change.value if change else np.nan for change in universe.changes])


@dataclass(frozen=True, eq=False)
class Tested:
    """What is tested: regulators over links, against a universe.

    Attributes:
        links: The edges to follow.
        regulators: The entities to test.
        universe: What could have changed.
        itself: Whether a regulator predicts its own change.
    """

    links: Links
    regulators: Ints
    universe: Universe
    itself: bool

    def walk(self, regulators: Ints, depth: int) -> Iterator[list[Predictions]]:
        """Give the predictions of some entities by depth."""
        universe = self.universe
        units = (universe.members, universe.unit_of_member, universe.size)
        return predictions_by_depth(self.links, regulators, *units, depth=depth, itself=self.itself)

    @cached_property
    def _near(self) -> NearWalks | None:
        """The edges as `near` takes them; None where predictions cannot be counted so."""
        import numpy as np

        universe = self.universe
        units = Units(
            universe.members, universe.unit_of_member, universe.observed, None, np.zeros_like(universe.observed)
        )
        return NearWalks(self.links, units, depth=FURTHEST, itself=self.itself) if fits(units, FURTHEST) else None

    def near(self, regulators: Ints, depth: int) -> NearWalks | None:
        """Return the walks from some entities, where to list them is the cheaper way to their predictions."""
        if depth > FURTHEST or self._near is None:
            return None
        walks = self._near.up_to(depth)
        return walks if is_cheaper(walks, self.links, regulators) else None

    def stratum(self) -> Ints:
        """Return the stratum of each unit, by the edges that lead into it."""
        import numpy as np

        universe = self.universe
        into = np.bincount(self.links.target, minlength=self.links.entities)[universe.members]
        return strata(np.bincount(universe.unit_of_member, weights=into, minlength=universe.size).astype(np.int64))

    def predicted(self, places: Ints, depth: int) -> Signs:
        """Return what the regulators at *places* predict, a row each: see `pathway_graph.regulators.through`."""
        import numpy as np

        regulators = self.regulators[places]
        if walks := self.near(regulators, depth):
            return predicted_near(walks, regulators)
        tables = []
        for block in self.walk(regulators, depth):
            sets = (block[-1].raised, block[-1].lowered, block[-1].unsigned, block[-1].ambiguous)
            raised, lowered, unsigned, ambiguous = (unpacked(one, len(block[-1].regulators)).T for one in sets)
            table = raised.astype(np.int8) - lowered.astype(np.int8)
            tables.append(table + UNSIGNED * unsigned.astype(np.int8) + AMBIGUOUS * ambiguous.astype(np.int8))
        return np.concatenate(tables)


def _counted(tested: Tested, sizes: Reals | None, depth: int, stratum: Ints) -> list[Counts]:
    """Count the predictions of all regulators by depth, the cheaper way; both count the same."""
    universe, regulators = tested.universe, tested.regulators
    if walks := tested.near(regulators, depth):
        units = Units(universe.members, universe.unit_of_member, universe.observed, sizes, stratum)
        return count_near(walks.of(units), regulators)
    return count_predictions(tested.walk(regulators, depth), universe.observed, sizes, stratum)


def _links(edges: EdgeView) -> Links:
    import numpy as np

    index, mask = edges.index, edges.mask
    ends = (index.source[mask].astype(np.int64), index.target[mask].astype(np.int64))
    return Links(*ends, index.sign[mask], len(index.ids))


def _regulators(edges: EdgeView, filters: Filters, every_entity: bool) -> Ints:
    """Return the entities that an edge leads out of, or all that one touches, of the kinds asked for."""
    import numpy as np

    ends = [edges.index.source, edges.index.target] if every_entity else [edges.index.source]
    found = np.unique(np.concatenate([end[edges.mask] for end in ends])).astype(np.int64)
    if filters.kinds:
        entities = edges.network.entities
        found = found[[entities[number].kind in filters.kinds for number in found.tolist()]]
    return found


def _columns(tested: Tested, sizes: Reals | None, depth: int, method: Method) -> Columns:
    """Return all statistics: of every regulator raised, then of every one lowered."""
    import numpy as np

    both = np.concatenate
    regulators, universe, stratum = tested.regulators, tested.universe, tested.stratum()
    by_depth = _counted(tested, sizes, depth, stratum)
    counts, depths = by_depth[-1], Depths.of(by_depth, universe.observed, stratum, unsigned=method == "quaternary")
    combined, through = settle_depths(depths, tested.links, regulators, universe.observed, tested.predicted)
    up, down = int((universe.observed > 0).sum()), int((universe.observed < 0).sum())
    agree, differ = counts.raised_up + counts.lowered_down, counts.raised_down + counts.lowered_up
    correct, incorrect = both([agree, differ]), both([differ, agree])
    changed_unsigned = counts.unsigned_up + counts.unsigned_down
    score = correct - incorrect + (both([changed_unsigned] * 2) if method == "quaternary" else 0)
    log_p = _log_causal_p(counts, universe, method)
    predicted = counts.raised + counts.lowered + counts.unsigned
    log_enrichment = log_overlap_p(counts, universe.observed, np.zeros_like(stratum), unsigned=True)
    z, bias, z_unbiased = _activation(counts, up, down)
    t, log_t = _linear(counts)
    return Columns(
        regulator=both([regulators] * 2), sign=np.repeat([1, -1], len(regulators)), score=score, correct=correct,
        incorrect=incorrect, ambiguous=both([counts.ambiguous_changed] * 2), unsigned=both([changed_unsigned] * 2),
        predicted=both([predicted] * 2), log_p=log_p, fdr=adjusted(log_p),
        log_enrichment_p=both([log_enrichment] * 2), enrichment_fdr=both([adjusted(log_enrichment)] * 2),
        log_concordance_p=depths.tests[-1].log_sign_p,
        z=both([z, -z]), bias=both([bias, -bias]), z_unbiased=both([z_unbiased, -z_unbiased]),
        t=both([t, -t]), log_t_p=both([log_t, log_t]), t_fdr=both([_adjusted_known(log_t)] * 2),
        log_combined_p=combined.log_p, combined_fdr=adjusted(combined.log_p), depth=combined.depth,
        depth_correct=combined.correct, depth_incorrect=combined.incorrect, log_overlap_p=combined.log_overlap_p,
        log_sign_p=combined.log_sign_p, leader=through.leader, own=through.own,
        listed=np.bincount(through.leader[through.leader >= 0], minlength=2 * len(regulators)).astype(np.int64),
    )  # fmt: skip


def _adjusted_known(logs: Reals) -> Reals:
    """Return false-discovery rates over the p-values that there are; NaN stays."""
    import numpy as np

    result, known = np.full(len(logs), np.nan), ~np.isnan(logs)
    result[known] = adjusted(logs[known])
    return result


def _log_causal_p(counts: Counts, universe: Universe, method: Method) -> Reals:
    """Return ln p of the causal score, for every regulator raised, then for every one lowered."""
    import numpy as np

    up, down = int((universe.observed > 0).sum()), int((universe.observed < 0).sum())
    size = len(counts.raised)
    score = counts.raised_up + counts.lowered_down - counts.raised_down - counts.lowered_up
    columns = np.stack([np.full(size, up), np.full(size, down), np.full(size, universe.size - up - down)], axis=1)
    unsigned, unsigned_changed = counts.unsigned, counts.unsigned_up + counts.unsigned_down
    if method == "ternary":
        columns -= np.stack(
            [counts.unsigned_up, counts.unsigned_down, unsigned - unsigned_changed], axis=1
        )  # taken out of the test altogether
        unsigned = np.zeros_like(unsigned)
    rest = columns.sum(axis=1) - counts.raised - counts.lowered - unsigned
    rows = np.stack([counts.raised, counts.lowered, unsigned, rest], axis=1)
    if method == "ternary":
        return np.concatenate(log_tails(rows, columns, score))
    swapped = rows[:, [1, 0, 2, 3]]
    scores = np.concatenate([score + unsigned_changed, unsigned_changed - score])
    return log_tails(np.concatenate([rows, swapped]), np.concatenate([columns, columns]), scores)[0]


def _activation(counts: Counts, up: int, down: int) -> tuple[Reals, Reals, Reals]:
    """Return the activation z of "raised", its bias, and z with the bias taken off; NaN where nothing is predicted."""
    import numpy as np

    agree, differ = counts.raised_up + counts.lowered_down, counts.raised_down + counts.lowered_up
    number = (agree + differ).astype(float)
    signed = (counts.raised + counts.lowered).astype(float)
    data_bias = (up - down) / (up + down) if up + down else 0.0
    with np.errstate(divide="ignore", invalid="ignore"):
        z = (agree - differ) / np.sqrt(number)
        bias = data_bias * (counts.raised - counts.lowered) / signed
        return z, bias, (agree - differ - number * bias) / np.sqrt(number)


def _linear(counts: Counts) -> tuple[Reals, Reals]:
    """Return Student's t of the univariate linear model and ln of its two-sided p-value; NaN where it has none.

    A p-value needs `FEWEST_OF_T` predicted units: of few, sizes with heavy tails make it far too small.
    """
    import numpy as np

    freedom = counts.measured - 2
    enough = counts.raised + counts.lowered >= FEWEST_OF_T
    if freedom < 1:
        nothing = np.full(len(counts.correlation), np.nan)
        return nothing, nothing.copy()
    t = correlations_t(counts.correlation, freedom)
    logs = log_students_two_sided(np.where(enough, t, np.nan), freedom)
    return t, logs
