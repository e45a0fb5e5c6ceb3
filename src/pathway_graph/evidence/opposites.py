"""Claims about one subject, object and aspect that do not agree: what stands against what, what would explain it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from typing import Final

from pathway_graph.evidence.circumstances import annotations_apart, differences
from pathway_graph.evidence.measured import NULL
from pathway_graph.evidence.prepared import claims_about
from pathway_graph.evidence.sides import Sides, side_of, sides_of
from pathway_graph.evidence.weight import Weight
from pathway_graph.model import Claim, Edge, Network
from pathway_graph.model.caching import cached_on

OF_ACTION: Final = ("site", "mechanism")
"""What a claim may say of the action itself: another residue, another means, is no contradiction."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two claims about one subject, object and aspect that do not agree: two of up, down and no change.

    Attributes:
        differs: Parts of the context in which both state different things: these would explain the conflict. ``site``
            and ``mechanism`` stand here too: the claims then speak of two actions.
        not_stated: Parts that one of the two does not state, or not in the same terms, so that they cannot be compared.
        raises, lowers, unchanged: The claims of either side; the third is empty.
        annotated: Annotations of BEL in which they differ, with what both state; told, and left to judge.
    """

    differs: tuple[str, ...]
    not_stated: tuple[str, ...]
    raises: str = ""
    lowers: str = ""
    unchanged: str = ""
    annotated: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Claims about one subject, object and aspect that do not agree, side by side; never averaged.

    Attributes:
        raising, lowering, unchanged: Claims on each side, sorted; *unchanged* are null results. One side may be empty.
        weight_raising, weight_lowering, weight_unchanged: Independent studies behind each side.
        pairs: Every claim of one side against every claim of another.
    """

    subject: str
    object: str
    aspect: str
    raising: tuple[str, ...]
    lowering: tuple[str, ...]
    unchanged: tuple[str, ...]
    weight_raising: Weight
    weight_lowering: Weight
    weight_unchanged: Weight
    pairs: tuple[Pair, ...]

    @property
    def unexplained(self) -> tuple[Pair, ...]:
        """Pairs whose contexts do not differ as far as they are stated."""
        return tuple(pair for pair in self.pairs if not pair.differs)

    @property
    def is_explained(self) -> bool:
        """Whether the contexts differ in every pair."""
        return not self.unexplained

    @property
    def is_apparent(self) -> bool:
        """Whether every pair speaks of two actions: another residue, or another mechanism."""
        return all(not set(OF_ACTION).isdisjoint(pair.differs) for pair in self.pairs)

    @property
    def has_opposite_signs(self) -> bool:
        """Whether claims raise and claims lower; else one sign stands against null results."""
        return bool(self.raising and self.lowering)

    @property
    def score(self) -> float:
        """Weight of the second heaviest side: a conflict is as strong as what speaks against the main view."""
        weights = (self.weight_raising, self.weight_lowering, self.weight_unchanged)
        return sorted(weight.score for weight in weights)[1]

    def said(self, network: Network) -> str:
        """Return the sentence to quote, as `pathway_graph.evidence.sides.Sides.said` makes it."""
        return self.sides(network).said()

    def sides(self, network: Network) -> Sides:
        """Return the three sides with what differs between them whichever two claims are compared."""
        named = (*self.raising, *self.lowering, *self.unchanged)
        found = sides_of(network, [network.claim[name] for name in named], count_retracted=True)  # those that count
        return replace(
            found,
            weight_raising=self.weight_raising,
            weight_lowering=self.weight_lowering,
            weight_unchanged=self.weight_unchanged,
        )


def opposites(
    network: Network, wanted: set[str] | None, without: tuple[str, ...], gone: frozenset[str] | None = None
) -> tuple[Conflict, ...]:
    """Return claims about one subject, object and aspect that do not agree, the weightiest first.

    What speaks of two actions (`Conflict.is_apparent`) comes last; of equal weight what no context explains comes
    first, then what has more behind both sides.

    Args:
        network: Where to look.
        wanted: Entities that are the subject or the object; None for all.
        without: Works to leave out of the weights.
        gone: Claims that do not count, for every work behind them was retracted; None where retracted works count.
    """
    groups: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    if wanted is None:
        candidates: Iterable[Claim] = cached_on(network, _divided)
    else:
        candidates = claims_about(network, wanted)
    for claim in candidates:
        if claim.view == "guide" and side_of(claim) is not None and claim.id not in (gone or ()):
            groups[claim.subject, claim.object].append(claim)
    found = []
    sides = partial(sides_of, network, without=without, count_retracted=gone is None)
    for ends, every in groups.items():
        told: set[tuple[str, str, str]] = set()  # no pair is told under two aspects
        for aspect, claims in _by_aspect(every).items() if _is_divided(every) else ():
            if _is_divided(claims):
                conflict = _conflict(network, (*ends, aspect), claims, sides, told)
                found += [conflict] if conflict.pairs else []
    return tuple(sorted(found, key=_order))


def _order(conflict: Conflict) -> tuple[object, ...]:
    weights = (conflict.weight_raising, conflict.weight_lowering, conflict.weight_unchanged)
    total = sum(weight.score for weight in weights)
    ends = (conflict.subject, conflict.object, conflict.aspect)
    return conflict.is_apparent, -conflict.score, conflict.is_explained, -total, *ends


def _divided(network: Network) -> tuple[Claim, ...]:
    """Return the claims about those pairs of entities that are on more than one side."""
    edges: dict[tuple[str, str], list[Edge]] = {}
    for edge in network.edges:
        if edge.claims and (edge.sign or edge.relation == NULL):
            edges.setdefault((edge.source, edge.target), []).append(edge)
    names = sorted(
        name
        for some in edges.values()
        if len(some) > 1 and len({edge.sign for edge in some}) > 1
        for edge in some
        for name in edge.claims
    )
    return tuple(network.claim[name] for name in names)


def _is_divided(claims: Iterable[Claim]) -> bool:
    return len({side_of(claim) for claim in claims}) > 1


def _conflict(
    network: Network, about: tuple[str, str, str], claims: list[Claim], sides: Callable[[list[Claim]], Sides],
    told: set[tuple[str, str, str]],
) -> Conflict:  # fmt: skip
    found = sides(claims)
    up, down, null = found.raising, found.lowering, found.unchanged
    pairs = [*product(up, down, [""]), *product(up, [""], null), *product([""], down, null)]
    fresh = [pair for pair in pairs if pair not in told]
    told.update(fresh)
    return Conflict(
        *about, up, down, null, found.weight_raising, found.weight_lowering, found.weight_unchanged,
        tuple(_pair(network, pair) for pair in fresh),
    )  # fmt: skip


def _pair(network: Network, names: tuple[str, str, str]) -> Pair:
    one, other = (network.claim[name] for name in names if name)
    return Pair(*_compared(one, other), *names, annotations_apart([[one], [other]]))


def _compared(one: Claim, other: Claim) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Compare the contexts, and what both say of the action itself: its site and its mechanism."""
    differs, not_stated = differences(one, other)
    action = [part for part in OF_ACTION if _are_apart(getattr(one, part), getattr(other, part))]
    unknown = () if (not one.aspect) == (not other.aspect) else ("aspect",)
    return (*differs, *action), (*not_stated, *unknown)


def _are_apart(one: str, other: str) -> bool:
    """Whether two texts name nothing in common: ``Ser133; Ser142`` and ``Ser142`` share a site."""
    first, second = (set(re.split(r"\s*[;,|]\s*", text.strip().casefold())) - {""} for text in (one, other))
    return bool(first and second) and first.isdisjoint(second)


# Aspects ----------------------------------------------------------------------------------------------

_OF_RELATION: Final[Mapping[str, str]] = {
    "activates_transcription": "expression", "represses": "expression", "transcribed_to": "expression",
    "clears": "abundance", "degrades": "abundance", "produces": "abundance", "synthesizes": "abundance",
}  # fmt: skip
_AMOUNTS: Final = frozenset({"abundance", "expression"})


def implied_aspect(claim: Claim) -> str:
    """Return the aspect of a claim; where it states none, the one that its relation or its own word implies.

    >>> implied_aspect(Claim("c", "x", "inhibits", "y", direction="down-regulates activity"))
    'activity'
    >>> implied_aspect(Claim("c", "x", "represses", "y")), implied_aspect(Claim("c", "x", "inhibits", "y"))
    ('expression', '')
    """
    word = claim.direction.casefold()
    by_word = "activity" if word.endswith("activity") else "abundance" if "quantity" in word else ""
    return claim.aspect or by_word or _OF_RELATION.get(claim.relation, "")


def _by_aspect(claims: list[Claim]) -> dict[str, list[Claim]]:
    """Group claims about one pair of entities by the aspect they speak of.

    A stated aspect is compared with that aspect. A resource that says quantity or activity in its own word says an
    amount, of either sort, or an activity. What says neither may mean any: it stands where it disagrees.
    """
    stated = {claim.aspect for claim in claims if claim.aspect}
    found: dict[str, list[Claim]] = {aspect: [] for aspect in sorted(stated)}
    open_: list[Claim] = []
    for claim in claims:
        aspect = implied_aspect(claim)
        if not aspect:
            open_.append(claim)
        elif claim.aspect:
            found[aspect].append(claim)
        else:
            for place in sorted(stated & _AMOUNTS if aspect in _AMOUNTS else stated & {aspect}) or [_sort(aspect)]:
                found.setdefault(place, []).append(claim)
    known = {aspect: list(some) for aspect, some in found.items()}
    for aspect, some in known.items():
        sides = {side_of(claim) for claim in some}
        found[aspect] += [claim for claim in open_ if sides - {side_of(claim)}]
    return {"": open_, **found}


def _sort(aspect: str) -> str:
    return "abundance" if aspect in _AMOUNTS else aspect
