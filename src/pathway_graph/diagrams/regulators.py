"""Draw which measurements speak for and against a regulator, and by which routes."""

from __future__ import annotations

from dataclasses import replace

from pathway_graph.diagrams.drawing import Drawing, DrawnNode, received, stamped
from pathway_graph.diagrams.overlay_table import SIGNS_ALONE, UNIT, extent_of
from pathway_graph.diagrams.saying import filter_words
from pathway_graph.diagrams.select import draw_network
from pathway_graph.regulators.changes import Change
from pathway_graph.regulators.explain import RegulatorEvidence, Target
from pathway_graph.text.counts import how_many


def draw_explanation(explanation: RegulatorEvidence) -> Drawing:
    """Return the picture of an explanation: the regulator, a shortest route to each target, measured changes as badges.

    >>> from pathway_graph.formats.native import read_guide
    >>> from pathway_graph.regulators import example_changes, explain_regulator, rank_regulators
    >>> guide = read_guide()
    >>> found = rank_regulators(guide, example_changes(guide), max_steps=1)
    >>> drawn = draw_explanation(explain_regulator(found, "imipramine"))
    >>> [node.details for node in drawn.nodes if node.id == "rna:BDNF"]
    [('measured up ▲, predicted up',)]
    """
    regulator = explanation.regulator
    state = "raised" if regulator.sign > 0 else "lowered"
    routes = [route for target in explanation.targets for route in target.routes]
    count_for, count_against = len(explanation.with_verdict("for")), len(explanation.with_verdict("against"))
    title = f"{regulator.name} {state}: {count_for} for, {count_against} against"
    edges = [edge for route in routes for edge in route.edges]
    found = explanation.found
    reach = f"up to {how_many(explanation.max_steps, 'step')}"
    said = [f"A shortest route of each sign to every changed target, {reach}", *filter_words(found.edges.filters)]
    drawing = draw_network(
        found.network, edges, title=title, key="regulators", filters=found.edges.filters, notes=["; ".join(said)]
    )
    badges = {target.entity: _badge(target) for target in explanation.targets}
    badges[regulator.id] = "; ".join(
        [f"hypothesis: {state}", *([badges[regulator.id]] if regulator.id in badges else [])]
    )
    changes = {target.entity: target.change for target in explanation.targets}
    has_sizes = found.changes.has_sizes
    extent = extent_of(change.value for change in changes.values()) if has_sizes else SIGNS_ALONE
    nodes = tuple(
        _measured(node, badges[node.id], changes.get(node.id), extent) if node.id in badges else node
        for node in received(drawing, [regulator.id]).nodes
    )
    return stamped(replace(drawing, nodes=nodes, scale=(extent, UNIT) if has_sizes else None))


def _measured(node: DrawnNode, badge: str, change: Change | None, extent: float) -> DrawnNode:
    """Return a node with its small print, filled by what was measured of it."""
    said = replace(node, details=(*node.details, badge))
    if change is None or not change.sign:
        return said
    return replace(said, change="up" if change.sign > 0 else "down", level=change.value / extent)


def _badge(target: Target) -> str:
    measured = "up ▲" if target.change.sign > 0 else "down ▼"
    if target.predicted:
        return f"measured {measured}, predicted {'up' if target.predicted > 0 else 'down'}"
    return f"measured {measured}, {target.verdict}"
