"""Read lists, maps, map projections and comprehensions."""

from __future__ import annotations

from typing import Final

from pathway_graph.cypher.parsing.cursor import NAMES
from pathway_graph.cypher.parsing.patterns import PatternReading
from pathway_graph.cypher.syntax import (
    AllProperties,
    Expression,
    ListComprehension,
    ListLiteral,
    MapEntry,
    MapLiteral,
    MapProjection,
    PatternComprehension,
    PropertySelector,
    Query,
    Variable,
)

_IN_LABELS: Final = frozenset({"&", "|", "!", "%", ":"})


class CollectionReading(PatternReading):
    """Reads what stands in square brackets and braces."""

    def block(self, word: str) -> Query:
        """Read the inside of ``EXISTS { … }``: a query, or a bare pattern."""
        raise NotImplementedError

    # Lists.

    def list(self) -> Expression:
        """Read a list, or a comprehension."""
        start = self.token.start
        first, second = self.after(), self.after(2)
        if first.kind in NAMES and second.word == "IN" and not self._holds_comma():
            return self._list_comprehension()
        if first.kind in NAMES and second.word == "=" and self.looks_like_path(self.at + 3):
            return self._pattern_comprehension()
        if first.word == "(" and self.looks_like_path(self.at + 1):
            last = self.partner[self.at]
            bar = self.bar_of(self.at)
            if last and bar >= 0:
                return self._pattern_comprehension()
        bar, self.bar = self.bar, -1
        self.advance()
        items = () if self.token.word == "]" else self.several(self.expression)
        self.bar = bar
        self.expect("]", "behind the list")
        return ListLiteral(start, self.end, items)

    def _list_comprehension(self) -> ListComprehension:
        start = self.token.start
        bar, self.bar = self.bar, self.bar_of(self.at)
        self.advance()
        variable = self.variable()
        self.advance()
        source = self.expression()
        where = self.where()
        result = self._result()
        self.bar = bar
        self.expect("]", "behind the list")
        return ListComprehension(start, self.end, variable, source, where, result)

    def _pattern_comprehension(self) -> PatternComprehension:
        start = self.token.start
        bar, self.bar = self.bar, self.bar_of(self.at)
        self.advance()
        pattern = self.path()
        where = self.where()
        result = self._result()
        self.bar = bar
        if result is None:
            self.fail("what to return for each path is missing", hint="write [(a)-->(b) | b.name]")
        self.expect("]", "behind the list")
        return PatternComprehension(start, self.end, pattern, where, result)

    def _result(self) -> Expression | None:
        if not self.skip("|"):
            return None
        self.bar = -1
        return self.expression()

    def _holds_comma(self) -> bool:
        """Whether the square brackets that begin here hold a comma, and no deeper; CASE may hold some too."""
        at, last = self.at + 1, self.partner[self.at]
        cases = 0
        while at < last:
            word = self.tokens[at].word
            cases += (word == "CASE") - (word == "END")
            if word == "," and cases <= 0:
                return True
            at = max(self.partner[at], at) + 1
        return False

    def bar_of(self, opener: int, start: int = 0) -> int:
        """Return the number of the ``|`` between source and result in the brackets that open at a token, or -1.

        ``|`` also joins labels, as in ``[n IN list WHERE n:A|B | n.name]``: the first that cannot do so is taken, else
        the last.
        """
        at, last, found = start or opener + 1, self.partner[opener], -1
        while at < last:
            if self.tokens[at].word == "|":
                found = at
                if not self._may_join_labels(at):
                    return at
            at = max(self.partner[at], at) + 1
        return found

    def _may_join_labels(self, bar: int) -> bool:
        following, behind = self.tokens[bar + 1], self.tokens[bar + 2]
        if following.kind not in NAMES and following.word not in ("!", "%", ":", "("):
            return False
        if following.kind in NAMES and behind.word in (".", "(", "["):
            return False
        at = bar - 1
        while self.tokens[at].kind in NAMES or self.tokens[at].word in _IN_LABELS:
            if self.tokens[at].word == ":":
                return True
            if self.tokens[at].kind in NAMES and self.tokens[at - 1].kind in NAMES:
                return self.tokens[at - 1].word == "IS"
            at -= 1
        return False

    # Maps.

    def map(self) -> MapLiteral:
        """Read ``{key: value}``."""
        start = self.advance().start
        bar, self.bar = self.bar, -1
        entries = () if self.token.word == "}" else self.several(self._entry)
        self.bar = bar
        self.expect("}", "behind the map")
        return MapLiteral(start, self.end, entries)

    def _entry(self) -> MapEntry:
        key = self.name("a key")
        if self.token.word == "=":
            self.fail(f"a colon is missing behind the key {key.value}", hint=f"write {{{key.value}: …}}")
        self.expect(":", f"behind the key {key.value}")
        value = self.expression()
        return MapEntry(key.start, self.end, key, value)

    def projection(self, subject: Variable) -> MapProjection:
        """Read ``{.key, .*, key: value, other}`` behind its variable."""
        self.advance()
        bar, self.bar = self.bar, -1
        items = () if self.token.word == "}" else self.several(self._projected)
        self.bar = bar
        self.expect("}", "behind the map")
        return MapProjection(subject.start, self.end, subject, items)

    def _projected(self) -> MapEntry | PropertySelector | AllProperties | Variable:
        start = self.token.start
        if self.skip("."):
            if self.skip("*"):
                return AllProperties(start, self.end)
            key = self.name("a property")
            return PropertySelector(start, self.end, key)
        return self._entry() if self.after().word == ":" else self.variable()
