"""Which works carry a claim: what would have to be lost for the claim to fall."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Mapping, Set
from dataclasses import dataclass, field
from itertools import product
from typing import Any, Final, Literal

from pathway_graph.errors import UnknownName, nearest
from pathway_graph.evidence.basis import basis_of, printed_works, works_of
from pathway_graph.evidence.retractions import notices_of, retracted_works, work_keys
from pathway_graph.model import Claim, Network, Publication
from pathway_graph.model.caching import cached_on
from pathway_graph.text.counts import how_many

_NAMED: Final = 10
"""So many claims are named in a sentence."""

Uncited = Literal["stays", "claim", "data set"]
UNCITED: Final = ("stays", "claim", "data set")
"""What becomes of a claim that cites no work: it stays; it is a work of its own; it falls with its data set."""

Works = frozenset[str]
_FIRST: Final = re.compile(r",|;| and | et al")
"""What ends the name of a first author."""
MOST_WAYS: Final = 200
"""So many ways of taking one edge are looked at; an edge with more, of many inferred claims, is taken to stay."""


@dataclass(frozen=True)
class Carriers:
    """What carries each claim of a network.

    A claim falls when every work that carries it is lost: every publication that does, or may, stand behind it; without
    one, every entry of the reference list that it cites and that nobody judged not to support it; without one, the
    reference of a background statement. What is inferred from other claims, and cites nothing, falls with any of them.
    Publications with one DOI, PubMed number or title are one work, and so are entries that are one article.

    Attributes:
        network: Where the claims are.
        uncited: What becomes of a claim that cites no work, a word of `UNCITED`.
    """

    network: Network = field(repr=False)
    uncited: Uncited = "stays"

    def ways(self, claim: str) -> frozenset[Works]:
        """Return each set of works with whose loss a claim falls; none where no work can take it.

        >>> from pathway_graph.formats.native import read_guide
        >>> carriers = Carriers(read_guide())
        >>> sorted(map(sorted, carriers.ways("P18"))), carriers.ways("P40")
        ([['S13', 'S15']], frozenset())
        """
        return self._ways(claim, ())

    def _ways(self, name: str, above: tuple[str, ...]) -> frozenset[Works]:
        known = self._known.get(name)
        if known is not None:
            return known
        claim = self.network.claim[name]
        works = self._works(claim)
        if works:
            found = frozenset({works})
        else:
            grounds = [one for one in claim.inferred_from if one not in above and one in self.network.claim]
            found = frozenset(way for one in grounds for way in self._ways(one, (*above, name)))
            if not claim.inferred_from:
                found = self._of_uncited(claim)
        if not above:
            self._known[name] = found
        return found

    def _works(self, claim: Claim) -> Works:
        basis = basis_of(self.network)
        if claim.inferred_from and not claim.citations and not basis.publications(claim):
            return frozenset()  # its reference names the claims
        return frozenset(basis.carriers(claim))

    def _of_uncited(self, claim: Claim) -> frozenset[Works]:
        own = {"stays": "", "claim": f"claim {claim.id}", "data set": claim.source}[self.uncited]
        return frozenset({frozenset({own})}) if own else frozenset()

    @property
    def _known(self) -> dict[str, frozenset[Works]]:
        return cached_on(self.network, _kept_ways, self.uncited)

    def ways_of_all(self, claims: Iterable[str]) -> frozenset[Works]:
        """Return each smallest set of works with whose loss all of *claims* fall; none where one of them stays."""
        found: frozenset[Works] = frozenset({frozenset()})
        for claim in claims:
            found = least(both | way for both, way in product(found, self.ways(claim)))
            if not found or len(found) > MOST_WAYS:
                return frozenset()
        return found

    def fallen(self, lost: Set[str]) -> Callable[[str], bool]:
        """Return the function that tells whether a claim falls when the works *lost* are."""
        groups = basis_of(self.network).firsts(lost)
        return lambda claim: any(way <= groups for way in self.ways(claim))


def _kept_ways(_network: Network, _uncited: Uncited) -> dict[str, frozenset[Works]]:
    return {}


def least(sets: Iterable[Works]) -> frozenset[Works]:
    """Return those of *sets* of which no other is a part.

    >>> sorted(map(sorted, least(map(frozenset, ("ab", "a", "bc")))))
    [['a'], ['b', 'c']]
    """
    found: list[Works] = []
    for one in sorted(set(sets), key=len):
        if not any(other <= one for other in found):
            found.append(one)
    return frozenset(found)


def fallen_claims(network: Network, lost: Iterable[str]) -> frozenset[str]:
    """Return the claims that fall when works are lost: publications, references as ``source/number``, data sets.

    Args:
        network: Where they are.
        lost: The works. With a data set all its claims fall, whatever else carries them.

    Raises:
        UnknownName: One of the works is not there.

    >>> from pathway_graph.formats.native import read_guide
    >>> sorted(fallen_claims(read_guide(), ["S13"])), sorted(fallen_claims(read_guide(), ["S13", "S15"]))
    ([], ['P18', 'T1.2'])
    """
    return cached_on(network, _fallen, frozenset(lost))


def _fallen(network: Network, lost: frozenset[str]) -> frozenset[str]:
    fallen = Fallen(network, require_works(network, lost))
    return frozenset(claim.id for claim in network.claims if fallen.takes(claim))


class Fallen(Container[str]):
    """The claims that `fallen_claims` would return, each looked at when it is asked about."""

    def __init__(self, network: Network, lost: frozenset[str]) -> None:
        self._network = network
        self._sources = {source.id for source in network.sources} & lost if lost else set()
        self._falls = Carriers(network).fallen(lost) if lost else None

    def takes(self, claim: Claim) -> bool:
        """Whether a claim falls."""
        return claim.source in self._sources or (self._falls is not None and self._falls(claim.id))

    def __contains__(self, name: object) -> bool:
        return self._falls is not None and isinstance(name, str) and self.takes(self._network.claim[name])


def require_works(network: Network, names: Iterable[str]) -> frozenset[str]:
    """Return the works that *names* are; claims are read only for names that are none of publications and lists.

    Raises:
        UnknownName: One is not there.
    """
    wanted = frozenset(names)
    if wanted and not wanted <= cached_on(network, printed_works):
        known = cached_on(network, works_of)
        for name in sorted(wanted - known):
            raise UnknownName("publication, reference or data set", name, nearest(name, known), known=sorted(known))
    return wanted | cached_on(network, _noticed, wanted) if wanted else wanted


def _noticed(network: Network, wanted: frozenset[str]) -> Works:
    """Return the works that publications of a list of notices speak of, which `Basis` does not join with them."""
    listed = [one for one in network.publications if one.id in wanted and one.notice and not one.claims]
    keys = {key for one in listed for key in work_keys(one)}
    return frozenset(
        one.id for one in network.publications if keys and one.claims and not keys.isdisjoint(work_keys(one))
    )


def retracted_claims(network: Network) -> frozenset[str]:
    """Return the claims that fall with the retracted works: no other work carries them.

    >>> from dataclasses import replace
    >>> from pathway_graph.formats.native import read_guide
    >>> guide = read_guide()
    >>> works = tuple(replace(one, notice="retracted") if one.id == "S19" else one for one in guide.publications)
    >>> sorted(retracted_claims(replace(guide, publications=works)))
    ['P24', 'P25', 'P26', 'T2.1']
    """
    return cached_on(network, find_retracted_claims)


def retracted_said(network: Network, *, counted: bool) -> str:
    """Say which claims are left out, or counted all the same, for their works were retracted; nothing where none is."""
    names = sorted(retracted_claims(network))
    if not names:
        return ""
    shown = ", ".join(names[:_NAMED]) + (f" and {len(names) - _NAMED:,} more" if names[_NAMED:] else "")
    way = "counted all the same" if counted else "left out"
    return (
        f"{how_many(len(names), 'claim')} {way}, for every work behind {'it' if len(names) == 1 else 'them'} "
        f"was retracted: {shown}"
    )


def find_retracted_claims(network: Network) -> frozenset[str]:
    """Return what `retracted_claims` does, worked out anew."""
    works = retracted_works(network)
    return fallen_claims(network, works) if works else frozenset()


def retracted_rows(network: Network) -> list[dict[str, Any]]:
    """Return a row for each publication of which a notice stands and which stands behind claims."""
    fallen, rows = retracted_claims(network), []
    notices = notices_of(network)
    for one in network.publications:
        notice = notices.get(one.id)
        if notice is None or not one.claims:
            continue
        rows.append({
            "publication": one.id, "title": one.title, "notice": notice.word, "date": notice.date,
            "reason": notice.reason, "notice_doi": notice.doi, "listed_in": notice.listed_in,
            "claims_left_out": sorted(fallen & set(one.claims)) if notice.word == "retracted" else [],
            "claims_that_stay": sorted(set(one.claims) - fallen) if notice.word == "retracted" else sorted(one.claims),
        })  # fmt: skip
    return rows


def said(network: Network, work: str) -> str:
    """Say which work that is: its identifier, and authors and year or the text of the entry where there are any.

    >>> from pathway_graph.formats.native import read_guide
    >>> said(read_guide(), "S06")
    'S06 (Chen F 2010)'
    """
    return cached_on(network, _sayings).get(work, work)


def _sayings(network: Network) -> Mapping[str, str]:
    found = {entry.id: f"{entry.id} ({entry.text[:60]}{'…' if len(entry.text) > 60 else ''})"
             for entry in network.references}  # fmt: skip
    for work in network.publications:
        first = _FIRST.split(work.authors)[0].strip()
        year = "" if work.year is None else str(work.year)
        known = f"{first} {year}".strip() if first else work.title[:60]
        if work.status == "unknown":
            known = "a study that nobody has found"
        found[work.id] = f"{work.id} ({known})" if known and known not in work.id else work.id
    return found


def stated_title(one: Publication) -> str:
    """Return the title of a publication; empty where what stands for it is in brackets, or is its number.

    >>> [stated_title(Publication("S1", title, "cited", pmid="7")) for title in ("A study", "PubMed 7", "(a talk)")]
    ['A study', '', '']
    """
    is_number = one.title.casefold() in (f"pubmed {one.pmid}", one.doi.casefold(), "untitled")
    return "" if is_number or one.title.startswith("(") else one.title
