"""CORNETO's CARNIVAL finds networks of the same cost: on the toy of its documentation, and on pieces of OmniPath.

It runs where the package corneto is installed (GPL; it is asked by this test alone, and no dependency of any extra).
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

import pathway_graph as pg
from pathway_graph.model import Claim, Entity, Network, Source
from pathway_graph.model.build import build_network
from pathway_graph.regulators import Change, Measurements, causal_network

pytest.importorskip("highspy")
carnival = pytest.importorskip("corneto.methods.carnival", reason="corneto, an oracle, is not installed")
OMNIPATH = Path(__file__).parents[2] / "shared" / "networks" / "omnipath_carnival.tsv"
Arc = tuple[str, str, int]

TOY: list[Arc] = [
    ("rec1", "a", 1), ("rec1", "b", -1), ("rec1", "f", 1), ("rec1", "c", -1), ("rec2", "b", 1), ("rec2", "tf2", 1),
    ("b", "g", 1), ("g", "d", -1), ("rec2", "d", -1), ("a", "c", 1), ("a", "d", -1), ("c", "d", 1), ("c", "e", -1),
    ("c", "tf3", 1), ("e", "a", 1), ("d", "c", -1), ("e", "tf1", 1), ("a", "tf1", -1), ("d", "tf2", 1),
    ("c", "tf2", -1), ("tf1", "tf2", 1), ("tf1", "rec2", -1), ("tf2", "rec1", 1), ("tf1", "f", 1),
]  # fmt: skip
"""The network of CORNETO's guide "Multi-sample CARNIVAL": who acts on whom, with which sign."""


def corneto_cost(
    arcs: list[Arc], sources: dict[str, int], values: dict[str, float], penalty: float, most: int
) -> float:
    """Return the least cost that CORNETO finds.

    Edges into a source are of no use, and are left out: with a limit of steps, CORNETO's order of the entities counts
    against a network that reaches its last step at an entity with such an edge, whether the edge is in it or not.
    """
    import corneto  # type: ignore[import-not-found,import-untyped,unused-ignore]

    arcs = [arc for arc in arcs if arc[1] not in sources]
    graph = corneto.Graph.from_tuples([(a, sign, b) for a, b, sign in arcs])
    asked: dict[str, Any] = {"beta_weight": penalty, "max_dist": most, "penalize": "edges"}
    problem = carnival.milp_carnival(graph, sources, values, **asked)
    problem.solve(solver="HIGHS", verbosity=0)
    return float(sum(one.value * weight for one, weight in zip(problem.objectives, problem.weights, strict=True)))


def toy() -> Network:
    names = sorted({name for a, b, _ in TOY for name in (a, b)})
    claims = [Claim(f"c{n}", a, "activates" if sign > 0 else "inhibits", b) for n, (a, b, sign) in enumerate(TOY)]
    return build_network(Source("toy"), entities=[Entity(n, "Protein", n) for n in names], claims=claims)


@pytest.mark.parametrize("steps", [2, 3, 6])
@pytest.mark.parametrize(
    ("sources", "values"),
    [
        ({"rec2": 1}, {"tf1": -2.0, "tf2": 1.0}),
        ({"rec1": 1}, {"tf1": -1.0, "tf2": 1.0, "tf3": 1.0}),
        ({"rec1": 1, "rec2": -1}, {"tf1": 1.0, "tf2": -2.0, "tf3": -1.0, "f": 1.0}),
    ],
)
def test_it_costs_what_corneto_finds_on_its_toy(sources: dict[str, int], values: dict[str, float], steps: int) -> None:
    changes = Measurements(tuple(Change(n, (n,), 1 if v > 0 else -1, v) for n, v in values.items()), has_sizes=True)
    mean = sum(map(abs, values.values())) / len(values)
    asked = [f"{name}:{'+' if sign > 0 else '-'}" for name, sign in sources.items()]
    ours = causal_network(
        toy(), changes, asked, max_steps=steps, penalty=0.2 / mean, weights="size", permutations=0
    )  # fmt: skip
    assert ours.objective * mean == pytest.approx(corneto_cost(TOY, sources, values, 0.2, steps))


@pytest.mark.slow
@pytest.mark.skipif(not OMNIPATH.exists(), reason="the network of OmniPath is not beside the checkout")
@pytest.mark.parametrize(
    ("source", "count", "steps"), [("EGFR", 6, 3), ("TNF", 8, 3), ("INSR", 10, 3), ("TGFB1", 8, 3), ("AKT1", 12, 3)]
)
def test_it_costs_what_corneto_finds_on_omnipath(source: str, count: int, steps: int) -> None:
    network = pg.read(str(OMNIPATH))
    (own,) = pg.resolve(network, source)
    near = sorted({end.entity for end in pg.downstream(network, source, max_steps=2).ends})
    chance = random.Random(count)
    chosen = chance.sample(near, count)
    signs = dict.fromkeys(chosen, 1) | dict.fromkeys(chance.sample(chosen, count // 2), -1)
    changes = Measurements(tuple(Change(n, (n,), 1 if s > 0 else -1, float(s)) for n, s in sorted(signs.items())))
    ours = causal_network(network, changes, [f"{source}:+"], max_steps=steps, permutations=0)
    assert ours.gap == 0
    arcs = _near(network, own.id, set(chosen), steps)
    known = {name for a, b, _ in arcs for name in (a, b)}
    values = {name: float(sign) for name, sign in signs.items() if name in known}
    assert ours.objective == pytest.approx(
        corneto_cost(arcs, {own.id: 1}, values, 0.2, steps) + len(signs) - len(values)
    )


def _near(network: Network, start: str, ends: set[str], steps: int) -> list[Arc]:
    """Return the arcs on a walk of no more than *steps* from the start to any of the ends, signs aside."""
    arcs = sorted({(e.source, e.target, e.sign) for e in network.edges if e.sign and e.source != e.target})
    ahead, behind = {start: 0}, dict.fromkeys(ends, 0)
    for step in range(1, steps + 1):
        for a, b, _ in arcs:
            if ahead.get(a) == step - 1:
                ahead.setdefault(b, step)
            if behind.get(b) == step - 1:
                behind.setdefault(a, step)
    return [arc for arc in arcs if ahead.get(arc[0], 99) + 1 + behind.get(arc[1], 99) <= steps]
