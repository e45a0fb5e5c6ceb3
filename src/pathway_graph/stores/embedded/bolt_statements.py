"""What becomes of a statement on its way from a Bolt client to the engine: the one place where it may be rewritten.

Calls that ask for the schema or the server are turned into queries over rows, functions and procedures of plug-ins that
are not there are refused, and the columns are read from the text, for an engine that has none where no row is found.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pathway_graph.cypher.columns import returned_columns
from pathway_graph.cypher.tokens import Token, tokens
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
    """

    given: str
    text: str
    parameters: dict[str, Any]
    columns: tuple[str, ...] = ()
    is_explained: bool = False
    record: tuple[Any, ...] | None = None
    place: Callable[[int], int] = field(default=_same)


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
    found = tokens(given)
    _refuse_absent(given, found)
    is_explained = bool(found) and found[0].is_word("EXPLAIN")
    try:
        rewritten = rewrite(given, bolt_calls.CALLS)
    except QueryError as error:
        raise bolt_errors.Refusal(bolt_errors.SYNTAX, str(error)) from error
    if rewritten is None:
        return Prepared(given, given, parameters, _columns(given, found), is_explained)
    columns = _columns(rewritten.text, tokens(rewritten.text))
    if rewritten.is_plain and rewritten.calls[0].name == "db.schema.visualization" and not is_explained:
        record = _picture(rewritten, asked, element_ids)
        return Prepared(given, "RETURN [] AS nodes, [] AS relationships", {}, columns, record=record)
    values = {call.parameter: bolt_calls.rows_of(call, asked, about) for call in rewritten.calls}
    return Prepared(given, rewritten.text, {**parameters, **values}, columns, is_explained, place=rewritten.place)


def _columns(text: str, found: list[Token]) -> tuple[str, ...]:
    if found and found[0].is_word("EXPLAIN", "PROFILE"):
        text = text[found[0].end :]
    try:
        return returned_columns(text) or ()
    except QueryError:
        return ()


def _refuse_absent(given: str, found: list[Token]) -> None:
    for place, token in enumerate(found):
        if token.kind not in ("word", "name") or (place and found[place - 1].text == "."):
            continue
        name, at = token.text.strip("`"), place + 1
        while at + 1 < len(found) and found[at].text == "." and found[at + 1].kind in ("word", "name"):
            name += f".{found[at + 1].text.strip('`')}"
            at += 2
        is_called = at < len(found) and found[at].text == "("
        by_call = bool(place) and found[place - 1].is_word("CALL")
        if "." not in name or not (is_called or by_call) or not (name.lower().startswith(_ABSENT) or name in _GONE):
            continue
        raise bolt_errors.no_procedure(name) if by_call else bolt_errors.no_function(name, given, token.start)


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
