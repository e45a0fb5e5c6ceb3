"""Choose what a picture shows: a curated diagram in a view, a whole data set, or any edges of a network."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from pathway_graph.errors import UnknownName, nearest
from pathway_graph.evidence import context, sentence
from pathway_graph.model import Claim, Diagram, Edge, Network, Step
from pathway_graph.showing import Shown
from pathway_graph.vocabulary import RELATIONS, Layer, Sign, View

DrawnView = Literal["guide", "expanded"]
LAYERS_SHOWN: tuple[Layer, ...] = ("core", "chronic")


@dataclass(frozen=True, slots=True)
class DrawnNode:
    """A node of a picture.

    Attributes:
        id: Entity or step.
        name: Text to show.
        kind: Kind of the entity; ``Step`` for a step of a protocol.
        role: Role of the entity, or empty.
        compartment: Where it is drawn, or empty.
        view: ``guide``, or ``background`` in this picture.
        details: Small print under the name.
        tooltip: What a pointer shows.
        badges: Measured changes, a line each, as `diagrams.overlay` writes them.
        change: What the badges say together: ``up``, ``down``, ``both``, ``none`` measured, or empty without overlay.
    """

    id: str
    name: str
    kind: str
    role: str = ""
    compartment: str = ""
    view: View = "guide"
    details: tuple[str, ...] = ()
    tooltip: str = ""
    badges: tuple[str, ...] = ()
    change: str = ""


@dataclass(frozen=True, slots=True)
class DrawnEdge:
    """An edge of a picture (source -> target).

    Attributes:
        sign: +1, -1, 0 (direction not stated) or None (not causal).
        view: ``guide``, or ``background`` in this picture.
        hypothesis: No claim asserts it.
        indirect: It stands for steps that are not drawn.
        structural: A link of an entity to its parent.
        site: Residue or place.
        context: Where its claims were measured, a few words; empty if they do not agree.
        claims: Claims it rests on.
        tooltip: What a pointer shows.
        is_bold: It is on the route that the picture is about.
        mechanism: How, where all its claims name the same.
        note: What a curator noted on it; part of the tooltip, and so not of the digest.
    """

    source: str
    relation: str
    target: str
    sign: Sign | None
    view: View = "guide"
    hypothesis: bool = False
    indirect: bool = False
    structural: bool = False
    site: str = ""
    context: str = ""
    claims: tuple[str, ...] = ()
    tooltip: str = ""
    is_bold: bool = False
    mechanism: str = field(default="", repr=False)
    note: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Drawing(Shown):
    """What a picture shows, ready for a style.

    Attributes:
        key: Short name, for file names.
        caption: What the source says of its own figure.
        kind: ``cascade`` or ``workflow``.
        version: Data sets and their versions.
        digest: Hash of what is shown; changes when a node, an edge or its evidence does.
        notes: Lines under the title.
    """

    key: str
    title: str
    caption: str
    kind: str
    view: DrawnView
    nodes: tuple[DrawnNode, ...]
    edges: tuple[DrawnEdge, ...]
    version: str = ""
    digest: str = ""
    notes: tuple[str, ...] = ()


def select_diagram(
    network: Network,
    name: str,
    *,
    view: DrawnView = "guide",
    layers: Sequence[Layer] = LAYERS_SHOWN,
) -> Drawing:
    """Choose what the diagram *name* shows.

    Args:
        network: Where the diagram is.
        name: Identifier or key of a diagram, or a data set: then all its causal edges are shown.
        view: ``guide`` shows what the source says, ``expanded`` adds what was added as background.
        layers: ``core`` what the figure must show, ``chronic`` what chronic treatment does to it, ``detail`` more.

    Raises:
        UnknownName: No diagram or data set is called so.

    >>> from pathway_graph.formats.native import read_guide
    >>> shown = select_diagram(read_guide(), "camp")
    >>> len(shown.nodes), len(shown.edges)
    (11, 12)
    """
    diagrams = {key.casefold(): d for d in network.diagrams for key in (d.id, d.key)}
    diagram = diagrams.get(name.casefold())
    if diagram is not None:
        return _curated(network, diagram, view, layers)
    sources = {source.id.casefold(): source for source in network.sources}
    source = sources.get(name.casefold())
    if source is None:
        known = [*diagrams, *sources]
        raise UnknownName("diagram", name, nearest(name, known) or sorted(d.key for d in network.diagrams))
    wanted = {claim.id for claim in network.claims if claim.source == source.id}
    edges = [
        edge
        for edge in network.edges
        if edge.sign is not None
        and (view == "expanded" or edge.view == "guide")
        and (wanted.intersection(edge.claims) or edge.structural)
    ]
    return draw_network(network, edges, title=source.title or source.id, key=source.id, view=view)


def draw_network(
    network: Network,
    edges: Iterable[Edge],
    *,
    title: str,
    key: str = "network",
    view: DrawnView = "expanded",
) -> Drawing:
    """Choose any edges of *network*, for instance those of a trace, and the entities at their ends.

    >>> from pathway_graph.formats.native import read_guide
    >>> from pathway_graph.trace import upstream
    >>> found = upstream(read_guide(), "BDNF", max_steps=1)
    >>> [edge.relation for edge in draw_network(found.network, found.edges, title="BDNF").edges]
    ['modulates', 'increases', 'increases', 'activates_transcription', 'mediates']
    """
    chosen = sorted({edge.id: edge for edge in edges}.values(), key=lambda edge: (edge.source, edge.target, edge.id))
    ends = sorted({end for edge in chosen for end in (edge.source, edge.target)})
    nodes = [_node(network, end, network.entity[end].view) for end in ends]
    drawn = [
        _edge(network, edge.source, edge.relation, edge.target, edge.claims, edge.view,
              edge.certainty == "hypothesis", edge.structural, "")
        for edge in chosen
    ]  # fmt: skip
    return _drawing(network, key, title, "", "cascade", view, nodes, drawn)


def _curated(network: Network, diagram: Diagram, view: DrawnView, layers: Sequence[Layer]) -> Drawing:
    shown = [n for n in diagram.nodes if n.layer in layers and (view == "expanded" or n.view == "guide")]
    ids = {node.entity for node in shown}
    edges = [
        edge
        for edge in diagram.edges
        if edge.layer in layers and (view == "expanded" or edge.view == "guide") and {edge.source, edge.target} <= ids
    ]
    drawn = [
        _edge(network, e.source, e.relation, e.target, e.claims, e.view, e.hypothesis,
              not e.claims and diagram.kind == "cascade", e.note)
        for e in edges
    ]  # fmt: skip
    nodes = [_node(network, node.entity, node.view) for node in shown]
    return _drawing(network, diagram.key, diagram.title, diagram.caption, diagram.kind, view, nodes, drawn)


def _node(network: Network, identifier: str, view: View) -> DrawnNode:
    step = _steps(network).get(identifier)
    if step is not None:
        details = tuple(part for part in ("; ".join(step.materials), ", ".join(step.parameters)) if part)
        tooltip = " | ".join(part for part in (step.action, f"not given: {step.gaps}" if step.gaps else "") if part)
        return DrawnNode(identifier, f"{step.number}. {step.name}", "Step", details=details, tooltip=tooltip)
    entity = network.entity[identifier]
    tooltip = " | ".join(part for part in (entity.kind, identifier, entity.curie, entity.note) if part)
    return DrawnNode(identifier, entity.name, entity.kind, entity.role, entity.compartment, view, tooltip=tooltip)


def _steps(network: Network) -> dict[str, Step]:
    cached: dict[str, Step] | None = network.__dict__.get("_steps_by_id")
    if cached is None:
        cached = {p.step_id(step): step for p in network.protocols for step in p.steps}
        network.__dict__["_steps_by_id"] = cached
    return cached


def _edge(
    network: Network,
    source: str,
    relation: str,
    target: str,
    claims: tuple[str, ...],
    view: View,
    hypothesis: bool,
    structural: bool,
    note: str,
) -> DrawnEdge:
    stated = [network.claim[claim] for claim in claims if claim in network.claim]
    said = [f"{claim.id}: {_say(network, claim)}" for claim in stated]
    sites = {claim.site for claim in stated if not claim.site.startswith("reg:")}
    mechanisms = {claim.mechanism for claim in stated}
    return DrawnEdge(
        source,
        relation,
        target,
        RELATIONS[relation].sign,
        view=view,
        hypothesis=hypothesis,
        indirect=note.startswith(("indirect", "derived")) or "indirect" in note,
        structural=structural,
        site=sites.pop() if len(sites) == 1 else "",
        context=_places(network, stated),
        claims=claims,
        tooltip=" | ".join([*said, *([note] if note else [])]) or f"{source} {relation} {target}",
        mechanism=mechanisms.pop() if len(mechanisms) == 1 else "",
        note=note,
    )


def _say(network: Network, claim: Claim) -> str:
    where = context(network, claim)
    basis = f" [{claim.reference}]" if claim.reference else ""
    return f"{sentence(network, claim)}{f' ({where})' if where else ''}{basis}"


def _places(network: Network, claims: Sequence[Claim]) -> str:
    """Name the regions or cells that claims were measured in, at most two."""
    places = [network.name(claim.region or claim.cell) for claim in claims if claim.region or claim.cell]
    distinct = list(dict.fromkeys(places))
    return ", ".join(distinct) if len(distinct) <= 2 else ""


def _drawing(
    network: Network,
    key: str,
    title: str,
    caption: str,
    kind: str,
    view: DrawnView,
    nodes: Sequence[DrawnNode],
    edges: Sequence[DrawnEdge],
) -> Drawing:
    version = ", ".join(f"{source.id} {source.version}".strip() for source in network.sources)
    return stamped(Drawing(key, title, caption, kind, view, tuple(nodes), tuple(edges), version))


def stamped(drawing: Drawing) -> Drawing:
    """Return the drawing with the digest of what it shows."""
    d = drawing
    content = repr((d.title, d.caption, d.kind, d.view, [*d.nodes], [*d.edges], *d.notes)).encode()
    return replace(drawing, digest=hashlib.sha256(content).hexdigest()[:12])
