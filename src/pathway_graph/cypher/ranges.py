"""Bound what a query makes out of nothing: ``range()`` and lists that grow in ``reduce()``.

Engines stop most work at a time limit, but not all of it: lists inside lists are built to the end. What a text shows
beforehand is therefore refused beforehand: `magnitudes` says how large the ends of a range can be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pathway_graph.cypher.growth import copies
from pathway_graph.cypher.magnitudes import Magnitudes
from pathway_graph.cypher.mistakes import CypherRefused
from pathway_graph.cypher.syntax import (
    Expression,
    FunctionCall,
    ListComprehension,
    ListPredicate,
    Node,
    Query,
    Reduce,
    Statement,
    Unwind,
    Variable,
)
from pathway_graph.cypher.walk import children, walk

MAX_LIST: Final = 1_000_000
"""Longest list that ``range()`` may make, and the most for all that stand inside one another."""
MAX_UNWOUND: Final = 10_000_000
"""Longest ``UNWIND range()``, whose rows are made one by one."""


def check_ranges(statement: Statement, parameters: Mapping[str, Any]) -> None:
    """Refuse ranges that are too long, or whose length the text does not show.

    Raises:
        CypherRefused: One is.

    >>> from pathway_graph.cypher.parse import parse
    >>> check_ranges(parse("UNWIND range(0, size(nodes(p)) - 1) AS i RETURN i"), {})
    >>> check_ranges(parse("RETURN [x IN range(1, 9999) | range(1, 9999)]"), {})
    Traceback (most recent call last):
        ...
    pathway_graph.cypher.mistakes.CypherRefused: line 1, column 31: lists made by range() inside one another hold up ...
    """
    bounds = _Bounds(statement, parameters)
    unwound = set()
    if isinstance(statement.body, Query):
        for part in statement.body.parts:
            for clause in part.clauses:
                if isinstance(clause, Unwind) and is_range(clause.source):
                    bounds.check_unwound(clause.source)
                    unwound.add(id(clause.source))
    for node, around in _in_loops(statement.body, bounds, unwound):
        bounds.check_list(node, around)


def check_reduce(statement: Statement, reduce: Reduce) -> None:
    """Refuse a ``reduce()`` whose value doubles with every step.

    Raises:
        CypherRefused: It does.
    """
    name = reduce.accumulator.name
    if copies(reduce.step, name) > 1:
        raise CypherRefused(
            statement.text,
            reduce.start,
            f"reduce() would multiply {name} with every step, which fills the memory",
            hint=f"use {name} once, or collect()",
        )


def is_range(node: Node) -> bool:
    """Whether a node is the call of ``range()``."""
    return isinstance(node, FunctionCall) and node.name.value.lower() == "range"


class _Bounds:
    def __init__(self, statement: Statement, parameters: Mapping[str, Any]) -> None:
        self.text = statement.text
        self.magnitudes = Magnitudes(statement, parameters)

    def length(self, call: Node) -> int:
        """Return how many values a range makes at most."""
        arguments = call.arguments if isinstance(call, FunctionCall) else ()
        ends = [self.magnitudes.exact(argument) for argument in arguments[:2]]
        if len(ends) == 2 and ends[0] is not None and ends[1] is not None:
            return abs(int(ends[1] - ends[0])) + 1
        total = 1
        for argument in arguments[:2]:
            magnitude = self.magnitudes.of(argument)
            if magnitude is None:
                raise CypherRefused(
                    self.text,
                    argument.start,
                    "how long range() is cannot be told from the query",
                    hint="write its ends as numbers, parameters, size() or properties, or UNWIND a parameter",
                )
            total += int(min(magnitude, 10**18))
        return total

    def check_unwound(self, call: Node) -> None:
        length = self.length(call)
        if length > MAX_UNWOUND:
            raise CypherRefused(
                self.text,
                call.start,
                f"range() over {length} values is too long",
                hint=f"at most {MAX_UNWOUND} in UNWIND",
            )

    def check_list(self, call: Node, around: int) -> None:
        product = self.length(call) * around
        if product > MAX_LIST:
            what = "lists made by range() inside one another hold" if around > 1 else "a list made by range() holds"
            raise CypherRefused(
                self.text,
                call.start,
                f"{what} up to {product} values, more than {MAX_LIST}",
                hint="unwind them, or make them shorter",
            )

    def check_turns(self, loop: Node, turns: int) -> None:
        if turns > MAX_LIST:
            raise CypherRefused(
                self.text,
                loop.start,
                f"loops over lists made by range() run inside one another up to {turns} times, more than {MAX_LIST}",
                hint="unwind them, or make them shorter",
            )

    def turns(self, source: Expression) -> int:
        """Return how often a loop over a list is run, as far as ranges make the list."""
        found, seen, waiting = 1, set[str](), [source]
        while waiting:
            for node in walk(waiting.pop()):
                if is_range(node):
                    found = max(found, self.length(node))
                elif isinstance(node, Variable) and node.name not in seen:
                    seen.add(node.name)
                    waiting.extend(self.magnitudes.definitions.get(node.name, ()))
        return found


def _in_loops(body: Node, bounds: _Bounds, unwound: set[int]) -> Iterator[tuple[Node, int]]:
    """Yield every range, with the turns of the loops over ranges that it stands in."""
    waiting = [(body, 1)]
    while waiting:
        node, around = waiting.pop()
        if is_range(node) and id(node) not in unwound:
            yield node, around
        if isinstance(node, Reduce | ListComprehension | ListPredicate):
            inside = around * bounds.turns(node.source)
            if around > 1:
                bounds.check_turns(node, inside)
            waiting.extend((child, around if child is node.source else inside) for child in children(node))
        else:
            waiting.extend((child, around) for child in children(node))
