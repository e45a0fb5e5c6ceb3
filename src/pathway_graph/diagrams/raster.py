"""Turn an SVG into a PNG or a TIFF of a stated resolution."""

from __future__ import annotations

import math
import struct
import xml.etree.ElementTree as ET
import zlib
from io import BytesIO
from typing import Final

from pathway_graph.diagrams.fonts import BOLD, REGULAR, family_of, font_file
from pathway_graph.errors import MissingRenderer, RenderError

DPI: Final = 144
"""Dots per inch, where nothing else is asked for: two a point."""
MOST_PIXELS: Final = 100_000_000
_NAMES: Final = {REGULAR: "DejaVu Sans", BOLD: "Bitstream Vera Sans"}
"""What the font files call themselves."""
_INCH_M: Final = 0.0254
_HEAD: Final = 33
"""Bytes of a PNG up to the end of its first part, which gives the size."""


def to_png(svg: str, *, dpi: int = DPI, font: str = "") -> bytes:
    """Return SVG as PNG, with its resolution in the file.

    Args:
        svg: Text of an SVG file, its size in points.
        dpi: Dots per inch.
        font: A file of a TrueType font to write with, wherever it has the characters; empty for ours.

    Raises:
        RenderError: The package is missing or fails, the file is no font, or the picture would be too large.

    >>> picture = to_png('<svg xmlns="http://www.w3.org/2000/svg" width="72pt" height="36pt"/>', dpi=300)
    >>> struct.unpack(">II", picture[16:24]), b"pHYs" in picture
    ((300, 150), True)
    """
    try:
        import resvg_py
    except ImportError as error:
        raise MissingRenderer(
            "resvg-py", message="no PNG without the package resvg-py", hint="install it, or draw SVG or PDF"
        ) from error
    root = _plain(svg, family_of(font) if font else "")
    size = [math.ceil(float(root.get(side, "1")) * dpi / 72) for side in ("width", "height")]
    if size[0] * size[1] > MOST_PIXELS:
        raise RenderError(
            f"{size[0]} by {size[1]} pixels are too many for a PNG (at most {MOST_PIXELS})",
            hint="ask for fewer dots per inch, or draw SVG or PDF",
        )
    try:
        picture = resvg_py.svg_to_bytes(
            svg_string=ET.tostring(root, encoding="unicode"),
            zoom=dpi / 72,
            font_files=[*([font] if font else []), *(str(font_file(name)) for name in (REGULAR, BOLD))],
            skip_system_fonts=True,  # the same picture on every machine
        )
    except ValueError as error:
        raise RenderError(f"resvg-py cannot draw the PNG: {error}", hint="draw SVG or PDF") from error
    return _with_resolution(bytes(picture), dpi)


def to_tiff(svg: str, *, dpi: int = DPI, font: str = "") -> bytes:
    """Return SVG as TIFF (LZW, RGB), with its resolution in the file: what journals take for line art.

    Errors as for `to_png`.

    >>> to_tiff('<svg xmlns="http://www.w3.org/2000/svg" width="72pt" height="36pt"/>', dpi=300)[:2]
    b'II'
    """
    try:
        from PIL import Image
    except ImportError as error:
        raise MissingRenderer(
            "pillow", message="no TIFF without the package pillow", hint="install it, or draw PNG or PDF"
        ) from error
    drawn = Image.open(BytesIO(to_png(svg, dpi=dpi, font=font)))
    sheet = Image.new("RGB", drawn.size, "white")
    sheet.paste(drawn, mask=drawn.getchannel("A") if "A" in drawn.getbands() else None)
    file = BytesIO()
    sheet.save(file, "TIFF", compression="tiff_lzw", dpi=(dpi, dpi))
    return file.getvalue()


def _plain(svg: str, family: str) -> ET.Element:
    """Return the tree with sizes as plain numbers, in the fonts that are there, without pictures from files."""
    root = ET.fromstring(svg)
    for side in ("width", "height"):
        root.set(side, root.get(side, "1").removesuffix("pt"))
    for element in root.iter():
        for child in [child for child in element if child.tag.endswith("}image")]:
            element.remove(child)
        if element.tag.endswith("}text"):
            bold = element.get("font-weight") == "bold"
            ours = (_NAMES[BOLD], _NAMES[REGULAR]) if bold else (_NAMES[REGULAR],)
            element.set("font-family", ", ".join(filter(None, (family and f"'{family}'", *ours))))
    return root


def _with_resolution(picture: bytes, dpi: int) -> bytes:
    """Put in the part that says dots a metre; PNG (ISO/IEC 15948) 11.3.4.3."""
    dots = round(dpi / _INCH_M)
    body = b"pHYs" + struct.pack(">IIB", dots, dots, 1)
    part = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return picture[:_HEAD] + part + picture[_HEAD:]
