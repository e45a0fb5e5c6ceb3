"""The model: frozen, equal by value; an arrow always runs source -> target in causal direction.

A claim's subject is the source of its edge, its object the target. Here too: the vocabularies, the file format's
fields, what makes a network (build, merge) and what keeps it sound (validate).

May import: `text`, `errors`.
Not here: look-up by name, files, databases.
"""

from pathway_graph.model.claims import Claim, Edge, duration_in_days
from pathway_graph.model.documents import (
    Diagram,
    DiagramEdge,
    DiagramFrame,
    DiagramNode,
    DiagramPlace,
    DiagramWay,
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
    "DiagramFrame",
    "DiagramNode",
    "DiagramPlace",
    "DiagramWay",
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
