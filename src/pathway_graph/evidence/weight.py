"""Weigh evidence: count independent studies, not mentions, and give a simple score beside the count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from pathway_graph.errors import UnknownName, nearest
from pathway_graph.evidence.basis import basis_of
from pathway_graph.evidence.onwards import edges_out
from pathway_graph.evidence.retractions import retracted_works
from pathway_graph.evidence.works import Fallen, require_works
from pathway_graph.identifiers.lookup import resolve
from pathway_graph.model import Claim, Edge, Network
from pathway_graph.model.border import refuses_bad_data

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
"""A claim that is a hypothesis counts this much of what stands behind it."""
_RANK: Final = {status: place for place, status in enumerate(STUDY_WEIGHTS)}


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
    The score is the sum over studies of the weightiest claim of each: `STUDY_WEIGHTS` of what it rests on, times
    `HYPOTHESIS_FACTOR` where it is a hypothesis.

    Args:
        network: Where the claims are.
        claims: Their identifiers.
        without: Works to leave out: publications, references as ``source/number``, or whole data sets. A claim stands
            while any publication is left that does, or may, stand behind it, and is then worth what that one is
            (`pathway_graph.evidence.works.fallen_claims`, the rule of traces too). What may be one work before may be
            one afterwards: to leave a work out never adds to the score.
        count_retracted: Count works that were retracted; by default they are left out likewise.

    Raises:
        UnknownName: A claim, or a work to leave out, is not there.

    >>> from pathway_graph.formats.native import read_guide
    >>> guide = read_guide()
    >>> both = weigh(guide, ["P24", "T2.1"])  # the table repeats the prose
    >>> len(both.studies), both.mentions, both.score
    (1, 2, 0.5)
    """
    excluded = require_works(network, without)
    if not count_retracted:
        excluded |= retracted_works(network)
    fallen = Fallen(network, excluded)
    basis = basis_of(network)
    groups = _Groups()
    left_out: list[str] = []
    counted: list[str] = []
    for name in dict.fromkeys(claims):
        claim = network.claim.get(name)
        if claim is None:
            raise UnknownName("claim", name, nearest(name, network.claim))
        studies = basis.of(claim)
        remaining = [() if name in fallen else basis.without(works, excluded) for _, works in studies]
        (left_out if name in fallen else counted).append(name)
        if any(remaining):
            for (status, works), left in zip(studies, remaining, strict=True):
                groups.add(works, left, status, claim)
            continue
        status, left = ("uncited", ()) if name in fallen else basis.left(claim, excluded)
        groups.add(basis.every(claim), left, status, claim)
    return Weight(groups.studies(), len(counted), tuple(left_out))


@refuses_bad_data
def weigh_edges(
    network: Network, source: str, target: str, *, without: Iterable[str] = (), count_retracted: bool = False
) -> list[tuple[Edge, Weight]]:
    """Weigh every causal edge from *source* to *target*, and every null result, opposite signs each for itself.

    Args:
        network: Where to look.
        source: Any name; a gene stands for all its forms.
        target: Any name, likewise.
        without: As for `weigh`.
        count_retracted: Likewise.

    Raises:
        UnknownName, AmbiguousName: A name means nothing, or several things.

    >>> from pathway_graph.formats.native import read_guide
    >>> [(edge.sign, weight.score) for edge, weight in weigh_edges(read_guide(), "imipramine", "pCREB")]
    [(-1, 1.0), (1, 0.5)]
    """
    excluded = tuple(without)
    starts = {entity.id for entity in resolve(network, source)}
    ends = {entity.id for entity in resolve(network, target)}
    found = [e for start in starts for e in edges_out(network, start) if e.target in ends and e.claims]
    keys = (f"{start} leaves_unchanged {end}" for start in starts for end in ends)
    found += [network.edge[key] for key in keys if key in network.edge]
    edges = sorted(found, key=lambda edge: edge.id)
    return [(edge, weigh(network, edge.claims, without=excluded, count_retracted=count_retracted)) for edge in edges]


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
            worth, _, status = max((_worth(claim, status), -_RANK[status], status) for _, status, claim in members)
            found.append(
                Study(
                    tuple(sorted({work for works, _, _ in members for work in works})),
                    status,
                    tuple(sorted({claim.id for _, _, claim in members})),
                    worth,
                )
            )
        return tuple(sorted(found, key=lambda study: (-study.weight, study.works)))


def _worth(claim: Claim, status: str) -> float:
    return STUDY_WEIGHTS[status] * (HYPOTHESIS_FACTOR if claim.certainty == "hypothesis" else 1.0)
