"""Attributes of claims keep their types: through every format and store, in equality, comparison and messages."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import pathway_graph as pg
from pathway_graph.cli import cli
from pathway_graph.errors import InputError
from pathway_graph.formats.builder import Collection
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.registry import FORMATS, parse
from pathway_graph.model.claims import attributes_of
from pathway_graph.model.diff import compare
from pathway_graph.stores.base import Store
from pathway_graph.stores.embedded.store import EmbeddedStore
from pathway_graph.stores.from_rows import from_records
from pathway_graph.stores.properties import read_item
from pathway_graph.stores.records import to_records
from pathway_graph.stores.snapshot import open_snapshot, save_snapshot

ENTITIES = [
    pg.Entity("prot:hgnc:391", "Protein", "AKT1", curie="hgnc:391"),
    pg.Entity("prot:hgnc:2345", "Protein", "CREB1", curie="hgnc:2345"),
]
STATED: dict[str, Any] = {
    "Text": "x = y", "half": "0.50", "agent": "007", "power": "1e3", "point": "1.0e5", "yes": "true", "nothing": "null",
    "tilde": "~", "bracket": "[1]", "whole": 1, "huge": 2**63 - 1, "least": 1 - 2**63, "real": 1.0, "tiny": 1e-300,
    "large": 1e16, "minus": -0.25, "curated": True, "direct": False, "zero": 0, "none": 0.0, "p.value": 0.003,
    "p-value": 1e-5, "texts": ["b", "a", "0.50", "true", ""], "wholes": [3, 1, 2**62], "reals": [1.0, 0.5, 1e20],
    "flags": [True, False], "one": [1], "one_text": ["a"], "_ün": ["ä", 'say "x"; =1'],
}  # fmt: skip
"""One of each type, and texts that look like values of another."""


def network(attributes: Any, **more: Any) -> pg.Network:
    claim = pg.Claim("s/c1", "prot:hgnc:391", "activates", "prot:hgnc:2345", direction="increases",
                     attributes=attributes, **more)  # fmt: skip
    return pg.build_network(pg.Source("s", title="S"), entities=ENTITIES, claims=[claim])


TYPED = network(attributes_of(STATED))


def typed(attributes: Any) -> list[tuple[str, Any, Any]]:
    """Return names and values with their types, those of items too."""
    return [(n, v, [type(x) for x in v] if isinstance(v, tuple) else type(v)) for n, v in attributes]


def written(format_: str, of: pg.Network = TYPED) -> tuple[bytes, pg.Report]:
    done = FORMATS[format_].module.dump(of)
    return next(iter(done.files.values())), done.report


@pytest.mark.parametrize(
    ("format_", "name"),
    [("native", "s.yaml"), ("document", "s.json"), ("cx2", "s.cx2"), ("graphml", "s.graphml"), ("cytoscape", "s.cyjs"),
     ("edge-list", "s.tsv"), ("bel", "s.bel.json")],
)  # fmt: skip
def test_every_type_comes_back_from_every_format_of_everything(format_: str, name: str) -> None:
    assert pg.check_network(TYPED) == []
    data, report = written(format_)
    back, _ = parse(Decoded(name, name, data), format_)
    assert typed(back.claims[0].attributes) == typed(TYPED.claims[0].attributes)
    assert back.claims == TYPED.claims
    assert [loss for loss in (*report.left_out, *report.changed) if "attributes" in loss.what] == []


def test_attributes_of_bel_that_are_no_texts_come_back_as_they_are() -> None:
    of = network((("bel_annotations", ("a",)), ("bel_line", 7), ("bel_object", True), ("bel_subject", 0.5)))
    data, _ = written("bel", of)
    back, _ = parse(Decoded("s.bel.json", "s.bel.json", data), "bel")
    assert back.claims == of.claims


def test_signor_says_which_attributes_come_back_as_text() -> None:
    data, report = written("signor", network(attributes_of({"score": 0.9, "annotator": "x", "mine": [1, 2]})))
    (row,) = csv.DictReader(io.StringIO(data.decode()), delimiter=";")
    assert (row["SCORE"], row["ANNOTATOR"]) == ("0.9", "x")
    assert [(one.what, one.places) for one in report.changed if one.what == "attributes"] == [
        ("attributes", ("s/c1: score",))
    ]
    assert [one.places for one in report.left_out if one.what == "attributes"] == [("s/c1: mine",)]
    back, _ = parse(Decoded("s.signor.csv", "s.signor.csv", data), "signor")
    assert back.claims[0].attributes == (("annotator", "x"), ("score", "0.9"))


def test_a_table_keeps_texts_as_they_are_written() -> None:
    rows = "source\trelation\ttarget\thalf\tagent\tpower\tyes\nA\tactivates\tB\t0.50\t007\t1e3\ttrue\n"
    back, _ = parse(Decoded("s.tsv", "s.tsv", rows.encode()), "edge-list")
    assert back.claims[0].attributes == (("agent", "007"), ("half", "0.50"), ("power", "1e3"), ("yes", "true"))


def test_a_table_keeps_text_and_number_of_one_name_apart() -> None:
    values: tuple[Any, ...] = ("0.5", 0.5, ("0.5",))
    claims = [
        pg.Claim(
            f"s/c{place}", ENTITIES[0].id, "activates", ENTITIES[1].id, attributes=(("code", "x"), ("score", value))
        )
        for place, value in enumerate(values)
    ]
    data, _ = written("edge-list", pg.build_network(pg.Source("s"), entities=ENTITIES, claims=claims))
    rows = list(csv.DictReader(io.StringIO(data.decode()), delimiter="\t"))
    assert [(row["code"], row.get("score"), row["attributes"]) for row in rows] == [
        ("x", None, '{"score": "0.5"}'), ("x", None, '{"score": 0.5}'), ("x", None, '{"score": ["0.5"]}'),
    ]  # fmt: skip
    back, _ = parse(Decoded("s.tsv", "s.tsv", data), "edge-list")
    assert [typed(claim.attributes) for claim in back.claims] == [typed(claim.attributes) for claim in claims]


# Equality ---------------------------------------------------------------------------------------------


def test_one_and_one_point_zero_and_true_are_three_values() -> None:
    values = [1, 1.0, True, "1", (1,), (1.0,), (True,), ("1",)]
    claims = [network((("n", value),)).claims[0] for value in values]
    assert [[one == other for other in claims] for one in claims] == [
        [first == second for second in range(8)] for first in range(8)
    ]
    assert len(set(claims)) == 8
    assert claims[0] == network((("n", 1),)).claims[0]
    assert hash(claims[0]) == hash(network((("n", 1),)).claims[0])
    assert network((("n", 1),)) != network((("n", True),))


def test_a_changed_type_is_a_change(tmp_path: Path) -> None:
    old, new = network((("n", 1), ("t", "1"))), network((("n", 1.0), ("t", 1)))
    ((change,),) = [[one.fields for one in compare(old, new).claims_changed]]
    assert change == (("attributes", (("n", 1), ("t", "1")), (("n", 1.0), ("t", 1))),)
    for network_, name in ((old, "old.yaml"), (new, "new.yaml")):
        pg.write(network_, tmp_path / name)
    arguments = ["diff", str(tmp_path / "old.yaml"), str(tmp_path / "new.yaml"), "--format"]
    assert 'n=1, t="1" became n=1.0, t=1' in CliRunner().invoke(cli, [*arguments, "jsonl"]).stdout.replace("\\", "")
    told = json.loads(CliRunner().invoke(cli, [*arguments, "json"]).stdout)
    assert told["claims_changed"][0]["fields"]["attributes"]["new"] == {"n": 1.0, "t": 1}


def test_names_are_sorted_and_false_and_zero_are_values() -> None:
    assert attributes_of({"b": 0, "a": False, "c": "", "d": None, "e": [], "f": [1, 2.5]}) == (
        ("a", False), ("b", 0), ("f", (1.0, 2.5)),
    )  # fmt: skip


def test_ids_made_of_values_are_those_that_their_texts_gave() -> None:
    """As before values had types: a Cytoscape file that is read anew gives claims of the same ids."""

    def made(value: Any) -> str:
        return Collection(Decoded("x.tsv", "x.tsv", b""), "x").claim(
            "", "a", "activates", "b", attributes=(("score", value),)
        )

    assert made("0.5") == made(0.5) == "x/294e4c7ee3e0"
    assert made(("a", "b")) == made("a, b")
    two = Collection(Decoded("x.tsv", "x.tsv", b""), "x")
    ids = [two.claim("", "a", "activates", "b", attributes=(("score", value),)) for value in ("1", 1, 1.0)]
    assert ids[1] == f"{ids[0]}.2"
    assert len(set(ids)) == 3


# What is refused --------------------------------------------------------------------------------------

WRONG: list[tuple[Any, str]] = [
    (None, "is None"), (math.nan, "is nan"), (math.inf, "is inf"), (-math.inf, "is -inf"), (1 << 63, "64 bits"),
    (-(1 << 63), "64 bits"), ((), "empty list"), ((1, "a"), "several types (int, str)"), ((1, True), "several types"),
    ((1, 1.0), "several types"), ((math.nan,), "nan"), ((None,), "None"), ([1], "type list"), ({"a": 1}, "type dict"),
    (((1,),), "type tuple"), (b"x", "type bytes"), ("", "is empty"), (("a", "x\x1b"), "control character"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "told"), WRONG)
def test_what_no_attribute_may_be_is_refused(value: Any, told: str, tmp_path: Path) -> None:
    bad = network((("n", value),))
    (problem,) = pg.check_network(bad)
    assert told in problem.message
    assert problem.message.replace(":", "").startswith(("attributes 'n' ", "attributes n "))
    assert problem.hint
    if value not in ("", ("a", "x\x1b")):  # texts are looked at by the checker alone
        store = EmbeddedStore(tmp_path / "store")
        with pytest.raises(InputError):
            store.write(bad)
        store.close()


@pytest.mark.parametrize(
    ("yaml", "told"),
    [("null", "None"), ("~", "None"), ("", "is empty"), ("99999999999999999999", "64 bits"), ("1.0e999", "inf"),
     ("[1, a]", "several types"), ("[]", "empty list"), ("{a: 1}", "is a mapping"), ("[[1]]", "holds a list"),
     ("[true, 1]", "several types")],
)  # fmt: skip
def test_yaml_refuses_them_with_their_line(yaml: str, told: str) -> None:
    data, _ = written("native", network((("n", "VALUE"),)))
    with pytest.raises(InputError, match=r"s\.yaml:\d+: attributes: 'n' ") as caught:
        parse(Decoded("s.yaml", "s.yaml", data.replace(b"VALUE", yaml.encode())))
    assert told in str(caught.value)


@pytest.mark.parametrize("wrong", ["null", "[]", '[1, "a"]', '{"a": 1}', "99999999999999999999", "[[1]]", "[true, 1]"])
@pytest.mark.parametrize(("format_", "name"), [("document", "s.json"), ("edge-list", "s.tsv"), ("cytoscape", "s.cyjs")])
def test_json_refuses_them(format_: str, name: str, wrong: str) -> None:
    data, _ = written(format_, network((("N", "VALUE"),)))
    stated = json.dumps("VALUE")
    quoted = {"edge-list": (stated.replace('"', '""'), wrong.replace('"', '""')),
              "cytoscape": (json.dumps(stated)[1:-1], json.dumps(wrong)[1:-1])}  # fmt: skip
    old, new = quoted.get(format_, (stated, wrong))
    assert old.encode() in data or format_ == "edge-list"
    if format_ == "edge-list":
        data = written(format_, network((("N", "VALUE"), ("n", 1))))[0]
    with pytest.raises(InputError, match=r"attributes: 'N' (is|holds)"):
        parse(Decoded(name, name, data.replace(old.encode(), new.encode())), format_)


# Written by hand and by other programs ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("yaml", "value"),
    [("0.61", 0.61), ("'0.61'", "0.61"), ('"8"', "8"), ("8", 8), ("-8", -8), ("1e-5", 1e-5), ("true", True),
     ("'true'", "true"), ("yes", "yes"), ("NO", "NO"), ("007", "007"), ("+8", "+8"), (".5", ".5"), ("0x1F", "0x1F"),
     ("1_000", "1_000"), ("ECO 1", "ECO 1"), ("[a, b]", ("a", "b")), ("[1, 2.5]", (1.0, 2.5)), ("['1', a]", ("1", "a")),
     ("[true, false]", (True, False)), ("2024-09-02", "2024-09-02"), (".nan", ".nan"), ("1:20", "1:20")],
)  # fmt: skip
def test_yaml_gives_the_type_that_is_written(yaml: str, value: Any) -> None:
    data, _ = written("native", network((("n", "VALUE"),)))
    back, _ = parse(Decoded("s.yaml", "s.yaml", data.replace(b"VALUE", yaml.encode())))
    assert typed(back.claims[0].attributes) == typed((("n", value),))


def test_graphml_gives_the_declared_types() -> None:
    keys = "".join(
        f'<key id="{name}" for="edge" attr.name="{name}" attr.type="{type_}"/>'
        for name, type_ in (("n", "int"), ("p", "double"), ("seen", "boolean"), ("code", "string"), ("nan", "double"))
    )
    values = {"n": "3", "p": "1", "seen": "true", "code": "0.50", "nan": "NaN"}
    data = "".join(f'<data key="{name}">{text}</data>' for name, text in values.items())
    text = (
        f'<graphml xmlns="http://graphml.graphdrawing.org/xmlns">{keys}<graph edgedefault="directed">'
        f'<node id="A"/><node id="B"/><edge source="A" target="B">{data}</edge></graph></graphml>'
    )
    back, report = parse(Decoded("s.graphml", "s.graphml", text.encode()), "graphml")
    assert typed(back.claims[0].attributes) == typed(
        (("code", "0.50"), ("n", 3), ("nan", "nan"), ("p", 1.0), ("seen", True))
    )
    assert [one.places for one in report.changed if one.what == "attributes of edges"] == [("nan",)]


def test_cytoscape_json_gives_the_types_of_json() -> None:
    edge = {"source": "1", "target": "2", "interaction": "activates", "n": 3, "p": 1.0, "seen": False, "code": "0.50",
            "codes": ["a", "b"], "mixed": [1, "a"], "empty": None, "reals": [1, 0.5]}  # fmt: skip
    nodes = [{"data": {"id": "1", "name": "A"}}, {"data": {"id": "2", "name": "B"}}]
    text = json.dumps({"elements": {"nodes": nodes, "edges": [{"data": edge}]}})
    back, report = parse(Decoded("s.cyjs", "s.cyjs", text.encode()), "cytoscape")
    assert typed(back.claims[0].attributes) == typed(
        (("code", "0.50"), ("codes", ("a", "b")), ("mixed", "1, a"), ("n", 3), ("p", 1.0), ("reals", (1.0, 0.5)),
         ("seen", False))
    )  # fmt: skip
    assert [one.places for one in report.changed if one.what == "attributes of edges"] == [("mixed",)]


def test_cx2_gives_the_declared_types() -> None:
    document = [
        {"CXVersion": "2.0"},
        {"attributeDeclarations": [{"edges": {"p": {"d": "double"}, "n": {"d": "integer"}, "seen": {"d": "boolean"},
                                              "reals": {"d": "list_of_double"}, "code": {"d": "string"}}}]},
        {"nodes": [{"id": 1, "v": {"name": "A"}}, {"id": 2, "v": {"name": "B"}}]},
        {"edges": [{"id": 1, "s": 1, "t": 2, "v": {"interaction": "activates", "p": 1, "n": 1, "seen": True,
                                                   "reals": [1, 2], "code": "1"}}]},
    ]  # fmt: skip
    back, _ = parse(Decoded("s.cx2", "s.cx2", json.dumps(document).encode()), "cx2")
    assert typed(back.claims[0].attributes) == typed(
        (("code", "1"), ("n", 1), ("p", 1.0), ("reals", (1.0, 2.0)), ("seen", True))
    )


def test_cx_gives_the_declared_types() -> None:
    document = [
        {"nodes": [{"@id": 1, "n": "A"}, {"@id": 2, "n": "B"}]},
        {"edges": [{"@id": 3, "s": 1, "t": 2, "i": "activates"}]},
        {"edgeAttributes": [{"po": 3, "n": "p", "v": "1", "d": "double"}, {"po": 3, "n": "n", "v": "1", "d": "integer"},
                            {"po": 3, "n": "code", "v": "1"}, {"po": 3, "n": "seen", "v": "true", "d": "boolean"},
                            {"po": 3, "n": "ns", "v": ["1", "2"], "d": "list_of_integer"}]},
    ]  # fmt: skip
    back, _ = parse(Decoded("s.cx", "s.cx", json.dumps(document).encode()), "cx")
    assert typed(back.claims[0].attributes) == typed(
        (("code", "1"), ("n", 1), ("ns", (1, 2)), ("p", 1.0), ("seen", True))
    )


# Stores -----------------------------------------------------------------------------------------------


@pytest.fixture(params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of either kind."""
    if request.param == "embedded":
        embedded = EmbeddedStore(tmp_path / "store")
        yield embedded
        embedded.close()
        return
    from pathway_graph.stores.server.store import Neo4jStore

    server = request.getfixturevalue("neo4j_server")
    remote = Neo4jStore(server.uri, user=server.user, password=server.password)
    remote.clear()
    yield remote
    remote.clear()
    remote.close()


def test_rows_give_every_type_back() -> None:
    assert typed(from_records(to_records(TYPED)).claims[0].attributes) == typed(TYPED.claims[0].attributes)


def test_a_store_gives_every_type_back_and_is_asked_by_it(store: Store) -> None:
    store.write(TYPED)
    back = store.read()
    assert typed(back.claims[0].attributes) == typed(TYPED.claims[0].attributes)
    assert back == TYPED
    for asked in (
        "'whole=1' IN c.attributes", "'half=0.50' IN c.attributes", "'curated=true' IN c.attributes",
        "'wholes=[3, 1, 4611686018427387904]' IN c.attributes", "c.attribute_minus < -0.2", "c.attribute_curated",
        "c.attribute_huge = 9223372036854775807", "3 IN c.attribute_wholes", "c.attribute_reals[1] = 0.5",
        "'0.50' IN c.attribute_texts", "c.`attribute_p.value` < 0.01", "c.attribute_half IS NULL",
    ):  # fmt: skip
        found = store.run(f"MATCH (c:Claim) WHERE {asked} RETURN c.id AS id")
        assert found.to_dicts() == [{"id": "s/c1"}], asked


def test_a_store_sees_that_a_type_changed(store: Store) -> None:
    for value in ("1", 1, 1.0, True, (1,), (1.0,), ("1",), "1"):
        store.write(network((("n", value),)))
        assert typed(store.read().claims[0].attributes) == typed((("n", value),))
        assert len(store.run("MATCH (c:Claim) WHERE c.attribute_n IS NOT NULL RETURN c.id").rows) == (value != "1")


def test_a_snapshot_gives_every_type_back(tmp_path: Path) -> None:
    save_snapshot(TYPED, tmp_path / "snapshot", "stamp")
    back = open_snapshot(tmp_path / "snapshot", "stamp")
    assert back is not None
    assert typed(back.claims[0].attributes) == typed(TYPED.claims[0].attributes)


def test_a_row_that_an_earlier_version_wrote_gives_texts() -> None:
    row = {"subject": "a", "relation": "activates", "object": "b", "attributes": ["score=0.61", "yes=true", "l=[1]"]}
    assert read_item(pg.Claim, row, id="c").attributes == (("score", "0.61"), ("yes", "true"), ("l", "[1]"))


def test_a_property_that_somebody_added_makes_no_text_unreadable() -> None:
    row = {"subject": "a", "relation": "activates", "object": "b", "attributes": ["code=ECO 1"], "attribute_code": 1}
    assert read_item(pg.Claim, row, id="c").attributes == (("code", "ECO 1"),)


def test_the_csv_of_neo4j_admin_has_typed_columns_and_the_exact_texts() -> None:
    files = FORMATS["neo4j-admin"].module.dump(network((("n", 1.0), ("seen", True), ("t", "x")))).files
    (name,) = [name for name in files if name.startswith("nodes-Statement")]
    (row,) = csv.DictReader(io.StringIO(files[name].decode()))
    assert (row["attribute_n:double"], row["attribute_seen:boolean"]) == ("1.0", "true")
    assert row["attributes:string[]"].split("\x1f") == ["n=1.0", "seen=true", "t=x"]


def test_the_csv_of_neo4j_admin_counts_attributes_of_several_types_under_one_name() -> None:
    values: tuple[Any, ...] = (True, 1, (1, 2), ("a",), 0.5)
    claims = [
        pg.Claim(f"s/c{place}", ENTITIES[0].id, "activates", ENTITIES[1].id, attributes=(("n", value), ("t", ("a",))))
        for place, value in enumerate(values)
    ]
    mixed = pg.build_network(pg.Source("s"), entities=ENTITIES, claims=claims)
    done = FORMATS["neo4j-admin"].module.dump(mixed)
    (name,) = [name for name in done.files if name.startswith("nodes-Statement")]
    rows = list(csv.DictReader(io.StringIO(done.files[name].decode())))
    assert [row["attribute_n:string"] for row in rows] == ["true", "1", "[1, 2]", '["a"]', "0.5"]
    assert [(one.what, one.count, one.places) for one in done.report.changed] == [("attributes", 5, ("attribute_n",))]
    stored = [{name.partition(":")[0]: cell for name, cell in row.items()} for row in rows]
    read = [read_item(pg.Claim, {**row, "attributes": row["attributes"].split("\x1f")}) for row in stored]
    assert [typed(claim.attributes) for claim in read] == [typed(claim.attributes) for claim in claims]
