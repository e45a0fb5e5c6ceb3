"""What was changed in a graph is taken over or told, with its node or edge; never passed over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import networkx as nx
import pytest

import pathway_graph as pg
from pathway_graph.errors import InputError
from pathway_graph.interop.networkx import from_networkx, to_networkx
from pathway_graph.model.edges import derive_edges

TINY = pg.build_network(
    pg.Source("s"),
    entities=[pg.Entity("a", "Gene", "A"), pg.Entity("b", "Gene", "B", links=(pg.Link("is_a", "a"),))],
    claims=[pg.Claim("c", "a", "activates", "b")],
)
EDGE = ("a", "b", "activates")
Graph = Any


def set_node(**values: Any) -> Callable[[Graph], None]:
    return lambda graph: graph.nodes["b"].update(values)


def set_edge(**values: Any) -> Callable[[Graph], None]:
    return lambda graph: graph.edges[EDGE].update(values)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda graph: graph.remove_node("b"), ["claims: c: object 'b' is not among the entities"]),
        (set_node(name=None), ["node b: name None is not a text"]),
        (set_node(kind="zz"), ["node b: kind 'zz' is unknown"]),
        (set_node(kind="zz", name=" "), ["node b: 'name' is empty", "node b: kind 'zz' is unknown"]),
        (set_edge(relation="inhibits"), ["edge a activates b: relation 'inhibits' is not that of its key"]),
        (set_edge(sign=-1), ["edge a activates b: sign -1 is not that of its relation (1)"]),
        (set_edge(certainty="hypothesis"), ["edge a activates b: certainty is not as derived: 'hypothesis'"]),
        (set_edge(claims=()), ["edge a activates b: claims is not as derived: without 'c'"]),
        (lambda graph: graph.remove_edge(*EDGE), ["edge a activates b: it is missing, though 'c' states it; edges"]),
        (lambda graph: graph.remove_edge("b", "a", "is_a"),
         ["edge b is_a a: it is missing, though a link or a diagram does; edges"]),
        (lambda graph: graph.add_edge("b", "a"), ["edge b 1 a: it lacks claims"]),
        (lambda graph: graph.add_node("z"), ["node z: it lacks kind and name"]),
        (lambda graph: graph.add_node(7, kind="Gene", name="x"), ["node 7: id 7 is not a text"]),
        (lambda graph: graph.add_edge("b", "a", "inhibits", claims=("c",)),
         ["edge b inhibits a: no claim, link or diagram states it"]),
        (lambda graph: graph.graph.pop("claims"), ["the graph has no attribute 'claims'"]),
        (lambda graph: graph.graph.update(claims=None), ["the graph has no attribute 'claims'"]),
    ],
)  # fmt: skip
def test_a_change_that_does_not_fit_is_told(change: Callable[[Graph], object], told: list[str]) -> None:
    graph = to_networkx(TINY)
    change(graph)
    with pytest.raises(InputError) as caught:
        from_networkx(graph)
    lines = str(caught.value).splitlines()
    assert len(lines) == len(told)
    for line, wanted in zip(lines, told, strict=True):
        assert line.startswith(f"the graph: {wanted}")


def test_a_change_of_nodes_and_claims_that_fits_is_taken_over() -> None:
    graph = to_networkx(TINY)
    graph.nodes["b"]["name"] = "Bee"
    claims = tuple(replace(claim, relation="inhibits") for claim in graph.graph["claims"])
    graph.graph["claims"] = claims
    graph.remove_edge(*EDGE)
    graph.add_edge("a", "b", "inhibits", claims=("c",))
    made = from_networkx(graph)
    assert made.entity["b"].name == "Bee"
    assert made.edges == derive_edges(made.entities, claims, ())
    assert [edge.sign for edge in made.edges] == [-1, None]


@pytest.mark.parametrize("kind", [nx.DiGraph, nx.MultiGraph])
def test_a_graph_of_another_kind_is_no_network(kind: Any) -> None:
    with pytest.raises(InputError, match="it is no MultiDiGraph"):
        from_networkx(kind(to_networkx(TINY)))
