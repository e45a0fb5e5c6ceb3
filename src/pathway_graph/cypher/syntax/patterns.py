"""The tree of labels and patterns, and the expressions that are made of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pathway_graph.cypher.syntax.expressions import Expression, MapLiteral, Node, Parameter, Variable

# Labels -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LabelExpression(Node):
    """What stands after the colon: labels of a node, types of a relationship."""


@dataclass(frozen=True, slots=True)
class Label(LabelExpression):
    """One label or relationship type by name."""

    name: str


@dataclass(frozen=True, slots=True)
class AnyLabel(LabelExpression):
    """``%``: any label."""


@dataclass(frozen=True, slots=True)
class NotLabel(LabelExpression):
    """``!A``."""

    operand: LabelExpression


@dataclass(frozen=True, slots=True)
class AllLabels(LabelExpression):
    """``A&B``, and ``:A:B``."""

    operands: tuple[LabelExpression, ...]


@dataclass(frozen=True, slots=True)
class OneLabel(LabelExpression):
    """``A|B``, and ``:A|:B``."""

    operands: tuple[LabelExpression, ...]


@dataclass(frozen=True, slots=True)
class DynamicLabel(LabelExpression):
    """``$(expression)``, ``$all(expression)`` or ``$any(expression)``: labels made from a value."""

    kind: Literal["all", "any"]
    value: Expression


# Patterns -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NodePattern(Node):
    """``(variable:Labels {key: value} WHERE where)``."""

    variable: Variable | None
    labels: LabelExpression | None
    properties: MapLiteral | Parameter | None
    where: Expression | None


@dataclass(frozen=True, slots=True)
class Repeat(Node):
    """How often: ``*``, ``*2..3`` of a relationship, and ``+``, ``*``, ``{2,3}`` of a quantified pattern.

    For ``*`` of a relationship *at_least* is 1, as Cypher has it; for ``*`` of a quantified pattern it is 0.
    """

    at_least: int
    at_most: int | None


@dataclass(frozen=True, slots=True)
class RelationshipPattern(Node):
    """``-[variable:TYPE*1..2 {key: value} WHERE where]->{1,3}``.

    Attributes:
        direction: ``->``, ``<-``, or ``--`` where both do (``<-->`` too).
        length: ``*1..2`` inside the brackets.
        quantifier: ``{1,3}``, ``+`` or ``*`` behind the arrow.
    """

    variable: Variable | None
    types: LabelExpression | None
    direction: Literal["->", "<-", "--"]
    length: Repeat | None
    properties: MapLiteral | Parameter | None
    where: Expression | None
    quantifier: Repeat | None


@dataclass(frozen=True, slots=True)
class ParenthesizedPath(Node):
    """``((a)-->(b) WHERE where){1,3}``; without a quantifier too."""

    pattern: PathPattern
    where: Expression | None
    quantifier: Repeat | None


@dataclass(frozen=True, slots=True)
class ShortestPath(Node):
    """``shortestPath(…)`` or ``allShortestPaths(…)``."""

    is_all: bool
    pattern: PathPattern


@dataclass(frozen=True, slots=True)
class Selector(Node):
    """``SHORTEST 2``, ``ALL SHORTEST``, ``ANY SHORTEST``, ``SHORTEST 2 GROUPS``, ``ANY 3`` or ``ALL`` before a path."""

    kind: Literal["SHORTEST", "ALL SHORTEST", "ANY SHORTEST", "SHORTEST GROUPS", "ANY", "ALL"]
    count: int | None = None


PathElement = NodePattern | RelationshipPattern | ParenthesizedPath | ShortestPath


@dataclass(frozen=True, slots=True)
class PathPattern(Node):
    """``variable = SHORTEST 1 (a)-->(b)``: one path, from left to right."""

    variable: Variable | None
    selector: Selector | None
    elements: tuple[PathElement, ...]


# Expressions made of them -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HasLabels(Expression):
    """``subject:A|B`` or ``subject IS A``: a label predicate."""

    subject: Expression
    labels: LabelExpression


@dataclass(frozen=True, slots=True)
class PatternExpression(Expression):
    """A pattern as a value: ``(a)-->(b)`` as a predicate, and ``shortestPath((a)-[*]-(b))``."""

    pattern: PathPattern


@dataclass(frozen=True, slots=True)
class PatternComprehension(Expression):
    """``[p = (a)-->(b) WHERE where | result]``."""

    pattern: PathPattern
    where: Expression | None
    result: Expression
