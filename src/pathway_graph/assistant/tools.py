"""The tools, in the order in which a client lists them."""

from __future__ import annotations

from typing import Final

from pathway_graph.assistant import changes, entities, evidence, pictures, queries, routes
from pathway_graph.assistant.asking import Tool

TOOLS: Final[dict[str, Tool]] = {
    tool.name: tool
    for tool in (
        Tool(entities.find, "Find an entity"),
        Tool(entities.describe, "Describe an entity"),
        Tool(entities.claims, "Cards of claims"),
        Tool(routes.upstream, "What acts on it"),
        Tool(routes.downstream, "What it acts on"),
        Tool(routes.paths, "Routes between two"),
        Tool(routes.explain, "Why one changes another"),
        Tool(evidence.conflicts, "What contradicts what"),
        Tool(evidence.contrast, "Compare two contexts"),
        Tool(changes.regulators, "Regulators behind a gene list"),
        Tool(changes.network, "Smallest network behind changes"),
        Tool(queries.query, "Cypher that only reads"),
        Tool(queries.schema, "Schema and query library"),
        Tool(pictures.diagram, "Draw a pathway"),
        Tool(entities.sources, "Data sets"),
        Tool(evidence.verify, "Check a text against its claims"),
    )
}
"""By name."""
