"""What is shown of one thing: plain frozen data, which `show` fills and a terminal or a program prints."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier of a thing, of something near it (*note* says what the difference is), and where it leads."""

    curie: str
    link: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """Another thing that a card names: its identifier, kind and name."""

    id: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Influence:
    """What claims say of one thing at the other end.

    Attributes:
        id, name: The other end.
        claims: Those claims, sorted.
        studies, score: Independent studies behind them and their weight, see `pathway_graph.evidence.weight.weigh`.
        certainty: The best of the claims.
        is_background: No source says it: it was added to complete a picture.
        against: Claims that state the opposite, or that nothing changes, between the same two.
        forms: The forms of a gene that they are about, if it has several.
    """

    id: str
    name: str
    claims: tuple[str, ...]
    studies: int
    score: float
    certainty: str
    is_background: bool
    against: int = 0
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """A publication: its key, how sure it is that it is the study meant, what was said of it later, and its text."""

    id: str
    status: str
    text: str
    link: str = ""
    notice: str = ""


class _Plain:
    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the card as plain data; ``card`` says which one it is."""
        return {"card": _WORDS[type(self).__name__], **_plain(asdict(self))}  # type: ignore[call-overload]


@dataclass(frozen=True, slots=True)
class EntityCard(_Plain):
    """An entity, or a gene with all its forms.

    Attributes:
        name, kind: Of the form that stands for all, by which the card is headed.
        names: Other names.
        identifiers: Those of all forms.
        forms: The forms of the gene; the entity alone where it is none.
        links: Structural links: words, and the other end.
        raised_by, lowered_by, acted_on_by, unchanged_by: What claims say that does so to it, the weightiest first.
        raises, lowers, acts_on, leaves_unchanged: What it does, likewise.
        on_itself: Claims of an effect between its own forms, or of it on itself.
        other_claims: Claims about it that state no effect: where it is, what it is part of.
        retracted: Claims about it that are left out of all this, for every work behind them was retracted.
        conflicts: How many pairs of its claims contradict each other, other findings and notes of curators counted in.
        diagrams, works, sources: Diagrams it stands in; publications behind its claims; data sets with their claims.
        note: What its curator says of it.
        remark: What it was read as, where something else is called so too.
        also: What else bears the name, as the end of a command.
    """

    asked: str
    name: str
    kind: str
    names: tuple[str, ...]
    identifiers: tuple[Identifier, ...]
    forms: tuple[Named, ...]
    links: tuple[tuple[str, Named], ...]
    raised_by: tuple[Influence, ...]
    lowered_by: tuple[Influence, ...]
    acted_on_by: tuple[Influence, ...]
    unchanged_by: tuple[Influence, ...]
    raises: tuple[Influence, ...]
    lowers: tuple[Influence, ...]
    acts_on: tuple[Influence, ...]
    leaves_unchanged: tuple[Influence, ...]
    claims: int
    other_claims: int
    retracted: tuple[str, ...]
    conflicts: int
    diagrams: tuple[Named, ...]
    works: tuple[Work, ...]
    sources: tuple[tuple[str, int], ...]
    note: str = ""
    remark: str = ""
    also: tuple[str, ...] = ()
    on_itself: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimCard(_Plain):
    """A claim: what it says, in which context, how surely, on whose word, and what speaks against it."""

    id: str
    says: str
    subject: Named
    relation: str
    object: Named
    sign: int | None
    aspect: str
    context: str
    certainty: str
    view: str
    source: str
    place: str
    citations: tuple[str, ...]
    works: tuple[Work, ...]
    reference: str
    is_retracted: bool
    restates: tuple[str, ...]
    inferred_from: tuple[str, ...]
    against: tuple[str, ...]
    diagrams: tuple[Named, ...]
    note: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DataSetCard(_Plain):
    """A data set: what it is, how to cite it, and what it holds."""

    id: str
    title: str
    version: str
    citation: str
    license: str
    entities: int
    claims: int
    background: int
    references: int
    works: int
    diagrams: tuple[Named, ...]
    most_about: tuple[tuple[str, int], ...]
    note: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DiagramCard(_Plain):
    """A diagram: what it shows, and on which claims that rests."""

    id: str
    key: str
    title: str
    kind: str
    caption: str
    source: str
    nodes: tuple[Named, ...]
    edges: int
    hypotheses: int
    background: int
    claims: tuple[str, ...]
    works: tuple[Work, ...]
    note: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PublicationCard(_Plain):
    """A publication or a printed entry: what it is, how surely, what was said of it later, what rests on it."""

    id: str
    title: str
    status: str
    authors: str
    journal: str
    year: int | None
    pages: str
    identifiers: tuple[Identifier, ...]
    notice: str
    source: str
    claims: tuple[tuple[str, str], ...]
    verification: str = ""
    also: tuple[str, ...] = ()


Card = EntityCard | ClaimCard | DataSetCard | DiagramCard | PublicationCard
"""What `show` returns."""
_WORDS = {
    "EntityCard": "entity", "ClaimCard": "claim", "DataSetCard": "data-set", "DiagramCard": "diagram",
    "PublicationCard": "publication",
}  # fmt: skip


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, tuple | list) else value
