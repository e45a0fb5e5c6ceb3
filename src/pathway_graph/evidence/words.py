"""The word behind a claim: its sentence, its context, what it cites and what that is worth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Final

from pathway_graph.evidence.retractions import notices_of
from pathway_graph.model import Claim, Network
from pathway_graph.model.caching import cached_on
from pathway_graph.model.vocabulary import NOT_SPECIFIED, RELATIONS

CLAIM_COLUMNS: Final = (
    "claim", "says", "sign", "context", "certainty", "view", "citations", "publications", "reference", "lines",
)  # fmt: skip
"""The columns of a row of `support`, wherever claims are given as data."""

CLAIM_COLUMNS_SHOWN: Final = ("claim", "says", "sign", "context", "certainty", "citations", "publications")
"""Those of them that a table for people has."""


_NOTED: Final = {
    "retracted": "RETRACTED", "concern": "expression of concern", "corrected": "corrected", "reinstated": "reinstated"
}  # fmt: skip

_AT_ONCE: Final = 1_000
"""Claims that are read together."""

Named = Callable[[Network, str], str]
"""Names an entity of a network."""


def sentence(network: Network, claim: Claim, named: Named = Network.name) -> str:
    """Return the claim as a sentence: the curator's own, else subject, relation and object as *named* says.

    >>> from pathway_graph.formats.native import read_guide
    >>> guide = read_guide()
    >>> sentence(guide, guide.claim["T2.4"])
    '4 hours of imipramine raise BDNF mRNA in rat astrocytes.'
    >>> sentence(guide, guide.claim["B03"])
    'beta-adrenergic receptor activates Gs heterotrimer.'
    """
    if claim.statement:
        return claim.statement
    return f"{named(network, claim.subject)} {RELATIONS[claim.relation].phrase} {named(network, claim.object)}."


def context(network: Network, claim: Claim, named: Named = Network.name) -> str:
    """Return where and when the claim holds, in one line; empty where nothing is stated.

    Args:
        network: Where the claim is.
        claim: The claim.
        named: Names entities; a picture, which prints no number, gives `identifiers.term_labels.place_name`.

    >>> from pathway_graph.formats.native import read_guide
    >>> guide = read_guide()
    >>> context(guide, guide.claim["T2.2"])
    'Mus musculus; dorsal horn of spinal cord; P21D; chronic; given injury (kind not stated)'
    """
    animals = " ".join(filter(None, ("both sexes" if claim.sex == "both" else claim.sex,
                                     claim.strain)))  # fmt: skip
    places = [named(network, part) for part in (claim.species, claim.region, claim.cell) if part]
    places += [animals] if animals else []
    times = [part for part in (claim.duration, claim.regimen) if part]
    if claim.duration == NOT_SPECIFIED:
        times[0] = "duration not specified"
    besides = [f"with {named(network, given)}" for given in claim.co_treatment]
    condition = [f"given {named(network, claim.condition)}"] if claim.condition else []
    return "; ".join([*places, *filter(None, [_dose(claim)]), *times, *besides, *condition, *_figures(network, claim)])


def _dose(claim: Claim) -> str:
    amount = f"{claim.dose:g} {claim.dose_unit}" if claim.dose is not None else ""
    return " ".join(filter(None, (amount, claim.route)))


def _figures(network: Network, claim: Claim) -> list[str]:
    """Return what was counted and by which assay."""
    figures = [f"n = {claim.sample_size}"] if claim.sample_size is not None else []
    if claim.statistic_value is not None:
        figures.append(f"{claim.statistic} {claim.statistic_value:g}")
    return [*figures, f"by {network.name(claim.assay)}"] if claim.assay else figures


def support(network: Network, claims: Iterable[str]) -> list[dict[str, Any]]:
    """Return one plain-data row per claim: what it says, where, how surely, and what stands behind it.

    ``citations`` gives the printed numbers with the verdict on each: a printed number is no support by itself.
    ``publications`` gives the studies that a curator holds to stand behind the claim, each with its status.

    >>> from pathway_graph.formats.native import read_guide
    >>> (row,) = support(read_guide(), ["P38"])
    >>> row["citations"], row["publications"]
    (['10 (off-topic)', '11 (bare link)'], ['S23 (unknown)'])
    """
    return list(support_rows(network, claims))


def support_rows(network: Network, claims: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield the rows of `support` one by one."""
    verdicts, backing = cached_on(network, _verdicts), cached_on(network, _backing)
    names = iter(dict.fromkeys(claims))
    while some := list(islice(names, _AT_ONCE)):
        network.read_ahead(some)
        yield from (_row(network, network.claim[name], verdicts, backing) for name in some)


def _row(
    network: Network,
    claim: Claim,
    verdicts: Mapping[tuple[str, int, str], str],
    backing: Mapping[str, list[str]],
) -> dict[str, Any]:
    cited = []
    for number in claim.citations:
        verdict = verdicts.get((claim.source, number, claim.id))
        cited.append(f"{number} ({verdict})" if verdict else str(number))
    return {
        "claim": claim.id,
        "says": sentence(network, claim),
        "sign": claim.sign,
        "context": context(network, claim),
        "certainty": claim.certainty,
        "view": claim.view,
        "citations": cited,
        "publications": backing.get(claim.id, []),
        "reference": claim.reference,
        "lines": claim.lines,
    }


def _verdicts(network: Network) -> dict[tuple[str, int, str], str]:
    return {
        (reference.source, reference.number, claim): verdict.verdict
        for reference in network.references
        for verdict in reference.verdicts
        for claim in verdict.claims
    }


def _backing(network: Network) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    notices = notices_of(network)
    for publication in network.publications:
        notice = notices.get(publication.id)
        status = f"{publication.status}, {_NOTED[notice.word]}" if notice else publication.status
        for claim in publication.claims:
            found[claim].append(f"{publication.id} ({status})")
    return found
