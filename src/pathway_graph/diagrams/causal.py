"""Draw the causal network behind changes: signs measured and inferred, and what every optimum shares in bold."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pathway_graph.diagrams.drawing import Drawing, received, stamped
from pathway_graph.diagrams.overlay_table import SIGNS_ALONE
from pathway_graph.diagrams.saying import filter_words
from pathway_graph.diagrams.select import draw_network
from pathway_graph.regulators.network_result import CausalNetwork, CausalNode
from pathway_graph.text.counts import how_many


def draw_causal_network(found: CausalNetwork) -> Drawing:
    """Return the picture of a causal network: each entity says its sign, and whether it was measured or inferred.

    Edges that every optimum has are bold.

    >>> from pathway_graph.formats.native import read_guide
    >>> from pathway_graph.regulators import Measurement, causal_network, place_changes
    >>> guide = read_guide()
    >>> found = causal_network(guide, place_changes(guide, [Measurement("BDNF mRNA", 1, 1.0)]), ["imipramine:+"])
    >>> [node.details for node in draw_causal_network(found).nodes if node.id == "rna:BDNF"]
    [('measured up ▲, explained',)]
    """
    names = ", ".join(name for name, _ in found.sources)
    explained = len(found.with_verdict("explained"))
    title = f"Causal network from {names}: {explained} of {how_many(len(found.genes), 'change')} explained"
    reach = f"up to {how_many(found.max_steps, 'step')}"
    proof = "no better one exists" if found.gap == 0 else f"a better one by up to {found.gap:.3g} may exist"
    notes = ["; ".join([f"The smallest signed network, {reach}; {proof}", *filter_words(found.filters)])]
    notes += ["Bold: in every network as good"] if any(edge.standing == "every optimum" for edge in found.edges) else []
    edges = [edge for one in found.edges for edge in one.edges]
    drawing = draw_network(
        found.network, edges, title=title, key="network", filters=found.filters, notes=notes
    )  # fmt: skip
    words = {node.id: _words(node) for node in found.nodes}
    measured = {node.id: node.measured for node in found.nodes if node.measured}
    bold = {edge.id for one in found.edges if one.standing == "every optimum" for edge in one.edges}
    nodes = tuple(
        replace(node, details=(*node.details, words[node.id]), **_fill(measured.get(node.id)))
        if node.id in words
        else node
        for node in received(drawing, [node.id for node in found.nodes if node.role == "source"]).nodes
    )
    drawn = tuple(
        replace(edge, is_bold=f"{edge.source} {edge.relation} {edge.target}" in bold) for edge in drawing.edges
    )
    return stamped(replace(drawing, nodes=nodes, edges=drawn))


def _fill(sign: int | None) -> dict[str, Any]:
    """Return how a node is filled whose change was measured; what was only inferred is not."""
    return {"change": "up" if sign > 0 else "down", "level": sign / SIGNS_ALONE} if sign else {}


def _words(node: CausalNode) -> str:
    word = "up ▲" if node.sign > 0 else "down ▼"
    if node.role == "source":
        return f"source: {word}"
    if node.measured:
        other = "up ▲" if node.measured > 0 else "down ▼"
        return f"measured {word}, explained" if node.measured == node.sign else f"measured {other}, but inferred {word}"
    return f"inferred {word}{', measured unchanged' if node.measured == 0 else ''}"
