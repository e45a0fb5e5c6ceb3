"""Lay a picture out in rows from top to bottom, compartment by compartment."""

from __future__ import annotations

from pathway_graph.diagrams.layout.geometry import Box, Layout, Line, Request


def lay_out(request: Request) -> Layout:
    """Return a layout in rows."""
    rows = [[n for n in request.sizes if request.group_of.get(n) == g] for g in (*request.groups, None)]
    boxes, frames, titles, y = {}, {}, {}, 0.0
    width = max(sum(request.sizes[n].width + 20 for n in row) for row in rows) + 20
    for g, row in zip((*request.groups, None), rows):
        high = max((request.sizes[n].height for n in row), default=0)
        x = 20.0
        for n in row:
            size = request.sizes[n]
            boxes[n] = Box(x + size.width / 2, y + 30 + high / 2, size.width, size.height)
            x += size.width + 20
        if g:
            frames[g] = Box(width / 2, y + 30 + high / 2, width, high + 50)
            titles[g] = (50.0, y + 14)
        y += high + 60
    lines = {}
    for link in request.links:
        a, b = boxes[link.source], boxes[link.target]
        ends = ((a.x, a.bottom), (b.x, b.top)) if b.y > a.y else ((a.x, a.top), (b.x, b.bottom))
        lines[link.id] = Line(ends, ((a.x + b.x) / 2, (a.y + b.y) / 2))
    return Layout(width, y, boxes, lines, frames, titles)
