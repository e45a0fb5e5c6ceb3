"""What claims say in one context and not in another, and the smallest difference of context that explains it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any, Final, Literal

from pathway_graph.errors import WrongArgument
from pathway_graph.evidence.circumstances import differences, in_order
from pathway_graph.evidence.contexts import Context, find_context
from pathway_graph.evidence.sides import side_of
from pathway_graph.evidence.works import retracted_claims
from pathway_graph.identifiers.lookup import resolve
from pathway_graph.model import Claim, Network
from pathway_graph.model.border import refuses_bad_data
from pathway_graph.model.declaration import context_parts
from pathway_graph.model.vocabulary import NOT_SPECIFIED

Verdict = Literal["differ", "agree", "divided", "only in the first", "only in the second"]
CONTRAST_COLUMNS: Final = (
    "subject", "object", "aspect", "verdict", "first", "second", "first_claims", "second_claims", "explained_by",
    "ruled_out", "stated_by_neither",
)  # fmt: skip
"""The columns of `Contrast.rows`."""
_ORDER: Final = ("differ", "divided", "only in the first", "only in the second", "agree")
_SIDES: Final = {1: "raised", -1: "lowered", 0: "no effect"}


@dataclass(frozen=True, slots=True)
class ContrastRow:
    """One effect in two contexts.

    Attributes:
        subject, object, aspect: What was found to change what.
        first, second: What claims of either context say: ``raised``, ``lowered``, ``no effect``; empty where none does.
        first_claims, second_claims: Their claims, sorted.
        verdict: ``differ``, ``agree``, ``divided`` where one context disagrees with itself, or in which alone it is.
        explained_by: The smallest sets of parts of the context that would explain a difference: each pair of claims
            that disagree differs in one of the set. Several sets are alternatives.
        ruled_out: Parts that cannot explain it alone: claims that agree differ in them in the same way.
        stated_by_neither: Parts of the context that no claim on either side states.
    """

    subject: str
    object: str
    aspect: str
    first: tuple[str, ...]
    second: tuple[str, ...]
    first_claims: tuple[str, ...]
    second_claims: tuple[str, ...]
    verdict: Verdict
    explained_by: tuple[tuple[str, ...], ...] = ()
    ruled_out: tuple[str, ...] = ()
    stated_by_neither: tuple[str, ...] = ()


@dataclass(frozen=True)
class Contrast:
    """What claims say in two contexts.

    Attributes:
        first, second: The contexts, as their names were understood.
        rows: One row per effect, what differs first.
        in_both: Claims that state both contexts; they stand on both sides.
        elsewhere: Claims of the same effects that state neither context.
        stated_by_neither: Parts of the context that no claim of either states.
        retracted: Claims of either context that were left out, for every work behind them was retracted.
    """

    network: Network = field(repr=False, hash=False)
    first: Context
    second: Context
    rows: tuple[ContrastRow, ...]
    in_both: tuple[str, ...]
    elsewhere: tuple[str, ...]
    stated_by_neither: tuple[str, ...]
    retracted: tuple[str, ...] = ()

    def count(self, verdict: str) -> int:
        """Return how many effects have that verdict."""
        return sum(row.verdict == verdict for row in self.rows)

    @refuses_bad_data
    def to_dict(self) -> dict[str, Any]:
        """Return the contrast as plain data."""
        return {
            "first": self._context(self.first),
            "second": self._context(self.second),
            "rows": [
                {
                    "subject": row.subject,
                    "object": row.object,
                    "aspect": row.aspect,
                    "verdict": row.verdict,
                    "first": list(row.first),
                    "second": list(row.second),
                    "first_claims": list(row.first_claims),
                    "second_claims": list(row.second_claims),
                    "explained_by": [" with ".join(parts) for parts in row.explained_by],
                    "ruled_out": list(row.ruled_out),
                    "stated_by_neither": list(row.stated_by_neither),
                }
                for row in self.rows
            ],
            "in_both": list(self.in_both),
            "elsewhere": list(self.elsewhere),
            "stated_by_neither": list(self.stated_by_neither),
            "retracted": list(self.retracted),
        }

    def _context(self, context: Context) -> dict[str, Any]:
        return {
            "name": context.name,
            "meaning": context.meaning,
            "parts": list(context.parts),
            "claims": [claim.id for claim in context.claims],
        }


@refuses_bad_data
def contrast(
    network: Network, first: str, second: str, *, about: str | None = None, count_retracted: bool = False
) -> Contrast:
    """Compare what claims say in two contexts, effect by effect.

    A claim is of a context if it states it; a tissue takes in its parts. Effects are those on the same thing of the
    same aspect. Of an effect that only one context states, nothing is said in the other: that is no difference.

    Args:
        network: Where to look; background statements are no findings and left aside.
        first: Any value of a context: a species, region, cell, condition, duration, dose, route, sex, strain, course.
        second: Another one.
        about: Any name; only effects on it or by it, in all its forms. Not given: every effect.
        count_retracted: Let claims count of which every work was retracted.

    Raises:
        UnknownName, AmbiguousName: A name means nothing, or several things.
        WrongArgument: Both names mean one context.

    >>> from pathway_graph.formats.native import read_guide
    >>> found = contrast(read_guide(), "dorsal horn", "Jurkat", about="pCREB")
    >>> row = found.rows[0]
    >>> row.first, row.second, row.explained_by
    (('lowered',), ('raised',), (('species',), ('tissue',), ('baseline',)))
    """
    one, other = find_context(network, first), find_context(network, second)
    if one.claims == other.claims and one.meaning == other.meaning:
        raise WrongArgument("second", second, message=f"{first!r} and {second!r} are one context: {one.meaning}",
                            hint="name two that differ")  # fmt: skip
    wanted = {entity.id for entity in resolve(network, about)} if about else None
    gone = frozenset() if count_retracted else retracted_claims(network)
    either = _by_effect([claim for context in (one, other) for claim in context.claims if claim.id in gone], wanted, {})
    one, other = _left(one, gone), _left(other, gone)
    of_both = {claim.id: claim for context in (one, other) for claim in context.claims}
    aspects = _aspects(of_both.values())
    sides = [_by_effect(context.claims, wanted, aspects) for context in (one, other)]
    every = _by_effect((claim for claim in network.claims if claim.id not in gone), wanted, aspects)
    rows = [
        _row(effect, sides[0].get(effect, []), sides[1].get(effect, []), every[effect])
        for effect in sides[0].keys() | sides[1].keys()
    ]
    rows.sort(key=lambda row: (_ORDER.index(row.verdict), row.subject, row.object, row.aspect))
    shown = [[claim for claims in side.values() for claim in claims] for side in sides]
    both = sorted({claim.id for claim in shown[0]} & {claim.id for claim in shown[1]})
    effects = [(row.subject, row.object, row.aspect) for row in rows]
    elsewhere = sorted({claim.id for effect in effects for claim in every[effect]} - of_both.keys())
    retracted = sorted({claim.id for claims in either.values() for claim in claims})
    return Contrast(
        network, one, other, tuple(rows), tuple(both), tuple(elsewhere), _unstated(shown[0] + shown[1]),
        tuple(retracted),
    )  # fmt: skip


def _left(context: Context, gone: frozenset[str]) -> Context:
    return replace(context, claims=tuple(claim for claim in context.claims if claim.id not in gone))


Effects = Mapping[tuple[str, str, str], list[Claim]]


def _aspects(claims: Iterable[Claim]) -> Mapping[tuple[str, str], str]:
    """Return the one aspect that claims about a pair of entities state: it is taken for that of those stating none."""
    found: dict[tuple[str, str], set[str]] = {}
    for claim in claims:
        if claim.aspect and side_of(claim) is not None:
            found.setdefault((claim.subject, claim.object), set()).add(claim.aspect)
    return {pair: next(iter(aspects)) for pair, aspects in found.items() if len(aspects) == 1}


def _by_effect(claims: Iterable[Claim], wanted: set[str] | None, aspects: Mapping[tuple[str, str], str]) -> Effects:
    found: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in claims:
        if claim.view != "guide" or side_of(claim) is None:
            continue
        if wanted is None or wanted & {claim.subject, claim.object}:
            aspect = claim.aspect or aspects.get((claim.subject, claim.object), "")
            found.setdefault((claim.subject, claim.object, aspect), []).append(claim)
    return found


def _row(effect: tuple[str, str, str], first: list[Claim], second: list[Claim], every: list[Claim]) -> ContrastRow:
    said = [_said(claims) for claims in (first, second)]
    verdict: Verdict
    if not first or not second:
        verdict = "only in the first" if first else "only in the second"
    elif max(map(len, said)) > 1:
        verdict = "divided"
    else:
        verdict = "agree" if said[0] == said[1] else "differ"
    against = [(a, b) for a in first for b in second if side_of(a) != side_of(b)]
    out = _ruled_out(against, every)
    named = [tuple(sorted(claim.id for claim in claims)) for claims in (first, second)]
    smallest = _smallest([set(differences(a, b)[0]) - set(out) for a, b in against])
    return ContrastRow(
        *effect, said[0], said[1], named[0], named[1], verdict, smallest, out, _unstated([*first, *second])
    )  # fmt: skip


def _said(claims: list[Claim]) -> tuple[str, ...]:
    sides = {side_of(claim) for claim in claims}
    return tuple(word for side, word in _SIDES.items() if side in sides)


def _smallest(differing: list[set[str]]) -> tuple[tuple[str, ...], ...]:
    """Return every smallest set of parts of which each of *differing* holds one; nothing where one is empty.

    >>> _smallest([{"species", "dose"}, {"dose"}]), _smallest([{"sex"}, {"dose"}]), _smallest([{"sex"}, set()])
    ((('dose',),), (('sex', 'dose'),), ())
    """
    if not differing or not all(differing):
        return ()
    parts = in_order(set.union(*differing))
    for size in range(1, len(parts) + 1):
        found = [some for some in combinations(parts, size) if all(not one.isdisjoint(some) for one in differing)]
        if found:
            return tuple(found)
    return ()


def _ruled_out(against: list[tuple[Claim, Claim]], every: list[Claim]) -> tuple[str, ...]:
    """Return the parts in which claims that agree differ as claims that disagree do: these do not explain it alone."""
    suspects = {part for a, b in against for part in differences(a, b)[0]}
    agreeing = [(a, b) for a, b in combinations(every, 2) if side_of(a) == side_of(b)]
    return in_order(
        part
        for part in suspects
        if all(
            any(_values(one, part) == pair for a, b in agreeing for one in ((a, b), (b, a)))
            for pair in {_values(pair, part) for pair in against if part in differences(*pair)[0]}
        )
    )


def _values(pair: tuple[Claim, Claim], part: str) -> tuple[tuple[Any, ...], ...]:
    fields = context_parts(Claim)[part]
    return tuple(tuple(getattr(claim, name) for name in fields) for claim in pair)


def _unstated(claims: list[Claim]) -> tuple[str, ...]:
    """Return the parts of the context that none of some claims states; without a condition they speak of none."""
    parts = [(part, some) for part, some in context_parts(Claim).items() if part not in ("baseline", "co-treatment")]
    return in_order(
        part for part, fields in parts
        if all(getattr(claim, name) in ("", None, (), NOT_SPECIFIED) for claim in claims for name in fields)
    ) if claims else ()  # fmt: skip
