"""SBGN-ML, written as activity flow: causal edges as influences between activities, each glyph with a box on a grid."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

from pathway_graph.formats.graphml import clean
from pathway_graph.formats.raw import Encoded
from pathway_graph.formats.report import Tally
from pathway_graph.formats.sbgn_read import parse
from pathway_graph.model import Edge, Entity, Network
from pathway_graph.model.network import SPOKEN_OF
from pathway_graph.model.plane import Box, border

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
    body = _child(root, "map", {"id": "map1", "language": "activity flow"})
    numbers = {entity.id: f"glyph{number}" for number, entity in enumerate(shown, 1)}
    for entity in shown:
        # A phenotype cannot be the source of an influence (SBGN AF L1V1, 3.3.1): what acts is an activity.
        is_phenotype = entity.kind in _PHENOTYPES and entity.id not in acting
        _glyph(body, entity, numbers[entity.id], boxes[entity.id], is_phenotype=is_phenotype)
    for number, edge in enumerate(edges, 1):
        _arc(body, edge, number, numbers, boxes)
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


def _boxes(entities: list[Entity]) -> dict[str, Box]:
    """Give each entity its box on a grid, in order of identifiers."""
    columns = max(1, math.ceil(math.sqrt(len(entities))))
    first_x, first_y = GAP + WIDTH / 2, GAP + HEIGHT / 2
    return {
        entity.id: Box(
            first_x + (number % columns) * (WIDTH + GAP), first_y + (number // columns) * (HEIGHT + GAP), WIDTH, HEIGHT
        )
        for number, entity in enumerate(entities)
    }


def _child(parent: Any, tag: str, attributes: dict[str, str]) -> Any:
    """Add an element and return it."""
    child = parent.makeelement(f"{{{NAMESPACE}}}{tag}", attributes)
    parent.append(child)
    return child


def _glyph(body: Any, entity: Entity, identifier: str, box: Box, *, is_phenotype: bool) -> None:
    """Add an entity to a map, as a phenotype, or as an activity with a mark that says what is active."""
    class_ = "phenotype" if is_phenotype else "biological activity"
    glyph = _child(body, "glyph", {"id": identifier, "class": class_})
    _child(glyph, "label", {"text": clean(entity.name)})
    _box(glyph, box)
    if not is_phenotype:
        unit = _child(glyph, "glyph", {"id": f"{identifier}_unit", "class": "unit of information"})
        _child(unit, "label", {"text": ""})
        _child(unit, "entity", {"name": _UNITS.get(entity.kind, "unspecified entity")})
        _box(unit, Box(box.left + 30, box.top, 40, 16))


def _box(glyph: Any, box: Box) -> None:
    """State where a glyph is, by its upper left corner and its size."""
    sides = {"x": box.left, "y": box.top, "w": box.width, "h": box.height}
    _child(glyph, "bbox", {name: f"{side:g}" for name, side in sides.items()})


def _arc(body: Any, edge: Edge, number: int, numbers: Mapping[str, str], boxes: Mapping[str, Box]) -> None:
    """Add an edge to a map, from border to border."""
    class_ = "necessary stimulation" if edge.relation == "required_for" else _ARCS[edge.sign or 0]
    arc = _child(body, "arc", {
        "id": f"arc{number}", "class": class_, "source": numbers[edge.source], "target": numbers[edge.target],
    })  # fmt: skip
    source, target = boxes[edge.source], boxes[edge.target]
    for tag, box, other in (("start", source, target), ("end", target, source)):
        x, y = border(box, (box.x, box.y), (other.x, other.y)) if source != target else (box.right, box.y)
        _child(arc, tag, {"x": f"{x:.1f}", "y": f"{y:.1f}"})
