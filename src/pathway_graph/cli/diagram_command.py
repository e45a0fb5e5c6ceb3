"""``pathway-graph diagram``: draw diagrams, workflows and neighbourhoods."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pathway_graph.cli.output import note, say, store_option
from pathway_graph.cli.reading import of_sources, say_choices, source_note, source_option, stored_network

if TYPE_CHECKING:
    from pathway_graph.diagrams import Drawing
    from pathway_graph.evidence.selection import ClaimFilter
    from pathway_graph.model import Network

PICTURES = ("svg", "png", "pdf", "dot", "html")


@click.command("diagram")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option(
    "--view",
    type=click.Choice(["guide", "expanded"]),
    default="guide",
    show_default=True,
    help="expanded adds the background, drawn as such.",
)
@click.option("--detail", is_flag=True, help="Add the detail layer.")
@click.option(
    "--layout",
    type=click.Choice(["computed", "original"]),
    default="computed",
    show_default=True,
    help="original: nodes and groups where the imported drawing (GPML, CX, CX2, Cytoscape) has them.",
)
@click.option("--around", metavar="ENTITY", help="Draw the causal neighbourhood of an entity instead.")
@click.option("--steps", type=click.IntRange(1, 4), default=1, show_default=True, help="With --around: how far.")
@click.option(
    "--overlay",
    "context",
    metavar="KEY=VALUE,...",
    help="Show measured changes of a context, e.g. species=rat,region=hippocampus; 'any' for all of them.",
)
@click.option("--format", "format_", type=click.Choice(PICTURES), help="Default: the output file's ending, else svg.")
@click.option(
    "--output",
    "-o",
    type=click.Path(),
    metavar="FILE|FOLDER",
    help="A file for one picture (- for standard output), a folder for several. Default: diagrams/.",
)
@click.option("--dpi", type=click.IntRange(36, 2400), default=144, show_default=True, help="Dots per inch of a PNG.")
@click.option("--timeout", type=click.FloatRange(1, 600), default=30.0, show_default=True, help="Seconds per picture.")
@source_option
@store_option
def diagram_command(
    names: tuple[str, ...],
    view: str,
    detail: bool,
    layout: str,
    around: str | None,
    steps: int,
    context: str | None,
    format_: str | None,
    output: str | None,
    dpi: int,
    timeout: float,
    sources: tuple[str, ...],
    store: str | None,
) -> None:
    """Draw diagrams by id, key or data set (D1, camp, imipramine); without a NAME, all of them.

    A diagram and a data set show what their own data set states, and nothing of any other in the store; --source
    lets others speak against a diagram and be laid over it. --around draws from all data sets, or from those named.

    \b
    Examples:
      pathway-graph diagram
      pathway-graph diagram camp -o camp.pdf
      pathway-graph diagram bdnf --view expanded --detail -o bdnf.svg
      pathway-graph diagram camp --overlay species=rat,region=hippocampus
      pathway-graph diagram camp -o camp.html
      pathway-graph diagram WP254 --layout original -o wp254.png
      pathway-graph diagram camp --dpi 600 -o camp.png
      pathway-graph diagram --around TrkB --steps 2 --view expanded -o trkb.png
    """
    if around and (names or layout == "original"):
        raise click.UsageError("--around ENTITY goes with neither NAMEs nor --layout original")
    network = of_sources(stored_network(store), sources)
    if around:
        say_choices(network, around)
        drawings = {f"around-{_file_name(around)}": _neighbourhood(network, around, view, steps, sources)}
    else:
        drawings = _chosen(network, names, view, detail, sources, layout)
    wanted = None
    if context is not None:
        from pathway_graph.diagrams import read_context

        wanted = read_context("" if context == "any" else context)
    for path in write_pictures(drawings, network, output, format_, timeout_s=timeout, context=wanted, dpi=dpi):
        note(f"drew {path}")


def _chosen(
    network: Network, names: tuple[str, ...], view: str, detail: bool, sources: tuple[str, ...], layout: str
) -> dict[str, Drawing]:
    from pathway_graph.diagrams import select_diagram
    from pathway_graph.model.vocabulary import LAYERS

    layers = LAYERS if detail else LAYERS[:2]
    wanted = names or tuple(diagram.key for diagram in network.diagrams)
    if not wanted:
        wanted = tuple(source.id for source in network.sources)
    options: dict[str, Any] = {"view": view, "layers": layers, "sources": sources, "layout": layout}
    return {_file_name(name): select_diagram(network, name, **options) for name in wanted}


def _neighbourhood(network: Network, around: str, view: str, steps: int, sources: tuple[str, ...]) -> Drawing:
    from pathway_graph.diagrams import draw_around
    from pathway_graph.trace import Filters

    filters = Filters(view="expanded" if view == "expanded" else "guide")
    return draw_around(network, around, steps=steps, filters=filters, notes=source_note(sources))


def write_pictures(
    drawings: dict[str, Drawing],
    network: Network,
    output: str | None,
    format_: str | None,
    *,
    timeout_s: float,
    context: ClaimFilter | None = None,
    dpi: int = 144,
) -> list[Path]:
    """Save drawings of *network* to files and return their paths; one of them may go to standard output."""
    from pathway_graph.diagrams import save_picture

    def save(drawing: Drawing, path: Path, picture: str) -> Path:
        return save_picture(drawing, network, path, picture, context=context, timeout_s=timeout_s, dpi=dpi)

    if output == "-":
        if len(drawings) > 1:
            raise click.UsageError("only one picture can go to standard output")
        with tempfile.TemporaryDirectory() as folder:
            draft = save(next(iter(drawings.values())), Path(folder) / "picture", format_ or "dot")
            _to_standard_output(draft.read_bytes(), format_ or "dot")
        return []
    target = Path(output or "diagrams")
    ending = target.suffix.lstrip(".").lower()
    is_file = output is not None and len(drawings) == 1 and not target.is_dir() and bool(ending)
    if is_file:
        picture = format_ or ending
        if picture not in PICTURES:
            raise click.UsageError(f"no picture format {picture!r}; endings are {', '.join(PICTURES)}")
        targets = [target]
    else:
        picture = format_ or "svg"
        target.mkdir(parents=True, exist_ok=True)
        targets = [target / f"{name}.{picture}" for name in drawings]
    for path, drawing in zip(targets, drawings.values(), strict=True):
        save(drawing, path, picture)
    return targets


def _to_standard_output(picture: bytes, format_: str) -> None:
    if not sys.stdout.isatty():
        sys.stdout.buffer.write(picture)
    elif format_ in ("png", "pdf"):
        raise click.UsageError(f"a terminal cannot show {format_}; send it to a file with -o FILE, or into a pipe")
    else:
        say(picture.decode())


def _file_name(name: str) -> str:
    return "".join(character if character.isalnum() or character in "-_." else "-" for character in name).lower()
