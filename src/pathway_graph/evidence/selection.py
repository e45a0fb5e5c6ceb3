"""Select claims by their context, and account for every claim that is left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from math import inf, isfinite
from typing import Any, Final, Literal

from pathway_graph.errors import QueryError, UnknownName, nearest
from pathway_graph.evidence.opposition import edges_of_diagrams
from pathway_graph.evidence.prepared import claims_about, links_to
from pathway_graph.evidence.words import support_rows
from pathway_graph.identifiers.lookup import resolve
from pathway_graph.model import Claim, Network, duration_in_days
from pathway_graph.model.arguments import require_word
from pathway_graph.model.border import refuses_bad_data
from pathway_graph.model.caching import cached_on
from pathway_graph.model.diagram_lookup import diagram_ids
from pathway_graph.model.experiments import DOSE_UNITS, ROUTES, SEXES, same_dose
from pathway_graph.model.statistics import count_all
from pathway_graph.model.synonyms import way_out
from pathway_graph.model.vocabulary import ASKED_VIEWS, ASPECTS, CERTAINTIES, STRUCTURAL
from pathway_graph.model.walk import distances
from pathway_graph.text.json_pieces import whole

Answer = Literal["yes", "no", "unknown"]
Test = tuple[str, Callable[[Claim], Answer]]
_AMOUNT: Final = re.compile(r"[+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?")
COURSES: Final = ("acute", "chronic")
WORDS: Final[dict[str, tuple[str, ...]]] = {
    "course": COURSES, "sex": tuple(SEXES), "route": tuple(ROUTES), "aspect": tuple(ASPECTS), "certainty": CERTAINTIES,
}  # fmt: skip
"""Fields of which a filter names one word, and the words."""


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """What claims must be about; an empty field asks nothing.

    Attributes:
        subject, object: Any name; a gene's stands for all its forms.
        species: A species.
        region: A region; its parts count as well (``hippocampus`` includes CA1 and the dentate gyrus).
        cell: A cell type, line or part.
        at_least, at_most: ISO 8601 durations of treatment, e.g. ``P14D``.
        course: ``acute`` or ``chronic``.
        condition: The background that a treatment meets.
        assay: What measured it.
        co_treatment: What is given besides.
        strain: Strain or line of the animals, in any case of letters, its words joined by blanks or hyphens.
        sex: One of `experiments.SEXES`.
        route: By which way it is given, one of `experiments.ROUTES`.
        dose: Amount and unit, e.g. ``10 mg/kg``; the same amount in another unit is the same dose.
        aspect: One of `vocabulary.ASPECTS`.
        certainty: ``asserted``, ``one_study`` or ``hypothesis``.
        cascade: A diagram, by id or key: claims behind its edges, and behind what its data set holds against them.
        reference: A reference number, or ``source/number``.
        view: ``guide`` for what sources say, ``expanded`` for background statements as well.
    """

    subject: str = ""
    object: str = ""
    species: str = ""
    region: str = ""
    cell: str = ""
    at_least: str = ""
    at_most: str = ""
    course: str = ""
    condition: str = ""
    assay: str = ""
    co_treatment: str = ""
    strain: str = ""
    sex: str = ""
    route: str = ""
    dose: str = ""
    aspect: str = ""
    certainty: str = ""
    cascade: str = ""
    reference: str = ""
    view: Literal["guide", "expanded"] = "guide"


@dataclass(frozen=True)
class Selection:
    """Claims that pass a filter, and what became of the others.

    Attributes:
        network: Where they were selected.
        kept: Claims that state all that was asked for.
        unknown: Claims that pass all they state, and what they do not state.
        left_out: How many claims say something else, by the first thing that differs.
    """

    network: Network = field(repr=False, hash=False)
    kept: tuple[Claim, ...]
    unknown: tuple[tuple[Claim, tuple[str, ...]], ...]
    left_out: dict[str, int] = field(hash=False)

    @property
    def total(self) -> int:
        """How many claims there are."""
        return len(self.kept) + len(self.unknown) + sum(self.left_out.values())

    @refuses_bad_data
    def to_dict(self) -> dict[str, Any]:
        """Return the selection as plain data."""
        found: dict[str, Any] = whole(self.streamed())
        return found

    def streamed(self) -> dict[str, Any]:
        """Return what `to_dict` does, its long lists as iterators, each made when `json_pieces` reads it."""
        unknown = support_rows(self.network, (claim.id for claim, _ in self.unknown))
        return {
            "claims": support_rows(self.network, (claim.id for claim in self.kept)),
            "unknown": (
                {**row, "not_stated": list(missing)} for row, (_, missing) in zip(unknown, self.unknown, strict=True)
            ),
            "left_out": self.left_out,
        }

    @refuses_bad_data
    def claim_rows(self) -> list[dict[str, Any]]:
        """Return a row for each claim (`CLAIM_COLUMNS` and ``not_stated``); what is unknown comes last."""
        return list(self.streamed_rows())

    def streamed_rows(self) -> Iterator[dict[str, Any]]:
        """Yield the rows of `claim_rows` one by one."""
        found = self.streamed()
        yield from ({**row, "not_stated": []} for row in found["claims"])
        yield from found["unknown"]


@refuses_bad_data
def select_claims(network: Network, wanted: ClaimFilter) -> Selection:
    """Select the claims that *wanted* describes.

    A claim that does not state something asked for is neither kept nor dropped: it is listed as unknown.

    Raises:
        UnknownName, AmbiguousName: A name of the filter means nothing, or several things; or there is no such view.
        QueryError: A duration, dose, course, sex, route, aspect or reference cannot be read.
        WrongArgument: The filter's view is none.

    >>> from pathway_graph.formats.native import read_guide
    >>> found = select_claims(read_guide(), ClaimFilter(object="BDNF", course="acute"))
    >>> [claim.id for claim in found.kept], found.left_out["course"]
    (['T2.4'], 2)
    """
    require_word("view", wanted.view, ASKED_VIEWS)
    tests = list(_tests(network, wanted))
    kept: list[Claim] = []
    unknown: list[tuple[Claim, tuple[str, ...]]] = []
    left_out: Counter[str] = Counter()
    candidates, others = _candidates(network, wanted)
    left_out.update(others)
    for claim in candidates:
        answers = [(name, test(claim)) for name, test in tests]
        differs = next((name for name, answer in answers if answer == "no"), None)
        missing = tuple(name for name, answer in answers if answer == "unknown")
        if differs is not None:
            left_out[differs] += 1
        elif missing:
            unknown.append((claim, missing))
        else:
            kept.append(claim)
    order = [name for name, _ in tests]
    counts = {name: left_out[name] for name in sorted(+left_out, key=order.index)}
    return Selection(network, tuple(kept), tuple(unknown), counts)


def _candidates(network: Network, wanted: ClaimFilter) -> tuple[Sequence[Claim], dict[str, int]]:
    """Return the claims that *wanted* may let through, and how many others there are, by the first that differs.

    Where a subject or an object is asked for, claims about that are looked at alone, and the others counted.
    """
    name = "subject" if wanted.subject else "object" if wanted.object else ""
    if not name:
        return network.claims, {}
    ends = {entity.id for entity in resolve(network, getattr(wanted, name))}
    some = [claim for claim in claims_about(network, ends) if getattr(claim, name) in ends]
    counts = cached_on(network, count_all)
    other = counts["claims"] + counts["background_statements"] - len(some)
    silent = counts["background_statements"] - sum(claim.view == "background" for claim in some)
    return some, {"background": silent, name: other - silent} if wanted.view == "guide" else {name: other}


def parts_of_region(network: Network, region: str) -> set[str]:
    """Return the entities that *region* means, with all their parts, and parts of parts.

    >>> from pathway_graph.formats.native import read_guide
    >>> sorted(parts_of_region(read_guide(), "hippocampus"))
    ['an:CA1', 'an:DG', 'an:GCL', 'an:hippocampus']
    """

    def parts(whole: str) -> Iterator[str]:
        return (part for relation, part in links_to(network, whole) if STRUCTURAL[relation][0] in ("part_of", "is_a"))

    return set(distances((entity.id for entity in resolve(network, region)), parts))


def _tests(network: Network, wanted: ClaimFilter) -> Iterator[Test]:
    require_word("view", wanted.view, ASKED_VIEWS)
    if wanted.view == "guide":
        yield "background", lambda claim: "yes" if claim.view == "guide" else "no"
    for name in ("subject", "object"):
        if given := getattr(wanted, name):
            yield name, _among({entity.id for entity in resolve(network, given)}, name)
    if wanted.cascade:
        yield "cascade", _shown(network, wanted.cascade)
    if wanted.reference:
        yield "reference", _cites(network, wanted.reference)
    for name in ("species", "region", "cell", "condition", "assay", "co_treatment"):
        if given := getattr(wanted, name):
            yield name, _among(parts_of_region(network, given), name)
    for name, known in WORDS.items():
        if given := getattr(wanted, name):
            yield name, _word(name, given, known)
    if wanted.strain:
        yield "strain", _strain(wanted.strain)
    if wanted.dose:
        yield "dose", _dose(wanted.dose)
    for name in ("at_least", "at_most"):
        if given := getattr(wanted, name):
            yield "duration", _length(given, at_least=name == "at_least")


def _among(known: set[str], name: str) -> Callable[[Claim], Answer]:
    def test(claim: Claim) -> Answer:
        stated: str | tuple[str, ...] = getattr(claim, name)
        if not stated:
            # a claim without a condition speaks of the untreated, one without a co-treatment of none: neither is silent
            is_said = name in ("condition", "co_treatment") or (name == "region" and claim.cell)
            return "no" if is_said else "unknown"
        return "no" if known.isdisjoint([stated] if isinstance(stated, str) else stated) else "yes"

    return test


def _strain(given: str) -> Callable[[Claim], Answer]:
    wanted = _strain_spelt(given)

    def test(claim: Claim) -> Answer:
        return "unknown" if not claim.strain else "yes" if _strain_spelt(claim.strain) == wanted else "no"

    return test


def _strain_spelt(name: str) -> str:
    """Return a strain as all ways to write it: what joins two words is one blank, as in Sprague-Dawley.

    Hyphens elsewhere tell strains apart: those of ``Bdnf -/-`` and of numbers.
    """
    return re.sub(r"(?<=[^\W\d_])[\s_\u2010-\u2013-]+(?=[^\W\d_])", " ", name.strip().casefold())


def _dose(given: str) -> Callable[[Claim], Answer]:
    amount, _, unit = given.strip().partition(" ")
    unit = unit.strip().replace("\u03bc", "\u00b5")  # the Greek letter, for the micro sign
    wanted = (float(amount), unit) if _AMOUNT.fullmatch(amount) else (inf, unit)
    if unit not in DOSE_UNITS or not isfinite(wanted[0]):
        raise QueryError(
            f"{given!r} is no dose",
            hint=f"write an amount and a unit, as in '10 mg/kg'; units: {', '.join(DOSE_UNITS)}",
        )

    def test(claim: Claim) -> Answer:
        same = None if claim.dose is None else same_dose(wanted, (claim.dose, claim.dose_unit))
        return "unknown" if same is None else "yes" if same else "no"

    return test


def _shown(network: Network, name: str) -> Callable[[Claim], Answer]:
    shown = edges_of_diagrams(network, diagram_ids(network, [name]))
    claims = {claim for edge in shown for claim in network.edge[edge].claims}
    return lambda claim: "yes" if claim.id in claims else "no"


def _cites(network: Network, reference: str) -> Callable[[Claim], Answer]:
    source, _, number = reference.rpartition("/")
    known = {entry.id for entry in network.references if not source or entry.source == source}
    if not number.isdigit() or not any(entry.endswith(f"/{number}") for entry in known):
        numbers = [entry.rpartition("/")[2] for entry in sorted(known)]
        ordered = sorted(set(numbers), key=int)
        hint = "" if numbers else "no data set here has a list of references"
        raise UnknownName("reference", reference, nearest(number, numbers), known=ordered, hint=hint)
    wanted = int(number)

    def test(claim: Claim) -> Answer:
        return "yes" if wanted in claim.citations and (not source or claim.source == source) else "no"

    return test


def _word(name: str, given: str, known: tuple[str, ...]) -> Callable[[Claim], Answer]:
    if given not in known:
        hint = way_out(name, given, known) or f"it is one of {', '.join(known)}"
        raise QueryError(f"no {name} is {given!r}", hint=hint)

    def test(claim: Claim) -> Answer:
        stated = getattr(claim, name)
        return "unknown" if not stated else "yes" if stated == given else "no"

    return test


def _length(given: str, *, at_least: bool) -> Callable[[Claim], Answer]:
    try:
        limit = duration_in_days(given)
    except (TypeError, ValueError) as error:
        hint = "write P21D (21 days), P3W (3 weeks) or PT4H (4 hours)"
        raise QueryError(f"{given!r} is not an ISO 8601 duration", hint=hint) from error

    def test(claim: Claim) -> Answer:
        days = claim.duration_days
        if days is None:
            return "unknown"
        return "yes" if (days >= limit if at_least else days <= limit) else "no"

    return test
