"""Jobs of the causal statistics: all regulators of A and B, the MYC signature over STRING."""

from __future__ import annotations

import csv
import lzma
import math
import random
import sys
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from pathlib import Path

import networkx as nx
from data import RELATION, SHARED, Rows, network, rows
from measure import Job

from pathway_graph.model import Claim, Entity, Network, Source
from pathway_graph.model.build import build_network
from pathway_graph.regulators import Measurement, Measurements, place_changes, rank_regulators

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from regulator_oracle import causal_p

GOLD = SHARED / "gold"
DEPTH = 3
R_SECONDS = 14.9
"""QuaternaryProd's run of the MYC signature, as stated in ``gold/README.md``; R is not run here."""


def measured(which: str) -> list[Measurement]:
    """Return 1,000 measured genes, a fifth of them changed, from a fixed seed."""
    chance = random.Random(11)
    names = sorted({name for a, b, _ in rows(which) for name in (a, b)})
    signs = (1, -1, 0, 0, 0, 0, 0, 0, 0, 0)
    return [
        Measurement(name, sign, float(sign)) for name in chance.sample(names, 1000) for sign in (chance.choice(signs),)
    ]  # type: ignore[arg-type]


def _plain_walks(graph: nx.MultiDiGraph[str], start: str) -> dict[str, set[int]]:
    seen, front = {(start, 1)}, [(start, 1)]
    first: dict[str, set[int]] = {start: {1}}
    for _ in range(DEPTH):
        following = []
        for node, state in front:
            for _, target, sign in graph.out_edges(node, data="sign"):
                key = (target, state * sign)
                if key not in seen:
                    seen.add(key)
                    following.append(key)
        reached = defaultdict(set)
        for node, state in following:
            reached[node].add(state)
        for node, states in reached.items():
            first.setdefault(node, states)
        front = following
    return first


def _plain(edges: Rows, changes: list[Measurement], sample: list[str]) -> Callable[[], object]:
    """Predictions and counts in plain Python over networkx, without any p-value: a lower bound of its time."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_edges_from((a, b, {"sign": sign}) for a, b, sign in edges)
    observed = {change.name: change.sign for change in changes}

    def run() -> object:
        found = []
        for regulator in sample:
            signs = {n: next(iter(s)) for n, s in _plain_walks(graph, regulator).items() if len(s) == 1}
            found.append(sum(signs.get(name, 0) * sign for name, sign in observed.items()))
        return found

    return run


def regulators_job(which: str) -> Job:
    """Rank all regulators, both signs, three steps, exact p-values, 1,000 measured genes."""
    built, edges = network(which), rows(which)
    changes = measured(which)
    sources = sorted({a for a, _, _ in edges})
    sample = random.Random(5).sample(sources, 12)

    def ours() -> object:
        return rank_regulators(built, place_changes(built, changes), max_steps=DEPTH)

    plain = "plain Python over networkx, without p-values"
    runs = {"pathway-graph": ours, plain: _plain(edges, changes, sample)}
    runs |= _decoupler(edges, changes)
    return Job(
        f"all {2 * len(sources)} hypotheses, depth {DEPTH}, exact p, 1,000 measured, {which}",
        "50x plain Python on B; 1.5 s", runs, {plain: len(sources) / len(sample)},
        notes=[f"plain Python: 12 of {len(sources)} regulators, extrapolated, and no p-value at all: a lower bound",
               "decoupler: direct targets only, no exact p; for scale"],
    )  # fmt: skip


def _decoupler(edges: Rows, changes: list[Measurement]) -> dict[str, Callable[[], object]]:
    try:
        import decoupler
        import pandas as pd
    except ImportError as error:
        print(f"decoupler could not be had: {error}")  # noqa: T201
        return {}
    data = pd.DataFrame([[float(change.sign) for change in changes]], columns=[c.name for c in changes], index=["s"])
    net = pd.DataFrame(edges, columns=["source", "target", "weight"])
    return {"decoupler ulm, direct targets": lambda: decoupler.mt.ulm(data=data, net=net, tmin=1)}


@cache
def string() -> tuple[Network, Measurements, list[tuple[str, str, int]]]:
    """Return the STRING causal network, the MYC signature placed in it, and the bare edges."""
    relation = {**RELATION, 0: "modulates"}
    with lzma.open(GOLD / "quaternaryprod_StringEnts.dat.xz", "rt", encoding="utf-8") as file:
        cells = [[cell.strip('"') for cell in line.split()] for line in file][1:]
    with lzma.open(GOLD / "quaternaryprod_StringRels.dat.xz", "rt", encoding="utf-8") as file:
        edges = [(a, b, int(m)) for a, b, m in (line.split() for line in list(file)[1:])]
    claims = [Claim(f"{a} {m} {b}", a, relation[m], b) for a, b, m in edges]
    built = build_network(Source("s"), entities=[Entity(c[0], "Protein", c[0]) for c in cells], claims=claims)
    nodes = defaultdict(list)
    for row in cells:
        nodes[row[1]].append(row[0])
    found: dict[str, Measurement] = {}
    with (GOLD / "quaternaryprod_myc_sig.txt").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            value = float(row["log2_fc"])
            if abs(value) >= math.log2(1.3) and float(row["p_val"]) <= 0.05:
                for node in nodes[row["entrez"]]:
                    found.setdefault(node, Measurement(node, 1 if value > 0 else -1, value))
    return built, place_changes(built, found.values()), edges


def myc_job() -> Job:
    """Rank the MYC signature over STRING, 6,518 hypotheses, ternary."""
    built, changes, edges = string()
    out: dict[str, dict[str, int]] = defaultdict(dict)
    for a, b, sign in edges:
        out[a][b] = sign
    units = {b for _, b, _ in edges}
    observed = {change.entities[0]: int(change.sign) for change in changes.changes if change.entities[0] in units}
    sample = random.Random(2).sample(sorted(out), 40)

    def ours() -> object:
        return rank_regulators(built, changes, max_steps=1, background="targets", predict_itself=False)

    def plain() -> object:
        return [_plain_p(out[regulator], observed, len(units), sign) for regulator in sample for sign in (1, -1)]

    name = "plain Python"
    return Job("MYC signature over STRING, 6,518 hypotheses, ternary", f"10x R's {R_SECONDS} s",
               {"pathway-graph": ours, name: plain}, {name: len(out) / len(sample)},
               notes=[f"QuaternaryProd in R: {R_SECONDS} s, stated, not run here"])  # fmt: skip


def _plain_p(out: dict[str, int], observed: dict[str, int], units: int, sign: int) -> float:
    unsigned = {b for b, s in out.items() if s == 0}
    values = {b: v for b, v in observed.items() if b not in unsigned}
    up, down = (sum(v == s for v in values.values()) for s in (1, -1))
    sizes = [sum(s == sign * k for s in out.values()) for k in (1, -1)]
    score = sum(sign * out.get(b, 0) * v for b, v in values.items())
    total = units - len(unsigned)
    return causal_p([(sizes[0], 1), (sizes[1], -1), (0, 1)], total - sum(sizes), [up, down, total], score)
