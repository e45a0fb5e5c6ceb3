"""Cards of claims: what stands behind every statement of an answer, bounded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, TypeVar

from pathway_graph.assistant.marking import shown
from pathway_graph.assistant.shapes import ClaimCard, Cut, HopRow, Next, Word
from pathway_graph.evidence.measured import NULL
from pathway_graph.evidence.words import support
from pathway_graph.evidence.works import retracted_claims
from pathway_graph.model import Claim, Edge, Network, Publication
from pathway_graph.model.caching import cached_on

MOST_CARDS: Final = 40
"""Cards in one answer; further claims are named."""
MOST_NAMED: Final = 200
"""Claims that are named without a card."""
MOST_OF_ROW: Final = 25
"""Claims that one row names."""
_TITLE: Final = 160
MOST_REPEATED: Final = 300
"""Characters of an argument that is told back in the call for the rest."""
T = TypeVar("T")


def cards(network: Network, claims: Iterable[str], most: int = MOST_CARDS) -> tuple[list[ClaimCard], list[str]]:
    """Return the cards of claims, in their order, and the identifiers of those beyond *most*."""
    names = [name for name in dict.fromkeys(claims) if name in network.claim]
    gone = retracted_claims(network)
    found = []
    for row in support(network, names[:most]):
        claim = network.claim[row["claim"]]
        found.append(
            ClaimCard(
                id=claim.id, says=shown(row["says"]), subject=shown(network.name(claim.subject)),
                relation=claim.relation, object=shown(network.name(claim.object)), sign=claim.sign,
                found=_found(claim), context=shown(row["context"]), certainty=claim.certainty, view=claim.view,
                publications=[shown(_work(network, one)) for one in row["publications"][:10]],
                citations=[shown(one) for one in row["citations"][:10]], reference=shown(claim.reference),
                source=claim.source, place=_place(claim), is_retracted=claim.id in gone, note=shown(claim.note),
            )
        )  # fmt: skip
    return found, names[most : most + MOST_NAMED]


def _work(network: Network, told: str) -> str:
    """Return a publication, told as ``S06 (verified)``, with what it is found by."""
    one = cached_on(network, _publications).get(told.partition(" ")[0])
    if one is None:
        return told
    first = one.authors.partition(",")[0].partition(";")[0].strip()
    named = " ".join(filter(None, (first, str(one.year or ""))))
    found = [f"doi:{one.doi}" if one.doi else "", f"pubmed:{one.pmid}" if one.pmid else ""]
    told_all = [one.title[:_TITLE], named, one.journal, *found]
    return f"{told}: {', '.join(filter(None, told_all))}" if any(told_all) else told


def _publications(network: Network) -> dict[str, Publication]:
    return {one.id: one for one in network.publications}


def _found(claim: Claim) -> Word:
    if claim.relation == NULL:
        return "no effect"
    if claim.sign is None:
        return "not causal"
    return {1: "raised", -1: "lowered"}.get(claim.sign, "changed, direction not stated")  # type: ignore[return-value]


def _place(claim: Claim) -> str:
    parts = [claim.section, f"Table {claim.table}, row {claim.row}" if claim.table else "",
             f"lines {claim.lines}" if claim.lines else ""]  # fmt: skip
    return shown(", ".join(filter(None, parts)))


def hop(network: Network, edge: Edge) -> HopRow:
    """Return an edge as a step of a route."""
    return HopRow(
        edge.source, shown(network.name(edge.source)), edge.relation, edge.target, shown(network.name(edge.target)),
        edge.sign, edge.certainty, edge.view, list(edge.claims[:MOST_OF_ROW]),
    )  # fmt: skip


def arguments_of(given: dict[str, object]) -> dict[str, Any]:
    """Return the arguments of a call out of its names, for the call that gives the rest."""
    return {name: value for name, value in given.items() if name not in ("session", "limit", "offset")}


def page(
    rows: Sequence[T], offset: int, limit: int, tool: str, arguments: dict[str, object], what: str = "rows"
) -> tuple[list[T], list[Cut]]:
    """Return some rows, and how to get the rest where that is not all.

    >>> page("abcde", 2, 2, "find", {"name": "x"})[1][0].next.arguments
    {'name': 'x', 'limit': 2, 'offset': 4}
    """
    some = list(rows[offset : offset + limit])
    if len(some) == len(rows):
        return some, []
    after = offset + len(some)
    given = {key: value for key, value in arguments.items() if value not in (None, "", [], {}, False)}
    long = [key for key, value in given.items() if isinstance(value, str) and len(value) > MOST_REPEATED]
    brief = {key: value for key, value in given.items() if key not in long}
    following = Next(tool, {**brief, "limit": limit, "offset": after}, long) if after < len(rows) else None
    return some, [Cut(what, offset, len(some), len(rows), following)]
