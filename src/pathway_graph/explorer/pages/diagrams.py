"""The diagrams of the data sets: small ones, and each by itself."""

from __future__ import annotations

from collections import Counter
from typing import Any

from starlette.responses import Response

from pathway_graph.diagrams import Drawing, select_diagram
from pathway_graph.explorer.tables import Column
from pathway_graph.explorer.thumbnails import thumbnail
from pathway_graph.explorer.visit import Drawn, Visit
from pathway_graph.model import Diagram, Network
from pathway_graph.model.caching import cached_on
from pathway_graph.model.vocabulary import ASKED_VIEWS

_ON_A_PAGE = 24
_EDGES = (
    Column("source", kind="entity", of="from_id"), Column("relation"), Column("target", kind="entity", of="to_id"),
    Column("sign", kind="sign"), Column("claims", kind="claims"), Column("marks"),
)  # fmt: skip


_NODES = (
    Column("name", kind="entity", of="card"), Column("kind"), Column("role"), Column("compartment"),
    Column("details", kind="long"), Column("id"),
)  # fmt: skip


def gallery(visit: Visit, has: str, most: int, number: int = 1) -> dict[str, Any]:
    """Return the diagrams that fit some words, a page of them."""
    words = has.casefold().split()
    fitting = [one for one in visit.network.diagrams if all(word in _said(one).casefold() for word in words)]
    count = max(1, -(-len(fitting) // most))
    number = min(max(number, 1), count)
    shown = [_tile(visit, one) for one in fitting[(number - 1) * most : number * most]]
    return {"tiles": shown, "total": len(fitting), "of_all": len(visit.network.diagrams), "number": number,
            "count": count, "has": has}  # fmt: skip


def _tile(visit: Visit, diagram: Diagram) -> dict[str, str]:
    return {"name": name_of(visit, diagram), "title": diagram.title or diagram.key, "source": diagram.source}


def name_of(visit: Visit, diagram: Diagram) -> str:
    """Return the name that means just this diagram: its key, or its identifier where several have that key."""
    return diagram.key if cached_on(visit.network, _keys)[diagram.key.casefold()] == 1 else diagram.id


def _keys(network: Network) -> Counter[str]:
    return Counter(name.casefold() for one in network.diagrams for name in {one.key, one.id})


def _said(diagram: Diagram) -> str:
    return f"{diagram.id} {diagram.key} {diagram.title} {diagram.source}"


def diagrams(visit: Visit) -> Response:
    """Show all diagrams, small."""
    number = visit.given.number("page", 1, 1, 1_000_000)
    return visit.show(
        "diagrams.html", title="Diagrams", gallery=gallery(visit, visit.given.name("has")[:200], _ON_A_PAGE, number)
    )


def small(visit: Visit) -> Response:
    """Return a diagram as a small picture."""
    text = thumbnail(visit.network, visit.given.name("name"))
    return Response(text, media_type="image/svg+xml")


def diagram(visit: Visit) -> Response:
    """Draw a diagram of a data set, or a data set as a whole."""
    given = visit.given
    view = given.one_of("view", ASKED_VIEWS)

    def work() -> dict[str, Any]:
        drawing = select_diagram(visit.network, given.name("name"), view=view)  # type: ignore[arg-type]
        return {
            "title": drawing.title, "notes": drawing.notes,
            "drawn": Drawn(lambda: drawing, drawing.caption or drawing.title),
            "edges": visit.table("Edges", _EDGES, _edges(drawing)),
            "nodes": visit.table("Entities", _NODES, _nodes(visit.network, drawing), key="n"),
        }  # fmt: skip

    return visit.answer("diagram.html", "Diagram", work, name=given.name("name"), view=view)


def _edges(drawing: Drawing) -> list[dict[str, Any]]:
    names = {node.id: node.name for node in drawing.nodes}
    return [
        {
            "from_id": edge.source, "source": names[edge.source], "relation": edge.relation.replace("_", " "),
            "to_id": edge.target, "target": names[edge.target], "sign": edge.sign, "claims": list(edge.claims),
            "marks": ", ".join(
                word for word, holds in (
                    ("hypothesis", edge.hypothesis), ("background", edge.view == "background"),
                    ("against", edge.against), ("indirect", edge.indirect),
                ) if holds
            ),
        }
        for edge in drawing.edges
    ]  # fmt: skip


def _nodes(network: Network, drawing: Drawing) -> list[dict[str, Any]]:
    """Return a row for each thing shown; steps of a protocol have no card."""
    return [
        {
            "id": node.id, "card": node.id if node.id in network.entity else "", "name": node.name, "kind": node.kind,
            "role": node.role, "compartment": node.compartment, "details": "; ".join(node.details),
        }
        for node in drawing.nodes
    ]  # fmt: skip
