"""The model: frozen, equal by value; an arrow always runs source -> target in causal direction.

A claim's subject is the source of its edge, its object the target.
"""

from pathway_graph.model.claims import Claim, Edge, duration_in_days
from pathway_graph.model.documents import (
    Diagram,
    DiagramEdge,
    DiagramNode,
    Protocol,
    Publication,
    Reference,
    Source,
    Step,
    Tension,
    Verdict,
)
from pathway_graph.model.entities import Entity, Link, Ortholog, Xref
from pathway_graph.model.network import Network

__all__ = [
    "Claim",
    "Diagram",
    "DiagramEdge",
    "DiagramNode",
    "Edge",
    "Entity",
    "Link",
    "Network",
    "Ortholog",
    "Protocol",
    "Publication",
    "Reference",
    "Source",
    "Step",
    "Tension",
    "Verdict",
    "Xref",
    "duration_in_days",
]
