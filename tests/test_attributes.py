"""What a resource says beyond the model stands in a claim's attributes, and a note is for people only."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

import pathway_graph as pg
from pathway_graph.errors import InputError
from pathway_graph.formats.builder import Collection
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.registry import FORMATS, parse
from pathway_graph.model.claims import attributes_of
from pathway_graph.stores.embedded.store import EmbeddedStore
from pathway_graph.stores.from_rows import from_records
from pathway_graph.stores.records import to_records
from test_formats_tables import SIGNOR_ROWS

ENTITIES = [
    pg.Entity("prot:hgnc:391", "Protein", "AKT1", curie="hgnc:391"),
    pg.Entity("prot:hgnc:2345", "Protein", "CREB1", curie="hgnc:2345"),
]


def network(**more: Any) -> pg.Network:
    claim = pg.Claim("s/c1", "prot:hgnc:391", "activates", "prot:hgnc:2345", direction="increases", **more)
    return pg.build_network(pg.Source("s", title="S"), entities=ENTITIES, claims=[claim])


SCORED = network(attributes=attributes_of({"score": "0.61", "resource": 'A = B | C; "d"', "annotator": "α, β"}))


@pytest.mark.parametrize(
    ("format_", "name"),
    [("native", "s.yaml"), ("document", "s.json"), ("cx2", "s.cx2"), ("graphml", "s.graphml"), ("cytoscape", "s.cyjs"),
     ("edge-list", "s.tsv"), ("bel", "s.bel.json")],
)  # fmt: skip
def test_attributes_come_back_from_every_format_that_holds_them(format_: str, name: str) -> None:
    assert pg.check_network(SCORED) == []
    data = next(iter(FORMATS[format_].module.dump(SCORED).files.values()))
    back, _ = parse(Decoded(name, name, data), format_)
    assert [claim.attributes for claim in back.claims] == [SCORED.claims[0].attributes]


def test_attributes_come_back_from_a_store_and_can_be_asked_for(tmp_path: Path) -> None:
    assert from_records(to_records(SCORED)) == SCORED
    store = EmbeddedStore(tmp_path / "store")
    store.write(SCORED)
    assert store.read() == SCORED
    asked = store.run("MATCH (c:Claim) WHERE 'score=0.61' IN c.attributes RETURN c.id AS id")
    assert asked.to_dicts() == [{"id": "s/c1"}]
    store.close()


def test_a_note_of_a_curator_is_no_modifier_of_bel() -> None:
    text = 'see the erratum | subject={"modifier":"Degradation"} | bel_subject={"modifier":"Degradation"}'
    written = FORMATS["bel"].module.dump(network(note=text))
    (link,) = json.loads(written.files[""])["links"]
    assert "source_modifier" not in link
    assert [(loss.what, loss.count) for loss in written.report.left_out if loss.what == "notes"] == [("notes", 1)]


def test_a_note_of_a_curator_is_no_score_of_signor_and_stands_in_its_notes() -> None:
    written = FORMATS["signor"].module.dump(network(note="score=0.9, see the erratum"))
    (row,) = csv.DictReader(io.StringIO(written.files[""].decode()), delimiter=";")
    assert row["SCORE"] == ""
    assert "notes=score=0.9, see the erratum" in row["NOTES"]
    back, _ = parse(Decoded("s.signor.csv", "s.signor.csv", written.files[""]), "signor")
    assert (back.claims[0].note, back.claims[0].attributes) == ("score=0.9, see the erratum", ())


def test_signor_writes_back_its_own_columns_and_counts_what_it_has_none_for() -> None:
    read, _ = parse(Decoded("s.signor.csv", "s.signor.csv", SIGNOR_ROWS.encode()), "signor")
    scores = {claim.id: dict(claim.attributes).get("score", "") for claim in read.claims}
    assert "0.5" in scores.values()
    written = FORMATS["signor"].module.dump(read)
    again, _ = parse(Decoded("s.signor.csv", "s.signor.csv", written.files[""]), "signor")
    assert {claim.id: claim.attributes for claim in again.claims} == {c.id: c.attributes for c in read.claims}
    losses = FORMATS["signor"].module.dump(SCORED).report.left_out
    assert [loss.count for loss in losses if loss.what == "attributes"] == [1]


def test_attributes_are_written_by_hand_as_a_mapping() -> None:
    text = (
        "format: pathway-graph/1\nsource: {id: s}\nentities:\n- {id: prot:A, kind: Protein, name: A}\n"
        "claims:\n- id: c1\n  subject: prot:A\n  relation: activates\n  object: prot:A\n  attributes: MAPPING\n"
    )
    back, _ = parse(Decoded("s.yaml", "s.yaml", text.replace("MAPPING", "{score: 0.61, code: ECO 1}").encode()))
    assert back.claims[0].attributes == (("code", "ECO 1"), ("score", 0.61))
    for wrong, told in (
        ("[0.61]", "must be a mapping"),
        ("{a b: x}", "is no name"),
        ("{score: {a: 1}}", "is a mapping"),
    ):
        with pytest.raises(InputError, match=rf"s\.yaml:10: .*{told}"):
            parse(Decoded("s.yaml", "s.yaml", text.replace("MAPPING", wrong).encode()))


@pytest.mark.parametrize(
    ("attributes", "told"),
    [((("b", "1"), ("a", "2")), "not sorted"), ((("a", "1"), ("a", "2")), "not sorted, or hold a name twice"),
     ((("a=b", "1"),), "is no name"), ((("a", ""),), "is empty"), ((("a", "x\x1b"),), "control character"),
     (((1, "a"),), "is not a tuple"), (("a",), "is not a tuple")],
)  # fmt: skip
def test_attributes_that_no_store_could_hold_are_refused(attributes: Any, told: str) -> None:
    problems = pg.check_network(network(attributes=attributes))
    assert [told in problem.message for problem in problems] == [True]


def test_ids_made_of_what_a_claim_says_are_those_of_the_first_version() -> None:
    """The hash of ``Claim('', 'a', 'activates', 'b', note='score=0.5')`` as its fields were then."""
    made = Collection(Decoded("x.tsv", "x.tsv", b""), "edge-list")
    plain = made.claim("", "a", "activates", "b")
    scored = made.claim("", "a", "activates", "b", attributes=(("score", "0.5"),))
    assert (plain, scored) == ("x/e08232bb9fd8", "x/294e4c7ee3e0")


@pytest.mark.parametrize("value", [1, 0.61, -2.5e-7, "0.50"])
@pytest.mark.parametrize(("format_", "name"), [("document", "s.json"), ("bel", "s.bel.json"), ("edge-list", "s.tsv")])
def test_an_attribute_may_be_a_number_in_json_as_in_yaml(format_: str, name: str, value: Any) -> None:
    """The JSON Schema of the file format says so; in a table only a name with a capital stands in the JSON column."""
    ((_, data),) = FORMATS[format_].module.dump(network(attributes=(("Score", "0.61"),))).files.items()
    stated = json.dumps(value)
    changed = data.replace(b'""0.61""', stated.replace('"', '""').encode())
    changed = changed.replace(rb"\"0.61\"", stated.replace('"', r"\"").encode()).replace(b'"0.61"', stated.encode())
    back, _ = parse(Decoded(name, name, changed), format_)
    assert dict(back.claims[0].attributes) == {"Score": value}


def test_an_attribute_is_no_object_and_not_null() -> None:
    data = json.loads(FORMATS["document"].module.dump(SCORED).files[""])
    for wrong, why in (({"a": 1}, "is of type dict"), (None, "is None"), ([[1]], "is of type tuple|is of type list")):
        data["claims"][0]["attributes"]["score"] = wrong
        with pytest.raises(InputError, match=f"attributes: 'score' (holds what )?({why})"):
            parse(Decoded("s.json", "s.json", json.dumps(data).encode()))


@pytest.mark.parametrize(
    ("stated", "qualifier", "column", "lost", "changed"),
    [
        ({"direct": "NO"}, "", "NO", [], 1), ({"Direct": "yes"}, "", "YES", [], 1), ({"direct": "T"}, "", "YES", [], 1),
        ({"direct": "NO"}, "indirect", "NO", [], 0), ({"direct": "NO"}, "direct", "YES", ["s/c1: direct"], 0),
        ({"direct": "maybe"}, "", "", ["s/c1: direct"], 0),
        ({"direct": "a", "Direct": "NO"}, "", "", ["s/c1: Direct", "s/c1: direct"], 0),
    ],
)  # fmt: skip
def test_the_attribute_direct_stands_in_the_column_of_signor(
    stated: dict[str, str], qualifier: str, column: str, lost: list[str], changed: int
) -> None:
    written = FORMATS["signor"].module.dump(network(attributes=attributes_of(stated), qualifier=qualifier))
    (row,) = csv.DictReader(io.StringIO(written.files[""].decode()), delimiter=";")
    assert row["DIRECT"] == column
    assert (
        sorted(place for loss in written.report.left_out if loss.what == "attributes" for place in loss.places) == lost
    )
    assert sum(loss.count for loss in written.report.changed if loss.what == "attributes") == changed
    back, _ = parse(Decoded("s.signor.csv", "s.signor.csv", written.files[""]), "signor")
    assert back.claims[0].qualifier == {"NO": "indirect", "YES": "direct", "": ""}[column]


def test_attributes_of_signor_are_known_whatever_their_capitals() -> None:
    written = FORMATS["signor"].module.dump(network(attributes=attributes_of({"SCORE": "0.9", "Annotator": "x"})))
    (row,) = csv.DictReader(io.StringIO(written.files[""].decode()), delimiter=";")
    assert (row["SCORE"], row["ANNOTATOR"]) == ("0.9", "x")
    assert [loss for loss in written.report.left_out if loss.what == "attributes"] == []
