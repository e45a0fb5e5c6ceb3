"""The causal network behind changes is the smallest there is, says what is sure of it, and what chance gives."""

from __future__ import annotations

import itertools
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import pathway_graph as pg
from pathway_graph.diagrams.causal import draw_causal_network
from pathway_graph.errors import MissingPackage, UnknownName, WrongArgument
from pathway_graph.model import Claim, Entity, Network, Source
from pathway_graph.model.build import build_network
from pathway_graph.regulators import CausalNetwork, Change, Measurements, causal_network
from pathway_graph.regulators.causal import parted
from patience import HUNG_S

pytest.importorskip("highspy")
RELATION = {1: "activates", -1: "inhibits", 0: "modulates"}
Arc = tuple[str, str, int]


def network_of(arcs: list[Arc], names: str = "ABCDEFGH") -> Network:
    entities = [Entity(name, "Protein", name) for name in names]
    claims = [Claim(f"c{n}", a, RELATION[sign], b) for n, (a, b, sign) in enumerate(arcs)]
    return build_network(Source("s"), entities=entities, claims=claims)


def measured(values: dict[str, float]) -> Measurements:
    """Return changes by the forms of each, ``"BC"`` being one gene with the forms B and C."""
    return Measurements(
        tuple(Change(f, tuple(f), 1 if v > 0 else -1 if v < 0 else 0, v) for f, v in values.items()), has_sizes=True
    )  # fmt: skip


def found(
    arcs: list[Arc], values: dict[str, float], *sources: str, permutations: int = 0, **given: object
) -> CausalNetwork:
    return causal_network(network_of(arcs), measured(values), sources, permutations=permutations, **given)  # type: ignore[arg-type]


def brute_force(
    arcs: list[Arc], values: dict[str, float], sources: dict[str, int], steps: int, penalty: float
) -> tuple[float, set[frozenset[Arc]]]:
    """Return the least cost of all sub-networks, and those that cost it: every set of edges is tried."""
    usable = sorted({arc for arc in arcs if arc[2] and arc[0] != arc[1] and arc[1] not in sources})
    best, optima = float("inf"), set[frozenset[Arc]]()
    for signs in itertools.product(*[(sign,) if sign else (1, -1) for sign in sources.values()]):
        start = dict(zip(sources, signs, strict=True))
        for size in range(len(usable) + 1):
            for chosen in itertools.combinations(usable, size):
                state = _states(chosen, start, steps)
                if state is None or not _forms_agree(state, values):
                    continue
                cost = penalty * size + sum(_misfit(state, forms, value) for forms, value in values.items())
                if cost < best - 1e-9:
                    best, optima = cost, set()
                if cost < best + 1e-9:
                    optima.add(frozenset(chosen))
    return best, optima


def _states(chosen: tuple[Arc, ...], start: dict[str, int], steps: int) -> dict[str, int] | None:
    """Return the sign of each entity of a sub-network, None where it is none: inconsistent, or not led to."""
    state = dict(start)
    for _ in range(steps):
        state |= {b: state[a] * sign for a, b, sign in chosen if a in state and b not in state}
    return state if all(a in state and state.get(b) == state[a] * sign for a, b, sign in chosen) else None


def _forms_agree(state: dict[str, int], values: dict[str, float]) -> bool:
    return all(len({state[form] for form in forms if form in state}) < 2 for forms in values)


def _misfit(state: dict[str, int], forms: str, value: float) -> float:
    signs = {state[form] for form in forms if form in state}
    return abs(value) * (1 - (signs.pop() if signs else 0) * (1 if value > 0 else -1))


def cases(seed: int, count: int) -> Iterator[tuple[list[Arc], dict[str, float], dict[str, int], int, float]]:
    """Make random questions: circles, loops, parallel edges of both signs, edges without one, genes of two forms."""
    chance = random.Random(seed)
    for _ in range(count):
        names = "ABCDEFGH"[: chance.randint(4, 8)]
        arcs = [
            (chance.choice(names), chance.choice(names), chance.choice((1, 1, -1, -1, 0)))
            for _ in range(chance.randint(5, 11))
        ]
        genes = chance.sample(names[1:], chance.randint(1, len(names) - 1))
        forms = ["".join(sorted(genes[:2])), *genes[2:]] if len(genes) > 2 and chance.random() < 0.3 else genes
        sources = {"A": chance.choice((1, -1, 0))}
        if names[-1] not in genes and chance.random() < 0.4:
            sources[names[-1]] = chance.choice((1, -1, 0))
        values = {form: chance.choice((1.0, -1.0)) for form in forms}
        yield arcs, values, sources, chance.randint(1, 5), chance.choice((0.1, 0.2, 0.3, 0.45))


def _agrees(arcs: list[Arc], values: dict[str, float], sources: dict[str, int], steps: int, penalty: float) -> None:
    cost, optima = brute_force(arcs, values, sources, steps, penalty)
    asked = [name + {1: ":+", -1: ":-", 0: ""}[sign] for name, sign in sources.items()]
    answer = found(arcs, values, *asked, max_steps=steps, penalty=penalty)
    assert answer.objective == pytest.approx(cost)
    assert answer.gap == 0
    chosen = frozenset((edge.source.id, edge.target.id, edge.sign) for edge in answer.edges)
    assert chosen in optima
    shared = frozenset.intersection(*optima)
    for edge in answer.edges:
        is_shared = (edge.source.id, edge.target.id, edge.sign) in shared
        assert edge.standing == ("every optimum" if is_shared else "alternates")


@pytest.mark.parametrize("case", list(cases(7, 25)))
def test_it_costs_what_the_best_of_all_sub_networks_costs(
    case: tuple[list[Arc], dict[str, float], dict[str, int], int, float],
) -> None:
    _agrees(*case)


@pytest.mark.slow
def test_so_it_does_in_many_more_cases() -> None:
    for case in cases(11, 150):
        _agrees(*case)


CHAIN: list[Arc] = [("A", "B", 1), ("B", "C", -1), ("C", "D", -1), ("A", "A", 1), ("A", "E", 0), ("F", "G", 1)]


def test_a_chain_is_followed_with_its_signs() -> None:
    answer = found(CHAIN, {"D": 1.0, "C": -1.0}, "A:+")
    assert [(e.source.id, e.source.sign, e.sign, e.target.id, e.target.sign, e.step) for e in answer.edges] == [
        ("A", 1, 1, "B", 1, 1), ("B", 1, -1, "C", -1, 2), ("C", -1, -1, "D", 1, 3),
    ]  # fmt: skip
    assert answer.objective == pytest.approx(0.6)
    assert [(node.id, node.role) for node in answer.nodes] == [
        ("A", "source"), ("B", "inferred"), ("C", "measured"), ("D", "measured"),
    ]  # fmt: skip
    assert [edge.claims for edge in answer.edges] == [("c0",), ("c1",), ("c2",)]
    assert answer.account["edges without a sign"] == 1
    assert answer.account["edges from an entity to itself"] == 1


def test_a_source_without_a_sign_takes_the_one_that_explains_more() -> None:
    assert found(CHAIN, {"B": -1.0, "C": 1.0}, "A").sources == (("A", -1),)
    assert found(CHAIN, {"G": -1.0}, "A").sources == (("A", 0),)


def test_each_change_that_is_not_explained_says_why() -> None:
    values = {"B": 1.0, "C": 1.0, "D": 1.0, "E": 1.0, "G": 1.0}
    verdicts = {gene.change.name: (gene.verdict, gene.steps) for gene in found(CHAIN, values, "A:+", max_steps=2).genes}
    assert verdicts == {
        "B": ("explained", 1), "C": ("other sign only", None), "D": ("too far", 3), "E": ("no way", None),
        "G": ("no way", None),
    }  # fmt: skip
    dear = found(CHAIN, {"D": 1.0}, "A:+", penalty=0.5)
    assert [(gene.verdict, gene.steps) for gene in dear.genes] == [("left out", 3)]
    assert dear.edges == ()


def test_what_is_gained_on_the_far_side_pays_for_a_wrong_sign() -> None:
    arcs: list[Arc] = [("A", "B", 1), ("B", "C", 1), ("B", "D", 1)]
    answer = found(arcs, {"B": -1.0, "C": 1.0, "D": 1.0}, "A:+")
    assert answer.objective == pytest.approx(2 + 3 * 0.2)  # against 3 for nothing
    assert [gene.verdict for gene in answer.genes] == ["explained", "explained", "contradicted"]


def test_sizes_weigh_if_asked() -> None:
    arcs: list[Arc] = [("A", "B", 1), ("B", "C", 1), ("B", "D", -1), ("C", "E", 1), ("D", "E", 1)]
    values = {"B": 0.5, "E": 3.5}
    assert found(arcs, values, "A:+", penalty=0.3).objective == pytest.approx(0.9)
    heavy = found(arcs, {"B": -3.0, "E": 1.0}, "A:+", weights="size")
    assert heavy.edges == ()
    assert heavy.objective == pytest.approx(2)  # sizes are on average 1
    alike = found(arcs, {"B": 2.0, "E": 2.0}, "A:+", weights="size")
    assert (alike.weights, alike.summary()["weights"]) == ("size", "size")  # as asked, though all sizes are one


def test_an_edge_that_another_optimum_does_without_alternates_and_says_what_instead() -> None:
    arcs: list[Arc] = [("A", "B", 1), ("A", "C", 1), ("B", "D", 1), ("C", "D", 1), ("D", "E", 1)]
    answer = found(arcs, {"E": 1.0}, "A:+")
    standing = {edge.target.id: edge.standing for edge in answer.edges}
    assert standing["E"] == "every optimum"
    assert {edge.standing for edge in answer.edges if edge.target.id != "E"} == {"alternates"}
    other = {"B": ("A -> C", "C -> D"), "C": ("A -> B", "B -> D")}
    (through,) = {"B", "C"} & standing.keys()
    assert {edge.instead for edge in answer.edges if edge.target.id != "E"} == {other[through]}


def test_parallel_edges_of_one_sign_are_one_and_open_all_claims() -> None:
    network = build_network(
        Source("s"), entities=[Entity("A", "Protein", "A"), Entity("B", "Protein", "B")],
        claims=[Claim("x", "A", "activates", "B"), Claim("y", "A", "increases", "B"), Claim("z", "A", "inhibits", "B")],
    )  # fmt: skip
    (edge,) = causal_network(network, measured({"B": 1.0}), ["A:+"]).edges
    assert [one.relation for one in edge.edges] == ["activates", "increases"]
    assert len(edge.claims) == 2


def test_signs_permuted_give_the_p_value_and_the_share_of_each_edge() -> None:
    arcs: list[Arc] = [("A", name, 1 if name < "E" else -1) for name in "BCDEFG"]
    values = {name: 1.0 if name < "E" else -1.0 for name in "BCDEFG"}
    answer = found(arcs, values, "A:+", permutations=200, seed=3)
    assert answer.random is not None
    assert answer.random.runs == 200
    # of the 20 ways to place three ups among six genes, one is the true one
    assert answer.random.p_value == (answer.random.as_good + 1) / 201
    assert answer.random.p_value == pytest.approx(1 / 20, abs=0.05)
    assert {round(edge.random_share or 0, 1) for edge in answer.edges} <= {0.4, 0.5, 0.6}
    again = found(arcs, values, "A:+", permutations=200, seed=3)
    assert again.to_dict() == answer.to_dict()


def test_changes_of_one_sign_have_no_p_value() -> None:
    answer = found([("A", "B", 1), ("A", "C", 1)], {"B": 1.0, "C": 1.0}, "A:+", permutations=10)
    assert answer.random is not None
    assert answer.random.is_idle
    assert answer.random.p_value is None


def test_of_more_changes_than_asked_for_the_strongest_count() -> None:
    arcs: list[Arc] = [("A", "B", 1), ("A", "C", 1), ("A", "D", 1)]
    answer = found(arcs, {"B": 1.5, "C": 3.0, "D": 2.0}, "A:+", max_genes=2)
    assert [gene.change.name for gene in answer.genes] == ["C", "D"]
    assert answer.account["changed genes beyond max_genes"] == 1
    signs = Measurements(measured({"B": 1.0, "C": 1.0}).changes)
    with pytest.raises(WrongArgument, match="no sizes"):
        causal_network(network_of(arcs), signs, ["A"], max_genes=1)


def test_a_source_that_changed_itself_is_no_target_and_unchanged_genes_are_free() -> None:
    answer = found([("A", "B", 1), ("B", "C", 1)], {"A": -1.0, "B": 0.0, "C": 1.0}, "A:+")
    assert answer.notes == ("A is a source, so that its own change (down) is not to be explained",)
    assert answer.objective == pytest.approx(0.4)
    assert [(node.id, node.measured) for node in answer.nodes] == [("A", -1), ("B", 0), ("C", 1)]


def test_what_cannot_be_asked_is_refused() -> None:
    with pytest.raises(WrongArgument, match="no source"):
        found(CHAIN, {"B": 1.0})
    with pytest.raises(UnknownName):
        found(CHAIN, {"B": 1.0}, "nobody")
    with pytest.raises(WrongArgument, match="same entity"):
        found(CHAIN, {"B": 1.0}, "A:+", "A:-")
    with pytest.raises(WrongArgument):
        found(CHAIN, {"B": 1.0}, "A", penalty=0)
    assert parted("prot:EGFR:-") == ("prot:EGFR", -1)


def test_nothing_changed_is_an_empty_answer_that_says_so() -> None:
    answer = found(CHAIN, {"B": 0.0}, "A")
    assert answer.edges == ()
    assert answer.objective == 0
    assert answer.notes == ("no gene beside the sources changed, so there is nothing to explain",)


def test_without_the_solver_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "highspy", None)
    with pytest.raises(MissingPackage, match=r"pip install 'pathway-graph\[network\]'"):
        found(CHAIN, {"B": 1.0}, "A")


def test_a_limit_of_time_leaves_an_honest_gap() -> None:
    chance = random.Random(1)
    names = [f"n{i}" for i in range(30)]
    entities = [Entity(name, "Protein", name) for name in names]
    claims = [
        Claim(f"c{i}", chance.choice(names), chance.choice(("activates", "inhibits")), chance.choice(names))
        for i in range(150)
    ]
    network = build_network(Source("s"), entities=entities, claims=claims)
    changes = Measurements(
        tuple(
            Change(n, (n,), 1 if up else -1, 1.0 if up else -1.0) for n in names[1:] for up in [chance.random() < 0.5]
        )
    )
    short = causal_network(network, changes, ["n0:+"], time_limit_s=1e-6, permutations=0)
    best = causal_network(network, changes, ["n0:+"], permutations=0)
    assert best.gap == 0
    assert short.bound <= best.objective <= short.objective
    assert short.gap == pytest.approx(short.objective - short.bound, abs=1e-5)
    assert {edge.standing for edge in short.edges} <= {"not tested"}


def test_a_drawing_marks_what_was_measured_and_what_inferred() -> None:
    drawing = draw_causal_network(found(CHAIN, {"C": -1.0}, "A:+"))
    assert {node.id: node.details for node in drawing.nodes} == {
        "A": ("source: up ▲",), "B": ("inferred up ▲",), "C": ("measured down ▼, explained",),
    }  # fmt: skip
    assert drawing.notes[0].startswith("The smallest signed network, up to 4 steps; no better one exists")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("network") / "store"
    opened = pg.open_store(str(place))
    opened.write(network_of(CHAIN))
    opened.close()
    return place


def run(store: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pathway_graph", "network", *arguments, "--store", str(store)]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=HUNG_S, env={**os.environ, "COLUMNS": "80"}
    )


@pytest.mark.slow
def test_the_command_prints_the_network_and_nothing_else(store: Path, tmp_path: Path) -> None:
    table = tmp_path / "changes.csv"
    table.write_text("gene,change\nB,1\nC,-1\nG,1\n", encoding="utf-8")
    done = run(store, str(table), "--from", "A:+", "--format", "json", "--diagram", str(tmp_path / "a.dot"))
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert [edge["target"] for edge in document["edges"]] == ["B", "C"]
    assert "gap 0, proven" in done.stderr
    assert "measured down" in (tmp_path / "a.dot").read_text(encoding="utf-8")
    shown = run(store, str(table), "--from", "A:+", "--permutations", "0", "--format", "table", "--evidence")
    assert max(map(len, shown.stdout.splitlines())) <= 80
    assert "A up -> B up (as measured)" in shown.stdout
    assert "no way" in shown.stdout
    rows = run(store, str(table), "--from", "A:+", "--permutations", "0", "--format", "csv").stdout.splitlines()
    assert rows[1] == "A,A,1,activates,1,B,B,1,1,1,every optimum,,,c0,"
