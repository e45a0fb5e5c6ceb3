"""``pathway-graph diagram``: draw diagrams, workflows and neighbourhoods."""

from __future__ import annotations

import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pathway_graph.cli.output import note, say, store_option
from pathway_graph.cli.picture_options import PICTURES, chosen_part, picture_options, require_picture, save_as_asked
from pathway_graph.cli.reading import of_sources, say_choices, source_note, source_option, stored_network
from pathway_graph.cli.regulators_command import OF_FILES, listed_in, reading_options, require_no_reading, say_reading
from pathway_graph.errors import did_you_mean, nearest
from pathway_graph.text.counts import how_many

if TYPE_CHECKING:
    from pathway_graph.diagrams import Drawing
    from pathway_graph.evidence.selection import ClaimFilter
    from pathway_graph.model import Network
    from pathway_graph.regulators import Listed

LAYOUTS = ("auto", "computed", "original")
_drawing = partial(picture_options, is_drawing=True)


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
    metavar="auto|computed|original|FILE",
    default="auto",
    show_default=True,
    help="original: nodes and groups where the imported drawing (GPML, CX, CX2, SBGN, Cytoscape) or the data file has "
    "them; auto: so, where it says so; FILE: places that a page kept.",
)
@click.option("--around", metavar="ENTITY", help="Draw the causal neighbourhood of an entity instead.")
@click.option("--steps", type=click.IntRange(1, 4), default=1, show_default=True, help="With --around: how far.")
@click.option(
    "--overlay",
    "context",
    metavar="KEY=VALUE,...|FILE",
    help="Fill nodes by the changes that claims of a context state, e.g. species=rat,region=hippocampus, 'any' for "
    "all; or by those of a table, as for the command regulators.",
)
@click.option("--format", "format_", type=click.Choice(PICTURES), help="Default: the output file's ending, else svg.")
@click.option(
    "--output",
    "-o",
    type=click.Path(),
    metavar="FILE|FOLDER",
    help="A file for one picture (- for standard output), a folder for several. Default: diagrams/.",
)
@click.option("--timeout", type=click.FloatRange(1, 600), default=30.0, show_default=True, help="Seconds per picture.")
@_drawing
@reading_options
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
    timeout: float,
    sources: tuple[str, ...],
    store: str | None,
    **given: Any,
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
      pathway-graph diagram WP254 --layout computed -o wp254.png
      pathway-graph diagram camp --layout camp.layout.yaml -o camp.svg
      pathway-graph diagram camp --for column -o camp.pdf
      pathway-graph diagram bdnf --for slide --theme dark -o bdnf.png
      pathway-graph diagram camp --without PDE --callouts -o camp.svg
      pathway-graph diagram bdnf --overlay deseq2.csv -o bdnf.svg
      pathway-graph diagram --around TrkB --steps 2 --view expanded -o trkb.png
    """
    kept = layout if layout not in LAYOUTS else None
    if kept is not None:
        _require_layout(kept)
        layout = "auto"
    if around and (names or layout == "original"):
        raise click.UsageError("--around ENTITY goes with neither NAMEs nor --layout original")
    require_picture(given, (format_ and f"picture.{format_}") or output or "diagrams")
    listed, wanted = _laid_over(context, given)  # before the store is read: a wrong file costs no waiting
    network = of_sources(stored_network(store), sources)
    if around:
        say_choices(network, around)
        drawings = {f"around-{_file_name(around)}": _neighbourhood(network, around, view, steps, sources)}
    else:
        drawings = _chosen(network, names, view, detail, sources, layout)
    drawings = _parts(drawings, network, given)
    if kept is not None:
        drawings = _as_kept(drawings, network, kept)
    if listed is not None:
        drawings = _overlaid(drawings, network, listed)
    for path in write_pictures(drawings, network, output, format_, given, timeout_s=timeout, context=wanted):
        note(f"drew {path}")


def _require_layout(name: str) -> None:
    if not Path(name).is_file():
        near = nearest(name, LAYOUTS)
        hint = did_you_mean(near) if near else "it is auto, computed, original or a file"
        raise click.UsageError(f"--layout: there is no file {name!r}; {hint}")


def _as_kept(drawings: dict[str, Drawing], network: Network, file: str) -> dict[str, Drawing]:
    """Return drawings with the places of a file; those of what is in the network and not drawn are counted."""
    from pathway_graph.diagrams.select import place_nodes
    from pathway_graph.formats.kept_layout import read_places

    steps = {protocol.step_id(step) for protocol in network.protocols for step in protocol.steps}
    places = read_places(file, {*network.entity, *steps})
    for name, drawing in drawings.items():
        shown = {node.id for node in drawing.nodes}
        unused, free = len({place.node for place in places} - shown), len(shown - {place.node for place in places})
        if unused:
            note(f"{name} by {file}: {how_many(unused, 'place')} of what is not drawn")
        if free:
            note(f"{name} by {file}: {how_many(free, 'node has', 'nodes have')} no place")
    return {name: place_nodes(drawing, places) for name, drawing in drawings.items()}


def _parts(drawings: dict[str, Drawing], network: Network, given: dict[str, Any]) -> dict[str, Drawing]:
    """Return the drawings with the nodes and the title asked for, which can only be of one."""
    asked = given["only_nodes"] or given["without_nodes"] or given["title"] is not None
    if asked and len(drawings) > 1:
        raise click.UsageError("--only, --without and --title are about one picture; name one diagram")
    return {name: chosen_part(drawing, network, given) for name, drawing in drawings.items()}


def _laid_over(context: str | None, given: dict[str, Any]) -> tuple[Listed | None, ClaimFilter | None]:
    """Return the table of changes, or the context, that ``--overlay`` names; what is a file is no context."""
    if context is not None and is_table(context):
        return listed_in(context, {name: given[name] for name in OF_FILES} | {"allow_unmatched": True}), None
    require_no_reading("--overlay names no file")
    if context is None:
        return None, None
    from pathway_graph.diagrams import read_context

    return None, read_context("" if context == "any" else context)


def is_table(text: str) -> bool:
    """Whether an overlay is a file.

    >>> is_table("deseq2.csv"), is_table("species=rat,region=hippocampus"), is_table("any")
    (True, False, False)
    """
    path = Path(text)
    endings = (".csv", ".tsv", ".txt", ".tab", ".xlsx", ".gz", ".gmt", ".zip")
    return path.suffix.lower() in endings or ("=" not in text and text != "any" and path.is_file())


def _overlaid(drawings: dict[str, Drawing], network: Network, listed: Listed) -> dict[str, Drawing]:
    from pathway_graph.diagrams import overlay_changes
    from pathway_graph.regulators import place_list

    changes = place_list(network, listed)
    say_reading(changes)
    return {name: overlay_changes(drawing, network, changes) for name, drawing in drawings.items()}


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
    given: dict[str, Any] | None = None,
    *,
    timeout_s: float,
    context: ClaimFilter | None = None,
) -> list[Path]:
    """Save drawings of *network* to files and return their paths; one of them may go to standard output."""
    from pathway_graph.diagrams import save_picture

    def save(drawing: Drawing, path: Path, picture: str) -> Path:
        if given is None:
            return save_picture(drawing, network, path, picture, context=context, timeout_s=timeout_s)
        return save_as_asked(
            drawing, network, path, given, picture=picture, context=context, timeout_s=timeout_s
        )  # fmt: skip

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
        picture = format_ or ("tiff" if ending == "tif" else ending)
        if picture not in (*PICTURES, "eps", "ps"):  # of which it is said what to do instead
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
    elif format_ in ("png", "tiff", "pdf"):
        raise click.UsageError(f"a terminal cannot show {format_}; send it to a file with -o FILE, or into a pipe")
    else:
        say(picture.decode(), is_prose=False)


def _file_name(name: str) -> str:
    return "".join(character if character.isalnum() or character in "-_." else "-" for character in name).lower()
