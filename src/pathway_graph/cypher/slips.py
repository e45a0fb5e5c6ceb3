"""Notes on what is Cypher, and hardly ever what was meant: a comparison with null, texts joined between comparisons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pathway_graph.cypher.mistakes import Place
from pathway_graph.cypher.syntax import Arithmetic, Comparison, Null, Statement
from pathway_graph.cypher.walk import find

_MAY_HOLD: Final = re.compile(r"null|\|\|", re.IGNORECASE)


def notes_on_slips(statement: Statement) -> tuple[str, ...]:
    """Return a note for each comparison that cannot have been meant.

    >>> from pathway_graph.cypher.parse import parse
    >>> notes_on_slips(parse("MATCH (e) WHERE e.curie = null RETURN e"))
    ('line 1, column 27: a comparison with null is never true; write IS NULL or IS NOT NULL',)
    >>> notes_on_slips(parse("MATCH (e) WHERE e.name = 'BDNF' || e.name = 'CREB' RETURN e"))
    ('line 1, column 26: || joins texts here; between conditions stands OR',)
    """
    if not _MAY_HOLD.search(statement.text):
        return ()
    return tuple(dict.fromkeys(_slips(statement)))


def _slips(statement: Statement) -> Iterator[str]:
    for comparison in find(statement.body, Comparison):
        for operand in comparison.operands:
            what = ""
            if isinstance(operand, Null):
                what = "a comparison with null is never true; write IS NULL or IS NOT NULL"
            elif isinstance(operand, Arithmetic) and "||" in operand.operators and len(comparison.operands) > 2:
                what = "|| joins texts here; between conditions stands OR"
            if what:
                place = Place.of(statement.text, operand.start)
                yield f"line {place.line}, column {place.column}: {what}"
