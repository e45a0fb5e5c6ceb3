"""The fonts that pictures are drawn with: files that packages bring, so a machine without any font draws letters."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from pathway_graph.diagrams.typeface import Typeface
from pathway_graph.errors import RenderError

MEASURED: Final = "DejaVu Sans"
"""The font whose widths Graphviz reckons with: it knows them by heart, and they are the widest of the family below."""
FAMILY: Final = "Helvetica,Arial,Liberation Sans,DejaVu Sans,sans-serif"
"""What an SVG asks a viewer for: the first that it has. Text fits its box in all of them."""
REGULAR: Final = "DejaVuSans"
BOLD: Final = "VeraBold"
_FILES: Final = {REGULAR: ("ziafont", "fonts/DejaVuSans.ttf"), BOLD: ("reportlab", "fonts/VeraBd.ttf")}
"""Font -> the package that brings its file. Vera is what DejaVu grew out of: letters of the same shape and width."""
BYTE_EM: Final = 0.318
"""What Graphviz takes each byte of a character beyond ASCII to be wide: as much as a blank."""
_FOREIGN_EM: Final = 1.0
"""How wide a viewer draws what our fonts lack, mostly Chinese and Japanese."""


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
        raise RenderError("no font to draw with", hint=f"install the package {package}")
    return file


@cache
def typeface(name: str) -> Typeface:
    """Return the characters and widths of a font.

    Raises:
        RenderError: The package that brings it is missing or damaged.
    """
    try:
        return Typeface(font_file(name))
    except (OSError, ValueError) as error:
        raise RenderError(str(error), hint=f"install the package {_FILES[name][0]} anew") from error


def is_file(font: str) -> bool:
    """Whether a font is given as a file, and not by its name.

    >>> is_file("Arial"), is_file("fonts/Inter.ttf")
    (False, True)
    """
    return font.lower().endswith((".ttf", ".otf"))


@cache
def _given(file: str) -> Typeface:
    """Return a font that the user brings.

    Raises:
        RenderError: There is no such file, or it is no TrueType font.
    """
    try:
        return Typeface(Path(file))
    except (OSError, ValueError) as error:
        raise RenderError(f"cannot draw with {file}: {error}", hint="name a file of a TrueType font (.ttf)") from error


def family_of(font: str) -> str:
    """Return what a viewer calls a font that is given by its name or as a file.

    Raises:
        RenderError: There is no such file, or it is no TrueType font.
    """
    if not is_file(font):
        return font.replace('"', "").replace("<", "").replace("&", "")
    _given(font)
    from reportlab.pdfbase.ttfonts import TTFError, TTFontFile

    try:
        name = TTFontFile(font).familyName
    except TTFError as error:
        raise RenderError(f"cannot draw with {font}: {error}", hint="name a file of a TrueType font (.ttf)") from error
    return name.decode(errors="replace") if isinstance(name, bytes) else str(name)


def runs_in(text: str, font: str, is_bold: bool = False) -> list[tuple[str, str]]:
    """Cut text into pieces of one font each: the file *font* wherever it has the character, else one of ours."""
    face = _given(font)
    pieces: list[tuple[str, str]] = []
    for character in text:
        name = font if face.glyph(character) else runs(character, is_bold)[0][0]
        if pieces and pieces[-1][0] == name:
            pieces[-1] = (name, pieces[-1][1] + character)
        else:
            pieces.append((name, character))
    return pieces


def width_in(text: str, size: float, font: str, is_bold: bool = False) -> float:
    """Return the width of text in points where it is written in the file *font*."""
    faces = ((_given(name) if name == font else typeface(name), part) for name, part in runs_in(text, font, is_bold))
    return size * sum(face.width(letter) for face, part in faces for letter in part)


def runs(text: str, is_bold: bool = False) -> list[tuple[str, str]]:
    """Cut text into pieces of one font each: the bold font lacks Greek letters and signs that the other has.

    >>> runs("TNF-α raises", is_bold=True)
    [('VeraBold', 'TNF-'), ('DejaVuSans', 'α'), ('VeraBold', ' raises')]
    """
    pieces: list[tuple[str, str]] = []
    for character in text:
        name = BOLD if is_bold and typeface(BOLD).glyph(character) else REGULAR
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
    return size * sum(typeface(name).width(letter) for name, piece in runs(text, is_bold) for letter in piece)


def lacking(texts: Iterable[str]) -> str:
    """Return the characters, sorted, that no font here can draw; a picture shows a box in their place.

    >>> lacking(["α2-adrenergic → cAMP ▼", "神経"])
    '神経'
    """
    others = {character for text in texts for character in text if character > "\x7e"}
    return "".join(sorted(character for character in others if not typeface(REGULAR).glyph(character)))


def unreckoned(lines: Sequence[str], size: float) -> float:
    """Return by how many points lines are wider than Graphviz reckons; 0 where it leaves room enough.

    >>> unreckoned(["protein kinase A"], 11), round(unreckoned(["ЖЖЖЖ"], 11), 1)
    (0.0, 19.4)
    """
    if all(line.isascii() for line in lines):  # whose widths it knows
        return 0.0
    real = max(sum(map(_real_em, line)) for line in lines)
    reckoned = max(sum(map(_reckoned_em, line)) for line in lines)
    return size * max(0.0, real - reckoned)


def _real_em(character: str) -> float:
    face = typeface(REGULAR)
    return face.width(character) if face.glyph(character) else _FOREIGN_EM


def _reckoned_em(character: str) -> float:
    if character.isascii():
        return typeface(REGULAR).width(character)
    return BYTE_EM * len(character.encode(errors="replace"))
