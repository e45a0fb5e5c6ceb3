"""The network as a networkx graph for offline analysis, and back, without loss."""

from __future__ import annotations

from dataclasses import fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from pathway_graph.errors import InputError, Problem
from pathway_graph.model import Edge, Entity, Network
from pathway_graph.model.border import refuses_bad_data
from pathway_graph.model.caching import gc_paused
from pathway_graph.model.network import PARTS

if TYPE_CHECKING:
    import networkx as nx

_PARTS = tuple(part for part in PARTS if part != "entities")
_OF_ENTITY = tuple(one.name for one in fields(Entity) if one.name != "id")


@refuses_bad_data
def to_networkx(network: Network) -> nx.MultiDiGraph[str]:
    """Return *network* as a ``networkx.MultiDiGraph``, edges running source -> target.

    A node's key is the entity's identifier, its attributes the entity's fields. An edge's key is its relation,
    its attributes the edge's fields and its ``sign`` (+1, -1, 0, or None where it is not causal). Claims,
    references and the other parts stand in the graph's own attributes, each a tuple.

    >>> from pathway_graph.formats.native import read_guide
    >>> graph = to_networkx(read_guide())
    >>> graph.edges["prot:BDNF", "prot:NTRK2", "activates"]["claims"]
    ('P41',)
    """
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(**{part: getattr(network, part) for part in _PARTS})
    of_entity = attrgetter(*_OF_ENTITY)
    with gc_paused():
        for entity in network.entities:
            graph.add_node(entity.id, **dict(zip(_OF_ENTITY, of_entity(entity), strict=True)))
        for edge in network.edges:  # written out, since a dictionary in between would take a third longer
            graph.add_edge(
                edge.source, edge.target, edge.relation, relation=edge.relation, sign=edge.sign, claims=edge.claims,
                site=edge.site, mechanism=edge.mechanism, view=edge.view, certainty=edge.certainty,
                structural=edge.structural, cascades=edge.cascades,
            )  # fmt: skip
    return graph


def from_networkx(graph: nx.MultiDiGraph[str]) -> Network:
    """Rebuild the network that `to_networkx` was given; equal to it if nothing was changed.

    Raises:
        InputError: *graph* was not made by `to_networkx`: a node or an edge lacks its fields.

    >>> from pathway_graph.formats.native import read_guide
    >>> from_networkx(to_networkx(read_guide())) == read_guide()
    True
    """
    missing = [part for part in _PARTS if part not in graph.graph]
    if missing:
        raise _foreign(f"the graph has no attribute {missing[0]!r}")
    try:
        entities = [_build(Entity, data, id=node) for node, data in graph.nodes(data=True)]
        edges = [
            _build(Edge, data, source=source, target=target, relation=key)
            for source, target, key, data in graph.edges(keys=True, data=True)
        ]
    except TypeError as error:
        raise _foreign(f"a node or an edge lacks its fields: {error}") from error
    return Network(
        **{part: tuple(graph.graph[part]) for part in _PARTS},
        entities=tuple(sorted(entities, key=lambda entity: entity.id)),
        edges=tuple(sorted(edges, key=lambda edge: (edge.source, edge.relation, edge.target))),
    )


def _foreign(message: str) -> InputError:
    return InputError([Problem("the graph", 0, message, "only graphs made by to_networkx can go back")])


def _build(cls: Any, data: dict[str, Any], **known: Any) -> Any:
    names = {one.name for one in fields(cls)} - set(known)
    return cls(**known, **{name: value for name, value in data.items() if name in names})
