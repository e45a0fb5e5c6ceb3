"""Read the clauses that read: MATCH, WITH, RETURN, UNWIND, CALL and their parts."""

from __future__ import annotations

from typing import Final

from pathway_graph.cypher.parsing.operators import OperatorReading
from pathway_graph.cypher.syntax import (
    Batches,
    Clause,
    Expression,
    Finish,
    FunctionCall,
    Hint,
    Item,
    Match,
    Name,
    Page,
    ProcedureCall,
    Projection,
    Return,
    SortItem,
    SubqueryCall,
    Unwind,
    Use,
    Variable,
    With,
    YieldItem,
)

_MODES: Final = {
    "REPEATABLE": (("ELEMENT", "BINDINGS"), ("ELEMENT",), ("ELEMENTS",)),
    "DIFFERENT": (("RELATIONSHIP", "BINDINGS"), ("RELATIONSHIP",), ("RELATIONSHIPS",)),
}


class ClauseReading(OperatorReading):
    """Reads clauses that change nothing."""

    # MATCH.

    def match(self) -> Match:
        """Read ``OPTIONAL MATCH …``."""
        start = self.token.start
        is_optional = self.skip("OPTIONAL")
        self.expect("MATCH")
        return self.match_body(start, is_optional=is_optional)

    def match_body(self, start: int, *, is_optional: bool = False, is_implied: bool = False) -> Match:
        """Read what follows MATCH, or stands in ``EXISTS { … }``."""
        mode = self._mode()
        patterns = self.several(self.path)
        hints = []
        while self.token.word == "USING":
            hints.append(self._hint())
        where = self.where()
        return Match(start, self.end, patterns, where, is_optional, mode, tuple(hints), is_implied)

    def _mode(self) -> str:
        word = self.token.word
        for words in _MODES.get(word, ()):
            if self.skip(word, *words):
                return f"{word} {words[0].removesuffix('S')}S"
        return ""

    def _hint(self) -> Hint:
        start = self.advance().start
        if self.skip("JOIN"):
            self.expect("ON")
            variables = self.several(self.variable)
            return Hint(start, self.end, "JOIN", variables, None, ())
        words = []
        while (
            self.token.word in ("TEXT", "RANGE", "POINT", "BTREE", "INDEX", "SEEK", "SCAN") and self.after().word != ":"
        ):
            words.append(self.advance().word)
        if not {"INDEX", "SCAN"} & set(words):
            self.fail("INDEX, SCAN or JOIN is missing after USING")
        variable = self.variable()
        self.expect(":", "behind the variable of the hint")
        label = self.labels()
        keys: tuple[Name, ...] = ()
        if "SCAN" not in words:
            self.expect("(", "behind the label of the hint")
            keys = self.several(lambda: self.name("a property"))
            self.expect(")", "behind the properties of the hint")
        return Hint(start, self.end, " ".join(words), (variable,), label, keys)

    # RETURN and WITH.

    def projection_body(self) -> Projection:
        """Read what follows RETURN or WITH."""
        start = self.token.start
        is_distinct = (
            self.token.word == "DISTINCT" and self.after().word not in (",", ".", "AS") and self.skip("DISTINCT")
        )
        has_star = self.skip("*")
        items: tuple[Item, ...] = ()
        if not has_star or self.skip(","):
            items = self.several(self._item)
        order, skip, limit = self.page()
        return Projection(start, self.end, items, has_star, is_distinct, order, skip, limit)

    def _item(self) -> Item:
        start = self.token.start
        expression = self.expression()
        end = self.end
        alias = self.variable("the column") if self.skip("AS") else None
        return Item(start, self.end if alias else end, expression, alias)

    def page(self) -> tuple[tuple[SortItem, ...], Expression | None, Expression | None]:
        """Read ``ORDER BY … SKIP … LIMIT …``, as far as it stands here."""
        order: tuple[SortItem, ...] = ()
        if self.token.word == "ORDER":
            self.advance()
            self.expect("BY", "behind ORDER")
            order = self.several(self._sort_item)
        skip = self.expression() if self.skip("SKIP") or self.skip("OFFSET") else None
        limit = self.expression() if self.skip("LIMIT") else None
        return order, skip, limit

    def _sort_item(self) -> SortItem:
        start = self.token.start
        expression = self.expression()
        is_descending = self.skip("DESC") or self.skip("DESCENDING")
        if not is_descending and not self.skip("ASC"):
            self.skip("ASCENDING")
        return SortItem(start, self.end, expression, is_descending)

    def returning(self) -> Return:
        """Read ``RETURN …``."""
        start = self.advance().start
        projection = self.projection_body()
        return Return(start, projection.end, projection)

    def with_(self) -> With:
        """Read ``WITH … WHERE …``."""
        start = self.advance().start
        projection = self.projection_body()
        where = self.where()
        return With(start, self.end, projection, where)

    def page_clause(self) -> Page:
        """Read ORDER BY, SKIP and LIMIT as a clause."""
        start = self.token.start
        order, skip, limit = self.page()
        return Page(start, self.end, order, skip, limit)

    def finish(self) -> Finish:
        """Read ``FINISH``."""
        token = self.advance()
        return Finish(token.start, token.end)

    def unwind(self) -> Unwind:
        """Read ``UNWIND list AS x``."""
        start = self.advance().start
        source = self.expression()
        self.expect("AS", "in UNWIND list AS x")
        variable = self.variable()
        return Unwind(start, self.end, source, variable)

    def use(self) -> Use:
        """Read ``USE graph``."""
        start = self.advance().start
        if self.after().word != ".":
            self.skip("GRAPH")
        name = self.dotted_name("a database")
        graph: Expression = Variable(name.start, name.end, name.value)
        if self.skip("("):
            arguments = () if self.token.word == ")" else self.several(self.expression)
            self.expect(")", "behind the arguments")
            graph = FunctionCall(name.start, self.end, name, arguments)
        return Use(start, self.end, graph)

    # CALL.

    def call(self) -> Clause:
        """Read a subquery or the call of a procedure."""
        start = self.token.start
        is_optional = self.skip("OPTIONAL")
        self.advance()
        if self.token.word in ("{", "("):
            return self._subquery_call(start, is_optional)
        name = self.dotted_name("a procedure")
        arguments: tuple[Expression, ...] | None = None
        if self.skip("("):
            arguments = () if self.token.word == ")" else self.several(self.expression)
            self.expect(")", "behind the arguments")
        items: tuple[YieldItem, ...] | None = None
        yields_all, where = False, None
        if self.skip("YIELD"):
            yields_all = self.skip("*")
            if not yields_all:
                items = self.several(self._yield_item)
                where = self.where()
        return ProcedureCall(start, self.end, name, arguments, items, yields_all, where, is_optional)

    def _yield_item(self) -> YieldItem:
        name = self.name("a column")
        alias = self.variable() if self.skip("AS") else None
        return YieldItem(name.start, self.end, name, alias)

    def _subquery_call(self, start: int, is_optional: bool) -> SubqueryCall:
        scope: tuple[Variable, ...] | None = None
        imports_all = False
        if self.skip("("):
            imports_all = self.skip("*")
            if not imports_all:
                scope = () if self.token.word == ")" else self.several(self.variable)
            self.expect(")", "behind the variables")
        self.expect("{", "behind CALL")
        query = self.query()
        self.expect("}", "behind the subquery")
        batches = self._batches() if self.token.word == "IN" else None
        return SubqueryCall(start, self.end, query, scope, imports_all, is_optional, batches)

    def _batches(self) -> Batches:
        start = self.advance().start
        is_concurrent = self.token.word != "TRANSACTIONS"
        workers = None
        if is_concurrent:
            workers = None if self.token.word == "CONCURRENT" else self.expression()
            self.expect("CONCURRENT", "in IN 3 CONCURRENT TRANSACTIONS")
        self.expect("TRANSACTIONS", "behind IN")
        size, on_error, status = None, "", None
        while True:
            if self.skip("OF"):
                size = self.expression()
                if not self.skip("ROWS"):
                    self.expect("ROW", "behind the size")
            elif self.skip("ON", "ERROR"):
                if self.token.word not in ("CONTINUE", "BREAK", "FAIL"):
                    self.fail("CONTINUE, BREAK or FAIL is missing")
                on_error = self.advance().word
            elif self.skip("REPORT", "STATUS", "AS"):
                status = self.variable()
            else:
                return Batches(start, self.end, is_concurrent, workers, size, on_error, status)
