"""Logical rules: expressions over the levels of things, and in which direction each of them acts on the outcome."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise, product
from math import prod
from typing import Final, Literal

Direction = Literal["+", "-", "both", "none"]
"""How the outcome follows one input with all others held: never down, never up, either, or not at all."""

MOST_STATES: Final = 4096
"""Up to so many states of the inputs, each is tried; a larger rule is judged by the negations over its names."""
_DEPTH: Final = 100
_TOKEN: Final = re.compile(r"\s*([!~&|(),]|[^\s!~&|(),]+)")
_WORDS: Final = {"and": "&", "&&": "&", "or": "|", "||": "|", "not": "!", "~": "!"}
_CONSTANTS: Final = {"0": 0, "1": 1, "false": 0, "true": 1}
_COMPARISONS: Final[Mapping[str, Callable[[int, int], bool]]] = {
    "eq": lambda one, other: one == other, "neq": lambda one, other: one != other,
    "geq": lambda one, other: one >= other, "gt": lambda one, other: one > other,
    "leq": lambda one, other: one <= other, "lt": lambda one, other: one < other,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """An expression: an operator over parts, a name, or a number.

    Attributes:
        operator: ``name``, ``number``, ``not``, ``and``, ``or``, ``xor``, ``implies``, or a comparison such as ``eq``.
        parts: What it is over.
        name: The name.
        number: The number.
    """

    operator: str
    parts: tuple[Rule, ...] = ()
    name: str = ""
    number: int = 0

    def value(self, levels: Mapping[str, int]) -> int:
        """Return the outcome at these levels; a truth is 1."""
        if self.operator == "name":
            return levels[self.name]
        if self.operator == "number":
            return self.number
        values = [part.value(levels) for part in self.parts]
        if self.operator == "not":
            return int(not values[0])
        if self.operator == "and":
            return int(all(values))
        if self.operator == "or":
            return int(any(values))
        if self.operator == "xor":
            return sum(map(bool, values)) % 2
        if self.operator == "implies":
            return int(not values[0] or bool(values[1]))
        return int(all(_COMPARISONS[self.operator](*pair) for pair in pairwise(values)))

    def names(self) -> Iterator[str]:
        """Yield the names in it, as often as they stand there."""
        if self.operator == "name":
            yield self.name
        for part in self.parts:
            yield from part.names()


def rule_of(text: str) -> Rule:
    """Read a Boolean expression of ``!``, ``&``, ``|``, brackets, names, 0 and 1.

    Raises:
        ValueError: It is none; the message says where.

    >>> rule_of("A & !(B | C)").value({"A": 1, "B": 0, "C": 0})
    1
    """
    tokens, at = [], 0
    while at < len(text.rstrip()):
        match = _TOKEN.match(text, at)
        if match is None:
            raise ValueError(f"{text[at : at + 10].strip()!r} is not part of a rule")
        tokens.append(_WORDS.get(match[1].lower(), match[1]))
        at = match.end()
    rule, rest = _any_of(tokens, 0)
    if rest:
        raise ValueError(f"{rest[0]!r} stands behind the rule")
    return rule


def _any_of(tokens: list[str], depth: int) -> tuple[Rule, list[str]]:
    return _chain(
        tokens, depth, "|", "or", lambda rest: _chain(rest, depth, "&", "and", lambda inner: _one(inner, depth))
    )


def _chain(
    tokens: list[str], depth: int, sign: str, operator: str, read: Callable[[list[str]], tuple[Rule, list[str]]]
) -> tuple[Rule, list[str]]:
    part, rest = read(tokens)
    parts = [part]
    while rest and rest[0] == sign:
        part, rest = read(rest[1:])
        parts.append(part)
    return (parts[0] if len(parts) == 1 else Rule(operator, tuple(parts))), rest


def _one(tokens: list[str], depth: int) -> tuple[Rule, list[str]]:
    negated = 0
    while tokens and tokens[0] == "!":
        negated, tokens = negated + 1, tokens[1:]
    if not tokens:
        raise ValueError("it ends where a name should stand")
    head, rest = tokens[0], tokens[1:]
    if depth > _DEPTH:
        raise ValueError("its brackets are nested too deeply")
    if head == "(":
        rule, rest = _any_of(rest, depth + 1)
        if not rest or rest[0] != ")":
            raise ValueError("a bracket is not closed")
        rest = rest[1:]
    elif head in ("&", "|", ")", ","):
        raise ValueError(f"{head!r} stands where a name should")
    elif rest and rest[0] == "(":
        raise ValueError(f"the function {head!r} is not known")
    else:
        constant = _CONSTANTS.get(head.lower())
        rule = Rule("name", name=head) if constant is None else Rule("number", number=constant)
    return (Rule("not", (rule,)) if negated % 2 else rule), rest


def directions(outcome: Callable[[Mapping[str, int]], int], highest: Mapping[str, int]) -> dict[str, Direction] | None:
    """Return how an outcome follows each input; None where there are too many states to try.

    Args:
        outcome: The outcome at the levels of the inputs.
        highest: The highest level of each input, from 0.

    >>> rule = rule_of("A & !B | C & A")
    >>> directions(rule.value, {"A": 1, "B": 1, "C": 1})
    {'A': '+', 'B': '-', 'C': '+'}
    >>> directions(rule_of("A & !B | !A & B").value, {"A": 1, "B": 1})
    {'A': 'both', 'B': 'both'}
    """
    if prod(top + 1 for top in highest.values()) > MOST_STATES:
        return None
    names = list(highest)
    table = {
        levels: outcome(dict(zip(names, levels, strict=True)))
        for levels in product(*(range(highest[name] + 1) for name in names))
    }
    found: dict[str, Direction] = {}
    for at, name in enumerate(names):
        rises = falls = False
        for levels, value in table.items():
            if levels[at] < highest[name]:
                above = table[(*levels[:at], levels[at] + 1, *levels[at + 1 :])]
                rises, falls = rises or above > value, falls or above < value
        found[name] = "both" if rises and falls else "+" if rises else "-" if falls else "none"
    return found


def polarities(rule: Rule, negated: bool = False) -> dict[str, Direction]:
    """Return how the outcome of a Boolean rule follows each name, by the negations over it alone.

    A name that stands with and without a negation is ``both``, though the rule may follow it one way.

    >>> polarities(rule_of("A & !(B | !C) | A & D"))
    {'A': '+', 'B': '-', 'C': '+', 'D': '+'}
    """
    if rule.operator == "name":
        return {rule.name: "-" if negated else "+"}
    found: dict[str, Direction] = {}
    for at, part in enumerate(rule.parts):
        turned = negated != (rule.operator == "not" or (rule.operator == "implies" and at == 0))
        for name, direction in polarities(part, turned).items():
            clear = rule.operator in ("not", "and", "or", "implies") and found.get(name, direction) == direction
            found[name] = direction if clear else "both"
    return found
