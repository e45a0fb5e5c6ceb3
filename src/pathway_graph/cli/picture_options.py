"""The options of every command that draws: size, type, legend, theme, what is left out; and how a picture is saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
from click.core import ParameterSource

from pathway_graph.cli.output import note, with_options

if TYPE_CHECKING:
    from pathway_graph.diagrams import Drawing, Sheet
    from pathway_graph.evidence.selection import ClaimFilter
    from pathway_graph.model import Network

PICTURES: Final = ("svg", "png", "tiff", "pdf", "dot", "html")
ENDINGS: Final = ".svg, .png, .tiff, .pdf, .dot, .html"
_PURPOSES: Final = ("column", "page", "slide", "poster")
_SHEET: Final = ("purpose", "width_mm", "dpi", "font", "legend", "theme", "direction", "callouts")
"""Parameters that are attributes of a `Sheet`, which a page of HTML and DOT text have no use for."""
_CHOICE: Final = ("only_nodes", "without_nodes", "title")
_OPTIONS: Final = (
    click.option("--for", "purpose", type=click.Choice(_PURPOSES),
                 help="Sheet: column 86 mm, page 178 mm, slide 13.33 by 7.5 inches, poster A1."),
    click.option("--width", "width_mm", type=click.FloatRange(20, 5000), metavar="MM", help="Width in millimetres."),
    click.option("--dpi", type=click.IntRange(36, 2400), metavar="N",
                 help="Dots per inch of a PNG or TIFF. Default: 144, for paper 600, for a poster 150."),
    click.option("--font", default="", metavar="NAME|FILE", help="Font of an SVG by name, of any picture as a .ttf."),
    click.option("--legend", type=click.Choice(["none", "strip", "full"]), default="strip", show_default=True,
                 help="strip is a line or two, full has headings."),
    click.option("--theme", type=click.Choice(["print", "grey", "dark", "colour-blind"]), default="print",
                 show_default=True, help="Colours; grey is for printing without any."),
    click.option("--direction", type=click.Choice(["down", "right"]), help="Where arrows run, where a layout can."),
    click.option("--title", metavar="TEXT", help="Instead of the picture's own; '' for none."),
    click.option("--only", "only_nodes", multiple=True, metavar="NODE", help="Keep these nodes alone; repeatable."),
    click.option("--callouts", is_flag=True, help="Number the arrows, and list below what each rests on."),
)  # fmt: skip


def picture_options(command: Callable[..., Any], *, is_drawing: bool = False) -> Callable[..., Any]:
    """Add the options of a picture to a command.

    Args:
        command: What they are added to.
        is_drawing: The command does nothing but draw, so that ``--without`` can only mean a node; elsewhere it is a
            work that is left out.
    """
    names = ("--without-node", "--without") if is_drawing else ("--without-node",)
    without = click.option(
        *names, "without_nodes", multiple=True, metavar="NODE", help="Leave a node out; repeatable."
    )  # fmt: skip
    return with_options(command, (*_OPTIONS, without))


def require_picture(given: dict[str, Any], picture: str | None) -> None:
    """Refuse options of a picture where none is drawn, and those that its format has no use for.

    Raises:
        UsageError: One was given.
    """
    context = click.get_current_context()
    said = [name for name in (*_SHEET, *_CHOICE) if _is_given(context, name)]
    if not said:
        return
    option = next(
        parameter.opts[0] for parameter in context.command.params if parameter.name == said[0] and parameter.opts
    )
    if picture is None:
        raise click.UsageError(f"{option} is about a picture; name its file with --diagram FILE")
    of_sheet = [name for name in said if name in _SHEET]
    ending = Path(picture).suffix.lower()
    if of_sheet and ending in (".html", ".dot"):
        raise click.UsageError(f"{option} is about a printed picture; {ending} has no sheet: draw svg, png, tiff, pdf")


def _is_given(context: click.Context, name: str) -> bool:
    return context.get_parameter_source(name) not in (ParameterSource.DEFAULT, None)


def sheet_asked(given: dict[str, Any]) -> Sheet:
    """Return the sheet that the options ask for."""
    from pathway_graph.diagrams import Sheet

    return Sheet(
        purpose=given["purpose"] or "", width_mm=given["width_mm"], dpi=given["dpi"] or 0, font=given["font"],
        legend=given["legend"], theme=given["theme"], direction=given["direction"] or "", callouts=given["callouts"],
    )  # fmt: skip


def chosen_part(drawing: Drawing, network: Network, given: dict[str, Any]) -> Drawing:
    """Return the drawing with the nodes and under the title that the options ask for."""
    from pathway_graph.diagrams import narrowed, retitled

    part = narrowed(drawing, network, only=given["only_nodes"], without=given["without_nodes"])
    return part if given["title"] is None else retitled(part, given["title"])


def save_as_asked(
    drawing: Drawing,
    network: Network,
    path: str | Path,
    given: dict[str, Any],
    *,
    picture: str | None = None,
    context: ClaimFilter | None = None,
    timeout_s: float = 30.0,
) -> Path:
    """Save a drawing on the sheet that the options ask for, and return its path; the part is chosen before."""
    from pathway_graph.diagrams import save_picture

    return save_picture(
        drawing, network, path, picture, context=context, timeout_s=timeout_s, sheet=sheet_asked(given)
    )  # fmt: skip


def draw_as_asked(drawing: Drawing, network: Network, path: str, given: dict[str, Any]) -> None:
    """Save a drawing as the options ask for, and say so."""
    save_as_asked(chosen_part(drawing, network, given), network, path, given)
    note(f"drew {path}")
