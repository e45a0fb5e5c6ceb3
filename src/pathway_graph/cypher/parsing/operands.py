"""Read what operators join: values, variables, functions, lists, maps, CASE and subqueries."""

from __future__ import annotations

import math
import re
from typing import Final, Literal

from pathway_graph.cypher.lexer import name_value, text_value
from pathway_graph.cypher.mistakes import CypherSyntaxError
from pathway_graph.cypher.parsing.advice import CLAUSE_WORDS
from pathway_graph.cypher.parsing.collections import CollectionReading
from pathway_graph.cypher.parsing.cursor import NAMES
from pathway_graph.cypher.syntax import (
    Boolean,
    Case,
    CaseSubject,
    Comparison,
    CountStar,
    Expression,
    Float,
    FunctionCall,
    Integer,
    ListPredicate,
    Normalize,
    Null,
    Parameter,
    PathPattern,
    PatternExpression,
    Reduce,
    SubqueryExpression,
    Text,
    Trim,
    Variable,
    When,
)

FORMS: Final = frozenset({"NFC", "NFD", "NFKC", "NFKD"})
_NUMBER: Final = re.compile(
    r"(?P<hex>0[xX](?:_?[0-9A-Fa-f])+)|(?P<octal>0[oO](?:_?[0-7])+)|(?P<integer>\d(?:_?\d)*)"
    r"|(?P<float>(?:\d(?:_?\d)*)?(?:\.\d(?:_?\d)*)?(?:[eE][+-]?\d(?:_?\d)*)?)[fFdD]?"
)
_INFINITE: Final = {"INF": math.inf, "INFINITY": math.inf, "NAN": math.nan}
_BLOCKS: Final = frozenset({"EXISTS", "COUNT", "COLLECT"})
_LIST_PREDICATES: Final = frozenset({"ALL", "ANY", "NONE", "SINGLE"})
_COMPARED: Final = frozenset({"=", "<>", "<", "<=", ">", ">="})
_ENDS: Final = frozenset({"", ",", ")", "]", "}", "."})
_BEGINNING: Final = frozenset("CREATE MERGE SET REMOVE DELETE DETACH NODETACH FOREACH ON INSERT LOAD CALL USE".split())
"""Words that engines may take for the beginning of a clause where a word goes before."""


class OperandReading(CollectionReading):
    """Reads operands, without what follows them (``.key``, ``[0]``, ``:Label``)."""

    def operand(self) -> Expression:
        """Read one operand."""
        token = self.token
        kind = token.kind
        if kind == "word":
            return self._word()
        if kind == "text":
            self.advance()
            return Text(token.start, token.end, text_value(self.text, token))
        if kind == "number":
            return self._number()
        if kind == "parameter":
            return self.parameter()
        if kind == "name":
            return self._call() if self._is_call() else self._variable()
        word = token.word
        if word == "(":
            return self._in_brackets()
        if word == "[":
            return self.list()
        if word == "{":
            return self.map()
        if word == "$":
            return self.parameter()
        self.fail("a value is missing")

    def _in_brackets(self) -> Expression:
        if self.looks_like_path(self.at):
            pattern = self.path()
            return PatternExpression(pattern.start, pattern.end, pattern)
        self.advance()
        bar, self.bar = self.bar, -1
        inside = self.expression()
        self.bar = bar
        self.expect(")", "behind the expression")
        return inside

    def parameter(self) -> Parameter:
        """Read ``$name``."""
        token = self.advance()
        if token.kind == "parameter":
            return Parameter(token.start, token.end, name_value(token.text[1:]))
        if self.token.kind not in ("word", "name", "number"):
            self.fail("the name of a parameter is missing after $")
        name = self.advance()
        return Parameter(token.start, name.end, name_value(name.text))

    def _number(self) -> Integer | Float:
        token = self.token
        match = _NUMBER.fullmatch(token.text)
        if match is None:
            self.fail(f"{token.text[:40]!r} is no number", hint="put a space behind a number, and names in backticks")
        self.advance()
        digits = token.text.replace("_", "")
        if match["hex"]:
            return self._integer(int(digits, 16))
        if match["octal"] or (
            match["integer"] and len(digits) > 1 and digits[0] == "0" and not set(digits) & {"8", "9"}
        ):
            return self._integer(int(digits.lower().replace("o", ""), 8))
        if match["integer"]:
            return self._integer(int(digits) if len(digits) < 30 else 10**30)
        value = float(digits.rstrip("fFdD"))
        if math.isinf(value):
            raise CypherSyntaxError(
                self.text, token.start, f"the number {token.text[:40]} is too large", hint="write Infinity"
            )
        return Float(token.start, token.end, value)

    def _integer(self, value: int) -> Integer:
        token = self.tokens[self.at - 1]
        is_negative = self.at > 1 and self.tokens[self.at - 2].word == "-"
        if value > 2**63 - (not is_negative):
            raise CypherSyntaxError(
                self.text, token.start, f"the number {token.text[:40]} is too large", hint=f"the largest is {2**63 - 1}"
            )
        return Integer(token.start, token.end, value)

    def _variable(self) -> Variable:
        token = self.advance()
        return Variable(token.start, token.end, name_value(token.text))

    # Words.

    def _word(self) -> Expression:
        token = self.token
        word = token.word
        following = self.tokens[self.at + 1].word
        if word == "CASE" and (following == "(" or (following == "{" and self.after(2).word != ".")):
            return self._case()
        if following == "(" or following == ".":
            if word in _SPECIAL and following == "(":
                special = self._special(word)
                if special is not None:
                    return special
            if self._is_call():
                return self._call()
        elif following == "{":
            if word in _BLOCKS and self.after(2).word not in (".", "}"):
                return self._subquery(word)
            return self.projection(self._variable())
        if word in _CONSTANTS:
            self.advance()
            return self._constant(word)
        if word == "CASE" and (following not in _ENDS or self.after().kind != "sign") and self.after().kind != "end":
            return self._case()
        self._require_variable(word, following)
        self.advance()
        if self.token.kind == "text" and word in ("DATE", "DATETIME", "TIME", "TIMESTAMP", "DURATION"):
            self.fail(hint=f"write {token.text.lower()}({self.token.text})")
        return Variable(token.start, token.end, token.text)

    def _require_variable(self, word: str, following: str) -> None:
        """Refuse a word that is the beginning of what comes next, because the operand before it was forgotten."""
        if word == "NOT":
            self.fail("NOT needs brackets here", hint="write (NOT …)")
        if word not in CLAUSE_WORDS and word not in ("AND", "OR", "XOR", "THEN", "ELSE", "END", "WHEN"):
            return
        before, after = self.tokens[self.at - 1], self.after()
        if word in _BEGINNING and before.kind == "word" and before.word != "AS":
            self.fail(
                f"{word} begins a clause here, or is a variable", hint=f"a variable goes in backticks, `{word.lower()}`"
            )
        joined = after.kind in ("word", "name", "number", "text", "parameter") or following in ("*", "{", "$")
        if joined and after.word not in _GOES_ON:
            self.fail("a value is missing")

    def _constant(self, word: str) -> Expression:
        token = self.tokens[self.at - 1]
        if word == "NULL":
            return Null(token.start, token.end)
        if word in _INFINITE:
            return Float(token.start, token.end, _INFINITE[word])
        return Boolean(token.start, token.end, word == "TRUE")

    # Functions.

    def _is_call(self) -> bool:
        at = self.at + 1
        tokens = self.tokens
        while tokens[at].word == "." and tokens[at + 1].kind in NAMES:
            at += 2
        return tokens[at].word == "("

    def _call(self) -> FunctionCall:
        name = self.dotted_name("a function")
        self.advance()
        bar, self.bar = self.bar, -1
        is_distinct = False
        arguments: tuple[Expression, ...] = ()
        if self.token.word != ")":
            if self.token.word in ("DISTINCT", "ALL") and self.after().word not in ("(", ",", ")", "."):
                is_distinct = self.advance().word == "DISTINCT"
            arguments = self.several(self.expression)
        self.bar = bar
        self.expect(")", f"behind the arguments of {name.value}")
        return FunctionCall(name.start, self.end, name, arguments, is_distinct)

    def _special(self, word: str) -> Expression | None:
        """Read what looks like a function and has a grammar of its own; None if it is a function after all."""
        start = self.token.start
        second, third = self.after(2), self.after(3)
        if word == "COUNT":
            if second.word != "*":
                return None
            self.advance(), self.advance(), self.advance()
            self.expect(")", "behind count(*")
            return CountStar(start, self.end)
        if word in ("SHORTESTPATH", "ALLSHORTESTPATHS"):
            path = self.shortest_path()
            return PatternExpression(start, self.end, PathPattern(start, self.end, None, None, (path,)))
        if word == "REDUCE" and third.word == "=":
            return self._reduce()
        if word in _LIST_PREDICATES and second.kind in NAMES and third.word == "IN":
            return self._list_predicate(word)
        if word == "TRIM":
            return self._trim()
        return self._normalize() if word == "NORMALIZE" else None

    def _list_predicate(self, word: str) -> ListPredicate:
        start = self.advance().start
        self.advance()
        variable = self.variable()
        self.expect("IN")
        bar, self.bar = self.bar, -1
        source = self.expression()
        where = self.where()
        self.bar = bar
        self.expect(")", f"behind {word.lower()}(…")
        kind: Literal["all", "any", "none", "single"] = word.lower()  # type: ignore[assignment]
        return ListPredicate(start, self.end, kind, variable, source, where)

    def _reduce(self) -> Reduce:
        start = self.advance().start
        bar, self.bar = self.bar, -1
        opener = self.at
        self.advance()
        accumulator = self.variable("the accumulator")
        self.expect("=")
        initial = self.expression()
        self.expect(",", "in reduce(total = 0, x IN list | total + x)")
        self.bar = self.bar_of(opener, self.at)
        variable = self.variable()
        self.expect("IN")
        source = self.expression()
        self.expect("|", "in reduce(total = 0, x IN list | total + x)")
        self.bar = -1
        step = self.expression()
        self.bar = bar
        self.expect(")", "behind reduce(…")
        return Reduce(start, self.end, accumulator, initial, variable, source, step)

    def _trim(self) -> Trim | None:
        start = self.token.start
        side: Literal["BOTH", "LEADING", "TRAILING"] = "BOTH"
        if not self._holds_from():
            return None
        has_side = self.after(2).word in ("BOTH", "LEADING", "TRAILING")
        self.advance(), self.advance()
        if has_side:
            side = self.advance().word  # type: ignore[assignment]
        bar, self.bar = self.bar, -1
        characters = None if self.token.word == "FROM" else self.expression()
        self.expect("FROM", "in trim(BOTH ' ' FROM text)")
        source = self.expression()
        self.bar = bar
        self.expect(")", "behind trim(…")
        return Trim(start, self.end, side, characters, source)

    def _holds_from(self) -> bool:
        """Whether FROM stands in the brackets that begin at the next token, and no deeper."""
        at, last = self.at + 2, self.partner[self.at + 1]
        while at < last:
            is_name = self.tokens[at - 1].word == "." or self.tokens[at + 1].word in (")", ",", ".")
            if self.tokens[at].word == "FROM" and not is_name:
                return True
            at = max(self.partner[at], at) + 1
        return False

    def _normalize(self) -> Normalize | None:
        last = self.partner[self.at + 1]
        if self.tokens[last - 1].word not in FORMS or self.tokens[last - 2].word != ",":
            return None
        start = self.advance().start
        self.advance()
        source = self.expression()
        self.expect(",")
        form = self.advance().word
        self.expect(")", "behind normalize(…")
        return Normalize(start, self.end, source, form)

    def _subquery(self, word: str) -> SubqueryExpression:
        start = self.advance().start
        self.advance()
        bar, self.bar = self.bar, -1
        query = self.block(word)
        self.bar = bar
        self.expect("}", f"behind {word} {{ …")
        kind: Literal["EXISTS", "COUNT", "COLLECT"] = word  # type: ignore[assignment]
        return SubqueryExpression(start, self.end, kind, query)

    # CASE.

    def _case(self) -> Case:
        start = self.advance().start
        bar, self.bar = self.bar, -1
        subject = None if self.token.word == "WHEN" else self.expression()
        branches = []
        while self.token.word == "WHEN":
            begin = self.advance().start
            tests = self.several(self._against) if subject is not None else (self.expression(),)
            self.expect("THEN", "in CASE WHEN … THEN … END")
            result = self.expression()
            branches.append(When(begin, self.end, tests, result))
        if not branches:
            self.fail("WHEN is missing", hint="write CASE WHEN … THEN … ELSE … END")
        otherwise = self.expression() if self.skip("ELSE") else None
        self.bar = bar
        self.expect("END", "behind CASE")
        return Case(start, self.end, subject, tuple(branches), otherwise)

    def _against(self) -> Expression:
        """Read a test of a simple CASE: a value, or a predicate without its left operand."""
        token = self.token
        word = token.word
        subject = CaseSubject(token.start, token.start)
        if word in _COMPARED:
            self.advance()
            other = self.operators(6)
            return Comparison(token.start, self.end, (subject, other), (word,))
        if (
            word in ("=~", "::")
            or (word in ("STARTS", "ENDS") and self.after().word == "WITH")
            or (word == "IS" and self.after().word in ("NOT", "NULL", "TYPED", "::", "NORMALIZED", *FORMS))
        ):
            return self.predicate(subject, token.start)
        return self.expression()

    def operators(self, floor: int) -> Expression:
        """Read operands and operators that bind at least as close as *floor*."""
        raise NotImplementedError

    def predicate(self, left: Expression, start: int) -> Expression:
        """Read ``IN list``, ``IS NULL`` and the like behind their left operand."""
        raise NotImplementedError


_SPECIAL: Final = (
    frozenset({"COUNT", "SHORTESTPATH", "ALLSHORTESTPATHS", "REDUCE", "TRIM", "NORMALIZE"}) | _LIST_PREDICATES
)
_CONSTANTS: Final = frozenset({"NULL", "TRUE", "FALSE"}) | _INFINITE.keys()
_GOES_ON: Final = CLAUSE_WORDS - {"YIELD", "ON"} | frozenset(
    "AND OR XOR IN IS AS STARTS ENDS CONTAINS WHEN THEN ELSE END ASC ASCENDING DESC DESCENDING".split()
)
"""Words that may follow an operand."""
