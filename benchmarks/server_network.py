"""A random network of millions of claims, in the files that ``pathway-graph export`` writes for ``neo4j-admin``.

``python benchmarks/server_network.py FOLDER`` writes 5 million claims about 200,000 proteins in a minute. A network of
that size fits no memory, so its rows are written as they are drawn, under the headers and with the script that the
export writes of a part of it; the rows of that part must be those of the export, or nothing is written.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from pathway_graph.formats import neo4j_admin
from pathway_graph.model import Claim, Entity, Source
from pathway_graph.model.build import build_network

RELATIONS = ("activates", "inhibits", "acts_on")
NAME = "synthetic"
_PART = 300
_STEP = 200_000

Edge = tuple[str, str, str, list[str]]
"""Source, relation, target and claims."""


def drawn(entities: int, claims: int) -> Iterator[list[Edge]]:
    """Yield edges in order, of which few busy entities have most; two thirds raise, some have no direction.

    The chance that the entity of number i is drawn, as a source or as a target, falls with the square root of i.
    """
    chance = np.random.default_rng(20)
    source, target = ((entities * chance.random(claims) ** 2).astype(np.int64) for _ in range(2))
    relation = chance.choice(len(RELATIONS), claims, p=(0.63, 0.32, 0.05))
    order = np.lexsort((target, relation, source))
    for start in range(0, claims, _STEP):
        edges: list[Edge] = []
        some = order[start : start + _STEP]
        last: tuple[int, int, int] | None = None
        for number in some.tolist():
            ends = (int(source[number]), int(relation[number]), int(target[number]))
            if ends == last:
                edges[-1][3].append(f"{NAME}/{number}")
            else:
                one, word, other = ends
                edges.append((f"prot:G{one}", RELATIONS[word], f"prot:G{other}", [f"{NAME}/{number}"]))
            last = ends
        yield edges


def rows_of(edges: list[Edge]) -> dict[str, list[list[str]]]:
    """Return the rows of edges and their claims, by file."""
    found: dict[str, list[list[str]]] = {}
    sign = {"activates": "1", "inhibits": "-1", "acts_on": "0"}
    for source, relation, target, claims in edges:
        found.setdefault(f"links-{relation.upper()}-Entity-Entity.csv", []).append([
            source, target, "asserted", neo4j_admin.ARRAY_DELIMITER.join(sorted(claims)),
            f"{source} {relation} {target}", relation, sign[relation], "false", "guide",
        ])  # fmt: skip
        for claim in claims:
            found.setdefault("nodes-Statement-Claim.csv", []).append(
                [claim, "res=random", "asserted", "causal", target, relation, sign[relation], NAME, source, "guide"]
            )
            found.setdefault("links-SUBJECT-Statement-Entity.csv", []).append([claim, source])
            found.setdefault("links-OBJECT-Statement-Entity.csv", []).append([claim, target])
    return found


def exported(edges: list[Edge]) -> dict[str, bytes]:
    """Return what the export writes of a network of these edges."""
    names = sorted({end for source, _, target, _ in edges for end in (source, target)})
    claims = [
        Claim(claim, source, relation, target, source=NAME, attributes=(("res", "random"),))
        for source, relation, target, of in edges
        for claim in of
    ]
    entities = [_entity(name) for name in names]
    return neo4j_admin.dump(build_network(Source(NAME), entities=entities, claims=claims)).files


def _entity(name: str) -> Entity:
    return Entity(name, "Protein", name.removeprefix("prot:"), sources=(NAME,))


def write(folder: Path, entities: int, claims: int) -> None:
    """Write the files.

    Raises:
        SystemExit: The export writes other rows than are written here.
    """
    batches = drawn(entities, claims)
    first = next(batches)
    part = first[:: max(1, len(first) // _PART)]
    sample = exported(part)
    for name, rows in rows_of(part).items():
        if sorted(rows) != sorted(list(csv.reader(sample[name].decode().splitlines()))[1:]):
            sys.exit(f"the export writes other rows into {name} than this script: change the script")
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in sample.items():
        whole = content if name in ("import.sh", "schema.cypher", "nodes-Source.csv") else content.splitlines(True)[0]
        (folder / name).write_bytes(whole)
    people = exported([(f"prot:G{i}", RELATIONS[0], f"prot:G{i + 1}", [str(i)]) for i in range(0, entities - 1, 2)])
    (folder / "nodes-Entity-Protein.csv").write_bytes(people["nodes-Entity-Protein.csv"])
    while first:
        for name, rows in rows_of(first).items():
            with (folder / name).open("a", encoding="utf-8", newline="") as file:
                csv.writer(file, lineterminator="\n").writerows(rows)
        first = next(batches, [])


def main() -> None:
    """Write the files that the command line asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--entities", type=int, default=200_000)
    parser.add_argument("--claims", type=int, default=5_000_000)
    given = parser.parse_args()
    write(given.folder, given.entities, given.claims)


if __name__ == "__main__":
    main()
