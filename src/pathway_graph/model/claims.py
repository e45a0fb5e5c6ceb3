"""Claims: who changes what, in which context, on whose word; and the edges derived from them."""

import re
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Annotated, Any, Final

from pathway_graph.errors import InputError, Problem, did_you_mean, nearest
from pathway_graph.model.attributes import ATTRIBUTE as ATTRIBUTE
from pathway_graph.model.attributes import AttributeValue, have_same_types
from pathway_graph.model.attributes import attributes_of as attributes_of
from pathway_graph.model.declaration import About, documented
from pathway_graph.model.experiments import DOSE_UNITS, ROUTES, SEXES, STATISTICS
from pathway_graph.model.vocabulary import (
    ASPECTS,
    CERTAINTIES,
    CLAIM_KINDS,
    NOT_SPECIFIED,
    REFERENCE_STATUS,
    REGIMENS,
    RELATIONS,
    VIEWS,
    Certainty,
    Sign,
    View,
)


@documented
@dataclass(frozen=True, slots=True)
class Claim:
    """One statement: who changes what, in which context, on whose word."""

    id: Annotated[str, About("unique in a store", "id", example="P38")]
    subject: Annotated[str, About("who acts (source of the edge)", "id", refers="entities", example="chem:imipramine")]
    relation: Annotated[str, About("what it does; fixes the sign", words=RELATIONS, example="increases")]
    object: Annotated[str, About("what it acts on (target of the edge)", "id", refers="entities", example="prot:BDNF")]
    statement: Annotated[str, About("the claim in a sentence of your own")] = ""
    kind: Annotated[str, About("what sort of claim (default causal)", words=CLAIM_KINDS)] = "causal"
    aspect: Annotated[str, About("what of the object changes", words=ASPECTS, example="expression")] = ""
    measure: Annotated[str, About("what was measured, in more words", example="BrdU+ cell count")] = ""
    effect_percent: Annotated[
        float | None, About("size of the change, percent of the untreated value", example="-16")
    ] = None
    statistic: Annotated[
        str, About("kind of the statistical figure", words=STATISTICS, example="p-value", by_name=True)
    ] = ""
    statistic_value: Annotated[float | None, About("value of that figure", example="0.003", by_name=True)] = None
    sample_size: Annotated[int | None, About("animals, patients or samples in a group", example="8", by_name=True)] = (
        None
    )
    assay: Annotated[
        str, About("assay that measured it", "id", refers="entities", example="assay:WB", context="assay", by_name=True)
    ] = ""
    mechanism: Annotated[str, About("by what means")] = ""
    site: Annotated[str, About("residue or place the claim is limited to", example="Ser133")] = ""
    species: Annotated[
        str, About("species; empty if not stated", "id", refers="entities", example="sp:rat", context="species")
    ] = ""
    strain: Annotated[
        str, About("strain or line of the animals", example="Sprague-Dawley", context="strain", by_name=True)
    ] = ""
    sex: Annotated[
        str, About("sex of the animals or patients", words=SEXES, example="male", context="sex", by_name=True)
    ] = ""
    region: Annotated[
        str, About("brain region or organ", "id", refers="entities", example="an:hippocampus", context="tissue")
    ] = ""
    cell: Annotated[
        str, About("cell type, line or part", "id", refers="entities", example="ct:astrocyte", context="tissue")
    ] = ""
    duration: Annotated[
        str,
        About("ISO 8601, or 'not specified' where the source says so", "duration", example="P21D", context="duration"),
    ] = ""
    regimen: Annotated[
        str,
        About("the source's word for the length of treatment", words=REGIMENS, example="chronic", context="duration"),
    ] = ""
    dose: Annotated[
        float | None,
        About("amount that is given of the subject, in dose_unit", example="10", context="dose", by_name=True),
    ] = None
    dose_unit: Annotated[
        str, About("unit of the dose", words=DOSE_UNITS, example="mg/kg", context="dose", by_name=True)
    ] = ""
    route: Annotated[
        str, About("by which way it is given", words=ROUTES, example="intraperitoneal", context="route", by_name=True)
    ] = ""
    co_treatment: Annotated[
        tuple[str, ...], About("what is given besides", "id", refers="entities", context="co-treatment")
    ] = ()
    condition: Annotated[
        str,
        About(
            "the background that the treatment meets",
            "id",
            refers="entities",
            example="cond:stress",
            context="baseline",
        ),
    ] = ""
    condition_effect: Annotated[
        Sign | None, About("what the condition by itself does to the object; 0 direction not given", example="-1")
    ] = None
    direction: Annotated[str, About("the source's own word for the change", example="reduction")] = ""
    certainty: Annotated[Certainty, About("how sure the source is (default asserted)", words=CERTAINTIES)] = "asserted"
    qualifier: Annotated[str, About("wording that weakens or narrows it", example="at least in part")] = ""
    citations: Annotated[tuple[int, ...], About("reference numbers as printed", example="[10, 11]")] = ()
    restates: Annotated[tuple[str, ...], About("claims it repeats", "id", refers="claims")] = ()
    section: Annotated[str, About("part of the source")] = ""
    table: Annotated[int | None, About("table of the source")] = None
    row: Annotated[int | None, About("row of that table, from 1")] = None
    lines: Annotated[str, About("lines of the source", example="60")] = ""
    bel: Annotated[str, About("the claim as a BEL 2 statement")] = ""
    view: Annotated[View, About("background: added to complete a picture (default guide)", words=VIEWS)] = "guide"
    reference: Annotated[str, About("what a background statement rests on", example="reactome:R-HSA-163615")] = ""
    reference_status: Annotated[str, About("how far that was looked up", words=REFERENCE_STATUS)] = ""
    inferred_from: Annotated[
        tuple[str, ...],
        About(
            "claims an inferred statement follows from; it is no surer than they are",
            "id",
            refers="claims",
            example="[P39, P40]",
        ),
    ] = ()
    note: Annotated[str, About("what a reader should know")] = ""
    attributes: Annotated[
        tuple[tuple[str, AttributeValue], ...],
        About("what a resource says of it and no other field holds: names and typed values", example="{score: 0.61}"),
    ] = ()
    source: Annotated[str, About("data set it belongs to", by_hand=False)] = ""

    def __eq__(self, other: Any) -> bool:
        """Whether all fields are equal, those of attributes in their types too: 1, 1.0 and True are three values."""
        if not isinstance(other, Claim):
            return NotImplemented
        return bool(_VALUES(self) == _VALUES(other) and have_same_types(self.attributes, other.attributes))

    @property
    def sign(self) -> Sign | None:
        """+1, -1, 0 (direction not stated) or None (not causal), given by the relation."""
        try:
            return RELATIONS[self.relation].sign
        except KeyError:
            raise _unknown_relation(f"claims {self.id!r}", self.relation) from None

    @property
    def duration_days(self) -> float | None:
        """Length of treatment in days, or None where it is not stated."""
        return duration_in_days(self.duration) if self.duration not in ("", NOT_SPECIFIED) else None

    @property
    def course(self) -> str:
        """``acute`` or ``chronic`` as the regimen's wording says; empty where it is silent."""
        return REGIMENS.get(self.regimen, "")


_VALUES: Final = attrgetter(*(item.name for item in fields(Claim)))


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation between two entities, derived from claims (source -> target).

    Attributes:
        claims: Every claim that says it, sorted; empty for a structural link.
        site: Residue or place, where all its claims name the same.
        mechanism: Mechanism, where all its claims name the same.
        view: ``guide`` if any claim of a source says it, or it links two things that sources name; else ``background``.
        certainty: The best of its claims: ``asserted``, ``one_study``, ``hypothesis``; of such a link ``asserted``.
        structural: A link of an entity to its parent, be it that claims say the same.
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
        try:
            return RELATIONS[self.relation].sign
        except KeyError:
            raise _unknown_relation(f"edges {self.id!r}", self.relation) from None


def _unknown_relation(where: str, relation: str) -> InputError:
    near = nearest(str(relation), RELATIONS)
    hint = did_you_mean(near) if near else ""
    return InputError([Problem(where, 0, f"relation {relation!r} is unknown", hint)])


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
