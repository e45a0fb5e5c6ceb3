"""Audit citations: what each mark and each printed entry is worth, and what rules find wrong with any network."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pathway_graph.evidence.citing import citation_findings, same_entries
from pathway_graph.evidence.findings import Finding, in_order
from pathway_graph.evidence.printed import is_bare
from pathway_graph.model import Claim, Network, Publication, Reference, Verdict
from pathway_graph.model.border import refuses_bad_data
from pathway_graph.model.vocabulary import SOURCE_STATUS


@dataclass(frozen=True, slots=True)
class Mark:
    """One citation mark: a number at a place of the text.

    Attributes:
        source: Data set.
        number: The number as printed.
        line: Where it stands; the claim's identifier where the source has no line numbers.
        place: The section, or the table and row, of the source where it stands; empty where no claim says.
        data: File and line of the data set where each claim is written, where that is known.
        claims: Claims at that place that cite it.
        verdicts: Whether the entry supports them: usually one word.
        better: Entries of the same list that fit better.
        publications: What the claims truly seem to rest on, each with its status.
        is_supported: The printed entry supports all claims here.
    """

    source: str
    number: int
    line: str
    claims: tuple[str, ...]
    verdicts: tuple[str, ...]
    better: tuple[int, ...]
    publications: tuple[str, ...]
    is_supported: bool
    place: str = ""
    data: tuple[str, ...] = ()

    @property
    def is_refuted(self) -> bool:
        """Whether a curator or the entry itself says that it supports nothing here; not merely that nobody judged."""
        return not self.is_supported and self.verdicts != ("not judged",)

    @property
    def is_supported_when_repointed(self) -> bool:
        """Whether the printed entry, or a better one of the same list, supports the claims."""
        return self.is_supported or bool(self.better)


@dataclass(frozen=True, slots=True)
class EntryAudit:
    """One printed entry: what it is, what it is cited for, and what that is worth.

    Attributes:
        verdict: ``supported``, ``off-topic``, ``bare link``, ``split`` where groups of claims differ, or
            ``not judged``.
        same_as: Other entries that are the same work.
        groups: The curated verdicts.
    """

    source: str
    number: int
    text: str
    kind: str
    marks: int
    claims: tuple[str, ...]
    verdict: str
    same_as: tuple[int, ...]
    groups: tuple[Verdict, ...]
    note: str


@dataclass(frozen=True)
class Audit:
    """The audit of a network.

    Attributes:
        marks: Every citation mark, in order of data set, number and place.
        entries: Every printed entry.
        uncited: Claims of sources that cite nothing.
        findings: What the general rules noticed.
    """

    network: Network = field(repr=False, hash=False)
    marks: tuple[Mark, ...]
    entries: tuple[EntryAudit, ...]
    uncited: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def faults(self) -> tuple[Finding, ...]:
        """Findings that say something is wrong, notes left aside."""
        return tuple(finding for finding in self.findings if not finding.is_note)

    @refuses_bad_data
    def summary(self) -> dict[str, int]:
        """Return the counts."""
        titled = [entry for entry in self.entries if entry.kind == "titled"]
        return {
            "marks": len(self.marks),
            "marks_supported_as_printed": sum(mark.is_supported for mark in self.marks),
            "marks_supported_after_repointing": sum(mark.is_supported_when_repointed for mark in self.marks),
            "entries": len(self.entries),
            "bare_domains": sum(entry.kind == "bare domain" for entry in self.entries),
            "titled_entries": len(titled),
            "distinct_titled_works": sum(all(other > entry.number for other in entry.same_as) for entry in titled),
            "claims_without_citation": len(self.uncited),
            "faults": len(self.faults),
            "notes": len(self.findings) - len(self.faults),
        }

    @refuses_bad_data
    def to_dict(self) -> dict[str, Any]:
        """Return the audit as plain data."""
        return {
            "summary": self.summary(),
            "entries": [_entry_row(self.network, entry) for entry in self.entries],
            "marks": [
                {
                    "source": mark.source,
                    "number": mark.number,
                    "line": mark.line,
                    "place": mark.place,
                    "data": list(mark.data),
                    "claims": list(mark.claims),
                    "verdicts": list(mark.verdicts),
                    "better": list(mark.better),
                    "publications": list(mark.publications),
                    "is_supported": mark.is_supported,
                    "is_supported_when_repointed": mark.is_supported_when_repointed,
                }
                for mark in self.marks
            ],
            "uncited": list(self.uncited),
            "findings": [finding.to_dict() for finding in self.findings],
        }


@refuses_bad_data
def audit(network: Network, *, data_lines: Mapping[str, str] | None = None) -> Audit:
    """Audit the citations of *network*: marks, entries, and what general rules find in claims and references.

    Verdicts are curated data of the network; where there are none, an entry is ``not judged``. The rules need no
    curation and apply to any network. Nothing is corrected.

    Args:
        network: What to audit.
        data_lines: File and line of claims, by identifier, as `pathway_graph.formats.data_lines` finds them.

    >>> from pathway_graph.formats.native import read_guide
    >>> counts = audit(read_guide()).summary()
    >>> counts["marks"], counts["marks_supported_as_printed"], counts["marks_supported_after_repointing"]
    (53, 2, 10)
    """
    by_number = _citing(network)
    same = same_entries(network.references)
    publications = {publication.id: publication for publication in network.publications}
    marks: list[Mark] = []
    entries: list[EntryAudit] = []
    for entry in network.references:
        citing = by_number.get((entry.source, entry.number), [])
        own = list(_marks(entry, citing, publications, data_lines or {}))
        marks += own
        entries.append(_audited(entry, citing, len(own), same.get(entry.id, ())))
    rules = tuple(citation_findings(network))
    uncited = tuple(name for finding in rules if finding.rule == "uncited-claim" for name in finding.claims)
    findings = [*rules, *map(_unsupported, (mark for mark in marks if mark.is_refuted))]
    return Audit(network, tuple(marks), tuple(entries), uncited, in_order(findings))


def _citing(network: Network) -> dict[tuple[str, int], list[Claim]]:
    found: dict[tuple[str, int], list[Claim]] = defaultdict(list)
    for claim in network.claims:
        for number in claim.citations:
            found[claim.source, number].append(claim)
    return found


def _audited(entry: Reference, citing: Iterable[Claim], marks: int, same: tuple[int, ...]) -> EntryAudit:
    words = list(dict.fromkeys(group.verdict for group in entry.verdicts))
    verdict = "split" if len(words) > 1 else words[0] if words else "not judged"
    if not words and is_bare(entry):
        verdict = "bare link"
    kind = "bare domain" if is_bare(entry) else "titled"
    claims = tuple(claim.id for claim in citing)
    return EntryAudit(
        entry.source, entry.number, entry.text, kind, marks, claims, verdict, same, entry.verdicts, entry.note
    )


def _marks(
    entry: Reference, citing: list[Claim], known: Mapping[str, Publication], data: Mapping[str, str]
) -> Iterator[Mark]:
    for line, times in _places(entry, citing):
        here = [claim for claim in citing if claim.id == line or (line.isdigit() and int(line) in lines_of(claim))]
        names = tuple(claim.id for claim in here)
        groups = [group for group in entry.verdicts if set(group.claims) & set(names)]
        behind = {name for group in groups for name in group.publications if set(known[name].claims) & set(names)}
        verdicts = tuple(dict.fromkeys(group.verdict for group in groups))
        mark = Mark(
            entry.source,
            entry.number,
            line,
            names,
            verdicts or ("bare link" if is_bare(entry) else "not judged",),
            tuple(sorted({number for group in groups for number in group.better})),
            tuple(f"{name} ({known[name].status})" for name in sorted(behind)),
            verdicts == ("supported",),
            "; ".join(dict.fromkeys(filter(None, map(_place, here)))),
            tuple(dict.fromkeys(data[name] for name in names if name in data)),
        )
        yield from [mark] * times


def _place(claim: Claim) -> str:
    """Return the part of its source where a claim stands: a row of a table, else a section."""
    if claim.table is None:
        return claim.section
    return f"Table {claim.table}" + (f", row {claim.row}" if claim.row is not None else "")


def _places(entry: Reference, citing: list[Claim]) -> Iterator[tuple[str, int]]:
    """Yield where an entry is cited and how often there; a claim is a place where no line is known."""
    if not entry.cited_at:
        for claim in citing:
            yield claim.id, 1
    for place in filter(None, (part.strip() for part in entry.cited_at.split(","))):
        line, _, times = place.partition(" x")
        yield line, int(times or 1)


def lines_of(claim: Claim) -> set[int]:
    """Return the lines a claim stands in, from a text such as ``48;50`` or ``104-106``.

    >>> sorted(lines_of(Claim("c", "a", "inhibits", "b", lines="48;50-52")))
    [48, 50, 51, 52]
    """
    found: set[int] = set()
    for first, last in re.findall(r"(\d+)(?:-(\d+))?", claim.lines):
        found.update(range(int(first), int(last or first) + 1))
    return found


def _unsupported(mark: Mark) -> Finding:
    name = f"{mark.source}/{mark.number}"
    words = ", ".join(mark.verdicts)
    better = f"; entry {', '.join(map(str, mark.better))} of the list fits" if mark.better else ""
    place = f" at line {mark.line}" if mark.line.isdigit() else ""
    return Finding(
        "unsupported-mark",
        f"[{mark.number}]{place} is {words} for {', '.join(mark.claims) or 'no claim'}{better}",
        tuple(sorted(mark.claims)),
        (name,),
    )


def _entry_row(network: Network, entry: EntryAudit) -> dict[str, Any]:
    status = {publication.id: publication.status for publication in network.publications}
    return {
        "source": entry.source,
        "number": entry.number,
        "text": entry.text,
        "kind": entry.kind,
        "marks": entry.marks,
        "claims": list(entry.claims),
        "verdict": entry.verdict,
        "same_as": list(entry.same_as),
        "groups": [
            {
                "claims": list(group.claims),
                "verdict": group.verdict,
                "better": list(group.better),
                "publications": [
                    {"id": name, "status": status[name], "means": SOURCE_STATUS[status[name]]}
                    for name in group.publications
                    if name in status
                ],
                "reason": group.reason,
            }
            for group in entry.groups
        ],
        "note": entry.note,
    }
