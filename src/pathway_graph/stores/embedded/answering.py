"""Run a statement on an open database and make a table of its rows."""

from __future__ import annotations

from typing import Any

from pathway_graph.cypher.limits import MAX_VALUES, RowLimiter
from pathway_graph.cypher.rewriting.embedded import EmbeddedQuery
from pathway_graph.stores import schema_query
from pathway_graph.stores.base import Table
from pathway_graph.stores.embedded import schema_calls
from pathway_graph.stores.embedded.engine import SharedReader
from pathway_graph.stores.embedded.values import Normaliser, column_names
from pathway_graph.stores.times import plain_times


def ask(reader: SharedReader, query: EmbeddedQuery, values: dict[str, Any], bounded: RowLimiter) -> Table:
    """Run a statement that was made ready for the engine, and return what it lets through as a table."""
    rows = reader.cypher(query.text, values, bounded)
    is_plan = query.text.startswith("EXPLAIN ")  # its rows are the plan, in columns of the engine's own
    columns = query.columns if query.columns and not is_plan else column_names(rows) if rows else ()
    normaliser = Normaliser(reader.node_types.__contains__, reader.sql)
    table = normaliser.table(rows)
    for place in () if is_plan else query.times:
        table = [(*row[:place], plain_times(row[place]), *row[place + 1 :]) for row in table]
    return Table(columns, tuple(table), bounded.is_cut)


class _Schema:
    """A reader as `schema_calls` asks it."""

    def __init__(self, reader: SharedReader) -> None:
        self._reader = reader

    def rows(self, query: str) -> list[dict[str, Any]]:
        return self._reader.cypher(query, {}, RowLimiter(MAX_VALUES))


def ask_schema(
    asked: schema_query.Rewritten, query: EmbeddedQuery, reader: SharedReader, values: dict[str, Any],
    bounded: RowLimiter,
) -> Table:  # fmt: skip
    """Answer a call that asks for the schema."""
    database = _Schema(reader)
    table = schema_calls.plain_table(asked, database)
    return table or ask(reader, query, values | schema_calls.values(asked, database), bounded)
