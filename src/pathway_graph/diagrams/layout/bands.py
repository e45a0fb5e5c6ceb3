"""Compartments as bands across the whole picture: their borders, their titles, and the membrane between two of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from pathway_graph.diagrams.layout.courses import Item, Part
from pathway_graph.diagrams.layout.geometry import Request, Size
from pathway_graph.diagrams.layout.grid import STEP, Grid
from pathway_graph.diagrams.layout.labels import lines_on
from pathway_graph.diagrams.layout.routes import Router
from pathway_graph.diagrams.layout.rows import Rows
from pathway_graph.diagrams.layout.solve import FIRST, LAST, Axis
from pathway_graph.model.plane import Box, Spot

STRIP: Final = 14.0
"""How thick a membrane is."""
TAB: Final = 2.0
"""Between the title of a membrane and the sides of the tab that it stands in, above the membrane."""
_PAD: Final = 8.0
_TITLE: Final = 3.0
_WORDS: Final = 2.0


class Bands:
    """The bands of a picture, on its grid and in its layout."""

    def __init__(self, request: Request, rows: Rows, grid: Grid) -> None:
        self.rows, self.grid = rows, grid
        self.sizes = request.titles or {}
        self.names = [name for name in request.groups if name in rows.groups]
        self.thin = {name for name in self.names if name in request.thin and rows.groups.count(name) == 1}
        self.titles: dict[str, Box] = {}
        self.tops: dict[str, float] = {}
        for name in self.names:
            top = grid.bands[rows.groups.index(name)][0]
            self.tops[name] = top - 3 * STEP + STEP / 2
        self.top: dict[str, int] = {}
        self.bottom: dict[str, int] = {}
        self.title: dict[str, int] = {}

    @property
    def strips(self) -> list[Box]:
        """The membranes on the grid, for words to keep off them."""
        middles = [self.grid.rows[self.rows.groups.index(name)] for name in sorted(self.thin)]
        wide = (self.grid.across + 40) * STEP
        return [Box(0.0, middle, 2 * wide, STRIP) for middle in middles]

    @property
    def borders(self) -> list[Box]:
        """The borders of compartments on the grid, for words to keep off them."""
        wide = (self.grid.across + 40) * STEP
        above = dict(zip(self.names[1:], self.names, strict=False))
        tops = [self.tops[name] for name in self.names if not {name, above.get(name)} & self.thin]
        return [Box(0.0, top, 2 * wide, 1.0) for top in tops]

    def place_titles(self, router: Router) -> None:
        """Find the place of each title along the upper border of its band: the first from the left without a line."""
        for name in self.names:
            size = self.sizes.get(name)
            if size is None:
                continue
            y = self.tops[name] + _TITLE + size.height / 2
            spots = [size.width / 2 + step * STEP for step in range(max(1, self.grid.across - int(size.width / STEP)))]
            boxes = [Box(x, y, size.width, size.height) for x in spots]
            hits = [lines_on(router, Box(x, y, size.width + 4, size.height + 4)) for x in spots]
            self.titles[name] = boxes[min(range(len(boxes)), key=lambda place: (hits[place] * 20 + place, place))]

    def on(
        self, axis: Axis, sizes: Mapping[str, Size], level: Sequence[tuple[Part, bool]], row_y: Mapping[str, int],
        spans: Mapping[str, tuple[float, float]],
    ) -> list[Item]:  # fmt: skip
        """Put borders and titles on the axis; return the titles as things that take room.

        Args:
            axis: From top to bottom.
            sizes: Of the nodes.
            level: The level parts of lines, and whether they meet a node.
            row_y: The place of each node on the axis.
            spans: From where to where each title reaches.
        """
        items = []
        for name in self.names:
            self.top[name] = axis.add(self.tops[name])
            last = max(place for place, group in enumerate(self.rows.groups) if group == name)
            self.bottom[name] = axis.add(self.grid.bands[last][1] + STEP)
        for name, following in zip(self.names, self.names[1:], strict=False):
            self.join(axis, self.bottom[name], self.top[following])
        for name in self.names:
            rows = [row for row, group in zip(self.rows.rows, self.rows.groups, strict=True) if group == name]
            if name in self.thin:
                middle = row_y[rows[0][0]]
                for border, way in ((self.top[name], -1), (self.bottom[name], 1)):
                    axis.apart(middle, border, way * STRIP / 2)
                    axis.apart(border, middle, -way * STRIP / 2)
            else:
                for row in rows:
                    half = max(sizes[node].height for node in row) / 2
                    axis.apart(self.top[name], row_y[row[0]], half + _PAD)
                    axis.apart(row_y[row[0]], self.bottom[name], half + _PAD)
            axis.apart(FIRST, self.top[name], 1)
            axis.apart(self.bottom[name], LAST, 1)
            if name in self.titles:
                items.append(self.titled(axis, name, spans[name]))
        self.outside(axis, sizes, row_y)
        self.lines(axis, level)
        return items

    def join(self, axis: Axis, one: int, other: int) -> None:
        """Let a band begin where the one above it ends."""
        axis.apart(one, other, 0)
        axis.apart(other, one, 0)

    def titled(self, axis: Axis, name: str, span: tuple[float, float]) -> Item:
        """Put the title of a band below its upper border, or above a membrane."""
        half = self.titles[name].height / 2
        self.title[name] = place = axis.add(self.titles[name].y)
        if name in self.thin:
            axis.apart(place, self.top[name], half + _TITLE)
            axis.wish(place, [self.top[name]])
        else:
            axis.apart(self.top[name], place, half + _TITLE)
            axis.apart(place, self.top[name], -half - _TITLE)
        return Item(self.kind(name), name, place, half, *span, self.titles[name].y)

    def kind(self, name: str) -> str:
        """Return what the title of a band is where things are kept apart: that of a membrane stands in a tab."""
        return "tab" if name in self.thin else "title"

    def outside(self, axis: Axis, sizes: Mapping[str, Size], row_y: Mapping[str, int]) -> None:
        """Keep what stands in no compartment above the first of them or below the last."""
        if not self.names:
            return
        first = self.rows.groups.index(self.names[0])
        for place, (row, group) in enumerate(zip(self.rows.rows, self.rows.groups, strict=True)):
            if group:
                continue
            half = max(sizes[node].height for node in row) / 2 + _PAD
            if place < first:
                axis.apart(row_y[row[0]], self.top[self.names[0]], half)
            else:
                axis.apart(self.bottom[self.names[-1]], row_y[row[0]], half)

    def lines(self, axis: Axis, level: Sequence[tuple[Part, bool]]) -> None:
        """Keep level parts of lines off the borders."""
        borders = self.between(axis)
        for part, is_end in level:
            for border, at in borders:
                low, high = (part.place, border) if part.at * STEP < at else (border, part.place)
                axis.apart(low, high, 5 + part.half)
            for name in self.thin:
                middle = self.grid.rows[self.rows.groups.index(name)]
                if is_end and abs(part.at * STEP - middle) <= 3 * STEP:
                    continue
                is_above = part.at * STEP < middle
                low, high = (part.place, self.top[name]) if is_above else (self.bottom[name], part.place)
                axis.apart(low, high, 4 + part.half)

    def words(self, axis: Axis, words: Iterable[tuple[int, Box]]) -> None:
        """Keep the words of lines off the borders, each on the side where it is on the grid."""
        borders = self.between(axis)
        for place, box in words:
            half = box.height / 2 + _WORDS
            for border, at in borders:
                low, high = (place, border) if box.y < at else (border, place)
                axis.apart(low, high, half, is_weak=True)
            for name in self.thin:
                is_above = box.y < self.grid.rows[self.rows.groups.index(name)]
                low, high = (place, self.top[name]) if is_above else (self.bottom[name], place)
                axis.apart(low, high, half, is_weak=True)

    def between(self, axis: Axis) -> list[tuple[int, float]]:
        """Return the borders of compartments but for membranes, each with where it is on the grid."""
        # the band below a membrane begins at it, wherever that was on the grid
        above = dict(zip(self.names[1:], self.names, strict=False))
        borders = [(self.top[name], self.tops[name]) for name in self.names if not {name, above.get(name)} & self.thin]
        if self.names and self.names[-1] not in self.thin:
            last = self.names[-1]
            borders.append((self.bottom[last], axis.begin[self.bottom[last]]))
        return borders

    def placed(
        self, width: float, y: Sequence[float], spans: Mapping[str, tuple[float, float]]
    ) -> tuple[dict[str, Box], dict[str, Spot]]:
        """Return the frames and the middles of their titles."""
        frames = {}
        for name in self.names:
            top, bottom = y[self.top[name]], y[self.bottom[name]]
            frames[name] = Box(width / 2, (top + bottom) / 2, width, bottom - top)
        return frames, {name: (sum(spans[name]) / 2, y[place]) for name, place in self.title.items()}
