"""A finding: one thing that a general rule has noticed about claims or references."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from pathway_graph.model import Claim
from pathway_graph.model.vocabulary import RULES

NOTES: Final = frozenset({"table-only", "prose-without-species", "no-effect-size", "cell-as-place", "not-significant"})
"""Rules that tell what is thin, not what is wrong."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule has noticed.

    Attributes:
        rule: One of `vocabulary.RULES`.
        message: What it noticed, in a sentence.
        claims: Claims it is about, sorted.
        references: Reference entries it is about, ``source/number``.
        entities: Entities it is about.
        explained_by: Ways in which the contexts differ that would explain it, e.g. ``species``; empty if none.
    """

    rule: str
    message: str
    claims: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    explained_by: tuple[str, ...] = ()

    @property
    def is_note(self) -> bool:
        """Whether it tells what is thin rather than what is wrong."""
        return self.rule in NOTES

    def to_dict(self) -> dict[str, Any]:
        """Return the finding as plain data."""
        return {
            "rule": self.rule,
            "message": self.message,
            "claims": list(self.claims),
            "references": list(self.references),
            "entities": list(self.entities),
            "explained_by": list(self.explained_by),
        }


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings by rule, in the order of the vocabulary, then by what they are about; each once."""
    rank = {rule: place for place, rule in enumerate(RULES)}
    distinct = dict.fromkeys(findings)
    return tuple(sorted(distinct, key=lambda f: (rank[f.rule], f.references, f.claims, f.entities, f.message)))


def sorted_ids(claims: Iterable[Claim]) -> tuple[str, ...]:
    """Return the identifiers of claims, sorted: what a finding is about."""
    return tuple(sorted(claim.id for claim in claims))
