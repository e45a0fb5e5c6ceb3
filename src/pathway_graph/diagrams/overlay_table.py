"""Lay a table of measured changes over a picture: filled by size on a scale of two colours, arrow and number beside."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pathway_graph.diagrams.drawing import Drawing, DrawnNode, stamped
from pathway_graph.diagrams.overlay import ARROWS
from pathway_graph.errors import WrongArgument
from pathway_graph.model import Network
from pathway_graph.model.border import refuses_bad_data
from pathway_graph.text.counts import how_many

if TYPE_CHECKING:  # the statistics take time to load, and a picture needs none
    from pathway_graph.regulators import Change, Measurements

UNIT: Final = "log2 fold change"
SIGNS_ALONE: Final = 1.6
"""The scale of changes without sizes: they are filled, but not as strongly as the largest."""
_STEPS: Final = (0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
_WORDS: Final = {1: "up", -1: "down", 0: "unchanged"}


@refuses_bad_data
def overlay_changes(drawing: Drawing, network: Network, changes: Measurements) -> Drawing:
    """Return the drawing with each measured entity filled by its change, and the rest pale.

    A row about a gene fills every drawn form of it but the modified ones: that a transcript rises says nothing of the
    phosphorylation of its protein. A state is filled by a row of its own. What counts as changed is what
    `pathway_graph.regulators.read_changes` counts so; a change below its threshold is grey, with its number. Lines
    under the title say what was read, how many of the nodes were measured, and what was not matched.

    Args:
        drawing: A picture of entities of *network*.
        network: In which the changes were placed.
        changes: What was measured.

    Raises:
        WrongArgument: Nothing that is drawn was measured.

    >>> from pathway_graph.diagrams.select import select_diagram
    >>> from pathway_graph.formats.native import read_guide
    >>> from pathway_graph.regulators import Measurement, place_changes
    >>> guide = read_guide()
    >>> found = place_changes(guide, [Measurement("BDNF", 1, 1.5), Measurement("NTRK2", -1, -3.0)])
    >>> shown = overlay_changes(select_diagram(guide, "bdnf"), guide, found)
    >>> shown.scale, [(node.name, node.badges) for node in shown.nodes if node.change == "down"]
    ((3.0, 'log2 fold change'), [('TrkB receptor', ('▼ -3',))])
    """
    of_entity = {entity: change for change in changes.changes for entity in change.entities}
    found = {node.id: change for node in drawing.nodes if (change := _about(network, node, of_entity))}
    if not found:
        raise WrongArgument(
            "changes", changes.source, message=f"{changes.source} measures nothing that is drawn here",
            hint="look at the names of the file, or draw another part of the network",
        )  # fmt: skip
    extent = extent_of(change.value for change in found.values()) if changes.has_sizes else SIGNS_ALONE
    nodes = tuple(_filled(node, found.get(node.id), extent, changes.has_sizes) for node in drawing.nodes)
    notes = (*drawing.notes, *_said(drawing, changes, found))
    scale = (extent, UNIT) if changes.has_sizes else None
    return stamped(replace(drawing, nodes=nodes, notes=notes, scale=scale))


def _about(network: Network, node: DrawnNode, of_entity: dict[str, Change]) -> Change | None:
    """Return the change that a node shows."""
    change = of_entity.get(node.id)
    if change is None or node.kind != "ProteinState":
        return change
    kinds = {network.entity[entity].kind for entity in change.entities}
    return change if kinds == {"ProteinState"} else None


def extent_of(values: Iterable[float]) -> float:
    """Return a round number that is not below the largest change, up or down.

    >>> extent_of([0.3, -1.2]), extent_of([37])
    (1.5, 40.0)
    """
    largest = max(map(abs, values), default=1.0)
    for step in _STEPS:
        if largest <= step:
            return step
    return math.ceil(largest / 10) * 10.0


def _filled(node: DrawnNode, change: Change | None, extent: float, has_sizes: bool) -> DrawnNode:
    if node.kind == "Step":
        return node
    if change is None:
        return replace(node, change="none", level=0.0)
    mark = ARROWS.get(change.sign, "=")
    badge = f"{mark} {change.value:+.2g}" if has_sizes else f"{mark} {_WORDS[change.sign]}"
    level = change.value / extent if change.sign else 0.0
    return replace(node, badges=(*node.badges, badge), change=_WORDS[change.sign], level=level)


def _said(drawing: Drawing, changes: Measurements, found: dict[str, Change]) -> list[str]:
    """Say what was read, what of it is drawn, and what was not matched."""
    name = Path(changes.source).name
    how = changes.how
    contrast = f", contrast {how.contrast}" if how and how.contrast else ""
    counts = f"{changes.count(1)} up, {changes.count(-1)} down, {changes.count(0)} unchanged"
    drawn = {id(change) for change in found.values()}
    outside = sum(1 for change in changes.changes if change.sign and id(change) not in drawn)
    said = [f"Measured changes of {name}{contrast}: {counts}{_rule(changes)}"]
    parts = [f"{len(found)} of {how_many(len(drawing.nodes), 'node')} measured"]
    left = (
        (outside, "changed gene", " not in the picture"), (len(changes.unmatched), "name", " not in the network"),
        (len(changes.ambiguous), "ambiguous name", ""), (len(changes.opposed), "name", " with rows up and down"),
        (len(changes.without_value), "row", " without a value"),
    )  # fmt: skip
    parts += [how_many(count, one) + which for count, one, which in left if count]
    return [*said, "; ".join(parts)]


def _rule(changes: Measurements) -> str:
    """Say what counts as changed."""
    how = changes.how
    if how is None or not (how.threshold or how.max_p is not None):
        return ""
    size = f"at least {how.threshold:g} log2" if how.threshold and how.scale != "sign" else ""
    chance = f"p up to {how.max_p:g}" if how.p_column and how.max_p is not None else ""
    rule = " and ".join(filter(None, (size, chance)))
    return f" ({rule})" if rule else ""
