"""The ranking: gold values of CausalR and QuaternaryProd, a plain Python oracle on random networks, edge cases."""

from __future__ import annotations

import csv
import lzma
import math
import random
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from pathway_graph.diagrams.regulators import draw_explanation
from pathway_graph.errors import InputError, UnknownName
from pathway_graph.formats.native import read_guide
from pathway_graph.model import Claim, Entity, Network, Source
from pathway_graph.model.build import build_network
from pathway_graph.model.vocabulary import Sign
from pathway_graph.regulators import (
    FIELDS,
    ColumnOptions,
    Measurement,
    Measurements,
    Regulator,
    Regulators,
    bits,
    example_changes,
    explain_regulator,
    place_changes,
    rank_regulators,
    read_changes,
)
from pathway_graph.regulators.bits import column_counts
from pathway_graph.regulators.result import Method
from pathway_graph.regulators.universe import Background
from pathway_graph.trace import Filters
from regulator_oracle import hypothesis
from test_index import random_edges, signed_network

GOLD = Path(__file__).parents[2] / "shared" / "gold"
needs_gold = pytest.mark.skipif(not GOLD.exists(), reason="no reference values beside the repository")

CAUSALR_EDGES = """
Node0 activates Node1; Node0 inhibits Node2; Node1 activates Node3; Node1 activates Node4; Node1 inhibits Node5;
Node2 inhibits Node5; Node2 activates Node6; Node2 activates Node7
"""
CAUSALR_CHANGES: list[Sign] = [1, 1, 1, 1, 0, -1, -1, -1]
CAUSALR = [  # hypothesis, score, correct, incorrect, ambiguous, p, enrichment p
    ("Node0+", 4, 5, 1, 1, 0.1142857143, 1),
    ("Node1+", 3, 3, 0, 0, 0.1214285714, 1),
    ("Node2+", 0, 2, 2, 0, 0.6285714286, 0.5),
    ("Node2-", 0, 2, 2, 0, 0.5428571429, 0.5),
    ("Node1-", -3, 0, 3, 0, 0.9571428571, 1),
    ("Node0-", -4, 1, 5, 1, 0.9714285714, 1),
]


def causalr_network() -> Network:
    """The test network of CausalR, as eight proteins."""
    triples = [part.split() for part in CAUSALR_EDGES.replace("\n", " ").split(";")]
    return build_network(
        Source("causalr"),
        entities=[Entity(f"Node{i}", "Protein", f"Node{i}") for i in range(8)],
        claims=[Claim(f"c{i}", a, relation, b) for i, (a, relation, b) in enumerate(triples)],
    )


def causalr_changes(network: Network) -> Measurements:
    return place_changes(network, [Measurement(f"Node{i}", s, float(s)) for i, s in enumerate(CAUSALR_CHANGES)])


def by_hypothesis(found: Regulators) -> dict[str, Regulator]:
    return {f"{row.id}{'+' if row.sign > 0 else '-'}": row for row in found.rows}


def test_gold_values_of_causalr_to_ten_digits() -> None:
    network = causalr_network()
    rows = by_hypothesis(rank_regulators(network, causalr_changes(network), max_steps=2))
    assert len(rows) == 6
    for name, score, correct, incorrect, ambiguous, p, enrichment in CAUSALR:
        row = rows[name]
        assert (row.score, row.correct, row.incorrect, row.ambiguous) == (score, correct, incorrect, ambiguous)
        assert row.p_value == pytest.approx(p, abs=5e-11)
        assert row.enrichment_p == pytest.approx(enrichment, rel=1e-9)


def test_gold_values_of_causalr_at_depth_one() -> None:
    network = causalr_network()
    row = by_hypothesis(rank_regulators(network, causalr_changes(network), max_steps=1))["Node0+"]
    assert row.score == 1
    assert (row.p_value, row.enrichment_p) == pytest.approx((0.4285714286, 0.625), abs=5e-11)


def test_gold_values_of_every_node_as_causalr_ranks_them() -> None:
    network = causalr_network()
    rows = by_hypothesis(rank_regulators(network, causalr_changes(network), max_steps=2, every_entity=True))
    assert len(rows) == 16
    expected = {"Node3+": 0.5, "Node5-": 0.375, "Node6-": 0.375, "Node7-": 0.375, "Node4+": 0.625, "Node4-": 0.5,
                "Node3-": 1.0, "Node5+": 1.0, "Node6+": 1.0, "Node7+": 1.0}  # fmt: skip
    for name, p in expected.items():
        assert rows[name].score == (0 if "4" in name else -1 if p == 1.0 else 1)
        assert rows[name].p_value == pytest.approx(p, rel=1e-9)
        assert rows[name].enrichment_p == pytest.approx(1.0 if "4" in name else 0.875, rel=1e-9)


def string_network() -> Network:
    """The STRING causal network of QuaternaryProd; entities keep their row numbers, names are Entrez numbers."""
    relation = {"1": "activates", "-1": "inhibits", "0": "modulates"}
    with lzma.open(GOLD / "quaternaryprod_StringEnts.dat.xz", "rt", encoding="utf-8") as file:
        rows = [[cell.strip('"') for cell in line.split()] for line in file][1:]
    entities = [
        Entity(row[0], "Protein", f"{row[-1]} ({row[0]})", terms=(row[-1],), synonyms=(f"ncbigene:{row[1]}",))
        for row in rows
    ]
    with lzma.open(GOLD / "quaternaryprod_StringRels.dat.xz", "rt", encoding="utf-8") as file:
        edges = [line.split() for line in file][1:]
    claims = [Claim(f"{a} {m} {b}", a, relation[m], b) for a, b, m in edges]
    return build_network(Source("string"), entities=entities, claims=claims)


@pytest.fixture(scope="module")
def string() -> Network:
    if not GOLD.exists():
        pytest.skip("no reference values beside the repository")
    return string_network()


def myc_signature(network: Network) -> Measurements:
    """The first significant row of each gene, as QuaternaryProd takes it; each node of a gene is a unit."""
    measured: dict[str, Measurement] = {}
    nodes: dict[str, list[str]] = {}
    for entity in network.entities:
        for synonym in entity.synonyms:
            nodes.setdefault(synonym.partition(":")[2], []).append(entity.id)
    with (GOLD / "quaternaryprod_myc_sig.txt").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            value = float(row["log2_fc"])
            if abs(value) >= math.log2(1.3) and float(row["p_val"]) <= 0.05:
                for node in nodes.get(row["entrez"], ()):
                    measured.setdefault(node, Measurement(node, 1 if value > 0 else -1, value))
    return place_changes(network, measured.values())


@pytest.mark.slow
@needs_gold
def test_gold_values_of_the_myc_signature(string: Network) -> None:
    found = rank_regulators(
        string, myc_signature(string), max_steps=1, background="targets", predict_itself=False, rank_by="p_value",
    )  # fmt: skip
    assert len(found) == 6518
    assert (found.universe.size, len(found.network.edges)) == (7249, 173556)
    rows = [(row.name.split()[0], row.sign, row.correct, row.incorrect) for row in found.top(2)]
    assert rows == [("MYC", 1, 7, 0), ("MAX", 1, 6, 1)]
    expected = {"MYC": 3.453199434e-06, "MAX": 3.110565465e-05, "SRSF1": 2.875441556e-04, "BMI1": 4.248141515e-04}
    for name, p in expected.items():
        (row,) = [row for row in found.of(name) if row.sign == 1]
        assert row.p_value == pytest.approx(p, rel=1e-9)
    myc, other = found.top(2)
    # of 66 changed genes 24 are up; of MYC's seven, 6 are predicted up and were, and 1 down: one deal of their signs
    assert myc.concordance_p == pytest.approx(math.comb(59, 24 - 6) / math.comb(66, 24), rel=1e-9)
    assert (myc.z, other.z) == pytest.approx((2.645751, 1.889822), abs=5e-7)


@pytest.mark.slow
@needs_gold
def test_the_quaternary_statistic_counts_targets_without_sign(string: Network) -> None:
    found = rank_regulators(
        string, myc_signature(string), max_steps=1, background="targets", predict_itself=False, method="quaternary",
    )  # fmt: skip
    (myc,) = [row for row in found.of("MYC") if row.sign == 1]
    assert myc.score == 7 + myc.unsigned
    assert 0 < myc.p_value < 1e-4


def measured_at_random(chance: random.Random, size: int) -> dict[int, int]:
    return {node: chance.choice((-1, 0, 0, 1)) for node in chance.sample(range(size), chance.randint(1, size))}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(250))
def test_every_hypothesis_equals_the_plain_python_oracle(seed: int) -> None:
    """Random graphs with self-loops and parallel edges of opposite sign; regulators among the measured."""
    chance = random.Random(seed)
    size = chance.randint(2, 13)
    edges = random_edges(chance, size, chance.randint(1, 36), chance.choice([(1, -1), (1, -1, 0)]))
    network = signed_network(edges, size)
    observed = measured_at_random(chance, size)
    touched = {node for source, target, _ in edges for node in (source, target)}
    depth, itself = chance.randint(1, 4), chance.random() < 0.5
    methods: tuple[Method, ...] = ("ternary", "quaternary")
    method = chance.choice(methods)
    changes = place_changes(network, [Measurement(f"n{n}", s, float(s)) for n, s in observed.items()])  # type: ignore[arg-type]
    backgrounds: tuple[Background, ...] = ("measured", "network", "targets")
    background = chance.choice(backgrounds)
    units = {
        "measured": {n: s for n, s in observed.items() if n in touched},
        "network": {n: observed.get(n, 0) for n in touched},
        "targets": {n: observed.get(n, 0) for _, n, _ in edges},
    }[background]
    found = rank_regulators(
        network, changes, max_steps=depth, background=background, method=method, predict_itself=itself,
    )  # fmt: skip
    assert {row.id for row in found.rows} == {f"n{source}" for source, _, _ in edges}
    for row in found.rows:
        one = hypothesis(edges, int(row.id[1:]), row.sign, units, depth, itself, method)
        assert (row.correct, row.incorrect, row.ambiguous, row.unsigned, row.score) == one[:5]
        assert row.p_value == pytest.approx(one.p, rel=1e-9)
        assert 0 < row.p_value <= 1
        told = explain_regulator(found, row.id, sign=row.sign, max_steps=depth)
        counts = [len(told.with_verdict(v)) for v in ("for", "against", "ambiguous", "sign unknown")]
        assert counts == [row.correct, row.incorrect, row.ambiguous, row.unsigned]
        for target in told.targets:
            assert {len(route.edges) for route in target.routes} <= {target.steps}


def toy(
    edges: list[tuple[int, int, int]], signs: dict[int, Sign], size: int, **options: object
) -> dict[str, Regulator]:
    network = signed_network(edges, size)
    changes = place_changes(network, [Measurement(f"n{n}", s, float(s)) for n, s in signs.items()])
    return by_hypothesis(rank_regulators(network, changes, **options))  # type: ignore[arg-type]


def test_all_ambiguous_says_nothing() -> None:
    edges = [(0, n, s) for n in (1, 2, 3) for s in (1, -1)]
    row = toy(edges, {1: 1, 2: -1, 3: 1, 0: 0}, 4, predict_itself=False)["n0+"]
    assert (row.ambiguous, row.score, row.p_value, row.enrichment_p, row.z) == (3, 0, 1.0, 1.0, None)


def test_no_overlap_gives_p_one() -> None:
    row = toy([(0, 1, 1), (2, 3, 1)], {3: 1, 1: 0, 2: 0}, 4, predict_itself=False)["n0+"]
    assert (row.correct, row.incorrect, row.enrichment_p, row.concordance_p) == (0, 0, 1.0, 1.0)


def test_all_changed_predicted_right() -> None:
    """Three of three changed among six units: one labelling in C(6, 3)."""
    edges = [(0, n, 1) for n in (1, 2, 3)] + [(9, n, 1) for n in (4, 5, 6)]
    rows = toy(edges, {1: 1, 2: 1, 3: 1, 4: 0, 5: 0, 6: 0}, 10)
    assert rows["n0+"].p_value == pytest.approx(1 / 20, rel=1e-9)
    assert rows["n0+"].enrichment_p == pytest.approx(1 / 20, rel=1e-9)
    assert rows["n9+"].p_value == pytest.approx(1.0, rel=1e-9)


def test_the_order_of_rows_changes_nothing() -> None:
    chance = random.Random(5)
    edges = random_edges(chance, 40, 160, (1, -1))
    network = signed_network(edges, 40)
    rows = [Measurement(f"n{n}", s, float(s)) for n, s in enumerate(chance.choices((-1, 0, 1), k=40))]  # type: ignore[arg-type]
    one = rank_regulators(network, place_changes(network, rows)).rows
    assert rank_regulators(network, place_changes(network, rows[::-1])).rows == one
    by_causal_p = rank_regulators(network, place_changes(network, rows), rank_by="p_value").rows
    assert set(by_causal_p) == set(one)
    assert all(a.p_value <= b.p_value * (1 + 1e-8) for a, b in pairwise(by_causal_p))


def test_no_change_at_all_gives_p_one_everywhere() -> None:
    rows = toy([(0, 1, 1), (1, 2, -1)], {0: 0, 1: 0, 2: 0}, 3)
    assert {row.p_value for row in rows.values()} == {1.0}


def test_the_linear_model_is_pearsons_t() -> None:
    """Worked out in the reference values: t = 5.34679673; four targets are too few for its p-value."""
    sizes = [3, 2, 1, -1, -2, 4, 0, 1]
    edges = [(8, 0, 1), (8, 1, 1), (8, 5, 1), (8, 4, -1), (9, 2, 1), (9, 3, 1), (9, 6, 1), (9, 7, 1)]
    network = signed_network(edges, 10)
    changes = place_changes(network, [Measurement(f"n{n}", int(np.sign(v)), float(v)) for n, v in enumerate(sizes)])  # type: ignore[arg-type]
    row = by_hypothesis(rank_regulators(network, changes, background="measured"))["n8+"]
    assert row.t == pytest.approx(5.34679673, rel=1e-8)
    assert (row.t_p, row.t_fdr) == (None, None)


@pytest.mark.parametrize(("hypothesis", "sign"), [("n0+", 1), ("n0-", -1)])
def test_the_bias_is_ups_over_downs_times_raised_over_lowered(hypothesis: str, sign: int) -> None:
    """Lowered, it predicts one raised and five lowered: 3 of 4 changed are up, which speaks against that by itself."""
    edges = [(0, n, 1) for n in range(1, 6)] + [(0, 6, -1)]
    row = toy(edges, {1: 1, 2: 1, 3: 1, 4: -1, 5: 0, 6: 0}, 7, predict_itself=False, background="measured")[hypothesis]
    assert row.bias == pytest.approx(sign * (3 - 1) / 4 * (5 - 1) / 6)
    assert row.z == pytest.approx(sign * (3 - 1) / 2)
    assert row.bias is not None
    assert row.z_unbiased == pytest.approx((sign * 2 - 4 * row.bias) / 2)


def test_a_gene_symbol_means_all_its_forms_and_a_form_of_its_own_stands_alone() -> None:
    guide = read_guide()
    both = place_changes(guide, [Measurement("CREB1", 1, 1.0), Measurement("pCREB", -1, -1.0)])
    owners = {entity: change.name for change in both.changes for entity in change.entities}
    assert owners["state:CREB1_pS133"] == "pCREB"
    assert owners["prot:CREB1"] == "CREB1"
    found = rank_regulators(guide, both, max_steps=1, filters=Filters(view="expanded"))
    assert sum(change is not None for change in found.universe.changes) == 2


def test_a_gene_measured_twice_is_an_error_at_every_line(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("gene,change\nBDNF,1\nBdnf,-1\ncAMP,1\nhgnc:1033,1\n")
    with pytest.raises(InputError) as caught:
        read_changes(read_guide(), tmp_path / "c.csv", ColumnOptions(keep="error"))
    assert [problem.line for problem in caught.value.problems] == [3, 5]
    assert "'Bdnf', like 'BDNF', means" in str(caught.value)
    kept = read_changes(read_guide(), tmp_path / "c.csv", ColumnOptions(keep="first"))
    assert [change.sign for change in kept.changes] == [1, 1]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("", ["the file is empty"]),
        ("gene,x\nBDNF,1\n", ["no column of changes"]),
        ("a,b,change\nBDNF,x,1\n", ["no column of names"]),
        ("gene,change\nBDNF,much\nCREB1,so\n", ["'much' is no change", "'so' is no change"]),
        ("gene,change,p\nBDNF,1,2\nTrkB,1,x\n", ["'2' is no p-value", "'x' is no p-value"]),
    ],
    ids=["empty", "no changes", "no names", "cells", "p-values"],
)
def test_every_problem_of_a_file_is_said_at_once(tmp_path: Path, text: str, messages: list[str]) -> None:
    (tmp_path / "c.csv").write_text(text)
    with pytest.raises(InputError) as caught:
        read_changes(read_guide(), tmp_path / "c.csv")
    assert len(caught.value.problems) == len(messages)
    assert all(message in str(caught.value) for message in messages)


def test_fold_changes_count_from_the_threshold_and_below_the_p_value(tmp_path: Path) -> None:
    (tmp_path / "c.tsv").write_text(
        "symbol\tlog2FoldChange\tpadj\nBDNF\t1.5\t0.01\nTrkB\t-2\t0.2\ncAMP\t0.4\t0.001\nPKA\t-1.1\tNA\nfoo\t3\t0\n"
        "CREB1\tNA\t0.1\n\t2\t0.001\nNA\t-2\t0.001\n"
    )
    found = read_changes(read_guide(), tmp_path / "c.tsv")
    assert {change.name: change.sign for change in found.changes} == {"BDNF": 1, "TrkB": 0, "cAMP": 0, "PKA": 0}
    assert (found.unmatched, found.without_value, found.has_sizes) == (("foo",), ("CREB1",), True)
    assert found.without_name == (8, 9)
    loose = read_changes(read_guide(), tmp_path / "c.tsv", ColumnOptions(threshold=0.3, max_p=0.3))
    assert {change.name: change.sign for change in loose.changes} == {"BDNF": 1, "TrkB": -1, "cAMP": 1, "PKA": 0}


def test_ratios_and_words_are_read(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("gene,fold change\nBDNF,4\nTrkB,0.25\ncAMP,1.2\n")
    found = read_changes(read_guide(), tmp_path / "r.csv", ColumnOptions(ratio=True))
    assert {change.name: change.value for change in found.changes}["TrkB"] == -2
    assert {change.name: change.sign for change in found.changes} == {"BDNF": 1, "TrkB": -1, "cAMP": 0}
    (tmp_path / "w.csv").write_text("BDNF,up\nTrkB,down\n")
    found = read_changes(read_guide(), tmp_path / "w.csv")
    assert {change.name: change.sign for change in found.changes} == {"BDNF": 1, "TrkB": -1}


def test_the_background_is_stated() -> None:
    guide = read_guide()
    found = rank_regulators(guide, example_changes(guide))
    assert found.universe.kind == "network"
    assert "measured or not" in found.summary()["warning"]
    measured = rank_regulators(guide, place_changes(guide, [Measurement("BDNF", 1, 1.0), Measurement("TrkB", 0, 0.0)]))
    assert (measured.universe.kind, measured.summary()["warning"]) == ("measured", "")
    listed = rank_regulators(guide, example_changes(guide), background=["BDNF", "cAMP", "no such gene"])
    assert (listed.universe.kind, listed.universe.size) == ("list", 2)
    with pytest.raises(UnknownName):
        rank_regulators(guide, example_changes(guide), background=["no such gene"])


def test_hypotheses_are_followed_only_when_asked() -> None:
    guide = read_guide()
    without = rank_regulators(guide, example_changes(guide))
    counted = rank_regulators(guide, example_changes(guide), filters=Filters(count_hypotheses=True))
    assert without.summary()["edges_left_out"]["hypothesis"] > 0
    assert "hypothesis" not in counted.summary()["edges_left_out"]
    assert len(counted) > len(without)


@pytest.mark.slow
def test_a_frame_has_every_hypothesis() -> None:
    guide = read_guide()
    found = rank_regulators(guide, example_changes(guide))
    frame = found.to_frame()
    assert list(frame.columns) == list(FIELDS)
    assert frame["id"][0] == "chem:imipramine"
    assert len(frame) == len(found)


def test_the_explanation_of_the_example_draws_measured_changes() -> None:
    guide = read_guide()
    told = explain_regulator(rank_regulators(guide, example_changes(guide)), "imipramine")
    assert (len(told.with_verdict("for")), len(told.with_verdict("against"))) == (11, 0)
    badges = {node.id: node.details for node in draw_explanation(told).nodes}
    assert badges["chem:camp"] == ("measured down ▼, predicted down",)
    assert badges["chem:imipramine"] == ("hypothesis: raised",)
    with pytest.raises(UnknownName, match="possible regulator"):
        explain_regulator(rank_regulators(guide, example_changes(guide)), "neurogenesis")


def words(chance: random.Random, rows: int) -> Iterator[list[int]]:
    for _ in range(rows):
        yield [chance.getrandbits(64) for _ in range(2)]


@pytest.mark.parametrize("rows", [0, 1, 2, 3, 7, 64, 129])
def test_columns_of_bits_are_counted(rows: int) -> None:
    table = np.array(list(words(random.Random(rows), rows)), dtype=np.uint64).reshape(rows, 2)
    expected = [sum(int(row[c // 64]) >> (c % 64) & 1 for row in table) for c in range(128)]
    assert column_counts(table, 128).tolist() == expected


def test_a_file_in_which_nothing_changed_is_said_to_be_one() -> None:
    guide = read_guide()
    found = rank_regulators(guide, place_changes(guide, [Measurement("BDNF", 0, 0.2), Measurement("TrkB", 0, 0.1)]))
    assert "nothing in the background counts as changed" in found.summary()["warning"]
    assert {row.p_value for row in found.rows} == {1.0}


@pytest.mark.parametrize("few", [1, 5, 10**6])
def test_rows_are_united_alike_by_rounds_and_at_once(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bits, "_FEW", few)
    chance = np.random.default_rng(few)
    table = chance.integers(0, 2**63, (30, 2)).astype(np.uint64)
    rows = chance.integers(0, 30, 200)
    targets = (20 * chance.random(200) ** 3).astype(np.int64)
    found = bits.RowUnion(rows, targets, 25).of(table)
    for target in range(25):
        expected = np.bitwise_or.reduce(table[rows[targets == target]], axis=0, initial=np.uint64(0))
        assert found[target].tolist() == expected.tolist()


def test_a_network_without_causal_edges_has_no_hypotheses() -> None:
    network = build_network(Source("s"), entities=[Entity("a", "Gene", "A")])
    found = rank_regulators(network, place_changes(network, [Measurement("A", 1, 1.0)]))
    assert (len(found), found.to_dict()["regulators"]) == (0, [])
