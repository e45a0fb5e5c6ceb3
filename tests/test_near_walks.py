"""Two ways to count what regulators predict, which agree: walks listed one by one, and sets of regulators."""

from __future__ import annotations

import json
from dataclasses import fields

import numpy as np
import pytest

from pathway_graph.formats.native import read_guide
from pathway_graph.model.vocabulary import Sign
from pathway_graph.regulators import Measurement, example_changes, place_changes, rank, rank_regulators, through
from pathway_graph.regulators.counting import Counts, count_predictions
from pathway_graph.regulators.near import NearWalks, Units, count_near, fits, predicted_near
from pathway_graph.regulators.propagate import Links, predictions_by_depth
from pathway_graph.regulators.universe import Universe
from pathway_graph.text.json_pieces import json_pieces
from test_index import signed_network


@pytest.mark.parametrize("itself", [True, False])
@pytest.mark.parametrize("depth", [1, 2])
@pytest.mark.parametrize("seed", range(12))
def test_listed_walks_count_what_sets_of_regulators_count(seed: int, depth: int, itself: bool) -> None:
    chance = np.random.default_rng(seed)
    entities, edges = int(chance.integers(3, 60)), int(chance.integers(1, 260))
    signs = (-1, 1) if seed % 3 == 0 else (-1, 0, 1)
    links = Links(
        chance.integers(0, entities, edges), chance.integers(0, entities, edges),
        chance.choice(signs, edges).astype(np.int8), entities,
    )  # fmt: skip
    members = chance.permutation(entities)[: int(chance.integers(1, entities + 1))]
    size = max(1, len(members) // (1 + seed % 2))
    unit = np.sort(np.concatenate([np.arange(size), chance.integers(0, size, len(members) - size)]))
    sizes = np.where(chance.random(size) < 0.7, chance.normal(size=size), np.nan) if seed % 4 else None
    stratum = chance.integers(0, 1 + seed % 3, size)
    units = Units(members, unit, chance.integers(-1, 2, size), sizes, stratum)
    regulators = np.unique(links.source)

    blocks = predictions_by_depth(links, regulators, members, unit, size, depth=depth, itself=itself)
    expected = count_predictions(blocks, units.observed, sizes, stratum)
    assert fits(units, depth)
    found = count_near(NearWalks(links, units, depth=depth, itself=itself), regulators)
    assert len(found) == len(expected) == depth
    for here, there in zip(found, expected, strict=True):
        for field in fields(Counts):
            one, other = getattr(here, field.name), getattr(there, field.name)
            np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-12, err_msg=field.name)
    universe = Universe("list", (None,) * size, members, unit, units.observed, (), "")
    sets = rank.Tested(links, regulators, universe, itself)
    object.__setattr__(sets, "_near", None)
    table = predicted_near(NearWalks(links, units, depth=depth, itself=itself), regulators)
    np.testing.assert_array_equal(table, sets.predicted(np.arange(len(regulators)), depth))


def test_hypotheses_are_listed_alike_whichever_way_and_in_how_many_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    edges: list[tuple[int, int, int]] = []
    signs: dict[int, Sign] = {}
    for start in (0, 100, 200):  # of each hundred 21 raises eight that went up, 20 raises it, 22 lowers it
        ends = [(20, 21, 1), (22, 21, -1), *((21, n, 1) for n in range(8)), *((23, n, 1) for n in range(30, 60))]
        edges += [(start + one, start + other, sign) for one, other, sign in ends]
        signs |= {start + n: 1 if n < 8 else 0 for n in (*range(8), *range(30, 60))}
    network = signed_network(edges, 300)
    changes = place_changes(network, [Measurement(f"n{place}", sign, float(sign)) for place, sign in signs.items()])
    whole = rank_regulators(network, changes)
    assert (whole.columns.leader >= 0).sum() == 6
    for is_near in (True, False):
        monkeypatch.setattr(rank, "is_cheaper", lambda *_, answer=is_near: answer)
        for at_once in (1, 1 << 25):
            monkeypatch.setattr(through, "_AT_ONCE", at_once)
            assert rank_regulators(network, changes) == whole


def test_an_entity_of_two_units_and_long_walks_are_left_to_the_sets() -> None:
    one = Units(np.array([0, 1, 1]), np.array([0, 0, 1]), np.array([1, -1]), None, np.zeros(2, np.int64))
    other = Units(np.array([0, 1]), np.array([0, 1]), np.array([1, -1]), None, np.zeros(2, np.int64))
    assert not fits(one, 2)
    assert fits(other, 2)
    assert not fits(other, 3)


def test_a_walk_of_two_inhibitions_raises_and_the_shorter_walk_decides() -> None:
    # 0 inhibits 1, 1 inhibits 2, 0 inhibits 3, 3 activates 1: by hand, 0 raised lowers 1 and 3, and raises 2.
    links = Links(np.array([0, 1, 0, 3]), np.array([1, 2, 3, 1]), np.array([-1, -1, -1, 1], dtype=np.int8), 4)
    units = Units(np.arange(4), np.arange(4), np.array([1, -1, 1, 0]), None, np.zeros(4, np.int64))
    direct, found = count_near(NearWalks(links, units, depth=2, itself=True), np.array([0]))
    assert (direct.raised[0], direct.lowered[0]) == (1, 2), "itself raised, 1 and 3 lowered"
    assert (found.raised[0], found.lowered[0], found.unsigned[0]) == (2, 2, 0)
    assert (found.raised_up[0], found.lowered_down[0], found.ambiguous_changed[0]) == (2, 1, 0)


def test_a_ranking_that_is_written_row_by_row_is_the_one_held_whole() -> None:
    found = rank_regulators(read_guide(), example_changes(read_guide()))
    assert tuple(found.each()) == found.rows
    assert list(found.each_as_dict()) == [row.to_dict() for row in found.rows]
    streamed = {"summary": found.summary(), "regulators": (row.to_dict() for row in found.each())}
    assert "".join(json_pieces(streamed)) == json.dumps(found.to_dict(), indent=2, ensure_ascii=False)
    odd = [{"a": 'x\n"]{', "é": None, "f": 1e-7, "n": -3, "t": True}, {}, {"a": []}, {"a": float("nan")}]
    assert "".join(json_pieces({"rows": iter(odd)})) == json.dumps({"rows": odd}, indent=2, ensure_ascii=False)
    with pytest.raises(ValueError, match="JSON compliant"):
        "".join(json_pieces({"rows": iter(odd)}, allow_nan=False))
