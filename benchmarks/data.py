"""The networks of the benchmark: signed edges from ``../shared/networks``, and a synthetic one of a million edges."""

from __future__ import annotations

import atexit
import csv
import lzma
import random
import shutil
import tempfile
from functools import cache
from pathlib import Path

from pathway_graph.model import Claim, Entity, Network, Source
from pathway_graph.model.build import build_network

SHARED = Path(__file__).parents[2] / "shared"
RELATION = {1: "activates", -1: "inhibits"}
Rows = list[tuple[str, str, int]]


def file_of(which: str) -> Path:
    """Return the file of network A or B."""
    return SHARED / "networks" / {"A": "signed_A.tsv", "B": "signed_B.tsv.xz"}[which]


@cache
def rows(which: str) -> Rows:
    """Return the edges (source, target, sign) of network A, B, or of the synthetic one."""
    if which == "synthetic":
        return _synthetic(60_000, 1_000_000)
    path = file_of(which)
    opened = lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8")
    with opened as file:
        return [(row["source"], row["target"], int(row["sign"])) for row in csv.DictReader(file, delimiter="\t")]


def scratch() -> Path:
    """Return a new folder that goes when the program ends."""
    folder = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def doubled(edges: Rows) -> list[tuple[tuple[str, int], tuple[str, int]]]:
    """Return the edges of the graph in which every node stands twice, once for each net sign so far."""
    return [((a, state), (b, state * sign)) for a, b, sign in edges for state in (1, -1)]


def _synthetic(nodes: int, edges: int) -> Rows:
    """Return random edges with few busy sources and targets, from a fixed seed."""
    chance = random.Random(20)
    found: dict[tuple[str, str], int] = {}
    while len(found) < edges:
        source, target = int(nodes * chance.random() ** 4), int(nodes * chance.random() ** 2)
        found.setdefault((f"g{source}", f"g{target}"), chance.choice((1, 1, -1)))
    return [(source, target, sign) for (source, target), sign in found.items()]


def read(edges: Rows) -> Network:
    """Build a network: one protein a name, one claim an edge, everything checked for dangling ends."""
    names = sorted({name for source, target, _ in edges for name in (source, target)})
    source = "benchmark"
    entities = [Entity(name, "Protein", name, sources=(source,)) for name in names]
    claims = [Claim(f"c{place}", a, RELATION[sign], b, source=source) for place, (a, b, sign) in enumerate(edges)]
    known = set(names)
    dangling = [claim.id for claim in claims if claim.subject not in known or claim.object not in known]
    if dangling:
        raise ValueError(f"claims with unknown ends: {dangling[:3]}")
    return build_network(Source(source), entities=entities, claims=claims)


@cache
def network(which: str) -> Network:
    """Return a network, built once."""
    return read(rows(which))
