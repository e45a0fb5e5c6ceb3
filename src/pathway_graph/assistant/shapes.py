"""The shapes of answers: frozen data whose JSON schema the client gets beside each tool; `results` has the rest."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from pathway_graph.assistant.marking import RULE
from pathway_graph.model.vocabulary import Certainty, View

Sign = Literal[-1, 0, 1] | None
NetSign = Literal["+1", "-1", "0", "ambiguous"]
Word = Literal["raised", "lowered", "no effect", "changed, direction not stated", "not causal"]


@dataclass(frozen=True, slots=True)
class ClaimCard:
    """One claim: what it says, where it holds, how sure it is, what stands behind it, and where it stands.

    Attributes:
        id: Cite it by this identifier.
        says: The claim in a sentence.
        found: What was found of the object.
        context: Species, place, dose, duration and so on; empty where none is stated.
        publications: Studies behind it, each with the status of that judgement (RETRACTED where it was), title, first
            author and year, DOI and PubMed number.
        citations: Numbers as printed, each with the verdict on it.
        source: The data set.
        place: Where in the source: section, table and row, lines.
        is_retracted: Every work behind it was retracted; it counts for nothing.
    """

    id: str
    says: str
    subject: str
    relation: str
    object: str
    sign: Sign
    found: Word
    context: str
    certainty: Certainty
    view: View
    publications: list[str]
    citations: list[str]
    reference: str
    source: str
    place: str
    is_retracted: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Next:
    """The call that gives what was cut off.

    Attributes:
        same: Arguments to repeat as they were given, which are too long to be told back.
    """

    tool: str
    arguments: dict[str, Any]
    same: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Cut:
    """How much of an answer this is.

    Attributes:
        what: What was cut.
        first: Place of the first that is shown, from 0.
        shown: How many are.
        total: How many there are; null where that is not known.
        next: The call for the rest; null where there is none.
    """

    what: str
    first: int
    shown: int
    total: int | None
    next: Next | None = None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What every answer has.

    Attributes:
        from_data: What to make of names and notes.
        summary: The answer in a sentence or two.
        claims: The claims that the rows name, as cards.
        claims_without_card: Further claims that they name; the tool `claims` gives their cards.
        notes: What a reader must know: what was left out, and why.
        cut: Where this is not all: what is missing, and how to get it.
    """

    from_data: str = RULE
    summary: str
    claims: list[ClaimCard] = field(default_factory=list)
    claims_without_card: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    cut: list[Cut] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class EntityRow:
    """An entity."""

    id: str
    name: str
    kind: str
    names: list[str]
    sources: list[str]


@dataclass(frozen=True, kw_only=True)
class Found(Answer):
    """Entities that a name means, or that have it in their names."""

    is_exact: bool
    rows: list[EntityRow]


@dataclass(frozen=True, slots=True)
class EntityCard:
    """What is known of an entity by itself.

    Attributes:
        identifiers: CURIEs, each with what it is of.
        links: Structural links to and from others.
    """

    id: str
    name: str
    kind: str
    names: list[str]
    identifiers: list[str]
    links: list[str]
    diagrams: list[str]
    note: str
    view: View
    sources: list[str]


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """Claims about one thing that do not agree, in short."""

    subject: str
    object: str
    aspect: str
    said: str
    claims: list[str]


@dataclass(frozen=True, kw_only=True)
class Described(Answer):
    """An entity with its forms, the claims about it, and what disagrees."""

    entities: list[EntityCard]
    conflicts: list[ConflictLine]


@dataclass(frozen=True, slots=True)
class HopRow:
    """One step of a route."""

    source: str
    source_name: str
    relation: str
    target: str
    target_name: str
    sign: Sign
    certainty: Certainty
    view: View
    claims: list[str]


@dataclass(frozen=True, slots=True)
class EndRow:
    """A regulator (upstream) or a target (downstream).

    Attributes:
        net_sign: The sign that all signed routes share; ambiguous where they disagree, 0 where none is signed.
        rests_on_hypothesis: Only a hypothesis connects it; it enters no net sign.
        route: The steps of its first route.
        claims: Claims of all its routes, the first 25.
    """

    id: str
    name: str
    kind: str
    net_sign: NetSign
    steps: int
    routes_positive: int
    routes_negative: int
    routes_unsigned: int
    rests_on_hypothesis: bool
    route: list[HopRow]
    claims: list[str]
    claims_total: int


@dataclass(frozen=True, kw_only=True)
class Traced(Answer):
    """What lies upstream or downstream."""

    entities: list[str]
    max_steps: int
    rows: list[EndRow]


@dataclass(frozen=True, slots=True)
class RouteRow:
    """A causal route, source first.

    Attributes:
        kind: asserted by sources, resting on a hypothesis, or needing background steps that no source states.
        score: Weight of the weakest step: independent studies, discounted.
        against: Claims against it: what was measured otherwise along it, or not found.
    """

    sign: Literal[-1, 0, 1]
    steps: int
    kind: Literal["asserted", "hypothesis", "background"]
    hops: list[HopRow]
    score: float | None = None
    against: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Routed(Answer):
    """Causal routes between two things.

    Attributes:
        net_sign: By kind of route; null where there is none of that kind.
        tested: What was tested of the one on the other itself.
        contradictions: What was measured of the source along the way, against what the routes need.
    """

    max_steps: int
    net_sign: dict[str, NetSign | None]
    tested: str = ""
    contradictions: list[str] = field(default_factory=list)
    rows: list[RouteRow]
