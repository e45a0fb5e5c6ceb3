"""Routes against measurements by brute force over every simple route: what the fast rule is compared with."""

from __future__ import annotations

from collections.abc import Iterator

from pathway_graph.evidence.onwards import MAX_STEPS
from pathway_graph.model import Claim, Edge, Network

FROM_OUTSIDE = ("Combination", "Condition", "Disease", "Stimulus", "Technique")

Answer = dict[tuple[str, str, str, tuple[str, ...], tuple[str, ...]], set[tuple[str, ...]]]
"""Every finding: subject, start, end, claims and what would explain it; and the routes that may be told of it."""


def measures(network: Network, claim: Claim) -> bool:
    if claim.view == "background" or claim.certainty == "hypothesis":
        return False
    subject = network.entity[claim.subject]
    level = claim.relation in ("increases", "decreases", "leaves_unchanged")
    directed = claim.sign in (1, -1) or claim.relation == "leaves_unchanged"
    if subject.role == "drug" or subject.kind in FROM_OUTSIDE:
        return directed
    how = claim.duration or claim.regimen or claim.condition or claim.aspect == "expression"
    return level and (subject.kind == "SmallMolecule" or bool(how))


def simple_routes(network: Network, start: str, end: str, avoid: set[str], view: str) -> Iterator[tuple[Edge, ...]]:
    """Yield every signed route of at most `MAX_STEPS` edges, without repeats, that passes nothing of *avoid*."""

    def grow(route: tuple[Edge, ...], here: str, met: set[str]) -> Iterator[tuple[Edge, ...]]:
        if here == end:
            yield route
            return
        if len(route) == MAX_STEPS or (route and here in avoid):
            return
        for edge in network.edges:
            claims = [network.claim[name] for name in edge.claims]
            stated = any(c.certainty != "hypothesis" and (view == "expanded" or c.view == "guide") for c in claims)
            if edge.source == here and edge.sign in (1, -1) and edge.target not in met and stated:
                yield from grow((*route, edge), edge.target, met | {edge.target})

    yield from grow((), start, {start})


def product(route: tuple[Edge, ...]) -> int:
    sign = 1
    for edge in route:
        sign = sign if edge.sign == 1 else -sign
    return sign


def parts_that_differ(one: Claim, other: Claim) -> set[str]:
    """Return the parts of the context of which both say something, and not the same."""
    if one.course and other.course:
        durations: tuple[object, object] = (one.course, other.course)
    else:
        durations = (one.duration_days, other.duration_days)
    both = [name for name in ("region", "cell") if getattr(one, name) and getattr(other, name)]
    tissues = [tuple(getattr(c, name) for name in both) if both else c.region or c.cell for c in (one, other)]
    stated = {
        "species": (one.species, other.species),
        "tissue": (tissues[0], tissues[1]),
        "duration": durations,
    }
    differ = {part for part, (a, b) in stated.items() if a and b and a != b}
    differ |= {"baseline"} if one.condition != other.condition else set()
    return differ | ({"aspect"} if one.aspect != other.aspect else set())


def plain_routes_against_measurements(network: Network, view: str) -> Answer:
    found: Answer = {}
    claims = [claim for claim in network.claims if measures(network, claim)]
    for subject in {claim.subject for claim in claims}:
        mine = [claim for claim in claims if claim.subject == subject]
        measured = {claim.object for claim in mine}
        for start in measured - {subject}:
            for end in measured - {start, subject}:
                routes = list(simple_routes(network, start, end, {*measured, subject}, view))
                shortest = [route for route in routes if len(route) == min(map(len, routes))]
                signs = {product(route) for route in shortest}
                if len(signs) != 1:
                    continue
                (sign,) = signs
                for side in (1, -1):
                    first = [claim for claim in mine if claim.object == start and claim.sign == side]
                    against = [claim for claim in mine if claim.object == end and claim.sign in (-side * sign, None)]
                    if not first or not against:
                        continue
                    explained = [
                        part
                        for part in ("species", "tissue", "baseline", "duration", "aspect")
                        if all(part in parts_that_differ(a, b) for a in first for b in against)
                    ]
                    both = tuple(sorted(claim.id for claim in [*first, *against]))
                    found[subject, start, end, both, tuple(explained)] = {
                        tuple(edge.id for edge in route) for route in shortest
                    }
    return found
