"""Hints to a planner, which the embedded store ignores."""

from __future__ import annotations

from pathway_graph.cypher.mistakes import Place
from pathway_graph.cypher.syntax import Match, Statement
from pathway_graph.cypher.walk import find


def notes_on_hints(statement: Statement) -> tuple[str, ...]:
    """Return a note for the first hint of a query to a planner, which an engine without such hints ignores.

    >>> from pathway_graph.cypher.parse import parse
    >>> notes_on_hints(parse("MATCH (e:Entity) USING INDEX e:Entity(id) WHERE e.id = 'a' RETURN e"))
    ('line 1, column 18: USING INDEX is ignored: the embedded store chooses its indexes itself',)
    """
    if "USING" not in statement.text.upper():
        return ()
    for match in find(statement.body, Match):
        for hint in match.hints:
            place = Place.of(statement.text, hint.start)
            where = f"line {place.line}, column {place.column}"
            return (f"{where}: USING {hint.kind} is ignored: the embedded store chooses its indexes itself",)
    return ()
