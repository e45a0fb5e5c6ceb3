"""Save a drawing on its sheet as a picture, or as an interactive page."""

from __future__ import annotations

import os
import warnings
from pathlib import Path
from typing import Final

from pathway_graph.diagrams import style
from pathway_graph.diagrams.callouts import callouts_of
from pathway_graph.diagrams.compose import Composed, composed
from pathway_graph.diagrams.dot import is_directed, picture_dot, to_dot
from pathway_graph.diagrams.drawing import Drawing
from pathway_graph.diagrams.engine import in_time
from pathway_graph.diagrams.fonts import is_file
from pathway_graph.diagrams.html import to_html
from pathway_graph.diagrams.overlay import overlay
from pathway_graph.diagrams.render import FORMATS, TIMEOUT_S, drawn, render_svg, save_file
from pathway_graph.diagrams.request import EDGE_POINTS, EVEN, NODE_POINTS, USUAL, Type
from pathway_graph.diagrams.sheet import LEAST_TYPE, Direction, Sheet
from pathway_graph.diagrams.size import require_picturable
from pathway_graph.errors import RenderError, RenderWarning, UnknownName, nearest
from pathway_graph.evidence.selection import ClaimFilter
from pathway_graph.model import Network
from pathway_graph.model.arguments import require_number
from pathway_graph.model.border import refuses_bad_data

_NEARLY: Final = 0.9
"""A picture whose names are so near to the smallest type that is printed is tried with all type as large as they."""
PICTURES: Final = (*FORMATS, "html")
"""What a drawing can be saved as."""


@refuses_bad_data
def save_picture(
    drawing: Drawing,
    network: Network,
    path: str | os.PathLike[str],
    picture: str | None = None,
    *,
    context: ClaimFilter | None = None,
    timeout_s: float = TIMEOUT_S,
    dpi: int = 0,
    sheet: Sheet | None = None,
) -> Path:
    """Save *drawing* as a picture or an interactive page; the file appears whole or not at all.

    Args:
        drawing: A picture of entities of *network*.
        network: Where its claims are.
        path: The file; its folder must exist.
        picture: One of `PICTURES`; by default the file's ending, else ``svg``.
        context: Lay the measured changes of this context over it; a page shows them first and offers others.
        timeout_s: Give the layout so many seconds, our part and that of Graphviz together.
        dpi: Dots per inch of a PNG or TIFF, instead of those of the sheet.
        sheet: Size, legend, theme, callouts of a picture; a page has its own. By default a sheet as large as the
            picture.

    Raises:
        UnknownName: No such format; or a name in the context means nothing.
        AmbiguousName: A name in the context means several things.
        RenderError: Graphviz is missing, failed or took too long, the file cannot be written, or the drawing has more
            than 6,000 edges to lay out: save it as ``dot``.

    Warns:
        RenderWarning: Type is smaller than journals print; or see `render`.

    >>> import tempfile
    >>> from pathway_graph.diagrams.select import select_diagram
    >>> from pathway_graph.formats.native import read_guide
    >>> guide = read_guide()
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save_picture(select_diagram(guide, "camp"), guide, Path(folder) / "camp.html").name
    'camp.html'
    """
    form = picture or Path(path).suffix.lstrip(".").lower() or "svg"
    form = "tiff" if form == "tif" else form
    if form not in PICTURES:
        raise _no_format(form)
    if dpi:
        require_number("dpi", dpi, above=0)
    if form == "html":
        page = to_html(drawing, network, context=context, timeout_s=timeout_s)
        return save_file(path, page.encode())
    shown = drawing if context is None else overlay(drawing, network, context)
    if form == "dot":
        with in_time(timeout_s):
            text = to_dot(shown)
        return save_file(path, text.encode())
    asked = sheet or Sheet()
    found = sheet_of(shown, network, asked, timeout_s=timeout_s)
    if found.complaint:
        warnings.warn(found.complaint, RenderWarning, stacklevel=3)
    font = asked.font if is_file(asked.font) else ""
    return save_file(path, drawn(found.svg, form, dpi=dpi or asked.dots, font=font, stacklevel=4))


def sheet_of(
    drawing: Drawing, network: Network | None = None, sheet: Sheet | None = None, *, timeout_s: float = TIMEOUT_S
) -> Composed:
    """Return a drawing on its sheet, as the text of an SVG file, with its sizes; errors as for `save_picture`.

    Args:
        drawing: What is shown.
        network: Where its claims are; needed for callouts alone.
        sheet: The sheet; by default one as large as the picture.
        timeout_s: Give the layout so many seconds.

    >>> from pathway_graph.diagrams.select import select_diagram
    >>> from pathway_graph.formats.native import read_guide
    >>> round(sheet_of(select_diagram(read_guide(), "D4"), sheet=Sheet("slide")).width)
    960
    """
    require_number("timeout_s", timeout_s, above=0)
    require_picturable(drawing)
    asked = sheet or Sheet()
    form = asked.format
    room = None if form.width is None or form.is_full else (form.width - 2 * form.margin) * EDGE_POINTS / LEAST_TYPE
    callouts = callouts_of(drawing, network) if asked.callouts and network is not None else []

    def drawn_in(direction: Direction, sizes: Type, most: float | None = None) -> Composed:
        dot = picture_dot(drawing, direction=direction, width=room, ratio=form.ratio, most=most, sizes=sizes)
        return composed(drawing, render_svg(dot, timeout_s=timeout_s), asked, style, callouts)

    with in_time(timeout_s):
        best = max((drawn_in(way, USUAL) for way in _directions(drawing, asked)), key=lambda found: found.scale)
        # small type is written larger where names alone could be read: on narrow paper
        if best.complaint and not form.is_full and best.scale * NODE_POINTS >= LEAST_TYPE * _NEARLY:
            larger = drawn_in(asked.direction, EVEN, room and room * NODE_POINTS / EDGE_POINTS)
            best = max(best, larger, key=lambda found: found.least)
    return best


def _directions(drawing: Drawing, sheet: Sheet) -> tuple[Direction, ...]:
    """Return the ways that arrows may run; a slide is wide, so the larger of two pictures is taken for it."""
    if sheet.purpose == "slide" and not sheet.direction and is_directed(drawing):
        return ("right", "down")
    return (sheet.direction,)


def _no_format(form: str) -> RenderError | UnknownName:
    if form in ("eps", "ps"):
        return RenderError(
            f"no picture format {form!r}: nothing here writes it with its fonts",
            hint="save a PDF and turn it into EPS, for instance with `pdftops -eps` of Poppler, or with Inkscape",
        )
    return UnknownName("picture format", form, nearest(form, PICTURES), known=PICTURES)
