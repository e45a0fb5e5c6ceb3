"""Columns and attributes that clash, or that a format does not know, are kept or told; none replaces another."""

from __future__ import annotations

import json

import pytest

import pathway_graph as pg
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.registry import FORMATS, parse
from pathway_graph.formats.report import Report
from pathway_graph.formats.signor import COLUMNS
from pathway_graph.model import Claim


def read(name: str, header: str, row: str) -> tuple[Claim, Report]:
    network, report = parse(Decoded(name, name, f"{header}\n{row}\n".replace(" | ", "\t").encode()))
    (claim,) = network.claims
    return claim, report


def told(report: Report, what: str) -> list[tuple[str, int]]:
    return [(loss.why, loss.count) for loss in (*report.left_out, *report.changed) if loss.what == what]


@pytest.mark.parametrize("header", ["source | target | dose | Dose", "source | target | Dose | dose"])
def test_a_dose_that_is_not_understood_takes_no_other_ones_place(header: str) -> None:
    claim, _ = read("a.tsv", header, "A | B | 10 mg | 20")
    small, capital = ("10 mg", "20") if header.endswith("Dose") else ("20", "10 mg")
    assert dict(claim.attributes) == {"dose": small, "Dose": capital}


@pytest.mark.parametrize(
    ("header", "row", "relation", "kept"),
    [
        ("source | target | sign | Sign", "A | B | -1 | 1", "inhibits", {"Sign": "1"}),
        ("source | target | Sign | sign", "A | B | 1 | -1", "inhibits", {"Sign": "1"}),
        (
            "source | target | Relation | relation",
            "A | B | inhibits | activates",
            "activates",
            {"Relation": "inhibits"},
        ),
    ],
)
def test_of_two_signs_the_one_in_small_letters_counts_and_both_are_told(
    header: str, row: str, relation: str, kept: dict[str, str]
) -> None:
    claim, report = read("a.tsv", header, row)
    assert (claim.relation, dict(claim.attributes)) == (relation, kept)
    assert [count for why, count in told(report, "edges") if "stands twice" in why] == [1]


def test_two_columns_that_agree_are_not_told() -> None:
    claim, report = read("a.tsv", "source | target | sign | Sign", "A | B | -1 | -1")
    assert claim.relation == "inhibits"
    assert not [why for why, _ in told(report, "edges") if "stands twice" in why]


def test_two_nodes_of_one_name_are_told_to_be_one_and_so_is_the_note_that_is_lost() -> None:
    nodes = [{"data": {"id": number, "name": "A", "score": number}} for number in ("1", "2")]
    edges = [{"data": {"source": "1", "target": "2", "interaction": "inhibits"}}]
    data = json.dumps({"elements": {"nodes": nodes, "edges": edges}}).encode()
    network, report = parse(Decoded("a.cyjs", "a.cyjs", data))
    assert [(entity.name, entity.note) for entity in network.entities] == [("A", "score=1")]
    assert told(report, "notes of entities") == [("one of that id has another note already", 1)]
    assert ("another one has that name or identifier: both are one entity", 1) in told(report, "nodes")


SIGNOR = {"ENTITYA": "X", "TYPEA": "protein", "IDA": "P12345", "DATABASEA": "UNIPROT", "ENTITYB": "Y",
          "TYPEB": "protein", "IDB": "P23456", "DATABASEB": "UNIPROT", "EFFECT": "up-regulates",
          "SCORE": "0.5"}  # fmt: skip


def test_a_column_that_is_not_signors_is_an_attribute() -> None:
    row = (
        dict.fromkeys(COLUMNS, "")
        | SIGNOR
        | {"my col": "m", "Dose": "5", "dose": "6", "dose_unit": "mg", "score": "0.7"}
    )
    claim, report = read("a.signor.tsv", " | ".join(row), " | ".join(row.values()))
    assert (claim.dose, claim.dose_unit) == (6.0, "mg")
    assert dict(claim.attributes) == {"score": "0.5", "my_col": "m", "Dose": "5"}
    assert told(report, "columns") == [("a column of SIGNOR has that name in capitals", 1)]


def test_a_column_of_omnipath_that_is_not_read_is_told() -> None:
    header = "source | target | is_stimulation | is_inhibition | consensus_direction | Mine | empty"
    _, report = read("a.omnipath.tsv", header, "P12345 | P23456 | 1 | 0 | 1 | x | ")
    assert [(loss.what, loss.why, loss.count) for loss in report.left_out] == [
        ("cells", "their columns are not read", 2)
    ]


@pytest.mark.parametrize(
    "attributes",
    [
        {"bel_subject": "1", "bel_object": "x", "bel_line": "007", "bel_annotations": "{}"},
        {"bel_annotations": '{"a":1}'}, {"bel_annotations": '{"a":[]}'},
        {"bel_annotations": '{"PathwayGraphSite":["x"]}'},
        {"bel_annotations": '{"Species":["Rat"]}', "bel_line": "7"},
        {"bel_subject": '{"modifier":"Activity"}', "score": "1"},
    ],
)  # fmt: skip
def test_attributes_that_are_called_as_those_of_bel_come_back_from_it(attributes: dict[str, str]) -> None:
    ends = [pg.Entity("a", "Protein", "A"), pg.Entity("b", "Protein", "B"), pg.Entity("rat", "Species", "Rat")]
    claim = pg.Claim("s/c", "a", "activates", "b", species="rat", attributes=tuple(sorted(attributes.items())))
    network = pg.build_network(pg.Source("s"), entities=ends, claims=[claim])
    assert pg.check_network(network) == []
    data = FORMATS["bel"].module.dump(network).files[""]
    assert json.loads(data)["links"]
    (back,) = parse(Decoded("s.bel.json", "s.bel.json", data))[0].claims
    assert (back.species, dict(back.attributes)) == ("rat", attributes)
