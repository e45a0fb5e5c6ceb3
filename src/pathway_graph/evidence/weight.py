"""Weigh evidence: count independent studies, not mentions, and give a simple score beside the count."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from pathway_graph.errors import UnknownName, nearest
from pathway_graph.evidence.printed import is_bare, plain_title
from pathway_graph.evidence.retractions import retracted_works
from pathway_graph.identifiers.lookup import resolve
from pathway_graph.model import Claim, Edge, Network, Publication, Reference
from pathway_graph.model.border import refuses_bad_data
from pathway_graph.model.caching import cached_on

STUDY_WEIGHTS: Final[dict[str, float]] = {
    "verified": 1.0,
    "cited": 0.5,
    "candidate": 0.5,
    "unknown": 0.25,
    "as cited": 0.25,
    "background": 0.25,
    "unresolved": 0.1,
    "uncited": 0.1,
}
"""What one study counts, by how surely it is the one behind the claim.

``verified``, ``cited``, ``candidate`` and ``unknown`` are the status of a publication; ``as cited`` is a printed work
that nobody has judged, ``unresolved`` one that was judged off-topic or is a bare link, ``background`` the reference of
a background statement, ``uncited`` the source's own word.
"""

HYPOTHESIS_FACTOR: Final = 0.25
"""A study whose claims are hypotheses only counts this much of its weight."""


@dataclass(frozen=True, slots=True)
class Study:
    """One independent voice: claims that rest on the same work.

    Attributes:
        works: Publications, printed references (``source/number``) or data sets that are or may be that work, sorted.
        status: A key of `STUDY_WEIGHTS`.
        claims: Claims that rest on it, sorted.
        weight: What it counts.
    """

    works: tuple[str, ...]
    status: str
    claims: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Weight:
    """How much stands behind some claims.

    Attributes:
        studies: Independent studies, weightiest first.
        mentions: Claims that say it; a source that repeats itself has several.
        left_out: Claims that rest on a work that was left out.
    """

    studies: tuple[Study, ...]
    mentions: int
    left_out: tuple[str, ...] = ()

    @property
    def score(self) -> float:
        """Sum of the studies' weights: 1 is one verified study."""
        return round(sum(study.weight for study in self.studies), 6)

    def count(self, status: str) -> int:
        """Return how many studies have that status."""
        return sum(study.status == status for study in self.studies)

    def to_dict(self) -> dict[str, Any]:
        """Return the weight as plain data."""
        return {
            "independent_studies": len(self.studies),
            "mentions": self.mentions,
            "score": self.score,
            "studies": [
                {"works": list(s.works), "status": s.status, "claims": list(s.claims), "weight": s.weight}
                for s in self.studies
            ],
            "left_out": list(self.left_out),
        }


@refuses_bad_data
def weigh(
    network: Network, claims: Iterable[str], *, without: Iterable[str] = (), count_retracted: bool = False
) -> Weight:
    """Count the independent studies behind *claims*, and weigh them.

    Each verified publication, each that a resource cites, and each printed work that nobody has judged, is a study.
    Claims are one study where they rest, or may rest, on one work: the same publication, candidates for the same
    claim, the same unresolved reference, two entries that are one article, or nothing but the word of one source.
    The score is the sum of `STUDY_WEIGHTS` over studies, times `HYPOTHESIS_FACTOR` where a study only has hypotheses.

    Args:
        network: Where the claims are.
        claims: Their identifiers.
        without: Works to leave out: publications, references as ``source/number``, or whole data sets. A claim that
            may rest on any of several works keeps the others; it is left out where none of them is left. What may be
            one work before may be one afterwards: to leave a work out never adds to the score.
        count_retracted: Count works that were retracted; by default they are left out likewise.

    Raises:
        UnknownName: A claim, or a work to leave out, is not there.

    >>> from pathway_graph.formats.native import read_guide
    >>> guide = read_guide()
    >>> both = weigh(guide, ["P24", "T2.1"])  # the table repeats the prose
    >>> len(both.studies), both.mentions, both.score
    (1, 2, 0.5)
    """
    excluded = frozenset(without)
    _require_works(network, excluded)
    retracted = frozenset() if count_retracted else retracted_works(network)
    excluded |= retracted
    basis = basis_of(network)
    groups = _Groups()
    left_out: list[str] = []
    counted: list[str] = []
    for name in dict.fromkeys(claims):
        claim = network.claim.get(name)
        if claim is None:
            raise UnknownName("claim", name, nearest(name, network.claim))
        studies = basis.of(claim)
        gone = claim.source in excluded
        remaining = [() if gone else basis.without(works, excluded) for _, works in studies]
        if not any(remaining) and retracted and not gone:  # it may rest on any other publication
            studies = basis.left(claim, excluded)
            remaining = [works for _, works in studies]
        (counted if any(remaining) else left_out).append(name)
        for (status, works), left in zip(studies, remaining, strict=True):
            groups.add(works, left, status, claim)
    return Weight(groups.studies(), len(counted), tuple(left_out))


@refuses_bad_data
def weigh_edges(
    network: Network, source: str, target: str, *, without: Iterable[str] = ()
) -> list[tuple[Edge, Weight]]:
    """Weigh every causal edge from *source* to *target*, and every null result, opposite signs each for itself.

    Args:
        network: Where to look.
        source: Any name; a gene stands for all its forms.
        target: Any name, likewise.
        without: As for `weigh`.

    Raises:
        UnknownName, AmbiguousName: A name means nothing, or several things.

    >>> from pathway_graph.formats.native import read_guide
    >>> [(edge.sign, weight.score) for edge, weight in weigh_edges(read_guide(), "imipramine", "pCREB")]
    [(-1, 1.0), (1, 0.5)]
    """
    excluded = tuple(without)
    starts = {entity.id for entity in resolve(network, source)}
    ends = {entity.id for entity in resolve(network, target)}
    found = [e for start in starts for e in network.outgoing.get(start, ()) if e.target in ends and e.claims]
    keys = (f"{start} leaves_unchanged {end}" for start in starts for end in ends)
    found += [network.edge[key] for key in keys if key in network.edge]
    edges = sorted(found, key=lambda edge: edge.id)
    return [(edge, weigh(network, edge.claims, without=excluded)) for edge in edges]


class Basis:
    """What each claim rests on."""

    def __init__(self, network: Network) -> None:
        self._publications: dict[str, list[Publication]] = {}
        for publication in network.publications:
            for claim in publication.claims:
                self._publications.setdefault(claim, []).append(publication)
        self._titled = {entry.id for entry in network.references if not is_bare(entry)}
        self._refuted = {
            (entry.id, claim)
            for entry in network.references
            for verdict in entry.verdicts
            for claim in verdict.claims
            if verdict.verdict != "supported"
        }
        self._first: dict[str, str] = {}
        self._same: dict[str, set[str]] = {}
        works = [one for one in network.publications if one.claims or not one.notice]  # others are a list of notices
        self._gather(works, lambda p: [p.doi.casefold(), p.pmid and f"pmid {p.pmid}", _title(p.title)])
        self._gather(network.references, lambda r: ["" if is_bare(r) else _title(r.text)])

    def _gather(self, works: Iterable[Any], keys: Callable[[Any], list[str]]) -> None:
        """Join works that share a key, directly or through others; the first of each group stands for it."""
        seen: dict[str, str] = {}
        place: dict[str, int] = {}
        for work in works:
            place[work.id] = len(place)
            own = [key for key in keys(work) if key]
            joined = sorted({self._first[seen[key]] for key in own if key in seen}, key=place.__getitem__)
            first = joined[0] if joined else work.id
            members = self._same.setdefault(first, set())
            for other in joined[1:]:
                members |= self._same.pop(other)
            members.add(work.id)
            self._first.update(dict.fromkeys(members if joined[1:] else (work.id,), first))
            for key in own:
                seen.setdefault(key, work.id)

    def of(self, claim: Claim) -> list[tuple[str, tuple[str, ...]]]:
        """Return the studies behind *claim*: the status of each, and the works of which it may be any."""
        behind = self._publications.get(claim.id, [])
        for status in ("verified", "cited", "candidate", "unknown"):
            works = sorted({self._first[p.id] for p in behind if p.status == status})
            if works and status in ("verified", "cited"):
                return [(status, (work,)) for work in works]
            if works:
                return [(status, tuple(works))]
        if claim.citations:
            cited = sorted({self._first.get(name, name) for name in (f"{claim.source}/{n}" for n in claim.citations)})
            usable = [name for name in cited if name in self._titled and not self._is_refuted(name, claim)]
            return [("as cited", (name,)) for name in usable] or [("unresolved", tuple(cited))]
        if claim.reference:
            return [("background", (claim.reference,))]
        return [("uncited", (claim.source,))]

    def _is_refuted(self, work: str, claim: Claim) -> bool:
        """Whether somebody judged that the work, under any of its numbers, does not support the claim."""
        return any((name, claim.id) in self._refuted for name in self._same.get(work, {work}))

    def without(self, works: tuple[str, ...], excluded: frozenset[str]) -> tuple[str, ...]:
        """Return what is left of the works that a study may be, where some are left out under any of their names."""
        return tuple(work for work in works if not excluded & self.names((work,))) if excluded else works

    def publications(self, claim: Claim) -> list[Publication]:
        """Return the publications that do, or may, stand behind *claim*."""
        return self._publications.get(claim.id, [])

    def left(self, claim: Claim, excluded: frozenset[str]) -> list[tuple[str, tuple[str, ...]]]:
        """Return the study that is left of *claim* without some works: it may rest on any other publication."""
        behind = [one for one in self.publications(claim) if not excluded & self.names((self._first[one.id],))]
        surest = min((list(STUDY_WEIGHTS).index(one.status) for one in behind), default=0)
        status = list(STUDY_WEIGHTS)[surest]
        works = sorted({self._first[one.id] for one in behind if one.status == status})
        return [(status, tuple(works))] if works else []

    def carriers(self, claim: Claim) -> set[str]:
        """Return the works that do, or may, stand behind *claim*; a claim with one of them left stands."""
        if behind := self.publications(claim):
            return {self._first[publication.id] for publication in behind}
        return {work for status, works in self.of(claim) if status in ("as cited", "background") for work in works}

    def firsts(self, names: Iterable[str]) -> set[str]:
        """Return the works that *names* are: of names of one work the first."""
        return {self._first.get(name, name) for name in names}

    def names(self, works: Iterable[str]) -> set[str]:
        """Return every name of *works*, duplicates included."""
        return {name for work in works for name in self._same.get(work, {work})}


def basis_of(network: Network) -> Basis:
    """Return what each claim of a network rests on, worked out once."""
    return cached_on(network, Basis)


def _title(text: str) -> str:
    plain = plain_title(text)
    return "" if text.startswith("(") or len(plain) < 12 else f"title {plain}"


class _Groups:
    """Joins claims that share a work, be it one that is left out: what may be one study stays one."""

    def __init__(self) -> None:
        self._next = 0
        self._of: dict[str, int] = {}
        self._members: dict[int, list[tuple[tuple[str, ...], tuple[str, ...], str, Claim]]] = {}

    def add(self, works: tuple[str, ...], left: tuple[str, ...], status: str, claim: Claim) -> None:
        joined = sorted({self._of[work] for work in works if work in self._of})
        number = joined[0] if joined else self._next
        self._next += 1
        members = self._members.setdefault(number, [])
        for other in joined[1:]:
            members += self._members.pop(other)
        members.append((works, left, status, claim))
        for each, *_ in members:
            self._of.update(dict.fromkeys(each, number))

    def studies(self) -> tuple[Study, ...]:
        found = []
        for joined in self._members.values():
            members = [(left, status, claim) for _, left, status, claim in joined if left]
            if not members:
                continue
            statuses = {status for _, status, _ in members}
            status = next(name for name in STUDY_WEIGHTS if name in statuses)  # the surest comes first
            only_guessed = all(claim.certainty == "hypothesis" for _, _, claim in members)
            found.append(
                Study(
                    tuple(sorted({work for works, _, _ in members for work in works})),
                    status,
                    tuple(sorted({claim.id for _, _, claim in members})),
                    STUDY_WEIGHTS[status] * (HYPOTHESIS_FACTOR if only_guessed else 1.0),
                )
            )
        return tuple(sorted(found, key=lambda study: (-study.weight, study.works)))


def _require_works(network: Network, names: frozenset[str]) -> None:
    known = cached_on(network, works_of) if names else names
    for name in sorted(names - known):
        raise UnknownName("publication, reference or data set", name, nearest(name, known), known=sorted(known))


def works_of(network: Network) -> frozenset[str]:
    """Return every name of a work that may be left out."""
    works: list[Publication | Reference] = [*network.publications, *network.references]
    known = {work.id for work in works} | {source.id for source in network.sources}
    return frozenset(known | {claim.reference for claim in network.claims if claim.reference})
