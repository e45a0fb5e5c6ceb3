"""Everything upstream of a target, with net signs: ours, and what an analyst would write with other tools.

Each rival answers the same question, as pairs of a name and a net sign so far; all answers are compared before
anything is timed.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import igraph
import networkx as nx
from data import Rows, doubled, network, rows, scratch
from measure import Job

from pathway_graph.index import index_of, signed_reach

STEPS = 4
TARGETS = 20
FEW = 2
"""Targets that the databases are asked for; their time is multiplied."""
Signs = dict[str, set[int]]
"""By name, the net signs found; the target itself has +1."""
Rival = Callable[[list[str]], list[Signs]]


def upstream_job() -> Job:
    """Find everything upstream of 20 targets of B within four steps, net signs, with names."""
    edges = rows("B")
    chosen = targets(edges, TARGETS)
    index = index_of(network("B"))

    def ours() -> list[dict[str, str]]:
        found = [signed_reach(index, [index.number[target]], max_steps=STEPS) for target in chosen]
        return [dict(zip(reach.names, reach.net_signs, strict=True)) for reach in found]

    whole = {"networkx, (node, sign) search": with_networkx(edges), "igraph, doubled graph": with_igraph(edges)}
    few: dict[str, Rival] = {}
    notes = [f"the databases are asked for {FEW} of the targets, the time multiplied"]
    for name, make in (
        ("ladybug, Cypher on the doubled graph", with_ladybug),
        ("our store's engine, Cypher step by step", with_embedded),
    ):
        try:
            few[name] = make(edges)
        except Exception as error:  # the other rivals are still worth timing
            notes.append(f"{name}: could not be run: {error}")
    _require_equal(ours(), chosen, whole | few)
    return Job(
        f"upstream of {TARGETS} targets, k <= {STEPS}, net sign, names, B",
        "100x networkx; faster than igraph; 2 ms per target",
        {
            "pathway-graph": ours,
            **{name: lambda run=run: run(chosen) for name, run in whole.items()},  # type: ignore[misc]
            **{name: lambda run=run: run(chosen[:FEW]) for name, run in few.items()},  # type: ignore[misc]
        },
        dict.fromkeys(few, TARGETS / FEW),
        notes=notes,
    )


def targets(edges: Rows, count: int) -> list[str]:
    """Return targets with something upstream, from a fixed seed."""
    sources = {a for a, _, _ in edges}
    return random.Random(7).sample(sorted({b for _, b, _ in edges} & sources), count)


def _require_equal(ours: list[dict[str, str]], chosen: list[str], rivals: dict[str, Rival]) -> None:
    """Raise AssertionError unless every rival finds the same names and net signs for the first targets."""
    for name, run in rivals.items():
        for target, own, signs in zip(chosen, ours, run(chosen[:FEW]), strict=False):
            theirs = {node: "ambiguous" if len(both) > 1 else f"{next(iter(both)):+d}" for node, both in signs.items()}
            theirs.pop(target, None)
            assert theirs == own, f"{name} answers otherwise for {target}"


def with_networkx(edges: Rows) -> Rival:
    """Breadth first over (node, sign), as written with networkx's adjacency."""
    graph: Any = nx.MultiDiGraph()
    graph.add_edges_from((a, b, {"sign": sign}) for a, b, sign in edges)

    def search(target: str) -> Signs:
        found: Signs = defaultdict(set, {target: {1}})
        front = [(target, 1)]
        for _ in range(STEPS):
            following = []
            for node, state in front:
                for before, _, data in graph.in_edges(node, data=True):
                    sign = state * data["sign"]
                    if sign not in found[before]:
                        found[before].add(sign)
                        following.append((before, sign))
            front = following
        return found

    return lambda chosen: [search(target) for target in chosen]


def with_igraph(edges: Rows) -> Rival:
    """Take the neighbourhood in the doubled graph."""
    graph = igraph.Graph.TupleList(doubled(edges), directed=True)
    names = graph.vs["name"]
    place = {name: number for number, name in enumerate(names)}

    def search(target: str) -> Signs:
        found: Signs = defaultdict(set)
        for vertex in graph.neighborhood(place[target, 1], order=STEPS, mode="in"):
            node, state = names[vertex]
            found[node].add(state)
        return found

    return lambda chosen: [search(target) for target in chosen]


def with_ladybug(edges: Rows) -> Rival:
    """Shortest variable-length paths in the doubled graph, in a ladybug database."""
    import ladybug

    folder = scratch()
    mark = {1: "+", -1: "-"}
    nodes = sorted({f"{name}{sign}" for a, b, _ in edges for name in (a, b) for sign in "+-"})
    (folder / "n.csv").write_text("\n".join(f'"{name}"' for name in nodes) + "\n")
    (folder / "e.csv").write_text(
        "\n".join(f'"{a[0]}{mark[a[1]]}","{b[0]}{mark[b[1]]}"' for a, b in doubled(edges)) + "\n"
    )
    connection = ladybug.Connection(ladybug.Database(str(folder / "db")))
    connection.execute("CREATE NODE TABLE N(id STRING, PRIMARY KEY(id))")
    connection.execute("CREATE REL TABLE E(FROM N TO N)")
    connection.execute(f'COPY N FROM "{folder}/n.csv"')
    connection.execute(f'COPY E FROM "{folder}/e.csv"')
    text = f"MATCH (a:N)-[e:E* SHORTEST 1..{STEPS}]->(t:N) WHERE t.id = $id RETURN a.id"

    def search(target: str) -> Signs:
        found: Signs = defaultdict(set)
        answer = connection.execute(text, {"id": f"{target}+"})
        while answer.has_next():
            name = answer.get_next()[0]
            found[name[:-1]].add(1 if name[-1] == "+" else -1)
        return found

    return lambda chosen: [search(target) for target in chosen]


def with_embedded(edges: Rows) -> Rival:
    """Cypher on our embedded store, a statement a step: a path of variable length would list every walk."""
    from pathway_graph.stores.embedded.store import EmbeddedStore

    store = EmbeddedStore(scratch() / "store")
    store.write(network("B"))
    text = (
        "UNWIND $front AS f MATCH (b:Entity {id: f.id})<-[e:ACTIVATES|INHIBITS]-(a:Entity) "
        "RETURN DISTINCT a.id AS id, f.sign * e.sign AS sign"
    )

    def search(target: str) -> Signs:
        found: Signs = defaultdict(set, {target: {1}})
        front = [{"id": target, "sign": 1}]
        for _ in range(STEPS):
            answer = store.run(text, {"front": front}, timeout_s=60, limit=10**6)
            front = [{"id": name, "sign": sign} for name, sign in answer.rows if sign not in found[name]]
            for row in front:
                found[str(row["id"])].add(int(row["sign"]))
        return {name: signs for name, signs in found.items() if signs}

    return lambda chosen: [search(target) for target in chosen]
