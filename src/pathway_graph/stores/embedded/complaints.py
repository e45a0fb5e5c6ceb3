"""What the embedded engine's complaints about a query mean, in our words and at their place in the user's text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from pathway_graph.cypher import placing
from pathway_graph.cypher.mistakes import CypherError
from pathway_graph.cypher.parse import parse
from pathway_graph.cypher.syntax import Statement
from pathway_graph.errors import QueryError

_CLASSES: Final = re.compile(r"^(?:[A-Z]\w*[a-z]\w*[A-Z]\w*(?:: | - ))+")
"""Names of the openCypher specification's kinds of errors before a message: ``TypeError: InvalidArgumentValue - ``."""
_JAVA: Final = {
    "Long": "INTEGER", "Integer": "INTEGER", "Double": "FLOAT", "Float": "FLOAT", "String": "STRING",
    "Boolean": "BOOLEAN", "SingletonMap": "MAP", "LinkedHashMap": "MAP", "HashMap": "MAP", "Map": "MAP",
    "ArrayList": "LIST", "List": "LIST", "null": "null", "LocalDate": "DATE", "Duration": "DURATION",
}  # fmt: skip
_TYPE: Final = re.compile(rf"\b(?:{'|'.join(_JAVA)})\b(?!\()")
_GIVEN: Final = ("got", "cannot convert", "of type")
_IS: Final = r"[\w.]+"
_Told = Callable[[Statement, "re.Match[str]"], QueryError]


def told(said: str, query: str, *, is_as_sent: bool) -> QueryError:
    """Return an engine's sentence about a query as an error of ours.

    Args:
        said: What the engine says, without wrapping.
        query: The user's text.
        is_as_sent: Whether the engine had that very text, so that its places are places in it.

    >>> print(told("UndefinedVariable: Variable 'f' not defined", "MATCH (e) RETURN f.name", is_as_sent=True))
    line 1, column 18: the variable 'f' is not defined here; known here: e
    >>> said = "Type mismatch: size() expects a LIST<ANY> argument but got INTEGER"
    >>> print(told(said, "RETURN size(5)", is_as_sent=True))
    line 1, column 8: size() expects a LIST<ANY> argument but got INTEGER
    """
    statement = parse(query)
    said = _CLASSES.sub("", said)
    if placed := re.match(r"(.*) at line (\d+), column (\d+)\b", said):  # the text and a caret follow
        said = f"Syntax error at line {placed[2]}:{int(placed[3]) - 1} - {placed[1]}"
    syntax = re.match(r"Syntax error at line (\d+):(\d+) - (.*)", said, re.DOTALL)
    if syntax is not None:
        return _syntax(statement, syntax, is_as_sent=is_as_sent)
    for pattern, phrase in _PHRASES.items():
        found = re.search(pattern, said)
        if found is not None:
            return phrase(statement, found)
    said = _cypher_types(said)
    named = re.match(rf"(?:Type mismatch: )?({_IS})\(\)?:? ", said)
    node = placing.call_of(statement, named[1]) if named is not None else None
    return placing.query_error(statement, node, _lower(said.removeprefix("Type mismatch: ")))


def _syntax(statement: Statement, found: re.Match[str], *, is_as_sent: bool) -> QueryError:
    what = f"the embedded engine does not read this: {found[3]}"
    lines = statement.text.split("\n")
    line = int(found[1])
    if not is_as_sent or not 1 <= line <= len(lines):
        return QueryError(what)
    return CypherError(statement.text, sum(len(text) + 1 for text in lines[: line - 1]) + int(found[2]), what)


def _cypher_types(said: str) -> str:
    """Name types as Cypher does, where a message ends with what was given.

    >>> _cypher_types("IN requires a list on the right side, got Long")
    'IN requires a list on the right side, got INTEGER'
    """
    head, word, tail = next((parts for given in _GIVEN if (parts := said.partition(given))[1]), ("", "", said))
    return said if not word else head + word + _types(tail)


def _types(said: str) -> str:
    return _TYPE.sub(lambda match: _JAVA[match[0]], said)


def _words(name: str) -> str:
    """Return a name of Java's in words.

    >>> _words("MonthOfYear")
    'month of year'
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def _lower(said: str) -> str:
    return said[:1].lower() + said[1:] if said[1:2].islower() and not re.match(rf"{_IS}\(", said) else said


def _conflict(statement: Statement, found: re.Match[str]) -> QueryError:
    name, was, wanted = found[1], found[2].lower(), found[3].lower()
    was = "value" if was == "scalar" else was
    return placing.query_error(
        statement,
        placing.pattern_variable(statement, name, wanted),
        f"the variable {name!r} is a {was} already and cannot be a {wanted} too",
        hint="give one of them another name",
    )


def _arity(statement: Statement, found: re.Match[str]) -> QueryError:
    node = placing.call_of(statement, found[1], int(found[3]))
    name = statement.text[node.start : node.end].split("(")[0].strip() if node is not None else found[1]
    return placing.query_error(statement, node, f"{name}() takes {found[2]}, not {found[3]}")


_PHRASES: Final[dict[str, _Told]] = {
    r"Variable '(.+?)' not defined": lambda s, m: placing.undefined(s, m[1]),
    r"Variable '(.+?)' already defined as (\w+), cannot redefine as (\w+)": _conflict,
    r"Function '(.+?)' expects (.+?) but got (\d+)": _arity,
    r"Unknown function '(.+?)'": lambda s, m: placing.query_error(
        s, placing.call_of(s, m[1]), f"the embedded engine has no function {m[1]}"
    ),
    r"Nested aggregation": lambda s, _: placing.query_error(
        s, placing.nested_aggregate(s), "an aggregate cannot stand inside another",
        hint="work out the inner one in WITH",
    ),
    r"Aggregation functions are not allowed in WHERE": lambda s, _: placing.query_error(
        s, placing.aggregate_in_where(s), "an aggregate cannot stand in WHERE",
        hint="work it out in a WITH, and put WHERE behind that",
    ),
    r"same return column names": lambda s, _: placing.query_error(
        s, placing.other_columns(s), "the parts of a UNION return other columns",
        hint="name them alike with AS",
    ),
    r"(SKIP|LIMIT) value cannot be negative: (-?\d+)": lambda s, m: placing.query_error(
        s, placing.page_bound(s, m[1]), f"{m[1]} takes a whole number from 0 on, not {m[2]}"
    ),
    r"(SKIP|LIMIT) expression must not reference variables": lambda s, m: placing.query_error(
        s, placing.page_bound(s, m[1]), f"{m[1]} takes a number or a parameter, and no variable"
    ),
    r"Relationship variable '(.+?)' is used more than once": lambda s, m: placing.query_error(
        s, placing.pattern_variable(s, m[1], "relationship"),
        f"the relationship {m[1]!r} stands twice in one pattern, which never matches",
        hint="give one of them another name",
    ),
    r"Property access on a path": lambda s, _: placing.query_error(
        s, None, "a path has no properties", hint="ask its nodes(p) or relationships(p)"
    ),
    r"^/ by zero": lambda s, _: placing.query_error(s, placing.division(s), "something is divided by zero"),
    r"^(?:long|integer) overflow": lambda s, _: placing.query_error(
        s, placing.arithmetic(s), "a whole number grows beyond 64 bits", hint="use toFloat()"
    ),
    r"Expected Boolean but got (\w+)": lambda s, m: placing.query_error(
        s, placing.logic(s), f"a truth value is needed, not {_JAVA.get(m[1], m[1])}", hint="compare it with something"
    ),
    r'For input string: "(.*)"': lambda s, m: placing.query_error(s, placing.text(s, m[1]), f"{m[1]!r} is no number"),
    r"both endpoints bound to vertices, but '(.+?)' is not bound": lambda s, m: placing.undefined(s, m[1]),
    r"^Arithmetic operations require numeric operands, got:? (.*)": lambda s, m: placing.query_error(
        s, placing.arithmetic(s), f"only numbers can be calculated with, not {_types(m[1])}"
    ),
    r"^List index must be a number, got:? (.*)": lambda s, m: placing.query_error(
        s, placing.indexing(s), f"the index of a list is a number, not {_types(m[1])}"
    ),
    r"^IN requires a list on the right side, got:? (.*)": lambda s, m: placing.query_error(
        s, placing.membership(s), f"behind IN stands a list, not {_types(m[1])}"
    ),
    r"^Invalid duration string: (.*)": lambda s, m: placing.query_error(
        s, placing.call_of(s, "duration"), f"{m[1]!r} is no duration", hint="write for instance duration('P14DT12H')"
    ),
    r"^Invalid value for (\w+) \(valid values (.+?)\): (-?\d+)": lambda s, m: placing.query_error(
        s, placing.moment(s), f"{m[3]} is no value for {_words(m[1])}: {m[2]} are"
    ),
}  # fmt: skip
"""What the engine says -> what that means."""
