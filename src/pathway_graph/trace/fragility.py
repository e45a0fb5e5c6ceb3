"""How fragile a net sign is: the smallest sets of works without which it is gone, or another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final, Literal

from pathway_graph.evidence.works import UNCITED, Carriers, Uncited, Works, least, said
from pathway_graph.identifiers.lookup import resolve
from pathway_graph.model import Entity, Network
from pathway_graph.model.arguments import require_whole, require_word
from pathway_graph.model.border import refuses_bad_data
from pathway_graph.model.signs import NetSign, net_sign
from pathway_graph.model.vocabulary import Sign
from pathway_graph.text.counts import how_many
from pathway_graph.trace.best import route_of_sign
from pathway_graph.trace.filters import Filters, check_filters, holds_by_itself, lost_already
from pathway_graph.trace.hitting import Smallest, Ways, smallest_sets
from pathway_graph.trace.route import Route
from pathway_graph.trace.search import MAX_STEPS
from pathway_graph.trace.usable import EdgeView, edge_view

MOST_SETS: Final = 50
MAX_WORK: Final = 2_000_000

_SIGNED: Final[tuple[Sign, ...]] = (1, -1)
Outcome = Literal["removed", "decided"]


@dataclass(frozen=True, slots=True)
class SignLoss:
    """A set of works, and what becomes of the net sign without them.

    Attributes:
        works: Their identifiers, sorted.
        outcome: ``removed`` where no signed route is left; ``decided`` where an ambiguous sign becomes one.
        becomes: The net sign then; ``0`` where only routes without direction, or none, are left.
        is_cut_off: Whether no asserted route at all is left.
    """

    works: tuple[str, ...]
    outcome: Outcome
    becomes: NetSign
    is_cut_off: bool

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "works": list(self.works), "outcome": self.outcome, "becomes": self.becomes, "is_cut_off": self.is_cut_off
        }  # fmt: skip


@dataclass(frozen=True)
class Fragility:
    """On which works the net sign of one entity on another rests.

    Attributes:
        network: Where it was traced.
        source, target: The entities that the names mean.
        max_steps: Longest route, in edges.
        filters: Which edges were followed.
        net_sign: Of all asserted routes; None where there is no asserted route.
        losses: The smallest sets of works whose loss changes it.
        at_least: How many works have to be lost at least; None where no loss changes it.
        known: How many are known to be enough; the same, unless the search was cut before it was done.
        is_cut: Whether more sets of that size than *losses* exist, or may exist.
        standing: Where no loss changes it, a route for each sign that no work can take.
        uncited: What became of claims that cite no work.
    """

    network: Network = field(repr=False, hash=False)
    source: tuple[Entity, ...]
    target: tuple[Entity, ...]
    max_steps: int
    filters: Filters
    net_sign: NetSign | None
    losses: tuple[SignLoss, ...] = ()
    at_least: int | None = None
    known: int | None = None
    is_cut: bool = False
    standing: tuple[Route, ...] = ()
    uncited: Uncited = "stays"

    @property
    def is_exact(self) -> bool:
        """Whether the smallest sets are known, and not only bounds of their size."""
        return self.at_least == self.known

    @property
    def uncited_claims(self) -> tuple[str, ...]:
        """Claims that cite no work, on the routes that no work can take."""
        ways = Carriers(self.network, self.uncited).ways
        return tuple(dict.fromkeys(name for route in self.standing for name in route.claims if not ways(name)))

    @property
    @refuses_bad_data
    def sentence(self) -> str:
        """The answer in a sentence."""
        return _sentence(self)

    @refuses_bad_data
    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain data."""
        return {
            "source": [entity.id for entity in self.source],
            "target": [entity.id for entity in self.target],
            "max_steps": self.max_steps,
            "view": self.filters.view,
            "net_sign": self.net_sign,
            "sentence": self.sentence,
            "at_least": self.at_least,
            "known_to_be_enough": self.known,
            "is_exact": self.is_exact,
            "sets": [{**loss.to_dict(), "names": [said(self.network, one) for one in loss.works]}
                     for loss in self.losses],
            "is_cut": self.is_cut,
            "uncited": self.uncited,
            "uncited_claims": list(self.uncited_claims),
            "standing": [route.to_dict(self.network) for route in self.standing],
        }  # fmt: skip


@refuses_bad_data
def fragility(
    network: Network,
    source: str,
    target: str,
    *,
    max_steps: int = MAX_STEPS,
    form: str | None = None,
    filters: Filters | None = None,
    uncited: Uncited = "stays",
    most: int = MOST_SETS,
    max_work: int = MAX_WORK,
) -> Fragility:
    """Return the smallest sets of works whose loss removes the net sign of *source* on *target*, or decides it.

    The net sign is that of all asserted routes, as in a trace of the same arguments. A route holds while each of its
    edges keeps a claim, and a claim while one of the works that carry it is left
    (`pathway_graph.evidence.works.Carriers`); structural links hold by themselves. No loss can flip a sign that is
    definite, for no route speaks against it; an ambiguous one is decided when all routes of one sign are gone.

    Args:
        network: Where to trace.
        source: Any name; a gene stands for all its forms.
        target: Any name, likewise.
        max_steps: Longest route, in edges.
        form: Narrow the target to one form of its gene.
        filters: Which edges to follow.
        uncited: What becomes of claims that cite no work: they stay, each is a work of its own (``claim``), or all of
            a data set are one work (``data set``).
        most: List so many sets.
        max_work: Stop after so many looks at a route each; the answer then gives bounds.

    Raises:
        UnknownName, AmbiguousName: A name means nothing, or several things.

    >>> from pathway_graph.formats.native import read_guide
    >>> fragility(read_guide(), "imipramine", "synapse number").sentence
    'The net sign + of imipramine on synapse number rests on 1 work: without S06 (Chen F 2010) it is gone.'
    """
    filters = filters or Filters()
    check_filters(filters)
    require_whole("max_steps", max_steps, high=100)
    require_whole("most", most)
    require_word("uncited", uncited, UNCITED)
    starts, ends = resolve(network, source), resolve(network, target, form=form)
    view = edge_view(network, filters, hypotheses=filters.count_hypotheses)
    routes = _Routes(view, starts, ends, max_steps, Carriers(network, uncited), filters)
    signs: list[Sign] = [sign for sign in _SIGNED if routes.standing(frozenset(), sign) is not None]
    found = Fragility(network, starts, ends, max_steps, filters, None, uncited=uncited)
    if not signs:
        has_route = routes.standing(frozenset(), 0) is not None
        return replace(found, net_sign="0" if has_route else None)
    found = replace(found, net_sign=net_sign(signs))
    answers: list[Smallest] = []
    for sign in signs:
        limit = min((answer.size for answer in answers if answer.best is not None and answer.is_exact), default=None)
        answers.append(smallest_sets(partial(routes.standing, sign=sign), most=most, max_work=max_work, limit=limit))
    return _united(found, routes, answers)


def _united(found: Fragility, routes: _Routes, answers: list[Smallest]) -> Fragility:
    """Return the answer: the smallest sets that take all routes of the one sign or all of the other."""
    possible = [answer for answer in answers if answer.best is not None]
    if not possible:
        return replace(found, standing=tuple(routes.unbreakable))
    at_least = min(answer.size for answer in possible)
    known = min(len(answer.best) for answer in possible if answer.best is not None)
    smallest = {works for answer in possible for works in answer.sets if len(works) == known}
    if at_least != known:
        smallest = {answer.best for answer in possible if answer.best is not None and len(answer.best) == known}
    losses = tuple(routes.loss(works) for works in sorted(smallest, key=sorted))
    is_cut = at_least != known or any(answer.is_cut for answer in possible)
    return replace(found, losses=losses, at_least=at_least, known=known, is_cut=is_cut)


class _Routes:
    """The asserted routes from some entities to others, of which one at a time is looked for."""

    def __init__(
        self, view: EdgeView, starts: Iterable[Entity], ends: Iterable[Entity], max_steps: int, carriers: Carriers,
        filters: Filters,
    ) -> None:  # fmt: skip
        number = view.index.number
        self.view, self.max_steps, self.carriers, self.filters = view, max_steps, carriers, filters
        self.starts = frozenset(number[one.id] for one in starts)
        self.ends = frozenset(number[one.id] for one in ends)
        self.gone = lost_already(view.network, filters)
        self.ways: dict[int, Ways] = {}
        self.unbreakable: list[Route] = []

    def standing(self, lost: Works, sign: Sign) -> Ways | None:
        """Return the ways to take a route of a sign that stands without some works; None where none does."""
        mask = self.view.mask.copy()
        mask[[number for number, ways in self.ways.items() if any(way <= lost for way in ways)]] = False
        while True:
            numbers = route_of_sign(self.view.masked(mask), self.starts, self.ends, sign, self.max_steps)
            if numbers is None:
                return None
            ways = [self._ways(number) for number in numbers]
            dead = [
                number
                for number, some in zip(numbers, ways, strict=True)
                if any(way <= lost for way in some)
            ]  # fmt: skip
            if not dead:
                found = _ways_of_any(ways)
                if not found:
                    self.unbreakable.append(Route(tuple(map(self.view.edge, numbers))))
                return found
            mask[dead] = False

    def _ways(self, number: int) -> Ways:
        """Return the sets of works with whose loss an edge falls out of the net sign."""
        found = self.ways.get(number)
        if found is None:
            edge = self.view.edge(number)
            claims = [self.view.network.claim[name] for name in edge.claims]
            if not self.filters.count_hypotheses:
                claims = [claim for claim in claims if claim.certainty != "hypothesis"]
            stays = not claims or holds_by_itself(self.view.network, edge, self.filters)
            ways = frozenset() if stays else self.carriers.ways_of_all(claim.id for claim in claims)
            found = self.ways[number] = least(way - self.gone for way in ways)
        return found

    def loss(self, works: Works) -> SignLoss:
        """Return what becomes of the net sign without some works."""
        signs = [sign for sign in (*_SIGNED, 0) if self.standing(works, sign) is not None]
        becomes = net_sign(signs)
        return SignLoss(tuple(sorted(works)), "removed" if becomes == "0" else "decided", becomes, not signs)


def _ways_of_any(ways: Iterable[Ways]) -> Ways:
    """Return the smallest sets that are a way for any of several edges."""
    return least(way for some in ways for way in some)


def _sentence(found: Fragility) -> str:
    one, other = (", ".join(entity.called for entity in some) for some in (found.source, found.target))
    if found.net_sign is None:
        return f"No asserted route of up to {how_many(found.max_steps, 'step')} leads from {one} to {other}."
    if found.net_sign == "0":
        return (
            f"{one} has no net sign on {other}: no route within {how_many(found.max_steps, 'step')} states a direction."
        )
    what = "The net sign" if found.net_sign == "ambiguous" else f"The net sign {found.net_sign[0]}"
    head = f"{what} of {one} on {other}{', which is ambiguous,' if found.net_sign == 'ambiguous' else ''}"
    if found.at_least is None or found.known is None:
        return f"{head} rests on no work that could fall: {_reason(found)}."
    if not found.is_exact:
        return (f"{head} rests on at least {found.at_least} and at most {how_many(found.known, 'work')}: the search "
                "was cut before it was known how few are enough.")  # fmt: skip
    return f"{head} rests on {how_many(found.at_least, 'work')}: {_without(found)}."


def _reason(found: Fragility) -> str:
    claims = found.uncited_claims
    if not claims:
        return "a route of structural links holds by itself"
    shown = ", ".join(claims[:5]) + (f" and {len(claims) - 5} more" if claims[5:] else "")
    return f"each step of a route has a claim that cites none ({shown}), or is structural"


def _without(found: Fragility) -> str:
    first = found.losses[0]
    names = _listed([said(found.network, work) for work in first.works])
    count = len(found.losses)
    if count == 1 and not found.is_cut:
        return f"without {names} it is {_fate(first)}"
    fates = " or ".join(dict.fromkeys(map(_fate, found.losses)))
    more = "at least " if found.is_cut else ""
    if len(first.works) == 1 and count <= 5 and not found.is_cut:
        each = [f"{_fate(loss)} without {said(found.network, loss.works[0])}" for loss in found.losses]
        return f"it is {', or '.join(each)}"
    return f"it is {fates} without any of {more}{how_many(count, 'set')} of so many; the first is {names}"


def _fate(loss: SignLoss) -> str:
    return "gone" if loss.outcome == "removed" else {"+1": "+", "-1": "-"}[loss.becomes]


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
