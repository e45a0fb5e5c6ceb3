"""Say from the text how large a number can become: what is stored, counted or measured counts as a thousand.

So a range over stored numbers (``range(1, c.row)``) passes, one over numbers that the query makes itself does not,
whatever way they go (``WITH 10 ^ 9 AS n``). A stored number that is larger than that meets the engines' own limits.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, Final

from pathway_graph.cypher.syntax import (
    Arithmetic,
    Case,
    CountStar,
    Expression,
    Float,
    FunctionCall,
    Index,
    Integer,
    Item,
    ListComprehension,
    ListLiteral,
    ListPredicate,
    LoadCsv,
    MapLiteral,
    NodePattern,
    Null,
    Parameter,
    PathPattern,
    Property,
    Reduce,
    RelationshipPattern,
    Slice,
    Statement,
    SubqueryExpression,
    Text,
    Unary,
    Unwind,
    Variable,
    YieldItem,
)
from pathway_graph.cypher.walk import walk

UNKNOWN: Final = 1000
"""What a stored number, a count or a size counts as; the engines bound what they store and measure."""
_SAME: Final = frozenset(
    """
    tointeger tofloat tointegerornull tofloatornull abs max min avg percentiledisc percentilecont
    head last coalesce nullif collect reverse tail range nodes relationships startnode endnode properties
    """.split()
)
"""Functions whose value is no larger than the largest number in their arguments."""
_ROUNDED: Final = frozenset({"round", "ceil", "floor"})
_MEASURED: Final = frozenset({"size", "length", "count", "char_length", "character_length", "id"})
_SMALL: Final = frozenset({"sign", "rand", "pi", "e", "sin", "cos", "sqrt", "log", "log10"})
_DEEPEST: Final = 30
_LARGEST: Final = 1e250


class Magnitudes:
    """The largest size of numbers in one statement.

    Args:
        statement: Where variables get their values.
        parameters: The values of parameters.

    Attributes:
        definitions: Variable -> what it is made from, wherever that is said; empty for parts of patterns.
    """

    def __init__(self, statement: Statement, parameters: Mapping[str, Any]) -> None:
        self.parameters = parameters
        self.definitions: dict[str, list[Expression]] = {}
        self.stored: set[str] = set()
        self._known: dict[str, float | None] = {}
        self._asked: list[str] = []
        for node in walk(statement.body):
            self._define(node)

    def _define(self, node: object) -> None:
        if isinstance(node, Item | YieldItem):
            if node.alias is not None and isinstance(node, Item):
                self._add(node.alias, node.expression)
            elif isinstance(node, YieldItem):
                self.stored.add(node.alias.name if node.alias else node.name.value)
        elif isinstance(node, Unwind | ListComprehension | ListPredicate):
            self._add(node.variable, node.source)
        elif isinstance(node, Reduce):
            self._add(node.variable, node.source)
            self._add(node.accumulator, node.initial)
            self._add(node.accumulator, node.step)
        elif isinstance(node, NodePattern | RelationshipPattern | PathPattern | LoadCsv) and node.variable is not None:
            self.stored.add(node.variable.name)

    def _add(self, variable: Variable, value: Expression) -> None:
        self.definitions.setdefault(variable.name, []).append(value)

    def exact(self, value: Expression) -> float | None:
        """Return the number that an expression is, or None if the text does not say it."""
        if isinstance(value, Integer | Float):
            return value.value if math.isfinite(value.value) else None
        if isinstance(value, Unary) and value.operator != "NOT":
            operand = self.exact(value.operand)
            return operand if operand is None or value.operator == "+" else -operand
        if isinstance(value, Parameter):
            given = self.parameters.get(value.name)
            return given if isinstance(given, int) else None
        return None

    def of(self, value: Expression) -> float | None:
        """Return a bound of the size of every number in a value, or None if there is none."""
        if isinstance(value, Integer | Float):
            return abs(value.value) if math.isfinite(value.value) else None
        if isinstance(value, Null | CountStar | SubqueryExpression):
            return UNKNOWN
        if isinstance(value, Unary):
            return self.of(value.operand)
        if isinstance(value, Arithmetic):
            return self._of_sum(value)
        if isinstance(value, Parameter):
            return _size_of(self.parameters.get(value.name))
        if isinstance(value, Variable):
            return self._of_variable(value)
        if isinstance(value, FunctionCall):
            return self._of_call(value)
        if isinstance(value, Property | Index | Slice):
            return self.of(value.subject)
        return self._of_parts(value)

    def _of_parts(self, value: Expression) -> float | None:
        if isinstance(value, ListLiteral):
            return self._largest(value.items)
        if isinstance(value, MapLiteral):
            return self._largest(entry.value for entry in value.entries)
        if isinstance(value, Case):
            results = [branch.result for branch in value.branches]
            return self._largest([*results, *([value.otherwise] if value.otherwise else [])])
        if isinstance(value, ListComprehension):
            return self.of(value.source if value.result is None else value.result)
        return None

    def _largest(self, values: Iterable[Expression]) -> float | None:
        found: float = 0
        for value in values:
            size = self.of(value)
            if size is None:
                return None
            found = max(found, size)
        return found

    def _of_variable(self, variable: Variable) -> float | None:
        name = variable.name
        if name not in self._known:
            if name in self._asked or len(self._asked) > _DEEPEST:  # grows from itself, as in WITH n * 10 AS n
                return None
            self._asked.append(name)
            self._known[name] = self._of_definitions(variable)
            self._asked.pop()
        return self._known[name]

    def _of_definitions(self, variable: Variable) -> float | None:
        definitions = [value for value in self.definitions.get(variable.name, ()) if value != variable]
        is_stored = variable.name in self.stored
        if not definitions:
            return UNKNOWN if is_stored else None
        found = self._largest(definitions)
        return max(found, UNKNOWN) if found is not None and is_stored else found

    def _of_sum(self, value: Arithmetic) -> float | None:
        total = self.of(value.operands[0])
        for operand, operator in zip(value.operands[1:], value.operators, strict=True):
            size = self.of(operand)
            if total is None or size is None or total > _LARGEST:
                return None
            total = _joined(float(total), operator, float(size), self.exact(operand))
        return total

    def _of_call(self, call: FunctionCall) -> float | None:
        name = call.name.value.lower()
        if name in _MEASURED or name in _SMALL:
            return UNKNOWN
        if name in ("tointeger", "tofloat") and len(call.arguments) == 1 and isinstance(call.arguments[0], Text):
            return _size_of_text(call.arguments[0].value)
        if name in _SAME:
            if name.startswith("to") and any(_may_join_texts(argument) for argument in call.arguments):
                return None
            return self._largest(call.arguments)
        if name in _ROUNDED and call.arguments:
            size = self.of(call.arguments[0])
            return None if size is None else size + 1
        if name == "sum" and call.arguments:
            size = self.of(call.arguments[0])
            return None if size is None else size * UNKNOWN
        return None


def _size_of(value: Any) -> float | None:
    """Return the size of the largest number in the value of a parameter."""
    waiting, found = [value], 0.0
    while waiting:
        value = waiting.pop()
        if isinstance(value, bool) or value is None:
            continue
        if isinstance(value, int | float):
            found = max(found, abs(value)) if abs(value) < float(10**300) else float(10**300)
        elif isinstance(value, Mapping):
            waiting.extend(value.values())
        elif isinstance(value, list | tuple):
            waiting.extend(value)
        else:
            return None
    return found


def _size_of_text(text: str) -> float | None:
    try:
        return abs(float(text))
    except ValueError:  # no number, for Cypher neither; but not much is risked on that
        return UNKNOWN if sum(letter.isdigit() for letter in text) < 4 else None


def _joined(total: float, operator: str, size: float, exact: float | None) -> float | None:
    """Return a bound of ``a operator b`` from those of both, and *b* itself where it is known."""
    if operator in ("+", "-"):
        return total + size
    if operator == "*":
        return total * size
    if operator == "%":
        return min(total, size)
    if operator == "/":
        if exact:
            return total / abs(exact)
        return total if size >= UNKNOWN else None  # else it may be a fraction, and make more of the number
    try:
        return max(total, 1.0) ** size if operator == "^" else None
    except OverflowError:
        return None


def _may_join_texts(value: Expression) -> bool:
    """Whether ``+`` may set digits beside one another, which makes a larger number than their sum."""
    if not isinstance(value, Arithmetic) or not {"+", "||"} & set(value.operators):
        return False
    return not any(isinstance(operand, Integer | Float | Unary) for operand in value.operands[:2])
