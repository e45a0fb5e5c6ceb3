"""What covers something else in a picture: marks of sites, numbers, counts, words of arrows, titles of compartments.

None of them is to cover the end of a line, which says the sign, letters of a name, or another one of them; words of an
arrow are not to lie across the border of a compartment, and the tab of a membrane is to touch no end of a line. Read
from the SVG alone, as it is printed.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import Final

from picture_reading import Area, Group, Mark, Spot, groups_of

_RIM: Final = 0.3
"""What is nearer than so many points is not yet on each other: half a line of an outline."""
_CLEAR: Final = 1.0
"""So far a title is to stand off a box, and the outline of a site off letters, in points."""
_DOT: Final = 9.0
_TITLED: Final = re.compile(r"cluster|frame\d")
_PARTS: Final = ("polygon", "ellipse", "polyline", "circle")


@dataclass(frozen=True, slots=True)
class Thing:
    """A mark of the picture: what sort it is of, what it belongs to, where it is, and its outline."""

    sort: str
    owner: str
    area: Area
    outline: tuple[Spot, ...] = ()

    def __str__(self) -> str:
        """Say what it is."""
        return f"{self.sort} of {self.owner}"


@dataclass(slots=True)
class Marks:
    """All marks of a picture."""

    ornaments: list[Thing] = field(default_factory=list)
    ends: list[Thing] = field(default_factory=list)
    letters: list[Thing] = field(default_factory=list)
    boxes: list[Thing] = field(default_factory=list)
    borders: list[Thing] = field(default_factory=list)


def marks_of(svg: str) -> Marks:
    """Read the marks of a picture from the text of its SVG."""
    found = Marks()
    for group in groups_of(ET.fromstring(svg)):
        name = group.name
        shapes = [mark for mark in group.marks if mark.tag in _PARTS]
        outlines = [mark for mark in group.marks if mark.tag in (*_PARTS, "path")]
        filled = [mark for mark in outlines if mark.tag in _PARTS or mark.fill != "none"]
        if group.kind == "callouts":
            # a leader line begins in a dot, which is on its arrow
            found.ornaments += [thing for thing in _things("number", "", filled) if thing.area.size() > _DOT]
        elif group.kind == "edge":
            found.ends += _things("end", name, shapes)
            found.ornaments += _texts("words", group)
        elif name.startswith(("site_", "count_")):
            whole = [thing for thing in _things(name.partition("_")[0], name, filled) if thing.area.size() > 1]
            found.ornaments += whole[:1]
        elif group.kind == "cluster" or _TITLED.match(name):
            found.ornaments += _texts("title", group)
            found.borders += _things("border", name, outlines)
        elif group.kind == "node":
            found.letters += _texts("letters", group)
            found.boxes += _things("box", name, outlines)[:1]
    return found


def faults(svg: str) -> list[str]:
    """Return what covers what in a picture, in words; nothing for one in which all can be seen.

    Args:
        svg: The text of the file.
    """
    marks = marks_of(svg)
    found = [
        f"{one} covers {other}"
        for one in marks.ornaments
        for other in (*marks.ends, *marks.letters)
        if _on(one.area.shrunk(-_CLEAR if one.sort == "site" and other.sort == "letters" else 0.0), other)
    ]
    found += [
        f"{one} covers {other}"
        for one, other in combinations(marks.ornaments, 2)
        if (one.sort, one.owner) != (other.sort, other.owner) or one.sort == "number"
        if _on(one.area, other)
    ]
    for one in marks.ornaments:
        if one.sort == "words":
            found += [f"{one} lies across {other}" for other in marks.borders if _across(one.area, other.area)]
        if one.sort == "title":
            found += [f"{one} touches {other}" for other in marks.boxes if _on(one.area.shrunk(-_CLEAR), other)]
    tabs = [border for border in marks.borders if border.owner.endswith("_tab")]
    found += [f"{tab} touches {end}" for tab in tabs for end in marks.ends if _on(tab.area.shrunk(-_CLEAR), end)]
    return found


def _things(sort: str, owner: str, marks: Iterable[Mark]) -> list[Thing]:
    return [Thing(sort, owner, mark.area, mark.spots) for mark in marks]


def _texts(sort: str, group: Group) -> list[Thing]:
    return [Thing(sort, group.name, area) for area, _ in group.texts]


def _on(area: Area, other: Thing) -> bool:
    """Say whether an area lies on a mark: on its outline where it has one, else on the rectangle round it."""
    inner = area.shrunk(_RIM)
    box = other.area
    if inner.right <= box.left or inner.left >= box.right or inner.bottom <= box.top or inner.top >= box.bottom:
        return False
    if not other.outline:
        return True
    corners = (*other.outline, other.outline[0])
    return any(inner.meets(one, two) for one, two in pairwise(corners)) or box.holds(inner) or inner.holds(box)


def _across(area: Area, frame: Area) -> bool:
    """Say whether the border of a frame runs through an area."""
    left, top, right, bottom = frame.left, frame.top, frame.right, frame.bottom
    corners = ((left, top), (right, top), (right, bottom), (left, bottom), (left, top))
    inner = area.shrunk(_RIM)
    return any(inner.meets(one, other) for one, other in pairwise(corners))
