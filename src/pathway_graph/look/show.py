"""Show what is known of one thing: an entity, a claim, a diagram, a data set, a publication."""

from __future__ import annotations

from collections import Counter
from typing import Final

from pathway_graph.errors import AmbiguousName, UnknownName
from pathway_graph.evidence.retractions import plain_doi, plain_pmid
from pathway_graph.identifiers.claims import claim_named
from pathway_graph.identifiers.lookup import ANOTHER_NAME, resolve
from pathway_graph.look.cards import Card, DataSetCard, DiagramCard, Named
from pathway_graph.look.claim_card import claim_card, publication_card, reference_card
from pathway_graph.look.entity_card import entity_card
from pathway_graph.look.works import works_behind
from pathway_graph.model import Diagram, Entity, Network, Source
from pathway_graph.model.arguments import require_word
from pathway_graph.model.border import refuses_bad_data
from pathway_graph.model.diagram_lookup import diagram_named

CARDS: Final = ("entity", "claim", "diagram", "data-set", "publication")
"""What may be shown, in the order in which a name is tried."""
_MOST: Final = 5


@refuses_bad_data
def show(network: Network, name: str, *, what: str = "") -> Card:
    """Return what is known of one thing, on a card.

    A name means an entity before anything else, but an identifier of a claim, typed exactly, means that claim unless
    an entity is called exactly so. What else bears the name is said in ``also``.

    Args:
        network: Where to look.
        name: A name, symbol or identifier of an entity; the identifier of a claim, a data set or a publication (DOI
            and PubMed number too), the identifier or key of a diagram, ``SOURCE/NUMBER`` of a printed reference.
        what: Take it for this alone, a word of `CARDS`.

    Raises:
        UnknownName, AmbiguousName: Nothing is called so, or several different things are.

    >>> from pathway_graph.formats.native import read_guide
    >>> card = show(read_guide(), "BDNF")
    >>> [form.id for form in card.forms], [one.id for one in card.raised_by][0]
    (['gene:BDNF', 'prot:BDNF', 'rna:BDNF'], 'chem:imipramine')
    >>> show(read_guide(), "P38").says
    'Chronic imipramine raises BDNF.'
    """
    if what:
        require_word("what", what, CARDS)
    there = _Named(network, name.strip())
    order = there.order()
    chosen = what or (order[0] if order else "")
    if chosen not in order:
        raise there.unknown(what)
    also = tuple(f"--as {other}" for other in order if other != chosen)
    return there.card(chosen, also)


class _Named:
    """Everything that one name may mean."""

    def __init__(self, network: Network, name: str) -> None:
        self.network, self.name = network, name
        self.entities: tuple[Entity, ...] = ()
        self.trouble: UnknownName | AmbiguousName | None = None
        try:
            self.entities = resolve(network, name)
        except (UnknownName, AmbiguousName) as error:
            self.trouble = error
        self.diagram = self._diagram()
        folded = name.casefold()
        self.source = next((one for one in network.sources if one.id.casefold() == folded), None)
        doi, pmid = plain_doi(name), plain_pmid(name) if folded.startswith(("pmid", "pubmed:")) else ""
        named = [one for one in network.publications if one.id.casefold() == folded]
        self.publications = named[:1] or [
            one
            for one in network.publications
            if (one.doi and plain_doi(one.doi) == doi) or (pmid and plain_pmid(one.pmid) == pmid)
        ]  # one work may stand in several data sets
        self.claim = claim_named(network, name)
        self.reference = next((one for one in network.references if one.id == name), None)

    def _diagram(self) -> Diagram | None:
        try:
            return diagram_named(self.network, self.name)
        except (UnknownName, AmbiguousName):
            return None

    def order(self) -> list[str]:
        """Return what the name may mean, what it means first."""
        found = [
            ("entity", bool(self.entities) or isinstance(self.trouble, AmbiguousName)),
            ("claim", self.claim is not None),
            ("diagram", self.diagram is not None),
            ("data-set", self.source is not None),
            ("publication", bool(self.publications) or self.reference is not None),
        ]
        order = [what for what, is_there in found if is_there]
        exact = any(self.name in (one.id, one.name, *one.synonyms, *one.terms) for one in self.entities)
        if "claim" in order and not exact:
            order.sort(key=lambda what: what != "claim")
        return order

    def card(self, chosen: str, also: tuple[str, ...]) -> Card:
        if chosen == "entity":
            if self.trouble is not None:
                raise self.trouble
            return entity_card(self.network, self.entities, self.name, also)
        if chosen == "claim" and self.claim is not None:
            return claim_card(self.network, self.network.claim[self.claim], also)
        if chosen == "diagram" and self.diagram is not None:
            return _diagram_card(self.network, self.diagram, also)
        if chosen == "data-set" and self.source is not None:
            return _data_set_card(self.network, self.source, also)
        if self.publications:
            return publication_card(self.network, self.publications, also)
        assert self.reference is not None
        return reference_card(self.network, self.reference, also)

    def unknown(self, what: str) -> Exception:
        """Return the error for a name that means nothing, or not what was asked for."""
        if what and what != "entity":
            known = self.order()
            hint = (
                f"it is the name of: {', '.join(known)}"
                if known
                else f"`pathway-graph find` looks for parts; {ANOTHER_NAME}"
            )
            return UnknownName(what.replace("-", " "), self.name, hint=hint)
        if isinstance(self.trouble, UnknownName) and self.trouble.suggestions:
            return self.trouble
        note = self.trouble.note if isinstance(self.trouble, UnknownName) else ""
        alike = [one for one in self.network.claim if one.casefold() == self.name.casefold()]
        if alike:
            return UnknownName("thing stored", self.name, alike)
        return UnknownName(
            "thing stored", self.name, note=note, hint=f"`pathway-graph find {self.name}` looks for parts of names"
        )


def _diagram_card(network: Network, one: Diagram, also: tuple[str, ...]) -> DiagramCard:
    nodes = []
    for node in one.nodes:
        entity = network.entity.get(node.entity)
        nodes.append(Named(node.entity, entity.kind if entity else "Step", network.name(node.entity)))
    claims = tuple(sorted({name for edge in one.edges for name in edge.claims if name in network.claim}))
    return DiagramCard(
        one.id, one.key, one.title, one.kind, one.caption, one.source, tuple(nodes), len(one.edges),
        sum(edge.hypothesis for edge in one.edges), sum(edge.view == "background" for edge in one.edges), claims,
        works_behind(network, claims), one.note, also,
    )  # fmt: skip


def _data_set_card(network: Network, one: Source, also: tuple[str, ...]) -> DataSetCard:
    own = [claim for claim in network.claims if claim.source == one.id]
    stated = [claim for claim in own if claim.view == "guide"]
    ends = Counter(end for claim in stated for end in {claim.subject, claim.object})
    most = sorted(ends.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST]
    works = [p for p in network.publications if p.source == one.id and (p.claims or not p.notice)]
    return DataSetCard(
        one.id, one.title, one.version, one.citation, one.license,
        sum(one.id in entity.sources for entity in network.entities), len(stated), len(own) - len(stated),
        sum(reference.source == one.id for reference in network.references), len(works),
        tuple(Named(d.id, "Diagram", d.title) for d in network.diagrams if d.source == one.id),
        tuple((network.name(end), count) for end, count in most), one.note, also,
    )  # fmt: skip
