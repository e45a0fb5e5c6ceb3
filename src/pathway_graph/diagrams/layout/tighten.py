"""Draw a routed grid together: every line, node, title and word keeps its order and its distances, and no more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pathway_graph.diagrams.layout.bands import TAB, Bands
from pathway_graph.diagrams.layout.courses import Course, Item, Part, course_of, share
from pathway_graph.diagrams.layout.geometry import Layout, Line, Request
from pathway_graph.diagrams.layout.grid import DOWN, LEFT, RIGHT, STEP, UP, Grid, Port
from pathway_graph.diagrams.layout.labels import NEAR, Label
from pathway_graph.diagrams.layout.routes import Router
from pathway_graph.diagrams.layout.rows import Rows
from pathway_graph.diagrams.layout.solve import FIRST, LAST, Axis
from pathway_graph.model.plane import Box, Spot, distance, length

HEAD: Final = 15.0
"""The least length of the last part of a line, which ends in an arrowhead."""
_TAIL: Final = 8.0
_OFF_HEAD: Final = 7.0
"""Between the last part of a line and words beside it, for its head is so wide on either side."""
BESIDE: Final = 25.0
"""How far a state may be from what it is a state of, to stand beside it."""
_EDGE: Final = 6.0
"""Between a node and the sides of the picture."""
_GAPS: Final = {
    "node node": 14.0, "line node": 6.0, "line line": 8.0, "label label": 4.0, "label line": 3.0, "label node": 3.0,
    "label title": 4.0, "line title": 4.0, "node title": 4.0, "title title": 0.0,
    "label tab": 4.0 + TAB, "line tab": _OFF_HEAD + TAB, "node tab": 4.0 + TAB, "tab title": 4.0 + TAB,
}  # fmt: skip
_WORDS: Final = frozenset({"label", "title", "tab"})
"""What gives way where not everything finds room."""
_RIMS: Final = {"line line": 3.0, "node title": 4.0, "node tab": 4.0}
"""How near things may be side by side without being one above the other; 1 where it is not said."""
_WIDEST_RIM: Final = max(1.0, *_RIMS.values())
_CORNER: Final = 6.0
"""Between the corner of a node and a line that meets it."""
_FEW: Final = 3
"""Parts of a line that a better place to meet its nodes can make much shorter."""
_NEAR: Final = 12.0
"""Nodes that are nearer to each other count as so far apart."""
_ROUND: Final = 2.2
"""A line that is so many times as long as its nodes are apart goes far round."""
_TURN: Final = 7.0
"""The least length of a part between two corners."""


class Tightener:
    """Turns what is on the grid into a layout."""

    def __init__(self, request: Request, rows: Rows, router: Router, labels: Sequence[Label], bands: Bands) -> None:
        self.request, self.rows, self.router, self.labels, self.bands = request, rows, router, labels, bands
        self.grid: Grid = router.grid
        self.courses = {name: course_of(router, link) for name, link in sorted(router.links.items())}
        share(self.courses.values())
        self.sizes = request.sizes
        self.far: set[str] = set()

    def layout(self) -> Layout:
        """Return the layout; short lines that go far round for their length meet their nodes nearer to each other."""
        found = self.solved()
        short = [course for course in self.courses.values() if len(course.parts) <= _FEW]
        self.far = {course.link.id for course in short if self.is_far(found, course)}
        return self.solved() if self.far else found

    def is_far(self, found: Layout, course: Course) -> bool:
        """Say whether a line is much longer than its nodes are apart."""
        link = course.link
        apart = max(_NEAR, distance(found.boxes[link.source], found.boxes[link.target]))
        return length(found.lines[link.id].points) > _ROUND * apart

    def solved(self) -> Layout:
        """Return the layout with the wishes as they are."""
        across = Axis([0.0, (self.grid.across - 1) * STEP])
        node_x, label_x, title_x = self.across(across)
        least = max([self.request.width or 0.0, *(self.bands.titles[name].width + 16 for name in self.bands.titles)])
        x = across.solve(least)
        self.spans = {name: _span(box, x[title_x[name]]) for name, box in self.bands.titles.items()}
        down = Axis([0.0, (self.grid.down - 1) * STEP])
        row_y, label_y = self.down(down, x, node_x, label_x)
        y = down.solve()
        return self.finished(x, y, node_x, label_x, row_y, label_y)

    # Across -----------------------------------------------------------------------------------------------------

    def across(self, axis: Axis) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
        """Write down what has to keep apart from left to right."""
        items: list[Item] = []
        node_x: dict[str, int] = {}
        for node, box in self.grid.boxes.items():
            node_x[node] = axis.add(box.x)
            items.append(Item("node", node, node_x[node], box.width / 2, box.top, box.bottom, box.x))
        for part in self.parts(is_upright=True):
            part.place = axis.add(part.at * STEP)
            items.append(Item("line", "", part.place, part.half, part.low, part.high, part.at * STEP))
        label_x = {label.link: axis.add(label.box.x) for label in self.labels}
        for label in self.labels:
            box = label.box
            items.append(Item("label", label.link, label_x[label.link], box.width / 2, box.top, box.bottom, box.x))
        title_x = {name: axis.add(box.x) for name, box in self.bands.titles.items()}
        for name, box in self.bands.titles.items():
            kind = self.bands.kind(name)
            items.append(Item(kind, name, title_x[name], box.width / 2, box.top, box.bottom, box.x))
            axis.wish(title_x[name], [FIRST])
        _keep_apart(axis, items)
        for item in items:
            axis.apart(FIRST, item.place, item.half + _EDGE)
            axis.apart(item.place, LAST, item.half + _EDGE)
        for one, other in self.request.beside:
            if one in node_x and other in node_x:
                left, right = sorted((one, other), key=lambda node: self.grid.boxes[node].x)
                reach = (self.sizes[left].width + self.sizes[right].width) / 2 + BESIDE
                axis.apart(node_x[right], node_x[left], -reach, is_weak=True)
        for course in self.courses.values():
            self.hold(axis, course, node_x, is_upright=True)
        for label in self.labels:
            self.attach(axis, label, label_x, node_x, is_upright=True)
        self.like(axis, node_x)
        return node_x, label_x, title_x

    def like(self, axis: Axis, node_x: Mapping[str, int]) -> None:
        """Let nodes stand in the middle of their lines, and lines meet nodes in their middle."""
        for course in self.courses.values():
            for part, port, node, other in _ends(course):
                if port.side in (UP, DOWN) and course.link.id in self.far:
                    axis.wish(part.place, [node_x[other]])
                elif port.side in (UP, DOWN):
                    axis.wish(part.place, [node_x[node]])
                    axis.wish(node_x[node], [part.place])

    # Down -------------------------------------------------------------------------------------------------------

    def down(
        self, axis: Axis, x: Sequence[float], node_x: Mapping[str, int], label_x: Mapping[str, int]
    ) -> tuple[dict[str, int], dict[str, int]]:
        """Write down what has to keep apart from top to bottom, as things stand from left to right."""
        items: list[Item] = []
        row_y: dict[str, int] = {}
        for row, middle in zip(self.rows.rows, self.grid.rows, strict=True):
            place = axis.add(middle)
            for node in row:
                row_y[node] = place
                size, at = self.sizes[node], x[node_x[node]]
                low, high = at - size.width / 2, at + size.width / 2
                items.append(Item("node", node, place, size.height / 2, low, high, middle))
        for course in self.courses.values():
            self.stretch(course, x, node_x)
        for part in self.parts(is_upright=False):
            part.place = axis.add(part.at * STEP)
            items.append(Item("line", "", part.place, part.half, part.low, part.high, part.at * STEP))
        label_y = {label.link: axis.add(label.box.y) for label in self.labels}
        for label in self.labels:
            at, wide = x[label_x[label.link]], label.box.width / 2
            place = label_y[label.link]
            items.append(Item("label", label.link, place, label.box.height / 2, at - wide, at + wide, label.box.y))
        ends = {id(part) for course in self.courses.values() for part in (course.parts[0], course.parts[-1])}
        level = [(part, id(part) in ends) for part in self.parts(is_upright=False)]
        items += self.bands.on(axis, self.sizes, level, row_y, self.spans)
        self.bands.words(axis, [(label_y[label.link], label.box) for label in self.labels])
        _keep_apart(axis, items)
        for item in items:
            axis.apart(FIRST, item.place, item.half + 2)
            axis.apart(item.place, LAST, item.half + 4)
        self.order_rows(axis, row_y)
        for course in self.courses.values():
            self.hold(axis, course, row_y, is_upright=False)
        for label in self.labels:
            self.attach(axis, label, label_y, row_y, is_upright=False)
        for name in sorted(self.far):
            for part, port, _, other in _ends(self.courses[name]):
                if port.side in (LEFT, RIGHT):
                    axis.wish(part.place, [row_y[other]])
        return row_y, label_y

    def order_rows(self, axis: Axis, row_y: Mapping[str, int]) -> None:
        """Keep each row below the one above it, and the bands of compartments round their rows."""
        for above, below in zip(self.rows.rows, self.rows.rows[1:], strict=False):
            axis.apart(row_y[above[0]], row_y[below[0]], 16)

    def stretch(self, course: Course, x: Sequence[float], node_x: Mapping[str, int]) -> None:
        """Say from where to where the level parts of a course run."""
        parts, link = course.parts, course.link
        for number, part in enumerate(parts):
            if (number % 2 == 0) == course.is_upright:
                continue
            ends = []
            for other, port, node in ((number - 1, course.start, link.source), (number + 1, course.end, link.target)):
                if 0 <= other < len(parts):
                    ends.append(x[parts[other].place])
                else:
                    half = self.sizes[node].width / 2
                    ends.append(x[node_x[node]] + (half if port.side == RIGHT else -half))
            part.low = min(part.low, *ends) if part.place == -2 else min(ends)
            part.high = max(part.high, *ends) if part.place == -2 else max(ends)
            part.place = -2

    # Both -------------------------------------------------------------------------------------------------------

    def parts(self, *, is_upright: bool) -> Iterator[Part]:
        """Return the upright, or the level, parts of all lines, each once."""
        seen: set[int] = set()
        for course in self.courses.values():
            for number, part in enumerate(course.parts):
                if ((number % 2 == 0) == course.is_upright) == is_upright and id(part) not in seen:
                    seen.add(id(part))
                    yield part

    def hold(self, axis: Axis, course: Course, nodes: Mapping[str, int], *, is_upright: bool) -> None:
        """Keep a course in one piece: its parts on the nodes they meet, its corners in order and apart.

        On the axis across, its upright parts have places, on the axis down its level ones.
        """
        link, parts = course.link, course.parts
        first_is_placed = course.is_upright == is_upright
        ends = []  # what bounds each part that runs along the axis
        for node, port, head in ((link.source, course.start, _TAIL), (link.target, course.end, HEAD)):
            size = self.sizes[node]
            half = (size.width if is_upright else size.height) / 2
            ends.append((nodes[node], half, head, port))
        if first_is_placed:
            axis.near(parts[0].place, ends[0][0], max(0.0, ends[0][1] - _CORNER - parts[0].half))
        if (len(parts) % 2 == 1) == first_is_placed:
            axis.near(parts[-1].place, ends[1][0], max(0.0, ends[1][1] - _CORNER - parts[-1].half))
        for number, _ in enumerate(parts):
            if (number % 2 == 0) == first_is_placed:
                continue
            low, low_half, least = _bound(parts, number - 1, ends[0])
            high, high_half, least_too = _bound(parts, number + 1, ends[1])
            gap = low_half + high_half + least + least_too
            if number > 0 and number + 1 < len(parts):
                gap = _TURN + parts[number - 1].half + parts[number + 1].half
            if self.leads_back(course, number):
                low, high = high, low
            axis.apart(low, high, gap)

    def leads_back(self, course: Course, number: int) -> bool:
        """Say whether a part leads to the left or upwards."""
        parts = course.parts
        begin = parts[number - 1].at if number else None
        end = parts[number + 1].at if number + 1 < len(parts) else None
        if begin is not None and end is not None:
            return end < begin
        if end is None:
            return (course.end.side + 2) % 4 in (LEFT, UP)
        return course.start.side in (LEFT, UP)

    def attach(
        self, axis: Axis, label: Label, places: Mapping[str, int], nodes: Mapping[str, int], *, is_upright: bool
    ) -> None:
        """Keep the words of a line close to it."""
        course = self.courses[label.link]
        place, box = places[label.link], label.box
        part, before, behind = _at(course, self.grid, label)
        half = (box.width if is_upright else box.height) / 2
        if label.is_upright == is_upright:  # words beside their part
            off = (NEAR, _OFF_HEAD) if is_upright else (2.0, _OFF_HEAD - 2)  # type is lower than its line
            gap = half + off[behind is None] + course.link.width / 2
            low, high = (part.place, place) if label.side > 0 else (place, part.place)
            axis.apart(low, high, gap)
            axis.apart(high, low, -(gap + 2))
            return
        middle = box_at(box, is_upright)
        for other in (before, behind):  # words along their part, not beyond its ends
            if other is not None and other.at * STEP < middle - 1:
                axis.apart(other.place, place, 2.0, is_weak=True)
            elif other is not None and other.at * STEP > middle + 1:
                axis.apart(place, other.place, 2.0, is_weak=True)
        for other, node in ((before, course.link.source), (behind, course.link.target)):
            if other is None:
                end = self.grid.boxes[node]
                end_at, end_half = box_at(end, is_upright), (end.width if is_upright else end.height) / 2
                ends = (nodes[node], place) if end_at < middle else (place, nodes[node])
                axis.apart(*ends, end_half + 2, is_weak=True)

    def finished(
        self, x: Sequence[float], y: Sequence[float], node_x: Mapping[str, int], label_x: Mapping[str, int],
        row_y: Mapping[str, int], label_y: Mapping[str, int],
    ) -> Layout:  # fmt: skip
        """Return the layout of solved axes."""
        boxes = {
            node: Box(x[node_x[node]], y[row_y[node]], size.width, size.height) for node, size in self.sizes.items()
        }
        lines = {}
        for name, course in self.courses.items():
            label = (x[label_x[name]], y[label_y[name]]) if name in label_x else None
            lines[name] = Line(tuple(self.points(course, x, y, boxes)), label)
        frames, titles = self.bands.placed(
            x[LAST], y, {n: (x_low, x_high) for n, (x_low, x_high) in self.spans.items()}
        )
        return Layout(x[LAST], y[LAST], boxes, lines, frames, titles)

    def points(
        self, course: Course, x: Sequence[float], y: Sequence[float], boxes: Mapping[str, Box]
    ) -> Iterator[Spot]:
        """Return the corners of a course."""
        parts, upright = course.parts, course.is_upright
        yield _border(boxes[course.link.source], course.start, parts[0], x, y)
        for number in range(len(parts) - 1):
            one, other = parts[number], parts[number + 1]
            yield (x[one.place], y[other.place]) if upright else (x[other.place], y[one.place])
            upright = not upright
        yield _border(boxes[course.link.target], course.end, parts[-1], x, y)


def box_at(box: Box, is_upright: bool) -> float:
    """Return where a box is on an axis."""
    return box.x if is_upright else box.y


def _ends(course: Course) -> Iterator[tuple[Part, Port, str, str]]:
    """Yield the first and the last part of a course, each with its port, its node and the node at the other end."""
    link = course.link
    yield course.parts[0], course.start, link.source, link.target
    yield course.parts[-1], course.end, link.target, link.source


def _span(box: Box, at: float) -> tuple[float, float]:
    return at - box.width / 2, at + box.width / 2


def _bound(parts: Sequence[Part], number: int, end: tuple[int, float, float, Port]) -> tuple[int, float, float]:
    """Return what bounds a part on one side: the place of a neighbour, or the border of a node."""
    if 0 <= number < len(parts):
        return parts[number].place, parts[number].half, 0.0
    return end[0], end[1], end[2]


def _border(box: Box, port: Port, part: Part, x: Sequence[float], y: Sequence[float]) -> Spot:
    return {
        UP: (x[part.place] if port.side in (UP, DOWN) else 0, box.top),
        DOWN: (x[part.place] if port.side in (UP, DOWN) else 0, box.bottom),
        LEFT: (box.left, y[part.place] if port.side in (LEFT, RIGHT) else 0),
        RIGHT: (box.right, y[part.place] if port.side in (LEFT, RIGHT) else 0),
    }[port.side]


def _keep_apart(axis: Axis, items: Sequence[Item]) -> None:
    """Keep things apart that would meet: those whose spans across overlap, in the order in which they are."""
    for one, other in _side_by_side(sorted(items, key=lambda item: (item.begin, item.place))):
        if one.place == other.place:
            continue
        kinds = " ".join(sorted((one.kind, other.kind)))
        rim = _RIMS.get(kinds, 1.0)
        if min(one.high, other.high) - max(one.low, other.low) < -rim:
            continue
        touching = {one.kind, other.kind} == {"line", "node"} and min(one.high, other.high) - max(
            one.low, other.low
        ) < 1
        if touching:  # a line that ends on the node
            continue
        gap = one.half + other.half
        if other.begin - one.begin < gap - 1 and "label" in kinds:  # words that found no room
            continue
        axis.apart(one.place, other.place, gap + _GAPS[kinds], is_weak=bool({one.kind, other.kind} & _WORDS))


def _side_by_side(items: Sequence[Item]) -> Iterator[tuple[Item, Item]]:
    """Yield the pairs of things whose spans across overlap, or nearly so, in their order."""
    spans = [(item.low - _WIDEST_RIM, item.high + _WIDEST_RIM) for item in items]
    for place, one in enumerate(items):
        low, high = one.low, one.high
        for other, (begin, end) in enumerate(spans[place + 1 :], place + 1):
            if begin <= high and end >= low:
                yield one, items[other]


def _at(course: Course, grid: Grid, label: Label) -> tuple[Part, Part | None, Part | None]:
    """Return the part of a course that words stand at, and those before and behind it."""
    column, row = grid.spot(label.run[0])
    at = column if label.is_upright else row
    options = [n for n in range(len(course.parts)) if ((n % 2 == 0) == course.is_upright) == label.is_upright]
    middle = box_at(label.box, not label.is_upright)
    number = min(
        options,
        key=lambda n: (course.parts[n].at != at, not course.parts[n].low - 20 <= middle <= course.parts[n].high + 20),
    )
    parts = course.parts
    return parts[number], parts[number - 1] if number else None, parts[number + 1] if number + 1 < len(parts) else None
