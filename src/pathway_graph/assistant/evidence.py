"""Tools about what does not agree, and about what a text says: conflicts, contrast, verify."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from pathway_graph.assistant.asking import AskedView, Limit, Offset, OptionalName, Retracted
from pathway_graph.assistant.cards import MOST_OF_ROW, cards, page
from pathway_graph.assistant.marking import data, shown
from pathway_graph.assistant.results import (
    ClaimVerdict,
    Contrasted,
    ContrastLine,
    DisagreementRow,
    Disagreements,
    SentenceRow,
    Verified,
)
from pathway_graph.assistant.session import Session
from pathway_graph.evidence.checking import Checked
from pathway_graph.evidence.checking import verify as verify_text
from pathway_graph.evidence.checking.check import MOST_CHARACTERS
from pathway_graph.evidence.conflicts import Conflicts, find_conflicts
from pathway_graph.evidence.contexts import Context
from pathway_graph.evidence.contrast import contrast as contrast_contexts
from pathway_graph.model.stopping import go_on
from pathway_graph.text.counts import how_many


def conflicts(
    session: Session, name: OptionalName = "", view: AskedView = "expanded", include_retracted: Retracted = False,
    limit: Limit = 20, offset: Offset = 0,
) -> Disagreements:  # fmt: skip
    """Show claims that contradict or strain each other, of one entity or of everything, the weightiest first.

    They stand side by side and are never averaged; what differs in their contexts, and may explain it, is told.
    Findings of other rules and notes of curators follow.
    """
    network = session.network()
    found = find_conflicts(network, name or None, view=view, count_retracted=include_retracted)
    go_on()
    asked = {"name": name, "view": view, "include_retracted": include_retracted}
    some, cut = page(list(_rows(found)), offset, limit, "conflicts", asked, "disagreements")
    made, rest = cards(network, (claim for row in some for claim in row.claims))
    about = f" about {data(name)}" if name else ""
    notes = [f"Left out, for every work behind them was retracted: {', '.join(map(data, found.retracted[:20]))}."]
    return Disagreements(
        summary=f"{how_many(len(found.conflicts), 'conflict')}, {how_many(len(found.findings), 'finding')} of "
        f"other rules and {how_many(len(found.tensions), 'note')} of curators{about}.",
        counts=found.summary(), rows=some, claims=made, claims_without_card=rest, cut=cut,
        notes=notes if found.retracted and not include_retracted else [],
    )  # fmt: skip


def _rows(found: Conflicts) -> Iterator[DisagreementRow]:
    name = found.network.name
    for one in found.conflicts:
        differs = list(dict.fromkeys(part for pair in one.pairs for part in pair.differs))
        raising, lowering, unchanged = (list(s[:MOST_OF_ROW]) for s in (one.raising, one.lowering, one.unchanged))
        about = f"{name(one.subject)} on {name(one.object)}" + (f", {one.aspect}" if one.aspect else "")
        yield DisagreementRow(
            "conflict", shown(about), shown(one.said(found.network)), raising, lowering, unchanged,
            [*raising, *lowering, *unchanged], differs, one.is_explained,
        )  # fmt: skip
    for finding in found.findings:
        plain = finding.to_dict()
        yield DisagreementRow(
            "finding", finding.rule, shown(finding.message), [], [], [], list(finding.claims[:MOST_OF_ROW]),
            list(plain["explained_by"]), bool(plain["explained_by"]),
        )  # fmt: skip
    for tension in found.tensions:
        said = f"{tension.what} {tension.reading} {tension.handling}".strip()
        yield DisagreementRow(
            "note of a curator", tension.id, shown(said, 800), [], [], [], list(tension.claims[:MOST_OF_ROW]), [], False
        )


Where = Annotated[
    str,
    Field(min_length=1, max_length=200, description="A context: species, region, cell, condition, acute, chronic, "
          "P21D, a dose such as 10 mg/kg; several with commas"),
]  # fmt: skip


def contrast(
    session: Session, first: Where, second: Where, about: OptionalName = "", include_retracted: Retracted = False,
    limit: Limit = 20, offset: Offset = 0,
) -> Contrasted:  # fmt: skip
    """Compare what claims say in two contexts: what differs, what agrees, what only one states, what explains it."""
    network = session.network()
    found = contrast_contexts(network, first, second, about=about or None, count_retracted=include_retracted)
    go_on()
    asked = {"first": first, "second": second, "about": about, "include_retracted": include_retracted}
    some, cut = page(found.rows, offset, limit, "contrast", asked)
    rows = [
        ContrastLine(
            shown(network.name(row.subject)), shown(network.name(row.object)), row.aspect, row.verdict,
            list(row.first), list(row.second), list(row.first_claims[:MOST_OF_ROW]),
            list(row.second_claims[:MOST_OF_ROW]), [" with ".join(parts) for parts in row.explained_by[:10]],
        )
        for row in some
    ]  # fmt: skip
    made, rest = cards(network, (claim for row in rows for claim in (*row.first_claims, *row.second_claims)))
    notes = []
    if found.stated_by_neither and found.rows:
        notes.append(f"Stated in neither: {', '.join(found.stated_by_neither)}.")
    return Contrasted(
        summary=f"{how_many(len(found.rows), 'effect')} in {data(first)} or {data(second)}; "
        f"{how_many(found.count('differ'), 'differs', 'differ')}.",
        first=_said(found.first), second=_said(found.second), rows=rows, claims=made, claims_without_card=rest,
        cut=cut, notes=notes,
    )  # fmt: skip


def _said(context: Context) -> str:
    return shown(f"{context.name}: {context.meaning}; {how_many(len(context.claims), 'claim')}")


Draft = Annotated[
    str,
    Field(min_length=1, max_length=MOST_CHARACTERS, description="Text whose sentences name claims in brackets, e.g. "
          "'Imipramine raises BDNF (P38).'"),
]  # fmt: skip


def verify(session: Session, text: Draft, limit: Limit = 100, offset: Offset = 0) -> Verified:
    """Check a text sentence by sentence against the claims that it names in brackets, before you give it to anybody.

    carried: subject, object and direction agree with every claim named. opposite: a claim says the opposite. not
    carried: no claim is named, or one about something else, or a retracted one. not decided: a person has to read it.
    Write one statement a sentence: who raises, lowers or does not change what.
    """
    network = session.network()
    found = verify_text(network, text)
    go_on()
    some, cut = page(found.sentences, offset, limit, "verify", {"text": text}, "sentences")
    rows = [_sentence(one) for one in some]
    made, rest = cards(
        network, (claim for row in rows for claim in (*(c.claim for c in row.claims), *row.against, *row.would_carry))
    )
    counted = ", ".join(f"{count} {verdict}" for verdict, count in found.summary().items())
    return Verified(
        summary=f"{how_many(len(found.sentences), 'sentence')}: {counted}.", counts=found.summary(), rows=rows,
        claims=made, claims_without_card=rest, cut=cut,
    )  # fmt: skip


def _sentence(one: Checked) -> SentenceRow:
    claims = [
        ClaimVerdict(
            claim.claim, claim.verdict, shown(claim.why), shown(claim.context), claim.certainty,
            [shown(work) for work in claim.retracted_works[:5]],
        )
        for claim in one.claims[:MOST_OF_ROW]
    ]  # fmt: skip
    return SentenceRow(
        shown(one.text, 2_000), one.verdict, shown(one.why, 1_000), claims, [shown(name) for name in one.unknown[:20]],
        list(one.against[:MOST_OF_ROW]), list(one.would_carry[:MOST_OF_ROW]),
    )  # fmt: skip
