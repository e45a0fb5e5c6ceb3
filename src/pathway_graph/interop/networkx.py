"""The network as a networkx graph for offline analysis, and back, without loss."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, fields, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from pathway_graph.errors import InputError, Problem
from pathway_graph.model import Edge, Entity, Network
from pathway_graph.model.border import refuses_bad_data
from pathway_graph.model.caching import gc_paused
from pathway_graph.model.network import PARTS
from pathway_graph.model.validate import check_network
from pathway_graph.model.vocabulary import RELATIONS

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

    Nodes and claims may be changed, as long as they fit together. Edges follow from claims, links and diagrams: to
    change one, change what states it, and the edge beside it.

    Raises:
        InputError: *graph* was not made by `to_networkx`, or what was changed in it does not fit together; all
            problems are listed, each with its node or edge.

    >>> from pathway_graph.formats.native import read_guide
    >>> from_networkx(to_networkx(read_guide())) == read_guide()
    True
    """
    if not (graph.is_multigraph() and graph.is_directed()):
        raise InputError([_problem("", "it is no MultiDiGraph", _FOREIGN)])
    parts = {part: graph.graph.get(part) for part in _PARTS}
    missing = [part for part, items in parts.items() if not isinstance(items, tuple | list)]
    if missing:
        raise InputError([_problem("", f"the graph has no attribute {part!r}", _FOREIGN) for part in missing])
    problems: list[Problem] = []
    entities: list[Any] = []
    edges: list[Any] = []
    for node, data in graph.nodes(data=True):
        entities += _build(Entity, f"node {node}", data, problems, id=node)
    for source, target, key, data in graph.edges(keys=True, data=True):
        made = _build(Edge, f"edge {source} {key} {target}", data, problems, source=source, target=target, relation=key)
        problems += [problem for edge in made for problem in _contradictions(edge, data)]
        edges += made
    if problems:
        raise InputError(problems)
    network = Network(
        **{part: tuple(items) for part, items in parts.items() if items is not None},
        entities=tuple(sorted(entities, key=lambda entity: str(entity.id))),
        edges=tuple(sorted(edges, key=lambda edge: (str(edge.source), str(edge.relation), str(edge.target)))),
    )
    problems = check_network(network, place=_place)
    if problems:
        others = [problem for problem in problems if not problem.path.startswith("edge ")]  # edges follow from the rest
        raise InputError(others or [replace(problem, hint=_CHANGE) for problem in problems])
    return network


_FOREIGN: Final = "only graphs made by to_networkx can go back"
_CHANGE: Final = "edges follow from claims, links and diagrams: change what states it, and the edge beside it"


def _problem(where: str, message: str, hint: str) -> Problem:
    return Problem("the graph", 0, message, hint, where)


def _place(section: str, identifier: str, field: str) -> tuple[str, int, str]:
    what = {"entities": "node", "edges": "edge"}.get(section, f"{section}:")
    return "the graph", 0, f"{what} {identifier}"


def _build(cls: Any, where: str, data: dict[str, Any], problems: list[Problem], **known: Any) -> list[Any]:
    """Return the node's entity or the edge, in a list; nothing where it lacks fields, which is noted."""
    names = {one.name: one for one in fields(cls) if one.name not in known}
    lacking = [name for name, one in names.items() if one.default is MISSING and name not in data]
    if cls is Edge and "claims" not in data:
        lacking.append("claims")
    if lacking:
        problems.append(_problem(where, f"it lacks {' and '.join(lacking)}", _FOREIGN))
        return []
    return [cls(**known, **{name: value for name, value in data.items() if name in names})]


def _contradictions(edge: Edge, data: dict[str, Any]) -> Iterator[Problem]:
    """Yield what an edge says of its relation and sign that its key does not."""
    where = f"edge {edge.source} {edge.relation} {edge.target}"
    if data.get("relation", edge.relation) != edge.relation:
        yield _problem(where, f"relation {data['relation']!r} is not that of its key", _CHANGE)
    if edge.relation in RELATIONS and data.get("sign", edge.sign) != edge.sign:
        yield _problem(where, f"sign {data['sign']!r} is not that of its relation ({edge.sign})", _CHANGE)
