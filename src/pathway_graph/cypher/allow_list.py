"""The first of three fences around a query: only clauses, functions and procedures of a list are let through.

The other two are the read transaction and the engine's own read-only mode; both may have gaps, and neither stops a
statement that reads files, opens connections or only burns time. So what is not known to be harmless is refused,
before any engine sees it, and the same on every engine: first what `parse` does not understand, then each clause,
function and procedure in its tree that is not listed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NoReturn

from pathway_graph.cypher.allowed_words import FUNCTIONS, INSTEAD, OPTIONS, PROCEDURES, VERSIONS
from pathway_graph.cypher.mistakes import CypherRefused
from pathway_graph.cypher.parse import parse
from pathway_graph.cypher.ranges import check_ranges, check_reduce
from pathway_graph.cypher.syntax import (
    Clause,
    Command,
    Create,
    Delete,
    Finish,
    Foreach,
    FunctionCall,
    LoadCsv,
    Match,
    Merge,
    Node,
    Page,
    ProcedureCall,
    Reduce,
    Remove,
    Return,
    Set,
    Statement,
    SubqueryCall,
    Unwind,
    Use,
    With,
)
from pathway_graph.cypher.walk import walk
from pathway_graph.errors import did_you_mean, nearest

READING: Final = (Match, Unwind, With, Return, Page, Finish, ProcedureCall, SubqueryCall)
WRITING: Final = (Create, Merge, Set, Remove, Delete, Foreach)
"""Clauses that change nodes and relationships; let through by ``query --write`` only."""


def check_query(query: str, parameters: Mapping[str, Any] | None = None, *, write: bool = False) -> str:
    """Refuse a statement that holds anything but what a query needs; return it without a final semicolon.

    Args:
        query: One Cypher statement.
        parameters: Its parameters, which may be the ends of a ``range()``.
        write: Let through the clauses that change nodes and relationships; no other fence falls.

    Raises:
        QueryError: In one line, where and what is refused, and what to do instead.

    >>> check_query("MATCH (n:Entity) WHERE n.set = 'CREATE' RETURN {delete: n.name} AS load;")
    "MATCH (n:Entity) WHERE n.set = 'CREATE' RETURN {delete: n.name} AS load"
    >>> check_query("MATCH (n) DETACH DELETE n")
    Traceback (most recent call last):
        ...
    pathway_graph.cypher.mistakes.CypherRefused: line 1, column 11: a query may only read, and DETACH does not; ...
    """
    statement = parse(query)
    check_statement(statement, parameters, write=write)
    return statement.text


def check_statement(statement: Statement, parameters: Mapping[str, Any] | None = None, *, write: bool = False) -> None:
    """Refuse a statement that has been read, as `check_query` does.

    Raises:
        CypherRefused: It holds something that is not let through.

    >>> check_statement(parse("SHOW INDEXES"))
    """
    fence = _Fence(statement, write)
    fence.check_options()
    has_range, reduces = False, []
    for node in walk(statement.body):
        if isinstance(node, FunctionCall):
            fence.check_function(node)
            has_range = has_range or node.name.value.lower() == "range"
        elif isinstance(node, Clause):
            fence.check_clause(node)
        elif isinstance(node, Command):
            fence.check_command(node)
        elif isinstance(node, Reduce):
            reduces.append(node)
    for reduce in reduces:
        check_reduce(statement, reduce)
    if has_range:
        check_ranges(statement, parameters or {})


class _Fence:
    """What may stand in one statement."""

    def __init__(self, statement: Statement, write: bool) -> None:
        self.statement, self.write = statement, write

    def refuse(self, node: Node, what: str, hint: str) -> NoReturn:
        raise CypherRefused(self.statement.text, node.start, what, hint=hint)

    def word(self, node: Node) -> str:
        """Return the first word of a clause, in capitals."""
        return self.statement.text[node.start :].split(maxsplit=1)[0].split("(")[0].split("/")[0].upper()

    def check_options(self) -> None:
        for option in self.statement.options:
            allowed = VERSIONS if not option.name else OPTIONS.get(option.name.lower(), frozenset())
            if option.value.lower() not in allowed:
                self.refuse(
                    option,
                    f"{option.name and option.name + '='}{option.value} is not let through behind CYPHER",
                    "write CYPHER 5, or leave it out",
                )

    def check_clause(self, clause: Clause) -> None:
        if isinstance(clause, ProcedureCall):
            self.check_procedure(clause)
        elif isinstance(clause, SubqueryCall):
            if clause.batches is not None:
                self.refuse(
                    clause.batches,
                    "CALL { … } IN TRANSACTIONS is not let through: a query is one transaction",
                    "remove IN TRANSACTIONS",
                )
        elif isinstance(clause, LoadCsv):
            self.refuse(clause, "LOAD CSV is off: a query may not read files or addresses", "use `pathway-graph load`")
        elif isinstance(clause, Use):
            self.refuse(clause, "USE is not let through: a query stays in the store's own database", "leave it out")
        elif isinstance(clause, WRITING):
            if not self.write:
                self.refuse(
                    clause,
                    f"a query may only read, and {self.word(clause)} does not",
                    "`pathway-graph load` changes a store, `query --write` a Neo4j server",
                )
        elif not isinstance(clause, READING):
            self.refuse(clause, f"{self.word(clause)} is not let through", "see docs/query-safety.md")

    def check_command(self, command: Command) -> None:
        word = command.words[0]
        if word == "CREATE" and not self.write:
            self.refuse(
                command,
                "a query may only read, and CREATE does not",
                "changes of the schema need the server's own tools",
            )
        if word == "CREATE":
            self.refuse(command, "changes of the schema and of users are not let through", "use the server's own tools")
        self.refuse(
            command,
            f"{word} is not let through: a query reads, it administers nothing",
            "leave it out; docs/query-safety.md says what a query may",
        )

    def check_procedure(self, call: ProcedureCall) -> None:
        if call.name.value.lower() not in PROCEDURES:
            self.refuse(
                call.name,
                f"the procedure {call.name.value!r} is not among those a query may call",
                f"these are {', '.join(sorted(PROCEDURES.values(), key=str.lower))}",
            )

    def check_function(self, call: FunctionCall) -> None:
        name = call.name.value
        if name.lower() not in FUNCTIONS:
            near = nearest(name, FUNCTIONS.values())
            hint = did_you_mean(near) if near else "see docs/query-safety.md"
            subject, _, method = name.rpartition(".")
            if name.lower() in INSTEAD:
                hint = f"write {INSTEAD[name.lower()]}"
            elif subject and method.lower() in INSTEAD:
                hint = f"write {INSTEAD[method.lower()].replace('a ', f'{subject} ', 1)}"
            elif subject and method.lower() in FUNCTIONS:
                hint = f"a value has no methods: write {FUNCTIONS[method.lower()]}({subject})"
            self.refuse(call.name, f"the function {name} is not among those a query may use", hint)
