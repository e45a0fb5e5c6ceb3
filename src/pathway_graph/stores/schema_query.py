"""Read calls that ask for the schema (``CALL db.propertyKeys()``, ``SHOW INDEXES``) as a query over given rows.

An engine that does not answer such a call, or with other columns than Neo4j's, answers the rewritten statement: the
call becomes a subquery over rows that are handed in as a parameter, and what follows it (YIELD, WHERE, RETURN, further
clauses) stays. So whatever may follow the call on Neo4j may follow it here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from typing import Final

from pathway_graph.cypher.lexer import name_value
from pathway_graph.cypher.mistakes import CypherRefused
from pathway_graph.cypher.parsing.statements import StatementReading
from pathway_graph.cypher.syntax import (
    Command,
    ProcedureCall,
    Projection,
    Query,
    Return,
    Show,
    Statement,
    Variable,
)
from pathway_graph.cypher.walk import find
from pathway_graph.errors import did_you_mean, nearest


@dataclass(frozen=True, slots=True)
class Shape:
    """The columns of a call: those it gives, and those that ``YIELD *`` adds."""

    columns: tuple[str, ...]
    more: tuple[str, ...] = ()


def _shape(columns: str, more: str = "") -> Shape:
    return Shape(tuple(columns.split()), tuple(more.split()))


SCHEMA: Final[Mapping[str, Shape]] = {
    "db.labels": _shape("label"),
    "db.relationshipTypes": _shape("relationshipType"),
    "db.propertyKeys": _shape("propertyKey"),
    "db.schema.nodeTypeProperties": _shape("nodeType nodeLabels propertyName propertyTypes mandatory"),
    "db.schema.relTypeProperties": _shape("relType propertyName propertyTypes mandatory"),
    "db.schema.visualization": _shape("nodes relationships"),
    "SHOW INDEXES": _shape(
        "id name state populationPercent type entityType labelsOrTypes properties indexProvider owningConstraint "
        "lastRead readCount",
        "trackedSince options failureMessage createStatement",
    ),
    "SHOW CONSTRAINTS": _shape(
        "id name type entityType labelsOrTypes properties ownedIndex propertyType", "options createStatement"
    ),
    "SHOW FUNCTIONS": _shape(
        "name category description",
        "signature isBuiltIn argumentDescription returnDescription aggregating rolesExecution rolesBoostedExecution "
        "isDeprecated deprecatedBy",
    ),
    "SHOW PROCEDURES": _shape(
        "name description mode worksOnSystem",
        "signature argumentDescription returnDescription admin rolesExecution rolesBoostedExecution isDeprecated "
        "deprecatedBy option",
    ),
}
"""Calls that tell what a graph holds and what its Cypher has, with the columns of Neo4j 5.26."""

Item = tuple[str, str]
"""A column that a call yields, and what it is called from there on."""
_INDEX_KINDS: Final = ("FULLTEXT", "LOOKUP", "POINT", "RANGE", "TEXT", "VECTOR")


@dataclass(frozen=True, slots=True)
class Call:
    """One call in a statement.

    Attributes:
        name: As in the catalog.
        parameter: The parameter that takes its rows.
        detail: What it was narrowed to, in capitals: ``RANGE`` of ``SHOW RANGE INDEXES``, a name.
        start, end: Where it stands in the statement, its YIELD and the names of that included.
    """

    name: str
    parameter: str
    detail: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A statement whose calls take their rows from parameters.

    Attributes:
        text: The statement to run.
        calls: What its parameters hold.
        is_plain: It is one call and asks for its columns as they are.
        moved: Places in *text* and by how much what follows them stands behind the same in the statement given.
    """

    text: str
    calls: tuple[Call, ...]
    is_plain: bool
    moved: tuple[tuple[int, int], ...]

    def place(self, offset: int) -> int:
        """Return where in the statement given stands what stands in *text* at *offset*."""
        by = max((pair for pair in self.moved if pair[0] <= offset), default=(0, 0))[1]
        return max(0, offset - by)


def rewrite(statement: Statement, catalog: Mapping[str, Shape] = SCHEMA) -> Rewritten | None:
    """Return a statement with its calls rewritten, or None where it has none of the catalog.

    Raises:
        CypherRefused: A call yields no column of that name, gets an argument that it does not take, or does not say
            amid a query what it yields.

    >>> from pathway_graph.cypher.parse import parse
    >>> rewritten = rewrite(parse("SHOW FUNCTIONS YIELD name AS n WHERE n STARTS WITH 'a'"))
    >>> rewritten.text
    "CALL () { UNWIND $__rows0 AS __r RETURN __r.`name` AS `n` } WITH * WHERE n STARTS WITH 'a' RETURN `n` AS `n`"
    >>> rewrite(parse("MATCH (n) RETURN n")) is None
    True
    """
    rewriting = _Rewriting(statement, catalog)
    body = statement.body
    if not isinstance(body, Query):
        if isinstance(body, Show) or body.words[0] == "SHOW":
            rewriting.show(body)
        return rewriting.result()
    names = {name.lower(): name for name in catalog if " " not in name}
    for call in sorted(find(body, ProcedureCall), key=lambda call: call.start):
        if name := names.get(call.name.value.lower()):
            rewriting.call(call, name, body)
    return rewriting.result()


class _Rewriting:
    def __init__(self, statement: Statement, catalog: Mapping[str, Shape]) -> None:
        self.text = statement.text
        self.catalog = catalog
        self.calls: list[Call] = []
        self.texts: list[str] = []
        self.is_plain = False
        self.end = ""
        self.prefix = next(name for n in count() if (name := "__rows" + "_" * n) not in statement.text)

    def result(self) -> Rewritten | None:
        if not self.calls:
            return None
        out, at, moved = "", 0, [(0, 0)]
        for call, text in zip(self.calls, self.texts, strict=True):
            out += self.text[at : call.start]
            out += text
            moved.append((len(out), len(out) - call.end))
            at = call.end
        return Rewritten(out + self.text[at:] + self.end, tuple(self.calls), self.is_plain, tuple(moved))

    def show(self, body: Show | Command) -> None:
        """Take ``SHOW … [YIELD …] [WHERE …] [RETURN …]``, which is a whole statement."""
        read = _Shown.of(self.text, body)
        name, detail = _subject(read.words)
        if name not in self.catalog:
            return
        items = self.shown(name, read.yields)
        self.add(Call(name, self.parameter(), detail, body.start, read.head_end), items, is_narrowed=read.is_narrowed)
        self.is_plain = not read.is_narrowed and _is_all(read.returns, items)
        if read.returns is None:
            self.end = _returned(items)

    def shown(self, name: str, yields: Projection | None) -> tuple[Item, ...]:
        shape = self.catalog[name]
        if yields is None or yields.has_star:
            return _all(shape, more=yields is not None)
        items = []
        for item in yields.items:
            if not isinstance(item.expression, Variable):
                raise CypherRefused(self.text, item.start, "YIELD takes names of columns", hint="compute in RETURN")
            column = item.expression.name
            self.require(column, item.start, shape)
            items.append((column, item.alias.name if item.alias else column))
        return tuple(items)

    def call(self, call: ProcedureCall, name: str, body: Query) -> None:
        """Take ``CALL name(…) [YIELD …]`` anywhere in a statement."""
        shape = self.catalog[name]
        is_alone = [part.clauses for part in body.parts] == [(call,)]
        if call.arguments and name in SCHEMA:
            raise CypherRefused(self.text, call.arguments[0].start, f"{name} takes no argument", hint=f"write {name}()")
        if not is_alone and (call.items is None or any(part.clauses[-1] is call for part in body.parts)):
            raise CypherRefused(
                self.text, call.start, "amid a query, CALL says what it yields, and RETURN ends the query",
                hint=f"write CALL {name}() YIELD {shape.columns[0]} RETURN {shape.columns[0]}",
            )  # fmt: skip
        items = _all(shape, more=call.yields_all)
        if call.items is not None:
            for one in call.items:
                self.require(one.name.value, one.start, shape)
            items = tuple((one.name.value, one.alias.name if one.alias else one.name.value) for one in call.items)
        end = call.items[-1].end if call.items else call.end
        self.add(Call(name, self.parameter(), "", call.start, end), items, is_narrowed=call.where is not None)
        if call.is_optional:
            self.texts[-1] = f"OPTIONAL {self.texts[-1]}"
        self.is_plain = is_alone and call.where is None and items == _all(shape)
        if is_alone:
            self.end = _returned(items)
        elif len(body.parts) == 1 and body.parts[0].clauses[0] is call and len(body.parts[0].clauses) == 2:
            last = body.parts[0].clauses[1]
            is_all = isinstance(last, Return) and _is_all(last, items)
            self.is_plain = is_all and call.where is None and items == _all(shape)

    def require(self, column: str, at: int, shape: Shape) -> None:
        known = (*shape.columns, *shape.more)
        if column not in known:
            near = nearest(column, known)
            hint = did_you_mean(near) if near else f"there are {', '.join(known)}"
            raise CypherRefused(self.text, at, f"this call yields no column {column!r}", hint=hint)

    def parameter(self) -> str:
        return f"{self.prefix}{len(self.calls)}"

    def add(self, call: Call, items: tuple[Item, ...], *, is_narrowed: bool) -> None:
        listed = ", ".join(f"__r.{_quoted(column)} AS {_quoted(alias)}" for column, alias in items)
        self.calls.append(call)
        self.texts.append(
            f"CALL () {{ UNWIND ${call.parameter} AS __r RETURN {listed} }}{' WITH *' if is_narrowed else ''}"
        )


@dataclass(frozen=True, slots=True)
class _Shown:
    """What ``SHOW`` says; of a `Command` too, whose inside is not in the tree.

    Attributes:
        words: What it shows.
        head_end: Where the columns end that it yields.
        is_narrowed: Whether order, limit or WHERE follow them.
    """

    words: list[str]
    head_end: int
    yields: Projection | None
    is_narrowed: bool
    returns: Return | None

    @classmethod
    def of(cls, text: str, body: Show | Command) -> _Shown:
        reading = StatementReading(text)
        while reading.token.start <= body.start:
            reading.advance()
        words = []
        while reading.token.kind != "end" and reading.token.word not in ("YIELD", "WHERE", "RETURN"):
            token = reading.advance()
            if token.word != ",":
                words.append(name_value(token.text) if token.kind != "text" else token.text[1:-1])
        end = reading.end
        yields = where = returns = None
        if reading.skip("YIELD"):
            yields = reading.projection_body()
            end = yields.items[-1].end if yields.items else yields.start + 1
        where = reading.where()
        if reading.token.word == "RETURN":
            returns = reading.returning()
        if reading.token.kind != "end":
            reading.fail()
        is_paged = yields is not None and (yields.order or yields.skip or yields.limit)
        return cls(words, end, yields, bool(is_paged or where), returns)


def _all(shape: Shape, *, more: bool = False) -> tuple[Item, ...]:
    return tuple((column, column) for column in (*shape.columns, *(shape.more if more else ())))


def _is_all(returns: Return | None, items: tuple[Item, ...]) -> bool:
    """Whether RETURN, if there is one, gives these columns as they are."""
    if returns is None:
        return True
    said = returns.projection
    if said.is_distinct or said.order or said.skip or said.limit:
        return False
    names = [item.expression.name for item in said.items if isinstance(item.expression, Variable) and not item.alias]
    wanted = [] if said.has_star else [alias for _, alias in items]
    return len(names) == len(said.items) and names == wanted


def _returned(items: tuple[Item, ...]) -> str:
    return " RETURN " + ", ".join(f"{_quoted(alias)} AS {_quoted(alias)}" for _, alias in items)


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _subject(words: list[str]) -> tuple[str, str]:
    """Return the call that ``SHOW`` with these words is, and what it is narrowed to."""
    said = [word.upper() for word in words]
    if said[-1:] in (["CONSTRAINT"], ["CONSTRAINTS"]) and len(said) > 1 and said != ["ALL", said[-1]]:
        is_ours = "UNIQU" in said[-2] and said[0] not in ("REL", "RELATIONSHIP")  # the other kinds there are none of
        return "SHOW CONSTRAINTS", "UNIQUENESS" if is_ours else " ".join(said[:-1])
    if said[:2] == ["USER", "DEFINED"]:
        return "SHOW FUNCTIONS", "USER DEFINED"
    if said and said[0] in _INDEX_KINDS and len(said) == 2:
        return ("SHOW INDEXES" if said[1] in ("INDEX", "INDEXES") else "", said[0])
    if said[:1] == ["ALL"] or said[:2] == ["BUILT", "IN"]:
        said = said[1:] if said[0] == "ALL" else said[2:]
    text = " ".join(said)
    if text.startswith(("PROCEDURES EXECUTABLE", "FUNCTIONS EXECUTABLE", "PROCEDURE EXECUTABLE")):
        text = said[0]
    one = {"INDEX": "INDEXES", "CONSTRAINT": "CONSTRAINTS", "FUNCTION": "FUNCTIONS", "PROCEDURE": "PROCEDURES",
           "SETTING": "SETTINGS", "USER": "USERS"}  # fmt: skip
    if said and said[0] in ("DATABASE", "DATABASES", "SETTING", "SETTINGS") and len(said) > 1:
        return ("SHOW DATABASES" if said[0].startswith("DATABASE") else "SHOW SETTINGS", ",".join(words[1:]))
    return f"SHOW {one.get(text, 'DATABASES' if text == 'DATABASE' else text)}", ""
