"""Of a database that is not copied: what works that were retracted carry, worked out of the claims that may fall."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from pathway_graph.evidence.retractions import notices_of
from pathway_graph.model import Claim, Network
from pathway_graph.model.network import PARTS
from pathway_graph.stores.from_rows import from_records
from pathway_graph.stores.records import NodeRow, Records
from pathway_graph.stores.server.counted import OURS

PICK_CLAIMS: Final = f"UNWIND $ids AS i MATCH (c:Statement {{id: i}}) WHERE {OURS} RETURN labels(c), properties(c)"
_MAY_FALL: Final = (
    f"MATCH (c:Statement) WHERE {OURS} AND (c.id IN $ids OR c.reference IS NOT NULL OR c.inferred_from IS NOT NULL) "
    "RETURN labels(c), properties(c)"
)


def with_claims_that_may_fall(network: Network, fetch: Callable[..., Iterator[Sequence[Any]]]) -> Network:
    """Return *network*, which has no claims, with those that a retracted work may carry; as it is where none was."""
    notices = notices_of(network)
    if not any(notice.word == "retracted" for notice in notices.values()):
        return network
    backed = {claim for one in network.publications if one.id in notices for claim in one.claims}
    claims = {claim.id: claim for claim in claims_of(fetch(_MAY_FALL, ids=sorted(backed)))}
    grounds = {one for claim in claims.values() for one in claim.inferred_from} - claims.keys()
    if grounds:
        claims |= {claim.id: claim for claim in claims_of(fetch(PICK_CLAIMS, ids=sorted(grounds)))}
    parts = {part: getattr(network, part) for part in PARTS}
    return Network(**parts | {"claims": tuple(claims[key] for key in sorted(claims))})


def claims_of(rows: Iterable[Sequence[Any]]) -> list[Claim]:
    """Return the claims of rows of labels and properties."""
    found = []
    for labels, properties in rows:
        if "Statement" in labels:
            found.append(NodeRow(("Statement",), properties.pop("id"), properties))
    return list(from_records(Records(found, [])).claims)
