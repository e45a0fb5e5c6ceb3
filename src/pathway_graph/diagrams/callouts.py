"""Numbered callouts: a circle on each arrow, and below the picture every claim that the arrow rests on."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from pathway_graph.diagrams.boxes import SVG, frame_of
from pathway_graph.diagrams.drawing import Drawing, DrawnEdge
from pathway_graph.diagrams.fonts import width
from pathway_graph.diagrams.heads import circle
from pathway_graph.diagrams.layers import origin
from pathway_graph.diagrams.setting import LEADING, broken, words
from pathway_graph.evidence import context, sentence
from pathway_graph.identifiers.term_labels import place_name
from pathway_graph.model import Network, Publication
from pathway_graph.model.caching import cached_on

Spot = tuple[float, float]
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
_SHARES: Final = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82, 0.88, 0.12)
"""Where on an arrow a number may stand, best first."""

_LINKING: Final = frozenset({"is", "are", "a", "an", "the"})
_SHORT: Final = 7.0
"""A number hides a line that is shorter than so many of its radii."""


@dataclass(frozen=True, slots=True)
class Callout:
    """What an arrow rests on.

    Attributes:
        number: From 1, in the order of the picture.
        edge: Place of the edge in the drawing, from 0.
        says: What the arrow says.
        claims: Each claim behind it: its sentence, where it holds, its identifier and its publications.
    """

    number: int
    edge: int
    says: str
    claims: tuple[str, ...]

    @property
    def text(self) -> str:
        """What stands behind the number; where a claim has no words of its own, the arrow's are said once.

        >>> Callout(1, 0, "A required for B", ("A is required for B. [c1]",)).text
        'A is required for B. [c1]'
        >>> Callout(1, 0, "A increases B", ("Long-term A raises B. [c1]",)).text
        'A increases B: Long-term A raises B. [c1]'
        """
        told = " ".join(self.claims)
        first = re.split(r" [\[(]", told, maxsplit=1)[0].casefold().rstrip(".").split()
        if [word for word in first if word not in _LINKING] == [
            word for word in self.says.casefold().split() if word not in _LINKING
        ]:
            return told
        return f"{self.says}: {told}"


def callouts_of(drawing: Drawing, network: Network) -> list[Callout]:
    """Return a callout for each edge of a drawing that rests on claims.

    >>> from pathway_graph.diagrams.select import select_diagram
    >>> from pathway_graph.formats.native import read_guide
    >>> guide = read_guide()
    >>> found = callouts_of(select_diagram(guide, "camp"), guide)
    >>> found[0].number, found[0].claims[0]
    (1, 'Imipramine blocks the work of the norepinephrine transporter. [P12]')
    """
    names = {node.id: node.name for node in drawing.nodes}
    found: list[Callout] = []
    for place, edge in enumerate(drawing.edges):
        if edge.claims:
            says = f"{names[edge.source]} {edge.relation.replace('_', ' ')} {names[edge.target]}"
            found.append(Callout(len(found) + 1, place, says, tuple(_told(network, edge))))
    return found


def _told(network: Network, edge: DrawnEdge) -> Iterator[str]:
    works = cached_on(network, _publications)
    for name in edge.claims:
        claim = network.claim.get(name)
        if claim is None:
            yield f"[{name}]"
            continue
        where = context(network, claim, place_name)
        cited = [_work(work) for work in works.get(name, ())] or ([claim.reference] if claim.reference else [])
        hypothesis = "hypothesis; " if claim.certainty == "hypothesis" else ""
        basis = "; ".join([name, *cited])
        yield f"{sentence(network, claim, place_name)}{f' ({where})' if where else ''} [{hypothesis}{basis}]"


def _publications(network: Network) -> dict[str, list[Publication]]:
    found: dict[str, list[Publication]] = {}
    for work in network.publications:
        for claim in work.claims:
            found.setdefault(claim, []).append(work)
    return found


def _work(work: Publication) -> str:
    """Return where a publication is found: its PubMed number, else its DOI, else its first author, year and journal.

    What nobody has verified says so: a number in print looks like proof.

    >>> _work(Publication("S1", "T", "candidate", "Paul IA, Layer RT", "Eur J Pharmacol", 1993))
    'Paul IA, 1993, Eur J Pharmacol (S1) candidate'
    >>> _work(Publication("S1", "T", "verified", pmid="11514064"))
    'PMID 11514064'
    """
    printed = ", ".join(filter(None, (work.authors.partition(",")[0], str(work.year or ""), work.journal)))
    named = f"{printed} ({work.id})" if printed else work.id
    address = f"PMID {work.pmid}" if work.pmid else f"doi:{work.doi}" if work.doi else named
    return address if work.status == "verified" else f"{address} {work.status}"


@dataclass(slots=True)
class Listed:
    """The list of callouts as it is set, from 0, 0."""

    elements: list[ET.Element] = field(default_factory=list)
    height: float = 0.0


def listed(callouts: Sequence[Callout], most: float, size: float, room: float | None) -> Listed:
    """Set the list of callouts in lines of *most* points; where *room* is too little, say how many are left out.

    Args:
        callouts: What to list.
        most: Width in points.
        size: Of the type.
        room: The most height, in points; None for no limit.
    """
    found = Listed()
    line = size * LEADING
    indent = width("000", size) + size * 0.8
    for place, callout in enumerate(callouts):
        text = broken(callout.text, size, most - indent)
        later = line if place + 1 < len(callouts) else 0.0
        if room is not None and found.height + len(text) * line + later > room:
            found.height += line
            left = len(callouts) - place
            rest = f"{left} more arrow{'' if left == 1 else 's'} not listed here: no room on this sheet"
            found.elements.append(words(rest, 0, found.height - size * 0.3, size, colour="#333333"))
            break
        number = words(str(callout.number), 0, found.height + line - size * 0.3, size, is_bold=True)
        found.elements.append(number)
        for piece in text:
            found.height += line
            found.elements.append(words(piece, indent, found.height - size * 0.3, size, colour="#333333"))
    return found


def numbered(
    callouts: Sequence[Callout], root: ET.Element, x: float, y: float, scale: float, size: float
) -> list[ET.Element]:
    """Return the circles with numbers, each on its arrow where it covers no node, no words and no other number.

    Args:
        callouts: The numbers.
        root: The picture, with the ids of edges.
        x: Where the picture stands on the sheet.
        y: In the same manner.
        scale: By how much it is scaled.
        size: Of the type of a number.
    """
    graph = root.find(f"{{{SVG}}}g")
    if graph is None:
        return []
    left, top = origin(graph)
    lines = {group.get("id"): _course(group) for group in graph.iter(f"{{{SVG}}}g")}
    nodes = [group for group in graph.iter(f"{{{SVG}}}g") if (group.get("class") or "").startswith("node")]
    boxes = [frame_of(part) for node in nodes for part in node.iter() if _is_box(part)]
    taken = [*boxes, *_texts(graph)]
    radius = size * 0.78 / scale
    found: list[ET.Element] = []
    for callout in callouts:
        course = lines.get(f"e{callout.edge}") or []
        if not course:
            continue
        others = [line for name, line in lines.items() if line and name != f"e{callout.edge}"]
        spot = _best(course, _Field(taken, others, radius))
        taken.append((spot[0] - radius, spot[1] - radius, spot[0] + radius, spot[1] + radius))
        middle = (x + (spot[0] + left) * scale, y + (spot[1] + top) * scale)
        found.append(circle(middle, size * 0.78, fill="#333333", stroke="#ffffff", pen=0.7))
        number = words(str(callout.number), middle[0], middle[1] + size * 0.33, size * 0.92, anchor="middle")
        number.attrib |= {"fill": "#ffffff", "font-weight": "bold"}
        found.append(number)
    return found


def _is_box(part: ET.Element) -> bool:
    return part.tag in (f"{{{SVG}}}path", f"{{{SVG}}}polygon") and part.get("fill", "none") != "none"


def _texts(graph: ET.Element) -> Iterator[tuple[float, float, float, float]]:
    for text in graph.iter(f"{{{SVG}}}text"):
        size = float(text.get("font-size", "14"))
        wide = width("".join(text.itertext()), size)
        start = {"middle": 0.5, "end": 1.0}.get(text.get("text-anchor", ""), 0.0) * wide
        x, y = float(text.get("x", "0")) - start, float(text.get("y", "0"))
        yield x, y - size * 0.8, x + wide, y + size * 0.25


def _course(group: ET.Element) -> list[Spot]:
    """Return the points along the longest line of an edge."""
    if not (group.get("class") or "").startswith("edge"):
        return []
    lines = [part.get("d", "") for part in group.iter(f"{{{SVG}}}path") if part.get("fill") == "none"]
    courses = [_points(line) for line in lines]
    return max(courses, key=_length, default=[])


def _points(path: str) -> list[Spot]:
    numbers = [float(number) for number in _NUMBER.findall(path)]
    spots = list(zip(numbers[::2], numbers[1::2], strict=False))
    if "C" not in path:
        return spots
    found = spots[:1]
    for place in range(1, len(spots) - 2, 3):
        found += [_bezier((found[-1], *spots[place : place + 3]), share / 8) for share in range(1, 9)]
    return found


def _bezier(course: tuple[Spot, ...], t: float) -> Spot:
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    x, y = (sum(weight * spot[axis] for weight, spot in zip(weights, course, strict=True)) for axis in (0, 1))
    return x, y


def _length(course: Sequence[Spot]) -> float:
    return sum(math.dist(one, other) for one, other in pairwise(course))


def _along(course: Sequence[Spot], share: float) -> Spot:
    left = _length(course) * share
    for one, other in pairwise(course):
        step = math.dist(one, other)
        if step and step >= left:
            return one[0] + (other[0] - one[0]) * left / step, one[1] + (other[1] - one[1]) * left / step
        left -= step
    return course[-1]


@dataclass(frozen=True, slots=True)
class _Field:
    """What a number must not cover: boxes and words, and by choice the courses of other arrows."""

    taken: Sequence[tuple[float, float, float, float]]
    others: Sequence[Sequence[Spot]]
    radius: float

    def is_free(self, spot: Spot) -> bool:
        """Whether no box, no words and no other number are under a spot."""
        (x, y), r = spot, self.radius
        return not any(box[0] - r < x < box[2] + r and box[1] - r < y < box[3] + r for box in self.taken)

    def is_alone(self, spot: Spot) -> bool:
        """Whether no other arrow runs through a number there, so that nobody takes it for that one's."""
        return all(
            _distance(spot, one, other) > self.radius + 0.5 for course in self.others for one, other in pairwise(course)
        )


def _distance(spot: Spot, one: Spot, other: Spot) -> float:
    """Return how far a spot is from a straight line between two others."""
    wide, high = other[0] - one[0], other[1] - one[1]
    long = wide * wide + high * high
    share = ((spot[0] - one[0]) * wide + (spot[1] - one[1]) * high) / long if long else 0.0
    share = min(1.0, max(0.0, share))
    return math.dist(spot, (one[0] + share * wide, one[1] + share * high))


def _best(course: Sequence[Spot], field: _Field) -> Spot:
    """Return the best place of a number: on its arrow alone, else beside it alone, else on it; else in its middle."""
    on, beside = [_along(course, share) for share in _SHARES], _beside(course, field.radius)
    if _length(course) < _SHORT * field.radius:
        on, beside = beside, on
    for spots, test in ((on, field.is_alone), (beside, field.is_alone), (on, lambda _: True)):
        for spot in spots:
            if field.is_free(spot) and test(spot):
                return spot
    return _along(course, 0.5)


def _beside(course: Sequence[Spot], radius: float) -> list[Spot]:
    """Return places on both sides of an arrow's middle."""
    (x, y), start, end = (_along(course, share) for share in (0.5, 0.4, 0.6))
    long = math.dist(start, end) or 1.0
    across = (end[1] - start[1]) / long, (start[0] - end[0]) / long
    return [(x + across[0] * far, y + across[1] * far) for far in (radius + 1, -radius - 1)]
