"""Leave nodes out of a picture, or keep a few: what was left out is said under the title."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from pathway_graph.diagrams.drawing import Drawing, stamped
from pathway_graph.diagrams.saying import sources_of, version_of
from pathway_graph.diagrams.select import disagreements
from pathway_graph.errors import WrongArgument, did_you_mean, nearest
from pathway_graph.identifiers.lookup import lookup
from pathway_graph.model import Network
from pathway_graph.model.border import refuses_bad_data
from pathway_graph.text.counts import how_many

_NAMED: Final = 4


@refuses_bad_data
def narrowed(drawing: Drawing, network: Network, *, only: Sequence[str] = (), without: Sequence[str] = ()) -> Drawing:
    """Return a drawing with the nodes that are named, or without them; arrows that lose an end go too.

    Args:
        drawing: A picture of entities of *network*.
        network: Where names are looked up: what a node is called in the picture, or any name of its entity; a gene
            stands for all its forms.
        only: Nodes to keep; empty for all.
        without: Nodes to leave out.

    Raises:
        WrongArgument: A name is of nothing that is drawn, or nothing would be left.
        AmbiguousName: A name fits several different things.

    >>> from pathway_graph.diagrams.select import select_diagram
    >>> from pathway_graph.formats.native import read_guide
    >>> guide = read_guide()
    >>> drawing = narrowed(select_diagram(guide, "camp"), guide, without=["PDE"])
    >>> drawing.notes[-1]
    'Left out: cyclic nucleotide phosphodiesterase; with 2 arrows'
    """
    if not only and not without:
        return drawing
    kept = _named(drawing, network, "only", only) if only else {node.id for node in drawing.nodes}
    kept -= _named(drawing, network, "without", without)
    nodes = tuple(node for node in drawing.nodes if node.id in kept)
    if not nodes:
        raise WrongArgument("without", tuple(without), message="nothing would be left of the picture",
                            hint="leave fewer nodes out")  # fmt: skip
    edges = tuple(edge for edge in drawing.edges if {edge.source, edge.target} <= kept)
    places = tuple(place for place in drawing.places if place.node in kept)
    part = replace(drawing, nodes=nodes, edges=edges, places=places)
    before = disagreements(network, drawing)
    notes = [note for note in drawing.notes if note not in before]  # what is left may disagree less
    notes += [*disagreements(network, part), *_said(drawing, kept, len(drawing.edges) - len(edges))]
    return stamped(replace(part, notes=tuple(notes), version=version_of(network, sources_of(network, part))))


def retitled(drawing: Drawing, title: str) -> Drawing:
    """Return a drawing under another title; an empty one leaves it out.

    >>> from pathway_graph.diagrams.select import select_diagram
    >>> from pathway_graph.formats.native import read_guide
    >>> retitled(select_diagram(read_guide(), "camp"), "Figure 2").title
    'Figure 2'
    """
    return stamped(replace(drawing, title=title))


def _named(drawing: Drawing, network: Network, argument: str, names: Iterable[str]) -> set[str]:
    drawn = {node.id for node in drawing.nodes}
    found: set[str] = set()
    for name in names:
        own = {node.id for node in drawing.nodes if name.casefold() in (node.name.casefold(), node.id.casefold())}
        own = own or {entity.id for entity in lookup(network, name)} & drawn
        if not own:
            near = nearest(name, [node.name for node in drawing.nodes])
            hint = did_you_mean(near) if near else f"it shows {_listed([node.name for node in drawing.nodes])}"
            raise WrongArgument(argument, name, message=f"the picture shows no {name!r}", hint=hint)
        found |= own
    return found


def _said(drawing: Drawing, kept: set[str], arrows: int) -> list[str]:
    gone = [node.name for node in drawing.nodes if node.id not in kept]
    if not gone:
        return []
    lost = f"; with {how_many(arrows, 'arrow')}" if arrows else ""
    return [f"Left out: {_listed(gone)}{lost}"]


def _listed(names: Sequence[str]) -> str:
    more = f" and {how_many(len(names) - _NAMED, 'more node')}" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more
