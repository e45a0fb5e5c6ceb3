"""Explain why a source would change a target: ranked signed routes, their evidence, and what speaks against them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from pathway_graph.evidence.measured import is_measurement
from pathway_graph.evidence.prepared import claims_from
from pathway_graph.evidence.sides import Sides, claims_between, null_claims, sides_of
from pathway_graph.evidence.weight import Weight
from pathway_graph.evidence.words import support_rows
from pathway_graph.evidence.works import retracted_claims
from pathway_graph.identifiers.lookup import resolve
from pathway_graph.model import Claim, Edge, Entity, Network
from pathway_graph.model.arguments import require_word
from pathway_graph.model.border import refuses_bad_data
from pathway_graph.model.display import NotebookDisplay
from pathway_graph.model.signs import NetSign, net_sign
from pathway_graph.text.json_pieces import whole
from pathway_graph.trace import MAX_ROUTES, Filters, Route
from pathway_graph.trace.ranking import ROUTE_KINDS, Ranking, RouteKind, route_kind
from pathway_graph.trace.search import trace_between

MAX_STEPS: Final = 8
"""Default for the longest route: the textbook chain from a transporter to a gene is eight edges long."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A place on a route where the source was measured not to do what the route needs: the opposite, or nothing.

    Attributes:
        entity: Where on the route.
        needed: The sign that the route gives the source's effect on it: +1 or -1.
        claims: Claims that the source changes it the other way.
        agreeing: Claims that the source changes it as the route needs.
        unchanged: Null results: claims that the source does not change it.
    """

    entity: str
    needed: int
    claims: tuple[str, ...]
    agreeing: tuple[str, ...]
    unchanged: tuple[str, ...] = ()

    @property
    def every_claim(self) -> tuple[str, ...]:
        """All claims on either side."""
        return (*self.claims, *self.agreeing, *self.unchanged)


@dataclass(frozen=True, slots=True)
class RouteEvidence:
    """One route from source to target, with what stands behind it and against it.

    Attributes:
        route: The route.
        kind: ``asserted`` by sources, resting on a ``hypothesis`` of one, or needing ``background`` steps.
        weights: Independent studies behind each hop.
        weakest: Place of the weakest hop, from 0.
        contradictions: Measurements against it, in order of the route.
    """

    route: Route
    kind: RouteKind
    weights: tuple[Weight, ...]
    weakest: int
    contradictions: tuple[Contradiction, ...]

    @property
    def score(self) -> float:
        """Weight of the weakest hop: a chain holds as much as that."""
        return self.weights[self.weakest].score


@dataclass(frozen=True)
class RouteExplanation(NotebookDisplay):
    """Why *source* would change *target*, as far as the network says.

    Attributes:
        routes: Explanations, the best supported first.
        bottlenecks: Entities, other than the ends, and how many routes pass each; all routes pass the first ones.
        is_cut: Whether longer routes may be missing. The net signs of asserted routes and of those that rest on a
            hypothesis are of all routes even then; that of routes over background is of those listed.
        view: Whether background steps were followed (``expanded``) or not (``guide``).
        without: Works left out of the weights.
        count_retracted: Whether claims count of which every work was retracted.
    """

    network: Network = field(repr=False, hash=False)
    source: tuple[Entity, ...]
    target: tuple[Entity, ...]
    max_steps: int
    routes: tuple[RouteEvidence, ...]
    bottlenecks: tuple[tuple[str, int], ...]
    is_cut: bool
    view: Literal["guide", "expanded"] = "expanded"
    without: tuple[str, ...] = ()
    count_retracted: bool = False

    @refuses_bad_data
    def net_sign(self, kind: str = "asserted") -> NetSign | None:
        """Return the sign that all signed routes of one kind share; None where there is no route of that kind.

        Raises:
            UnknownName: *kind* is none of ``asserted``, ``hypothesis`` and ``background``.
        """
        require_word("kind", kind, ROUTE_KINDS)
        found = [item.route.sign for item in self.routes if item.kind == kind]
        return net_sign(found) if found else None

    @property
    def contradictions(self) -> tuple[tuple[Contradiction, int], ...]:
        """Every contradiction on any route, and how many routes it stands against; the commonest first."""
        found = Counter(contradiction for item in self.routes for contradiction in item.contradictions)
        return tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0].entity, pair[0].needed)))

    @property
    def tested(self) -> Sides:
        """What claims say of the source's effect on the target itself: it rose, it fell, no effect was found."""
        ends = ({entity.id for entity in end} for end in (self.source, self.target))
        claims = claims_between(self.network, *ends)
        return sides_of(self.network, claims, without=self.without, count_retracted=self.count_retracted)

    @property
    def null_steps(self) -> tuple[Claim, ...]:
        """Null results about steps of the routes: the step was looked for, and no effect of it found."""
        return self.null_results_of((edge.source, edge.target) for edge in self.edges)

    def null_results_of(self, ends: Iterable[tuple[str, str]]) -> tuple[Claim, ...]:
        """Null results about pairs of entities, source first; retracted ones only where they count."""
        return null_claims(self.network, ends, count_retracted=self.count_retracted)

    @property
    def edges(self) -> tuple[Edge, ...]:
        """Every edge on a route, sorted."""
        found = {edge.id: edge for item in self.routes for edge in item.route.edges}
        return tuple(found[key] for key in sorted(found))

    @refuses_bad_data
    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain data."""
        found: dict[str, Any] = whole(self.streamed())
        return found

    def streamed(self) -> dict[str, Any]:
        """Return what `to_dict` does, its long lists as iterators, each made when `json_pieces` reads it."""
        claims = [claim for item in self.routes for claim in item.route.claims]
        claims += [claim for item in self.routes for c in item.contradictions for claim in c.every_claim]
        claims += [*self.tested.claims, *(claim.id for claim in self.null_steps)]
        return {
            "source": [entity.id for entity in self.source],
            "target": [entity.id for entity in self.target],
            "max_steps": self.max_steps,
            "view": self.view,
            "net_sign": {kind: self.net_sign(kind) for kind in ROUTE_KINDS},
            "routes": map(self._route, self.routes),
            "tested": self.tested.to_dict(),
            "contradictions": [{**self._contradiction(c), "routes": count} for c, count in self.contradictions],
            "bottlenecks": [
                {"id": entity, "name": self.network.name(entity), "routes": count} for entity, count in self.bottlenecks
            ],
            "evidence": support_rows(self.network, claims),
            "is_cut": self.is_cut,
        }

    def _route(self, item: RouteEvidence) -> dict[str, Any]:
        found = item.route.to_dict(self.network)
        for hop, weight in zip(found["hops"], item.weights, strict=True):
            hop["weight"] = weight.to_dict()
            hop["unchanged"] = [claim.id for claim in self.null_results_of([(hop["source"], hop["target"])])]
        return {
            **found,
            "kind": item.kind,
            "score": item.score,
            "weakest": item.weakest,
            "contradictions": [self._contradiction(found) for found in item.contradictions],
        }

    def _contradiction(self, found: Contradiction) -> dict[str, Any]:
        return {
            "id": found.entity,
            "name": self.network.name(found.entity),
            "needed": found.needed,
            "claims": list(found.claims),
            "agreeing": list(found.agreeing),
            "unchanged": list(found.unchanged),
        }


@refuses_bad_data
def explain(
    network: Network,
    source: str,
    target: str,
    *,
    max_steps: int = MAX_STEPS,
    form: str | None = None,
    view: Literal["guide", "expanded"] = "expanded",
    without: Iterable[str] = (),
    count_retracted: bool = False,
) -> RouteExplanation:
    """Explain by which routes *source* would change *target*, and what speaks against each.

    Each route's sign at every entity on it is compared with what was measured of the source there
    (`pathway_graph.evidence.measured`): a claim of the opposite sign or of no change is a contradiction, shown and
    never averaged. Routes are ranked: asserted by sources first, then those that rest on a hypothesis, then those that
    need background steps; among them signed before unsigned, direct
    before the rest, by the weight of the weakest hop, then by length (`pathway_graph.trace.ranking`).

    Args:
        network: Where to look.
        source: Any name; a gene stands for all its forms.
        target: Any name, likewise.
        max_steps: Longest route, in edges.
        form: Narrow the target to one form of its gene.
        view: ``guide`` leaves background steps out.
        without: Works to leave out of the weights, see `pathway_graph.evidence.weight.weigh`.
        count_retracted: Let claims count of which every work was retracted.

    Raises:
        UnknownName, AmbiguousName: A name means nothing, or several things; or there is no such view.

    >>> from pathway_graph.formats.native import read_guide
    >>> answer = explain(read_guide(), "imipramine", "pCREB", max_steps=3)
    >>> answer.net_sign("asserted"), answer.net_sign("background")
    ('ambiguous', '-1')
    """
    filters = Filters(view=view, count_retracted=count_retracted)
    found = trace_between(network, source, target, max_steps, form, filters, MAX_ROUTES)
    sources = resolve(network, source)
    routes = found.routes
    if found.is_cut and view == "expanded":  # or a sign of theirs may have been met on a route over background alone
        sure = trace_between(network, source, target, max_steps, form, replace(filters, view="guide"), MAX_ROUTES)
        routes = _united(routes, sure.routes)
    passed_by = frozenset(edge.target for route in routes for edge in route.edges)
    measured = _measured(network, frozenset(entity.id for entity in sources), passed_by, count_retracted)
    excluded = tuple(without)
    ranking = Ranking(network, excluded, count_retracted=count_retracted)
    ranking.prepare(routes)
    items = [_explanation(network, route, measured, ranking) for route in sorted(routes, key=ranking.order)]
    passed = Counter(node for item in items for node in item.route.nodes[1:-1])
    bottlenecks = tuple(sorted(passed.items(), key=lambda pair: (-pair[1], pair[0])))
    return RouteExplanation(
        network, sources, found.entities, max_steps, tuple(items), bottlenecks, found.is_cut, view, excluded,
        count_retracted,
    )  # fmt: skip


def _united(routes: tuple[Route, ...], more: tuple[Route, ...]) -> tuple[Route, ...]:
    """Return routes, and those of *more* that are none of them."""
    known = {tuple(edge.id for edge in route.edges) for route in routes}
    return (*routes, *(route for route in more if tuple(edge.id for edge in route.edges) not in known))


def _measured(
    network: Network, sources: frozenset[str], objects: frozenset[str], count_retracted: bool
) -> dict[str, list[Claim]]:
    """Return what was measured of the sources, by object: the question takes them for the intervention."""
    found: dict[str, list[Claim]] = {}
    gone = frozenset() if count_retracted else retracted_claims(network)
    for claim in claims_from(network, sources, objects):
        if claim.id not in gone and is_measurement(network, claim, asked=sources):
            found.setdefault(claim.object, []).append(claim)
    return found


def _explanation(network: Network, route: Route, measured: dict[str, list[Claim]], ranking: Ranking) -> RouteEvidence:
    against = tuple(_contradictions(route, measured))
    return RouteEvidence(route, route_kind(network, route), ranking.weights(route), ranking.weakest(route), against)


def _contradictions(route: Route, measured: dict[str, list[Claim]]) -> Iterator[Contradiction]:
    sign = 1
    for edge in route.edges:
        sign *= edge.sign or 0
        claims = measured.get(edge.target, [])
        if not sign:
            return
        against, agreeing, null = (
            tuple(claim.id for claim in claims if claim.sign == one) for one in (-sign, sign, None)
        )
        if against or null:
            yield Contradiction(edge.target, sign, against, agreeing, null)


def top_routes(answer: RouteExplanation, limit: int, kind: str | None = None) -> tuple[RouteEvidence, ...]:
    """Return the best *limit* routes of each kind, or of one kind, in their order."""
    counts: Counter[str] = Counter()
    found = []
    for item in answer.routes:
        counts[item.kind] += 1
        if counts[item.kind] <= limit and kind in (None, item.kind):
            found.append(item)
    return tuple(found)
