"""Read calls that ask for the schema (``CALL db.propertyKeys()``, ``SHOW INDEXES``) as a query over given rows.

An engine that does not answer such a call, or with other columns than Neo4j's, answers the rewritten statement: the
call becomes a subquery over rows that are handed in as a parameter, and what follows it (YIELD, WHERE, RETURN, further
clauses) stays. So whatever may follow the call on Neo4j may follow it here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pathway_graph.cypher.tokens import Token, tokens
from pathway_graph.errors import QueryError, did_you_mean, nearest


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

_MAY_CALL: Final = re.compile(r"\b(?:CALL|SHOW)\b", re.IGNORECASE)
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


def rewrite(query: str, catalog: Mapping[str, Shape] = SCHEMA) -> Rewritten | None:
    """Return the statement with its calls rewritten, or None where it has none of the catalog.

    Raises:
        QueryError: A call yields no column of that name.

    >>> rewritten = rewrite("SHOW FUNCTIONS YIELD name AS n WHERE n STARTS WITH 'a'")
    >>> rewritten.text
    "CALL () { UNWIND $__rows0 AS __r RETURN __r.`name` AS `n` } WITH * WHERE n STARTS WITH 'a' RETURN `n` AS `n`"
    >>> rewrite("MATCH (n) RETURN n") is None
    True
    """
    if _MAY_CALL.search(query) is None:  # most queries call nothing: their text need not be split for that
        return None
    found = tokens(query)
    while found and found[-1].text == ";":
        found.pop()
    first = 1 if found and found[0].is_word("EXPLAIN", "PROFILE") else 0
    reading = _Reading(query, found, {name.lower(): name for name in catalog}, catalog)
    if len(found) > first and found[first].is_word("SHOW"):
        reading.show(first)
    else:
        for at in range(first, len(found)):
            if found[at].is_word("CALL") and (at == 0 or found[at - 1].text != "."):
                reading.call(at)
    return reading.result()


class _Reading:
    def __init__(self, query: str, found: list[Token], names: dict[str, str], catalog: Mapping[str, Shape]) -> None:
        self.query = query
        self.tokens = found
        self.names = names
        self.catalog = catalog
        self.calls: list[Call] = []
        self.texts: list[str] = []
        self.is_plain = False
        self.end = ""

    def text(self, at: int) -> str:
        return self.tokens[at].text if at < len(self.tokens) else ""

    def is_word(self, at: int, *words: str) -> bool:
        return at < len(self.tokens) and self.tokens[at].is_word(*words)

    def result(self) -> Rewritten | None:
        if not self.calls:
            return None
        out, at, moved = "", 0, [(0, 0)]
        for call, text in zip(self.calls, self.texts, strict=True):
            out += self.query[at : call.start]
            out += text
            moved.append((len(out), len(out) - call.end))
            at = call.end
        last = self.tokens[-1].end
        return Rewritten(out + self.query[at:last] + self.end, tuple(self.calls), self.is_plain, tuple(moved))

    def show(self, first: int) -> None:
        """Read ``SHOW … [YIELD …] [WHERE …] [RETURN …]``, which is a whole statement."""
        at = first + 1
        while at < len(self.tokens) and not self.is_word(at, "YIELD", "WHERE", "RETURN"):
            at += 1
        words = [token.text.strip("`'\"") for token in self.tokens[first + 1 : at] if token.text != ","]
        name, detail = _subject(words)
        if name not in self.catalog or self.is_word(at, "RETURN"):
            return
        end, items = self.items(at, self.catalog[name])
        self.add(name, detail, first, end, items)
        if end < len(self.tokens) and not self.is_word(end, "RETURN"):
            self.texts[-1] += " WITH *"
        self.finish(end, items, is_plain=end == first + 1 + len(words))

    def call(self, at: int) -> None:
        """Read ``CALL name(…) [YIELD …]`` anywhere in a statement."""
        name, after = "", at + 1
        while after < len(self.tokens) and (self.tokens[after].kind in ("word", "name") or self.text(after) == "."):
            if name and name[-1] != "." and self.text(after) != ".":
                break
            name += self.text(after).strip("`")
            after += 1
        known = self.names.get(name.lower(), "")
        if not known or " " in known:
            return
        if self.text(after) == "(":
            while after < len(self.tokens) and not (
                self.tokens[after].kind == "close" and self.tokens[after].depth == self.tokens[at].depth
            ):
                after += 1
            after += 1
        is_whole = not self.is_word(after, "YIELD")
        if is_whole and after < len(self.tokens):
            return  # a call amid a statement says what it yields
        end, items = self.items(after, self.catalog[known])
        self.add(known, "", at, end, items)
        if self.is_word(end, "WHERE"):
            self.texts[-1] += " WITH *"
        whole = at == 0 or self.is_word(at - 1, "EXPLAIN", "PROFILE")
        same = items == tuple((column, column) for column in self.catalog[known].columns)
        self.finish(end, items, is_plain=whole and same)

    def items(self, at: int, shape: Shape) -> tuple[int, tuple[tuple[str, str], ...]]:
        """Return the place after YIELD and its items, and the items: column and name of each."""
        if not self.is_word(at, "YIELD"):
            return at, tuple((column, column) for column in shape.columns)
        if self.text(at + 1) == "*":
            return at + 2, tuple((column, column) for column in (*shape.columns, *shape.more))
        found = []
        at += 1
        while at < len(self.tokens) and self.tokens[at].kind in ("word", "name"):
            column = name = self.text(at).strip("`")
            if column not in (known := (*shape.columns, *shape.more)):
                near = nearest(column, known)
                hint = did_you_mean(near) if near else f"there are {', '.join(known)}"
                raise QueryError(f"this call yields no column {column!r}", hint=hint)
            at += 1
            if self.is_word(at, "AS"):
                name = self.text(at + 1).strip("`")
                at += 2
            found.append((column, name))
            if self.text(at) != ",":
                break
            at += 1
        return at, tuple(found)

    def add(self, name: str, detail: str, first: int, end: int, items: tuple[tuple[str, str], ...]) -> None:
        parameter = f"__rows{len(self.calls)}"
        self.calls.append(Call(name, parameter, detail, self.tokens[first].start, self.tokens[end - 1].end))
        listed = ", ".join(f"__r.`{column}` AS `{alias}`" for column, alias in items)
        self.texts.append(f"CALL () {{ UNWIND ${parameter} AS __r RETURN {listed} }}")

    def finish(self, end: int, items: tuple[tuple[str, str], ...], *, is_plain: bool) -> None:
        """Return the columns where the statement does not say what it returns."""
        rest = self.tokens[end:]
        if not any(token.is_word("RETURN", "FINISH", "UNION") for token in rest):
            self.end = " RETURN " + ", ".join(f"`{alias}` AS `{alias}`" for _, alias in items)
            self.is_plain = is_plain and not rest
        else:
            asked = [token.text.strip("`") for token in rest[1:] if token.text != ","]
            same = [alias for _, alias in items]
            self.is_plain = is_plain and rest[0].is_word("RETURN") and asked in (["*"], same)


def _subject(words: list[str]) -> tuple[str, str]:
    """Return the call that ``SHOW`` with these words is, and what it is narrowed to."""
    said = [word.upper() for word in words]
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
