"""What each claim rests on: publications, printed entries, a reference, or the word of its source."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from pathway_graph.evidence.printed import is_bare, plain_title
from pathway_graph.model import Claim, Network, Publication, Reference
from pathway_graph.model.caching import cached_on

_FOUND: Final = ("verified", "cited", "candidate", "unknown")
"""Status of publications, the surest first."""


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
        for status in _FOUND:
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

    def left(self, claim: Claim, excluded: frozenset[str]) -> tuple[str, tuple[str, ...]]:
        """Return the study that is left of a claim that stands without some works: any publication may be behind it."""
        behind = [one for one in self.publications(claim) if not excluded & self.names((self._first[one.id],))]
        for status in _FOUND:
            works = sorted({self._first[one.id] for one in behind if one.status == status})
            if works:
                return status, tuple(works)
        return "uncited", (claim.source,)

    def every(self, claim: Claim) -> tuple[str, ...]:
        """Return all that *claim* may rest on when what it rests on first is lost, whatever is left of it."""
        carriers = self.carriers(claim)
        last = [] if carriers and not claim.inferred_from else [claim.source]
        return tuple(
            dict.fromkeys([*(work for _, works in self.of(claim) for work in works), *sorted(carriers), *last])
        )

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


def works_of(network: Network) -> frozenset[str]:
    """Return every name of a work that may be left out."""
    return cached_on(network, printed_works) | {claim.reference for claim in network.claims if claim.reference}


def printed_works(network: Network) -> frozenset[str]:
    """Return those of them for which no claim has to be read: publications, entries of lists, data sets."""
    works: list[Publication | Reference] = [*network.publications, *network.references]
    return frozenset({work.id for work in works} | {source.id for source in network.sources})
