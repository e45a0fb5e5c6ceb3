"""The plan of a query, in the words of the embedded engine."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pathway_graph.cypher.limits import RowLimiter
from pathway_graph.errors import QueryError
from pathway_graph.stores.base import Table
from pathway_graph.stores.embedded.engine import SharedReader


def explained(reader: SharedReader, query: str, values: Mapping[str, Any]) -> Table:
    """Return the plan of a query, which is not run: a column ``plan``, a line per row.

    Raises:
        QueryError: The engine gives none.
    """
    rows = reader.cypher(f"EXPLAIN {query.lstrip()}", dict(values), RowLimiter(1))
    lines = plan_lines(str(rows[0].get("executionPlan", ""))) if rows else []
    if not lines:
        raise QueryError("the embedded engine gives no plan of this query", hint="run it without EXPLAIN")
    return Table(("plan",), tuple((line,) for line in lines))


def profiled(reader: SharedReader, query: str, values: Mapping[str, Any], table: Table) -> Table:
    """Return the rows of a query with its plan as a note; the engine counts nothing while it runs."""
    lines = [line for (line,) in explained(reader, query, values).rows]
    what = "the plan of the query (the embedded engine counts no rows of its steps):"
    return replace(table, notes=("\n".join([what, *(f"  {line}" for line in lines)]),))


def plan_lines(said: str) -> list[str]:
    r"""Return the lines of what the engine says of a plan, without its title and its own notes on classes.

    >>> plan_lines("{type: P, prettyPrint: Title\n=====\n\nPlan:\n+ DUMMY ROW\n, cost: -1, steps: [{name: A}]}")
    ['Plan:', '+ DUMMY ROW']
    """
    found = re.search(r"prettyPrint: (.*?)\n, cost: ", said, re.DOTALL)
    if found is None:
        return []
    lines = [line.rstrip() for line in found[1].splitlines()]
    titles = [number for number, line in enumerate(lines) if line and not line.strip("=")]
    return [line for line in lines[titles[0] + 1 if titles else 0 :] if line]
