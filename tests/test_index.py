"""The index: the same edges as the network, signed reach equal to networkx on a doubled graph."""

from __future__ import annotations

import random
from typing import Any

import networkx as nx
import numpy as np
import pytest

from networks import OTHER, TINY
from pathway_graph.errors import UnknownName
from pathway_graph.formats.native import read_guide
from pathway_graph.index import index_of, signed_reach
from pathway_graph.index.reach import NEVER
from pathway_graph.model import Claim, Entity, Network, Source
from pathway_graph.model.build import build_network

RELATIONS = {1: "activates", -1: "inhibits", 0: "modulates"}


def signed_network(edges: list[tuple[int, int, int]], size: int) -> Network:
    """A network of *size* proteins ``n0``, ``n1``, … and the edges (source, target, sign)."""
    return build_network(
        Source("random"),
        entities=[Entity(f"n{i}", "Protein", f"N{i}") for i in range(size)],
        claims=[Claim(f"c{k}", f"n{a}", RELATIONS[s], f"n{b}") for k, (a, b, s) in enumerate(edges)],
    )


def random_edges(chance: random.Random, size: int, count: int, signs: tuple[int, ...]) -> list[tuple[int, int, int]]:
    """Random edges, self-loops and parallel ones of opposite sign among them."""
    return [(chance.randrange(size), chance.randrange(size), chance.choice(signs)) for _ in range(count)]


@pytest.mark.parametrize("network", [TINY, OTHER, read_guide(), Network()], ids=["tiny", "other", "guide", "empty"])
def test_the_index_has_the_causal_edges_of_the_network(network: Network) -> None:
    index = index_of(network)
    causal = [edge for edge in network.edges if edge.sign is not None]
    assert [network.edges[i] for i in sorted(index.edge.tolist())] == causal
    for number, (source, target, sign) in enumerate(zip(index.source, index.target, index.sign, strict=True)):
        edge = network.edges[index.edge[number]]
        assert (index.ids[source], index.ids[target], int(sign)) == (edge.source, edge.target, edge.sign)
    for identifier, number in index.number.items():
        into = index.by_target[index.in_start[number] : index.in_start[number + 1]]
        out = range(index.out_start[number], index.out_start[number + 1])
        assert [network.edges[index.edge[e]] for e in into] == list(network.incoming.get(identifier, ()))
        assert [network.edges[index.edge[e]] for e in out] == list(network.outgoing.get(identifier, ()))


def test_the_index_is_built_once_and_cannot_be_changed() -> None:
    index = index_of(TINY)
    assert index_of(TINY) is index
    with pytest.raises(ValueError, match="read-only"):
        index.sign[0] = 0
    with pytest.raises(UnknownName, match="did you mean 'prot:A'"):
        index.numbers(("prot:AA",))


def oracle(edges: list[tuple[int, int, int]], start: int, steps: int, upstream: bool) -> dict[int, list[int]]:
    """Distances by sign over the graph in which every node stands three times, by networkx."""
    graph: Any = nx.DiGraph()
    for source, target, sign in edges:
        a, b = (target, source) if upstream else (source, target)
        for state in (1, -1, 0):
            graph.add_edge((a, state), (b, state * sign))
    if (start, 1) not in graph:
        return {}
    found: dict[int, list[int]] = {}
    for (node, state), distance in nx.single_source_shortest_path_length(graph, (start, 1), cutoff=steps).items():
        if node != start:
            found.setdefault(node, [NEVER] * 3)[(1, -1, 0).index(state)] = distance
    return found


@pytest.mark.parametrize("seed", range(150))
def test_signed_reach_equals_networkx_on_the_doubled_graph(seed: int) -> None:
    chance = random.Random(seed)
    size = chance.randint(2, 14)
    edges = random_edges(chance, size, chance.randint(1, 40), chance.choice([(1, -1), (1, -1, 0)]))
    index = index_of(signed_network(edges, size))
    number = [index.number[f"n{i}"] for i in range(size)]
    for start in range(size):
        for upstream in (True, False):
            steps = chance.randint(1, 5)
            found = signed_reach(
                index, [number[start]], max_steps=steps, direction="upstream" if upstream else "downstream"
            )
            ours = {
                int(index.ids[node][1:]): [int(d) for d in distances]
                for node, *distances in zip(found.nodes, found.raising, found.lowering, found.unsigned, strict=True)
            }
            assert ours == oracle(edges, start, steps, upstream)


Walks = dict[tuple[int, int], list[int]]
"""By entity and sign: how many walks there are of 1, 2, ... edges."""


def plain_walks(edges: set[tuple[int, int, int]], starts: set[int], steps: int, upstream: bool) -> Walks:
    """Walk edge by edge, and keep for each entity and sign the number of walks of every length."""
    now = {(start, 1): 1 for start in starts}
    found: Walks = {}
    for step in range(steps):
        following: dict[tuple[int, int], int] = {}
        for (here, state), count in now.items():
            for source, target, sign in edges:
                near, far = (target, source) if upstream else (source, target)
                if near == here:
                    following[far, state * sign] = following.get((far, state * sign), 0) + count
        for key, count in following.items():
            found.setdefault(key, [0] * steps)[step] = count
        now = following
    return found


@pytest.mark.parametrize("seed", range(60))
def test_signed_reach_is_what_walking_edge_by_edge_finds(seed: int) -> None:
    """From several starts at once, over the edges that may be walked, with the number of walks."""
    chance = random.Random(seed)
    size = chance.randint(3, 9)
    signs = chance.choice([(1, -1), (1, -1, 0), (1, 0), (0,)])
    edges = sorted(set(random_edges(chance, size, chance.randint(2, 24), signs)))
    index = index_of(signed_network(edges, size))
    may = {edge: chance.random() < chance.choice([0.5, 0.8, 1.0]) for edge in edges}
    names = [int(identifier[1:]) for identifier in index.ids]
    listed = [(names[a], names[b], int(s)) for a, b, s in zip(index.source, index.target, index.sign, strict=True)]
    starts = chance.sample(range(size), chance.randint(1, 3))
    for upstream in (True, False):
        steps = chance.randint(1, 5)
        found = signed_reach(
            index,
            [index.number[f"n{start}"] for start in starts * 2],
            max_steps=steps,
            direction="upstream" if upstream else "downstream",
            allowed=np.array([may[edge] for edge in listed], dtype=bool),
            count_walks=True,
        )
        walks = plain_walks({edge for edge in edges if may[edge]}, set(starts), steps, upstream)
        ours = {
            (int(name[1:]), sign): (least, None if count is None else int(count))
            for sign, distances, counts in (
                (1, found.raising, found.walks_raising),
                (-1, found.lowering, found.walks_lowering),
                (0, found.unsigned, [None] * len(found.nodes)),
            )
            for name, least, count in zip(found.names, distances.tolist(), counts, strict=True)
            if least != NEVER
        }
        assert ours == {
            (node, sign): (next(n for n, count in enumerate(counts, 1) if count), sum(counts) if sign else None)
            for (node, sign), counts in walks.items()
            if node not in starts
        }
        nearest = [min(ours[key][0] for key in ours if key[0] == int(name[1:])) for name in found.names]
        assert found.distance.tolist() == nearest
        words = {(True, False): "+1", (False, True): "-1", (True, True): "ambiguous", (False, False): "0"}
        reached = [((int(name[1:]), 1) in ours, (int(name[1:]), -1) in ours) for name in found.names]
        assert found.net_signs == [words[pair] for pair in reached]


@pytest.mark.parametrize("direction", ["upstream", "downstream"])
def test_a_walk_has_from_one_to_a_hundred_edges(direction: Any) -> None:
    """Round a circle of 102 entities, every step reaches one more."""
    size = 102
    index = index_of(signed_network([(n, (n + 1) % size, -1) for n in range(size)], size))
    start = [index.number["n0"]]
    for steps in (1, 99, 100):
        found = signed_reach(index, start, max_steps=steps, direction=direction)
        assert sorted(found.distance.tolist()) == list(range(1, steps + 1))
    for steps in (0, 101):
        with pytest.raises(ValueError, match=f"max_steps cannot be {steps}"):
            signed_reach(index, start, max_steps=steps, direction=direction)


def test_four_steps_upstream_are_walked_if_nothing_else_is_asked() -> None:
    index = index_of(signed_network([(n, n + 1, 1) for n in range(8)], 9))
    found = signed_reach(index, [index.number["n6"]])
    assert found.names == ["n2", "n3", "n4", "n5"]
    assert (found.walks_raising.tolist(), found.walks_lowering.tolist()) == ([], [])


def test_walks_are_counted_by_sign() -> None:
    index = index_of(signed_network([(0, 1, 1), (0, 2, -1), (1, 3, 1), (2, 3, -1), (2, 3, 1), (0, 3, -1)], 4))
    found = signed_reach(index, [index.number["n3"]], count_walks=True)
    counts = {name: (up, down) for name, up, down in zip(
        found.names, found.walks_raising, found.walks_lowering, strict=True
    )}  # fmt: skip
    assert counts == {"n0": (2, 2), "n1": (1, 0), "n2": (1, 1)}
    assert dict(zip(found.names, found.net_signs, strict=True)) == {"n0": "ambiguous", "n1": "+1", "n2": "ambiguous"}
