"""Put a picture on a sheet: title above, legend, callouts and footer below, scaled to the width that is asked for."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pathway_graph.diagrams.boxes import SVG, short, written
from pathway_graph.diagrams.callouts import Callout, Listed, listed
from pathway_graph.diagrams.drawing import Drawing
from pathway_graph.diagrams.fonts import FAMILY, family_of, width
from pathway_graph.diagrams.layers import layer, layered
from pathway_graph.diagrams.legend import legend_entries
from pathway_graph.diagrams.legend_strip import set_legend
from pathway_graph.diagrams.numbers import numbered
from pathway_graph.diagrams.saying import view_words
from pathway_graph.diagrams.setting import LEADING, broken, clean, words
from pathway_graph.diagrams.sheet import LEAST_TYPE, MM, Format, Sheet
from pathway_graph.diagrams.themes import LOOKS, themed

NODE_TYPE: Final = 11.0
"""Size of the names of nodes before a picture is scaled."""
_CALLOUTS_SHARE: Final = 0.45
"""How much of a sheet of a given height the list of callouts may take."""
_LEAST_WIDTH: Final = 320.0
_GAP: Final = 0.9
"""Between the parts of a sheet, in sizes of the type of notes."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that was laid out.

    Attributes:
        root: Its SVG.
        width: In points.
        height: In points.
        least: The smallest type in it, in points.
    """

    root: ET.Element
    width: float
    height: float
    least: float


@dataclass(frozen=True, slots=True)
class Composed:
    """A sheet that is set.

    Attributes:
        svg: The text of the file.
        width: In points.
        height: In points.
        scale: By how much the picture was scaled.
        least: Its smallest type, in points.
        complaint: What is too small to be read, and what would help; empty where nothing is.
    """

    svg: str
    width: float
    height: float
    scale: float
    least: float
    complaint: str = ""


@dataclass(slots=True)
class _Block:
    """Lines set below one another, from 0, 0."""

    elements: list[ET.Element] = field(default_factory=list)
    height: float = 0.0

    def say(self, texts: Iterable[str], size: float, most: float, *, colour: str, is_bold: bool = False) -> None:
        for text in texts:
            for line in broken(text, size, most, is_bold=is_bold):
                self.height += size * LEADING
                foot = self.height - size * 0.3
                self.elements.append(words(line, 0, foot, size, colour=colour, is_bold=is_bold))


def read_picture(svg: str) -> Picture:
    """Return an SVG of Graphviz with its sizes.

    >>> read_picture('<svg width="9pt" height="8pt" viewBox="0 0 9 8" xmlns="http://www.w3.org/2000/svg"/>').height
    8.0
    """
    root = ET.fromstring(svg)
    wide, high = (float(root.get(side, "1").removesuffix("pt")) for side in ("width", "height"))
    sizes = [float(text.get("font-size", "14")) for text in root.iter(f"{{{SVG}}}text")]
    return Picture(root, wide, high, min(sizes, default=NODE_TYPE))


def composed(drawing: Drawing, svg: str, sheet: Sheet, style: Any, callouts: Sequence[Callout] = ()) -> Composed:
    """Return a picture on its sheet.

    Args:
        drawing: What is shown.
        svg: Its picture, without title and legend, with the ids ``n0`` and ``e0`` of nodes and edges.
        sheet: What it is put on.
        style: Looks of nodes and edges.
        callouts: Numbers of edges with what they rest on; empty for none.
    """
    picture = read_picture(svg)
    form = sheet.format.turned if _is_wide(picture, sheet) else sheet.format
    inner = form.width - 2 * form.margin if form.width is not None else _own_width(drawing, picture, form)
    head, foot = _head(drawing, form, inner), _foot(drawing, sheet, inner)
    legend = set_legend(
        drawing, [] if sheet.legend == "none" else legend_entries(drawing, style), style,
        most=inner, size=form.legend, is_full=sheet.legend == "full",
    )  # fmt: skip
    gap = form.notes * _GAP
    fixed = head.height + foot.height + legend.height + 2 * form.margin + gap * (2 + bool(legend.height))
    room = form.height - fixed if form.height is not None else None
    scale, table, numbers = _numbered(picture, form, inner, room, callouts)
    high = form.height if form.is_full and form.height is not None else (
        fixed + picture.height * scale + (table.height + gap if table.height else 0.0)
    )  # fmt: skip
    wide = inner + 2 * form.margin
    root = _page(drawing, wide, high, sheet)
    below = legend.height + table.height + foot.height + gap * (1 + bool(legend.height) + bool(table.height))
    free = max(0.0, high - form.margin - below - (form.margin + head.height + gap) - picture.height * scale)
    places = _Places(form.margin, form.margin, gap)
    root.append(places.put("Title", head.elements, head.height))
    x = form.margin + (inner - picture.width * scale) / 2
    y = places.y + free / 2
    root.extend(layered(drawing, picture.root, x, y, scale))
    if numbers:
        root.append(layer("Callouts", numbers, x=x, y=y))
    places.skip(picture.height * scale + free)
    if legend.height:
        root.append(places.put("Legend", legend.elements, legend.height))
    if table.height:
        root.append(places.put("Evidence", table.elements, table.height))
    root.append(places.put("Footer", foot.elements, foot.height))
    themed(root, sheet.theme)
    least = picture.least * scale
    return Composed(written(root), wide, high, scale, least, _complaint(picture, scale, sheet))


def _numbered(
    picture: Picture, form: Format, inner: float, room: float | None, callouts: Sequence[Callout]
) -> tuple[float, Listed, list[ET.Element]]:
    """Return by how much a picture is scaled, the list of its callouts, and their numbers from its upper left corner.

    A number that finds no room in the picture is said in the list; that takes room, and may change the scale.
    """
    unmarked: set[int] = set()
    while True:
        table = listed(callouts, inner, form.legend, None if room is None else room * _CALLOUTS_SHARE, unmarked)
        left = room - table.height - form.notes * _GAP if room is not None and table.height else room
        scale = _fitted(picture, form, inner, left)
        marked = [callout for callout in callouts if callout.number not in unmarked]
        numbers = numbered(marked, picture.root, scale, form.legend)
        if not numbers.unmarked:
            return scale, table, numbers.elements
        unmarked |= numbers.unmarked


def _is_wide(picture: Picture, sheet: Sheet) -> bool:
    """Whether a poster is to be hung crosswise."""
    return sheet.purpose == "poster" and sheet.width_mm is None and picture.width > picture.height


@dataclass(slots=True)
class _Places:
    """Where the next part of a sheet goes."""

    x: float
    y: float
    gap: float

    def put(self, name: str, elements: Sequence[ET.Element], height: float) -> ET.Element:
        found = layer(name, elements, x=self.x, y=self.y)
        self.skip(height)
        return found

    def skip(self, height: float) -> None:
        self.y += height + (self.gap if height else 0.0)


def _own_width(drawing: Drawing, picture: Picture, form: Format) -> float:
    title = width(drawing.title, form.title, True)
    return max(picture.width, min(title, 520.0), _LEAST_WIDTH)


def _head(drawing: Drawing, form: Format, most: float) -> _Block:
    """Set the title, and what is said under it."""
    said = [view_words(drawing)] if drawing.kind == "cascade" else []
    if drawing.caption:
        said.insert(0, f"Redrawn from captions and text: {drawing.caption}")
    block = _Block()
    block.say([drawing.title], form.title, most, colour="#000000", is_bold=True)
    block.height += form.notes * 0.15
    block.say([*(["; ".join(said)] if said else []), *drawing.notes], form.notes, most, colour="#333333")
    return block


def _foot(drawing: Drawing, sheet: Sheet, most: float) -> _Block:
    """Set data sets, versions and digest."""
    block = _Block()
    if sheet.footer:
        said = f"{drawing.version} - content {drawing.digest}".removeprefix(" - ")
        block.say([said], sheet.format.footer, most, colour="#555555")
    return block


def _page(drawing: Drawing, wide: float, high: float, sheet: Sheet) -> ET.Element:
    """Return an empty sheet in the colour of the theme."""
    sides = {"width": f"{short(wide)}pt", "height": f"{short(high)}pt", "viewBox": f"0 0 {short(wide)} {short(high)}"}
    family = f"{family_of(sheet.font)},{FAMILY}" if sheet.font else FAMILY
    root = ET.Element(f"{{{SVG}}}svg", {**sides, "font-family": family})
    ET.SubElement(root, f"{{{SVG}}}title").text = clean(drawing.title)
    outline = f"M0 0 L{short(wide)} 0 L{short(wide)} {short(high)} L0 {short(high)} Z"
    ET.SubElement(
        root, f"{{{SVG}}}path", {"id": "Sheet", "d": outline, "fill": LOOKS[sheet.theme].page, "stroke": "none"}
    )
    return root


def _fitted(picture: Picture, form: Format, inner: float, room: float | None) -> float:
    """Return by how much a picture is scaled: to the width, to the room that is left, to no type that is too large."""
    scale = min(inner / picture.width, form.most / NODE_TYPE)
    if form.width is None:
        return min(scale, 1.0)
    return min(scale, max(room, 1.0) / picture.height) if room is not None else scale


def _complaint(picture: Picture, scale: float, sheet: Sheet) -> str:
    """Say that type is too small for print, how small it is, and what would help."""
    least = picture.least * scale
    if sheet.format.width is None or least >= LEAST_TYPE - 0.05:
        return ""
    names = NODE_TYPE * scale
    needed = picture.width * LEAST_TYPE / picture.least / MM
    wider = f"a width of {needed + 2:.0f} mm would do" if needed < 1200 else "no sheet is wide enough"
    return (
        f"the smallest type of the picture is {least:.1f} pt and its names are {names:.1f} pt, where journals ask for "
        f"{LEAST_TYPE:g}; {wider}, or draw less: leave nodes out, take fewer steps or the guide view"
    )
