"""The result of a ranking: one row a hypothesis, ready to print, to explain or to put into a data frame."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Literal

from pathway_graph.identifiers.lookup import resolve
from pathway_graph.model import Network
from pathway_graph.model.arguments import require_whole
from pathway_graph.model.border import refuses_bad_data
from pathway_graph.model.copies import made
from pathway_graph.regulators.changes import Measurements
from pathway_graph.regulators.universe import Universe
from pathway_graph.trace.usable import EdgeView

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]
    Ints = NDArray[np.int64]

Method = Literal["ternary", "quaternary"]
RankBy = Literal["combined_p", "p_value", "enrichment_p", "concordance_p", "z", "z_unbiased", "t", "t_p"]
SMALLEST = 5e-324
"""What a p-value below every number of the machine is given as; its logarithm is kept exactly."""


@dataclass(frozen=True, slots=True)
class Regulator:
    """One hypothesis: a regulator raised or lowered.

    Attributes:
        id, name, kind: The entity.
        sign: +1 raised, -1 lowered.
        score: Correct minus incorrect (quaternary: plus changed targets of unknown sign).
        correct, incorrect: Changed units predicted with the sign found, or the other.
        ambiguous: Changed units predicted with both signs at one distance.
        unsigned: Changed units predicted without a sign.
        predicted: Units predicted to change.
        p_value: Causal, exact, one-sided: P(score or more) over all labellings with these margins; in (0, 1].
        log10_p: Its logarithm, also where the p-value itself is too small for a number.
        fdr: Benjamini and Hochberg's, over all hypotheses tested.
        enrichment_p: Hypergeometric, one-sided: so many predicted units among the changed, whatever their sign.
        enrichment_fdr: The same over all regulators.
        concordance_p: Exact, one-sided: signs agree so well, given which units changed and how many are up and down.
        z: Activation z of the hypothesis; None where nothing signed was found changed.
        bias: What z would be expected to be per unit, from more ups than downs in data and predictions.
        z_unbiased: z with the bias taken off.
        t: Of the univariate linear model; None without sizes of changes.
        t_p: Its p-value, two-sided; None below five predicted units.
        t_fdr: Benjamini and Hochberg's of it, over the regulators that have one.
        combined_p: Overlap and signs together at the best depth, corrected for having chosen it; 1 where more units
            speak against the hypothesis than for it.
        log10_combined_p: Its logarithm.
        combined_fdr: Benjamini and Hochberg's of it, over all hypotheses tested.
        depth: The best depth: the longest walk, in edges, by which the hypothesis explains most.
        depth_correct, depth_incorrect: As correct and incorrect, at that depth.
        overlap_p: At that depth, so many predicted units among the changed, whatever their sign.
        sign_p: At that depth, signs agree so well, given which units changed.
        through: Id of the regulator that it explains through, which explains as well in fewer steps; None if by itself.
        through_sign: +1 or -1: what that one is then; None if by itself.
        own: Correct units at that depth which that one does not reach.
        listed: How many hypotheses explain through this one.
    """

    id: str
    name: str
    kind: str
    sign: int
    score: int
    correct: int
    incorrect: int
    ambiguous: int
    unsigned: int
    predicted: int
    p_value: float
    log10_p: float
    fdr: float
    enrichment_p: float
    enrichment_fdr: float
    concordance_p: float
    z: float | None
    bias: float | None
    z_unbiased: float | None
    t: float | None
    t_p: float | None
    t_fdr: float | None
    combined_p: float
    log10_combined_p: float
    combined_fdr: float
    depth: int
    depth_correct: int
    depth_incorrect: int
    overlap_p: float
    sign_p: float
    through: str | None
    through_sign: int | None
    own: int
    listed: int

    def to_dict(self) -> dict[str, Any]:
        """Return the row as plain data."""
        return dict(zip(FIELDS, _VALUES(self), strict=True))


FIELDS = tuple(field.name for field in fields(Regulator))
_VALUES = attrgetter(*FIELDS)
_AT_ONCE = 10_000


@dataclass(frozen=True, eq=False)
class Columns:
    """The statistics as arrays, one place a hypothesis; logarithms are natural; *leader* is a place, or -1."""

    regulator: Ints
    sign: Ints
    score: Ints
    correct: Ints
    incorrect: Ints
    ambiguous: Ints
    unsigned: Ints
    predicted: Ints
    log_p: Reals
    fdr: Reals
    log_enrichment_p: Reals
    enrichment_fdr: Reals
    log_concordance_p: Reals
    z: Reals
    bias: Reals
    z_unbiased: Reals
    t: Reals
    log_t_p: Reals
    t_fdr: Reals
    log_combined_p: Reals
    combined_fdr: Reals
    depth: Ints
    depth_correct: Ints
    depth_incorrect: Ints
    log_overlap_p: Reals
    log_sign_p: Reals
    leader: Ints
    own: Ints
    listed: Ints

    def in_order(self, order: Ints) -> Columns:
        """Return the same in another order, each hypothesis once; *leader* is the place of one there, or -1."""
        import numpy as np

        place = np.empty(len(order) + 1, dtype=np.int64)
        place[order], place[-1] = np.arange(len(order)), -1
        moved = self.take(order)
        return replace(moved, leader=place[moved.leader])

    def take(self, places: Ints) -> Columns:
        """Return some hypotheses; *leader* stays as it is."""
        return Columns(*(getattr(self, field.name)[places] for field in fields(self)))


@dataclass(frozen=True, eq=False)
class Regulators:
    """What `rank_regulators` found.

    Attributes:
        network: Where the edges are.
        changes: What was measured.
        universe: What could have changed.
        edges: The edges that were followed.
        columns: The statistics as arrays, the best hypothesis first.
        max_steps: Longest walk, in edges.
        method: ``ternary`` or ``quaternary``.
        predict_itself: Whether a regulator predicts its own measurement.
        rank_by: What the hypotheses are ordered by.
    """

    network: Network
    changes: Measurements
    universe: Universe
    edges: EdgeView
    columns: Columns
    max_steps: int
    method: Method
    predict_itself: bool
    rank_by: RankBy = "combined_p"

    def __eq__(self, other: object) -> bool:
        """Whether it is the same answer to the same question; NaN, where there is no number, is as NaN."""
        if not isinstance(other, Regulators):
            return NotImplemented
        return (
            self._question == other._question
            and all(map(_same, self._arrays(), other._arrays()))
            and self.network == other.network
        )

    def __hash__(self) -> int:
        return hash(self._question)

    @property
    def _question(self) -> tuple[Any, ...]:
        asked = (self.changes, self.max_steps, self.method, self.predict_itself, self.rank_by, self.edges.filters)
        return (*asked, self.universe.kind, self.universe.changes, self.universe.outside, self.universe.warning)

    def _arrays(self) -> Iterator[Any]:
        yield from (self.edges.mask, self.universe.members, self.universe.unit_of_member, self.universe.observed)
        yield from (getattr(self.columns, field.name) for field in fields(Columns))

    def __len__(self) -> int:
        """Return the number of hypotheses tested."""
        return len(self.columns.sign)

    @refuses_bad_data
    def top(self, count: int) -> tuple[Regulator, ...]:
        """Return the first *count* hypotheses."""
        require_whole("count", count, 0)
        return tuple(self._rows(range(min(count, len(self)))))

    @cached_property
    def rows(self) -> tuple[Regulator, ...]:
        """Every hypothesis, the best first."""
        return self.top(len(self))

    def each(self) -> Iterator[Regulator]:
        """Yield every hypothesis, the most significant first, without holding all of them."""
        for start in range(0, len(self), _AT_ONCE):
            yield from self._rows(range(start, min(start + _AT_ONCE, len(self))))

    @refuses_bad_data
    def through(self, name: str, *, sign: int | None = None) -> tuple[Regulator, ...]:
        """Return the hypotheses that explain only through *name*, the best first.

        Args:
            name: Any name of a regulator.
            sign: +1 through it raised, -1 through it lowered; both if not given.

        Raises:
            UnknownName: Nothing is called so.
            AmbiguousName: Several different things are.
        """
        import numpy as np

        leaders = np.isin(self.columns.regulator, self._numbers(name))
        if sign is not None:
            leaders &= self.columns.sign == sign
        under = np.isin(self.columns.leader, np.flatnonzero(leaders))
        return tuple(self._rows(np.flatnonzero(under).tolist()))

    @refuses_bad_data
    def of(self, name: str) -> tuple[Regulator, ...]:
        """Return the hypotheses about *name*, all its forms, in order.

        Raises:
            UnknownName: Nothing is called so.
            AmbiguousName: Several different things are.
        """
        import numpy as np

        return tuple(self._rows(np.flatnonzero(np.isin(self.columns.regulator, self._numbers(name))).tolist()))

    def _numbers(self, name: str) -> list[int]:
        return [self.edges.index.number[entity.id] for entity in resolve(self.network, name)]

    @refuses_bad_data
    def to_frame(self) -> pd.DataFrame:
        """Return every hypothesis as a ``pandas.DataFrame``; needs the extra ``pandas``."""
        import pandas as pd

        return pd.DataFrame([row.to_dict() for row in self.rows], columns=list(FIELDS))

    @refuses_bad_data
    def to_dict(self) -> dict[str, Any]:
        """Return the ranking as plain data."""
        return {"summary": self.summary(), "regulators": [row.to_dict() for row in self.rows]}

    @refuses_bad_data
    def summary(self) -> dict[str, Any]:
        """Return what the ranking rests on, as plain data."""
        changes = self.changes
        up, down = (int((self.universe.observed == sign).sum()) for sign in (1, -1))
        return {
            "hypotheses_tested": len(self),
            "max_steps": self.max_steps,
            "method": self.method,
            "rank_by": self.rank_by,
            "background": self.universe.kind,
            "background_size": self.universe.size,
            "up": up,
            "down": down,
            "warning": self.universe.warning,
            "warnings": [*(changes.how.warnings if changes.how else ()), *filter(None, [self.universe.warning])],
            "read": changes.how.to_dict() if changes.how else None,
            "rows": changes.rows.to_dict(),
            "unmatched": list(changes.unmatched),
            "unmatched_reasons": [one.to_dict() for one in changes.unfound],
            "ambiguous_names": list(changes.ambiguous),
            "opposed": list(changes.opposed),
            "without_value": list(changes.without_value),
            "lines_without_name": list(changes.without_name),
            "outside_background": list(self.universe.outside),
            "edges_left_out": dict(self.edges.left_out),
        }

    def each_as_dict(self) -> Iterator[dict[str, Any]]:
        """Yield what `Regulator.to_dict` returns for `each` hypothesis, without making the others of it first."""
        for start in range(0, len(self), _AT_ONCE):
            yield from self._plain_rows(range(start, min(start + _AT_ONCE, len(self))))

    def _rows(self, places: Any) -> Iterator[Regulator]:
        return (made(Regulator, *row.values()) for row in self._plain_rows(places))

    def _plain_rows(self, places: Any) -> Iterator[dict[str, Any]]:
        """Yield rows as plain data, in the order of `FIELDS`."""
        import numpy as np

        places = np.fromiter(places, dtype=np.int64)
        columns = self.columns.take(places)
        values = {
            "sign": columns.sign, "score": columns.score, "correct": columns.correct, "incorrect": columns.incorrect,
            "ambiguous": columns.ambiguous, "unsigned": columns.unsigned, "predicted": columns.predicted,
            "p_value": _p(columns.log_p), "log10_p": columns.log_p / np.log(10.0) + 0.0, "fdr": columns.fdr,
            "enrichment_p": _p(columns.log_enrichment_p), "enrichment_fdr": columns.enrichment_fdr,
            "concordance_p": _p(columns.log_concordance_p), "z": columns.z, "bias": columns.bias,
            "z_unbiased": columns.z_unbiased, "t": columns.t, "t_p": _p(columns.log_t_p),
            "t_fdr": columns.t_fdr, "combined_p": _p(columns.log_combined_p),
            "log10_combined_p": columns.log_combined_p / np.log(10.0) + 0.0, "combined_fdr": columns.combined_fdr,
            "depth": columns.depth, "depth_correct": columns.depth_correct, "depth_incorrect": columns.depth_incorrect,
            "overlap_p": _p(columns.log_overlap_p), "sign_p": _p(columns.log_sign_p),
            "own": columns.own, "listed": columns.listed,
        }  # fmt: skip
        lists = {name: _with_none(array) for name, array in values.items()}
        entities = self.network.pick("entities", columns.regulator.tolist())  # of a stored network only these are read
        leads, ids = columns.leader >= 0, self.edges.index.ids
        leading = np.where(leads, self.columns.regulator[columns.leader], -1).tolist()
        lists |= {
            "id": [entity.id for entity in entities],
            "name": [entity.called for entity in entities],
            "kind": [entity.kind for entity in entities],
            "through": [None if leader < 0 else ids[leader] for leader in leading],
            "through_sign": [sign or None for sign in np.where(leads, self.columns.sign[columns.leader], 0).tolist()],
        }
        for row in zip(*(lists[name] for name in FIELDS), strict=True):
            yield dict(zip(FIELDS, row, strict=True))


def _with_none(column: NDArray[Any]) -> list[Any]:
    """Return the values of a column, None for those that are no number."""
    found: list[Any] = column.tolist()
    return [None if value != value else value for value in found] if column.dtype.kind == "f" else found


def _same(one: Any, other: Any) -> bool:
    import numpy as np

    return one.shape == other.shape and bool(np.all((one == other) | ((one != one) & (other != other))))


def _p(logs: Reals) -> Reals:
    """Return p-values in (0, 1]; NaN stays."""
    import numpy as np

    with np.errstate(under="ignore"):
        found: Reals = np.maximum(np.exp(np.minimum(logs, 0.0)), SMALLEST)
    return found
