"""Read patterns: nodes, relationships, quantified and shortest paths."""

from __future__ import annotations

from typing import Final, Literal

from pathway_graph.cypher.parsing.advice import CLAUSE_WORDS
from pathway_graph.cypher.parsing.cursor import NAMES
from pathway_graph.cypher.parsing.labels import LabelReading
from pathway_graph.cypher.syntax import (
    Expression,
    LabelExpression,
    MapLiteral,
    NodePattern,
    Parameter,
    ParenthesizedPath,
    PathElement,
    PathPattern,
    RelationshipPattern,
    Repeat,
    Selector,
    ShortestPath,
    Variable,
)

_SELECTORS: Final = frozenset({"SHORTEST", "ANY", "ALL"})
_SHORTEST: Final = frozenset({"SHORTESTPATH", "ALLSHORTESTPATHS"})
_IN_NODE: Final = frozenset({")", ":", "{", "IS", "WHERE"})


class PatternReading(LabelReading):
    """Reads patterns."""

    def map(self) -> MapLiteral:
        """Read ``{key: value}``."""
        raise NotImplementedError

    def parameter(self) -> Parameter:
        """Read ``$name``."""
        raise NotImplementedError

    # Does a pattern stand here?

    def looks_like_node(self, at: int) -> bool:
        """Whether the brackets at token *at* hold a node, as far as their first words tell."""
        first, second = self.tokens[at + 1], self.tokens[min(at + 2, len(self.tokens) - 1)]
        if first.kind in NAMES and (second.word in _IN_NODE or second.kind == "parameter"):
            return True
        return first.word in _IN_NODE or (first.kind == "parameter" and second.word == ")")

    def looks_like_path(self, at: int) -> bool:
        """Whether a node, a relationship and a node begin at token *at*: else it is an expression in brackets."""
        if self.tokens[at].word != "(" or not self.looks_like_node(at) or self.tokens[at + 1].kind == "parameter":
            return False
        at = self.partner[at] + 1
        at += self.tokens[at].word == "<"
        if self.tokens[at].word != "-":
            return False
        at += 1
        if self.tokens[at].word == "[":
            at = self.partner[at] + 1
        if self.tokens[at].word != "-":
            return False
        at += 1
        at += self.tokens[at].word == ">"
        return self.tokens[at].word == "("

    # Paths.

    def path(self) -> PathPattern:
        """Read one path, with its variable and selector."""
        start = self.token.start
        variable = None
        if self.is_name() and self.after().word == "=":
            variable = self.variable()
            self.advance()
        selector = self._selector() if self.token.word in _SELECTORS else None
        elements = self._elements()
        return PathPattern(start, self.end, variable, selector, tuple(elements))

    def _selector(self) -> Selector:
        token = self.advance()
        words = token.word
        if words != "SHORTEST" and self.skip("SHORTEST"):
            words += " SHORTEST"
        count = None
        if self.token.kind == "number" and words in ("SHORTEST", "ANY"):
            count = self.whole_number()
        if not self.skip("PATHS"):
            self.skip("PATH")
        if words == "SHORTEST":
            if self.skip("GROUPS") or self.skip("GROUP"):
                return Selector(token.start, self.end, "SHORTEST GROUPS", count)
            if count is None:
                self.fail("the number of paths is missing after SHORTEST", hint="write SHORTEST 1, or ALL SHORTEST")
        return Selector(token.start, self.end, words, count)  # type: ignore[arg-type]

    def _elements(self) -> list[PathElement]:
        elements: list[PathElement] = []
        if self.token.word in _SHORTEST and self.after().word == "(":
            return [self.shortest_path()]
        if self.token.word != "(":
            hint = f"write ({self.token.text})" if self.is_name() and self.token.word not in CLAUSE_WORDS else ""
            self.fail("a pattern such as (n:Entity) is missing", hint=hint)
        while self.token.word == "(":
            if not self.looks_like_node(self.at):
                elements.append(self._parenthesized())
                continue
            if elements and isinstance(elements[-1], NodePattern):
                self.fail("a relationship such as --> is missing between two nodes")
            elements.append(self.node())
            while self.token.word == "-" or (self.token.word == "<" and self.after().word == "-"):
                elements.append(self.relationship())
                if self.token.word != "(":
                    self.fail("a node such as (m) is missing behind the relationship")
                if not self.looks_like_node(self.at):
                    break
                elements.append(self.node())
        return elements

    def shortest_path(self) -> ShortestPath:
        """Read ``shortestPath(…)``."""
        token = self.advance()
        self.advance()
        pattern = self.path()
        self.expect(")", "behind the path")
        return ShortestPath(token.start, self.end, token.word != "SHORTESTPATH", pattern)

    def _parenthesized(self) -> ParenthesizedPath:
        start = self.advance().start
        pattern = self.path()
        where = self.where()
        self.expect(")", "behind the path")
        quantifier = self._quantifier()
        return ParenthesizedPath(start, self.end, pattern, where, quantifier)

    def where(self) -> Expression | None:
        """Read ``WHERE expression``, if it stands here."""
        return self.expression() if self.skip("WHERE") else None

    def node(self) -> NodePattern:
        """Read ``(n:Label {key: value} WHERE …)``."""
        start = self.advance().start
        bar, self.bar = self.bar, -1
        variable, labels = self._variable_and_labels()
        properties = self._properties()
        where = self.where()
        self.bar = bar
        self.expect(")", "behind the node")
        return NodePattern(start, self.end, variable, labels, properties, where)

    def _variable_and_labels(self) -> tuple[Variable | None, LabelExpression | None]:
        variable = None
        if self.is_name() and not (self.token.word in ("IS", "WHERE") and self.after().word not in _IN_NODE | {"]"}):
            variable = self.variable()
        labels = self.labels() if self.skip(":") or self.skip("IS") else None
        return variable, labels

    def _properties(self) -> MapLiteral | Parameter | None:
        if self.token.word == "{":
            return self.map()
        return self.parameter() if self.token.kind == "parameter" else None

    def relationship(self) -> RelationshipPattern:
        """Read ``-[r:TYPE*1..2 {key: value}]->{1,3}``."""
        start = self.token.start
        is_left = self.skip("<")
        self.advance()
        variable: Variable | None = None
        types: LabelExpression | None = None
        length: Repeat | None = None
        properties: MapLiteral | Parameter | None = None
        where: Expression | None = None
        if self.skip("["):
            bar, self.bar = self.bar, -1
            variable, types = self._variable_and_labels()
            length = self._length() if self.token.word == "*" else None
            properties = self._properties()
            where = self.where()
            self.bar = bar
            self.expect("]", "behind the relationship")
        if not self.skip("-"):
            self.fail("a relationship is not complete", hint="write -->, <--, -- or -[r:TYPE]->")
        is_right = self.skip(">")
        direction: Literal["->", "<-", "--"] = "--" if is_left == is_right else "<-" if is_left else "->"
        quantifier = self._quantifier()
        return RelationshipPattern(start, self.end, variable, types, direction, length, properties, where, quantifier)

    def _length(self) -> Repeat:
        start = self.advance().start
        at_least, at_most = 1, None
        if self.token.kind == "number":
            at_least = at_most = self.whole_number()
        if self.skip(".."):
            at_most = self.whole_number() if self.token.kind == "number" else None
        return Repeat(start, self.end, at_least, at_most)

    def _quantifier(self) -> Repeat | None:
        start = self.token.start
        if self.skip("+"):
            return Repeat(start, self.end, 1, None)
        if self.skip("*"):
            return Repeat(start, self.end, 0, None)
        if not self.skip("{"):
            return None
        at_least, at_most = 0, None
        if self.token.kind == "number":
            at_least = at_most = self.whole_number()
        if self.skip(","):
            at_most = self.whole_number() if self.token.kind == "number" else None
        elif at_most is None:
            self.fail("a number of steps is missing, as in {1,3}")
        self.expect("}", "behind the number of steps")
        return Repeat(start, self.end, at_least, at_most)

    def whole_number(self) -> int:
        """Read a number of steps or paths."""
        token = self.token
        if token.kind != "number" or not token.text.replace("_", "").isdecimal() or len(token.text) > 18:
            self.fail("a whole number is missing")
        self.advance()
        return int(token.text.replace("_", ""))
