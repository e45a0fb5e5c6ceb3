"""Refuse what uses variables wrongly: unknown ones, ones made twice, ones of another kind than a place takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pathway_graph.cypher.semantics.scope import Scope
from pathway_graph.cypher.semantics.updates import UpdateCheck
from pathway_graph.cypher.syntax import Query, Statement


def check_variables(statement: Statement, parameters: Mapping[str, Any] | None = None) -> None:
    """Refuse what Neo4j refuses of variables, at its place and with a way out; the embedded engine says nothing of it.

    Two forms are refused that Neo4j takes, for the engine answers them otherwise: one relationship variable twice in a
    MATCH, and an order between nodes, relationships or paths.

    Args:
        statement: What was read.
        parameters: Those given; a variable with the name of one may have lost its ``$``.

    Raises:
        CypherSyntaxError: Neo4j refuses it too.
        CypherRefused: It is one of the two.

    >>> from pathway_graph.cypher.parse import parse
    >>> check_variables(parse("MATCH (e:Entity {id: id}) RETURN e"), {"id": "prot:BDNF"})
    Traceback (most recent call last):
        ...
    pathway_graph.cypher.mistakes.CypherSyntaxError: line 1, column 22: the variable 'id' is not defined ... $id
    """
    if isinstance(statement.body, Query):
        UpdateCheck(statement.text, frozenset(parameters or ())).query(statement.body, Scope())
