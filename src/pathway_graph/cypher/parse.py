"""Read a Cypher text, as the Cypher manual 5 documents it, into the tree of `syntax`."""

from __future__ import annotations

from functools import lru_cache

from pathway_graph.cypher.lexer import MAX_DEPTH
from pathway_graph.cypher.mistakes import CypherRefused, CypherSyntaxError
from pathway_graph.cypher.order import check_order
from pathway_graph.cypher.parsing.statements import StatementReading
from pathway_graph.cypher.syntax import Statement
from pathway_graph.errors import QueryError


@lru_cache(maxsize=16)  # the fence, the columns and the rewriting ask for the same text, one after another
def parse(text: str) -> Statement:
    """Return the tree of one statement; a final semicolon is left out of its text.

    Raises:
        QueryError: The text is too long, is no Cypher (`CypherSyntaxError`), or holds what no engine reads surely
            (`CypherRefused`); both say line and column.

    >>> statement = parse("MATCH (n:Entity) RETURN n.name AS name;")
    >>> clause = statement.body.parts[0].clauses[-1]
    >>> statement.text[clause.start : clause.end]
    'RETURN n.name AS name'
    """
    reading = StatementReading(text)
    if reading.token.kind == "end":
        raise QueryError("the query is empty", hint="write for instance MATCH (e:Entity) RETURN e.name")
    try:
        statement = reading.statement()
    except CypherSyntaxError as error:
        if reading.wrong is not None and reading.wrong.at <= error.at:
            raise reading.wrong from None
        raise
    except RecursionError:
        raise CypherRefused(
            text, 0, "the query is nested too deep", hint=f"split it with WITH; {MAX_DEPTH} levels do"
        ) from None
    if reading.wrong is not None:
        raise reading.wrong
    check_order(statement)
    return statement
