"""SBGN-ML, written as activity flow: causal edges as influences between activities, each glyph with a box on a grid."""

from __future__ import annotations

import math
from typing import Any, Final

from pathway_graph.formats.graphml import clean
from pathway_graph.formats.raw import Encoded
from pathway_graph.formats.report import Tally
from pathway_graph.formats.sbgn_read import parse
from pathway_graph.model import Edge, Entity, Network
from pathway_graph.model.network import SPOKEN_OF

__all__ = ["dump", "parse"]
NAMESPACE: Final = "http://sbgn.org/libsbgn/0.3"
WIDTH, HEIGHT, GAP = 120.0, 60.0, 80.0
_PHENOTYPES: Final = {"BiologicalProcess", "Pathway", "Phenotype", "Disease"}
_UNITS: Final = {
    "SmallMolecule": "simple chemical", "ChemicalClass": "simple chemical", "Complex": "complex",
    "Gene": "nucleic acid feature", "Transcript": "nucleic acid feature", "RegulatoryRegion": "nucleic acid feature",
    "Protein": "macromolecule", "ProteinState": "macromolecule", "ProteinFamily": "macromolecule",
    "BindingSite": "macromolecule", "MolecularActivity": "macromolecule", "Variant": "macromolecule",
    "Condition": "perturbation", "Stimulus": "perturbation",
}  # fmt: skip
_ARCS: Final[dict[int, str]] = {1: "positive influence", -1: "negative influence", 0: "unknown influence"}


def dump(network: Network) -> Encoded:
    """Write the causal edges and what they join; context, evidence and edges that are not causal are left out."""
    from lxml import etree

    tally = Tally()
    edges = [edge for edge in network.edges if edge.sign is not None]
    joined = {end for edge in edges for end in (edge.source, edge.target)}
    acting = {edge.source for edge in edges}
    shown = [entity for entity in network.entities if entity.id in joined]
    boxes = _boxes(shown)
    root = etree.Element(f"{{{NAMESPACE}}}sbgn", nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    body = etree.SubElement(root, f"{{{NAMESPACE}}}map", {"id": "map1", "language": "activity flow"})
    numbers = {entity.id: f"glyph{number}" for number, entity in enumerate(shown, 1)}
    for entity in shown:
        # A phenotype cannot be the source of an influence (SBGN AF L1V1, 3.3.1): what acts is an activity.
        phenotype = entity.kind in _PHENOTYPES and entity.id not in acting
        _glyph(etree, body, entity, numbers[entity.id], boxes[entity.id], phenotype)
    for number, edge in enumerate(edges, 1):
        _arc(etree, body, edge, number, numbers, boxes)
    tally.kept("entities", len(shown))
    tally.kept("edges", len(edges))
    tally.left_out("entities", "no causal edge joins them", count=len(network.entities) - len(shown))
    tally.left_out("edges", "activity flow holds influences only", count=len(network.edges) - len(edges))
    tally.left_out("claims", "who says so in which context: SBGN has no place for it", count=len(network.claims))
    tally.changed("edges", "their relation is reduced to its sign", count=len(edges))
    for part in SPOKEN_OF:
        tally.left_out(part, "SBGN has no place for them", count=len(getattr(network, part)))
    text = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return Encoded({"": text}, tally.report("", "sbgn"))


def _boxes(entities: list[Entity]) -> dict[str, tuple[float, float]]:
    """Give each entity the corner of its box: a grid, in order of identifiers."""
    columns = max(1, math.ceil(math.sqrt(len(entities))))
    return {
        entity.id: ((number % columns) * (WIDTH + GAP) + GAP, (number // columns) * (HEIGHT + GAP) + GAP)
        for number, entity in enumerate(entities)
    }


def _glyph(
    etree: Any, body: Any, entity: Entity, identifier: str, corner: tuple[float, float], phenotype: bool
) -> None:
    class_ = "phenotype" if phenotype else "biological activity"
    glyph = etree.SubElement(body, f"{{{NAMESPACE}}}glyph", {"id": identifier, "class": class_})
    etree.SubElement(glyph, f"{{{NAMESPACE}}}label", {"text": clean(entity.name)})
    _box(etree, glyph, corner[0], corner[1], WIDTH, HEIGHT)
    if not phenotype:
        unit = {"id": f"{identifier}_unit", "class": "unit of information"}
        inner = etree.SubElement(glyph, f"{{{NAMESPACE}}}glyph", unit)
        etree.SubElement(inner, f"{{{NAMESPACE}}}label", {"text": ""})
        etree.SubElement(inner, f"{{{NAMESPACE}}}entity", {"name": _UNITS.get(entity.kind, "unspecified entity")})
        _box(etree, inner, corner[0] + 10, corner[1] - 8, 40, 16)


def _box(etree: Any, parent: Any, x: float, y: float, width: float, height: float) -> None:
    parts = {"x": f"{x:g}", "y": f"{y:g}", "w": f"{width:g}", "h": f"{height:g}"}
    etree.SubElement(parent, f"{{{NAMESPACE}}}bbox", parts)


def _arc(
    etree: Any, body: Any, edge: Edge, number: int, numbers: dict[str, str], boxes: dict[str, tuple[float, float]]
) -> None:
    class_ = "necessary stimulation" if edge.relation == "required_for" else _ARCS[edge.sign or 0]
    arc = etree.SubElement(body, f"{{{NAMESPACE}}}arc", {
        "id": f"arc{number}", "class": class_, "source": numbers[edge.source], "target": numbers[edge.target],
    })  # fmt: skip
    (x1, y1), (x2, y2) = (_middle(boxes[end]) for end in (edge.source, edge.target))
    for tag, x, y, other_x, other_y in (("start", x1, y1, x2, y2), ("end", x2, y2, x1, y1)):
        border_x, border_y = _border(x, y, other_x, other_y)
        etree.SubElement(arc, f"{{{NAMESPACE}}}{tag}", {"x": f"{border_x:.1f}", "y": f"{border_y:.1f}"})


def _middle(corner: tuple[float, float]) -> tuple[float, float]:
    return corner[0] + WIDTH / 2, corner[1] + HEIGHT / 2


def _border(x: float, y: float, other_x: float, other_y: float) -> tuple[float, float]:
    """Return where the line from the middle of a box to another point leaves the box."""
    dx, dy = other_x - x, other_y - y
    if not dx and not dy:
        return x + WIDTH / 2, y
    share = min(WIDTH / 2 / abs(dx) if dx else math.inf, HEIGHT / 2 / abs(dy) if dy else math.inf)
    return x + dx * share, y + dy * share
