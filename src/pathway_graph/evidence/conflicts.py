"""Find claims that contradict or strain each other, and say which differences of context would explain it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from pathway_graph.evidence.circumstances import differences, in_order
from pathway_graph.evidence.findings import Finding, sorted_ids
from pathway_graph.evidence.findings import in_order as findings_in_order
from pathway_graph.evidence.measured import Measured, is_measurement, measurements, measurements_under
from pathway_graph.evidence.onwards import nearest_measured
from pathway_graph.evidence.opposites import Conflict, opposites
from pathway_graph.evidence.prepared import claims_about
from pathway_graph.evidence.related import related_objects
from pathway_graph.evidence.standing import VERBS, standing_findings, standing_of
from pathway_graph.evidence.weight import weigh
from pathway_graph.evidence.words import support
from pathway_graph.evidence.works import retracted_claims
from pathway_graph.identifiers.lookup import resolve
from pathway_graph.model import Claim, Edge, Network, Tension
from pathway_graph.model.arguments import require_word
from pathway_graph.model.border import refuses_bad_data
from pathway_graph.model.caching import cached_on
from pathway_graph.model.vocabulary import ASKED_VIEWS, RELATIONS
from pathway_graph.text.json_pieces import whole


@dataclass(frozen=True)
class Conflicts:
    """What does not fit in a network, or about one entity.

    Attributes:
        conflicts: Claims about one subject, object and aspect that do not agree, the weightiest first; last those that
            speak of two actions, at other sites or by other mechanisms.
        findings: What the other rules noticed, by rule, the weightiest of each first.
        tensions: What a curator noticed.
        retracted: Claims that were left out, for every work behind them was retracted.
        count_retracted: Whether such claims count.
    """

    network: Network = field(repr=False, hash=False)
    conflicts: tuple[Conflict, ...]
    findings: tuple[Finding, ...]
    tensions: tuple[Tension, ...]
    retracted: tuple[str, ...] = ()
    count_retracted: bool = False

    def summary(self) -> dict[str, int]:
        """Return how many there are of each sort; sorts of which there is none are left out.

        >>> from pathway_graph.formats.native import read_guide
        >>> find_conflicts(read_guide(), "pCREB").summary()["opposite-signs"]
        1
        """
        counts: Counter[str] = Counter()
        for conflict in self.conflicts:
            counts["opposite-signs" if conflict.has_opposite_signs else "sign-against-no-effect"] += 1
            counts["unexplained"] += not (conflict.is_explained or conflict.is_apparent)
            counts["two-actions"] += conflict.is_apparent
        counts.update(finding.rule for finding in self.findings)
        counts["tensions"] = len(self.tensions)
        return {name: count for name, count in counts.items() if count}

    @refuses_bad_data
    def to_dict(self) -> dict[str, Any]:
        """Return the conflicts as plain data."""
        found: dict[str, Any] = whole(self.streamed())
        return found

    def streamed(self) -> dict[str, Any]:
        """Return what `to_dict` does, its long lists as iterators, each made when `json_pieces` reads it."""
        return {
            "summary": self.summary(),
            "conflicts": map(self.plain, self.conflicts),
            "findings": (finding.to_dict() for finding in self.findings),
            "tensions": [_tension(tension) for tension in self.tensions],
            "retracted": list(self.retracted),
        }

    def plain(self, conflict: Conflict) -> dict[str, Any]:
        """Return one of the conflicts as plain data."""
        return {
            "subject": conflict.subject,
            "object": conflict.object,
            "aspect": conflict.aspect,
            "is_explained": conflict.is_explained,
            "is_apparent": conflict.is_apparent,
            "score": conflict.score,
            "said": conflict.said(self.network),
            "raising": support(self.network, conflict.raising),
            "lowering": support(self.network, conflict.lowering),
            "unchanged": support(self.network, conflict.unchanged),
            "weight_raising": conflict.weight_raising.to_dict(),
            "weight_lowering": conflict.weight_lowering.to_dict(),
            "weight_unchanged": conflict.weight_unchanged.to_dict(),
            "pairs": [
                {
                    "raises": pair.raises,
                    "lowers": pair.lowers,
                    "unchanged": pair.unchanged,
                    "differs": list(pair.differs),
                    "not_stated": list(pair.not_stated),
                    "annotated": dict(pair.annotated),
                    "is_explained": bool(pair.differs),
                }
                for pair in conflict.pairs
            ],
        }


@refuses_bad_data
def find_conflicts(
    network: Network,
    name: str | None = None,
    *,
    view: Literal["guide", "expanded"] = "expanded",
    without: Iterable[str] = (),
    count_retracted: bool = False,
) -> Conflicts:
    """Find what contradicts or strains what; of one entity or of the whole network.

    Args:
        network: Where to look.
        name: Any name of an entity; all its forms count, as subject and as object. Not given: everything.
        view: ``expanded`` also compares measurements over background edges, ``guide`` over the sources' own only.
        without: Works to leave out of the weights, see `pathway_graph.evidence.weight.weigh`.
        count_retracted: Let claims count of which every work was retracted; by default no conflict and no finding
            rests on one.

    Raises:
        UnknownName, AmbiguousName: *name* means nothing, or several things; or there is no such view.

    >>> from pathway_graph.formats.native import read_guide
    >>> (conflict,) = find_conflicts(read_guide(), "pCREB").conflicts
    >>> conflict.raising, conflict.lowering
    (('P30', 'P31', 'T2.3'), ('T2.2',))
    """
    require_word("view", view, ASKED_VIEWS)
    wanted = {entity.id for entity in resolve(network, name)} if name is not None else None
    gone = frozenset() if count_retracted else retracted_claims(network)
    measured = standing_of(_relevant(network, wanted), gone)
    about = _about(network, wanted)
    findings = [
        *related_objects(network, measured),
        *standing_findings(network, wanted, gone),
        *_routes(network, measured, view, gone),
    ]
    return Conflicts(
        network,
        opposites(network, wanted, tuple(without), None if count_retracted else gone),
        _weightiest_first(
            network,
            findings_in_order(one for one in findings if about(one.claims) and gone.isdisjoint(one.claims)),
            tuple(without),
            count_retracted,
        ),
        tuple(tension for tension in network.tensions if about(tension.claims)),
        tuple(sorted(name for name in gone if about([name]))),
        count_retracted,
    )


def _weightiest_first(
    network: Network, findings: tuple[Finding, ...], without: tuple[str, ...], count_retracted: bool
) -> tuple[Finding, ...]:
    """Return findings, already by rule, with those of each rule by what is behind their claims together."""
    weight = {one: weigh(network, one.claims, without=without, count_retracted=count_retracted).score
              for one in findings}  # fmt: skip
    rank = {rule: place for place, rule in enumerate(dict.fromkeys(one.rule for one in findings))}
    return tuple(sorted(findings, key=lambda one: (rank[one.rule], -weight[one])))


def _about(network: Network, wanted: set[str] | None) -> Callable[[Iterable[str]], bool]:
    def test(claims: Iterable[str]) -> bool:
        return wanted is None or any(
            wanted & {network.claim[name].subject, network.claim[name].object} for name in claims
        )

    return test


def _relevant(network: Network, wanted: set[str] | None) -> Measured:
    """Return the measurements under each subject that has to do with what is asked for."""
    if wanted is None:
        return cached_on(network, measurements)
    about = claims_about(network, wanted)
    subjects = wanted | {claim.subject for claim in about if is_measurement(network, claim)}
    return measurements_under(network, subjects)


def _routes(network: Network, measured: Measured, view: str, gone: frozenset[str]) -> Iterator[Finding]:
    """Yield causal routes between two entities measured under one subject whose sign the measurements contradict."""
    for subject, objects in measured.items():
        starts = [start for start, sides in objects.items() if len(objects) > 1 and (sides[1] or sides[-1])]
        for start, end, sign, route in nearest_measured(network, subject, starts, objects, view, gone):
            for side in (1, -1):
                implied = side * sign
                first, against = objects[start][side], [*objects[end][-implied], *objects[end][0]]
                if first and against:
                    agreeing = [*objects[start][-side], *objects[start][0]], objects[end][implied]
                    yield _contradicted(network, subject, route(), first, against, agreeing)


def _contradicted(
    network: Network,
    subject: str,
    route: tuple[Edge, ...],
    first: list[Claim],
    against: list[Claim],
    otherwise: tuple[list[Claim], list[Claim]],
) -> Finding:
    """Tell one; *otherwise* are claims that the start changed another way, or not, and that the end did as implied."""
    start, end = route[0].source, route[-1].target
    hops = "; ".join(
        f"{network.name(e.source)} {RELATIONS[e.relation].phrase} {network.name(e.target)}"
        f"{' (background)' if e.view == 'background' else ''}"
        for e in route
    )
    parts = [{*differences(a, b)[0], *(["aspect"] if a.aspect != b.aspect else [])} for a in first for b in against]
    explained = in_order(set.intersection(*parts))  # what differs whichever two are compared
    divided, agrees = (
        f" (though also the other way: {', '.join(sorted_ids(some))})" if some else "" for some in otherwise
    )
    verbs = " and ".join(dict.fromkeys(VERBS[claim.sign] for claim in against))
    return Finding(
        "route-against-measurement",
        f"{network.name(subject)} {VERBS[first[0].sign]} {network.name(start)}{divided}, and {hops}; "
        f"yet it {verbs} {network.name(end)}{agrees}",
        sorted_ids([*first, *against]),
        (),
        (start, end),
        explained,
    )


def _tension(tension: Tension) -> dict[str, Any]:
    return {
        "id": tension.id,
        "claims": list(tension.claims),
        "what": tension.what,
        "reading": tension.reading,
        "handling": tension.handling,
        "found_by": tension.found_by,
        "why_no_rule": tension.why_no_rule,
    }
