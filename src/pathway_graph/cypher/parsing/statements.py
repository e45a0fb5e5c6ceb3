"""Read whole statements: clauses in a row, UNION, subqueries, SHOW, and what goes before a query."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

from pathway_graph.cypher.parsing.updates import UpdateReading
from pathway_graph.cypher.syntax import Clause, Command, Option, Query, Show, SingleQuery, Statement

_COMMANDS: Final = frozenset(
    "DROP ALTER GRANT REVOKE DENY RENAME START STOP ENABLE TERMINATE REALLOCATE DEALLOCATE DRYRUN".split()
)
_SCHEMA: Final = frozenset(
    "INDEX CONSTRAINT DATABASE USER ROLE ALIAS COMPOSITE OR RANGE TEXT POINT LOOKUP "
    " FULLTEXT VECTOR BTREE IMMUTABLE".split()
)
"""Words after CREATE that make it a command."""
_SHOWN: Final = {
    "INDEX": "INDEXES", "INDEXES": "INDEXES", "CONSTRAINT": "CONSTRAINTS", "CONSTRAINTS": "CONSTRAINTS",
    "FUNCTION": "FUNCTIONS", "FUNCTIONS": "FUNCTIONS", "PROCEDURE": "PROCEDURES", "PROCEDURES": "PROCEDURES",
}  # fmt: skip
_WHICH: Final = frozenset(
    "ALL BTREE FULLTEXT LOOKUP POINT RANGE TEXT VECTOR BUILT IN USER DEFINED UNIQUE UNIQUENESS NODE RELATIONSHIP REL "
    "KEY EXIST EXISTENCE PROPERTY TYPE".split()
)
_CLOSES: Final = frozenset({"", "}", "UNION", ")"})


class StatementReading(UpdateReading):
    """Reads statements."""

    def statement(self) -> Statement:
        """Read the whole text."""
        mode: Literal["", "EXPLAIN", "PROFILE"] = ""
        options: list[Option] = []
        has_options = False
        while self.token.word in ("EXPLAIN", "PROFILE", "CYPHER"):
            word = self.advance().word
            if word == "CYPHER":
                has_options = True
                options.extend(self._options())
            elif mode:
                self.fail("EXPLAIN and PROFILE do not go together")
            else:
                mode = word  # type: ignore[assignment]
        body = self._body()
        return Statement(0, len(self.text), self.text, body, mode, tuple(options), has_options)

    def _options(self) -> list[Option]:
        found = []
        while self.token.kind == "number" or (self.is_name() and self.after().word == "="):
            start = self.token.start
            name = ""
            if self.token.kind != "number":
                name = self.advance().text
                self.advance()
            found.append(Option(start, self.token.end, name, self.token.text))
            self.advance()
        return found

    def _body(self) -> Query | Show | Command:
        word, following = self.token.word, self.after().word
        if word == "SHOW" and following not in ("", "(", "="):
            return self._show()
        if word in _COMMANDS or (word == "CREATE" and following in _SCHEMA):
            return self._command()
        query = self.query()
        if self.token.kind != "end":
            self.fail()
        return query

    def query(self) -> Query:
        """Read clauses, and UNION between them."""
        start = self.token.start
        parts = [self._part()]
        unions = []
        while self.skip("UNION"):
            unions.append("ALL" if self.skip("ALL") else "DISTINCT")
            if unions[-1] == "DISTINCT":
                self.skip("DISTINCT")
            parts.append(self._part())
        return Query(start, self.end, tuple(parts), tuple(unions))

    def _part(self) -> SingleQuery:
        start = self.token.start
        clauses = [self.clause()]
        while self.token.word not in _CLOSES or self.token.kind not in ("end", "word", "sign"):
            clauses.append(self.clause())
        return SingleQuery(start, self.end, tuple(clauses))

    def clause(self) -> Clause:
        """Read one clause."""
        read = _CLAUSES.get(self.token.word)
        if read is None or self.after().word in ("=", "."):
            if self.token.word == "WHERE" and self.at:
                self.fail("WHERE stands right behind MATCH or WITH", hint="after RETURN write WITH … WHERE … RETURN")
            self.fail()
        return read(self)

    def optional(self) -> Clause:
        """Read ``OPTIONAL MATCH`` or ``OPTIONAL CALL``."""
        if self.after().word == "CALL":
            return self.call()
        if self.after().word != "MATCH":
            self.advance()
            self.fail("MATCH or CALL is missing behind OPTIONAL", hint="write OPTIONAL MATCH")
        return self.match()

    def block(self, word: str) -> Query:
        """Read the inside of ``EXISTS { … }``: a query, or a bare pattern."""
        token = self.token
        is_pattern = token.word in (
            "(",
            "REPEATABLE",
            "DIFFERENT",
            "SHORTEST",
            "ANY",
            "ALL",
            "SHORTESTPATH",
            "ALLSHORTESTPATHS",
        )
        if word == "COLLECT" or not (is_pattern or (self.is_name() and self.after().word == "=")):
            return self.query()
        match = self.match_body(token.start, is_implied=True)
        return Query(token.start, self.end, (SingleQuery(token.start, self.end, (match,)),))

    # Commands.

    def _command(self) -> Command:
        start = self.token.start
        words: list[str] = []
        while self.token.kind == "word" and len(words) < 3:
            words.append(self.advance().word)
        while self.token.kind != "end":
            self.advance()
        return Command(start, self.end, tuple(words))

    def _show(self) -> Show | Command:
        words: list[str] = []
        while self.after(len(words) + 1).word in _WHICH and self.after(len(words) + 1).word not in _SHOWN:
            words.append(self.after(len(words) + 1).word)
        what = _SHOWN.get(self.after(len(words) + 1).word)
        if what is None:
            return self._command()
        start = self.token.start
        for _ in range(len(words) + 2):
            self.advance()
        executable = self._executable() if what in ("FUNCTIONS", "PROCEDURES") and self.skip("EXECUTABLE") else None
        yields = None
        if self.skip("YIELD"):
            yields = self.projection_body()
        where = self.where()
        returns = self.returning() if self.token.word == "RETURN" and yields else None
        if self.token.kind != "end":
            self.fail()
        return Show(start, self.end, what, " ".join(words), executable, yields, where, returns)  # type: ignore[arg-type]

    def _executable(self) -> str:
        if not self.skip("BY"):
            return ""
        return "BY CURRENT USER" if self.skip("CURRENT", "USER") else f"BY {self.name('a user').value}"


_CLAUSES: Final[dict[str, Callable[[StatementReading], Clause]]] = {
    "MATCH": StatementReading.match,
    "OPTIONAL": StatementReading.optional,
    "RETURN": StatementReading.returning,
    "WITH": StatementReading.with_,
    "ORDER": StatementReading.page_clause,
    "SKIP": StatementReading.page_clause,
    "OFFSET": StatementReading.page_clause,
    "LIMIT": StatementReading.page_clause,
    "FINISH": StatementReading.finish,
    "UNWIND": StatementReading.unwind,
    "USE": StatementReading.use,
    "CALL": StatementReading.call,
    "CREATE": StatementReading.create,
    "INSERT": StatementReading.create,
    "MERGE": StatementReading.merge,
    "SET": StatementReading.set,
    "REMOVE": StatementReading.remove,
    "DELETE": StatementReading.delete,
    "DETACH": StatementReading.delete,
    "NODETACH": StatementReading.delete,
    "FOREACH": StatementReading.foreach,
    "LOAD": StatementReading.load_csv,
}
