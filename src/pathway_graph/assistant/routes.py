"""Tools that follow causal edges: upstream, downstream, paths, explain."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Annotated, Any, Final

from pydantic import Field

from pathway_graph.assistant.asking import AskedView, Limit, Name, Names, Offset, OptionalName, Retracted, Steps
from pathway_graph.assistant.cards import MOST_OF_ROW, arguments_of, cards, hop, page
from pathway_graph.assistant.marking import data, shown
from pathway_graph.assistant.session import Session
from pathway_graph.assistant.shapes import EndRow, Routed, RouteRow, Traced
from pathway_graph.evidence.subset import subnetwork_of_sources
from pathway_graph.evidence.works import retracted_claims
from pathway_graph.identifiers.lookup import choice_of
from pathway_graph.model import Network
from pathway_graph.model.signs import net_sign
from pathway_graph.model.stopping import go_on
from pathway_graph.text.counts import how_many
from pathway_graph.trace import Filters, Route, Trace
from pathway_graph.trace import downstream as trace_downstream
from pathway_graph.trace import paths as trace_paths
from pathway_graph.trace import upstream as trace_upstream
from pathway_graph.trace.explanation import RouteEvidence, RouteExplanation
from pathway_graph.trace.explanation import explain as explain_routes
from pathway_graph.trace.ranking import ROUTE_KINDS, route_kind

MOST_ROUTES: Final = 4_000
"""Routes that a trace lists; ends and net signs are those of all routes."""
_NONE: Final[list[str]] = []
_OF_FOUND: Final = "The net sign of routes over background is that of the routes found."
Kinds = Annotated[Names, Field(description="Only list these kinds, e.g. Protein, SmallMolecule, BiologicalProcess")]
DataSets = Annotated[Names, Field(description="Only what these data sets state")]


def upstream(
    session: Session, name: Name, max_steps: Steps = 4, view: AskedView = "guide", species: OptionalName = "",
    kinds: Kinds = _NONE, data_sets: DataSets = _NONE, include_retracted: Retracted = False, limit: Limit = 20,
    offset: Offset = 0,
) -> Traced:  # fmt: skip
    """Trace what lies upstream of an entity: its regulators, each with net sign, steps, a route and the claims.

    Routes that rest on a hypothesis enter no net sign and are marked.
    """
    return _traced(session, trace_upstream, arguments_of(locals()), limit, offset)


def downstream(
    session: Session, name: Name, max_steps: Steps = 4, view: AskedView = "guide", species: OptionalName = "",
    kinds: Kinds = _NONE, data_sets: DataSets = _NONE, include_retracted: Retracted = False, limit: Limit = 20,
    offset: Offset = 0,
) -> Traced:  # fmt: skip
    """Trace what lies downstream of an entity: its targets, each with net sign, steps, a route and the claims.

    Routes that rest on a hypothesis enter no net sign and are marked.
    """
    return _traced(session, trace_downstream, arguments_of(locals()), limit, offset)


def _traced(session: Session, follow: Callable[..., Trace], asked: dict[str, Any], limit: int, offset: int) -> Traced:
    network = _of(session, asked["data_sets"])
    found = follow(
        network, asked["name"], max_steps=asked["max_steps"], filters=_filters(asked), max_routes=MOST_ROUTES
    )
    go_on()
    ends = [*found.ends, *found.hypothetical]
    rows = found.end_rows()
    pairs = list(zip(ends, rows, strict=True))
    some, cut = page(pairs, offset, limit, found.direction, asked, "ends")
    shown_rows = [
        EndRow(
            row["id"], shown(row["name"]), row["kind"], row["net_sign"], row["steps"], row["routes_positive"],
            row["routes_negative"], row["routes_unsigned"], row["rests_on_hypothesis"],
            [hop(network, edge) for edge in end.routes[0].edges], row["claims"][:MOST_OF_ROW], len(row["claims"]),
        )
        for end, row in some
    ]  # fmt: skip
    made, rest = cards(network, [*(c for row in shown_rows for h in row.route for c in h.claims),
                                 *(c for row in shown_rows for c in row.claims)])  # fmt: skip
    reached = how_many(len(found.ends), "regulator" if found.direction == "upstream" else "target")
    summary = (
        f"{reached} of {data(asked['name'])} within {how_many(found.max_steps, 'step')} by asserted routes, "
        f"{len(found.hypothetical)} by routes that rest on a hypothesis."
    )
    return Traced(
        summary=summary, entities=[one.id for one in found.entities], max_steps=found.max_steps, rows=shown_rows,
        claims=made, claims_without_card=rest, cut=cut, notes=_notes(found, network, [asked["name"]]),
    )  # fmt: skip


def paths(
    session: Session, source: Name, target: Name, max_steps: Steps = 4, view: AskedView = "guide",
    data_sets: DataSets = _NONE, include_retracted: Retracted = False, limit: Limit = 10, offset: Offset = 0,
) -> Routed:  # fmt: skip
    """Trace the causal routes from one entity to another, the best first, each step with its claims."""
    asked = arguments_of(locals())
    network = _of(session, data_sets)
    ask = partial(trace_paths, network, source, target, max_steps=max_steps, max_routes=MOST_ROUTES)
    found = ask(filters=_filters(asked))
    go_on()
    routes = found.routes
    # a cut search may have met a sign over background alone: what sources say is then asked by itself
    is_half = found.is_cut and view == "expanded"
    sure = ask(filters=_filters(asked | {"view": "guide"})).routes if is_half else ()
    some, cut = page(routes, offset, limit, "paths", asked, "routes")
    rows = [_route(network, route) for route in some]
    least = "At least " if found.is_cut else ""
    made, rest = cards(network, (claim for row in rows for one in row.hops for claim in one.claims))
    every = (*routes, *sure)
    kinds = {kind: [route.sign for route in every if route_kind(network, route) == kind] for kind in ROUTE_KINDS}
    return Routed(
        summary=f"{least}{how_many(len(routes), 'route')} from {data(source)} to {data(target)} "
        f"within {how_many(max_steps, 'step')}.",
        max_steps=max_steps, net_sign={kind: net_sign(signs) if signs else None for kind, signs in kinds.items()},
        rows=rows, claims=made, claims_without_card=rest, cut=cut,
        notes=[*_notes(found, network, [source, target]), *([_OF_FOUND] if is_half else [])],
    )  # fmt: skip


def explain(
    session: Session, source: Name, target: Name, max_steps: Steps = 6, view: AskedView = "expanded",
    data_sets: DataSets = _NONE, include_retracted: Retracted = False, limit: Limit = 10, offset: Offset = 0,
) -> Routed:  # fmt: skip
    """Explain why a source would change a target: ranked routes with their evidence, and what speaks against each.

    Routes that sources assert come first, then those that rest on a hypothesis, then those that need background steps.
    Where the source was measured to do otherwise along a route, the claims are named in `against`.
    """
    asked = arguments_of(locals())
    network = _of(session, data_sets)
    found = explain_routes(network, source, target, max_steps=max_steps, view=view, count_retracted=include_retracted)
    go_on()
    some, cut = page(found.routes, offset, limit, "explain", asked, "routes")
    rows = [_evidence(network, found, item) for item in some]
    named = [claim for row in rows for one in row.hops for claim in one.claims]
    named += [claim for row in rows for claim in row.against] + list(found.tested.claims)
    named += [claim for one, _ in found.contradictions for claim in one.every_claim]
    made, rest = cards(network, named)
    against = [
        f"{how_many(count, 'route needs', 'routes need')} {network.name(one.entity)} "
        f"{'raised' if one.needed > 0 else 'lowered'}; "
        f"against it: {', '.join((*one.claims, *one.unchanged)[:20])}"
        for one, count in found.contradictions[:20]
    ]
    least = "At least " if found.is_cut else ""
    notes = ["The search stopped at its cap: longer routes may be missing."] if found.is_cut else []
    return Routed(
        summary=f"{least}{how_many(len(found.routes), 'route')} from {data(source)} to {data(target)} "
        f"within {how_many(max_steps, 'step')}.",
        max_steps=max_steps, net_sign={kind: found.net_sign(kind) for kind in ROUTE_KINDS},
        tested=found.tested.said() if found.tested.claims else "", contradictions=[shown(one) for one in against],
        rows=rows, claims=made, claims_without_card=rest, cut=cut,
        notes=[*notes, *_retracted(network, include_retracted), *_choices(network, [source, target])],
    )  # fmt: skip


def _evidence(network: Network, found: RouteExplanation, item: RouteEvidence) -> RouteRow:
    against = [claim for one in item.contradictions for claim in (*one.claims, *one.unchanged)]
    steps = [(edge.source, edge.target) for edge in item.route.edges]
    against += [claim.id for claim in found.null_results_of(steps)]
    return RouteRow(
        item.route.sign, len(item.route.edges), item.kind, [hop(network, edge) for edge in item.route.edges],
        round(item.score, 4), list(dict.fromkeys(against))[:MOST_OF_ROW],
    )  # fmt: skip


def _route(network: Network, route: Route) -> RouteRow:
    return RouteRow(
        route.sign, len(route.edges), route_kind(network, route), [hop(network, edge) for edge in route.edges]
    )


def _of(session: Session, sources: list[str]) -> Network:
    network = session.network()
    return subnetwork_of_sources(network, sources) if sources else network


def _filters(asked: dict[str, Any]) -> Filters:
    return Filters(
        view=asked["view"], species=asked.get("species", ""), kinds=tuple(asked.get("kinds", ())),
        count_retracted=asked["include_retracted"],
    )  # fmt: skip


def _notes(found: Trace, network: Network, names: Iterable[str]) -> list[str]:
    notes = []
    if found.is_cut:
        notes.append("The search was cut at its cap: further routes are missing, ends and net signs are complete.")
    if found.undecided:
        listed = ", ".join(map(data, found.undecided[:10]))
        notes.append(f"Whether a further sign leads there is not known of {listed}.")
    if null := found.null_results:
        listed = ", ".join(data(claim.id) for claim in null[:20])
        notes.append(f"Tested, and no effect was found: {listed} (the tool claims gives them). No sign is changed.")
    if found.left_out:
        reasons = ", ".join(f"{count} ({reason})" for reason, count in found.left_out.items())
        notes.append(f"Edges not followed: {reasons}.")
    return [*notes, *_retracted(network, found.filters.count_retracted), *_choices(network, names)]


def _retracted(network: Network, counted: bool) -> list[str]:
    gone = sorted(retracted_claims(network))
    if not gone:
        return []
    way = "counted all the same" if counted else "left out; include_retracted counts them"
    listed = ", ".join(map(data, gone[:10]))
    return [
        f"{how_many(len(gone), 'claim')} of which every work was retracted {'is' if len(gone) == 1 else 'are'} "
        f"{way}: {listed}."
    ]


def _choices(network: Network, names: Iterable[str]) -> list[str]:
    return [data(choice) for name in names if (choice := choice_of(network, name))]
