"""Themes: the colours of the style exchanged for others, on the finished picture."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from pathway_graph.diagrams.boxes import INK, SVG
from pathway_graph.diagrams.style import GREY, LOWERS, RAISES, ROLE_SHAPES

_PAINT: Final = ("fill", "stroke")
_HEX: Final = re.compile(r"#[0-9a-f]{6}")
_NAMES: Final = {"black": "#000000", "white": "#ffffff", "grey": "#808080"}


@dataclass(frozen=True, slots=True)
class Look:
    """A theme.

    Attributes:
        page: Colour of the sheet.
        lines: Colours of lines, words and frames, by those of the style.
        nodes: Colours inside a node, by those of the style.
        is_grey: All that has no colour of its own here becomes the grey of its lightness.
        dashed: Borders and heads of this colour are dashed, since its grey says nothing.
        heavier: Lines of this colour are so much wider.
    """

    page: str = "#ffffff"
    lines: Mapping[str, str] = field(default_factory=dict)
    nodes: Mapping[str, str] = field(default_factory=dict)
    is_grey: bool = False
    dashed: str = ""
    heavier: Mapping[str, float] = field(default_factory=dict)


_RAISES, _LOWERS, _GREY = RAISES.lower(), LOWERS.lower(), GREY.lower()
_STRIPES: Final = {shape.stripe.lower() for shape in ROLE_SHAPES.values()}
_PALE: Final = "#8a8a8a"
"""Background in print: 138 of 255, where what lowers is 119 and twice as wide; its contrast on white is 3.4:1."""
_TOL: Final = {
    "#009e73": "#44aa99", "#56b4e9": "#88ccee", "#e69f00": "#ddcc77", "#cc79a7": "#cc6677", "#b0b0b0": "#bbbbbb",
    "#e5f5f0": "#eaf6f4", "#eaf6fd": "#f0f8fc", "#fdf3df": "#faf7e8", "#f9eef4": "#f9ecee",
}  # fmt: skip
"""Paul Tol's muted scheme, whose colours differ in lightness too: https://sronpersonalpages.nl/~pault/."""
LOOKS: Final[dict[str, Look]] = {
    "print": Look(lines={_GREY: _PALE}),
    "colour-blind": Look(
        lines={_GREY: _PALE, _RAISES: "#004488", "#fff6e0": "#f8f8f8", "#eef5fb": "#f4f4f4", "#f5eef8": "#f0f0f0"},
        nodes=_TOL | {_RAISES: "#004488", "#f7c6a3": "#f5b98c", "#a9d1ee": "#9cc3e6"},
        heavier={_LOWERS: 0.7},
    ),
    "grey": Look(
        lines={
            _GREY: "#8c8c8c", _RAISES: "#404040", _LOWERS: "#000000",
            "#fff6e0": "#f9f9f9", "#eef5fb": "#f6f6f6", "#f5eef8": "#f3f3f3",
        },
        nodes={stripe: "#c4c4c4" for stripe in _STRIPES} | {_RAISES: "#404040", _LOWERS: "#000000", _GREY: "#8c8c8c"},
        is_grey=True,
        dashed=_LOWERS,
        heavier={_LOWERS: 0.3, _GREY: -0.2},
    ),
    "dark": Look(
        page="#14181d",
        lines={
            "#000000": "#f1f3f5", "#333333": "#d7dce1", "#555555": "#b4bcc7", _GREY: "#98a1ab", _RAISES: "#5db7f0",
            _LOWERS: "#ff8c42", "#ffffff": "#14181d", "#fff6e0": "#2c271a", "#eef5fb": "#18242f", "#f5eef8": "#29202f",
            "#9a9a9a": "#59626e", "#c8c8c8": "#59626e",
        },
        nodes={"#333333": "#d7dce1", _RAISES: "#5db7f0", _LOWERS: "#ff8c42", _GREY: "#5f6974"},
    ),
}  # fmt: skip


def themed(root: ET.Element, theme: str) -> None:
    """Exchange the colours of a picture in place.

    >>> drawn = ET.fromstring('<svg xmlns="http://www.w3.org/2000/svg"><path stroke="#D55E00"/></svg>')
    >>> themed(drawn, "grey")
    >>> drawn[0].get("stroke")
    '#000000'
    """
    _exchange(root, LOOKS[theme], is_node=False)


def _exchange(element: ET.Element, look: Look, *, is_node: bool) -> None:
    words = element.get("class", "").split()
    is_node = is_node or "node" in words
    for name in _PAINT:
        _paint(element, name, look, is_node=is_node)
    for child in element:
        _exchange(child, look, is_node=is_node and "bare" not in words)


def _paint(element: ET.Element, name: str, look: Look, *, is_node: bool) -> None:
    given = element.get(name)
    if given is None:
        if name == "fill" and element.tag == f"{{{SVG}}}text":
            given = "#000000"  # what a viewer takes
        else:
            return
    colour = _NAMES.get(given, given.lower())
    if not _HEX.fullmatch(colour) or colour == INK:
        return
    table = look.nodes if is_node else look.lines
    other = _grey_of(colour, apart=is_node and name == "fill") if look.is_grey else given
    element.set(name, table.get(colour) or other)
    if name == "stroke":
        _weigh(element, colour, look, is_node=is_node)


def _weigh(element: ET.Element, colour: str, look: Look, *, is_node: bool) -> None:
    """Make a line wider, or a border dashed, where its colour alone would say too little."""
    if is_node:
        if colour == look.dashed and element.get("fill", "none") != "none":
            element.set("stroke-dasharray", "4,2")
    elif colour in look.heavier and element.get("fill", "none") == "none":
        element.set("stroke-width", f"{max(0.6, float(element.get('stroke-width', '1')) + look.heavier[colour]):g}")


def _grey_of(colour: str, *, apart: bool = False) -> str:
    """Return the grey of a colour's lightness (weights of Rec. 709).

    Args:
        colour: In hexadecimal figures.
        apart: Make blue darker and orange lighter, which are equally light and mean opposite things.

    >>> _grey_of("#ff0000"), _grey_of("#5ba3d6"), _grey_of("#5ba3d6", apart=True), _grey_of("#ee8e50", apart=True)
    ('#363636', '#979797', '#868686', '#d3d3d3')
    """
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    lightness = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    if apart and abs(red - blue) > _TINTED:
        lightness = 255 - (255 - lightness) * (1.17 if blue > red else 0.45)
    return "#" + f"{round(lightness):02x}" * 3


_TINTED: Final = 24
"""How far red and blue of a colour are apart that says which way a change went; tints of roles are paler."""
