"""Independent studies counted by brute force, from the words of the documentation: what `weigh` is compared with."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from pathway_graph.evidence.weight import HYPOTHESIS_FACTOR, STUDY_WEIGHTS
from pathway_graph.model import Claim, Network, Publication, Reference

Answer = tuple[set[tuple[tuple[str, ...], str, tuple[str, ...], float]], int, tuple[str, ...]]
"""The studies (works, status, claims, weight), the mentions, and the claims left out."""

SITES = ("pubmed", "pmc", "europe pmc", "researchgate", "sciencedirect")


def title(text: str) -> str:
    lowered = text.lower().strip()
    for site in SITES:
        for dash in "-–|":
            if lowered.endswith(f" {dash} {site}"):
                lowered = lowered[: -len(site) - 2]
    plain = " ".join("".join(letter if letter.isalnum() else " " for letter in lowered).split())
    return plain if len(plain) >= 12 and not text.startswith("(") else ""


def is_site(entry: Reference) -> bool:
    return entry.entry_kind == "bare domain" or re.fullmatch(r"\S+\.(net|org|com)", entry.text) is not None


def same_article(one: Publication, other: Publication) -> bool:
    by_doi = one.doi != "" and one.doi.lower() == other.doi.lower()
    by_pmid = one.pmid != "" and one.pmid == other.pmid
    return by_doi or by_pmid or (title(one.title) != "" and title(one.title) == title(other.title))


def same_entry(one: Reference, other: Reference) -> bool:
    titled = not is_site(one) and not is_site(other)
    return titled and title(one.text) != "" and title(one.text) == title(other.text)


def components(names: list[str], joined: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return, by name, the names it hangs together with, in the order given."""
    groups = {name: {name} for name in names}
    pairs = list(joined)
    changed = True
    while changed:
        changed = False
        for one, other in pairs:
            together = groups[one] | groups[other]
            for name in together:
                if groups[name] != together:
                    groups[name] = together
                    changed = True
    return {name: [other for other in names if other in groups[name]] for name in names}


def works(network: Network) -> dict[str, list[str]]:
    publications, entries = network.publications, network.references
    same = [(a.id, b.id) for a in publications for b in publications if same_article(a, b)]
    printed = [(a.id, b.id) for a in entries for b in entries if same_entry(a, b)]
    return components([p.id for p in publications], same) | components([r.id for r in entries], printed)


def behind(network: Network, claim: Claim, known: dict[str, list[str]]) -> list[tuple[str, list[str]]]:
    """Return the studies behind a claim: the status of each, and the works that it is or may be."""
    of = {status: [p.id for p in network.publications if claim.id in p.claims and p.status == status]
          for status in ("verified", "cited", "candidate", "unknown")}  # fmt: skip
    for status in ("verified", "cited"):
        if of[status]:
            return [(status, [name]) for name in of[status]]
    for status in ("candidate", "unknown"):
        if of[status]:
            return [(status, of[status])]
    cited = [f"{claim.source}/{number}" for number in claim.citations]
    printed = {entry.id: entry for entry in network.references}
    good = []
    for name in cited:
        verdicts = [
            verdict.verdict
            for other in known.get(name, [])
            for verdict in printed[other].verdicts
            if claim.id in verdict.claims
        ]
        if name in printed and not is_site(printed[name]) and all(word == "supported" for word in verdicts):
            good.append(name)
    if good:
        return [("as cited", [name]) for name in good]
    if cited:
        return [("unresolved", cited)]
    return [("background", [claim.reference])] if claim.reference else [("uncited", [claim.source])]


def stands(
    studies: list[tuple[str, list[str]]], publications: Iterable[str], kept: Callable[[Iterable[str]], set[str]]
) -> bool:
    """Return whether a claim stands: a publication, or else a printed work that carries it, is left, or none does."""
    carriers = set(publications)
    if not carriers:
        carriers = {work for status, found in studies if status in ("as cited", "background") for work in found}
    return bool(kept(carriers)) or not carriers


def plain_weigh(network: Network, claims: Iterable[str], without: frozenset[str]) -> Answer:
    known = works(network)

    def same_as(work: str) -> list[str]:
        return known.get(work, [work])

    order = list(dict.fromkeys(claims))
    votes: list[tuple[str, set[str], set[str], Claim]] = []
    left_out = []

    def all_names(some: Iterable[str]) -> set[str]:
        return {other for work in some for other in same_as(work)}

    def kept(some: Iterable[str]) -> set[str]:
        return {other for work in some for other in same_as(work) if not set(same_as(work)) & without}

    for name in order:
        claim = network.claim[name]
        studies = behind(network, claim, known)
        publications = {p.id: p.status for p in network.publications if name in p.claims}
        falls = claim.source in without or not stands(studies, publications, kept)
        if falls:
            left_out.append(name)
        elif any(kept(found) for _, found in studies):
            votes += [(status, all_names(found), kept(found), claim) for status, found in studies]
            continue
        every = {work for _, found in studies for work in found} | publications.keys()
        if any(status == "unresolved" for status, _ in studies) or (studies[0][0] == "uncited"):
            every.add(claim.source)
        left, surest = set(), "uncited"
        if not falls:
            left = {claim.source}
            for status in ("unknown", "candidate", "cited", "verified"):
                if good := kept(work for work, its in publications.items() if its == status):
                    left, surest = good, status
        votes.append((surest, all_names(every), left, claim))
    numbers = [str(number) for number in range(len(votes))]
    shared = [(a, b) for a in numbers for b in numbers if votes[int(a)][1] & votes[int(b)][1]]
    studies_found = set()
    for group in {tuple(members) for members in components(numbers, shared).values()}:
        joined = [votes[int(number)] for number in group]
        members = [(status, left, claim) for status, _, left, claim in joined if left]
        if not members:
            continue
        worth = [
            (STUDY_WEIGHTS[status] * (HYPOTHESIS_FACTOR if claim.certainty == "hypothesis" else 1), status)
            for status, _, claim in members
        ]
        weight = max(worth)[0]
        status = next(name for name in STUDY_WEIGHTS if (weight, name) in worth)
        names = tuple(sorted({known.get(work, [work])[0] for _, found, _ in members for work in found}))
        studies_found.add((names, status, tuple(sorted({claim.id for _, _, claim in members})), weight))
    return studies_found, len(order) - len(left_out), tuple(left_out)
