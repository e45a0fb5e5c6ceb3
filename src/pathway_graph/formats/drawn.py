"""The diagram of a file that is one drawing: all entities it shows, and the edges of its claims."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pathway_graph.formats.builder import Collection
from pathway_graph.model import Claim, Diagram, DiagramEdge, DiagramFrame, DiagramNode, DiagramPlace, DiagramWay


@dataclass(frozen=True, slots=True)
class Drawn:
    """Where a drawing has entities, what it has round them, and where it leads lines."""

    places: tuple[DiagramPlace, ...] = ()
    frames: tuple[DiagramFrame, ...] = ()
    ways: tuple[DiagramWay, ...] = ()


def add_diagram(
    collection: Collection,
    title: str,
    depicts: str = "",
    shown: Iterable[str] = (),
    *,
    drawn: Drawn = Drawn(),
) -> None:
    """Add the diagram of everything that was read so far, called like the data set; nothing where nothing was.

    Args:
        collection: What was read.
        title: Title of the drawing.
        depicts: Pathway that it is a picture of, by id.
        shown: Entities without a claim that are in it.
        drawn: Where things are; entities that are not in it are left out.
    """
    edges = edges_of(collection.claims.values())
    nodes = {*shown, *(end for edge in edges for end in (edge.source, edge.target))} - {"", depicts}
    if nodes:
        own = collection.source.id
        collection.diagrams.append(
            Diagram(
                own, own, title or own, depicts=depicts,
                places=tuple(one for one in drawn.places if one.node in nodes),
                frames=tuple(replace(one, members=tuple(m for m in one.members if m in nodes)) for one in drawn.frames),
                ways=drawn.ways if drawn.places else (),
                nodes=tuple(DiagramNode(one) for one in sorted(nodes)),
                edges=edges,
            )
        )  # fmt: skip


def edges_of(claims: Iterable[Claim]) -> tuple[DiagramEdge, ...]:
    """Return the edges that claims state, each with its claims; it is a hypothesis where all of them are."""
    behind: dict[tuple[str, str, str], dict[str, Claim]] = {}
    for claim in claims:
        behind.setdefault((claim.subject, claim.relation, claim.object), {})[claim.id] = claim
    return tuple(
        DiagramEdge(*ends, tuple(sorted(some)), hypothesis=all(one.certainty == "hypothesis" for one in some.values()))
        for ends, some in sorted(behind.items())
    )
