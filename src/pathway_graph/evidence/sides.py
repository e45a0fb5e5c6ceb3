"""The three sides of one question: who raised it, who lowered it, who found no effect; counted, never averaged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pathway_graph.evidence.circumstances import annotations_apart, differences, in_order
from pathway_graph.evidence.measured import NULL
from pathway_graph.evidence.prepared import claims_from, null_places
from pathway_graph.evidence.weight import Weight, weigh
from pathway_graph.evidence.works import retracted_claims
from pathway_graph.model import Claim, Network
from pathway_graph.model.caching import cached_on
from pathway_graph.text.counts import how_many

SIDES: Final = ("raising", "lowering", "unchanged")


@dataclass(frozen=True, slots=True)
class Sides:
    """Claims about one effect by what they found.

    No effect is a side of its own: it cancels no sign and adds to none, it qualifies what the others say.

    Attributes:
        raising, lowering, unchanged: Claims on each side, sorted.
        weight_raising, weight_lowering, weight_unchanged: Independent studies behind each.
        differs: Parts of the context that differ between sides whichever two claims are compared.
        annotated: Annotations of BEL of which that is so, each with what the sides state.
        differs_in_part: Whether some two claims of different sides differ in what is stated, if not all.
    """

    raising: tuple[str, ...]
    lowering: tuple[str, ...]
    unchanged: tuple[str, ...]
    weight_raising: Weight
    weight_lowering: Weight
    weight_unchanged: Weight
    differs: tuple[str, ...] = ()
    annotated: tuple[tuple[str, str], ...] = ()
    differs_in_part: bool = False

    @property
    def claims(self) -> tuple[str, ...]:
        """All claims on any side."""
        return (*self.raising, *self.lowering, *self.unchanged)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "raising": list(self.raising),
            "lowering": list(self.lowering),
            "unchanged": list(self.unchanged),
            "weight_raising": self.weight_raising.to_dict(),
            "weight_lowering": self.weight_lowering.to_dict(),
            "weight_unchanged": self.weight_unchanged.to_dict(),
            "differs": list(self.differs),
            "annotated": dict(self.annotated),
            "said": self.said(),
        }

    @property
    def is_divided(self) -> bool:
        """Whether there are claims on more than one side."""
        return sum(map(bool, (self.raising, self.lowering, self.unchanged))) > 1

    def said(self) -> str:
        """Return the sentence to quote: how many independent studies are on each side, and in what these differ."""
        counts = [len(getattr(self, f"weight_{side}").studies) for side in SIDES]
        last = f"no effect in {how_many(counts[2], 'study')}"
        end = ""
        if self.is_divided:
            parts = (*self.differs, *(f"{name} ({values})" for name, values in self.annotated))
            none = "what differs does not tell all apart" if self.differs_in_part else "no stated context differs"
            end = f"; they differ in {_listed(parts)}" if parts else f"; {none}"
        return f"raised in {counts[0]}, lowered in {counts[1]}, {last}{end}"


def sides_of(
    network: Network, claims: Iterable[Claim], *, without: Iterable[str] = (), count_retracted: bool = False
) -> Sides:
    """Return claims about one effect by what they found; those that say no direction are on no side.

    Args:
        network: Where the claims are.
        claims: About one effect, such as that of a drug on the forms of a gene.
        without: Works to leave out of the weights, see `pathway_graph.evidence.weight.weigh`.
        count_retracted: Count works that were retracted; else claims that fall with them are on no side.

    >>> from pathway_graph.formats.native import read_guide
    >>> guide = read_guide()
    >>> sides_of(guide, [guide.claim[name] for name in ("T2.2", "T2.3")]).said()
    'raised in 1, lowered in 1, no effect in 0 studies; they differ in species, tissue and baseline'
    """
    excluded = tuple(without)
    gone = frozenset() if count_retracted else retracted_claims(network)
    every = [claim for claim in claims if claim.id not in gone]
    sides = [sorted({c.id for c in every if side_of(c) == sign}) for sign in (1, -1, 0)]
    up, down, null = (tuple(names) for names in sides)
    weight_up, weight_down, weight_null = (
        weigh(network, names, without=excluded, count_retracted=count_retracted) for names in (up, down, null)
    )
    found = [[network.claim[name] for name in names] for names in (up, down, null)]
    pairs = [
        set(differences(one, other)[0])
        for place, side in enumerate(found)
        for further in found[place + 1 :]
        for one in side
        for other in further
    ]
    partly = any(pairs) or any(
        annotations_apart([[one], [other]])
        for place, side in enumerate(found)
        for further in found[place + 1 :]
        for one in side
        for other in further
    )
    differs = in_order(set.intersection(*pairs)) if pairs else ()
    return Sides(up, down, null, weight_up, weight_down, weight_null, differs, annotations_apart(found), partly)


def side_of(claim: Claim) -> int | None:
    """Return +1, -1, or 0 for a null result; None for a claim that is on no side.

    >>> [side_of(Claim("c", "x", relation, "y")) for relation in ("activates", "leaves_unchanged", "modulates")]
    [1, 0, None]
    """
    return claim.sign or (0 if claim.relation == NULL else None)


def null_claims(
    network: Network, ends: Iterable[tuple[str, str]], *, count_retracted: bool = False
) -> tuple[Claim, ...]:
    """Return the null results about pairs of entities, source first: what was looked for there and not found.

    Those of which every work was retracted are left out, unless they are to count.

    >>> from pathway_graph.formats.native import read_guide
    >>> null_claims(read_guide(), [("chem:imipramine", "prot:BDNF")])
    ()
    """
    by_ends = null_results(network, count_retracted=count_retracted)
    return tuple(claim for pair in dict.fromkeys(ends) for claim in by_ends.get(pair, ()))


def null_results(network: Network, *, count_retracted: bool = False) -> Mapping[tuple[str, str], list[Claim]]:
    """Return every null result by subject and object; retracted ones only where they count."""
    return cached_on(network, _null_by_ends, count_retracted)


def _null_by_ends(network: Network, count_retracted: bool) -> Mapping[tuple[str, str], list[Claim]]:
    found: dict[tuple[str, str], list[Claim]] = {}
    places = cached_on(network, null_places)
    gone = frozenset() if count_retracted or not len(places) else retracted_claims(network)
    for claim in network.pick("claims", places):
        if claim.id not in gone:
            found.setdefault((claim.subject, claim.object), []).append(claim)
    return found


def claims_between(network: Network, sources: Iterable[str], targets: Iterable[str]) -> tuple[Claim, ...]:
    """Return the claims on a side whose subject is one of *sources* and whose object is one of *targets*."""
    return tuple(claim for claim in claims_from(network, sources, targets) if side_of(claim) is not None)


def _listed(parts: tuple[str, ...]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
