"""Marks and entries of an audit by brute force over every claim, line and verdict: what `audit` is compared with."""

from __future__ import annotations

from typing import Any

from pathway_graph.model import Claim, Network, Reference
from weight_oracle import is_site, title


def stands_in(claim: Claim, line: int) -> bool:
    for part in claim.lines.split(";") if claim.lines else ():
        first, _, last = part.partition("-")
        if int(first) <= line <= int(last or first):
            return True
    return False


def places(entry: Reference, citing: list[Claim]) -> list[str]:
    """Return where the entry is cited, a place as often as it is cited there."""
    if not entry.cited_at:
        return [claim.id for claim in citing]
    found: list[str] = []
    for part in entry.cited_at.split(", "):
        line, *times = part.split(" x")
        found += [line] * (int(times[0]) if times else 1)
    return found


def plain_marks(network: Network) -> list[dict[str, Any]]:
    marks = []
    status = {publication.id: publication for publication in network.publications}
    for entry in network.references:
        citing = [c for c in network.claims if c.source == entry.source and entry.number in c.citations]
        for place in places(entry, citing):
            here = [c for c in citing if place == c.id or (place.isdigit() and stands_in(c, int(place)))]
            names = [claim.id for claim in here]
            groups = [group for group in entry.verdicts if any(name in names for name in group.claims)]
            words = list(dict.fromkeys(group.verdict for group in groups))
            behind = sorted({
                name for group in groups for name in group.publications if any(c in names for c in status[name].claims)
            })  # fmt: skip
            better = sorted({number for group in groups for number in group.better})
            marks.append({
                "source": entry.source,
                "number": entry.number,
                "line": place,
                "claims": names,
                "verdicts": words or ["bare link" if is_site(entry) else "not judged"],
                "better": better,
                "publications": [f"{name} ({status[name].status})" for name in behind],
                "is_supported": words == ["supported"],
                "is_supported_when_repointed": words == ["supported"] or better != [],
            })  # fmt: skip
    return marks


def same(one: Reference, other: Reference) -> bool:
    """Whether two entries of one list are one work; the audit joins short titles too."""
    apart = one.source != other.source or one.number == other.number or is_site(one) or is_site(other)
    return not apart and (one.text == other.text or (title(one.text) == title(other.text) != ""))


def plain_entries(network: Network) -> list[dict[str, Any]]:
    entries = []
    marks = plain_marks(network)
    for entry in network.references:
        words = list(dict.fromkeys(group.verdict for group in entry.verdicts))
        unjudged = "bare link" if is_site(entry) else "not judged"
        entries.append({
            "source": entry.source,
            "number": entry.number,
            "text": entry.text,
            "kind": "bare domain" if is_site(entry) else "titled",
            "marks": sum((mark["source"], mark["number"]) == (entry.source, entry.number) for mark in marks),
            "claims": [c.id for c in network.claims if c.source == entry.source and entry.number in c.citations],
            "verdict": "split" if len(words) > 1 else words[0] if words else unjudged,
            "same_as": [other.number for other in network.references if same(entry, other)],
            "note": entry.note,
        })  # fmt: skip
    return entries


def plain_summary(network: Network) -> dict[str, int]:
    marks, entries = plain_marks(network), plain_entries(network)
    titled = [entry for entry in entries if entry["kind"] == "titled"]
    backed = {name for publication in network.publications for name in publication.claims}
    return {
        "marks": len(marks),
        "marks_supported_as_printed": len([mark for mark in marks if mark["is_supported"]]),
        "marks_supported_after_repointing": len([mark for mark in marks if mark["is_supported_when_repointed"]]),
        "entries": len(network.references),
        "bare_domains": len(entries) - len(titled),
        "titled_entries": len(titled),
        "distinct_titled_works": len({(e["source"], min([e["number"], *e["same_as"]])) for e in titled}),
        "claims_without_citation": len([
            claim for claim in network.claims
            if claim.view == "guide" and not claim.citations and claim.id not in backed
        ]),
    }  # fmt: skip


def plain_unsupported(network: Network) -> set[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Return message, claims and references of every mark that a curator, or the entry itself, refutes."""
    found: set[tuple[str, tuple[str, ...], tuple[str, ...]]] = set()
    for mark in plain_marks(network):
        if mark["is_supported"] or mark["verdicts"] == ["not judged"]:
            continue
        place = f" at line {mark['line']}" if mark["line"].isdigit() else ""
        better = ", ".join(map(str, mark["better"]))
        fits = f"; entry {better} of the list fits" if better else ""
        names = ", ".join(mark["claims"]) if mark["claims"] else "no claim"
        message = f"[{mark['number']}]{place} is {', '.join(mark['verdicts'])} for {names}{fits}"
        found.add((message, tuple(sorted(mark["claims"])), (f"{mark['source']}/{mark['number']}",)))
    return found
