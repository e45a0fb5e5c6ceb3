"""Say over Bolt what went wrong as Neo4j says it: its codes, its words, line and column, the line itself, a caret."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from pathway_graph.cypher.lexer import Token, tokens
from pathway_graph.cypher.mistakes import CypherError, CypherSyntaxError
from pathway_graph.cypher.parse import parse
from pathway_graph.cypher.syntax import Node, SortItem, Variable, With
from pathway_graph.cypher.walk import find
from pathway_graph.errors import QueryError
from pathway_graph.stores.embedded import engine

SYNTAX: Final = "Neo.ClientError.Statement.SyntaxError"
SEMANTIC: Final = "Neo.ClientError.Statement.SemanticError"
ARGUMENT: Final = "Neo.ClientError.Statement.ArgumentError"
TYPE: Final = "Neo.ClientError.Statement.TypeError"
NO_PROCEDURE: Final = "Neo.ClientError.Procedure.ProcedureNotFound"
NO_DATABASE: Final = "Neo.ClientError.Database.DatabaseNotFound"
UNAUTHORIZED: Final = "Neo.ClientError.Security.Unauthorized"
INVALID: Final = "Neo.ClientError.Request.Invalid"
TIMED_OUT: Final = "Neo.ClientError.Transaction.TransactionTimedOut"
TIMED_OUT_BY_CLIENT: Final = "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration"
TERMINATED: Final = "Neo.TransientError.Transaction.Terminated"
UNKNOWN: Final = "Neo.DatabaseError.General.UnknownError"


@dataclass(frozen=True, slots=True)
class Refusal(Exception):
    """What a client is told of a statement that fails."""

    code: str
    message: str


def at(message: str, query: str, offset: int) -> str:
    r"""Return a message with the place it speaks of, as Neo4j writes both.

    >>> print(at("Variable `x` not defined", "RETURN x", 7))
    Variable `x` not defined (line 1, column 8 (offset: 7))
    "RETURN x"
            ^
    """
    offset = min(max(offset, 0), len(query))
    before = query[:offset]
    line = before.count("\n") + 1
    column = offset - (before.rfind("\n") + 1) + 1
    text = query.split("\n")[line - 1].rstrip("\r")
    return f'{message} (line {line}, column {column} (offset: {offset}))\n"{text}"\n{" " * column}^'


def no_procedure(name: str) -> Refusal:
    """Return the refusal of a procedure that is not there."""
    return Refusal(
        NO_PROCEDURE,
        f"There is no procedure with the name `{name}` registered for this database instance. Please ensure you've "
        "spelled the procedure name correctly and that the procedure is properly deployed.",
    )


def no_function(name: str, query: str, offset: int) -> Refusal:
    """Return the refusal of a function that is not there."""
    return Refusal(SYNTAX, at(f"Unknown function '{name}'", query, offset))


def refused(error: CypherError, query: str, place: int) -> Refusal:
    """Return the refusal of what can be read and has no answer, or none that is right: an error of the client."""
    for pattern, words, where in _ORDERS:
        match = re.search(pattern, error.what)
        if match is not None:
            return Refusal(SYNTAX, at(words.format(*match.groups()), query, where(query, place)))
    return Refusal(SYNTAX, at(_with_way_out(error), query, place))


def _word(query: str, place: int) -> int:
    """Return where the next word begins."""
    return place + len(query[place:]) - len(query[place:].lstrip())


def _behind_return(query: str, place: int) -> int:
    match = re.compile(r"RETURN\s+", re.IGNORECASE).match(query, place)
    return match.end() if match else place


def _at_return(query: str, place: int) -> int:
    return max(query.upper().rfind("RETURN", 0, place), 0)


_GONE: Final = (
    "In a WITH/RETURN with DISTINCT or an aggregation, it is not possible to access variables declared before the "
    "WITH/RETURN: "
)
_ORDERS: Final = (
    (r"^the query ends with (\w+)", "Query cannot conclude with {} (must be a RETURN clause, a FINISH clause, an "
     "update clause, a unit subquery call, or a procedure call with no YIELD).", _word),
    ("^an expression in WITH needs a name", "Expression in WITH must be aliased (use AS)", _word),
    ("^UNION and UNION ALL", "Invalid combination of UNION and UNION ALL", _word),
    ("^two columns are called", "Multiple result columns with the same name are not supported", _behind_return),
    ("^(.+) is gone after DISTINCT or an aggregate", _GONE + "{}", _word),
    (r"^\* stands for all variables", "RETURN * is not allowed when there are no variables in scope", _at_return),
)  # fmt: skip
"""What our reading and rewriting say -> what Neo4j does, and where."""


def _with_way_out(error: CypherError) -> str:
    return f"{error.what}; {error.hint}" if error.hint else error.what


@dataclass(frozen=True, slots=True)
class Sent:
    """What the engine was asked.

    Attributes:
        text: The statement as it got it.
        query: The statement as the client sent it.
        place: Where in *query* stands what the engine found at an offset of *text*.
        mistake: What our own reading finds wrong with it.
    """

    text: str = ""
    query: str = ""
    place: Callable[[int], int] = lambda offset: offset
    mistake: CypherSyntaxError | None = None


def translate(code: str, said: str, sent: Sent) -> Refusal:
    """Return an error of the engine as Neo4j would tell it.

    Args:
        code: What the engine gives as its code.
        said: What the engine says.
        sent: What it was asked.
    """
    said = re.sub(r"\b(?:[a-z]\w*\.)+[A-Z]\w*(?:Exception|Error)(?:: |\b)", "", said).strip()
    for pattern, tell in _RULES:
        match = re.search(pattern, said, re.DOTALL)
        if match is not None:
            return tell(match, _Told(code, said, sent))
    if said in ("", "null"):
        return Refusal(code, "The engine failed and does not say why; put the query another way")
    return Refusal(code, _bare(said))


def _bare(said: str) -> str:
    """Return a message without the name of a class in front."""
    return re.sub(r"^[A-Z]\w*[a-z][A-Z]\w*: ", "", said)


@dataclass(frozen=True, slots=True)
class _Told:
    code: str
    said: str
    sent: Sent

    @property
    def query(self) -> str:
        return self.sent.query

    def offset(self, line: str, column: str) -> int:
        """Return the offset of a line, from 1, and a column, from 0, as the engine counts them."""
        lines = self.sent.text.split("\n")
        return self.sent.place(sum(len(text) + 1 for text in lines[: int(line) - 1]) + int(column))

    def uses(self, name: str) -> list[int]:
        """Return where a variable stands, in the order of the text."""
        body = _tree(self.query)
        return sorted(one.start for one in find(body, Variable) if one.name == name) if body else []

    def word(self, name: str) -> int:
        """Return where a name stands that the engine names without its place: its first use after the last WITH."""
        body, found = _tree(self.query), self.uses(name)
        if body is None or not found:
            return 0
        limit = max((one.start for one in find(body, With) if one.start < found[-1]), default=0)
        return next(place for place in found if place >= limit)


def _tree(query: str) -> Node | None:
    try:
        return parse(query).body
    except QueryError:
        return None


def _syntax(match: re.Match[str], told: _Told) -> Refusal:
    unclosed = told.sent.mistake and _unclosed(told.sent.mistake, told.query)
    if unclosed:
        return unclosed
    offset = told.offset(match["line"], match["column"])
    odd, _, expected = match["what"].partition(", expected: ")
    found = re.search(r"(?:input|at:?) '(.*?)'$|'(.*?)'", odd, re.DOTALL)
    bad = next((group for group in found.groups() if group is not None), "") if found else ""
    bad = "" if bad == "<EOF>" else bad
    if not told.query[:offset].strip():
        expected = f"expected {_BEGINNINGS}"
    elif re.search(r"\b[A-Z]{2,}_[A-Z_0-9]+\b| or \d+ more", expected):
        expected = ""  # names of the engine's grammar help nobody
    elif expected:
        expected = f"expected {expected.strip()}"
    return _invalid(bad, expected, offset, told)


def _invalid(bad: str, expected: str, offset: int, told: _Told) -> Refusal:
    """Return the refusal of what cannot stand at a place; what the engine does not say of it, our own reading may."""
    mistake = told.sent.mistake
    if mistake is not None:
        text = next((token for token in _tokens(told.query) if token.start == offset), None)
        bad = text.text if text is not None else bad
        expected = expected or _with_way_out(mistake)
    return Refusal(SYNTAX, at(f"Invalid input '{bad}'" + (f": {expected}" if expected else ""), told.query, offset))


def _tokens(query: str) -> list[Token]:
    try:
        return tokens(query)
    except QueryError:
        return []


def _unclosed(mistake: CypherSyntaxError, query: str) -> Refusal | None:
    """Return what Neo4j says of a text or a comment without an end."""
    words = next((words for said, words in _UNCLOSED if mistake.what.startswith(said)), "")
    return Refusal(SYNTAX, at(words, query, mistake.at)) if words else None


_QUOTES: Final = "Failed to parse string literal. The query must contain an even number of non-escaped quotes."
_UNCLOSED: Final = (
    ("the ' is not closed", _QUOTES),
    ('the " is not closed', _QUOTES),
    ("a comment /* is not closed", "Failed to parse comment. A comment starting on `/*` must have a closing `*/`."),
)
_BEGINNINGS: Final = "'CALL', 'CREATE', 'MATCH', 'MERGE', 'OPTIONAL MATCH', 'RETURN', 'SHOW', 'UNWIND' or 'WITH'"


def _unexpected(match: re.Match[str], told: _Told) -> Refusal:
    return _invalid(match["bad"], "", told.offset(match["line"], match["column"]), told)


def _variable(match: re.Match[str], told: _Told) -> Refusal:
    name = match["name"]
    found, body = told.uses(name), _tree(told.query)
    ordered = [one.start for one in find(body, SortItem)] if body else []
    if ordered and found and found[0] < ordered[0] <= found[-1]:
        return Refusal(SYNTAX, at(_GONE + name, told.query, found[-1]))
    return Refusal(SYNTAX, at(f"Variable `{name}` not defined", told.query, told.word(name)))


def _unknown(match: re.Match[str], told: _Told) -> Refusal:
    name = match["name"]
    if re.search(rf"\bCALL\s+`?{re.escape(name)}", told.query, re.IGNORECASE):
        return no_procedure(name)
    return _function(match, told)


def _function(match: re.Match[str], told: _Told) -> Refusal:
    name = match["name"]
    return no_function(name, told.query, max(told.query.lower().find(name.lower()), 0))


def _date(match: re.Match[str], _told: _Told) -> Refusal:
    kind = {"date": "Date", "datetime": "DateTime", "localdatetime": "LocalDateTime", "time": "Time",
            "localtime": "LocalTime", "duration": "Duration"}.get(match["kind"], match["kind"])  # fmt: skip
    return Refusal(SYNTAX, f'Text cannot be parsed to a {kind}\n"{match["text"]}"\n ^')


def _duplicate(match: re.Match[str], _told: _Told) -> Refusal:
    value = match["value"]
    shown = value if re.fullmatch(r"-?\d+(?:\.\d+)?", value) else f"'{value}'"
    words = (
        f"Node({match['node']}) already exists with label `{match['label']}` and property `{match['name']}` = {shown}"
    )
    return Refusal("Neo.ClientError.Schema.ConstraintValidationFailed", words)


def _feature(match: re.Match[str], told: _Told) -> Refusal:
    words = match["what"].strip()
    return Refusal(SYNTAX, f"{words[:1].upper()}{words[1:]}" if words else told.said)


def _worded(_match: re.Match[str], told: _Told) -> Refusal:
    return Refusal(SYNTAX, told.said.partition(": ")[2] or told.said)


def _timeout(_match: re.Match[str], _told: _Told) -> Refusal:
    return Refusal(TIMED_OUT, str(engine.too_slow(60.0)))


def _parameters(match: re.Match[str], _told: _Told) -> Refusal:
    return Refusal("Neo.ClientError.Statement.ParameterMissing", f"Expected parameter(s): {match['names']}")


def _division(_match: re.Match[str], _told: _Told) -> Refusal:
    return Refusal("Neo.ClientError.Statement.ArithmeticError", "/ by zero")


def _placed(words: str, pattern: str) -> Callable[[re.Match[str], _Told], Refusal]:
    """Return a rule that tells *words* at the last place in the statement where *pattern* fits."""

    def tell(_match: re.Match[str], told: _Told) -> Refusal:
        found = list(re.finditer(pattern, told.query, re.IGNORECASE | re.DOTALL))
        if not found:
            return Refusal(SYNTAX, words.format("…"))
        last = found[-1]
        return Refusal(
            SYNTAX, at(words.format(*last.groups()), told.query, last.start(1) if last.groups() else last.end())
        )

    return tell


def _administration(_match: re.Match[str], told: _Told) -> Refusal:
    words = f"Unsupported administration command: {told.query.strip()}"
    return Refusal("Neo.ClientError.Statement.NotSystemDatabaseError", words)


def _arguments(match: re.Match[str], told: _Told) -> Refusal:
    found = re.search(rf"\b{re.escape(match['name'])}\s*\(", told.query, re.IGNORECASE)
    name = told.query[found.start() : found.end()].rstrip("( \n\t") if found else match["name"]
    how = "Too many" if int(match["got"]) > int(match["wants"]) else "Insufficient"
    return Refusal(SYNTAX, at(f"{how} parameters for function '{name}'", told.query, found.start() if found else 0))


def _as(code: str, words: str = "") -> Callable[[re.Match[str], _Told], Refusal]:
    """Return a rule that gives another code, and other words if there are such."""

    def tell(match: re.Match[str], told: _Told) -> Refusal:
        return Refusal(code, words.format(**match.groupdict()) if words else _bare(told.said))

    return tell


_AGGREGATES: Final = r"\b(count|collect|sum|avg|min|max|stdevp?|percentile(?:Cont|Disc))\s*\("
_BOUND: Final = r"\b(?:LIMIT|SKIP)\s+"
_RULES: Final[tuple[tuple[str, Callable[[re.Match[str], _Told], Refusal]], ...]] = (
    (r"Syntax error at line (?P<line>\d+):(?P<column>\d+) - (?P<what>.*)", _syntax),
    (r"Unexpected input '(?P<bad>.*?)' at line (?P<line>\d+), column (?P<column>\d+)", _unexpected),
    (r"Expected parameter\(s\): (?P<names>.*)", _parameters),
    (r"Variable '(?P<name>[^']+)' not defined", _variable),
    (r"Unknown procedure/function: (?P<name>[\w.]+)", _unknown),
    (r"Unknown function '?(?P<name>[\w.]+)'?", _function),
    (r"(?P<kind>\w+)\(\) cannot parse '(?P<text>.*?)'", _date),
    (r"Duplicated key \[(?P<value>.*)\] found on index '(?P<label>[^\[']+)\[(?P<name>[^\]]+)\]'.*#\d+:(?P<node>\d+)",
     _duplicate),
    (r"/ by zero", _division),
    (r"Function '(?P<name>[\w.]+)' expects (?P<wants>\d+) arguments? but got (?P<got>\d+)", _arguments),
    (r"Column name '[^']*' is defined more than once",
     _placed("Multiple result columns with the same name are not supported", r"\bRETURN\s+")),
    (r"Aggregation functions are not allowed in WHERE",
     _placed("Invalid use of aggregating function {}(...) in this context", _AGGREGATES)),
    (r"All sub queries in a UNION must have the same return column names",
     _placed("All sub queries in an UNION must have the same return column names", r"(?=\bUNION\b)")),
    (r"(?:LIMIT|SKIP) value cannot be negative",
     _placed("Invalid input. '{}' is not a valid value. Must be a non-negative integer.", _BOUND + r"(-\S+)")),
    (r"Error executing Cypher query: .*\b(?:LIMIT|SKIP)\s+['\"]",
     _placed("Invalid input. {} is not a valid value. Must be a non-negative integer.", _BOUND + r"('[^']*')")),
    (r"Relationships must be directed in CREATE",
     _placed("Only directed relationships are supported in CREATE", r"\bCREATE\b[^)]*\)\s*(?=-)")),
    (r"range\(\) step cannot be zero", _as(ARGUMENT, "Step argument to 'range()' cannot be zero")),
    (r"Cannot delete node \S*?:?(?P<node>\d+) because it still has relationships",
     _as("Neo.ClientError.Schema.ConstraintValidationFailed", "Cannot delete node<{node}>, because it still has "
         "relationships. To delete this node, you must first delete its relationships.")),
    (r"MERGE does not support null property values", _as(SEMANTIC)),
    (r"^Invalid value for \w+ \(valid values", _as(ARGUMENT)),
    (r"Cannot access property '\w+' on", _as(TYPE)),
    (r"USE (?P<name>\S+) is not supported", _as(NO_DATABASE, "Graph not found: {name}")),
    (r"^Only SHOW USERS, .* are currently supported", _administration),
    (r"LOAD CSV .*(?:disabled|not allowed)",
     _as("Neo.ClientError.Security.Forbidden", "LOAD CSV is off: a query may not read files or addresses")),
    (r"^Error executing Cypher query: ", _as(UNKNOWN, "The engine failed and does not say why; put the query another "
                                             "way")),
    (r"TimeoutException|[Tt]imeout .*(?:expired|exceeded|reached)|exceeded .*timeout", _timeout),
    (r"FeatureNotImplemented: (?P<what>.*)", _feature),
    (r"^(?:Ambiguous|Invalid|Undefined|Variable|NoExpression|Column|Different|Non|Unexpected|Requires)\w+: ", _worded),
)  # fmt: skip
"""What the engine says -> how it is told; the first that fits."""
