"""The tree of clauses, queries, subqueries and commands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pathway_graph.cypher.syntax.expressions import Expression, Index, Name, Node, Property, Text, Variable
from pathway_graph.cypher.syntax.patterns import LabelExpression, PathPattern


@dataclass(frozen=True, slots=True)
class Clause(Node):
    """One clause of a query."""


# Reading ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hint(Node):
    """``USING INDEX n:Entity(id)``, ``USING SCAN n:Entity``, ``USING JOIN ON n``; *kind* is ``TEXT INDEX SEEK``, …."""

    kind: str
    variables: tuple[Variable, ...]
    label: LabelExpression | None
    keys: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Match(Clause):
    """``OPTIONAL MATCH patterns USING … WHERE where``.

    Attributes:
        mode: ``REPEATABLE ELEMENTS``, ``DIFFERENT RELATIONSHIPS`` or empty.
        is_implied: It is the bare pattern of ``EXISTS { (a)-->() }``, which has no word MATCH.
    """

    patterns: tuple[PathPattern, ...]
    where: Expression | None = None
    is_optional: bool = False
    mode: str = ""
    hints: tuple[Hint, ...] = ()
    is_implied: bool = False


@dataclass(frozen=True, slots=True)
class Item(Node):
    """``expression AS alias``; without *alias* its column is called as the expression is written."""

    expression: Expression
    alias: Variable | None


@dataclass(frozen=True, slots=True)
class SortItem(Node):
    """``expression DESC``."""

    expression: Expression
    is_descending: bool


@dataclass(frozen=True, slots=True)
class Projection(Node):
    """``DISTINCT *, items ORDER BY … SKIP … LIMIT …``, of WITH, RETURN and YIELD; *start* to *end* has no WITH."""

    items: tuple[Item, ...]
    has_star: bool = False
    is_distinct: bool = False
    order: tuple[SortItem, ...] = ()
    skip: Expression | None = None
    limit: Expression | None = None


@dataclass(frozen=True, slots=True)
class With(Clause):
    """``WITH projection WHERE where``."""

    projection: Projection
    where: Expression | None = None


@dataclass(frozen=True, slots=True)
class Return(Clause):
    """``RETURN projection``."""

    projection: Projection


@dataclass(frozen=True, slots=True)
class Page(Clause):
    """``ORDER BY … SKIP … LIMIT …`` as a clause of its own, which Neo4j takes since 5.24."""

    order: tuple[SortItem, ...]
    skip: Expression | None
    limit: Expression | None


@dataclass(frozen=True, slots=True)
class Finish(Clause):
    """``FINISH``."""


@dataclass(frozen=True, slots=True)
class Unwind(Clause):
    """``UNWIND source AS variable``."""

    source: Expression
    variable: Variable


@dataclass(frozen=True, slots=True)
class YieldItem(Node):
    """``name AS alias`` behind YIELD."""

    name: Name
    alias: Variable | None


@dataclass(frozen=True, slots=True)
class ProcedureCall(Clause):
    """``OPTIONAL CALL name(arguments) YIELD items WHERE where``.

    Attributes:
        arguments: None where there are no brackets.
        items: What YIELD names; None where there is no YIELD, or it is ``YIELD *`` (*yields_all*).
    """

    name: Name
    arguments: tuple[Expression, ...] | None
    items: tuple[YieldItem, ...] | None
    yields_all: bool = False
    where: Expression | None = None
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class Batches(Node):
    """``IN 3 CONCURRENT TRANSACTIONS OF 100 ROWS ON ERROR CONTINUE REPORT STATUS AS s``."""

    is_concurrent: bool
    workers: Expression | None
    size: Expression | None
    on_error: str
    status: Variable | None


@dataclass(frozen=True, slots=True)
class SubqueryCall(Clause):
    """``OPTIONAL CALL (scope) { query } IN TRANSACTIONS``.

    Attributes:
        scope: The variables in the round brackets; None where there are none, or it is ``(*)`` (*imports_all*).
    """

    query: Query
    scope: tuple[Variable, ...] | None
    imports_all: bool = False
    is_optional: bool = False
    batches: Batches | None = None


@dataclass(frozen=True, slots=True)
class Use(Clause):
    """``USE graph``: another database."""

    graph: Expression


@dataclass(frozen=True, slots=True)
class LoadCsv(Clause):
    """``LOAD CSV WITH HEADERS FROM source AS variable FIELDTERMINATOR ';'``."""

    source: Expression
    variable: Variable
    has_headers: bool
    terminator: Text | None


# Writing ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Create(Clause):
    """``CREATE patterns`` or ``INSERT patterns``; *word* says which."""

    word: Literal["CREATE", "INSERT"]
    patterns: tuple[PathPattern, ...]


@dataclass(frozen=True, slots=True)
class SetProperty(Node):
    """``n.key = value`` or ``n[key] = value``."""

    target: Property | Index
    value: Expression


@dataclass(frozen=True, slots=True)
class SetProperties(Node):
    """``n = value`` or, *is_added*, ``n += value``."""

    variable: Variable
    value: Expression
    is_added: bool


@dataclass(frozen=True, slots=True)
class ChangeLabels(Node):
    """``n:A:B`` in SET and REMOVE."""

    variable: Variable
    labels: LabelExpression


SetItem = SetProperty | SetProperties | ChangeLabels


@dataclass(frozen=True, slots=True)
class Set(Clause):
    """``SET items``."""

    items: tuple[SetItem, ...]


@dataclass(frozen=True, slots=True)
class Remove(Clause):
    """``REMOVE items``: properties and labels."""

    items: tuple[Property | Index | ChangeLabels, ...]


@dataclass(frozen=True, slots=True)
class Delete(Clause):
    """``DETACH DELETE values``; *word* is ``DETACH``, ``NODETACH`` or empty."""

    values: tuple[Expression, ...]
    word: str


@dataclass(frozen=True, slots=True)
class MergeAction(Node):
    """``ON CREATE SET items`` or ``ON MATCH SET items``."""

    event: Literal["CREATE", "MATCH"]
    items: tuple[SetItem, ...]


@dataclass(frozen=True, slots=True)
class Merge(Clause):
    """``MERGE pattern ON CREATE SET …``."""

    pattern: PathPattern
    actions: tuple[MergeAction, ...]


@dataclass(frozen=True, slots=True)
class Foreach(Clause):
    """``FOREACH (variable IN source | clauses)``."""

    variable: Variable
    source: Expression
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class SubqueryExpression(Expression):
    """``EXISTS { … }``, ``COUNT { … }`` or ``COLLECT { … }``; a bare pattern in it is one `Match`, ``is_implied``."""

    kind: Literal["EXISTS", "COUNT", "COLLECT"]
    query: Query


# Whole statements ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SingleQuery(Node):
    """Clauses one after another, without UNION between them."""

    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Query(Node):
    """One or more parts with UNION between them; *unions* holds ``ALL`` or ``DISTINCT`` for each, one less."""

    parts: tuple[SingleQuery, ...]
    unions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Show(Node):
    """``SHOW RANGE INDEXES YIELD … WHERE … RETURN …``.

    Attributes:
        what: ``INDEXES``, ``CONSTRAINTS``, ``FUNCTIONS`` or ``PROCEDURES``.
        which: The words before that, in capitals: ``RANGE``, ``BUILT IN``, ``ALL``, ….
        executable: What follows EXECUTABLE: ``BY CURRENT USER``, ``BY name``, empty; None without the word.
        yields: What YIELD says, with order and limit; None without it.
        returns: What RETURN says; None without it.
    """

    what: Literal["INDEXES", "CONSTRAINTS", "FUNCTIONS", "PROCEDURES"]
    which: str = ""
    executable: str | None = None
    yields: Projection | None = None
    where: Expression | None = None
    returns: Return | None = None


@dataclass(frozen=True, slots=True)
class Command(Node):
    """A command that administers: DROP, ALTER, GRANT, CREATE INDEX, SHOW USERS, …; its inside is not read.

    Attributes:
        words: Its first words in capitals.
    """

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Option(Node):
    """``5`` (*name* is empty) or ``runtime=slotted`` behind CYPHER."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Statement(Node):
    """A whole text.

    Attributes:
        text: The text; every ``start`` and ``end`` counts in it.
        body: The query or command; its ``start`` is behind EXPLAIN, PROFILE and options.
        mode: ``EXPLAIN``, ``PROFILE`` or empty.
        options: What ``CYPHER`` says; empty if it says nothing or is not there.
        has_options: Whether the word CYPHER is there.
    """

    text: str
    body: Query | Show | Command
    mode: Literal["", "EXPLAIN", "PROFILE"] = ""
    options: tuple[Option, ...] = ()
    has_options: bool = False
