"""Order the nodes within their rows so that lines are short and cross seldom, and find where they stand in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from pathway_graph.diagrams.layout.geometry import Request
from pathway_graph.diagrams.layout.rows import GAP, Rows
from pathway_graph.model.stopping import go_on

LEVEL: Final = 34.0
"""Between neighbours in a row that a line joins, in points."""
LANE: Final = 10.0
"""Room for a line that passes a row, in points."""
_SWEEPS: Final = 8
_ROUNDS: Final = 14
_FEW: Final = 60
_MANY: Final = 150
"""From so many items on, rows are improved once only."""


@dataclass(slots=True)
class Layers:
    """Rows with the places where lines pass them, and what connects neighbouring rows.

    Items are numbers; the first are nodes.
    """

    rows: list[list[int]]
    wide: list[float]
    down: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    up: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    level: list[tuple[int, int, float]] = field(default_factory=list)
    room: dict[tuple[int, int], float] = field(default_factory=dict)
    count: int = 0

    def gap(self, one: int, other: int) -> float:
        """Return how far apart two neighbours in a row are to be."""
        if max(one, other) >= self.count:
            return LANE
        return max(self.room.get((one, other), GAP), self.room.get((other, one), GAP))


def centres(request: Request, rows: Rows) -> list[tuple[float, dict[str, float]]]:
    """Return ways to place the nodes in their rows: what each costs, and the x of each node, the left end being 0."""
    layers = _layers(request, rows)
    swept = sorted((_swept(layers, start) for start in _starts(layers)), key=lambda found: found[0])
    kept = [order for _, order in swept[: 4 if len(layers.wide) < _FEW else 2 if len(layers.wide) < _MANY else 1]]
    for order in kept:
        _exchange(layers, order)
    found: list[tuple[float, dict[str, float]]] = []
    for order in kept:
        layers.rows = order
        places = _places(layers, rows.width)
        x = {node: places[number] for number, node in enumerate(request.sizes)}
        if all(x != other for _, other in found):
            found.append((_cost(layers, order), x))
    return found


def _layers(request: Request, rows: Rows) -> Layers:
    number = {node: place for place, node in enumerate(request.sizes)}
    row_of = {node: place for place, row in enumerate(rows.rows) for node in row}
    layers = Layers([[number[node] for node in row] for row in rows.rows], [s.width for s in request.sizes.values()])
    layers.count = len(number)
    passing: dict[tuple[str, str, int], int] = {}
    beside = set(request.beside)
    for link in request.links:
        start, end = row_of[link.source], row_of[link.target]
        if start == end:
            ends = (number[link.source], number[link.target])
            is_beside = bool({(link.source, link.target), (link.target, link.source)} & beside)
            layers.level.append((*ends, 5.0 if is_beside else 1.0))
            layers.room[ends] = GAP if is_beside else max(LEVEL, link.label.width + 20 if link.label else 0.0)
            continue
        step = 1 if end > start else -1
        last = number[link.source]
        for row in range(start + step, end, step):
            key = (link.source, link.bundle or link.id, row)
            if key not in passing:
                passing[key] = len(layers.wide)
                layers.wide.append(LANE + link.width)
                layers.rows[row].append(passing[key])
                _join(layers, last, passing[key], step)
            last = passing[key]
        _join(layers, last, number[link.target], step)
    return layers


def _join(layers: Layers, one: int, other: int, step: int) -> None:
    upper, lower = (one, other) if step > 0 else (other, one)
    layers.down[upper].append(lower)
    layers.up[lower].append(upper)


def _starts(layers: Layers) -> list[list[list[int]]]:
    """Return orders to begin with: as drawn, reversed, and by a walk from each node to all that hangs on it."""
    seen: dict[int, int] = {}
    stack = [item for row in reversed(layers.rows) for item in reversed(row)]
    while stack:
        item = stack.pop()
        if item not in seen:
            seen[item] = len(seen)
            stack += [*reversed(layers.up[item]), *reversed(layers.down[item])]
    walked = [sorted(row, key=seen.__getitem__) for row in layers.rows]
    return [[[*row] for row in layers.rows], [row[::-1] for row in layers.rows], walked, [row[::-1] for row in walked]]


def _swept(layers: Layers, rows: list[list[int]]) -> tuple[float, list[list[int]]]:
    """Sort rows by their neighbours, downward and upward in turn, and keep the best order met."""
    best = (_cost(layers, rows), [[*row] for row in rows])
    for sweep in range(_SWEEPS):
        go_on()
        downward = sweep % 2 == 0
        near = layers.up if downward else layers.down
        order = range(1, len(rows)) if downward else range(len(rows) - 2, -1, -1)
        for row in order:
            beyond = _middles(layers, rows[row - 1 if downward else row + 1])
            here = _middles(layers, rows[row])
            wish = {item: _mean([beyond[n] for n in near[item] if n in beyond], here[item]) for item in rows[row]}
            rows[row] = sorted(rows[row], key=lambda item: (wish[item], here[item]))
        cost = _cost(layers, rows)
        if cost < best[0]:
            best = (cost, [[*row] for row in rows])
    return best


def _middles(layers: Layers, row: Sequence[int]) -> dict[int, float]:
    """Return where items of a row are if they stand close together round 0."""
    x, found = 0.0, {}
    last = -1
    for item in row:
        x += layers.gap(last, item) if last >= 0 else 0.0
        found[item] = x + layers.wide[item] / 2
        x += layers.wide[item]
        last = item
    return {item: place - x / 2 for item, place in found.items()}


def _mean(values: Sequence[float], other: float) -> float:
    return sum(values) / len(values) if values else other


def _cost(layers: Layers, rows: Sequence[Sequence[int]]) -> float:
    """Return what an order costs: crossings first, then how far lines run sideways."""
    middles = [_middles(layers, row) for row in rows]
    total = sum(_between(layers, middles[upper], middles[upper + 1]) for upper in range(len(rows) - 1))
    return total + sum(_level(layers, middle) for middle in middles)


def _between(layers: Layers, above: Mapping[int, float], below: Mapping[int, float]) -> float:
    lines = sorted((above[item], below[end]) for item in above for end in layers.down[item])
    total = sum(abs(a - b) for a, b in lines) / 100
    ends = [b for _, b in lines]
    for place, end in enumerate(ends):
        total += sum(1 for other in ends[place + 1 :] if other < end - 1e-6)
    return total


def _level(layers: Layers, middle: Mapping[int, float]) -> float:
    order = {item: place for place, item in enumerate(sorted(middle, key=middle.__getitem__))}
    found = 0.0
    for one, other, weight in layers.level:
        if one in order:
            apart = abs(order[one] - order[other]) - 1
            found += weight * 1.5 * apart + abs(middle[one] - middle[other]) / 100 + 0.3 * (order[one] > order[other])
    return found


def _exchange(layers: Layers, rows: list[list[int]]) -> None:
    """Exchange neighbours, and move single items anywhere in their row, while that costs less."""
    for _ in range(3 if len(layers.wide) < _MANY else 1):
        better = False
        for number, row in enumerate(rows):
            for place in range(len(row)):
                better |= _best_place(layers, rows, number, row[place])
        if not better:
            return


def _best_place(layers: Layers, rows: list[list[int]], number: int, item: int) -> bool:
    """Move an item of a row to where it costs least."""
    go_on()
    row = rows[number]
    was = row.index(item)
    others = row[:was] + row[was + 1 :]
    around = [_middles(layers, rows[n]) if 0 <= n < len(rows) else {} for n in (number - 1, number + 1)]
    best, least = was, _local(layers, row, around)
    for place in range(len(row)):
        if place != was:
            cost = _local(layers, [*others[:place], item, *others[place:]], around)
            if cost < least - 1e-6:
                best, least = place, cost
    rows[number] = [*others[:best], item, *others[best:]]
    return best != was


def _local(layers: Layers, row: Sequence[int], around: Sequence[Mapping[int, float]]) -> float:
    middle = _middles(layers, row)
    cost = _level(layers, middle)
    if around[0]:
        cost += _between(layers, around[0], middle)
    if around[1]:
        cost += _between(layers, middle, around[1])
    return cost


# Where things stand in their rows -----------------------------------------------------------------------------


def _places(layers: Layers, width: float) -> dict[int, float]:
    """Return the x of every item: near what it is connected with, apart from its neighbours."""
    found = {item: place + width / 2 for row in layers.rows for item, place in _middles(layers, row).items()}
    for sweep in range(_ROUNDS):
        order = layers.rows if sweep % 2 == 0 else layers.rows[::-1]
        for row in order:
            wish, weight = [], []
            for item in row:
                near = [*layers.up[item], *layers.down[item]]
                if sweep < _ROUNDS - 2:
                    near = (layers.up if sweep % 2 == 0 else layers.down)[item] or near
                wish.append(_mean([found[other] for other in near], found[item]))
                weight.append(0.3 if not near else 1.0 + (item >= layers.count))
            for item, place in zip(row, _apart(layers, row, wish, weight, width), strict=True):
                found[item] = place
    return found


def _apart(layers: Layers, row: Sequence[int], wish: list[float], weight: list[float], width: float) -> list[float]:
    """Return places in order and apart, as near as can be to where items wish to be (pool adjacent violators)."""
    shift = [0.0]
    for one, other in pairwise(row):
        shift.append(shift[-1] + (layers.wide[one] + layers.wide[other]) / 2 + layers.gap(one, other))
    blocks: list[list[float]] = []  # wish times weight, weight, count
    for place, (x, w) in enumerate(zip(wish, weight, strict=True)):
        blocks.append([(x - shift[place]) * w, w, 1])
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] >= blocks[-1][0] / blocks[-1][1]:
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last, strict=True)]
    low = layers.wide[row[0]] / 2
    high = max(low, width - layers.wide[row[-1]] / 2 - shift[-1])
    found: list[float] = []
    for total, w, count in blocks:
        x = min(max(total / w, low), high)
        found += [x + shift[len(found) + step] for step in range(int(count))]
    return found
