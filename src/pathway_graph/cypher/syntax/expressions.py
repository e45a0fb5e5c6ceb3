"""The tree of expressions: values, operators, CASE, comprehensions and functions.

Every node is frozen and says where it stands in the text (``start`` up to ``end``, in characters), which plays no part
in comparing: two nodes are equal when they say the same. What a chain of one rank joins stands side by side in one
node (``a OR b OR c`` is one `Logical`), so that a long chain makes no deep tree.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Node:
    """Anything in the tree; ``text[node.start:node.end]`` is how it was written."""

    start: int = field(compare=False)
    end: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A property key, a map key or a dotted name of a function or procedure, without backticks."""

    value: str


@dataclass(frozen=True, slots=True)
class Expression(Node):
    """What has a value."""


# Values written out -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Null(Expression):
    """``null``."""


@dataclass(frozen=True, slots=True)
class Boolean(Expression):
    """``true`` or ``false``."""

    value: bool


@dataclass(frozen=True, slots=True)
class Integer(Expression):
    """``12``, ``1_000``, ``0xff`` or ``0o17``, without a sign: ``-1`` is a `Unary`."""

    value: int


@dataclass(frozen=True, slots=True)
class Float(Expression):
    """``1.5``, ``.5``, ``1e3``, ``Infinity``, ``Inf`` or ``NaN``."""

    value: float


@dataclass(frozen=True, slots=True)
class Text(Expression):
    """A quoted text; *value* has its escapes resolved."""

    value: str


@dataclass(frozen=True, slots=True)
class ListLiteral(Expression):
    """``[a, b]``."""

    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class MapEntry(Node):
    """``key: value``, in a map or a map projection."""

    key: Name
    value: Expression


@dataclass(frozen=True, slots=True)
class MapLiteral(Expression):
    """``{key: value, …}``."""

    entries: tuple[MapEntry, ...]


@dataclass(frozen=True, slots=True)
class Parameter(Expression):
    """``$name``."""

    name: str


@dataclass(frozen=True, slots=True)
class Variable(Expression):
    """A variable where it is used, and where it is made: in a pattern, after AS, before IN."""

    name: str


# Steps and operators ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Property(Expression):
    """``subject.key``."""

    subject: Expression
    key: Name


@dataclass(frozen=True, slots=True)
class Index(Expression):
    """``subject[index]``."""

    subject: Expression
    index: Expression


@dataclass(frozen=True, slots=True)
class Slice(Expression):
    """``subject[first..last]``; either end may be missing."""

    subject: Expression
    first: Expression | None
    last: Expression | None


@dataclass(frozen=True, slots=True)
class Unary(Expression):
    """``NOT a``, ``-a`` or ``+a``."""

    operator: Literal["NOT", "-", "+"]
    operand: Expression


@dataclass(frozen=True, slots=True)
class Logical(Expression):
    """``a OR b OR c``: two or more operands with one operator."""

    operator: Literal["OR", "XOR", "AND"]
    operands: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Comparison(Expression):
    """``a < b <= c``, which means ``a < b AND b <= c``; one operator (``= <> < > <= >=``) less than operands."""

    operands: tuple[Expression, ...]
    operators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arithmetic(Expression):
    """``a + b - c``, from left to right; operators of one rank: ``+ - ||``, or ``* / %``, or ``^``."""

    operands: tuple[Expression, ...]
    operators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Test(Expression):
    """``a IN b``, ``a STARTS WITH b``, ``a ENDS WITH b``, ``a CONTAINS b`` or ``a =~ b``."""

    operator: Literal["IN", "STARTS WITH", "ENDS WITH", "CONTAINS", "=~"]
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class IsNull(Expression):
    """``a IS NULL`` or ``a IS NOT NULL``."""

    operand: Expression
    is_negated: bool


@dataclass(frozen=True, slots=True)
class IsTyped(Expression):
    """``a IS :: INTEGER``, ``a IS TYPED INTEGER``, ``a :: INTEGER`` and with NOT."""

    operand: Expression
    type: Type
    is_negated: bool


@dataclass(frozen=True, slots=True)
class IsNormalized(Expression):
    """``a IS NFC NORMALIZED`` and with NOT; *form* is ``NFC`` where none is written."""

    operand: Expression
    form: str
    is_negated: bool


@dataclass(frozen=True, slots=True)
class Type(Node):
    """``A | B``: the types a value may have."""

    alternatives: tuple[TypeName, ...]


@dataclass(frozen=True, slots=True)
class TypeName(Node):
    """One type in capitals, as written: ``INTEGER``, ``ZONED DATETIME``, ``LIST`` with the type of its members."""

    name: str
    members: Type | None = None
    is_not_null: bool = False


# CASE, comprehensions, functions -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CaseSubject(Expression):
    """What ``CASE x WHEN > 3`` leaves out: the left operand of its test, which is *x*."""


@dataclass(frozen=True, slots=True)
class When(Node):
    """``WHEN test, test THEN result``; a test of a simple CASE is a value, or a predicate of its `CaseSubject`."""

    tests: tuple[Expression, ...]
    result: Expression


@dataclass(frozen=True, slots=True)
class Case(Expression):
    """``CASE WHEN …`` (*subject* is None), or the simple ``CASE subject WHEN …``."""

    subject: Expression | None
    branches: tuple[When, ...]
    otherwise: Expression | None


@dataclass(frozen=True, slots=True)
class PropertySelector(Node):
    """``.key`` in a map projection."""

    key: Name


@dataclass(frozen=True, slots=True)
class AllProperties(Node):
    """``.*`` in a map projection."""


@dataclass(frozen=True, slots=True)
class MapProjection(Expression):
    """``subject {.key, .*, other, key: value}``."""

    subject: Variable
    items: tuple[MapEntry | PropertySelector | AllProperties | Variable, ...]


@dataclass(frozen=True, slots=True)
class ListComprehension(Expression):
    """``[variable IN source WHERE where | result]``."""

    variable: Variable
    source: Expression
    where: Expression | None
    result: Expression | None


@dataclass(frozen=True, slots=True)
class Reduce(Expression):
    """``reduce(accumulator = initial, variable IN source | step)``."""

    accumulator: Variable
    initial: Expression
    variable: Variable
    source: Expression
    step: Expression


@dataclass(frozen=True, slots=True)
class ListPredicate(Expression):
    """``all(variable IN source WHERE where)``."""

    kind: Literal["all", "any", "none", "single"]
    variable: Variable
    source: Expression
    where: Expression | None


@dataclass(frozen=True, slots=True)
class FunctionCall(Expression):
    """``name(arguments)``; *name* is dotted and as written, *is_distinct* is that of ``collect(DISTINCT x)``."""

    name: Name
    arguments: tuple[Expression, ...]
    is_distinct: bool = False


@dataclass(frozen=True, slots=True)
class CountStar(Expression):
    """``count(*)``."""


@dataclass(frozen=True, slots=True)
class Trim(Expression):
    """``trim(BOTH characters FROM source)``; without FROM it is a `FunctionCall`."""

    side: Literal["BOTH", "LEADING", "TRAILING"]
    characters: Expression | None
    source: Expression


@dataclass(frozen=True, slots=True)
class Normalize(Expression):
    """``normalize(source, NFD)``; without a form it is a `FunctionCall`."""

    source: Expression
    form: str
