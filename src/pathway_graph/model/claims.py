"""Claims: who changes what, in which context, on whose word; and the edges derived from them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pathway_graph.model.vocabulary import NOT_SPECIFIED, REGIMENS, RELATIONS, Certainty, Sign, View


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement: who changes what, in which context, on whose word.

    Attributes:
        id: Unique in a store.
        subject: Entity that acts (source).
        relation: One of `vocabulary.RELATIONS`; it fixes the sign.
        object: Entity acted on (target).
        statement: The claim in a sentence of the curator's own.
        kind: One of `vocabulary.CLAIM_KINDS`.
        aspect: What of the object changes, one of `vocabulary.ASPECTS`.
        measure: What was measured, in more words than *aspect*.
        effect_percent: Size of the change in percent of the untreated value, signed; None if not given.
        mechanism: By what means.
        site: Residue or place the claim is limited to, e.g. ``Ser133`` or an entity identifier.
        species, region, cell: Entities of the context; empty if not stated.
        duration: ISO 8601 duration of treatment, ``not specified`` where the source says so, empty if silent.
        regimen: One of `vocabulary.REGIMENS`, or empty.
        co_treatment: Entities given besides.
        condition: Entity that is the background the treatment meets.
        condition_effect: What the condition by itself does to the object: -1, 0 (direction not given), +1, None.
        direction: The source's own word for the change.
        certainty: ``asserted``, ``one_study`` or ``hypothesis``.
        qualifier: Wording that weakens or narrows the claim.
        citations: Reference numbers as printed in the source.
        restates: Claims it repeats.
        section: Part of the source.
        table, row: Table and row of the source, from 1; None for prose.
        lines: Lines of the source.
        bel: The claim as a BEL 2 statement.
        view: ``guide`` for what the source says, ``background`` for what was added to complete a diagram.
        reference: What a background statement rests on: a CURIE or a work.
        reference_status: One of `vocabulary.REFERENCE_STATUS`, or empty.
        inferred_from: Claims that an inferred statement follows from; it is no surer than any of them.
        note: What a reader should know.
        source: Data set it belongs to.
    """

    id: str
    subject: str
    relation: str
    object: str
    statement: str = ""
    kind: str = "causal"
    aspect: str = ""
    measure: str = ""
    effect_percent: float | None = None
    mechanism: str = ""
    site: str = ""
    species: str = ""
    region: str = ""
    cell: str = ""
    duration: str = ""
    regimen: str = ""
    co_treatment: tuple[str, ...] = ()
    condition: str = ""
    condition_effect: Sign | None = None
    direction: str = ""
    certainty: Certainty = "asserted"
    qualifier: str = ""
    citations: tuple[int, ...] = ()
    restates: tuple[str, ...] = ()
    section: str = ""
    table: int | None = None
    row: int | None = None
    lines: str = ""
    bel: str = ""
    view: View = "guide"
    reference: str = ""
    reference_status: str = ""
    inferred_from: tuple[str, ...] = ()
    note: str = ""
    source: str = ""

    @property
    def sign(self) -> Sign | None:
        """+1, -1, 0 (direction not stated) or None (not causal), given by the relation."""
        return RELATIONS[self.relation].sign

    @property
    def duration_days(self) -> float | None:
        """Length of treatment in days, or None where it is not stated."""
        return duration_in_days(self.duration) if self.duration not in ("", NOT_SPECIFIED) else None

    @property
    def course(self) -> str:
        """``acute`` or ``chronic`` as the regimen's wording says; empty where it is silent."""
        return REGIMENS.get(self.regimen, "")


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation between two entities, derived from claims (source -> target).

    Attributes:
        claims: Every claim that says it, sorted; empty for a structural link.
        site: Residue or place, where all its claims name the same.
        mechanism: Mechanism, where all its claims name the same.
        view: ``guide`` if any claim of a source says it, else ``background``.
        certainty: The best of its claims: ``asserted``, ``one_study``, ``hypothesis``.
        structural: A link of an entity to its parent, not a claim.
        cascades: Diagrams that show it, sorted.
    """

    source: str
    relation: str
    target: str
    claims: tuple[str, ...] = ()
    site: str = ""
    mechanism: str = ""
    view: View = "guide"
    certainty: Certainty = "asserted"
    structural: bool = False
    cascades: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Key: ``source relation target``."""
        return f"{self.source} {self.relation} {self.target}"

    @property
    def sign(self) -> Sign | None:
        """+1, -1, 0 (direction not stated) or None (not causal), given by the relation."""
        return RELATIONS[self.relation].sign


_DURATION = re.compile(
    r"P(?=.)(?:(?P<W>\d+(?:\.\d+)?)W|(?:(?P<Y>\d+)Y)?(?:(?P<M>\d+)M)?(?:(?P<D>\d+(?:\.\d+)?)D)?"
    r"(?:T(?=.)(?:(?P<h>\d+(?:\.\d+)?)H)?(?:(?P<m>\d+)M)?(?:(?P<s>\d+)S)?)?)"
)
_DAYS = {"W": 7.0, "Y": 365.25, "M": 30.4375, "D": 1.0, "h": 1 / 24, "m": 1 / 1440, "s": 1 / 86400}


def duration_in_days(text: str) -> float:
    """Convert an ISO 8601 duration to days; a year counts 365.25 days, a month a twelfth of it.

    Raises:
        ValueError: *text* is not an ISO 8601 duration.

    >>> duration_in_days("P3W"), duration_in_days("P21D"), duration_in_days("PT12H")
    (21.0, 21.0, 0.5)
    """
    match = _DURATION.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not an ISO 8601 duration such as P21D, P3W or PT4H")
    return round(sum(float(value) * _DAYS[unit] for unit, value in match.groupdict().items() if value), 6)
