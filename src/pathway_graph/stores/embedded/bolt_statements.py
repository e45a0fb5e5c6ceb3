"""What becomes of a statement on its way from a Bolt client to the engine: the one place where it may be rewritten.

Calls that ask for the schema or the server are turned into queries over rows, functions and procedures of plug-ins that
are not there are refused, and the columns are read from the tree, for an engine that has none where no row is found.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from pathway_graph.cypher.allow_list import READING
from pathway_graph.cypher.columns import columns_of
from pathway_graph.cypher.mistakes import CypherError, CypherRefused, CypherSyntaxError
from pathway_graph.cypher.parse import parse
from pathway_graph.cypher.parsing.statements import StatementReading
from pathway_graph.cypher.rewriting.embedded import EmbeddedQuery, for_embedded_engine
from pathway_graph.cypher.syntax import Clause, DynamicLabel, FunctionCall, ProcedureCall, Query, Statement
from pathway_graph.cypher.walk import find, walk
from pathway_graph.errors import QueryError
from pathway_graph.stores.base import Node, Relationship
from pathway_graph.stores.embedded import bolt_calls, bolt_errors, schema_calls
from pathway_graph.stores.embedded.packstream import Structure
from pathway_graph.stores.schema_query import Rewritten, rewrite

_ABSENT = ("gds.", "apoc.version", "apoc.meta.", "apoc.help", "dbms.license")
"""Plug-ins that clients look for by calling them: an answer would tell that they are installed."""
_GONE = ("db.schema",)
"""Procedures that the engine has under names that Neo4j 5 has not."""


def _same(offset: int) -> int:
    return offset


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement as the engine gets it.

    Attributes:
        given: As the client sent it.
        text: For the engine.
        columns: What it returns, as far as the text says; ``("*",)`` for all variables.
        is_explained: It is only explained: there are columns and no rows.
        record: The one row of the answer where the engine cannot make it.
        place: Where in *given* stands what stands at an offset of *text*.
        mistake: What is wrong with it by our reading, for the words of the engine's refusal.
    """

    given: str
    text: str
    parameters: dict[str, Any]
    columns: tuple[str, ...] = ()
    is_explained: bool = False
    record: tuple[Any, ...] | None = None
    place: Callable[[int], int] = field(default=_same)
    mistake: CypherSyntaxError | None = None


def prepare(
    given: str, parameters: dict[str, Any], asked: schema_calls.Asked, about: bolt_calls.About, element_ids: bool
) -> Prepared:
    """Return what to run instead of a statement.

    Args:
        given: The statement.
        parameters: Its parameters.
        asked: The database, for calls that ask for the schema.
        about: The server, for calls that ask for that.
        element_ids: Whether nodes have an identifier that is a text, as from version 5 of the protocol.

    Raises:
        Refusal: It calls what is not there.
    """
    statement, mistake = _read(given)
    if statement is None:
        return Prepared(given, given, parameters, mistake=mistake)
    _refuse_absent(statement)
    is_explained = statement.mode == "EXPLAIN"
    rewritten, made = _for_engine(statement, parameters)
    columns = made.columns or ()
    if rewritten is None:
        place = _moved(statement.text, made.text)
        return Prepared(given, made.text, parameters, columns, is_explained, place=place)
    if rewritten.is_plain and rewritten.calls[0].name == "db.schema.visualization" and not is_explained:
        record = _picture(rewritten, asked, element_ids)
        return Prepared(given, "RETURN [] AS nodes, [] AS relationships", {}, columns, record=record)
    values = {call.parameter: bolt_calls.rows_of(call, asked, about) for call in rewritten.calls}
    back = _moved(rewritten.text, made.text)
    return Prepared(
        given, made.text, {**parameters, **values}, columns, is_explained, place=lambda at: rewritten.place(back(at))
    )


def _read(given: str) -> tuple[Statement | None, CypherSyntaxError | None]:
    """Return the tree of a statement; what has none goes to the engine as it is, with what seems wrong to us.

    Raises:
        Refusal: Its clauses can be read, and stand in an order that no query has: the engine would not mind some.
    """
    try:
        return parse(given), None
    except CypherSyntaxError as error:
        if _has_tree(given):
            raise bolt_errors.refused(error, given, error.at) from error
        return None, error
    except QueryError:  # too deep or too long for us, or with signs that may be split in different ways
        return None, None


def _has_tree(given: str) -> bool:
    try:
        reading = StatementReading(given)
        reading.statement()
    except (QueryError, RecursionError):
        return False
    return reading.wrong is None


def _for_engine(statement: Statement, parameters: dict[str, Any]) -> tuple[Rewritten | None, EmbeddedQuery]:
    """Return the calls of a statement that are answered here, and the statement as the engine is to get it.

    What only reads is put so that the engine answers it as Neo4j does. What writes goes to it as it is.

    Raises:
        Refusal: The engine would answer it wrongly without a word.
    """
    rewritten = None
    try:
        rewritten = rewrite(statement, bolt_calls.CALLS)
        tree = parse(rewritten.text) if rewritten else statement
        if _only_reads(tree):
            return rewritten, for_embedded_engine(tree, parameters)
        for label in find(tree.body, DynamicLabel):
            what = "labels and relationship types made from values, such as :$(name), do not work here"
            raise CypherRefused(tree.text, label.start, what, hint="write them out")
        return rewritten, EmbeddedQuery(tree.text, columns_of(tree))
    except CypherError as error:
        place = rewritten.place(error.at) if rewritten else error.at
        raise bolt_errors.refused(error, statement.text, place) from error


def _only_reads(statement: Statement) -> bool:
    clauses = find(statement.body, Clause)
    return isinstance(statement.body, Query) and all(isinstance(clause, READING) for clause in clauses)


def _moved(before: str, after: str) -> Callable[[int], int]:
    """Return where in a text stands what stands at an offset of another that was made of it.

    What was changed lies between what both begin with and what both end with, and is looked for at its beginning.

    >>> back = _moved("RETURN 1_000 + x", "RETURN 1000 + x")
    >>> back(7), back(14)
    (7, 15)
    """
    first = _common(before, after)
    last = _common(before[first:][::-1], after[first:][::-1])

    def back(offset: int) -> int:
        return offset + len(before) - len(after) if offset >= len(after) - last else min(offset, first)

    return back


def _common(one: str, other: str) -> int:
    """Return how many characters two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _refuse_absent(statement: Statement) -> None:
    for node in walk(statement.body):
        if not isinstance(node, ProcedureCall | FunctionCall):
            continue
        name = node.name.value
        if "." not in name or not (name.lower().startswith(_ABSENT) or name in _GONE):
            continue
        if isinstance(node, ProcedureCall):
            raise bolt_errors.no_procedure(name)
        raise bolt_errors.no_function(name, statement.text, node.start)


def _picture(rewritten: Rewritten, asked: schema_calls.Asked, element_ids: bool) -> tuple[Any, ...]:
    """Return the nodes and relationships of the schema, numbered below zero as on Neo4j, for no such node is stored."""
    table = schema_calls.plain_table(rewritten, asked)
    assert table is not None  # for the statement is the plain call
    ((nodes, links),) = table.rows
    numbers = {node.labels[0]: -1 - number for number, node in enumerate(nodes)}
    return (
        [_node(node, numbers[node.labels[0]], element_ids) for node in nodes],
        [_link(link, -1 - number, numbers, element_ids) for number, link in enumerate(links)],
    )


def _node(node: Node, number: int, element_ids: bool) -> Structure:
    more = (str(number),) if element_ids else ()
    return Structure(0x4E, (number, list(node.labels), dict(node.properties), *more))


def _link(link: Relationship, number: int, numbers: dict[str, int], element_ids: bool) -> Structure:
    start, end = numbers[link.start], numbers[link.end]
    more = (str(number), str(start), str(end)) if element_ids else ()
    return Structure(0x52, (number, start, end, link.type, dict(link.properties), *more))
