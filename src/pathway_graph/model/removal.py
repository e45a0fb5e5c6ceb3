"""What falls with a data set that is removed, and what stays because others state it too."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Final

from pathway_graph.errors import UnknownName, nearest
from pathway_graph.model import Network
from pathway_graph.model.border import refuses_bad_data
from pathway_graph.model.diff import SignChange, compare
from pathway_graph.model.network import OWNED
from pathway_graph.model.update import without

_PAPERS: Final = tuple(part for part in OWNED if part != "claims")


@dataclass(frozen=True, slots=True)
class Removal:
    """What the removal of a data set takes along; each part sorted by identifier.

    Attributes:
        source: The data set.
        claims: Its claims of its own view.
        background: Its background claims.
        entities: Entities that nothing else defines: they go.
        entities_kept: Entities that other data sets define too: they stay, as those define them.
        edges: Edges that no other data set states: they go.
        edges_kept: Edges that stay on the word of others.
        sign_changes: Pairs of entities that stay linked, with other signs.
        signs_lost: Pairs of entities between which no edge with a sign is left.
        papers: What goes beside: references, publications, protocols, diagrams, tensions, by part.
        left_hanging: Items of other data sets that name something that goes.
        left: The data sets that stay.
    """

    source: str
    claims: tuple[str, ...]
    background: tuple[str, ...]
    entities: tuple[str, ...]
    entities_kept: tuple[str, ...]
    edges: tuple[str, ...]
    edges_kept: tuple[str, ...]
    sign_changes: tuple[SignChange, ...]
    signs_lost: tuple[str, ...]
    papers: tuple[tuple[str, tuple[str, ...]], ...]
    left_hanging: tuple[str, ...]
    left: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        found: dict[str, Any] = {item.name: getattr(self, item.name) for item in fields(self) if item.name != "papers"}
        found |= {name: list(value) for name, value in found.items() if isinstance(value, tuple)}
        found["sign_changes"] = [
            {"source": one.source, "target": one.target, "old": list(one.old), "new": list(one.new)}
            for one in self.sign_changes
        ]
        return found | {part: list(ids) for part, ids in self.papers}


@refuses_bad_data
def removal(network: Network, source: str) -> Removal:
    """Return what falls when a data set is removed; nothing is changed.

    Args:
        network: What is stored.
        source: Name of the data set.

    Raises:
        UnknownName: No data set is called so.

    >>> from pathway_graph.model import Claim, Entity, Source
    >>> from pathway_graph.model.build import build_network, merge
    >>> ends = [Entity("a", "Protein", "A"), Entity("b", "Protein", "B")]
    >>> one = build_network(Source("one"), entities=ends, claims=[Claim("c1", "a", "activates", "b")])
    >>> two = build_network(Source("two"), entities=ends, claims=[Claim("c2", "a", "inhibits", "b")])
    >>> found = removal(merge([one, two]), "two")
    >>> found.claims, found.entities, found.edges, found.sign_changes[0].old, found.sign_changes[0].new
    (('c2',), (), ('a inhibits b',), (-1, 1), (1,))
    """
    names = [one.id for one in network.sources]
    if source not in names:
        raise UnknownName("data set", source, nearest(source, names), known=names)
    left = without(network, source)
    difference = compare(network, left)
    own = [claim for claim in network.claims if claim.source == source]
    shared = [one.id for one in network.entities if source in one.sources and one.id in left.entity]
    papers = ((part, tuple(one.id for one in getattr(network, part) if one.source == source)) for part in _PAPERS)
    return Removal(
        source=source,
        claims=tuple(claim.id for claim in own if claim.view != "background"),
        background=tuple(claim.id for claim in own if claim.view == "background"),
        entities=difference.entities_removed,
        entities_kept=tuple(shared),
        edges=difference.edges_removed,
        edges_kept=tuple(change.id for change in difference.edges_changed),
        sign_changes=difference.sign_changes,
        signs_lost=_signs_lost(network, left),
        papers=tuple(papers),
        left_hanging=_hanging(left, set(difference.entities_removed), {claim.id for claim in own}),
        left=tuple(name for name in names if name != source),
    )


def _signs_lost(network: Network, left: Network) -> tuple[str, ...]:
    """Name the pairs that were linked with a sign and are not any more."""
    were, are = (
        {(edge.source, edge.target) for edge in some.edges if edge.sign is not None} for some in (network, left)
    )
    return tuple(f"{source} -> {target}" for source, target in sorted(were - are))


def _hanging(left: Network, entities: set[str], claims: set[str]) -> tuple[str, ...]:
    """Name what is left and speaks of entities or claims that are gone."""
    found = []
    for claim in left.claims:
        ends = (claim.subject, claim.object, claim.region, claim.cell, claim.condition, claim.assay)
        if entities.intersection(ends + claim.co_treatment) or claims.intersection(
            claim.restates + claim.inferred_from
        ):
            found.append(claim.id)
    for publication in left.publications:
        if claims.intersection(publication.claims):
            found.append(publication.id)
    for diagram in left.diagrams:
        shown = {node.entity for node in diagram.nodes}
        resting = {claim for edge in diagram.edges for claim in edge.claims}
        if entities & shown or claims & resting:
            found.append(diagram.id)
    return tuple(found)
