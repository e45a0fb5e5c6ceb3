"""Read the clauses that write, and LOAD CSV: the tree holds them so that a fence can refuse them by name."""

from __future__ import annotations

from typing import Literal

from pathway_graph.cypher.lexer import text_value
from pathway_graph.cypher.parsing.clauses import ClauseReading
from pathway_graph.cypher.syntax import (
    ChangeLabels,
    Clause,
    Create,
    Delete,
    Foreach,
    Index,
    LoadCsv,
    Merge,
    MergeAction,
    Property,
    Remove,
    Set,
    SetItem,
    SetProperties,
    SetProperty,
    Text,
)


class UpdateReading(ClauseReading):
    """Reads clauses that write."""

    def clause(self) -> Clause:
        """Read one clause."""
        raise NotImplementedError

    def create(self) -> Create:
        """Read ``CREATE patterns`` and ``INSERT patterns``."""
        token = self.advance()
        patterns = self.several(self.path)
        word: Literal["CREATE", "INSERT"] = "CREATE" if token.word == "CREATE" else "INSERT"
        return Create(token.start, self.end, word, patterns)

    def merge(self) -> Merge:
        """Read ``MERGE pattern ON CREATE SET …``."""
        start = self.advance().start
        pattern = self.path()
        actions = []
        while self.token.word == "ON":
            begin = self.advance().start
            if self.token.word not in ("CREATE", "MATCH"):
                self.fail("CREATE or MATCH is missing behind ON")
            event: Literal["CREATE", "MATCH"] = "CREATE" if self.advance().word == "CREATE" else "MATCH"
            self.expect("SET", f"behind ON {event}")
            items = self.several(self._set_item)
            actions.append(MergeAction(begin, self.end, event, items))
        return Merge(start, self.end, pattern, tuple(actions))

    def set(self) -> Set:
        """Read ``SET items``."""
        start = self.advance().start
        items = self.several(self._set_item)
        return Set(start, self.end, items)

    def _set_item(self) -> SetItem:
        start = self.token.start
        if self.is_name() and self.after().word in ("=", "+=", ":", "IS"):
            variable = self.variable()
            if self.token.word in (":", "IS"):
                self.advance()
                labels = self.labels()
                return ChangeLabels(start, self.end, variable, labels)
            is_added = self.advance().word == "+="
            value = self.expression()
            return SetProperties(start, self.end, variable, value, is_added)
        target = self._target()
        self.expect("=", "behind the property")
        value = self.expression()
        return SetProperty(start, self.end, target, value)

    def _target(self) -> Property | Index:
        target = self.operators(10)
        if not isinstance(target, Property | Index):
            self.fail("a property such as n.name is missing")
        return target

    def remove(self) -> Remove:
        """Read ``REMOVE items``."""
        start = self.advance().start
        items = self.several(self._remove_item)
        return Remove(start, self.end, items)

    def _remove_item(self) -> Property | Index | ChangeLabels:
        start = self.token.start
        if self.is_name() and self.after().word in (":", "IS"):
            variable = self.variable()
            self.advance()
            labels = self.labels()
            return ChangeLabels(start, self.end, variable, labels)
        return self._target()

    def delete(self) -> Delete:
        """Read ``DETACH DELETE values``."""
        start = self.token.start
        word = "" if self.token.word == "DELETE" else self.advance().word
        self.expect("DELETE", f"behind {word}")
        values = self.several(self.expression)
        return Delete(start, self.end, values, word)

    def foreach(self) -> Foreach:
        """Read ``FOREACH (x IN list | clauses)``."""
        start = self.advance().start
        bar, self.bar = self.bar, self.bar_of(self.at)
        self.expect("(", "behind FOREACH")
        variable = self.variable()
        self.expect("IN", "in FOREACH (x IN list | …)")
        source = self.expression()
        self.expect("|", "in FOREACH (x IN list | …)")
        self.bar = -1
        clauses = []
        while self.token.word != ")":
            clauses.append(self.clause())
        self.bar = bar
        self.advance()
        return Foreach(start, self.end, variable, source, tuple(clauses))

    def load_csv(self) -> LoadCsv:
        """Read ``LOAD CSV WITH HEADERS FROM source AS line``."""
        start = self.advance().start
        self.expect("CSV", "behind LOAD")
        has_headers = self.skip("WITH", "HEADERS")
        self.expect("FROM", "behind LOAD CSV")
        source = self.expression()
        self.expect("AS", "behind the address")
        variable = self.variable()
        terminator = None
        if self.skip("FIELDTERMINATOR"):
            token = self.token
            if token.kind != "text":
                self.fail("the sign between fields, in quotes, is missing")
            self.advance()
            terminator = Text(token.start, token.end, text_value(self.text, token))
        return LoadCsv(start, self.end, source, variable, has_headers, terminator)
