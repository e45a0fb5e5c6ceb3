"""Labels and types made from values, ``:$(name)``, as conditions: the embedded engine takes every type, or none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from pathway_graph.cypher.mistakes import CypherRefused
from pathway_graph.cypher.printing import name
from pathway_graph.cypher.rewriting.edits import Edits
from pathway_graph.cypher.syntax import DynamicLabel, Match, Node, NodePattern, RelationshipPattern
from pathway_graph.cypher.walk import find

_WRITTEN: Final = re.compile(r"\$\s*(?:all\s*|any\s*)?\(", re.IGNORECASE)


def check_dynamic(text: str, body: Node) -> None:
    """Refuse labels and types made from values where they can neither stay nor become a condition.

    Raises:
        CypherRefused: It is part of a larger expression, of a path of many steps, or stands outside of MATCH.
    """
    if _WRITTEN.search(text) is None:
        return
    fine = {id(label) for clause in find(body, Match) for _, label in _of_match(clause)}
    for label in find(body, DynamicLabel):
        if id(label) not in fine:
            raise CypherRefused(
                text, label.start,
                "labels and types made from values stand alone behind the colon of a node or of one relationship in "
                "MATCH, on the embedded store",
                hint="write them out, or compare type(r) or labels(n) in WHERE",
            )  # fmt: skip


def state_dynamic(text: str, clause: Match, edits: Edits, fresh: Callable[[], str]) -> list[str]:
    """Take labels and types made from values out of the patterns of a MATCH, and return them as conditions."""
    conditions = []
    for holder, label in _of_match(clause):
        one, value = fresh(), edits.of(label.value)
        made = name(holder.variable.name) if holder.variable is not None else fresh()
        test = f"{one} IN labels({made})" if isinstance(holder, NodePattern) else f"type({made}) = {one}"
        conditions.append(f"{label.kind}({one} IN [] + ({value}) WHERE {test})")
        before = text[: label.start].rstrip()
        start = len(before) - (1 if before.endswith(":") else len("IS"))
        edits.put(start, label.end, "" if holder.variable is not None else made)
    return conditions


def _of_match(clause: Match) -> Iterator[tuple[NodePattern | RelationshipPattern, DynamicLabel]]:
    for pattern in clause.patterns:
        if pattern.selector is not None:
            continue
        for element in pattern.elements:
            if isinstance(element, NodePattern) and isinstance(element.labels, DynamicLabel):
                yield element, element.labels
            elif isinstance(element, RelationshipPattern) and isinstance(element.types, DynamicLabel):
                if element.length is None and element.quantifier is None:
                    yield element, element.types
