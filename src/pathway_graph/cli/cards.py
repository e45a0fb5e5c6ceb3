"""Cards as lines for a terminal: a label and what fits beside it; what is cut is counted, with its command."""

from __future__ import annotations

import shlex
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pathway_graph.look.cards import (
    Card,
    ClaimCard,
    DataSetCard,
    DiagramCard,
    EntityCard,
    Identifier,
    Influence,
    PublicationCard,
    Work,
)
from pathway_graph.model.signs import sign_text
from pathway_graph.text.counts import how_many, of_several

_LABEL: Final = 14
_LEAST: Final = 40


@dataclass(frozen=True)
class _Page:
    """How wide lines are, and whether anything is cut."""

    width: int
    everything: bool

    def text(self, label: str, text: str, most: int = 3) -> Iterator[str]:
        """Yield a text in at most so many lines beside its label."""
        if not text:
            return
        lines = _wrapped(text, self.width - _LABEL)
        if len(lines) > most and not self.everything:
            lines = [*lines[: most - 1], f"{lines[most - 1][: self.width - _LABEL - 2]} …"]
        yield from _labelled(label, lines)

    def entries(self, label: str, entries: Sequence[str], more: str = "", lines: int = 2) -> Iterator[str]:
        """Yield as many whole entries as fit into so many lines, and the count of the rest with its command."""
        if not entries:
            return
        room = self.width - _LABEL
        for count in range(len(entries), 0, -1):
            left = len(entries) - count
            text = "; ".join(entries[:count])
            if left:
                text += f"; and {left:,} more" + (f": {more}" if more else "")
            found = _wrapped(text, room)
            if self.everything or len(found) <= lines or count == 1:
                break
        yield from _labelled(label, found)


def _wrapped(text: str, width: int) -> list[str]:
    """Return lines broken between words alone: an identifier or an address stays whole, to be copied."""
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)


def _labelled(label: str, lines: Iterable[str]) -> Iterator[str]:
    for place, line in enumerate(lines):
        yield f"{'' if place else label:{_LABEL}}{line}"


def card_lines(card: Card, *, everything: bool = False) -> Iterator[str]:
    """Yield the lines of a card, as wide as the terminal.

    Args:
        card: From `pathway_graph.look.show`.
        everything: Cut nothing.
    """
    width = shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 100
    lines: Callable[[Any, _Page], Iterator[str]] = _WRITERS[type(card).__name__]
    return lines(card, _Page(max(width, _LEAST), everything))


def _entity(card: EntityCard, page: _Page) -> Iterator[str]:
    name = shlex.quote(card.asked)
    claims = f"pathway-graph claims --view expanded --{{}} {name}"
    yield f"{card.name} — {card.kind}, {how_many(card.claims, 'claim')}"
    yield from page.entries("names", [one for one in card.names if one != card.name], lines=1)
    yield from page.entries("identifiers", [_identifier(one) for one in card.identifiers if not one.note], _all(name))
    if len(card.forms) > 1:
        yield from page.entries("forms", [f"{one.name} ({one.id})" for one in card.forms], _all(name))
    elif card.forms[0].id != card.name:
        yield from page.entries("id", [card.forms[0].id])
    yield from page.entries("links", [f"{words} {end.name}" for words, end in card.links], _all(name), 1)
    for label, some, end in (
        ("raised by", card.raised_by, "object"), ("lowered by", card.lowered_by, "object"),
        ("acted on by", card.acted_on_by, "object"), ("unchanged by", card.unchanged_by, "object"),
        ("raises", card.raises, "subject"), ("lowers", card.lowers, "subject"), ("acts on", card.acts_on, "subject"),
        ("leaves as is", card.leaves_unchanged, "subject"),
    ):  # fmt: skip
        yield from page.entries(label, [_influence(one) for one in some], claims.format(end))
    itself = f"pathway-graph claims --view expanded --subject {name} --object {name}"
    yield from page.entries("on itself", card.on_itself, itself, 1)
    if card.retracted:
        yield from page.entries("retracted", card.retracted, "pathway-graph retractions", 1)
    if card.conflicts:
        yield from page.text("conflicts", f"{card.conflicts:,}: pathway-graph conflicts {name}")
    yield from page.entries("diagrams", [f"{one.id} {one.name}" for one in card.diagrams], _all(name), 1)
    yield from page.entries("publications", list(map(_work, card.works)), f"pathway-graph cite {name}")
    yield from page.entries(
        "data sets", [f"{source} ({count:,})" for source, count in card.sources], "pathway-graph sources", 1
    )
    yield from page.text("note", card.note, 2)


def _all(name: str) -> str:
    return f"pathway-graph show {name} --all"


def _identifier(one: Identifier) -> str:
    return f"{one.curie} {one.link}".strip() + (f" ({one.note})" if one.note else "")


def _influence(one: Influence) -> str:
    """Return ``name (claims/studies)`` with the marks of what is no plain statement."""
    marks = [how_many(len(one.claims), "claim")]
    marks += ["bg"] if one.is_background else []
    marks += ["hyp."] if one.certainty == "hypothesis" else []
    return f"{one.name} ({', '.join(marks)}){'!' if one.against else ''}"


def _work(one: Work) -> str:
    notice = f", {one.notice.upper()}" if one.notice else ""
    return f"{one.text} [{one.status}{notice}]"


def _claim(card: ClaimCard, page: _Page) -> Iterator[str]:
    retracted = " — RETRACTED: every work behind it was" if card.is_retracted else ""
    yield f"{card.id} — claim of {card.source}{retracted}"
    yield from page.text("says", card.says, 4)
    ends = f"{card.subject.name} ({card.subject.id}) {card.relation} {card.object.name} ({card.object.id})"
    yield from page.text("edge", ends)
    sign = "" if card.sign is None else f"sign {sign_text(card.sign)}"
    yield from page.text("what", ", ".join(filter(None, (sign, card.aspect, card.certainty, _view(card.view)))))
    yield from page.text("context", card.context or "none is stated")
    yield from page.text("stands in", card.place)
    yield from page.entries("cites", card.citations)
    yield from page.text("rests on", card.reference)
    yield from page.entries("publications", list(map(_work, card.works)), f"pathway-graph cite --claims {card.id}")
    yield from page.entries("restates", card.restates)
    yield from page.entries("inferred from", card.inferred_from)
    yield from page.entries("against it", card.against, f"pathway-graph conflicts {card.object.id}")
    yield from page.entries("diagrams", [f"{one.id} {one.name}" for one in card.diagrams])
    yield from page.text("note", card.note)


def _view(view: str) -> str:
    return "background, which no source states" if view == "background" else ""


def _data_set(card: DataSetCard, page: _Page) -> Iterator[str]:
    yield f"{card.id} — data set{f', version {card.version}' if card.version else ''}"
    yield from page.text("title", card.title)
    yield from page.text("cite as", card.citation, 4)
    yield from page.text("licence", card.license)
    counts = [
        of_several(count, what)
        for what, count in (
            ("entities", card.entities), ("claims", card.claims), ("background statements", card.background),
            ("printed references", card.references), ("publications", card.works),
        )
        if count
    ]  # fmt: skip
    yield from page.text("holds", ", ".join(counts) or "nothing")
    yield from page.entries("most about", [f"{name} ({count:,})" for name, count in card.most_about])
    more = f"pathway-graph find {shlex.quote(card.id)} --kind Diagram"
    yield from page.entries("diagrams", [f"{one.id} {one.name}" for one in card.diagrams], more, 4)
    yield from page.text("note", card.note, 4)


def _diagram(card: DiagramCard, page: _Page) -> Iterator[str]:
    yield f"{card.id} ({card.key}) — {card.kind} of {card.source}"
    yield from page.text("title", card.title)
    yield from page.text("caption", card.caption)
    marks = [
        f"{count} {what}"
        for what, count in (("of background", card.background), ("hypothetical", card.hypotheses))
        if count
    ]
    apart = f" ({', '.join(marks)})" if marks else ""
    yield from page.text(
        "shows",
        f"{how_many(len(card.nodes), 'node')}, {how_many(card.edges, 'arrow')}{apart}, "
        f"{how_many(len(card.claims), 'claim')}",
    )
    more = f"pathway-graph show {shlex.quote(card.id)} --as diagram --all"
    yield from page.entries("nodes", [one.name for one in card.nodes], more, 4)
    yield from page.entries("claims", card.claims, more)
    yield from page.entries("publications", list(map(_work, card.works)), more)
    yield from page.text("draw", f"pathway-graph diagram {shlex.quote(card.id)} -o {card.key}.svg")
    yield from page.text("note", card.note)


def _publication(card: PublicationCard, page: _Page) -> Iterator[str]:
    yield f"{card.id} — {'' if card.status == 'printed entry' else 'publication, '}{card.status}, in {card.source}"
    yield from page.text("title", card.title)
    yield from page.text("authors", card.authors)
    yield from page.text("in", ", ".join(filter(None, (card.journal, str(card.year or ""), card.pages))))
    yield from page.entries("identifiers", [_identifier(one) for one in card.identifiers])
    yield from page.text("notice", card.notice)
    yield from page.entries(
        "claims", [f"{name} {says.rstrip('.')}" for name, says in card.claims], _all(shlex.quote(card.id)), 8
    )
    yield from page.text("looked up", card.verification)


_WRITERS: Final[dict[str, Callable[[Any, _Page], Iterator[str]]]] = {
    "EntityCard": _entity, "ClaimCard": _claim, "DataSetCard": _data_set, "DiagramCard": _diagram,
    "PublicationCard": _publication,
}  # fmt: skip
