"""Say in plain sentences why a source would change a target, and what speaks against it."""

from __future__ import annotations

from collections.abc import Iterator

from pathway_graph.evidence.words import context, sentence
from pathway_graph.model import Network
from pathway_graph.text.counts import how_many
from pathway_graph.trace.explanation import Contradiction, RouteEvidence, RouteExplanation, top_routes
from pathway_graph.trace.routes import describe


def narrate(answer: RouteExplanation, *, limit: int = 5) -> Iterator[str]:
    """Say the answer in plain sentences, the best *limit* routes of each kind in full.

    >>> from pathway_graph.formats.native import read_guide
    >>> from pathway_graph.trace.explanation import explain
    >>> print(next(narrate(explain(read_guide(), "imipramine", "BDNF"))))
    The sources assert 3 routes from imipramine to BDNF gene, BDNF protein, BDNF mRNA; their net sign is +1.
    """
    network = answer.network
    source = ", ".join(entity.called for entity in answer.source)
    target = ", ".join(entity.called for entity in answer.target)
    heads = {
        "asserted": "The sources assert {n} from {s} to {t}; their net sign is {sign}.",
        "hypothesis": "{n} rest on a hypothesis of a source; their net sign is {sign}.",
        "background": "{n} need steps that no source states (background); their net sign is {sign}.",
    }
    for kind, head in heads.items():
        items = [item for item in answer.routes if item.kind == kind]
        if not items:
            if kind == "asserted":
                yield (
                    f"No source asserts a causal route of up to {how_many(answer.max_steps, 'step')} from "
                    f"{source} to {target}."
                )
            continue
        yield head.format(n=how_many(len(items), "route"), s=source, t=target, sign=answer.net_sign(kind))
        for item in top_routes(answer, limit, kind):
            yield from _told(answer, item, answer.routes.index(item) + 1)
        if len(items) > limit:
            yield f"  ({len(items) - limit} more)"
    if answer.tested.unchanged or (answer.tested.claims and not answer.routes):
        yield f"What was tested of {source} on {target} itself: {answer.tested.said()}."
        yield from (f"    {_said(network, name)}" for name in answer.tested.claims)
    if answer.contradictions:
        yield "What the claims say against the routes:"
        for found, count in answer.contradictions:
            yield f"  {how_many(count, 'route needs', 'routes need')} {_against(network, found)}"
        names = sorted({name for found, _ in answer.contradictions for name in found.every_claim})
        yield from (f"    {_said(network, name)}" for name in names)
    if answer.is_cut:
        yield "The search stopped at its cap: longer routes may be missing."


def _told(answer: RouteExplanation, item: RouteEvidence, number: int) -> Iterator[str]:
    sign = {1: "raises", -1: "lowers", 0: "acts on, direction not stated,"}[item.route.sign]
    yield f"  {number}. It {sign} {answer.network.name(item.route.nodes[-1])} (weakest hop {item.score:g}):"
    for place, (hop, edge, weight) in enumerate(
        zip(describe(answer.network, item.route), item.route.edges, item.weights, strict=True)
    ):
        mark = "  <- weakest" if place == item.weakest and len(item.weights) > 1 else ""
        studies = f"{how_many(len(weight.studies), 'study')}, {weight.score:g}"
        null = ", ".join(claim.id for claim in answer.null_results_of([(edge.source, edge.target)]))
        no_effect = f"  ! no effect was found of this step: {null}" if null else ""
        yield f"    {hop} [{studies if edge.claims else 'structure'}]{mark}{no_effect}"
    for found in item.contradictions:
        yield f"    ! needs {_against(answer.network, found)}"


def _against(network: Network, found: Contradiction) -> str:
    word = {1: "up", -1: "down"}
    agreeing = f" (as needed: {', '.join(found.agreeing)})" if found.agreeing else ""
    sides = ((word[-found.needed], found.claims), ("unchanged", found.unchanged))
    said = "; ".join(f"claimed {how}: {', '.join(claims)}" for how, claims in sides if claims)
    return f"{network.name(found.entity)} {word[found.needed]}; {said}{agreeing}"


def _said(network: Network, name: str) -> str:
    claim = network.claim[name]
    where = context(network, claim)
    return f"{name}: {sentence(network, claim)}{f' ({where})' if where else ''}"
