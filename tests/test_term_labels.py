"""Tissues, cells and regions that a file gives by number have their names, and no picture prints a number."""

from __future__ import annotations

import json
import lzma
import re
from pathlib import Path

import pytest

import pathway_graph as pg
from pathway_graph.diagrams.page_data import page_data
from pathway_graph.evidence import support
from pathway_graph.explorer.content import card
from pathway_graph.formats.registry import read_file
from pathway_graph.identifiers.minting import mint_entity
from pathway_graph.identifiers.term_labels import TABLE, shown_name, term_label
from pathway_graph.model import Claim, Entity, Source
from pathway_graph.model.attributes import attributes_of
from pathway_graph.model.build import build_network

SIGNOR = Path(__file__).parents[2] / "shared" / "networks" / "signor_sample.csv"


@pytest.mark.parametrize(
    ("curie", "name"),
    [
        ("bto:0000007", "HEK-293 cell"), ("BTO:0000165", "C2C12 cell"), ("bto:0000567", "HeLa cell"),
        ("cl:0000540", "neuron"), ("CL:0000129", "microglial cell"), ("uberon:0000955", "brain"),
        ("uberon:0002421", "hippocampal formation"), ("bto:9999999", ""), ("go:0005634", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_term_has_the_name_of_its_ontology(curie: str, name: str) -> None:
    assert term_label(curie) == name


def test_every_label_is_of_a_well_formed_identifier_and_says_something() -> None:
    lines = lzma.decompress(TABLE.read_bytes()).decode().splitlines()
    assert len(lines) == len({line.partition("\t")[0] for line in lines}) > 18_000
    assert all(re.fullmatch(r"(bto|cl|uberon):\d{7}\t\S.*", line) for line in lines)


def test_a_place_that_the_file_names_keeps_the_files_name() -> None:
    assert mint_entity("CellType", "my neurons", ["cl:0000540"], scope="s").name == "my neurons"
    assert mint_entity("CellType", "CL:0000540", ["cl:0000540"], scope="s").name == "neuron"
    assert mint_entity("CellType", "", ["bto:9999999"], scope="s").name == "bto:9999999"


def test_a_kind_in_words_stands_where_there_is_no_name() -> None:
    assert shown_name("bto:9999999", "CellLine") == "cell line without a name"
    assert shown_name("UBERON:9999999", "AnatomicalStructure") == "tissue or region without a name"
    assert shown_name("go:0005634", "CellularComponent") == "go:0005634"


def test_no_picture_prints_the_number_of_a_place(tmp_path: Path) -> None:
    places = [Entity(f"ct:{n}", "CellType", n, curie=n) for n in ("bto:0000165", "bto:9999999")]
    drug, protein = Entity("chem:d", "SmallMolecule", "drug"), Entity("prot:p", "Protein", "P")
    claims = [Claim(f"c{n}", "chem:d", "increases", "prot:p", cell=place.id) for n, place in enumerate(places)] + [
        Claim("c9", "chem:d", "acts_on", "ct:bto:9999999")
    ]
    network = build_network(Source("s"), entities=[drug, protein, *places], claims=claims)
    picture = tmp_path / "around.svg"
    pg.save_picture(pg.draw_network(network, network.edges, title="around"), network, picture)
    printed = re.findall(r"<text[^>]*>([^<]*)", picture.read_text())
    assert "cell type" in " ".join(printed)
    assert not [text for text in printed if re.search(r"bto|9999999", text)]


CELL, UNKNOWN, REGION = "bto:0000165", "bto:9999999", "UBERON:0002421"


def numbered() -> pg.Network:
    """A network whose cells and regions are called by numbers, as a store of an earlier version or a file may do."""
    places = [
        Entity("ct:a", "CellType", CELL, curie=CELL), Entity("ct:b", "CellType", UNKNOWN, curie=UNKNOWN),
        Entity("anat:c", "AnatomicalStructure", REGION, curie=REGION.lower()),
    ]  # fmt: skip
    drug, protein = Entity("chem:d", "SmallMolecule", "drug"), Entity("prot:p", "Protein", "P")
    claims = [
        Claim("c1", "chem:d", "increases", "prot:p", cell="ct:a"),
        Claim("c2", "chem:d", "decreases", "prot:p", cell="ct:b"),
        Claim("c3", "chem:d", "increases", "prot:p", region="anat:c", condition="ct:a"),
        Claim("c4", "prot:p", "activates", "ct:a", attributes=attributes_of({"cells": f"{CELL} {UNKNOWN}"})),
        Claim("c5", "prot:p", "activates", "ct:b"),
    ]
    return build_network(Source("s"), entities=[drug, protein, *places], claims=claims)


def test_words_and_data_have_the_names_of_terms_that_are_known() -> None:
    network = numbered()
    assert [network.name(place) for place in ("ct:a", "ct:b", "anat:c")] == [
        "C2C12 cell", UNKNOWN, "hippocampal formation"
    ]  # fmt: skip
    rows = {row["claim"]: row for row in support(network, ["c1", "c2", "c3", "c4"])}
    assert [rows[name]["context"] for name in ("c1", "c2")] == ["C2C12 cell", UNKNOWN]
    assert rows["c3"]["context"] == "hippocampal formation; given C2C12 cell"
    assert rows["c4"]["says"] == "P activates C2C12 cell."
    assert card(network, "anat:c")["entity"].called == "hippocampal formation"
    everything = json.dumps(
        [pg.upstream(network, "ct:a").to_dict(), pg.explain(network, "drug", "ct:a").to_dict(),
         pg.find_conflicts(network).to_dict(), pg.select_claims(network, pg.ClaimFilter()).to_dict()]
    )  # fmt: skip
    assert "C2C12 cell" in everything
    assert CELL not in everything
    assert REGION not in everything


@pytest.mark.parametrize("what", ["network", "around", "trace", "answer"])
def test_no_picture_and_no_page_prints_a_number_but_as_an_identifier(what: str) -> None:
    network = numbered()
    drawing = {
        "network": lambda: pg.draw_network(network, network.edges, title="all"),
        "around": lambda: pg.draw_around(network, "ct:a"),
        "trace": lambda: pg.draw_trace(pg.upstream(network, "ct:a")),
        "answer": lambda: pg.draw_answer(pg.explain(network, "drug", "ct:a")),
    }[what]()
    data = page_data(drawing, network)
    for node in data["nodes"]:  # what a reader looks for, and the identifier, which is called so
        node["find"], node["facts"], node["id"], node["gene"] = [], [], "", ""
    told = json.dumps([data["nodes"], data["edges"], data["claims"], data["overlays"]["regions"]]) + drawing.title
    told += " ".join(edge.tooltip + edge.context for edge in drawing.edges) + " ".join(drawing.notes)
    assert re.findall(r"(?i)(?:bto|uberon)[:_]\d+", re.sub(r'\["anat:c", ', "[", told)) == []
    assert "C2C12 cell" in told


def test_signor_s_cells_and_tissues_are_named() -> None:
    if not SIGNOR.exists():
        pytest.skip("the shared networks are not here")
    named = {entity.curie: entity.name for entity in pg.read(SIGNOR).entities if entity.curie.startswith("bto:")}
    assert named["bto:0000007"] == "HEK-293 cell"
    assert {curie for curie, name in named.items() if name == curie} <= {"bto:0001271", "bto:0001760", "bto:0002895"}


def test_an_import_counts_the_terms_that_no_name_is_known_of(tmp_path: Path) -> None:
    file = tmp_path / "edges.csv"
    file.write_text(
        "subject,predicate,object\nHGNC:1,biolink:affects,BTO:9999999\nHGNC:1,biolink:affects,BTO:0000165\n"
        "HGNC:2,biolink:affects,CL:9999998\n"
    )
    _, report = read_file(file)
    said = {loss.why: loss for loss in report.changed if loss.what == "tissues, cells and regions"}
    assert list(said) == ["no name is known: called by their number"]
    assert said["no name is known: called by their number"].count == 2
    assert said["no name is known: called by their number"].places == ("BTO:9999999", "CL:9999998")
