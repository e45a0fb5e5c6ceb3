"""All pages: at which address each answers, how long it may take, and how much may be sent to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from starlette.responses import Response

from pathway_graph.explorer.pages import (
    checking,
    cypher,
    data_sets,
    diagrams,
    documents,
    entities,
    evidence,
    explaining,
    first,
    gene_lists,
    naming,
    printed,
    queries,
    tracing,
)
from pathway_graph.explorer.visit import Visit

Handler = Callable[[Visit], Response]
FORM: Final = 4_000_000
"""Bytes of a form."""
FILE: Final = 50_000_000
"""Bytes of an uploaded file."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page.

    Attributes:
        path: Where it answers.
        handler: What answers.
        time: How many times as long as a page usually may it may take.
        most: Bytes that may be sent to it; none where it is only read.
        only_sent: Whether it answers to what is sent alone.
    """

    path: str
    handler: Handler
    time: float = 1.0
    most: int = 0
    only_sent: bool = False


_QUERY: Final = 2.5
"""A query tells its own limit; after it come its process and the page of its rows."""
_READING: Final = 10.0
"""Reading the store anew takes, of a server's, a matter of minutes."""
PAGES: Final = (
    Page("/", first.home),
    Page("/find", first.find),
    Page("/suggest", first.suggest),
    Page("/reload", first.reload, _READING, FORM, only_sent=True),
    Page("/entity", entities.entity),
    Page("/claims", documents.claims),
    Page("/claim", documents.claim),
    Page("/publications", documents.publications),
    Page("/publication", documents.publication),
    Page("/trace", tracing.trace),
    Page("/paths", tracing.paths),
    Page("/explain", explaining.explain),
    Page("/fragile", explaining.fragile),
    Page("/weight", evidence.weight),
    Page("/conflicts", evidence.conflicts),
    Page("/contrast", evidence.contrast),
    Page("/audit", printed.audit),
    Page("/retractions", printed.retractions),
    Page("/diagrams", diagrams.diagrams),
    Page("/diagram", diagrams.diagram),
    Page("/small", diagrams.small),
    Page("/sources", data_sets.sources),
    Page("/source", data_sets.source),
    Page("/history", data_sets.history),
    Page("/differences", data_sets.differences),
    Page("/check", checking.check, most=FILE),
    Page("/regulators", gene_lists.regulators, _QUERY, FILE),
    Page("/network", gene_lists.network, _QUERY, FILE),
    Page("/names", naming.names, most=FORM),
    Page("/queries", queries.all_queries),
    Page("/library", queries.library, _QUERY),
    Page("/cypher", cypher.cypher, _QUERY, FORM),
    Page("/cypher/check", cypher.check, most=FORM),
)
