"""The sheet a picture is printed on: its size, its type, what stands round the picture, and in which colours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from pathway_graph.model.arguments import require_number, require_word

Purpose = Literal["", "column", "page", "slide", "poster"]
LegendKind = Literal["none", "strip", "full"]
Theme = Literal["print", "grey", "dark", "colour-blind"]
Direction = Literal["", "down", "right"]
PURPOSES: Final = ("column", "page", "slide", "poster")
LEGENDS: Final = ("none", "strip", "full")
THEMES: Final = ("print", "grey", "dark", "colour-blind")
DIRECTIONS: Final = ("down", "right")
MM: Final = 72 / 25.4
"""Points of a millimetre."""
LEAST_TYPE: Final = 6.5
"""The smallest type that journals print, in points; most ask for 6 to 7."""


@dataclass(frozen=True, slots=True)
class Format:
    """What a purpose asks for: width and height in points, margin, sizes of type, and how large type may grow.

    Attributes:
        width: Of the sheet; None for what the picture needs.
        height: The most it may have, or None.
        is_full: The sheet has this height whatever stands on it: a slide, a poster.
        margin: Free space at each side.
        title: Size of the title's type; that of *notes*, *legend* and *footer* in the same manner.
        most: The largest type that names of nodes may grow to.
        dpi: Dots per inch of a PNG or TIFF.
    """

    width: float | None
    height: float | None
    is_full: bool
    margin: float
    title: float
    notes: float
    legend: float
    footer: float
    most: float
    dpi: int

    @property
    def turned(self) -> Format:
        """The same, lying on its side."""
        return replace(self, width=self.height, height=self.width)

    @property
    def ratio(self) -> float | None:
        """Width to height of what is left for a picture on a sheet of fixed height, where a quarter goes to words."""
        return self.width / self.height / 0.75 if self.is_full and self.width and self.height else None


FORMATS_OF: Final[Mapping[str, Format]] = {
    "": Format(None, None, False, 18, 15, 10, 8, 8, 11, 144),
    "column": Format(86 * MM, 240 * MM, False, 2, 8.5, 6.8, 6.5, 6.5, 10.3, 600),
    "page": Format(178 * MM, 240 * MM, False, 2, 11, 7.5, 6.5, 6.5, 11, 600),
    "slide": Format(960, 540, True, 26, 24, 13, 12, 9, 18, 144),
    "poster": Format(594 * MM, 841 * MM, True, 60, 54, 28, 26, 16, 44, 150),
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a picture is put on paper, on a slide or into a file; the same options in every command that draws.

    Attributes:
        purpose: ``column`` (86 mm), ``page`` (178 mm), ``slide`` (13.33 by 7.5 inches), ``poster`` (A1), or empty for a
            sheet as large as the picture.
        width_mm: Width of the sheet in millimetres, instead of the purpose's.
        dpi: Dots per inch of a PNG or TIFF; 0 for what suits the purpose.
        font: A file (.ttf) to write with, or the name of a font, which only a reader of SVG looks for; empty for ours.
        legend: ``none``, ``strip`` (one or two lines) or ``full`` (with a heading for each sort of mark).
        theme: ``print``, ``grey``, ``dark`` or ``colour-blind``.
        direction: Where arrows run, ``down`` or ``right``; empty for what suits the picture.
        callouts: Number the arrows, and list below what each rests on.
        footer: Whether data sets, their versions and the digest stand at the foot.

    Raises:
        WrongArgument: A word or a number that means nothing.

    >>> Sheet("column", theme="grey").format.width
    243.77952755905514
    >>> Sheet("colum")
    Traceback (most recent call last):
    pathway_graph.errors.WrongArgument: purpose cannot be 'colum'; did you mean 'column'?
    """

    purpose: Purpose = ""
    width_mm: float | None = None
    dpi: int = 0
    font: str = ""
    legend: LegendKind = "strip"
    theme: Theme = "print"
    direction: Direction = ""
    callouts: bool = False
    footer: bool = True

    def __post_init__(self) -> None:
        require_word("purpose", self.purpose, ("", *PURPOSES))
        require_word("legend", self.legend, LEGENDS)
        require_word("theme", self.theme, THEMES)
        require_word("direction", self.direction, ("", *DIRECTIONS))
        if self.width_mm is not None:
            require_number("width_mm", self.width_mm, above=0, high=5000)
        if self.dpi:
            require_number("dpi", self.dpi, above=0, high=2400)

    @property
    def format(self) -> Format:
        """Sizes in points, with the width asked for."""
        found = FORMATS_OF[self.purpose]
        if self.width_mm is None:
            return found
        width = self.width_mm * MM
        if not self.purpose:  # type as on paper of that width
            found = FORMATS_OF["column" if width < 120 * MM else "page"]
        return replace(found, width=width)

    @property
    def dots(self) -> int:
        """Dots per inch of a PNG or TIFF."""
        return self.dpi or self.format.dpi
