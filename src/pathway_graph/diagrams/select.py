"""Choose what a picture shows: a curated diagram in a view, a whole data set, or any edges of a network."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final, Literal

from pathway_graph.diagrams.drawing import Drawing, DrawnEdge, DrawnNode, DrawnView, stamped
from pathway_graph.diagrams.saying import (
    circumstances,
    contradicted,
    disagreement,
    sources_of,
    takes_side,
    version_of,
)
from pathway_graph.errors import UnknownName, WrongArgument, nearest
from pathway_graph.evidence import context, sentence
from pathway_graph.evidence.opposition import edges_against
from pathway_graph.evidence.subset import subnetwork_of_sources
from pathway_graph.evidence.works import retracted_claims
from pathway_graph.identifiers.gene_forms import gene_of
from pathway_graph.identifiers.term_labels import place_name, shown_name
from pathway_graph.model import Claim, Diagram, DiagramEdge, DiagramNode, DiagramPlace, Edge, Network, Step
from pathway_graph.model.arguments import require_word
from pathway_graph.model.border import refuses_bad_data, require_sound
from pathway_graph.model.caching import cached_on
from pathway_graph.model.diagram_lookup import diagram_named
from pathway_graph.model.vocabulary import ASKED_VIEWS, LAYERS, RELATIONS, Layer, View
from pathway_graph.trace.filters import Filters, admission, check_filters

Layout = Literal["auto", "computed", "original"]
LAYOUTS: Final = ("auto", "computed", "original")
LAYERS_SHOWN: tuple[Layer, ...] = ("core", "chronic")


@refuses_bad_data
def select_diagram(
    network: Network,
    name: str,
    *,
    view: DrawnView = "guide",
    layers: Sequence[Layer] = LAYERS_SHOWN,
    sources: Sequence[str] = (),
    layout: Layout = "auto",
) -> Drawing:
    """Choose what the diagram *name* shows: what its data set states, and nothing of any other.

    Beside the edges that the diagram lists, those stand that the same data set holds against them, see
    `pathway_graph.evidence.opposition.edges_against`; `DrawnEdge.against` marks them.

    Args:
        network: Where the diagram is.
        name: Identifier or key of a diagram, or a data set: then all its causal edges are shown.
        view: ``guide`` shows what the source says, ``expanded`` adds what was added as background.
        layers: ``core`` what the figure must show, ``chronic`` what chronic treatment does to it, ``detail`` more.
        sources: Data sets that may stand against a diagram's edges and be laid over it; by default its own alone.
        layout: ``computed``, or ``original``: nodes, groups and compartments where the drawing has them that the
            diagram was taken from (GPML, CX, CX2, Cytoscape, SBGN), or where its data file has them; ``auto`` is
            ``original`` for a diagram that says where its nodes are, else ``computed``.

    Raises:
        UnknownName: No diagram, data set, view or layer is called so.
        AmbiguousName: Diagrams of several data sets have that key.
        WrongArgument: There is no such view, layer or layout, or the diagram does not say where its nodes were.

    >>> from pathway_graph.formats.native import read_guide
    >>> shown = select_diagram(read_guide(), "camp")
    >>> len(shown.nodes), len(shown.edges), [edge.claims for edge in shown.edges if edge.against]
    (11, 13, [('T2.2',)])
    """
    require_word("view", view, ASKED_VIEWS)
    require_word("layout", layout, LAYOUTS)
    for layer in layers:
        require_word("layers", layer, LAYERS)
    data_sets = {source.id.casefold(): source for source in network.sources}
    diagram = diagram_named(network, name, besides=[source.id for source in network.sources])
    if diagram is not None:
        scope = tuple(sorted({diagram.source, *sources}))
        drawing = replace(_curated(subnetwork_of_sources(network, scope), diagram, view, layers), sources=scope)
        has_places = any(place.node in {node.id for node in drawing.nodes} for place in diagram.places)
        is_original = layout == "original" or (layout == "auto" and has_places)
        return _as_it_was(drawing, diagram) if is_original else drawing
    if layout == "original":
        raise _without_places(name)
    source = data_sets[name.casefold()]
    own = subnetwork_of_sources(network, [source.id])
    causal = [edge for edge in own.edges if edge.sign is not None]
    note = f"Every causal edge of the data set {source.id}"
    drawing = draw_network(own, causal, title=source.title or source.id, key=source.id, view=view, notes=[note])
    return replace(drawing, sources=(source.id,))


def _as_it_was(drawing: Drawing, diagram: Diagram) -> Drawing:
    """Return a drawing with its nodes at the places of the original one."""
    shown = {node.id for node in drawing.nodes}
    places = tuple(place for place in diagram.places if place.node in shown)
    if not places:
        raise _without_places(diagram.key)
    claims = {claim for edge in drawing.edges for claim in edge.claims}
    ways = tuple(way for way in diagram.ways if not claims.isdisjoint(way.claims))
    return stamped(replace(drawing, places=places, frames=diagram.frames, ways=ways))


def place_nodes(drawing: Drawing, places: Iterable[DiagramPlace]) -> Drawing:
    """Return a drawing with its nodes at the places that it is given, those of other nodes left out.

    Args:
        drawing: The drawing.
        places: In points, where they say how large the nodes are; see `pathway_graph.formats.kept_layout.read_places`.

    >>> from pathway_graph.formats.native import read_guide
    >>> shown = select_diagram(read_guide(), "camp")
    >>> [place.x for place in place_nodes(shown, [DiagramPlace(shown.nodes[0].id, 12, 40)]).places]
    [12]
    """
    shown = {node.id for node in drawing.nodes}
    return stamped(replace(drawing, places=tuple(place for place in places if place.node in shown), frames=(), ways=()))


def _without_places(name: str) -> WrongArgument:
    message = f"{name!r} does not say where its nodes were drawn"
    hint = "leave the layout to be computed; files of GPML, CX, CX2, SBGN and Cytoscape have places: import them again"
    return WrongArgument("layout", "original", message=message, hint=hint)


def in_scope(drawing: Drawing, network: Network) -> Network:
    """Return the part of *network* that may be laid over a drawing and told beside it.

    >>> from pathway_graph.formats.native import read_guide
    >>> guide = read_guide()
    >>> in_scope(select_diagram(guide, "camp"), guide) == guide
    True
    """
    return subnetwork_of_sources(network, drawing.sources) if drawing.sources else network


@refuses_bad_data
def draw_network(
    network: Network,
    edges: Iterable[Edge],
    *,
    title: str,
    key: str = "network",
    view: DrawnView | None = None,
    filters: Filters | None = None,
    notes: Sequence[str] = (),
) -> Drawing:
    """Choose any edges of *network*, for instance those of a trace, and the entities at their ends.

    What the network holds against these edges is drawn too, see `pathway_graph.evidence.opposition.edges_against`, as
    far as the view and the filters let it through; `DrawnEdge.against` marks it.

    Args:
        network: Where the edges are.
        edges: What to draw.
        title: What the picture shows.
        key: Short name, for file names.
        view: ``guide`` leaves background out, ``expanded`` draws it in grey; by default what the edges make it:
            expanded if there is any background among them.
        filters: What let the edges through, view included.
        notes: Lines under the title.

    Raises:
        UnknownName: There is no such view, a filter names what does not exist, or an edge is none of the network's.

    >>> from pathway_graph.formats.native import read_guide
    >>> from pathway_graph.trace import upstream
    >>> found = upstream(read_guide(), "BDNF", max_steps=1)
    >>> [edge.relation for edge in draw_network(found.network, found.edges, title="BDNF").edges]
    ['modulates', 'increases', 'increases', 'activates_transcription', 'mediates']
    """
    given = list(edges)
    _require_edges(network, given)
    asked = filters or Filters(view=view or _view_of(network, given))
    check_filters(asked)
    admit = admission(network, asked)
    chosen = [edge for edge in map(admit, given) if isinstance(edge, Edge)]
    against = [edge for edge in map(admit, edges_against(network, chosen)) if isinstance(edge, Edge)]
    chosen = sorted(
        {edge.id: edge for edge in (*chosen, *against)}.values(), key=lambda edge: (edge.source, edge.target, edge.id)
    )
    added = {edge.id for edge in against}
    ends = sorted({end for edge in chosen for end in (edge.source, edge.target)})
    nodes = [_node(network, end, network.entity[end].view) for end in ends]
    drawn = [_edge(network, edge, against=edge.id in added) for edge in chosen]
    frame = Drawing(key, title, "", "cascade", asked.view, tuple(nodes), tuple(drawn), notes=tuple(notes))
    return _finished(network, frame)


def _require_edges(network: Network, edges: Iterable[Edge]) -> None:
    """Let edges pass that the network has; their claims may be fewer, as filters leave them."""
    for edge in edges:
        own = network.edge.get(edge.id)
        if own is None:
            raise UnknownName("edge", edge.id, nearest(edge.id, network.edge))
        for name in edge.claims:
            if name not in own.claims:
                raise UnknownName(f"claim of the edge {edge.id!r}", name, nearest(name, own.claims))


def _view_of(network: Network, edges: Iterable[Edge]) -> DrawnView:
    views = {edge.view for edge in edges}
    views |= {network.entity[end].view for edge in edges for end in (edge.source, edge.target)}
    return "expanded" if "background" in views else "guide"


def _curated(network: Network, diagram: Diagram, view: DrawnView, layers: Sequence[Layer]) -> Drawing:
    shown = [n for n in diagram.nodes if n.layer in layers and (view == "expanded" or n.view == "guide")]
    ids = {node.entity for node in shown}
    edges = [
        edge
        for edge in diagram.edges
        if edge.layer in layers and (view == "expanded" or edge.view == "guide") and {edge.source, edge.target} <= ids
    ]
    against = _against(network, diagram, edges, view)
    ends = dict.fromkeys(end for edge in against for end in (edge.source, edge.target) if end not in ids)
    shown += [DiagramNode(end, view=network.entity[end].view) for end in ends]
    is_cascade = diagram.kind == "cascade"
    drawn = [_edge(network, edge, note=edge.note, structural=is_cascade and not edge.claims) for edge in edges]
    drawn += [_edge(network, edge, against=True) for edge in against]
    nodes = tuple(_node(network, node.entity, node.view) for node in shown)
    notes = ("With its detail layer",) if "detail" in layers and any(n.layer == "detail" for n in shown) else ()
    frame = Drawing(diagram.key, diagram.title, diagram.caption, diagram.kind, view, nodes, tuple(drawn), notes=notes)
    return _finished(network, frame, {diagram.source})


def _against(network: Network, diagram: Diagram, edges: Sequence[DiagramEdge], view: DrawnView) -> list[Edge]:
    """Return what speaks against the edges of a diagram, in a view; an edge as the diagram lists it has its claims."""
    keys = [f"{edge.source} {edge.relation} {edge.target}" for edge in edges]
    admit = admission(network, Filters(view=view))
    found = edges_against(network, [network.edge[key] for key in keys if key in network.edge])
    return [edge for edge in map(admit, found) if isinstance(edge, Edge)]


def _node(network: Network, identifier: str, view: View) -> DrawnNode:
    step = cached_on(network, _steps).get(identifier)
    if step is not None:
        told = said_once(step.name, (step.action, "; ".join(step.materials), *step.parameters))
        others = tuple(part for part in told if part not in step.parameters)
        settings = ", ".join(part for part in told if part in step.parameters)
        details = (*others, settings) if settings else others
        tooltip = f"not given: {step.gaps}" if step.gaps else step.action
        return DrawnNode(identifier, f"{step.number}. {step.name}", "Step", details=details, tooltip=tooltip)
    entity = network.entity[identifier]
    if not isinstance(entity.name, str):  # a drawing no longer knows the network that could say why
        require_sound(network)
    tooltip = " | ".join(part for part in (entity.kind, identifier, entity.curie, entity.note) if part)
    shown = shown_name(entity.name, entity.kind)
    return DrawnNode(identifier, shown, entity.kind, entity.role, entity.compartment, view, tooltip=tooltip)


def said_once(name: str, parts: Sequence[str]) -> tuple[str, ...]:
    """Return the parts of a step that neither its name nor a part before them says already.

    >>> said_once("Blocking", ["block binding sites", "5% non-fat milk in TBST", "5 %", "1 hour"])
    ('block binding sites', '5% non-fat milk in TBST', '1 hour')
    """
    kept: list[str] = []
    for part in parts:
        bare = _bare(part)
        if bare and not any(bare in _bare(before) for before in (name, *kept)):
            kept.append(part)
    return tuple(kept)


def _bare(text: str) -> str:
    return "".join(text.casefold().split())


def _retracted(network: Network, claims: Sequence[str]) -> str:
    """Return the mark of an edge of which no claim is left without what was retracted."""
    return "RETRACTED" if claims and retracted_claims(network).issuperset(claims) else ""


def _steps(network: Network) -> dict[str, Step]:
    return {p.step_id(step): step for p in network.protocols for step in p.steps}


def _edge(
    network: Network,
    edge: Edge | DiagramEdge,
    *,
    note: str = "",
    structural: bool = False,
    against: bool = False,
) -> DrawnEdge:
    stated = _claims(network, edge.claims)
    said = [f"{claim.id}: {_say(network, claim)}" for claim in stated]
    sites = {claim.site for claim in stated if not claim.site.startswith("reg:")}
    mechanisms = {claim.mechanism for claim in stated}
    return DrawnEdge(
        edge.source,
        edge.relation,
        edge.target,
        RELATIONS[edge.relation].sign,
        view=edge.view,
        hypothesis=edge.certainty == "hypothesis" if isinstance(edge, Edge) else edge.hypothesis,
        indirect=note.startswith(("indirect", "derived")) or "indirect" in note,
        structural=edge.structural if isinstance(edge, Edge) else structural,
        site=sites.pop() if len(sites) == 1 else "",
        context="; ".join(filter(None, (_places(network, stated), _retracted(network, edge.claims)))),
        claims=edge.claims,
        tooltip=" | ".join([*said, *([note] if note else [])]) or f"{edge.source} {edge.relation} {edge.target}",
        against=against,
        mechanism=mechanisms.pop() if len(mechanisms) == 1 else "",
        note=note,
    )


def _claims(network: Network, names: Iterable[str]) -> list[Claim]:
    return [network.claim[name] for name in names if name in network.claim]


def _say(network: Network, claim: Claim) -> str:
    where = context(network, claim, place_name)
    basis = f" [{claim.reference}]" if claim.reference else ""
    return f"{sentence(network, claim, place_name)}{f' ({where})' if where else ''}{basis}"


def _places(network: Network, claims: Sequence[Claim]) -> str:
    """Name the regions or cells that claims were measured in, at most two."""
    places = [place_name(network, claim.region or claim.cell) for claim in claims if claim.region or claim.cell]
    distinct = list(dict.fromkeys(places))
    return ", ".join(distinct) if len(distinct) <= 2 else ""


def _finished(network: Network, frame: Drawing, sources: Iterable[str] = ()) -> Drawing:
    """Add what only the whole picture tells: where it contradicts itself, and which data sets it comes from."""
    pairs = contradicted(frame.edges)
    edges = tuple(
        replace(edge, context=circumstances(network, _claims(network, edge.claims)))
        if edge.against or ((edge.source, edge.target) in pairs and takes_side(edge))
        else edge
        for edge in frame.edges
    )
    version = version_of(network, {*sources, *sources_of(network, frame)})
    notes = (*frame.notes, *disagreements(network, frame))
    return stamped(replace(frame, edges=edges, version=version, notes=notes))


def disagreements(network: Network, frame: Drawing) -> tuple[str, ...]:
    """Say between which entities the arrows of a picture contradict one another, and where others were added.

    >>> from pathway_graph.formats.native import read_guide
    >>> guide = read_guide()
    >>> disagreements(guide, select_diagram(guide, "camp"))
    ('Claims disagree, all sides are drawn: imipramine on phospho-CREB (Ser133)',)
    """
    return tuple(disagreement(frame, contradicted(frame.edges) | _across_forms(network, frame.edges)))


def _across_forms(network: Network, edges: Sequence[DrawnEdge]) -> set[tuple[str, str]]:
    """Return the pairs whose arrow is contradicted on another form of the same genes, as `edges_against` finds it."""
    genes = gene_of(network)
    ends = {edge: (genes.get(edge.source, edge.source), genes.get(edge.target, edge.target)) for edge in edges}
    sides = {(pair, edge.sign) for edge, pair in ends.items()}
    return {(e.source, e.target) for e, p in ends.items() if e.sign and p[0] != p[1] and (p, -e.sign) in sides}
