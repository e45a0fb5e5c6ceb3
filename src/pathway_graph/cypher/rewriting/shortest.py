"""SHORTEST, ANY and their like, which the embedded engine does not know, by what it knows.

``SHORTEST 1``, ``ANY`` and ``ALL SHORTEST`` become ``shortestPath`` and ``allShortestPaths``; more than one path for a
pair of ends, or a least length, becomes a subquery that lists the paths by length, which needs a longest one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pathway_graph.cypher.mistakes import CypherRefused
from pathway_graph.cypher.rewriting.edits import Edits
from pathway_graph.cypher.rewriting.stars import pattern_variables
from pathway_graph.cypher.syntax import (
    Expression,
    Logical,
    Match,
    NodePattern,
    PathPattern,
    RelationshipPattern,
    Repeat,
    Variable,
)
from pathway_graph.cypher.walk import find

LONGEST = 15
"""Longest path for which all paths between two ends are listed."""


def select_paths(text: str, clause: Match, edits: Edits, fresh: Callable[[], str], known: frozenset[str]) -> None:
    """Put a MATCH with a path selector in terms of the engine.

    Args:
        text: The query.
        clause: Where to look.
        edits: What was changed so far; the change is put there.
        fresh: Gives a name that the query does not use.
        known: The variables there are before the clause.

    Raises:
        CypherRefused: It cannot be put so.
    """
    pattern = next((pattern for pattern in clause.patterns if pattern.selector is not None), None)
    if pattern is None or pattern.selector is None:
        return
    if pattern.selector.kind == "ALL":
        edits.put(pattern.selector.start, pattern.selector.end, "")
        return
    if len(clause.patterns) > 1:
        raise CypherRefused(
            text,
            pattern.start,
            "a path with a selector stands alone in its MATCH",
            hint="put the others in a MATCH before",
        )
    edits.put(clause.start, clause.end, _Selecting(text, clause, pattern, edits, fresh, known).run())


class _Selecting:
    """One such clause."""

    def __init__(
        self, text: str, clause: Match, pattern: PathPattern, edits: Edits, fresh: Callable[[], str],
        known: frozenset[str],
    ) -> None:  # fmt: skip
        self._text, self._clause, self._pattern, self._edits = text, clause, pattern, edits
        ends, steps = pattern.elements[::2], pattern.elements[1::2]
        start, end = (ends[0], ends[-1]) if len(ends) == 2 and len(steps) == 1 else (None, None)
        if not (isinstance(start, NodePattern) and isinstance(end, NodePattern)
                and isinstance(steps[0], RelationshipPattern)):  # fmt: skip
            raise CypherRefused(
                text, pattern.start, "on the embedded store a path with a selector has two nodes",
                hint="write it as SHORTEST 1 (a)-[:TYPE]->+(b)",
            )  # fmt: skip
        self._start, self._step, self._end = start, steps[0], end
        self._names = tuple(node.variable.name if node.variable else fresh() for node in (start, end))
        self._path = pattern.variable.name if pattern.variable else fresh()
        self._known = known

    def run(self) -> str:
        """Return the clauses."""
        selector = self._pattern.selector
        assert selector is not None
        count = 1 if selector.count is None else selector.count
        repeat = self._repeat()
        is_one = count == 1 and selector.kind in ("SHORTEST", "ANY SHORTEST", "ANY")
        is_all = selector.kind == "ALL SHORTEST" or (selector.kind == "SHORTEST GROUPS" and count == 1)
        first, wheres = self._ends()
        if (is_one or is_all) and repeat.at_least <= 1 and self._step.where is None:
            function = "allShortestPaths" if is_all else "shortestPath"
            optional = "OPTIONAL " * self._clause.is_optional
            if repeat.at_least == 1:
                wheres.insert(0, f"{self._names[0]} <> {self._names[1]}")
            where = f" WHERE {' AND '.join(wheres)}" if wheres else ""
            return f"{first}{optional}MATCH {self._path} = {function}({self._between(repeat)}){where}"
        return f"{first}{self._listing(count, repeat, wheres, is_grouped=is_all or selector.kind == 'SHORTEST GROUPS')}"

    def _repeat(self) -> Repeat:
        found = self._step.quantifier or self._step.length
        return found or Repeat(self._step.start, self._step.end, 1, 1)

    def _ends(self) -> tuple[str, list[str]]:
        """Return a MATCH for the ends, with what WHERE asks of them, and what it asks of the path."""
        asked = list(conjuncts(self._clause.where))
        inside = set(pattern_variables(self._step)) | {self._path}
        of_path = [one for one in asked if inside & {variable.name for variable in find(one, Variable)}]
        of_ends = [self._edits.of(one) for one in asked if one not in of_path]
        plain = all(
            name in self._known and node.labels is None and node.properties is None and node.where is None
            for node, name in zip((self._start, self._end), self._names, strict=True)
        )
        if plain and not of_ends:
            return "", [f"({self._edits.of(one)})" for one in of_path]
        if self._clause.is_optional:
            raise CypherRefused(
                self._text, self._clause.start,
                "OPTIONAL MATCH with a path selector needs ends that are bound before, on the embedded store",
                hint="MATCH both ends first, and ask nothing more of them here",
            )  # fmt: skip
        nodes = ", ".join(
            self._node(node, name) for node, name in zip((self._start, self._end), self._names, strict=True)
        )
        where = f" WHERE {' AND '.join(f'({one})' for one in of_ends)}" if of_ends else ""
        return f"MATCH {nodes}{where} ", [f"({self._edits.of(one)})" for one in of_path]

    def _node(self, node: NodePattern, name: str) -> str:
        written = self._edits.of(node)
        return written if node.variable else f"({name}{written[1:]}"

    def _between(self, repeat: Repeat) -> str:
        """Return the path between the bound ends, with its length inside the brackets."""
        step = self._step
        inside = step.variable.name if step.variable else ""
        inside += f":{self._edits.of(step.types)}" if step.types else ""
        inside += f"*{repeat.at_least}..{'' if repeat.at_most is None else repeat.at_most}"
        inside += f" {self._edits.of(step.properties)}" if step.properties else ""
        left, right = ("<-" if step.direction == "<-" else "-"), ("->" if step.direction == "->" else "-")
        return f"({self._names[0]}){left}[{inside}]{right}({self._names[1]})"

    def _listing(self, count: int, repeat: Repeat, wheres: list[str], *, is_grouped: bool) -> str:
        if (
            repeat.at_most is None
            or repeat.at_most > LONGEST
            or self._clause.is_optional
            or self._step.where is not None
        ):
            raise CypherRefused(
                self._text, self._pattern.start,
                f"on the embedded store several shortest paths need a longest length of at most {LONGEST}",
                hint="write {1,6} in place of +, ask for SHORTEST 1 or ALL SHORTEST, or use `pathway-graph paths`",
            )  # fmt: skip
        a, b = self._names
        made = [self._path, *([self._step.variable.name] if self._step.variable else [])]
        listed = f"MATCH {self._path} = {self._between(repeat)}"
        listed += first_by_length(made, count, is_grouped=is_grouped)
        scope = ", ".join(dict.fromkeys((a, b)))
        after = f" WITH * WHERE {' AND '.join(wheres)}" if wheres else ""
        return f"CALL ({scope}) {{ {listed} }}{after}"


def conjuncts(where: Expression | None) -> Iterator[Expression]:
    """Yield what a condition asks for one by one, where AND joins it."""
    if isinstance(where, Logical) and where.operator == "AND":
        for operand in where.operands:
            yield from conjuncts(operand)
    elif where is not None:
        yield where


def first_by_length(made: list[str], count: int, *, is_grouped: bool) -> str:
    """Return how the *count* shortest of the paths ``made[0]`` are taken, or those of the *count* least lengths."""
    path, names = made[0], ", ".join(made)
    if not is_grouped:
        return f" RETURN {names} ORDER BY length({path}) LIMIT {count}"
    lengths, paths, one = f"{path}_lengths", f"{path}_paths", f"{path}_one"
    taken = ", ".join(f"{one}[{number}] AS {name}" for number, name in enumerate(made))
    return (
        f" WITH {names} ORDER BY length({path})"
        f" WITH collect(DISTINCT length({path}))[..{count}] AS {lengths}, collect([{names}]) AS {paths}"
        f" UNWIND {paths} AS {one} WITH {lengths}, {taken} WHERE length({path}) IN {lengths}"
        f" RETURN {names}"
    )
