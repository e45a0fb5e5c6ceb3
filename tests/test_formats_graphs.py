"""GraphML, Cytoscape.js, CX, CX2, BEL, SBGN-ML: round trips, foreign files, and readers that are not ours.

The other readers (networkx is a dependency; ndex2, pybel, libsbgnpy are not) are asked where they are installed.
"""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import pytest

import pathway_graph as pg
from networks import OTHER
from pathway_graph.formats import attribute_graph, bel, cx, cx2, cytoscape, graphml
from pathway_graph.formats.raw import Decoded
from pathway_graph.model import Claim, DiagramPlace, Network
from pathway_graph.model.build import merge


def raw(value: Any, name: str) -> Decoded:
    text = value if isinstance(value, str) else json.dumps(value)
    return Decoded(name, name, text.encode())


def foreign(name: str) -> Any:
    """Import an oracle, or skip with the reason; its own warnings are not ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pytest.importorskip(name, reason=f"{name}, the other reader, is not installed")


# Round trips ------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["graphml", "cyjs", "cx2"])
def test_a_network_comes_back_equal(tmp_path: Path, ending: str) -> None:
    both = merge([pg.read_guide(), OTHER])
    report = pg.write(both, tmp_path / f"x.{ending}")
    assert not report.left_out
    assert not report.changed
    assert pg.read(tmp_path / f"x.{ending}") == both
    first = (tmp_path / f"x.{ending}").read_bytes()
    pg.write(pg.read(tmp_path / f"x.{ending}"), tmp_path / f"x.{ending}")
    assert (tmp_path / f"x.{ending}").read_bytes() == first, "writing again gives the same bytes"


def test_a_large_network_is_cut_into_texts_that_every_reader_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attribute_graph, "_LONGEST_TEXT", 2_000)
    guide = pg.read_guide()
    data = graphml.dump(guide).files[""]
    assert b'attr.name="claims_2"' in data
    assert graphml.parse(Decoded("x.graphml", "x.graphml", data))[0] == guide


def test_an_edge_removed_in_cytoscape_takes_its_claims_along_and_is_reported(tmp_path: Path) -> None:
    small = pg.build_network(
        pg.Source("s"), entities=[pg.Entity("prot:A", "Protein", "A"), pg.Entity("prot:B", "Protein", "B")],
        claims=[Claim("s/1", "prot:A", "inhibits", "prot:B"), Claim("s/2", "prot:A", "activates", "prot:B")],
    )  # fmt: skip
    document = json.loads(cytoscape.dump(small).files[""])
    document["elements"]["edges"] = [e for e in document["elements"]["edges"] if e["data"]["sign"] == 1]
    network, report = cytoscape.parse(raw(document, "s.cyjs"))
    assert [claim.id for claim in network.claims] == ["s/2"]
    assert [(loss.count, loss.why) for loss in report.left_out] == [(1, "their edge was removed from the graph")]


def test_control_characters_that_xml_cannot_hold_are_dropped_and_counted() -> None:
    entity = pg.Entity("prot:A", "Protein", "A\x1bB", note="x\x00")
    written = graphml.dump(pg.build_network(pg.Source("s"), entities=[entity]))
    assert [(loss.what, loss.count) for loss in written.report.changed] == [("texts", 2)]
    assert b"AB" in written.files[""]


BEL_LOSSES = ("statement", "duration", "regimen", "citations", "lines", "section", "table", "row", "mechanism", "site")


def test_the_guide_as_bel_keeps_relations_signs_ends_and_studies(tmp_path: Path) -> None:
    guide = pg.read_guide()
    report = pg.write(guide, tmp_path / "guide.bel.json")
    again = pg.read(tmp_path / "guide.bel.json")
    known = {claim.id.partition("/")[2]: claim for claim in again.claims}
    for claim in guide.claims:
        other = known[claim.id]
        assert (other.subject, other.relation, other.object) == (claim.subject, claim.relation, claim.object)
        assert other.sign == claim.sign
        assert (other.certainty == "hypothesis") == (claim.certainty == "hypothesis")
    pmids = {(p.pmid, claim) for p in guide.publications if p.pmid for claim in p.claims}
    assert pmids <= {(p.pmid, claim.partition("/")[2]) for p in again.publications for claim in p.claims}
    assert {"diagrams", "protocols", "references", "fields of claims"} <= {loss.what for loss in report.left_out}


# Foreign files ----------------------------------------------------------------------------------------

BEL: dict[str, Any] = {
    "directed": True, "multigraph": True,
    "graph": {"document_metadata": {"name": "doc", "version": "1.0.0"}, "annotation_url": {}},
    "nodes": [
        {"function": "Protein", "concept": {"namespace": "HGNC", "name": "CREB1"}, "bel": "p(HGNC:CREB1)"},
        {"function": "Protein", "concept": {"namespace": "HGNC", "name": "CREB1"},
         "variants": [{"kind": "pmod", "concept": {"namespace": "bel", "name": "Ph"}, "code": "Ser", "pos": 133}]},
        {"function": "Complex", "members": [
            {"function": "Protein", "concept": {"namespace": "HGNC", "name": "FOS"}},
            {"function": "Protein", "concept": {"namespace": "HGNC", "name": "JUN"}}]},
        {"function": "BiologicalProcess", "concept": {"namespace": "GO", "name": "apoptotic process",
                                                      "identifier": "0006915"}},
    ],
    "links": [
        {"source": 0, "target": 3, "relation": "decreases", "key": "k1", "line": 7,
         "source_modifier": {"modifier": "Activity", "effect": {"namespace": "bel", "name": "tscript"}},
         "citation": {"db": "PubMed", "db_id": "123", "authors": ["A", "B"]}, "evidence": "A long sentence of a paper.",
         "annotations": {"Species": {"9606": True}, "Cell": {"neuron": True}, "Dose": {"1 mg": True, "2 mg": True}}},
        {"source": 0, "target": 1, "relation": "hasVariant", "key": "k2"},
        {"source": 2, "target": 3, "relation": "positiveCorrelation", "key": "k3",
         "citation": {"db": "PubMed", "db_id": "123"}, "evidence": "Another sentence."},
    ],
}  # fmt: skip


def test_bel_keeps_functions_modifications_annotations_and_citations_but_no_sentence() -> None:
    network, report = bel.parse(raw(BEL, "doc.bel.json"))
    one, two, three = (network.claim[f"doc/k{number}"] for number in (1, 2, 3))
    assert (one.subject, one.relation, one.object) == ("prot:hgnc:2345", "decreases", "bp:go:0006915")
    assert (network.entity[one.species].curie, network.name(one.cell)) == ("ncbitaxon:9606", "neuron")
    stated = {name: str(value) for name, value in one.attributes}
    assert '"Dose":["1 mg","2 mg"]' in stated["bel_annotations"]
    assert '"effect"' in stated["bel_subject"]
    assert (stated["bel_line"], one.note) == ("7", "")
    assert (network.entity[two.subject].kind, two.relation, two.object) == ("ProteinState", "variant_of", one.subject)
    assert network.entity[two.subject].bel == "p(HGNC:CREB1, pmod(Ph, Ser, 133))"
    assert network.entity[three.subject].members == ("prot:hgnc:3796", "prot:hgnc:6204")
    assert (three.relation, three.sign) == ("correlates_with", None)
    assert network.publications[0].claims == ("doc/k1", "doc/k3")
    assert "sentence" not in repr(network).lower()
    counted = {what: report.read[what] for what in ("nodes", "edges", "citations", "annotations", "modifiers")}
    assert counted == {"nodes": 4, "edges": 3, "citations": 2, "annotations": 4, "modifiers": 1}
    assert counted == {what: report.kept[what] for what in counted}


def test_bel_comes_back_equal_up_to_the_sentences() -> None:
    network, _ = bel.parse(raw(BEL, "doc.bel.json"))
    again, _ = bel.parse(Decoded("doc.bel.json", "doc.bel.json", bel.dump(network).files[""]))
    assert again.claims == network.claims
    assert {entity.id for entity in again.entities} == {entity.id for entity in network.entities}
    assert again.publications == network.publications


CX1 = [
    {"@context": [{"pmid": "x", "HUGO": "http://identifiers.org/hgnc.symbol/"}]},
    {"networkAttributes": [{"n": "name", "v": "Signal"}]},
    {"nodes": [{"@id": 1, "n": "CREB1", "r": "HUGO:CREB1"}, {"@id": 2, "n": "ATP"}]},
    {"edges": [{"@id": 5, "s": 1, "t": 2, "i": "inhibits"}]},
    {"nodeAttributes": [{"po": 2, "n": "type", "v": "SmallMolecule"},
                        {"po": 2, "n": "alias", "v": ["CHEBI:15422"], "d": "list_of_string"}]},
    {"edgeAttributes": [{"po": 5, "n": "ndex:citation", "v": ["pmid:123"], "d": "list_of_string"},
                        {"po": 5, "n": "weight", "v": "0.5", "d": "double"}]},
    {"cartesianLayout": [{"node": 1, "x": 0, "y": 0}]},
]  # fmt: skip


def test_cx_keeps_attributes_and_citations_and_reports_the_layout() -> None:
    network, report = cx.parse(raw(CX1, "s.cx"))
    (claim,) = network.claims
    assert (claim.subject, claim.relation, claim.object) == ("prot:hgnc:2345", "inhibits", "chem:chebi:15422")
    assert (claim.attributes, claim.note) == ((("weight", 0.5),), "")
    assert network.publications[0].pmid == "123"
    assert network.sources[0].title == "Signal"
    assert report.left_out == ()
    assert report.kept["places"] == len(network.diagrams[0].places)


def test_cx2_understands_aliases_and_defaults() -> None:
    document = [
        {"CXVersion": "2.0", "hasFragments": False},
        {"attributeDeclarations": [{"nodes": {"name": {"a": "n"}, "type": {"d": "string", "v": "Protein"}},
                                    "edges": {"interaction": {"a": "i"}}}]},
        {"nodes": [{"id": 0, "x": 1, "y": 2, "v": {"n": "hgnc:2345"}}, {"id": 1, "v": {"n": "hgnc:1033"}}]},
        {"edges": [{"id": 0, "s": 0, "t": 1, "v": {"i": "activates"}}]},
        {"status": [{"success": True}]},
    ]  # fmt: skip
    network, report = cx2.parse(raw(document, "s.cx2"))
    assert [edge.id for edge in network.edges] == ["prot:hgnc:2345 activates prot:hgnc:1033"]
    assert (report.left_out, report.kept["places"]) == ((), 1)
    assert network.diagrams[0].places == (DiagramPlace("prot:hgnc:2345", 1.0, 2.0),)


def test_a_graphml_file_of_another_program_reads() -> None:
    text = """<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
    <key id="d0" for="node" attr.name="name" attr.type="string"/>
    <key id="d1" for="edge" attr.name="interaction" attr.type="string"/>
    <key id="d2" for="edge" attr.name="sign" attr.type="int"/>
    <graph edgedefault="directed"><node id="uniprot:P16220"><data key="d0">CREB</data></node><node id="n2"/>
    <edge source="uniprot:P16220" target="n2"><data key="d1">represses</data><data key="d2">-1</data></edge>
    </graph></graphml>"""
    network, report = graphml.parse(raw(text, "other.graphml"))
    assert [edge.id for edge in network.edges] == ["prot:hgnc:2345 represses thing:other/n2"]
    assert {loss.what for loss in report.changed} == {"nodes"}


# Readers that are not ours ----------------------------------------------------------------------------


def test_written_graphml_reads_in_networkx(tmp_path: Path) -> None:
    import networkx as nx

    guide = pg.read_guide()
    pg.write(guide, tmp_path / "guide.graphml")
    graph = nx.read_graphml(tmp_path / "guide.graphml", force_multigraph=True)
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (len(guide.entities), len(guide.edges))
    assert graph.nodes["prot:BDNF"]["curie"] == "uniprot:P23560"


def test_written_cx2_reads_in_ndex2(tmp_path: Path) -> None:
    factory = foreign("ndex2.cx2").RawCX2NetworkFactory()
    guide = pg.read_guide()
    pg.write(guide, tmp_path / "guide.cx2")
    network = factory.get_cx2network(json.loads((tmp_path / "guide.cx2").read_text(encoding="utf-8")))
    assert (len(network.get_nodes()), len(network.get_edges())) == (len(guide.entities), len(guide.edges))


def test_written_bel_reads_in_pybel(tmp_path: Path) -> None:
    pybel = foreign("pybel")
    guide = pg.read_guide()
    pg.write(guide, tmp_path / "guide.bel.json")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        graph = pybel.from_nodelink_file(str(tmp_path / "guide.bel.json"))
    written = json.loads((tmp_path / "guide.bel.json").read_text(encoding="utf-8"))
    assert graph.number_of_edges() == len(written["links"])
    assert graph.number_of_nodes() >= len({node["bel"] for node in written["nodes"]})


def test_written_sbgn_is_valid_and_every_glyph_has_a_box(tmp_path: Path) -> None:
    from lxml import etree

    pg.write(pg.read_guide(), tmp_path / "guide.sbgn")
    root = etree.parse(str(tmp_path / "guide.sbgn")).getroot()
    glyphs = [element for element in root.iter() if str(element.tag).endswith("}glyph")]
    assert glyphs
    assert all(any(str(child.tag).endswith("}bbox") for child in glyph) for glyph in glyphs)
    libsbgnpy = foreign("libsbgnpy")
    schematron = foreign("libsbgnpy.schematron")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert libsbgnpy.validate(tmp_path / "guide.sbgn") == []
        assert schematron.validate_schematron(tmp_path / "guide.sbgn") == []


def test_the_guide_in_cytoscape_form_is_drawn_like_the_guide(tmp_path: Path) -> None:
    guide = pg.read_guide()
    pg.write(guide, tmp_path / "guide.cyjs")
    again: Network = pg.read(tmp_path / "guide.cyjs")
    assert pg.to_dot(pg.select_diagram(again, "camp")) == pg.to_dot(pg.select_diagram(guide, "camp"))
