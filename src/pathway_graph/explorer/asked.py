"""What the forms of the tracing pages ask: filters, data sets, and what a page says of claims that were left out."""

from __future__ import annotations

from typing import Any

from pathway_graph.evidence.subset import subnetwork_of_sources
from pathway_graph.explorer.given import Given
from pathway_graph.explorer.visit import Visit
from pathway_graph.model import Network
from pathway_graph.model.caching import cached_on
from pathway_graph.model.vocabulary import ASKED_VIEWS, CERTAINTIES, GENE_FORMS, KINDS
from pathway_graph.trace import Filters

FORMS = tuple(sorted(set(GENE_FORMS.values())))
"""Forms of a gene that a name may be narrowed to."""


def filters_of(given: Given, *, default_view: str = "guide") -> Filters:
    """Return the filters that a form asks for."""
    view = next(iter(given.choices("view", ASKED_VIEWS)), default_view)
    return Filters(
        view="expanded" if view == "expanded" else "guide",
        species=given.name("species"),
        unstated_species=given.ticked("unstated_species"),
        kinds=given.choices("kind", tuple(KINDS)),
        certainties=given.choices("certainty", CERTAINTIES),  # type: ignore[arg-type]
        cascades=tuple(filter(None, (given.name("cascade"),))),
        count_hypotheses=given.ticked("count_hypotheses"),
        without=given.names("without"),
        count_retracted=given.ticked("include_retracted"),
    )


def of_source(visit: Visit) -> Network:
    """Return what the data set asked for states, everything where none was.

    Raises:
        UnknownName: No data set is called so.
    """
    source = visit.given.name("source_set")
    return cached_on(visit.network, _of_source, source) if source else visit.network


def _of_source(network: Network, source: str) -> Network:
    return subnetwork_of_sources(network, [source])


def form_of(visit: Visit, *, default_view: str = "guide") -> dict[str, Any]:
    """Return what the form of a tracing page shows: what was asked, and what may be."""
    return {
        "filters": filters_of(visit.given, default_view=default_view),
        "source_set": visit.given.name("source_set"),
        "form_of_gene": next(iter(visit.given.choices("form", FORMS)), ""),
        "known": {
            "kinds": list(KINDS), "certainties": list(CERTAINTIES), "forms": list(FORMS),
            "diagrams": [diagram.key for diagram in visit.network.diagrams][:500],
            "sources": [source.id for source in visit.network.sources][:500],
        },
    }  # fmt: skip


def source_note(visit: Visit) -> list[str]:
    """Return the line that a picture of some data sets alone shows under its title."""
    source = visit.given.name("source_set")
    return [f"Only what {source} states"] if source else []
