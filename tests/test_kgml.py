"""KGML: genes by their Entrez numbers, alternatives as families, signs only where a subtype states one."""

from __future__ import annotations

from pathlib import Path

import pytest

import pathway_graph as pg
from pathway_graph.errors import InputError
from pathway_graph.formats import kgml
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.report import Report
from pathway_graph.model import Claim, Network

HEAD = """<?xml version="1.0"?>
<!DOCTYPE pathway SYSTEM "https://www.kegg.jp/kegg/xml/KGML_v0.7.2_.dtd">
<!-- Creation date: Jan 1, 2020 -->
<pathway name="path:hsa04999" org="hsa" number="04999" title="A small pathway" link="https://www.kegg.jp/x">
"""
ENTRIES = """
<entry id="1" name="hsa:7157" type="gene"><graphics name="TP53, BCC7, LFS1" type="rectangle" x="1" y="2"/></entry>
<entry id="2" name="hsa:10000 hsa:207 hsa:208" type="gene"><graphics name="AKT3..." type="rectangle"/></entry>
<entry id="3" name="hsa:4193" type="gene"><graphics name="MDM2" type="rectangle"/></entry>
<entry id="4" name="cpd:C00575" type="compound"><graphics name="C00575" type="circle"/></entry>
<entry id="5" name="path:hsa04210" type="map"><graphics name="TITLE:Apoptosis" type="roundrectangle"/></entry>
<entry id="6" name="undefined" type="group"><component id="1"/><component id="3"/></entry>
<entry id="7" name="hsa:207 hsa:208 hsa:10000" type="gene"><graphics name="AKT1..." type="rectangle"/></entry>
<entry id="8" name="hsa:406991" type="gene"><graphics name="MIR21" type="rectangle"/></entry>
<entry id="9" name="cpd:C00022" type="compound"/>
<entry id="10" name="hsa:5315" type="gene" reaction="rn:R00200"><graphics name="PKM" type="rectangle"/></entry>
"""
P53, MDM2, PKM = "prot:hgnc:11998", "prot:hgnc:6973", "prot:hgnc:9021"
CAMP, PYRUVATE = "chem:kegg.compound:C00575", "chem:kegg.compound:C00022"


def read(body: str, entries: str = ENTRIES, head: str = HEAD) -> tuple[Network, Report]:
    return kgml.parse(Decoded("hsa04999.xml", "hsa04999.xml", f"{head}{entries}{body}</pathway>".encode()))


def relation(*subtypes: str, ends: str = "1 3", type_: str = "PPrel", value: str = "x") -> str:
    first, second = ends.split()
    inner = "".join(f'<subtype name="{name}" value="{value}"/>' for name in subtypes)
    return f'<relation entry1="{first}" entry2="{second}" type="{type_}">{inner}</relation>\n'


def only(*subtypes: str, ends: str = "1 3", type_: str = "PPrel") -> Claim:
    network, _ = read(relation(*subtypes, ends=ends, type_=type_))
    (claim,) = network.claims
    return claim


@pytest.mark.parametrize(
    ("subtypes", "right", "sign", "mechanism"),
    [
        ("activation", "activates", 1, ""),
        ("inhibition", "inhibits", -1, ""),
        ("expression", "activates_transcription", 1, ""),
        ("repression", "represses", -1, ""),
        ("activation,phosphorylation", "activates", 1, "phosphorylation"),
        ("phosphorylation,inhibition", "inhibits", -1, "phosphorylation"),
        ("phosphorylation", "phosphorylates", 0, "phosphorylation"),
        ("dephosphorylation", "dephosphorylates", 0, "dephosphorylation"),
        ("ubiquitination", "modifies", 0, "ubiquitination"),
        ("methylation", "modifies", 0, "methylation"),
        ("indirect effect", "regulates", 0, ""),
        ("activation,indirect effect", "activates", 1, ""),
        ("state change", "acts_on", 0, ""),
        ("binding/association", "binds", None, ""),
        ("activation,binding/association", "activates", 1, "binding"),
        ("dissociation", "linked_to", None, ""),
        ("compound", "linked_to", None, ""),
        ("", "linked_to", None, ""),
        ("activation,inhibition", "regulates", 0, ""),
        ("something new", "linked_to", None, ""),
    ],
)
def test_a_relation_has_the_sign_that_its_subtypes_state(
    subtypes: str, right: str, sign: int | None, mechanism: str
) -> None:
    claim = only(*filter(None, subtypes.split(",")))
    assert (claim.subject, claim.relation, claim.object) == (P53, right, MDM2)
    assert (claim.sign, claim.mechanism) == (sign, mechanism)
    assert claim.species == "sp:ncbitaxon:9606"


def test_a_missing_interaction_is_no_claim() -> None:
    network, report = read(relation("activation", "missing interaction"))
    assert network.claims == ()
    assert [(loss.count, loss.why) for loss in report.left_out if loss.what == "relations"] == [
        (1, "missing interaction: drawn as what a mutation takes away")
    ]


def test_several_names_are_a_family_of_which_each_is_a_member() -> None:
    network, _ = read(relation("inhibition", ends="2 3") + relation("activation", ends="1 7"))
    family = {claim.subject for claim in network.claims if claim.relation == "inhibits"}
    assert family == {claim.object for claim in network.claims if claim.relation == "activates"}, "one, in any order"
    entity = network.entity[family.pop()]
    assert (entity.kind, entity.name) == ("ProteinFamily", "AKT1/AKT2/AKT3")
    akts = {"prot:hgnc:391", "prot:hgnc:392", "prot:hgnc:393"}
    assert set(entity.members) == akts
    assert {edge.source for edge in network.edges if (edge.relation, edge.target) == ("is_a", entity.id)} == akts
    assert not any(claim.subject in akts or claim.object in akts for claim in network.claims)


def test_a_group_is_a_complex_of_its_components() -> None:
    network, _ = read(relation("activation", ends="6 5"))
    (claim,) = network.claims
    assert (network.entity[claim.subject].kind, network.name(claim.subject)) == ("Complex", "MDM2-TP53")
    assert network.entity[claim.subject].members == (P53, MDM2)
    assert (claim.object, network.name(claim.object)) == ("path:kegg.pathway:hsa04210", "Apoptosis")


def test_a_micro_rna_is_a_transcript_and_no_protein() -> None:
    network, _ = read(relation("repression", ends="8 1", type_="GErel"))
    assert network.claims[0].subject == "rna:hgnc:31586"


def test_a_compound_between_two_is_told() -> None:
    network, _ = read('<relation entry1="1" entry2="3" type="ECrel"><subtype name="compound" value="4"/></relation>')
    assert dict(network.claims[0].attributes) == {"compound": "cpd:C00575", "kegg_relation": "ECrel"}
    assert network.claims[0].sign is None


@pytest.mark.parametrize(("type_", "how", "sign"), [("irreversible", "catalyzes", 1), ("reversible", "modulates", 0)])
def test_a_reaction_turns_substrates_into_products(type_: str, how: str, sign: int) -> None:
    inner = '<substrate id="4" name="cpd:C00575"/><product id="9" name="cpd:C00022"/>'
    network, report = read(f'<reaction id="10" name="rn:R00200" type="{type_}">{inner}</reaction>')
    assert {(one.subject, one.relation, one.object, one.sign) for one in network.claims} == {
        (CAMP, "converted_to", PYRUVATE, None), (PKM, how, PYRUVATE, sign),
    }  # fmt: skip
    assert report.read["reactions"] == report.kept["reactions"] == 1


def test_the_drawing_is_a_diagram() -> None:
    network, report = read(relation("activation") + relation("activation") + relation("inhibition", ends="3 1"))
    (diagram,) = network.diagrams
    assert (diagram.title, diagram.depicts) == ("A small pathway", "path:kegg.pathway:hsa04999")
    assert {(edge.source, edge.relation, edge.target) for edge in diagram.edges} == {
        (P53, "activates", MDM2), (MDM2, "inhibits", P53),
    }  # fmt: skip
    assert report.read["relations"] == report.kept["relations"] == 3
    assert report.read["entries of type gene"] == 6


def test_genes_without_entrez_numbers_keep_the_names_of_kegg() -> None:
    head = HEAD.replace("hsa", "dme")
    network, _ = read(relation("activation"), ENTRIES.replace("hsa:7157", "dme:Dmel_CG33336"), head)
    assert network.claims[0].subject == "prot:kegg.genes:dme:Dmel_CG33336"
    mouse, _ = read(relation("activation"), ENTRIES.replace("hsa:7157", "mmu:22059"), HEAD.replace("hsa", "mmu"))
    assert (mouse.claims[0].subject, mouse.claims[0].species) == (P53, "sp:ncbitaxon:10090")


def test_everything_that_is_missing_is_told_with_its_line() -> None:
    with pytest.raises(InputError) as caught:
        read(relation("activation", ends="1 99") + relation("activation", ends="98 3"))
    assert [(one.line, one.message) for one in caught.value.problems] == [
        (16, "entry '99' is not in the file"), (17, "entry '98' is not in the file"),
    ]  # fmt: skip
    with pytest.raises(InputError, match="entry '1' stands twice"):
        read("", ENTRIES + '<entry id="1" name="hsa:1" type="gene"/>')
    with pytest.raises(InputError, match="is in itself"):
        read("", '<entry id="1" name="undefined" type="group"><component id="1"/></entry>')


def test_a_dtd_is_not_fetched_and_entities_are_refused() -> None:
    bomb = HEAD.replace(' SYSTEM "https://www.kegg.jp/kegg/xml/KGML_v0.7.2_.dtd"', ' [<!ENTITY a "aaaa">]')
    with pytest.raises(InputError, match="a DOCTYPE is not allowed"):
        read("", ENTRIES, bomb)
    mixed = HEAD.replace('_.dtd">', '_.dtd" [<!ENTITY a SYSTEM "file:///etc/passwd">]>')
    with pytest.raises(InputError, match="a DOCTYPE is not allowed"):
        read("", ENTRIES, mixed)


def test_it_is_recognised_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "hsa04999.xml"
    whole = HEAD + ENTRIES + relation("activation") + "</pathway>"
    bare = '<pathway image="x" org="hsa" name="path:hsa04999">' + whole[whole.index("<entry") :]  # as tools write it
    for text in (whole, bare):
        path.write_text(text)
        assert pg.read_file(path)[1].format == "kgml"
