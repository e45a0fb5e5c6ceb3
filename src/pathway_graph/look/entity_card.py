"""The card of an entity: what it is, what raises and lowers it and what it does, and what that rests on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from pathway_graph.evidence.conflicts import find_conflicts
from pathway_graph.evidence.prepared import claims_about, links_to
from pathway_graph.evidence.weight import weigh
from pathway_graph.evidence.works import retracted_claims
from pathway_graph.identifiers.gene_forms import gene_of
from pathway_graph.identifiers.lookup import choice_of
from pathway_graph.identifiers.spellings import names_of
from pathway_graph.look.cards import EntityCard, Identifier, Influence, Named
from pathway_graph.look.links import link_of
from pathway_graph.look.works import works_behind
from pathway_graph.model import Claim, Entity, Network
from pathway_graph.model.vocabulary import CERTAINTIES
from pathway_graph.text.spelling import is_symbol

_NONE = "none"
"""The side of a claim that something does not change."""
_OTHERWISE: dict[int | str, tuple[int | str, ...]] = {1: (-1, _NONE), -1: (1, _NONE), _NONE: (1, -1)}
"""The sides that say otherwise."""
_FIRST = ("Gene", "Protein", "Transcript")


def entity_card(network: Network, entities: Sequence[Entity], asked: str, also: tuple[str, ...]) -> EntityCard:
    """Return the card of an entity, or of a gene with its forms."""
    ids = frozenset(entity.id for entity in entities)
    whole = claims_about(network, ids)
    gone = retracted_claims(network)
    claims = [claim for claim in whole if claim.id not in gone]
    onto, from_it = _Side(network, ids, claims, "object"), _Side(network, ids, claims, "subject")
    first = min(entities, key=lambda one: (_FIRST.index(one.kind) if one.kind in _FIRST else 9, one.id))
    found = find_conflicts(network, asked)
    return EntityCard(
        asked=asked,
        name=_heading(entities, first),
        kind=first.kind if len(entities) == 1 else "gene",
        names=_names(entities, first),
        identifiers=_identifiers(entities),
        forms=tuple(Named(one.id, one.kind, one.called) for one in entities),
        links=_links(network, entities, ids),
        raised_by=onto.with_sign(1), lowered_by=onto.with_sign(-1), acted_on_by=onto.with_sign(0),
        unchanged_by=onto.with_sign(_NONE),
        raises=from_it.with_sign(1), lowers=from_it.with_sign(-1), acts_on=from_it.with_sign(0),
        leaves_unchanged=from_it.with_sign(_NONE),
        claims=len(whole),
        on_itself=tuple(
            claim.id for claim in claims if {claim.subject, claim.object} <= ids and _side(claim) is not None
        ),
        other_claims=sum(_side(claim) is None for claim in claims),
        retracted=tuple(claim.id for claim in whole if claim.id in gone),
        conflicts=len(found.conflicts) + len(found.findings) + len(found.tensions),
        diagrams=tuple(
            Named(one.id, "Diagram", one.title)
            for one in network.diagrams
            if any(node.entity in ids for node in one.nodes)
        ),
        works=works_behind(network, [claim.id for claim in whole]),
        sources=_sources(entities, whole),
        note="; ".join(dict.fromkeys(one.note for one in entities if one.note)),
        remark=choice_of(network, asked),
        also=also,
    )  # fmt: skip


def _heading(entities: Sequence[Entity], first: Entity) -> str:
    """Return the name that heads the card: of a gene its symbol, which all its forms share."""
    if len(entities) == 1:
        return first.called
    shared = set.intersection(*(set(names_of(one)) for one in entities))
    symbols = sorted((name for name in names_of(first) if name in shared), key=lambda name: not is_symbol(name))
    return symbols[0] if symbols else first.called


def _names(entities: Sequence[Entity], first: Entity) -> tuple[str, ...]:
    ordered = [first, *(one for one in entities if one is not first)]
    return tuple(dict.fromkeys(name for one in ordered for name in names_of(one)))


def _identifiers(entities: Sequence[Entity]) -> tuple[Identifier, ...]:
    found: dict[str, Identifier] = {}
    for one in entities:
        if one.curie:
            found[one.curie] = Identifier(one.curie, link_of(one.curie))
    for one in entities:
        for xref in one.xrefs:
            found.setdefault(xref.curie, Identifier(xref.curie, link_of(xref.curie), xref.note))
        for ortholog in one.orthologs:
            note = " ".join(filter(None, (ortholog.species, ortholog.symbol)))
            for curie in ortholog.curies:
                found.setdefault(curie, Identifier(curie, link_of(curie), note))
    return tuple(found.values())


def _links(network: Network, entities: Sequence[Entity], ids: frozenset[str]) -> tuple[tuple[str, Named], ...]:
    """Return structural links to what is no form of the same gene."""
    up = [(link.relation.replace("_", " "), link.target) for one in entities for link in one.links]
    down = [(f"{relation.replace('_', ' ')} it:", other) for one in ids for relation, other in links_to(network, one)]
    ends = [(words, end) for words, end in dict.fromkeys([*up, *sorted(down)]) if end not in ids]
    return tuple((words, _named(network, end)) for words, end in ends)


def _named(network: Network, identifier: str) -> Named:
    entity = network.entity.get(identifier)
    return Named(identifier, entity.kind if entity else "", network.name(identifier))


def _sources(entities: Iterable[Entity], claims: Iterable[Claim]) -> tuple[tuple[str, int], ...]:
    counts = Counter(claim.source for claim in claims)
    for entity in entities:
        for source in entity.sources:
            counts.setdefault(source, 0)
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _side(claim: Claim) -> int | str | None:
    return _NONE if claim.relation == "leaves_unchanged" else claim.sign


class _Side:
    """Claims in which some entities are at one end, by the other end and by what they say."""

    def __init__(self, network: Network, ids: frozenset[str], claims: Sequence[Claim], own: str) -> None:
        self.network, self.own = network, own
        self._gene = gene_of(network)
        self._has_forms = len(ids) > 1
        self._by_end: dict[str, dict[int | str, list[Claim]]] = defaultdict(lambda: defaultdict(list))
        for claim in claims:
            mine, other = (claim.object, claim.subject) if own == "object" else (claim.subject, claim.object)
            side = _side(claim)
            if mine in ids and other not in ids and side is not None:
                self._by_end[other][side].append(claim)

    def with_sign(self, side: int | str) -> tuple[Influence, ...]:
        """Return what claims of one sign say, by the other end, the weightiest first."""
        found = [self._influence(end, sides, side) for end, sides in self._by_end.items() if side in sides]
        return tuple(
            sorted(
                found,
                key=lambda one: (
                    one.is_background, one.certainty == "hypothesis", -one.score, -len(one.claims), one.id
                ),
            )
        )  # fmt: skip

    def _influence(self, end: str, sides: dict[int | str, list[Claim]], side: int | str) -> Influence:
        some = sides[side]
        weight = weigh(self.network, [claim.id for claim in some])
        contrary = _OTHERWISE.get(side, ())
        own = {claim.object if self.own == "object" else claim.subject for claim in some}
        return Influence(
            end,
            self.network.name(end),
            tuple(sorted(claim.id for claim in some)),
            len(weight.studies),
            weight.score,
            min((claim.certainty for claim in some), key=CERTAINTIES.index),
            all(claim.view == "background" for claim in some),
            sum(len(sides.get(other, ())) for other in contrary),
            tuple(sorted(own)) if self._has_forms else (),
        )
