"""The fonts that pictures are drawn with: files that packages bring, so a machine without any font draws letters."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Final

from pathway_graph.errors import RenderError

MEASURED: Final = "DejaVu Sans"
"""The font whose widths Graphviz reckons with: it knows them by heart, and they are the widest of the family below."""
FAMILY: Final = "Helvetica,Arial,Liberation Sans,DejaVu Sans,sans-serif"
"""What an SVG asks a viewer for: the first that it has. Text fits its box in all of them."""
_FILES: Final = {"DejaVuSans": ("ziafont", "fonts/DejaVuSans.ttf"), "VeraBold": ("reportlab", "fonts/VeraBd.ttf")}
"""Font -> the package that brings its file. Vera is what DejaVu grew out of: letters of the same shape and width."""
REGULAR: Final = "DejaVuSans"
BOLD: Final = "VeraBold"


def font_file(name: str) -> Path:
    """Return the file of a font.

    Raises:
        RenderError: The package that brings it is missing.

    >>> font_file(REGULAR).name
    'DejaVuSans.ttf'
    """
    package, inside = _FILES[name]
    spec = importlib.util.find_spec(package)
    file = Path(spec.origin).parent / inside if spec and spec.origin else None
    if file is None or not file.is_file():
        raise RenderError(f"no font to draw with: install the package {package}")
    return file


@cache
def font(name: str) -> Any:
    """Return a font for measuring and for PDF, registered with reportlab.

    Raises:
        RenderError: A package is missing.
    """
    try:
        from reportlab.pdfbase.pdfmetrics import registerFont
        from reportlab.pdfbase.ttfonts import TTFont
    except ImportError as error:
        raise RenderError("no PDF without the package reportlab: install it, or draw SVG") from error
    found = TTFont(name, str(font_file(name)))
    registerFont(found)
    return found


def runs(text: str, is_bold: bool = False) -> list[tuple[str, str]]:
    """Cut text into pieces of one font each: the bold font lacks Greek letters and signs that the other has.

    >>> runs("TNF-α raises", is_bold=True)
    [('VeraBold', 'TNF-'), ('DejaVuSans', 'α'), ('VeraBold', ' raises')]
    """
    pieces: list[tuple[str, str]] = []
    for character in text:
        name = BOLD if is_bold and ord(character) in font(BOLD).face.charToGlyph else REGULAR
        if pieces and pieces[-1][0] == name:
            pieces[-1] = (name, pieces[-1][1] + character)
        else:
            pieces.append((name, character))
    return pieces


def width(text: str, size: float, is_bold: bool = False) -> float:
    """Return the width of text in points.

    >>> round(width("MMMM", 10) / width("iiii", 10), 1)
    3.1
    """
    return float(sum(font(name).stringWidth(piece, size) for name, piece in runs(text, is_bold)))


def lacking(texts: Iterable[str]) -> str:
    """Return the characters, sorted, that no font here can draw; a picture shows a box in their place.

    >>> lacking(["α2-adrenergic → cAMP ▼", "神経"])
    '神経'
    """
    others = {character for text in texts for character in text if character > "\x7e"}
    if not others:
        return ""
    known = font(REGULAR).face.charToGlyph
    return "".join(sorted(character for character in others if ord(character) not in known))
