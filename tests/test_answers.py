"""Two answers compared: the order of rows says nothing, and what differs is named by row, field and kind."""

from __future__ import annotations

from typing import Any

import pytest

from pathway_graph.stores.answers import compare_answers, digest_of, parts_of

END = {"id": "e1", "net_sign": "+1", "claims": ["k1"], "routes": [{"nodes": ["a", "b"], "certainty": "asserted"}]}


def compared(old: Any, new: Any, *, is_cypher: bool = False) -> list[tuple[str, str, tuple[str, ...]]]:
    before, after = parts_of(old, is_cypher=is_cypher), parts_of(new, is_cypher=is_cypher)
    found = compare_answers(before, after)
    assert (digest_of(before) == digest_of(after)) is (not found)
    return [(one.what, one.key, one.kinds) for one in found]


@pytest.mark.parametrize(
    ("changed", "kinds"),
    [
        ({"net_sign": "-1"}, ("sign",)),
        ({"claims": ["k1", "k2"]}, ("evidence",)),
        ({"routes": [{"nodes": ["a", "b"], "certainty": "hypothesis"}]}, ("certainty",)),
        ({"routes": [{"nodes": ["b", "a"], "certainty": "asserted"}]}, ("other",)),
        ({"net_sign": "0", "claims": []}, ("sign", "evidence")),
        ({"name": "x"}, ("other",)),
    ],
)
def test_a_changed_row_says_what_kind_of_thing_changed(changed: dict[str, Any], kinds: tuple[str, ...]) -> None:
    assert compared({"ends": [END]}, {"ends": [END | changed]}) == [("changed", "e1", kinds)]


def test_a_probability_of_the_signs_is_no_sign() -> None:
    row = {"regulator": "r", "sign": 1, "sign_p": 0.5, "combined_p": 0.5}
    assert compared({"regulators": [row]}, {"regulators": [row | {"sign_p": 1.0}]}) == [("changed", "r", ("other",))]


def test_rows_in_another_order_and_last_digits_are_no_difference() -> None:
    rows = [{"id": "a", "p": 0.1}, {"id": "b", "p": 0.3}]
    assert compared({"ends": rows}, {"ends": [{"id": "b", "p": 0.1 + 0.2}, {"id": "a", "p": 0.1}]}) == []
    assert compared({"ends": rows}, {"ends": [{"id": "b", "p": 0.3001}, rows[0]]}) == [("changed", "b", ("other",))]


def test_rows_that_come_and_go_are_named_by_what_tells_them_apart() -> None:
    edges = [{"source": "a", "relation": "activates", "target": target, "sign": 1} for target in "bcd"]
    assert compared(edges[:2], edges[1:]) == [("gone", "a activates b", ()), ("added", "a activates d", ())]
    same = [{"n": 1}, {"n": 1}]
    assert compared(same, [*same, {"n": 1}]) == [("added", '{"n":1}', ())]  # a third row like two others


def test_what_stands_in_no_list_is_compared_too() -> None:
    assert compared({"net_sign": "+1", "ends": []}, {"net_sign": "0", "ends": []}) == [("changed", "", ("sign",))]
    assert compared({"ends": []}, {"ends": [END]}) == [("added", "e1", ())]


def test_lists_in_rows_of_cypher_are_bags_but_not_the_nodes_of_a_path() -> None:
    old, new = [{"of": "a", "found": ["x", "y", "y"]}], [{"of": "a", "found": ["y", "x", "y"]}]
    assert compared(old, new, is_cypher=True) == []
    assert compared(old, [{"of": "a", "found": ["x", "x", "y"]}], is_cypher=True) == [("changed", "a", ("other",))]
    assert compared(old, new) == [("changed", "a", ("other",))]
    path: dict[str, Any] = {"nodes": [{"id": 1}, {"id": 2}], "relationships": [{"type": "T"}]}
    back = {"nodes": path["nodes"][::-1], "relationships": path["relationships"]}
    assert len(compared([{"p": path}], [{"p": back}], is_cypher=True)) == 2
