"""Which variables ``*`` stands for, so that it can be written out: the engine lists them in no order."""

from __future__ import annotations

from collections.abc import Iterator

from pathway_graph.cypher.syntax import (
    Clause,
    Expression,
    LoadCsv,
    MapProjection,
    Match,
    Node,
    NodePattern,
    PathPattern,
    ProcedureCall,
    Query,
    RelationshipPattern,
    Return,
    SingleQuery,
    SubqueryCall,
    Unwind,
    Variable,
    With,
)
from pathway_graph.cypher.walk import walk

Scopes = dict[int, frozenset[str]]
"""The variables there are before a clause, by the clause's place."""


def scopes(query: Query) -> Scopes:
    """Return which variables there are before each clause of a query and of the subqueries that it calls.

    >>> from pathway_graph.cypher.parse import parse
    >>> found = scopes(parse("MATCH (a)-[r]->() WITH a, r.sign AS s UNWIND [1] AS x RETURN *").body)
    >>> [sorted(names) for names in found.values()]
    [[], ['a', 'r'], ['a', 's'], ['a', 's', 'x']]
    """
    found: Scopes = {}
    for part in query.parts:
        _of_part(part, frozenset(), found)
    return found


def _of_part(part: SingleQuery, outer: frozenset[str], found: Scopes) -> frozenset[str]:
    """Note the scopes of one part; return what it returns."""
    scope = outer
    for clause in part.clauses:
        found[clause.start] = scope
        scope = _after(clause, scope, outer, found)
    return scope


def _after(clause: Clause, scope: frozenset[str], outer: frozenset[str], found: Scopes) -> frozenset[str]:
    if isinstance(clause, Match):
        return scope | {name for pattern in clause.patterns for name in pattern_variables(pattern)}
    if isinstance(clause, Unwind | LoadCsv):
        return scope | {clause.variable.name}
    if isinstance(clause, With | Return):
        items = clause.projection.items
        made = {item.alias.name if item.alias else _own_name(item.expression) for item in items} - {""}
        kept = outer if isinstance(clause, With) else frozenset()
        return kept | made | (scope if clause.projection.has_star else frozenset())
    if isinstance(clause, ProcedureCall):
        return scope | {item.alias.name if item.alias else item.name.value for item in clause.items or ()}
    if isinstance(clause, SubqueryCall):
        imported = scope if clause.imports_all else frozenset(one.name for one in clause.scope or ())
        parts = [_of_part(part, imported, found) for part in clause.query.parts]
        returns = any(isinstance(part.clauses[-1], Return) for part in clause.query.parts)
        return scope | (parts[0] if returns else frozenset())
    return scope


def _own_name(expression: Expression) -> str:
    """Return what an item without AS is called from there on; empty where it has no such name."""
    if isinstance(expression, MapProjection):
        return expression.subject.name
    return expression.name if isinstance(expression, Variable) else ""


def pattern_variables(pattern: Node) -> Iterator[str]:
    """Yield the variables that a pattern makes or meets: of nodes, relationships and paths."""
    for node in walk(pattern):
        if isinstance(node, NodePattern | RelationshipPattern | PathPattern) and node.variable is not None:
            yield node.variable.name
