"""Which works were retracted, and which claims rest on nothing else: by DOI and PubMed number, over all data sets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import unquote

from pathway_graph.model import Network, Publication
from pathway_graph.model.caching import cached_on
from pathway_graph.text.counts import how_many

_DOI_PREFIX: Final = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_PRINTED: Final = (
    "printed reference is known by its text alone and is not compared",
    "printed references are known by their text alone and are not compared",
)
_IN_TEXT: Final = re.compile(r"\b(?:pmid|pubmed)[:\s]\s*(\d+)|\b(10\.\d{4,9}/[^\s;,]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Notice:
    """What was said of a work after it had come out.

    Attributes:
        word: ``retracted``, ``concern``, ``corrected`` or ``reinstated``.
        date: When, ISO 8601; empty where that is not known.
        doi: DOI of the notice.
        reason: Why.
        listed_in: The data set that says so.
    """

    word: str
    date: str = ""
    doi: str = ""
    reason: str = ""
    listed_in: str = ""


def plain_doi(text: str) -> str:
    """Return a DOI as it is compared: without prefix, in small letters.

    >>> plain_doi("https://doi.org/10.1002/HIPO.20718"), plain_doi("doi:10.1002/hipo.20718")
    ('10.1002/hipo.20718', '10.1002/hipo.20718')
    """
    bare = _DOI_PREFIX.sub("", text.strip())
    return (unquote(bare) if bare != text.strip() else bare).casefold().rstrip(".,")


def plain_pmid(text: str) -> str:
    """Return a PubMed number as it is compared.

    >>> plain_pmid("PMID: 019921703")
    '19921703'
    """
    return re.sub(r"\D", "", text).lstrip("0")


def work_keys(publication: Publication) -> frozenset[str]:
    """Return what a work is known by elsewhere: its DOI and its PubMed number."""
    doi, pmid = plain_doi(publication.doi), plain_pmid(publication.pmid)
    return frozenset(filter(None, (doi, pmid and f"pmid:{pmid}")))


def standing_notice(notices: Iterable[Notice]) -> Notice | None:
    """Return the notice that stands: a retraction unless it was taken back later, else concern, else what there is.

    >>> standing_notice([Notice("retracted", "2020-01-01"), Notice("reinstated", "2021-01-01")]).word
    'reinstated'
    >>> standing_notice([Notice("retracted", "2022-01-01"), Notice("reinstated", "2021-01-01")]).word
    'retracted'
    """
    by_word: dict[str, list[Notice]] = {}
    for notice in notices:
        by_word.setdefault(notice.word, []).append(notice)
    latest = {word: max(some, key=lambda one: one.date) for word, some in by_word.items()}
    back = latest.get("reinstated")
    for word in ("retracted", "concern"):
        found = latest.get(word)
        if found is not None and (back is None or (back.date and found.date > back.date)):
            return found
    return back or latest.get("corrected")


def notices_of(network: Network) -> Mapping[str, Notice]:
    """Return the notice that stands against each publication that has one, by its identifier.

    A notice holds for every publication of the same DOI or PubMed number, in whatever data set it is stated.

    >>> from pathway_graph.formats.native import read_guide
    >>> notices_of(read_guide())
    {}
    """
    return cached_on(network, find_notices)


def find_notices(network: Network) -> dict[str, Notice]:
    """Return what `notices_of` does, worked out anew."""
    said: dict[str, list[Notice]] = {}
    for one in network.publications:
        if one.notice:
            notice = Notice(one.notice, one.notice_date, one.notice_doi, one.notice_reason, one.source)
            for key in work_keys(one) or {one.id}:
                said.setdefault(key, []).append(notice)
    if not said:
        return {}
    found = {}
    for one in network.publications:
        notices = {notice for key in (work_keys(one) or {one.id}) for notice in said.get(key, ())}
        standing = standing_notice(sorted(notices, key=lambda notice: (notice.date, notice.listed_in)))
        if standing is not None:
            found[one.id] = standing
    return found


def retracted_works(network: Network) -> frozenset[str]:
    """Return the works that were retracted: publications, and references of background claims that name such a one."""
    return cached_on(network, find_retracted_works)


def find_retracted_works(network: Network) -> frozenset[str]:
    """Return what `retracted_works` does, worked out anew."""
    notices = notices_of(network)
    listed = {name for name, notice in notices.items() if notice.word == "retracted"}
    if not listed:
        return frozenset()
    gone = [one for one in network.publications if one.id in listed]
    works = {one.id for one in gone if one.claims}  # others are entries of a list
    keys = {key for one in gone for key in work_keys(one)}
    references = {claim.reference for claim in network.claims if claim.reference}
    return frozenset(works | {text for text in references if keys & _keys_in(text)})


def _keys_in(text: str) -> set[str]:
    found = _IN_TEXT.finditer(text)
    return {f"pmid:{one[1].lstrip('0')}" if one[1] else plain_doi(one[2]) for one in found}


def stamped(network: Network, publication: Publication) -> Publication:
    """Return a publication with the notice that stands against it, so that it does not get lost with the list."""
    notice = notices_of(network).get(publication.id)
    if notice is None or (publication.notice == notice.word and publication.notice_date == notice.date):
        return publication
    return replace(
        publication, notice=notice.word, notice_date=notice.date, notice_doi=notice.doi, notice_reason=notice.reason
    )


def not_compared(network: Network) -> list[str]:
    """Say what could not be compared with a list of retracted works, so that silence is no clean record."""
    said, backing = [], [one for one in network.publications if one.claims]
    if not any(one.notice for one in network.publications):
        said.append("no list of retracted works is stored: `pathway-graph retractions LIST` stores one")
    blind = [one.id for one in backing if not work_keys(one)]
    if blind:
        few = ", ".join(blind[:5]) + (f" and {len(blind) - 5:,} more" if blind[5:] else "")
        have = "has" if len(blind) == 1 else "have"
        what = f"{len(blind):,} of {how_many(len(backing), 'publication')} {have} neither PubMed number nor DOI"
        said.append(f"{what} and cannot be compared: {few}")
    if network.references:
        count = len(network.references)
        said.append(how_many(count, *_PRINTED))
    return said
