"""GPML: every interaction is joined, resolved through an anchor or a group, or named as unconnected with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

import pathway_graph as pg
from pathway_graph.errors import InputError
from pathway_graph.formats import gpml
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.report import Report, grave
from pathway_graph.model import Claim, Network

CASE = Path(__file__).parents[2] / "shared" / "cases" / "real-data" / "20-gpml-2010a.gpml"
OPEN = """<?xml version="1.0" encoding="UTF-8"?>
<Pathway xmlns="http://pathvisio.org/GPML/2013a" Name="Small" Version="WP9_r1" Organism="Homo sapiens">
"""
NODES = """
<DataNode TextLabel="CREB" GraphId="creb" Type="GeneProduct"><Xref Database="Ensembl" ID="ENSG00000118260"/></DataNode>
<DataNode TextLabel="BDNF" GraphId="bdnf" Type="Protein"><Xref Database="Entrez Gene" ID="627"/></DataNode>
<DataNode TextLabel="ATP" GraphId="atp" Type="Metabolite"><Xref Database="ChEBI" ID="CHEBI:15422"/></DataNode>
<DataNode TextLabel="ADP" GraphId="adp" Type="Metabolite"><Xref Database="ChEBI" ID="16761"/></DataNode>
<DataNode TextLabel="unknown thing" GraphId="thing" Type="Unknown"><Xref Database="" ID=""/></DataNode>
<DataNode TextLabel="AKT1" GraphId="akt1" GroupRef="g1" Type="Protein"><Xref Database="HGNC" ID="AKT1"/></DataNode>
<DataNode TextLabel="AKT2" GraphId="akt2" GroupRef="g1" Type="Protein">
  <Xref Database="Uniprot-TrEMBL" ID="P31751"/></DataNode>
<DataNode TextLabel="RELA" GraphId="rela" GroupRef="g2" Type="Protein">
  <Xref Database="Uniprot-TrEMBL" ID="Q04206"/></DataNode>
<DataNode TextLabel="NFKB1" GraphId="nfkb" GroupRef="g2" Type="Protein">
  <Xref Database="Uniprot-TrEMBL" ID="P19838"/></DataNode>
<State TextLabel="P" GraphId="state" GraphRef="creb"><Comment>parent=P16220; position=S133; ptm=p</Comment></State>
<Group GroupId="g1" GraphId="group"/>
<Group GroupId="g2" GraphId="complex" Style="Complex"/>
<Label TextLabel="cell growth" GraphId="label"/>
"""
END = """
<Biopax><PublicationXref xmlns="http://www.biopax.org/release/biopax-level3.owl#"
  xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:id="p1"><ID>19530226</ID><DB>PubMed</DB>
  <TITLE>A title</TITLE><SOURCE>A journal</SOURCE><YEAR>2009</YEAR><AUTHORS>A B</AUTHORS></PublicationXref></Biopax>
</Pathway>"""


def arrow(source: str, target: str, head: str = "mim-stimulation", *, name: str = "i1", more: str = "") -> str:
    start = f' GraphRef="{source}"' if source else ""
    end = f' GraphRef="{target}"' if target else ""
    head = f' ArrowHead="{head}"' if head else ""
    return (
        f'<Interaction GraphId="{name}">{more}<Graphics><Point X="0" Y="0"{start}/><Point X="1" Y="1"{end}{head}/>'
        f'<Anchor Position="0.5" GraphId="{name}-anchor"/></Graphics></Interaction>\n'
    )


def read(*arrows: str) -> tuple[Network, Report]:
    return gpml.parse(Decoded("WP9.gpml", "WP9.gpml", (OPEN + NODES + "".join(arrows) + END).encode()))


def said(network: Network) -> set[tuple[str, str, str]]:
    return {(claim.subject, claim.relation, claim.object) for claim in network.claims}


CREB, BDNF = "prot:hgnc:2345", "prot:hgnc:1033"
ATP, ADP = "chem:chebi:15422", "chem:chebi:16761"


@pytest.mark.parametrize(
    ("head", "relation"),
    [
        ("mim-stimulation", "activates"), ("mim-inhibition", "inhibits"), ("TBar", "inhibits"), ("Arrow", "regulates"),
        ("mim-binding", "binds"), ("mim-transcription-translation", "activates_transcription"), ("", "linked_to"),
        ("mim-modification", "modifies"), ("mim-necessary-stimulation", "required_for"), ("strange", "regulates"),
    ],
)  # fmt: skip
def test_an_arrowhead_is_a_relation(head: str, relation: str) -> None:
    network, report = read(arrow("creb", "bdnf", head))
    assert said(network) == {(CREB, relation, BDNF)}
    assert report.kept["interactions joined directly"] == 1


def test_a_plain_arrow_between_metabolites_is_a_conversion_and_no_sign_is_assumed() -> None:
    network, _ = read(arrow("atp", "adp", "Arrow"))
    assert said(network) == {(ATP, "converted_to", ADP)}
    assert network.claims[0].sign is None


def test_an_arrow_at_its_start_runs_backwards() -> None:
    line = '<Interaction GraphId="i"><Graphics><Point GraphRef="creb" ArrowHead="TBar"/>'
    network, _ = read(line + '<Point GraphRef="bdnf"/></Graphics></Interaction>')
    assert said(network) == {(BDNF, "inhibits", CREB)}


def test_an_enzyme_on_an_anchor_acts_on_the_product() -> None:
    network, report = read(
        arrow("atp", "adp", "mim-conversion", name="r"), arrow("creb", "r-anchor", "mim-catalysis", name="e")
    )
    assert said(network) == {(ATP, "converted_to", ADP), (CREB, "catalyzes", ADP)}
    assert report.kept["interactions resolved through an anchor"] == 1
    assert network.claim["WP9/e"].attributes == (("acts_on", "r"),)


def test_inhibiting_an_inhibition_promotes_its_target() -> None:
    network, _ = read(arrow("creb", "bdnf", "TBar", name="r"), arrow("akt1", "r-anchor", "mim-inhibition", name="e"))
    assert ("prot:hgnc:391", "promotes", BDNF) in said(network)


def test_a_group_stands_for_its_members_and_a_complex_for_itself() -> None:
    network, report = read(arrow("group", "bdnf", name="a"), arrow("complex", "bdnf", name="b"))
    complex_id = "cplx:WP9/NFKB1-RELA"
    assert said(network) == {
        ("prot:hgnc:391", "activates", BDNF), ("prot:hgnc:392", "activates", BDNF), (complex_id, "activates", BDNF),
    }  # fmt: skip
    assert network.entity[complex_id].members == ("prot:hgnc:7794", "prot:hgnc:9955")
    assert f"prot:hgnc:9955 part_of {complex_id}" in network.edge
    assert report.kept["interactions resolved through a group"] == 2


def test_a_state_is_a_node_of_its_own() -> None:
    network, _ = read(arrow("state", "bdnf"))
    (claim,) = network.claims
    assert network.entity[claim.subject].kind == "ProteinState"
    assert network.name(claim.subject) == "CREB1 P S133"
    assert f"{claim.subject} state_of {CREB}" in network.edge


@pytest.mark.parametrize(
    ("source", "target", "reason"),
    [
        ("creb", "", "an end touches nothing"),
        ("label", "bdnf", "an end is a label"),
        ("creb", "nowhere", "an end refers to nothing in the file"),
        ("creb", "i1-anchor", "an end is an anchor of a line that is not connected itself"),
    ],
)
def test_an_unconnected_interaction_is_named_with_its_line(source: str, target: str, reason: str) -> None:
    network, report = read(arrow(source, target))
    assert network.claims == ()
    (loss,) = [one for one in report.left_out if one.what == "interactions"]
    assert (loss.why, loss.count) == (f"unconnected: {reason}", 1)
    which = "start" if source == "label" else "end"
    assert loss.places == (f"line 20: i1 ({reason.replace('an end', f'its {which}')})",)


def test_both_loose_ends_are_named() -> None:
    _, report = read(arrow("label", ""))
    (loss,) = [one for one in report.left_out if one.what == "interactions"]
    assert loss.places == ("line 20: i1 (its start is a label, its end touches nothing)",)


def both_ways(source: str, target: str, head: str = "mim-conversion") -> str:
    one_way = arrow(source, target, head, name="there")
    return one_way.replace(f'GraphRef="{source}"', f'GraphRef="{source}" ArrowHead="{head}"')


@pytest.mark.parametrize(
    ("head", "relation"), [("mim-catalysis", "modulates"), ("mim-inhibition", "modulates"), ("Arrow", "modulates"),
                           ("mim-binding", "binds")],
)  # fmt: skip
def test_what_acts_on_an_arrow_with_two_heads_has_no_sign(head: str, relation: str) -> None:
    """ATP <-> ADP: an enzyme that speeds it makes both, or neither."""
    network, report = read(both_ways("atp", "adp"), arrow("creb", "there-anchor", head, name="on"))
    assert said(network) == {
        (ATP, "converted_to", ADP), (ADP, "converted_to", ATP), (CREB, relation, ADP),
    }  # fmt: skip
    told = [loss.count for loss in report.changed if "two heads" in loss.why]
    assert told == ([1] if head in ("mim-catalysis", "mim-inhibition") else [])


def test_a_graphical_line_that_joins_two_things_is_told_with_its_line() -> None:
    drawn = arrow("creb", "bdnf", "TBar", name="drawn").replace("Interaction", "GraphicalLine")
    lone = arrow("creb", "", "", name="lone").replace("Interaction", "GraphicalLine")
    onto = arrow("akt1", "i1-anchor", name="onto").replace("Interaction", "GraphicalLine")
    network, report = read(arrow("creb", "bdnf"), drawn, lone, onto)
    assert said(network) == {(CREB, "activates", BDNF)}
    out = {loss.why: (loss.count, loss.places) for loss in report.left_out if loss.what == "graphical lines"}
    joining = next(value for why, value in out.items() if "join two things" in why)
    assert joining == (2, ("line 21: drawn", "line 23: onto"))
    assert out["lines that are only drawn"][0] == 1


def test_arrows_that_end_on_one_another_do_not_hang() -> None:
    _, report = read(arrow("creb", "b-anchor", name="a"), arrow("bdnf", "a-anchor", name="b"))
    assert sum(one.count for one in report.left_out if one.what == "interactions") == 2


def test_literature_organism_and_diagram_come_along() -> None:
    network, report = read(arrow("creb", "bdnf", more="<BiopaxRef>p1</BiopaxRef>"))
    (publication,) = network.publications
    assert (publication.pmid, publication.year, publication.claims) == ("19530226", 2009, ("WP9/i1",))
    assert network.entity[network.claims[0].species].curie == "ncbitaxon:9606"
    (diagram,) = network.diagrams
    assert (diagram.id, diagram.title, network.entity[diagram.depicts].curie) == ("WP9", "Small", "wikipathways:WP9")
    assert {"prot:hgnc:2345", "thing:WP9/unknown_thing-bd0c"} <= {node.entity for node in diagram.nodes} | {
        "thing:WP9/unknown_thing-bd0c"
    }
    assert report.read["nodes"] == 9
    assert [loss.count for loss in report.changed if "Unspecified" in loss.why] == [1]


def test_every_interaction_is_accounted_for() -> None:
    _, report = read(
        arrow("creb", "bdnf", name="a"), arrow("atp", "a-anchor", name="b"), arrow("group", "bdnf", name="c"),
        arrow("creb", "", name="d"), arrow("label", "bdnf", name="e"),
    )  # fmt: skip
    kept = sum(count for what, count in report.kept.items() if what.startswith("interactions"))
    out = sum(loss.count for loss in report.left_out if loss.what == "interactions")
    assert (kept, out, report.read["interactions"]) == (3, 2, 5)


GPML2021 = """<?xml version="1.0" encoding="UTF-8"?>
<Pathway xmlns="http://pathvisio.org/GPML/2021" title="New" organism="Homo sapiens">
  <Xref identifier="WP77" dataSource="WikiPathways"/>
  <DataNodes>
    <DataNode elementId="a" textLabel="CREB1" type="Protein">
  <Xref identifier="2345" dataSource="HGNC Accession number"/>
      <States><State elementId="s" textLabel="P" type="ProteinModification"/></States></DataNode>
    <DataNode elementId="b" textLabel="BDNF" type="GeneProduct">
  <Xref identifier="627" dataSource="Entrez Gene"/></DataNode>
    <DataNode elementId="c" textLabel="RELA" type="Protein" groupRef="g">
  <Xref identifier="Q04206" dataSource="Uniprot-TrEMBL"/></DataNode>
  </DataNodes>
  <Interactions>
    <Interaction elementId="i1"><Waypoints><Point elementId="p1" elementRef="a"/>
      <Point elementId="p2" elementRef="b" arrowHead="Inhibition"/><Anchor elementId="n1" position="0.5"/></Waypoints>
      <CitationRefs><CitationRef elementRef="c1"/></CitationRefs></Interaction>
    <Interaction elementId="i2"><Waypoints><Point elementId="p3" elementRef="g"/>
      <Point elementId="p4" elementRef="n1" arrowHead="Stimulation"/></Waypoints></Interaction>
    <Interaction elementId="i3"><Waypoints><Point elementId="p5" elementRef="s"/>
      <Point elementId="p6" elementRef="b" arrowHead="Directed"/></Waypoints></Interaction>
    <Interaction elementId="i4"><Waypoints><Point elementId="p7"/>
  <Point elementId="p8" elementRef="b"/></Waypoints></Interaction>
  </Interactions>
  <Groups><Group elementId="g" type="Group"/></Groups>
  <Citations><Citation elementId="c1"><Xref identifier="123" dataSource="PubMed"/></Citation></Citations>
</Pathway>"""


def test_gpml_2021_reads_like_2013a() -> None:
    network, report = gpml.parse(Decoded("new.gpml", "new.gpml", GPML2021.encode()))
    assert {(s, r, o) for s, r, o in said(network) if not s.startswith("state:")} == {
        (CREB, "inhibits", BDNF), ("prot:hgnc:9955", "inhibits", BDNF),
    }  # fmt: skip
    assert sorted(claim.relation for claim in network.claims) == ["inhibits", "inhibits", "regulates"]
    assert network.publications[0].pmid == "123"
    assert network.diagrams[0].depicts == "path:wikipathways:WP77"
    assert report.read["interactions"] == 4
    assert [loss.count for loss in report.left_out if loss.what == "interactions"] == [1]


def test_claims_keep_their_ids_when_the_file_is_read_again() -> None:
    one, _ = read(arrow("creb", "bdnf", name="a"), arrow("group", "bdnf", name="c"))
    other, _ = read(arrow("group", "bdnf", name="c"), arrow("creb", "bdnf", name="a"))
    ids: list[set[str]] = [{claim.id for claim in network.claims} for network in (one, other)]
    assert ids[0] == ids[1]
    assert isinstance(one.claims[0], Claim)


# Older versions ---------------------------------------------------------------------------------------

OLD = """<?xml version="1.0" encoding="UTF-8"?>
<Pathway xmlns="http://genmapp.org/GPML/2010a" Name="Old" Version="20110225" Organism="Homo sapiens">
<DataNode TextLabel="CREB" GraphId="a1" Type="GeneProduct"><Xref Database="Entrez Gene" ID="1385"/></DataNode>
<DataNode TextLabel="BDNF" GraphId="a2" Type="GeneProduct"><Xref Database="HUGO" ID="BDNF"/></DataNode>
<Label TextLabel="text" GraphId="l1"/>
<Line><BiopaxRef>p1</BiopaxRef><Graphics><Point X="1.0" Y="1.0" GraphRef="a1"/>
  <Point X="9.0" Y="1.0" GraphRef="a2" ArrowHead="TBar"/><Anchor position="0.5" GraphId="k1"/></Graphics></Line>
<Line BiopaxRef="p1"><Graphics><Point X="1.0" Y="1.0" GraphRef="a2"/>
  <Point X="9.0" Y="1.0" GraphRef="a1" ArrowHead="Arrow"/></Graphics></Line>
<Line><Graphics><Point X="1.0" Y="1.0"/><Point X="9.0" Y="1.0"/></Graphics></Line>
<Biopax><bp:PublicationXref xmlns:bp="http://www.biopax.org/release/biopax-level3.owl#"
  xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:id="p1"><bp:ID>123</bp:ID><bp:DB>PubMed</bp:DB>
</bp:PublicationXref></Biopax></Pathway>"""


@pytest.mark.parametrize("version", ["2010a", "2008a"])
def test_older_versions_are_read_too(version: str) -> None:
    name = "Hs_Old_WP45_12345.gpml"
    network, report = gpml.parse(Decoded(name, name, OLD.replace("2010a", version).encode()))
    assert said(network) == {(CREB, "inhibits", BDNF), (BDNF, "regulates", CREB)}
    assert network.diagrams[0].depicts == "path:wikipathways:WP45"
    assert [(one.pmid, len(one.claims)) for one in network.publications] == [("123", 2)]
    assert report.kept["interactions joined directly"] == 2
    assert [loss.count for loss in report.left_out if loss.what == "interactions"] == [1]


def test_a_version_that_is_not_read_says_what_to_do() -> None:
    with pytest.raises(InputError, match="GPML 2007 is not read; open it in PathVisio 3"):
        gpml.parse(Decoded("o.gpml", "o.gpml", OLD.replace("2010a", "2007").encode()))


@pytest.mark.skipif(not CASE.is_file(), reason=f"{CASE} is absent")
def test_the_case_of_2010_is_read() -> None:
    network, _ = pg.read_file(CASE)
    assert {(network.name(one.subject), one.relation, network.name(one.object)) for one in network.claims} == {
        ("TP53", "regulates", "MDM2")
    }


def test_a_box_that_is_called_by_the_symbol_of_another_gene_than_its_number_is_neither() -> None:
    """ncbigene:3458 is IFNG, 5170 is PDPK1, and PDK1 another gene, 627 is BDNF: looked up at HGNC."""
    boxes = [
        ("IL10", 3458, "a"),
        ("IL10", 3458, "b"),
        ("PDK1", 5170, "c"),
        ("Bdnf", 627, "d"),
        ("brain factor", 627, "e"),
    ]
    nodes = "".join(
        f'<DataNode TextLabel="{name}" GraphId="{own}" Type="Protein"><Xref Database="Entrez Gene" ID="{number}"/>'
        "</DataNode>\n"
        for name, number, own in boxes
    )
    raw = Decoded("WP9.gpml", "WP9.gpml", (OPEN + nodes + arrow("a", "c") + END).encode())
    network, report = gpml.parse(raw)
    assert said(network) == {("prot:WP9/IL10", "activates", "prot:WP9/PDK1")}
    assert {entity.id: entity.note for entity in network.entities if entity.id.startswith("prot:")} == {
        "prot:WP9/IL10": "the file calls it IL10 and gives it ncbigene:3458, which is IFNG",
        "prot:WP9/PDK1": "the file calls it PDK1 and gives it ncbigene:5170, which is PDPK1",
        "prot:hgnc:1033": "",
    }
    (told,) = [one for one in report.changed if "another gene" in one.why]
    assert (told.what, told.count, told.places) == (
        "entities", 2, ("line 3: IL10, by ncbigene:3458 IFNG", "line 5: PDK1, by ncbigene:5170 PDPK1")
    )  # fmt: skip
    assert told in grave(report)
