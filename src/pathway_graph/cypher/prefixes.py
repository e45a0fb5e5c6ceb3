"""What stands before a query and chooses how it is run: EXPLAIN, PROFILE, ``CYPHER 5``; and hints of USING in it."""

from __future__ import annotations

import re

from pathway_graph.cypher.mistakes import Place
from pathway_graph.cypher.syntax import Match, Statement
from pathway_graph.cypher.walk import find


def without_prefix(statement: Statement) -> str:
    r"""Return the text without EXPLAIN, PROFILE and options; blanks stand for them, so that all places stay.

    >>> from pathway_graph.cypher.parse import parse
    >>> without_prefix(parse("CYPHER 5\nEXPLAIN RETURN 1 AS x"))
    '        \n        RETURN 1 AS x'
    """
    if not statement.mode and not statement.has_options:
        return statement.text
    start = statement.body.start
    return re.sub(r"\S", " ", statement.text[:start]) + statement.text[start:]


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
