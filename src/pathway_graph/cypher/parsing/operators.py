"""Read whole expressions: operators by their rank, from OR to the steps behind an operand.

The ranks are those of the Cypher manual: OR, XOR, AND, NOT; comparisons, which chain; IN, STARTS WITH, IS NULL and the
like, of which one may follow an operand; ``+ - ||``; ``* / %``; ``^``; a sign; ``.key``, ``[i]`` and ``:Label``.
"""

from __future__ import annotations

from typing import Final, Literal

from pathway_graph.cypher.lexer import MAX_DEPTH
from pathway_graph.cypher.mistakes import CypherRefused
from pathway_graph.cypher.parsing.operands import FORMS, OperandReading
from pathway_graph.cypher.syntax import (
    Arithmetic,
    Comparison,
    Expression,
    HasLabels,
    Index,
    IsNormalized,
    IsNull,
    IsTyped,
    Logical,
    Property,
    Slice,
    Test,
    Unary,
)

MAX_OPERATORS: Final = 1_000
"""Most operators that follow one another at one depth: a longer chain ends in an engine by its stack, or not at all."""
_NOT, _COMPARISON, _PREDICATE, _SUM = 4, 5, 6, 7
_RANKS: Final = {
    "OR": 1, "XOR": 2, "AND": 3,
    "=": 5, "<>": 5, "<": 5, "<=": 5, ">": 5, ">=": 5,
    "IN": 6, "STARTS": 6, "ENDS": 6, "CONTAINS": 6, "=~": 6, "IS": 6, "::": 6,
    "+": 7, "-": 7, "||": 7, "*": 8, "/": 8, "%": 8, "^": 9,
}  # fmt: skip
_STEPS: Final = frozenset({".", "[", ":"})


class OperatorReading(OperandReading):
    """Reads expressions."""

    chained = 0

    def expression(self) -> Expression:
        """Read one whole expression."""
        chained, self.chained = self.chained, 0
        found = self.operators(1)
        self.chained = chained
        return found

    def operators(self, floor: int) -> Expression:
        """Read operands and operators that bind at least as close as *floor*."""
        start = self.token.start  # of a bracket too, which is no part of what stands in it
        word = self.token.word
        if word == "NOT":
            left = self._negation(floor)
        elif word == "-" or word == "+":
            left = self._signed()
        else:
            left = self._steps()
        while True:
            rank = _RANKS.get(self.token.word)
            if rank is None or rank < floor:
                return left
            if rank == _PREDICATE:
                left = self.predicate(left, start)
                if _RANKS.get(self.token.word, 0) >= _PREDICATE:
                    self.fail(f"{self.token.text} cannot follow here", hint="put the part before it in brackets")
            else:
                left = self._chain(left, rank, start)

    def _chain(self, first: Expression, rank: int, start: int) -> Expression:
        operands, operators = [first], []
        while _RANKS.get(self.token.word) == rank:
            operators.append(self.advance().word)
            self.chained += 1
            if self.chained > MAX_OPERATORS:
                raise CypherRefused(
                    self.text,
                    self.tokens[self.at - 1].start,
                    f"more than {MAX_OPERATORS} operators follow one another",
                    hint="give the values as one list parameter and ask with IN",
                )
            operands.append(self.operators(rank + 1))
        end = self.end
        if rank < _NOT:
            operator: Literal["OR", "XOR", "AND"] = operators[0]  # type: ignore[assignment]
            return Logical(start, end, operator, tuple(operands))
        kind = Comparison if rank == _COMPARISON else Arithmetic
        return kind(start, end, tuple(operands), tuple(operators))

    def _negation(self, floor: int) -> Expression:
        if floor > _NOT:
            self.fail("NOT needs brackets here", hint="write (NOT …)")
        starts = []
        while self.token.word == "NOT":
            starts.append(self.advance().start)
        self._require_shallow(len(starts), starts[-1])
        found = self.operators(_COMPARISON)
        for start in reversed(starts):
            found = Unary(start, self.end, "NOT", found)
        return found

    def _signed(self) -> Expression:
        signs = []
        while self.token.word in ("-", "+"):
            signs.append(self.advance())
        if len(signs) > 2 or (len(signs) == 2 and (signs[1].word != "-" or self.token.kind != "number")):
            self._require_shallow(len(signs), signs[-1].start)
            self.fail("two signs follow one another", hint="put brackets between them, -(-x)")
        found = self._steps()
        for token in reversed(signs):
            sign: Literal["-", "+"] = token.word  # type: ignore[assignment]
            found = Unary(token.start, self.end, sign, found)
        return found

    def _require_shallow(self, levels: int, at: int) -> None:
        if levels > MAX_DEPTH:
            raise CypherRefused(
                self.text, at, f"the query is nested more than {MAX_DEPTH} deep", hint="split it with WITH"
            )

    # Steps behind an operand.

    def _steps(self) -> Expression:
        start = self.token.start
        subject = self.operand()
        steps = 0
        while (word := self.token.word) in _STEPS:
            steps += 1
            self._require_shallow(steps, self.token.start)
            if word == ".":
                self.advance()
                key = self.name("a property")
                subject = Property(start, self.end, subject, key)
            elif word == "[":
                subject = self._bracketed(subject, start)
            else:
                self.advance()
                labels = self.labels()
                subject = HasLabels(start, self.end, subject, labels)
        return subject

    def _bracketed(self, subject: Expression, start: int) -> Expression:
        bar, self.bar = self.bar, -1
        self.advance()
        first = None if self.token.word == ".." else self.expression()
        if self.skip(".."):
            last = None if self.token.word == "]" else self.expression()
            self.bar = bar
            self.expect("]", "behind the ends of the list")
            return Slice(start, self.end, subject, first, last)
        self.bar = bar
        self.expect("]", "behind the index")
        return Index(start, self.end, subject, first) if first else subject

    # Predicates.

    def predicate(self, left: Expression, start: int) -> Expression:
        """Read ``IN list``, ``IS NULL`` and the like behind their left operand."""
        word = self.advance().word
        if word == "IS":
            return self._is(left, start)
        if word == "::":
            type_ = self.type()
            return IsTyped(start, self.end, left, type_, False)
        if word in ("STARTS", "ENDS"):
            self.expect("WITH", f"behind {word}")
            word += " WITH"
        right = self.operators(_SUM)
        return Test(start, self.end, word, left, right)  # type: ignore[arg-type]

    def _is(self, left: Expression, start: int) -> Expression:
        is_negated = self.skip("NOT")
        word = self.token.word
        if word == "NULL":
            self.advance()
            return IsNull(start, self.end, left, is_negated)
        if word in ("TYPED", "::"):
            self.advance()
            type_ = self.type()
            return IsTyped(start, self.end, left, type_, is_negated)
        if word == "NORMALIZED" or (word in FORMS and self.after().word == "NORMALIZED"):
            form = "NFC" if word == "NORMALIZED" else self.advance().word
            self.advance()
            return IsNormalized(start, self.end, left, form, is_negated)
        if is_negated:
            self.fail("NULL, a type or NORMALIZED is missing after IS NOT")
        if word in ("TRUE", "FALSE"):
            self.fail(f"Cypher has no IS {word}", hint=f"write = {word.lower()}")
        labels = self.labels()
        return HasLabels(start, self.end, left, labels)
