"""Read label expressions (``:A&!B|$(x)``) and types (``:: LIST<INTEGER NOT NULL>``)."""

from __future__ import annotations

from typing import Final, Literal

from pathway_graph.cypher.lexer import MAX_DEPTH, name_value
from pathway_graph.cypher.parsing.cursor import NAMES, Cursor
from pathway_graph.cypher.syntax import (
    AllLabels,
    AnyLabel,
    DynamicLabel,
    Label,
    LabelExpression,
    NotLabel,
    OneLabel,
    TypeName,
)
from pathway_graph.cypher.syntax import Type as TypeNode

_ONE_WORD: Final = frozenset(
    "NOTHING NULL BOOL BOOLEAN VARCHAR STRING INT INTEGER FLOAT DATE DURATION POINT NODE VERTEX RELATIONSHIP EDGE MAP "
    "PATH PATHS".split()
)
_TWO_WORDS: Final = {
    "SIGNED": ("INTEGER",),
    "LOCAL": ("TIME", "DATETIME"),
    "ZONED": ("TIME", "DATETIME"),
    "PROPERTY": ("VALUE",),
}


class LabelReading(Cursor):
    """Reads labels and types."""

    def labels(self) -> LabelExpression:
        """Read a label expression behind its colon or IS."""
        first = self._all_labels()
        if self.token.word != "|" or self.at == self.bar:
            return first
        found = [first]
        while self.token.word == "|" and self.at != self.bar:
            self.advance()
            self.skip(":")
            found.append(self._all_labels())
        return OneLabel(first.start, self.end, tuple(found))

    def _all_labels(self) -> LabelExpression:
        first = self._label()
        if self.token.word not in ("&", ":"):
            return first
        found = [first]
        while self.token.word in ("&", ":"):
            self.advance()
            found.append(self._label())
        return AllLabels(first.start, self.end, tuple(found))

    def _label(self) -> LabelExpression:
        negations = []
        while self.token.word == "!":
            negations.append(self.advance().start)
        if len(negations) > MAX_DEPTH:
            self.fail(f"the query is nested more than {MAX_DEPTH} deep", hint="write ! once")
        label = self._positive_label()
        for start in reversed(negations):
            label = NotLabel(start, self.end, label)
        return label

    def _positive_label(self) -> LabelExpression:
        token = self.token
        if token.kind in NAMES:
            self.advance()
            return Label(token.start, token.end, name_value(token.text))
        if token.word == "%":
            self.advance()
            return AnyLabel(token.start, token.end)
        if token.word == "(":
            self.advance()
            bar, self.bar = self.bar, -1
            inside = self.labels()
            self.bar = bar
            self.expect(")", "behind the labels")
            return inside
        kind: Literal["all", "any"] | None = None
        if self.after().word == "(":
            kind = {"$": "all", "$all": "all", "$any": "any"}.get(token.text.lower())  # type: ignore[assignment]
        if kind is None:
            self.fail("the name of a label or relationship type is missing")
        self.advance()
        self.advance()
        value = self.expression()
        self.expect(")", "behind the label")
        return DynamicLabel(token.start, self.end, kind, value)

    def type(self) -> TypeNode:
        """Read ``A | B``."""
        found = [self._type_name()]
        while self.token.word == "|" and self.at != self.bar:
            self.advance()
            found.append(self._type_name())
        return TypeNode(found[0].start, self.end, tuple(found))

    def _type_name(self) -> TypeName:
        start = self.token.start
        name, members = self._bare_type()
        found = TypeName(start, self.end, name, members, self.skip("NOT", "NULL"))
        depth = 0
        while self.token.word in ("LIST", "ARRAY"):  # INTEGER LIST is LIST<INTEGER>
            self.advance()
            inner = TypeNode(start, found.end, (found,))
            found = TypeName(start, self.end, "LIST", inner, self.skip("NOT", "NULL"))
            depth += 1
            if depth > MAX_DEPTH:
                self.fail(f"the query is nested more than {MAX_DEPTH} deep", hint="name a flatter type")
        return TypeName(start, self.end, found.name, found.members, found.is_not_null)

    def _bare_type(self) -> tuple[str, TypeNode | None]:
        word = self.token.word
        if word in ("LIST", "ARRAY"):
            self.advance()
            return "LIST", self._members()
        if word == "ANY":
            self.advance()
            if self.token.word == "<" or self.skip("VALUE"):
                return "ANY", self._members() if self.token.word == "<" else None
            if self.skip("PROPERTY", "VALUE"):
                return "PROPERTY VALUE", None
            if self.token.word in ("NODE", "VERTEX", "RELATIONSHIP", "EDGE", "MAP"):
                return self.advance().word, None
            return "ANY", None
        if word in _ONE_WORD:
            return self.advance().word, None
        if self.after().word in _TWO_WORDS.get(word, ()):
            self.advance()
            return f"{word} {self.advance().word}", None
        if word in ("TIME", "TIMESTAMP") and self.after().word in ("WITH", "WITHOUT"):
            return f"{self.advance().word} {self.advance().word} {self._zone()}", None
        self.fail("the name of a type, such as INTEGER or LIST<STRING>, is missing")

    def _zone(self) -> str:
        if not (self.skip("TIMEZONE") or self.skip("TIME", "ZONE")):
            self.fail("TIME ZONE is missing")
        return "TIMEZONE"

    def _members(self) -> TypeNode:
        self.expect("<", "behind LIST")
        self.nested_types += 1
        if self.nested_types > MAX_DEPTH:
            self.fail(f"the query is nested more than {MAX_DEPTH} deep", hint="name a flatter type")
        members = self.type()
        self.nested_types -= 1
        self.expect(">", "behind the type")
        return members

    nested_types = 0
