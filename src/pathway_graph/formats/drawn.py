"""The diagram of a file that is one drawing: all entities it shows, and the edges of its claims."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pathway_graph.formats.builder import Collection
from pathway_graph.model import Diagram, DiagramEdge, DiagramFrame, DiagramNode, DiagramPlace


def add_diagram(
    collection: Collection,
    title: str,
    depicts: str = "",
    shown: Iterable[str] = (),
    *,
    places: Sequence[DiagramPlace] = (),
    frames: Sequence[DiagramFrame] = (),
) -> None:
    """Add the diagram of everything that was read so far, called like the data set; nothing where nothing was.

    Args:
        collection: What was read.
        title: Title of the drawing.
        depicts: Pathway that it is a picture of, by id.
        shown: Entities without a claim that are in it.
        places: Where the drawing has entities; those that are not in it are left out.
        frames: What it has round them.
    """
    edges: dict[tuple[str, str, str], list[str]] = {}
    for claim in collection.claims.values():
        edges.setdefault((claim.subject, claim.relation, claim.object), []).append(claim.id)
    nodes = {*shown, *(end for source, _, target in edges for end in (source, target))} - {"", depicts}
    if nodes:
        own = collection.source.id
        collection.diagrams.append(
            Diagram(
                own, own, title or own, depicts=depicts,
                places=tuple(one for one in places if one.node in nodes),
                frames=tuple(replace(one, members=tuple(m for m in one.members if m in nodes)) for one in frames),
                nodes=tuple(DiagramNode(one) for one in sorted(nodes)),
                edges=tuple(
                    DiagramEdge(*key, tuple(sorted(claims)), hypothesis=all(
                        collection.claims[one].certainty == "hypothesis" for one in claims))
                    for key, claims in sorted(edges.items())
                ),
            )
        )  # fmt: skip
