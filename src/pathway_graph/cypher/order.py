"""Refuse clauses in an order or form that no query has: something after RETURN, or a query that returns nothing."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from pathway_graph.cypher.mistakes import CypherSyntaxError
from pathway_graph.cypher.syntax import (
    Clause,
    Finish,
    MapProjection,
    Match,
    Page,
    ProcedureCall,
    Query,
    Return,
    SingleQuery,
    Statement,
    SubqueryCall,
    SubqueryExpression,
    Unwind,
    Variable,
    With,
)
from pathway_graph.cypher.walk import walk

_READING: Final = (Match, Unwind, With, Return, Page, Finish, ProcedureCall, SubqueryCall)
_BEGINNINGS: Final = (Match, Unwind, With, Page)
"""Clauses that no query ends with."""


def check_order(statement: Statement) -> None:
    """Refuse clauses in a wrong order, where all of them only read: what writes is a matter of the fence.

    Raises:
        CypherSyntaxError: A clause follows RETURN, a query ends with MATCH, WITH or UNWIND, WITH holds an expression
            without a name, or UNION stands beside UNION ALL.

    >>> from pathway_graph.cypher.parse import parse
    >>> parse("MATCH (n) WHERE n.id = 'a'")
    Traceback (most recent call last):
        ...
    pathway_graph.cypher.mistakes.CypherSyntaxError: line 1, column 1: the query ends with MATCH and ... RETURN
    """
    if not isinstance(statement.body, Query):
        return
    _check_query(statement.text, statement.body, is_open=False)
    if "{" not in statement.text:
        return
    for node in walk(statement.body):
        if isinstance(node, SubqueryCall | SubqueryExpression):
            is_open = isinstance(node, SubqueryExpression) and node.kind != "COLLECT"
            _check_query(statement.text, node.query, is_open=is_open)


def _check_query(text: str, query: Query, *, is_open: bool) -> None:
    for number, union in enumerate(query.unions):
        if union != query.unions[0]:
            at = query.parts[number].end
            raise CypherSyntaxError(text, at, "UNION and UNION ALL stand side by side", hint="use one of them")
    for part in query.parts:
        _check_part(text, part, is_open=is_open)


def _check_part(text: str, part: SingleQuery, *, is_open: bool) -> None:
    clauses = part.clauses
    if not all(isinstance(clause, _READING) for clause in clauses):
        return
    for clause, following in pairwise(clauses):
        if isinstance(clause, Return | Finish):
            raise _after_return(text, following)
    for clause in clauses:
        if isinstance(clause, With):
            _check_names(text, clause)
    last = clauses[-1]
    if isinstance(last, _BEGINNINGS) and not is_open:
        word = _word(text, last)
        raise CypherSyntaxError(
            text, last.start, f"the query ends with {word} and returns nothing", hint="end it with RETURN"
        )


def _check_names(text: str, clause: With) -> None:
    for item in clause.projection.items:
        if item.alias is None and not isinstance(item.expression, Variable | MapProjection):
            written = " ".join(text[item.start : item.end].split())[:40]
            raise CypherSyntaxError(
                text, item.start, "an expression in WITH needs a name", hint=f"write {written} AS …"
            )


def _after_return(text: str, clause: Clause) -> CypherSyntaxError:
    word = _word(text, clause)
    if isinstance(clause, Page):
        what, hint = f"{word} stands in the wrong place", "the order is ORDER BY, SKIP, LIMIT"
    else:
        what, hint = f"{word} cannot follow RETURN", "RETURN is the last clause; use WITH to go on"
    return CypherSyntaxError(text, clause.start, what, hint=hint)


def _word(text: str, clause: Clause) -> str:
    return text[clause.start : clause.end].split(maxsplit=1)[0].split("(")[0].upper()
