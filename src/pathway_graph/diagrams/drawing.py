"""A drawing: the nodes, edges and lines of text of a picture, ready for a style."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from pathway_graph.model import DiagramFrame, DiagramPlace, DiagramWay
from pathway_graph.model.display import NotebookDisplay
from pathway_graph.model.vocabulary import Sign, View

DrawnView = Literal["guide", "expanded"]


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
        change: What the badges say together: ``up``, ``down``, ``both``, ``unchanged``, ``none`` measured,
            or empty without overlay.
        level: How strong a measured change is on the scale of the picture, from -1 to 1; None where nobody says. The
            badges say its number, so it is not of the digest.
        is_receiver: What the picture was asked about: where its routes end, or begin.
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
    level: float | None = field(default=None, repr=False)
    is_receiver: bool = field(default=False, repr=False)


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
        context: Where its claims were measured, a few words; empty if they do not agree. Where another edge of the
            picture says otherwise of the same two, when and under which condition as well.
        claims: Claims it rests on.
        tooltip: What a pointer shows.
        is_bold: It is on the route that the picture is about.
        against: It was not asked for, and is drawn since it speaks against an edge that was.
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
    against: bool = field(default=False, repr=False)
    mechanism: str = field(default="", repr=False)
    note: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Drawing(NotebookDisplay):
    """What a picture shows, ready for a style.

    Attributes:
        key: Short name, for file names.
        caption: What the source says of its own figure.
        kind: ``cascade`` or ``workflow``.
        version: The data sets that what is shown comes from, no others, and their versions.
        digest: Hash of what is shown; changes when a node, an edge or its evidence does.
        notes: Lines under the title.
        sources: Data sets that it is limited to, with all that is laid over it and told beside it; empty for no limit.
        places: Where nodes are to be drawn, as in the original drawing; empty where a layout of ours finds places.
        frames: Groups, compartments and words of that drawing.
        ways: Where that drawing leads its lines; an edge without one is led by us.
        scale: What the strongest colour of a measured change stands for, with its unit; None without such a scale.
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
    sources: tuple[str, ...] = ()
    places: tuple[DiagramPlace, ...] = ()
    frames: tuple[DiagramFrame, ...] = ()
    ways: tuple[DiagramWay, ...] = ()
    scale: tuple[float, str] | None = None


def received(drawing: Drawing, entities: Iterable[str]) -> Drawing:
    """Return a drawing with a thick border round what it was asked about."""
    asked = set(entities)
    return replace(drawing, nodes=tuple(replace(node, is_receiver=node.id in asked) for node in drawing.nodes))


def stamped(drawing: Drawing) -> Drawing:
    """Return the drawing with the digest of what it shows."""
    d = drawing
    placed = (d.places, d.frames, *([d.ways] if d.ways else [])) if d.places else ()
    content = repr((d.title, d.caption, d.kind, d.view, [*d.nodes], [*d.edges], *d.notes, *placed)).encode()
    return replace(drawing, digest=hashlib.sha256(content).hexdigest()[:12])
