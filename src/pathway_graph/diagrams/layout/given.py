"""Keep the places that nodes are given: boxes moved apart no more than their text needs, other nodes beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Final

from pathway_graph.diagrams.layout.force import finished
from pathway_graph.diagrams.layout.geometry import Layout, Request, Size
from pathway_graph.diagrams.layout.kept import kept
from pathway_graph.diagrams.layout.pack import in_rows
from pathway_graph.diagrams.layout.spread import spread
from pathway_graph.model.plane import Box, Spot, extent

_NONE: Final = Size(0.0, 0.0)
_GAP: Final = 12.0
"""Between nodes without a place and others."""
_PADDING: Final = 14.0
"""Of a compartment round its nodes."""
_TITLE: Final = 8.0
"""Between the corner of a compartment and its title."""


def lay_out(request: Request) -> Layout:
    """Return a layout with the places that the request gives; a frame that would hold nodes of others is left out."""
    places = {name: spot for name, spot in (request.places or {}).items() if name in request.sizes}
    boxes = {name: Box(*spot, request.sizes[name].width, request.sizes[name].height) for name, spot in places.items()}
    boxes |= _apart({name: box for name, box in boxes.items() if name not in request.around}, request.drawn or {})
    boxes |= _near(request, boxes)
    boxes |= _below(request, boxes)
    boxes = {name: boxes[name] for name in request.sizes}
    frames = dict(request.frames or {}) | _compartments(request, boxes)
    sizes = request.titles or {}
    titles = [Box(*spot, sizes[name].width, sizes[name].height) for name, spot in _titles(request, frames).items()]
    was = {name: Box(*spot, 0.0, 0.0) for name, spot in places.items()}
    known = kept(request.ways or {}, was, boxes | frames, request.sizes)
    found = finished(boxes, request.links, known=known, frames=frames, given=request, titles=titles)
    return replace(found, titles=_titles(request, found.frames))


def _apart(boxes: Mapping[str, Box], drawn: Mapping[str, Size]) -> dict[str, Box]:
    """Return boxes moved off each other, as far as a few small moves do that, but for those drawn on each other."""
    names = list(boxes)
    sizes = [Size(boxes[name].width, boxes[name].height) for name in names]
    spots = spread(
        [(boxes[name].x, boxes[name].y) for name in names], sizes, drawn=[drawn.get(n, _NONE) for n in names]
    )
    return {name: replace(boxes[name], x=x, y=y) for name, (x, y) in zip(names, spots, strict=True)}


def _near(request: Request, boxes: Mapping[str, Box]) -> dict[str, Box]:
    """Return places for nodes that are linked to placed ones: among these, and off them."""
    linked: defaultdict[str, list[Box]] = defaultdict(list)
    for link in request.links:
        for one, other in ((link.source, link.target), (link.target, link.source)):
            if one not in boxes and other in boxes:
                linked[one].append(boxes[other])
    if request.frames or not linked:  # a drawing with frames says where things belong: what it lacks stands below
        return {}
    known = [name for name in boxes if name not in request.around]
    names = [*known, *linked]
    spots = [(boxes[name].x, boxes[name].y) for name in known]
    spots += [_mean(ends) for ends in linked.values()]
    sizes = [Size(request.sizes[name].width + _GAP, request.sizes[name].height + _GAP) for name in names]
    found = spread(spots, sizes, fixed=[name in boxes for name in names])
    new = list(zip(names, found, strict=True))[len(known) :]
    return {name: Box(x, y, request.sizes[name].width, request.sizes[name].height) for name, (x, y) in new}


def _mean(boxes: list[Box]) -> Spot:
    return sum(box.x for box in boxes) / len(boxes), sum(box.y for box in boxes) / len(boxes)


def _below(request: Request, boxes: Mapping[str, Box]) -> dict[str, Box]:
    """Return places in rows below all for the nodes that have none."""
    names = [name for name in request.sizes if name not in boxes]
    left, _, right, bottom = extent([*boxes.values(), *(request.frames or {}).values()])
    sizes = [request.sizes[name] for name in names]
    spots, _ = in_rows(sizes, max(300.0, right - left), _GAP)
    return {
        name: Box(left + x, bottom + 2 * _GAP + y, size.width, size.height)
        for name, size, (x, y) in zip(names, sizes, spots, strict=True)
    }


def _compartments(request: Request, boxes: Mapping[str, Box]) -> dict[str, Box]:
    """Return frames round the nodes of each compartment: bands as wide as each other where none is beside another."""
    found = {}
    for group in request.groups:
        inside = [box for name, box in boxes.items() if request.group_of.get(name) == group]
        title = (request.titles or {}).get(group, Size(0.0, 0.0))
        left, top, right, bottom = extent(inside)
        least = left - _PADDING + title.width + 2 * _TITLE
        found[group] = Box.between(
            left - _PADDING, top - _PADDING - title.height, max(right + _PADDING, least), bottom + _PADDING
        )
    return {group: box for group, box in _levelled(found).items() if not _strangers(group, box, request, boxes)}


def _levelled(frames: dict[str, Box]) -> dict[str, Box]:
    """Return frames as bands, one below the other, that share the room between their nodes."""
    order = sorted(frames, key=lambda name: frames[name].y)
    tops = {name: frames[name].top for name in order}
    bottoms = {name: frames[name].bottom for name in order}
    for above, below in pairwise(order):
        if bottoms[above] - _PADDING > tops[below] + 2 * _PADDING:
            return frames
        if bottoms[above] > tops[below]:
            bottoms[above] = tops[below] = (bottoms[above] + tops[below]) / 2
    left = min((box.left for box in frames.values()), default=0.0)
    right = max((box.right for box in frames.values()), default=0.0)
    return {name: Box.between(left, tops[name], right, bottoms[name]) for name in frames}


def _strangers(group: str, frame: Box, request: Request, boxes: Mapping[str, Box]) -> bool:
    """Say whether a node of no or another compartment would seem to stand in a frame."""
    return any(
        frame.left < box.x < frame.right and frame.top < box.y < frame.bottom
        for name, box in boxes.items()
        if request.group_of.get(name) != group
    )


def _titles(request: Request, frames: Mapping[str, Box]) -> dict[str, Spot]:
    return {
        group: (frames[group].left + _TITLE + size.width / 2, frames[group].top + _TITLE / 2 + size.height / 2)
        for group, size in (request.titles or {}).items()
        if group in frames
    }
