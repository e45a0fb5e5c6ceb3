"""Lay measured changes of a chosen context over a picture: direction, place, species, duration, claim."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields, replace
from typing import Final

from pathway_graph.diagrams.drawing import Drawing, DrawnNode, stamped
from pathway_graph.diagrams.saying import sources_of, version_of
from pathway_graph.diagrams.select import in_scope
from pathway_graph.errors import QueryError, WrongArgument, did_you_mean, nearest
from pathway_graph.evidence.selection import ClaimFilter, select_claims
from pathway_graph.evidence.sides import side_of
from pathway_graph.identifiers.lookup import resolve
from pathway_graph.identifiers.term_labels import place_name
from pathway_graph.model import Claim, Network
from pathway_graph.model.arguments import require_whole
from pathway_graph.model.border import refuses_bad_data
from pathway_graph.model.vocabulary import NOT_SPECIFIED
from pathway_graph.trace.explanation import Contradiction, RouteExplanation

ARROWS: Final = {1: "\N{BLACK UP-POINTING TRIANGLE}", -1: "\N{BLACK DOWN-POINTING TRIANGLE}"}
NO_EFFECT: Final = "= no effect"
"""How a badge begins that gives a null result."""
_ASKED: Final = tuple(item.name for item in fields(ClaimFilter) if item.name not in ("object", "view", "cascade"))


def read_context(text: str) -> ClaimFilter:
    """Read a context such as ``species=rat,region=hippocampus``.

    Raises:
        QueryError: A part is not ``key=value``, or its key is unknown.

    >>> read_context("species=rat, region=hippocampus").region
    'hippocampus'
    """
    given = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        key, separator, value = (piece.strip() for piece in part.partition("="))
        if not separator or not value:
            raise QueryError(
                f"an overlay is key=value, key=value; {part!r} is not", hint=f"keys are {', '.join(_ASKED)}"
            )
        if key not in _ASKED:
            near = nearest(key, _ASKED)
            hint = did_you_mean(near) if near else f"keys are {', '.join(_ASKED)}"
            raise QueryError(f"an overlay has no {key!r}", hint=hint)
        given[key] = value
    return ClaimFilter(**given)  # type: ignore[arg-type]


@refuses_bad_data
def overlay(drawing: Drawing, network: Network, wanted: ClaimFilter) -> Drawing:
    """Return the drawing with the changes that claims of a context state for its entities.

    A badge gives direction, place, species and duration, and the claim. An entity that claims change in both
    directions shows both; a null result is a badge of its own (``= no effect``) and turns no direction into another;
    what none of them tested is pale. Claims that do not state what
    was asked for are not shown; a line under the title says how many. A drawing that is limited to some data sets
    shows the changes that these state, and says so.

    Args:
        drawing: A picture of entities of *network*.
        network: Where the claims are.
        wanted: The context; *subject* names the treatment, by default whatever has the role of a drug.

    Raises:
        UnknownName, AmbiguousName: A name in the context means nothing, or several things.

    >>> from pathway_graph.diagrams.select import select_diagram
    >>> from pathway_graph.formats.native import read_guide
    >>> guide = read_guide()
    >>> shown = overlay(select_diagram(guide, "camp"), guide, ClaimFilter(species="rat", region="hippocampus"))
    >>> [node.change for node in shown.nodes if node.id == "chem:camp"]
    ['down']
    """
    every, network = network, in_scope(drawing, network)
    treatments = treatments_of(network, wanted.subject)
    measured, silent = measured_changes(network, {node.id for node in drawing.nodes}, wanted)
    nodes = tuple(_badged(network, node, measured, treatments) for node in drawing.nodes)
    asked = ", ".join(f"{name} {getattr(wanted, name)}" for name in _ASKED if getattr(wanted, name))
    within = f" in {', '.join(drawing.sources)}" if network is not every else ""
    notes = [f"Measured changes{within}: {asked or 'any context'}"]
    if silent:
        names = ", ".join(sorted(claim.id for claim in silent))
        notes.append(f"not shown, since they do not state all of that: {names}")
    laid = {claim.source for claims in measured.values() for claim in claims}
    version = version_of(network, laid | sources_of(network, drawing)) if laid else drawing.version
    return stamped(replace(drawing, nodes=nodes, notes=(*drawing.notes, *notes), version=version))


@refuses_bad_data
def mark_route(drawing: Drawing, answer: RouteExplanation, place: int = 0) -> Drawing:
    """Return the drawing of an explanation with one route bold, and what claims say against any route marked.

    Args:
        drawing: A picture of the answer's edges.
        answer: The explanation.
        place: Which of the answer's routes, from 0.

    Raises:
        WrongArgument: The answer has no route, or none of that number.
    """
    require_route(answer, place)
    chosen = answer.routes[place]
    on_route = {(edge.source, edge.relation, edge.target) for edge in chosen.route.edges}
    edges = tuple(replace(e, is_bold=(e.source, e.relation, e.target) in on_route) for e in drawing.edges)
    word = {1: "up", -1: "down"}
    against: dict[str, list[Contradiction]] = {}
    for contradiction, _ in answer.contradictions:
        against.setdefault(contradiction.entity, []).append(contradiction)
    nodes = []
    for node in drawing.nodes:
        marks = against.get(node.id, [])
        badges = tuple(
            f"! needed {word[contradiction.needed]}, claimed {how} {', '.join(claims)}"
            for contradiction in marks
            for how, claims in (
                (f"{word[-contradiction.needed]} {ARROWS[-contradiction.needed]}", contradiction.claims),
                ("unchanged", contradiction.unchanged),
            )
            if claims
        )  # fmt: skip
        changes = {word[-contradiction.needed] for contradiction in marks if contradiction.claims}
        changes |= {"both" for contradiction in marks if contradiction.claims and contradiction.agreeing}
        change = changes.pop() if len(changes) == 1 else "both" if changes else node.change
        nodes.append(replace(node, badges=(*node.badges, *badges), change=change))
    notes = (
        *drawing.notes,
        f"Bold: route {place + 1} of {len(answer.routes)}; ! marks what claims say against a route",
    )
    return stamped(replace(drawing, nodes=tuple(nodes), edges=edges, notes=notes))


def require_route(answer: RouteExplanation, place: int) -> None:
    """Let the number of one of an answer's routes pass, from 0.

    Raises:
        WrongArgument: The answer has no route, or none of that number.
    """
    if not answer.routes:
        hint = "look at answer.routes first, or explain with more steps"
        raise WrongArgument("answer", answer, message="the answer has no route to draw or mark", hint=hint)
    require_whole("place", place, 0, len(answer.routes) - 1)


def measured_changes(
    network: Network, entities: Collection[str], wanted: ClaimFilter
) -> tuple[dict[str, list[Claim]], list[Claim]]:
    """Return what claims of a context state about *entities*: claims by entity, and those that leave it open.

    Args:
        network: Where the claims are.
        entities: Identifiers of the entities of interest.
        wanted: The context; *subject* names the treatment, by default whatever has the role of a drug.

    Raises:
        UnknownName, AmbiguousName: A name in the context means nothing, or several things.

    >>> from pathway_graph.formats.native import read_guide
    >>> found, silent = measured_changes(read_guide(), ["chem:camp"], ClaimFilter(species="rat"))
    >>> [claim.id for claim in found["chem:camp"]]
    ['P24', 'T2.1']
    """
    treatments = treatments_of(network, wanted.subject)
    selection = select_claims(network, replace(wanted, subject=""))
    kept = _by_object(selection.kept, treatments)
    silent = _by_object((claim for claim, _ in selection.unknown), treatments)
    return (
        {name: kept[name] for name in sorted(kept) if name in entities},
        [claim for name, claims in silent.items() if name in entities for claim in claims],
    )


def treatments_of(network: Network, subject: str = "") -> set[str]:
    """Return the entities whose effects are overlaid: *subject*, else whatever has the role of a drug.

    Raises:
        UnknownName, AmbiguousName: *subject* means nothing, or several things.

    >>> from pathway_graph.formats.native import read_guide
    >>> sorted(treatments_of(read_guide(), "imipramine"))
    ['chem:imipramine']
    """
    if subject:
        return {entity.id for entity in resolve(network, subject)}
    return {entity.id for entity in network.entities if entity.role == "drug" and entity.kind != "Combination"}


def _by_object(claims: Iterable[Claim], treatments: set[str]) -> dict[str, list[Claim]]:
    by_object: dict[str, list[Claim]] = {}
    for claim in claims:
        if side_of(claim) is not None and claim.subject in treatments and claim.certainty != "hypothesis":
            by_object.setdefault(claim.object, []).append(claim)
    return by_object


def _badged(network: Network, node: DrawnNode, measured: Mapping[str, list[Claim]], treatments: set[str]) -> DrawnNode:
    if node.id in treatments or node.kind == "Step":
        return node
    claims = measured.get(node.id, [])
    if not claims:
        return replace(node, change="none")  # pale, as the legend says, and not written on each of them
    signs = {claim.sign for claim in claims if claim.sign}
    change = "both" if len(signs) > 1 else "up" if 1 in signs else "down" if signs else "unchanged"
    return replace(node, badges=tuple(change_badge(network, claim) for claim in claims), change=change)


def change_badge(network: Network, claim: Claim) -> str:
    """Say a measured change in one line: direction, place, species, duration, claim.

    >>> from pathway_graph.formats.native import read_guide
    >>> guide = read_guide()
    >>> change_badge(guide, guide.claim["T2.1"])[2:]
    'hippocampus, Rattus norvegicus, chronic (T2.1)'
    """
    duration = claim.duration if claim.duration != NOT_SPECIFIED else ""
    where = claim.region or claim.cell
    words = [place_name(network, part) for part in (where, claim.species) if part] + [duration or claim.regimen]
    if claim.condition:
        words.append(f"given {place_name(network, claim.condition)}")
    parts = (ARROWS[claim.sign] if claim.sign else NO_EFFECT, ", ".join(filter(None, words)), f"({claim.id})")
    return " ".join(filter(None, parts))
