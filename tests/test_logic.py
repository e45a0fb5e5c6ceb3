"""Logical models, .bnet and SBML-qual: signs by the functions themselves, and no sign made up on either way."""

from __future__ import annotations

import warnings
from itertools import product
from pathlib import Path
from typing import Any

import pytest

import pathway_graph as pg
from pathway_graph.errors import InputError
from pathway_graph.formats import bnet, sbml_qual
from pathway_graph.formats.logic import directions, polarities, rule_of
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.report import Report
from pathway_graph.model import Claim, Entity, Network, Publication, Source
from pathway_graph.model.build import build_network


def read(text: str) -> tuple[Network, Report]:
    return bnet.parse(Decoded("m.bnet", "m.bnet", text.encode()))


def said(network: Network) -> set[tuple[str, str, str]]:
    return {(network.name(one.subject), one.relation, network.name(one.object)) for one in network.claims}


# Boolean networks -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "right"),
    [
        ("A", {"A": "+"}),
        ("!A", {"A": "-"}),
        ("A & !B | C", {"A": "+", "B": "-", "C": "+"}),
        ("!(A | B) & C", {"A": "-", "B": "-", "C": "+"}),
        ("A & !B | !A & B", {"A": "both", "B": "both"}),
        ("A | !A", {"A": "none"}),
        ("A & B | A & !B", {"A": "+", "B": "none"}),  # B stands there, and makes no difference
        ("A and not B or C", {"A": "+", "B": "-", "C": "+"}),
        ("!!A & ~B", {"A": "+", "B": "-"}),
        ("A & 1 | 0", {"A": "+"}),
    ],
)
def test_a_rule_follows_its_names_as_its_truth_table_says(rule: str, right: dict[str, str]) -> None:
    parsed = rule_of(rule)
    names = sorted(set(parsed.names()))
    python = rule.replace("!", " not ").replace("~", " not ").replace("&", " and ").replace("|", " or ")
    for values in product((0, 1), repeat=len(names)):
        levels = dict(zip(names, values, strict=True))
        assert parsed.value(levels) == int(bool(eval(python, {}, dict(levels))))
    assert directions(parsed.value, dict.fromkeys(names, 1)) == right


def test_a_rule_too_large_to_try_is_judged_by_its_negations() -> None:
    many = " | ".join(f"X{number}" for number in range(20))
    assert directions(rule_of(many).value, {f"X{number}": 1 for number in range(20)}) is None
    assert polarities(rule_of(f"({many}) & !(Y | X1)"))["X1"] == "both"
    network, report = read(f"T, ({many}) & !Y\n")
    assert sum(one.sign == 1 for one in network.claims) == 20
    assert [one.sign for one in network.claims if network.name(one.subject) == "Y"] == [-1]
    assert any(loss.why.startswith("too large") for loss in report.changed)


MODEL = """\
targets, factors
# a comment
A, A
B, A & !C  # why
C, 1
D, (A & !B) | (!A & B)
E, !B | F
G, B | !B
"""


def test_each_name_that_a_rule_follows_is_a_claim() -> None:
    network, report = read(MODEL)
    assert said(network) == {
        ("A", "activates", "B"), ("C", "inhibits", "B"), ("A", "regulates", "D"), ("B", "regulates", "D"),
        ("B", "inhibits", "E"), ("F", "activates", "E"),
    }  # fmt: skip
    assert dict(next(one for one in network.claims if one.lines == "4").attributes) == {"rule": "A & !C"}
    out = {(loss.what, loss.why): loss.places for loss in report.left_out}
    assert out["rules", "they hold their own value: an input"] == ("line 3: A",)
    assert out["rules", "they are constant: nothing acts on the target"] == ("line 5: C",)
    assert out["inputs", "they make no difference to the rule that names them"] == ("line 8: B of G",)
    changed = {loss.why: loss.count for loss in report.changed}
    assert changed["the rule follows them both ways: read as regulates, without a sign"] == 2
    assert changed["they stand in rules and have none of their own"] == 1
    assert (report.read["rules"], report.kept["rules"]) == (6, 4)


def test_names_are_what_the_user_says() -> None:
    network, _ = bnet.parse(Decoded("m.bnet", "m.bnet", b"MDM2, TP53\n", namespace="hgnc.symbol"))
    assert {(one.subject, one.object) for one in network.claims} == {("prot:hgnc:11998", "prot:hgnc:6973")}


def test_every_line_that_is_no_rule_is_told() -> None:
    with pytest.raises(InputError) as caught:
        read("A, B &\nA B\nC, (A | B\nD, maj(A, B)\nB, A\nB, C\nE, A ) B\n")
    assert [(one.line, one.message.rpartition(": ")[2]) for one in caught.value.problems] == [
        (1, "it ends where a name should stand"),
        (2, "it is not 'target, rule'"),
        (3, "a bracket is not closed"),
        (4, "the function 'maj' is not known"),
        (6, "'B' has a rule in line 5 already"),
        (7, "')' stands behind the rule"),
    ]


def test_brackets_nested_too_deeply_are_told() -> None:
    with pytest.raises(InputError, match="nested too deeply"):
        read(f"A, {'(' * 5000}B{')' * 5000}\n")


# Written ----------------------------------------------------------------------------------------------


def small() -> Network:
    entities = [
        Entity("prot:hgnc:391", "Protein", "AKT1", curie="hgnc:391"), Entity("prot:b", "Protein", "B-1"),
        Entity("chem:c", "SmallMolecule", "c"), Entity("prot:C", "Protein", "C"),
        Entity("bp:d", "BiologicalProcess", "d"),
    ]  # fmt: skip
    claims = [
        Claim("1", "prot:hgnc:391", "activates", "prot:b"), Claim("2", "chem:c", "inhibits", "prot:b"),
        Claim("3", "prot:C", "inhibits", "bp:d"), Claim("4", "prot:b", "regulates", "bp:d"),
        Claim("5", "prot:b", "activates", "prot:C"), Claim("6", "prot:b", "inhibits", "prot:C"),
        Claim("7", "prot:hgnc:391", "increases", "prot:b"), Claim("8", "prot:b", "binds", "prot:C"),
    ]  # fmt: skip
    publications = [
        Publication("p", "One", "cited", pmid="11", claims=("1",)),
        Publication("q", "Two", "cited", doi="10.1000/x", claims=("7",)),
        Publication("r", "Three", "cited", claims=("2",)),
    ]
    return build_network(Source("s", title="Small"), entities=entities, claims=claims, publications=publications)


SIGNED = {("prot:hgnc:391", 1, "prot:b"), ("chem:c", -1, "prot:b"), ("prot:C", -1, "bp:d")}


def edges_of(network: Network) -> set[tuple[str, Any, str]]:
    return {(one.source, one.sign, one.target) for one in network.edges}


def test_signed_edges_are_written_as_rules() -> None:
    written = bnet.dump(small())
    rules = [line for line in written.files[""].decode().split("\n") if line and not line.startswith("#")]
    assert rules == [
        "targets, factors", "d, !(prot_C)", "c, c", "prot_C, prot_C", "B_1, (AKT1) & !(c)", "AKT1, AKT1",
    ]  # fmt: skip
    out = {loss.why: loss.count for loss in written.report.left_out if loss.what == "edges"}
    assert out == {
        "they state no sign: a rule needs one": 2,
        "another edge says the opposite: neither is in the rule": 2,
    }
    changed = {loss.why: loss.count for loss in written.report.changed if loss.what == "edges"}
    assert changed["one input with another edge of the same ends"] == 1


@pytest.mark.parametrize(("module", "name"), [(bnet, "m.bnet"), (sbml_qual, "m.sbml")])
def test_what_is_written_comes_back_with_its_signs_and_ids(module: Any, name: str) -> None:
    data = module.dump(small()).files[""]
    network, _ = module.parse(Decoded(name, name, data))
    assert edges_of(network) == SIGNED
    assert network.entity["prot:hgnc:391"].curie == "hgnc:391"
    assert {one.kind for one in network.entities} == {"Protein", "SmallMolecule", "BiologicalProcess"}
    assert module.dump(small()).files[""] == data, "the same input, the same bytes"


def test_what_raises_itself_alone_is_an_input_and_said() -> None:
    network = build_network(Source("s"), entities=[Entity("prot:a", "Protein", "A")],
                            claims=[Claim("1", "prot:a", "activates", "prot:a")])  # fmt: skip
    written = bnet.dump(network)
    assert written.files[""].decode().endswith("A, A\n")
    assert [loss.places for loss in written.report.changed if "as an input" in loss.why] == [("prot:a",)]


def test_studies_are_annotations_of_the_inputs_they_stand_behind() -> None:
    network, _ = sbml_qual.parse(Decoded("m.sbml", "m.sbml", sbml_qual.dump(small()).files[""]))
    behind = {
        (one.pmid or one.doi): [(network.claim[c].subject, network.claim[c].object) for c in one.claims]
        for one in network.publications
    }
    assert behind == {"11": [("prot:hgnc:391", "prot:b")], "10.1000/x": [("prot:hgnc:391", "prot:b")]}


@pytest.mark.slow
def test_libsbml_finds_nothing_wrong_in_the_guide_and_reads_the_same_signs(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        libsbml = pytest.importorskip("libsbml", reason="python-libsbml, of the extra oracles, is not installed")
    guide = pg.read_guide()
    pg.write(guide, tmp_path / "guide.sbml")
    document = libsbml.readSBML(str(tmp_path / "guide.sbml"))
    document.checkConsistency()
    log = document.getErrorLog()
    wrong = [log.getError(at).getMessage() for at in range(document.getNumErrors())
             if log.getError(at).getSeverity() >= libsbml.LIBSBML_SEV_ERROR]  # fmt: skip
    assert wrong == []
    model = document.getModel().getPlugin("qual")
    names = {
        one.getId(): one.getName()
        for one in (model.getQualitativeSpecies(at) for at in range(model.getNumQualitativeSpecies()))
    }
    theirs = set()
    for at in range(model.getNumTransitions()):
        transition = model.getTransition(at)
        for number in range(transition.getNumInputs()):
            one = transition.getInput(number)
            sign = {libsbml.INPUT_SIGN_POSITIVE: 1, libsbml.INPUT_SIGN_NEGATIVE: -1}[one.getSign()]
            theirs.add(
                (names[one.getQualitativeSpecies()], sign, names[transition.getOutput(0).getQualitativeSpecies()])
            )
    both = {(e.source, e.target) for e in guide.edges if e.sign == 1} & {
        (e.source, e.target) for e in guide.edges if e.sign == -1
    }
    ours = {
        (guide.name(e.source), e.sign, guide.name(e.target))
        for e in guide.edges
        if e.sign in (1, -1) and (e.source, e.target) not in both
    }
    assert theirs == ours


# SBML-qual of others ----------------------------------------------------------------------------------

QUAL = """<?xml version="1.0" encoding="UTF-8"?>
<sbml xmlns="http://www.sbml.org/sbml/level3/version1/core" level="3" version="1"
  xmlns:qual="http://www.sbml.org/sbml/level3/version1/qual/version1" qual:required="true">
<model id="m" name="A model" metaid="mm"><annotation><rdf:RDF
  xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:bqbiol="http://biomodels.net/biology-qualifiers/">
  <rdf:Description rdf:about="#mm"><bqbiol:hasTaxon><rdf:Bag>
  <rdf:li rdf:resource="http://identifiers.org/taxonomy/9606"/></rdf:Bag></bqbiol:hasTaxon></rdf:Description>
</rdf:RDF></annotation>
<qual:listOfQualitativeSpecies>
 <qual:qualitativeSpecies qual:id="akt" qual:name="AKT1" metaid="ma" qual:compartment="c" qual:constant="false">
 <annotation><rdf:RDF
  xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:bqbiol="http://biomodels.net/biology-qualifiers/">
  <rdf:Description rdf:about="#ma"><bqbiol:is><rdf:Bag>
  <rdf:li rdf:resource="urn:miriam:uniprot:P31749"/></rdf:Bag></bqbiol:is></rdf:Description></rdf:RDF></annotation>
 </qual:qualitativeSpecies>
 <qual:qualitativeSpecies qual:id="b" qual:compartment="c" qual:constant="false" qual:maxLevel="2"/>
 <qual:qualitativeSpecies qual:id="t" qual:compartment="c" qual:constant="false"/>
</qual:listOfQualitativeSpecies><qual:listOfTransitions>
<qual:transition qual:id="tr" metaid="mt"><annotation><rdf:RDF
  xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:bqbiol="http://biomodels.net/biology-qualifiers/">
  <rdf:Description rdf:about="#mt"><bqbiol:isDescribedBy><rdf:Bag>
  <rdf:li rdf:resource="urn:miriam:pubmed:123"/></rdf:Bag></bqbiol:isDescribedBy></rdf:Description></rdf:RDF>
 </annotation>
 <qual:listOfInputs>
 <qual:input qual:id="i1" qual:qualitativeSpecies="akt" qual:transitionEffect="none" %s/>
 <qual:input qual:id="i2" qual:qualitativeSpecies="b" qual:transitionEffect="none" %s qual:thresholdLevel="2"/>
 </qual:listOfInputs>
 <qual:listOfOutputs><qual:output qual:qualitativeSpecies="%s" qual:transitionEffect="assignmentLevel"/>
 </qual:listOfOutputs>
 %s
</qual:transition></qual:listOfTransitions></model></sbml>"""
TERMS = """<qual:listOfFunctionTerms><qual:defaultTerm qual:resultLevel="0"/>
<qual:functionTerm qual:resultLevel="1"><math xmlns="http://www.w3.org/1998/Math/MathML">%s</math></qual:functionTerm>
</qual:listOfFunctionTerms>"""
AKT_ON = "<apply><eq/><ci>akt</ci><cn type='integer'>1</cn></apply>"
B_LOW = "<apply><lt/><ci>b</ci><ci>i2</ci></apply>"  # below the threshold of its input
B_IS_1 = "<apply><eq/><ci>b</ci><cn type='integer'>1</cn></apply>"  # neither 0 nor 2: up, then down
BOTH = f"<apply><and/>{AKT_ON}{B_LOW}</apply>"


def qual(first: str = "", second: str = "", target: str = "t", terms: str = "") -> tuple[Network, Report]:
    signs = [f'qual:sign="{sign}"' if sign else "" for sign in (first, second)]
    text = QUAL % (*signs, target, TERMS % terms if terms else "")
    return sbml_qual.parse(Decoded("m.sbml", "m.sbml", text.encode()))


@pytest.mark.parametrize(
    ("first", "second", "terms", "right"),
    [
        ("positive", "negative", "", ("activates", "inhibits")),  # no function: as stated
        ("positive", "negative", BOTH, ("activates", "inhibits")),
        ("", "", BOTH, ("activates", "inhibits")),  # from the function
        ("unknown", "unknown", BOTH, ("activates", "inhibits")),
        ("negative", "negative", BOTH, ("regulates", "inhibits")),  # they disagree
        ("positive", "positive", AKT_ON, ("activates", "regulates")),  # the function does not name b
        ("positive", "negative", f"<apply><and/>{AKT_ON}{B_IS_1}</apply>", ("activates", "regulates")),
        ("dual", "", BOTH, ("regulates", "inhibits")),
        ("", "", "", ("regulates", "regulates")),
        ("positive", "negative", "<apply><plus/><ci>akt</ci><ci>b</ci></apply>", ("activates", "inhibits")),
    ],
)
def test_an_input_has_the_sign_that_is_stated_and_not_denied(
    first: str, second: str, terms: str, right: tuple[str, str]
) -> None:
    network, report = qual(first, second, "t", terms)
    assert said(network) == {("AKT1", right[0], "t"), ("b", right[1], "t")}
    assert report.read["inputs"] == report.kept["inputs"] == 2
    assert {one.species for one in network.claims} == {"sp:ncbitaxon:9606"}


def test_identifiers_and_studies_are_read_from_the_annotations() -> None:
    network, _ = qual("positive", "negative")
    assert {one.id for one in network.entities} >= {"prot:hgnc:391"}
    (publication,) = network.publications
    assert (publication.pmid, len(publication.claims)) == ("123", 2)


def test_what_is_wrong_in_a_model_is_told() -> None:
    with pytest.raises(InputError, match=r"m\.sbml:\d+: species 'nothing' is not in the model"):
        qual("positive", "negative", "nothing")
    bare = '<sbml xmlns="http://www.sbml.org/sbml/level3/version1/core" level="3" version="1"><model id="m"/></sbml>'
    with pytest.raises(InputError, match="SBML without the package qual"):
        sbml_qual.parse(Decoded("m.sbml", "m.sbml", bare.encode()))
    with pytest.raises(InputError, match="a DOCTYPE is not allowed"):
        sbml_qual.parse(Decoded("m.sbml", "m.sbml", b'<!DOCTYPE sbml [<!ENTITY a "b">]><sbml/>'))


def test_both_are_recognised(tmp_path: Path) -> None:
    (tmp_path / "m.xml").write_bytes(sbml_qual.dump(small()).files[""])
    assert pg.read_file(tmp_path / "m.xml")[1].format == "sbml-qual"
    for name, text in (("m.bnet", MODEL), ("n.bnet", "A, B\n"), ("m.txt", f"# by hand\n\n{MODEL}")):
        (tmp_path / name).write_text(text)
        assert pg.read_file(tmp_path / name)[1].format == "bnet"
