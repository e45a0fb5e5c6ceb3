"""``pathway-graph network``: the smallest signed network from regulators to measured changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from pathway_graph.cli.output import chosen, emit_document, emit_rows, format_option, note, store_option, with_options
from pathway_graph.cli.picture_options import ENDINGS, draw_as_asked, picture_options, require_picture
from pathway_graph.cli.reading import FILTER_OPTIONS, filters_of, say_choices, stored_network
from pathway_graph.cli.regulators_command import OF_FILES, changes_of, listed_in, reading_options, say_reading

if TYPE_CHECKING:
    from pathway_graph.regulators import CausalEdge, CausalNetwork

_NETWORK = (
    click.option("--from", "sources", multiple=True, required=True, metavar="NAME[:+|:-]",
                 help="A regulator, perhaps with its sign: EGFR, EGFR:+, EGFR:-; several add up."),
    click.option("--max-steps", "-k", type=click.IntRange(1, 12), default=4, show_default=True,
                 help="Longest way from a regulator, in edges."),
    click.option("--penalty", type=click.FloatRange(0, min_open=True), default=0.2, show_default=True,
                 help="What an edge costs; a change left unexplained costs 1."),
    click.option("--weights", type=click.Choice(["equal", "size"]), default="equal", show_default=True,
                 help="Whether larger changes weigh more."),
    click.option("--max-genes", type=click.IntRange(1), default=100, show_default=True,
                 help="Of more changed genes, the strongest count."),
    click.option("--permutations", type=click.IntRange(0), default=100, show_default=True,
                 help="Runs with permuted signs, for the p-value."),
    click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Of the permutations."),
    click.option("--time-limit", type=click.FloatRange(0, min_open=True), default=60, show_default=True,
                 help="Seconds for each of: the network, other optima, permutations."),
    *FILTER_OPTIONS,
    click.option("--count-hypotheses", is_flag=True, help="Follow edges that only a hypothesis states."),
    click.option("--evidence", is_flag=True, help="Add every claim that the edges rest on, with its context."),
    click.option("--diagram", "picture", metavar="FILE", help=f"Draw the network ({ENDINGS})."),
)  # fmt: skip
_SHOWN = ("step", "edge", "standing", "random", "claims", "works")
_GENES = ("gene", "measured", "verdict", "steps")
_VERDICTS = {
    "contradicted": "in the network with the other sign",
    "left out": "not worth its edges, or only against what explains others",
    "other sign only": "every way within the steps has the other sign",
    "too far": "beyond the steps",
    "no way": "no signed edges lead there",
}


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    return format_option(store_option(reading_options(with_options(picture_options(command), _NETWORK))))


@click.command("network")
@click.argument("changes", required=False, type=click.Path())
@click.option("--example", is_flag=True, help="Use what Tables 1 and 2 of the packaged guide report.")
@_options
def network_command(changes: str | None, example: bool, **given: Any) -> None:
    """Find the smallest signed network that leads from regulators to the measured CHANGES.

    CHANGES is a table as for the command regulators. The network is exact: as many changes as pay for their edges
    get the sign measured, with as few edges as possible (CARNIVAL's objective, solved by HiGHS); the gap to the best
    possible is said, and is 0 where it is proven. "every optimum" marks edges that all equally good networks have;
    "random" is the share of runs with permuted signs that give the edge too. It needs the extra network:
    pip install 'pathway-graph[network]'.

    \b
    Examples:
      pathway-graph network changes.csv --from EGFR
      pathway-graph network changes.csv --from TNF:+ --from IL6 -k 5
      pathway-graph network deseq2.tsv --from HIF1A:+ \\
        --evidence --diagram behind.svg
      pathway-graph network --example --from imipramine:+ --format json
    """
    if bool(changes) == example:
        raise click.UsageError("give a file of CHANGES, or --example")
    require_picture(given, given["picture"])
    from pathway_graph.regulators import causal_network, describe_network
    from pathway_graph.regulators.causal import parted

    listed = listed_in(changes, {name: given[name] for name in OF_FILES})
    network = stored_network(given["store"])
    found = causal_network(
        network, changes_of(network, listed), given["sources"], max_steps=given["max_steps"],
        penalty=given["penalty"], weights=given["weights"], filters=filters_of(given), max_genes=given["max_genes"],
        permutations=given["permutations"], seed=given["seed"], time_limit_s=given["time_limit"],
    )  # fmt: skip
    say_choices(network, *(parted(source)[0] for source in given["sources"]))
    format_ = chosen(given["format_"])
    _emit(found, format_, given["evidence"])
    say_reading(found.changes)
    for sentence in describe_network(found, given["sources"]):
        note(sentence)
    if given["picture"]:
        _draw(found, given)


def _emit(found: CausalNetwork, format_: str, evidence: bool) -> None:
    from pathway_graph.evidence import support
    from pathway_graph.evidence.words import CLAIM_COLUMNS_SHOWN
    from pathway_graph.regulators.network_result import EDGE_FIELDS

    if format_ == "json":
        emit_document(found.to_dict())
        return
    if format_ not in ("table", "md"):
        emit_rows(found.edge_rows(), EDGE_FIELDS, format_)
        if evidence:
            note("warning: --evidence adds a table in the formats table and md alone; json has claims in any case")
        return
    title = f"Network from {_sources(found)}: {len(found.with_verdict('explained'))} of {len(found.genes)} explained"
    if found.edges:
        emit_rows([_row(found, edge) for edge in found.edges], _SHOWN, format_, title=title)
    rest = [
        {"gene": gene.change.name, "measured": _sign(gene.change.sign), "steps": gene.steps,
         "verdict": f"{gene.verdict}: {_VERDICTS[gene.verdict]}"}
        for gene in found.genes if gene.verdict != "explained"
    ]  # fmt: skip
    if rest:
        emit_rows(rest[:20], _GENES, format_, title=f"Not explained, {min(len(rest), 20)} of {len(rest)}")
    if evidence and found.edges:
        rows = support(found.network, (claim for edge in found.edges for claim in edge.claims))
        emit_rows(rows, CLAIM_COLUMNS_SHOWN, format_, title="Evidence")


def _row(found: CausalNetwork, edge: CausalEdge) -> dict[str, Any]:
    mark = "->" if edge.sign > 0 else "-|"
    measured = {None: "", 0: " (measured unchanged)", edge.target.sign: " (as measured)"}
    said = measured.get(edge.target.measured, " (measured the other way)")
    target = f"{edge.target.name} {_sign(edge.target.sign)}"
    return {
        "step": edge.step, "edge": f"{edge.source.name} {_sign(edge.source.sign)} {mark} {target}{said}",
        "standing": edge.standing, "claims": len(edge.claims), "works": len(edge.works(found.network)),
        "random": "" if edge.random_share is None else f"{edge.random_share:.0%}",
    }  # fmt: skip


def _sign(sign: int) -> str:
    return {1: "up", -1: "down", 0: "unused"}[sign]


def _sources(found: CausalNetwork) -> str:
    return ", ".join(f"{name} ({_sign(sign)})" for name, sign in found.sources)


def _draw(found: CausalNetwork, given: dict[str, Any]) -> None:
    from pathway_graph.diagrams.causal import draw_causal_network

    if not found.edges:
        note("nothing to draw: the network is empty")
        return
    draw_as_asked(draw_causal_network(found), found.network, given["picture"], given)
