"""BioPAX level 3: signs of control types, onto what a conversion makes; PyBioPAX as the other reader."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

import pathway_graph as pg
from pathway_graph.errors import InputError
from pathway_graph.formats import biopax
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.report import Report
from pathway_graph.model import Network

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:owl="http://www.w3.org/2002/07/owl#"
 xmlns:bp="http://www.biopax.org/release/biopax-level3.owl#" xml:base="http://example.org/m">
<owl:Ontology rdf:about=""><owl:imports rdf:resource="http://www.biopax.org/release/biopax-level3.owl#"/></owl:Ontology>
"""


def ref(name: str, *others: str) -> str:
    return "".join(f'<bp:{name} rdf:resource="#{other}"/>' for other in others)


def text(name: str, value: str) -> str:
    return f'<bp:{name} rdf:datatype="http://www.w3.org/2001/XMLSchema#string">{value}</bp:{name}>'


def made(cls: str, name: str, *inner: str) -> str:
    return f'<bp:{cls} rdf:ID="{name}">{"".join(inner)}</bp:{cls}>\n'


def protein(name: str, accession: str, *inner: str) -> str:
    return (
        made("UnificationXref", f"{name}_x", text("db", "UniProt"), text("id", accession))
        + made("ProteinReference", f"{name}_r", ref("xref", f"{name}_x"), ref("organism", "human"))
        + made("Protein", name, ref("entityReference", f"{name}_r"), text("displayName", name), *inner)
    )


THINGS = (
    made("UnificationXref", "tax", text("db", "Taxonomy"), text("id", "9606"))
    + made("BioSource", "human", ref("xref", "tax"), text("displayName", "Homo sapiens"))
    + protein("AKT1", "P31749")
    + protein("CREB1", "P16220")
    + protein("MDM2", "Q00987")
    + made("SequenceModificationVocabulary", "ph", text("term", "O-phospho-L-serine"))
    + made("SequenceSite", "s133", text("sequencePosition", "133"))
    + made("ModificationFeature", "f", ref("modificationType", "ph"), ref("featureLocation", "s133"))
    + made("Protein", "pCREB", ref("entityReference", "CREB1_r"), text("displayName", "pCREB"), ref("feature", "f"))
    + made("UnificationXref", "atp_x", text("db", "ChEBI"), text("id", "CHEBI:15422"))
    + made("SmallMoleculeReference", "atp_r", ref("xref", "atp_x"))
    + made("SmallMolecule", "ATP", ref("entityReference", "atp_r"), text("displayName", "ATP"))
    + made("Complex", "C", text("displayName", "AKT1:MDM2"), ref("component", "AKT1", "MDM2"))
    + made("Dna", "gene", text("displayName", "CREB1 gene"))
    + made("Rna", "rna", text("displayName", "CREB1 mRNA"))
    + made("PublicationXref", "pub", text("db", "PubMed"), text("id", "123"), text("title", "T"), text("year", "2001"),
           text("author", "Doe J"), text("source", "J"))
    + made("PublicationXref", "pub2", text("db", "PubMed"), text("id", "456"))
    + made("Evidence", "ev", ref("xref", "pub2"))
)  # fmt: skip
PHOSPHORYLATION = made(
    "BiochemicalReaction", "R", ref("left", "CREB1"), ref("right", "pCREB"),
    text("conversionDirection", "LEFT-TO-RIGHT"), ref("xref", "pub"),
)  # fmt: skip
CREB, PCREB, MDM2, AKT1 = "CREB1", "CREB1 O-phospho-L-serine 133", "MDM2", "AKT1"


def read(*parts: str, things: str = THINGS) -> tuple[Network, Report]:
    return biopax.parse(Decoded("m.owl", "m.owl", (HEAD + things + "".join(parts) + "</rdf:RDF>").encode()))


def said(network: Network) -> set[tuple[str, str, str]]:
    return {(network.name(one.subject), one.relation, network.name(one.object)) for one in network.claims}


def control(cls: str, type_: str, *more: str, controlled: str = "R", name: str = "K", controller: str = "AKT1") -> str:
    stated = [text("controlType", type_)] if type_ else []
    return made(cls, name, ref("controller", controller), ref("controlled", controlled), *stated, *more)


@pytest.mark.parametrize(
    ("cls", "type_", "relation", "sign"),
    [
        ("Catalysis", "ACTIVATION", "catalyzes", 1),
        ("Catalysis", "", "catalyzes", 1),
        ("Catalysis", "INHIBITION", "inhibits", -1),
        ("Control", "ACTIVATION", "promotes", 1),
        ("Control", "INHIBITION-COMPETITIVE", "inhibits", -1),
        ("Control", "", "modulates", 0),
        ("Modulation", "ACTIVATION-ALLOSTERIC", "promotes", 1),
    ],
)
def test_a_control_acts_on_what_the_conversion_makes(cls: str, type_: str, relation: str, sign: int) -> None:
    network, report = read(PHOSPHORYLATION, control(cls, type_))
    assert said(network) == {(CREB, "converted_to", PCREB), (AKT1, relation, PCREB)}
    (claim,) = [one for one in network.claims if network.name(one.subject) == AKT1]
    assert (claim.sign, claim.species, claim.direction) == (sign, "sp:ncbitaxon:9606", type_)
    assert report.read["interactions"] == report.kept["interactions"] == 2
    assert report.read["things"] == report.kept["things"] == 8


def test_a_modified_protein_is_a_state_of_the_one_its_reference_names() -> None:
    network, _ = read(PHOSPHORYLATION)
    state = next(one for one in network.entities if one.kind == "ProteinState")
    assert [(link.relation, link.target) for link in state.links] == [("state_of", "prot:hgnc:2345")]


def test_publications_stand_behind_their_interaction() -> None:
    network, _ = read(PHOSPHORYLATION, control("Catalysis", "ACTIVATION", ref("evidence", "ev")))
    behind = {one.pmid: [network.claim[claim].relation for claim in one.claims] for one in network.publications}
    assert behind == {"123": ["converted_to"], "456": ["catalyzes"]}
    (first,) = [one for one in network.publications if one.pmid == "123"]
    assert (first.title, first.year, first.authors, first.journal) == ("T", 2001, "Doe J", "J")


@pytest.mark.parametrize(
    ("direction", "own", "right"),
    [
        ("REVERSIBLE", "", {(CREB, "converted_to", PCREB), (PCREB, "converted_to", CREB), (AKT1, "modulates", CREB),
                            (AKT1, "modulates", PCREB)}),
        ("RIGHT-TO-LEFT", "", {(PCREB, "converted_to", CREB), (AKT1, "catalyzes", CREB)}),
        ("", "", {(CREB, "converted_to", PCREB), (AKT1, "modulates", PCREB)}),
        ("", "LEFT-TO-RIGHT", {(CREB, "converted_to", PCREB), (AKT1, "catalyzes", PCREB)}),
    ],
)  # fmt: skip
def test_a_sign_needs_a_direction(direction: str, own: str, right: set[tuple[str, str, str]]) -> None:
    stated = [text("conversionDirection", direction)] if direction else []
    more = [text("catalysisDirection", own)] if own else []
    reaction = made("BiochemicalReaction", "R", ref("left", "CREB1"), ref("right", "pCREB"), *stated)
    network, _ = read(reaction, control("Catalysis", "ACTIVATION", *more))
    assert said(network) == right


@pytest.mark.parametrize(
    ("cls", "type_", "relation"),
    [
        ("Catalysis", "ACTIVATION", "degrades"),
        ("Control", "ACTIVATION", "decreases"),
        ("Control", "INHIBITION", "increases"),
    ],
)
def test_what_breaks_something_down_lowers_it(cls: str, type_: str, relation: str) -> None:
    network, report = read(made("Degradation", "R", ref("left", "CREB1")), control(cls, type_, controller="MDM2"))
    assert said(network) == {(MDM2, relation, CREB)}
    assert report.kept["interactions"] == 2


def test_a_modulation_of_a_catalysis_acts_through_it() -> None:
    parts = [PHOSPHORYLATION, control("Catalysis", "ACTIVATION"),
             control("Modulation", "INHIBITION", name="M", controlled="K", controller="MDM2")]  # fmt: skip
    network, _ = read(*parts)
    assert (MDM2, "inhibits", PCREB) in said(network)
    (claim,) = [one for one in network.claims if network.name(one.subject) == MDM2]
    assert dict(claim.attributes)["acts_on"] == "K"


@pytest.mark.parametrize(
    ("type_", "relation"), [("ACTIVATION", "activates_transcription"), ("INHIBITION", "represses"), ("", "regulates")]
)
def test_regulation_of_expression_has_its_sign_on_the_product(type_: str, relation: str) -> None:
    reaction = made("TemplateReaction", "R", ref("template", "gene"), ref("product", "rna"))
    network, _ = read(reaction, control("TemplateReactionRegulation", type_))
    assert said(network) == {("CREB1 gene", "transcribed_to", "CREB1 mRNA"), (AKT1, relation, "CREB1 mRNA")}
    assert {one.aspect for one in network.claims if one.relation == relation} == {"expression"}


def test_two_that_interact_bind_and_more_do_not() -> None:
    two = made("MolecularInteraction", "I", ref("participant", "AKT1", "MDM2"))
    three = made("MolecularInteraction", "J", ref("participant", "AKT1", "MDM2", "CREB1"))
    genetic = made("GeneticInteraction", "G", ref("participant", "AKT1", "MDM2"))
    network, report = read(two, three, genetic)
    assert said(network) == {(AKT1, "binds", MDM2)}
    out = {loss.why: loss.places for loss in report.left_out if loss.what == "interactions"}
    assert len(out["more than two take part: which of them meet is not said"]) == 1
    assert out["a GeneticInteraction says neither who acts nor with which sign"][0].endswith("GeneticInteraction G")
    assert (report.read["interactions"], report.kept["interactions"]) == (3, 1)


def test_complexes_have_parts_and_families_members() -> None:
    family = made("Protein", "F", text("displayName", "kinases"), ref("memberPhysicalEntity", "AKT1", "MDM2"))
    network, _ = read(family, PHOSPHORYLATION)
    kinds = {one.name: (one.kind, sorted(map(network.name, one.members))) for one in network.entities if one.members}
    assert kinds == {"AKT1:MDM2": ("Complex", ["AKT1", "MDM2"]), "kinases": ("ProteinFamily", ["AKT1", "MDM2"])}
    edges = {(network.name(one.source), one.relation, network.name(one.target)) for one in network.edges}
    assert {("AKT1", "part_of", "AKT1:MDM2"), ("AKT1", "is_a", "kinases")} <= edges


def test_objects_within_objects_and_addresses_are_the_same_things() -> None:
    inner = (
        '<bp:Catalysis rdf:about="http://example.org/m#K"><bp:controller><bp:Protein rdf:ID="N">'
        "<bp:displayName>N</bp:displayName></bp:Protein></bp:controller><bp:controlled rdf:resource="
        '"http://example.org/m#R"/></bp:Catalysis>\n'
    )
    network, _ = read(PHOSPHORYLATION, inner)
    assert ("N", "catalyzes", PCREB) in said(network)
    address = '<bp:ProteinReference rdf:about="http://identifiers.org/uniprot/P04637"/>\n<bp:Protein rdf:ID="P53">' \
              '<bp:entityReference rdf:resource="http://identifiers.org/uniprot/P04637"/></bp:Protein>\n'  # fmt: skip
    network, _ = read(PHOSPHORYLATION, address, control("Catalysis", "ACTIVATION", controller="P53"))
    assert "prot:hgnc:11998" in {one.subject for one in network.claims}


def test_what_is_wrong_is_told() -> None:
    other = PHOSPHORYLATION.replace("LEFT-TO-RIGHT", "REVERSIBLE")
    with pytest.raises(InputError) as caught:
        read(PHOSPHORYLATION, PHOSPHORYLATION, other, control("Control", ""), control("Control", "INHIBITION"))
    assert [one.message.partition(";")[0] for one in caught.value.problems] == [
        "object 'R' stands twice and says two things",
        "object 'K' stands twice and says two things",
    ]  # fmt: skip
    old = HEAD.replace("level3", "level2") + '<bp:protein rdf:ID="a"/></rdf:RDF>'
    with pytest.raises(InputError, match="BioPAX of an older level"):
        biopax.parse(Decoded("m.owl", "m.owl", old.encode()))
    bomb = HEAD.replace("<rdf:RDF", '<!DOCTYPE rdf:RDF [<!ENTITY a "b">]>\n<rdf:RDF', 1) + "</rdf:RDF>"
    with pytest.raises(InputError, match="a DOCTYPE is not allowed"):
        biopax.parse(Decoded("m.owl", "m.owl", bomb.encode()))


def test_names_for_addresses_are_written_out_and_nothing_else_is() -> None:
    declared = (
        '<!DOCTYPE rdf:RDF [\n <!ENTITY xsd "http://www.w3.org/2001/XMLSchema#" >\n'
        ' <!ENTITY bp "http://example.org/m#" >\n]>\n<rdf:RDF'
    )
    head = HEAD.replace("<rdf:RDF", declared, 1)
    body = (THINGS + PHOSPHORYLATION).replace("http://www.w3.org/2001/XMLSchema#", "&xsd;").replace('"#R"', '"&bp;R"')
    whole = head + body + control("Catalysis", "ACTIVATION", controlled="R").replace('"#R"', '"&bp;R"') + "</rdf:RDF>"
    network, _ = biopax.parse(Decoded("m.owl", "m.owl", whole.encode()))
    assert (AKT1, "catalyzes", PCREB) in said(network)
    for value in ("&xsd;&xsd;", "file:///etc/passwd", "x" * 300):
        with pytest.raises(InputError, match="a DOCTYPE is not allowed"):
            biopax.parse(Decoded("m.owl", "m.owl", whole.replace("http://example.org/m#", value).encode()))


def test_it_is_recognised(tmp_path: Path) -> None:
    path = tmp_path / "m.xml"
    path.write_text(HEAD + THINGS + PHOSPHORYLATION + "</rdf:RDF>")
    assert pg.read_file(path)[1].format == "biopax"


def test_pybiopax_sees_the_same_objects_and_controls() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pybiopax = pytest.importorskip("pybiopax", reason="pybiopax, of the extra oracles, is not installed")
        whole = HEAD + THINGS + PHOSPHORYLATION + control("Catalysis", "ACTIVATION") + "</rdf:RDF>"
        theirs = pybiopax.model_from_owl_str(whole)
    (found,) = [one for one in theirs.objects.values() if type(one).__name__ == "Catalysis"]
    stated = {
        (c.display_name, found.control_type, right.display_name)
        for c in found.controller
        for right in found.controlled.right
    }
    assert stated == {("AKT1", "ACTIVATION", "pCREB")}
    network, report = read(PHOSPHORYLATION, control("Catalysis", "ACTIVATION"))
    kinds = ("Protein", "SmallMolecule", "Complex", "Dna", "Rna")
    assert report.read["things"] == sum(type(one).__name__ in kinds for one in theirs.objects.values())
    assert (AKT1, "catalyzes", PCREB) in said(network)
