"""MATCH in terms of the embedded engine: shortestPath() with conditions, labels from values, path selectors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pathway_graph.cypher.mistakes import CypherRefused
from pathway_graph.cypher.printing import name
from pathway_graph.cypher.rewriting.dynamic import state_dynamic
from pathway_graph.cypher.rewriting.edits import Edits
from pathway_graph.cypher.rewriting.shortest import LONGEST, conjuncts, first_by_length, select_paths
from pathway_graph.cypher.rewriting.stars import pattern_variables
from pathway_graph.cypher.syntax import (
    Expression,
    Match,
    Node,
    NodePattern,
    PathPattern,
    RelationshipPattern,
    Repeat,
    ShortestPath,
    SingleQuery,
    Variable,
)
from pathway_graph.cypher.walk import find


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a MATCH.

    Attributes:
        text: The query.
        edits: What was changed so far; changes are put there.
        fresh: Gives a name that the query does not use.
        known: The variables there are before the clause.
        parent: The node around the clause.
    """

    text: str
    edits: Edits
    fresh: Callable[[], str]
    known: frozenset[str]
    parent: Node


def rewrite_match(clause: Match, around: Around) -> None:
    """Put a MATCH in terms of the engine; what stands inside of it is done already.

    Raises:
        CypherRefused: It cannot be put so.
    """
    if any(pattern.selector is not None for pattern in clause.patterns):
        select_paths(around.text, clause, around.edits, around.fresh, around.known)
        return
    conditions = state_dynamic(around.text, clause, around.edits, around.fresh)
    shortest = [pattern for pattern in clause.patterns if isinstance(pattern.elements[0], ShortestPath)]
    if shortest:
        _with_shortest(clause, shortest, around, conditions)
    elif conditions:
        _ask(clause, around.edits, conditions)


def _ask(clause: Match, edits: Edits, conditions: list[str]) -> None:
    """Add conditions to those of a clause."""
    joined = " AND ".join(conditions)
    if clause.where is not None:
        edits.wrap(clause.where, "(", f") AND {joined}")
    else:
        edits.put(clause.end, clause.end, f" WHERE {joined}")


def _with_shortest(clause: Match, shortest: list[PathPattern], around: Around, conditions: list[str]) -> None:
    for pattern in shortest:
        own = {variable.name for variable in (pattern.variable, _step(pattern).variable) if variable is not None}
        of_path = [one for one in conjuncts(clause.where) if own & {found.name for found in find(one, Variable)}]
        if of_path and len(shortest) > 1:
            raise CypherRefused(
                around.text, pattern.start, "a shortest path of which WHERE asks something stands alone in its MATCH",
                hint="give each its own MATCH",
            )  # fmt: skip
        if of_path:
            _Finding(clause, pattern, around, of_path).put(conditions)
            return
    if conditions:
        _ask(clause, around.edits, conditions)
    for pattern in shortest:
        _give_steps(clause, pattern, around)


def _step(pattern: PathPattern) -> RelationshipPattern:
    function = pattern.elements[0]
    assert isinstance(function, ShortestPath)
    step = function.pattern.elements[1]
    assert isinstance(step, RelationshipPattern)
    return step


def _give_steps(clause: Match, pattern: PathPattern, around: Around) -> None:
    """Take the relationships of a shortest path from the path: to the engine, their variable is null."""
    step = _step(pattern)
    if step.variable is None:
        return
    around.edits.put(step.variable.start, step.variable.end, "")
    is_last = not isinstance(around.parent, SingleQuery) or around.parent.clauses[-1] is clause
    if is_last:
        return
    path = name(pattern.variable.name) if pattern.variable is not None else around.fresh()
    if pattern.variable is None:
        around.edits.put(pattern.start, pattern.start, f"{path} = ")
    given = f" WITH *, relationships({path}) AS {name(step.variable.name)}"
    before = around.edits.of(clause)
    around.edits.put(clause.start, clause.end, f"{before}{given}")


class _Finding:
    """A shortest path of which WHERE asks something: the engine asks it of the one path that it found."""

    def __init__(self, clause: Match, pattern: PathPattern, around: Around, of_path: list[Expression]) -> None:
        function = pattern.elements[0]
        assert isinstance(function, ShortestPath)
        start, end = function.pattern.elements[0], function.pattern.elements[-1]
        assert isinstance(start, NodePattern)
        assert isinstance(end, NodePattern)
        self._clause, self._pattern, self._around, self._of_path = clause, pattern, around, of_path
        self._ends, self._step, self._is_all = (start, end), _step(pattern), function.is_all
        self._names = [name(node.variable.name) if node.variable else around.fresh() for node in (start, end)]
        self._path = name(pattern.variable.name) if pattern.variable else around.fresh()

    def put(self, conditions: list[str]) -> None:
        """Put a subquery in place of the clause, which lists the paths that fit and takes the shortest."""
        around, edits = self._around, self._around.edits
        repeat = self._step.length or Repeat(self._step.start, self._step.end, 1, 1)
        if repeat.at_most is None or repeat.at_most > LONGEST:
            raise CypherRefused(
                around.text, self._pattern.start,
                f"on the embedded store a shortest path of which WHERE asks something needs a longest length of at "
                f"most {LONGEST}",
                hint="write [*..6] in place of [*], or use `pathway-graph paths`",
            )  # fmt: skip
        others = [one for one in self._clause.patterns if one is not self._pattern]
        bound = around.known | {found for one in others for found in pattern_variables(one)}
        of_ends = [edits.of(one) for one in conjuncts(self._clause.where) if one not in self._of_path] + conditions
        asked = [edits.of(one) for one in self._of_path]
        listed = [edits.of(one) for one in others]
        listed += [self._node(number) for number, node in enumerate(self._ends) if self._is_to_find(node, bound)]
        if self._clause.is_optional and listed:
            raise CypherRefused(
                around.text, self._clause.start,
                "OPTIONAL MATCH of a shortest path of which WHERE asks something needs both ends bound before, on the "
                "embedded store",
                hint="MATCH both ends first, and ask nothing more of them here",
            )  # fmt: skip
        if self._clause.is_optional:
            of_ends, asked = [], [*of_ends, *asked]
        first = f"MATCH {', '.join(listed)}{_where(of_ends)} " if listed else ""
        after = f" WITH *{_where(of_ends)}" if of_ends and not listed else ""
        edits.put(self._clause.start, self._clause.end, f"{first}{self._subquery(repeat, asked, bound)}{after}")

    def _is_to_find(self, node: NodePattern, bound: frozenset[str] | set[str]) -> bool:
        is_plain = node.labels is None and node.properties is None and node.where is None
        return not (is_plain and node.variable is not None and node.variable.name in bound)

    def _node(self, number: int) -> str:
        node = self._ends[number]
        written = self._around.edits.of(node)
        return written if node.variable else f"({self._names[number]}{written[1:]}"

    def _subquery(self, repeat: Repeat, asked: list[str], bound: frozenset[str] | set[str]) -> str:
        step, edits = self._step, self._around.edits
        made = [self._path, *([name(step.variable.name)] if step.variable else [])]
        inside = made[1] if step.variable else ""
        inside += f":{edits.of(step.types)}" if step.types else ""
        inside += f"*{repeat.at_least}..{repeat.at_most}"
        left, right = ("<-" if step.direction == "<-" else "-"), ("->" if step.direction == "->" else "-")
        start, end = self._names
        where = _where([f"{start} <> {end}", *asked])
        mentioned = {found.name for one in conjuncts(self._clause.where) for found in find(one, Variable)} & set(bound)
        scope = ", ".join(dict.fromkeys([start, end, *map(name, sorted(mentioned))]))
        listed = f"MATCH {self._path} = ({start}){left}[{inside}]{right}({end}){where}"
        word = "OPTIONAL CALL" if self._clause.is_optional else "CALL"
        return f"{word} ({scope}) {{ {listed}{first_by_length(made, 1, is_grouped=self._is_all)} }}"


def _where(conditions: list[str]) -> str:
    return f" WHERE {' AND '.join(f'({one})' for one in conditions)}" if conditions else ""
