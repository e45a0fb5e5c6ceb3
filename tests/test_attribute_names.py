"""No attribute of another program's file takes the place of another: names stay, or are made distinct, or are told."""

from __future__ import annotations

import json
from typing import Any

import pytest

import pathway_graph as pg
from pathway_graph.errors import InputError
from pathway_graph.formats.attribute_names import names_of
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.registry import parse


def table(*rows: str) -> tuple[pg.Network, pg.Report]:
    return parse(Decoded("s.tsv", "s.tsv", ("\n".join(rows) + "\n").encode()), "edge-list")


def cytoscape(*edges: dict[str, Any]) -> tuple[pg.Network, pg.Report]:
    drawn = [{"data": {"source": "1", "target": "2", "interaction": "activates", **edge}} for edge in edges]
    nodes = [{"data": {"id": "1", "name": "A"}}, {"data": {"id": "2", "name": "B"}}]
    text = json.dumps({"elements": {"nodes": nodes, "edges": drawn}})
    return parse(Decoded("s.cyjs", "s.cyjs", text.encode()), "cytoscape")


def told(report: pg.Report) -> list[tuple[str, str]]:
    return [(loss.why, place) for loss in report.left_out for place in loss.places]


@pytest.mark.parametrize(
    ("columns", "kept"),
    [
        ("p value\tp.value", {"p_value": "0.01", "p.value": "0.5"}),
        ("Odd Col\tOdd", {"Odd_Col": "0.01", "Odd": "0.5"}),
        ("Score\tscore", {"Score": "0.01", "score": "0.5"}),
        ("score1\tscore2", {"score1": "0.01", "score2": "0.5"}),
        ("n\tün", {"n": "0.01", "_ün": "0.5"}),
        ("%\tx", {"x": "0.5"}),
    ],
)
def test_columns_of_a_table_keep_their_names_or_get_distinct_ones(columns: str, kept: dict[str, str]) -> None:
    network, report = table(f"source\trelation\ttarget\t{columns}", "A\tactivates\tB\t0.01\t0.5")
    assert dict(network.claims[0].attributes) == kept
    assert [place for _, place in told(report)] == (["%"] if len(kept) == 1 else [])


def test_attributes_of_edges_are_called_the_same_in_every_edge() -> None:
    network, report = cytoscape({"a b": 1, "a.b": 2, "a/b": 3, "a_b": 4}, {"a/b": 5}, {"n": 7, "ün": 8})
    stated = sorted(tuple(dict(claim.attributes).items()) for claim in network.claims)
    assert stated == [
        (("_ün", 8), ("n", 7)),
        (("a.b", 2), ("a_b", 4), ("a_b_2", 1), ("a_b_3", 3)),
        (("a_b_3", 5),),
    ]
    assert told(report) == []


def test_what_no_attribute_holds_is_told_with_its_reason() -> None:
    _, report = cytoscape({"nest": {"a": 1}, "nests": [{"a": 1}], "long": "x" * 301, "§": 1})
    assert sorted(told(report)) == [
        ("longer than an attribute holds", "long"),
        ("nested, which an attribute does not hold", "nest"),
        ("nested, which an attribute does not hold", "nests"),
        ("their name has neither letter nor digit", "§"),
    ]


def test_every_name_is_one_that_a_claim_takes() -> None:
    keys = ["-x", "1st", "ü", "a" * 200, "a" * 200 + "b", " x ", "x", "._.", "²"]
    names = names_of(keys)
    given = [name for name in names.values() if name]
    assert len(given) == len(set(given)) == len(keys) - 1
    entity = pg.Entity("prot:A", "Protein", "A")
    attributes = tuple(sorted((name, "1") for name in given))
    claim = pg.Claim("c", "prot:A", "activates", "prot:A", attributes=attributes)
    assert pg.check_network(pg.build_network(pg.Source("s"), entities=[entity], claims=[claim])) == []


def test_a_column_beside_the_column_of_attributes_does_not_overwrite_it() -> None:
    network, report = table(
        "source\trelation\ttarget\tclaim\tcertainty\taspect\tdata_set\tattributes\tscore",
        'prot:A\tactivates\tprot:B\tc1\tasserted\t\ts\t{"score": "1"}\t2',
    )
    assert network.claims[0].attributes == (("score", "1"),)
    assert told(report) == [("an attribute of that name stands in the column 'attributes'", "score")]


def test_an_attribute_named_by_its_alias_and_in_full_is_refused() -> None:
    document = [
        {"CXVersion": "2.0"},
        {"attributeDeclarations": [{"edges": {"sign": {"a": "s"}}}]},
        {"nodes": [{"id": 1, "v": {"name": "A"}}, {"id": 2, "v": {"name": "B"}}]},
        {"edges": [{"id": 1, "s": 1, "t": 2, "v": {"s": "+1", "sign": "-1"}}]},
    ]
    with pytest.raises(InputError, match=r"edges\[0\]: 'sign' stands twice, once by its alias"):
        parse(Decoded("s.cx2", "s.cx2", json.dumps(document).encode()), "cx2")


def test_an_attribute_of_cx_called_like_a_field_is_told() -> None:
    document = [
        {"nodes": [{"@id": 1, "n": "A"}, {"@id": 2, "n": "B"}]},
        {"edges": [{"@id": 3, "s": 1, "t": 2, "i": "activates"}]},
        {"edgeAttributes": [{"po": 3, "n": "i", "v": "inhibits"}]},
    ]
    network, report = parse(Decoded("s.cx", "s.cx", json.dumps(document).encode()), "cx")
    assert network.claims[0].relation == "activates"
    assert told(report) == [("the node or edge has a field of that name", "edgeAttributes[0]")]


def test_two_columns_of_omnipath_that_differ_in_capitals_only_are_refused() -> None:
    text = "source\tinteraction\tTarget\ttarget\nA\t1\tB\tC\n"
    with pytest.raises(InputError, match="column 'target' stands twice"):
        parse(Decoded("s.tsv", "s.tsv", text.encode()), "omnipath")
