"""``pathway-graph stats``: count what the store holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from pathway_graph.cli.output import chosen, emit_document, emit_rows, format_option, store_option


@click.command("stats")
@store_option
@format_option
def stats_command(store: str | None, format_: str | None) -> None:
    """Count entities by kind, claims, references, publications, protocols, and what each diagram shows.

    \b
    Examples:
      pathway-graph stats
      pathway-graph stats --format csv
    """
    from pathway_graph.cli.reading import stored_network
    from pathway_graph.model.statistics import statistics

    counts = statistics(stored_network(store))
    if chosen(format_) == "json":
        emit_document(counts)
    else:
        rows = [{"what": what, "count": count} for what, count in _flat("", counts)]
        emit_rows(rows, ["what", "count"], chosen(format_))


def _flat(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(f"{path} / {key}" if path else str(key), inner)
    elif isinstance(value, list):
        yield path, ", ".join(f"{item['id']} {item['version']}".strip() for item in value)
    else:
        yield path, value
