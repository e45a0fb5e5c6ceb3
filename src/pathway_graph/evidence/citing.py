"""General rules about claims and the references they cite; they need no curation and apply to any network."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from typing import Final

from pathway_graph.evidence.findings import Finding
from pathway_graph.evidence.printed import is_bare, is_same_work
from pathway_graph.identifiers.gene_forms import gene_of
from pathway_graph.model import Claim, Network, Reference

SIGNIFICANT: Final = 0.05
"""The p-value above which a change is noted; a convention."""
_WEAKENING = re.compile(r"\bpartial(?:ly)?\b|\bin part\b", re.IGNORECASE)


def same_entries(references: Iterable[Reference]) -> dict[str, tuple[int, ...]]:
    """Return, by entry, the numbers of other entries of its list that are the same work."""
    titled = [entry for entry in references if not is_bare(entry)]
    found: dict[str, tuple[int, ...]] = {}
    for entry in titled:
        others = [
            other.number
            for other in titled
            if other.source == entry.source and other is not entry and is_same_work(other.text, entry.text)
        ]
        if others:
            found[entry.id] = tuple(others)
    return found


def citation_findings(network: Network) -> Iterator[Finding]:
    """Yield what is wrong or thin in how claims cite, for every data set."""
    yield from _entries(network)
    yield from _numbers(network)
    yield from one_citation_both_signs(network)
    yield from _drift(network)
    yield from _weaker_titles(network)
    yield from _tables(network)
    yield from _figures(network)


def _entries(network: Network) -> Iterator[Finding]:
    cited = {f"{claim.source}/{number}" for claim in network.claims for number in claim.citations}
    same = same_entries(network.references)
    for entry in network.references:
        if is_bare(entry):
            yield Finding(
                "bare-domain", f"entry {entry.number} names a site and no work: {entry.text}", (), (entry.id,)
            )
        if entry.id not in cited and not entry.cited_at:
            yield Finding("never-cited", f"entry {entry.number} is cited nowhere: {entry.text}", (), (entry.id,))
        for other in same.get(entry.id, ()):
            if other > entry.number:
                both = (entry.id, f"{entry.source}/{other}")
                yield Finding(
                    "duplicate-entry", f"entries {entry.number} and {other} are one work: {entry.text}", (), both
                )


def _numbers(network: Network) -> Iterator[Finding]:
    printed = {entry.id for entry in network.references}
    backed = {name for publication in network.publications for name in publication.claims}
    for claim in network.claims:
        if claim.view == "guide" and not claim.citations and claim.id not in backed:
            yield Finding("uncited-claim", f"{claim.id} cites nothing", (claim.id,))
        for number in claim.citations:
            if (name := f"{claim.source}/{number}") not in printed:
                yield Finding(
                    "number-out-of-range", f"{claim.id} cites {number}, which is not in the list", (claim.id,), (name,)
                )


def one_citation_both_signs(
    network: Network, gone: Container[str] = (), claims: Iterable[Claim] | None = None
) -> Iterator[Finding]:
    """Yield references cited for an effect and its opposite; claims that are *gone* do not count.

    Where only some *claims* are given, of these: all about a subject and an object, if any.
    """
    groups: dict[tuple[str, str, str], list[Claim]] = defaultdict(list)
    for claim in _left(network.claims if claims is None else claims, gone):
        for number in claim.citations:
            if claim.sign:
                groups[f"{claim.source}/{number}", claim.subject, claim.object].append(claim)
    for (entry, subject, target), group in sorted(groups.items()):
        if {claim.sign for claim in group} == {1, -1}:
            up = ", ".join(claim.id for claim in group if claim.sign == 1)
            down = ", ".join(claim.id for claim in group if claim.sign == -1)
            yield Finding(
                "one-citation-both-signs",
                f"[{entry.rpartition('/')[2]}] stands for {network.name(subject)} raising {network.name(target)} "
                f"({up}) and lowering it ({down})",
                tuple(sorted(claim.id for claim in group)),
                (entry,),
                (target,),
            )


def _left(claims: Iterable[Claim], gone: Container[str]) -> list[Claim]:
    return [claim for claim in claims if claim.id not in gone]


def acute_behind_chronic(
    network: Network, gone: Container[str] = (), claims: Iterable[Claim] | None = None
) -> Iterator[Finding]:
    """Yield references cited for a chronic claim whose other claim about the same gene is acute, and the like.

    Where only some *claims* are given, of these: all about a subject and the forms of a gene, if any.
    """
    genes = gene_of(network)
    groups: dict[tuple[str, str, str, int], list[Claim]] = defaultdict(list)
    left = _left(network.claims if claims is None else claims, gone)
    for claim in left:
        for number in claim.citations:
            if claim.sign:
                gene = genes.get(claim.object, claim.object)
                groups[f"{claim.source}/{number}", claim.subject, gene, claim.sign].append(claim)
    for (entry, *_), group in sorted(groups.items()):
        acute = [claim for claim in group if claim.course == "acute"]
        for claim in group:
            if claim.course == "chronic" and acute:
                names = ", ".join(other.id for other in acute)
                yield Finding(
                    "acute-behind-chronic",
                    f"{claim.id} is chronic and cites [{entry.rpartition('/')[2]}], as the acute {names} does",
                    tuple(sorted({claim.id, *(other.id for other in acute)})),
                    (entry,),
                    (claim.object,),
                )
    chronic = {source.id: source.title for source in network.sources if re.search(r"\bchronic", source.title, re.I)}
    for claim in left:
        if claim.view == "guide" and claim.course == "acute" and claim.source in chronic:
            yield Finding(
                "acute-in-chronic-source",
                f"{claim.id} is {claim.regimen}, in a source called {chronic[claim.source]!r}",
                (claim.id,),
                (),
                (claim.object,),
            )


def _drift(network: Network) -> Iterator[Finding]:
    for claim in network.claims:
        for name in claim.restates:
            earlier = network.claim.get(name)
            if earlier is not None and claim.citations and set(claim.citations) != set(earlier.citations):
                yield Finding(
                    "citation-drift",
                    f"{claim.id} repeats {name} and cites {list(claim.citations)}, not {list(earlier.citations)}",
                    tuple(sorted((claim.id, name))),
                )


def _weaker_titles(network: Network) -> Iterator[Finding]:
    for entry in network.references:
        for group in entry.verdicts:
            if group.verdict != "supported" or not _WEAKENING.search(entry.text):
                continue
            for claim in (network.claim[name] for name in group.claims if name in network.claim):
                if claim.condition and not _WEAKENING.search(f"{claim.qualifier} {claim.statement}"):
                    message = f"{claim.id} says it outright, the title of [{entry.number}] only in part: {entry.text}"
                    yield Finding("title-weaker", message, (claim.id,), (entry.id,))


def _figures(network: Network) -> Iterator[Finding]:
    for claim in network.claims:
        is_p = claim.statistic in ("p-value", "adjusted p-value")
        if is_p and claim.sign and claim.statistic_value is not None and claim.statistic_value > SIGNIFICANT:
            message = f"{claim.id} states a change with a {claim.statistic} of {claim.statistic_value:g}"
            yield Finding("not-significant", message, (claim.id,))


def _tables(network: Network) -> Iterator[Finding]:
    repeated = {name for claim in network.claims if claim.table for name in claim.restates}
    has_tables = {claim.source for claim in network.claims if claim.table}
    for claim in network.claims:
        if claim.view != "guide" or claim.source not in has_tables:
            continue
        if claim.table:
            place = f"table {claim.table}, row {claim.row}"
            if not claim.restates:
                yield Finding("table-only", f"{claim.id} stands in {place} only", (claim.id,))
            if claim.effect_percent is None:
                yield Finding("no-effect-size", f"{claim.id} ({place}) gives no size of the change", (claim.id,))
            if claim.cell and not claim.region:
                message = f"{claim.id} ({place}) is placed in a cell, {network.name(claim.cell)}"
                yield Finding("cell-as-place", message, (claim.id,))
        elif claim.kind == "causal" and claim.sign is not None and not claim.species and claim.id not in repeated:
            message = f"{claim.id} names no species, and no table repeats it"
            yield Finding("prose-without-species", message, (claim.id,))
