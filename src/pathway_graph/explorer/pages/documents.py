"""Claims by what they state, one by itself, and the publications that stand behind them."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from pathway_graph.errors import UnknownName, nearest
from pathway_graph.evidence import context, sentence, support
from pathway_graph.evidence.retractions import notices_of
from pathway_graph.evidence.selection import ClaimFilter, select_claims
from pathway_graph.evidence.words import CLAIM_COLUMNS
from pathway_graph.explorer import claims as told
from pathway_graph.explorer.links import outside, work_links
from pathway_graph.explorer.tables import Column, columns_of
from pathway_graph.explorer.visit import Visit
from pathway_graph.model import Claim
from pathway_graph.model.vocabulary import ASKED_VIEWS, CERTAINTIES

CLAIMS = (
    *columns_of(("claim", "says", "sign", "context", "certainty", "citations", "publications"), **told.CLAIM_KINDS),
    Column("data_set", kind="source"), Column("reference", kind="link"),
)  # fmt: skip
_UNKNOWN = columns_of(("claim", "says", "sign", "context", "not_stated"), **told.CLAIM_KINDS)
ASKED = (
    "subject", "object", "species", "region", "cell", "at_least", "at_most", "course", "condition", "assay",
    "co_treatment", "strain", "sex", "route", "dose", "aspect", "certainty", "cascade", "reference",
)  # fmt: skip
_FIRST = ("subject", "object", "species", "region", "certainty")
_NAMES = ("subject", "object", "condition", "assay", "co_treatment")
WORKS = (
    Column("publication", kind="works"), Column("title", kind="long"), Column("authors", kind="long"),
    Column("year", kind="number"), Column("status"), Column("notice"), Column("claims", kind="number"),
    Column("links", "outside", kind="link"), Column("data_set", kind="source"),
)  # fmt: skip


def claims(visit: Visit) -> Response:
    """List claims by what they state, and account for those that are left out."""
    given = visit.given
    asked = {name: given.name(name) for name in ASKED}
    view, source = given.one_of("view", ASKED_VIEWS), given.name("source_set")

    def work() -> dict[str, Any]:
        found = select_claims(visit.network, ClaimFilter(view=view, **asked))  # type: ignore[arg-type]
        known = [one.id for one in visit.network.sources]
        if source and source not in known:
            raise UnknownName("data set", source, nearest(source, known), known=known)
        kept = [claim for claim in found.kept if source in ("", claim.source)]
        unknown = [(claim, missing) for claim, missing in found.unknown if source in ("", claim.source)]
        reasons = [f"{count:,} by {reason.replace('_', ' ')}" for reason, count in found.left_out.items()]
        others = len(found.kept) + len(found.unknown) - len(kept) - len(unknown)
        reasons += [f"{others:,} of other data sets"] if others else []
        missing = {claim.id: list(words) for claim, words in unknown}
        silent = told.claim_rows(visit.network, [claim for claim, _ in unknown], not_stated=missing)
        return {
            "claims": visit.table("Claims", CLAIMS, told.claim_rows(visit.network, kept)),
            "unknown": visit.table("Unknown: they do not state all that was asked for", _UNKNOWN, silent, key="u"),
            "left_out": f"left out of {len(visit.network.claims):,}: {', '.join(reasons) or 'none'}",
        }  # fmt: skip

    more = [name for name in ASKED if name not in _FIRST]
    return visit.answer(
        "claims.html", "Claims", work, *_NAMES, asked=asked, view=view, source_set=source, views=ASKED_VIEWS,
        certainties=CERTAINTIES, sources=[one.id for one in visit.network.sources][:500],
        more=more, more_used=any(asked[name] for name in more),
    )  # fmt: skip


def claim(visit: Visit) -> Response:
    """Show all that a claim states, what it rests on, and what else is said of the same two."""
    name = visit.given.name("id")
    found = visit.network.claim.get(name)
    if found is None:
        return _missing(visit, "claim", name, [one.id for one in visit.network.claims])
    row = support(visit.network, [name])[0]
    others = told.beside(visit.network, found)
    works = [
        {"id": work.id, "title": work.title, "status": work.status, "links": work_links(work.doi, work.pmid)}
        for work in told.works_behind(visit.network, found)
    ]
    return visit.show(
        "claim.html", title=f"Claim {name}", claim=found, row=row, says=sentence(visit.network, found),
        context=context(visit.network, found), facts=told.facts(visit.network, found), works=works,
        reference=outside(found.reference), name=visit.network.name,
        printed=_printed(visit, found), edges=[edge.id for edge in told.edges_of(visit.network, found)],
        others=visit.table("Other claims about the same two", CLAIMS, told.claim_rows(visit.network, others)),
        restates=[one for one in (*found.restates, *found.inferred_from) if one in visit.network.claim],
    )  # fmt: skip


def _printed(visit: Visit, claim: Claim) -> list[str]:
    """Return the printed entries that a claim cites."""
    numbers = set(claim.citations)
    return [
        f"[{entry.number}] {entry.text}"
        for entry in visit.network.references
        if entry.source == claim.source and entry.number in numbers
    ]


def publications(visit: Visit) -> Response:
    """List the publications that stand behind claims."""
    return visit.show(
        "publications.html", title="Publications",
        works=visit.table("Publications", WORKS, told.work_rows(visit.network)),
    )  # fmt: skip


def publication(visit: Visit) -> Response:
    """Show a publication, where to read it, and the claims it stands behind."""
    name = visit.given.name("id")
    found = next((one for one in visit.network.publications if one.id == name), None)
    if found is None:
        return _missing(visit, "publication", name, [one.id for one in visit.network.publications])
    rows = [visit.network.claim[one] for one in found.claims if one in visit.network.claim]
    columns = columns_of(CLAIM_COLUMNS, **told.CLAIM_KINDS)
    return visit.show(
        "publication.html", title=found.title or f"Publication {name}", work=found,
        links=work_links(found.doi, found.pmid), notice=notices_of(visit.network).get(name),
        notice_link=outside(f"doi:{found.notice_doi}") if found.notice_doi else "",
        claims=visit.table("Claims it stands behind", columns, told.claim_rows(visit.network, rows)),
    )  # fmt: skip


def _missing(visit: Visit, what: str, name: str, known: list[str]) -> Response:
    error = UnknownName(what, name, nearest(name, known) if len(known) < 20_000 else ())
    wrong = visit.wrong(error)
    return visit.show("error.html", status=404, title=f"No such {what}", message=wrong.message, again="", wrong=wrong)
