"""The combined rank: values by hand, validity over every labelling, regulators that explain through others, power."""

from __future__ import annotations

import importlib
import math
import sys
from collections import defaultdict
from itertools import combinations
from math import comb
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pathway_graph.errors import WrongArgument
from pathway_graph.model import Network
from pathway_graph.model.vocabulary import Sign
from pathway_graph.regulators import Measurement, Regulators, explain_regulator, place_changes, rank_regulators
from pathway_graph.regulators.tails import log_binomial_bound
from test_index import signed_network
from test_regulators import by_hypothesis

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
NETWORKS = Path(__file__).parents[2] / "shared" / "networks"
needs_networks = pytest.mark.skipif(not NETWORKS.exists(), reason="no networks beside the repository")

Edges = list[tuple[int, int, int]]


def ranked(edges: Edges, signs: dict[int, Sign], size: int, **options: object) -> Regulators:
    network = signed_network(edges, size)
    changes = place_changes(network, [Measurement(f"n{n}", s, float(s)) for n, s in signs.items()])
    return rank_regulators(network, changes, **options)  # type: ignore[arg-type]


def fisher(product: float) -> float:
    return product * (1 - math.log(product))


def test_the_combined_p_is_fishers_product_of_overlap_and_signs() -> None:
    """Three of six changed, all three predicted: 1 in C(6, 3). All are up, so that signs say nothing."""
    edges = [(0, n, 1) for n in (1, 2, 3)] + [(9, n, 1) for n in (4, 5, 6)]
    row = by_hypothesis(ranked(edges, {1: 1, 2: 1, 3: 1, 4: 0, 5: 0, 6: 0}, 10, max_steps=1))["n0+"]
    assert row.overlap_p == pytest.approx(1 / 20)
    assert row.sign_p == 1.0
    assert row.combined_p == pytest.approx(fisher(1 / 20))
    assert row.combined_p == pytest.approx(10**row.log10_combined_p)


def test_signs_are_tested_given_what_changed_and_its_ups_and_downs() -> None:
    """Five changed, four up: three of them raised by the regulator are all up in C(4, 3) of C(5, 3) deals."""
    edges = [(0, n, 1) for n in (1, 2, 3)] + [(9, n, 1) for n in (4, 5, 6)]
    rows = by_hypothesis(ranked(edges, {1: 1, 2: 1, 3: 1, 4: 1, 5: -1, 6: 0}, 10, max_steps=1))
    assert rows["n0+"].sign_p == rows["n0+"].concordance_p == pytest.approx(comb(4, 3) / comb(5, 3))
    assert rows["n0-"].concordance_p == 1.0
    assert rows["n0-"].combined_p == 1.0, "more against than for is no support, however great the overlap"


def test_a_depth_costs_its_weight() -> None:
    """One step explains all of it at weight 100 / 101; the second step reaches nothing more and is no test."""
    edges = [(0, n, 1) for n in (1, 2, 3)] + [(9, n, 1) for n in (4, 5, 6)]
    row = by_hypothesis(ranked(edges, {1: 1, 2: 1, 3: 1, 4: 0, 5: 0, 6: 0}, 10))["n0+"]
    assert row.depth == 1
    assert row.combined_p == pytest.approx(fisher(1 / 20) * 101 / 100)


CHAIN: Edges = [(20, 21, 1), *((21, n, 1) for n in range(8)), (22, 21, -1), *((23, n, 1) for n in range(8, 19))]
CHANGED: dict[int, Sign] = {n: 1 if n < 8 else 0 for n in range(19)}


def test_what_explains_only_through_another_is_listed_under_it() -> None:
    """21 raises eight genes that went up; 20 raises 21 and 22 lowers it: they follow, with their signs."""
    found = ranked(CHAIN, CHANGED, 24)
    first = found.rows[0]
    assert (first.id, first.sign, first.depth, first.through, first.listed) == ("n21", 1, 1, None, 2)
    under = {(row.id, row.sign, row.depth, row.through, row.through_sign, row.own) for row in found.through("n21")}
    assert under == {("n20", 1, 2, "n21", 1, 0), ("n22", -1, 2, "n21", 1, 0)}
    assert found.through("n21", sign=-1) == ()
    places = [row.id for row in found.rows if row.combined_p <= 0.05]
    assert places == ["n21", "n20", "n22"], "after what stands by itself, before what explains nothing"


def test_what_explains_directly_as_well_stands_by_itself_at_that_depth() -> None:
    """20 acts on six genes of its own that went up too, and on 21: the six are its evidence, not those of 21."""
    edges = [*CHAIN, *((20, n, 1) for n in range(24, 30))]
    found = ranked(edges, {**CHANGED, **dict.fromkeys(range(24, 30), 1), **dict.fromkeys(range(30, 60), 0)}, 60)
    row = found.of("n20")[0]
    assert (row.through, row.sign) == (None, 1)


def test_a_regulator_with_targets_of_its_own_stands_by_itself() -> None:
    """30 acts on three that raise eight each, which all went up; each of them explains a third of it."""
    edges = [(30, target, 1) for target in (31, 32, 33)]
    edges += [(target, n, 1) for place, target in enumerate((31, 32, 33)) for n in range(8 * place, 8 * place + 8)]
    edges += [(34, n, 1) for n in range(40, 90)]
    found = ranked(edges, {**dict.fromkeys(range(24), 1), **dict.fromkeys(range(40, 90), 0)}, 90)
    first = found.rows[0]
    assert (first.id, first.sign, first.depth, first.through, first.depth_correct) == ("n30", 1, 2, None, 24)
    assert explain_regulator(found, "n30").max_steps == 2


def test_an_explanation_says_why_each_target_counts() -> None:
    found = ranked([(0, 1, 1), (0, 2, -1), (2, 3, 1), (0, 4, 1)], {1: 1, 2: 1, 3: -1, 4: 0}, 5)
    told = explain_regulator(found, "n0", sign=1, max_steps=2)
    assert {target.change.name: target.why for target in told.targets} == {
        "n1": "N0 raises N1 (1 work); N1 went up: counts for",
        "n2": "N0 lowers N2 (1 work); N2 went up: counts against",
        "n3": "N0 lowers N2 (1 work), which raises N3 (1 work); N3 went down: counts for",
    }
    lowered = explain_regulator(found, "n0", sign=-1, max_steps=1).targets[0]
    assert lowered.why == "N0 lowers N2 (1 work), and N0 is taken as lowered; N2 went up: counts for"


@pytest.mark.parametrize(("up", "down"), [(2, 2), (3, 1)])
@pytest.mark.parametrize("depth", [1, 3])
def test_every_p_value_is_super_uniform_over_all_labellings(up: int, down: int, depth: int) -> None:
    """Six units, every way to deal out the labels: P(p <= a) <= a at every a that occurs, for every hypothesis."""
    edges = [(8, 0, 1), (8, 1, 1), (8, 2, -1), (9, 8, 1), (9, 3, 1), (9, 4, -1), (10, 9, -1), (10, 5, 1), (11, 1, 0),
             (11, 2, 1), (11, 0, -1)]  # fmt: skip
    network = signed_network(edges, 12)
    values: dict[tuple[str, str, int], list[float]] = defaultdict(list)
    for raised in combinations(range(6), up):
        for lowered in combinations(sorted(set(range(6)) - set(raised)), down):
            signs: dict[int, Sign] = {n: 1 if n in raised else -1 if n in lowered else 0 for n in range(6)}
            changes = place_changes(network, [Measurement(f"n{n}", s, float(s)) for n, s in signs.items()])
            for row in rank_regulators(network, changes, max_steps=depth, predict_itself=False).rows:
                for name in ("combined_p", "sign_p", "concordance_p", "overlap_p"):
                    values[name, row.id, row.sign].append(getattr(row, name))
    for (name, *who), found in values.items():
        if name in ("overlap_p", "sign_p") and depth > 1:
            continue  # of the depth that was chosen: the correction is in the combined one
        ordered = np.sort(found)
        share = np.searchsorted(ordered, ordered * (1 + 1e-9), side="right") / len(ordered)
        assert (share <= ordered * (1 + 1e-9)).all(), (name, who)


@pytest.mark.parametrize("parts", [[(50, 10, 4), (50, 25, 20), (60, 3, 30)], [(40, 40, 3), (40, 0, 9), (40, 20, 20)]])
def test_the_bound_over_strata_is_never_below_the_exact_tail(parts: list[tuple[int, int, int]]) -> None:
    """Strata of so many units, changed and predicted: hypergeometric distributions, added up in whole numbers."""
    total = np.array([1.0])
    for size, changed, drawn in parts:
        part = [comb(changed, k) * comb(size - changed, drawn - k) / comb(size, drawn) for k in range(drawn + 1)]
        total = np.convolve(total, part)
    tails = np.cumsum(total[::-1])[::-1]
    draws, mean = sum(drawn for *_, drawn in parts), sum(c * d / n for n, c, d in parts)
    hits = np.arange(draws + 1)
    bound = np.exp(log_binomial_bound(np.full(draws + 1, draws), np.full(draws + 1, mean), hits))
    assert (bound >= tails * (1 - 1e-9)).all()
    assert bound[math.ceil(mean) + 3] < 0.5


def test_another_column_orders_the_rows() -> None:
    edges = [(0, 1, 1), (0, 2, 1), (3, 1, 1), (3, 4, 1), (5, 4, 1), (5, 2, -1)]
    signs: dict[int, Sign] = {1: 1, 2: 1, 4: -1, 0: 0, 3: 0}
    for name in ("p_value", "enrichment_p", "concordance_p"):
        values = [getattr(row, name) for row in ranked(edges, signs, 6, rank_by=name).rows]
        assert values == pytest.approx(sorted(values))
    heights = [row.z for row in ranked(edges, signs, 6, rank_by="z").rows if row.z is not None]
    assert heights == sorted(heights, reverse=True)
    with pytest.raises(WrongArgument, match="rank_by"):
        ranked(edges, signs, 6, rank_by="concordance")


def test_the_p_value_of_the_linear_model_needs_five_targets() -> None:
    """Five targets, by scipy's pearsonr: r = 0.940594, t = 6.194496, two-sided p = 0.00159978."""
    sizes = [2.0, 2.5, 1.5, -2.0, 1.0, 0.5, 0.0]
    edges = [(8, 0, 1), (8, 1, 1), (8, 2, 1), (8, 3, -1), (8, 4, 1), (9, 5, 1), (9, 6, 1)]
    network = signed_network(edges, 10)
    listed = [Measurement(f"n{n}", int(np.sign(v)), v) for n, v in enumerate(sizes)]  # type: ignore[arg-type]
    rows = by_hypothesis(rank_regulators(network, place_changes(network, listed)))
    assert rows["n9+"].t is not None
    assert rows["n9+"].t_p is None
    assert rows["n8+"].t_p == pytest.approx(rows["n8+"].t_fdr)
    assert rows["n8+"].t_p == pytest.approx(0.00159978, rel=1e-5)


@pytest.fixture(scope="module")
def collectri_and_omnipath() -> Network:
    network: Network = benchmark("data").network("A")
    return network


def benchmark(name: str) -> Any:
    """Return a module of the benchmarks, which are no package."""
    if str(BENCHMARKS) not in sys.path:
        sys.path.insert(0, str(BENCHMARKS))
    return importlib.import_module(name)


@pytest.mark.slow
@needs_networks
@pytest.mark.parametrize(("up", "down"), [(150, 150), (270, 30)])
def test_shuffled_labels_give_super_uniform_p_values(collectri_and_omnipath: Network, up: int, down: int) -> None:
    """Three shuffles of 3,000 genes, some 20,000 hypotheses each: small p-values are no more frequent than said."""
    found = benchmark("regulator_power").calibrate(collectri_and_omnipath, up, down, measured=3000, rounds=3, seed=5)
    for name in ("combined_p", "p_value", "enrichment_p", "concordance_p"):
        assert max(found[name][1:4]) <= 1.1, name


@pytest.mark.slow
@needs_networks
@pytest.mark.parametrize(("steps", "among", "of"), [(1, 1, 4), (2, 3, 3)])
def test_planted_regulators_are_found(collectri_and_omnipath: Network, steps: int, among: int, of: int) -> None:
    """Five regulators planted one and two steps up, a fifth of the signs flipped."""
    planter, found = benchmark("regulator_power").Planter(collectri_and_omnipath, steps, 0.2, seed=3), 0
    for _ in range(5):
        true, changes = planter.draw()
        order = list(dict.fromkeys(row.id for row in rank_regulators(collectri_and_omnipath, changes).rows))
        found += order.index(true) < among
    assert found >= of
