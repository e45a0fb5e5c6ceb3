"""Put nodes into rows from top to bottom: compartment by compartment, causes above effects, shaped like a page."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pathway_graph.diagrams.layout.geometry import Request

GAP: Final = 24.0
"""Between neighbours in a row, in points, before lines are known."""
_PAGE: Final = (451.0, 700.0)
"""A page, in points; a picture is to be shaped like it."""
_COLUMN: Final = 395.0
"""How wide a picture may be whose names are to be read in a column of a journal."""
_WORSE: Final = 0.45
"""How much larger a picture may be for its lines to run better."""
_THICK: Final = 0.2
"""What it costs that a membrane is not one row."""
_ROW: Final = 36.0
_LANES: Final = 40.0
_SHEET: Final = 130.0
"""About how much lines take between rows and beside them, title and legend above and below, in points."""
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


def rows_of(request: Request) -> list[Rows]:
    """Return ways to put a picture into rows, each in the order of the drawing: first what prints best on a page."""
    parts = [(group, _storey(request, nodes)) for group, nodes in storeys(request)]
    widest = max(size.width for size in request.sizes.values())
    if request.width:
        return [_stacked(request, parts, max(request.width, widest))]
    widths = [max(widest, _LEAST * 1.12**step) for step in range(14)]
    options = [_stacked(request, parts, width) for width in dict.fromkeys(widths)]
    distinct = {rows.rows: rows for rows in sorted(options, key=lambda rows: -rows.width)}
    best = min(scale_of(request, rows) for rows in distinct.values())
    fitting = [rows for rows in distinct.values() if scale_of(request, rows) <= best + _WORSE]
    return sorted(fitting, key=lambda rows: (scale_of(request, rows), rows.width))


def _stacked(request: Request, parts: Sequence[tuple[str, list[list[str]]]], width: float) -> Rows:
    """Return rows that are no wider than wanted; neighbouring ranks share a row while the picture is too high."""
    sizes = request.sizes
    rows: list[list[str]] = []
    groups: list[str] = []
    for group, ranks in parts:
        whole = [node for rank in ranks for node in rank]
        if group in request.thin and _wide(request, whole) <= width * 1.1:
            ranks = [whole]
        for rank in ranks:
            split = _split(rank, {node: sizes[node].width + GAP for node in rank}, width)
            rows += split
            groups += [group] * len(split)
    while True:
        across, down = _extent(request, rows)
        pairs = [place for place in range(len(rows) - 1) if groups[place] == groups[place + 1]]
        pairs = [place for place in pairs if _wide(request, rows[place] + rows[place + 1]) <= width]
        if across / _PAGE[0] >= down / _PAGE[1] or not pairs:
            return Rows(tuple(map(tuple, rows)), tuple(groups), width)
        best = min(pairs, key=lambda place: (_links_between(request, rows[place], rows[place + 1]), place))
        rows[best : best + 2] = [rows[best] + rows[best + 1]]
        del groups[best]


def _links_between(request: Request, one: Sequence[str], other: Sequence[str]) -> float:
    """Return what it costs to join two rows: the links that would run round others, and the width."""
    above, below = set(one), set(other)
    links = sum({link.source, link.target} & above != set() and {link.source, link.target} & below != set()
                for link in request.links)  # fmt: skip
    return max(0, links - 1) * 300 + _wide(request, [*one, *other])


def _extent(request: Request, rows: Sequence[Sequence[str]]) -> tuple[float, float]:
    """Return about how wide and how high a picture becomes."""
    high = sum(max(request.sizes[node].height for node in row) + _ROW for row in rows)
    return max(_wide(request, row) for row in rows) + _LANES, high + _SHEET


def scale_of(request: Request, rows: Rows) -> float:
    """Return how much too large a picture is for a page; one that fits a column is preferred."""
    across, down = _extent(request, rows.rows)
    thick = sum(1 for group in request.thin if rows.groups.count(group) > 1)
    narrow = max(0.0, 0.5 - across / down)
    return max(across / _PAGE[0], down / _PAGE[1]) + 0.25 * max(0.0, across / _COLUMN - 1) + _THICK * thick + 5 * narrow


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


def _storey(request: Request, nodes: Sequence[str]) -> list[list[str]]:
    """Return the nodes of one compartment by rank."""
    ranks = _ranks(request, nodes)
    rows: dict[int, list[str]] = defaultdict(list)
    for node in nodes:
        rows[ranks[node]].append(node)
    return [rows[rank] for rank in sorted(rows)]


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
    arcs = _acyclic(
        [*dict.fromkeys(leader.values())], [(leader[a], leader[b]) for a, b in pairs if leader[a] != leader[b]]
    )
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
