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
        fields: The fields that it knows, with blanks between; ``p.*`` is any that begins so. Of others it says that
            it does nothing with them.
        time: How many times as long as a page usually may it may take.
        most: Bytes that may be sent to it; none where it is only read.
        only_sent: Whether it answers to what is sent alone.
    """

    path: str
    handler: Handler
    fields: str = ""
    time: float = 1.0
    most: int = 0
    only_sent: bool = False


_QUERY: Final = 2.5
"""A query tells its own limit; after it come its process and the page of its rows."""
_READING: Final = 10.0
"""Reading the store anew takes, of a server's, a matter of minutes."""
_STEPS: Final = " max_steps view form source_set without include_retracted"
_FILTERS: Final = _STEPS + " species unstated_species certainty cascade count_hypotheses"
_LIST: Final = "list contrast threshold max_p max_steps"
PAGES: Final = (
    Page("/", first.home),
    Page("/find", first.find, "name all"),
    Page("/suggest", first.suggest, "q"),
    Page("/reload", first.reload, time=_READING, most=FORM, only_sent=True),
    Page("/entity", entities.entity, "id steps view"),
    Page("/claims", documents.claims, " ".join(documents.ASKED) + " view source_set"),
    Page("/claim", documents.claim, "id"),
    Page("/publications", documents.publications),
    Page("/publication", documents.publication, "id"),
    Page("/trace", tracing.trace, "name direction kind" + _FILTERS),
    Page("/paths", tracing.paths, "source target kind" + _FILTERS),
    Page("/explain", explaining.explain, "source target told knock_out bold" + _STEPS),
    Page("/fragile", explaining.fragile, "source target uncited most" + _FILTERS),
    Page("/weight", evidence.weight, "source target without include_retracted"),
    Page("/conflicts", evidence.conflicts, "name view without include_retracted"),
    Page("/contrast", evidence.contrast, "first second about include_retracted"),
    Page("/audit", printed.audit),
    Page("/retractions", printed.retractions, "max_steps effects"),
    Page("/diagrams", diagrams.diagrams, "has page"),
    Page("/diagram", diagrams.diagram, "name view"),
    Page("/small", diagrams.small, "name"),
    Page("/sources", data_sets.sources),
    Page("/source", data_sets.source, "id falls load"),
    Page("/history", data_sets.history),
    Page("/differences", data_sets.differences, "against until"),
    Page("/check", checking.check, "list", most=FILE),
    Page("/regulators", gene_lists.regulators, f"{_LIST} regulator direction all fragile", time=_QUERY, most=FILE),
    Page("/network", gene_lists.network, f"{_LIST} from penalty permutations", time=_QUERY, most=FILE),
    Page("/names", naming.names, "list kind species missing", most=FORM),
    Page("/queries", queries.all_queries),
    Page("/library", queries.library, "query run", time=_QUERY),
    Page("/cypher", cypher.cypher, "text parameters run p.* t.*", time=_QUERY, most=FORM),
    Page("/cypher/check", cypher.check, "text parameters p.* t.*", most=FORM),
)
