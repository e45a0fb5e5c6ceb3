"""How fragile a regulator's place is: the smallest sets of works without which it is not first, or not significant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations
from math import comb
from typing import Any, Final, Literal

from pathway_graph.errors import UnknownName
from pathway_graph.evidence.works import Carriers, Works, least, said
from pathway_graph.identifiers.lookup import resolve
from pathway_graph.model import Network
from pathway_graph.model.arguments import require_whole, require_word
from pathway_graph.model.border import refuses_bad_data
from pathway_graph.model.stopping import go_on
from pathway_graph.regulators.changes import Measurements
from pathway_graph.regulators.rank import MAX_STEPS, rank_regulators
from pathway_graph.regulators.result import Regulator, Regulators
from pathway_graph.text.counts import how_many
from pathway_graph.trace.filters import Filters, lost_already

MAX_RUNS: Final = 400
MOST_WORKS: Final = 3
MOST_FDR: Final = 0.05

Standing = Literal["first", "significant"]


@dataclass(frozen=True, slots=True)
class RegulatorLoss:
    """A set of works, and what becomes of the regulator without them.

    Attributes:
        works: Their identifiers, sorted.
        rank: The place of the hypothesis then, from 1; None where nothing of it is left to test.
        fdr: Its false-discovery rate then.
        first: The regulator that is first then, and its sign.
    """

    works: tuple[str, ...]
    rank: int | None
    fdr: float | None
    first: tuple[str, int] | None

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        first, sign = self.first or (None, None)
        return {
            "works": list(self.works), "rank": self.rank, "fdr": self.fdr, "first": first, "first_sign": sign
        }  # fmt: skip


@dataclass(frozen=True)
class RegulatorFragility:
    """On which works a regulator's place rests.

    Attributes:
        network: Where the edges are.
        id, sign: The hypothesis.
        rank, fdr: Its place, from 1, and its false-discovery rate, as the network is.
        standing: What is asked whether it falls: that it is ``first``, or ``significant`` (fdr up to 0.05).
        losses: The smallest sets of works without which that is no longer so.
        excluded: No set of so many works, or fewer, does it: all of them were tried.
        works: How many works carry edges that were followed.
        runs: How many rankings were made.
        is_cut: Whether larger sets were left untried for want of rankings.
    """

    network: Network = field(repr=False, hash=False)
    id: str
    sign: int
    rank: int
    fdr: float
    standing: Standing
    losses: tuple[RegulatorLoss, ...]
    excluded: int
    works: int
    runs: int
    is_cut: bool

    @property
    @refuses_bad_data
    def sentence(self) -> str:
        """The answer in a sentence."""
        who = f"{self.network.name(self.id)} {'raised' if self.sign > 0 else 'lowered'}"
        what = "is first" if self.standing == "first" else "is significant (FDR 5 %)"
        if not self.losses:
            if not self.works:
                return f"That {who} {what} rests on no work that could fall: no claim followed cites one."
            bound = f"more than {how_many(self.excluded, 'work')}" if self.is_cut else "no set of works that was found"
            return f"That {who} {what} rests on {bound}: without any {self.excluded} of {self.works} it still is."
        loss = self.losses[0]
        names = ", ".join(said(self.network, work) for work in loss.works)
        more = f" ({len(self.losses)} such sets)" if len(self.losses) > 1 else ""
        count = how_many(len(loss.works), "work")
        return f"That {who} {what} rests on {count}{more}: without {names} {self._then(loss)}."

    def _then(self, loss: RegulatorLoss) -> str:
        if loss.rank is None:
            return "it explains nothing"
        if self.standing == "significant":
            return f"its FDR is {loss.fdr:.2g}"
        if loss.first is None:
            return "nothing is"
        return f"{self.network.name(loss.first[0])} {'raised' if loss.first[1] > 0 else 'lowered'} is"

    @refuses_bad_data
    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain data."""
        return {
            "regulator": self.id, "sign": self.sign, "rank": self.rank, "fdr": self.fdr, "standing": self.standing,
            "sentence": self.sentence, "excluded": self.excluded, "works": self.works, "runs": self.runs,
            "is_cut": self.is_cut,
            "sets": [{**one.to_dict(), "names": [said(self.network, work) for work in one.works]}
                     for one in self.losses],
        }  # fmt: skip


@refuses_bad_data
def regulator_fragility(
    network: Network,
    changes: Measurements,
    name: str,
    *,
    max_steps: int = MAX_STEPS,
    filters: Filters | None = None,
    standing: Standing | None = None,
    max_runs: int = MAX_RUNS,
) -> RegulatorFragility:
    """Return the smallest sets of works without which a regulator is no longer first, or no longer significant.

    The ranking is made anew without each set of works, all of one size before the next: the loss of a work behind a
    rival can lift that one, so that no set may be passed over but one that takes no edge. Up to three works are
    tried together, as long as *max_runs* rankings allow; ``excluded`` says up to which size all were.

    Args:
        network: Where the edges are.
        changes: What was measured.
        name: The regulator; of its hypotheses the better one.
        max_steps: Longest walk, as for `rank_regulators`.
        filters: Which edges to follow.
        standing: ``first`` or ``significant``; by default first where it is, else significant.
        max_runs: Make so many rankings at most.

    Raises:
        UnknownName: *name* means nothing that was ranked, or the regulator is neither.

    >>> from pathway_graph.formats.native import read_guide
    >>> from pathway_graph.regulators import example_changes
    >>> guide = read_guide()
    >>> found = regulator_fragility(guide, example_changes(guide), "imipramine", max_steps=1, max_runs=30)
    >>> found.standing, found.excluded >= 1
    ('first', True)
    """
    require_whole("max_runs", max_runs)
    require_word("standing", standing, ("first", "significant", None))
    filters = filters or Filters()
    whole = rank_regulators(network, changes, max_steps=max_steps, filters=filters)
    wanted = {entity.id for entity in resolve(network, name)}
    place = next((n for n, row in enumerate(whole.rows) if row.id in wanted), None)
    if place is None:
        raise UnknownName("regulator that was ranked", name, note="no edge that was followed leads out of it")
    row = whole.rows[place]
    asked = standing or ("first" if place == 0 else "significant")
    if not _stands(whole, row, asked):
        raise UnknownName(f"regulator that is {asked}", name, note=f"its rank is {place + 1}, its FDR {row.fdr:.2g}")
    ways = _ways(whole)
    works = sorted({work for some in ways for way in some for work in way})
    losses: list[RegulatorLoss] = []
    runs = excluded = 0
    is_cut = False
    for size in range(1, min(MOST_WORKS, len(works)) + 1):
        if runs + comb(len(works), size) > max_runs and size > 1:
            is_cut = True
            break
        for lost in _telling(works, size, ways):
            go_on()
            if runs == max_runs:
                is_cut = True
                break
            runs += 1
            without = replace(filters, without=tuple(sorted({*filters.without, *lost})))
            found = rank_regulators(network, changes, max_steps=max_steps, filters=without)
            if not _stands(found, row, asked):
                losses.append(_loss(found, row, lost))
        if losses or is_cut:
            break
        excluded = size
    return RegulatorFragility(
        network, row.id, row.sign, place + 1, row.fdr, asked, tuple(losses), excluded, len(works), runs, is_cut
    )


def _stands(found: Regulators, row: Regulator, standing: Standing) -> bool:
    if standing == "first":
        best = found.rows[0] if len(found.rows) else None
        return best is not None and (best.id, best.sign) == (row.id, row.sign)
    now = _same(found, row)
    return now is not None and found.rows[now].fdr <= MOST_FDR


def _same(found: Regulators, row: Regulator) -> int | None:
    return next((n for n, one in enumerate(found.rows) if (one.id, one.sign) == (row.id, row.sign)), None)


def _loss(found: Regulators, row: Regulator, lost: tuple[str, ...]) -> RegulatorLoss:
    now = _same(found, row)
    best = found.rows[0] if len(found.rows) else None
    first = None if best is None else (best.id, best.sign)
    return RegulatorLoss(lost, None if now is None else now + 1, None if now is None else found.rows[now].fdr, first)


def _ways(found: Regulators) -> list[frozenset[Works]]:
    """Return, of each claim behind an edge that was followed, the sets of works with whose loss it falls.

    Works that are lost already, for they were retracted or left out, are in none.
    """
    carriers, gone = Carriers(found.network), lost_already(found.network, found.edges.filters)
    numbers = found.edges.mask.nonzero()[0].tolist()
    claims = {claim for number in numbers for claim in found.edges.edge(number).claims}
    every = {carriers.ways(claim) for claim in sorted(claims)}
    return [least(way - gone for way in ways) for ways in every if ways]


def _telling(works: list[str], size: int, ways: list[frozenset[Works]]) -> Iterator[tuple[str, ...]]:
    """Yield the sets of works with each of which a claim falls that does not fall with a part of the set."""
    for some in combinations(works, size):
        lost = frozenset(some)
        if all(any(way <= lost and work in way for one in ways for way in one) for work in some):
            yield some
