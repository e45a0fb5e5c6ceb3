"""A query as the embedded engine is to get it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from pathway_graph.cypher.rewriting.aggregates import part_aggregates
from pathway_graph.cypher.rewriting.edits import Edits
from pathway_graph.cypher.syntax import Return, Statement, With
from pathway_graph.cypher.walk import walk


def for_embedded_engine(statement: Statement) -> str:
    """Return the text of a statement put so that the embedded engine answers it as Neo4j does.

    Raises:
        CypherRefused: There is no such text.

    >>> from pathway_graph.cypher.parse import parse
    >>> for_embedded_engine(parse("UNWIND [3, 1] AS x RETURN count(x) > 1 AND max(x) > 2 AS v"))
    'UNWIND [3, 1] AS x WITH count(x) AS k0, max(x) AS k1 RETURN k0 > 1 AND k1 > 2 AS v'
    """
    edits = Edits(statement.text)
    fresh = _names(statement.text)
    for node in reversed(list(walk(statement.body))):  # what stands inside of another comes behind it
        if isinstance(node, With | Return):
            part_aggregates(statement.text, node, edits, fresh)
    return edits.whole() if edits else statement.text


def _names(text: str) -> Callable[[], str]:
    """Return a function that gives names which *text* does not hold."""
    prefix = next(name for number in count() if (name := "k" * (number + 1)) + "0" not in text.lower())
    numbers = count()
    return lambda: f"{prefix}{next(numbers)}"
