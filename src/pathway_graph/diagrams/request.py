"""Say what of a drawing is to be laid out: the sizes of its nodes by their text, its cables, its compartments."""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from pathway_graph.diagrams.boxes import STRIPE
from pathway_graph.diagrams.cables import Cable
from pathway_graph.diagrams.drawing import Drawing, DrawnEdge, DrawnNode
from pathway_graph.diagrams.fonts import width
from pathway_graph.diagrams.layout.geometry import Link, Request, Size

NODE_POINTS: Final = 11
DETAIL_POINTS: Final = 11
EDGE_POINTS: Final = 9
LINE: Final = 1.2
"""Height of a line of text, in parts of its size: what Graphviz takes."""
WRAP: Final = 20
"""Characters of a name before it goes on in the next line."""
ROOM: Final = (8.0, 5.0)
"""Room left and right, above and below the text of a node."""


@dataclass(frozen=True, slots=True)
class Type:
    """How large what stands round nodes is written, in points: words of arrows, titles, sites, counts."""

    words: float = EDGE_POINTS
    titles: float = 10
    sites: float = 9
    counts: float = 7


USUAL: Final = Type()
EVEN: Final = Type(NODE_POINTS, NODE_POINTS, NODE_POINTS, NODE_POINTS)
"""All as large as names: for a picture that is printed as small as can be read."""
_STATE: Final = re.compile(r"phospho-(.+) \((\w+)\)")
THIN: Final = "membrane"
"""The compartment that is drawn as a membrane."""
_WAYS: Final = {1: "\N{RIGHTWARDS ARROW}", -1: "\N{LEFT TACK}", 0: "\N{DIAMOND OPERATOR}", None: "\N{EN DASH}"}
"""What tells the words of lines beside each other apart."""


def request_of(drawing: Drawing, style: Any, cables: Sequence[Cable], sizes: Type = USUAL) -> Request:
    """Return what of *drawing* is to be laid out.

    >>> from pathway_graph.diagrams import style
    >>> from pathway_graph.diagrams.cables import cables_of
    >>> from pathway_graph.diagrams.select import select_diagram
    >>> from pathway_graph.formats.native import read_guide
    >>> drawing = select_diagram(read_guide(), "camp")
    >>> asked = request_of(drawing, style, cables_of(drawing.edges, style))
    >>> asked.groups, len(asked.sizes), len(asked.links)
    (('extracellular', 'membrane', 'cytosol', 'nucleus'), 11, 12)
    """
    fills = style.COMPARTMENT_FILLS
    group_of = {node.id: group for node in drawing.nodes if (group := compartment(node, fills))}
    used = set(group_of.values())
    groups = tuple(name for name in fills if name in used)
    return Request(
        sizes={node.id: node_size(node, style) for node in drawing.nodes},
        links=tuple(_link(cable, drawing.edges, style, sizes.words) for cable in cables),
        group_of=group_of,
        groups=groups,
        titles={name: text_size([fills[name][0]], sizes.titles) for name in groups},
        thin=frozenset({THIN}),
        beside=tuple((edge.source, edge.target) for edge in drawing.edges if is_state(edge)),
        names={node.id: node.name for node in drawing.nodes},
    )


def compartment(node: DrawnNode, fills: Any) -> str:
    """Return the compartment that a node is drawn in; empty for none."""
    if node.kind == "Condition":
        return "condition"
    return node.compartment if node.compartment in fills else ""


def is_state(edge: DrawnEdge) -> bool:
    """Say whether an edge leads from a state to what it is a state of."""
    return edge.relation == "state_of"


def node_lines(node: DrawnNode) -> list[tuple[str, int]]:
    """Return the lines of text in a node, each with its size: its name, its small print, its measured changes."""
    name = _broken(shown(node)[0]) or [node.name]
    details = [line for text in (*node.details, *node.badges) for line in textwrap.wrap(text, 36) or [text]]
    return [*((line, NODE_POINTS) for line in name), *((line, DETAIL_POINTS) for line in details)]


def _broken(name: str) -> list[str]:
    """Return a name in lines; a long one of a complex breaks between its parts as well.

    >>> _broken("protein kinase A regulator"), _broken("-".join(["PRKAA1"] * 7))[:2]
    (['protein kinase A', 'regulator'], ['PRKAA1-PRKAA1-', 'PRKAA1-PRKAA1-'])
    """
    if len(name) <= 2 * WRAP:
        return textwrap.wrap(name, WRAP, break_long_words=False, break_on_hyphens=False)
    room, lines = max(WRAP, math.isqrt(3 * len(name))), [""]
    for part in re.findall(r"[^-\s]+-*|-+", name):
        gap = "" if not lines[-1] or lines[-1].endswith("-") else " "
        if lines[-1] and len(lines[-1] + gap + part) > room:
            lines.append(part)
        else:
            lines[-1] += gap + part
    return lines


def shown(node: DrawnNode) -> tuple[str, str]:
    """Return the name of a node as it is written in it, and the site that a phosphate on its corner names.

    >>> shown(DrawnNode("s", "phospho-CREB (Ser133)", "ProteinState")), shown(DrawnNode("p", "CREB (total)", "Protein"))
    (('phospho-CREB', 'Ser133'), ('CREB (total)', ''))
    """
    found = _STATE.fullmatch(node.name) if node.kind == "ProteinState" else None
    return (f"phospho-{found[1]}", found[2]) if found else (node.name, "")


def node_size(node: DrawnNode, style: Any) -> Size:
    """Return how large a node is: its text, some room round it, and its stripe if it has one."""
    lines = node_lines(node)
    wide = max(width(text, points) for text, points in lines) + (STRIPE if style.shape_of(node).mark else 0.0)
    return Size(round(wide + 2 * ROOM[0], 2), round(sum(points * LINE for _, points in lines) + 2 * ROOM[1], 2))


def text_size(lines: Sequence[str], points: float) -> Size:
    """Return how large lines of text are."""
    return Size(round(max(width(line, points) for line in lines), 2), round(len(lines) * points * LINE, 2))


def labels_of(cable: Cable, edges: Sequence[DrawnEdge], style: Any) -> dict[int, list[str]]:
    """Return the words beside a cable, in lines, by the place of the edge that they are about; none twice."""
    found: dict[int, str] = {}
    for strand in cable.strands:
        said: set[str] = set()
        for place in strand:
            words = style.label_of(edges[place])
            if words and words not in said:
                said.add(words)
                found[place] = words
    return {place: _wrapped(words, edges[place].sign if len(found) > 1 else 9) for place, words in found.items()}


def _wrapped(words: str, sign: int | None) -> list[str]:
    way = f"{_WAYS[sign]} " if sign in _WAYS else ""
    return textwrap.wrap(way + words, 22, break_long_words=False, break_on_hyphens=False)


def _link(cable: Cable, edges: Sequence[DrawnEdge], style: Any, points: float) -> Link:
    lines = [line for words in labels_of(cable, edges, style).values() for line in words]
    if len(cable.strands) == 1 and is_state(edges[cable.strands[0][0]]):
        lines = []
    label = text_size(lines, points) if lines else None
    bundle = cable.look if len(cable.strands) == 1 else cable.id
    signs = {edges[place].sign for strand in cable.strands for place in strand}
    return Link(
        cable.id, cable.source, cable.target, label, bundle, cable.width, signs.pop() if len(signs) == 1 else None,
        many=sum(map(len, cable.strands)),
    )  # fmt: skip
