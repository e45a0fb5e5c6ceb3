"""``pathway-graph export``: write the store, or a part of it, to a file of any format."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from pathway_graph.cli.output import chosen, emit_document, note, say, store_option
from pathway_graph.cli.reading import stored_network
from pathway_graph.formats.table import endings_written
from pathway_graph.text.counts import of_several

if TYPE_CHECKING:
    from pathway_graph.formats.report import Report
    from pathway_graph.model import Network

_MOST_SAID = 5
"""Reasons that are said without ``--report``."""

_HELP = f"""Write the store, or a part of it, to FILE; the format follows from the ending.

Endings: {endings_written()}; .neo4j is a folder of CSV files that neo4j-admin imports. FILE is replaced
as a whole or not at all.

\b
Examples:
  pathway-graph export all.json
  pathway-graph export --diagram camp camp.cx2
  pathway-graph export --upstream BDNF --view expanded bdnf.graphml
  pathway-graph export -e 'MATCH p = (:Entity {{id: "prot:CREB1"}})-[]->()
    RETURN p' creb.cyjs
"""


@click.command("export", help=_HELP)
@click.argument("file", type=click.Path(), metavar="FILE")
@click.option("--format", "format_", metavar="NAME", help="Default: by the file's ending.")
@click.option("--source", metavar="DATA-SET", help="Only this data set.")
@click.option("--diagram", metavar="NAME", help="Only what a diagram or cascade shows.")
@click.option("--upstream", metavar="NAME", help="Only what lies upstream of an entity.")
@click.option("--downstream", metavar="NAME", help="Only what lies downstream of an entity.")
@click.option("--query", metavar="NAME", help="Only what a library query returns.")
@click.option("-e", "text", metavar="CYPHER", help="Only what this Cypher text returns.")
@click.option("-P", "pairs", multiple=True, metavar="KEY=VALUE", help="A parameter of the query; several are allowed.")
@click.option("--max-steps", "-k", type=click.IntRange(1, 12), default=4, show_default=True, help="Longest route.")
@click.option("--view", type=click.Choice(["guide", "expanded"]), default="guide", show_default=True,
              help="With --upstream or --downstream: expanded follows the background too.")  # fmt: skip
@click.option("--excel-safe", is_flag=True, help="In tables, let no cell be taken for a formula.")
@click.option("--report", is_flag=True, help="Print what was kept, changed and left out.")
@store_option
def export_command(file: str, format_: str | None, excel_safe: bool, report: bool, **given: Any) -> None:
    """Write the store, or a part of it, to FILE; see `_HELP`."""
    from pathway_graph.errors import InputError, Problem, WrongArgument
    from pathway_graph.formats.registry import write_file

    asked = [name for name in ("source", "diagram", "upstream", "downstream", "query", "text") if given[name]]
    if len(asked) > 1:
        raise click.UsageError("give one of --source, --diagram, --upstream, --downstream, --query and -e")
    network = stored_network(given["store"])
    if asked:
        network = _chosen(network, asked[0], given)
    try:
        done, advice = write_file(network, file, format_, excel_safe=excel_safe)
    except WrongArgument as error:
        raise InputError([Problem(file, 0, error.message, error.hint)]) from error
    note(f"wrote {done.file}: " + ", ".join(of_several(count, what) for what, count in done.kept.items()))
    if advice:
        note(advice)
    if report and chosen(None) == "json":
        emit_document(done.to_dict())
    elif report:
        say(str(done))
    else:
        _say_lost(done)
    sys.stdout.flush()


def _say_lost(done: Report) -> None:
    """Say what the format cannot hold: what is left out by its reasons, what is changed by its count."""
    whole = [loss for loss in done.left_out if not loss.what.startswith("fields of ")]
    shown = sorted(whole, key=lambda one: -one.count)[:_MOST_SAID]
    for loss in shown:
        note(f"{of_several(loss.count, loss.what)} left out: {loss.why}")
    more = sum(loss.count for loss in done.left_out) - sum(loss.count for loss in shown)
    changed = sum(loss.count for loss in done.changed)
    rest = [f"{more} more left out"] * bool(more) + [f"{of_several(changed, 'things')} changed"] * bool(changed)
    if rest:
        note(f"{', '.join(rest)}: --report lists them")


def _chosen(network: Network, what: str, given: dict[str, Any]) -> Network:
    from pathway_graph.errors import UnknownName, nearest
    from pathway_graph.evidence.subset import subnetwork_of_diagram, subnetwork_of_edges
    from pathway_graph.model.build import split

    if what == "source":
        parts = {part.sources[0].id: part for part in split(network)}
        if given["source"] not in parts:
            raise UnknownName("data set", given["source"], nearest(given["source"], parts), known=sorted(parts))
        return parts[given["source"]]
    if what == "diagram":
        return subnetwork_of_diagram(network, given["diagram"])
    if what in ("upstream", "downstream"):
        from pathway_graph.trace import Filters, downstream, upstream

        trace = upstream if what == "upstream" else downstream
        traced = trace(network, given[what], max_steps=given["max_steps"], filters=Filters(view=given["view"]))
        if traced.is_cut:
            note("the search was cut at its cap: longer routes are missing")
        return subnetwork_of_edges(network, traced.edges)
    return _of_query(network, given)


def _of_query(network: Network, given: dict[str, Any]) -> Network:
    from pathway_graph.cli.query_command import parameters, run_library
    from pathway_graph.cypher.library import find
    from pathway_graph.errors import UnknownName
    from pathway_graph.evidence.subset import subnetwork
    from pathway_graph.stores.open import open_store

    opened = open_store(given["store"])
    try:
        if given["query"]:
            table = run_library(opened, find(given["query"]), parameters(given["pairs"], raw=True), 60.0)
        else:
            table = opened.run(given["text"], parameters(given["pairs"]), timeout_s=60.0)
    finally:
        opened.close()
    identifiers: set[str] = set()
    _collect(table.to_dicts(), identifiers)
    claims, entities = identifiers & network.claim.keys(), identifiers & network.entity.keys()
    if not claims and not entities:
        hint = "let it return nodes, or ids of entities or claims"
        raise UnknownName("entity or claim in the rows of the query", given["query"] or "-e", hint=hint)
    if not claims:
        claims = {c.id for c in network.claims if c.subject in entities and c.object in entities}
    return subnetwork(network, claims=claims, entities=entities)


def _collect(value: Any, identifiers: set[str]) -> None:
    """Note every text in the rows of a query: identifiers of entities and claims are among them."""
    if isinstance(value, str):
        identifiers.add(value)
    elif isinstance(value, dict):
        for item in value.values():
            _collect(item, identifiers)
    elif isinstance(value, list):
        for item in value:
            _collect(item, identifiers)
