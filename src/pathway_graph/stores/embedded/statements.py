"""A Cypher statement for the embedded engine: checked and rewritten before anything is opened, then answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pathway_graph.cypher.allow_list import check_statement
from pathway_graph.cypher.limits import RowLimiter, check_parameters
from pathway_graph.cypher.parse import parse
from pathway_graph.cypher.placing import require_named
from pathway_graph.cypher.prefixes import notes_on_hints
from pathway_graph.cypher.rewriting.embedded import EmbeddedQuery, for_embedded_engine
from pathway_graph.cypher.semantics.check import check_variables
from pathway_graph.cypher.syntax import Statement
from pathway_graph.stores import schema_query
from pathway_graph.stores.base import Table
from pathway_graph.stores.embedded.answering import ask, ask_schema
from pathway_graph.stores.embedded.engine import SharedReader
from pathway_graph.stores.embedded.plans import explained, profiled
from pathway_graph.stores.embedded.values import parameter
from pathway_graph.stores.names import notes_on


@dataclass(frozen=True, slots=True)
class Asked:
    """A statement that may be asked.

    Attributes:
        statement: As it was written.
        query: As the engine takes it.
        schema: What it asks of the schema, if that is what it asks.
        values: Its parameters, as the engine takes them.
    """

    statement: Statement
    query: EmbeddedQuery
    schema: schema_query.Rewritten | None
    values: dict[str, Any]

    @classmethod
    def of(cls, text: str, parameters: Mapping[str, Any] | None) -> Asked:
        """Check a statement and make it ready for the engine.

        Raises:
            QueryError: It is wrong, or holds what is not let through.
        """
        statement = parse(text)
        check_statement(statement, parameters)
        schema = schema_query.rewrite(statement)
        check_parameters(parameters)
        check_variables(statement, parameters)
        require_named(statement)
        query = for_embedded_engine(parse(schema.text) if schema else statement, parameters)
        query = replace(query, text=query.text.removeprefix(f"{statement.mode} "))
        return cls(statement, query, schema, {name: parameter(value) for name, value in (parameters or {}).items()})

    def answer(self, reader: SharedReader, rows: RowLimiter) -> Table:
        """Return the rows that *rows* lets through, or the plan where that is asked for."""
        if self.statement.mode == "EXPLAIN":
            return explained(reader, self.query.text, self.values)
        if self.schema:
            table = ask_schema(self.schema, self.query, reader, self.values, rows)
        else:
            table = ask(reader, self.query, self.values, rows)
        if self.statement.mode == "PROFILE":
            return profiled(reader, self.query.text, self.values, table)
        return table

    def noted(self, table: Table) -> Table:
        """Return an answer with what is to be said of the statement."""
        notes = notes_on(self.statement) + notes_on_hints(self.statement)
        return replace(table, notes=notes + table.notes) if notes else table
