"""Set words on a sheet: break them at a width in points, as elements of an SVG."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable

from pathway_graph.diagrams.boxes import SVG, short
from pathway_graph.diagrams.fonts import width

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LEADING = 1.28
"""Distance of lines, in sizes of their type."""


def broken(text: str, size: float, most: float, *, is_bold: bool = False) -> list[str]:
    """Return a text in lines no wider than *most* points; a word that is too wide is cut.

    >>> broken("protein kinase A", 10, 60)
    ['protein', 'kinase A']
    """
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if width(longer, size, is_bold) <= most:
            lines[-1] = longer
            continue
        pieces = list(_cut(word, size, most, is_bold))
        lines[-1:] = [lines[-1], *pieces] if lines[-1] else pieces
    return lines


def _cut(word: str, size: float, most: float, is_bold: bool) -> Iterable[str]:
    piece = ""
    for letter in word:
        if piece and width(piece + letter, size, is_bold) > most:
            yield piece
            piece = ""
        piece += letter
    yield piece


def words(
    text: str, x: float, y: float, size: float, *, colour: str = "#000000", is_bold: bool = False, anchor: str = ""
) -> ET.Element:
    """Return a line of words, its foot at *y*."""
    element = ET.Element(f"{{{SVG}}}text", {"x": short(x), "y": short(y), "font-size": short(size), "fill": colour})
    if is_bold:
        element.set("font-weight", "bold")
    if anchor:
        element.set("text-anchor", anchor)
    element.text = clean(text)
    return element


def clean(text: str) -> str:
    r"""Return a text as XML can hold it; what it cannot hold is shown as such.

    >>> clean("A\x00B") == "A\N{REPLACEMENT CHARACTER}B"
    True
    """
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)
