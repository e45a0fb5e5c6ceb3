"""Gather the works behind claims: publications with their status, printed entries, references, data sets."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from pathway_graph.bibliography.entries import Author, Bibliography, CitedWork
from pathway_graph.bibliography.parsing import read_authors, read_pages
from pathway_graph.errors import UnknownName, nearest
from pathway_graph.evidence.basis import basis_of
from pathway_graph.evidence.retractions import notices_of
from pathway_graph.evidence.works import stated_title
from pathway_graph.model import Claim, Network, Publication, Reference, Source
from pathway_graph.model.border import refuses_bad_data
from pathway_graph.model.curie import PATTERNS
from pathway_graph.model.vocabulary import SOURCE_STATUS

_RANK: Final = ("verified", "cited", "candidate", "unknown")
_PMID: Final = re.compile(r"\b(?:pubmed|pmid):?\s?(\d{1,8})\b", re.IGNORECASE)
_DOI: Final = re.compile(r"\b(10\.\d{4,9}/[^\s;,|\"<>]+)")
_RECORD: Final = re.compile(r"\b([a-z][a-z.]*):([A-Za-z0-9_.-]+)")
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_NO_TITLE: Final = "its title is not known here"


@refuses_bad_data
def cite(
    network: Network, claims: Iterable[str] | None = None, *, include_unknown: bool = False, data_sets: bool = True
) -> Bibliography:
    """Return the works behind claims, each with the fields that are known of it.

    A work is a publication that a curator, or a resource, names for a claim; where there is none, an entry of the
    printed list that is cited and was not judged to miss the claim; where there is none, the reference of a background
    statement. Publications of one DOI, PubMed number or title are one work.

    Args:
        network: Where the claims are.
        claims: Their identifiers; all if not given.
        include_unknown: Give an entry, with a remark, for studies that nobody has found; by default they are counted.
        data_sets: Add the data sets that the claims come from.

    Raises:
        UnknownName: A claim is not there.

    >>> from pathway_graph.formats.native import read_guide
    >>> found = cite(read_guide(), ["P79"], data_sets=False)
    >>> [(work.key, work.status) for work in found.works]
    [('Chen2010_S06', 'verified')]
    """
    wanted = [claim.id for claim in network.claims] if claims is None else list(dict.fromkeys(claims))
    gathered = _Gathered(network, include_unknown)
    for name in wanted:
        claim = network.claim.get(name)
        if claim is None:
            raise UnknownName("claim", name, nearest(name, network.claim))
        gathered.add(claim)
    works = gathered.works()
    if data_sets:
        named = {network.claim[name].source for name in wanted}
        works += [_data_set(source) for source in network.sources if source.id in named]
    left_out = {reason: count for reason, count in sorted(gathered.left_out.items()) if count}
    return Bibliography(_with_unique_keys(works), left_out, tuple(gathered.uncited))


class _Gathered:
    def __init__(self, network: Network, include_unknown: bool) -> None:
        self.network, self.include_unknown = network, include_unknown
        self.basis = basis_of(network)
        self.entries = {entry.id: entry for entry in network.references}
        self.behind: dict[str, set[str]] = {}
        self.groups: dict[str, dict[str, Publication]] = {}
        self.others: dict[str, CitedWork] = {}
        self.uncited: list[str] = []
        self._unknown: set[str] = set()
        self._missed: set[str] = set()
        self._no_works: set[str] = set()

    @property
    def left_out(self) -> Counter[str]:
        return Counter({
            "studies that nobody has found (--include-unknown)": len(self._unknown),
            "printed numbers that do not support what cites them": len(self._missed),
            "references that name no work": len(self._no_works),
        })  # fmt: skip

    def add(self, claim: Claim) -> None:
        publications = self.basis.publications(claim)
        found = False
        for one in publications:
            if one.status == "unknown" and not self.include_unknown:
                self._unknown.add(one.id)
                continue
            (first,) = self.basis.firsts([one.id])
            self.groups.setdefault(first, {})[one.id] = one
            self.behind.setdefault(first, set()).add(claim.id)
            found = True
        if not publications:
            found = self._printed(claim) or self._reference(claim)
        if not found:
            self.uncited.append(claim.id)

    def _printed(self, claim: Claim) -> bool:
        if not claim.citations:
            return False
        for status, names in self.basis.of(claim):
            if status == "as cited":
                for name in names:
                    self.others.setdefault(name, _printed_entry(self.entries[name]))
                    self.behind.setdefault(name, set()).add(claim.id)
                return True
        self._missed |= {f"{claim.source}/{number}" for number in claim.citations}
        return False

    def _reference(self, claim: Claim) -> bool:
        works = list(_referred(claim.reference))
        if claim.reference and not works:
            self._no_works.add(claim.reference)
        for work in works:
            self.others.setdefault(work.id, work)
            self.behind.setdefault(work.id, set()).add(claim.id)
        return bool(works)

    def works(self) -> list[CitedWork]:
        notices = notices_of(self.network)
        found = []
        for first, group in self.groups.items():
            members = sorted(group.values(), key=lambda one: (_RANK.index(one.status), one.id))
            notice = next((notices[one.id] for one in members if one.id in notices), None)
            work = _publication(members)
            if notice is not None:
                where = notice.doi and f"(notice {notice.doi})"
                said = " ".join(filter(None, (notice.word.upper(), notice.date, where, notice.reason)))
                work = replace(work, notice=notice.word, remarks=(said, *work.remarks))
            found.append(replace(work, claims=tuple(sorted(self.behind[first]))))
        found += [replace(work, claims=tuple(sorted(self.behind[name]))) for name, work in self.others.items()]
        return found


def _publication(members: list[Publication]) -> CitedWork:
    """Return the work that some publications are: of each field what the surest of them states."""
    best = members[0]

    def of(name: str) -> str:
        return next((value for one in members if (value := str(getattr(one, name) or ""))), "")

    remarks = []
    title = next(filter(None, map(stated_title, members)), "")
    if not title:
        about = best.title.strip("()") if best.title.startswith("(") else ""
        remarks.append(f"{_NO_TITLE}; it is about: {about}" if about else _NO_TITLE)
    if best.status in ("candidate", "unknown"):
        remarks.append(f"{best.status}: {SOURCE_STATUS[best.status]}")
    stated = of("pages")
    place = read_pages(stated) if stated else ("", "", "")
    if place is None:
        remarks.append(f"volume and pages as stated: {stated}")
    volume, issue, pages = place or ("", "", "")
    authors, is_cut = read_authors(of("authors"))
    year = next((one.year for one in members if one.year is not None), None)
    first = authors[0].family if authors else ""
    return CitedWork(
        _key(first, year, best.id), best.id, "record" if best.status == "unknown" else "article",
        title, authors, is_cut,
        of("journal"), year, volume, issue, pages, of("doi"), of("pmid"), status=best.status, remarks=tuple(remarks),
    )  # fmt: skip


def _printed_entry(entry: Reference) -> CitedWork:
    """Return an entry of a printed list: the text is the title that it prints, and all that is known of it."""
    title, _, site = entry.text.rpartition(" - ")
    known = f"as printed, entry {entry.number} of the list of {entry.source}" + (f", on {site}" if title else "")
    return CitedWork(_key("", None, entry.id), entry.id, "record", title or entry.text, remarks=(known,), status="")


def _referred(reference: str) -> Iterable[CitedWork]:
    """Yield the works that the reference of a statement names: PubMed numbers, DOIs, records of databases, a year."""
    if not reference or re.match(r"claims?\s", reference):
        return
    pmids, dois = dict.fromkeys(_PMID.findall(reference)), dict.fromkeys(_DOI.findall(reference))
    for pmid in pmids:
        yield CitedWork(
            f"pmid{pmid}", f"pubmed:{pmid}", "article", pmid=pmid, remarks=("only its PubMed number is known here",)
        )
    for doi in (one.rstrip(".)") for one in dois):
        yield CitedWork(
            _key("doi", None, doi), f"doi:{doi}", "article", doi=doi, remarks=("only its DOI is known here",)
        )
    if pmids or dois:
        return
    records = [(prefix, number) for prefix, number in _RECORD.findall(reference) if prefix in PATTERNS]
    for prefix, number in records:
        curie = f"{prefix}:{number.rstrip('.')}"
        words = reference.replace(curie, "").strip(" ;,")
        yield CitedWork(
            _key("", None, curie), curie, "record", words if len(records) == 1 else "",
            url=f"https://bioregistry.io/{curie}", remarks=(f"record {curie}",),
        )  # fmt: skip
    if not records and _YEAR.search(reference):
        yield CitedWork(_key("", None, reference[:40]), reference, "record", remarks=(f"as cited: {reference}",))


def _data_set(source: Source) -> CitedWork:
    remarks = [f"cite as: {source.citation}"] if source.citation else []
    key = _key("", None, f"dataset_{source.id}")
    return CitedWork(key, source.id, "dataset", source.title or source.id, version=source.version,
                     license=source.license, remarks=tuple(remarks))  # fmt: skip


def software() -> CitedWork:
    """Return the entry of this package, as ``CITATION.cff`` has it, with the version that runs.

    >>> software().title
    'pathway-graph: a graph database of signaling pathways'
    """
    from importlib.metadata import version

    return CitedWork(
        "pathway-graph", "pathway-graph", "software", "pathway-graph: a graph database of signaling pathways",
        (Author("The pathway-graph authors"),), version=version("pathway-graph"), license="Apache-2.0",
    )  # fmt: skip


def _key(family: str, year: int | None, identifier: str) -> str:
    """Return a key of plain letters, numbers, points, ``_`` and ``-``: the same in every selection."""
    head = f"{_plain(family)}{year or ''}"
    return (
        "_".join(filter(None, (head, re.sub(r"[^A-Za-z0-9._-]+", "-", _plain(identifier, keep=True)).strip("-"))))
        or "work"
    )


def _plain(text: str, *, keep: bool = False) -> str:
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return letters if keep else re.sub(r"[^A-Za-z0-9]", "", letters)


def _with_unique_keys(works: list[CitedWork]) -> tuple[CitedWork, ...]:
    """Return works sorted by key; where two have one, each gets a mark of its own identifier."""
    counts = Counter(work.key.casefold() for work in works)
    marks = {work.id: f"{work.key}-{zlib.crc32(work.id.encode()):08x}" for work in works}
    marked = [work if counts[work.key.casefold()] == 1 else replace(work, key=marks[work.id]) for work in works]
    return tuple(sorted(marked, key=lambda work: work.key))
