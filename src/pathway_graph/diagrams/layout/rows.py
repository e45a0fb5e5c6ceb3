"""Put nodes into rows from top to bottom: compartment by compartment, causes above effects, no row wider than wanted."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pathway_graph.diagrams.layout.geometry import Request

GAP: Final = 24.0
"""Between neighbours in a row, in points, before lines are known."""
_DENSITY: Final = 0.2
"""Which part of a picture its nodes take."""
_SHAPE: Final = 0.72
"""Width by height of a picture that is free to choose."""
_LEAST: Final = 250.0


@dataclass(frozen=True, slots=True)
class Rows:
    """Nodes in rows.

    Attributes:
        rows: Nodes from left to right, rows from top to bottom; none is empty.
        groups: The compartment of each row; empty for none.
        width: How wide the rows may be.
    """

    rows: tuple[tuple[str, ...], ...]
    groups: tuple[str, ...]
    width: float


def rows_of(request: Request) -> Rows:
    """Return the rows of a picture, each in the order of the drawing."""
    width = wanted_width(request)
    rows: list[tuple[str, ...]] = []
    groups: list[str] = []
    for group, nodes in storeys(request):
        for row in _storey(request, group, nodes, width):
            rows.append(tuple(row))
            groups.append(group)
    return Rows(tuple(rows), tuple(groups), width)


def wanted_width(request: Request) -> float:
    """Return how wide the rows of a picture should be for it to be somewhat higher than wide."""
    sizes = request.sizes.values()
    area = sum((size.width + GAP) * (size.height + GAP) for size in sizes)
    widest = max(size.width for size in sizes)
    if request.width:
        return max(request.width, widest)
    labels = sum(link.label.width * link.label.height for link in request.links if link.label)
    lines = 900.0 * len(request.links)
    return max(_LEAST, widest, math.sqrt(_SHAPE * (area * 1.25 + 2 * labels + lines)))


def storeys(request: Request) -> list[tuple[str, list[str]]]:
    """Return the compartments from top to bottom with their nodes; what stands in none is above or below them all."""
    framed = [(group, [n for n in request.sizes if request.group_of.get(n) == group]) for group in request.groups]
    free = [node for node in request.sizes if node not in request.group_of]
    if not framed:
        return [("", free)]
    pull: dict[str, int] = defaultdict(int)
    for link in request.links:
        pull[link.source] -= 1
        pull[link.target] += 1
    above = {node for node in free if pull[node] < 0}
    parts = [("", [node for node in free if node in above]), *framed, ("", [n for n in free if n not in above])]
    return [(group, nodes) for group, nodes in parts if nodes]


def _storey(request: Request, group: str, nodes: Sequence[str], width: float) -> list[list[str]]:
    """Return the rows of one compartment."""
    sizes = request.sizes
    if group in request.thin and _wide(request, nodes) <= width * 1.25:
        return [list(nodes)]
    ranks = _ranks(request, nodes)
    rows: dict[int, list[str]] = defaultdict(list)
    for node in nodes:
        rows[ranks[node]].append(node)
    found = []
    for rank in sorted(rows):
        found += _split(rows[rank], {node: sizes[node].width + GAP for node in nodes}, width)
    return found


def _wide(request: Request, nodes: Iterable[str]) -> float:
    return sum(request.sizes[node].width + GAP for node in nodes) - GAP


def _split(row: list[str], wide: Mapping[str, float], width: float) -> list[list[str]]:
    """Cut a row that is too wide into several of about the same width."""
    total = sum(wide[node] for node in row)
    parts = max(1, math.ceil((total - GAP) / width - 0.05))
    found: list[list[str]] = [[]]
    room = total / parts
    used = 0.0
    for node in row:
        if used + wide[node] / 2 > room * len(found) and len(found) < parts:
            found.append([])
        found[-1].append(node)
        used += wide[node]
    return found


def _ranks(request: Request, nodes: Sequence[str]) -> dict[str, int]:
    """Return the rank of each node: below all its causes, and no further above its effects than need be."""
    inside = set(nodes)
    beside = {frozenset(pair) for pair in request.beside if set(pair) <= inside}
    pairs = [
        (link.source, link.target)
        for link in request.links
        if {link.source, link.target} <= inside and link.source != link.target
        and frozenset((link.source, link.target)) not in beside
    ]  # fmt: skip
    leader = {node: node for node in nodes}
    for state, whole in request.beside:
        if {state, whole} <= inside:
            leader[whole] = leader[state]
    arcs = _acyclic([*dict.fromkeys(leader.values())], [(leader[a], leader[b]) for a, b in pairs if leader[a] != leader[b]])
    ranks = dict.fromkeys(leader.values(), 0)
    for _ in ranks:
        changed = False
        for source, target in arcs:
            if ranks[target] <= ranks[source]:
                ranks[target], changed = ranks[source] + 1, True
        if not changed:
            break
    _drop(request, ranks, arcs, inside)
    return {node: ranks[leader[node]] for node in nodes}


def _drop(request: Request, ranks: dict[str, int], arcs: Sequence[tuple[str, str]], inside: set[str]) -> None:
    """Let causes that nothing holds above down to their effects."""
    from_above = {link.target for link in request.links if link.source not in inside}
    held = {target for _, target in arcs} | from_above
    effects: dict[str, list[str]] = defaultdict(list)
    for source, target in arcs:
        effects[source].append(target)
    for node in sorted(ranks, key=lambda node: -ranks[node]):
        if node not in held and effects[node]:
            ranks[node] = min(ranks[target] for target in effects[node]) - 1


def _acyclic(nodes: Sequence[str], pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return arcs without those that close a circle, as a walk in depth from each node in turn meets them."""
    onward: dict[str, list[str]] = defaultdict(list)
    entered: dict[str, int] = dict.fromkeys(nodes, 0)
    for source, target in dict.fromkeys(pairs):
        onward[source].append(target)
        entered[target] += 1
    kept: list[tuple[str, str]] = []
    state: dict[str, int] = {}
    for start in sorted(nodes, key=lambda node: entered[node] > 0):
        if start in state:
            continue
        state[start] = 1
        path = [(start, iter(onward[start]))]
        while path:
            node, rest = path[-1]
            following = next(rest, None)
            if following is None:
                state[node] = 2
                path.pop()
            elif state.get(following) != 1:
                kept.append((node, following))
                if following not in state:
                    state[following] = 1
                    path.append((following, iter(onward[following])))
    return kept
