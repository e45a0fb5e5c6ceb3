"""The plan of a query as a Neo4j server gives it, drawn as a tree of lines: the last step first, as Neo4j draws it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import neo4j

from pathway_graph.stores.base import Table
from pathway_graph.text.counts import how_many


def with_plan(table: Table, summary: neo4j.ResultSummary) -> Table:
    """Return the plan in place of the rows, where EXPLAIN asked for it; with PROFILE the rows, and it as a note."""
    if summary.profile is not None:
        lines = ["the plan of the query, and what its steps did:"]
        lines += [f"  {line}" for line in plan_lines(summary.profile)]
        return replace(table, notes=("\n".join(lines),))
    if summary.plan is not None:
        return Table(("plan",), tuple((line,) for line in plan_lines(summary.plan)))
    return table


def plan_lines(plan: Mapping[str, Any], depth: int = 0) -> list[str]:
    """Return a line per step: its operator, its details, the rows expected and, where it ran, found.

    >>> step = {"operatorType": "NodeByLabelScan@neo4j", "args": {"Details": "e:Entity", "EstimatedRows": 10.4}}
    >>> plan_lines({"operatorType": "ProduceResults@neo4j", "args": {"Details": "e", "EstimatedRows": 10.4},
    ...             "children": [step]})
    ['+ ProduceResults e (about 10 rows)', '  + NodeByLabelScan e:Entity (about 10 rows)']
    """
    arguments = plan.get("args", {})
    operator = str(plan["operatorType"]).split("@")[0]
    words = ["+", operator, " ".join(str(arguments.get("Details", "")).split())]
    words.append(f"({', '.join(_figures(plan, arguments))})")
    lines = ["  " * depth + " ".join(word for word in words if word not in ("", "()"))]
    for child in plan.get("children", ()):
        lines += plan_lines(child, depth + 1)
    return lines


def _figures(plan: Mapping[str, Any], arguments: Mapping[str, Any]) -> Iterator[str]:
    if "EstimatedRows" in arguments:
        yield f"about {how_many(round(arguments['EstimatedRows']), 'row')}"
    if "dbHits" in plan:
        yield f"{plan.get('rows', 0)} found"
        yield f"{plan['dbHits']} looked at"
