"""Where in a query stands what an engine complains of without a place, or with one in another text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pathway_graph.cypher.bindings import bindings
from pathway_graph.cypher.mistakes import CypherError, CypherSyntaxError
from pathway_graph.cypher.scopes import aggregates, is_aggregate
from pathway_graph.cypher.semantics.check import check_variables
from pathway_graph.cypher.syntax import (
    Arithmetic,
    Expression,
    FunctionCall,
    Index,
    Logical,
    Match,
    Node,
    NodePattern,
    Page,
    ProcedureCall,
    Projection,
    Query,
    RelationshipPattern,
    Return,
    SortItem,
    Statement,
    SubqueryCall,
    Test,
    Text,
    Unary,
    Variable,
    With,
)
from pathway_graph.cypher.walk import children, find
from pathway_graph.errors import QueryError, did_you_mean, nearest

_MOMENTS: Final = frozenset({"date", "datetime", "localdatetime", "time", "localtime", "duration"})


def query_error(statement: Statement, node: Node | None, what: str, *, hint: str = "") -> QueryError:
    """Return an error at a node of a statement; without a place where there is no node."""
    if node is None:
        return QueryError(what, hint=hint)
    return CypherError(statement.text, node.start, what, hint=hint)


def undefined(statement: Statement, name: str, at: int | None = None) -> QueryError:
    """Return the error for a variable that is not defined, with the nearest one that is.

    Args:
        statement: The query.
        name: The variable.
        at: Where it stands, if that is known.

    >>> from pathway_graph.cypher.parse import parse
    >>> print(undefined(parse("MATCH (gene)-->(b) RETURN gne.name"), "gne"))
    line 1, column 27: the variable 'gne' is not defined here; did you mean 'gene'?
    >>> print(undefined(parse("MATCH (a) WITH count(*) AS n RETURN a, n"), "a"))
    line 1, column 37: the variable 'a' is not defined here; the WITH in line 1 does not pass it on: add `a` there
    """
    uses = [(used, scope) for used, scope in bindings(statement).uses if used.name == name]
    wanted = [(used, scope) for used, scope in uses if used.start == at] if at is not None else []
    wanted = wanted or [(used, scope) for used, scope in uses if name not in scope]
    what = f"the variable {name[:60]!r} is not defined here"
    hint = f"a pattern such as MATCH ({name[:60]}) makes it"
    if not wanted:
        return QueryError(what, hint=hint) if at is None else CypherError(statement.text, at, what, hint=hint)
    used, scope = wanted[0]
    try:
        check_variables(statement)
    except CypherSyntaxError as error:
        if error.at == used.start:
            return error
    written = statement.text
    hyphened = re.search(r"\w+-$", written[: used.start])
    if hyphened is not None:
        hint = f"a name with a hyphen stands in backticks: `{hyphened[0]}{name[:60]}`"
    elif near := nearest(name, sorted(scope)):
        hint = did_you_mean(near)
    elif any(call.items is None and not call.yields_all for call in find(statement.body, ProcedureCall)):
        hint = f"what a procedure gives is named behind YIELD: CALL … YIELD {name[:60]}"
    elif any(made.name == name and made.start < used.start for made in find(statement.body, Variable)):
        hint = _lost(statement, used)
    elif statement.text[used.end : used.end + 1] not in (".", "["):
        hint = f"a text stands in quotes: '{name[:60]}'"
    elif scope:
        hint = f"known here: {', '.join(sorted(scope)[:8])}"
    return CypherError(statement.text, used.start, what, hint=hint)


def require_named(statement: Statement) -> None:
    """Refuse an item of a grouping WITH that its WHERE repeats instead of naming.

    The embedded engine takes it for null, Neo4j knows it again. The variables themselves are a matter of
    `pathway_graph.cypher.semantics`.

    Raises:
        CypherError: There is one, with its place.

    >>> from pathway_graph.cypher.parse import parse
    >>> require_named(parse("MATCH (n) WITH n.kind AS k, count(*) AS c WHERE n.kind = 'Gene' RETURN k, c"))
    Traceback (most recent call last):
        ...
    pathway_graph.cypher.mistakes.CypherError: line 1, column 49: n.kind is no more to be had behind an aggregate; ...
    """
    for repeated in bindings(statement).repeated:
        what = f"{statement.text[repeated.start : repeated.end][:60]} is no more to be had behind an aggregate"
        raise CypherError(statement.text, repeated.start, what, hint="write the name it has in WITH")


def _lost(statement: Statement, used: Node) -> str:
    """Say what may have dropped a variable that was there before."""
    before = [node for node in find(statement.body, Node) if node.start <= used.start]
    if any(isinstance(node, SubqueryCall) and used.end <= node.end for node in before):
        return "a subquery sees only what it takes in: CALL (a, b) { … }"
    if any(isinstance(node, SortItem) and used.end <= node.end for node in before):
        return "behind DISTINCT or an aggregate, ORDER BY sees only the columns"
    if any(isinstance(node, With) and node.where and node.where.start <= used.start < node.end for node in before):
        return "behind DISTINCT or an aggregate, WHERE sees only what WITH names"
    return "WITH passes on only what it names"


def only(found: Iterator[Node]) -> Node | None:
    """Return the one node there is; None where there are none or several."""
    first = next(found, None)
    return first if next(found, None) is None else None


def call_of(statement: Statement, name: str, arguments: int | None = None) -> Node | None:
    """Return the only call of a function (with so many arguments)."""
    return only(
        call
        for call in find(statement.body, FunctionCall)
        if call.name.value.lower() == name.lower() and arguments in (None, len(call.arguments))
    )


def division(statement: Statement) -> Node | None:
    """Return the only place where something is divided."""
    return only(
        node for node in find(statement.body, Arithmetic) if any(operator in "/%" for operator in node.operators)
    )


def arithmetic(statement: Statement) -> Node | None:
    """Return the only calculation."""
    return only(find(statement.body, Arithmetic))


def indexing(statement: Statement) -> Node | None:
    """Return the only index into a list or map."""
    return only(find(statement.body, Index))


def membership(statement: Statement) -> Node | None:
    """Return the only IN."""
    return only(node for node in find(statement.body, Test) if node.operator == "IN")


def logic(statement: Statement) -> Node | None:
    """Return the only AND, OR, XOR or NOT."""
    return only(
        node
        for node in find(statement.body, Expression)
        if isinstance(node, Logical) or (isinstance(node, Unary) and node.operator == "NOT")
    )


def text(statement: Statement, value: str) -> Node | None:
    """Return the only text of that value."""
    return only(node for node in find(statement.body, Text) if node.value == value)


def moment(statement: Statement) -> Node | None:
    """Return the only call that makes a date, a time or a duration."""
    return only(
        call for call in find(statement.body, FunctionCall) if call.name.value.lower().split(".")[0] in _MOMENTS
    )


def nested_aggregate(statement: Statement) -> Node | None:
    """Return the first aggregate inside another."""
    for call in find(statement.body, FunctionCall):
        if is_aggregate(call):
            for argument in call.arguments:
                for inner in aggregates(argument):
                    return inner
    return None


def aggregate_in_where(statement: Statement) -> Node | None:
    """Return the first aggregate in a WHERE."""
    for clause in find(statement.body, Node):
        if isinstance(clause, Match | With) and clause.where is not None:
            for found in aggregates(clause.where):
                return found
    return None


def page_bound(statement: Statement, word: str) -> Node | None:
    """Return the only expression behind SKIP or LIMIT."""
    field = "limit" if word.upper() == "LIMIT" else "skip"
    parts = (node for node in find(statement.body, Node) if isinstance(node, Projection | Page))
    return only(bound for part in parts if (bound := getattr(part, field)) is not None)


def pattern_variable(statement: Statement, name: str, kind: str) -> Node | None:
    """Return the last place where a pattern has a variable for a node or a relationship."""
    wanted: type[NodePattern | RelationshipPattern] = NodePattern if kind.upper() == "NODE" else RelationshipPattern
    found = [node.variable for node in find(statement.body, wanted) if node.variable and node.variable.name == name]
    return found[-1] if found else None


def other_columns(statement: Statement) -> Node | None:
    """Return the RETURN of the second part of a UNION."""
    if not isinstance(statement.body, Query) or len(statement.body.parts) < 2:
        return None
    return next((clause for clause in children(statement.body.parts[1]) if isinstance(clause, Return)), None)
