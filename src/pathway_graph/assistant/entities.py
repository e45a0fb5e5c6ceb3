"""Tools about entities, claims and data sets: find, describe, claims, sources."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from pathway_graph.assistant.asking import Limit, Name, Names, Offset
from pathway_graph.assistant.cards import cards, page
from pathway_graph.assistant.marking import data, shown
from pathway_graph.assistant.results import Claims, DataSetRow, DataSets
from pathway_graph.assistant.session import Session
from pathway_graph.assistant.shapes import ConflictLine, Described, EntityCard, EntityRow, Found
from pathway_graph.errors import AmbiguousName, UnknownName, nearest
from pathway_graph.evidence.conflicts import find_conflicts
from pathway_graph.evidence.prepared import claims_about, links_to
from pathway_graph.identifiers.claims import claim_named
from pathway_graph.identifiers.lookup import choice_of, resolve
from pathway_graph.identifiers.spellings import names_of
from pathway_graph.look import find as find_named
from pathway_graph.model import Entity, Network
from pathway_graph.model.stopping import go_on
from pathway_graph.model.vocabulary import KINDS
from pathway_graph.stores.listing import data_sets
from pathway_graph.text.counts import how_many

_NAMES, _LINKS, _CONFLICTS = 12, 40, 10
_CALLED = "{} called"


def find(session: Session, name: Name, limit: Limit = 20, offset: Offset = 0) -> Found:
    """Find entities by name, synonym, gene symbol (of human, mouse or rat), CURIE or a part of a name.

    A gene symbol means the gene with its transcript, protein and states. Where nothing is called so, entities that have
    the text in a name are listed, or a name that it may be a misspelling of. Use it first, to learn identifiers.
    """
    network = session.network()
    entities, remark = _meant(network, name)
    some, cut = page(entities, offset, limit, "find", {"name": name})
    rows = [_row(entity) for entity in some]
    called = remark.format(how_many(len(entities), "thing is", "things are"))
    return Found(
        summary=f"{called} {data(name)}.", is_exact=remark == _CALLED, rows=rows,
        notes=[data(choice)] if (choice := choice_of(network, name)) else [], cut=cut,
    )  # fmt: skip


def _meant(network: Network, name: str) -> tuple[list[Entity], str]:
    try:
        return list(resolve(network, name)), _CALLED
    except AmbiguousName as error:
        there = [network.entity[one] for one, _ in error.candidates if one in network.entity]
        return there, "Not clear which is meant: {} called"
    except UnknownName:
        near = find_named(network, name, kinds=KINDS, limit=0).matches
        if not near:
            raise
        how = "by a name near" if near[0].way == "spelling" else "by a name with"
        return [network.entity[one.id] for one in near], f"Nothing is called so; {{}} called {how}"


def _row(entity: Entity) -> EntityRow:
    names = [shown(name) for name in names_of(entity)[:_NAMES]]
    return EntityRow(entity.id, shown(entity.called), entity.kind, names, list(entity.sources))


def describe(session: Session, name: Name, limit: Limit = 20, offset: Offset = 0) -> Described:
    """Describe an entity: what it is, its identifiers, structural links, diagrams, every claim about it, conflicts.

    Claims that it acts on others come with those that others act on it, each as a card with context, certainty and
    publications.
    """
    network = session.network()
    entities = resolve(network, name)
    about = claims_about(network, [entity.id for entity in entities])
    ids = {entity.id for entity in entities}
    acting = sum(claim.subject in ids for claim in about)
    some, cut = page([claim.id for claim in about], offset, limit, "describe", {"name": name}, "claims")
    made, _ = cards(network, some, len(some))
    go_on()
    conflicts = find_conflicts(network, name).conflicts
    lines = [
        ConflictLine(
            shown(network.name(one.subject)), shown(network.name(one.object)), one.aspect, one.said(network),
            list((*one.raising, *one.lowering, *one.unchanged))[:40],
        )
        for one in conflicts[:_CONFLICTS]
    ]  # fmt: skip
    means = f"{data(name)} means {how_many(len(entities), 'entity')}"
    summary = f"{means}; {how_many(len(about), 'claim is', 'claims are')} about it, in {acting} of them it acts."
    notes = [data(choice)] if (choice := choice_of(network, name)) else []
    if len(conflicts) > _CONFLICTS:
        notes.append(
            f"{how_many(len(conflicts), 'conflict')}, of which {_CONFLICTS} are listed: the tool conflicts gives all."
        )
    return Described(
        summary=summary, entities=[_card(network, entity) for entity in entities[:20]], conflicts=lines, claims=made,
        notes=notes, cut=cut,
    )  # fmt: skip


def _card(network: Network, entity: Entity) -> EntityCard:
    identifiers = [f"{entity.curie} (this very thing)"] if entity.curie else []
    identifiers += [f"{xref.curie} ({xref.note or 'near it'})" for xref in entity.xrefs]
    for ortholog in entity.orthologs:
        of = " ".join(filter(None, (ortholog.species, ortholog.symbol)))
        identifiers += [f"{curie} ({of})" for curie in ortholog.curies]
    links = [f"{link.relation} {link.target} ({network.name(link.target)})" for link in entity.links]
    links += [f"{other} ({network.name(other)}) {relation} it" for relation, other in links_to(network, entity.id)]
    diagrams = [one.key for one in network.diagrams if any(node.entity == entity.id for node in one.nodes)]
    return EntityCard(
        entity.id, shown(entity.called), entity.kind, [shown(name) for name in names_of(entity)[:40]],
        [shown(one) for one in identifiers[:_LINKS]], [shown(one) for one in links[:_LINKS]], diagrams[:20],
        shown(entity.note), entity.view, list(entity.sources),
    )  # fmt: skip


def claims(session: Session, ids: Annotated[Names, Field(min_length=1, description="Identifiers of claims")]) -> Claims:
    """Give the cards of claims by identifier: what each says, context, certainty, publications, where it stands."""
    network = session.network()
    named = {one: claim_named(network, one.strip("[]() ")) for one in ids}
    known = list(dict.fromkeys(claim for claim in named.values() if claim is not None))
    others = [one for one, claim in named.items() if claim is None]
    near = {one: nearest(one.split()[-1] if one.split() else one, network.claim) for one in others[:20]}
    said = [f"{data(one)} is none; did you mean {', '.join(map(data, like))}?" for one, like in near.items() if like]
    made, rest = cards(network, known, 100)
    return Claims(
        summary=f"Of {how_many(len(named), 'name')}, "
        f"{how_many(len(named) - len(others), 'is a claim', 'are claims')} of this store.", claims=made,
        claims_without_card=rest, unknown=[shown(one) for one in others], notes=said,
    )  # fmt: skip


def sources(session: Session, limit: Limit = 50, offset: Offset = 0) -> DataSets:
    """List the data sets: title, version, licence, the file each came from with its checksum, what each holds."""
    network = session.network()
    history = session.history()
    every = data_sets(network, history)
    some, cut = page(every, offset, limit, "sources", {})
    keys = {one.source: [d.key for d in network.diagrams if d.source == one.source][:50] for one in some}
    notes = {source.id: source.note for source in network.sources}
    rows = [
        DataSetRow(
            one.source, shown(one.title), shown(one.version), shown(one.license), shown(one.citation),
            shown(notes[one.source]), one.loaded, shown(one.origin.file), one.origin.checksum, shown(one.origin.url),
            one.counts["entities"], one.counts["claims"], one.counts["background"], one.counts["publications"],
            keys[one.source],
        )
        for one in some
    ]  # fmt: skip
    return DataSets(
        summary=f"{how_many(len(every), 'data set')}, {how_many(len(network.claims), 'claim')}, "
        f"{how_many(len(network.entities), 'entity')}.", rows=rows,
        notes=[data(history.note)] if history.note else [], cut=cut,
    )  # fmt: skip
