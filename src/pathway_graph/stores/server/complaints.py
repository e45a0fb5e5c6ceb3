"""What a Neo4j server's complaints about a query mean, in our words and with the line and a caret."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from pathway_graph.cypher import placing
from pathway_graph.cypher.mistakes import CypherError
from pathway_graph.cypher.parse import parse
from pathway_graph.cypher.syntax import Node, Statement
from pathway_graph.errors import QueryError

_PLACE: Final = re.compile(r"\s*\(line (\d+), column (\d+)(?: \(offset: \d+\))?\)")
_Told = Callable[["re.Match[str]"], tuple[str, str]]


def told(message: str, query: str) -> QueryError:
    r"""Return a server's message on a query as an error of ours.

    Args:
        message: What the server says, with the place and the line that it appends.
        query: The text that it got.

    >>> message = 'Variable `f` not defined (line 1, column 18 (offset: 17))\n"MATCH (e) RETURN f.name"\n   ^'
    >>> print(told(message, "MATCH (e) RETURN f.name"))
    line 1, column 18: the variable 'f' is not defined here; known here: e
    >>> print(told("/ by zero", "RETURN 1/0"))
    line 1, column 8: something is divided by zero
    """
    place = _PLACE.search(message)
    what, hint = _phrase(message[: place.start()] if place is not None else message)
    statement = parse(query)
    if place is None:
        find = next((find for pattern, find in _PLACES.items() if re.search(pattern, message)), None)
        return placing.query_error(statement, find(statement) if find is not None else None, what, hint=hint)
    lines = query.split("\n")
    line, column = int(place[1]), int(place[2])
    at = sum(len(text) + 1 for text in lines[: line - 1]) + column - 1
    undefined = re.fullmatch(r"Variable `(.+)` not defined", message[: place.start()])
    if undefined is not None:
        return placing.undefined(statement, undefined[1], at)
    return CypherError(query, at, what, hint=hint)


def _phrase(said: str) -> tuple[str, str]:
    """Return what a message means, and the way out."""
    unread = re.match(r'Text cannot be parsed to an? (\w+)\s+"(.*)"', said)
    if unread is not None:
        return f"{unread[2]!r} is no {unread[1].lower()}", ""
    said = said.strip().splitlines()[0].strip().rstrip(".")
    for pattern, phrase in _PHRASES.items():
        found = re.search(pattern, said)
        if found is not None:
            return phrase(found)
    return said[:1].lower() + said[1:] if said[1:2] == " " or said[1:2].islower() else said, ""


_PLACES: Final[dict[str, Callable[[Statement], Node | None]]] = {
    r"^/ by zero": placing.division, r"^long overflow": placing.arithmetic,
    r"^(?:Text cannot be parsed to|Invalid value for)": placing.moment,
    r"'range\(\)'": lambda statement: placing.call_of(statement, "range"),
}  # fmt: skip
"""Where stands what the server complains of without a place."""
_PHRASES: Final[dict[str, _Told]] = {
    r"^Type mismatch: (.+?) defined with conflicting type (\w+) \(expected (\w+)\)": lambda m: (
        f"the variable {m[1]!r} is a {m[2].lower() if m[2] in ('Node', 'Relationship', 'Path') else 'value'} already "
        f"and cannot be a {m[3].lower()} too",
        "give one of them another name",
    ),
    r"^Can't use aggregate functions inside of aggregate": lambda _: (
        "an aggregate cannot stand inside another", "work out the inner one in WITH",
    ),
    r"^Invalid use of aggregating function (\w+)": lambda _: (
        "an aggregate cannot stand here", "work it out in a WITH, and put WHERE behind that",
    ),
    r"^Multiple result columns with the same name": lambda _: (
        "two columns have one name", "name one of them with AS",
    ),
    r"same return column names": lambda _: (
        "the parts of a UNION return other columns", "name them alike with AS",
    ),
    r"it is not possible to access variables declared before the WITH/RETURN: (.+)": lambda m: (
        f"the variable {m[1]!r} is not defined here",
        "behind DISTINCT or an aggregate, ORDER BY sees only the columns",
    ),
    r"^It is not allowed to refer to variables in (\w+)": lambda m: (
        f"{m[1]} takes a number or a parameter, and no variable", "",
    ),
    r"^Aggregation column contains implicit grouping expressions.* Illegal expression\(s\): (.+)": lambda m: (
        f"{m[1]} stands beside an aggregate and in no column of its own",
        "name it in a WITH before, and return the name",
    ),
    r"^Expected parameter\(s\): (.+)": lambda m: (
        f"the query needs a value for {', '.join('$' + name.strip() for name in m[1].split(','))}", "",
    ),
    r"^/ by zero$": lambda _: ("something is divided by zero", ""),
    r"^long overflow$": lambda _: ("a whole number grows beyond 64 bits", "use toFloat()"),
    r"^Invalid value for (\w+) \(valid values (.+?)\): (-?\d+)": lambda m: (
        f"{m[3]} is no value for {re.sub('(?<=[a-z])(?=[A-Z])', ' ', m[1]).lower()}: {m[2]} are", "",
    ),
    r"^Invalid input\. '(.+)' is not a valid value\. Must be an? (.+)": lambda m: (
        f"a {m[2]} is needed, not {m[1]}", "",
    ),
    r"^[0-9A-Z]{5}: (.+)": lambda m: (m[1][:1].lower() + m[1][1:], ""),
}  # fmt: skip
"""What the server says -> what that means, and the way out."""
