"""Count what a network holds: entities, claims, references, protocols, diagrams."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any, Final

from pathway_graph.model import Claim, Diagram, Edge, Network, Reference
from pathway_graph.model.border import refuses_bad_data
from pathway_graph.model.caching import cached_on
from pathway_graph.model.signs import sign_text


@refuses_bad_data
def statistics(network: Network) -> dict[str, Any]:
    """Return counts of everything in *network*, as plain data in a fixed order.

    ``claims`` are what the sources say; ``background_statements`` were added to complete diagrams; ``notices`` are
    entries of lists of retracted works, which are no publications behind claims.

    >>> from pathway_graph.formats.native import read_guide
    >>> counts = statistics(read_guide())
    >>> counts["claims"], counts["entities"], counts["citation_marks"]
    (119, 216, 53)
    """
    return cached_on(network, count_all)


def count_all(network: Network) -> dict[str, Any]:
    """Work out the counts of `statistics`."""
    claims = [claim for claim in network.claims if claim.view == "guide"]
    works = [one for one in network.publications if one.claims or not one.notice]  # others are entries of a list
    return {
        "sources": [{"id": source.id, "title": source.title, "version": source.version} for source in network.sources],
        "entities": len(network.entities),
        "entities_by_view": _count(map(_VIEW, network.entities)),
        "entities_by_kind": _count(map(_KIND, network.entities)),
        "entities_with_identifier": sum(bool(entity.curie) for entity in network.entities),
        "claims": len(claims),
        "claims_by_kind": _count(map(_KIND, claims)),
        "claims_by_certainty": _count(map(attrgetter("certainty"), claims)),
        "claims_by_sign": _by_sign(claims),
        "claims_from_tables": sum(claim.table is not None for claim in claims),
        "claims_without_citation": sum(not claim.citations for claim in claims),
        "table_rows": len({(claim.source, claim.table, claim.row) for claim in claims if claim.table}),
        "background_statements": len(network.claims) - len(claims),
        "edges": len(network.edges),
        "edges_by_view": _count(map(_VIEW, network.edges)),
        "edges_by_sign": _by_sign(network.edges),
        "references": len(network.references),
        "references_by_kind": _count(reference.entry_kind for reference in network.references),
        "citation_marks": sum(map(citation_marks, network.references)),
        "publications": len(works),
        "publications_by_status": _count(publication.status for publication in works),
        "notices": len(network.publications) - len(works),
        "tensions": len(network.tensions),
        "protocols": len(network.protocols),
        "steps": sum(len(protocol.steps) for protocol in network.protocols),
        "steps_by_protocol": {protocol.id: len(protocol.steps) for protocol in network.protocols},
        "diagrams": len(network.diagrams),
        "by_diagram": {diagram.id: _diagram(network, diagram) for diagram in network.diagrams},
    }


def citation_marks(reference: Reference) -> int:
    """Return how often the text cites *reference*, from lines such as ``19 x2, 23``.

    >>> citation_marks(Reference(1, "An entry", cited_at="19 x2, 23, 27"))
    4
    """
    marks = 0
    for place in filter(None, (part.strip() for part in reference.cited_at.split(","))):
        times = re.search(r" x(\d+)$", place)
        marks += int(times[1]) if times else 1
    return marks


def _count(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))


_VIEW: Final = attrgetter("view")
_KIND: Final = attrgetter("kind")
_RELATION: Final = attrgetter("relation")


def _by_sign(items: Sequence[Claim | Edge]) -> dict[str, int]:
    """Count items by their sign, which is looked up for the first of each relation."""
    first = {item.relation: item for item in reversed(items)}
    found: Counter[str] = Counter()
    for relation, count in Counter(map(_RELATION, items)).items():
        found[sign_text(first[relation].sign)] += count
    return dict(sorted(found.items()))


def _diagram(network: Network, diagram: Diagram) -> dict[str, Any]:
    cited = {claim for edge in diagram.edges for claim in edge.claims}
    selections = {
        "core": lambda item: item.layer == "core",
        "guide_core_and_chronic": lambda item: item.view == "guide" and item.layer != "detail",
        "guide": lambda item: item.view == "guide",
        "all": lambda item: True,
    }
    return {
        "key": diagram.key,
        "title": diagram.title,
        "claims": sum(network.claim[claim].view == "guide" for claim in cited if claim in network.claim),
        **{
            name: {
                "nodes": sum(map(wanted, diagram.nodes)),
                "edges": sum(map(wanted, diagram.edges)),
            }
            for name, wanted in selections.items()
        },
    }
