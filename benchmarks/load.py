"""Time loads of 20,000 entities and 200,000 claims beside the bare engines writing the same records.

Run ``python benchmarks/load.py`` (embedded) or ``python benchmarks/load.py --neo4j`` (starts a server as the tests do).
The two ways run in turn, so that the ratio holds on a noisy machine.
"""

from __future__ import annotations

import argparse
import itertools
import platform
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pathway_graph.model import Claim, Entity, Network, Source
from pathway_graph.model.build import build_network
from pathway_graph.stores.records import Records, to_records

KINDS = ("Protein", "Gene", "SmallMolecule", "Complex", "ProteinFamily", "Transcript", "Phenotype", "Pathway")
RELATIONS = ("activates", "inhibits", "increases", "decreases", "phosphorylates", "binds")
BATCH = 5_000


def network(entities: int, claims: int) -> Network:
    """Return a random network with as many edges as claims, the same on every run."""
    chance = random.Random(1)
    ends: set[tuple[int, str, int]] = set()
    while len(ends) < claims:
        ends.add((chance.randrange(entities), chance.choice(RELATIONS), chance.randrange(entities)))
    return build_network(
        Source("random"),
        entities=[Entity(f"e:{i}", KINDS[i % len(KINDS)], f"E{i}") for i in range(entities)],
        claims=[Claim(f"c{i}", f"e:{a}", relation, f"e:{b}") for i, (a, relation, b) in enumerate(sorted(ends))],
    )


def bare_bulk(folder: Path, records: Records) -> None:
    """Write *records* with the engine's bulk API alone: no schema but the types, no checks, no syncing."""
    import arcadedb

    labels = sorted({row.labels for row in records.nodes})
    with arcadedb.create_database(str(folder)) as database:
        for label in sorted({label for group in labels for label in group}):
            database.command("sql", f"CREATE VERTEX TYPE `{label}` IF NOT EXISTS")
        for group in labels:
            if len(group) > 1:
                name, parents = "~".join(sorted(group)), ", ".join(f"`{label}`" for label in sorted(group))
                database.command("sql", f"CREATE VERTEX TYPE `{name}` IF NOT EXISTS EXTENDS {parents}")
        for type_ in sorted({link.type for link in records.links}):
            database.command("sql", f"CREATE EDGE TYPE `{type_}` IF NOT EXISTS")
        with database.graph_batch(expected_edge_count=len(records.links), use_wal=False) as batch:
            rids: dict[tuple[str, str], str] = {}
            by_labels = itertools.groupby(sorted(records.nodes, key=lambda row: row.labels), lambda row: row.labels)
            for group, members in by_labels:
                rows = list(members)
                made = batch.create_vertices(
                    "~".join(sorted(group)), [{**row.properties, "id": row.id} for row in rows]
                )
                rids.update(zip(((row.labels[0], row.id) for row in rows), made, strict=True))
            for type_, links in itertools.groupby(sorted(records.links, key=lambda link: link.type), lambda x: x.type):
                found = list(links)
                batch.new_edges(
                    [rids[link.start] for link in found],
                    type_,
                    [rids[link.end] for link in found],
                    [link.properties for link in found],
                )


def bare_driver(driver: Any, records: Records) -> None:
    """Write *records* by batched UNWIND, a managed transaction each; the constraints are there."""
    statements: dict[str, list[Any]] = {}
    for row in records.nodes:
        text = f"UNWIND $rows AS p CREATE (n:{':'.join(row.labels)}) SET n = p"
        statements.setdefault(text, []).append({**row.properties, "id": row.id})
    for link in records.links:
        text = (
            f"UNWIND $rows AS r MATCH (a:{link.start[0]} {{id: r.s}}) MATCH (b:{link.end[0]} {{id: r.e}}) "
            f"CREATE (a)-[x:{link.type}]->(b) SET x = r.p"
        )
        statements.setdefault(text, []).append({"s": link.start[1], "e": link.end[1], "p": link.properties})
    with driver.session() as session:
        for text, rows in statements.items():
            for start in range(0, len(rows), BATCH):
                batch = rows[start : start + BATCH]
                session.execute_write(lambda tx, text=text, batch=batch: tx.run(text, rows=batch).consume())


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that *work* takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def embedded(net: Network, runs: int) -> list[tuple[float, float]]:
    """Return pairs of seconds: our load, and the bare bulk API."""
    from pathway_graph.stores.embedded.store import EmbeddedStore

    records = to_records(net)
    pairs = []
    for _ in range(runs):
        with TemporaryDirectory() as folder:
            store = EmbeddedStore(Path(folder) / "store")
            ours = timed(lambda store=store: store.write(net))  # type: ignore[misc]
            store.close()
            pairs.append((ours, timed(lambda folder=folder: bare_bulk(Path(folder) / "bare", records))))  # type: ignore[misc]
    return pairs


def server(net: Network, runs: int) -> list[tuple[float, float]]:
    """Return pairs of seconds: our load, and the bare driver."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    import neo4j

    from neo4j_server import running_server
    from pathway_graph.stores.server.store import Neo4jStore

    records = to_records(net)
    pairs = []
    with running_server() as found, neo4j.GraphDatabase.driver(found.uri, auth=(found.user, found.password)) as driver:
        store = Neo4jStore(found.uri, user=found.user, password=found.password)
        store.write(Network())  # makes the constraints
        for _ in range(runs):
            bare = timed(lambda: bare_driver(driver, records))
            store.clear()
            pairs.append((timed(lambda: store.write(net)), bare))
            store.clear()
        store.close()
    return pairs


def main() -> None:
    """Print the seconds of each run and the median ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--neo4j", action="store_true", help="a Neo4j server instead of the embedded engine")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--entities", type=int, default=20_000)
    parser.add_argument("--claims", type=int, default=200_000)
    options = parser.parse_args()
    net = network(options.entities, options.claims)
    records = to_records(net)
    sys.stdout.write(
        f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}; "
        f"{len(net.entities):,} entities, {len(net.claims):,} claims, {len(net.edges):,} edges: "
        f"{len(records.nodes):,} nodes and {len(records.links):,} links\n"
    )
    pairs = (server if options.neo4j else embedded)(net, options.runs)
    for ours, bare in pairs:
        sys.stdout.write(f"ours {ours:.1f} s, bare {bare:.1f} s, ratio {ours / bare:.2f}\n")
    sys.stdout.write(f"median ratio {statistics.median(ours / bare for ours, bare in pairs):.2f}\n")


if __name__ == "__main__":
    main()
