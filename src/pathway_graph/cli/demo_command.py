"""``pathway-graph demo``: the main job in one go, on the packaged guide."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pathway_graph.cli.diagram_command import write_pictures
from pathway_graph.cli.output import emit_rows, note, progress, say, store_option
from pathway_graph.text.secrets import shown_place

_NEXT = ("upstream pCREB --view expanded", "query --list", "diagram bdnf --view expanded --detail -o bdnf.svg")


@click.command("demo")
@click.option("--output", "-o", default="diagrams", show_default=True, metavar="FOLDER", help="Where to draw.")
@store_option
def demo_command(output: str, store: str | None) -> None:
    """Load the guide on chronic imipramine, answer from it, and draw its diagrams.

    Needs nothing but this package: the store is a folder, the pictures are drawn by a bundled Graphviz.

    \b
    Examples:
      pathway-graph demo
      pathway-graph demo --output figures
    """
    from pathway_graph.cli.origins import origin_of
    from pathway_graph.cypher.library import bind, find
    from pathway_graph.diagrams import select_diagram
    from pathway_graph.evidence import support
    from pathway_graph.formats.native import GUIDE, read_guide
    from pathway_graph.identifiers.lookup import resolve
    from pathway_graph.model.statistics import statistics
    from pathway_graph.stores.open import default_location, open_store
    from pathway_graph.trace import upstream

    form = "table"
    guide = read_guide()
    counts = statistics(guide)
    place = store or default_location()
    opened = open_store(store)
    try:
        with progress() as step:
            opened.write(guide, progress=step, origins={one.id: origin_of(GUIDE) for one in guide.sources})
        say(f"1. Loaded the guide on chronic imipramine into {shown_place(place)}\n")
        shown = ("entities", "claims", "background_statements", "edges", "references", "publications", "protocols",
                 "steps", "diagrams")  # fmt: skip
        say("   " + ", ".join(f"{counts[what]} {what.replace('_', ' ')}" for what in shown) + "\n")
        query = find("table-2")
        table = opened.run(query.text, bind(query, {}, lambda name: [entity.id for entity in resolve(guide, name)]))
    finally:
        opened.close()
    say(f"2. A Cypher query of the library, {query.name}: {query.sentence}\n")
    emit_rows(table.to_dicts(), table.columns, form)
    say("3. What lies upstream of BDNF, with which net sign, on whose word?\n")
    found = upstream(guide, "BDNF")
    columns = ("name", "net_sign", "steps", "reaches", "claims")
    data = found.to_dict()
    emit_rows(data["ends"], columns, form, title="Asserted")
    emit_rows(data["hypothetical"], columns, form, title="Only through a hypothesis of the guide")
    claims = [claim for route in found.routes for claim in route.claims]
    evidence = ("claim", "says", "context", "certainty", "citations", "publications")
    emit_rows(support(guide, claims), evidence, form, title="The claims behind them")
    say("   A printed reference number is no support by itself: most numbers of this guide do not match its own "
        "reference list, as the verdicts in brackets say.\n")  # fmt: skip
    drawings = {f"{diagram.id}-{diagram.key}": select_diagram(guide, diagram.id) for diagram in guide.diagrams}
    paths = write_pictures(drawings, guide, str(Path(output)) + "/", "svg", timeout_s=60.0)
    say(f"4. Drew {len(paths)} diagrams: {', '.join(str(path) for path in paths)}\n")
    say("Go on with:")
    for words in (
        "upstream pCREB --view expanded",
        "query --list",
        "diagram bdnf --view expanded --detail -o bdnf.svg",
    ):
        say(f"  pathway-graph {words}")
    sys.stdout.flush()
    note("done")
