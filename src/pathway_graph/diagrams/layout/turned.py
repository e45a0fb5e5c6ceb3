"""Turn what is to be laid out on its side, and the layout back: arrows that ran down run to the right."""

from __future__ import annotations

from dataclasses import replace

from pathway_graph.diagrams.layout.geometry import Layout, Request, Size
from pathway_graph.model.plane import Box, Spot


def turned_request(request: Request) -> Request:
    """Return what is asked with widths and heights exchanged.

    >>> turned_request(Request({"a": Size(30, 10)}, (), {})).sizes
    {'a': Size(width=10, height=30)}
    """
    return replace(
        request,
        sizes={name: _size(size) for name, size in request.sizes.items()},
        links=tuple(replace(link, label=_size(link.label) if link.label else None) for link in request.links),
        titles={name: _size(size) for name, size in request.titles.items()} if request.titles else request.titles,
        places={name: _spot(spot) for name, spot in request.places.items()} if request.places else request.places,
        width=None,
        most=None,
        direction="down",
    )


def turned_layout(layout: Layout) -> Layout:
    """Return a layout with its first row as its first column.

    >>> from pathway_graph.diagrams.layout.geometry import Line
    >>> box = turned_layout(Layout(10, 30, {"a": Box(5, 15, 10, 30)}, {"l": Line(((5, 0), (5, 9)))}, {})).boxes["a"]
    >>> box.x, box.y, box.width, box.height
    (15, 5, 30, 10)
    """
    lines = {
        name: replace(line, points=tuple(map(_spot, line.points)), label=_spot(line.label) if line.label else None)
        for name, line in layout.lines.items()
    }
    return replace(
        layout,
        width=layout.height,
        height=layout.width,
        boxes={name: _box(box) for name, box in layout.boxes.items()},
        lines=lines,
        frames={name: _box(box) for name, box in layout.frames.items()},
        titles={name: _spot(spot) for name, spot in layout.titles.items()} if layout.titles else layout.titles,
    )


def _size(size: Size) -> Size:
    return Size(size.height, size.width)


def _spot(spot: Spot) -> Spot:
    return spot[1], spot[0]


def _box(box: Box) -> Box:
    return Box(box.y, box.x, box.height, box.width)
